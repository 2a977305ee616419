// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/closure_book.h"

#include "core/error.h"
#include "tools/desk/closure_json.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

constexpr std::string_view closure_columns =
    "id, at, officer, words, origin, place, cause, source, confidence, from_at, to_at, reopening, "
    "limits, reading";

BookClosure closure_row(const Statement& select) {
    BookClosure book{.id = select.integer(0),
                     .told_at = instant_of(select.integer(1)),
                     .officer = select.text(2),
                     .origin = select.text(4),
                     .place = select.text(5),
                     .cause = select.text(6)};
    book.closure = {
        .id = fmt::format("{}", book.id),
        .limits = limits_of_json(Json::parse(select.text(12))),
        .from = instant_of(select.integer(9)),
        .reopening = reopening_kind_of(select.text(11)).value_or(ReopeningKind()),
        .confidence = closure_confidence_of(select.text(8)).value_or(ClosureConfidence::reported),
        .source = select.text(7),
        .words = select.text(3)};
    if (!select.is_null(10)) {
        book.closure.to = instant_of(select.integer(10));
    }
    const Json reading = Json::parse(select.text(13));
    for (const Json& candidate : reading.at("candidates")) {
        book.candidates.push_back(candidate_of_json(candidate));
    }
    for (const Json& finding : reading.at("findings")) {
        book.findings.push_back(doubt_of_json(finding));
    }
    book.drawn = area_of_json(reading.at("area"));
    return book;
}

void read_steps(Database& database, BookClosure& book) {
    Statement select = database.prepare(
        "SELECT step, at, officer, kind, extent, zh, en, network, reason FROM road_closure_step "
        "WHERE closure_id = ?1 ORDER BY id");
    select.bind(1, book.id);
    while (select.step()) {
        if (select.text(0) == "lift") {
            book.lifted_at = instant_of(select.integer(1));
            book.lifted_by = select.text(2);
            book.lift_reason = select.text(8);
            continue;
        }
        book.placed_at = instant_of(select.integer(1));
        book.placed_by = select.text(2);
        book.closure.kind = closure_kind_of(select.text(3)).value_or(ClosureKind::unplaced);
        const Json extent = Json::parse(select.text(4));
        book.closure.stretches = stretches_of_json(extent.at("stretches"));
        book.closure.nodes = extent.at("nodes").get<std::vector<std::int64_t>>();
        book.closure.area = area_of_json(extent.at("area"));
        book.zh = select.text(5);
        book.en = select.text(6);
        book.network = select.text(7);
    }
}

std::vector<BookClosure> read_where(Database& database, std::optional<std::int64_t> id) {
    Statement select = database.prepare(fmt::format("SELECT {} FROM road_closure {} ORDER BY id",
                                                    closure_columns, id ? "WHERE id = ?1" : ""));
    if (id) {
        select.bind(1, *id);
    }
    std::vector<BookClosure> books;
    while (select.step()) {
        books.push_back(closure_row(select));
    }
    for (BookClosure& book : books) {
        read_steps(database, book);
    }
    return books;
}

Error wrong_step(const BookClosure& book, std::string message, std::string found) {
    return conflict({.code = "closure.step",
                     .message = std::move(message),
                     .field = fmt::format("closure {}", book.id),
                     .found = std::move(found),
                     .expected = "a closure that is not placed and not lifted yet"});
}

std::string lifted_text(const BookClosure& book) {
    return fmt::format("lifted {} by {}: {}", format_instant(*book.lifted_at), book.lifted_by,
                       book.lift_reason);
}

}  // namespace

BookClosure::State BookClosure::state(Instant at) const {
    if (lifted_at && *lifted_at <= at) {
        return State::lifted;
    }
    if (!is_placed()) {
        return candidates.empty() ? State::unplaced : State::to_confirm;
    }
    if (closure.from > at) {
        return State::future;
    }
    return relief::in_force(closure, at) ? State::in_force : State::reopened;
}

std::string_view to_word(BookClosure::State state) {
    constexpr std::array<std::string_view, 6> words{"to_confirm", "unplaced", "future",
                                                    "in_force",   "reopened", "lifted"};
    return words[static_cast<std::size_t>(state)];
}

std::int64_t tell_closure(Change& change, const NewClosure& told) {
    const StreetClosure& closure = told.closure;
    Json candidates = Json::array();
    for (const ClosureCandidate& candidate : told.candidates) {
        candidates.push_back(candidate_json(candidate));
    }
    Json findings = Json::array();
    for (const ClosureDoubt& finding : told.findings) {
        findings.push_back(doubt_json(finding));
    }
    const Json reading{{"candidates", std::move(candidates)},
                       {"findings", std::move(findings)},
                       {"area", area_json(told.drawn)}};
    const Request& request = change.request();
    return change.insert("road_closure",
                         {{"at", seconds_of(request.occurred_at)},
                          {"officer", request.actor},
                          {"words", closure.words},
                          {"origin", told.origin},
                          {"place", told.place},
                          {"cause", told.cause},
                          {"source", closure.source},
                          {"confidence", std::string(to_word(closure.confidence))},
                          {"from_at", seconds_of(closure.from)},
                          {"to_at", closure.to ? Cell(seconds_of(*closure.to)) : Cell()},
                          {"reopening", std::string(to_word(closure.reopening))},
                          {"limits", limits_json(closure.limits).dump()},
                          {"reading", reading.dump()}});
}

const ClosureCandidate& shown_candidate(const BookClosure& book, std::int64_t candidate) {
    if (candidate < 1 || candidate > static_cast<std::int64_t>(book.candidates.size())) {
        throw bad_input({.code = "closure.candidate",
                         .message = "the closure has no such candidate",
                         .field = "--candidate",
                         .found = fmt::format("{}", candidate),
                         .expected = book.candidates.empty()
                                         ? "none: it is on no road of the network yet"
                                         : fmt::format("1 to {}", book.candidates.size())});
    }
    return book.candidates[static_cast<std::size_t>(candidate - 1)];
}

void place_closure_step(Change& change, std::int64_t id, const ClosureCandidate& chosen,
                        const std::string& network) {
    const BookClosure book = read_closure(change.database(), id);
    if (book.lifted_at) {
        throw wrong_step(book, "the closure was lifted", lifted_text(book));
    }
    if (book.placed_at) {
        throw wrong_step(book, "the closure is placed already", book.zh);
    }
    const bool is_area = chosen.kind == ClosureKind::area;
    const Json extent{{"stretches", stretches_json(chosen.stretches)},
                      {"nodes", chosen.nodes},
                      {"area", area_json(is_area ? book.drawn : ClosureArea())}};
    const Request& request = change.request();
    change.insert("road_closure_step", {{"closure_id", id},
                                        {"step", std::string("place")},
                                        {"at", seconds_of(request.occurred_at)},
                                        {"officer", request.actor},
                                        {"kind", std::string(to_word(chosen.kind))},
                                        {"extent", extent.dump()},
                                        {"zh", chosen.zh},
                                        {"en", chosen.en},
                                        {"network", network},
                                        {"reason", std::string()}});
}

void lift_closure_step(Change& change, std::int64_t id, const std::string& reason) {
    const BookClosure book = read_closure(change.database(), id);
    if (book.lifted_at) {
        throw wrong_step(book, "the closure was lifted before", lifted_text(book));
    }
    const Request& request = change.request();
    change.insert("road_closure_step", {{"closure_id", id},
                                        {"step", std::string("lift")},
                                        {"at", seconds_of(request.occurred_at)},
                                        {"officer", request.actor},
                                        {"kind", std::string(to_word(book.closure.kind))},
                                        {"extent", std::string("{}")},
                                        {"zh", book.zh},
                                        {"en", book.en},
                                        {"network", book.network},
                                        {"reason", reason}});
}

std::vector<BookClosure> read_closures(Database& database) {
    return read_where(database, std::nullopt);
}

BookClosure read_closure(Database& database, std::int64_t id) {
    std::vector<BookClosure> found = read_where(database, id);
    if (found.empty()) {
        throw bad_input({.code = "closure.unknown",
                         .message = "there is no such closure",
                         .field = "CLOSURE",
                         .found = fmt::format("{}", id),
                         .expected = "a number of `relief closure list`"});
    }
    return std::move(found.front());
}

}  // namespace relief
