// SPDX-License-Identifier: Apache-2.0
#include "alerts/cap/text_out.h"
#include "alerts/cn12379.h"
#include "core/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace relief::cn12379 {
namespace {

using cap::ElementWriter;

constexpr double metres_per_km = 1000;

/// "2026-07-18 16:00:00+08:00".
std::string time_text(const std::optional<cap::Moment>& moment) {
    if (!moment) {
        return {};
    }
    std::string text = cap::text_of(*moment);
    text[10] = ' ';
    return text;
}

void write_area(const Area& area, ElementWriter& out) {
    out.open("area");
    out.text("areaDesc", area.description);
    for (const auto* rings : {&area.polygons, &area.lines}) {
        for (const cap::Ring& ring : *rings) {
            out.text("polygon", cap::positions_text(ring));
        }
    }
    for (const cap::Circle& circle : area.circles) {
        out.text("circle", fmt::format("{},{} {}", cap::number_text(circle.centre.latitude),
                                       cap::number_text(circle.centre.longitude),
                                       cap::number_text(circle.radius_km * metres_per_km)));
    }
    out.text("geocode", fmt::format("{}", fmt::join(area.divisions, ",")));
    out.close("area");
}

void write_methods(const Message& message, ElementWriter& out) {
    out.open("code");
    for (const Method& method : message.methods) {
        out.open("method");
        out.text("methodName", method.name);
        out.text("message", method.message);
        out.text("audienceGrp", method.groups);
        out.text("audiencePrt", method.persons);
        out.close("method");
    }
    out.close("code");
}

void write_info(const Message& message, ElementWriter& out) {
    out.open("info");
    out.text("language", message.language);
    out.text("eventType", message.event_type);
    out.text("urgency", cap::word(message.urgency));
    out.text("severity", message.colour ? cap::word(*message.colour) : "Unknown");
    out.text("certainty", message.certainty);
    out.text("effective", time_text(message.effective));
    out.text("onset", time_text(message.onset));
    out.text("expires", time_text(message.expires));
    out.text("senderName", message.sender_name);
    out.text("headline", message.headline);
    out.text("description", message.description);
    out.text("instruction", message.instruction);
    out.text("web", message.web);
    for (const Area& area : message.areas) {
        write_area(area, out);
    }
    out.close("info");
}

std::string upper(std::string_view text) {
    std::string high(text);
    std::transform(high.begin(), high.end(), high.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return high;
}

/// The message an identifier names: its unit, and the time in it, by Beijing's clock.
cap::Reference reference_of(std::string_view identifier) {
    const std::string_view digits = identifier.substr(15, 14);
    const auto part = [digits](std::size_t from, std::size_t length) {
        return digits.substr(from, length);
    };
    const std::string time = fmt::format("{}-{}-{}T{}:{}:{}+08:00", part(0, 4), part(4, 2),
                                         part(6, 2), part(8, 2), part(10, 2), part(12, 2));
    return {.sender = std::string(identifier.substr(0, 14)),
            .identifier = std::string(identifier),
            .sent = cap::moment_of(time).value_or(cap::Moment{})};
}

cap::Area to_cap_area(const Area& area) {
    cap::Area made{
        .description = area.description, .polygons = area.polygons, .circles = area.circles};
    for (const std::string& code : area.divisions) {
        made.geocodes.push_back({.name = std::string(cap::division_geocode), .value = code});
    }
    return made;
}

/// 11B is weather, 11C earth, 11A water and 11D ground, 11E sea, 11G fire.
cap::Category category_of(std::string_view event_type) {
    switch (event_type.size() > 2 ? event_type[2] : ' ') {
        case 'A':
        case 'C':
        case 'D': return cap::Category::geo;
        case 'B':
        case 'E': return cap::Category::met;
        case 'G': return cap::Category::fire;
        default: return cap::Category::other;
    }
}

const cap::Info& chinese_info(const cap::Alert& alert) {
    const auto found =
        std::find_if(alert.infos.begin(), alert.infos.end(),
                     [](const cap::Info& info) { return info.language.substr(0, 2) == "zh"; });
    return found == alert.infos.end() ? alert.infos.front() : *found;
}

Area from_cap_area(const cap::Area& area) {
    Area made{.description = area.description, .polygons = area.polygons, .circles = area.circles};
    for (const cap::NamedValue& code : area.geocodes) {
        if (code.name == cap::division_geocode && code.value.size() >= 6 &&
            code.value.size() <= 12) {
            std::string whole = code.value;
            whole.resize(12, '0');
            made.divisions.push_back(std::move(whole));
        }
    }
    return made;
}

void check_docking(const cap::Alert& alert, const Docking& docking) {
    if (alert.status != cap::Status::actual && alert.status != cap::Status::test) {
        throw refused({.code = "alert.drill",
                       .message = "the platform takes real messages and tests alone",
                       .field = "status",
                       .found = std::string(cap::word(alert.status)),
                       .expected = "Actual or Test"});
    }
    if (docking.sender_code.size() != 14 || docking.event_type.size() != 5 || alert.infos.empty()) {
        throw bad_input({.code = "alert.docking",
                         .message = "the platform's codes are missing",
                         .field = "sender_code, event_type",
                         .found = docking.sender_code + ", " + docking.event_type,
                         .expected = "14 characters, 5 characters, and an info"});
    }
}

}  // namespace

std::string write(const Message& message) {
    ElementWriter out;
    out.open_root("alert", name_space);
    out.text("identifier", message.identifier);
    out.text("sender", message.sender);
    out.text("senderCode", message.sender_code);
    out.text("sendTime", time_text(message.sent));
    out.text("status", cap::word(message.status));
    out.text("msgType", cap::word(message.type));
    out.text("scope", cap::word(message.scope));
    write_methods(message, out);
    out.text("secClassification", message.classification);
    out.text("note", message.note);
    out.text("references", message.first_issue);
    write_info(message, out);
    out.close("alert");
    return out.finished();
}

std::string file_name(const Message& message) {
    return fmt::format("{}_{}_{}_{}.xml", message.identifier, message.event_type,
                       upper(message.colour ? cap::word(*message.colour) : "Unknown"),
                       upper(cap::word(message.type)));
}

cap::Alert to_cap(const Message& message, std::string_view event) {
    const std::string_view name = event.empty() ? event_name(message.event_type) : event;
    cap::Alert alert{.identifier = message.identifier,
                     .sender = message.sender_code,
                     .sent = message.sent,
                     .status = message.status,
                     .type = message.type,
                     .source = message.sender,
                     .scope = message.scope,
                     .note = message.note};
    if (message.scope == cap::Scope::restricted) {
        alert.restriction = message.classification;
    }
    constexpr std::size_t shortest_identifier = 29;
    if (message.first_issue.size() >= shortest_identifier) {
        alert.references.push_back(reference_of(message.first_issue));
    }
    cap::Info info{
        .language = message.language.empty() ? "zh-CN" : message.language,
        .categories = {category_of(message.event_type)},
        .event = std::string(name.empty() ? message.event_type : name),
        .urgency = message.urgency,
        .severity = message.colour ? cap::severity_of(*message.colour) : cap::Severity::unknown,
        .certainty = message.certainty == "VeryLikely"
                         ? cap::Certainty::likely
                         : cap::certainty_of(message.certainty).value_or(cap::Certainty::unknown),
        .event_codes = {{.name = std::string(event_code_name), .value = message.event_type}},
        .effective = message.effective,
        .onset = message.onset,
        .expires = message.expires,
        .sender_name = message.sender,
        .headline = message.headline,
        .description = message.description,
        .instruction = message.instruction,
        .web = message.web};
    if (message.colour) {
        info.parameters.push_back({.name = std::string(cap::colour_parameter),
                                   .value = std::string(cap::word(*message.colour))});
    }
    for (const Area& area : message.areas) {
        info.areas.push_back(to_cap_area(area));
    }
    alert.infos.push_back(std::move(info));
    return alert;
}

Message from_cap(const cap::Alert& alert, const Docking& docking) {
    check_docking(alert, docking);
    const cap::Info& info = chinese_info(alert);
    // The platform's numbers are its own: the unit and the moment by Beijing's clock.
    std::string digits = cap::text_of({.at = alert.sent.at, .offset_min = 480}).substr(0, 19);
    digits.erase(
        std::remove_if(digits.begin(), digits.end(), [](char c) { return c < '0' || c > '9'; }),
        digits.end());
    Message message{.identifier = fmt::format("{}_{}", docking.sender_code, digits),
                    .sender = docking.sender,
                    .sender_code = docking.sender_code,
                    .sent = {.at = alert.sent.at, .offset_min = 480},
                    .status = alert.status,
                    .type = alert.type,
                    .scope = alert.scope,
                    .methods = docking.methods,
                    .note = alert.note,
                    .first_issue = docking.first_issue,
                    .language = info.language,
                    .event_type = docking.event_type,
                    .urgency = info.urgency,
                    .colour = cap::colour_of(info),
                    .certainty = std::string(cap::word(info.certainty)),
                    .effective = info.effective,
                    .onset = info.onset,
                    .expires = info.expires,
                    .sender_name = info.sender_name,
                    .headline = info.headline,
                    .description = info.description,
                    .instruction = info.instruction,
                    .web = info.web};
    for (const cap::Area& area : info.areas) {
        message.areas.push_back(from_cap_area(area));
    }
    return message;
}

std::string_view event_name(std::string_view event_type) {
    // Codes seen in public code that builds the form; the standard itself was not seen.
    constexpr std::array<std::pair<std::string_view, std::string_view>, 28> names{{
        {"11A01", "洪水"},
        {"11A02", "内涝"},
        {"11A51", "山洪灾害"},
        {"11B01", "台风"},
        {"11B03", "暴雨"},
        {"11B04", "暴雪"},
        {"11B05", "寒潮"},
        {"11B06", "大风"},
        {"11B07", "沙尘暴"},
        {"11B09", "高温"},
        {"11B14", "雷电"},
        {"11B15", "冰雹"},
        {"11B16", "霜冻"},
        {"11B17", "大雾"},
        {"11B19", "霾"},
        {"11B20", "雷雨大风"},
        {"11B21", "道路结冰"},
        {"11B22", "干旱"},
        {"11B25", "森林火险"},
        {"11B29", "重污染"},
        {"11B37", "地质灾害气象风险"},
        {"11C02", "地震"},
        {"11D01", "山体滑坡"},
        {"11D02", "泥石流"},
        {"11E02", "海上大风/风暴潮"},
        {"11E06", "海浪"},
        {"11G01", "境内森林火灾"},
        {"11G05", "境内草原火灾"},
    }};
    const auto found = std::find_if(names.begin(), names.end(), [event_type](const auto& row) {
        return row.first == event_type;
    });
    return found == names.end() ? std::string_view{} : found->second;
}

}  // namespace relief::cn12379
