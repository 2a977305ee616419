// SPDX-License-Identifier: Apache-2.0
#include "reserves/heads.h"

#include "core/error.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace relief {
namespace {

enum class Tier { township, county, prefecture, province };

/// Zones and committees report straight to the prefecture, as counties do.
Tier tier_of(const Places& places, std::string_view code) {
    const Place* place = places.find_code(code);
    if (place == nullptr) {
        throw fault({.code = "internal",
                     .message = "a report is of an unknown division",
                     .found = std::string(code)});
    }
    if (place->kind == "province") {
        return Tier::province;
    }
    if (place->kind == "prefecture") {
        return Tier::prefecture;
    }
    return place->kind == "township" ? Tier::township : Tier::county;
}

bool gives_heads(const Report& report) {
    return report.value("relocated") || report.value("relocated_collective");
}

double collective_of(double relocated, const Scenario& scenario, const Rules& rules) {
    const NeedsParameter& share =
        needs_parameter(rules, "collective_share", scenario.incident.hazard);
    return whole_above(relocated * share.value);
}

/// The last report of each unit that says how many were relocated.
std::map<std::string, const Report*> last_reports(const std::vector<const Report*>& reports) {
    std::map<std::string, const Report*> last;
    for (const Report* report : reports) {
        if (report->counts_since || !gives_heads(*report)) {
            continue;
        }
        const Report*& kept = last[report->scope_code];
        const auto age = [](const Report& r) { return std::tie(r.stat_time, r.known_at); };
        if (kept == nullptr || age(*kept) <= age(*report)) {
            kept = report;
        }
    }
    return last;
}

/// Adds a township's figure to that of its county, which did not report itself.
void add_township(HeadCount& county, const HeadCount& township) {
    county.relocated += township.relocated;
    county.collective += township.collective;
    county.collective_reported = county.collective_reported && township.collective_reported;
    county.report += "+" + township.report;
    county.known_at = std::max(county.known_at, township.known_at);
}

/// Figures at county level: the counties' own, and townships added up where a county is silent.
std::map<std::string, HeadCount> county_figures(const std::map<std::string, const Report*>& reports,
                                                const Scenario& scenario, const Rules& rules,
                                                const Places& places) {
    std::map<std::string, HeadCount> counties;
    for (const auto& [code, report] : reports) {
        if (tier_of(places, code) == Tier::county) {
            counties.emplace(code, head_count_of(*report, scenario, rules, places));
        }
    }
    std::map<std::string, HeadCount> rolled;
    for (const auto& [code, report] : reports) {
        if (tier_of(places, code) != Tier::township) {
            continue;
        }
        HeadCount heads = head_count_of(*report, scenario, rules, places);
        if (counties.contains(heads.place)) {
            continue;
        }
        heads.unit = heads.place;
        const auto [known, added] = rolled.emplace(heads.place, heads);
        if (!added) {
            add_township(known->second, heads);
        }
    }
    counties.merge(rolled);
    return counties;
}

/// What finer figures already give of a coarser unit.
struct Given {
    double relocated = 0;
    double collective = 0;
};

/// What a coarser figure adds over the finer ones.
HeadCount remainder_of(HeadCount whole, const Given& given, const Scenario& scenario,
                       const Rules& rules) {
    whole.remainder = true;
    whole.relocated = std::max(0.0, whole.relocated - given.relocated);
    whole.collective = whole.collective_reported
                           ? std::max(0.0, whole.collective - given.collective)
                           : collective_of(whole.relocated, scenario, rules);
    // The finer units' collective heads may be an estimate; never more than all who are left.
    whole.collective = std::min(whole.collective, whole.relocated);
    return whole;
}

}  // namespace

double whole_above(double value) {
    // 51900 x 0.21 is 10899 and must not become 10900 because the machine's 0.21 is a hair above
    // it. Published factors have few decimals, so a true fraction is far above this allowance,
    // and the error of a few products far below it.
    const double allowance = 1e-9 + 1e-14 * value;
    return std::max(0.0, std::ceil(value - allowance));
}

const NeedsParameter& needs_parameter(const Rules& rules, std::string_view id,
                                      std::string_view hazard) {
    const NeedsParameter* any = nullptr;
    std::string known;
    for (const NeedsParameter& parameter : rules.parameters) {
        if (parameter.id != id) {
            continue;
        }
        if (parameter.applies_to == hazard) {
            return parameter;
        }
        if (parameter.applies_to == "any") {
            any = &parameter;
        }
        known += (known.empty() ? "" : ", ") + parameter.applies_to;
    }
    if (any == nullptr) {
        throw bad_input(
            {.code = "csv.reference",
             .message = "needs_parameters.csv has no " + std::string(id) + " for this hazard",
             .field = "hazard",
             .found = std::string(hazard),
             .expected = known});
    }
    return *any;
}

HeadCount assessed_head(const std::string& county, double relocated, Instant known_at,
                        const Rules& rules, const Places& places) {
    return {.place = county,
            .unit = county,
            .relocated = relocated,
            .collective =
                whole_above(relocated * needs_parameter(rules, "collective_share", "any").value),
            .report = "assessment",
            .known_at = known_at,
            .share_counties = census_counties(county, {}, places)};
}

std::vector<std::string> census_counties(std::string_view unit,
                                         const std::vector<std::string>& share_counties,
                                         const Places& places) {
    if (tier_of(places, unit) <= Tier::county) {
        return {places.seat_county(unit)};
    }
    std::vector<std::string> counties;
    std::copy_if(share_counties.begin(), share_counties.end(), std::back_inserter(counties),
                 [&](const std::string& code) { return places.is_within(code, unit); });
    if (counties.empty()) {
        for (const Place& place : places.all()) {
            if (place.kind == "county" && places.is_within(place.code, unit)) {
                counties.push_back(place.code);
            }
        }
    }
    return counties;
}

HeadCount head_count_of(const Report& report, const Scenario& scenario, const Rules& rules,
                        const Places& places) {
    const std::optional<double> collective = report.value("relocated_collective");
    HeadCount heads;
    heads.place = places.seat_county(report.scope_code);
    heads.unit = report.scope_code;
    heads.relocated = report.value("relocated").value_or(collective.value_or(0));
    heads.collective_reported = collective.has_value();
    heads.collective = collective ? *collective : collective_of(heads.relocated, scenario, rules);
    heads.report = report.id;
    heads.known_at = report.known_at;
    heads.share_counties =
        census_counties(report.scope_code, scenario.incident.share_counties, places);
    return heads;
}

std::vector<HeadCount> head_counts(const Scenario& scenario,
                                   const std::vector<const Report*>& reports, const Rules& rules,
                                   const Places& places) {
    const std::map<std::string, const Report*> last = last_reports(reports);
    std::vector<HeadCount> all;
    std::map<std::string, Given> given;  // what the units below a unit give, by its code
    const auto take = [&](HeadCount heads) {
        std::string above = places.parent_of(heads.unit);
        for (; !above.empty(); above = places.parent_of(above)) {
            given[above].relocated += heads.relocated;
            given[above].collective += heads.collective;
        }
        if (heads.relocated > 0) {
            all.push_back(std::move(heads));
        }
    };
    for (auto& [code, heads] : county_figures(last, scenario, rules, places)) {
        take(heads);
    }
    for (const Tier tier : {Tier::prefecture, Tier::province}) {
        for (const auto& [code, report] : last) {
            if (tier_of(places, code) == tier) {
                const HeadCount whole = head_count_of(*report, scenario, rules, places);
                take(remainder_of(whole, given[code], scenario, rules));
            }
        }
    }
    std::sort(all.begin(), all.end(), [](const HeadCount& a, const HeadCount& b) {
        return std::tie(a.place, a.remainder, a.unit) < std::tie(b.place, b.remainder, b.unit);
    });
    return all;
}

}  // namespace relief
