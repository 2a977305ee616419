// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/quantity.h"
#include "core/rules.h"
#include "core/time.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// rules/equip_basket.csv: what a person must be given to count as equipped. Goods of one `need`
/// stand for one another; a person wants every need of the season.
struct BasketRow {
    std::string id;
    std::string season;  ///< summer, winter
    std::string need;    ///< shelter, quilt, bed, coat, stove
    std::string name_zh;
    std::string name_en;
    std::string item;
    std::int64_t persons_per_unit = 1;
    std::int64_t units_per_person = 1;  ///< the same within a need of a season
    Source source;
};

/// bad_input with file, line and column: an unknown item or season, an item twice in a season, a
/// need whose rows ask for different numbers of units.
[[nodiscard]] std::vector<BasketRow> load_basket(const DataSource& source, const Rules& rules);

/// "winter" from November to March (rules/needs_quota.csv: two quilts a person), else "summer".
[[nodiscard]] std::string_view season_of(Date date);

/// How many people one need of the basket can be met for.
struct EquippedNeed {
    std::string need;
    std::string name_zh;
    std::string name_en;
    std::int64_t persons = 0;
    std::string arithmetic;          ///< "(300 x 6) / 1 = 1800"
    std::vector<std::string> rules;  ///< rows of the basket that gave it
};

/// M1: the people a heap of goods can equip: the least of its needs, and which need that is.
struct Equipped {
    std::string season;
    std::int64_t persons = 0;
    std::string limiting;  ///< need; "" where the basket is empty
    std::vector<EquippedNeed> needs;
};

/// M1 = min over the needs of the season's basket of
/// floor(sum(usable units x persons_per_unit) / units_per_person). `usable` is whole units by item.
[[nodiscard]] Equipped equipped_persons(const std::map<std::string, Units>& usable,
                                        const std::vector<BasketRow>& basket,
                                        std::string_view season);

}  // namespace relief
