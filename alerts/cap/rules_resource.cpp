// SPDX-License-Identifier: Apache-2.0
#include "alerts/cap/rules.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace relief::cap {
namespace {

std::string hex(std::span<const unsigned char> bytes) {
    std::string text;
    for (const unsigned char byte : bytes) {
        text += fmt::format("{:02x}", byte);
    }
    return text;
}

std::string sha1_hex(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned length = 0;
    EVP_Digest(bytes.data(), bytes.size(), hash.data(), &length, EVP_sha1(), nullptr);
    return hex({hash.data(), length});
}

std::string lower(std::string_view text) {
    std::string low(text);
    std::transform(low.begin(), low.end(), low.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return low;
}

/// Base64 without the white space in it.
std::string unbroken(std::string_view text) {
    std::string whole;
    whole.reserve(text.size());
    std::size_t from = 0;
    for (std::size_t at = 0; at <= text.size(); ++at) {
        const char c = at < text.size() ? text[at] : ' ';
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            whole.append(text.substr(from, at - from));
            from = at + 1;
        }
    }
    return whole;
}

/// What an embedded file is, without keeping it.
struct File {
    std::int64_t size_bytes = 0;
    std::string sha1;
};

struct FreeDigest {
    void operator()(EVP_MD_CTX* digest) const { EVP_MD_CTX_free(digest); }
};

/// Of base64 without white space, a piece at a time; nullopt where it is none.
std::optional<File> file_of(std::string_view base64) {
    constexpr std::size_t piece_characters = 16'384;
    std::array<unsigned char, piece_characters / 4 * 3> bytes{};
    const auto pads = base64.size() - std::min(base64.size(), base64.find_last_not_of('=') + 1);
    const std::unique_ptr<EVP_MD_CTX, FreeDigest> digest(EVP_MD_CTX_new());
    if (base64.empty() || base64.size() % 4 != 0 || pads > 2 || digest == nullptr ||
        EVP_DigestInit_ex(digest.get(), EVP_sha1(), nullptr) != 1) {
        return std::nullopt;
    }
    File file;
    for (std::size_t at = 0; at < base64.size(); at += piece_characters) {
        const std::string_view piece = base64.substr(at, piece_characters);
        const int length =
            EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(piece.data()),
                            static_cast<int>(piece.size()));
        if (length < 0) {
            return std::nullopt;
        }
        const bool last = at + piece.size() == base64.size();
        const auto whole = static_cast<std::size_t>(length) - (last ? pads : 0);
        EVP_DigestUpdate(digest.get(), bytes.data(), whole);
        file.size_bytes += static_cast<std::int64_t>(whole);
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned length = 0;
    EVP_DigestFinal_ex(digest.get(), hash.data(), &length);
    file.sha1 = hex({hash.data(), length});
    return file;
}

std::optional<std::int64_t> size_of(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size() && value >= 0;
    return whole ? std::optional(value) : std::nullopt;
}

/// What is embedded against what is said of it; false where it is another file.
bool check_content(const ResourceFields& fields, const Resource& resource, Spot spot,
                   Findings& findings) {
    findings.add("DEREFURI_TWO_WAY", spot.path("derefUri"), fields.content.line);
    const auto file = file_of(resource.content);
    if (!file) {
        findings.add("RESOURCE_NOT_BASE64", spot.path("derefUri"), fields.content.line);
        return false;
    }
    if (resource.size_bytes && *resource.size_bytes != file->size_bytes) {
        findings.add("RESOURCE_SIZE", spot.path("size"), fields.size.line,
                     fmt::format("{} vs {}", *resource.size_bytes, file->size_bytes));
    }
    if (resource.digest.empty()) {
        return true;
    }
    const std::string told = lower(resource.digest);
    if (told == file->sha1) {
        return true;
    }
    const bool broken = fields.content.text.size() != resource.content.size();
    if (told == sha1_hex(resource.content) ||
        (broken &&
         (told == sha1_hex(fields.content.text) || told == sha1_hex(fields.content.value())))) {
        findings.add("RESOURCE_DIGEST_OF_BASE64", spot.path("digest"), fields.digest.line, told);
        return true;
    }
    findings.add("RESOURCE_DIGEST", spot.path("digest"), fields.digest.line,
                 fmt::format("{} is {}", told, file->sha1));
    return false;
}

}  // namespace

std::optional<Resource> read_resource(const ResourceFields& fields, Spot spot, Findings& findings) {
    Resource resource{.description = std::string(fields.description.value()),
                      .mime_type = std::string(fields.mime_type.value()),
                      .size_bytes = size_of(fields.size.value()),
                      .uri = std::string(fields.uri.value()),
                      .content = unbroken(fields.content.text),
                      .digest = std::string(fields.digest.value())};
    check_plain(fields.description, "resourceDesc", spot, findings);
    if (!resource.content.empty()) {
        if (!check_content(fields, resource, spot, findings)) {
            return std::nullopt;
        }
        return resource;
    }
    if (!resource.uri.empty() && !is_absolute_uri(resource.uri)) {
        findings.add("RESOURCE_RELATIVE_URI", spot.path("uri"), fields.uri.line, resource.uri);
    }
    return resource;
}

}  // namespace relief::cap
