// SPDX-License-Identifier: Apache-2.0
#include "routing/network/network_file.h"
#include "core/error.h"
#include "routing/network/network_check.h"
#include "routing/network/osm_reader.h"
#include "routing/path/index_checksum.h"
#include "tests/kit/bad_input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

namespace relief {
namespace {

using kit::error_of;
using testing::AnyOf;

const StreetNetwork& fiji() {
    static const StreetNetwork network = [] {
        ReadReport report;
        return read_osm_network(
            std::filesystem::path(RELIEF_SOURCE_DIR "/tests/data/osm/r5_fiji_ferry.osm.pbf"),
            report);
    }();
    return network;
}

std::string code_of(const std::string& bytes) {
    return error_of([&bytes] { (void)parse_network(bytes, "F"); }).code;
}

/// The last 8 bytes made right again, as a forger would.
std::string resealed(std::string bytes) {
    Checksum sum;
    for (std::size_t at = 0; at + 16 <= bytes.size(); at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + at, 8);
        sum.add(word);
    }
    const std::uint64_t value = sum.value();
    std::memcpy(bytes.data() + bytes.size() - 8, &value, 8);
    return bytes;
}

TEST(NetworkFile, GivesBackWhatWasSaved) {
    const std::string bytes = network_bytes(fiji());
    EXPECT_EQ(parse_network(bytes, "F"), fiji());
    EXPECT_EQ(network_bytes(parse_network(bytes, "F")), bytes);
    const StreetNetwork empty = [] {
        StreetBuilder builder("nothing");
        ReadReport report;
        return std::move(builder).build(report);
    }();
    EXPECT_EQ(parse_network(network_bytes(empty), "F"), empty);
}

TEST(NetworkFile, IsWrittenWholeUnderItsName) {
    const auto file = std::filesystem::temp_directory_path() /
                      ("relief_network_file_test_" + std::to_string(::getpid()) + ".network");
    save_network(fiji(), file);
    EXPECT_EQ(load_network(file), fiji());
    EXPECT_FALSE(std::filesystem::exists(file.string() + ".new"));
    std::filesystem::remove(file);
    EXPECT_EQ(error_of([&] { (void)load_network(file); }).code, "file.missing");
    EXPECT_EQ(error_of([] { save_network(fiji(), "/nowhere/at/all.network"); }).code, "file.write");
}

TEST(NetworkFile, AForeignFileIsToldFromANewerAndADamagedOne) {
    EXPECT_EQ(code_of(""), "network.foreign");
    EXPECT_EQ(code_of("RELIEFNW"), "network.foreign");
    EXPECT_EQ(code_of("SQLite format 3, and more than a head"), "network.foreign");
    std::string newer = network_bytes(fiji());
    newer[8] = 2;
    EXPECT_EQ(code_of(newer), "network.newer");
    std::string changed = network_bytes(fiji());
    changed[changed.size() / 2] ^= 1;
    EXPECT_EQ(code_of(changed), "network.damaged");
}

TEST(NetworkFile, CutOffAnywhereItIsRefused) {
    const std::string bytes = network_bytes(fiji());
    for (std::size_t length = 0; length < bytes.size(); length += 1 + length / 16) {
        EXPECT_THAT(code_of(bytes.substr(0, length)), AnyOf("network.foreign", "network.damaged"));
    }
    EXPECT_EQ(code_of(bytes + std::string(8, '\0')), "network.damaged");
}

TEST(NetworkFile, EveryFlippedBitIsFound) {
    const std::string bytes = network_bytes(fiji());
    std::mt19937_64 random(3);
    for (int i = 0; i < 2'000; ++i) {
        std::string changed = bytes;
        changed[random() % changed.size()] ^= static_cast<char>(1U << (random() % 8));
        EXPECT_THAT(code_of(changed), AnyOf("network.foreign", "network.newer", "network.damaged"));
    }
}

TEST(NetworkFile, SizesThatLieMakeNoRoom) {
    std::string bytes = network_bytes(fiji());
    for (std::size_t part = 0; part < 16; ++part) {
        for (const std::uint64_t lie : {~std::uint64_t{0}, std::uint64_t{1} << 61U,
                                        std::uint64_t{1} << 40U, std::uint64_t{0}}) {
            for (const std::size_t offset : {0, 8}) {
                std::string forged = bytes;
                std::memcpy(forged.data() + 16 + part * 16 + offset, &lie, 8);
                if (forged != bytes) {
                    EXPECT_EQ(code_of(resealed(forged)), "network.damaged");
                }
            }
        }
    }
}

TEST(NetworkFile, AForgedFileIsSoundOrRefused) {
    // The checksum is made right after each change: what is let in must still be safe to walk.
    const std::string bytes = network_bytes(fiji());
    std::mt19937_64 random(5);
    int refused = 0;
    for (int i = 0; i < 3'000; ++i) {
        std::string forged = bytes;
        const std::size_t at = 272 + random() % (forged.size() - 280);
        forged[at] = static_cast<char>(random());
        try {
            const StreetNetwork network = parse_network(resealed(forged), "F");
            EXPECT_FALSE(unsound_part(network).has_value());
        } catch (const Error& error) {
            EXPECT_EQ(error.detail().code, "network.damaged");
            ++refused;
        }
    }
    EXPECT_GT(refused, 500);
}

TEST(NetworkCheck, EveryWrongIndexIsFound) {
    const auto part = [](auto&& spoil) {
        StreetNetwork network = fiji();
        spoil(network);
        return unsound_part(network).value_or("");
    };
    EXPECT_EQ(part([](StreetNetwork&) {}), "");
    EXPECT_EQ(part([](StreetNetwork& n) { n.arcs[5].head = 1'000'000; }), "arcs");
    EXPECT_EQ(part([](StreetNetwork& n) { n.arcs[5].piece_and_direction ^= 1U; }), "arcs");
    EXPECT_EQ(part([](StreetNetwork& n) { n.first_arc[3] = n.first_arc[4] + 1; }), "arcs");
    EXPECT_EQ(part([](StreetNetwork& n) { n.pieces[0].way = no_index; }), "pieces");
    EXPECT_EQ(part([](StreetNetwork& n) { n.pieces[1].first_point = no_index; }), "pieces");
    EXPECT_EQ(part([](StreetNetwork& n) { n.ways[0].limits = 99; }), "ways");
    EXPECT_EQ(part([](StreetNetwork& n) { n.ways[0].name = 99'999; }), "ways");
    EXPECT_EQ(part([](StreetNetwork& n) { n.ways[0].street_class = static_cast<StreetClass>(18); }),
              "ways");
    EXPECT_EQ(part([](StreetNetwork& n) { n.text_starts[2] = no_index; }), "texts");
    EXPECT_EQ(part([](StreetNetwork& n) { n.barriers[0].node = no_index; }), "barriers");
    EXPECT_EQ(part([](StreetNetwork& n) { n.ban_arcs[0] = no_index; }), "bans");
    EXPECT_EQ(part([](StreetNetwork& n) { n.bans[1].first_arc = 1; }), "bans");
    EXPECT_EQ(part([](StreetNetwork& n) { n.nodes[0].latitude_e7 = 2'000'000'000; }), "nodes");
    EXPECT_EQ(part([](StreetNetwork& n) { n.datum = "GCJ-02"; }), "datum");
}

}  // namespace
}  // namespace relief
