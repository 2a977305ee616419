// SPDX-License-Identifier: Apache-2.0
#include "alerts/cap/writer.h"

#include "alerts/cap/reader.h"
#include "alerts/cap/text_out.h"
#include "core/error.h"

#include <fmt/format.h>

#include <algorithm>

namespace relief::cap {
namespace {

constexpr std::string_view space_1_2 = "urn:oasis:names:tc:emergency:cap:1.2";

void text_if(ElementWriter& out, std::string_view name, std::string_view text) {
    out.text_if(name, xml::trimmed(text));
}

void moment_if(ElementWriter& out, std::string_view name, const std::optional<Moment>& moment) {
    if (moment) {
        out.text(name, text_of(*moment));
    }
}

/// Parted by blanks; one that holds white space stands in double quotes, of which it has none.
std::string quoted_list(const std::vector<std::string>& words) {
    std::string text;
    for (std::string word : words) {
        word.erase(std::remove(word.begin(), word.end(), '"'), word.end());
        const bool plain = word.find_first_of(" \t\r\n") == std::string::npos && !word.empty();
        text += text.empty() ? "" : " ";
        text += plain ? word : '"' + word + '"';
    }
    return text;
}

void write_named(ElementWriter& out, std::string_view element,
                 const std::vector<NamedValue>& values) {
    for (const NamedValue& value : values) {
        out.open(element);
        out.text("valueName", xml::trimmed(value.name));
        out.text("value", xml::trimmed(value.value));
        out.close(element);
    }
}

void write_resource(ElementWriter& out, const Resource& resource) {
    out.open("resource");
    out.text("resourceDesc", xml::trimmed(resource.description));
    out.text("mimeType", xml::trimmed(resource.mime_type));
    if (resource.size_bytes) {
        out.text("size", fmt::format("{}", *resource.size_bytes));
    }
    text_if(out, "uri", resource.uri);
    text_if(out, "derefUri", resource.content);
    text_if(out, "digest", resource.digest);
    out.close("resource");
}

void write_area(ElementWriter& out, const Area& area) {
    out.open("area");
    out.text("areaDesc", xml::trimmed(area.description));
    for (const Ring& ring : area.polygons) {
        out.text("polygon", positions_text(ring));
    }
    for (const Circle& circle : area.circles) {
        out.text("circle",
                 fmt::format("{},{} {}", number_text(circle.centre.latitude),
                             number_text(circle.centre.longitude), number_text(circle.radius_km)));
    }
    write_named(out, "geocode", area.geocodes);
    if (area.altitude_ft) {
        out.text("altitude", number_text(*area.altitude_ft));
    }
    if (area.ceiling_ft) {
        out.text("ceiling", number_text(*area.ceiling_ft));
    }
    out.close("area");
}

void write_info(ElementWriter& out, const Info& info) {
    out.open("info");
    text_if(out, "language", info.language);
    for (const Category category : info.categories) {
        out.text("category", word(category));
    }
    out.text("event", xml::trimmed(info.event));
    for (const ResponseType response : info.response_types) {
        out.text("responseType", word(response));
    }
    out.text("urgency", word(info.urgency));
    out.text("severity", word(info.severity));
    out.text("certainty", word(info.certainty));
    text_if(out, "audience", info.audience);
    write_named(out, "eventCode", info.event_codes);
    moment_if(out, "effective", info.effective);
    moment_if(out, "onset", info.onset);
    moment_if(out, "expires", info.expires);
    text_if(out, "senderName", info.sender_name);
    text_if(out, "headline", info.headline);
    text_if(out, "description", info.description);
    text_if(out, "instruction", info.instruction);
    text_if(out, "web", info.web);
    text_if(out, "contact", info.contact);
    write_named(out, "parameter", info.parameters);
    for (const Resource& resource : info.resources) {
        write_resource(out, resource);
    }
    for (const Area& area : info.areas) {
        write_area(out, area);
    }
    out.close("info");
}

void require(bool there, const char* field) {
    if (!there) {
        throw bad_input({.code = "alert.incomplete",
                         .message = "the message lacks what every message has",
                         .field = field,
                         .expected = "a value"});
    }
}

}  // namespace

std::string write(const Alert& alert) {
    require(!alert.identifier.empty(), "identifier");
    require(!alert.sender.empty(), "sender");
    for (const Info& info : alert.infos) {
        require(!info.categories.empty(), "info/category");
    }
    ElementWriter out;
    out.open_root("alert", space_1_2);
    out.text("identifier", xml::trimmed(alert.identifier));
    out.text("sender", xml::trimmed(alert.sender));
    out.text("sent", text_of(alert.sent));
    out.text("status", word(alert.status));
    out.text("msgType", word(alert.type));
    text_if(out, "source", alert.source);
    out.text("scope", word(alert.scope));
    text_if(out, "restriction", alert.restriction);
    out.text_if("addresses", quoted_list(alert.addresses));
    for (const std::string& code : alert.codes) {
        text_if(out, "code", code);
    }
    text_if(out, "note", alert.note);
    std::string references;
    for (const Reference& reference : alert.references) {
        references += (references.empty() ? "" : " ") + text_of(reference);
    }
    out.text_if("references", references);
    out.text_if("incidents", quoted_list(alert.incidents));
    for (const Info& info : alert.infos) {
        write_info(out, info);
    }
    out.close("alert");
    return out.finished();
}

std::optional<Alert> error_reply(const Reading& refused, const ReplyHead& head) {
    if (refused.verdict != Verdict::reject || !refused.name) {
        return std::nullopt;
    }
    Alert reply{.identifier = head.identifier,
                .sender = head.sender,
                .sent = head.sent,
                .status = refused.status,
                .type = MessageType::error,
                .scope = Scope::private_,
                .addresses = {refused.name->sender},
                .references = {*refused.name}};
    for (const Finding& finding : refused.findings) {
        if (!finding.kind->rejects) {
            continue;
        }
        reply.note += reply.note.empty() ? "" : "; ";
        reply.note += fmt::format("{} {}: {}", finding.code(), finding.place, finding.kind->en);
        if (finding.line > 0) {
            reply.note += fmt::format(" (line {})", finding.line);
        }
    }
    return reply;
}

}  // namespace relief::cap
