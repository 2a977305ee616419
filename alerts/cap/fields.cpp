// SPDX-License-Identifier: Apache-2.0
#include "alerts/cap/fields.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace relief::cap {
namespace {

/// Which member takes the element of a name.
template <class Fields>
struct Slot {
    std::string_view name;
    Field Fields::*field;
};

class Walk {
  public:
    Walk(std::string_view space, xml::Pieces& pieces) : space_(space), pieces_(&pieces) {}

    [[nodiscard]] bool ours(xml::Node node) const { return node.space() == space_; }

    [[nodiscard]] Field field(xml::Node node) const {
        return {.text = node.text(*pieces_), .line = node.line(), .there = true};
    }

    /// True where one of the slots takes it.
    template <class Fields>
    bool take(xml::Node node, Fields& fields, std::span<const Slot<Fields>> slots) const {
        const std::string_view name = node.name();
        for (const Slot<Fields>& slot : slots) {
            if (slot.name == name) {
                Field& place = fields.*slot.field;
                place = place.there ? place : field(node);
                return true;
            }
        }
        return false;
    }

    /// valueName and value; in CAP 1.0 one text "NAME=VALUE".
    [[nodiscard]] NamedField named(xml::Node node) const {
        const xml::Node name = node.child("valueName");
        const xml::Node value = node.child("value");
        if (name || value) {
            return {.name = name ? field(name) : Field{}, .value = value ? field(value) : Field{}};
        }
        const Field whole = field(node);
        const std::size_t equals = whole.text.find('=');
        NamedField pair{.name = whole, .value = whole};
        pair.name.text = whole.text.substr(0, equals);
        pair.value.text =
            equals == std::string_view::npos ? std::string_view{} : whole.text.substr(equals + 1);
        return pair;
    }

  private:
    std::string_view space_;
    xml::Pieces* pieces_;
};

constexpr std::array<Slot<ResourceFields>, 6> resource_slots{{
    {"resourceDesc", &ResourceFields::description},
    {"mimeType", &ResourceFields::mime_type},
    {"size", &ResourceFields::size},
    {"uri", &ResourceFields::uri},
    {"derefUri", &ResourceFields::content},
    {"digest", &ResourceFields::digest},
}};

constexpr std::array<Slot<AreaFields>, 3> area_slots{{
    {"areaDesc", &AreaFields::description},
    {"altitude", &AreaFields::altitude},
    {"ceiling", &AreaFields::ceiling},
}};

constexpr std::array<Slot<InfoFields>, 15> info_slots{{
    {"language", &InfoFields::language},
    {"event", &InfoFields::event},
    {"urgency", &InfoFields::urgency},
    {"severity", &InfoFields::severity},
    {"certainty", &InfoFields::certainty},
    {"audience", &InfoFields::audience},
    {"effective", &InfoFields::effective},
    {"onset", &InfoFields::onset},
    {"expires", &InfoFields::expires},
    {"senderName", &InfoFields::sender_name},
    {"headline", &InfoFields::headline},
    {"description", &InfoFields::description},
    {"instruction", &InfoFields::instruction},
    {"web", &InfoFields::web},
    {"contact", &InfoFields::contact},
}};

constexpr std::array<Slot<AlertFields>, 12> alert_slots{{
    {"identifier", &AlertFields::identifier},
    {"sender", &AlertFields::sender},
    {"sent", &AlertFields::sent},
    {"status", &AlertFields::status},
    {"msgType", &AlertFields::type},
    {"source", &AlertFields::source},
    {"scope", &AlertFields::scope},
    {"restriction", &AlertFields::restriction},
    {"addresses", &AlertFields::addresses},
    {"note", &AlertFields::note},
    {"references", &AlertFields::references},
    {"incidents", &AlertFields::incidents},
}};

ResourceFields read_resource(xml::Node resource, const Walk& walk) {
    ResourceFields fields{.line = resource.line()};
    for (xml::Node node = resource.first_child(); node; node = node.next()) {
        if (walk.ours(node)) {
            walk.take<ResourceFields>(node, fields, resource_slots);
        }
    }
    return fields;
}

AreaFields read_area(xml::Node area, const Walk& walk) {
    AreaFields fields{.line = area.line()};
    for (xml::Node node = area.first_child(); node; node = node.next()) {
        if (!walk.ours(node) || walk.take<AreaFields>(node, fields, area_slots)) {
            continue;
        }
        if (node.name() == "polygon") {
            fields.polygons.push_back(walk.field(node));
        } else if (node.name() == "circle") {
            fields.circles.push_back(walk.field(node));
        } else if (node.name() == "geocode") {
            fields.geocodes.push_back(walk.named(node));
        }
    }
    return fields;
}

InfoFields read_info(xml::Node info, const Walk& walk) {
    InfoFields fields{.line = info.line()};
    for (xml::Node node = info.first_child(); node; node = node.next()) {
        if (!walk.ours(node) || walk.take<InfoFields>(node, fields, info_slots)) {
            continue;
        }
        const std::string_view name = node.name();
        if (name == "category") {
            fields.categories.push_back(walk.field(node));
        } else if (name == "responseType") {
            fields.response_types.push_back(walk.field(node));
        } else if (name == "eventCode") {
            fields.event_codes.push_back(walk.named(node));
        } else if (name == "parameter") {
            fields.parameters.push_back(walk.named(node));
        } else if (name == "resource") {
            fields.resources.push_back(read_resource(node, walk));
        } else if (name == "area") {
            fields.areas.push_back(read_area(node, walk));
        }
    }
    return fields;
}

}  // namespace

std::string_view word(Version version) {
    switch (version) {
        case Version::cap_1_0: return "1.0";
        case Version::cap_1_1: return "1.1";
        case Version::cap_1_2: return "1.2";
    }
    return "";
}

AlertFields read_fields(xml::Node alert, Version version, xml::Pieces& pieces) {
    const Walk walk(alert.space(), pieces);
    AlertFields fields{.version = version, .line = alert.line()};
    for (xml::Node node = alert.first_child(); node; node = node.next()) {
        if (!walk.ours(node) || walk.take<AlertFields>(node, fields, alert_slots)) {
            continue;
        }
        if (node.name() == "code") {
            fields.codes.push_back(walk.field(node));
        } else if (node.name() == "info") {
            fields.infos.push_back(read_info(node, walk));
        }
    }
    return fields;
}

}  // namespace relief::cap
