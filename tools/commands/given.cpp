// SPDX-License-Identifier: Apache-2.0
#include "tools/commands/command.h"

#include <utility>

namespace relief {

std::optional<std::string> Given::text(std::string_view option) const {
    const auto found = values_.find(option);
    if (found == values_.end() || found->second.empty()) {
        return std::nullopt;
    }
    return found->second.front();
}

std::string Given::required(std::string_view option) const {
    return text(option).value_or("");
}

bool Given::flag(std::string_view option) const {
    return values_.find(option) != values_.end();
}

std::vector<std::string> Given::list(std::string_view option) const {
    const auto found = values_.find(option);
    return found == values_.end() ? std::vector<std::string>{} : found->second;
}

Given Given::with(std::string_view option, std::string value) const {
    Given changed = *this;
    changed.values_[std::string(option)] = {std::move(value)};
    return changed;
}

}  // namespace relief
