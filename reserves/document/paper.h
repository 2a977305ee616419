// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/places.h"
#include "core/rules.h"
#include "core/store/change.h"
#include "core/time.h"
#include "core/work_days.h"
#include "reserves/depot.h"
#include "reserves/document/document.h"
#include "reserves/document/kits.h"
#include "reserves/document/recovery.h"
#include "reserves/ledger/ledger.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// The tables the papers of a depot are checked against. The referred-to values must outlive it.
struct PaperTables {
    const Rules& rules;
    const Places& places;
    const Baseline& baseline;
    std::vector<RecoveryRule> recovery;
    std::vector<KitPart> kits;
    WorkDays work_days;
};

[[nodiscard]] PaperTables load_paper_tables(const DataSource& source, const Rules& rules,
                                            const Places& places, const Baseline& baseline);

/// The dates of a lot a line brings into the books.
struct LotDates {
    Date made_on;
    Date expires_on;  ///< last day of use
};

struct PaperLine {
    DocumentLine goods;
    std::optional<LotDates> lot_dates = {};
};

/// Words of a paper's head by name: source, supplier, borrower, return_by, donor, use, experts …
using PaperWords = std::map<std::string, std::string, std::less<>>;

/// A paper of a depot to be drawn up: every kind of document but application, allotment order and
/// what follows from it, and count and reversal, which have ways of their own.
struct NewPaper {
    std::string unit;  ///< whose number it gets; "" = the owner of its goods
    std::string kind;
    std::string event;
    PaperWords words;
    std::vector<PaperLine> lines;
    std::optional<std::int64_t> of;     ///< the paper it answers: acceptance of a receipt …
    std::optional<std::int64_t> order;  ///< the owner's order it carries out
};

/// The kinds draft_paper knows.
[[nodiscard]] std::vector<std::string_view> paper_kinds();

/// True where the lines of a kind name the site the goods come to, false where the one they leave.
[[nodiscard]] bool is_incoming_paper(std::string_view kind);

/// Draws up a paper: what is wrong with it is refused here, at the door, naming the line.
/// bad_input: doc.kind, doc.lines, doc.line (a field of a line), doc.words (a word of the head that
/// is missing or cannot be read), item.unknown; refused: what the kind's own rules say.
std::int64_t draft_paper(Change& change, const PaperTables& tables, NewPaper paper);

/// Posts a signed paper: its one movement, and what else it says (due dates, a lot's use, a
/// recall). Answers the new state.
std::string post_paper(Change& change, const PaperTables& tables, std::int64_t document);

/// A pre-placement leaves: its goods are in transit under its number until it is posted.
std::string depart_paper(Change& change, const PaperTables& tables, std::int64_t document);

/// Gives a paper up that is not posted; its number stays. Goods set aside for scrap go back.
std::string void_paper(Change& change, std::int64_t document, const std::string& reason);

/// I26: no paper of a depot changes an owner: goods change hands by allotment, donation or
/// compensation alone, never by lying elsewhere.
[[nodiscard]] std::optional<WrongRow> check_owners(Database& database, std::int64_t& checked);

/// The head's words and the dates of the lots it brings, by line.
struct PaperHead {
    PaperWords words;
    std::map<int, LotDates> lots;

    [[nodiscard]] std::string word(std::string_view name) const;
};

[[nodiscard]] PaperHead read_head(const Document& document);
[[nodiscard]] std::string head_content(const PaperHead& head);

/// The papers of a kind that answer `document` and have not been voided or reversed.
[[nodiscard]] std::vector<Document> followers(Database& database, std::int64_t document,
                                              std::string_view relation);

}  // namespace relief
