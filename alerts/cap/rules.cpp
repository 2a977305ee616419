// SPDX-License-Identifier: Apache-2.0
#include "alerts/cap/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace relief::cap {
namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// What 3.2.1 forbids in identifier and sender.
bool has_forbidden(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return is_blank(c) || c == ',' || c == '<' || c == '&'; });
}

struct NameRule {
    std::string_view element;
    std::string_view empty;
    std::string_view chars;
};

std::string read_name(const Field& field, const NameRule& rule, Findings& findings) {
    const std::string_view value = field.value();
    const std::string place = Spot{}.path(rule.element);
    if (value.size() != field.text.size() && !value.empty()) {
        findings.add("WHITESPACE_TRIMMED", place, field.line, value);
    }
    if (value.empty()) {
        findings.add(rule.empty, place, field.line);
    } else if (has_forbidden(value)) {
        findings.add(rule.chars, place, field.line, value);
    }
    return std::string(value);
}

/// Parts between white space; in double quotes they may hold blanks. nullopt where a quote is
/// not closed.
std::optional<std::vector<std::string>> quoted_words(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    bool quoted = false;
    bool begun = false;
    for (const char c : text) {
        if (c == '"') {
            quoted = !quoted;
            begun = true;
        } else if (!quoted && is_blank(c)) {
            if (begun) {
                words.push_back(std::exchange(word, {}));
            }
            begun = false;
        } else {
            word += c;
            begun = true;
        }
    }
    if (quoted) {
        return std::nullopt;
    }
    if (begun) {
        words.push_back(word);
    }
    return words;
}

std::vector<std::string> read_words(const Field& field, std::string_view element,
                                    Findings& findings) {
    const auto words = quoted_words(field.text);
    if (!words) {
        findings.add("ADDRESSES_QUOTES", Spot{}.path(element), field.line, field.value());
        return {};
    }
    return *words;
}

/// "sender,identifier,sent"; the sent of references may be of any form a sent has had.
std::optional<Reference> reference_of(std::string_view word, Version version) {
    const std::size_t first = word.find(',');
    const std::size_t last = word.rfind(',');
    if (first == std::string_view::npos || first == last) {
        return std::nullopt;
    }
    const std::string_view identifier = word.substr(first + 1, last - first - 1);
    Findings unheard;
    const Field sent{.text = word.substr(last + 1), .line = 0, .there = true};
    const auto moment = read_moment(sent, version, "references", Spot{}, unheard);
    if (first == 0 || identifier.empty() || identifier.find(',') != std::string_view::npos ||
        !moment) {
        return std::nullopt;
    }
    return Reference{.sender = std::string(word.substr(0, first)),
                     .identifier = std::string(identifier),
                     .sent = *moment};
}

std::vector<Reference> read_references(const AlertFields& fields, Findings& findings) {
    std::vector<Reference> references;
    std::string_view rest = fields.references.value();
    while (!rest.empty()) {
        const auto end = static_cast<std::size_t>(std::find_if(rest.begin(), rest.end(), is_blank) -
                                                  rest.begin());
        const std::string_view word = rest.substr(0, end);
        if (auto reference = reference_of(word, fields.version)) {
            references.push_back(*std::move(reference));
        } else {
            findings.add("REFERENCES_FORMAT", Spot{}.path("references"), fields.references.line,
                         word);
        }
        rest = xml::trimmed(rest.substr(end));
    }
    return references;
}

void check_references(const Alert& alert, const AlertFields& fields, Findings& findings) {
    const Field& field = fields.references;
    const std::string place = Spot{}.path("references");
    if (alert.type != MessageType::alert && field.empty()) {
        findings.add("REFERENCES_REQUIRED", place, field.there ? field.line : fields.type.line,
                     word(alert.type));
        return;
    }
    if (alert.type == MessageType::alert && field.there) {
        findings.add(field.empty() ? "REFERENCES_EMPTY" : "REFERENCES_ON_ALERT", place, field.line,
                     field.value());
    }
    for (const Reference& reference : alert.references) {
        if (reference.sender == alert.sender && reference.identifier == alert.identifier) {
            findings.add("REFERENCES_SELF", place, field.line, text_of(reference));
        } else if (reference.sent.at > alert.sent.at) {
            findings.add("REFERENCES_POSTDATED", place, field.line, text_of(reference));
        }
    }
}

void check_scope(const Alert& alert, const AlertFields& fields, Findings& findings) {
    if (alert.scope == Scope::restricted && fields.restriction.empty()) {
        findings.add("RESTRICTION_REQUIRED", Spot{}.path("restriction"), fields.scope.line);
    }
    if (alert.scope != Scope::restricted && !fields.restriction.empty()) {
        findings.add("RESTRICTION_SCOPE_MISMATCH", Spot{}.path("restriction"),
                     fields.restriction.line, word(alert.scope));
    }
    if (alert.scope == Scope::private_ && fields.addresses.empty()) {
        findings.add("ADDRESSES_REQUIRED", Spot{}.path("addresses"), fields.scope.line);
    }
}

/// EXPIRES_BEFORE_SENT: dead on arrival. A Cancel may well repeat times that are over.
void check_alive(const Alert& alert, const AlertFields& fields, Findings& findings) {
    if (alert.type != MessageType::alert && alert.type != MessageType::update) {
        return;
    }
    for (std::size_t i = 0; i < alert.infos.size(); ++i) {
        const auto& expires = alert.infos[i].expires;
        if (expires && expires->at < alert.sent.at) {
            findings.add("EXPIRES_BEFORE_SENT", Spot{.info = i + 1}.path("expires"),
                         fields.infos[i].expires.line, text_of(*expires));
        }
    }
}

/// A date and time of day as the schema's dateTime has it, parted.
struct Written {
    Moment moment;
    bool plus_zero = false;
    bool hour_24 = false;
};

std::optional<Written> written_moment(std::string_view text, Version version) {
    std::string form(text);
    Written written;
    if (version == Version::cap_1_0 && !form.empty() && form.back() == 'Z') {
        form.replace(form.size() - 1, 1, "-00:00");
    }
    constexpr std::size_t hour_at = 11;
    constexpr std::string_view midnight = "24:00:00";
    if (form.size() > hour_at && form.compare(hour_at, midnight.size(), midnight) == 0) {
        written.hour_24 = true;
        form.replace(hour_at, 2, "00");
    }
    const auto moment = moment_of(form);
    if (!moment) {
        return std::nullopt;
    }
    written.moment = *moment;
    written.plus_zero = version == Version::cap_1_2 && text.substr(text.size() - 6) == "+00:00";
    if (written.hour_24) {
        written.moment.at += std::chrono::days{1};
    }
    return written;
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

std::string Spot::path(std::string_view element) const {
    std::string path = "alert";
    if (info > 0) {
        path += fmt::format("/info[{}]", info);
    }
    if (number > 0) {
        path += fmt::format("/{}[{}]", block, number);
    }
    return element.empty() ? path : fmt::format("{}/{}", path, element);
}

std::optional<Moment> read_moment(const Field& field, Version version, std::string_view element,
                                  Spot spot, Findings& findings) {
    if (field.empty()) {
        return std::nullopt;
    }
    const auto written = written_moment(field.value(), version);
    if (!written) {
        findings.add("DATETIME_FORMAT", spot.path(element), field.line, field.value());
        return std::nullopt;
    }
    if (written->plus_zero) {
        findings.add("UTC_AS_PLUS_ZERO", spot.path(element), field.line, field.value());
    }
    if (written->hour_24) {
        findings.add("HOUR_24", spot.path(element), field.line, field.value());
    }
    return written->moment;
}

void check_plain(const Field& field, std::string_view element, Spot spot, Findings& findings) {
    std::string_view rest = field.text;
    for (std::size_t at = rest.find('<'); at != std::string_view::npos; at = rest.find('<')) {
        rest.remove_prefix(at);
        const bool closing = rest.size() > 1 && (rest[1] == '/' || rest[1] == '!');
        const std::size_t name_at = closing ? 2 : 1;
        const std::size_t end = rest.find_first_of("<>", 1);
        if (end != std::string_view::npos && rest[end] == '>' && name_at < end &&
            is_letter(rest[name_at])) {
            findings.add("TEXT_HTML", spot.path(element), field.line, rest.substr(0, end + 1));
            return;
        }
        rest.remove_prefix(1);
    }
}

bool is_absolute_uri(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || !is_letter(text.front())) {
        return false;
    }
    return std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), [](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    });
}

std::optional<double> decimal_of(std::string_view text) {
    // A whole number below 2^53 over a power of ten below 10^23 is rounded but once.
    constexpr std::uint64_t exact_below = std::uint64_t{1} << 53U;
    constexpr std::array<double, 23> powers{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                            1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                            1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    const bool sign = !text.empty() && (text.front() == '-' || text.front() == '+');
    const std::string_view number = text.substr(sign ? 1 : 0);
    std::uint64_t whole = 0;
    std::size_t digits = 0;
    std::size_t decimals = 0;
    bool point = false;
    for (const char c : number) {
        if (c == '.' && !point) {
            point = true;
        } else if (c >= '0' && c <= '9') {
            ++digits;
            decimals += point ? 1U : 0U;
            whole = digits < 19 ? whole * 10 + static_cast<std::uint64_t>(c - '0') : exact_below;
        } else {
            return std::nullopt;
        }
    }
    if (digits == 0) {
        return std::nullopt;
    }
    double value = 0;
    if (whole < exact_below && decimals < powers.size()) {
        value = static_cast<double>(whole) / powers.at(decimals);
    } else {
        const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(),
                                                  value, std::chars_format::fixed);
        if (error != std::errc{} || end != number.data() + number.size()) {
            return std::nullopt;
        }
    }
    return text.front() == '-' && value != 0 ? -value : value;
}

Alert read_alert(const AlertFields& fields, Findings& findings) {
    Alert alert;
    alert.identifier = read_name(fields.identifier,
                                 {"identifier", "IDENTIFIER_EMPTY", "IDENTIFIER_CHARS"}, findings);
    alert.sender = read_name(fields.sender, {"sender", "SENDER_EMPTY", "SENDER_CHARS"}, findings);
    alert.sent =
        read_moment(fields.sent, fields.version, "sent", Spot{}, findings).value_or(Moment{});
    // Other words than these are the schema's to refuse.
    alert.status = status_of(fields.status.value()).value_or(Status::actual);
    alert.type = message_type_of(fields.type.value()).value_or(MessageType::alert);
    alert.scope = scope_of(fields.scope.value()).value_or(Scope::public_);
    alert.source = fields.source.value();
    alert.restriction = fields.restriction.value();
    alert.addresses = read_words(fields.addresses, "addresses", findings);
    for (const Field& code : fields.codes) {
        if (!code.empty()) {
            alert.codes.emplace_back(code.value());
        }
    }
    alert.note = fields.note.value();
    alert.references = read_references(fields, findings);
    alert.incidents = quoted_words(fields.incidents.text).value_or(std::vector<std::string>{});
    for (std::size_t i = 0; i < fields.infos.size(); ++i) {
        alert.infos.push_back(read_info(fields.infos[i], fields.version, i + 1, findings));
    }
    check_references(alert, fields, findings);
    check_scope(alert, fields, findings);
    check_alive(alert, fields, findings);
    if (alert.status == Status::exercise && fields.note.empty()) {
        findings.add("EXERCISE_NOTE", Spot{}.path("note"), fields.status.line);
    }
    if (alert.infos.empty() && alert.type == MessageType::alert) {
        findings.add("NO_INFO", Spot{}.path("info"), fields.line);
    }
    compare_infos(alert, fields, findings);
    return alert;
}

}  // namespace relief::cap
