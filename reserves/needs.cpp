// SPDX-License-Identifier: Apache-2.0
#include "reserves/needs.h"

#include "core/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

namespace relief {
namespace {

constexpr int need_days_max = 366;

/// What a quota row multiplies, and how many people that is.
struct Basis {
    double amount = 0;
    double persons = 0;
};

/// A share with how sure we are of it.
struct RuleShare {
    double value = 0;
    Flag flag = Flag::read;
};

/// One quota row worked out.
struct RowResult {
    const QuotaRule* rule = nullptr;
    Basis basis;
    double persons = 0;
    Units quantity = 0;
    std::vector<Units> by_day;
    QuotaStep step;
};

/// The rows of one item together.
struct Combined {
    Units quantity = 0;
    double persons = 0;
    std::vector<Units> by_day;
    std::vector<QuotaStep> steps;
};

/// The weaker of two: what is made of both is no surer than either.
Flag weaker(Flag a, Flag b) {
    return std::max(a, b);
}

void check_context(const NeedsContext& context) {
    if (context.month < 1 || context.month > 12) {
        throw bad_input({.code = "csv.range",
                         .message = "there is no such month",
                         .field = "month",
                         .found = fmt::format("{}", context.month),
                         .expected = "1 to 12"});
    }
    if (context.days < 0 || context.days > need_days_max) {
        throw bad_input({.code = "csv.range",
                         .message = "the horizon is too long or negative",
                         .field = "days",
                         .found = fmt::format("{}", context.days),
                         .expected = fmt::format("0 to {}", need_days_max)});
    }
}

bool applies(const QuotaRule& rule, const NeedsContext& context) {
    const bool chosen = rule.default_on && rule.alternative_rank == 1;
    const bool in_season = rule.months[static_cast<std::size_t>(context.month - 1)];
    const bool cold_enough =
        !rule.temp_below_c || (context.temp_c && *context.temp_c < *rule.temp_below_c);
    return chosen && in_season && cold_enough;
}

double decimal_share(const QuotaRule& rule) {
    try {
        return std::stod(rule.share);
    } catch (const std::exception&) {
        throw fault({.code = "internal",
                     .message = "a fixed share is not a number",
                     .field = rule.id,
                     .found = rule.share});
    }
}

/// Weighted by the people of each county, development zones included.
RuleShare census_share(const QuotaRule& rule, const HeadCount& heads, const Rules& rules) {
    double people = 0;
    double part = 0;
    for (const CensusRow& row : rules.census) {
        const bool concerned = std::find(heads.share_counties.begin(), heads.share_counties.end(),
                                         row.code) != heads.share_counties.end();
        const auto share = row.shares.find(rule.share);
        if (concerned && share != row.shares.end()) {
            people += static_cast<double>(row.population);
            part += static_cast<double>(row.population) * share->second;
        }
    }
    if (people <= 0) {
        throw bad_input({.code = "csv.reference",
                         .message = "the census table has no " + rule.share + " for this place",
                         .field = rule.id,
                         .found = fmt::format("{}", fmt::join(heads.share_counties, " ")),
                         .expected = "a county of jilin_county_population_total.csv"});
    }
    return {.value = part / people,
            .flag = heads.share_counties.size() > 1 ? Flag::derived : Flag::read};
}

RuleShare share_of(const QuotaRule& rule, const HeadCount& heads, const NeedsContext& context,
                   const Rules& rules) {
    if (rule.share_kind == "census") {
        return census_share(rule, heads, rules);
    }
    if (rule.share_kind == "param") {
        const NeedsParameter& parameter = needs_parameter(rules, rule.share, context.hazard);
        return {.value = parameter.value, .flag = parameter.source.flag};
    }
    return {.value = decimal_share(rule), .flag = Flag::read};
}

/// First and last day of the horizon a row covers; last < first where it covers none.
std::pair<int, int> days_covered(const QuotaRule& rule, const NeedsContext& context) {
    return {std::max(1, rule.day_from.value_or(1)),
            std::min(context.days, rule.day_to.value_or(context.days))};
}

/// Splits a total over the days covered so that the days add up to it: day d ends at d/n of it.
std::vector<Units> split_over_days(Units total, std::pair<int, int> covered, int horizon) {
    std::vector<Units> by_day(static_cast<std::size_t>(horizon), 0);
    const Units days = covered.second - covered.first + 1;
    Units given = 0;
    for (Units day = 1; day <= days; ++day) {
        const Units due = total / days * day + total % days * day / days;
        by_day[static_cast<std::size_t>(covered.first - 1 + day - 1)] = due - given;
        given = due;
    }
    return by_day;
}

RowResult work_out(const QuotaRule& rule, const Basis& basis, const RuleShare& share,
                   const NeedsContext& context) {
    const std::pair<int, int> covered = days_covered(rule, context);
    const int overlap = std::max(0, covered.second - covered.first + 1);
    const bool dated = rule.day_from || rule.day_to;
    const int days = rule.per_day ? overlap : (!dated || overlap > 0 ? 1 : 0);
    const double exact = basis.amount * share.value * rule.quantity * days / rule.per;
    RowResult row{.rule = &rule,
                  .basis = basis,
                  .persons = basis.persons * share.value,
                  .quantity = static_cast<Units>(whole_above(exact)),
                  .by_day = {},
                  .step = {.rule = rule.id, .arithmetic = {}, .flag = {}}};
    row.step.flag = weaker(rule.source.flag, share.flag);
    row.step.arithmetic =
        fmt::format("ceil({} x {:.6g} x {}{}{}) = {}", basis.amount, share.value, rule.quantity,
                    rule.per_day ? fmt::format(" x {} d", days) : "",
                    rule.per == 1 ? "" : fmt::format(" / {}", rule.per), row.quantity);
    if (rule.per_day && overlap > 0) {
        row.by_day = split_over_days(row.quantity, covered, context.days);
    }
    return row;
}

/// Takes from the last days what is above `quantity`.
void trim_days(std::vector<Units>& by_day, Units quantity) {
    Units left = quantity;
    for (Units& day : by_day) {
        day = std::min(day, left);
        left -= day;
    }
}

void add_row(Combined& sum, const RowResult& row) {
    if (!row.by_day.empty() || !sum.by_day.empty()) {
        // Goods given once are due on the first day.
        const auto as_days = [](std::vector<Units> by_day, Units total, std::size_t days) {
            if (by_day.empty()) {
                by_day.assign(days, 0);
                by_day.front() = total;
            }
            return by_day;
        };
        const std::size_t days = std::max(row.by_day.size(), sum.by_day.size());
        sum.by_day = as_days(std::move(sum.by_day), sum.quantity, days);
        const std::vector<Units> added = as_days(row.by_day, row.quantity, days);
        for (std::size_t day = 0; day < days; ++day) {
            sum.by_day[day] += added[day];
        }
    }
    sum.quantity += row.quantity;
    sum.persons = std::max(sum.persons, row.persons);
}

Combined combine(const std::vector<RowResult>& rows) {
    Combined all;
    const std::string& how = rows.front().rule->combine;
    double basis = 0;
    for (const RowResult& row : rows) {
        all.steps.push_back(row.step);
        basis = std::max(basis, row.basis.amount);
        if (how != "max") {
            add_row(all, row);
        } else if (row.quantity > all.quantity) {
            all.quantity = row.quantity;
            all.by_day = row.by_day;
            all.persons = row.persons;
        }
    }
    if (how == "sum_cap_basis") {
        const Units sum = all.quantity;
        all.quantity = std::min(sum, static_cast<Units>(whole_above(basis)));
        trim_days(all.by_day, all.quantity);
        all.persons = static_cast<double>(all.quantity);
        all.steps.push_back(
            {.rule = rows.front().rule->id,
             .arithmetic = fmt::format("min({}, {}) = {}", basis, sum, all.quantity),
             .flag = rows.front().rule->source.flag});
    }
    return all;
}

/// Works out every item of one place. Tents are worked out before the stoves that stand in them,
/// stoves before their alarms.
class PlaceNeeds {
  public:
    PlaceNeeds(const HeadCount& heads, const NeedsContext& context, const Rules& rules)
        : heads_(heads), context_(context), rules_(rules) {}

    std::vector<ItemNeed> all() {
        for (const Round round : {Round::heads, Round::tents, Round::stoves}) {
            run(round);
        }
        std::vector<ItemNeed> needs;
        for (const Item& item : rules_.items) {
            const auto found = done_.find(item.id);
            if (found != done_.end() && found->second.quantity > 0) {
                needs.push_back(need(item, std::move(found->second)));
            }
        }
        return needs;
    }

  private:
    enum class Round { heads, tents, stoves };

    /// An item is worked out in the round of its latest row.
    [[nodiscard]] Round round_of(const std::string& item) const;
    void run(Round round);
    [[nodiscard]] Basis basis_of(const QuotaRule& rule) const;
    [[nodiscard]] std::vector<Alternative> alternatives(const std::string& item) const;
    [[nodiscard]] ItemNeed need(const Item& item, Combined combined) const;

    const HeadCount& heads_;
    const NeedsContext& context_;
    const Rules& rules_;
    std::map<std::string, Combined> done_;
    std::map<std::string, std::string> need_classes_;
};

PlaceNeeds::Round PlaceNeeds::round_of(const std::string& item) const {
    Round latest = Round::heads;
    for (const QuotaRule& rule : rules_.quotas) {
        if (rule.item == item && rule.basis == "tents12") {
            latest = std::max(latest, Round::tents);
        } else if (rule.item == item && rule.basis == "stoves") {
            latest = Round::stoves;
        }
    }
    return latest;
}

void PlaceNeeds::run(Round round) {
    std::map<std::string, std::vector<RowResult>> rows;
    for (const QuotaRule& rule : rules_.quotas) {
        if (applies(rule, context_) && round_of(rule.item) == round) {
            const RuleShare share = share_of(rule, heads_, context_, rules_);
            rows[rule.item].push_back(work_out(rule, basis_of(rule), share, context_));
            need_classes_.emplace(rule.item, rule.need);
        }
    }
    for (const auto& [item, results] : rows) {
        done_.emplace(item, combine(results));
    }
}

Basis PlaceNeeds::basis_of(const QuotaRule& rule) const {
    if (rule.basis == "relocated") {
        return {.amount = heads_.relocated, .persons = heads_.relocated};
    }
    if (rule.basis == "relocated_collective") {
        return {.amount = heads_.collective, .persons = heads_.collective};
    }
    Basis basis;
    const std::vector<std::string> of_tents{"TENT12S", "TENT12C"};
    const std::vector<std::string> of_stoves{"STOVE"};
    for (const std::string& item : rule.basis == "tents12" ? of_tents : of_stoves) {
        const auto found = done_.find(item);
        if (found != done_.end()) {
            basis.amount += static_cast<double>(found->second.quantity);
            basis.persons += found->second.persons;
        }
    }
    return basis;
}

std::vector<Alternative> PlaceNeeds::alternatives(const std::string& item) const {
    std::vector<Alternative> all;
    for (const Substitute& substitute : rules_.substitutes) {
        const auto& serves = substitute.needs;
        if (substitute.months[static_cast<std::size_t>(context_.month - 1)] &&
            std::find(serves.begin(), serves.end(), item) != serves.end()) {
            all.push_back({.item = substitute.item,
                           .rate = substitute.rate,
                           .rank = substitute.rank,
                           .penalty = substitute.penalty,
                           .stands_for = serves});
        }
    }
    std::stable_sort(all.begin(), all.end(), [](const Alternative& a, const Alternative& b) {
        return std::tie(a.rank, a.item) < std::tie(b.rank, b.item);
    });
    return all;
}

ItemNeed PlaceNeeds::need(const Item& item, Combined combined) const {
    const bool placed = !heads_.unit.empty() && heads_.unit != heads_.place;
    ItemNeed need;
    need.id = placed ? fmt::format("{}<{}:{}", heads_.place, heads_.unit, item.id)
                     : fmt::format("{}:{}", heads_.place, item.id);
    need.place = heads_.place;
    need.item = item.id;
    need.need = need_classes_.at(item.id);
    need.quantity = combined.quantity;
    need.unit = item.unit;
    need.steps = std::move(combined.steps);
    need.by_day = std::move(combined.by_day);
    need.persons = combined.persons;
    need.report = heads_.report;
    need.alternatives = alternatives(item.id);
    return need;
}

}  // namespace

std::vector<ItemNeed> needs_of(const HeadCount& heads, const NeedsContext& context,
                               const Rules& rules) {
    check_context(context);
    return PlaceNeeds(heads, context, rules).all();
}

std::int64_t lorries(double volume_m3, double weight_kg, const VehicleClass& vehicle) {
    return static_cast<std::int64_t>(std::max(whole_above(volume_m3 / vehicle.usable_m3()),
                                              whole_above(weight_kg / vehicle.payload_kg)));
}

}  // namespace relief
