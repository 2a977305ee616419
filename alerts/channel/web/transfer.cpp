// SPDX-License-Identifier: Apache-2.0
#include "alerts/channel/transport.h"
#include "core/error.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace relief {
namespace {

constexpr long connect_ms = 3000;
constexpr long whole_ms = 10000;
constexpr std::size_t reply_max = 64UL * 1024;

/// libcurl wants to be set up once, before any thread of its own.
void set_up() {
    static const CURLcode done = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (done != CURLE_OK) {
        throw fault({.code = "internal", .message = "libcurl cannot be set up"});
    }
}

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

Handle make_handle() {
    set_up();
    Handle handle(curl_easy_init(), curl_easy_cleanup);
    if (!handle) {
        throw fault({.code = "internal", .message = "libcurl has no room"});
    }
    return handle;
}

std::size_t take_reply(char* bytes, std::size_t size, std::size_t count, void* to) {
    std::string& body = *static_cast<std::string*>(to);
    const std::size_t room = reply_max - std::min(reply_max, body.size());
    body.append(bytes, std::min(room, size * count));
    return size * count;
}

struct Upload {
    std::string_view left;
};

std::size_t give_upload(char* to, std::size_t size, std::size_t count, void* from) {
    Upload& upload = *static_cast<Upload*>(from);
    const std::size_t some = std::min(size * count, upload.left.size());
    std::memcpy(to, upload.left.data(), some);
    upload.left.remove_prefix(some);
    return some;
}

List list_of(const std::vector<std::string>& lines) {
    List list(nullptr, curl_slist_free_all);
    for (const std::string& line : lines) {
        list.reset(curl_slist_append(list.release(), line.c_str()));
    }
    return list;
}

void set_common(CURL* handle, const std::string& url, const char* protocols, std::string& body) {
    curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, protocols);
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, connect_ms);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, whole_ms);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_reply);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &body);
}

Reply perform(CURL* handle) {
    Reply reply;
    const CURLcode result = curl_easy_perform(handle);
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    reply.status = static_cast<int>(status);
    if (result != CURLE_OK) {
        reply.error = curl_easy_strerror(result);
        // A server that said no is heard; a line that broke is nobody.
        const bool said_no =
            result == CURLE_SEND_ERROR || result == CURLE_RECV_ERROR ? false : status >= 400;
        reply.status = said_no ? reply.status : 0;
    }
    return reply;
}

}  // namespace

Reply http_post(const std::string& url, const std::vector<std::string>& headers,
                const std::string& body) {
    const Handle handle = make_handle();
    const List list = list_of(headers);
    std::string answered;
    set_common(handle.get(), url, "http,https", answered);
    curl_easy_setopt(handle.get(), CURLOPT_POST, 1L);
    curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDS, body.data());
    curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, list.get());
    Reply reply = perform(handle.get());
    reply.body = std::move(answered);
    return reply;
}

Reply smtp_send(const std::string& url, const std::string& from, const std::string& to,
                const std::string& message) {
    const Handle handle = make_handle();
    const List recipients = list_of({"<" + to + ">"});
    const std::string sender = "<" + from + ">";
    std::string answered;
    Upload upload{message};
    set_common(handle.get(), url, "smtp,smtps", answered);
    curl_easy_setopt(handle.get(), CURLOPT_MAIL_FROM, sender.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(handle.get(), CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(handle.get(), CURLOPT_READFUNCTION, give_upload);
    curl_easy_setopt(handle.get(), CURLOPT_READDATA, &upload);
    return perform(handle.get());
}

}  // namespace relief
