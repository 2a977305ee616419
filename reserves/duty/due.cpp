// SPDX-License-Identifier: Apache-2.0
#include "reserves/duty/due.h"

#include <algorithm>
#include <tuple>

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

bool is_overdue(const std::optional<Instant>& due, Instant now) {
    return due && *due < now;
}

}  // namespace relief
