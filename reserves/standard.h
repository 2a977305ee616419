// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/quantity.h"
#include "core/rules.h"
#include "reserves/ledger/hold.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace relief {

/// I23: an item of which a site has less than its standard asks for. It is shown; it never stops
/// an issue.
struct StandardGap {
    std::string site;
    std::string item;
    std::int64_t people = 0;  ///< standard population of the site
    Units minimum = 0;
    Units available = 0;
    std::string rule;  ///< quota row that asks most

    [[nodiscard]] Units gap() const { return minimum - available; }
};

/// The people each depot is built for (baseline/depots.csv standard_people, by 建标121).
[[nodiscard]] std::map<std::string, std::int64_t> load_standard_people(const DataSource& source);

/// What one site must have of an item: ceil(people x share x quantity / per) of the quota row that
/// asks most in any month. Rows that count once, are on by default, and whose share is fixed or a
/// parameter for any hazard; the others depend on the event and set no standard. 0: no such row.
struct StandardNeed {
    Units minimum = 0;
    std::string rule;
};
[[nodiscard]] StandardNeed standard_need(const Rules& rules, const std::string& item,
                                         std::int64_t people);

/// The gaps by site and item. `lots` as available_lots gives them; an item of the quotas that a
/// site has nothing of is a gap too.
[[nodiscard]] std::vector<StandardGap> below_standard(
    const Rules& rules, const std::map<std::string, std::int64_t>& people,
    const std::vector<AvailableLot>& lots);

}  // namespace relief
