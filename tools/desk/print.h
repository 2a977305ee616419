// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"
#include "tools/desk/opened_books.h"
#include "tools/desk/writing_desk.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What is to be printed, and where to. The ending of `out` says as what: .pdf, .xlsx, .csv.
struct PrintQuestion {
    std::string what;  ///< a document as typed ("17", "220000-DB-2018-0017"), or a kind of form
    std::filesystem::path out;
    std::string language = "zh";
    std::optional<std::string> site;  ///< depot id
    std::optional<std::string> item;
    std::optional<std::string> lot;
    std::optional<Instant> as_of;  ///< the books as they were known then; now where empty
};

struct PrintAnswer {
    std::string kind;
    std::string subject;  ///< number of the document, site of a ledger; "" for the province
    std::string title;
    std::filesystem::path file;
    std::string format;   ///< pdf, xlsx, csv
    int pages = 0;        ///< of a pdf, else 0
    int lines = 0;        ///< rows of its tables
    int print_count = 0;  ///< 0 where prints are not counted
    std::string sha256;
    std::vector<std::string> missing_glyphs;  ///< "U+E000": shown by their code in a pdf
};

/// Prints a document of the books and writes down that it was: the paper says 第 n 次打印. With the
/// key of an earlier print it makes that one again. bad_input: doc.unknown, argument.value (--out),
/// file.write; and those of open_writing_desk.
[[nodiscard]] PrintAnswer print_document(const Books& db, const Asked& asked,
                                         const PrintQuestion& question);

/// Prints a form that the books or the tables fill: stock_ledger, count, count_blind, lot_card (of
/// a site), supplier_phone_book, safety_checklist, daily_bulletin; ten_day_bulletin and
/// yearly_report up to --as-of; hazard_notice of a site. bad_input: print.kind,
/// site.unknown, argument.value (--out), file.write, and those of Tables.
[[nodiscard]] PrintAnswer print_books(const std::filesystem::path& data, const Books& db,
                                      const PrintQuestion& question, Instant now);

/// relief.print/1.
[[nodiscard]] std::string print_json(const PrintAnswer& answer);
[[nodiscard]] std::string print_text(const PrintAnswer& answer, std::string_view language);

/// relief.print_forms/1: the kinds of forms and what fills them (document, books, hand).
[[nodiscard]] std::string print_forms_json();
[[nodiscard]] std::string print_forms_text(std::string_view language);

}  // namespace relief
