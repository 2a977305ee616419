// SPDX-License-Identifier: Apache-2.0
// Files that lie: each is answered with bad_input that says where, in bounded memory.
#include "routing/network/osm_pbf.h"
#include "core/error.h"
#include "gis/crs.h"
#include "routing/network/osm_reader.h"
#include "tests/kit/bad_input.h"
#include "tests/kit/cases.h"
#include "tests/routing/osm_pbf_kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libdeflate.h>
#include <sys/resource.h>
#include <protozero/pbf_reader.hpp>

#include <fstream>
#include <iterator>
#include <limits>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace relief {
namespace {

using kit::error_of;
using testing::AnyOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::int64_t huge = std::numeric_limits<std::int64_t>::max();

std::string read_all(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::string fiji_bytes() {
    return read_all(RELIEF_SOURCE_DIR "/tests/data/osm/r5_fiji_ferry.osm.pbf");
}

ErrorDetail refusal(const std::string& bytes) {
    return error_of([&bytes] {
        ReadReport report;
        (void)read_osm_network(bytes, "F.pbf", report);
    });
}

/// Two nodes and a primary road between them.
std::string small_block() {
    return pbf::data_block(
        {"", "highway", "primary"},
        {pbf::dense_group({{1, 1}, {438'000'000, 1'000}, {1'253'000'000, 1'000}, {}}),
         pbf::way_group(7, 1, 2, {1, 1})});
}

std::string packed(const std::string& data) {
    libdeflate_compressor* const compressor = libdeflate_alloc_compressor(1);
    std::string out(libdeflate_zlib_compress_bound(compressor, data.size()), '\0');
    out.resize(
        libdeflate_zlib_compress(compressor, data.data(), data.size(), out.data(), out.size()));
    libdeflate_free_compressor(compressor);
    return out;
}

TEST(OsmPbf, AFileWrittenByHandIsRead) {
    ReadReport report;
    const StreetNetwork network = read_osm_network(pbf::file(small_block()), "F.pbf", report);
    EXPECT_EQ(network.nodes.size(), 2U);
    EXPECT_EQ(network.arcs.size(), 2U);
    EXPECT_EQ(network.ways[0].street_class, StreetClass::primary);
    EXPECT_EQ(network.nodes[1], (StreetPoint{1'253'001'000, 438'001'000}));
    EXPECT_THAT(network.source, HasSubstr("ODbL"));
}

TEST(OsmPbf, WhatIsNoPbfIsSaidToBeNone) {
    EXPECT_EQ(refusal("").code, "network.pbf");
    EXPECT_EQ(refusal("<?xml version='1.0'?><osm></osm>").code, "network.pbf");
    EXPECT_EQ(refusal(std::string(1'000, '\0')).code, "network.pbf");
    EXPECT_EQ(refusal("PK\x03\x04 a zip").code, "network.pbf");
    EXPECT_EQ(refusal(pbf::blob("OSMData", pbf::raw(small_block()))).expected,
              "a header block first");
    EXPECT_EQ(error_of([] {
                  ReadReport report;
                  (void)read_osm_network(std::filesystem::path("/no/such.pbf"), report);
              }).code,
              "file.missing");
    EXPECT_EQ(error_of([] {
                  ReadReport report;
                  (void)read_osm_network(std::filesystem::path("/tmp"), report);
              }).code,
              "file.read");
}

TEST(OsmPbf, WithoutRoadsThereIsNoNetwork) {
    EXPECT_EQ(refusal(pbf::blob("OSMHeader", pbf::raw(pbf::header_block()))).code, "network.empty");
    const std::string house = pbf::data_block(
        {"", "building", "yes"},
        {pbf::dense_group({{1, 1}, {1, 1}, {1, 1}, {}}), pbf::way_group(7, 1, 2, {1, 1})});
    EXPECT_EQ(refusal(pbf::file(house)).code, "network.empty");
    const std::string no_nodes =
        pbf::data_block({"", "highway", "primary"}, {pbf::way_group(7, 1, 2, {1, 1})});
    EXPECT_EQ(refusal(pbf::file(no_nodes)).code, "network.empty");
}

TEST(OsmPbf, TheBlobAndItsByteAreNamed) {
    const std::string header = pbf::blob("OSMHeader", pbf::raw(pbf::header_block()));
    const std::string good = pbf::blob("OSMData", pbf::raw(small_block()));
    const std::string bad = pbf::blob("OSMData", "");
    const ErrorDetail error = refusal(header + good + bad);
    EXPECT_EQ(error.file, "F.pbf");
    EXPECT_EQ(error.field, "blob 3, byte " + std::to_string(header.size() + good.size()));
}

TEST(OsmPbf, SizesOfBlobsAreBounded) {
    const std::string header = pbf::blob("OSMHeader", pbf::raw(pbf::header_block()));
    // A blob header of 64 KiB and one byte; a blob of 2 GiB.
    EXPECT_THAT(refusal(header + std::string("\0\x01\0\x01", 4)).message,
                HasSubstr("size of a blob header"));
    std::string large;
    protozero::pbf_writer writer(large);
    writer.add_string(1, "OSMData");
    writer.add_int32(3, std::numeric_limits<std::int32_t>::max());
    const std::string length{'\0', '\0', '\0', static_cast<char>(large.size())};
    EXPECT_THAT(refusal(header + length + large).message, HasSubstr("size of a blob"));
}

TEST(OsmPbf, UnpackedSizesThatLieAreFound) {
    const std::string header = pbf::blob("OSMHeader", pbf::raw(pbf::header_block()));
    const std::string block = small_block();
    const auto size = static_cast<std::int64_t>(block.size());
    const auto with = [&](std::int64_t raw_size) {
        return header + pbf::blob("OSMData", pbf::zlib(packed(block), raw_size));
    };
    ReadReport report;
    EXPECT_EQ(read_osm_network(with(size), "F.pbf", report).nodes.size(), 2U);
    EXPECT_THAT(refusal(with(size - 1)).message, HasSubstr("more than it says"));
    EXPECT_THAT(refusal(with(size + 1)).message, HasSubstr("less than it says"));
    EXPECT_THAT(refusal(with(0)).message, HasSubstr("more than it says"));
    EXPECT_THAT(refusal(with(-1)).message, HasSubstr("does not say its unpacked size"));
    EXPECT_THAT(refusal(with((32 << 20) + 1)).message, HasSubstr("out of range"));
    std::string broken = packed(block);
    broken[broken.size() / 2] ^= 0x55;
    EXPECT_THAT(refusal(header + pbf::blob("OSMData", pbf::zlib(broken, size))).code,
                "network.pbf");
}

TEST(OsmPbf, OtherPackingsAndFeaturesAreNamed) {
    std::string content;
    protozero::pbf_writer(content).add_bytes(7, "zstd");
    const std::string header = pbf::blob("OSMHeader", pbf::raw(pbf::header_block()));
    EXPECT_THAT(refusal(header + pbf::blob("OSMData", content)).expected, HasSubstr("zlib"));
    EXPECT_EQ(
        refusal(pbf::blob("OSMHeader", pbf::raw(pbf::header_block({"HistoricalInformation"}))))
            .found,
        "HistoricalInformation");
    ReadReport report;
    const std::string unknown =
        header + pbf::blob("Icing", "sugar") + pbf::blob("OSMData", pbf::raw(small_block()));
    EXPECT_EQ(read_osm_network(unknown, "F.pbf", report).nodes.size(), 2U)
        << "blobs of another type are passed over";
}

TEST(OsmPbf, ListsOfUnequalLengthAreFound) {
    const auto dense = [](const pbf::Dense& nodes) {
        return refusal(
            pbf::file(pbf::data_block({"", "barrier", "gate"}, {pbf::dense_group(nodes)})));
    };
    EXPECT_THAT(dense({{1, 1}, {1}, {1, 1}, {}}).message, HasSubstr("unequal length"));
    EXPECT_THAT(dense({{1}, {1, 1}, {1, 1}, {}}).message, HasSubstr("unequal length"));
    EXPECT_THAT(dense({{1}, {1}, {}, {}}).message, HasSubstr("unequal length"));
    EXPECT_THAT(dense({{1, 1}, {1, 1}, {1, 1}, {1, 2, 0}}).message, HasSubstr("end before"));
    EXPECT_THAT(dense({{1}, {1}, {1}, {1}}).message, HasSubstr("end with a key"));
    EXPECT_THAT(dense({{1}, {1}, {1}, {0, 0}}).message, HasSubstr("more tags"));
}

TEST(OsmPbf, StringsThatAreNotThereAreFound) {
    EXPECT_EQ(
        refusal(pbf::file(pbf::data_block({"", "highway"}, {pbf::way_group(7, 1, 2, {1})}))).found,
        "string 2");
    EXPECT_EQ(
        refusal(pbf::file(pbf::data_block({""}, {pbf::dense_group({{1}, {1}, {1}, {-5, 0, 0}})})))
            .found,
        "string -5");
}

TEST(OsmPbf, MoreTagsOrLongerStringsThanAnyRealThingHasAreRefused) {
    pbf::Dense node{{1}, {1}, {1}, std::vector<std::int32_t>(40'000, 1)};
    node.tags.push_back(0);
    EXPECT_THAT(refusal(pbf::file(pbf::data_block({"", "a"}, {pbf::dense_group(node)}))).message,
                HasSubstr("more tags"));
    EXPECT_THAT(refusal(pbf::file(pbf::data_block({"", std::string(5'000, 'a')}, {}))).message,
                HasSubstr("a string is longer"));
}

TEST(OsmPbf, DifferencesThatRunOverAreFound) {
    const auto dense = [](const pbf::Dense& nodes) {
        return refusal(pbf::file(pbf::data_block({""}, {pbf::dense_group(nodes)}))).message;
    };
    EXPECT_THAT(dense({{huge, 1}, {1, 1}, {1, 1}, {}}), HasSubstr("64 bits"));
    EXPECT_THAT(dense({{1, 1}, {huge, 1}, {1, 1}, {}}),
                AnyOf(HasSubstr("64 bits"), HasSubstr("globe")));
    EXPECT_THAT(dense({{1}, {900'000'001}, {1}, {}}), HasSubstr("globe"));
    EXPECT_THAT(dense({{1}, {1}, {-1'800'000'001}, {}}), HasSubstr("globe"));
    EXPECT_THAT(
        refusal(pbf::file(pbf::data_block({"", "a", "b"}, {pbf::way_group(7, 1, 2, {huge, huge})})))
            .message,
        HasSubstr("64 bits"));
}

/// Peak memory of this process in MiB.
long peak_mib() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

TEST(OsmPbf, ABombOfPointsIsStoppedByItsSize) {
    // A block of a million and a half nodes in a few kilobytes, twenty times.
    const std::vector<std::int64_t> zeros(1'500'000, 0);
    const std::string block = pbf::data_block({""}, {pbf::dense_group({zeros, zeros, zeros, {}})});
    const std::string bomb =
        pbf::blob("OSMData", pbf::zlib(packed(block), static_cast<std::int64_t>(block.size())));
    std::string file = pbf::blob("OSMHeader", pbf::raw(pbf::header_block()));
    for (int i = 0; i < 20; ++i) {
        file += bomb;
    }
    const long before = peak_mib();
    EXPECT_THAT(refusal(file).message, HasSubstr("more points than its size allows"));
    EXPECT_LT(peak_mib() - before, 128);
}

TEST(OsmPbf, ABombOfBytesIsStoppedByItsSize) {
    std::string table;
    protozero::pbf_writer(table).add_bytes(30, std::string(30 << 20, '\0'));  // an unknown field
    const std::string bomb =
        pbf::blob("OSMData", pbf::zlib(packed(table), static_cast<std::int64_t>(table.size())));
    std::string file = pbf::blob("OSMHeader", pbf::raw(pbf::header_block()));
    for (int i = 0; i < 3; ++i) {
        file += bomb;
    }
    const long before = peak_mib();
    EXPECT_THAT(refusal(file).message, HasSubstr("unpacks to more than its size allows"));
    EXPECT_LT(peak_mib() - before, 128);
}

TEST(OsmPbf, CutOffAtEveryBorderAndAnywhereElse) {
    const std::string bytes = fiji_bytes();
    std::mt19937_64 random(9);
    std::vector<std::size_t> cuts{0, 1, 3, 4, 5, bytes.size() - 1};
    for (int i = 0; i < 150; ++i) {
        cuts.push_back(random() % bytes.size());
    }
    for (const std::size_t cut : cuts) {
        EXPECT_EQ(refusal(bytes.substr(0, cut)).code, "network.pbf") << cut;
    }
    // After a whole blob the file looks complete: what is there is a network or has no road.
    std::size_t at = 0;
    for (int blobs = 0; at < bytes.size(); ++blobs) {
        const auto byte = [&](std::size_t i) {
            return std::size_t{static_cast<unsigned char>(bytes[at + i])};
        };
        const std::size_t header = byte(2) << 8U | byte(3);
        protozero::pbf_reader reader(bytes.data() + at + 4, header);
        std::size_t size = 0;
        while (reader.next()) {
            if (reader.tag() == 3) {
                size = static_cast<std::size_t>(reader.get_int32());
            } else {
                reader.skip();
            }
        }
        at += 4 + header + size;
        ReadReport report;
        try {
            (void)read_osm_network(bytes.substr(0, at), "F.pbf", report);
        } catch (const Error& error) {
            EXPECT_EQ(error.detail().code, "network.empty") << blobs;
        }
    }
    EXPECT_EQ(at, bytes.size());
}

TEST(OsmPbf, FlippedBytesAreRefusedOrHarmless) {
    const std::string bytes = fiji_bytes();
    std::mt19937_64 random(21);
    int refused = 0;
    for (int i = 0; i < 400; ++i) {
        std::string changed = bytes;
        changed[random() % changed.size()] ^= static_cast<char>(1U << (random() % 8));
        ReadReport report;
        try {
            (void)read_osm_network(changed, "F.pbf", report);
        } catch (const Error& error) {
            EXPECT_THAT(error.detail().code, AnyOf("network.pbf", "network.empty"));
            EXPECT_THAT(error.detail().field, StartsWith("blob "));
            ++refused;
        }
    }
    EXPECT_GT(refused, 350) << "zlib's own checksum finds nearly all";
}

// ---- real files ----

TEST(OsmReader, CountsOfPortoAreThoseOfItsProvenance) {
    const auto file = kit::shared_case("roads/porto_portugal.osm.pbf");
    if (!file) {
        GTEST_SKIP() << "porto_portugal.osm.pbf is not here: its counts are not checked";
    }
    ReadReport report;
    (void)read_osm_network(std::filesystem::path(*file), report);
    EXPECT_EQ(report.nodes_read, 347'944U);
    EXPECT_EQ(report.ways_read, 51'458U);
    EXPECT_EQ(report.relations_read, 357U);
}

TEST(OsmReader, AFerryOverThe180thMeridianIsAsLongAsTheSea) {
    // From 179.5 E to 179.5 W on the parallel of Taveuni: one degree, 106.6 km by PROJ.
    const std::string block = pbf::data_block(
        {"", "route", "ferry"},
        {pbf::dense_group({{1, 1}, {-168'000'000, 0}, {1'795'000'000, -3'590'000'000}, {}}),
         pbf::way_group(7, 1, 2, {1, 1})});
    ReadReport report;
    const StreetNetwork network = read_osm_network(pbf::file(block), "F.pbf", report);
    ASSERT_EQ(network.pieces.size(), 1U);
    EXPECT_NEAR(network.pieces[0].length_cm / 100'000.0,
                geodesic_km({179.5, -16.8}, {-179.5, -16.8}), 0.1);
    EXPECT_EQ(network.ways[0].street_class, StreetClass::ferry);
}

TEST(OsmReader, RoadsOnBothSidesOfThe180thMeridianAreShort) {
    ReadReport report;
    const StreetNetwork network = read_osm_network(fiji_bytes(), "F.pbf", report);
    bool is_west = false;
    bool is_east = false;
    for (const StreetPiece& piece : network.pieces) {
        EXPECT_LT(piece.length_cm, 4'000'000U) << "no road of 40 km between two crossings there";
        is_west = is_west || network.nodes[piece.from].longitude() < -179;
        is_east = is_east || network.nodes[piece.from].longitude() > 178;
    }
    EXPECT_TRUE(is_west && is_east);
}

TEST(OsmReader, TheIslandsAreCutOffFromTheRest) {
    ReadReport report;
    const StreetNetwork network = read_osm_network(
        std::filesystem::path(RELIEF_SOURCE_DIR "/tests/data/osm/r5_subgraph_islands.osm.pbf"),
        report);
    std::vector<int> component(network.nodes.size(), -1);
    std::vector<std::size_t> sizes;
    std::vector<std::vector<NodeIndex>> neighbours(network.nodes.size());
    for (const StreetPiece& piece : network.pieces) {
        neighbours[piece.from].push_back(piece.to);
        neighbours[piece.to].push_back(piece.from);
    }
    for (NodeIndex start = 0; start < network.nodes.size(); ++start) {
        if (component[start] >= 0) {
            continue;
        }
        std::vector<NodeIndex> open{start};
        component[start] = static_cast<int>(sizes.size());
        sizes.push_back(0);
        while (!open.empty()) {
            const NodeIndex node = open.back();
            open.pop_back();
            ++sizes.back();
            for (const NodeIndex next : neighbours[node]) {
                if (component[next] < 0) {
                    component[next] = component[node];
                    open.push_back(next);
                }
            }
        }
    }
    std::ranges::sort(sizes, std::greater{});
    ASSERT_GT(sizes.size(), 1U);
    EXPECT_GT(sizes[0], network.nodes.size() * 9 / 10);
    EXPECT_LT(sizes[1], 100U);
}

}  // namespace
}  // namespace relief
