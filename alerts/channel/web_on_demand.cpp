// SPDX-License-Identifier: Apache-2.0
#include "alerts/channel/web/web_library.h"
#include "core/program_part.h"

namespace relief {
namespace {

const WebLibrary& web() {
    static const auto& library = program_part_as<WebLibrary>("relief-web");
    return library;
}

}  // namespace

void load_web_library() {
    static_cast<void>(web());
}

Reply http_post(const std::string& url, const std::vector<std::string>& headers,
                const std::string& body) {
    return web().http_post(url, headers, body);
}

Reply smtp_send(const std::string& url, const std::string& from, const std::string& to,
                const std::string& message) {
    return web().smtp_send(url, from, to, message);
}

}  // namespace relief
