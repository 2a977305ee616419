// SPDX-License-Identifier: Apache-2.0
// The saved network. Numbers are little-endian: "RELIEFNW", version and number of parts (32 bits
// each), for each part the size of an element and the number of elements (64 bits each), the parts
// one after the other, each filled with zeros to a multiple of 8 bytes, and the checksum (64 bits)
// of every 64 bits before it.
#include "routing/network/network_file.h"

#include "core/error.h"
#include "routing/network/network_check.h"
#include "routing/path/index_checksum.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <fstream>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace relief {
namespace {

static_assert(std::endian::native == std::endian::little, "the file is the memory of the network");

constexpr std::string_view magic = "RELIEFNW";
constexpr std::uint32_t version = 1;
constexpr std::uint32_t part_count = 16;
constexpr std::size_t word = 8;
constexpr std::size_t head_bytes = magic.size() + 2 * sizeof(std::uint32_t);

struct PartHead {
    std::uint64_t element_bytes = 0;
    std::uint64_t count = 0;
};

/// Hands every part to `visit` with its name, in the order of the file.
template <typename Network, typename Visit>
void visit_parts(Network& network, Visit visit) {
    visit("source", network.source);
    visit("datum", network.datum);
    visit("nodes", network.nodes);
    visit("node_ids", network.node_ids);
    visit("first_arc", network.first_arc);
    visit("arcs", network.arcs);
    visit("pieces", network.pieces);
    visit("shape", network.shape);
    visit("ways", network.ways);
    visit("limit_sets", network.limit_sets);
    visit("barriers", network.barriers);
    visit("conditions", network.conditions);
    visit("bans", network.bans);
    visit("ban_arcs", network.ban_arcs);
    visit("texts", network.texts);
    visit("text_starts", network.text_starts);
}

std::size_t padded(std::size_t bytes) {
    return (bytes + word - 1) / word * word;
}

/// The checksum of a stretch whose length is a multiple of 8.
void add_words(Checksum& sum, const char* bytes, std::size_t count) {
    for (std::size_t at = 0; at < count; at += word) {
        std::uint64_t value = 0;
        std::memcpy(&value, bytes + at, word);
        sum.add(value);
    }
}

/// A file being read, its head believed only as far as its length bears it out.
class NetworkReader {
  public:
    NetworkReader(std::string_view bytes, const std::string& name) : bytes_(bytes), name_(name) {}

    StreetNetwork read() {
        read_head();
        check_length();
        check_sum();
        StreetNetwork network;
        std::size_t part = 0;
        visit_parts(network, [&](const char* part_name, auto& list) {
            read_part(heads_.at(part++), part_name, list);
        });
        if (const std::optional<std::string> part_name = unsound_part(network)) {
            refuse("network.damaged", "the road network says what cannot be", *part_name);
        }
        return network;
    }

  private:
    [[noreturn]] void refuse(const char* code, const char* message, const std::string& part = {},
                             const std::string& found = {},
                             const std::string& expected = {}) const {
        throw bad_input({.code = code,
                         .message = message,
                         .file = name_,
                         .field = part,
                         .found = found,
                         .expected = expected});
    }

    template <typename Value>
    Value take() {
        Value value{};
        std::memcpy(&value, bytes_.data() + at_, sizeof(value));
        at_ += sizeof(value);
        return value;
    }

    void read_head() {
        if (bytes_.size() < head_bytes || !bytes_.starts_with(magic)) {
            refuse("network.foreign", "the file is not a Relief road network");
        }
        at_ = magic.size();
        const auto found = take<std::uint32_t>();
        const auto parts = take<std::uint32_t>();
        if (found != version) {
            refuse("network.newer", "the road network was written by another version", "version",
                   fmt::format("{}", found), fmt::format("{}", version));
        }
        if (parts != part_count || bytes_.size() < head_bytes + part_count * sizeof(PartHead)) {
            refuse("network.damaged", "the head of the road network is damaged", "parts",
                   fmt::format("{}", parts), fmt::format("{}", part_count));
        }
        for (PartHead& head : heads_) {
            head = {take<std::uint64_t>(), take<std::uint64_t>()};
        }
    }

    /// The parts fill the file exactly.
    void check_length() const {
        std::size_t expected = at_ + word;
        for (const PartHead& head : heads_) {
            const bool fits = head.element_bytes > 0 && head.element_bytes <= bytes_.size() &&
                              head.count <= bytes_.size() / head.element_bytes;
            if (!fits) {
                refuse("network.damaged", "a part of the road network is larger than the file");
            }
            expected += padded(head.count * head.element_bytes);
        }
        if (expected != bytes_.size()) {
            refuse("network.damaged", "the road network file is cut off or too long", "length",
                   fmt::format("{} bytes", bytes_.size()), fmt::format("{} bytes", expected));
        }
    }

    void check_sum() const {
        Checksum sum;
        add_words(sum, bytes_.data(), bytes_.size() - word);
        std::uint64_t found = 0;
        std::memcpy(&found, bytes_.data() + bytes_.size() - word, word);
        if (found != sum.value()) {
            refuse("network.damaged", "the road network file has been changed", "checksum");
        }
    }

    template <typename List>
    void read_part(const PartHead& head, const char* part_name, List& list) {
        using Element = typename List::value_type;
        static_assert(std::has_unique_object_representations_v<Element>, "no byte is padding");
        if (head.element_bytes != sizeof(Element)) {
            refuse("network.damaged", "a part of the road network has elements of another size",
                   part_name, fmt::format("{} bytes", head.element_bytes),
                   fmt::format("{} bytes", sizeof(Element)));
        }
        list.resize(head.count);
        if (head.count > 0) {
            std::memcpy(static_cast<void*>(list.data()), bytes_.data() + at_,
                        head.count * sizeof(Element));
        }
        at_ += padded(head.count * sizeof(Element));
    }

    std::string_view bytes_;
    const std::string& name_;
    std::size_t at_ = 0;
    std::array<PartHead, part_count> heads_{};
};

void append(std::string& bytes, const void* data, std::size_t count) {
    bytes.append(static_cast<const char*>(data), count);
}

}  // namespace

std::string network_bytes(const StreetNetwork& network) {
    std::string bytes(magic);
    append(bytes, &version, sizeof(version));
    append(bytes, &part_count, sizeof(part_count));
    visit_parts(network, [&bytes](const char*, const auto& list) {
        const PartHead head{sizeof(list[0]), list.size()};
        append(bytes, &head, sizeof(head));
    });
    visit_parts(network, [&bytes](const char*, const auto& list) {
        if (!list.empty()) {
            append(bytes, list.data(), list.size() * sizeof(list[0]));
        }
        bytes.resize(padded(bytes.size()), '\0');
    });
    Checksum sum;
    add_words(sum, bytes.data(), bytes.size());
    const std::uint64_t value = sum.value();
    append(bytes, &value, sizeof(value));
    return bytes;
}

void save_network(const StreetNetwork& network, const std::filesystem::path& file) {
    const std::string bytes = network_bytes(network);
    std::filesystem::path fresh = file;
    fresh += ".new";
    std::ofstream stream(fresh, std::ios::binary | std::ios::trunc);
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    stream.close();
    std::error_code wrong;
    if (stream) {
        std::filesystem::rename(fresh, file, wrong);
    }
    if (!stream || wrong) {
        std::error_code ignored;
        std::filesystem::remove(fresh, ignored);
        throw bad_input({.code = "file.write",
                         .message = "the road network cannot be saved",
                         .file = file.string()});
    }
}

StreetNetwork parse_network(std::string_view bytes, const std::string& name) {
    return NetworkReader(bytes, name).read();
}

StreetNetwork load_network(const std::filesystem::path& file) {
    std::error_code error;
    const bool is_there = std::filesystem::exists(file, error);
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    std::ifstream stream(file, std::ios::binary);
    if (error || !stream) {
        throw bad_input({.code = is_there ? "file.read" : "file.missing",
                         .message = is_there ? "the file cannot be read" : "there is no such file",
                         .file = file.string()});
    }
    const auto bytes = std::make_unique_for_overwrite<char[]>(size);
    stream.read(bytes.get(), static_cast<std::streamsize>(size));
    return parse_network({bytes.get(), static_cast<std::size_t>(stream.gcount())}, file.string());
}

}  // namespace relief
