// SPDX-License-Identifier: Apache-2.0
#include "alerts/audience.h"

#include "gis/area_share.h"
#include "gis/line.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

namespace relief {
namespace {

constexpr double whole_share = 0.999;

/// Every area of a message, languages and pieces together, each shape once.
struct United {
    std::set<std::string> codes;  ///< beginnings: "2202" is all of the prefecture
    std::vector<cap::Ring> rings;
    std::vector<GroundCircle> circles;
};

std::string beginning_of(std::string code) {
    if (code.size() == 6) {
        while (code.size() > 2 && code.ends_with("00")) {
            code.resize(code.size() - 2);
        }
    }
    if (code.size() == 12 && code.ends_with("000000")) {
        return beginning_of(code.substr(0, 6));
    }
    return code.size() == 12 && code.ends_with("000") ? code.substr(0, 9) : code;
}

United unite(const cap::Alert& alert) {
    United all;
    for (const cap::Info& info : alert.infos) {
        for (const cap::Area& area : info.areas) {
            for (const cap::NamedValue& geocode : area.geocodes) {
                const bool digits =
                    std::ranges::all_of(geocode.value, [](char c) { return c >= '0' && c <= '9'; });
                if (digits && geocode.value.size() >= 6) {
                    all.codes.insert(beginning_of(geocode.value));
                }
            }
            for (const cap::Ring& ring : area.polygons) {
                if (std::ranges::find(all.rings, ring) == all.rings.end()) {
                    all.rings.push_back(ring);
                }
            }
            for (const cap::Circle& circle : area.circles) {
                all.circles.push_back({.centre = circle.centre, .radius_km = circle.radius_km});
            }
        }
    }
    return all;
}

bool named(const United& area, std::string_view code) {
    return std::ranges::any_of(area.codes,
                               [&](const std::string& begin) { return code.starts_with(begin); });
}

/// Rings as one feature each, boxed by contains().
bool covers(const std::vector<Feature>& rings, const std::vector<GroundCircle>& circles,
            LonLat at) {
    return std::ranges::any_of(rings, [&](const Feature& ring) { return contains(ring, at); }) ||
           std::ranges::any_of(circles, [&](const GroundCircle& circle) {
               return geodesic_km(circle.centre, at) <= circle.radius_km;
           });
}

}  // namespace

WarnedArea::WarnedArea(const cap::Alert& alert) {
    United area = unite(alert);
    codes_ = std::move(area.codes);
    for (cap::Ring& ring : area.rings) {
        rings_.push_back({.kind = GeometryKind::polygon, .parts = {std::move(ring)}, .values = {}});
    }
    for (const GroundCircle& circle : area.circles) {
        circles_.push_back({.centre = circle.centre, .radius_km = circle.radius_km});
    }
}

bool WarnedArea::contains(LonLat at, std::string_view division) const {
    const bool named = std::ranges::any_of(
        codes_, [&](const std::string& begin) { return division.starts_with(begin); });
    return named ||
           std::ranges::any_of(rings_,
                               [&](const Feature& ring) { return relief::contains(ring, at); }) ||
           std::ranges::any_of(circles_, [&](const cap::Circle& circle) {
               return geodesic_km(circle.centre, at) <= circle.radius_km;
           });
}

Audience audience_of(const cap::Alert& alert, const Exposure& exposure, const Layer& counties) {
    const United area = unite(alert);
    const std::vector<double> shares = area_shares(area.rings, area.circles, counties);
    std::map<std::string, double> by_county;
    const std::size_t code = counties.field("district_adcode");
    for (std::size_t i = 0; i < shares.size(); ++i) {
        by_county[counties.features[i].values.at(code)] = shares[i];
    }
    std::vector<Feature> rings;
    for (const cap::Ring& ring : area.rings) {
        rings.push_back({.kind = GeometryKind::polygon, .parts = {ring}, .values = {}});
    }
    Audience audience{.source_zh = exposure.source_zh, .source_en = exposure.source_en};
    std::map<std::string, CountyReached> reached;
    for (const ExposedUnit& unit : exposure.units) {
        const double county = by_county.contains(unit.county) ? by_county[unit.county] : 0;
        double share = 0;
        if (named(area, unit.code) || named(area, unit.county) || county >= whole_share) {
            share = 1;
        } else if (county > 0 && unit.points.empty()) {
            share = county;
        } else if (county > 0) {
            const auto inside = std::ranges::count_if(
                unit.points, [&](LonLat at) { return covers(rings, area.circles, at); });
            share = static_cast<double>(inside) / static_cast<double>(unit.points.size());
        }
        if (share > 0) {
            audience.people += share * unit.people;
            audience.townships.push_back(unit.code);
        }
        if (share > 0 || county > 0) {
            CountyReached& of = reached[unit.county];
            of.code = unit.county;
            of.share = named(area, unit.county) ? 1 : county;
            of.people += share * unit.people;
        }
    }
    for (const auto& [name, county] : reached) {
        audience.counties.push_back(county);
    }
    return audience;
}

}  // namespace relief
