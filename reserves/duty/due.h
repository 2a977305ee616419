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
    bool overdue = false;   ///< `due` lies before the moment asked about
    std::string site = {};  ///< the depot or place it is about; "" where it is about none
};

/// Items of one kind at one site, for a list somebody can read; one of no site is alone.
struct DueGroup {
    DueItem first;  ///< in the order of sort_due
    int open = 0;
    int overdue = 0;
};

/// Overdue first, then by due time (what has no date last), kind, subject.
void sort_due(std::vector<DueItem>& items);

/// The groups of a sorted list, each where its first item stands.
[[nodiscard]] std::vector<DueGroup> group_due(const std::vector<DueItem>& items);

/// The last second of a day: what is due on it is late when the day is over.
[[nodiscard]] Instant end_of_day(Date day);

/// True where `due` is past at `now`. What is due at this very second is not late yet.
[[nodiscard]] bool is_overdue(const std::optional<Instant>& due, Instant now);

}  // namespace relief
