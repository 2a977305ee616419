// SPDX-License-Identifier: Apache-2.0
#include "alerts/cap/rules.h"

#include <algorithm>
#include <cstddef>

namespace relief::cap {
namespace {

constexpr std::size_t headline_characters_max = 160;

std::size_t characters_in(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

/// A character of the CJK Unified Ideographs' main block, U+4E00 to U+9FFF: E4 B8 80 to E9 BF BF.
bool has_chinese(std::string_view utf8) {
    return std::any_of(utf8.begin(), utf8.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0xE4 && byte <= 0xE9;
    });
}

/// RFC 3066: letters, then letters and digits, eight at most a part.
bool is_language(std::string_view text) {
    std::size_t part = 0;
    bool first = true;
    for (const char c : text) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool digit = c >= '0' && c <= '9';
        if (c == '-' && part > 0) {
            part = 0;
            first = false;
        } else if ((letter || (digit && !first)) && part < 8) {
            ++part;
        } else {
            return false;
        }
    }
    return part > 0;
}

std::string read_language(const InfoFields& fields, Spot spot, Findings& findings) {
    const std::string_view given = fields.language.value();
    if (given.empty()) {
        if (has_chinese(fields.event.text) || has_chinese(fields.headline.text) ||
            has_chinese(fields.description.text)) {
            findings.add("LANGUAGE_DEFAULT_EN_US", spot.path("language"), fields.line);
        }
        return "en-US";
    }
    if (!is_language(given)) {
        findings.add("LANGUAGE_RFC3066", spot.path("language"), fields.language.line, given);
    }
    return std::string(given);
}

std::vector<NamedValue> read_named(const std::vector<NamedField>& fields) {
    std::vector<NamedValue> values;
    values.reserve(fields.size());
    for (const NamedField& field : fields) {
        values.push_back(
            {.name = std::string(field.name.value()), .value = std::string(field.value.value())});
    }
    return values;
}

void check_text(const InfoFields& fields, Spot spot, Findings& findings) {
    check_plain(fields.event, "event", spot, findings);
    check_plain(fields.headline, "headline", spot, findings);
    check_plain(fields.description, "description", spot, findings);
    check_plain(fields.instruction, "instruction", spot, findings);
    check_plain(fields.contact, "contact", spot, findings);
    if (fields.event.empty()) {
        findings.add("EVENT_EMPTY", spot.path("event"), fields.event.line);
    }
    if (characters_in(fields.headline.value()) > headline_characters_max) {
        findings.add("HEADLINE_OVER_160", spot.path("headline"), fields.headline.line,
                     fields.headline.value());
    }
    if (!fields.web.empty() && !is_absolute_uri(fields.web.value())) {
        findings.add("WEB_NOT_ABSOLUTE", spot.path("web"), fields.web.line, fields.web.value());
    }
}

void check_times(const Info& info, const InfoFields& fields, Spot spot, Findings& findings) {
    if (fields.expires.empty()) {
        findings.add("EXPIRES_MISSING", spot.path("expires"), fields.line);
    }
    const bool late_onset = info.expires && info.onset && info.onset->at > info.expires->at;
    const bool late_effect =
        info.expires && info.effective && info.effective->at > info.expires->at;
    if (late_onset || late_effect) {
        findings.add("EXPIRES_BEFORE_ONSET", spot.path("expires"), fields.expires.line,
                     fields.expires.value());
    }
}

/// The numbers of the infos of each language, in the order in which languages first come.
std::vector<std::vector<std::size_t>> by_language(const Alert& alert) {
    std::vector<std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < alert.infos.size(); ++i) {
        const auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& one) {
            return alert.infos[one.front()].language == alert.infos[i].language;
        });
        if (group == groups.end()) {
            groups.push_back({i});
        } else {
            group->push_back(i);
        }
    }
    return groups;
}

/// 3.2.2: the languages of a warning tell the same facts.
std::string_view differing_field(const Info& one, const Info& other) {
    const auto instant = [](const std::optional<Moment>& moment) {
        return moment ? std::optional(moment->at) : std::nullopt;
    };
    if (instant(one.expires) != instant(other.expires)) {
        return "expires";
    }
    if (instant(one.onset) != instant(other.onset)) {
        return "onset";
    }
    if (instant(one.effective) != instant(other.effective)) {
        return "effective";
    }
    if (one.severity != other.severity) {
        return "severity";
    }
    if (one.urgency != other.urgency) {
        return "urgency";
    }
    return one.certainty != other.certainty ? "certainty" : "";
}

}  // namespace

Info read_info(const InfoFields& fields, Version version, std::size_t number, Findings& findings) {
    const Spot spot{.info = number};
    Info info;
    info.language = read_language(fields, spot, findings);
    for (const Field& category : fields.categories) {
        if (const auto value = category_of(category.value())) {
            info.categories.push_back(*value);
        }
    }
    info.event = fields.event.value();
    for (const Field& response : fields.response_types) {
        if (const auto value = response_type_of(response.value())) {
            info.response_types.push_back(*value);
        }
    }
    info.urgency = urgency_of(fields.urgency.value()).value_or(Urgency::unknown);
    info.severity = severity_of(fields.severity.value()).value_or(Severity::unknown);
    info.certainty = certainty_of(fields.certainty.value()).value_or(Certainty::unknown);
    info.audience = fields.audience.value();
    info.event_codes = read_named(fields.event_codes);
    info.effective = read_moment(fields.effective, version, "effective", spot, findings);
    info.onset = read_moment(fields.onset, version, "onset", spot, findings);
    info.expires = read_moment(fields.expires, version, "expires", spot, findings);
    info.sender_name = fields.sender_name.value();
    info.headline = fields.headline.value();
    info.description = fields.description.value();
    info.instruction = fields.instruction.value();
    info.web = fields.web.value();
    info.contact = fields.contact.value();
    info.parameters = read_named(fields.parameters);
    check_text(fields, spot, findings);
    check_times(info, fields, spot, findings);
    for (std::size_t i = 0; i < fields.resources.size(); ++i) {
        auto resource = read_resource(
            fields.resources[i], {.info = number, .block = "resource", .number = i + 1}, findings);
        if (resource) {
            info.resources.push_back(*std::move(resource));
        }
    }
    for (std::size_t i = 0; i < fields.areas.size(); ++i) {
        info.areas.push_back(read_area(
            fields.areas[i], {.info = number, .block = "area", .number = i + 1}, findings));
    }
    return info;
}

void compare_infos(const Alert& alert, const AlertFields& fields, Findings& findings) {
    const auto groups = by_language(alert);
    for (std::size_t g = 1; g < groups.size(); ++g) {
        // Only the same number of blocks can be laid side by side.
        if (groups[g].size() != groups.front().size()) {
            continue;
        }
        for (std::size_t i = 0; i < groups[g].size(); ++i) {
            const Info& first = alert.infos[groups.front()[i]];
            const std::size_t number = groups[g][i];
            const Info& other = alert.infos[number];
            const Spot spot{.info = number + 1};
            if (const auto field = differing_field(first, other); !field.empty()) {
                findings.add("LANGUAGE_BLOCKS_DIFFER", spot.path(field), fields.infos[number].line,
                             field);
            }
            if (!first.description.empty() && first.description == other.description) {
                findings.add("LANGUAGE_SAME_TEXT", spot.path("description"),
                             fields.infos[number].description.line, other.description);
            }
        }
    }
}

}  // namespace relief::cap
