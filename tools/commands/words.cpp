// SPDX-License-Identifier: Apache-2.0
#include "tools/commands/words.h"

#include <nlohmann/json.hpp>

namespace relief {

std::string word(const Given& given, std::string_view option) {
    return given.text(option).value_or("");
}

std::optional<std::filesystem::path> path_of(const Given& given, std::string_view option) {
    const auto text = given.text(option);
    return text ? std::optional<std::filesystem::path>(*text) : std::nullopt;
}

std::string content_of(const Given& given, std::initializer_list<std::string_view> options) {
    nlohmann::ordered_json content = nlohmann::ordered_json::object();
    for (const std::string_view option : options) {
        content[std::string(option)] = given.list(option);
    }
    return content.dump();
}

}  // namespace relief
