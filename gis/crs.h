// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// A position in WGS84, degrees. The only geographic coordinates inside the program.
struct LonLat {
    double longitude = 0;
    double latitude = 0;

    friend bool operator==(const LonLat&, const LonLat&) = default;
};

/// A position in a projected coordinate system, metres, x east, y north.
struct MapPoint {
    double x_m = 0;
    double y_m = 0;

    friend bool operator==(const MapPoint&, const MapPoint&) = default;
};

/// An equal-area map of Jilin (Albers, standard parallels 42 and 45.3 N, 126.4 E upright) on the
/// WGS84 ellipsoid. Lengths are off by less than 0.1 % anywhere in the province.
inline constexpr const char* jilin_albers =
    "+proj=aea +lat_1=42 +lat_2=45.3 +lat_0=43.6 +lon_0=126.4 +x_0=0 +y_0=0 +ellps=WGS84";

/// From WGS84 longitude and latitude to the metres of a projected system and back.
class Projection {
  public:
    /// `definition` is an authority code ("EPSG:32651") or a "+proj=" string of a projection.
    /// bad_input (crs.unknown) where PROJ does not know it or it is no projection.
    explicit Projection(const std::string& definition = jilin_albers);

    /// Fault where a point cannot be projected.
    [[nodiscard]] MapPoint forward(LonLat at) const;
    [[nodiscard]] LonLat inverse(MapPoint at) const;
    [[nodiscard]] std::vector<MapPoint> forward(std::span<const LonLat> line) const;

  private:
    struct Transformation;
    std::shared_ptr<const Transformation> transformation_;
};

/// What a source says its degrees mean. CGCS2000 and WGS84 agree to a decimetre and count as one.
/// GCJ-02 is the shifted datum of Chinese maps for the public, up to 700 m off.
enum class Datum { wgs84, cgcs2000, gcj02 };

/// "WGS84", "CGCS2000", "GCJ-02" or "GCJ02"; nullopt for other words.
[[nodiscard]] std::optional<Datum> datum_of(std::string_view word);

/// A position of WGS84 as maps in GCJ-02 show it. Outside the box of China (72.004..137.8347 E,
/// 0.8293..55.8271 N) nothing is shifted.
[[nodiscard]] LonLat to_gcj02(LonLat wgs84);
/// The position of WGS84 that GCJ-02 shows here, to a centimetre. To be applied once, at the door.
[[nodiscard]] LonLat from_gcj02(LonLat gcj02);

/// The shortest way over the WGS84 ellipsoid, kilometres.
[[nodiscard]] double geodesic_km(LonLat from, LonLat to);
/// Along a line, kilometres.
[[nodiscard]] double geodesic_km(std::span<const LonLat> line);

}  // namespace relief
