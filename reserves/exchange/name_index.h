// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/exchange/cell_value.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace relief {

/// Finds things by any of their names as people type them. What was typed is folded once for each
/// spelling, since a sheet says the same few words a hundred thousand times.
class NameIndex {
  public:
    void add(std::string_view name, std::size_t thing) {
        std::vector<std::size_t>& things = by_name_[fold_cell(name)];
        if (things.empty() || things.back() != thing) {
            things.push_back(thing);
        }
    }
    /// The things of this name; empty where there is none.
    const std::vector<std::size_t>& find(std::string_view typed) {
        const auto known = typed_.find(typed);
        if (known != typed_.end()) {
            return *known->second;
        }
        static const std::vector<std::size_t> none;
        const auto found = by_name_.find(fold_cell(typed));
        const std::vector<std::size_t>* things = found == by_name_.end() ? &none : &found->second;
        constexpr std::size_t remembered_max = 10'000;
        if (typed_.size() < remembered_max) {
            typed_.emplace(std::string(typed), things);
        }
        return *things;
    }

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };
    std::unordered_map<std::string, std::vector<std::size_t>, Hash, std::equal_to<>> by_name_;
    std::unordered_map<std::string, const std::vector<std::size_t>*, Hash, std::equal_to<>> typed_;
};

}  // namespace relief
