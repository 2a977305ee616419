// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/document.h"

#include "core/error.h"
#include "reserves/document/kind.h"
#include "reserves/document/life_cycle.h"

#include <charconv>
#include <chrono>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

int beijing_year(Instant at) {
    return static_cast<int>(std::chrono::year_month_day{beijing_date(at)}.year());
}

Error no_such_document(std::string_view name) {
    return bad_input({.code = "doc.unknown",
                      .message = "there is no such document",
                      .field = "document",
                      .found = std::string(name),
                      .expected = "its id or its number, such as 220000-DB-2018-0017"});
}

std::int64_t next_number(Database& database, const DocumentNumber& number) {
    Statement select = database.prepare(
        "SELECT max(number) FROM document WHERE unit = ?1 AND kind = ?2 AND year = ?3");
    select.bind(1, number.unit).bind(2, number.kind).bind(3, std::int64_t{number.year});
    select.step();
    return select.integer(0) + 1;
}

void insert_line(Change& change, std::int64_t document, int number, const DocumentLine& line) {
    change.insert("document_line", {{"document_id", document},
                                    {"line", std::int64_t{number}},
                                    {"item", line.item},
                                    {"lot", line.lot},
                                    {"amount", line.amount},
                                    {"owner", line.owner},
                                    {"from_site", line.from_site},
                                    {"to_site", line.to_site},
                                    {"condition", line.condition},
                                    {"note", line.note}});
}

void insert_step(Change& change, std::int64_t document, std::string_view verb,
                 std::string_view state, const StepDetail& detail) {
    const Request& request = change.request();
    change.insert("document_step",
                  {{"document_id", document},
                   {"verb", std::string(verb)},
                   {"state", std::string(state)},
                   {"occurred_at", seconds_of(request.occurred_at)},
                   {"recorded_at", seconds_of(request.recorded_at)},
                   {"actor", request.actor},
                   {"post", detail.post},
                   {"note", detail.note},
                   {"content", detail.content},
                   {"movement_id", detail.movement ? Cell(*detail.movement) : Cell()}});
}

/// The head of a document and the state of its last step.
struct Head {
    DocumentNumber number;
    std::string state;
};

Head read_head(Database& database, std::int64_t document) {
    Statement select = database.prepare(
        "SELECT unit, kind, year, number, (SELECT state FROM document_step WHERE document_id = "
        "document.id ORDER BY id DESC LIMIT 1) FROM document WHERE id = ?1");
    select.bind(1, document);
    if (!select.step()) {
        throw no_such_document(fmt::format("{}", document));
    }
    return {.number = {.unit = select.text(0),
                       .kind = select.text(1),
                       .year = static_cast<int>(select.integer(2)),
                       .number = select.integer(3)},
            .state = select.text(4)};
}

std::vector<DocumentLine> read_lines(Database& database, std::int64_t document) {
    Statement select = database.prepare(
        "SELECT line, item, lot, amount, owner, from_site, to_site, condition, note FROM "
        "document_line WHERE document_id = ?1 ORDER BY line");
    select.bind(1, document);
    std::vector<DocumentLine> lines;
    while (select.step()) {
        lines.push_back({.line = static_cast<int>(select.integer(0)),
                         .item = select.text(1),
                         .lot = select.text(2),
                         .amount = select.integer(3),
                         .owner = select.text(4),
                         .from_site = select.text(5),
                         .to_site = select.text(6),
                         .condition = select.text(7),
                         .note = select.text(8)});
    }
    return lines;
}

std::vector<DocumentStep> read_steps(Database& database, std::int64_t document) {
    Statement select = database.prepare(
        "SELECT verb, state, occurred_at, recorded_at, actor, post, note, content, movement_id "
        "FROM document_step WHERE document_id = ?1 ORDER BY id");
    select.bind(1, document);
    std::vector<DocumentStep> steps;
    while (select.step()) {
        steps.push_back(
            {.verb = select.text(0),
             .state = select.text(1),
             .occurred_at = instant_of(select.integer(2)),
             .recorded_at = instant_of(select.integer(3)),
             .actor = select.text(4),
             .post = select.text(5),
             .note = select.text(6),
             .content = select.text(7),
             .movement = select.is_null(8) ? std::nullopt : std::optional(select.integer(8))});
    }
    return steps;
}

std::vector<std::int64_t> read_ids(Statement& select) {
    std::vector<std::int64_t> ids;
    while (select.step()) {
        ids.push_back(select.integer(0));
    }
    return ids;
}

std::optional<std::int64_t> parse_whole(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole ? std::optional(value) : std::nullopt;
}

/// The parts of "220000-DB-2018-0017".
std::optional<DocumentNumber> parse_number(std::string_view text) {
    std::vector<std::string_view> parts;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('-', at), text.size());
        parts.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    if (parts.size() != 4) {
        return std::nullopt;
    }
    const auto year = parse_whole(parts[2]);
    const auto number = parse_whole(parts[3]);
    for (const DocumentKind& kind : document_kinds()) {
        if (kind.prefix == parts[1] && year && number) {
            return DocumentNumber{.unit = std::string(parts[0]),
                                  .kind = std::string(kind.id),
                                  .year = static_cast<int>(*year),
                                  .number = *number};
        }
    }
    return std::nullopt;
}

}  // namespace

std::string format_number(const DocumentNumber& number) {
    return fmt::format("{}-{}-{}-{:04}", number.unit, document_kind(number.kind).prefix,
                       number.year, number.number);
}

std::int64_t add_document(Change& change, const NewDocument& document, std::string_view state) {
    const Request& request = change.request();
    DocumentNumber number{.unit = document.unit,
                          .kind = std::string(document_kind(document.kind).id),
                          .year = beijing_year(request.occurred_at)};
    number.number = next_number(change.database(), number);
    const std::int64_t id = change.insert("document", {{"unit", number.unit},
                                                       {"kind", number.kind},
                                                       {"year", std::int64_t{number.year}},
                                                       {"number", number.number},
                                                       {"event", document.event},
                                                       {"made_at", seconds_of(request.occurred_at)},
                                                       {"made_by", request.actor},
                                                       {"content", document.content}});
    int line_number = 0;
    for (const DocumentLine& line : document.lines) {
        insert_line(change, id, ++line_number, line);
    }
    insert_step(change, id, "make", state, {});
    change.tell_subject(format_number(number));
    return id;
}

std::string add_step(Change& change, std::int64_t document, std::string_view verb,
                     const StepDetail& detail) {
    const Head head = read_head(change.database(), document);
    std::string state(state_after(head.number.kind, head.state, verb));
    insert_step(change, document, verb, state, detail);
    change.tell_subject(format_number(head.number));
    return state;
}

int add_line(Change& change, std::int64_t document, const DocumentLine& line) {
    Statement select =
        change.database().prepare("SELECT max(line) FROM document_line WHERE document_id = ?1");
    select.bind(1, document);
    select.step();
    const int number = static_cast<int>(select.integer(0)) + 1;
    insert_line(change, document, number, line);
    return number;
}

void link_documents(Change& change, std::int64_t from, std::int64_t to, std::string_view relation) {
    change.insert(
        "document_link",
        {{"from_document", from}, {"to_document", to}, {"relation", std::string(relation)}});
}

std::vector<std::int64_t> linked_from(Database& database, std::int64_t document,
                                      std::string_view relation) {
    Statement select = database.prepare(
        "SELECT to_document FROM document_link WHERE from_document = ?1 AND relation = ?2 "
        "ORDER BY id");
    select.bind(1, document).bind(2, relation);
    return read_ids(select);
}

std::vector<std::int64_t> linked_to(Database& database, std::int64_t document,
                                    std::string_view relation) {
    Statement select = database.prepare(
        "SELECT from_document FROM document_link WHERE to_document = ?1 AND relation = ?2 "
        "ORDER BY id");
    select.bind(1, document).bind(2, relation);
    return read_ids(select);
}

Document read_document(Database& database, std::int64_t id) {
    Statement select = database.prepare(
        "SELECT unit, kind, year, number, event, made_at, made_by, content FROM document "
        "WHERE id = ?1");
    select.bind(1, id);
    if (!select.step()) {
        throw no_such_document(fmt::format("{}", id));
    }
    return {.id = id,
            .number = {.unit = select.text(0),
                       .kind = select.text(1),
                       .year = static_cast<int>(select.integer(2)),
                       .number = select.integer(3)},
            .event = select.text(4),
            .made_at = instant_of(select.integer(5)),
            .made_by = select.text(6),
            .content = select.text(7),
            .lines = read_lines(database, id),
            .steps = read_steps(database, id)};
}

std::int64_t find_document(Database& database, std::string_view name) {
    Statement select = database.prepare(
        "SELECT id FROM document WHERE id = ?1 OR (unit = ?2 AND kind = ?3 AND year = ?4 AND "
        "number = ?5)");
    if (const auto id = parse_whole(name)) {
        select.bind(1, *id);
    } else if (const auto number = parse_number(name)) {
        select.bind(2, number->unit)
            .bind(3, number->kind)
            .bind(4, std::int64_t{number->year})
            .bind(5, number->number);
    }
    if (!select.step()) {
        throw no_such_document(name);
    }
    return select.integer(0);
}

std::vector<Document> read_documents(Database& database, const DocumentFilter& filter) {
    Statement select = database.prepare(
        "SELECT id FROM document WHERE (?1 IS NULL OR kind = ?1) AND (?2 IS NULL OR unit = ?2) "
        "AND (?3 IS NULL OR event = ?3) AND (?4 IS NULL OR (SELECT state FROM document_step WHERE "
        "document_id = document.id ORDER BY document_step.id DESC LIMIT 1) = ?4) ORDER BY id");
    int index = 1;
    for (const auto& wanted : {filter.kind, filter.unit, filter.event, filter.state}) {
        if (wanted) {
            select.bind(index, *wanted);
        }
        ++index;
    }
    std::vector<Document> documents;
    for (const std::int64_t id : read_ids(select)) {
        documents.push_back(read_document(database, id));
    }
    return documents;
}

}  // namespace relief
