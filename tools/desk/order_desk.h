// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/document/application.h"
#include "reserves/document/order.h"
#include "tools/desk/opened_books.h"
#include "tools/desk/writing_desk.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// The books opened for a step of an order.
struct OrderDesk {
    WritingDesk desk;

    [[nodiscard]] OrderTables tables() const {
        return {.rules = desk.rules,
                .baseline = desk.baseline,
                .organisations = desk.tables->organisations,
                .places = &desk.places};
    }
};

/// As open_writing_desk. Who asks is written by their code where the desk knows them.
[[nodiscard]] OrderDesk open_order_desk(const Books& db, Asked& asked);

/// Runs one change on a document and answers its id. `content` is what was asked, as JSON; `seen`
/// is the number of steps the caller saw (conflict doc.stale). A document "" is made by `work`.
std::int64_t change_document(OrderDesk& desk, const Asked& asked, const std::string& operation,
                             const std::string& content, const std::string& document,
                             std::optional<std::int64_t> seen,
                             const std::function<std::int64_t(Change&, std::int64_t)>& work);

/// "12.5" as an amount of the books of an item. bad_input argument.value, item.unknown.
[[nodiscard]] std::int64_t parse_amount(const Rules& rules, const std::string& item,
                                        const std::string& text, std::string_view option);
/// An amount of the books as people write it; trailing zeros dropped.
[[nodiscard]] std::string amount_text(const Rules& rules, const std::string& item,
                                      std::int64_t amount);

/// A depot id as it is, anything else as the code of a place.
[[nodiscard]] std::string parse_site(const WritingDesk& desk, const std::string& text, Instant at);

/// "none", "IV" … "I" or 0 … 4. bad_input argument.value.
[[nodiscard]] int parse_response(const std::string& text);

/// relief.order/1 and its text. `at` is the moment of who may sign and of what is overdue.
[[nodiscard]] std::string order_json(Database& database, const OrderTables& tables,
                                     const Document& order, Instant at);
[[nodiscard]] std::string order_text(Database& database, const OrderTables& tables,
                                     const Places& places, const Document& order, Instant at,
                                     std::string_view language);

/// relief.order_list/1: these orders, with what is owed and what is late.
[[nodiscard]] std::string order_list_json(const std::vector<Document>& orders,
                                          const std::vector<Document>& call_offs,
                                          const std::vector<GoodsDebt>& debts, Instant at);
[[nodiscard]] std::string order_list_text(const std::vector<Document>& orders,
                                          const std::vector<Document>& call_offs,
                                          const std::vector<GoodsDebt>& debts, Instant at,
                                          std::string_view language);

/// A line of a plan that can not be ordered any more.
struct ChangedLine {
    std::string shipment;
    std::string from;
    std::string to;
    std::string item;
    std::string lot;
    std::int64_t amount = 0;
    std::string reason;  ///< gone, held, expired, frozen, recalled, site_stopped, short,
                         ///< agreement, capacity …
    std::string zh;
    std::string en;
};

struct PlanDraft {
    std::vector<std::int64_t> applications;
    std::vector<std::int64_t> orders;
    std::vector<std::int64_t> call_offs;
    std::vector<ChangedLine> changed;
    bool done = false;  ///< false: something has changed, and nothing was written
};

struct PlanDraftOptions {
    bool partial = false;  ///< order what can be ordered
    int response = 0;
    std::optional<std::int64_t> value_yuan;
    Instant hold_until;
};

/// From a relief.plan/1: an application for each place that is sent goods of others, an allotment
/// order for each depot, owner and place, a call-off for each supplier and place; the lots are
/// held. bad_input json.… names what is wrong with the file.
[[nodiscard]] PlanDraft draft_from_plan(OrderDesk& desk, const Asked& asked,
                                        const std::string& plan, const std::string& file,
                                        const PlanDraftOptions& options);

/// relief.order_draft/1.
[[nodiscard]] std::string plan_draft_json(Database& database, const PlanDraft& draft);
[[nodiscard]] std::string plan_draft_text(Database& database, const PlanDraft& draft,
                                          std::string_view language);

}  // namespace relief
