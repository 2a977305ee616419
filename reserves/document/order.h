// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/people.h"
#include "core/places.h"
#include "core/rules.h"
#include "core/store/change.h"
#include "core/store/database.h"
#include "core/time.h"
#include "reserves/depot.h"
#include "reserves/document/attachment.h"
#include "reserves/document/document.h"
#include "reserves/document/signature.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace relief {

/// The tables an order is checked against. What it refers to must outlive it.
struct OrderTables {
    const Rules& rules;
    const Baseline& baseline;
    const std::vector<Organisation>& organisations;
    const Places* places = nullptr;  ///< for a use that names a place; nullptr: by its words alone
};

/// Lorries a plan means to send with an order; the keeper may send others.
struct PlannedLorries {
    std::string shipment;  ///< of the plan: "S3"
    std::string vehicle_class;
    int vehicles = 0;
    int trips = 1;
    Instant depart;
    Instant arrive;
    double km = 0;
    std::string road;  ///< the numbers in the order they are driven: "G12 98 km → G202 24 km"
};

/// The head of an allotment order (调拨令), kept as the document's content.
struct OrderHead {
    std::string mode = "allot";  ///< allot: the goods become the receiving government's;
                                 ///< pre_place: their owner stays (预置, 代储)
    int response = 0;            ///< response level 1 to 4, 0 = none: who has to sign
    std::string from;            ///< the depot that sends
    std::string to;              ///< depot id or division code of the receiver
    std::string caller;          ///< the city that calls a county's goods, else ""
    std::string contact_from;    ///< who is met at the depot, with telephone
    std::string contact_to;
    std::string reason;
    std::optional<std::int64_t> value_yuan;  ///< as given by hand: no unit price is known
    std::string plan;                        ///< the plan it was drafted from, "" = none
    std::string use;                         ///< what the goods are for, "" = not told; see
                                             ///< designated_use.h
    Instant hold_until;                      ///< through when the goods are held for it
    std::optional<Instant> arrive_by;        ///< when the first of the needs it serves is due
    std::vector<PlannedLorries> lorries;     ///< of its plan; none without one
};

[[nodiscard]] OrderHead read_order_head(const Document& document);

/// Goods of one line and lot on their way, in amounts of the books.
struct Piece {
    int line = 0;
    std::string item;
    std::string lot;
    std::string owner;
    std::string keeper;  ///< who kept them before
    std::int64_t picked = 0;
    std::int64_t loaded = 0;
    std::int64_t departed = 0;
    std::int64_t diverted = 0;  ///< to another line; below zero on the line they came to
    std::int64_t good = 0;
    std::int64_t damaged = 0;
    std::int64_t missing = 0;  ///< told as missing, not decided yet
    std::int64_t lost = 0;     ///< written off
    std::int64_t returned = 0;

    /// Sent and not accounted for, those told as missing included.
    [[nodiscard]] std::int64_t in_transit() const {
        return departed - diverted - good - damaged - lost - returned;
    }
    /// Of these what nobody has said anything about.
    [[nodiscard]] std::int64_t uncounted() const { return in_transit() - missing; }
};

/// One lorry of an order.
struct TruckLoad {
    std::string truck;
    std::string seal;
    std::string driver;
    std::string photo;  ///< names of the photographs, attachments of the order
    Instant at;
};

/// Where an order stands, folded from its steps.
struct OrderProgress {
    std::vector<Piece> pieces;
    std::vector<TruckLoad> trucks;
    bool by_phone = false;
    std::optional<Instant> papers_due;  ///< while papers are owed
    std::optional<Instant> signed_at;
    std::optional<Instant> departed_at;
    std::optional<Instant> arrived_at;

    [[nodiscard]] const Piece* piece(int line, std::string_view lot) const;
    [[nodiscard]] std::int64_t in_transit() const;
    [[nodiscard]] std::int64_t uncounted() const;
};

/// Of a call-off what was signed and which papers are owed; its food is in call_off.h.
[[nodiscard]] OrderProgress order_progress(const Document& document);

/// "in_transit(17)".
[[nodiscard]] std::string transit_stage(std::int64_t order);

/// The signatures an order needs: one question for each owner of its goods.
[[nodiscard]] std::vector<SignatureQuestion> order_questions(const OrderTables& tables,
                                                             const Document& order, Instant at,
                                                             bool phone = false);

/// The government that owns goods once they are received at a depot or division.
[[nodiscard]] std::string receiving_owner(const OrderTables& tables, const std::string& to);

/// True where an order serves a use goods were given for: the use it names, its receiver, or a
/// place the receiver lies in.
[[nodiscard]] bool serves(const OrderTables& tables, const OrderHead& head, const std::string& use);
/// What goods of a lot were given for and by which donation, where an order does not serve that.
[[nodiscard]] std::optional<std::string> bound_elsewhere(Database& database,
                                                         const OrderTables& tables,
                                                         const OrderHead& head,
                                                         const std::string& item,
                                                         const std::string& lot);

struct NewOrder {
    std::string unit;  ///< who numbers it: the division whose goods they are, or that calls them
    std::string event;
    OrderHead head;
    std::vector<DocumentLine> lines;  ///< item, amount, lot or "" (first expired first out), owner
    std::optional<std::int64_t> application;
};

/// Writes an order as a draft and, where `hold` is said, holds its goods. bad_input: order.line,
/// order.from, order.to; refused hold.short and the other refusals of a hold.
std::int64_t draft_order(Change& change, const OrderTables& tables, const NewOrder& order,
                         bool hold);

/// Refuses (conflict doc.stale) where the caller saw another number of steps than there are.
void check_seen(const Document& document, std::optional<std::int64_t> seen);

struct SignOrder {
    Person signer;
    bool phone = false;  ///< told by telephone: the papers follow
    std::string call;    ///< number of the call in the duty book, or words
    std::string words;
};

/// The check by a second person. refused order.same_person.
void check_order(Change& change, std::int64_t order, const Person& checker);

/// Signs for every owner this person may sign for and holds the goods once all have signed.
/// Refused: sign.…, order.application (goods of a city need a written application, which may
/// follow only after a telephone order), order.papers, hold.short.
std::string sign_order(Change& change, const OrderTables& tables, std::int64_t order,
                       const SignOrder& sign);

/// The papers of a telephone order are there: their scans become attachments of the order.
/// `reference` is their number, if any. refused order.no_debt; bad_input order.reason without a
/// scan, attach.….
void papers_order(Change& change, std::int64_t order, const std::string& reference,
                  const std::vector<Scan>& scans);

// The steps from here to the shelf are taken by whom rules/handling_rules.csv says (handling.h):
// the keeper of the depot that sends, whoever receives at the other end; refused order.handler.
void accept_order(Change& change, const OrderTables& tables, std::int64_t order,
                  const std::string& note);

/// The keeper refuses with a reason, before anything is loaded; the holds are voided.
void refuse_order(Change& change, const OrderTables& tables, std::int64_t order,
                  const std::string& reason);

/// Called off before departure: holds are voided, picked and loaded goods put back.
void cancel_order(Change& change, std::int64_t order, const std::string& reason);

/// Goods of a line as somebody names them; amounts of the books.
struct LineAmount {
    int line = 0;
    std::string lot;  ///< "" where the line has one lot only
    std::int64_t amount = 0;
};

struct PickOrder {
    std::vector<LineAmount> chosen;  ///< lots named by hand, over first expired first out
    std::string reason;              ///< why, or why less is picked than ordered
    bool is_short = false;           ///< take what there is and let the rest go
};

/// Picks first expired first out (I12), posts the holds and lets the rest of them go. Refused:
/// order.override (no reason), hold.short, ledger.unusable, donation.use, order.stopped (a grade-1
/// hazard has stopped the depot since; names it).
std::string pick_order(Change& change, const OrderTables& tables, std::int64_t order,
                       const PickOrder& pick);

struct LoadOrder {
    TruckLoad truck;
    std::vector<LineAmount> amounts;  ///< empty = all that is left
    std::vector<Scan> photos = {};    ///< become attachments of the order
};

/// Loads a lorry; the order is loaded when all that was picked is. Refused
/// order.stopped as above, hold.unusable (a lot recalled, frozen or expired since).
std::string load_order(Change& change, const OrderTables& tables, std::int64_t order,
                       const LoadOrder& load);

std::string depart_order(Change& change, const OrderTables& tables, std::int64_t order,
                         std::optional<Instant> expected);
void checkpoint_order(Change& change, std::int64_t order, const std::string& where);
void arrive_order(Change& change, const OrderTables& tables, std::int64_t order,
                  const std::string& note);

/// What was counted of a line and lot: `good` may be left open where `all` is told.
struct LineCount {
    int line = 0;
    std::string lot;  ///< "" where the line has one lot only
    std::int64_t good = 0;
    std::int64_t damaged = 0;
    std::int64_t missing = 0;
};

struct ReceiveOrder {
    std::vector<LineCount> counts;
    bool rest_good = false;  ///< what is not named arrived whole
    std::string note;
};

/// A receipt, in part or whole; goods told as missing before may turn up in a later one. The
/// owner changes for an allotment to another government. Writes the receipt slip and, where
/// something is damaged or missing, a discrepancy. Refused order.over_receipt: more than is on
/// the way; names sent, received and left.
std::string receive_order(Change& change, const OrderTables& tables, std::int64_t order,
                          const ReceiveOrder& receive);

/// The goods come back to where they were (after a recall), counted as in a receipt.
std::string return_order(Change& change, const OrderTables& tables, std::int64_t order,
                         const ReceiveOrder& back);

struct DecideOrder {
    Person signer;
    std::string reason;
    std::string finance;  ///< the opinion of finance, its number or date
};

/// Writes off what is told as missing. Refused: sign.… (the owner decides, never the keeper),
/// order.same_person (who received does not write off), order.finance, order.nothing.
std::string decide_order(Change& change, const OrderTables& tables, std::int64_t order,
                         const DecideOrder& decide);

/// Refused: order.in_transit (I10), order.papers while papers are owed.
void close_order(Change& change, std::int64_t order, const std::string& note);

/// Turns an order on the way into a return.
void recall_order(Change& change, std::int64_t order, const std::string& reason);

struct DivertOrder {
    std::string to;
    std::vector<LineAmount> amounts;  ///< empty = all that is on the way
    std::string reason;
};

/// Goods on the way go to another receiver: new lines, the same goods.
void divert_order(Change& change, const OrderTables& tables, std::int64_t order,
                  const DivertOrder& divert);

/// A telephone order whose papers are owed.
struct PaperDebt {
    std::int64_t order = 0;
    std::string number;
    std::string signer;
    Instant signed_at;
    Instant due;
};
/// By due time. reserves.md I18: shown overdue once `due` is past.
[[nodiscard]] std::vector<PaperDebt> paper_debts(Database& database);

/// 白城: a city that called a county's goods owes it equal goods or money.
struct GoodsDebt {
    std::int64_t id = 0;
    std::int64_t order = 0;
    std::string debtor;
    std::string creditor;
    std::string item;
    std::int64_t amount = 0;
    Instant since;
    std::string settled;  ///< by what; "" while owed
};
[[nodiscard]] std::vector<GoodsDebt> goods_debts(Database& database);
/// refused order.no_debt where it is settled already.
void settle_debt(Change& change, std::int64_t debt, const std::string& by);

/// I9, I10, I12, I18 as named checks of verify; I17 is check_signers.
[[nodiscard]] std::optional<WrongRow> check_numbers(Database& database, std::int64_t& checked);
[[nodiscard]] std::optional<WrongRow> check_closed_orders(Database& database,
                                                          std::int64_t& checked);
[[nodiscard]] std::optional<WrongRow> check_picks(Database& database, std::int64_t& checked);
[[nodiscard]] std::optional<WrongRow> check_phone_orders(Database& database, std::int64_t& checked);

}  // namespace relief
