// SPDX-License-Identifier: Apache-2.0
// Whatever a GeoJSON file holds: a sound network of roads, or an area of a closure that can be
// asked, or a relief::Error that is not ours to blame. GDAL reads files by their names, so each
// input is written to a file of this process; those that are no object at all are wrapped in a
// FeatureCollection, so that geometries are tried and not the framing alone.
#include "core/error.h"
#include "routing/network/closure_area_file.h"
#include "routing/network/network_check.h"
#include "routing/network/network_file.h"
#include "routing/network/street_closure.h"
#include "routing/network/street_lines.h"

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace {

namespace fs = std::filesystem;

/// The properties of the roads tried: a mapping with most of what one may say.
constexpr std::string_view mapping_rows =
    "what,property,value,means\n"
    "datum,,WGS84,\n"
    "source,,fuzz,\n"
    "id,id,,\n"
    "name,name,,\n"
    "ref,ref,,\n"
    "length,km,,km\n"
    "speed,speed,,km/h\n"
    "height,height,,cm\n"
    "weight,weight,,kg\n"
    "level,level,,\n"
    "class,class,*,primary\n"
    "class,class,no,skip\n"
    "bridge,bridge,1,yes\n"
    "bridge,bridge,*,no\n"
    "one_way,oneway,1,forward\n"
    "one_way,oneway,-1,backward\n"
    "one_way,oneway,*,both\n";

/// Files of this process, gone at its end.
class Files {
  public:
    Files() : folder_(fs::temp_directory_path() / ("geojson_fuzz." + std::to_string(getpid()))) {
        fs::create_directories(folder_);
        write("ends.csv", std::string(mapping_rows) +
                              "noding,,fields,\nfrom_node,from,,\n"
                              "to_node,to,,\n");
        write("places.csv", std::string(mapping_rows) + "noding,,coordinates,10\n");
    }
    ~Files() {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    Files(const Files&) = delete;
    Files& operator=(const Files&) = delete;

    fs::path write(const std::string& name, std::string_view bytes) const {
        std::ofstream(path(name), std::ios::binary | std::ios::trunc) << bytes;
        return path(name);
    }
    [[nodiscard]] fs::path path(const std::string& name) const { return folder_ / name; }

  private:
    fs::path folder_;
};

void try_roads(const fs::path& layer, const fs::path& mapping) {
    relief::ReadReport report;
    const relief::StreetNetwork network = relief::read_street_layer(layer, mapping, report);
    if (relief::unsound_part(network)) {
        std::abort();
    }
    if (!(relief::parse_network(relief::network_bytes(network), "fuzz") == network)) {
        std::abort();
    }
}

/// The border belongs to an area: each of its points lies in it.
void try_area(const fs::path& file, const char* datum) {
    const relief::ClosureArea area = relief::read_closure_area(file, datum);
    const relief::AreaTest test(area);
    for (const auto& ring : area.rings) {
        for (const relief::StreetPoint point : ring) {
            if (!test.contains(point)) {
                std::abort();
            }
        }
    }
}

/// 'G': a geometry; 'F': features; else a whole file.
std::string wrapped(std::string_view bytes) {
    const std::string_view rest = bytes.substr(1);
    if (bytes.front() == 'G') {
        return R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":)"
               R"({"class":"a","from":"1","to":"2","km":3},"geometry":)" +
               std::string(rest) + "}]}";
    }
    return bytes.front() == 'F'
               ? R"({"type":"FeatureCollection","features":[)" + std::string(rest) + "]}"
               : std::string(bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Files files;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (bytes.size() < 2) {
        return 0;
    }
    constexpr std::size_t ways = 4;
    const std::size_t way = static_cast<unsigned char>(bytes.front()) % ways;
    try {
        const fs::path file = files.write("fuzz.geojson", wrapped(bytes.substr(1)));
        switch (way) {
            case 0: try_roads(file, files.path("ends.csv")); break;
            case 1: try_roads(file, files.path("places.csv")); break;
            case 2: try_area(file, "WGS84"); break;
            default: try_area(file, "GCJ-02"); break;
        }
    } catch (const relief::Error& error) {
        if (error.kind() == relief::ErrorKind::fault) {
            std::abort();
        }
    }
    return 0;
}
