// SPDX-License-Identifier: Apache-2.0
#include "alerts/release/message_of.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

namespace relief {
namespace {

cap::Category category_of(std::string_view hazard) {
    if (hazard == "earthquake" || hazard == "geological_weather") {
        return cap::Category::geo;
    }
    if (hazard == "forest_fire") {
        return cap::Category::fire;
    }
    return hazard == "biological" ? cap::Category::env : cap::Category::met;
}

cap::ResponseType response_of(const WarningDraft& draft) {
    if (draft.follow == FollowUp::cancel) {
        return cap::ResponseType::all_clear;
    }
    switch (draft.colour) {
        case Colour::red: return cap::ResponseType::evacuate;
        case Colour::orange: return cap::ResponseType::prepare;
        case Colour::yellow:
        case Colour::blue: break;
    }
    return cap::ResponseType::monitor;
}

std::string departments(const std::vector<std::string>& ids, const WarningRules& rules, Date on,
                        std::string_view language) {
    std::vector<std::string> names;
    for (const std::string& id : ids) {
        names.push_back(rules.department(id, on, language));
    }
    return fmt::format("{}", fmt::join(names, language == "zh" ? "、" : ", "));
}

std::vector<std::string> cosigned_by(const ReleaseCase& of) {
    std::vector<std::string> ids;
    for (const Signature& signature : standing_signatures(of)) {
        if (!signature.approval && signature.department != of.terms.lead) {
            ids.push_back(signature.department);
        }
    }
    return ids;
}

cap::Area area_of(const WarningArea& area, const std::string& description) {
    cap::Area made{.description = description,
                   .polygons = area.polygons,
                   .circles = area.circles,
                   .geocodes = {},
                   .altitude_ft = std::nullopt,
                   .ceiling_ft = std::nullopt};
    for (const std::string& code : area.codes) {
        made.geocodes.push_back({.name = std::string(division_codes), .value = code});
    }
    return made;
}

cap::Info info_of(const ReleaseCase& of, const WarningRules& rules, const WarningText& text,
                  Instant sent) {
    const WarningDraft& draft = of.draft;
    const std::string_view language = text.language.starts_with("zh") ? "zh" : "en";
    const Date day = beijing_date(sent);
    cap::Info info{.language = text.language,
                   .categories = {category_of(draft.hazard)},
                   .event = text.event,
                   .response_types = {response_of(draft)},
                   .urgency = draft.follow == FollowUp::cancel ? cap::Urgency::past
                              : draft.onset <= sent            ? cap::Urgency::immediate
                                                               : cap::Urgency::expected,
                   .severity = cap::severity_of(draft.colour),
                   .certainty = cap::Certainty::likely,
                   .effective = cap::Moment{sent},
                   .onset = cap::Moment{draft.onset},
                   .expires = cap::Moment{draft.expires},
                   .sender_name = text.sender,
                   .headline = text.headline,
                   .description = text.description,
                   .instruction = text.instruction};
    const WarningWord* hazard = rules.word("hazard", draft.hazard);
    if (hazard != nullptr && !hazard->names.empty()) {
        info.event_codes.push_back({.name = "CN:eventType", .value = hazard->names});
    }
    info.parameters.push_back({.name = std::string(cap::colour_parameter),
                               .value = std::string(cap::word(draft.colour))});
    const std::vector<std::string> signed_by = cosigned_by(of);
    if (!signed_by.empty()) {
        info.parameters.push_back({.name = "relief:countersigned",
                                   .value = departments(signed_by, rules, day, language)});
    }
    if (!of.without.empty()) {
        info.parameters.push_back(
            {.name = "relief:unanswered", .value = departments(of.without, rules, day, language)});
    }
    if (of.terms.green_channel) {
        info.parameters.push_back({.name = "relief:green_channel", .value = "yes"});
    }
    info.areas.push_back(area_of(draft.area, text.area));
    return info;
}

}  // namespace

std::string sender_of(const WarningDraft& draft, const WarningRules& rules) {
    return fmt::format("{}@{}.relief", rules.lead(draft.hazard), draft.unit);
}

cap::Alert message_of(const ReleaseCase& of, const WarningRules& rules,
                      const std::string& identifier, Instant sent,
                      const std::vector<cap::Reference>& before) {
    const WarningDraft& draft = of.draft;
    cap::Alert alert{
        .identifier = identifier,
        .sender = sender_of(draft, rules),
        .sent = cap::Moment{sent},
        .status = draft.play == Play::actual ? cap::Status::actual : cap::Status::exercise,
        .type = draft.follow == FollowUp::cancel  ? cap::MessageType::cancel
                : draft.follow == FollowUp::first ? cap::MessageType::alert
                                                  : cap::MessageType::update,
        .scope = cap::Scope::public_,
        .note = face_marks(of, rules, "zh"),
        .references = before};
    if (draft.play == Play::exercise) {
        alert.note = "演练 EXERCISE。" + alert.note;
    }
    if (draft.follow == FollowUp::cancel) {
        alert.note += draft.reason;
    }
    for (const WarningText& text : draft.texts) {
        alert.infos.push_back(info_of(of, rules, text, sent));
    }
    return alert;
}

}  // namespace relief
