// SPDX-License-Identifier: Apache-2.0
#include "alerts/cn12379.h"

#include "alerts/cap/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace relief::cn12379 {
namespace {

using cap::Field;
using cap::Findings;

constexpr std::size_t unit_characters = 14;
constexpr std::size_t time_digits = 14;
constexpr std::size_t division_digits = 12;

bool all_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool all_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    });
}

/// UNIT_TIME or UNIT_TIME_N.
bool is_identifier(std::string_view text) {
    if (text.size() < unit_characters + 1 + time_digits || text[unit_characters] != '_' ||
        !all_plain(text.substr(0, unit_characters)) ||
        !all_digits(text.substr(unit_characters + 1, time_digits))) {
        return false;
    }
    const std::string_view rest = text.substr(unit_characters + 1 + time_digits);
    return rest.empty() || (rest.front() == '_' && all_digits(rest.substr(1)));
}

bool is_event_type(std::string_view text) {
    return text.size() == 5 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
           });
}

class Reading {
  public:
    Reading(xml::Node root, Findings& findings) : root_(root), findings_(&findings) {}

    [[nodiscard]] Message message();

  private:
    [[nodiscard]] Field field(xml::Node parent, std::string_view name);
    [[nodiscard]] std::string text(xml::Node parent, std::string_view name);
    void add(std::string_view code, std::string_view element, const Field& field);
    [[nodiscard]] std::optional<cap::Moment> moment(xml::Node parent, std::string_view name,
                                                    std::string_view path);
    void require(const Field& field, std::string_view element);
    void head(Message& message);
    void kind(Message& message);
    void methods(Message& message);
    void info(Message& message, xml::Node info);
    void levels(Message& message, xml::Node info);
    void headline(const Message& message, xml::Node info);
    [[nodiscard]] Area area(xml::Node node, std::string_view unit);
    void shape(Area& area, const Field& polygon);
    void divisions(Area& area, const Field& geocode, std::string_view unit);

    xml::Node root_;
    Findings* findings_;
    xml::Pieces pieces_;
};

Field Reading::field(xml::Node parent, std::string_view name) {
    const xml::Node node = parent ? parent.child(name) : xml::Node{};
    if (!node) {
        return {.text = {}, .line = parent ? parent.line() : root_.line(), .there = false};
    }
    return {.text = node.text(pieces_), .line = node.line(), .there = true};
}

std::string Reading::text(xml::Node parent, std::string_view name) {
    return std::string(field(parent, name).value());
}

void Reading::add(std::string_view code, std::string_view element, const Field& field) {
    findings_->add(code, fmt::format("alert/{}", element), field.line, field.value());
}

void Reading::require(const Field& field, std::string_view element) {
    if (field.empty()) {
        add("CN_ROOT", element, field);
    }
}

std::optional<cap::Moment> Reading::moment(xml::Node parent, std::string_view name,
                                           std::string_view path) {
    const Field given = field(parent, name);
    std::string form(given.value());
    if (form.empty()) {
        return std::nullopt;
    }
    constexpr std::size_t blank_at = 10;
    constexpr std::size_t without_offset = 19;
    if (form.size() > blank_at && form[blank_at] == 'T') {
        add("CN_TIME_T", path, given);
    } else if (form.size() > blank_at && form[blank_at] == ' ') {
        form[blank_at] = 'T';
    }
    const bool bare = form.size() == without_offset;
    if (bare) {
        form += "+08:00";
    }
    const auto read = cap::moment_of(form);
    if (!read) {
        add("CN_TIME", path, given);
    } else if (bare) {
        add("CN_TIME_NO_OFFSET", path, given);
    }
    return read;
}

void Reading::head(Message& message) {
    const Field identifier = field(root_, "identifier");
    const Field code = field(root_, "senderCode");
    message.identifier = identifier.value();
    message.sender = text(root_, "sender");
    message.sender_code = code.value();
    require(field(root_, "sender"), "sender");
    require(field(root_, "sendTime"), "sendTime");
    if (!is_identifier(message.identifier)) {
        add("CN_IDENTIFIER", "identifier", identifier);
    } else if (message.identifier.substr(0, unit_characters) != message.sender_code) {
        add("CN_SENDER_MISMATCH", "senderCode", code);
    }
    message.sent = moment(root_, "sendTime", "sendTime").value_or(cap::Moment{});
    message.classification = text(root_, "secClassification");
    message.note = text(root_, "note");
}

void Reading::kind(Message& message) {
    const Field status = field(root_, "status");
    const Field type = field(root_, "msgType");
    const Field scope = field(root_, "scope");
    const Field references = field(root_, "references");
    if (const auto value = cap::status_of(status.value())) {
        message.status = *value;
    } else {
        add("CN_STATUS", "status", status);
    }
    if (const auto value = cap::message_type_of(type.value())) {
        message.type = *value;
    } else {
        add("CN_MSGTYPE", "msgType", type);
    }
    if (const auto value = cap::scope_of(scope.value())) {
        message.scope = *value;
    } else {
        add("CN_SCOPE", "scope", scope);
    }
    message.first_issue = references.value();
    if (message.type != cap::MessageType::alert && references.empty()) {
        add("REFERENCES_REQUIRED", "references", references);
    } else if (!references.empty() && !is_identifier(message.first_issue)) {
        add("CN_REFERENCES", "references", references);
    }
    if (message.type == cap::MessageType::cancel && message.note.empty()) {
        add("CN_NOTE_MISSING", "note", field(root_, "note"));
    }
}

void Reading::methods(Message& message) {
    const xml::Node code = root_.child("code");
    for (xml::Node node = code ? code.first_child() : xml::Node{}; node; node = node.next()) {
        if (node.name() == "method") {
            message.methods.push_back({.name = text(node, "methodName"),
                                       .message = text(node, "message"),
                                       .groups = text(node, "audienceGrp"),
                                       .persons = text(node, "audiencePrt")});
        }
    }
}

void Reading::levels(Message& message, xml::Node info) {
    const Field severity = field(info, "severity");
    const Field urgency = field(info, "urgency");
    const Field certainty = field(info, "certainty");
    constexpr std::array<std::string_view, 4> colours{"Red", "Orange", "Yellow", "Blue"};
    if (std::find(colours.begin(), colours.end(), severity.value()) != colours.end()) {
        message.colour = cap::colour_of(severity.value());
    } else if (severity.value() != "Unknown") {
        add("CN_SEVERITY", "info/severity", severity);
    }
    if (const auto value = cap::urgency_of(urgency.value())) {
        message.urgency = *value;
    } else if (!urgency.empty()) {
        add("CN_CERTAINTY", "info/urgency", urgency);
    }
    const bool known =
        certainty.value() == "VeryLikely" || cap::certainty_of(certainty.value()).has_value();
    if (known) {
        message.certainty = certainty.value();
    } else if (!certainty.empty()) {
        add("CN_CERTAINTY", "info/certainty", certainty);
    }
}

/// The colour a headline names: the last before 预警, as "橙色预警".
std::optional<cap::Colour> named_colour(std::string_view headline) {
    std::optional<cap::Colour> named;
    std::size_t last = 0;
    for (const auto colour :
         {cap::Colour::blue, cap::Colour::yellow, cap::Colour::orange, cap::Colour::red}) {
        const std::size_t at = headline.rfind(fmt::format("{}色", cap::chinese(colour)));
        if (at != std::string_view::npos && (!named || at > last)) {
            named = colour;
            last = at;
        }
    }
    return named;
}

void Reading::headline(const Message& message, xml::Node info) {
    const Field headline = field(info, "headline");
    require(headline, "info/headline");
    const auto colour = named_colour(message.headline);
    if (colour && message.colour && colour != message.colour) {
        add("CN_HEADLINE_COLOUR", "info/headline", headline);
    }
    const std::string_view verb = message.type == cap::MessageType::cancel ? "解除" : "发布";
    const bool begins = message.headline.compare(0, message.sender.size(), message.sender) == 0;
    const bool lifted = message.headline.find(verb) != std::string::npos;
    if (!headline.empty() && (!begins || !lifted || (message.colour && !colour))) {
        add("CN_HEADLINE", "info/headline", headline);
    }
}

void Reading::shape(Area& area, const Field& polygon) {
    if (polygon.empty()) {
        return;
    }
    Findings judged;
    const cap::AreaFields fields{.description = {.text = "-", .line = 0, .there = true},
                                 .polygons = {polygon}};
    const cap::Area read = cap::read_area(fields, {}, judged);
    if (judged.has("POLYGON_OPEN") || judged.has("POLYGON_TOO_FEW")) {
        add("CN_POLYLINE", "info/area/polygon", polygon);
        area.lines.push_back(read.polygons.front());
        return;
    }
    for (const cap::Finding& finding : judged.ordered()) {
        findings_->add(finding.code(), "alert/info/area/polygon", polygon.line, finding.found);
    }
    area.polygons.insert(area.polygons.end(), read.polygons.begin(), read.polygons.end());
}

void Reading::divisions(Area& area, const Field& geocode, std::string_view unit) {
    constexpr std::string_view wide_comma = "，";
    std::string codes(geocode.value());
    for (std::size_t at = codes.find(wide_comma); at != std::string::npos;
         at = codes.find(wide_comma)) {
        add("CN_FULLWIDTH_COMMA", "info/area/geocode", geocode);
        codes.replace(at, wide_comma.size(), ",");
    }
    std::string_view rest = codes;
    while (!rest.empty()) {
        const std::string_view given = xml::trimmed(rest.substr(0, rest.find(',')));
        rest.remove_prefix(std::min(rest.size(), rest.find(',') == std::string_view::npos
                                                     ? rest.size()
                                                     : rest.find(',') + 1));
        if (given.empty()) {
            continue;
        }
        const Field one{.text = given, .line = geocode.line, .there = true};
        const std::string_view beyond = given.substr(std::min(given.size(), division_digits));
        if (!all_digits(given) || given.size() < 6 ||
            beyond.find_first_not_of('0') != std::string_view::npos) {
            add("CN_GEOCODE", "info/area/geocode", one);
            continue;
        }
        if (given.size() != division_digits) {
            add("CN_GEOCODE_LENGTH", "info/area/geocode", one);
        }
        if (unit.size() >= 2 && given.substr(0, 2) != unit.substr(0, 2)) {
            add("CN_OUT_OF_JURISDICTION", "info/area/geocode", one);
        }
        std::string code(given.substr(0, division_digits));
        code.resize(division_digits, '0');
        area.divisions.push_back(std::move(code));
    }
}

Area Reading::area(xml::Node node, std::string_view unit) {
    constexpr double metres_per_km = 1000;
    Area area{.description = text(node, "areaDesc")};
    for (xml::Node part = node.first_child(); part; part = part.next()) {
        const Field given{.text = part.text(pieces_), .line = part.line(), .there = true};
        if (part.name() == "polygon") {
            shape(area, given);
        } else if (part.name() == "circle" && !given.empty()) {
            Findings judged;
            const cap::AreaFields fields{.description = {.text = "-", .line = 0, .there = true},
                                         .circles = {given}};
            for (cap::Circle circle : cap::read_area(fields, {}, judged).circles) {
                circle.radius_km /= metres_per_km;
                area.circles.push_back(circle);
            }
            for (const cap::Finding& finding : judged.ordered()) {
                findings_->add(finding.code(), "alert/info/area/circle", given.line, finding.found);
            }
        } else if (part.name() == "geocode") {
            divisions(area, given, unit);
        }
    }
    return area;
}

void Reading::info(Message& message, xml::Node info) {
    const Field event = field(info, "eventType");
    message.language = text(info, "language");
    message.event_type = event.value();
    if (!is_event_type(message.event_type)) {
        add("CN_EVENT", "info/eventType", event);
    }
    levels(message, info);
    message.effective = moment(info, "effective", "info/effective");
    message.onset = moment(info, "onset", "info/onset");
    message.expires = moment(info, "expires", "info/expires");
    message.sender_name = text(info, "senderName");
    message.headline = text(info, "headline");
    message.description = text(info, "description");
    message.instruction = text(info, "instruction");
    message.web = text(info, "web");
    headline(message, info);
    for (xml::Node node = info.first_child(); node; node = node.next()) {
        if (node.name() == "area") {
            message.areas.push_back(area(node, message.sender_code));
        }
    }
}

Message Reading::message() {
    Message message;
    head(message);
    kind(message);
    methods(message);
    const xml::Node node = root_.child("info");
    if (node) {
        info(message, node);
    } else {
        require({.text = {}, .line = root_.line()}, "info");
    }
    return message;
}

}  // namespace

Message read(xml::Node root, cap::Findings& findings) {
    return Reading(root, findings).message();
}

}  // namespace relief::cn12379
