// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/hand_check.h"

#include "core/error.h"
#include "reserves/heads.h"
#include "tools/desk/document.h"

#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr double heads_max = 1e8;
constexpr int days_max = 366;
constexpr double temp_max_c = 60;

Error out_of_range(std::string_view option, double found, std::string expected) {
    return bad_input({.code = "argument.range",
                      .message = "the figure given by hand is out of range",
                      .file = {},
                      .field = std::string(option),
                      .found = number_text(found),
                      .expected = std::move(expected)});
}

void check_range(std::string_view option, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
        throw out_of_range(option, value,
                           fmt::format("{} to {}", number_text(low), number_text(high)));
    }
}

void check_people(std::string_view option, const std::optional<double>& value) {
    if (!value) {
        return;
    }
    check_range(option, *value, 0, heads_max);
    if (std::trunc(*value) != *value) {
        throw out_of_range(option, *value, "whole people");
    }
}

void check_collective(double collective, double relocated) {
    if (collective > relocated) {
        throw out_of_range("--collective", collective,
                           fmt::format("at most the {} relocated", number_text(relocated)));
    }
}

void check_hazard(const std::string& hazard, const Rules& rules) {
    std::string known;
    for (const NeedsParameter& parameter : rules.parameters) {
        if (parameter.id != "tent_share") {
            continue;
        }
        if (parameter.applies_to == hazard) {
            return;
        }
        known += (known.empty() ? "" : ", ") + parameter.applies_to;
    }
    throw bad_input({.code = "argument.value",
                     .message = "there are no needs parameters for this hazard",
                     .file = {},
                     .field = "--hazard",
                     .found = hazard,
                     .expected = known});
}

}  // namespace

void check_hand_figures(const HandFigures& hand, const Rules& rules) {
    check_people("--relocated", hand.relocated);
    check_people("--collective", hand.collective);
    if (hand.relocated && hand.collective) {
        check_collective(*hand.collective, *hand.relocated);
    }
    if (hand.days) {
        check_range("--days", *hand.days, 1, days_max);
    }
    if (hand.temp_c) {
        check_range("--temp", *hand.temp_c, -temp_max_c, temp_max_c);
    }
    if (hand.month) {
        check_range("--month", *hand.month, 1, 12);
    }
    if (hand.hazard) {
        check_hazard(*hand.hazard, rules);
    }
}

void check_heads(const std::vector<HeadCount>& heads) {
    for (const HeadCount& head : heads) {
        if (head.report.empty() && head.collective > head.relocated) {
            throw out_of_range("--relocated", head.relocated,
                               fmt::format("at least the {} reported in collective shelter, or "
                                           "--collective with it",
                                           number_text(head.collective)));
        }
    }
}

NeedsContext needs_context(const Incident& incident, const HandFigures& hand, const Rules& rules) {
    const std::string hazard = hand.hazard.value_or(incident.hazard);
    const double horizon_days = needs_parameter(rules, "horizon_days", hazard).value;
    return {.hazard = hazard,
            .month = hand.month.value_or(incident.month),
            .days = hand.days.value_or(static_cast<int>(horizon_days)),
            .temp_c = hand.temp_c};
}

}  // namespace relief
