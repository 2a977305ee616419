// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace relief {

struct OsmTag {
    std::string_view key;
    std::string_view value;
};

/// The tags of one thing. They view bytes that somebody else holds.
class OsmTags {
  public:
    OsmTags() = default;
    explicit OsmTags(std::span<const OsmTag> tags) : tags_(tags) {}

    /// The value of a key, "" where the thing does not carry it.
    [[nodiscard]] std::string_view operator[](std::string_view key) const {
        for (const OsmTag& tag : tags_) {
            if (tag.key == key) {
                return tag.value;
            }
        }
        return {};
    }
    [[nodiscard]] bool has(std::string_view key) const { return !(*this)[key].empty(); }
    [[nodiscard]] auto begin() const { return tags_.begin(); }
    [[nodiscard]] auto end() const { return tags_.end(); }

  private:
    std::span<const OsmTag> tags_;
};

}  // namespace relief
