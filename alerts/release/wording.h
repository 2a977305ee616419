// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/release/draft.h"
#include "alerts/release/proposal.h"
#include "alerts/release/warning_rules.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What both languages say.
struct WarningFacts {
    std::string hazard;
    Colour colour = Colour::blue;
    FollowUp follow = FollowUp::first;
    Colour before = Colour::blue;  ///< of what is changed
    Instant issued;
    Instant onset;
    Instant expires;
    std::vector<std::string> places_zh;
    std::vector<std::string> places_en;
    std::vector<CriterionMet> because;
    std::vector<std::pair<std::string, std::string>> names;  ///< of because's places: zh, en
};

/// The words of a warning from its facts: headline `office + 发布|解除 + event + colour`, who signs
/// along, what was measured against which criterion, from when to when, what to do. `language` is
/// "zh" or "en".
[[nodiscard]] WarningText write_text(const WarningRules& rules, const WarningFacts& facts,
                                     std::string_view language);

/// "2017年7月13日18时00分", "18:00 on 13 July 2017", both Beijing time.
[[nodiscard]] std::string said_time(Instant at, std::string_view language);

/// Words that do not fit a field or the other language.
struct WordingFinding {
    std::string code;  ///< TEXT_COLOUR, TEXT_LEVEL, TEXT_EVENT, TEXT_VERB, TEXT_TIME, TEXT_NUMBER,
                       ///< TEXT_LANGUAGE
    std::string language;
    std::string found;
    std::string expected;
    bool fatal = true;  ///< false: to be looked at
};

/// Headline, colour, level and times of every language against the fields and each other. Numbers
/// that only one language tells, and a language that is missing, are told and not fatal.
[[nodiscard]] std::vector<WordingFinding> check_wording(const WarningRules& rules,
                                                        const WarningDraft& draft);

/// Every moment a text names, in any form the house writes: 2017年7月13日18时(00分), 2017-07-13
/// 18:00, 18:00 on 13 July 2017.
[[nodiscard]] std::set<Instant> times_in(std::string_view text);

}  // namespace relief
