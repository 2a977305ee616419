// SPDX-License-Identifier: Apache-2.0
#include "core/incident/report_rollup.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::string_view highest_per_unit = "max_per_unit_then_sum";

/// Every unit of the tree: those that reported or should, and those above them below the root.
std::set<std::string> units_of_tree(const std::vector<const FieldReport*>& standing,
                                    const Places& places, const std::string& root,
                                    const std::vector<std::string>& expected) {
    std::set<std::string> wanted(expected.begin(), expected.end());
    std::set<std::string> counties_with_townships;
    for (const FieldReport* report : standing) {
        if (!report->counts_since) {
            wanted.insert(report->unit);
        }
    }
    for (const std::string& unit : wanted) {
        const Place* place = places.find_code(unit);
        if (place != nullptr && place->kind == "township") {
            counties_with_townships.insert(place->parent);
        }
    }
    for (const Place& place : places.all()) {
        if (place.kind == "township" && counties_with_townships.contains(place.parent)) {
            wanted.insert(place.code);
        }
    }
    std::set<std::string> all{root};
    for (std::string unit : wanted) {
        while (!unit.empty() && unit != root && places.is_within(unit, root)) {
            all.insert(unit);
            unit = places.parent_of(unit);
        }
    }
    return all;
}

/// What a unit's own reports come to.
std::optional<StandingFigure> own_figure(const std::vector<const FieldReport*>& standing,
                                         const std::string& unit, const Metric& metric) {
    std::optional<StandingFigure> own = standing_figure(standing, unit, metric.id);
    if (!own || metric.aggregate != highest_per_unit) {
        return own;
    }
    for (const FieldReport* report : standing) {
        const FieldFigure* figure = report->figure(metric.id);
        if (report->unit == unit && !report->counts_since && figure != nullptr &&
            figure->value.amount > own->figure->value.amount) {
            own = StandingFigure{report, figure};
        }
    }
    return own;
}

const RolledFigure* figure_in(const RolledUnit& unit, std::string_view metric) {
    const auto found = std::ranges::find(unit.figures, metric, &RolledFigure::metric);
    return found == unit.figures.end() ? nullptr : &*found;
}

class Roller {
  public:
    Roller(const std::vector<const FieldReport*>& standing, const Rules& rules,
           const Places& places, const std::set<std::string>& units)
        : standing_(standing), rules_(rules), places_(places), units_(units) {}

    [[nodiscard]] RolledUnit roll(const std::string& code) const;

  private:
    void roll_metric(RolledUnit& unit, const Metric& metric) const;

    const std::vector<const FieldReport*>& standing_;
    const Rules& rules_;
    const Places& places_;
    const std::set<std::string>& units_;
};

void Roller::roll_metric(RolledUnit& unit, const Metric& metric) const {
    RolledFigure rolled{.metric = metric.id};
    if (const auto own = own_figure(standing_, unit.unit, metric)) {
        rolled.own = own->figure->value;
        rolled.own_report = own->report->label;
    }
    bool low = false;
    for (const RolledUnit& below : unit.below) {
        const RolledFigure* part = figure_in(below, metric.id);
        const bool told = part != nullptr && part->value && metric.aggregate != "ratio";
        rolled.arithmetic += fmt::format("{}{}: {}", rolled.arithmetic.empty() ? "" : " + ",
                                         below.unit, told ? format_figure(*part->value) : "—");
        if (!told) {
            rolled.missing.push_back(below.unit);
            continue;
        }
        low = low || part->lower_bound;
        rolled.below = rolled.below ? add(*rolled.below, *part->value) : *part->value;
    }
    if (rolled.below) {
        rolled.arithmetic += " = " + format_figure(*rolled.below);
    }
    rolled.value = rolled.own ? rolled.own : rolled.below;
    rolled.lower_bound = !rolled.own && (low || !rolled.missing.empty());
    if (rolled.value) {
        unit.figures.push_back(std::move(rolled));
    }
}

RolledUnit Roller::roll(const std::string& code) const {
    RolledUnit unit{.unit = code};
    for (const FieldReport* report : standing_) {
        unit.reported = unit.reported || (report->unit == code && !report->counts_since);
    }
    for (const std::string& below : units_) {
        if (below != code && places_.parent_of(below) == code) {
            unit.below.push_back(roll(below));
            if (!unit.below.back().reported && unit.below.back().figures.empty()) {
                unit.silent.push_back(below);
            }
        }
    }
    for (const Metric& metric : rules_.metrics) {
        // What is a sum of others is added up from its parts, unless it was told itself.
        roll_metric(unit, metric);
    }
    return unit;
}

}  // namespace

RolledUnit roll_up(const std::vector<const FieldReport*>& standing, const Rules& rules,
                   const Places& places, const std::string& root,
                   const std::vector<std::string>& expected) {
    const std::set<std::string> units = units_of_tree(standing, places, root, expected);
    return Roller(standing, rules, places, units).roll(root);
}

const RolledUnit* find_unit(const RolledUnit& tree, std::string_view unit) {
    if (tree.unit == unit) {
        return &tree;
    }
    for (const RolledUnit& below : tree.below) {
        if (const RolledUnit* found = find_unit(below, unit)) {
            return found;
        }
    }
    return nullptr;
}

}  // namespace relief
