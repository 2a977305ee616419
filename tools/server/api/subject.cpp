// SPDX-License-Identifier: Apache-2.0
#include "tools/server/api/subject.h"

#include "core/time.h"
#include "reserves/document/document.h"

#include <algorithm>
#include <array>
#include <optional>

#include <nlohmann/json.hpp>

namespace relief {
namespace {

constexpr std::string_view province = "220000";

template <std::size_t N>
bool among(const std::array<std::string_view, N>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// The end of an order that a step is taken at: goods are received where they arrive.
std::string_view end_of(std::string_view command) {
    constexpr std::array<std::string_view, 2> at_receiver{"order arrive", "order receive"};
    return among(at_receiver, command) ? "to" : "from";
}

std::string text_of(const nlohmann::json& content, std::string_view name) {
    const auto found = content.find(name);
    return found != content.end() && found->is_string() ? found->get<std::string>() : "";
}

AccessSubject subject_of_document(const Operation& operation, const std::string& name,
                                  OpenedBooks& books, Instant now) {
    const Document document = read_document(books.database, find_document(books.database, name));
    const auto content = nlohmann::json::parse(document.content, nullptr, false);
    for (const std::string_view part :
         {end_of(operation.command->path), std::string_view("site"), std::string_view("to")}) {
        const std::string site = content.is_object() ? text_of(content, part) : "";
        if (!site.empty()) {
            return subject_of_site(*books.book_tables(), site, now);
        }
    }
    return subject_of_site(*books.book_tables(), document.number.unit, now);
}

}  // namespace

AccessSubject subject_of_site(const BookTables& tables, const std::string& site, Instant now) {
    if (const Depot* depot = tables.baseline.depot(site)) {
        return {.division = depot->seat_code, .unit = depot->seat_code, .site = site};
    }
    const std::string division = tables.places.resolve(site, beijing_date(now)).code;
    return {.division = division, .unit = division, .site = {}};
}

AccessSubject subject_of(const Operation& operation, const Given& given, OpenedBooks& books,
                         Instant now) {
    constexpr std::array<std::string_view, 2> documents{"DOC", "ORDER"};
    constexpr std::array<std::string_view, 4> sites{"SITE", "DEPOT", "PLACE", "UNIT"};
    constexpr std::array<std::string_view, 2> units{"--unit", "--place"};
    std::optional<AccessSubject> place;
    for (const OptionSpec& option : operation.command->options) {
        const auto text = given.text(option.name);
        if (!text) {
            continue;
        }
        if (among(documents, option.type)) {
            return subject_of_document(operation, *text, books, now);
        }
        if (!place && (among(sites, option.type) || among(units, option.name))) {
            place = subject_of_site(*books.book_tables(), *text, now);
        }
    }
    return place.value_or(AccessSubject{
        .division = std::string(province), .unit = std::string(province), .site = {}});
}

}  // namespace relief
