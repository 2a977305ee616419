// SPDX-License-Identifier: Apache-2.0
#include "alerts/cap/rules.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <vector>

namespace relief::cap {
namespace {

std::string sha1_hex(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned length = 0;
    EVP_Digest(bytes.data(), bytes.size(), hash.data(), &length, EVP_sha1(), nullptr);
    std::string text;
    for (unsigned i = 0; i < length; ++i) {
        text += fmt::format("{:02x}", hash[i]);
    }
    return text;
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
    std::copy_if(text.begin(), text.end(), std::back_inserter(whole),
                 [](char c) { return c != ' ' && c != '\t' && c != '\r' && c != '\n'; });
    return whole;
}

/// The bytes of base64 without white space; nullopt where it is none.
std::optional<std::string> decoded(std::string_view base64) {
    const auto pads = base64.size() - std::min(base64.size(), base64.find_last_not_of('=') + 1);
    if (base64.empty() || base64.size() % 4 != 0 || pads > 2) {
        return std::nullopt;
    }
    std::string bytes(base64.size() / 4 * 3, '\0');
    const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                       reinterpret_cast<const unsigned char*>(base64.data()),
                                       static_cast<int>(base64.size()));
    if (length < 0) {
        return std::nullopt;
    }
    bytes.resize(static_cast<std::size_t>(length) - pads);
    return bytes;
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
    const auto file = decoded(resource.content);
    if (!file) {
        findings.add("RESOURCE_NOT_BASE64", spot.path("derefUri"), fields.content.line);
        return false;
    }
    if (resource.size_bytes && *resource.size_bytes != static_cast<std::int64_t>(file->size())) {
        findings.add("RESOURCE_SIZE", spot.path("size"), fields.size.line,
                     fmt::format("{} vs {}", *resource.size_bytes, file->size()));
    }
    if (resource.digest.empty()) {
        return true;
    }
    const std::string digest = sha1_hex(*file);
    if (lower(resource.digest) == digest) {
        return true;
    }
    const std::string told = lower(resource.digest);
    if (told == sha1_hex(resource.content) || told == sha1_hex(fields.content.text) ||
        told == sha1_hex(fields.content.value())) {
        findings.add("RESOURCE_DIGEST_OF_BASE64", spot.path("digest"), fields.digest.line, told);
        return true;
    }
    findings.add("RESOURCE_DIGEST", spot.path("digest"), fields.digest.line,
                 fmt::format("{} is {}", told, digest));
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
        return check_content(fields, resource, spot, findings) ? std::optional(resource)
                                                               : std::nullopt;
    }
    if (!resource.uri.empty() && !is_absolute_uri(resource.uri)) {
        findings.add("RESOURCE_RELATIVE_URI", spot.path("uri"), fields.uri.line, resource.uri);
    }
    return resource;
}

}  // namespace relief::cap
