// SPDX-License-Identifier: Apache-2.0
#include "core/incident/aid_money.h"

#include "core/error.h"
#include "core/incident/figure_words.h"
#include "core/table/csv.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr double rate_max = 10'000'000;

std::string number_words(double value) {
    return format_figure(figure_of(value));
}

/// What a rate's kind multiplies, by kind.
struct Basis {
    std::string name_zh;
    std::string metric;
    std::vector<std::string> parts;
    double times = 1;
    std::string times_words;
    int days = 1;
    bool drought_only = false;
    std::string note;
};

double parameter(const CsvRow& row, const Rules& rules, const std::string& name) {
    for (const NeedsParameter& known : rules.parameters) {
        if (known.id == name) {
            return known.value;
        }
    }
    throw row.error("csv.reference", "times", "there is no such parameter",
                    "1, or a parameter of rules/needs_parameters.csv");
}

void check_metric(const CsvRow& row, const Rules& rules, std::string_view column,
                  const std::string& metric) {
    if (rules.metric(metric) == nullptr) {
        throw row.error("csv.reference", column, "there is no such metric",
                        "a metric of rules/metrics.csv");
    }
}

std::map<std::string, Basis> read_bases(const DataSource& source, const Rules& rules) {
    const std::string_view name = "rules/aid_money_basis.csv";
    const CsvTable table(source.read(name), source.shown_name(name),
                         {"kind", "name_zh", "metric", "or_sum_of", "times", "days", "hazard",
                          "note", "source", "flag"});
    table.check_key("kind");
    std::map<std::string, Basis> bases;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        Basis basis{.name_zh = row.required("name_zh"),
                    .metric = row.required("metric"),
                    .days = static_cast<int>(row.optional_integer("days", 1, 366).value_or(1)),
                    .drought_only = row.one_of("hazard", {"any", "drought"}) == "drought",
                    .note = row.text("note")};
        check_metric(row, rules, "metric", basis.metric);
        const std::string parts = row.text("or_sum_of");
        for (std::size_t from = 0; from < parts.size();) {
            const std::size_t end = std::min(parts.find('+', from), parts.size());
            basis.parts.push_back(parts.substr(from, end - from));
            check_metric(row, rules, "or_sum_of", basis.parts.back());
            from = end + 1;
        }
        if (const std::string times = row.required("times"); times != "1") {
            basis.times = parameter(row, rules, times);
            basis.times_words = fmt::format("{} {}", times, number_words(basis.times));
        }
        bases.emplace(row.required("kind"), std::move(basis));
    }
    return bases;
}

std::optional<double> told(const RolledUnit& unit, std::string_view metric, bool& lower_bound) {
    const auto found = std::ranges::find(unit.figures, metric, &RolledFigure::metric);
    if (found == unit.figures.end() || !found->value) {
        return std::nullopt;
    }
    lower_bound = lower_bound || found->lower_bound;
    return figure_number(*found->value);
}

AidAmount amount_of(const RolledUnit& unit, const AidRate& rate) {
    AidAmount amount{.rate = &rate};
    amount.figure = told(unit, rate.metric, amount.lower_bound);
    std::string figure_words =
        amount.figure ? fmt::format("{} {}", rate.metric, number_words(*amount.figure)) : "";
    if (!amount.figure) {
        bool missing = false;
        for (const std::string& part : rate.parts) {
            const auto value = told(unit, part, amount.lower_bound);
            figure_words += fmt::format("{}{} {}", figure_words.empty() ? "(" : " + ", part,
                                        value ? number_words(*value) : "—");
            missing = missing || !value;
            if (value) {
                amount.figure = amount.figure.value_or(0) + *value;
            }
        }
        figure_words += figure_words.empty() ? "" : ")";
        amount.lower_bound = amount.lower_bound || (amount.figure && missing);
    }
    if (!amount.figure) {
        amount.arithmetic = rate.metric + " —";
        return amount;
    }
    const double heads = *amount.figure * rate.times * rate.days;
    amount.low = std::llround(heads * rate.low);
    amount.high = std::llround(heads * rate.high);
    if (!rate.times_words.empty()) {
        figure_words += " x " + rate.times_words;
    }
    if (rate.days != 1) {
        figure_words += fmt::format(" x {} d", rate.days);
    }
    amount.arithmetic =
        fmt::format("{} x {} = {}", figure_words, number_words(rate.low), amount.low);
    if (rate.high > rate.low) {
        amount.arithmetic += fmt::format(", x {} = {}", number_words(rate.high), amount.high);
    }
    return amount;
}

AidOfUnit aid_of(const RolledUnit& unit, int depth, const std::vector<const AidRate*>& rates) {
    AidOfUnit aid{.unit = unit.unit, .depth = depth};
    std::vector<std::string> kinds;
    for (const AidRate* rate : rates) {
        aid.amounts.push_back(amount_of(unit, *rate));
        if (std::ranges::find(kinds, rate->kind) == kinds.end()) {
            kinds.push_back(rate->kind);
        }
    }
    for (const std::string& kind : kinds) {
        if (const auto band = band_of_kind(aid, kind)) {
            aid.low += band->low;
            aid.high += band->high;
        } else {
            aid.untold.push_back(kind);
        }
    }
    aid.lower_bound = std::ranges::any_of(aid.amounts, &AidAmount::lower_bound);
    return aid;
}

void add_units(const RolledUnit& unit, int depth, const Places& places,
               const std::vector<const AidRate*>& rates, std::vector<AidOfUnit>& all) {
    const Place* place = places.find_code(unit.unit);
    if (place != nullptr && place->kind == "township") {
        return;
    }
    all.push_back(aid_of(unit, depth, rates));
    for (const RolledUnit& below : unit.below) {
        add_units(below, depth + 1, places, rates, all);
    }
}

}  // namespace

std::vector<AidRate> load_aid_rates(const DataSource& source, const Rules& rules) {
    const std::map<std::string, Basis> bases = read_bases(source, rules);
    const std::string_view name = "rules/aid_money.csv";
    const CsvTable table(source.read(name), source.shown_name(name),
                         {"money_id", "kind", "basis", "value_low", "value_high", "unit", "region",
                          "year", "duration_days", "condition", "source", "flag"});
    table.check_key("money_id");
    std::vector<AidRate> rates;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        AidRate rate{.id = row.required("money_id"),
                     .kind = row.required("kind"),
                     .basis = row.one_of("basis", {"person", "person_day", "dead", "household"}),
                     .low = row.number("value_low", 0, rate_max),
                     .high = row.number("value_high", 0, rate_max),
                     .region = row.text("region"),
                     .year = row.text("year"),
                     .condition = row.text("condition"),
                     .source = source_of(row)};
        static_cast<void>(row.one_of("unit", {"CNY"}));
        const auto basis = bases.find(rate.kind);
        if (basis == bases.end()) {
            throw row.error("csv.reference", "kind", "nobody says what the rate multiplies",
                            "a kind of rules/aid_money_basis.csv");
        }
        if (rate.high < rate.low) {
            throw row.error("csv.range", "value_high", "the high rate is below the low one",
                            fmt::format("at least {}", rate.low));
        }
        const Basis& how = basis->second;
        rate.name_zh = how.name_zh;
        rate.metric = how.metric;
        rate.parts = how.parts;
        rate.times = how.times;
        rate.times_words = how.times_words;
        rate.days =
            static_cast<int>(row.optional_integer("duration_days", 1, 366).value_or(how.days));
        rate.drought_only = how.drought_only;
        rate.basis_note = how.note;
        rates.push_back(std::move(rate));
    }
    return rates;
}

std::optional<AidBand> band_of_kind(const AidOfUnit& unit, std::string_view kind) {
    std::optional<AidBand> band;
    for (const AidAmount& amount : unit.amounts) {
        if (amount.rate->kind != kind || !amount.figure) {
            continue;
        }
        if (!band) {
            band = AidBand{amount.low, amount.high};
        }
        band->low = std::min(band->low, amount.low);
        band->high = std::max(band->high, amount.high);
    }
    return band;
}

std::vector<AidOfUnit> aid_of_units(const RolledUnit& tree, const Places& places,
                                    const std::vector<AidRate>& rates, std::string_view hazard,
                                    const std::set<std::string>& only) {
    for (const std::string& id : only) {
        if (std::ranges::find(rates, id, &AidRate::id) == rates.end()) {
            std::string known;
            for (const AidRate& rate : rates) {
                known += (known.empty() ? "" : ", ") + rate.id;
            }
            throw bad_input({.code = "argument.value",
                             .message = "the value of the option cannot be read",
                             .field = "--rate",
                             .found = id,
                             .expected = known});
        }
    }
    std::vector<const AidRate*> counted;
    for (const AidRate& rate : rates) {
        const bool fits = !rate.drought_only || hazard == "drought";
        if (fits && (only.empty() || only.contains(rate.id))) {
            counted.push_back(&rate);
        }
    }
    std::vector<AidOfUnit> all;
    add_units(tree, 0, places, counted, all);
    return all;
}

}  // namespace relief
