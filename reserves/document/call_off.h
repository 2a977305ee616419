// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "core/time.h"
#include "reserves/care/agreement.h"
#include "reserves/document/order.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// The head of a call-off under an agreement (协议采购通知单): a bureau asks its supplier for food.
struct CallOffHead {
    std::string supplier;    ///< id of the agreement
    int response = 0;        ///< response level 1 to 4, 0 = none: who has to sign
    std::string deliver_to;  ///< depot id or division code
    std::string plan;        ///< the plan it was drafted from, "" = none
    std::string reason;
};
[[nodiscard]] CallOffHead read_call_off_head(const Document& call_off);

/// What an agreement can still give.
struct CallOffRoom {
    Units most = 0;    ///< on hand + daily capacity x days begun until the first truck leaves
    Units called = 0;  ///< called off already and not part of what was declared since
    [[nodiscard]] Units left() const { return most > called ? most - called : 0; }
};
/// `depart` is when the first truck is to leave. Call-offs of the last week count, but for those
/// received before the supplier last declared its stock: that figure is without them.
[[nodiscard]] CallOffRoom call_off_room(Database& database, const Rules& rules,
                                        const Agreement& agreement, Instant depart, Instant now);

struct NewCallOff {
    std::string event;
    CallOffHead head;
    std::vector<DocumentLine> lines;  ///< item, amount
    bool room_checked = false;        ///< the room was looked at line by line, each with its truck
};

/// Drafts a call-off, numbered by the bureau whose agreement it is; the food becomes that bureau's.
/// Refused agreement.unknown, agreement.term (not in force today), agreement.item (another item),
/// agreement.capacity (more than call_off_room has left); bad_input order.line, order.to.
std::int64_t draft_call_off(Change& change, const OrderTables& tables, const NewCallOff& call_off);

/// Signs a call-off: the head of the bureau whose agreement it is.
std::string sign_call_off(Change& change, std::int64_t call_off, const Rules& rules,
                          const SignOrder& sign);

/// Food of one line as the receiver counted it, in amounts of the books.
struct FoodCount {
    int line = 0;
    std::int64_t good = 0;
    std::int64_t damaged = 0;
    std::string lot = {};                        ///< "" = one made of the number, line and day
    std::optional<Date> made_on = std::nullopt;  ///< needed for a lot new to the books
};

struct ReceiveCallOff {
    std::vector<FoodCount> counts;
    std::string note = {};
};

/// Books food that has come, in parts or whole: good onto the shelf of the place, damaged into
/// quarantine; both the calling bureau's, bought. Writes a receipt slip. Who may: as for an order
/// (handling.h). Refused order.handler, order.over_receipt, order.expired (past its last day);
/// bad_input order.line, order.made (no production day, or one to come).
std::string receive_call_off(Change& change, const OrderTables& tables, std::int64_t call_off,
                             const ReceiveCallOff& receive);

/// A line of a call-off, and what of it has come.
struct CallOffLine {
    int line = 0;
    std::string item;
    std::int64_t called = 0;
    std::int64_t good = 0;
    std::int64_t damaged = 0;
    [[nodiscard]] std::int64_t open() const { return called - good - damaged; }
};
[[nodiscard]] std::vector<CallOffLine> call_off_lines(const Document& call_off);

/// Called off before anything came; its reason is kept. Refused doc.state once food has come.
void cancel_call_off(Change& change, std::int64_t call_off, const std::string& reason);

/// Who has to sign: the head of the bureau whose agreement it is.
[[nodiscard]] SignatureQuestion call_off_question(const Rules& rules, const Document& call_off,
                                                  Instant at, bool phone = false);

/// Ends a call-off; with food still to come it needs a reason. Refused order.papers.
void close_call_off(Change& change, std::int64_t call_off, const std::string& note);

}  // namespace relief
