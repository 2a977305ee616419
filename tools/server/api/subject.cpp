// SPDX-License-Identifier: Apache-2.0
#include "tools/server/api/subject.h"

#include "alerts/release/release_book.h"
#include "core/data_source.h"
#include "core/error.h"
#include "core/incident/report_book.h"
#include "core/incident/report_file.h"
#include "core/time.h"
#include "reserves/care/agreement.h"
#include "reserves/care/consignment.h"
#include "reserves/care/hazard.h"
#include "reserves/care/inspection.h"
#include "reserves/document/document.h"
#include "tools/desk/place_scope.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

namespace relief {
namespace {

constexpr std::string_view province = "220000";

template <std::size_t N>
bool among(const std::array<std::string_view, N>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

AccessSubject whole_province() {
    return {.division = std::string(province), .unit = std::string(province), .site = {}};
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

AccessSubject subject_of_document(const Operation& operation, std::int64_t id, OpenedBooks& books,
                                  Instant now) {
    const Document document = read_document(books.database, id);
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

/// The departments a warning goes through, each of which may act on it.
std::vector<AccessSubject> departments_of(Database& database, const std::string& warning) {
    const SigningTerms terms = read_case(database, warning).release.terms;
    std::set<std::string> departments(terms.cosigners.begin(), terms.cosigners.end());
    departments.insert(terms.lead);
    departments.insert(terms.approver_department);
    departments.erase("");
    std::vector<AccessSubject> subjects;
    std::transform(departments.begin(), departments.end(), std::back_inserter(subjects),
                   subject_of_unit);
    return subjects;
}

/// The units a sheet of reports tells of; what is wrong with the sheet is told by who reads it to
/// take it.
std::vector<AccessSubject> units_of_sheet(const std::string& file, const std::string& event,
                                          OpenedBooks& books, Instant now) {
    const auto tables = books.book_tables();
    const BookIncident incident = read_incident(books.database, event);
    const ReportFile read =
        read_report_file(read_file(file), file, tables->rules, tables->places,
                         {.received_at = now, .event_start = incident.start, .reporter = {}});
    std::set<std::string> units;
    for (const FieldReport& report : read.reports) {
        units.insert(report.unit);
    }
    std::vector<AccessSubject> subjects;
    for (const std::string& unit : units) {
        subjects.push_back({.division = unit, .unit = unit, .site = {}});
    }
    return subjects;
}

std::optional<AccessSubject> subject_of_report(const std::string& label, const std::string& event,
                                               OpenedBooks& books) {
    const BookIncident incident = read_incident(books.database, event);
    for (const FieldReport& report : read_field_reports(books.database, incident, Instant::max())) {
        if (report.label == label) {
            return AccessSubject{.division = report.unit, .unit = report.unit, .site = {}};
        }
    }
    return std::nullopt;
}

std::optional<std::int64_t> whole_number(const std::string& text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(number)
                                                                    : std::nullopt;
}

/// The depot an inspection, a hazard or a contract is about; "" where there is none of the number.
std::string site_of(std::string_view kind, const std::string& text, OpenedBooks& books) {
    if (kind == "CONTRACT") {
        for (const ConsignmentContract& contract :
             read_contracts(DatabaseSource(books.database), &books.database)) {
            if (contract.code == text) {
                return contract.depot;
            }
        }
        return "";
    }
    const auto number = whole_number(text);
    if (!number) {
        return "";
    }
    if (kind == "INSPECTION") {
        return read_inspection(books.database, *number).site;
    }
    for (const Hazard& hazard :
         read_hazards(books.database, {.with_closed = true}, Instant::max())) {
        if (hazard.id == *number) {
            return hazard.site;
        }
    }
    return "";
}

/// Where a lot lies and, for its whole life, where it has lain. All of it is one lot's matter.
std::vector<AccessSubject> places_of_lot(const Operation& operation, const std::string& lot,
                                         const std::optional<std::string>& item, OpenedBooks& books,
                                         Instant now) {
    const bool ever = operation.command->path == "lot trace";
    Statement select = books.database.prepare(
        "SELECT DISTINCT account.site FROM account LEFT JOIN balance ON balance.account_id = "
        "account.id WHERE account.lot = ?1 AND (?2 IS NULL OR account.item = ?2) AND "
        "account.site != '' AND (?3 OR balance.amount > 0) ORDER BY account.site");
    select.bind(1, lot).bind(3, std::int64_t{ever ? 1 : 0});
    item ? select.bind(2, *item) : select.bind_null(2);
    std::vector<AccessSubject> places;
    while (select.step()) {
        places.push_back(subject_of_site(*books.book_tables(), select.text(0), now));
    }
    return places;
}

/// A matter of a division, in which the depots have a part that stand in that very division.
AskedAbout with_its_depots(const std::string& division, OpenedBooks& books, Instant now) {
    const auto tables = books.book_tables();
    AskedAbout about{.subjects = {{.division = division, .unit = division, .site = {}}}};
    for (const Depot& depot : tables->baseline.depots) {
        if (depot.seat_code == division) {
            about.or_one_of.push_back(subject_of_site(*tables, depot.id, now));
        }
    }
    return about;
}

std::optional<std::string> division_of_agreement(const std::string& id, OpenedBooks& books) {
    const auto agreements = read_agreements(books.book_tables()->baseline, &books.database);
    const auto found = std::find_if(agreements.begin(), agreements.end(),
                                    [&](const auto& one) { return one.supplier.id == id; });
    return found == agreements.end() ? std::nullopt : std::optional(found->supplier.place_code);
}

/// The county a message of a warning went to, and the departments of that warning.
std::optional<AskedAbout> about_delivery(std::int64_t delivery, OpenedBooks& books, Instant now) {
    Statement select = books.database.prepare(
        "SELECT d.county, c.code FROM alert_delivery AS d JOIN alert_message AS m ON m.id = "
        "d.message_id JOIN alert_case AS c ON c.id = m.case_id WHERE d.id = ?1");
    select.bind(1, delivery);
    if (!select.step()) {
        return std::nullopt;
    }
    AskedAbout about = with_its_depots(select.text(0), books, now);
    for (AccessSubject& department : departments_of(books.database, select.text(1))) {
        about.or_one_of.push_back(std::move(department));
    }
    return about;
}

std::optional<std::int64_t> document_of_attachment(std::int64_t id, Database& database) {
    Statement select = database.prepare("SELECT document_id FROM attachment WHERE id = ?1");
    select.bind(1, id);
    return select.step() ? std::optional(select.integer(0)) : std::nullopt;
}

/// A letter is the matter of who signs below: a depot, or an office's division.
AccessSubject subject_of_taker(const std::string& taker, OpenedBooks& books, Instant now) {
    const auto tables = books.book_tables();
    if (tables->baseline.depot(taker) == nullptr) {
        for (const Organisation& office : tables->organisations) {
            if (office.id == taker) {
                return {.division = office.division, .unit = taker, .site = {}};
            }
        }
    }
    return subject_of_site(*tables, taker, now);
}

/// Lists that name no place and take `--site` (tools/commands/scope_option.h), and those that tell
/// of none.
bool is_cut_down(std::string_view command) {
    constexpr std::array<std::string_view, 9> lists{
        "consignment list",      "consignment overdue", "doc rotation",
        "inspect hazard list",   "inspect letters",     "inspect plan",
        "inspect training list", "order list",          "stock"};
    return among(lists, command);
}

bool tells_of_no_place(std::string_view command) {
    constexpr std::array<std::string_view, 1> of_none{"period list"};
    return among(of_none, command);
}

bool is_of_warnings(const Operation& operation) {
    return operation.command->path.starts_with("alert ");
}

/// What an operation names by a number of its own kind.
AskedAbout named_thing(const Operation& operation, const Given& given, OpenedBooks& books,
                       Instant now) {
    if (is_of_warnings(operation)) {
        if (const auto department = given.text("--department")) {
            return {.subjects = {subject_of_unit(*department)}};
        }
    }
    if (operation.command->path == "report add") {
        auto units =
            units_of_sheet(given.required("--file"), given.required("--event"), books, now);
        return {.subjects = units.empty() ? std::vector{whole_province()} : std::move(units)};
    }
    if (const auto report = given.text("REPORT"); report && given.text("--event")) {
        const auto subject = subject_of_report(*report, given.required("--event"), books);
        return {.subjects = {subject.value_or(whole_province())}};
    }
    if (const auto lot = given.text("LOT")) {
        auto places = places_of_lot(operation, *lot, given.text("--item"), books, now);
        return {.subjects = places.empty() ? std::vector{whole_province()} : std::move(places)};
    }
    if (const auto taker = given.text("TAKER")) {
        return {.subjects = {subject_of_taker(*taker, books, now)}};
    }
    if (const auto agreement = given.text("AGREEMENT")) {
        if (const auto division = division_of_agreement(*agreement, books)) {
            return with_its_depots(*division, books, now);
        }
    }
    if (const auto number = whole_number(given.text("DELIVERY").value_or(""))) {
        if (auto about = about_delivery(*number, books, now)) {
            return std::move(*about);
        }
    }
    if (const auto number = whole_number(given.text("ATTACHMENT").value_or(""))) {
        if (const auto document = document_of_attachment(*number, books.database)) {
            return {.subjects = {subject_of_document(operation, *document, books, now)}};
        }
    }
    for (const std::string_view kind : {"INSPECTION", "HAZARD", "CONTRACT"}) {
        if (const auto text = given.text(kind)) {
            const std::string site = site_of(kind, *text, books);
            return {.subjects = {site.empty() ? whole_province()
                                              : subject_of_site(*books.book_tables(), site, now)}};
        }
    }
    AskedAbout about{.subjects = {whole_province()}};
    about.or_own_place = tells_of_no_place(operation.command->path);
    about.cut_by = is_cut_down(operation.command->path) ? "--site" : "";
    return about;
}

}  // namespace

AccessSubject subject_of_grant(const BookTables& tables, const AccessRole& role,
                               const std::string& unit, Instant now) {
    return role.place == "site" || role.place == "division" ? subject_of_site(tables, unit, now)
                                                            : subject_of_unit(unit);
}

AccessSubject subject_of_unit(std::string unit) {
    return {.division = std::string(province), .unit = std::move(unit), .site = {}};
}

AccessSubject subject_of_site(const BookTables& tables, const std::string& site, Instant now) {
    if (const Depot* depot = tables.baseline.depot(site)) {
        return {.division = depot->seat_code, .unit = depot->seat_code, .site = site};
    }
    if (tables.places.find(site, beijing_date(now)).empty()) {
        return subject_of_unit(site);
    }
    const std::string division = tables.places.resolve(site, beijing_date(now)).code;
    return {.division = division, .unit = division, .site = {}};
}

AskedAbout asked_about(const Operation& operation, const Given& given, OpenedBooks& books,
                       Instant now) {
    constexpr std::array<std::string_view, 2> documents{"DOC", "ORDER"};
    constexpr std::array<std::string_view, 4> sites{"SITE", "DEPOT", "PLACE", "UNIT"};
    constexpr std::array<std::string_view, 2> units{"--unit", "--place"};
    // Who holds which office is the matter of all of it, whatever unit it names.
    if (operation.command->path.starts_with("office ")) {
        return {.subjects = {whole_province()}};
    }
    std::vector<AccessSubject> places;
    for (const OptionSpec& option : operation.command->options) {
        const std::vector<std::string> texts = given.list(option.name);
        if (texts.empty()) {
            continue;
        }
        if (among(documents, option.type) || among(documents, option.name)) {
            return {.subjects = {subject_of_document(
                        operation, find_document(books.database, texts.front()), books, now)}};
        }
        if (places.empty() && (among(sites, option.type) || among(units, option.name))) {
            for (const std::string& text : texts) {
                std::vector<std::string> words = scope_words(text);
                if (words.empty()) {
                    words.push_back(text);  // names no place, and is none of one's own
                }
                for (const std::string& word : words) {
                    places.push_back(subject_of_site(*books.book_tables(), word, now));
                }
            }
        }
    }
    AskedAbout about = places.empty() ? named_thing(operation, given, books, now)
                                      : AskedAbout{.subjects = std::move(places)};
    const bool is_of_one = is_of_warnings(operation) && !about.or_one_of.empty();
    if (is_of_warnings(operation) && !given.text("--department") && !is_of_one) {
        const auto warning = given.text("WARNING");
        about.or_own_department = !warning;
        about.or_one_of =
            warning ? departments_of(books.database, *warning) : std::vector<AccessSubject>{};
    }
    return about;
}

}  // namespace relief
