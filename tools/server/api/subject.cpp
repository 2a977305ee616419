// SPDX-License-Identifier: Apache-2.0
#include "tools/server/api/subject.h"

#include "alerts/release/release_book.h"
#include "core/data_source.h"
#include "core/error.h"
#include "core/incident/report_book.h"
#include "core/incident/report_file.h"
#include "core/time.h"
#include "reserves/care/consignment.h"
#include "reserves/care/hazard.h"
#include "reserves/care/inspection.h"
#include "reserves/document/document.h"

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
    for (const std::string_view kind : {"INSPECTION", "HAZARD", "CONTRACT"}) {
        if (const auto text = given.text(kind)) {
            const std::string site = site_of(kind, *text, books);
            return {.subjects = {site.empty() ? whole_province()
                                              : subject_of_site(*books.book_tables(), site, now)}};
        }
    }
    return {.subjects = {whole_province()}};
}

}  // namespace

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
            return {.subjects = {subject_of_document(operation, texts.front(), books, now)}};
        }
        if (places.empty() && (among(sites, option.type) || among(units, option.name))) {
            for (const std::string& text : texts) {
                places.push_back(subject_of_site(*books.book_tables(), text, now));
            }
        }
    }
    AskedAbout about = places.empty() ? named_thing(operation, given, books, now)
                                      : AskedAbout{.subjects = std::move(places)};
    if (is_of_warnings(operation) && !given.text("--department")) {
        const auto warning = given.text("WARNING");
        about.or_own_department = !warning;
        about.or_one_of =
            warning ? departments_of(books.database, *warning) : std::vector<AccessSubject>{};
    }
    return about;
}

}  // namespace relief
