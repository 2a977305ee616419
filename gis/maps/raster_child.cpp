// SPDX-License-Identifier: Apache-2.0
#include "gis/maps/raster_child.h"

#include "core/error.h"
#include "core/table/confined.h"
#include "core/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include <gdal_frmts.h>
#include <gdal_priv.h>
#include <ogr_spatialref.h>
#include <sys/mman.h>
#include <unistd.h>

namespace relief {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t magic_header = 0x52454C31;  // the header of a raster
constexpr std::uint32_t magic_error = 0x52454C32;   // an error in place of it
constexpr int side_max = 2'000'000;
constexpr std::uint32_t wkt_size_max = 1U << 16U;

struct CloseDataset {
    void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<GDALDataset, CloseDataset>;

enum class Driver { none, tiff, ascii };

Driver driver_of(const fs::path& file) {
    const std::string ending = fold(file.extension().string());
    if (ending == ".tif" || ending == ".tiff") {
        return Driver::tiff;
    }
    return ending == ".asc" ? Driver::ascii : Driver::none;
}

/// What the child says instead of a raster.
struct Refusal {
    std::string code;
    std::string message;
    std::string found;
    std::string expected;
};

// ---- in the child ----

bool write_all(int fd, const void* bytes, std::size_t size) {
    const auto* at = static_cast<const char*>(bytes);
    while (size > 0) {
        const ssize_t put = write(fd, at, size);
        if (put <= 0) {
            return false;
        }
        at += put;
        size -= static_cast<std::size_t>(put);
    }
    return true;
}

std::optional<CellType> type_of(GDALRasterBand& band) {
    switch (band.GetRasterDataType()) {
        case GDT_Byte: {
            const char* const kind = band.GetMetadataItem("PIXELTYPE", "IMAGE_STRUCTURE");
            const bool is_signed = kind != nullptr && std::string_view(kind) == "SIGNEDBYTE";
            return is_signed ? CellType::i8 : CellType::u8;
        }
        case GDT_UInt16: return CellType::u16;
        case GDT_Int16: return CellType::i16;
        case GDT_UInt32: return CellType::u32;
        case GDT_Int32: return CellType::i32;
        case GDT_Float32: return CellType::f32;
        case GDT_Float64: return CellType::f64;
        default: return std::nullopt;
    }
}

double side_of(const std::string& key, const std::string& value) {
    double count = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), count);
    if (error != std::errc{} || !(count >= 1 && count <= side_max)) {
        throw Refusal{"raster.size", "the raster is too large, or has no cells",
                      key + " " + value.substr(0, 40),
                      fmt::format("at most {} columns and rows", side_max)};
    }
    return count;
}

bool begins_a_number(std::string_view word) {
    constexpr std::string_view starts = "+-.0123456789";
    return !word.empty() && (starts.find(word.front()) != std::string_view::npos ||
                             fold(word.substr(0, 3)) == "nan");
}

/// How many numbers stand in the rest of a stream before a word that is none (lines such as CRS and
/// NOTES follow the cells in some files).
double count_numbers(std::istream& stream) {
    std::vector<char> piece(std::size_t{1} << 16U);
    double count = 0;
    bool in_word = false;
    while (stream.read(piece.data(), static_cast<std::streamsize>(piece.size())) ||
           stream.gcount() > 0) {
        for (std::streamsize i = 0; i < stream.gcount(); ++i) {
            const char c = piece[static_cast<std::size_t>(i)];
            const bool is_blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
            if (!is_blank && !in_word) {
                if (!begins_a_number(std::string_view(&c, 1)) && c != 'n' && c != 'N') {
                    return count;
                }
                // "NOTES" and "NaN" begin alike: notes end the cells.
                const bool is_word = (c == 'n' || c == 'N') && i + 1 < stream.gcount() &&
                                     (piece[static_cast<std::size_t>(i) + 1] | 0x20) != 'a';
                if (is_word) {
                    return count;
                }
                ++count;
            }
            in_word = !is_blank;
        }
    }
    return count;
}

/// Columns and rows as the first lines of an ASCII grid tell them, before GDAL sees it; and whether
/// there is a number for each cell, for GDAL reads a grid cut short as if it went on.
void check_ascii(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    constexpr int header_lines_max = 10;
    double columns = 0;
    double rows = 0;
    std::string word;
    for (int i = 0; i < header_lines_max && stream >> word && !begins_a_number(word); ++i) {
        const std::string key = fold(word.substr(0, 40));
        std::string value;
        stream >> value;
        if (key == "ncols") {
            columns = side_of(key, value);
        } else if (key == "nrows") {
            rows = side_of(key, value);
        }
        word.clear();
    }
    const double found = (word.empty() ? 0 : 1) + count_numbers(stream);
    if (found != columns * rows) {
        throw Refusal{"raster.format", "the grid has more or fewer cells than it says",
                      fmt::format("{} cells", found), fmt::format("{} x {}", columns, rows)};
    }
}

Dataset open_raster(const fs::path& file) {
    CPLSetConfigOption("GDAL_PAM_ENABLED", "NO");
    CPLSetConfigOption("GDAL_DISABLE_READDIR_ON_OPEN", "EMPTY_DIR");
    CPLSetConfigOption("CPL_VSIL_CURL_ALLOWED_FILENAME", "/none");
    CPLSetConfigOption("GDAL_NUM_THREADS", "1");
    // Every block is read once: a large cache would only be memory to be touched.
    CPLSetConfigOption("GDAL_CACHEMAX", "8");
    const bool is_tiff = driver_of(file) == Driver::tiff;
    if (is_tiff) {
        GDALRegister_GTiff();
    } else {
        check_ascii(file);
        GDALRegister_AAIGrid();
    }
    const std::array<const char*, 2> drivers{is_tiff ? "GTiff" : "AAIGrid", nullptr};
    // Without it decimals are kept as floats.
    const std::array<const char*, 2> options{is_tiff ? nullptr : "DATATYPE=Float64", nullptr};
    constexpr std::array<const char*, 1> no_files_beside{nullptr};
    Dataset dataset(static_cast<GDALDataset*>(
        GDALOpenEx(file.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY, drivers.data(), options.data(),
                   no_files_beside.data())));
    if (!dataset) {
        throw Refusal{"raster.format", "the raster cannot be read", CPLGetLastErrorMsg(),
                      "a GeoTIFF (.tif) or ESRI ASCII grid (.asc)"};
    }
    return dataset;
}

/// Columns and rows that are read: first and one behind the last.
struct Window {
    int left = 0;
    int top = 0;
    int columns = 0;
    int rows = 0;
};

/// Least and most of a coordinate in cells.
struct Span {
    double least = 1e300;
    double most = -1e300;

    void add(double value) {
        least = std::min(least, value);
        most = std::max(most, value);
    }
};

/// From the degrees of a box to the coordinates of the file; nullptr where it is in degrees.
std::unique_ptr<OGRCoordinateTransformation> way_to_map(const OGRSpatialReference* named,
                                                        const std::string& system) {
    OGRSpatialReference map;
    if (named != nullptr) {
        map = *named;
    } else if (!system.empty()) {
        const bool is_set =
            system.starts_with("+proj=")
                ? map.importFromProj4(system.c_str()) == OGRERR_NONE
                : system.starts_with("EPSG:") &&
                      map.importFromEPSG(std::atoi(system.c_str() + 5)) == OGRERR_NONE;
        if (!is_set) {
            throw Refusal{"raster.system", "the coordinate system is not known",
                          system.substr(0, 60), "\"EPSG:…\" or \"+proj=…\""};
        }
    } else {
        return nullptr;
    }
    if (map.IsGeographic() != 0) {
        return nullptr;  // a box is rounded up to whole cells: the datum is below that
    }
    OGRSpatialReference degrees;
    degrees.SetWellKnownGeogCS("WGS84");
    degrees.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    map.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return std::unique_ptr<OGRCoordinateTransformation>(
        OGRCreateCoordinateTransformation(&degrees, &map));
}

Window window_of(GDALDataset& dataset, const GeoTransform& transform,
                 const RasterRequest& request) {
    const Window whole{.columns = dataset.GetRasterXSize(), .rows = dataset.GetRasterYSize()};
    if (!request.box) {
        return whole;
    }
    constexpr int steps = 20;
    constexpr double round_degrees = 360;
    const auto way = way_to_map(dataset.GetSpatialRef(), request.system);
    GeoTransform inverse{};
    GeoTransform forward = transform;
    if (GDALInvGeoTransform(forward.data(), inverse.data()) == FALSE) {
        throw Refusal{"raster.system", "the raster lies nowhere", "a flat geotransform", ""};
    }
    const LonLatBox& box = *request.box;
    const double width = box.east - box.west + (box.east < box.west ? round_degrees : 0);
    const double west_edge = std::min(transform[0], transform[0] + transform[1] * whole.columns);
    // A box west of the file's own count of degrees lies one turn on.
    const double turn =
        way ? 0 : std::ceil((west_edge - (box.west + width)) / round_degrees) * round_degrees;
    Span columns;
    Span rows;
    for (int i = 0; i <= steps; ++i) {
        for (int j = 0; j <= steps; ++j) {
            double x = box.west + turn + width * i / steps;
            double y = box.south + (box.north - box.south) * j / steps;
            if (way && way->Transform(1, &x, &y) == FALSE) {
                continue;
            }
            columns.add(inverse[0] + inverse[1] * x + inverse[2] * y);
            rows.add(inverse[3] + inverse[4] * x + inverse[5] * y);
        }
    }
    constexpr double margin = 2;
    const auto held = [](double place, int count) {
        return static_cast<int>(std::clamp(place, 0.0, static_cast<double>(count)));
    };
    const int left = held(std::floor(columns.least) - margin, whole.columns);
    const int top = held(std::floor(rows.least) - margin, whole.rows);
    const int right = held(std::ceil(columns.most) + margin, whole.columns);
    const int bottom = held(std::ceil(rows.most) + margin, whole.rows);
    if (left >= right || top >= bottom) {
        throw Refusal{"raster.size", "the raster lies outside the area that is asked for",
                      "no cell", "a raster of the area"};
    }
    return {.left = left, .top = top, .columns = right - left, .rows = bottom - top};
}

void check_size(GDALDataset& dataset, GDALRasterBand& band, const Window& window, CellType type,
                const RasterLimits& limits) {
    const auto refuse = [](std::string found, std::string expected) {
        throw Refusal{"raster.size", "the raster is too large", std::move(found),
                      std::move(expected)};
    };
    const int columns = dataset.GetRasterXSize();
    const int rows = dataset.GetRasterYSize();
    if (columns < 1 || rows < 1 || columns > side_max || rows > side_max) {
        refuse(fmt::format("{} x {} cells", columns, rows),
               fmt::format("at most {} columns and rows", side_max));
    }
    const auto cells =
        static_cast<std::size_t>(window.columns) * static_cast<std::size_t>(window.rows);
    if (cells > limits.cells_max || cells * bytes_of(type) > limits.bytes_max) {
        refuse(fmt::format("{} x {} cells", window.columns, window.rows),
               fmt::format("at most {} cells and {} bytes; cut it to the area", limits.cells_max,
                           limits.bytes_max));
    }
    int block_x = 0;
    int block_y = 0;
    band.GetBlockSize(&block_x, &block_y);
    const auto block = static_cast<double>(block_x) * block_y * static_cast<double>(bytes_of(type));
    if (!(block > 0) || block > static_cast<double>(limits.block_bytes_max)) {
        refuse(fmt::format("blocks of {} x {} cells", block_x, block_y),
               fmt::format("blocks of at most {} bytes", limits.block_bytes_max));
    }
}

/// Asks for memory in one go, which is quicker than page by page; where the system cannot, it comes
/// page by page.
void touch(char* cells, std::size_t bytes) {
#ifdef MADV_POPULATE_WRITE
    (void)madvise(cells, bytes, MADV_POPULATE_WRITE);
#endif
}

bool read_rows(GDALRasterBand& band, const Window& window, int row, int count, void* into) {
    return band.RasterIO(GF_Read, window.left, window.top + row, window.columns, count, into,
                         window.columns, count, band.GetRasterDataType(), 0, 0, nullptr) == CE_None;
}

void cannot_go_on() {
    throw Refusal{"raster.format", "the raster cannot be read to its end", CPLGetLastErrorMsg(),
                  "an unharmed raster"};
}

int block_rows(GDALRasterBand& band) {
    int columns = 0;
    int rows = 0;
    band.GetBlockSize(&columns, &rows);
    return rows;
}

/// Block by block of the file, row by row within it.
void put_cells(GDALRasterBand& band, const Window& window, CellType type, char* cells) {
    const int step = block_rows(band);
    const std::size_t row_bytes = static_cast<std::size_t>(window.columns) * bytes_of(type);
    for (int row = 0; row < window.rows; row += step) {
        const int count = std::min(step, window.rows - row);
        if (!read_rows(band, window, row, count,
                       cells + row_bytes * static_cast<std::size_t>(row))) {
            cannot_go_on();
        }
    }
}

/// The same for whole numbers of four bytes that fit two, as codes of land use do: half the memory.
/// False at the first that does not.
bool put_narrow_cells(GDALRasterBand& band, const Window& window, char* cells) {
    constexpr std::int32_t most = std::numeric_limits<std::int16_t>::max();
    const int step = block_rows(band);
    const auto columns = static_cast<std::size_t>(window.columns);
    std::vector<std::int32_t> rows(columns * static_cast<std::size_t>(step));
    auto* into = reinterpret_cast<std::int16_t*>(cells);
    for (int row = 0; row < window.rows; row += step) {
        const int count = std::min(step, window.rows - row);
        if (!read_rows(band, window, row, count, rows.data())) {
            cannot_go_on();
        }
        std::uint32_t beyond = 0;
        for (std::size_t i = 0; i < columns * static_cast<std::size_t>(count); ++i) {
            beyond |= rows[i] > most || rows[i] < -most ? 1U : 0U;
            into[i] = static_cast<std::int16_t>(rows[i]);
        }
        if (beyond != 0) {
            return false;
        }
        into += columns * static_cast<std::size_t>(count);
    }
    return true;
}

void send_raster(const fs::path& file, const RasterRequest& request, char* cells, int fd) {
    const Dataset dataset = open_raster(file);
    if (request.band < 1 || request.band > dataset->GetRasterCount()) {
        throw Refusal{"raster.format", "the raster has no such band", std::to_string(request.band),
                      fmt::format("1 to {}", dataset->GetRasterCount())};
    }
    GDALRasterBand& band = *dataset->GetRasterBand(request.band);
    const auto type = type_of(band);
    if (!type) {
        throw Refusal{"raster.format", "the cells are no plain numbers",
                      GDALGetDataTypeName(band.GetRasterDataType()), "whole or decimal numbers"};
    }
    RasterHeader header;
    header.magic = magic_header;
    if (dataset->GetGeoTransform(header.transform) != CE_None) {
        throw Refusal{"raster.system", "the raster does not say where it lies", "no geotransform",
                      "a georeferenced raster"};
    }
    GeoTransform transform{};
    std::copy(std::begin(header.transform), std::end(header.transform), transform.begin());
    const Window window = window_of(*dataset, transform, request);
    check_size(*dataset, band, window, *type, request.limits);
    header.columns = window.columns;
    header.rows = window.rows;
    header.type = *type;
    header.transform[0] += transform[1] * window.left + transform[2] * window.top;
    header.transform[3] += transform[4] * window.left + transform[5] * window.top;
    int has = FALSE;
    header.nodata = band.GetNoDataValue(&has);
    header.has_nodata = has != FALSE;
    header.scale = band.GetScale(&has);
    header.shift = band.GetOffset(&has);
    std::string wkt;
    if (const OGRSpatialReference* const system = dataset->GetSpatialRef(); system != nullptr) {
        char* text = nullptr;
        if (system->exportToWkt(&text) == OGRERR_NONE && text != nullptr) {
            wkt = text;
        }
        CPLFree(text);
    }
    header.wkt_size = static_cast<std::uint32_t>(std::min<std::size_t>(wkt.size(), wkt_size_max));
    touch(cells, static_cast<std::size_t>(window.columns) * static_cast<std::size_t>(window.rows) *
                     (*type == CellType::i32 ? sizeof(std::int16_t) : bytes_of(*type)));
    if (*type == CellType::i32 && put_narrow_cells(band, window, cells)) {
        header.type = CellType::i16;
    } else {
        put_cells(band, window, *type, cells);
    }
    if (!write_all(fd, &header, sizeof(header)) || !write_all(fd, wkt.data(), header.wkt_size)) {
        std::_Exit(4);
    }
}

int child(const fs::path& file, const RasterRequest& request, char* cells, int fd) {
    CPLSetErrorHandler(CPLQuietErrorHandler);
    try {
        send_raster(file, request, cells, fd);
        return 0;
    } catch (const Refusal& refusal) {
        RasterHeader header;
        header.magic = magic_error;
        std::string words = refusal.code;
        for (const std::string& each : {refusal.message, refusal.found, refusal.expected}) {
            words += '\0';
            words += each;
        }
        return write_all(fd, &header, sizeof(header)) && write_all(fd, words.data(), words.size())
                   ? 0
                   : 4;
    } catch (const std::exception&) {
        return 5;
    }
}

// ---- in the parent ----

fs::path plain_raster(const fs::path& file, const RasterLimits& limits) {
    std::error_code error;
    const fs::path absolute = fs::absolute(file, error);
    const auto refuse = [&](std::string code, std::string message, std::string found,
                            std::string expected) {
        throw bad_input({.code = std::move(code),
                         .message = std::move(message),
                         .file = file.string(),
                         .found = std::move(found),
                         .expected = std::move(expected)});
    };
    if (error || !fs::is_regular_file(absolute, error)) {
        refuse("file.missing", "the raster is missing", "", "a file of a raster");
    }
    if (driver_of(absolute) == Driver::none) {
        refuse("raster.format", "the file cannot be read as a raster",
               absolute.extension().string(), "a GeoTIFF (.tif, .tiff) or ESRI ASCII grid (.asc)");
    }
    if (const std::uintmax_t bytes = fs::file_size(absolute, error);
        error || bytes > limits.file_bytes_max) {
        refuse("raster.size", "the file is too large", std::to_string(bytes),
               fmt::format("at most {} bytes", limits.file_bytes_max));
    }
    return absolute;
}

Error refused_by_child(const fs::path& file, std::string_view words) {
    std::array<std::string, 4> parts;
    for (std::string& part : parts) {
        const std::size_t end = std::min(words.find('\0'), words.size());
        part = words.substr(0, end);
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return bad_input({.code = parts[0],
                      .message = parts[1],
                      .file = file.string(),
                      .found = parts[2],
                      .expected = parts[3]});
}

Error broken(const fs::path& file, std::string found) {
    return bad_input({.code = "raster.format",
                      .message = "the raster cannot be read to its end",
                      .file = file.string(),
                      .found = std::move(found),
                      .expected = "an unharmed raster"});
}

/// Memory that a child writes to and the parent reads. Pages that nobody touches cost nothing.
std::shared_ptr<char> shared_memory(std::size_t bytes) {
    void* const memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        throw fault({.code = "internal", .message = "no memory for a raster"});
    }
    return {static_cast<char*>(memory), [bytes](char* each) { (void)munmap(each, bytes); }};
}

/// The child read a stranger's file: what it tells is looked at like one.
bool is_sound(const RasterHeader& header, std::size_t bytes, const RasterLimits& limits) {
    const bool is_known = header.type <= CellType::f64 && header.columns > 0 && header.rows > 0 &&
                          header.columns <= side_max && header.rows <= side_max &&
                          header.wkt_size <= wkt_size_max;
    if (!is_known) {
        return false;
    }
    const auto& g = header.transform;
    const double determinant = g[1] * g[5] - g[2] * g[4];
    const bool lies_somewhere =
        std::all_of(std::begin(g), std::end(g), [](double each) { return std::isfinite(each); }) &&
        std::isfinite(determinant) && determinant != 0 && std::isfinite(header.scale) &&
        std::isfinite(header.shift);
    const std::size_t cells =
        static_cast<std::size_t>(header.columns) * static_cast<std::size_t>(header.rows);
    return lies_somewhere && bytes == sizeof(RasterHeader) + header.wkt_size &&
           cells <= limits.cells_max && cells * bytes_of(header.type) <= limits.bytes_max;
}

}  // namespace

std::size_t bytes_of(CellType type) {
    constexpr std::array<std::size_t, 8> sizes{1, 1, 2, 2, 4, 4, 4, 8};
    return sizes[static_cast<std::size_t>(type)];
}

RasterBytes raster_bytes(const fs::path& file, const RasterRequest& request) {
    const fs::path absolute = plain_raster(file, request.limits);
    const std::shared_ptr<char> cells = shared_memory(request.limits.bytes_max);
    Confinement bounds;
    bounds.answer_bytes_max = wkt_size_max + 2 * sizeof(RasterHeader);
    const ConfinedAnswer answer =
        run_confined(bounds, [&](int fd) { return child(absolute, request, cells.get(), fd); });
    RasterBytes read;
    if (answer.bytes.size() < sizeof(RasterHeader)) {
        throw broken(file, answer.ended);
    }
    std::memcpy(&read.header, answer.bytes.data(), sizeof(RasterHeader));
    if (read.header.magic == magic_error) {
        throw refused_by_child(file, std::string_view(answer.bytes).substr(sizeof(RasterHeader)));
    }
    if (!answer.whole || read.header.magic != magic_header ||
        !is_sound(read.header, answer.bytes.size(), request.limits)) {
        throw broken(file, answer.ended);
    }
    read.wkt = answer.bytes.substr(sizeof(RasterHeader), read.header.wkt_size);
    read.cells = cells;
    return read;
}

}  // namespace relief
