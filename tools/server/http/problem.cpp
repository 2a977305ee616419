// SPDX-License-Identifier: Apache-2.0
#include "tools/server/http/problem.h"

#include "core/error.h"

#include <nlohmann/json.hpp>

namespace relief::http {
namespace {

nlohmann::ordered_json document(int status, std::string_view code, std::string_view language) {
    return {{"type", "urn:relief:error:" + std::string(code)},
            {"title", error_title(code, language)},
            {"status", status},
            {"code", code}};
}

Response as_response(int status, const nlohmann::ordered_json& document) {
    Response response;
    response.status = status;
    response.content_type = "application/problem+json";
    // What was found may be any bytes: those that are no UTF-8 become the replacement character.
    response.body = document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    response.body += '\n';
    return response;
}

}  // namespace

Response problem(int status, std::string_view code, std::string_view detail,
                 std::string_view language) {
    auto text = document(status, code, language);
    if (!detail.empty()) {
        text["detail"] = detail;
    }
    return as_response(status, text);
}

Response problem(const Refusal& refusal) {
    auto text = document(refusal.status, refusal.code, "en");
    if (!refusal.found.empty()) {
        text["found"] = refusal.found;
    }
    if (!refusal.expected.empty()) {
        text["expected"] = refusal.expected;
    }
    Response response = as_response(refusal.status, text);
    response.close = true;
    return response;
}

}  // namespace relief::http
