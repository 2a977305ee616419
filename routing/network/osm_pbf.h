// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/osm_tags.h"
#include "routing/network/street_network.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace relief {

struct OsmMember {
    enum class Kind : std::uint8_t { node, way, relation };
    Kind kind = Kind::node;
    std::int64_t id = 0;
    std::string_view role;
};

/// Takes what a PBF file holds, in the order of the file. What is viewed lives for the call.
class OsmSink {
  public:
    OsmSink() = default;
    OsmSink(const OsmSink&) = delete;
    OsmSink& operator=(const OsmSink&) = delete;
    virtual ~OsmSink() = default;

    /// Told before all else: the bytes of the file. A real one holds about a node in nine bytes.
    virtual void expect(std::uint64_t /*file_bytes*/) {}
    /// Whether a node with this key is wanted with its tags; asked once a key and block.
    virtual bool wants_node_key(std::string_view key) = 0;
    virtual void node(std::int64_t id, StreetPoint at) = 0;
    virtual void tagged_node(std::int64_t id, const OsmTags& tags) = 0;
    virtual void way(std::int64_t id, const OsmTags& tags, std::span<const std::int64_t> nodes) = 0;
    virtual void relation(std::int64_t id, const OsmTags& tags,
                          std::span<const OsmMember> members) = 0;
};

/// Hands the nodes, ways and relations of an OpenStreetMap PBF file
/// (wiki.openstreetmap.org/wiki/PBF_Format) to a sink.
///
/// Nothing the file says of its sizes is believed: a blob takes at most 32 MiB, and a file cannot
/// blow up to more than its bytes could honestly hold. bad_input network.pbf naming the blob and
/// its byte: not such a file, cut off, sizes that lie, a string that is not there, lists of unequal
/// length, ids or coordinates out of range, a compression other than zlib, features not known here
/// (history files). What was handed over before is not to be used then.
void read_osm_pbf(const std::filesystem::path& file, OsmSink& sink);

/// The same from memory; `name` stands for the file in errors.
void read_osm_pbf(std::string_view bytes, const std::string& name, OsmSink& sink);

}  // namespace relief
