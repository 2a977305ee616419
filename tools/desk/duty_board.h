// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/care/hazard.h"
#include "reserves/document/order.h"
#include "reserves/duty/due.h"
#include "reserves/duty/question.h"
#include "tools/desk/duty_book.h"
#include "tools/desk/journal_words.h"
#include "tools/desk/opened_books.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// An allotment order that is not at its end.
struct BoardOrder {
    std::int64_t id = 0;
    std::string number;
    std::string event;
    std::string state;  ///< of the document: draft, checked, signed …
    std::string stage;  ///< apply, sign, load, way, settle: see board_stages
    std::string from;
    std::string to;
    Instant
        due;  ///< when its stage should be over (rules/order_stages.csv, or the expected arrival)
    bool late = false;
    // Of one on the way:
    bool on_way = false;
    std::optional<Instant> departed;
    std::optional<Instant> signal;  ///< its last step: departure, a position, a divert
    std::string where;              ///< the last position told, "" where none
    bool no_signal = false;         ///< nothing heard for an hour
};

/// 申 批 装 途 结: which states of an order make a stage.
struct BoardStage {
    std::string_view id;
    std::string_view zh;
    std::string_view en;
    std::vector<std::string_view> states;
};
[[nodiscard]] const std::vector<BoardStage>& board_stages();

/// Goods of one item that expire within ninety days, or have.
struct BoardExpiring {
    std::string item;
    int lots = 0;
    int expired = 0;          ///< of these
    std::int64_t amount = 0;  ///< on hand, 10^-decimals of the item's unit
    Date first;
};

/// Something to be done, with the command that settles it.
struct BoardItem {
    std::string id;  ///< "papers:220000-DB-2017-0001"; the same from one reading to the next
    DueItem due;
    int count = 1;  ///< things it stands for: housekeeping of a kind is one item
    int late = 0;
    std::string state;    ///< late, soon (due within two hours), open
    std::string command;  ///< "relief order papers 220000-DB-2017-0001"
    std::string address;  ///< of the console: "/dispatch/orders/220000-DB-2017-0001"
    std::string because;  ///< the rule or paper its time comes from
};

/// Orders that are not at their end, with the time their stage should be over (due_orders).
[[nodiscard]] std::vector<BoardOrder> read_board_orders(Database& database, Instant now);

/// What the page 值班台 shows, all of it of one snapshot of the books.
struct DutyBoard {
    std::string unit;
    Instant at;
    std::shared_ptr<const BookTables> tables;
    std::optional<Shift> shift;
    std::optional<Handover> handover;  ///< the last of the unit, taken over or not
    std::vector<BoardOrder> orders;
    std::vector<PaperDebt> papers;
    std::vector<BoardExpiring> expiring;
    int recalled = 0;                 ///< lots stopped while goods of them are there
    std::vector<OpenHazard> hazards;  ///< of every grade
    JournalHead head;
    std::optional<Instant> head_at;
    std::optional<Instant> proven_at;  ///< of the last full proof on record
    std::int64_t proven_seq = 0;
    std::optional<WrongRow> broken;  ///< the chain of the journal since that proof
    /// False where too many rows stand behind the last full proof to be looked at for a board.
    bool is_chain_checked = false;
    std::int64_t chain_rows = 0;  ///< rows of it that were looked at now
    std::vector<BoardItem> queue;
    /// The beginning of the shift before the running one; of the first shift its own; twelve hours
    /// ago where there is none.
    Instant since_from;
    JournalSince since;
    std::vector<LeaderQuestion> questions;  ///< open ones
    // When something of a part was last recorded:
    std::optional<Instant> orders_at;
    std::optional<Instant> stock_at;
    std::optional<Instant> hazards_at;
};

/// The board at `now`. What is due is everything_due, with reports of losses that are due of open
/// events, signatures that warnings wait for, and applications nobody has answered.
[[nodiscard]] DutyBoard read_duty_board(const std::filesystem::path& data, const Books& db,
                                        std::string_view unit, Instant now);

/// relief.duty_board/1; fields in README.md of this folder and docs/server.md.
[[nodiscard]] std::string duty_board_json(const DutyBoard& board);
[[nodiscard]] std::string duty_board_text(const DutyBoard& board, std::string_view language);

/// The queue of what is due at a moment: housekeeping of one kind is one item, the rest stand each
/// for itself; late ones first, then by time. `orders` tell which step an order waits for.
[[nodiscard]] std::vector<BoardItem> board_queue(const std::vector<DueItem>& due,
                                                 const std::vector<BoardOrder>& orders,
                                                 Instant now);

}  // namespace relief
