// SPDX-License-Identifier: Apache-2.0
// What a request gives an operation: a JSON body, or a query, or the fields that choose an answer.
// A body that is read is, written anew by a plain writer, read alike; the same values in a query
// give the operation the same; nothing reaches a command that its description does not name. The
// first byte chooses: Q a query, T a list of tags, else a body.
#include "tests/fuzz/kit.h"
#include "tools/server/api/operation.h"
#include "tools/server/http/static_files.h"
#include "tools/server/http/target.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace {

using relief::OptionSpec;
using relief::fuzz::require;

/// An operation with an option of every form.
const relief::CommandSpec& command() {
    static const relief::CommandSpec made{
        .path = "stock show",
        .options = {relief::scenario_option,
                    {"--at", "TIME", "", "", OptionSpec::Form::value},
                    {"--all", "", "", "", OptionSpec::Form::flag},
                    {"--line", "LINE", "", "", OptionSpec::Form::list},
                    {"--file", "FILE", "", "", OptionSpec::Form::value},
                    {"--out", "FILE", "", "", OptionSpec::Form::value},
                    {"--anchor", "FILE", "", "", OptionSpec::Form::value},
                    {"ITEM", "", "", "", OptionSpec::Form::positional},
                    {"WORDS", "", "", "", OptionSpec::Form::rest}}};
    return made;
}

const relief::Operation& operation() {
    static const relief::Operation made = [] {
        const std::vector<relief::CommandSpec> commands{command()};
        relief::Operation one = relief::make_operations(commands).front();
        one.command = &command();
        return one;
    }();
    return made;
}

/// What the command would get, an option a line; nothing where the request is refused.
std::optional<std::string> given(const relief::Values& values) {
    std::string told;
    const bool taken = relief::fuzz::answered([&] {
        const relief::Given typed =
            relief::read_given(operation(), values, [](const OptionSpec&, const std::string& text) {
                return std::filesystem::path("/uploads") / std::to_string(text.size());
            });
        const std::string scenario = typed.required("--scenario");
        require(!scenario.empty() && scenario.find_first_of("/.\\") == std::string::npos);
        require(!typed.text("--anchor"));  // the office's own, never the asker's
        for (const char* file : {"--file", "--out"}) {
            require(!typed.text(file) || typed.text(file)->starts_with("/uploads/"));
        }
        require(typed.list("--at").size() <= 1 && typed.list("ITEM").size() <= 1);
        for (const OptionSpec& option : command().options) {
            told += std::string(option.name) + (typed.flag(option.name) ? "!" : "");
            for (const std::string& text : typed.list(option.name)) {
                told += '\n' + text;
            }
            told += '\n';
        }
    });
    return taken ? std::optional(told) : std::nullopt;
}

relief::Values values_of(const std::string& method, const std::string& body,
                         relief::http::Pairs query) {
    return relief::read_values({.method = method, .query = std::move(query), .body = body});
}

/// The values as a body of texts alone.
std::string plain_body(const relief::Values& values) {
    std::string body = "{";
    for (const auto& [name, texts] : values) {
        body += (body.size() > 1 ? "," : "") + nlohmann::json(name).dump() + ":[";
        for (std::size_t at = 0; at < texts.size(); ++at) {
            body += (at > 0 ? "," : "") + nlohmann::json(texts[at]).dump();
        }
        body += "]";
    }
    return body + "}";
}

void try_body(const std::string& body) {
    relief::Values values;
    if (!relief::fuzz::answered([&] { values = values_of("POST", body, {}); })) {
        return;
    }
    require(values_of("POST", plain_body(values), {}) == values);
    const auto told = given(values);
    relief::http::Pairs query;
    bool has_empty_list = false;
    for (const auto& [name, texts] : values) {
        has_empty_list = has_empty_list || texts.empty();
        for (const std::string& text : texts) {
            query.emplace_back(name, text);
        }
    }
    if (!has_empty_list) {  // which a query cannot hold
        require(given(values_of("GET", "", query)) == told);
    }
}

std::string percent(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string coded;
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        coded += '%';
        coded += digits[byte >> 4U];
        coded += digits[byte & 15U];
    }
    return coded;
}

void try_query(std::string_view text) {
    const auto target = relief::http::parse_target(std::string("/a?") + std::string(text));
    if (!target) {
        return;
    }
    // Written again with every byte told by its number it is the same.
    std::string again = percent("a") + "?";
    for (const auto& [name, value] : target->query) {
        again += percent(name) + "=" + percent(value) + "&";
    }
    const auto second = relief::http::parse_target("/" + again);
    require(second && second->path == "/a");
    for (const auto& [name, value] : target->query) {
        require(!name.empty() || !value.empty() || second->query.size() == target->query.size());
    }
    require(second->query == target->query);
    (void)given(values_of("GET", "", target->query));
}

void try_fields(std::string_view text) {
    constexpr std::string_view tag = "\"1a2b\"";
    const bool named = relief::http::names_tag(text, tag);
    const bool there =
        text.find(tag) != std::string_view::npos || text.find('*') != std::string_view::npos;
    require(!named || there);
    const bool zipped = relief::http::takes_gzip(text);
    require(!zipped || text.find('*') != std::string_view::npos || text.size() >= 4);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = relief::fuzz::text_of(data, size);
    if (bytes.starts_with('Q')) {
        try_query(bytes.substr(1));
    } else if (bytes.starts_with('T')) {
        try_fields(bytes.substr(1));
    } else {
        try_body(std::string(bytes));
    }
    return 0;
}
