// SPDX-License-Identifier: Apache-2.0
#include "gis/hazard/raster.h"

#include "core/error.h"
#include "gis/maps/map_library.h"
#include "gis/maps/raster_child.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <future>
#include <limits>
#include <utility>

namespace relief {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr double round_degrees = 360;

Error system_error(const std::filesystem::path& file, std::string message, std::string found,
                   std::string expected) {
    return bad_input({.code = "raster.system",
                      .message = std::move(message),
                      .file = file.string(),
                      .field = "system",
                      .found = std::move(found),
                      .expected = std::move(expected)});
}

GeoTransform inverse_of(const GeoTransform& g) {
    const double determinant = g[1] * g[5] - g[2] * g[4];
    GeoTransform inverse{};
    inverse[1] = g[5] / determinant;
    inverse[2] = -g[2] / determinant;
    inverse[4] = -g[4] / determinant;
    inverse[5] = g[1] / determinant;
    inverse[0] = -g[0] * inverse[1] - g[3] * inverse[2];
    inverse[3] = -g[0] * inverse[4] - g[3] * inverse[5];
    return inverse;
}

MapPoint applied(const GeoTransform& g, double column, double row) {
    return {.x_m = g[0] + g[1] * column + g[2] * row, .y_m = g[3] + g[4] * column + g[5] * row};
}

/// The corners of a raster: least and most of x and y.
struct Extent {
    double x_least = 0;
    double x_most = 0;
    double y_least = 0;
    double y_most = 0;
};

Extent extent_of(const GeoTransform& g, int columns, int rows) {
    Extent extent{.x_least = g[0], .x_most = g[0], .y_least = g[3], .y_most = g[3]};
    for (const auto& [column, row] : {std::pair{columns, 0}, {0, rows}, {columns, rows}}) {
        const MapPoint corner = applied(g, column, row);
        extent.x_least = std::min(extent.x_least, corner.x_m);
        extent.x_most = std::max(extent.x_most, corner.x_m);
        extent.y_least = std::min(extent.y_least, corner.y_m);
        extent.y_most = std::max(extent.y_most, corner.y_m);
    }
    return extent;
}

std::string shown(const Extent& extent) {
    return fmt::format("x {:.6g} to {:.6g}, y {:.6g} to {:.6g}", extent.x_least, extent.x_most,
                       extent.y_least, extent.y_most);
}

bool could_be_degrees(const Extent& extent) {
    constexpr double half_a_cell = 1;
    return extent.x_least >= -round_degrees && extent.x_most <= round_degrees + half_a_cell &&
           extent.x_most - extent.x_least <= round_degrees + half_a_cell &&
           extent.y_least >= -90 - half_a_cell && extent.y_most <= 90 + half_a_cell;
}

template <typename Number>
double number_at(const char* cells, std::size_t index) {
    Number value{};
    std::memcpy(&value, cells + index * sizeof(Number), sizeof(Number));
    return static_cast<double>(value);
}

bool same(double a, double b) {
    // A mark written in decimals and kept as a float: -3.4028234e38, -99999.
    return a == b || static_cast<float>(a) == static_cast<float>(b);
}

}  // namespace

struct Raster::System {
    std::unique_ptr<RasterSystem> ways;
};

struct Raster::Answer {
    RasterHeader header;
    std::string wkt;
    std::shared_ptr<const char> cells;
    std::filesystem::path file;
};

Raster::Raster(int columns, int rows, const GeoTransform& transform, std::span<const double> cells)
    : columns_(columns), rows_(rows), transform_(transform), inverse_(inverse_of(transform)) {
    if (columns < 1 || rows < 1 || cells.size() != size()) {
        throw bad_input({.code = "raster.format",
                         .message = "the cells do not make a grid",
                         .found = std::to_string(cells.size()),
                         .expected = fmt::format("{} x {}", columns, rows)});
    }
    const auto kept = std::make_shared<std::vector<double>>(cells.begin(), cells.end());
    cells_ = {kept, reinterpret_cast<const char*>(kept->data())};
    negative_is_unknown_ = false;
    notes_.unknown_cells = static_cast<std::size_t>(
        std::count_if(cells.begin(), cells.end(), [](double cell) { return std::isnan(cell); }));
}

double Raster::decoded(std::size_t index) const {
    switch (type_) {
        case CellType::u8: return number_at<std::uint8_t>(cells_.get(), index);
        case CellType::i8: return number_at<std::int8_t>(cells_.get(), index);
        case CellType::u16: return number_at<std::uint16_t>(cells_.get(), index);
        case CellType::i16: return number_at<std::int16_t>(cells_.get(), index);
        case CellType::u32: return number_at<std::uint32_t>(cells_.get(), index);
        case CellType::i32: return number_at<std::int32_t>(cells_.get(), index);
        case CellType::f32: return number_at<float>(cells_.get(), index);
        case CellType::f64: return number_at<double>(cells_.get(), index);
    }
    return unknown;
}

double Raster::cleaned(double stored) const {
    for (const double mark : marks_) {
        if (same(stored, mark)) {
            return unknown;
        }
    }
    const double value = stored * scale_ + shift_;
    return std::isfinite(value) && !(negative_is_unknown_ && value < 0) ? value : unknown;
}

double Raster::at(int column, int row) const {
    const std::size_t index = static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                              static_cast<std::size_t>(column);
    if (!table_.empty()) {
        return table_[static_cast<unsigned char>(cells_.get()[index])];
    }
    return cleaned(decoded(index));
}

void Raster::row(int row, std::span<double> out) const {
    const auto columns = static_cast<std::size_t>(columns_);
    const std::size_t begin = static_cast<std::size_t>(row) * columns;
    if (!table_.empty()) {
        const auto* const bytes = reinterpret_cast<const unsigned char*>(cells_.get() + begin);
        for (std::size_t i = 0; i < columns; ++i) {
            out[i] = table_[bytes[i]];
        }
        return;
    }
    switch (type_) {
        case CellType::u8: clean_row<std::uint8_t>(begin, out); break;
        case CellType::i8: clean_row<std::int8_t>(begin, out); break;
        case CellType::u16: clean_row<std::uint16_t>(begin, out); break;
        case CellType::i16: clean_row<std::int16_t>(begin, out); break;
        case CellType::u32: clean_row<std::uint32_t>(begin, out); break;
        case CellType::i32: clean_row<std::int32_t>(begin, out); break;
        case CellType::f32: clean_row<float>(begin, out); break;
        case CellType::f64: clean_row<double>(begin, out); break;
    }
}

/// The same as cleaned() of each, told mark by mark so that the loops stay simple.
template <typename Number>
void Raster::clean_row(std::size_t begin, std::span<double> out) const {
    const auto columns = static_cast<std::size_t>(columns_);
    const double least = negative_is_unknown_ ? 0 : -std::numeric_limits<double>::max();
    const char* const cells = cells_.get();
    for (std::size_t i = 0; i < columns; ++i) {
        const double value = number_at<Number>(cells, begin + i) * scale_ + shift_;
        // False for NaN too.
        out[i] = value >= least && value <= std::numeric_limits<double>::max() ? value : unknown;
    }
    for (const double mark : marks_) {
        for (std::size_t i = 0; i < columns; ++i) {
            out[i] = same(number_at<Number>(cells, begin + i), mark) ? unknown : out[i];
        }
    }
}

double Raster::cell_area_m2() const {
    if (in_degrees_) {
        throw bad_input({.code = "raster.system",
                         .message = "areas are not measured in degrees",
                         .field = "system",
                         .found = system_,
                         .expected = "a raster in metres"});
    }
    return std::abs(transform_[1] * transform_[5] - transform_[2] * transform_[4]);
}

MapPoint Raster::centre(int column, int row) const {
    return applied(transform_, column + 0.5, row + 0.5);
}

LonLat Raster::position(int column, int row) const {
    const MapPoint middle = centre(column, row);
    LonLat at{.longitude = middle.x_m, .latitude = middle.y_m};
    if (to_map_) {
        const auto degrees = to_map_->ways->to_degrees(middle);
        if (!degrees) {
            throw fault({.code = "internal", .message = "a cell of the raster lies nowhere"});
        }
        at = *degrees;
    }
    at.longitude = std::remainder(at.longitude, round_degrees);
    return in_degrees_ && datum_ == Datum::gcj02 ? from_gcj02(at) : at;
}

std::optional<double> Raster::value(LonLat at, Sampling sampling) const {
    const LonLat asked = in_degrees_ && datum_ == Datum::gcj02 ? to_gcj02(at) : at;
    double x = asked.longitude;
    double y = asked.latitude;
    if (to_map_) {
        const auto point = to_map_->ways->to_map(asked);
        if (!point) {
            return std::nullopt;
        }
        x = point->x_m;
        y = point->y_m;
    }
    if (in_degrees_) {
        // The one turn that lies in the raster, whichever side of the date line it counts from.
        const double west = std::min(transform_[0], transform_[0] + transform_[1] * columns_);
        x = west + std::fmod(std::fmod(x - west, round_degrees) + round_degrees, round_degrees);
    }
    return value_on_map({.x_m = x, .y_m = y}, sampling);
}

std::optional<double> Raster::value_on_map(MapPoint at, Sampling sampling) const {
    const MapPoint cell = applied(inverse_, at.x_m, at.y_m);
    constexpr double hair = 1e-9;
    if (!(cell.x_m >= -hair && cell.x_m <= columns_ + hair && cell.y_m >= -hair &&
          cell.y_m <= rows_ + hair)) {
        return std::nullopt;
    }
    const auto held = [](double place, int count) {
        return std::clamp(static_cast<int>(std::floor(place)), 0, count - 1);
    };
    double sum = 0;
    if (sampling == Sampling::nearest) {
        sum = this->at(held(cell.x_m, columns_), held(cell.y_m, rows_));
    } else {
        const double x = std::clamp(cell.x_m - 0.5, 0.0, columns_ - 1.0);
        const double y = std::clamp(cell.y_m - 0.5, 0.0, rows_ - 1.0);
        const int column = held(x, columns_);
        const int row = held(y, rows_);
        for (const auto& [right, below] : {std::pair{0, 0}, {1, 0}, {0, 1}, {1, 1}}) {
            const double weight = (right == 1 ? x - column : 1 - (x - column)) *
                                  (below == 1 ? y - row : 1 - (y - row));
            if (weight > hair) {
                sum += weight * this->at(std::min(column + right, columns_ - 1),
                                         std::min(row + below, rows_ - 1));
            }
        }
    }
    return std::isnan(sum) ? std::nullopt : std::optional(sum);
}

void Raster::look_through(const RasterRequest& request) {
    if (nodata_) {
        marks_.push_back(*nodata_);
        // A mark beyond the type is kept in the file as what is left of its bits.
        const bool wraps = type_ == CellType::i8 && *nodata_ > 127 && *nodata_ <= 255;
        if (wraps) {
            marks_.push_back(*nodata_ - 256);
        }
        notes_.nodata_wrapped = wraps;
    }
    marks_.insert(marks_.end(), request.nodata.begin(), request.nodata.end());
    if (type_ == CellType::u8 || type_ == CellType::i8) {
        constexpr int bytes = 256;
        for (int byte = 0; byte < bytes; ++byte) {
            table_.push_back(
                cleaned(type_ == CellType::u8 || byte < bytes / 2 ? byte : byte - bytes));
        }
    }
    std::size_t mirrored = 0;
    const bool has_mirror = nodata_ && std::abs(*nodata_) >= 99;
    const auto columns = static_cast<std::size_t>(columns_);
    std::vector<double> values(columns);
    for (int each = 0; each < rows_; ++each) {
        row(each, values);
        const auto begin = static_cast<std::size_t>(each) * columns;
        for (std::size_t i = 0; i < columns; ++i) {
            if (has_mirror && same(decoded(begin + i), -*nodata_)) {
                ++mirrored;
            }
            if (std::isnan(values[i])) {
                ++notes_.unknown_cells;
                const double stored = decoded(begin + i);
                const bool is_mark = std::any_of(marks_.begin(), marks_.end(),
                                                 [&](double mark) { return same(mark, stored); });
                notes_.negative_cells += !is_mark && stored < 0 ? 1 : 0;
            }
        }
    }
    if (mirrored > 0) {
        notes_.suspicious.push_back(fmt::format("{:+} stands in {} cells while nodata is {:+}",
                                                -*nodata_, mirrored, *nodata_));
    }
}

void Raster::take(Answer&& answer, const RasterRequest& request) {
    const RasterHeader& header = answer.header;
    columns_ = header.columns;
    rows_ = header.rows;
    std::copy(std::begin(header.transform), std::end(header.transform), transform_.begin());
    inverse_ = inverse_of(transform_);
    type_ = header.type;
    scale_ = header.scale;
    shift_ = header.shift;
    nodata_ = header.has_nodata ? std::optional(header.nodata) : std::nullopt;
    negative_is_unknown_ = request.negative_is_unknown;
    datum_ = request.datum;
    cells_ = std::move(answer.cells);
    const Extent extent = extent_of(transform_, columns_, rows_);
    const bool is_named = !answer.wkt.empty() || !request.system.empty();
    std::unique_ptr<RasterSystem> system =
        is_named ? read_raster_system(answer.file, answer.wkt, request.system) : nullptr;
    if (is_named && !system) {
        throw system_error(answer.file, "the coordinate system is not known",
                           answer.wkt.empty() ? request.system : answer.wkt.substr(0, 60),
                           "\"EPSG:…\" or \"+proj=…\"");
    }
    in_degrees_ = !system || system->is_geographic();
    system_ = system ? system->name() : "";
    if (in_degrees_ != could_be_degrees(extent)) {
        throw system_error(answer.file,
                           in_degrees_ ? "the coordinates of the raster are no degrees"
                                       : "the coordinates of the raster are degrees, not metres",
                           shown(extent),
                           in_degrees_ ? "degrees, or the system the coordinates are in"
                                       : "coordinates of " + system_);
    }
    // In degrees of WGS84, or GCJ-02 under its name: nothing to undo by PROJ.
    if (!system || (in_degrees_ && (datum_ == Datum::gcj02 || system->is_wgs84()))) {
        return;
    }
    to_map_ = std::make_shared<System>(System{std::move(system)});
}

Raster read_raster(const std::filesystem::path& file, const RasterRequest& request) {
    return std::move(read_rasters(std::span(&file, 1), request).front());
}

std::vector<Raster> read_rasters(std::span<const std::filesystem::path> files,
                                 const RasterRequest& request) {
    // A child each; while they work, the threads here do nothing but wait for them.
    std::vector<std::future<RasterBytes>> children;
    for (const std::filesystem::path& file : files) {
        children.push_back(std::async(files.size() > 1 ? std::launch::async : std::launch::deferred,
                                      [&] { return raster_bytes(file, request); }));
    }
    std::vector<RasterBytes> reads;
    for (auto& child : children) {
        reads.push_back(child.get());
    }
    std::vector<Raster> rasters;
    for (std::size_t i = 0; i < files.size(); ++i) {
        Raster raster;
        raster.take({.header = reads[i].header,
                     .wkt = std::move(reads[i].wkt),
                     .cells = std::move(reads[i].cells),
                     .file = files[i]},
                    request);
        raster.look_through(request);
        rasters.push_back(std::move(raster));
    }
    return rasters;
}

}  // namespace relief
