// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"
#include "gis/crs.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A warning as the Common Alerting Protocol 1.2 (OASIS, 2010) tells it. Plain values, made once by
/// a reader or a drafter and then handed on unchanged; section numbers are those of the standard.
namespace relief::cap {

// In the order of the standard; 1.0's "Very Likely" is read as likely (1.1, 3.2.2 certainty).
enum class Status { actual, exercise, system, test, draft };
enum class MessageType { alert, update, cancel, ack, error };
enum class Scope { public_, restricted, private_ };
enum class Category {
    geo,
    met,
    safety,
    security,
    rescue,
    fire,
    health,
    env,
    transport,
    infra,
    cbrne,
    other
};
enum class ResponseType {
    shelter,
    evacuate,
    prepare,
    execute,
    avoid,
    monitor,
    assess,
    all_clear,
    none
};
enum class Urgency { immediate, expected, future, past, unknown };
enum class Severity { extreme, severe, moderate, minor, unknown };
enum class Certainty { observed, likely, possible, unlikely, unknown };

/// Of China's warnings; CAP has no word for it, so it travels as a parameter (colour_parameter).
enum class Colour { blue, yellow, orange, red };

/// The word of the standard: "Actual", "AllClear", "CBRNE".
[[nodiscard]] std::string_view word(Status value);
[[nodiscard]] std::string_view word(MessageType value);
[[nodiscard]] std::string_view word(Scope value);
[[nodiscard]] std::string_view word(Category value);
[[nodiscard]] std::string_view word(ResponseType value);
[[nodiscard]] std::string_view word(Urgency value);
[[nodiscard]] std::string_view word(Severity value);
[[nodiscard]] std::string_view word(Certainty value);
/// "Blue", "Yellow", "Orange", "Red", as the national form spells them.
[[nodiscard]] std::string_view word(Colour value);
/// "蓝", "黄", "橙", "红".
[[nodiscard]] std::string_view chinese(Colour value);

/// The value of a word, spelt and cased as in the standard; nullopt for any other.
[[nodiscard]] std::optional<Status> status_of(std::string_view word);
[[nodiscard]] std::optional<MessageType> message_type_of(std::string_view word);
[[nodiscard]] std::optional<Scope> scope_of(std::string_view word);
[[nodiscard]] std::optional<Category> category_of(std::string_view word);
[[nodiscard]] std::optional<ResponseType> response_type_of(std::string_view word);
[[nodiscard]] std::optional<Urgency> urgency_of(std::string_view word);
[[nodiscard]] std::optional<Severity> severity_of(std::string_view word);
[[nodiscard]] std::optional<Certainty> certainty_of(std::string_view word);
/// Of "Red", "red", "红" or "红色".
[[nodiscard]] std::optional<Colour> colour_of(std::string_view word);

/// Red is Extreme, orange Severe, yellow Moderate, blue Minor (design/alerts.md, section 3).
[[nodiscard]] Severity severity_of(Colour colour);

/// An instant and the clock it was told by. Two moments are equal as text; compare `at` to ask
/// which is earlier.
struct Moment {
    Instant at;
    int offset_min = 480;  ///< minutes east of UTC, -840 to 840

    friend bool operator==(const Moment&, const Moment&) = default;
};

/// "2026-07-18T16:00:00+08:00"; UTC is written -00:00 (3.3.2).
[[nodiscard]] std::string text_of(const Moment& moment);

/// Of text_of's form alone, +00:00 and -00:00 being one. nullopt for all else, Z and fractions
/// of a second among it, and hours of 24.
[[nodiscard]] std::optional<Moment> moment_of(std::string_view text);

/// The message another one speaks of: sender, identifier and sent together name it.
struct Reference {
    std::string sender;
    std::string identifier;
    Moment sent;

    friend bool operator==(const Reference&, const Reference&) = default;
};

/// "sender,identifier,sent".
[[nodiscard]] std::string text_of(const Reference& reference);

/// A value of a list that somebody else keeps: codes of events, parameters, codes of areas.
struct NamedValue {
    std::string name;
    std::string value;

    friend bool operator==(const NamedValue&, const NamedValue&) = default;
};

struct Resource {
    std::string description;
    std::string mime_type;
    std::optional<std::int64_t> size_bytes;
    std::string uri;
    std::string content;  ///< derefUri: the file itself in base64
    std::string digest;   ///< SHA-1 of the file, hexadecimal

    friend bool operator==(const Resource&, const Resource&) = default;
};

/// A closed ring: at least four positions, the first again at the end.
using Ring = std::vector<LonLat>;

struct Circle {
    LonLat centre;
    double radius_km = 0;  ///< 0 is a point

    friend bool operator==(const Circle&, const Circle&) = default;
};

/// What a warning covers: the union of its rings and circles. A ring inside a ring is no hole.
struct Area {
    std::string description;
    std::vector<Ring> polygons;
    std::vector<Circle> circles;
    std::vector<NamedValue> geocodes;
    std::optional<double> altitude_ft;  ///< lower limit, feet above mean sea level
    std::optional<double> ceiling_ft;   ///< upper limit, only with altitude_ft

    friend bool operator==(const Area&, const Area&) = default;
};

/// One language's, or one subject's, part of a warning. An empty text is one that is not there.
struct Info {
    std::string language = "en-US";  ///< RFC 3066; what the standard means by none
    std::vector<Category> categories;
    std::string event;
    std::vector<ResponseType> response_types;
    Urgency urgency = Urgency::unknown;
    Severity severity = Severity::unknown;
    Certainty certainty = Certainty::unknown;
    std::string audience;
    std::vector<NamedValue> event_codes;
    std::optional<Moment> effective;  ///< none: the alert's sent
    std::optional<Moment> onset;
    std::optional<Moment> expires;  ///< none: the receiver's own rule
    std::string sender_name;
    std::string headline;
    std::string description;
    std::string instruction;
    std::string web;
    std::string contact;
    std::vector<NamedValue> parameters;
    std::vector<Resource> resources;
    std::vector<Area> areas;

    friend bool operator==(const Info&, const Info&) = default;
};

struct Alert {
    std::string identifier;
    std::string sender;
    Moment sent;
    Status status = Status::actual;
    MessageType type = MessageType::alert;
    std::string source;
    Scope scope = Scope::public_;
    std::string restriction;             ///< with Scope::restricted alone
    std::vector<std::string> addresses;  ///< with Scope::private_
    std::vector<std::string> codes;
    std::string note;
    std::vector<Reference> references;
    std::vector<std::string> incidents;
    std::vector<Info> infos;

    friend bool operator==(const Alert&, const Alert&) = default;
};

/// The parameter that carries China's colour.
inline constexpr std::string_view colour_parameter = "CN:colour";

/// The geocode of China's divisions: 6, 9 or 12 digits.
inline constexpr std::string_view division_geocode = "GB/T 2260";

/// The colour told by an info's parameter; nullopt where there is none or it is no colour.
[[nodiscard]] std::optional<Colour> colour_of(const Info& info);

/// The first value of that name; nullptr where there is none.
[[nodiscard]] const std::string* find_value(const std::vector<NamedValue>& values,
                                            std::string_view name);

/// The name by which later messages call this one.
[[nodiscard]] Reference reference_to(const Alert& alert);

/// True where both name one message: instants are compared, not the clocks they are told by.
[[nodiscard]] bool same_message(const Reference& one, const Reference& other);

}  // namespace relief::cap
