// SPDX-License-Identifier: Apache-2.0
#include "alerts/channel/transport.h"

#include "core/error.h"

#include <curl/curl.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
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

std::string hmac_sha256_hex(const std::string& key, const std::string& bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), data, bytes.size(),
             digest.data(), &size) == nullptr) {
        throw fault({.code = "internal", .message = "a body cannot be signed"});
    }
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (unsigned int i = 0; i < size; ++i) {
        hex += digits[digest.at(i) >> 4U];
        hex += digits[digest.at(i) & 15U];
    }
    return hex;
}

std::string base64(const std::string& bytes) {
    std::string text(4 * ((bytes.size() + 2) / 3), '\0');
    if (!bytes.empty()) {
        // EVP_EncodeBlock writes a zero byte behind what it answers.
        std::vector<unsigned char> out(text.size() + 1);
        const int size =
            EVP_EncodeBlock(out.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                            static_cast<int>(bytes.size()));
        text.assign(out.begin(), out.begin() + size);
    }
    return text;
}

std::optional<std::string> bytes_of_base64(std::string_view text) {
    if (text.size() % 4 != 0) {
        return std::nullopt;
    }
    std::vector<unsigned char> out(text.size() / 4 * 3 + 1);
    const int size =
        EVP_DecodeBlock(out.data(), reinterpret_cast<const unsigned char*>(text.data()),
                        static_cast<int>(text.size()));
    if (size < 0) {
        return std::nullopt;
    }
    // It counts the bytes that stand for the padding.
    const auto padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
    return std::string(out.begin(), out.begin() + size - padding);
}

std::string base64_lines(const std::string& bytes) {
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        unsigned int three = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            const unsigned int byte =
                at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U;
            three = (three << 8U) | byte;
        }
        for (std::size_t i = 0; i < 4; ++i) {
            text += at + i > bytes.size() ? '=' : letters[(three >> (18U - 6U * i)) & 63U];
        }
        if (at % 57 == 54) {
            text += "\r\n";
        }
    }
    return text;
}

}  // namespace relief
