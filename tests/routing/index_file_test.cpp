// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "routing/path/index_checksum.h"
#include "tests/routing/index_kit.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

namespace relief {
namespace {

class IndexFileTest : public testing::Test {
  protected:
    void SetUp() override {
        std::mt19937_64 random(21);
        graph_ = kit::grid_graph(random, 7, 7);
        index_ = build_index(graph_);
        bytes_ = index_bytes(index_);
    }

    /// What of the bytes is refused; "" where they are read.
    [[nodiscard]] std::string refused(const std::string& bytes) const {
        try {
            static_cast<void>(read_index(bytes, "made.index", graph_));
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::bad_input);
            EXPECT_EQ(error.detail().file, "made.index");
            EXPECT_EQ(error.detail().code, "index.file");
            EXPECT_FALSE(error.detail().field.empty());
            return error.detail().field;
        }
        return "";
    }

    /// A file with another number at this place and a checksum that agrees.
    [[nodiscard]] std::string forged(std::size_t word, std::uint32_t value) const {
        std::string bytes = bytes_;
        std::memcpy(bytes.data() + 32 + 4 * word, &value, 4);
        Checksum sum;
        for (std::size_t at = 0; at + 8 < bytes.size(); at += 8) {
            std::uint64_t eight = 0;
            std::memcpy(&eight, bytes.data() + at, 8);
            sum.add(eight);
        }
        const std::uint64_t agreed = sum.value();
        std::memcpy(bytes.data() + bytes.size() - 8, &agreed, 8);
        return bytes;
    }

    DirectedGraph graph_;
    RoutingIndex index_;
    std::string bytes_;
};

TEST_F(IndexFileTest, ASavedIndexIsTheIndexThatWasSaved) {
    const std::string path =
        (std::filesystem::temp_directory_path() / ("relief_index_" + std::to_string(getpid())))
            .string();
    save_index(index_, path);
    const RoutingIndex read = load_index(path, graph_);
    std::filesystem::remove(path);
    EXPECT_FALSE(std::filesystem::exists(path + ".new"));
    EXPECT_EQ(read.order, index_.order);
    EXPECT_EQ(read.up_first, index_.up_first);
    EXPECT_EQ(read.up_head, index_.up_head);
    const std::vector<Weight> weights(graph_.arc_count(), 3);
    EXPECT_EQ(weigh(read, weights).narrow, weigh(index_, weights).narrow);
}

TEST_F(IndexFileTest, AFileCutAtAnyByteIsRefused) {
    for (std::size_t size = 0; size < bytes_.size(); ++size) {
        ASSERT_NE(refused(bytes_.substr(0, size)), "") << size;
    }
    EXPECT_EQ(refused(bytes_ + "x"), "size");
}

TEST_F(IndexFileTest, AFileWithAnyByteChangedIsRefused) {
    for (std::size_t at = 0; at < bytes_.size(); ++at) {
        std::string spoilt = bytes_;
        spoilt[at] = static_cast<char>(spoilt[at] ^ 0x10);
        ASSERT_NE(refused(spoilt), "") << at;
    }
}

TEST_F(IndexFileTest, ForeignOlderAndOtherGraphsFilesAreRefusedWithTheirPlace) {
    EXPECT_EQ(refused("a letter, and no index at all, of more than thirty-two bytes"), "header");
    std::string older = bytes_;
    older[8] = 9;
    EXPECT_EQ(refused(older), "version");
    std::swap(graph_.head[0], graph_.head[1]);
    EXPECT_EQ(refused(bytes_), "fingerprint");
}

TEST_F(IndexFileTest, AForgedFileIsRefusedOrRightButNeverWalkedOutOf) {
    std::mt19937_64 random(22);
    const std::size_t words = (bytes_.size() - 40) / 4;
    std::size_t found = 0;
    for (int trial = 0; trial < 3'000; ++trial) {
        const std::uint32_t value = trial % 2 == 0 ? static_cast<std::uint32_t>(random())
                                                   : static_cast<std::uint32_t>(random() % 60);
        found += refused(forged(random() % words, value)).empty() ? 0U : 1U;
    }
    EXPECT_GT(found, 2'500U);
}

TEST_F(IndexFileTest, AMissingFileAndAFolderAreNamed) {
    try {
        static_cast<void>(load_index("/nowhere/lux.index", graph_));
        ADD_FAILURE() << "nothing was refused";
    } catch (const Error& error) {
        EXPECT_EQ(error.detail().code, "file.missing");
        EXPECT_EQ(error.detail().file, "/nowhere/lux.index");
    }
    try {
        save_index(index_, "/nowhere/lux.index");
        ADD_FAILURE() << "nothing was refused";
    } catch (const Error& error) {
        EXPECT_EQ(error.detail().code, "file.write");
    }
}

}  // namespace
}  // namespace relief
