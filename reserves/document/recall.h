// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "core/store/database.h"
#include "reserves/ledger/ledger.h"

#include <cstdint>
#include <string>
#include <vector>

namespace relief {

/// Goods of a lot wherever they are: on shelves, on the road, lent, given to people.
struct LotPlace {
    Account account;
    std::int64_t amount = 0;
};

/// By site, stage, owner; goods that people have (issued_to_people) among them.
[[nodiscard]] std::vector<LotPlace> places_of_lot(Database& database, const std::string& item,
                                                  const std::string& lot);

/// Ends a recall: its lots are good again.
std::string lift_recall(Change& change, std::int64_t document, const std::string& reason);

}  // namespace relief
