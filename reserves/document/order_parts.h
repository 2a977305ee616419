// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "reserves/document/order.h"
#include "reserves/ledger/ledger.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace relief {

// What the steps of an order share. Not for others.

/// An allotment order. bad_input doc.kind where the document is another kind.
[[nodiscard]] Document read_order(Database& database, std::int64_t id);

/// Refuses (doc.state) where the order cannot take this step now.
void check_step(const Document& order, std::string_view verb);

/// The post as which the actor takes a step at the depot that sends; refused order.handler.
[[nodiscard]] std::string check_sender(Change& change, const OrderTables& tables,
                                       const Document& order, std::string step);

/// bad_input (order.reason) where nothing is said.
void check_said(const std::string& reason);

/// Holds the goods of every line until then, in place of the holds there were.
void hold_order(Change& change, const OrderTables& tables, const Document& order, Instant until);
void void_holds(Change& change, std::int64_t order);

/// hold.short with what is left; `bound` is what other goods there were given for.
[[nodiscard]] Error short_of(const DocumentLine& line, std::int64_t asked, std::int64_t available,
                             const std::string& bound = {});

/// The use goods of a lot were given for, with their donation, where an order does not serve it
/// (bound_elsewhere in order.h); refused donation.use.
void check_use(Database& database, const OrderTables& tables, const OrderHead& head,
               const std::string& item, const std::string& lot);

/// refused order.stopped while a grade-1 hazard stops the depot that sends; names it.
void check_not_stopped(Database& database, const Document& order);

/// Who keeps goods at a depot or division: the office of the house, the division's bureau.
[[nodiscard]] std::string keeper_at(const OrderTables& tables, const std::string& site);

/// refused order.papers where a telephone order still owes its papers.
void check_no_papers_owed(const Document& order);

/// The account of a piece at the depot that sends, at a stage.
[[nodiscard]] Account depot_account(const Document& order, const Piece& piece,
                                    const std::string& stage);

/// The pieces that amounts name, each with its amount. bad_input order.line, order.lot (a line of
/// several lots); refused order.amount (more than `left` says there is of a piece).
struct NamedPiece {
    Piece piece;
    std::int64_t amount = 0;
};
[[nodiscard]] std::vector<NamedPiece> name_pieces(const OrderProgress& progress,
                                                  const std::vector<LineAmount>& amounts,
                                                  std::int64_t (*left)(const Piece&));

/// The piece a line and lot stand for. bad_input order.line, order.lot.
[[nodiscard]] const Piece& find_piece(const OrderProgress& progress, int line,
                                      const std::string& lot);

/// Makes files attachments of an order; what the step keeps of them: id, name, SHA-256.
[[nodiscard]] nlohmann::ordered_json attach_all(Change& change, std::int64_t order,
                                                const std::vector<Scan>& scans);

/// The lines of a paper that goes with a step: pick list, waybill, receipt slip.
[[nodiscard]] DocumentLine paper_line(const Document& order, const Piece& piece,
                                      std::int64_t amount);

}  // namespace relief
