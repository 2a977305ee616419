// SPDX-License-Identifier: Apache-2.0
#include "reserves/duty/due_orders.h"

#include "core/table/csv.h"
#include "reserves/document/document.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

constexpr std::string_view stages_table = "rules/order_stages.csv";

/// The expected time of arrival told at the last departure.
std::optional<Instant> expected_arrival(const Document& order) {
    const DocumentStep& step = order.steps.back();
    const auto content = nlohmann::json::parse(step.content, nullptr, false);
    const auto expected = content.is_object() ? content.find("expected") : content.end();
    return content.is_object() && expected != content.end() && expected->is_string()
               ? parse_instant(expected->get<std::string>())
               : std::nullopt;
}

/// The step since which the order is in its state: those that leave it there are passed over.
const DocumentStep& since(const Document& order) {
    std::size_t at = order.steps.size() - 1;
    while (at > 0 && order.steps[at - 1].state == order.state()) {
        --at;
    }
    return order.steps[at];
}

std::string sites_of(const Document& order) {
    if (order.lines.empty()) {
        return "";
    }
    return fmt::format("{} → {}", order.lines.front().from_site, order.lines.front().to_site);
}

DueItem due_order(const Document& order, const OrderStage& stage, Instant now) {
    const DocumentStep& step = since(order);
    Document until = order;
    until.steps.resize(static_cast<std::size_t>(&step - order.steps.data()) + 1);
    const Instant due = expected_arrival(until).value_or(step.occurred_at + stage.limit);
    const std::string sites = sites_of(order);
    return {.kind = stage.kind,
            .subject = format_number(order.number),
            .due = due,
            .who = stage.turn,
            .zh = fmt::format("{} {}（自 {}）", sites, stage.zh, format_short(step.occurred_at)),
            .en = fmt::format("{} {} (since {})", sites, stage.en, format_short(step.occurred_at)),
            .overdue = is_overdue(due, now)};
}

}  // namespace

std::vector<OrderStage> load_order_stages(const DataSource& source) {
    const CsvTable table(
        source.read(stages_table), source.shown_name(stages_table),
        {"row_id", "state", "hours", "kind", "turn", "zh", "en", "source", "flag"});
    table.check_key("row_id");
    table.check_key("state");
    std::vector<OrderStage> stages;
    for (std::size_t at = 0; at < table.size(); ++at) {
        const CsvRow row = table.row(at);
        const double hours = row.number("hours", 0, 1000);
        stages.push_back(
            {.state = row.required("state"),
             .limit = std::chrono::minutes{std::llround(hours * 60)},
             .kind = row.one_of("kind", {"order", "in_transit"}),
             .turn = row.one_of("turn", {"desk", "signer", "keeper", "carrier", "receiver"}),
             .zh = row.required("zh"),
             .en = row.required("en"),
             .source = source_of(row)});
    }
    return stages;
}

std::vector<DueItem> due_orders(Database& database, const std::vector<OrderStage>& stages,
                                Instant now) {
    std::vector<DueItem> items;
    for (const Document& order : read_documents(database, {.kind = "allotment_order"})) {
        const auto stage = std::find_if(
            stages.begin(), stages.end(),
            [&](const OrderStage& candidate) { return candidate.state == order.state(); });
        if (stage != stages.end()) {
            items.push_back(due_order(order, *stage, now));
        }
    }
    return items;
}

}  // namespace relief
