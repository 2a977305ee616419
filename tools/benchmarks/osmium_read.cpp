// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/osmium_read.h"

#ifdef RELIEF_OSMIUM
#include <osmium/handler.hpp>
#include <osmium/handler/node_locations_for_ways.hpp>
#include <osmium/index/map/flex_mem.hpp>
#include <osmium/io/pbf_input.hpp>
#include <osmium/visitor.hpp>
#endif

namespace relief::bench {

#ifdef RELIEF_OSMIUM

std::optional<std::uint64_t> osmium_read(const std::string& file) {
    using Locations =
        osmium::index::map::FlexMem<osmium::unsigned_object_id_type, osmium::Location>;
    struct Count : osmium::handler::Handler {
        std::uint64_t ways = 0;
        void way(const osmium::Way& /*way*/) { ++ways; }
    };
    osmium::io::Reader reader(file);
    Locations locations;
    osmium::handler::NodeLocationsForWays<Locations> locate(locations);
    locate.ignore_errors();
    Count count;
    osmium::apply(reader, locate, count);
    reader.close();
    return count.ways;
}

#else

std::optional<std::uint64_t> osmium_read(const std::string& /*file*/) {
    return std::nullopt;
}

#endif

}  // namespace relief::bench
