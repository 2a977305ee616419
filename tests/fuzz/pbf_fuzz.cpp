// SPDX-License-Identifier: Apache-2.0
// Whatever the bytes: a sound network, or a relief::Error that is not ours to blame. Half of the
// inputs are wrapped in good blobs, so that the blocks are tried and not the framing alone; what
// was read is saved and read back.
#include "core/error.h"
#include "routing/network/network_check.h"
#include "routing/network/network_file.h"
#include "routing/network/osm_reader.h"
#include "routing/path/turn_graph.h"
#include "tests/routing/osm_pbf_kit.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void try_pbf(std::string_view bytes) {
    relief::ReadReport report;
    const relief::StreetNetwork network = relief::read_osm_network(bytes, "fuzz.pbf", report);
    if (relief::unsound_part(network)) {
        std::abort();
    }
    (void)relief::turn_street_graph(network, relief::StreetVehicle::lorry);
    if (!(relief::parse_network(relief::network_bytes(network), "fuzz") == network)) {
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (bytes.empty()) {
        return 0;
    }
    try {
        switch (bytes.front()) {
            case 'B': try_pbf(relief::pbf::file(bytes.substr(1))); break;
            case 'N': (void)relief::parse_network(bytes.substr(1), "fuzz.network"); break;
            default: try_pbf(bytes);
        }
    } catch (const relief::Error& error) {
        if (error.kind() == relief::ErrorKind::fault) {
            std::abort();
        }
    }
    return 0;
}
