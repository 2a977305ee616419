// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace relief {

struct OsmTag {
    std::string_view key;
    std::string_view value;
};

/// The tags of one thing. They view bytes that somebody else holds. Readers ask for dozens of keys
/// and things carry a handful, so a key that is not there is nearly always told by one bit.
class OsmTags {
  public:
    OsmTags() = default;
    explicit OsmTags(std::span<const OsmTag> tags) : tags_(tags) {
        for (const OsmTag& tag : tags) {
            if (!tag.key.empty()) {
                keys_ |= bit_of(tag.key.front(), tag.key.back(), tag.key.size());
            }
        }
    }

    /// The value of a key, "" where the thing does not carry it. Keys are not empty.
    [[nodiscard]] std::string_view operator[](std::string_view key) const {
        if ((keys_ & bit_of(key.front(), key.back(), key.size())) == 0) {
            return {};
        }
        for (const OsmTag& tag : tags_) {
            if (tag.key == key) {
                return tag.value;
            }
        }
        return {};
    }
    /// The value of the key made of a stem and a suffix (":forward"; "" for none).
    [[nodiscard]] std::string_view joined(std::string_view stem, std::string_view suffix) const {
        if (suffix.empty()) {
            return (*this)[stem];
        }
        const std::size_t size = stem.size() + suffix.size();
        if ((keys_ & bit_of(stem.front(), suffix.back(), size)) == 0) {
            return {};
        }
        for (const OsmTag& tag : tags_) {
            if (tag.key.size() == size && tag.key.starts_with(stem) && tag.key.ends_with(suffix)) {
                return tag.value;
            }
        }
        return {};
    }
    [[nodiscard]] bool has(std::string_view key) const { return !(*this)[key].empty(); }
    [[nodiscard]] auto begin() const { return tags_.begin(); }
    [[nodiscard]] auto end() const { return tags_.end(); }

  private:
    static constexpr std::uint64_t bit_of(char first, char last, std::size_t size) {
        const auto mixed = static_cast<std::size_t>(static_cast<unsigned char>(first)) * 5 +
                           static_cast<std::size_t>(static_cast<unsigned char>(last)) * 11 +
                           size * 7;
        return std::uint64_t{1} << (mixed % 64);
    }

    std::span<const OsmTag> tags_;
    std::uint64_t keys_ = 0;  ///< the bits of the keys there are
};

}  // namespace relief
