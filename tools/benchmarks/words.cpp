// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/words.h"

#include <fmt/format.h>

#include <algorithm>

namespace relief::bench {

std::optional<std::string> Words::option(const std::string& name) const {
    for (const auto& [key, value] : options) {
        if (key == name) {
            return value;
        }
    }
    return std::nullopt;
}

Words read_words(const std::vector<std::string>& arguments, const std::vector<std::string>& known) {
    Words words;
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        const std::string& word = arguments[i];
        const bool takes_value = std::find(known.begin(), known.end(), word) != known.end();
        if (word == "--json") {
            words.json = true;
        } else if (takes_value && i + 1 < arguments.size() && !words.option(word)) {
            words.options.emplace_back(word, arguments[++i]);
        } else if (word.starts_with("-") || !words.file.empty()) {
            throw WrongUsage{fmt::format("{} does not understand {}", arguments.front(), word)};
        } else {
            words.file = word;
        }
    }
    if (words.file.empty()) {
        throw WrongUsage{arguments.front() + " wants a file"};
    }
    return words;
}

}  // namespace relief::bench
