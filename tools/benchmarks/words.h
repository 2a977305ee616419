// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace relief::bench {

/// A command line that cannot be understood.
struct WrongUsage {
    std::string complaint;
};

/// The words behind a command's name: one file, options with a value, and --json.
struct Words {
    std::string file;
    bool json = false;
    std::vector<std::pair<std::string, std::string>> options;

    [[nodiscard]] std::optional<std::string> option(const std::string& name) const;

    /// WrongUsage where it is no number or below `least`.
    template <typename Number>
    [[nodiscard]] Number number(const std::string& name, Number otherwise, Number least) const {
        const auto text = option(name);
        if (!text) {
            return otherwise;
        }
        Number value{};
        const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
        if (error != std::errc{} || end != text->data() + text->size() || !(value >= least)) {
            throw WrongUsage{name + " wants a number, not " + *text};
        }
        return value;
    }
};

/// The first of `arguments` is the command's name. WrongUsage for an option that is not `known`,
/// one given twice or without its value, and where not exactly one file is named.
[[nodiscard]] Words read_words(const std::vector<std::string>& arguments,
                               const std::vector<std::string>& known);

}  // namespace relief::bench
