// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/finding.h"
#include "alerts/cap/message.h"
#include "alerts/cap/xml/document.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The form in which the national 12379 platform takes and gives warnings: CAP's elements in
/// another name space, with other rules (docs of the platform as read in public code; the standard
/// GB/T 35965.1 itself was not seen). Colours are severities, one geocode holds several codes,
/// radii are metres, references name the first issue, and an open list of points is a line.
namespace relief::cn12379 {

inline constexpr std::string_view name_space = "http://com.icss.amp";

/// The eventCode by which a CAP message carries the platform's code of an event.
inline constexpr std::string_view event_code_name = "CN:12379";

/// What goes out over one channel, and to whom.
struct Method {
    std::string name;  ///< SMS, LED, SPEAKER, TV, BROADCAST, WEB, PHONE, FAX
    std::string message;
    std::string groups;   ///< codes of audience groups, parted by commas
    std::string persons;  ///< single persons

    friend bool operator==(const Method&, const Method&) = default;
};

struct Area {
    std::string description;
    std::vector<cap::Ring> polygons;
    std::vector<cap::Ring> lines;        ///< open lists of points
    std::vector<cap::Circle> circles;    ///< in kilometres here, metres on paper
    std::vector<std::string> divisions;  ///< codes of 12 digits

    friend bool operator==(const Area&, const Area&) = default;
};

struct Message {
    std::string identifier;  ///< UNIT_YYYYMMDDhhmmss, UNIT_YYYYMMDDhhmmss_N in the annex
    std::string sender;      ///< the unit's name in Chinese
    std::string sender_code;
    cap::Moment sent;
    cap::Status status = cap::Status::actual;  ///< the platform takes actual and test
    cap::MessageType type = cap::MessageType::alert;
    cap::Scope scope = cap::Scope::public_;
    std::vector<Method> methods;
    std::string classification = "None";
    std::string note;
    std::string first_issue;  ///< identifier of the first issue, of a later message
    std::string language = "zh-CN";
    std::string event_type;  ///< five characters: 11B03
    cap::Urgency urgency = cap::Urgency::unknown;
    std::optional<cap::Colour> colour;  ///< none is Unknown
    std::string certainty = "Unknown";  ///< CAP's words and VeryLikely
    std::optional<cap::Moment> effective;
    std::optional<cap::Moment> onset;
    std::optional<cap::Moment> expires;
    std::string sender_name;
    std::string headline;
    std::string description;
    std::string instruction;
    std::string web;
    std::vector<Area> areas;

    friend bool operator==(const Message&, const Message&) = default;
};

/// Reads the root of a document in the name space of the form; what its rules say goes to
/// `findings`. What cannot be read is left at its default; a rejecting finding then says so.
[[nodiscard]] Message read(xml::Node root, cap::Findings& findings);

/// The form, in UTF-8. read() gives the same message back.
[[nodiscard]] std::string write(const Message& message);

/// UNIT_TIME_EVENT_COLOUR_TYPE.xml, as the platform asks.
[[nodiscard]] std::string file_name(const Message& message);

/// As a CAP 1.2 message: the unit's code is the sender, its name goes to senderName, the colour
/// to severity and a parameter, the event's name to event (`event_name`, else its code). A line is
/// no area and is left out.
[[nodiscard]] cap::Alert to_cap(const Message& message, std::string_view event_name = {});

/// What of an alert the platform is told beside it.
struct Docking {
    std::string sender_code;  ///< 14 characters
    std::string sender;       ///< full Chinese name
    std::string event_type;
    std::string first_issue;  ///< for all but the first
    std::vector<Method> methods;
};

/// From the first Chinese info of a CAP message, or its first. refused (alert.drill) where the
/// status is other than Actual or Test: the platform reserves the others, and a drill must not
/// pass for real. bad_input (alert.docking) where the unit's code or the event's is none.
[[nodiscard]] Message from_cap(const cap::Alert& alert, const Docking& docking);

/// The platform's word for an event's code: "暴雨" of 11B03; "" for one not known.
[[nodiscard]] std::string_view event_name(std::string_view event_type);

}  // namespace relief::cn12379
