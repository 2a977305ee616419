// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/document/paper.h"

#include <string>
#include <vector>

namespace relief {

/// What posting a paper comes to.
struct Posted {
    std::vector<Entry> entries;  ///< none where it moves nothing (a recall)
    std::vector<Lot> lots = {};
    std::string content = "{}";  ///< of the step
};

/// A kind of paper: how it is checked when it is drawn up (and completed: owners, conditions), and
/// what it posts.
struct PaperKind {
    std::string_view id;
    bool incoming = false;  ///< its lines name the site they come to
    void (*check)(Database&, const PaperTables&, NewPaper&, Instant at) = nullptr;
    Posted (*post)(Change&, const PaperTables&, const Document&) = nullptr;
};

// Each family of papers, in a file of its own.
void check_receipt(Database& database, const PaperTables& tables, NewPaper& paper, Instant at);
Posted post_receipt(Change& change, const PaperTables& tables, const Document& document);
void check_acceptance(Database& database, const PaperTables& tables, NewPaper& paper, Instant at);
Posted post_acceptance(Change& change, const PaperTables& tables, const Document& document);
void check_donation(Database& database, const PaperTables& tables, NewPaper& paper, Instant at);
Posted post_donation(Change& change, const PaperTables& tables, const Document& document);
void check_issue(Database& database, const PaperTables& tables, NewPaper& paper, Instant at);
Posted post_issue(Change& change, const PaperTables& tables, const Document& document);
void check_move(Database& database, const PaperTables& tables, NewPaper& paper, Instant at);
Posted post_move(Change& change, const PaperTables& tables, const Document& document);
void check_pre_placement(Database& database, const PaperTables& tables, NewPaper& paper,
                         Instant at);
Posted depart_pre_placement(Change& change, const PaperTables& tables, const Document& document);
Posted post_pre_placement(Change& change, const PaperTables& tables, const Document& document);
void check_return(Database& database, const PaperTables& tables, NewPaper& paper, Instant at);
Posted post_return(Change& change, const PaperTables& tables, const Document& document);
/// A line of goods that come back, or are written off, of a posted issue: completed from it;
/// refused doc.over where more would come back than went out.
void check_back(Database& database, const Document& issue, const NewPaper& paper, PaperLine& line);
void check_loan(Database& database, const PaperTables& tables, NewPaper& paper, Instant at);
Posted post_loan(Change& change, const PaperTables& tables, const Document& document);
void check_loan_return(Database& database, const PaperTables& tables, NewPaper& paper, Instant at);
Posted post_loan_return(Change& change, const PaperTables& tables, const Document& document);
void check_rotation(Database& database, const PaperTables& tables, NewPaper& paper, Instant at);
Posted post_rotation(Change& change, const PaperTables& tables, const Document& document);
void check_scrap(Database& database, const PaperTables& tables, NewPaper& paper, Instant at);
Posted post_scrap(Change& change, const PaperTables& tables, const Document& document);
void check_kit(Database& database, const PaperTables& tables, NewPaper& paper, Instant at);
Posted post_kit(Change& change, const PaperTables& tables, const Document& document);
void check_unkit(Database& database, const PaperTables& tables, NewPaper& paper, Instant at);
Posted post_unkit(Change& change, const PaperTables& tables, const Document& document);
void check_recall(Database& database, const PaperTables& tables, NewPaper& paper, Instant at);
Posted post_recall(Change& change, const PaperTables& tables, const Document& document);

}  // namespace relief
