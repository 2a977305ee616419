// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/message.h"
#include "gis/exposure.h"
#include "gis/layer.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// A county that a warning concerns.
struct CountyReached {
    std::string code;
    double share = 0;  ///< of its ground
    double people = 0;
};

/// Whom a warning is for.
struct Audience {
    double people = 0;
    std::vector<CountyReached> counties;  ///< by code
    std::vector<std::string> townships;   ///< codes of those with people in it
    std::string source_zh;                ///< of the people
    std::string source_en;
};

/// Who lives in the areas of a message, each counted once however many areas, pieces or languages
/// name them: areas of all infos are united first. A division named by code counts whole; a county
/// covered to 99.9 % by shape counts whole; of others the townships whose points (Exposure) lie
/// inside, by the share of their points; townships not placed by their county's share. `counties`
/// is the layer of county outlines (field district_adcode). 12-figure codes count nobody yet: no
/// village has people of its own.
[[nodiscard]] Audience audience_of(const cap::Alert& alert, const Exposure& exposure,
                                   const Layer& counties);

/// The areas of a message, to ask of single places: care homes, depots.
class WarnedArea {
  public:
    explicit WarnedArea(const cap::Alert& alert);

    /// A place at a position in a division (6, 9 or 12 figures, "" where it is not known) lies in
    /// one of the shapes, or in a division that is named.
    [[nodiscard]] bool contains(LonLat at, std::string_view division) const;

  private:
    std::set<std::string> codes_;  ///< beginnings of codes
    std::vector<Feature> rings_;
    std::vector<cap::Circle> circles_;
};

}  // namespace relief
