// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/order_parts.h"

#include "reserves/care/hazard.h"
#include "reserves/document/handling.h"
#include "reserves/document/life_cycle.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {

Document read_order(Database& database, std::int64_t id) {
    Document order = read_document(database, id);
    if (order.number.kind != "allotment_order") {
        throw bad_input({.code = "doc.kind",
                         .message = "the document is no allotment order",
                         .field = "order",
                         .found = order.number.kind,
                         .expected = "allotment_order"});
    }
    return order;
}

void check_step(const Document& order, std::string_view verb) {
    (void)state_after(order.number.kind, order.state(), verb);
}

std::string check_sender(Change& change, const OrderTables& tables, const Document& order,
                         std::string step) {
    return check_handler(
        change, handlers_of(tables.baseline, std::move(step), read_order_head(order).from));
}

void check_not_stopped(Database& database, const Document& order) {
    const std::string site = read_order_head(order).from;
    std::string hazards;
    for (const OpenHazard& hazard : open_hazards(database, Instant::max())) {
        if (hazard.site == site && hazard.grade == 1) {
            hazards += fmt::format("{}{} {} ({})", hazards.empty() ? "" : "; ", hazard.id,
                                   hazard.words, format_short(hazard.found_at));
        }
    }
    if (!hazards.empty()) {
        throw refused({.code = "order.stopped",
                       .message = "a grade-1 hazard has stopped the depot",
                       .field = site,
                       .found = "hazard " + hazards,
                       .expected = "the hazard mended and looked at again, or another depot"});
    }
}

void check_said(const std::string& reason) {
    if (reason.empty()) {
        throw bad_input({.code = "order.reason",
                         .message = "this step needs a reason",
                         .field = "--reason",
                         .found = "none",
                         .expected = "a few words"});
    }
}

std::string keeper_at(const OrderTables& tables, const std::string& site) {
    if (const Depot* depot = tables.baseline.depot(site)) {
        const Depot* keeper = tables.baseline.depot(depot->fleet_depot());
        return keeper == nullptr ? depot->org : keeper->org;
    }
    for (const Organisation& office : tables.organisations) {
        if (office.division == site) {
            return office.id;
        }
    }
    return site;
}

void check_no_papers_owed(const Document& order) {
    if (const auto due = order_progress(order).papers_due) {
        throw refused({.code = "order.papers",
                       .message = "the papers of the telephone order are owed",
                       .field = "papers",
                       .found = "due " + format_instant(*due),
                       .expected = "relief order papers"});
    }
}

Account depot_account(const Document& order, const Piece& piece, const std::string& stage) {
    return {.owner = piece.owner,
            .keeper = piece.keeper,
            .site = read_order_head(order).from,
            .item = piece.item,
            .lot = piece.lot,
            .condition = "A",
            .stage = stage};
}

const Piece& find_piece(const OrderProgress& progress, int line, const std::string& lot) {
    std::string lots;
    const Piece* only = nullptr;
    int count = 0;
    for (const Piece& piece : progress.pieces) {
        if (piece.line != line) {
            continue;
        }
        if (piece.lot == lot) {
            return piece;
        }
        only = &piece;
        ++count;
        lots += (lots.empty() ? "" : ", ") + piece.lot;
    }
    if (count == 1 && lot.empty()) {
        return *only;
    }
    throw bad_input({.code = count == 0 ? "order.line" : "order.lot",
                     .message = count == 0 ? "the order has no such line with goods"
                                           : "the line has several lots, or not this one",
                     .field = fmt::format("line {}", line),
                     .found = lot.empty() ? "no lot" : lot,
                     .expected = count == 0 ? "a line that was picked" : lots});
}

std::vector<NamedPiece> name_pieces(const OrderProgress& progress,
                                    const std::vector<LineAmount>& amounts,
                                    std::int64_t (*left)(const Piece&)) {
    std::vector<NamedPiece> named;
    if (amounts.empty()) {
        for (const Piece& piece : progress.pieces) {
            if (left(piece) > 0) {
                named.push_back({piece, left(piece)});
            }
        }
        return named;
    }
    for (const LineAmount& wanted : amounts) {
        const Piece& piece = find_piece(progress, wanted.line, wanted.lot);
        const bool twice = std::any_of(named.begin(), named.end(), [&](const NamedPiece& other) {
            return other.piece.line == piece.line && other.piece.lot == piece.lot;
        });
        if (twice || wanted.amount <= 0 || wanted.amount > left(piece)) {
            throw refused(
                {.code = "order.amount",
                 .message = twice ? "the same goods are named twice" : "there is not so much of it",
                 .field = fmt::format("line {}, lot {}", piece.line, piece.lot),
                 .found = fmt::format("{}", wanted.amount),
                 .expected = fmt::format("1 to {}", left(piece))});
        }
        named.push_back({piece, wanted.amount});
    }
    return named;
}

nlohmann::ordered_json attach_all(Change& change, std::int64_t order,
                                  const std::vector<Scan>& scans) {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const Scan& scan : scans) {
        const Attachment made = attach(change, order, scan.name, scan.bytes);
        rows.push_back({{"attachment", made.id}, {"name", made.name}, {"sha256", made.sha256}});
    }
    return rows;
}

DocumentLine paper_line(const Document& order, const Piece& piece, std::int64_t amount) {
    DocumentLine line{.item = piece.item,
                      .lot = piece.lot,
                      .amount = amount,
                      .owner = piece.owner,
                      .from_site = read_order_head(order).from,
                      .condition = "A"};
    for (const DocumentLine& of_order : order.lines) {
        if (of_order.line == piece.line) {
            line.to_site = of_order.to_site;
        }
    }
    return line;
}

}  // namespace relief
