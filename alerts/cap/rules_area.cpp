// SPDX-License-Identifier: Apache-2.0
#include "alerts/cap/ring_check.h"
#include "alerts/cap/rules.h"

#include <algorithm>
#include <cstddef>

namespace relief::cap {
namespace {

bool is_gap(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// The next word of a text, which it leaves; "" at its end.
std::string_view next_word(std::string_view& rest) {
    std::size_t from = 0;
    while (from < rest.size() && is_gap(rest[from])) {
        ++from;
    }
    std::size_t end = from;
    while (end < rest.size() && !is_gap(rest[end])) {
        ++end;
    }
    const std::string_view word = rest.substr(from, end - from);
    rest.remove_prefix(end);
    return word;
}

/// "lat,lon".
std::optional<LonLat> pair_of(std::string_view word) {
    const std::size_t comma = word.find(',');
    if (comma == std::string_view::npos) {
        return std::nullopt;
    }
    const auto latitude = decimal_of(word.substr(0, comma));
    const auto longitude = decimal_of(word.substr(comma + 1));
    if (!latitude || !longitude) {
        return std::nullopt;
    }
    return LonLat{.longitude = *longitude, .latitude = *latitude};
}

bool on_globe(const LonLat& at) {
    return at.latitude >= -90 && at.latitude <= 90 && at.longitude >= -180 && at.longitude <= 180;
}

/// The positions of a polygon; nullopt where one is none, after saying so.
std::optional<Ring> read_positions(const Field& field, const std::string& place,
                                   Findings& findings) {
    Ring ring;
    std::string_view rest = field.text;
    for (auto word = next_word(rest); !word.empty(); word = next_word(rest)) {
        const auto at = pair_of(word);
        if (!at) {
            findings.add("POLYGON_FORMAT", place, field.line, word);
            return std::nullopt;
        }
        if (!on_globe(*at)) {
            findings.add("POLYGON_RANGE", place, field.line, word);
            return std::nullopt;
        }
        ring.push_back(*at);
    }
    return ring;
}

void check_shape(const Ring& ring, const Field& field, const std::string& place,
                 Findings& findings) {
    const RingShape shape = shape_of(ring);
    if (shape.repeats) {
        findings.add("POLYGON_REPEAT_VERTEX", place, field.line);
    }
    if (shape.undecided) {
        findings.add("POLYGON_TOO_COMPLEX", place, field.line);
    } else if (shape.crosses) {
        findings.add("POLYGON_SELF_INTERSECTION", place, field.line);
    } else if (shape.zero_area) {
        findings.add("POLYGON_ZERO_AREA", place, field.line);
    } else if (shape.touches) {
        findings.add("POLYGON_SELF_TOUCH", place, field.line);
    }
}

std::optional<Ring> read_polygon(const Field& field, Spot spot, Findings& findings) {
    const std::string place = spot.path("polygon");
    if (field.empty()) {
        findings.add("POLYGON_EMPTY", place, field.line);
        return std::nullopt;
    }
    auto ring = read_positions(field, place, findings);
    if (!ring) {
        return std::nullopt;
    }
    if (ring->size() < 4) {
        findings.add("POLYGON_TOO_FEW", place, field.line, field.value());
    } else if (ring->front() != ring->back()) {
        findings.add("POLYGON_OPEN", place, field.line, field.value());
    } else {
        check_shape(*ring, field, place, findings);
    }
    return ring;
}

std::optional<Circle> read_circle(const Field& field, Spot spot, Findings& findings) {
    const std::string place = spot.path("circle");
    if (field.empty()) {
        findings.add("CIRCLE_EMPTY", place, field.line);
        return std::nullopt;
    }
    std::string_view rest = field.text;
    const auto centre = pair_of(next_word(rest));
    const auto radius = decimal_of(next_word(rest));
    if (!centre || !radius || *radius < 0 || !next_word(rest).empty()) {
        findings.add("CIRCLE_FORMAT", place, field.line, field.value());
        return std::nullopt;
    }
    if (!on_globe(*centre)) {
        findings.add("CIRCLE_RANGE", place, field.line, field.value());
        return std::nullopt;
    }
    return Circle{.centre = *centre, .radius_km = *radius};
}

void check_heights(const Area& area, const AreaFields& fields, Spot spot, Findings& findings) {
    if (!area.ceiling_ft) {
        return;
    }
    if (!area.altitude_ft) {
        findings.add("CEILING_WITHOUT_ALTITUDE", spot.path("ceiling"), fields.ceiling.line,
                     fields.ceiling.value());
    } else if (*area.ceiling_ft < *area.altitude_ft) {
        findings.add("CEILING_BELOW_ALTITUDE", spot.path("ceiling"), fields.ceiling.line,
                     fields.ceiling.value());
    }
}

}  // namespace

Area read_area(const AreaFields& fields, Spot spot, Findings& findings) {
    Area area{.description = std::string(fields.description.value())};
    if (area.description.empty()) {
        findings.add("AREADESC_EMPTY", spot.path("areaDesc"), fields.line);
    }
    check_plain(fields.description, "areaDesc", spot, findings);
    for (const Field& polygon : fields.polygons) {
        if (auto ring = read_polygon(polygon, spot, findings)) {
            area.polygons.push_back(*std::move(ring));
        }
    }
    for (const Field& circle : fields.circles) {
        if (const auto read = read_circle(circle, spot, findings)) {
            area.circles.push_back(*read);
        }
    }
    area.geocodes.reserve(fields.geocodes.size());
    for (const NamedField& code : fields.geocodes) {
        area.geocodes.push_back(
            {.name = std::string(code.name.value()), .value = std::string(code.value.value())});
    }
    area.altitude_ft = decimal_of(fields.altitude.value());
    area.ceiling_ft = decimal_of(fields.ceiling.value());
    check_heights(area, fields, spot, findings);
    if (fields.polygons.empty() && fields.circles.empty()) {
        // Some messages have a thousand of these.
        const std::string_view code = fields.geocodes.empty() ? "AREA_TEXT_ONLY" : "GEOCODE_ONLY";
        if (!findings.again(code)) {
            findings.add(code, spot.path(""), fields.line, area.description);
        }
    }
    return area;
}

}  // namespace relief::cap
