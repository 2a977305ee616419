// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/xml/document.h"

#include <string_view>
#include <vector>

/// A message as it is written: every field a text and a line, nothing judged. Views are into the
/// document, or into its `pieces`.
namespace relief::cap {

enum class Version { cap_1_0, cap_1_1, cap_1_2 };

/// "1.0", "1.1", "1.2".
[[nodiscard]] std::string_view word(Version version);

struct Field {
    std::string_view text;
    int line = 0;
    bool there = false;

    /// Without the white space around it.
    [[nodiscard]] std::string_view value() const { return xml::trimmed(text); }
    [[nodiscard]] bool empty() const { return value().empty(); }
};

struct NamedField {
    Field name;
    Field value;
};

struct ResourceFields {
    int line = 0;
    Field description;
    Field mime_type;
    Field size;
    Field uri;
    Field content;
    Field digest;
};

struct AreaFields {
    int line = 0;
    Field description;
    std::vector<Field> polygons;
    std::vector<Field> circles;
    std::vector<NamedField> geocodes;
    Field altitude;
    Field ceiling;
};

struct InfoFields {
    int line = 0;
    Field language;
    std::vector<Field> categories;
    Field event;
    std::vector<Field> response_types;
    Field urgency;
    Field severity;
    Field certainty;
    Field audience;
    std::vector<NamedField> event_codes;
    Field effective;
    Field onset;
    Field expires;
    Field sender_name;
    Field headline;
    Field description;
    Field instruction;
    Field web;
    Field contact;
    std::vector<NamedField> parameters;
    std::vector<ResourceFields> resources;
    std::vector<AreaFields> areas;
};

struct AlertFields {
    Version version = Version::cap_1_2;
    int line = 0;
    Field identifier;
    Field sender;
    Field sent;
    Field status;
    Field type;
    Field source;
    Field scope;
    Field restriction;
    Field addresses;
    std::vector<Field> codes;
    Field note;
    Field references;
    Field incidents;
    std::vector<InfoFields> infos;
};

/// The fields of an alert element; those of other name spaces and unknown ones are the schema's
/// business. Of a field given twice the first counts.
[[nodiscard]] AlertFields read_fields(xml::Node alert, Version version, xml::Pieces& pieces);

}  // namespace relief::cap
