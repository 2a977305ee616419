// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/message.h"
#include "gis/exposure.h"
#include "gis/layer.h"

#include <string>
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

}  // namespace relief
