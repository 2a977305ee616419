// SPDX-License-Identifier: Apache-2.0
#include "reserves/duty/due.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

namespace relief {

void sort_due(std::vector<DueItem>& items) {
    const auto key = [](const DueItem& item) {
        return std::tuple(!item.overdue, !item.due, item.due.value_or(Instant{}),
                          std::string_view(item.kind), std::string_view(item.subject));
    };
    std::stable_sort(items.begin(), items.end(), [&](const DueItem& left, const DueItem& right) {
        return key(left) < key(right);
    });
}

std::vector<DueGroup> group_due(const std::vector<DueItem>& items) {
    std::vector<DueGroup> groups;
    std::map<std::pair<std::string_view, std::string_view>, std::size_t> known;
    for (const DueItem& item : items) {
        std::size_t at = groups.size();
        if (!item.site.empty()) {
            at = known.try_emplace({item.kind, item.site}, at).first->second;
        }
        if (at == groups.size()) {
            groups.push_back({.first = item});
        }
        ++groups[at].open;
        groups[at].overdue += item.overdue ? 1 : 0;
    }
    return groups;
}

Instant end_of_day(Date day) {
    return beijing_midnight(day + std::chrono::days{1}) - std::chrono::seconds{1};
}

bool is_overdue(const std::optional<Instant>& due, Instant now) {
    return due && *due < now;
}

}  // namespace relief
