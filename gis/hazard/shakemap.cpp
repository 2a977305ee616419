// SPDX-License-Identifier: Apache-2.0
#include "gis/hazard/shakemap.h"

#include "core/error.h"
#include "core/table/xml_stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <system_error>
#include <utility>

namespace relief {
namespace {

constexpr double no_value = std::numeric_limits<double>::quiet_NaN();
constexpr double circle_degrees = 360;
constexpr std::array<std::string_view, 14> known_fields{
    "MMI",    "PGA",    "PGV",      "PSA03",    "PSA10",    "PSA30", "STDMMI",
    "STDPGA", "STDPGV", "STDPSA03", "STDPSA10", "STDPSA30", "URAT",  "SVEL"};
/// What a loss model may ask for.
constexpr std::array<std::string_view, 5> wanted_fields{"PGA", "PSA03", "PSA10", "STDPGA",
                                                        "STDMMI"};

template <typename List>
bool holds(const List& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

bool is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// A decimal of at most fifteen digits without exponent, as nearly every value is: a whole number a
/// double holds over a power of ten it holds, so that one division rounds it rightly. NaN for
/// others.
double short_decimal(std::string_view word) {
    constexpr std::array<double, 16> powers{1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                            1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    constexpr std::size_t word_max = 16;  // fifteen digits and a point
    const bool is_negative = !word.empty() && word.front() == '-';
    word.remove_prefix(is_negative ? 1 : 0);
    if (word.empty() || word.size() > word_max) {
        return no_value;
    }
    std::int64_t digits = 0;
    std::size_t point = word.size();
    for (std::size_t i = 0; i < word.size(); ++i) {
        const auto digit = static_cast<unsigned>(word[i] - '0');
        if (digit <= 9) {
            digits = 10 * digits + digit;
        } else if (word[i] == '.' && point == word.size() && word.size() > 1) {
            point = i;
        } else {
            return no_value;
        }
    }
    const std::size_t decimals = point == word.size() ? 0 : word.size() - point - 1;
    if (decimals == 0 && word.size() == word_max) {
        return no_value;
    }
    const double value = static_cast<double>(digits) / powers[decimals];
    return is_negative ? -value : value;
}

/// The whole of a word as a number; "nan" is one, an infinity is none.
std::optional<double> number_of(std::string_view word) {
    if (const double plain = short_decimal(word); !std::isnan(plain)) {
        return plain;
    }
    double value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc{} || end != word.data() + word.size() || std::isinf(value)) {
        return std::nullopt;
    }
    return value;
}

/// A value as it counts: marks for "no data" become unknown.
double cleaned(bool is_mmi, double value) {
    constexpr double mmi_max = 12;
    constexpr double mark_max = 1e9;  // no shaking of this Earth
    const bool fits = is_mmi ? value >= 0 && value <= mmi_max : value >= 0 && value < mark_max;
    return fits ? value : no_value;
}

/// Reads the elements of a grid.xml as they come.
class GridReader {
  public:
    GridReader(const std::filesystem::path& file, const ShakeMapLimits& limits)
        : file_(file), limits_(limits) {
        grid_.file = file.string();
    }

    void start(std::string_view name, const XmlAttributes& attributes) {
        if (name == "shakemap_grid") {
            grid_.event.id = attributes.get("event_id");
            seen_root_ = true;
        } else if (name == "event") {
            read_event(attributes);
        } else if (name == "grid_specification") {
            read_specification(attributes);
        } else if (name == "grid_field") {
            read_field(attributes);
        } else if (name == "grid_data") {
            begin_data();
        }
    }

    void end(std::string_view name) {
        if (name == "grid_data") {
            flush();
            check_count();
            in_data_ = false;
        }
    }

    void text(std::string_view piece) {
        if (!in_data_) {
            return;
        }
        std::size_t at = 0;
        while (at < piece.size()) {
            const std::size_t begin = at;
            while (at < piece.size() && !is_blank(piece[at])) {
                ++at;
            }
            const std::string_view word = piece.substr(begin, at - begin);
            if (at == piece.size() || !carried_.empty()) {
                carry(word);  // the word may go on in the next piece
            } else if (!word.empty()) {
                take(word);
            }
            if (at < piece.size()) {
                flush();
                ++at;
            }
        }
    }

    ShakeMapGrid finish() {
        if (!seen_root_ || !seen_data_) {
            throw wrong("grid_data", "the file holds no grid of shaking",
                        seen_root_ ? "no grid_data" : "no shakemap_grid", "a ShakeMap grid.xml");
        }
        for (const std::string_view name : wanted_fields) {
            if (grid_.field(name) == nullptr) {
                grid_.missing_fields.emplace_back(name);
            }
        }
        return std::move(grid_);
    }

  private:
    [[nodiscard]] Error wrong(std::string field, std::string message, std::string found,
                              std::string expected, std::string code = "shakemap.format") const {
        return bad_input({.code = std::move(code),
                          .message = std::move(message),
                          .file = file_.string(),
                          .field = std::move(field),
                          .found = std::move(found),
                          .expected = std::move(expected)});
    }

    [[nodiscard]] double required(const XmlAttributes& attributes, std::string_view name,
                                  double low, double high) const {
        const std::string_view text = attributes.get(name);
        const auto value = number_of(text);
        if (!value || !(*value >= low && *value <= high)) {
            throw wrong(std::string(name), "the grid is not told", std::string(text.substr(0, 40)),
                        fmt::format("a number from {} to {}", low, high));
        }
        return *value;
    }

    [[nodiscard]] int count(const XmlAttributes& attributes, std::string_view name) const {
        const double value = required(attributes, name, 2, 1e6);
        if (value != std::floor(value)) {
            throw wrong(std::string(name), "the grid is not told",
                        std::string(attributes.get(name)), "a whole number");
        }
        return static_cast<int>(value);
    }

    void read_event(const XmlAttributes& attributes) {
        ShakeMapEvent& event = grid_.event;
        if (attributes.has("event_id")) {
            event.id = attributes.get("event_id");
        }
        event.time = attributes.get("event_timestamp");
        event.description = attributes.get("event_description");
        event.magnitude = number_of(attributes.get("magnitude"));
        event.depth_km = number_of(attributes.get("depth"));
        const auto longitude = number_of(attributes.get("lon"));
        const auto latitude = number_of(attributes.get("lat"));
        if (longitude && latitude && std::abs(*longitude) <= 180 && std::abs(*latitude) <= 90) {
            event.epicentre = LonLat{.longitude = *longitude, .latitude = *latitude};
        }
    }

    void read_specification(const XmlAttributes& attributes) {
        if (grid_.columns > 0) {
            throw wrong("grid_specification", "the grid is told twice", "", "once");
        }
        grid_.columns = count(attributes, "nlon");
        grid_.rows = count(attributes, "nlat");
        grid_.west = required(attributes, "lon_min", -circle_degrees, circle_degrees);
        grid_.north = required(attributes, "lat_max", -90, 90);
        double east = required(attributes, "lon_max", -circle_degrees, circle_degrees);
        if (east <= grid_.west) {
            east += circle_degrees;  // over the date line
        }
        const double south = required(attributes, "lat_min", -90, 90);
        if (!(south < grid_.north) || east - grid_.west > circle_degrees) {
            throw wrong("grid_specification", "the corners of the grid are the wrong way round",
                        fmt::format("{} to {} E, {} to {} N", grid_.west, east, south, grid_.north),
                        "lon_min west of lon_max, lat_min south of lat_max");
        }
        grid_.step_longitude = (east - grid_.west) / (grid_.columns - 1);
        grid_.step_latitude = (grid_.north - south) / (grid_.rows - 1);
        check_step(attributes, "nominal_lon_spacing", grid_.step_longitude);
        check_step(attributes, "nominal_lat_spacing", grid_.step_latitude);
        if (cells() > limits_.cells_max) {
            throw wrong("grid_specification", "the grid is too large", fmt::format("{}", cells()),
                        fmt::format("at most {} cells", limits_.cells_max), "shakemap.size");
        }
    }

    /// A spacing that does not fit corners and counts: one of them is wrong.
    void check_step(const XmlAttributes& attributes, std::string_view name, double step) const {
        constexpr double tolerance = 0.05;
        const auto nominal = number_of(attributes.get(name));
        if (nominal && !(std::abs(*nominal - step) <= tolerance * step)) {
            throw wrong(std::string(name), "spacing, corners and counts of the grid do not agree",
                        fmt::format("{}", *nominal), fmt::format("{:.6f}", step));
        }
    }

    void read_field(const XmlAttributes& attributes) {
        const auto index = static_cast<std::size_t>(
            required(attributes, "index", 1, static_cast<double>(limits_.fields_max)));
        std::string name(attributes.get("name"));
        const bool named_twice =
            std::any_of(declared_.begin(), declared_.end(),
                        [&](const ShakeMapField& each) { return each.name == name; });
        if (name.empty() || named_twice || in_data_ || seen_data_) {
            throw wrong("grid_field", "a field of the grid is told twice or too late", name,
                        "each field once, before grid_data");
        }
        if (declared_.size() < index) {
            declared_.resize(index);
        }
        if (!declared_[index - 1].name.empty()) {
            throw wrong("grid_field", "two fields stand at one place", name,
                        fmt::format("another index than {}", index));
        }
        declared_[index - 1] = {std::move(name), std::string(attributes.get("units")), {}};
    }

    void begin_data() {
        if (grid_.columns == 0 || declared_.empty() || seen_data_) {
            throw wrong("grid_data", "the grid comes before it is told what it is, or twice", "",
                        "grid_specification and grid_field before one grid_data");
        }
        for (std::size_t i = 0; i < declared_.size(); ++i) {
            if (declared_[i].name.empty()) {
                throw wrong("grid_field", "a field of the grid is not told",
                            fmt::format("no field of index {}", i + 1),
                            "a grid_field for each column");
            }
        }
        for (const std::string_view name : {"LON", "LAT", "MMI"}) {
            if (index_of(name) == declared_.size()) {
                throw wrong("grid_field", "the grid lacks a field", std::string(name),
                            "LON, LAT and MMI");
            }
        }
        longitude_at_ = index_of("LON");
        latitude_at_ = index_of("LAT");
        mmi_at_ = index_of("MMI");
        reserve();
        in_data_ = true;
        seen_data_ = true;
    }

    /// No more than the bytes of the file can hold, whatever it promises.
    void reserve() {
        std::error_code ignored;
        const std::uintmax_t bytes = std::filesystem::file_size(file_, ignored);
        const std::size_t possible = ignored ? 0 : bytes / (2 * declared_.size()) + 1;
        for (ShakeMapField& field : declared_) {
            if (field.name != "LON" && field.name != "LAT") {
                field.values.reserve(std::min(possible, cells()));
            }
        }
    }

    [[nodiscard]] std::size_t index_of(std::string_view name) const {
        const auto found =
            std::find_if(declared_.begin(), declared_.end(),
                         [&](const ShakeMapField& each) { return each.name == name; });
        return static_cast<std::size_t>(found - declared_.begin());
    }

    [[nodiscard]] std::size_t cells() const {
        return static_cast<std::size_t>(grid_.columns) * static_cast<std::size_t>(grid_.rows);
    }

    [[nodiscard]] std::string row_name() const { return fmt::format("grid_data row {}", row_ + 1); }

    void carry(std::string_view word) {
        constexpr std::size_t word_max = 64;
        carried_ += word;
        if (carried_.size() > word_max) {
            throw wrong(row_name(), "a value is no number", carried_.substr(0, word_max),
                        "a number");
        }
    }

    void flush() {
        if (!carried_.empty()) {
            take(carried_);
            carried_.clear();
        }
    }

    [[noreturn]] void no_number(std::string_view word) const {
        throw wrong(row_name(), "a value is no number", std::string(word.substr(0, 40)),
                    "a number");
    }

    [[noreturn]] void too_many() const {
        throw wrong("grid_data", "the grid has more rows than it says",
                    fmt::format("row {}", row_ + 1),
                    fmt::format("{} x {} rows", grid_.columns, grid_.rows));
    }

    void take(std::string_view word) {
        const auto value = number_of(word);
        if (!value) {
            no_number(word);
        }
        if (column_ == 0 && row_ >= cells()) {
            too_many();
        }
        if (column_ == longitude_at_ || column_ == latitude_at_) {
            check_place(*value);
        } else {
            const double kept = cleaned(column_ == mmi_at_, *value);
            grid_.unknown_values += std::isnan(kept) ? 1 : 0;
            declared_[column_].values.push_back(kept);
        }
        if (++column_ == declared_.size()) {
            column_ = 0;
            ++row_;
        }
    }

    /// Longitude fastest, north to south; written with four decimals as a rule.
    void check_place(double value) const {
        constexpr double share = 0.25;
        constexpr double rounding = 1e-4;
        const auto columns = static_cast<std::size_t>(grid_.columns);
        const bool is_longitude = column_ == longitude_at_;
        const double step = is_longitude ? grid_.step_longitude : grid_.step_latitude;
        const double expected = is_longitude
                                    ? grid_.west + step * static_cast<double>(row_ % columns)
                                    : grid_.north - step * static_cast<double>(row_ / columns);
        double off = value - expected;
        if (is_longitude) {
            off = std::remainder(off, circle_degrees);
        }
        if (!(std::abs(off) <= share * step + rounding)) {
            throw wrong(fmt::format("{} {}", row_name(), is_longitude ? "LON" : "LAT"),
                        "a row of the grid does not lie where its turn is",
                        fmt::format("{}", value),
                        fmt::format("{:.4f} (longitude fastest, from north to south)", expected));
        }
    }

    void check_count() {
        if (column_ != 0 || row_ != cells()) {
            throw wrong("grid_data", "the grid has fewer rows than it says",
                        fmt::format("{} rows and {} values", row_, column_),
                        fmt::format("{} x {} rows", grid_.columns, grid_.rows));
        }
        for (ShakeMapField& field : declared_) {
            if (field.name == "LON" || field.name == "LAT") {
                continue;
            }
            if (!holds(known_fields, field.name)) {
                grid_.unknown_fields.push_back(field.name);
            }
            grid_.fields.push_back(std::move(field));
        }
        declared_.clear();
    }

    const std::filesystem::path& file_;
    const ShakeMapLimits& limits_;
    ShakeMapGrid grid_;
    std::vector<ShakeMapField> declared_;  ///< by index, LON and LAT among them
    std::string carried_;                  ///< a word that began in an earlier piece
    std::size_t longitude_at_ = 0;
    std::size_t latitude_at_ = 0;
    std::size_t mmi_at_ = 0;
    std::size_t row_ = 0;
    std::size_t column_ = 0;
    bool seen_root_ = false;
    bool seen_data_ = false;
    bool in_data_ = false;
};

/// Where a place lies in steps east and south of the first point.
struct GridPlace {
    double x = 0;
    double y = 0;
};

GridPlace place_of(const ShakeMapGrid& grid, LonLat at) {
    double east = std::fmod(at.longitude - grid.west, circle_degrees);
    if (east < 0) {
        east += circle_degrees;
    }
    if (east > circle_degrees - grid.step_longitude / 2) {
        east -= circle_degrees;  // just west of the first column
    }
    return {.x = east / grid.step_longitude, .y = (grid.north - at.latitude) / grid.step_latitude};
}

double value_of(const ShakeMapGrid& grid, std::span<const double> values, int column, int row) {
    const auto index = static_cast<std::size_t>(row) * static_cast<std::size_t>(grid.columns) +
                       static_cast<std::size_t>(column);
    return index < values.size() ? values[index] : no_value;
}

std::optional<double> known(double value) {
    return std::isnan(value) ? std::nullopt : std::optional(value);
}

}  // namespace

const ShakeMapField* ShakeMapGrid::field(std::string_view name) const {
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const ShakeMapField& each) { return each.name == name; });
    return found == fields.end() ? nullptr : &*found;
}

LonLat ShakeMapGrid::position(std::size_t index) const {
    const std::size_t column = index % static_cast<std::size_t>(columns);
    const std::size_t row = index / static_cast<std::size_t>(columns);
    const double longitude = west + step_longitude * static_cast<double>(column);
    return {.longitude = std::remainder(longitude, circle_degrees),
            .latitude = north - step_latitude * static_cast<double>(row)};
}

ShakeMapGrid read_shakemap(const std::filesystem::path& file, const ShakeMapLimits& limits) {
    GridReader reader(file, limits);
    read_xml_file(
        file, limits.bytes_max,
        {.start = [&](std::string_view name,
                      const XmlAttributes& attributes) { reader.start(name, attributes); },
         .end = [&](std::string_view name) { reader.end(name); },
         .text = [&](std::string_view piece) { reader.text(piece); }});
    return reader.finish();
}

std::optional<double> shakemap_value(const ShakeMapGrid& grid, std::span<const double> values,
                                     LonLat at, Sampling sampling) {
    constexpr double hair = 1e-9;
    const auto [x, y] = place_of(grid, at);
    if (sampling == Sampling::nearest) {
        const double column = std::floor(x + 0.5);
        const double row = std::floor(y + 0.5);
        if (!(column >= 0 && column < grid.columns && row >= 0 && row < grid.rows)) {
            return std::nullopt;
        }
        return known(value_of(grid, values, static_cast<int>(column), static_cast<int>(row)));
    }
    if (!(x >= -hair && x <= grid.columns - 1 + hair && y >= -hair && y <= grid.rows - 1 + hair)) {
        return std::nullopt;
    }
    const int column = std::clamp(static_cast<int>(x), 0, grid.columns - 2);
    const int row = std::clamp(static_cast<int>(y), 0, grid.rows - 2);
    const double east = std::clamp(x - column, 0.0, 1.0);
    const double south = std::clamp(y - row, 0.0, 1.0);
    double sum = 0;
    for (const auto& [right, below] : {std::pair{0, 0}, {1, 0}, {0, 1}, {1, 1}}) {
        const double weight = (right == 1 ? east : 1 - east) * (below == 1 ? south : 1 - south);
        if (weight > hair) {
            sum += weight * value_of(grid, values, column + right, row + below);
        }
    }
    return known(sum);
}

std::vector<double> shakemap_cell_areas_km2(const ShakeMapGrid& grid) {
    constexpr double radius_km = 6378.137;  // WGS84
    constexpr double e2 = 0.00669437999014;
    constexpr double radian = std::numbers::pi / 180;
    std::vector<double> areas;
    for (int row = 0; row < grid.rows; ++row) {
        const double latitude = (grid.north - grid.step_latitude * row) * radian;
        const double w2 = 1 - e2 * std::sin(latitude) * std::sin(latitude);
        const double east_km = radius_km / std::sqrt(w2) * std::cos(latitude);
        const double north_km = radius_km * (1 - e2) / (w2 * std::sqrt(w2));
        areas.push_back(east_km * grid.step_longitude * radian * north_km * grid.step_latitude *
                        radian);
    }
    return areas;
}

}  // namespace relief
