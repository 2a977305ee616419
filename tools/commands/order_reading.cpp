// SPDX-License-Identifier: Apache-2.0
// What is asked about orders; nothing here changes the books.
#include "reserves/document/call_off.h"
#include "tools/commands/command.h"
#include "tools/commands/scope_option.h"
#include "tools/desk/order_desk.h"
#include "tools/desk/tables.h"

#include <algorithm>

namespace relief {
namespace {

int show_order(const Session& session, const Given& given) {
    const Tables books(session.data(), session.required_db("relief order show"));
    const auto known = books.book_tables();
    Database& database = *books.database();
    const Document document =
        read_document(database, find_document(database, given.required("ORDER")));
    const OrderTables tables{.rules = known->rules,
                             .baseline = known->baseline,
                             .organisations = known->organisations,
                             .places = &known->places};
    const Instant now = session.clock.now();
    session.print(with_proof(session.global.json ? order_json(database, tables, document, now)
                                                 : order_text(database, tables, known->places,
                                                              document, now, session.language()),
                             books.proven_from(), session.global.json, session.language()));
    return 0;
}

/// Whether an order, a call-off or the order of a debt begins or ends at one of the places.
bool touches(const PlaceScope& scope, const Document& document) {
    if (scope.is_all()) {
        return true;
    }
    if (document.number.kind == "call_off") {
        return scope.has(read_call_off_head(document).deliver_to);
    }
    const OrderHead head = read_order_head(document);
    return scope.has(head.from) || scope.has(head.to);
}

std::vector<GoodsDebt> debts_of(Database& database, const PlaceScope& scope) {
    std::vector<GoodsDebt> debts = goods_debts(database);
    std::erase_if(debts, [&](const GoodsDebt& debt) {
        return !scope.is_all() && !touches(scope, read_document(database, debt.order));
    });
    return debts;
}

int list_orders(const Session& session, const Given& given) {
    const Tables tables(session.data(), session.required_db("relief order list"));
    const Instant now = session.clock.now();
    const auto read = tables.book_tables();
    const PlaceScope scope = PlaceScope::read(given.text(scope_option.name), read->baseline,
                                              read->places, beijing_date(now));
    auto orders = read_documents(*tables.database(), {.kind = "allotment_order",
                                                      .state = given.text("--state"),
                                                      .event = given.text("--event")});
    if (given.flag("--overdue")) {
        std::erase_if(orders, [&](const Document& order) {
            const auto due = order_progress(order).papers_due;
            return !due || now <= *due;
        });
    }
    auto call_offs = given.flag("--overdue")
                         ? std::vector<Document>()
                         : read_documents(*tables.database(), {.kind = "call_off",
                                                               .state = given.text("--state"),
                                                               .event = given.text("--event")});
    const auto elsewhere = [&](const Document& document) { return !touches(scope, document); };
    std::erase_if(orders, elsewhere);
    std::erase_if(call_offs, elsewhere);
    const std::vector<GoodsDebt> debts = debts_of(*tables.database(), scope);
    session.print(with_proof(
        session.global.json ? order_list_json(orders, call_offs, debts, now)
                            : order_list_text(orders, call_offs, debts, now, session.language()),
        tables.proven_from(), session.global.json, session.language()));
    return 0;
}

}  // namespace

std::vector<CommandSpec> order_reading_commands() {
    return {
        {"order show",
         "一份调拨令的全过程",
         "the whole life of an order",
         "relief order show 2 --db jilin.db",
         {{"ORDER", "ORDER", "调拨令序号或编号", "id or number of the order",
           OptionSpec::Form::positional, true}},
         show_order},
        {"order list",
         "列出调拨令、补件和欠账",
         "list orders, owed papers and debts",
         "relief order list --db jilin.db --overdue",
         {scope_option,
          {"--state", "STATE", "只看这个状态", "in this state alone"},
          {"--event", "ID", "只看这次灾害", "of this event alone"},
          {"--overdue", "", "只看补件逾期的", "whose papers are overdue", OptionSpec::Form::flag}},
         list_orders},
    };
}

}  // namespace relief
