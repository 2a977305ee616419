// SPDX-License-Identifier: Apache-2.0
// An order on the road: load, depart, checkpoints, arrive, receive, and the ways out.
#include "reserves/document/handling.h"
#include "reserves/document/order_parts.h"
#include "reserves/ledger/change_posting.h"
#include "reserves/ledger/lot_state.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

std::int64_t not_loaded(const Piece& piece) {
    return piece.picked - piece.loaded;
}

std::int64_t on_the_way(const Piece& piece) {
    return piece.uncounted();
}

std::string to_site_of(const Document& order, int number) {
    for (const DocumentLine& line : order.lines) {
        if (line.line == number) {
            return line.to_site;
        }
    }
    return read_order_head(order).to;
}

/// Where received goods stand: 调拨 makes them the receiving government's, 预置 does not (I26).
Account receiver_account(const OrderTables& tables, const Document& order, const Piece& piece,
                         bool damaged) {
    const std::string site = to_site_of(order, piece.line);
    const bool allots = read_order_head(order).mode == "allot";
    return {.owner = allots ? receiving_owner(tables, site) : piece.owner,
            .keeper = keeper_at(tables, site),
            .site = site,
            .item = piece.item,
            .lot = piece.lot,
            .condition = damaged ? "B" : "A",
            .stage = damaged ? "quarantine" : "on_hand"};
}

/// The entries of an arrival: out of transit, over the owners' accounts where the owner changes,
/// onto the shelf.
void add_arrival(std::vector<Entry>& entries, const Document& order, const Piece& piece,
                 const Account& to, std::int64_t amount) {
    if (amount == 0) {
        return;
    }
    const Account from = depot_account(order, piece, transit_stage(order.id));
    entries.push_back({from, -amount});
    if (to.owner != from.owner) {
        Account given = from;
        given.stage = "owner_change";
        Account taken = to;
        taken.condition = "A";
        taken.stage = "owner_change";
        entries.push_back({given, amount});
        entries.push_back({taken, -amount});
    }
    entries.push_back({to, amount});
}

Error over_receipt(const Piece& piece, std::int64_t counted) {
    return refused(
        {.code = "order.over_receipt",
         .message = "more is counted than is on the way",
         .field = fmt::format("line {}, lot {}", piece.line, piece.lot),
         .found = fmt::format("{} counted now; sent {}, received before {}", counted,
                              piece.departed - piece.diverted,
                              piece.good + piece.damaged + piece.returned),
         .expected = fmt::format(
             "at most {}; what is over is no part of this order: count it and book it as found",
             piece.in_transit())});
}

/// The counts with their pieces, checked.
struct CountedPiece {
    Piece piece;
    LineCount count;
};

std::vector<CountedPiece> counted_pieces(const OrderProgress& progress,
                                         const ReceiveOrder& receive) {
    std::vector<CountedPiece> all;
    for (const LineCount& count : receive.counts) {
        const Piece& piece = find_piece(progress, count.line, count.lot);
        const bool twice = std::any_of(all.begin(), all.end(), [&](const CountedPiece& other) {
            return other.piece.line == piece.line && other.piece.lot == piece.lot;
        });
        const bool nothing = count.good < 0 || count.damaged < 0 || count.missing < 0 ||
                             count.good + count.damaged + count.missing == 0;
        if (twice || nothing) {
            throw bad_input(
                {.code = "order.line",
                 .message = twice ? "the same goods are counted twice" : "a count is of something",
                 .field = fmt::format("line {}, lot {}", piece.line, piece.lot),
                 .found = fmt::format("{}/{}/{}", count.good, count.damaged, count.missing),
                 .expected = "good/damaged/missing, each once"});
        }
        const std::int64_t arrived = count.good + count.damaged;
        if (arrived > piece.in_transit() ||
            count.missing > std::max<std::int64_t>(0, piece.uncounted() - arrived)) {
            throw over_receipt(piece, arrived + count.missing);
        }
        all.push_back({piece, count});
    }
    for (const Piece& piece : progress.pieces) {
        const bool named = std::any_of(all.begin(), all.end(), [&](const CountedPiece& other) {
            return other.piece.line == piece.line && other.piece.lot == piece.lot;
        });
        if (receive.rest_good && !named && piece.uncounted() > 0) {
            all.push_back(
                {piece, {.line = piece.line, .lot = piece.lot, .good = piece.uncounted()}});
        }
    }
    if (all.empty()) {
        throw refused({.code = "order.nothing",
                       .message = "there is nothing to count",
                       .field = "--line",
                       .found = fmt::format("{} on the way", progress.in_transit()),
                       .expected = "LINE=GOOD/DAMAGED/MISSING, or --all for what is on the way"});
    }
    return all;
}

ordered_json counts_json(const std::vector<CountedPiece>& counted) {
    ordered_json counts = ordered_json::array();
    for (const CountedPiece& row : counted) {
        counts.push_back({{"line", row.piece.line},
                          {"lot", row.piece.lot},
                          {"good", row.count.good},
                          {"damaged", row.count.damaged},
                          {"missing", row.count.missing}});
    }
    return counts;
}

/// What nobody has counted after these counts.
std::int64_t left_uncounted(const OrderProgress& progress,
                            const std::vector<CountedPiece>& counted) {
    std::int64_t left = progress.uncounted();
    for (const CountedPiece& row : counted) {
        const std::int64_t arrived = row.count.good + row.count.damaged;
        left -= std::min(arrived, row.piece.uncounted()) + row.count.missing;
    }
    return left;
}

std::int64_t write_paper(Change& change, const Document& order, std::string_view kind,
                         const std::vector<DocumentLine>& lines, std::string_view state,
                         const std::string& content = "{}") {
    const std::int64_t paper = add_document(change,
                                            {.unit = order.number.unit,
                                             .kind = std::string(kind),
                                             .event = order.event,
                                             .content = content,
                                             .lines = lines},
                                            state);
    link_documents(change, paper, order.id, "of_order");
    return paper;
}

/// The receipt slip, and the discrepancy where something is damaged or missing.
void write_receipt_papers(Change& change, const Document& order,
                          const std::vector<CountedPiece>& counted) {
    std::vector<DocumentLine> arrived;
    std::vector<DocumentLine> wrong;
    for (const CountedPiece& row : counted) {
        const auto add = [&](std::vector<DocumentLine>& lines, std::int64_t amount,
                             const char* condition, const char* note) {
            if (amount > 0) {
                DocumentLine line = paper_line(order, row.piece, amount);
                line.condition = condition;
                line.note = note;
                lines.push_back(std::move(line));
            }
        };
        add(arrived, row.count.good, "A", "");
        add(arrived, row.count.damaged, "B", "damaged");
        add(wrong, row.count.damaged, "B", "damaged");
        add(wrong, row.count.missing, "A", "missing");
    }
    if (!arrived.empty()) {
        write_paper(change, order, "receipt_slip", arrived, "issued");
    }
    if (!wrong.empty()) {
        write_paper(change, order, "discrepancy", wrong, "draft");
    }
}

std::optional<std::int64_t> post_some(Change& change, const Document& order,
                                      const std::string& kind, std::vector<Entry> entries) {
    if (entries.empty()) {
        return std::nullopt;
    }
    return post_in(change, kind, format_number(order.number), std::move(entries));
}

/// The post as which the actor says that the goods are there: any of the receivers may.
std::string check_arrival(Change& change, const OrderTables& tables, const Document& order) {
    for (const DocumentLine& line : order.lines) {
        if (auto post =
                handler_post(change, handlers_of(tables.baseline, "arrive", line.to_site))) {
            return std::move(*post);
        }
    }
    return check_handler(change,
                         handlers_of(tables.baseline, "arrive", order.lines.front().to_site));
}

/// The post as which the actor counts the goods: each receiver counts its own.
std::string check_receivers(Change& change, const OrderTables& tables, const Document& order,
                            const std::vector<CountedPiece>& counted) {
    std::string post;
    for (const CountedPiece& row : counted) {
        post = check_handler(
            change, handlers_of(tables.baseline, "receive", to_site_of(order, row.piece.line)));
    }
    return post;
}

/// 白城: what a city called of a county's goods it owes the county.
void open_debts(Change& change, const Document& order, const std::vector<CountedPiece>& counted) {
    const OrderHead head = read_order_head(order);
    for (const CountedPiece& row : counted) {
        const std::int64_t arrived = row.count.good + row.count.damaged;
        if (head.caller.empty() || head.caller == row.piece.owner || arrived == 0 ||
            head.mode != "allot") {
            continue;
        }
        change.insert("goods_debt", {{"document_id", order.id},
                                     {"debtor", head.caller},
                                     {"creditor", row.piece.owner},
                                     {"item", row.piece.item},
                                     {"amount", arrived},
                                     {"at", seconds_of(change.request().occurred_at)}});
    }
}

/// Goods picked before their lot was recalled or frozen, or that have expired since, stay.
void check_still_good(Change& change, const std::vector<NamedPiece>& named) {
    const Date on = beijing_date(change.request().occurred_at);
    for (const NamedPiece& row : named) {
        const std::string why = why_unusable(change.database(), row.piece.item, row.piece.lot, on);
        if (!why.empty()) {
            throw refused({.code = "hold.unusable",
                           .message = "these goods may not be promised",
                           .field = fmt::format("line {}: {} {}", row.piece.line, row.piece.item,
                                                row.piece.lot),
                           .found = why,
                           .expected = "a good lot not expired; cancel and pick again"});
        }
    }
}

/// What is kept of a lorry and its photographs.
ordered_json lorry_json(const TruckLoad& truck, ordered_json photos) {
    std::string names;
    for (const ordered_json& photo : photos) {
        names += (names.empty() ? "" : ", ") + photo.at("name").get<std::string>();
    }
    return {{"truck", truck.truck},
            {"seal", truck.seal},
            {"driver", truck.driver},
            {"photo", names},
            {"photos", std::move(photos)}};
}

}  // namespace

std::string load_order(Change& change, const OrderTables& tables, std::int64_t id,
                       const LoadOrder& load) {
    const Document order = read_order(change.database(), id);
    check_step(order, "load");
    std::string post = check_sender(change, tables, order, "load");
    if (load.truck.truck.empty()) {
        throw bad_input({.code = "order.truck",
                         .message = "a load has a lorry",
                         .field = "--truck",
                         .found = "none",
                         .expected = "its number plate"});
    }
    check_not_stopped(change.database(), order);
    const OrderProgress progress = order_progress(order);
    const auto named = name_pieces(progress, load.amounts, not_loaded);
    check_still_good(change, named);
    std::int64_t left = 0;
    for (const Piece& piece : progress.pieces) {
        left += not_loaded(piece);
    }
    const ordered_json lorry = lorry_json(load.truck, attach_all(change, id, load.photos));
    ordered_json content = lorry;
    content["loads"] = ordered_json::array();
    std::vector<Entry> entries;
    std::vector<DocumentLine> lines;
    for (const NamedPiece& row : named) {
        entries.push_back({depot_account(order, row.piece, "picked"), -row.amount});
        entries.push_back({depot_account(order, row.piece, "loaded"), row.amount});
        content["loads"].push_back(
            {{"line", row.piece.line}, {"lot", row.piece.lot}, {"amount", row.amount}});
        lines.push_back(paper_line(order, row.piece, row.amount));
        left -= row.amount;
    }
    const auto movement = post_some(change, order, "order.load", std::move(entries));
    write_paper(change, order, "waybill", lines, "issued", lorry.dump());
    return add_step(change, id, left == 0 ? "load" : "load_part",
                    {.post = std::move(post), .content = content.dump(), .movement = movement});
}

std::string depart_order(Change& change, const OrderTables& tables, std::int64_t id,
                         std::optional<Instant> expected) {
    const Document order = read_order(change.database(), id);
    check_step(order, "depart");
    std::string post = check_sender(change, tables, order, "depart");
    std::vector<Entry> entries;
    for (const Piece& piece : order_progress(order).pieces) {
        entries.push_back({depot_account(order, piece, "loaded"), -piece.loaded});
        entries.push_back({depot_account(order, piece, transit_stage(id)), piece.loaded});
    }
    const auto movement = post_some(change, order, "order.depart", std::move(entries));
    ordered_json content{{"expected", nullptr}};
    if (expected) {
        content["expected"] = format_instant(*expected);
    }
    return add_step(change, id, "depart",
                    {.post = std::move(post), .content = content.dump(), .movement = movement});
}

void checkpoint_order(Change& change, std::int64_t id, const std::string& where) {
    check_said(where);
    (void)read_order(change.database(), id);
    add_step(change, id, "checkpoint", {.note = where});
}

void arrive_order(Change& change, const OrderTables& tables, std::int64_t id,
                  const std::string& note) {
    const Document order = read_order(change.database(), id);
    check_step(order, "arrive");
    std::string post = check_arrival(change, tables, order);
    std::vector<DocumentLine> lines;
    for (const Piece& piece : order_progress(order).pieces) {
        if (piece.in_transit() > 0) {
            lines.push_back(paper_line(order, piece, piece.in_transit()));
        }
    }
    write_paper(change, order, "handover", lines, "issued");
    add_step(change, id, "arrive", {.post = std::move(post), .note = note});
}

std::string receive_order(Change& change, const OrderTables& tables, std::int64_t id,
                          const ReceiveOrder& receive) {
    const Document order = read_order(change.database(), id);
    check_step(order, "receive");
    const OrderProgress progress = order_progress(order);
    const auto counted = counted_pieces(progress, receive);
    std::string post = check_receivers(change, tables, order, counted);
    std::vector<Entry> entries;
    for (const CountedPiece& row : counted) {
        add_arrival(entries, order, row.piece, receiver_account(tables, order, row.piece, false),
                    row.count.good);
        add_arrival(entries, order, row.piece, receiver_account(tables, order, row.piece, true),
                    row.count.damaged);
    }
    const auto movement = post_some(change, order, "order.receive", std::move(entries));
    write_receipt_papers(change, order, counted);
    open_debts(change, order, counted);
    const bool whole = left_uncounted(progress, counted) == 0;
    return add_step(change, id, whole ? "receive" : "receive_part",
                    {.post = std::move(post),
                     .note = receive.note,
                     .content = ordered_json{{"counts", counts_json(counted)}}.dump(),
                     .movement = movement});
}

std::string return_order(Change& change, const OrderTables& tables, std::int64_t id,
                         const ReceiveOrder& back) {
    const Document order = read_order(change.database(), id);
    check_step(order, "return");
    std::string post = check_sender(change, tables, order, "return");
    const OrderProgress progress = order_progress(order);
    const auto counted = counted_pieces(progress, back);
    std::vector<Entry> entries;
    for (const CountedPiece& row : counted) {
        Account damaged = depot_account(order, row.piece, "quarantine");
        damaged.condition = "B";
        add_arrival(entries, order, row.piece, depot_account(order, row.piece, "on_hand"),
                    row.count.good);
        add_arrival(entries, order, row.piece, damaged, row.count.damaged);
    }
    const auto movement = post_some(change, order, "order.return", std::move(entries));
    const bool whole = left_uncounted(progress, counted) == 0;
    return add_step(change, id, whole ? "return" : "return_part",
                    {.post = std::move(post),
                     .note = back.note,
                     .content = ordered_json{{"counts", counts_json(counted)}}.dump(),
                     .movement = movement});
}

void recall_order(Change& change, std::int64_t id, const std::string& reason) {
    check_said(reason);
    (void)read_order(change.database(), id);
    add_step(change, id, "recall", {.note = reason});
}

void divert_order(Change& change, const OrderTables& tables, std::int64_t id,
                  const DivertOrder& divert) {
    check_said(divert.reason);
    const Document order = read_order(change.database(), id);
    check_step(order, "divert");
    (void)receiving_owner(tables, divert.to);
    const auto named = name_pieces(order_progress(order), divert.amounts, on_the_way);
    ordered_json content{{"to", divert.to}, {"moves", ordered_json::array()}};
    for (const NamedPiece& row : named) {
        DocumentLine line = paper_line(order, row.piece, row.amount);
        line.to_site = divert.to;
        line.note = fmt::format("of line {}", row.piece.line);
        const int to_line = add_line(change, id, line);
        content["moves"].push_back({{"line", row.piece.line},
                                    {"lot", row.piece.lot},
                                    {"amount", row.amount},
                                    {"to_line", to_line}});
    }
    add_step(change, id, "divert", {.note = divert.reason, .content = content.dump()});
}

}  // namespace relief
