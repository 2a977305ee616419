// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/web_client.h"

#include "core/error.h"

#include <algorithm>
#include <cctype>
#include <memory>

#include <curl/curl.h>
#include <fmt/format.h>

namespace relief {
namespace {

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

constexpr long connect_ms = 10'000;
constexpr long whole_ms = 120'000;

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* body) {
    static_cast<std::string*>(body)->append(bytes, size * count);
    return size * count;
}

std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* answer) {
    const std::string_view line(bytes, size * count);
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos) {
        std::string name(line.substr(0, colon));
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char letter) {
            return static_cast<char>(std::tolower(letter));
        });
        std::string_view value = line.substr(colon + 1);
        const std::size_t begin = std::min(value.find_first_not_of(" \t"), value.size());
        const std::size_t end = value.find_last_not_of(" \t\r\n");
        value = end == std::string_view::npos ? "" : value.substr(begin, end + 1 - begin);
        static_cast<WebAnswer*>(answer)->headers.emplace(std::move(name), value);
    }
    return size * count;
}

void set_up(CURL* handle, const WebRequest& request, WebAnswer& answer) {
    curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, connect_ms);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, whole_ms);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &answer.body);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &answer);
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    if (request.method == "POST") {
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.c_str());
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE,
                         static_cast<curl_off_t>(request.body.size()));
    }
}

List header_list(const WebRequest& request) {
    List list(nullptr, curl_slist_free_all);
    const auto add = [&](const std::string& line) {
        list.reset(curl_slist_append(list.release(), line.c_str()));
    };
    for (const auto& [name, value] : request.headers) {
        add(fmt::format("{}: {}", name, value));
    }
    add("Expect:");  // a small body need not ask first
    return list;
}

}  // namespace

WebAnswer ask_web(const WebRequest& request) {
    const Handle handle(curl_easy_init(), curl_easy_cleanup);
    if (handle == nullptr) {
        throw fault({.code = "internal", .message = "libcurl has no room"});
    }
    WebAnswer answer;
    const List headers = header_list(request);
    set_up(handle.get(), request, answer);
    curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.get());
    const CURLcode result = curl_easy_perform(handle.get());
    if (result != CURLE_OK) {
        throw bad_input({.code = "server.unreachable",
                         .message = "the server does not answer; what was asked may have been done",
                         .field = "--server",
                         .found = fmt::format("{}: {}", request.url, curl_easy_strerror(result)),
                         .expected = "a running relief serve; ask again with the same --key"});
    }
    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    return answer;
}

}  // namespace relief
