// SPDX-License-Identifier: Apache-2.0
#include "routing/network/osm_pbf.h"

#include "core/error.h"

#include <fmt/format.h>
#include <libdeflate.h>
#include <protozero/pbf_message.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <fstream>
#include <functional>
#include <limits>
#include <memory>
#include <new>
#include <optional>
#include <utility>
#include <vector>

namespace relief {
namespace {

constexpr std::size_t blob_header_max = std::size_t{64} << 10U;
constexpr std::size_t blob_max = std::size_t{32} << 20U;
constexpr std::size_t feature_shown_max = 40;
constexpr std::size_t strings_max = std::size_t{1} << 21U;
constexpr std::size_t string_bytes_max = 4'096;  // OpenStreetMap allows 255 characters
constexpr std::size_t tags_max = 10'000;         // of one thing

/// What is wrong with a blob; read_blobs says which blob it is.
struct Damage {
    std::string message;
    std::string found;
    std::string expected;
};

[[noreturn]] void damaged(std::string message, std::string found = {}, std::string expected = {}) {
    throw Damage{std::move(message), std::move(found), std::move(expected)};
}

/// How much a file may become, by its size. Real files hold less than a point in three bytes and
/// unpack to less than ten times their size; the fixed part is for small files.
class Budget {
  public:
    explicit Budget(std::uint64_t file_bytes)
        : points_(file_bytes + points_free), bytes_(file_bytes * growth_max + bytes_free) {}

    void take_points(std::uint64_t count) {
        take(points_, count, "the file holds more points than its size allows");
    }
    void take_bytes(std::uint64_t count) {
        take(bytes_, count, "the file unpacks to more than its size allows");
    }

  private:
    static void take(std::uint64_t& left, std::uint64_t count, const char* message) {
        if (count > left) {
            damaged(message);
        }
        left -= count;
    }
    static constexpr std::uint64_t points_free = 1U << 20U;
    static constexpr std::uint64_t bytes_free = std::uint64_t{32} << 20U;
    static constexpr std::uint64_t growth_max = 50;
    std::uint64_t points_;
    std::uint64_t bytes_;
};

// ---- the messages, by the field numbers of fileformat.proto and osmformat.proto ----

enum class BlobHeader : protozero::pbf_tag_type { type = 1, datasize = 3 };
enum class Blob : protozero::pbf_tag_type {
    raw = 1,
    raw_size = 2,
    zlib = 3,
    lzma = 4,
    bzip2 = 5,
    lz4 = 6,
    zstd = 7
};
enum class HeaderBlock : protozero::pbf_tag_type { required_features = 4 };
enum class PrimitiveBlock : protozero::pbf_tag_type {
    strings = 1,
    group = 2,
    granularity = 17,
    latitude_offset = 19,
    longitude_offset = 20
};
enum class StringTable : protozero::pbf_tag_type { string = 1 };
enum class Group : protozero::pbf_tag_type { node = 1, dense = 2, way = 3, relation = 4 };
enum class Node : protozero::pbf_tag_type {
    id = 1,
    keys = 2,
    values = 3,
    latitude = 8,
    longitude = 9
};
enum class Dense : protozero::pbf_tag_type { id = 1, latitude = 8, longitude = 9, tags = 10 };
enum class WayOfBlock : protozero::pbf_tag_type { id = 1, keys = 2, values = 3, refs = 8 };
enum class Relation : protozero::pbf_tag_type {
    id = 1,
    keys = 2,
    values = 3,
    roles = 8,
    members = 9,
    types = 10
};

constexpr auto varint = protozero::pbf_wire_type::varint;
constexpr auto bytes = protozero::pbf_wire_type::length_delimited;

template <typename Field>
constexpr std::uint32_t field(Field tag, protozero::pbf_wire_type type) {
    return protozero::tag_and_type(tag, type);
}

std::string_view to_view(protozero::data_view view) {
    return {view.data(), view.size()};
}

protozero::data_view to_data(std::string_view view) {
    return {view.data(), view.size()};
}

/// Adds up the differences of a delta-coded list.
class Running {
  public:
    std::int64_t next(std::int64_t difference) {
        if (__builtin_add_overflow(value_, difference, &value_)) {
            damaged("an id or a coordinate runs over 64 bits");
        }
        return value_;
    }

  private:
    std::int64_t value_ = 0;
};

// ---- one block of data ----

class BlockReader {
  public:
    BlockReader(OsmSink& sink, Budget& budget) : sink_(sink), budget_(budget) {}

    void read(std::string_view block);

  private:
    using Numbers = protozero::iterator_range<protozero::pbf_reader::const_uint32_iterator>;
    using Deltas = protozero::iterator_range<protozero::pbf_reader::const_sint64_iterator>;

    void read_strings(std::string_view table);
    void read_group(std::string_view group);
    void read_node(std::string_view node);
    void read_dense(std::string_view dense);
    void read_dense_tags(
        protozero::iterator_range<protozero::pbf_reader::const_int32_iterator> tags,
        std::span<const std::int64_t> ids);
    void read_way(std::string_view way);
    void read_relation(std::string_view relation);

    std::string_view string(std::int64_t index) const {
        if (index < 0 || static_cast<std::uint64_t>(index) >= strings_.size()) {
            damaged("a string is named that the block does not hold",
                    fmt::format("string {}", index),
                    fmt::format("0 to {}", static_cast<std::int64_t>(strings_.size()) - 1));
        }
        return strings_[static_cast<std::size_t>(index)];
    }
    void take_tags(Numbers keys, Numbers values);
    void add_tag(std::string_view key, std::string_view value) {
        if (tags_.size() == tags_max) {
            damaged("a thing has more tags than any real one", {},
                    fmt::format("at most {}", tags_max));
        }
        tags_.push_back({key, value});
    }
    std::int32_t coordinate(std::int64_t steps, std::int64_t offset, std::int64_t max_e7) const;
    StreetPoint point(std::int64_t longitude, std::int64_t latitude) const {
        constexpr std::int64_t half_turn_e7 = 1'800'000'000;
        return {coordinate(longitude, longitude_offset_, half_turn_e7),
                coordinate(latitude, latitude_offset_, half_turn_e7 / 2)};
    }
    bool is_wanted(const OsmTags& tags) {
        return std::ranges::any_of(
            tags, [&](const OsmTag& tag) { return sink_.wants_node_key(tag.key); });
    }

    OsmSink& sink_;
    Budget& budget_;
    std::int64_t granularity_ = 100;  ///< nanodegrees
    std::int64_t longitude_offset_ = 0;
    std::int64_t latitude_offset_ = 0;
    std::vector<std::string_view> strings_;
    std::vector<bool> is_wanted_key_;  ///< one a string
    std::vector<OsmTag> tags_;
    std::vector<std::int64_t> ids_;
    std::vector<OsmMember> members_;
};

void BlockReader::read(std::string_view block) {
    granularity_ = 100;
    longitude_offset_ = 0;
    latitude_offset_ = 0;
    strings_.clear();
    // The groups need what may stand behind them, so there are two rounds over the few fields.
    protozero::pbf_message<PrimitiveBlock> heads(to_data(block));
    while (heads.next()) {
        switch (heads.tag_and_type()) {
            case field(PrimitiveBlock::strings, bytes):
                read_strings(to_view(heads.get_view()));
                break;
            case field(PrimitiveBlock::granularity, varint):
                granularity_ = heads.get_int32();
                break;
            case field(PrimitiveBlock::latitude_offset, varint):
                latitude_offset_ = heads.get_int64();
                break;
            case field(PrimitiveBlock::longitude_offset, varint):
                longitude_offset_ = heads.get_int64();
                break;
            default: heads.skip();
        }
    }
    if (granularity_ <= 0) {
        damaged("the granularity of coordinates is not positive", fmt::format("{}", granularity_));
    }
    protozero::pbf_message<PrimitiveBlock> groups(to_data(block));
    while (groups.next(PrimitiveBlock::group, bytes)) {
        read_group(to_view(groups.get_view()));
    }
}

void BlockReader::read_strings(std::string_view table) {
    protozero::pbf_message<StringTable> message(to_data(table));
    while (message.next(StringTable::string, bytes)) {
        strings_.push_back(to_view(message.get_view()));
        if (strings_.back().size() > string_bytes_max) {
            damaged("a string is longer than any of OpenStreetMap's",
                    fmt::format("{} bytes", strings_.back().size()),
                    fmt::format("at most {}", string_bytes_max));
        }
        if (strings_.size() > strings_max) {
            damaged("a block holds too many strings", {}, fmt::format("at most {}", strings_max));
        }
    }
    is_wanted_key_.assign(strings_.size(), false);
    for (std::size_t i = 0; i < strings_.size(); ++i) {
        is_wanted_key_[i] = sink_.wants_node_key(strings_[i]);
    }
}

void BlockReader::read_group(std::string_view group) {
    protozero::pbf_message<Group> message(to_data(group));
    while (message.next()) {
        switch (message.tag_and_type()) {
            case field(Group::node, bytes): read_node(to_view(message.get_view())); break;
            case field(Group::dense, bytes): read_dense(to_view(message.get_view())); break;
            case field(Group::way, bytes): read_way(to_view(message.get_view())); break;
            case field(Group::relation, bytes): read_relation(to_view(message.get_view())); break;
            default: message.skip();
        }
    }
}

/// Nanodegrees as ten-millionths of a degree.
std::int32_t BlockReader::coordinate(std::int64_t steps, std::int64_t offset,
                                     std::int64_t max_e7) const {
    constexpr std::int64_t nano_in_step = 100;
    std::int64_t nano = 0;
    const bool runs_over = __builtin_mul_overflow(steps, granularity_, &nano) ||
                           __builtin_add_overflow(nano, offset, &nano);
    const std::int64_t value = nano / nano_in_step;
    if (runs_over || value > max_e7 || value < -max_e7) {
        damaged("a coordinate is not on the globe", fmt::format("{} steps", steps));
    }
    return static_cast<std::int32_t>(value);
}

void BlockReader::take_tags(Numbers keys, Numbers values) {
    tags_.clear();
    auto value = values.begin();
    for (const std::uint32_t key : keys) {
        if (value == values.end()) {
            damaged("a thing has fewer values than keys");
        }
        add_tag(string(key), string(*value));
        ++value;
    }
    if (value != values.end()) {
        damaged("a thing has more values than keys");
    }
}

void BlockReader::read_node(std::string_view node) {
    std::int64_t id = 0;
    std::int64_t longitude = 0;
    std::int64_t latitude = 0;
    Numbers keys;
    Numbers values;
    protozero::pbf_message<Node> message(to_data(node));
    while (message.next()) {
        switch (message.tag_and_type()) {
            case field(Node::id, varint): id = message.get_sint64(); break;
            case field(Node::keys, bytes): keys = message.get_packed_uint32(); break;
            case field(Node::values, bytes): values = message.get_packed_uint32(); break;
            case field(Node::latitude, varint): latitude = message.get_sint64(); break;
            case field(Node::longitude, varint): longitude = message.get_sint64(); break;
            default: message.skip();
        }
    }
    take_tags(keys, values);
    budget_.take_points(1);
    sink_.node(id, point(longitude, latitude));
    if (const OsmTags tags(tags_); is_wanted(tags)) {
        sink_.tagged_node(id, tags);
    }
}

void BlockReader::read_dense(std::string_view dense) {
    Deltas ids;
    Deltas latitudes;
    Deltas longitudes;
    protozero::iterator_range<protozero::pbf_reader::const_int32_iterator> tags;
    protozero::pbf_message<Dense> message(to_data(dense));
    while (message.next()) {
        switch (message.tag_and_type()) {
            case field(Dense::id, bytes): ids = message.get_packed_sint64(); break;
            case field(Dense::latitude, bytes): latitudes = message.get_packed_sint64(); break;
            case field(Dense::longitude, bytes): longitudes = message.get_packed_sint64(); break;
            case field(Dense::tags, bytes): tags = message.get_packed_int32(); break;
            default: message.skip();
        }
    }
    // Counted first: what the lists hold is not believed to be little.
    budget_.take_points(static_cast<std::uint64_t>(ids.size()));
    if (ids.size() != latitudes.size() || ids.size() != longitudes.size()) {
        damaged("the lists of dense nodes are of unequal length",
                fmt::format("{} ids, {} latitudes, {} longitudes", ids.size(), latitudes.size(),
                            longitudes.size()));
    }
    ids_.clear();
    Running id;
    Running latitude;
    Running longitude;
    auto next_latitude = latitudes.begin();
    auto next_longitude = longitudes.begin();
    for (const std::int64_t difference : ids) {
        ids_.push_back(id.next(difference));
        const std::int64_t north = latitude.next(*next_latitude);
        const std::int64_t east = longitude.next(*next_longitude);
        sink_.node(ids_.back(), point(east, north));
        ++next_latitude;
        ++next_longitude;
    }
    if (!tags.empty()) {
        read_dense_tags(tags, ids_);
    }
}

/// Keys and values of one node after the other, 0 behind each node.
void BlockReader::read_dense_tags(
    protozero::iterator_range<protozero::pbf_reader::const_int32_iterator> tags,
    std::span<const std::int64_t> ids) {
    auto at = tags.begin();
    for (const std::int64_t id : ids) {
        tags_.clear();
        bool is_wanted_node = false;
        for (; at != tags.end() && *at != 0; ++at) {
            const std::int32_t key = *at;
            ++at;
            if (at == tags.end()) {
                damaged("the tags of dense nodes end with a key");
            }
            add_tag(string(key), string(*at));
            is_wanted_node = is_wanted_node || is_wanted_key_[static_cast<std::size_t>(key)];
        }
        if (at == tags.end()) {
            damaged("the tags of dense nodes end before the nodes do");
        }
        ++at;
        if (is_wanted_node) {
            sink_.tagged_node(id, OsmTags(tags_));
        }
    }
    if (at != tags.end()) {
        damaged("there are more tags than dense nodes");
    }
}

void BlockReader::read_way(std::string_view way) {
    std::int64_t id = 0;
    Numbers keys;
    Numbers values;
    Deltas refs;
    protozero::pbf_message<WayOfBlock> message(to_data(way));
    while (message.next()) {
        switch (message.tag_and_type()) {
            case field(WayOfBlock::id, varint): id = message.get_int64(); break;
            case field(WayOfBlock::keys, bytes): keys = message.get_packed_uint32(); break;
            case field(WayOfBlock::values, bytes): values = message.get_packed_uint32(); break;
            case field(WayOfBlock::refs, bytes): refs = message.get_packed_sint64(); break;
            default: message.skip();
        }
    }
    take_tags(keys, values);
    budget_.take_points(static_cast<std::uint64_t>(refs.size()) + 1);
    ids_.clear();
    Running ref;
    for (const std::int64_t difference : refs) {
        ids_.push_back(ref.next(difference));
    }
    sink_.way(id, OsmTags(tags_), ids_);
}

void BlockReader::read_relation(std::string_view relation) {
    std::int64_t id = 0;
    Numbers keys;
    Numbers values;
    protozero::iterator_range<protozero::pbf_reader::const_int32_iterator> roles;
    protozero::iterator_range<protozero::pbf_reader::const_int32_iterator> types;
    Deltas ids;
    protozero::pbf_message<Relation> message(to_data(relation));
    while (message.next()) {
        switch (message.tag_and_type()) {
            case field(Relation::id, varint): id = message.get_int64(); break;
            case field(Relation::keys, bytes): keys = message.get_packed_uint32(); break;
            case field(Relation::values, bytes): values = message.get_packed_uint32(); break;
            case field(Relation::roles, bytes): roles = message.get_packed_int32(); break;
            case field(Relation::members, bytes): ids = message.get_packed_sint64(); break;
            case field(Relation::types, bytes): types = message.get_packed_enum(); break;
            default: message.skip();
        }
    }
    take_tags(keys, values);
    budget_.take_points(static_cast<std::uint64_t>(ids.size()) + 1);
    if (ids.size() != roles.size() || ids.size() != types.size()) {
        damaged("the lists of a relation's members are of unequal length",
                fmt::format("{} ids, {} roles, {} types", ids.size(), roles.size(), types.size()));
    }
    members_.clear();
    Running member;
    auto role = roles.begin();
    auto type = types.begin();
    for (const std::int64_t difference : ids) {
        const std::int32_t kind = *type;
        if (kind < 0 || kind > 2) {
            damaged("a relation has a member of no known kind", fmt::format("{}", kind), "0 to 2");
        }
        members_.push_back(
            {static_cast<OsmMember::Kind>(kind), member.next(difference), string(*role)});
        ++role;
        ++type;
    }
    sink_.relation(id, OsmTags(tags_), members_);
}

// ---- blobs ----

struct FreeDecompressor {
    void operator()(libdeflate_decompressor* decompressor) const {
        libdeflate_free_decompressor(decompressor);
    }
};

/// Unpacks blobs into a buffer of its own.
class BlobUnpacker {
  public:
    BlobUnpacker() : decompressor_(libdeflate_alloc_decompressor()) {
        if (!decompressor_) {
            throw std::bad_alloc();
        }
    }

    /// What a blob holds, valid until the next call.
    std::string_view unpack(std::string_view blob, Budget& budget);

  private:
    std::string_view inflate(std::string_view packed, std::int64_t size);

    std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor_;
    std::vector<char> buffer_;
};

std::string_view BlobUnpacker::unpack(std::string_view blob, Budget& budget) {
    protozero::pbf_message<Blob> message(to_data(blob));
    std::optional<std::int64_t> raw_size;
    std::optional<std::string_view> raw;
    std::optional<std::string_view> packed;
    while (message.next()) {
        switch (message.tag_and_type()) {
            case field(Blob::raw, bytes): raw = to_view(message.get_view()); break;
            case field(Blob::raw_size, varint): raw_size = message.get_int32(); break;
            case field(Blob::zlib, bytes): packed = to_view(message.get_view()); break;
            case field(Blob::lzma, bytes):
            case field(Blob::bzip2, bytes):
            case field(Blob::lz4, bytes):
            case field(Blob::zstd, bytes):
                damaged("the blob is packed in a way not read here", {},
                        "zlib; osmium cat -f pbf FILE -o NEW packs it so");
            default: message.skip();
        }
    }
    if (raw) {
        budget.take_bytes(raw->size());
        return *raw;
    }
    if (!packed) {
        damaged("the blob holds no data");
    }
    if (!raw_size) {
        damaged("the blob does not say its unpacked size");
    }
    if (*raw_size < 0 || static_cast<std::uint64_t>(*raw_size) > blob_max) {
        damaged("the unpacked size of the blob is out of range", fmt::format("{} bytes", *raw_size),
                fmt::format("at most {}", blob_max));
    }
    budget.take_bytes(static_cast<std::uint64_t>(*raw_size));
    return inflate(*packed, *raw_size);
}

std::string_view BlobUnpacker::inflate(std::string_view packed, std::int64_t size) {
    buffer_.resize(static_cast<std::size_t>(size) + 1);  // never empty
    const libdeflate_result result =
        libdeflate_zlib_decompress(decompressor_.get(), packed.data(), packed.size(),
                                   buffer_.data(), static_cast<std::size_t>(size), nullptr);
    switch (result) {
        case LIBDEFLATE_SUCCESS: return {buffer_.data(), static_cast<std::size_t>(size)};
        case LIBDEFLATE_SHORT_OUTPUT:
            damaged("the blob unpacks to less than it says", {}, fmt::format("{} bytes", size));
        case LIBDEFLATE_INSUFFICIENT_SPACE:
            damaged("the blob unpacks to more than it says", {}, fmt::format("{} bytes", size));
        default: damaged("the packed data of the blob is damaged");
    }
}

void check_features(std::string_view header) {
    protozero::pbf_message<HeaderBlock> message(to_data(header));
    while (message.next(HeaderBlock::required_features, bytes)) {
        const std::string_view feature = to_view(message.get_view());
        if (feature != "OsmSchema-V0.6" && feature != "DenseNodes" &&
            feature != "LocationsOnWays") {
            damaged("the file needs a feature not known here",
                    std::string(feature.substr(0, feature_shown_max)),
                    "OsmSchema-V0.6, DenseNodes");
        }
    }
}

/// Takes up to so many bytes; gives back how many there were.
using ReadBytes = std::function<std::size_t(char* to, std::size_t count)>;

/// The blobs of a file, one after the other.
class BlobReader {
  public:
    BlobReader(ReadBytes read, Budget& budget) : read_(std::move(read)), budget_(budget) {}

    /// The next blob's type ("OSMHeader", "OSMData"), or nullopt at the end of the file.
    std::optional<std::string_view> next();
    /// What it holds, unpacked.
    std::string_view data() { return unpacker_.unpack(blob_, budget_); }
    [[nodiscard]] std::string place() const {
        return fmt::format("blob {}, byte {}", number_, start_);
    }

  private:
    void read_whole(std::vector<char>& to, std::size_t count, const char* what) {
        to.resize(count);
        const std::size_t there = read_(to.data(), count);
        position_ += there;
        if (there != count) {
            damaged(fmt::format("the file ends in {}", what), fmt::format("{} bytes", there),
                    fmt::format("{} bytes", count));
        }
    }

    ReadBytes read_;
    Budget& budget_;
    BlobUnpacker unpacker_;
    std::vector<char> header_;
    std::vector<char> body_;
    std::string_view blob_;
    std::size_t number_ = 0;
    std::uint64_t start_ = 0;
    std::uint64_t position_ = 0;
};

std::optional<std::string_view> BlobReader::next() {
    ++number_;
    start_ = position_;
    std::array<unsigned char, 4> length{};
    const std::size_t there = read_(reinterpret_cast<char*>(length.data()), length.size());
    position_ += there;
    if (there == 0) {
        return std::nullopt;
    }
    if (there != length.size()) {
        damaged("the file ends in the size of a blob header");
    }
    const std::size_t header_size = (std::size_t{length[0]} << 24U) |
                                    (std::size_t{length[1]} << 16U) |
                                    (std::size_t{length[2]} << 8U) | std::size_t{length[3]};
    if (header_size == 0 || header_size > blob_header_max) {
        damaged("the size of a blob header is out of range", fmt::format("{} bytes", header_size),
                fmt::format("at most {}", blob_header_max));
    }
    read_whole(header_, header_size, "a blob header");
    std::string_view type;
    std::int64_t size = -1;
    protozero::pbf_message<BlobHeader> message(header_.data(), header_.size());
    while (message.next()) {
        switch (message.tag_and_type()) {
            case field(BlobHeader::type, bytes): type = to_view(message.get_view()); break;
            case field(BlobHeader::datasize, varint): size = message.get_int32(); break;
            default: message.skip();
        }
    }
    if (size < 0 || static_cast<std::uint64_t>(size) > blob_max) {
        damaged("the size of a blob is out of range", fmt::format("{} bytes", size),
                fmt::format("0 to {}", blob_max));
    }
    read_whole(body_, static_cast<std::size_t>(size), "a blob");
    blob_ = {body_.data(), body_.size()};
    return type;
}

void read_blobs(BlobReader& blobs, Budget& budget, OsmSink& sink) {
    BlockReader blocks(sink, budget);
    bool is_first = true;
    while (const std::optional<std::string_view> type = blobs.next()) {
        if (is_first && *type != "OSMHeader") {
            damaged("the file is no OpenStreetMap PBF", {}, "a header block first");
        }
        if (*type == "OSMHeader") {
            check_features(blobs.data());
        } else if (*type == "OSMData") {
            blocks.read(blobs.data());
        }
        is_first = false;
    }
    if (is_first) {
        damaged("the file is empty", {}, "an OpenStreetMap PBF");
    }
}

void read_all(ReadBytes read, std::uint64_t file_bytes, const std::string& name, OsmSink& sink) {
    Budget budget(file_bytes);
    sink.expect(file_bytes);
    BlobReader blobs(std::move(read), budget);
    const auto refuse = [&](Damage damage) {
        return bad_input({.code = "network.pbf",
                          .message = std::move(damage.message),
                          .file = name,
                          .field = blobs.place(),
                          .found = std::move(damage.found),
                          .expected = std::move(damage.expected)});
    };
    try {
        read_blobs(blobs, budget, sink);
    } catch (Damage& damage) {
        throw refuse(std::move(damage));
    } catch (const protozero::exception& error) {
        throw refuse({fmt::format("the bytes are no protocol buffer: {}", error.what()), {}, {}});
    }
}

}  // namespace

void read_osm_pbf(const std::filesystem::path& file, OsmSink& sink) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    std::ifstream stream(file, std::ios::binary);
    if (error || !stream) {
        const bool is_there = std::filesystem::exists(file, error);
        throw bad_input({.code = is_there ? "file.read" : "file.missing",
                         .message = is_there ? "the file cannot be read" : "there is no such file",
                         .file = file.string()});
    }
    const auto read = [&stream](char* to, std::size_t count) {
        stream.read(to, static_cast<std::streamsize>(count));
        return static_cast<std::size_t>(stream.gcount());
    };
    read_all(read, size, file.string(), sink);
}

void read_osm_pbf(std::string_view bytes_of_file, const std::string& name, OsmSink& sink) {
    std::string_view left = bytes_of_file;
    const auto read = [&left](char* to, std::size_t count) {
        const std::size_t there = std::min(count, left.size());
        std::memcpy(to, left.data(), there);
        left.remove_prefix(there);
        return there;
    };
    read_all(read, bytes_of_file.size(), name, sink);
}

}  // namespace relief
