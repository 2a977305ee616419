// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "core/store/database.h"
#include "core/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// I9: gapless and unique per unit, kind and (Beijing) year; a void document keeps its number.
struct DocumentNumber {
    std::string unit;  ///< division code of the office that numbers it, 220000
    std::string kind;  ///< see kind.h
    int year = 0;
    std::int64_t number = 0;
};

/// "220000-DB-2018-0017".
[[nodiscard]] std::string format_number(const DocumentNumber& number);

/// One line of goods. What is not known or does not apply is "".
struct DocumentLine {
    int line = 0;  ///< from 1
    std::string item;
    std::string lot;
    std::int64_t amount = 0;  ///< in 10^-decimals of the item's unit
    std::string owner;
    std::string from_site;  ///< depot id, place code or supplier id
    std::string to_site;
    std::string condition;
    std::string note;
};

/// A step of a document's life: who did what when, as holder of which post.
struct DocumentStep {
    std::string verb;
    std::string state;  ///< after it
    Instant occurred_at;
    Instant recorded_at;
    std::string actor;
    std::string post;     ///< the post the signer signed as; "" for other steps
    std::string note;     ///< reason or words
    std::string content;  ///< JSON of what the verb needs: truck, seal, counted amounts …
    std::optional<std::int64_t> movement;
};

struct Document {
    std::int64_t id = 0;
    DocumentNumber number;
    std::string event;  ///< scenario or incident id, "" where for none
    Instant made_at;
    std::string made_by;
    std::string content;  ///< JSON of the head, by kind
    std::vector<DocumentLine> lines;
    std::vector<DocumentStep> steps;

    [[nodiscard]] const std::string& state() const { return steps.back().state; }
};

struct NewDocument {
    std::string unit;
    std::string kind;
    std::string event;
    std::string content = "{}";
    std::vector<DocumentLine> lines;  ///< numbered by add_document
};

/// Numbers and writes a document with its first step, "make", whose state is "draft" unless said.
/// The year is that of the request's occurred_at in Beijing. Names it as the change's subject.
std::int64_t add_document(Change& change, const NewDocument& document,
                          std::string_view state = "draft");

/// What a step says beyond its verb.
struct StepDetail {
    std::string post;
    std::string note;
    std::string content = "{}";
    std::optional<std::int64_t> movement;
};

/// Writes the next step of a document after life_cycle.h has allowed it (refused doc.state);
/// answers the new state. Names the document as the change's subject.
std::string add_step(Change& change, std::int64_t document, std::string_view verb,
                     const StepDetail& detail = {});

/// Adds a line to a document that is there (a divert, a substitution); answers its line number.
int add_line(Change& change, std::int64_t document, const DocumentLine& line);

/// "order", "waybill_of" … from a later document to the one it follows from, or between equals.
void link_documents(Change& change, std::int64_t from, std::int64_t to, std::string_view relation);

/// The documents linked from (or to) one, in order of linking.
[[nodiscard]] std::vector<std::int64_t> linked_from(Database& database, std::int64_t document,
                                                    std::string_view relation);
[[nodiscard]] std::vector<std::int64_t> linked_to(Database& database, std::int64_t document,
                                                  std::string_view relation);

/// bad_input (doc.unknown) where there is none.
[[nodiscard]] Document read_document(Database& database, std::int64_t id);

/// A document as typed: its id ("17") or its number ("220000-DB-2018-0017"). bad_input doc.unknown.
[[nodiscard]] std::int64_t find_document(Database& database, std::string_view name);

struct DocumentFilter {
    std::optional<std::string> kind;
    std::optional<std::string> unit;
    std::optional<std::string> state;
    std::optional<std::string> event;
};

/// In order of id.
[[nodiscard]] std::vector<Document> read_documents(Database& database,
                                                   const DocumentFilter& filter);

}  // namespace relief
