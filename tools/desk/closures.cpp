// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/closures.h"

#include "core/error.h"
#include "core/text.h"
#include "routing/network/closure_area_file.h"
#include "tools/desk/closure_json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

Error wrong_option(std::string_view option, const std::string& text, std::string expected) {
    return bad_input({.code = "argument.value",
                      .message = "the value of the option cannot be read",
                      .field = std::string(option),
                      .found = text,
                      .expected = std::move(expected)});
}

template <typename Number>
std::optional<Number> number_of(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(value)
                                                                    : std::nullopt;
}

// ---- what may still pass

/// "tonnes=5": the figure behind the sign, times a factor, from 1 to a limit.
std::int32_t measure_of(const std::string& text, double factor, double most) {
    const std::size_t sign = text.find('=');
    const auto value = number_of<double>(std::string_view(text).substr(sign + 1));
    if (!value || !(*value > 0) || *value > most) {
        throw wrong_option("--restrict", text, fmt::format("a number up to {}", most));
    }
    return static_cast<std::int32_t>(std::lround(*value * factor));
}

void add_limit(const std::string& text, ClosureLimits& limits) {
    const std::string word = text.substr(0, text.find('='));
    const bool has_figure = text.find('=') != std::string::npos;
    if (word == "one-lane") {
        limits.one_lane_wait_minutes =
            has_figure ? measure_of(text, 1, 600) : one_lane_wait_assumed_minutes;
    } else if (word == "tonnes" && has_figure) {
        limits.weight_kg = measure_of(text, 1000, 200);
    } else if (word == "height" && has_figure) {
        limits.height_cm = measure_of(text, 100, 20);
    } else if (text == "daylight") {
        limits.daylight_only = true;
    } else if (text == "convoy") {
        limits.convoy_only = true;
    } else if (text == "permit") {
        limits.permit_only = true;
    } else {
        throw wrong_option("--restrict", text,
                           "one-lane, one-lane=MINUTES, tonnes=N, height=METRES, daylight, convoy "
                           "or permit");
    }
}

// ---- edges and nodes by their ids

/// "1609", "R1609", "R1609a" (a part of the plan's edge: the whole line), each with ":forward" or
/// ":backward".
ClosedStretch read_edge(const StreetPieces& pieces, const std::string& text) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    std::string_view id = std::string_view(text).substr(0, colon);
    const std::string_view direction = std::string_view(text).substr(colon);
    if (!id.empty() && id.front() == 'R') {
        id.remove_prefix(1);
        while (!id.empty() && id.back() >= 'a' && id.back() <= 'z') {
            id.remove_suffix(1);
        }
    }
    const auto way = number_of<std::int64_t>(id);
    const bool known_direction =
        direction.empty() || direction == ":forward" || direction == ":backward";
    if (!way || !known_direction || pieces.way(*way) == no_index) {
        throw bad_input({.code = "closure.edge",
                         .message = "the network has no such edge",
                         .field = "--edge",
                         .found = text,
                         .expected = "an edge of the network: 1609, R1609a, 1609:forward"});
    }
    return {.way = *way,
            .directions = direction == ":forward"    ? StreetDirections::forward
                          : direction == ":backward" ? StreetDirections::backward
                                                     : StreetDirections::both};
}

ClosureCandidate chosen_by_hand(const StreetPieces& pieces, const std::vector<std::string>& edges,
                                const std::vector<std::string>& nodes) {
    ClosureCandidate chosen{.kind = ClosureKind::way, .confidence = 99};
    for (const std::string& edge : edges) {
        const ClosedStretch stretch = read_edge(pieces, edge);
        chosen.stretches.push_back(stretch);
        chosen.km += pieces.network().ways[pieces.way(stretch.way)].length_cm / 1e5;
        chosen.zh += (chosen.zh.empty() ? "路段 " : "、") + edge;
        chosen.en += (chosen.en.empty() ? "edge " : ", ") + edge;
    }
    for (const std::string& node : nodes) {
        const auto id = number_of<std::int64_t>(node);
        if (!id || pieces.node(*id) == no_index) {
            throw bad_input({.code = "closure.edge",
                             .message = "the network has no such node",
                             .field = "--node",
                             .found = node,
                             .expected = "the number of a node of the network"});
        }
        chosen.kind = edges.empty() ? ClosureKind::node : ClosureKind::way;
        chosen.nodes.push_back(*id);
        chosen.zh += (chosen.zh.empty() ? "路口 " : "、路口 ") + node;
        chosen.en += (chosen.en.empty() ? "node " : ", node ") + node;
    }
    return chosen;
}

// ---- areas

/// A polygon far from every road is more likely in another datum or order than over no road.
void check_near_roads(const StreetPieces& pieces, const AreaTest& test, const std::string& file) {
    constexpr std::int32_t reach_e7 = 10'000'000;
    const StreetPoint low = test.lowest();
    const StreetPoint high = test.highest();
    const auto near = pieces.in_box(
        {.longitude_e7 = low.longitude_e7 - reach_e7, .latitude_e7 = low.latitude_e7 - reach_e7},
        {.longitude_e7 = high.longitude_e7 + reach_e7, .latitude_e7 = high.latitude_e7 + reach_e7});
    if (near.empty()) {
        throw bad_input({.code = "closure.area",
                         .message = "the area lies more than a degree from every road",
                         .file = file,
                         .field = "--polygon",
                         .found = fmt::format("{:.3f},{:.3f} .. {:.3f},{:.3f}", low.longitude(),
                                              low.latitude(), high.longitude(), high.latitude()),
                         .expected = "longitude, latitude in degrees, in this order"});
    }
}

ClosureCandidate area_candidate(const StreetPieces& pieces, const ClosureArea& area,
                                const TypedClosure& typed, std::vector<ClosureDoubt>& findings) {
    const AreaTest test(area);
    check_near_roads(pieces, test, typed.polygon);
    ClosureCandidate candidate{.kind = ClosureKind::area, .confidence = 99};
    const std::vector<PieceIndex> shut = pieces.in_area(test);
    for (const PieceIndex piece : shut) {
        candidate.km += pieces.network().pieces[piece].length_cm / 1e5;
    }
    candidate.zh = fmt::format("区域内 {} 段道路", shut.size());
    candidate.en = fmt::format("{} stretches of road in the area", shut.size());
    if (shut.empty()) {
        findings.push_back(
            {.zh = "区域内没有路网上的道路", .en = "no road of the network lies in the area"});
    }
    return candidate;
}

// ---- what was typed becomes what is told

std::string code_or_refused(const std::string& name, const Places& places, Date on) {
    if (name.empty()) {
        return "";
    }
    try {
        return places.resolve(name, on).code;
    } catch (const Error& error) {
        ErrorDetail detail = error.detail();
        detail.field = "--place";
        throw bad_input(std::move(detail));
    }
}

ClosureConfidence confidence_of(const std::string& word) {
    const auto confidence =
        word.empty() ? ClosureConfidence::reported : closure_confidence_of(word);
    if (!confidence) {
        throw wrong_option("--confidence", word, "confirmed, reported or doubtful");
    }
    return *confidence;
}

void check_window(const StreetClosure& closure) {
    if (closure.to && *closure.to < closure.from) {
        throw bad_input({.code = "closure.time",
                         .message = "the road is open again before it is shut",
                         .field = "--to",
                         .found = format_instant(*closure.to),
                         .expected = "a time after " + format_instant(closure.from)});
    }
}

StreetClosure closure_of(const TypedClosure& typed, const Asked& asked) {
    StreetClosure closure{.from = typed.from.value_or(asked.occurred_at),
                          .to = typed.to,
                          .reopening = !typed.to           ? ReopeningKind::unknown
                                       : typed.to_is_known ? ReopeningKind::known
                                                           : ReopeningKind::planned,
                          .confidence = confidence_of(typed.confidence),
                          .source = typed.source,
                          .words = typed.words};
    for (const std::string& limit : typed.restrict) {
        add_limit(limit, closure.limits);
    }
    check_window(closure);
    return closure;
}

void use_heard_limits(const ClosureWords& heard, NewClosure& told) {
    if (!heard.limits.any() || told.closure.limits.any()) {
        return;
    }
    told.closure.limits = heard.limits;
    told.findings.push_back(
        {.zh = "按话里所说记为限行，不是封闭", .en = "restricted and not shut, as the words say"});
}

NewClosure told_of(const ClosureDesk& desk, const TypedClosure& typed, const Asked& asked) {
    NewClosure told{.origin = typed.origin, .cause = typed.hazard};
    const Date on = beijing_date(typed.from.value_or(asked.occurred_at));
    told.place = code_or_refused(typed.place, desk.desk.places, on);
    told.closure = closure_of(typed, asked);
    const StreetPieces& pieces = *desk.streets.pieces;
    if (!typed.polygon.empty()) {
        told.drawn = read_closure_area(typed.polygon, typed.datum);
        told.candidates = {area_candidate(pieces, told.drawn, typed, told.findings)};
    } else if (!typed.edges.empty() || !typed.nodes.empty()) {
        told.candidates = {chosen_by_hand(pieces, typed.edges, typed.nodes)};
    } else if (typed.words.empty()) {
        throw bad_input({.code = "argument.value",
                         .message = "a closure needs words, edges, nodes or a polygon",
                         .field = "WORDS",
                         .found = "nothing",
                         .expected = "G1212 K371+200 …"});
    } else {
        ClosureReading reading =
            read_closure_words(desk.streets.gazetteer, typed.words, told.place, on);
        told.candidates = std::move(reading.candidates);
        told.findings = std::move(reading.findings);
        use_heard_limits(reading.heard, told);
    }
    return told;
}

/// Whether the desk was told the same before and it still stands.
bool is_same(const BookClosure& book, const NewClosure& told, Instant now) {
    const auto state = book.state(now);
    if (state == BookClosure::State::lifted || state == BookClosure::State::reopened) {
        return false;
    }
    const bool same_words = fold(book.closure.words) == fold(told.closure.words);
    const bool by_words = !told.closure.words.empty() && told.drawn.rings.empty();
    return same_words && book.place == told.place && book.drawn == told.drawn &&
           (by_words || book.candidates == told.candidates);
}

std::optional<BookClosure> told_before(Database& database, const NewClosure& told, Instant now) {
    for (BookClosure& book : read_closures(database)) {
        if (is_same(book, told, now)) {
            return std::move(book);
        }
    }
    return std::nullopt;
}

bool is_repeated(Database& database, const Request& request) {
    Statement select = database.prepare("SELECT 1 FROM request WHERE key = ?1");
    select.bind(1, request.key);
    return select.step();
}

Json typed_json(const TypedClosure& typed) {
    return {{"words", typed.words},
            {"from", typed.from ? Json(format_instant(*typed.from)) : Json(nullptr)},
            {"to", typed.to ? Json(format_instant(*typed.to)) : Json(nullptr)},
            {"to_is_known", typed.to_is_known},
            {"source", typed.source},
            {"confidence", typed.confidence},
            {"place", typed.place},
            {"hazard", typed.hazard},
            {"edges", typed.edges},
            {"nodes", typed.nodes},
            {"polygon", typed.polygon},
            {"datum", typed.datum},
            {"restrict", typed.restrict},
            {"yes", typed.yes},
            {"origin", typed.origin}};
}

std::string answer_json(std::int64_t id) {
    return Json{{"closure", id}}.dump();
}

std::int64_t answered(const std::string& answer) {
    return Json::parse(answer).at("closure").get<std::int64_t>();
}

}  // namespace

ClosureAnswer add_closure(const Books& db, const std::filesystem::path& data, const Asked& asked,
                          const TypedClosure& typed) {
    WritingDesk books = open_writing_desk(db, asked);
    ClosureDesk desk{.desk = std::move(books)};
    desk.streets = load_closure_streets(
        data, desk.desk.places,
        load_road_network(DatabaseSource(desk.desk.database), desk.desk.places));
    Database& database = desk.desk.database;
    const NewClosure told = told_of(desk, typed, asked);
    const Request request = make_request(database, asked, "closure.add", typed_json(typed).dump());
    // A repeated request is answered by make_change as it was the first time.
    auto before =
        is_repeated(database, request) ? std::nullopt : told_before(database, told, asked.now);
    if (before) {
        return {.closure = std::move(*before), .already = true};
    }
    const std::string answer = make_change(database, request, [&](Change& change) {
        const std::int64_t id = tell_closure(change, told);
        change.tell_subject(fmt::format("closure {}", id));
        if (typed.yes && told.candidates.size() != 1) {
            throw refused({.code = "closure.several",
                           .message = "there is not exactly one candidate",
                           .field = "--yes",
                           .found = fmt::format("{} candidates", told.candidates.size()),
                           .expected = "one; without --yes the closure is kept and the candidates "
                                       "are shown"});
        }
        if (typed.yes) {
            place_closure_step(change, id, told.candidates.front(), desk.streets.network->source);
        }
        return answer_json(id);
    });
    return {.closure = read_closure(database, answered(answer))};
}

ClosureAnswer confirm_closure(const Books& db, const std::filesystem::path& data,
                              const Asked& asked, std::int64_t id,
                              std::optional<std::int64_t> candidate,
                              const std::vector<std::string>& edges) {
    WritingDesk desk = open_writing_desk(db, asked);
    // A candidate is placed as it was shown; the roads are read for edges chosen by hand alone.
    std::optional<ClosureCandidate> by_hand;
    if (!edges.empty()) {
        const ClosureStreets streets = load_closure_streets(
            data, desk.places, load_road_network(DatabaseSource(desk.database), desk.places));
        by_hand = chosen_by_hand(*streets.pieces, edges, {});
    }
    const Json content{{"closure", id},
                       {"candidate", candidate ? Json(*candidate) : Json(nullptr)},
                       {"edges", edges}};
    const Request request = make_request(desk.database, asked, "closure.confirm", content.dump());
    static_cast<void>(make_change(desk.database, request, [&](Change& change) {
        change.tell_subject(fmt::format("closure {}", id));
        const BookClosure book = read_closure(change.database(), id);
        const std::int64_t only = book.candidates.size() == 1 ? 1 : 0;
        const ClosureCandidate chosen =
            by_hand ? *by_hand : shown_candidate(book, candidate.value_or(only));
        place_closure_step(change, id, chosen, closure_streets_source(data));
        return answer_json(id);
    }));
    return {.closure = read_closure(desk.database, id)};
}

ClosureAnswer lift_closure(const Books& db, const Asked& asked, std::int64_t id,
                           const std::string& reason) {
    WritingDesk desk = open_writing_desk(db, asked);
    const Json content{{"closure", id}, {"reason", reason}};
    const Request request = make_request(desk.database, asked, "closure.lift", content.dump());
    static_cast<void>(make_change(desk.database, request, [&](Change& change) {
        change.tell_subject(fmt::format("closure {}", id));
        lift_closure_step(change, id, reason);
        return answer_json(id);
    }));
    return {.closure = read_closure(desk.database, id)};
}

ClosuresInForce closures_in_force(const std::vector<BookClosure>& books, const StreetPieces& pieces,
                                  Instant at) {
    ClosuresInForce in_force;
    for (const BookClosure& book : books) {
        switch (book.state(at)) {
            case BookClosure::State::in_force:
                in_force.placed.push_back(place_closure(pieces, book.closure));
                if (in_force.placed.back().arcs.empty()) {
                    in_force.unplaced.push_back(book);
                }
                in_force.closures.push_back(book);
                break;
            case BookClosure::State::to_confirm:
            case BookClosure::State::unplaced:
                if (relief::in_force(book.closure, at)) {
                    in_force.unplaced.push_back(book);
                }
                break;
            case BookClosure::State::future: in_force.upcoming.push_back(book); break;
            case BookClosure::State::reopened:
            case BookClosure::State::lifted: break;
        }
    }
    in_force.arcs = closed_arcs(in_force.placed, at);
    return in_force;
}

}  // namespace relief
