// SPDX-License-Identifier: Apache-2.0
#include "routing/network/closure_reader.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace relief {
namespace {

StreetPoint point_of(double longitude, double latitude) {
    return {.longitude_e7 = static_cast<std::int32_t>(std::lround(longitude * 1e7)),
            .latitude_e7 = static_cast<std::int32_t>(std::lround(latitude * 1e7))};
}

/// The letters of a UTF-8 text, to try shorter and shorter names.
std::vector<std::string> letters_of(const std::string& text) {
    std::vector<std::string> letters;
    for (const char byte : text) {
        if ((static_cast<unsigned char>(byte) & 0xC0U) != 0x80U || letters.empty()) {
            letters.emplace_back();
        }
        letters.back().push_back(byte);
    }
    return letters;
}

std::string joined(const std::vector<std::string>& letters, std::size_t from, std::size_t to) {
    std::string text;
    for (std::size_t i = from; i < to; ++i) {
        text += letters[i];
    }
    return text;
}

}  // namespace

bool ClosureReader::has_road(std::string_view ref) const {
    return std::any_of(roads_.begin(), roads_.end(),
                       [&](const SpokenRoad& road) { return road.ref == ref; });
}

void ClosureReader::add_road(SpokenRoad road) {
    const bool derived = std::any_of(road.pieces.begin(), road.pieces.end(), [&](PieceIndex piece) {
        return network_.ways[network_.pieces[piece].way].has(StreetWay::derived);
    });
    if (derived) {
        road.doubts.push_back({.zh = "路网上的路号是推得的，不是读来的",
                               .en = "the network's road numbers are derived, not read",
                               .minus = 10});
    }
    roads_.push_back(std::move(road));
}

void ClosureReader::find_ref(const std::string& ref) {
    std::vector<PieceIndex> pieces = pieces_of_ref(network_, ref);
    if (pieces.empty()) {
        tell(fmt::format("路网中没有标 {} 的道路", ref),
             fmt::format("no road of the network bears the number {}", ref));
        return;
    }
    add_road({.label = ref, .ref = ref, .pieces = std::move(pieces)});
}

void ClosureReader::find_name(const std::string& name) {
    bool known = false;
    for (const RoadName& each : gazetteer_.road_names) {
        if (each.name != name) {
            continue;
        }
        known = true;
        const auto& refs = heard().refs;
        const bool said = std::find(refs.begin(), refs.end(), each.ref) != refs.end();
        if (!refs.empty() && !said) {
            tell(fmt::format("{}是 {}，与所报路号 {} 不符", name, each.ref, heard().refs.front()),
                 fmt::format("{} is {}, not the number given ({})", name, each.ref,
                             heard().refs.front()));
        } else if (refs.empty() && !has_road(each.ref)) {
            find_ref(each.ref);
        }
    }
    // 沈长线 and the like are the numbers of roads that have no other.
    std::vector<PieceIndex> pieces = pieces_of_ref(network_, name);
    if (pieces.empty()) {
        pieces = pieces_named(network_, name);
    }
    if (!pieces.empty() && heard().refs.empty() && !known) {
        add_road({.label = name, .pieces = std::move(pieces)});
    } else if (!known && pieces.empty() && heard().refs.empty()) {
        tell(fmt::format("路网中没有叫“{}”的道路", name),
             fmt::format("no road of the network is called {}", name));
    }
}

void ClosureReader::find_roads() {
    for (const std::string& ref : heard().refs) {
        find_ref(ref);
    }
    for (const std::string& name : heard().road_names) {
        find_name(name);
    }
}

int ClosureReader::rank(const Place& place) {
    constexpr std::array<std::string_view, 6> order{"county",   "prefecture", "zone",
                                                    "township", "committee",  "province"};
    return static_cast<int>(std::find(order.begin(), order.end(), place.kind) - order.begin());
}

std::optional<StreetPoint> ClosureReader::seat_of(const Place& place) const {
    const Place* at = &place;
    if (!at->longitude || place.kind == "prefecture" || place.kind == "province") {
        at = gazetteer_.places->find_code(gazetteer_.places->seat_county(place.code));
    }
    if (at == nullptr || !at->longitude || !at->latitude) {
        return std::nullopt;
    }
    return point_of(*at->longitude, *at->latitude);
}

std::optional<SpokenPlace> ClosureReader::spot_called(const std::string& name) const {
    std::vector<PlaceMatch> matches = gazetteer_.places->find(name, on_);
    std::erase_if(matches, [](const PlaceMatch& match) { return match.place->kind == "province"; });
    const auto away = [&](const PlaceMatch& match) {
        return !near_.empty() && !gazetteer_.places->is_within(match.place->code, near_);
    };
    std::stable_sort(matches.begin(), matches.end(),
                     [&](const PlaceMatch& left, const PlaceMatch& right) {
                         return std::pair(away(left), rank(*left.place)) <
                                std::pair(away(right), rank(*right.place));
                     });
    if (matches.empty()) {
        return std::nullopt;
    }
    const Place& place = *matches.front().place;
    const auto seat = seat_of(place);
    if (!seat) {
        return std::nullopt;
    }
    SpokenPlace spot{.code = place.code, .name = place.name, .seat = *seat};
    if (matches.size() > 1 && rank(*matches[1].place) == rank(place)) {
        spot.doubts.push_back(
            {.zh = fmt::format("“{}”有 {} 处同名，取了 {}", name, matches.size(), place.code),
             .en = fmt::format("{} places are called {}; {} was taken", matches.size(), name,
                               place.code),
             .minus = 15});
    }
    return spot;
}

std::optional<SpokenPlace> ClosureReader::spot_in(const std::string& run, Keep keep) const {
    const std::vector<std::string> letters = letters_of(run);
    for (std::size_t size = std::min<std::size_t>(letters.size(), 12); size >= 2; --size) {
        const std::string name = keep == Keep::beginning
                                     ? joined(letters, 0, size)
                                     : joined(letters, letters.size() - size, letters.size());
        if (auto spot = spot_called(name)) {
            return spot;
        }
    }
    return std::nullopt;
}

std::optional<SpokenPlace> ClosureReader::told_spot(const std::string& run, Keep keep) {
    auto spot = spot_in(run, keep);
    if (!spot) {
        tell(fmt::format("没有找到地名“{}”", run), fmt::format("no place called {} is known", run));
    }
    return spot;
}

std::optional<std::pair<SpokenPlace, SpokenPlace>> ClosureReader::pair_of(const HeardPair& pair) {
    auto from = told_spot(pair.from, Keep::end);
    auto to = told_spot(pair.to, Keep::beginning);
    if (!from || !to || from->code == to->code) {
        return std::nullopt;
    }
    return std::pair(std::move(*from), std::move(*to));
}

ClosureArea ClosureReader::ground_of(const std::string& code) const {
    ClosureArea ground;
    const std::string county = code.size() > 6 ? code.substr(0, 6) : code;
    for (const auto& [of, border] : gazetteer_.borders) {
        if (of == county || gazetteer_.places->is_within(of, county)) {
            ground.rings.insert(ground.rings.end(), border.rings.begin(), border.rings.end());
        }
    }
    return ground;
}

std::string ClosureReader::seat_name_near(StreetPoint point) const {
    const Place* best = nullptr;
    double least = 0;
    for (const Place& place : gazetteer_.places->all()) {
        if (place.kind != "county" || !place.longitude || !place.latitude) {
            continue;
        }
        const double distance = distance_m(point, point_of(*place.longitude, *place.latitude));
        if (best == nullptr || distance < least) {
            best = &place;
            least = distance;
        }
    }
    return best == nullptr ? "?" : best->name;
}

}  // namespace relief
