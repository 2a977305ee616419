// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/document.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {

using Json = nlohmann::ordered_json;

std::string document_text(const Json& document) {
    // Bytes that are no UTF-8 can only come from the command line; they are shown, not refused.
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

Json number_json(double value) {
    constexpr double exact_limit = 9007199254740992.0;  // 2^53
    if (std::trunc(value) == value && std::abs(value) < exact_limit) {
        return static_cast<std::int64_t>(value);
    }
    return value;
}

std::string number_text(double value) {
    const Json json = number_json(value);
    return json.dump();
}

Json levels_json(const std::vector<LevelConclusion>& levels) {
    Json rows = Json::array();
    for (const LevelConclusion& level : levels) {
        Json because = Json::array();
        for (const LevelBecause& reason : level.because) {
            because.push_back({{"metric", reason.metric},
                               {"value", number_json(reason.value)},
                               {"rule", reason.rule},
                               {"level", reason.level},
                               {"lower_bound", reason.lower_bound},
                               {"arithmetic", reason.arithmetic},
                               {"flag", flag_name(reason.flag)},
                               {"verified", is_verified(reason.flag)}});
        }
        rows.push_back({{"plan", level.plan},
                        {"scope", level.scope},
                        {"unit", level.unit},
                        {"level", level.level},
                        {"official", level.official},
                        {"verified", level.verified},
                        {"in_force", level.in_force},
                        {"tested", level.tested},
                        {"several_events", level.several_events},
                        {"report", level.report},
                        {"because", std::move(because)}});
    }
    return rows;
}

Json contradictions_json(const std::vector<Contradiction>& contradictions) {
    Json rows = Json::array();
    for (const Contradiction& pair : contradictions) {
        rows.push_back({{"scope", pair.scope_code},
                        {"metric", pair.metric},
                        {"earlier",
                         {{"report", pair.earlier->id},
                          {"reporter", pair.earlier->reporter},
                          {"value", number_json(pair.earlier_value)}}},
                        {"later",
                         {{"report", pair.later->id},
                          {"reporter", pair.later->reporter},
                          {"value", number_json(pair.later_value)}}}});
    }
    return rows;
}

std::string_view roman_level(int level) {
    constexpr std::array<std::string_view, 5> numerals{"-", "I", "II", "III", "IV"};
    return level >= 0 && level < 5 ? numerals[static_cast<std::size_t>(level)] : "?";
}

std::string place_name(const Places& places, std::string_view code) {
    const Place* place = places.find_code(code);
    return place != nullptr ? place->name : std::string(code);
}

std::string_view in_language(std::string_view language, std::string_view zh, std::string_view en) {
    return language == "zh" ? zh : en;
}

}  // namespace relief
