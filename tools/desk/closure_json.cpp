// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/closure_json.h"

#include <array>
#include <cmath>
#include <optional>
#include <string_view>

#include <nlohmann/json.hpp>

namespace relief {
namespace {

constexpr std::array<std::string_view, 4> direction_words{"none", "forward", "backward", "both"};

Json whole_or_null(const std::optional<std::int32_t>& value) {
    return value ? Json(*value) : Json(nullptr);
}

std::optional<std::int32_t> whole_of(const Json& json) {
    return json.is_null() ? std::nullopt : std::optional(json.get<std::int32_t>());
}

StreetDirections directions_of(const std::string& word) {
    for (std::size_t i = 0; i < direction_words.size(); ++i) {
        if (direction_words[i] == word) {
            return static_cast<StreetDirections>(i);
        }
    }
    return StreetDirections::both;
}

}  // namespace

Json limits_json(const ClosureLimits& limits) {
    return {{"one_lane_wait_minutes", whole_or_null(limits.one_lane_wait_minutes)},
            {"weight_kg", whole_or_null(limits.weight_kg)},
            {"height_cm", whole_or_null(limits.height_cm)},
            {"daylight_only", limits.daylight_only},
            {"convoy_only", limits.convoy_only},
            {"permit_only", limits.permit_only}};
}

ClosureLimits limits_of_json(const Json& json) {
    return {.one_lane_wait_minutes = whole_of(json.at("one_lane_wait_minutes")),
            .weight_kg = whole_of(json.at("weight_kg")),
            .height_cm = whole_of(json.at("height_cm")),
            .daylight_only = json.at("daylight_only").get<bool>(),
            .convoy_only = json.at("convoy_only").get<bool>(),
            .permit_only = json.at("permit_only").get<bool>()};
}

Json stretches_json(const std::vector<ClosedStretch>& stretches) {
    Json rows = Json::array();
    for (const ClosedStretch& stretch : stretches) {
        Json row{{"way", stretch.way}};
        if (stretch.from_node && stretch.to_node) {
            row["from"] = *stretch.from_node;
            row["to"] = *stretch.to_node;
        }
        row["directions"] = direction_words[static_cast<std::size_t>(stretch.directions)];
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<ClosedStretch> stretches_of_json(const Json& json) {
    std::vector<ClosedStretch> stretches;
    for (const Json& row : json) {
        ClosedStretch stretch{.way = row.at("way").get<std::int64_t>(),
                              .directions = directions_of(row.at("directions").get<std::string>())};
        if (row.contains("from")) {
            stretch.from_node = row.at("from").get<std::int64_t>();
            stretch.to_node = row.at("to").get<std::int64_t>();
        }
        stretches.push_back(stretch);
    }
    return stretches;
}

Json area_json(const ClosureArea& area) {
    Json rings = Json::array();
    for (const std::vector<StreetPoint>& ring : area.rings) {
        Json points = Json::array();
        for (const StreetPoint point : ring) {
            points.push_back({point.longitude_e7, point.latitude_e7});
        }
        rings.push_back(std::move(points));
    }
    return rings;
}

ClosureArea area_of_json(const Json& json) {
    ClosureArea area;
    for (const Json& ring : json) {
        std::vector<StreetPoint>& points = area.rings.emplace_back();
        for (const Json& point : ring) {
            points.push_back({.longitude_e7 = point.at(0).get<std::int32_t>(),
                              .latitude_e7 = point.at(1).get<std::int32_t>()});
        }
    }
    return area;
}

Json doubt_json(const ClosureDoubt& doubt) {
    return {{"zh", doubt.zh}, {"en", doubt.en}, {"minus", doubt.minus}};
}

ClosureDoubt doubt_of_json(const Json& json) {
    return {.zh = json.at("zh").get<std::string>(),
            .en = json.at("en").get<std::string>(),
            .minus = json.at("minus").get<int>()};
}

Json candidate_json(const ClosureCandidate& candidate) {
    Json doubts = Json::array();
    for (const ClosureDoubt& doubt : candidate.doubts) {
        doubts.push_back(doubt_json(doubt));
    }
    return {{"kind", std::string(to_word(candidate.kind))},
            {"zh", candidate.zh},
            {"en", candidate.en},
            {"metres", std::llround(candidate.km * 1000)},
            {"confidence", candidate.confidence},
            {"doubts", std::move(doubts)},
            {"stretches", stretches_json(candidate.stretches)},
            {"nodes", candidate.nodes}};
}

ClosureCandidate candidate_of_json(const Json& json) {
    ClosureCandidate candidate{
        .kind = closure_kind_of(json.at("kind").get<std::string>()).value_or(ClosureKind::way),
        .stretches = stretches_of_json(json.at("stretches")),
        .nodes = json.at("nodes").get<std::vector<std::int64_t>>(),
        .km = static_cast<double>(json.at("metres").get<std::int64_t>()) / 1000,
        .confidence = json.at("confidence").get<int>(),
        .zh = json.at("zh").get<std::string>(),
        .en = json.at("en").get<std::string>()};
    for (const Json& doubt : json.at("doubts")) {
        candidate.doubts.push_back(doubt_of_json(doubt));
    }
    return candidate;
}

}  // namespace relief
