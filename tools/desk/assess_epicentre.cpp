// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/assess_epicentre.h"

#include "core/error.h"
#include "gis/hazard/faults.h"
#include "gis/hazard/isoseismal.h"

#include <fmt/format.h>

#include <memory>
#include <utility>

namespace relief {
namespace {

// GB/T 30352-2013: the disaster area is intensity VI and above.
constexpr double disaster_intensity = 6;
// Farther away a fault says nothing of a shock of the sizes known in Jilin.
constexpr double fault_within_km = 30;

/// The people within the isoseismal of VI.
double people_shaken(const IsoseismalField& field, const Exposure& exposure) {
    double people = 0;
    for (const ExposedUnit& unit : exposure.units) {
        const double share = unit.people / static_cast<double>(unit.points.size());
        for (const LonLat at : unit.points) {
            people += field.intensity(at) >= disaster_intensity ? share : 0;
        }
    }
    return people;
}

struct Axis {
    double strike_deg = 0;
    std::string zh;  ///< where it is from
    std::string en;
};

std::string shown_name(const NearFault& fault, bool english) {
    return !fault.name.empty() ? fault.name : english ? "a fault without a name" : "无名断层";
}

Axis axis_of(const Epicentre& epicentre, const IsoseismalModel& model,
             const std::vector<NearFault>& faults) {
    if (epicentre.strike_deg) {
        return {.strike_deg = *epicentre.strike_deg, .zh = "", .en = ""};
    }
    if (!epicentre.along_fault) {
        return {.strike_deg = model.strike_deg, .zh = "，假定", .en = ", assumed"};
    }
    if (faults.empty()) {
        throw bad_input(
            {.code = "argument.value",
             .message = "no fault of the map is near the epicentre",
             .file = {},
             .field = "--strike",
             .found = "fault",
             .expected = fmt::format("degrees: no fault within {} km", fault_within_km)});
    }
    return {.strike_deg = faults.front().strike_deg,
            .zh = fmt::format("，沿{}", shown_name(faults.front(), false)),
            .en = fmt::format(", along {}", shown_name(faults.front(), true))};
}

void note(HazardMap& map, std::string zh, std::string en) {
    map.notes_zh.push_back(std::move(zh));
    map.notes_en.push_back(std::move(en));
}

void tell_areas(const IsoseismalField& field, const Exposure& exposure, HazardMap& map) {
    for (const double degree : {6.0, 7.0, 8.0}) {
        const double km2 = isoseismal_area_km2(field.model(), field.magnitude(), degree);
        if (km2 > 0) {
            note(map, fmt::format("{:.0f} 度及以上 {:.1f} km2", degree, km2),
                 fmt::format("intensity {:.0f} and more: {:.1f} km2", degree, km2));
        }
    }
    const double people = people_shaken(field, exposure);
    note(map, fmt::format("6 度及以上人口 {:.0f}（近似）", people),
         fmt::format("people in 6 and more: {:.0f} (approximate)", people));
}

}  // namespace

HazardMap epicentre_map(const Epicentre& epicentre, int month, int shocks, const DataSource& source,
                        const Exposure& exposure, const std::filesystem::path& data) {
    const IsoseismalRules rules = load_isoseismal_rules(source);
    const std::vector<IsoseismalModel> local = rules.models_of("jilin");
    const IsoseismalModel model =
        epicentre.zone.empty() ? local.front() : rules.zone(epicentre.zone);
    const std::vector<NearFault> faults =
        faults_near(read_layer(data / "reference/jilin/geology/faults_jilin.geojson"), epicentre.at,
                    fault_within_km);
    const Axis axis = axis_of(epicentre, model, faults);
    const auto field = std::make_shared<const IsoseismalField>(
        model, epicentre.at, epicentre.magnitude, axis.strike_deg);
    HazardMap map{.context = {.driver = Driver::intensity,
                              .hazard = "earthquake",
                              .month = month,
                              .shocks = shocks},
                  .source_zh = fmt::format("M{} 椭圆等震线（{} 区，修正 {}，长轴 {:.0f}°{}）",
                                           epicentre.magnitude, model.zone, model.offset,
                                           axis.strike_deg, axis.zh),
                  .source_en = fmt::format(
                      "M{} elliptic isoseismals (zone {}, offset {}, long axis {:.0f} deg{})",
                      epicentre.magnitude, model.zone, model.offset, axis.strike_deg, axis.en),
                  .at = [field](LonLat at, const std::string&) -> std::optional<double> {
                      return field->intensity(at);
                  },
                  .assumed_counties = {},
                  .notes_zh = {},
                  .notes_en = {},
                  .raster = {}};
    tell_areas(*field, exposure, map);
    for (const IsoseismalModel& other : local) {
        if (other.zone != model.zone) {
            const IsoseismalField there(other, epicentre.at, epicentre.magnitude, axis.strike_deg);
            const double km2 = isoseismal_area_km2(other, epicentre.magnitude, disaster_intensity);
            const double people = people_shaken(there, exposure);
            note(map,
                 fmt::format("若按 {} 区：6 度及以上 {:.1f} km2，{:.0f} 人", other.zone, km2,
                             people),
                 fmt::format("by zone {}: 6 and more {:.1f} km2, {:.0f} people", other.zone, km2,
                             people));
        }
    }
    for (const NearFault& fault : faults) {
        const IsoseismalField along(model, epicentre.at, epicentre.magnitude, fault.strike_deg);
        const double people = people_shaken(along, exposure);
        note(map,
             fmt::format("{} 距震中 {:.1f} km，走向 {:.0f}°：若长轴沿此，6 度及以上 {:.0f} 人",
                         shown_name(fault, false), fault.distance_km, fault.strike_deg, people),
             fmt::format("{}, {:.1f} km from the epicentre, strikes {:.0f} deg: with the long axis "
                         "along it {:.0f} people in 6 and more",
                         shown_name(fault, true), fault.distance_km, fault.strike_deg, people));
    }
    return map;
}

}  // namespace relief
