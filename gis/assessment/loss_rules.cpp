// SPDX-License-Identifier: Apache-2.0
#include "gis/assessment/loss_rules.h"

#include "core/error.h"
#include "core/table/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace relief {
namespace {

constexpr std::array<std::string_view, driver_count> driver_names{
    "intensity",  "depth_m", "rain_mm", "rain_class",  "snow_cm",
    "snow_kg_m2", "wind_ms", "cold_c",  "outage_share"};

CsvTable open(const DataSource& source, std::string_view name,
              std::initializer_list<std::string_view> columns) {
    return {source.read(name), source.shown_name(name), columns};
}

Driver driver_in(const CsvRow& row) {
    return driver_of(row.one_of("driver", driver_names));
}

void read_damage(const DataSource& source, LossRules& rules) {
    const CsvTable table = open(
        source, "rules/damage_shares.csv",
        {"driver", "building_class", "value", "collapsed", "serious", "general", "source", "flag"});
    table.check_key({"driver", "building_class", "value"});
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        std::vector<DamageCurve>& curves = rules.damage[driver_in(row)];
        const std::string name = row.required("building_class");
        auto curve = std::find_if(curves.begin(), curves.end(), [&](const DamageCurve& known) {
            return known.building_class == name;
        });
        if (curve == curves.end()) {
            curves.push_back({.building_class = name, .points = {}, .source = source_of(row)});
            curve = curves.end() - 1;
        }
        const DamageShares shares{.value = row.number("value", 0, 10000),
                                  .collapsed = row.number("collapsed", 0, 1),
                                  .serious = row.number("serious", 0, 1),
                                  .general = row.number("general", 0, 1)};
        if (shares.collapsed + shares.serious + shares.general > 1 + 1e-9) {
            throw row.error("csv.range", "general",
                            "the shares of the states add up to more than 1",
                            "collapsed + serious + general of at most 1");
        }
        if (!curve->points.empty() && curve->points.back().value >= shares.value) {
            throw row.error("csv.range", "value", "the values of a class do not rise",
                            "a value above that of the row before");
        }
        curve->points.push_back(shares);
    }
}

void read_people(const DataSource& source, LossRules& rules) {
    const CsvTable table = open(source, "rules/people_effects.csv",
                                {"driver", "value", "affected_share", "source", "flag"});
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        PeopleCurve& curve = rules.people[driver_in(row)];
        const double value = row.number("value", 0, 10000);
        if (!curve.points.empty() && curve.points.back().first >= value) {
            throw row.error("csv.range", "value", "the values of a driver do not rise",
                            "a value above that of the row before");
        }
        curve.points.emplace_back(value, row.number("affected_share", 0, 1));
        curve.source = source_of(row);
    }
}

void read_ratios(const DataSource& source, LossRules& rules) {
    const CsvTable table =
        open(source, "rules/observed_ratios.csv",
             {"hazard", "metric", "ratio_to_affected", "ln_sd", "source", "flag"});
    table.check_key({"hazard", "metric"});
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        rules.ratios.push_back(
            {.hazard = row.one_of("hazard", {"flood", "snow_ice", "wind", "cold", "outage"}),
             .metric = row.one_of("metric", {"relocated", "collapsed_rooms", "serious_rooms",
                                             "general_rooms", "dead", "crop_area", "direct_loss"}),
             .ratio = row.number("ratio_to_affected", 0, 1000),
             .ln_sd = row.number("ln_sd", 0, 5),
             .source = source_of(row)});
    }
}

void read_parameters(const DataSource& source, LossRules& rules) {
    const CsvTable table = open(source, "rules/loss_parameters.csv",
                                {"parameter", "applies_to", "value", "unit", "source", "flag"});
    table.check_key({"parameter", "applies_to"});
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        rules.parameters.push_back({.id = row.required("parameter"),
                                    .applies_to = row.required("applies_to"),
                                    .value = row.number("value", -1e6, 1e6),
                                    .source = source_of(row)});
    }
}

void read_reliability(const DataSource& source, LossRules& rules) {
    const CsvTable table = open(source, "rules/report_reliability.csv",
                                {"kind", "ln_sd", "ln_bias", "source", "flag"});
    table.check_key("kind");
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        rules.reliability.push_back({.kind = row.required("kind"),
                                     .ln_sd = row.number("ln_sd", 0.001, 5),
                                     .ln_bias = row.number("ln_bias", -5, 5),
                                     .source = source_of(row)});
    }
}

void read_buildings(const DataSource& source, LossRules& rules) {
    const CsvTable table = open(source, "rules/building_classes.csv",
                                {"settlement", "building_class", "share", "source", "flag"});
    table.check_key({"settlement", "building_class"});
    std::map<std::string, double> sums;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        const std::string settlement =
            row.one_of("settlement", {"street", "town", "township", "other"});
        const double share = row.number("share", 0, 1);
        sums[settlement] += share;
        rules.buildings.push_back({.settlement = settlement,
                                   .building_class = row.required("building_class"),
                                   .share = share,
                                   .source = source_of(row)});
    }
    for (const auto& [settlement, sum] : sums) {
        if (std::abs(sum - 1) > 1e-6) {
            throw bad_input({.code = "csv.range",
                             .message = "the shares of a settlement's classes do not add up",
                             .file = table.file(),
                             .line = 1,
                             .field = "share",
                             .found = fmt::format("{} for {}", sum, settlement),
                             .expected = "1"});
        }
    }
}

void read_assets(const DataSource& source, LossRules& rules) {
    const CsvTable table = open(source, "rules/asset_thresholds.csv",
                                {"kind", "driver", "doubtful_from", "out_from", "source", "flag"});
    table.check_key({"kind", "driver"});
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        const AssetThreshold threshold{
            .kind = row.one_of("kind", {"depot", "supplier", "bridge", "shelter", "care_home",
                                        "welfare_home", "rescue_station", "school"}),
            .driver = driver_in(row),
            .doubtful_from = row.number("doubtful_from", 0, 10000),
            .out_from = row.number("out_from", 0, 10000),
            .source = source_of(row)};
        if (threshold.out_from < threshold.doubtful_from) {
            throw row.error("csv.range", "out_from", "a place is out before it is doubted",
                            "a value not below doubtful_from");
        }
        rules.assets.push_back(threshold);
    }
}

double between(double x, double x0, double y0, double x1, double y1) {
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0);
}

}  // namespace

std::string_view driver_name(Driver driver) {
    return driver_names.at(static_cast<std::size_t>(driver));
}

Driver driver_of(std::string_view name) {
    const auto at = std::find(driver_names.begin(), driver_names.end(), name);
    if (at == driver_names.end()) {
        throw bad_input({.code = "argument.value",
                         .message = "there is no such measure of a hazard",
                         .file = {},
                         .field = "driver",
                         .found = std::string(name),
                         .expected = "intensity, depth_m, rain_mm, rain_class, snow_cm, "
                                     "snow_kg_m2, wind_ms, cold_c or outage_share"});
    }
    return static_cast<Driver>(at - driver_names.begin());
}

DamageShares DamageCurve::at(double value) const {
    if (points.empty() || !(value >= points.front().value)) {
        return {.value = value};
    }
    const auto above = std::upper_bound(
        points.begin(), points.end(), value,
        [](double wanted, const DamageShares& point) { return wanted < point.value; });
    if (above == points.end()) {
        DamageShares last = points.back();
        last.value = value;
        return last;
    }
    const DamageShares& low = *(above - 1);
    const auto read = [&](double from, double to) {
        return between(value, low.value, from, above->value, to);
    };
    return {.value = value,
            .collapsed = read(low.collapsed, above->collapsed),
            .serious = read(low.serious, above->serious),
            .general = read(low.general, above->general)};
}

double PeopleCurve::at(double value) const {
    if (points.empty() || !(value >= points.front().first)) {
        return 0;
    }
    const auto above =
        std::upper_bound(points.begin(), points.end(), value,
                         [](double wanted, const auto& point) { return wanted < point.first; });
    if (above == points.end()) {
        return points.back().second;
    }
    return between(value, (above - 1)->first, (above - 1)->second, above->first, above->second);
}

double LossRules::parameter(std::string_view id, std::string_view applies_to) const {
    const LossParameter* general = nullptr;
    for (const LossParameter& row : parameters) {
        if (row.id == id && row.applies_to == applies_to) {
            return row.value;
        }
        if (row.id == id && row.applies_to == "any") {
            general = &row;
        }
    }
    if (general == nullptr) {
        throw bad_input({.code = "csv.reference",
                         .message = "a table of losses lacks a parameter",
                         .file = "rules/loss_parameters.csv",
                         .field = std::string(id),
                         .found = "no such row",
                         .expected = fmt::format("a row for {} or any", applies_to)});
    }
    return general->value;
}

const ObservedRatio* LossRules::ratio(std::string_view hazard, std::string_view metric) const {
    const auto at = std::find_if(ratios.begin(), ratios.end(), [&](const ObservedRatio& row) {
        return row.hazard == hazard && row.metric == metric;
    });
    return at == ratios.end() ? nullptr : &*at;
}

std::optional<AssetThreshold> LossRules::asset_threshold(std::string_view kind,
                                                         Driver driver) const {
    const auto at = std::find_if(assets.begin(), assets.end(), [&](const AssetThreshold& row) {
        return row.kind == kind && row.driver == driver;
    });
    return at == assets.end() ? std::nullopt : std::optional(*at);
}

const ReportReliability& LossRules::reliability_of(std::string_view kind) const {
    const auto at = std::find_if(reliability.begin(), reliability.end(),
                                 [&](const ReportReliability& row) { return row.kind == kind; });
    if (at == reliability.end()) {
        throw bad_input({.code = "csv.reference",
                         .message = "a kind of report has no reliability",
                         .file = "rules/report_reliability.csv",
                         .field = "kind",
                         .found = std::string(kind),
                         .expected = "a row for it"});
    }
    return *at;
}

LossRules load_loss_rules(const DataSource& source) {
    LossRules rules;
    read_damage(source, rules);
    read_people(source, rules);
    read_ratios(source, rules);
    read_parameters(source, rules);
    read_reliability(source, rules);
    read_buildings(source, rules);
    read_assets(source, rules);
    return rules;
}

}  // namespace relief
