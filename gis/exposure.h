// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "gis/crs.h"
#include "gis/layer.h"

#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// The people and rooms of one township, as a hazard finds them.
struct ExposedUnit {
    std::string code;  ///< 9 digits
    std::string name;
    std::string county;      ///< 6 digits
    std::string settlement;  ///< street, town, township, other: chooses the classes of its rooms
    double people = 0;
    double people_low = 0;  ///< a guess where people are an approximation
    double people_high = 0;
    double rooms = 0;
    /// Where its people are taken to be, in equal parts: the middle first. Empty = not placed.
    std::vector<LonLat> points;
    bool own_point = false;  ///< the middle is its own, not laid evenly into its county
};

/// Who lives where. `source` and `approximate` are said on everything made of it.
struct Exposure {
    std::string id;         ///< census_2020_split, or the raster's file name
    std::string source_zh;  ///< 2020 年人口普查按乡镇类别近似分摊
    std::string source_en;
    bool approximate = true;
    std::vector<ExposedUnit> units;       ///< by code; all of them, also those not placed
    std::vector<std::string> not_placed;  ///< codes of units without a point: they count in totals
    double outside = 0;                   ///< people of a raster in no county

    [[nodiscard]] double people() const;
};

/// The townships of reference/jilin/exposure with the rooms of the census. A unit without a point
/// is laid evenly into its county of `counties` (field district_adcode); its people stand on up to
/// 19 points of a disc as large as its share of the county. A county without an outline leaves its
/// units not placed. bad_input as CsvTable.
[[nodiscard]] Exposure township_exposure(const DataSource& source, const Layer& counties);

/// People counted on a raster: a position and a count for each cell that has any.
struct PeopleCell {
    LonLat at;
    double people = 0;
};

/// The same townships with the people of a raster: each cell goes to the nearest township of the
/// county it lies in, cells in no county add to `outside`. `name` is shown as the source.
[[nodiscard]] Exposure with_people(Exposure townships, const std::vector<PeopleCell>& cells,
                                   const Layer& counties, std::string_view name);

}  // namespace relief
