// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "reserves/document/order.h"
#include "reserves/ledger/ledger.h"

#include <string>
#include <vector>

namespace relief {

// What the steps of an order share. Not for others.

/// An allotment order. bad_input doc.kind where the document is another kind.
[[nodiscard]] Document read_order(Database& database, std::int64_t id);

/// Refuses (doc.state) where the order cannot take this step now.
void check_step(const Document& order, std::string_view verb);

/// bad_input (order.reason) where nothing is said.
void check_said(const std::string& reason);

/// Holds the goods of every line until then, in place of the holds there were.
void hold_order(Change& change, const Document& order, Instant until);
void void_holds(Change& change, std::int64_t order);

/// hold.short with what is left.
[[nodiscard]] Error short_of(const DocumentLine& line, std::int64_t asked, std::int64_t available);

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

/// The lines of a paper that goes with a step: pick list, waybill, receipt slip.
[[nodiscard]] DocumentLine paper_line(const Document& order, const Piece& piece,
                                      std::int64_t amount);

}  // namespace relief
