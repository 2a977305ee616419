// SPDX-License-Identifier: Apache-2.0
#include "tests/alerts/cap/random_alert.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <string>
#include <vector>

namespace relief::cap {
namespace {

class Dice {
  public:
    explicit Dice(std::mt19937_64& random) : random_(&random) {}

    /// From `low` to `high`, both among them.
    int whole(int low, int high) { return std::uniform_int_distribution<int>(low, high)(*random_); }
    bool half() { return whole(0, 1) == 1; }
    double real(double low, double high) {
        return std::uniform_real_distribution<double>(low, high)(*random_);
    }
    template <class Value>
    Value of(int count) {
        return static_cast<Value>(whole(0, count - 1));
    }

    std::string text(int parts_max) {
        constexpr std::array<std::string_view, 14> parts{
            "暴雨", "warning",     "é",   "&",   "a < b", "\"quoted\"", "'",
            "😀",    "line\nbreak", "]]>", "\tx", "&amp;", "100%",       "\r\n."};
        std::string text = "a";
        for (int i = whole(0, parts_max); i > 0; --i) {
            text += parts.at(static_cast<std::size_t>(whole(0, 13)));
        }
        return text + "z";
    }
    std::string maybe_text(int parts_max) { return half() ? text(parts_max) : std::string{}; }
    std::string name() {
        constexpr std::string_view letters = "abcdefgXYZ0123456789.-_@:/";
        std::string name;
        for (int i = whole(1, 20); i > 0; --i) {
            name += letters[static_cast<std::size_t>(whole(0, 25))];
        }
        return name;
    }
    Moment moment(Instant from) {
        return {.at = from + std::chrono::seconds{whole(0, 86'400 * 30)},
                .offset_min = whole(-14 * 4, 14 * 4) * 15};
    }

  private:
    std::mt19937_64* random_;
};

/// Round a centre at growing angles: it never meets itself.
Ring random_ring(Dice& dice) {
    const double latitude = dice.real(-80, 80);
    const double longitude = dice.real(-170, 170);
    const int corners = dice.whole(3, 40);
    Ring ring;
    for (int i = 0; i < corners; ++i) {
        const double angle = 2 * std::numbers::pi * i / corners;
        const double radius = dice.real(0.5, 9);
        ring.push_back({.longitude = longitude + radius * std::cos(angle),
                        .latitude = latitude + radius * std::sin(angle)});
    }
    ring.push_back(ring.front());
    return ring;
}

std::vector<NamedValue> random_values(Dice& dice) {
    std::vector<NamedValue> values;
    for (int i = dice.whole(0, 3); i > 0; --i) {
        values.push_back({.name = dice.name(), .value = dice.text(3)});
    }
    return values;
}

Area random_area(Dice& dice) {
    Area area{.description = dice.text(2)};
    for (int i = dice.whole(0, 2); i > 0; --i) {
        area.polygons.push_back(random_ring(dice));
    }
    for (int i = dice.whole(0, 2); i > 0; --i) {
        area.circles.push_back(
            {.centre = {.longitude = dice.real(-180, 180), .latitude = dice.real(-90, 90)},
             .radius_km = dice.half() ? 0 : dice.real(0, 500)});
    }
    area.geocodes = random_values(dice);
    if (dice.half()) {
        area.altitude_ft = dice.real(-100, 5000);
        if (dice.half()) {
            area.ceiling_ft = *area.altitude_ft + dice.real(0, 5000);
        }
    }
    return area;
}

Resource random_resource(Dice& dice) {
    Resource resource{.description = dice.text(1), .mime_type = "image/png"};
    if (dice.half()) {
        // "abc": three bytes, and their SHA-1 of FIPS 180's own example.
        resource.content = "YWJj";
        resource.size_bytes = 3;
        resource.digest = "a9993e364706816aba3e25717850c26c9cd0d89d";
        resource.uri = dice.half() ? "map.png" : "";
    } else {
        resource.uri = "https://example.org/" + dice.name();
        resource.size_bytes = dice.whole(0, 1'000'000);
    }
    return resource;
}

Info random_info(Dice& dice, Instant sent) {
    constexpr std::array<std::string_view, 4> languages{"zh-CN", "en-US", "ko", "x-klingon"};
    Info info{.language = std::string(languages.at(static_cast<std::size_t>(dice.whole(0, 3)))),
              .event = dice.text(1),
              .urgency = dice.of<Urgency>(5),
              .severity = dice.of<Severity>(5),
              .certainty = dice.of<Certainty>(5),
              .audience = dice.maybe_text(1),
              .event_codes = random_values(dice),
              .sender_name = dice.maybe_text(1),
              .headline = dice.maybe_text(4),
              .description = dice.maybe_text(30),
              .instruction = dice.maybe_text(10),
              .web = dice.half() ? "https://example.org/?a=1&b=2" : "",
              .contact = dice.maybe_text(1),
              .parameters = random_values(dice)};
    for (int i = dice.whole(1, 3); i > 0; --i) {
        info.categories.push_back(dice.of<Category>(12));
    }
    for (int i = dice.whole(0, 3); i > 0; --i) {
        info.response_types.push_back(dice.of<ResponseType>(9));
    }
    if (dice.half()) {
        info.effective = dice.moment(sent);
    }
    if (dice.half()) {
        info.onset = dice.moment(sent);
    }
    if (dice.half()) {
        info.expires = dice.moment(sent);
    }
    for (int i = dice.whole(0, 2); i > 0; --i) {
        info.resources.push_back(random_resource(dice));
    }
    for (int i = dice.whole(0, 3); i > 0; --i) {
        info.areas.push_back(random_area(dice));
    }
    return info;
}

}  // namespace

Alert random_alert(std::mt19937_64& random) {
    Dice dice(random);
    constexpr std::int64_t year_2026 = 1'767'225'600;
    Alert alert{.identifier = dice.name(),
                .sender = dice.name(),
                .sent = dice.moment(instant_of(year_2026)),
                .status = dice.of<Status>(5),
                .type = dice.of<MessageType>(5),
                .source = dice.maybe_text(1),
                .scope = dice.of<Scope>(3),
                .note = dice.maybe_text(3)};
    if (alert.scope == Scope::restricted) {
        alert.restriction = dice.text(1);
    }
    if (alert.scope == Scope::private_ || dice.half()) {
        alert.addresses = {dice.name(), "two words", dice.name()};
    }
    if (dice.half()) {
        alert.codes = {dice.name(), dice.text(1)};
        alert.incidents = {"a flood", dice.name()};
    }
    if (alert.type != MessageType::alert) {
        for (int i = dice.whole(1, 3); i > 0; --i) {
            alert.references.push_back({.sender = dice.name(),
                                        .identifier = "before-" + dice.name(),
                                        .sent = {.at = alert.sent.at - std::chrono::hours{i}}});
        }
    }
    for (int i = dice.whole(0, 3); i > 0; --i) {
        alert.infos.push_back(random_info(dice, alert.sent.at));
    }
    return alert;
}

}  // namespace relief::cap
