// SPDX-License-Identifier: Apache-2.0
// The saved index: order and shortcuts, from which the rest is found again in a few milliseconds.
// Numbers are little-endian: "RELIEFIX", version, node count n, shortcut count m (32 bits each), a
// fourth word 0, fingerprint of the graph (64 bits), order (n), up_first (n + 1), up_head (m),
// all 32 bits, padded to 8 bytes, and the checksum (64 bits) of every 64 bits before it.
#include "core/error.h"
#include "routing/path/index_build.h"
#include "routing/path/index_checksum.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

namespace relief {
namespace {

static_assert(std::endian::native == std::endian::little, "the file is the memory of the index");

constexpr std::array<char, 8> index_magic{'R', 'E', 'L', 'I', 'E', 'F', 'I', 'X'};
constexpr std::uint32_t index_version = 1;

struct Header {
    std::array<char, 8> magic;
    std::uint32_t version;
    std::uint32_t nodes;
    std::uint32_t shortcuts;
    std::uint32_t zero;
    std::uint64_t fingerprint;
};
static_assert(sizeof(Header) == 32);

std::uint64_t checksum(const std::string& bytes, std::size_t count) {
    Checksum sum;
    for (std::size_t at = 0; at + 8 <= count; at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + at, 8);
        sum.add(word);
    }
    return sum.value();
}

void append_bytes(std::string& bytes, const void* data, std::size_t count) {
    bytes.append(static_cast<const char*>(data), count);
}

void append_bytes(std::string& bytes, const std::vector<std::uint32_t>& numbers) {
    append_bytes(bytes, numbers.data(), 4 * numbers.size());
}

class Reader {
  public:
    Reader(const std::string& bytes, std::string name) : bytes_(bytes), name_(std::move(name)) {}

    RoutingIndex read(std::uint64_t fingerprint) {
        const Header header = read_header();
        if (header.fingerprint != fingerprint) {
            refuse("fingerprint", std::to_string(header.fingerprint),
                   std::to_string(fingerprint) + ", that of the graph");
        }
        RoutingIndex index;
        std::size_t at = sizeof(Header);
        index.order = numbers(at, header.nodes);
        index.up_first = numbers(at, std::size_t{header.nodes} + 1);
        index.up_head = numbers(at, header.shortcuts);
        check_order(index);
        check_shortcuts(index);
        return index;
    }

    [[noreturn]] void refuse(const std::string& field, const std::string& found,
                             const std::string& expected) const {
        throw bad_input({.code = "index.file",
                         .message = "this is no saved index of this graph",
                         .file = name_,
                         .field = field,
                         .found = found,
                         .expected = expected});
    }

  private:
    Header read_header() const {
        Header header{};
        if (bytes_.size() < sizeof(header)) {
            refuse("size", std::to_string(bytes_.size()) + " bytes", "a header of 32");
        }
        std::memcpy(&header, bytes_.data(), sizeof(header));
        if (header.magic != index_magic) {
            refuse("header", "something else", "RELIEFIX");
        }
        if (header.version != index_version) {
            refuse("version", std::to_string(header.version), std::to_string(index_version));
        }
        const std::size_t numbers =
            2 * std::size_t{header.nodes} + 1 + std::size_t{header.shortcuts};
        const std::size_t size = sizeof(Header) + (4 * numbers + 7) / 8 * 8 + 8;
        if (bytes_.size() != size) {
            refuse("size", std::to_string(bytes_.size()) + " bytes", std::to_string(size));
        }
        std::uint64_t stored = 0;
        std::memcpy(&stored, bytes_.data() + size - 8, 8);
        if (stored != checksum(bytes_, size - 8)) {
            refuse("checksum", "another", std::to_string(stored));
        }
        return header;
    }

    std::vector<std::uint32_t> numbers(std::size_t& at, std::size_t count) const {
        std::vector<std::uint32_t> list(count);
        std::memcpy(list.data(), bytes_.data() + at, 4 * count);
        at += 4 * count;
        return list;
    }

    // The checksum keeps accidents out. What follows keeps a file that was made wrong from being
    // walked out of: every number is used as a place somewhere.

    void check_order(const RoutingIndex& index) const {
        std::vector<bool> named(index.order.size(), false);
        for (std::size_t i = 0; i < index.order.size(); ++i) {
            if (index.order[i] >= index.order.size() || named[index.order[i]]) {
                refuse("order[" + std::to_string(i) + "]", std::to_string(index.order[i]),
                       "each node once");
            }
            named[index.order[i]] = true;
        }
    }

    void check_shortcuts(const RoutingIndex& index) const {
        const auto& first = index.up_first;
        if (first.front() != 0 || first.back() != index.up_head.size() ||
            !std::is_sorted(first.begin(), first.end())) {
            refuse("up_first", "offsets that fall", "from 0 to " + std::to_string(first.back()));
        }
        for (std::uint32_t x = 0; x < index.node_count(); ++x) {
            std::uint32_t before = x;
            for (std::uint32_t s = first[x]; s < first[x + 1]; ++s) {
                if (index.up_head[s] <= before || index.up_head[s] >= index.node_count()) {
                    refuse("up_head[" + std::to_string(s) + "]", std::to_string(index.up_head[s]),
                           "ranks that rise");
                }
                before = index.up_head[s];
            }
        }
        for (std::uint32_t x = 0; x < index.node_count(); ++x) {
            check_parent_has_the_rest(index, x);
        }
    }

    /// What makes the shortcuts those of a contraction: the parent leads wherever its child does.
    void check_parent_has_the_rest(const RoutingIndex& index, std::uint32_t x) const {
        const auto begin = index.up_head.begin() + index.up_first[x];
        const auto end = index.up_head.begin() + index.up_first[x + 1];
        if (begin == end) {
            return;
        }
        if (!std::includes(index.up_head.begin() + index.up_first[*begin],
                           index.up_head.begin() + index.up_first[*begin + 1], begin + 1, end)) {
            refuse("up_head[" + std::to_string(index.up_first[x]) + "]", std::to_string(*begin),
                   "a rank with shortcuts to the rest of its row");
        }
    }

    const std::string& bytes_;
    std::string name_;
};

std::string read_file(const std::string& path) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) {
        throw bad_input(
            {.code = "file.missing", .message = "the saved index does not exist", .file = path});
    }
    std::ifstream stream(path, std::ios::binary | std::ios::ate);
    std::string bytes(stream ? static_cast<std::size_t>(stream.tellg()) : 0, '\0');
    stream.seekg(0);
    if (!stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
        throw bad_input(
            {.code = "file.read", .message = "the saved index cannot be read", .file = path});
    }
    return bytes;
}

}  // namespace

std::string index_bytes(const RoutingIndex& index) {
    const Header header{index_magic, index_version,    index.node_count(), index.shortcut_count(),
                        0,           index.fingerprint};
    std::string bytes;
    append_bytes(bytes, &header, sizeof(header));
    append_bytes(bytes, index.order);
    append_bytes(bytes, index.up_first);
    append_bytes(bytes, index.up_head);
    bytes.resize((bytes.size() + 7) / 8 * 8, '\0');
    const std::uint64_t sum = checksum(bytes, bytes.size());
    append_bytes(bytes, &sum, sizeof(sum));
    return bytes;
}

RoutingIndex read_index(const std::string& bytes, const std::string& name,
                        const DirectedGraph& graph) {
    check_graph(graph, name);
    RoutingIndex index = Reader(bytes, name).read(graph_fingerprint(graph));
    complete_index(index, graph, name);
    return index;
}

void save_index(const RoutingIndex& index, const std::string& path) {
    const std::string bytes = index_bytes(index);
    const std::string fresh = path + ".new";
    std::ofstream stream(fresh, std::ios::binary | std::ios::trunc);
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    stream.close();
    std::error_code wrong;
    if (stream) {
        std::filesystem::rename(fresh, path, wrong);
    }
    if (!stream || wrong) {
        std::error_code ignored;
        std::filesystem::remove(fresh, ignored);
        throw bad_input(
            {.code = "file.write", .message = "the index cannot be saved", .file = path});
    }
}

RoutingIndex load_index(const std::string& path, const DirectedGraph& graph) {
    return read_index(read_file(path), path, graph);
}

}  // namespace relief
