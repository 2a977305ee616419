// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"

#include <optional>
#include <string>
#include <vector>

namespace relief {

/// Something somebody has to do. Every part of the work that has deadlines gives its own list
/// (`std::vector<DueItem> due_X(Database&, Instant now)`); the duty desk joins them.
struct DueItem {
    std::string kind;            ///< "papers", "order_stage", "in_transit", "lot_expiring" …
    std::string subject;         ///< document number, depot, lot, agreement …
    std::optional<Instant> due;  ///< nullopt where it is open without a date
    std::string who;             ///< whose turn it is: person, post or unit; "" where unknown
    std::string zh;              ///< one sentence: what is to be done
    std::string en;
    bool overdue = false;  ///< `due` lies before the moment asked about
};

/// Overdue first, then by due time (what has no date last), kind, subject.
void sort_due(std::vector<DueItem>& items);

/// True where `due` is past at `now`. What is due at this very second is not late yet.
[[nodiscard]] bool is_overdue(const std::optional<Instant>& due, Instant now);

}  // namespace relief
