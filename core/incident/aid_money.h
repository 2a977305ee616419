// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/incident/report_rollup.h"
#include "core/places.h"
#include "core/rules.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// rules/aid_money.csv with rules/aid_money_basis.csv: a rate of aid and the reported figure it
/// multiplies. Money in yuan.
struct AidRate {
    std::string id;
    std::string kind;     ///< urgent_relocation, transition, drought, condolence, rebuild
    std::string name_zh;  ///< of the kind
    std::string basis;    ///< person, person_day, dead, household
    double low = 0;       ///< yuan for one of the basis
    double high = 0;
    std::string region;  ///< whose rate it is
    std::string year;
    std::string condition;
    Source source;
    // Which figure it multiplies (assumption).
    std::string metric;
    std::vector<std::string> parts;  ///< added up where the metric itself was not told
    double times = 1;                ///< persons a household
    std::string times_words;         ///< "household_size 2.34", "" for 1
    int days = 1;
    bool drought_only = false;
    std::string basis_note;
};

/// bad_input with place at the first wrong field: a kind nobody says the figure of, a metric or
/// parameter there is none of, a high rate below its low one.
[[nodiscard]] std::vector<AidRate> load_aid_rates(const DataSource& source, const Rules& rules);

/// What one rate comes to for a unit.
struct AidAmount {
    const AidRate* rate = nullptr;
    std::optional<double> figure;  ///< the reported figure; empty where nobody told it
    std::int64_t low = 0;          ///< yuan, rounded to the nearest; 0 where the figure is not told
    std::int64_t high = 0;
    bool lower_bound = false;  ///< a part or a unit below was not told: it may be more
    std::string arithmetic;    ///< "relocated 75000 x 230 = 17250000, x 300 = 22500000"
};

/// A unit's aid: each rate, and by kind the band over its rates (several places' rates of one kind
/// are alternatives, never added).
struct AidOfUnit {
    std::string unit;
    int depth = 0;
    std::vector<AidAmount> amounts;
    std::int64_t low = 0;  ///< the sum over kinds
    std::int64_t high = 0;
    bool lower_bound = false;
    std::vector<std::string> untold;  ///< kinds whose figure nobody told: not in the sum
};

/// The band of one kind over its rates. nullopt where its figure was not told.
struct AidBand {
    std::int64_t low = 0;
    std::int64_t high = 0;
};
[[nodiscard]] std::optional<AidBand> band_of_kind(const AidOfUnit& unit, std::string_view kind);

/// What every unit of a rolled tree is entitled to by its own figures, or by the sum from below
/// where it told none: the root first, townships left out. Rates of drought count in a drought
/// alone; with `only` not empty those rates alone. bad_input argument.value where one of `only` is
/// no rate.
[[nodiscard]] std::vector<AidOfUnit> aid_of_units(const RolledUnit& tree, const Places& places,
                                                  const std::vector<AidRate>& rates,
                                                  std::string_view hazard,
                                                  const std::set<std::string>& only = {});

}  // namespace relief
