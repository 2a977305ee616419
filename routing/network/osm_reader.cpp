// SPDX-License-Identifier: Apache-2.0
#include "routing/network/osm_reader.h"

#include "core/error.h"
#include "routing/network/osm_barrier.h"
#include "routing/network/osm_condition.h"
#include "routing/network/osm_pbf.h"
#include "routing/network/osm_restriction.h"
#include "routing/network/osm_way.h"

#include <utility>

namespace relief {
namespace {

constexpr std::uint8_t all_vehicles = 3;

std::string key_and_value(const OsmTag& tag) {
    return std::string(tag.key).append("=").append(tag.value);
}

/// Hands what is a road to a builder, and notes the rest.
class NetworkSink final : public OsmSink {
  public:
    NetworkSink(StreetBuilder& builder, ReadReport& report) : builder_(builder), report_(report) {}

    void expect(std::uint64_t file_bytes) override {
        constexpr std::uint64_t bytes_a_node = 9;
        builder_.expect_points(file_bytes / bytes_a_node);
    }
    bool wants_node_key(std::string_view key) override { return is_barrier_key(key); }
    void node(std::int64_t id, StreetPoint at) override {
        ++report_.nodes_read;
        builder_.add_point(id, at);
    }
    void tagged_node(std::int64_t id, const OsmTags& tags) override;
    void way(std::int64_t id, const OsmTags& tags, std::span<const std::int64_t> nodes) override;
    void relation(std::int64_t id, const OsmTags& tags,
                  std::span<const OsmMember> members) override;

  private:
    void keep_words(WayIndex way, const OsmTag& tag) {
        builder_.add_condition(
            {.way = way, .words = builder_.text(key_and_value(tag)), .vehicles = all_vehicles});
    }

    StreetBuilder& builder_;
    ReadReport& report_;
};

void NetworkSink::tagged_node(std::int64_t id, const OsmTags& tags) {
    std::optional<OsmBarrier> read = read_barrier(tags);
    if (!read) {
        return;
    }
    read->barrier.id = id;
    read->barrier.limits = builder_.limits(read->limits);
    builder_.add_barrier(read->barrier);
    if (!read->unreadable.empty()) {
        report_.note("limit_unreadable", "node", id);
    }
}

void NetworkSink::way(std::int64_t id, const OsmTags& tags, std::span<const std::int64_t> nodes) {
    ++report_.ways_read;
    OsmRoad road = read_road(tags);
    for (const std::string_view doubt : road.doubts) {
        report_.note(doubt, "way", id);
    }
    if (!road.left_out.empty()) {
        report_.note(road.left_out, "way", id);
        return;
    }
    road.way.id = id;
    road.way.name = builder_.text(road.name);
    road.way.ref = builder_.text(road.ref);
    road.way.limits = builder_.limits(road.limits);
    const WayIndex way = builder_.add_way(road.way, nodes);
    for (const OsmTag& tag : road.words) {
        keep_words(way, tag);
    }
    for (OsmCondition& condition : read_conditions(tags)) {
        condition.condition.way = way;
        condition.condition.words = builder_.text(key_and_value(condition.tag));
        builder_.add_condition(condition.condition);
        report_.note(condition.condition.is_plain != 0 ? "condition_by_hour" : "condition_in_words",
                     "way", id);
    }
}

void NetworkSink::relation(std::int64_t id, const OsmTags& tags,
                           std::span<const OsmMember> members) {
    ++report_.relations_read;
    if (!is_restriction(tags)) {
        return;
    }
    const std::optional<OsmTurn> turn = read_turn(tags);
    if (!turn) {
        report_.note("restriction_unreadable", "relation", id);
        return;
    }
    if (turn->vehicles == 0) {
        report_.note("restriction_of_others", "relation", id);
        return;
    }
    StreetRestriction restriction{.id = id,
                                  .words = builder_.text(turn->words),
                                  .is_only = turn->is_only,
                                  .is_u_turn = turn->is_u_turn,
                                  .vehicles = turn->vehicles,
                                  .is_conditional = turn->is_conditional};
    int via_nodes = 0;
    for (const OsmMember& member : members) {
        if (member.kind == OsmMember::Kind::node && member.role == "via") {
            restriction.via_node = member.id;
            ++via_nodes;
        } else if (member.kind == OsmMember::Kind::way) {
            auto* const list = member.role == "from"  ? &restriction.from_ways
                               : member.role == "to"  ? &restriction.to_ways
                               : member.role == "via" ? &restriction.via_ways
                                                      : nullptr;
            if (list != nullptr) {
                list->push_back(member.id);
            }
        }
    }
    if (via_nodes + (restriction.via_ways.empty() ? 0 : 1) != 1) {
        report_.note("restriction_via_unclear", "relation", id);
        return;
    }
    if (turn->is_conditional) {
        report_.note("restriction_conditional", "relation", id);
    }
    builder_.add_restriction(std::move(restriction));
}

std::string source_of(const std::string& name) {
    return std::filesystem::path(name).filename().string() +
           ", (c) OpenStreetMap contributors, ODbL 1.0";
}

StreetNetwork finish(StreetBuilder builder, const std::string& name, ReadReport& report) {
    StreetNetwork network = std::move(builder).build(report);
    if (network.arcs.empty()) {
        throw bad_input({.code = "network.empty",
                         .message = "the file holds no road a vehicle may drive",
                         .file = name,
                         .found = std::to_string(report.ways_read) + " ways",
                         .expected = "ways with highway=* and their nodes"});
    }
    return network;
}

}  // namespace

StreetNetwork read_osm_network(const std::filesystem::path& file, ReadReport& report) {
    StreetBuilder builder(source_of(file.string()));
    NetworkSink sink(builder, report);
    read_osm_pbf(file, sink);
    return finish(std::move(builder), file.string(), report);
}

StreetNetwork read_osm_network(std::string_view bytes, const std::string& name,
                               ReadReport& report) {
    StreetBuilder builder(source_of(name));
    NetworkSink sink(builder, report);
    read_osm_pbf(bytes, name, sink);
    return finish(std::move(builder), name, report);
}

}  // namespace relief
