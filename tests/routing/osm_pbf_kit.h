// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <protozero/pbf_writer.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace relief::pbf {

/// The parts of a PBF file written by hand, right or wrong. Field numbers are those of
/// fileformat.proto and osmformat.proto.

/// A blob with its header; `type` "OSMHeader" or "OSMData".
inline std::string blob(std::string_view type, std::string_view content) {
    std::string header;
    protozero::pbf_writer writer(header);
    writer.add_string(1, type.data(), type.size());
    writer.add_int32(3, static_cast<std::int32_t>(content.size()));
    const auto size = static_cast<std::uint32_t>(header.size());
    std::string bytes;
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
        bytes += static_cast<char>((size >> shift) & 0xFFU);
    }
    return bytes.append(header).append(content);
}

/// A blob's content, not packed.
inline std::string raw(std::string_view data) {
    std::string content;
    protozero::pbf_writer(content).add_bytes(1, data.data(), data.size());
    return content;
}

/// A blob's content that says it unpacks to `raw_size` (negative: says nothing).
inline std::string zlib(std::string_view packed, std::int64_t raw_size) {
    std::string content;
    protozero::pbf_writer writer(content);
    if (raw_size >= 0) {
        writer.add_int32(2, static_cast<std::int32_t>(raw_size));
    }
    writer.add_bytes(3, packed.data(), packed.size());
    return content;
}

inline std::string header_block(const std::vector<std::string>& features = {"OsmSchema-V0.6",
                                                                            "DenseNodes"}) {
    std::string block;
    protozero::pbf_writer writer(block);
    for (const std::string& feature : features) {
        writer.add_string(4, feature);
    }
    return block;
}

/// Dense nodes by differences.
struct Dense {
    std::vector<std::int64_t> ids;
    std::vector<std::int64_t> latitudes;
    std::vector<std::int64_t> longitudes;
    std::vector<std::int32_t> tags;
};

inline std::string dense_group(const Dense& nodes) {
    std::string dense;
    {
        protozero::pbf_writer writer(dense);
        writer.add_packed_sint64(1, nodes.ids.begin(), nodes.ids.end());
        writer.add_packed_sint64(8, nodes.latitudes.begin(), nodes.latitudes.end());
        writer.add_packed_sint64(9, nodes.longitudes.begin(), nodes.longitudes.end());
        writer.add_packed_int32(10, nodes.tags.begin(), nodes.tags.end());
    }
    std::string group;
    protozero::pbf_writer(group).add_bytes(2, dense);
    return group;
}

/// A way with one tag, named by its strings.
inline std::string way_group(std::int64_t id, std::uint32_t key, std::uint32_t value,
                             const std::vector<std::int64_t>& differences) {
    std::string way;
    {
        const std::vector<std::uint32_t> keys{key};
        const std::vector<std::uint32_t> values{value};
        protozero::pbf_writer writer(way);
        writer.add_int64(1, id);
        writer.add_packed_uint32(2, keys.begin(), keys.end());
        writer.add_packed_uint32(3, values.begin(), values.end());
        writer.add_packed_sint64(8, differences.begin(), differences.end());
    }
    std::string group;
    protozero::pbf_writer(group).add_bytes(3, way);
    return group;
}

inline std::string data_block(const std::vector<std::string>& strings,
                              const std::vector<std::string>& groups) {
    std::string table;
    {
        protozero::pbf_writer writer(table);
        for (const std::string& string : strings) {
            writer.add_string(1, string);
        }
    }
    std::string block;
    protozero::pbf_writer writer(block);
    writer.add_bytes(1, table);
    for (const std::string& group : groups) {
        writer.add_bytes(2, group);
    }
    return block;
}

/// A whole file of a header and one block.
inline std::string file(std::string_view block) {
    return blob("OSMHeader", raw(header_block())) + blob("OSMData", raw(block));
}

}  // namespace relief::pbf
