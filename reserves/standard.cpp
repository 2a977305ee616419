// SPDX-License-Identifier: Apache-2.0
#include "reserves/standard.h"

#include "core/table/csv.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

namespace relief {
namespace {

/// The share of a quota row, nothing where it depends on the event or the county.
std::optional<double> standing_share(const Rules& rules, const QuotaRule& rule) {
    if (rule.share_kind == "fixed") {
        double value = 0;
        const char* end = rule.share.data() + rule.share.size();
        return std::from_chars(rule.share.data(), end, value).ptr == end ? std::optional(value)
                                                                         : std::nullopt;
    }
    for (const NeedsParameter& parameter : rules.parameters) {
        if (rule.share_kind == "param" && parameter.id == rule.share &&
            parameter.applies_to == "any") {
            return parameter.value;
        }
    }
    return std::nullopt;
}

bool sets_a_standard(const QuotaRule& rule) {
    return rule.default_on && !rule.per_day && !rule.temp_below_c &&
           rule.basis.starts_with("relocated");
}

}  // namespace

std::map<std::string, std::int64_t> load_standard_people(const DataSource& source) {
    const std::string name = "baseline/depots.csv";
    const CsvTable table(source.read(name), source.shown_name(name),
                         {"depot_id", "standard_people"});
    std::map<std::string, std::int64_t> people;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        people.emplace(row.required("depot_id"),
                       row.optional_integer("standard_people", 0, 10'000'000).value_or(0));
    }
    return people;
}

StandardNeed standard_need(const Rules& rules, const std::string& item, std::int64_t people) {
    StandardNeed need;
    for (const QuotaRule& rule : rules.quotas) {
        const auto share = standing_share(rules, rule);
        if (rule.item != item || !sets_a_standard(rule) || !share) {
            continue;
        }
        // Rounded down by a hair first: 0.2 x 1605 must not become 322 by a last binary digit.
        const double exact = static_cast<double>(people) * *share * rule.quantity / rule.per - 1e-9;
        const auto minimum = static_cast<Units>(std::ceil(exact));
        if (minimum > need.minimum) {
            need = {minimum, rule.id};
        }
    }
    return need;
}

std::vector<StandardGap> below_standard(const Rules& rules,
                                        const std::map<std::string, std::int64_t>& people,
                                        const std::vector<AvailableLot>& lots) {
    std::map<std::pair<std::string, std::string>, std::int64_t> available;
    for (const AvailableLot& lot : lots) {
        available[{lot.site, lot.item}] += lot.available;
    }
    std::set<std::string> items;
    for (const QuotaRule& rule : rules.quotas) {
        items.insert(rule.item);
    }
    std::vector<StandardGap> gaps;
    for (const auto& [site, standard] : people) {
        for (const std::string& item : items) {
            const Item* known = rules.item(item);
            const StandardNeed need = standard_need(rules, item, standard);
            const auto there = available.find({site, item});
            const Units units =
                there == available.end() || known == nullptr
                    ? 0
                    : whole_units({.amount = there->second, .decimals = known->decimals});
            if (units < need.minimum) {
                gaps.push_back({site, item, standard, need.minimum, units, need.rule});
            }
        }
    }
    return gaps;
}

}  // namespace relief
