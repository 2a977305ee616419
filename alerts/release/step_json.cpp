// SPDX-License-Identifier: Apache-2.0
#include "alerts/release/step_json.h"

#include "core/error.h"

#include <nlohmann/json.hpp>

#include <array>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

using nlohmann::ordered_json;

Error wrong_field(const std::string& field, std::string found, std::string expected) {
    return bad_input({.code = "json.field",
                      .message = "a field is missing or of another type",
                      .field = field,
                      .found = std::move(found),
                      .expected = std::move(expected)});
}

std::string text(const ordered_json& in, const std::string& field) {
    if (!in.is_object() || !in.contains(field) || !in[field].is_string()) {
        throw wrong_field(
            field, in.is_object() && in.contains(field) ? in[field].dump() : "nothing", "a text");
    }
    return in[field].get<std::string>();
}

std::string text_or(const ordered_json& in, const std::string& field, const std::string& other) {
    return in.is_object() && in.contains(field) ? text(in, field) : other;
}

Instant moment(const ordered_json& in, const std::string& field) {
    const std::string words = text(in, field);
    const auto at = parse_instant(words);
    if (!at) {
        throw wrong_field(field, words, "a time");
    }
    return *at;
}

double number(const ordered_json& value, const std::string& field, double low, double high) {
    if (!value.is_number() || value.get<double>() < low || value.get<double>() > high) {
        throw wrong_field(field, value.dump(), fmt::format("a number from {} to {}", low, high));
    }
    return value.get<double>();
}

LonLat position(const ordered_json& value, const std::string& field) {
    if (!value.is_array() || value.size() != 2) {
        throw wrong_field(field, value.dump(), "[longitude, latitude]");
    }
    return {.longitude = number(value[0], field, -180, 180),
            .latitude = number(value[1], field, -90, 90)};
}

const ordered_json& list(const ordered_json& in, const std::string& field) {
    static const ordered_json none = ordered_json::array();
    if (!in.is_object() || !in.contains(field)) {
        return none;
    }
    if (!in[field].is_array()) {
        throw wrong_field(field, in[field].dump(), "a list");
    }
    return in[field];
}

template <class Value, class Words>
Value word_of(const ordered_json& in, const std::string& field, const Words& words) {
    const std::string word = text(in, field);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == word) {
            return static_cast<Value>(i);
        }
    }
    throw wrong_field(field, word, fmt::format("one of {}", fmt::join(words, ", ")));
}

constexpr std::array<std::string_view, 2> plays{"Actual", "Exercise"};
constexpr std::array<std::string_view, 5> follows{"first", "raise", "renew", "lower", "cancel"};

ordered_json area_json(const WarningArea& area) {
    ordered_json polygons = ordered_json::array();
    for (const cap::Ring& ring : area.polygons) {
        ordered_json points = ordered_json::array();
        for (const LonLat at : ring) {
            points.push_back({at.longitude, at.latitude});
        }
        polygons.push_back(std::move(points));
    }
    ordered_json circles = ordered_json::array();
    for (const cap::Circle& circle : area.circles) {
        circles.push_back({{"centre", {circle.centre.longitude, circle.centre.latitude}},
                           {"radius_km", circle.radius_km}});
    }
    return {
        {"codes", area.codes}, {"polygons", std::move(polygons)}, {"circles", std::move(circles)}};
}

WarningArea read_area(const ordered_json& in) {
    WarningArea area;
    for (const ordered_json& code : list(in, "codes")) {
        if (!code.is_string()) {
            throw wrong_field("area.codes", code.dump(), "codes of divisions");
        }
        area.codes.push_back(code.get<std::string>());
    }
    for (const ordered_json& points : list(in, "polygons")) {
        cap::Ring ring;
        for (const ordered_json& point : points) {
            ring.push_back(position(point, "area.polygons"));
        }
        if (ring.size() < 4 || ring.front() != ring.back()) {
            throw wrong_field("area.polygons", fmt::format("{} positions", ring.size()),
                              "closed rings of four positions or more");
        }
        area.polygons.push_back(std::move(ring));
    }
    for (const ordered_json& circle : list(in, "circles")) {
        if (!circle.is_object() || !circle.contains("centre") || !circle.contains("radius_km")) {
            throw wrong_field("area.circles", circle.dump(), "centre and radius_km");
        }
        area.circles.push_back({.centre = position(circle["centre"], "area.circles"),
                                .radius_km = number(circle["radius_km"], "area.circles", 0, 2000)});
    }
    return area;
}

ordered_json terms_json(const SigningTerms& terms) {
    return {{"lead", terms.lead},
            {"lead_checker", to_word(terms.lead_checker)},
            {"cosigners", terms.cosigners},
            {"cosigners_needed", terms.cosigners_needed},
            {"approval", terms.approval},
            {"approver_department", terms.approver_department},
            {"approver", to_word(terms.approver)},
            {"green_channel", terms.green_channel},
            {"minutes", terms.to_sign.count()},
            {"may_go_on", terms.may_go_on}};
}

SigningTerms read_terms(const ordered_json& in) {
    return {.lead = in.at("lead"),
            .lead_checker = *officer_role_of(in.at("lead_checker").get<std::string>()),
            .cosigners = in.at("cosigners").get<std::vector<std::string>>(),
            .cosigners_needed = in.at("cosigners_needed"),
            .approval = in.at("approval"),
            .approver_department = in.at("approver_department"),
            .approver = *officer_role_of(in.at("approver").get<std::string>()),
            .green_channel = in.at("green_channel"),
            .to_sign = Minutes(in.at("minutes").get<int>()),
            .may_go_on = in.at("may_go_on")};
}

}  // namespace

ordered_json draft_json(const WarningDraft& draft) {
    ordered_json texts = ordered_json::array();
    for (const WarningText& of : draft.texts) {
        texts.push_back({{"language", of.language},
                         {"sender", of.sender},
                         {"event", of.event},
                         {"headline", of.headline},
                         {"description", of.description},
                         {"instruction", of.instruction},
                         {"area", of.area}});
    }
    return {{"status", to_word(draft.play)},
            {"unit", draft.unit},
            {"hazard", draft.hazard},
            {"colour", to_word(draft.colour)},
            {"level", level_of(draft.colour)},
            {"follow", to_word(draft.follow)},
            {"follows", draft.follows},
            {"onset", format_instant(draft.onset)},
            {"expires", format_instant(draft.expires)},
            {"area", area_json(draft.area)},
            {"texts", std::move(texts)},
            {"reason", draft.reason}};
}

WarningDraft read_draft(const ordered_json& in) {
    WarningDraft draft{.play = word_of<Play>(in, "status", plays),
                       .unit = text_or(in, "unit", "220000"),
                       .hazard = text(in, "hazard"),
                       .follow = in.is_object() && in.contains("follow")
                                     ? word_of<FollowUp>(in, "follow", follows)
                                     : FollowUp::first,
                       .follows = text_or(in, "follows", ""),
                       .onset = moment(in, "onset"),
                       .expires = moment(in, "expires"),
                       .area = read_area(in.contains("area") ? in["area"] : ordered_json::object()),
                       .reason = text_or(in, "reason", "")};
    const auto colour = cap::colour_of(text(in, "colour"));
    if (!colour) {
        throw wrong_field("colour", text(in, "colour"), "red, orange, yellow or blue");
    }
    draft.colour = *colour;
    for (const ordered_json& of : list(in, "texts")) {
        draft.texts.push_back({.language = text(of, "language"),
                               .sender = text(of, "sender"),
                               .event = text(of, "event"),
                               .headline = text(of, "headline"),
                               .description = text(of, "description"),
                               .instruction = text_or(of, "instruction", ""),
                               .area = text(of, "area")});
    }
    return draft;
}

std::string step_text(const Step& step) {
    ordered_json json{{"kind", to_word(step.kind)}, {"at", seconds_of(step.at)}};
    const auto add = [&](const char* field, const std::string& value) {
        if (!value.empty()) {
            json[field] = value;
        }
    };
    add("person", step.person);
    add("department", step.department);
    json["role"] = to_word(step.role);
    add("delegation", step.delegation);
    json["decision"] = to_word(step.decision);
    add("words", step.words);
    add("hash", step.hash);
    if (step.draft) {
        json["draft"] = draft_json(*step.draft);
    }
    if (step.terms) {
        json["terms"] = terms_json(*step.terms);
    }
    add("message", step.message);
    if (step.lifts) {
        json["lifts"] = true;
    }
    return json.dump();
}

Step read_step(std::string_view words) {
    const ordered_json in = ordered_json::parse(words);
    Step step{.kind = *step_kind_of(in.at("kind").get<std::string>()),
              .at = instant_of(in.at("at").get<std::int64_t>()),
              .person = in.value("person", ""),
              .department = in.value("department", ""),
              .role = *officer_role_of(in.at("role").get<std::string>()),
              .delegation = in.value("delegation", ""),
              .decision = *decision_of(in.at("decision").get<std::string>()),
              .words = in.value("words", ""),
              .hash = in.value("hash", ""),
              .message = in.value("message", ""),
              .lifts = in.value("lifts", false)};
    if (in.contains("draft")) {
        step.draft = read_draft(in["draft"]);
    }
    if (in.contains("terms")) {
        step.terms = read_terms(in["terms"]);
    }
    return step;
}

}  // namespace relief
