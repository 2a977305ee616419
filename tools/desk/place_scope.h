// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/places.h"
#include "core/time.h"
#include "reserves/depot.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// Whom a list is about: depots, and divisions with all that lies in them. Nobody named is all.
class PlaceScope {
  public:
    /// What `--site` takes in such lists: "JL-D-02", "220200", "吉林市", or several with commas
    /// between. bad_input place.unknown, place.ambiguous where a word is neither depot nor place.
    [[nodiscard]] static PlaceScope read(const std::optional<std::string>& text,
                                         const Baseline& baseline, const Places& places, Date on);

    [[nodiscard]] bool is_all() const { return sites_.empty() && divisions_.empty(); }
    /// A depot by its id, or a division by its code.
    [[nodiscard]] bool has(const std::string& place) const;

  private:
    PlaceScope() = default;

    std::set<std::string> sites_;  ///< with the depots of the divisions
    std::vector<std::string> divisions_;
};

/// The parts of "JL-D-02,JL-D-09".
[[nodiscard]] std::vector<std::string> scope_words(std::string_view text);

}  // namespace relief
