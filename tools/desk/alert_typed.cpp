// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/alert_typed.h"

#include "alerts/release/step_json.h"
#include "core/error.h"
#include "core/json_depth.h"
#include "core/text.h"
#include "gis/layer.h"

#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

Error wrong_value(std::string option, std::string found, std::string expected) {
    return bad_input({.code = "argument.value",
                      .message = "the value of the option cannot be read",
                      .field = std::move(option),
                      .found = std::move(found),
                      .expected = std::move(expected)});
}

cap::Circle read_circle(const std::string& text) {
    std::vector<double> numbers;
    const char* at = text.data();
    const char* const end = text.data() + text.size();
    while (at <= end) {
        double number = 0;
        const auto read = std::from_chars(at, end, number);
        if (read.ec != std::errc{}) {
            break;
        }
        numbers.push_back(number);
        at = read.ptr;
        if (at == end || *at != ',') {
            break;
        }
        ++at;
    }
    const bool whole = at == end && numbers.size() == 3 && numbers[0] >= -180 &&
                       numbers[0] <= 180 && numbers[1] >= -90 && numbers[1] <= 90 &&
                       numbers[2] > 0 && numbers[2] <= 2000;
    if (!whole) {
        throw wrong_value("--circle", text, "longitude,latitude,kilometres: 126.5,43.67,20");
    }
    return {.centre = {numbers[0], numbers[1]}, .radius_km = numbers[2]};
}

std::vector<cap::Ring> read_rings(const std::filesystem::path& file) {
    std::vector<cap::Ring> rings;
    for (const Feature& feature : read_layer(file).features) {
        if (feature.kind == GeometryKind::polygon && !feature.parts.empty()) {
            for (cap::Ring ring : feature.parts) {
                if (ring.size() >= 3 && ring.front() != ring.back()) {
                    ring.push_back(ring.front());
                }
                rings.push_back(std::move(ring));
            }
        }
    }
    if (rings.empty()) {
        throw wrong_value("--polygon", file.string(), "a GeoJSON file with polygons");
    }
    return rings;
}

WarningDraft read_draft_file(const std::filesystem::path& file) {
    const std::string text = decode_text(read_file(file), file.string());
    check_json_depth(text, file.string());
    const auto document = nlohmann::ordered_json::parse(text, nullptr, false);
    if (document.is_discarded()) {
        throw bad_input({.code = "json.syntax",
                         .message = "the JSON is broken",
                         .file = file.string(),
                         .field = {},
                         .found = {},
                         .expected = "a document relief.alert_draft/1"});
    }
    return read_draft(document.contains("draft") ? document["draft"] : document);
}

std::string english_name(const Place& place) {
    return place.name_en.empty() ? pinyin(place.name) : place.name_en;
}

std::string number_words(double value) {
    return fmt::format("{:.2f}", value);
}

/// The names of an area: its divisions, then how many shapes there are.
void add_names(const WarningArea& area, const Places& places, WarningFacts& facts) {
    for (const std::string& code : area.codes) {
        const Place* place = places.find_code(code);
        facts.places_zh.push_back(place != nullptr ? place->name : code);
        facts.places_en.push_back(place != nullptr ? english_name(*place) : code);
    }
    for (const cap::Circle& circle : area.circles) {
        const std::string east = number_words(circle.centre.longitude);
        const std::string north = number_words(circle.centre.latitude);
        facts.places_zh.push_back(
            fmt::format("东经{}度、北纬{}度周围{}公里", east, north, circle.radius_km));
        facts.places_en.push_back(
            fmt::format("{} km around {} E {} N", circle.radius_km, east, north));
    }
    if (!area.polygons.empty()) {
        facts.places_zh.emplace_back("图上所示范围");
        facts.places_en.emplace_back("the area shown on the map");
    }
}

}  // namespace

std::vector<WarningText> written_texts(const WarningDraft& draft, Colour before,
                                       const std::vector<CriterionMet>& because,
                                       const WarningRules& rules, const Places& places,
                                       Instant issued) {
    WarningFacts facts{.hazard = draft.hazard,
                       .colour = draft.colour,
                       .follow = draft.follow,
                       .before = before,
                       .issued = issued,
                       .onset = draft.onset,
                       .expires = draft.expires,
                       .because = because};
    add_names(draft.area, places, facts);
    for (const CriterionMet& met : because) {
        const Place* place = places.find_code(met.by.place);
        facts.names.emplace_back(place != nullptr ? place->name : met.by.place,
                                 place != nullptr ? english_name(*place) : met.by.place);
    }
    return {write_text(rules, facts, "zh"), write_text(rules, facts, "en")};
}

WarningDraft changed_draft(WarningDraft draft, const TypedWarning& typed, Colour before,
                           const WarningRules& rules, const Places& places, Instant at) {
    if (typed.file) {
        WarningDraft read = read_draft_file(*typed.file);
        read.follow = draft.follow;
        read.follows = draft.follows;
        read.unit = draft.unit;
        draft = std::move(read);
        if (!draft.follows.empty() && draft.follow != FollowUp::cancel) {
            draft.follow = follow_up_of(before, draft.colour);
        }
        if (!draft.texts.empty()) {
            return draft;
        }
    }
    if (!typed.colour.empty()) {
        const auto colour = cap::colour_of(typed.colour);
        if (!colour) {
            throw wrong_value("--colour", typed.colour, "red, orange, yellow or blue");
        }
        draft.colour = *colour;
    }
    if (!typed.places.empty() || !typed.circles.empty() || typed.polygons) {
        draft.area = {};
    }
    for (const std::string& place : typed.places) {
        draft.area.codes.push_back(places.resolve(place, beijing_date(at)).code);
    }
    for (const std::string& circle : typed.circles) {
        draft.area.circles.push_back(read_circle(circle));
    }
    if (typed.polygons) {
        draft.area.polygons = read_rings(*typed.polygons);
    }
    draft.onset = typed.onset.value_or(draft.onset);
    draft.expires = typed.expires.value_or(draft.expires);
    if (!typed.reason.empty()) {
        draft.reason = typed.reason;
    }
    if (!draft.follows.empty() && draft.follow != FollowUp::cancel) {
        draft.follow = follow_up_of(before, draft.colour);
    }
    draft.texts = written_texts(draft, before, {}, rules, places, at);
    return draft;
}

WarningDraft typed_draft(const TypedWarning& typed, const WarningRules& rules, const Places& places,
                         Instant at) {
    // The words of a warning tell its times to the minute; the check of the words wants no seconds.
    const Instant onset = std::chrono::floor<std::chrono::minutes>(typed.onset.value_or(at));
    WarningDraft draft{.play = typed.play,
                       .unit = "220000",
                       .hazard = typed.hazard,
                       .onset = onset,
                       .expires = onset + std::chrono::hours(6)};
    if (!typed.file) {
        if (typed.hazard.empty()) {
            throw wrong_value("--hazard", "nothing", "a hazard of warning_departments.csv");
        }
        static_cast<void>(rules.lead(typed.hazard));
        if (typed.colour.empty()) {
            throw wrong_value("--colour", "nothing", "red, orange, yellow or blue");
        }
    }
    draft = changed_draft(draft, typed, Colour::blue, rules, places, at);
    draft.follow = FollowUp::first;
    draft.follows.clear();
    return draft;
}

}  // namespace relief
