// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/crs.h"
#include "gis/layer.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What stations measure; each has one unit inside.
enum class StationQuantity {
    rain,         ///< mm
    snow_depth,   ///< cm
    snow_load,    ///< kg/m2
    wind,         ///< m/s
    temperature,  ///< degrees Celsius
};

/// "rain", "snow_depth", "snow_load", "wind" or "temperature"; nullopt for other words.
[[nodiscard]] std::optional<StationQuantity> station_quantity_of(std::string_view word);
/// The unit inside: "mm", "cm", "kg/m2", "m/s", "C".
[[nodiscard]] std::string_view station_unit(StationQuantity quantity);

struct StationReading {
    std::string id;    ///< as written; may be empty
    std::string code;  ///< of the division it stands for; may be empty
    LonLat at;
    double value = 0;  ///< in the unit inside
    int line = 0;      ///< of the file
};

struct Stations {
    std::string file;
    StationQuantity quantity = StationQuantity::rain;
    std::vector<StationReading> readings;
    std::size_t unknown = 0;  ///< rows without a value: passed over, not counted as 0
};

/// Where a division code lies; nullopt where it is not known.
using PlaceOfCode = std::function<std::optional<LonLat>(std::string_view code)>;

/// Reads a csv table with the columns value and unit, and lon, lat (and datum: WGS84, CGCS2000 or
/// GCJ-02, WGS84 where the table has no such column), or code, or both; id where there is one.
/// Values -999, -9999, 999999 and 999.9 mean "no reading". bad_input, with line and column: csv.*;
/// csv.reference for a code without a place; station.unit; crs.datum; csv.range for a value no
/// weather has.
[[nodiscard]] Stations read_stations(std::string_view bytes, const std::string& file,
                                     StationQuantity quantity, const PlaceOfCode& place_of);

/// How a value between stations is made.
struct StationReach {
    int nearest = 3;
    double radius_km = 50;
    double power = 2;  ///< weight = 1 / distance^power
};

struct StationValue {
    double value = 0;
    int stations = 0;       ///< how many it was made of
    double nearest_km = 0;  ///< how far the nearest is
};

/// The mean of the nearest stations within the radius, weighted by inverse distance over the
/// ellipsoid; that of a station within a metre alone. nullopt where none is within the radius.
[[nodiscard]] std::optional<StationValue> station_value(const Stations& stations, LonLat at,
                                                        const StationReach& reach = {});

/// Households without power or heat, by county.
struct Outage {
    std::string code;
    std::int64_t households = 0;
    int line = 0;
};

/// Reads a csv table with the columns code and households (a whole number). A code twice is refused
/// (csv.key), and one that `is_code` does not know (csv.reference).
[[nodiscard]] std::vector<Outage> read_outages(
    std::string_view bytes, const std::string& file,
    const std::function<bool(std::string_view)>& is_code);

/// Polygons with a number each: intensity, depth in metres, class of rain.
class HazardZones {
  public:
    /// The property `field` of the polygons of `layer`, a number of `low` to `high`; other
    /// features, and polygons where it is null, are left out. bad_input: json.field for a layer
    /// without the property, layer.format for a value that is no such number.
    HazardZones(const Layer& layer, std::string_view field, double low, double high);

    /// The largest of the polygons that hold the place; nullopt outside all.
    [[nodiscard]] std::optional<double> value(LonLat at) const;
    [[nodiscard]] std::size_t size() const noexcept { return zones_.size(); }
    [[nodiscard]] std::size_t left_out() const noexcept { return left_out_; }

  private:
    struct Zone {
        Feature polygon;
        double value = 0;
        double west = 0;
        double east = 0;
        double south = 0;
        double north = 0;
    };
    std::vector<Zone> zones_;
    std::size_t left_out_ = 0;
};

}  // namespace relief
