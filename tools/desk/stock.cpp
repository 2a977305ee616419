// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/stock.h"

#include "core/error.h"
#include "tools/desk/document.h"
#include "tools/desk/text_table.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

int decimals_of(const Rules& rules, const std::string& item) {
    const Item* found = rules.item(item);
    return found == nullptr ? 0 : found->decimals;
}

std::string unit_of(const Rules& rules, const std::string& item) {
    const Item* found = rules.item(item);
    return found == nullptr ? "" : found->unit;
}

/// An amount of the books as people write it.
std::string shown(const Rules& rules, const std::string& item, std::int64_t amount) {
    return format_quantity({.amount = amount, .decimals = decimals_of(rules, item)});
}

std::string stock_item_name(const Rules& rules, const std::string& item, bool zh) {
    const Item* found = rules.item(item);
    return zh && found != nullptr ? found->name_zh : item;
}

std::string site_name(const Baseline& baseline, const std::string& site, bool zh) {
    const Depot* depot = baseline.depot(site);
    return zh && depot != nullptr ? depot->name : site;
}

std::string_view why_unusable(std::string_view why, bool zh) {
    if (!zh || why.empty()) {
        return why;
    }
    static const std::map<std::string_view, std::string_view> words{
        {"expired", "过期"},  {"awaiting_test", "待检"},  {"frozen", "冻结"},
        {"recalled", "召回"}, {"site_stopped", "库停用"}, {"good", "合格"}};
    const auto found = words.find(why);
    return found == words.end() ? why : found->second;
}

bool ends_within(const StockRequest& request, Date expires_on) {
    const Date today = beijing_date(request.as_of.value_or(request.now));
    return !request.expiring_days ||
           expires_on <= today + std::chrono::days{*request.expiring_days};
}

ordered_json when_json(const std::optional<Instant>& at) {
    return at ? ordered_json(format_instant(*at)) : ordered_json(nullptr);
}

ordered_json lot_json(const Rules& rules, const AvailableLot& lot) {
    ordered_json json{{"site", lot.site},
                      {"item", lot.item},
                      {"lot", lot.lot},
                      {"owner", lot.owner},
                      {"keeper", lot.keeper},
                      {"condition", "A"},
                      {"stage", "on_hand"},
                      {"made_on", format_date(lot.made_on)},
                      {"expires_on", format_date(lot.expires_on)},
                      {"unit", unit_of(rules, lot.item)},
                      {"decimals", decimals_of(rules, lot.item)},
                      {"amount", lot.on_hand},
                      {"held", lot.held},
                      {"available", lot.available},
                      {"lot_state", lot.lot_state}};
    json["why_not"] = lot.why_not.empty() ? ordered_json(nullptr) : ordered_json(lot.why_not);
    return json;
}

ordered_json row_json(const Rules& rules, const StockRow& row) {
    const Account& account = row.account;
    return {{"site", account.site},
            {"item", account.item},
            {"lot", account.lot},
            {"owner", account.owner},
            {"keeper", account.keeper},
            {"condition", account.condition},
            {"stage", account.stage},
            {"made_on", format_date(row.made_on)},
            {"expires_on", format_date(row.expires_on)},
            {"unit", unit_of(rules, account.item)},
            {"decimals", decimals_of(rules, account.item)},
            {"amount", row.amount}};
}

/// I21: totals are of one item each, never over units.
std::string totals_text(const Rules& rules, const std::map<std::string, std::int64_t>& totals,
                        bool zh) {
    std::string text;
    for (const auto& [item, amount] : totals) {
        text +=
            fmt::format("{} {} {} {}\n", zh ? "合计" : "total", stock_item_name(rules, item, zh),
                        shown(rules, item, amount), unit_of(rules, item));
    }
    return text;
}

std::string lots_text(const Rules& rules, const Baseline& baseline, const StockRun& run, bool zh) {
    TextTable table(
        zh ? std::vector<std::string>{"库", "物资", "批次", "所有", "到期", "在库", "已留", "可用",
                                      "单位", "说明"}
           : std::vector<std::string>{"site", "item", "lot", "owner", "expires", "on hand", "held",
                                      "available", "unit", "why not"},
        {false, false, false, false, false, true, true, true});
    std::map<std::string, std::int64_t> totals;
    for (const AvailableLot& lot : run.lots) {
        table.add({site_name(baseline, lot.site, zh), stock_item_name(rules, lot.item, zh), lot.lot,
                   lot.owner, format_date(lot.expires_on), shown(rules, lot.item, lot.on_hand),
                   shown(rules, lot.item, lot.held), shown(rules, lot.item, lot.available),
                   unit_of(rules, lot.item), std::string(why_unusable(lot.why_not, zh))});
        totals[lot.item] += lot.available;
    }
    return table.text() + (zh ? "可用" : "available ") + "\n" + totals_text(rules, totals, zh);
}

std::string rows_text(const Rules& rules, const Baseline& baseline, const StockRun& run, bool zh) {
    TextTable table(zh ? std::vector<std::string>{"库", "物资", "批次", "所有", "到期", "品质",
                                                  "状态", "数量", "单位"}
                       : std::vector<std::string>{"site", "item", "lot", "owner", "expires",
                                                  "condition", "stage", "amount", "unit"},
                    {false, false, false, false, false, false, false, true});
    std::map<std::string, std::int64_t> totals;
    for (const StockRow& row : run.rows) {
        const Account& account = row.account;
        table.add({site_name(baseline, account.site, zh), stock_item_name(rules, account.item, zh),
                   account.lot, account.owner, format_date(row.expires_on), account.condition,
                   account.stage, shown(rules, account.item, row.amount),
                   unit_of(rules, account.item)});
        totals[account.item] += row.amount;
    }
    return table.text() + totals_text(rules, totals, zh);
}

ordered_json step_json(const TraceStep& step) {
    ordered_json json{{"movement", step.movement},
                      {"kind", step.kind},
                      {"occurred_at", format_instant(step.occurred_at)},
                      {"recorded_at", format_instant(step.recorded_at)},
                      {"actor", step.actor},
                      {"reason", step.reason},
                      {"document", step.document},
                      {"verb", step.verb},
                      {"reversed_by", nullptr},
                      {"entries", ordered_json::array()}};
    if (step.reversed_by) {
        json["reversed_by"] = *step.reversed_by;
    }
    for (const Entry& entry : step.entries) {
        json["entries"].push_back({{"site", entry.account.site},
                                   {"owner", entry.account.owner},
                                   {"keeper", entry.account.keeper},
                                   {"condition", entry.account.condition},
                                   {"stage", entry.account.stage},
                                   {"amount", entry.amount}});
    }
    return json;
}

ordered_json trace_object(const Rules& rules, const LotTrace& trace) {
    ordered_json json{{"item", trace.item},
                      {"lot", trace.lot},
                      {"unit", unit_of(rules, trace.item)},
                      {"decimals", decimals_of(rules, trace.item)},
                      {"made_on", format_date(trace.made_on)},
                      {"expires_on", format_date(trace.expires_on)},
                      {"state", trace.state},
                      {"states", ordered_json::array()},
                      {"steps", ordered_json::array()},
                      {"now", ordered_json::array()},
                      {"gone", ordered_json::array()},
                      {"holds", ordered_json::array()}};
    for (const TraceState& state : trace.states) {
        json["states"].push_back(
            {{"state", state.state}, {"at", format_instant(state.at)}, {"reason", state.reason}});
    }
    for (const TraceStep& step : trace.steps) {
        json["steps"].push_back(step_json(step));
    }
    for (const StockRow& row : trace.now) {
        json["now"].push_back(row_json(rules, row));
    }
    for (const StockRow& row : trace.gone) {
        json["gone"].push_back(row_json(rules, row));
    }
    for (const OpenHold& hold : trace.open_holds) {
        json["holds"].push_back({{"hold", hold.id},
                                 {"document", hold.document},
                                 {"line", hold.line},
                                 {"site", hold.site},
                                 {"amount", hold.amount},
                                 {"deadline", format_instant(hold.deadline)}});
    }
    return json;
}

std::string steps_text(const Rules& rules, const LotTrace& trace, bool zh) {
    TextTable table(
        zh ? std::vector<std::string>{"发生", "记账", "事由", "单据", "经办", "库", "状态", "数量"}
           : std::vector<std::string>{"occurred", "recorded", "kind", "document", "by", "site",
                                      "stage", "amount"},
        {false, false, false, false, false, false, false, true});
    for (const TraceStep& step : trace.steps) {
        bool is_first = true;
        for (const Entry& entry : step.entries) {
            const std::string amount = shown(rules, trace.item, entry.amount);
            table.add({is_first ? format_short(step.occurred_at) : "",
                       is_first ? format_short(step.recorded_at) : "", is_first ? step.kind : "",
                       is_first ? step.document : "", is_first ? step.actor : "",
                       entry.account.site, entry.account.stage,
                       entry.amount > 0 ? "+" + amount : amount});
            is_first = false;
        }
    }
    return table.text();
}

std::string one_trace_text(const Rules& rules, const Baseline& baseline, const LotTrace& trace,
                           bool zh) {
    const std::string name = stock_item_name(rules, trace.item, zh);
    const std::string made = format_date(trace.made_on);
    const std::string ends = format_date(trace.expires_on);
    const std::string_view state = why_unusable(trace.state, zh);
    std::string text =
        zh ? fmt::format("{} 批次 {}：{} 生产，{} 到期，{}\n", name, trace.lot, made, ends, state)
           : fmt::format("{} lot {}: made {}, until {}, {}\n", name, trace.lot, made, ends, state);
    for (const TraceState& said : trace.states) {
        text += fmt::format("  {} {} {}\n", format_short(said.at), why_unusable(said.state, zh),
                            said.reason);
    }
    text += steps_text(rules, trace, zh);
    text += zh ? "现在：\n" : "now:\n";
    for (const auto* rows : {&trace.now, &trace.gone}) {
        for (const StockRow& row : *rows) {
            text += fmt::format("  {} {} {} {}\n", site_name(baseline, row.account.site, zh),
                                row.account.stage, shown(rules, trace.item, row.amount),
                                unit_of(rules, trace.item));
        }
    }
    return text;
}

}  // namespace

StockRun stock_run(Database& database, const Rules& rules, const Baseline& baseline,
                   const StockRequest& request) {
    if (request.item && rules.item(*request.item) == nullptr) {
        throw bad_input({.code = "item.unknown",
                         .message = "there is no such item",
                         .field = "--item",
                         .found = *request.item,
                         .expected = "an item of rules/item_catalog.csv"});
    }
    if (request.site && baseline.depot(*request.site) == nullptr) {
        throw bad_input({.code = "depot.unknown",
                         .message = "there is no such site",
                         .field = "--site",
                         .found = *request.site,
                         .expected = "a depot of baseline/depots.csv"});
    }
    StockRun run{.request = request};
    if (request.as_of || request.known_at) {
        run.rows = stock_as_of(database, {.site = request.site,
                                          .item = request.item,
                                          .owner = request.owner,
                                          .occurred_by = request.as_of.value_or(request.now),
                                          .known_by = request.known_at});
        std::erase_if(run.rows,
                      [&](const StockRow& row) { return !ends_within(request, row.expires_on); });
        return run;
    }
    run.lots = available_lots(
        database,
        {.site = request.site, .item = request.item, .owner = request.owner, .at = request.now});
    std::erase_if(run.lots,
                  [&](const AvailableLot& lot) { return !ends_within(request, lot.expires_on); });
    return run;
}

std::string stock_json(const Rules& rules, const StockRun& run) {
    ordered_json rows = ordered_json::array();
    for (const AvailableLot& lot : run.lots) {
        rows.push_back(lot_json(rules, lot));
    }
    for (const StockRow& row : run.rows) {
        rows.push_back(row_json(rules, row));
    }
    return document_text({{"schema", "relief.stock/1"},
                          {"now", format_instant(run.request.now)},
                          {"as_of", when_json(run.request.as_of)},
                          {"known_at", when_json(run.request.known_at)},
                          {"rows", std::move(rows)}});
}

std::string stock_text(const Rules& rules, const Baseline& baseline, const StockRun& run,
                       std::string_view language) {
    const bool zh = language == "zh";
    const bool past = run.request.as_of || run.request.known_at;
    return past ? rows_text(rules, baseline, run, zh) : lots_text(rules, baseline, run, zh);
}

std::string trace_json(const Rules& rules, const std::vector<LotTrace>& traces) {
    ordered_json lots = ordered_json::array();
    for (const LotTrace& trace : traces) {
        lots.push_back(trace_object(rules, trace));
    }
    return document_text({{"schema", "relief.lot/1"}, {"lots", std::move(lots)}});
}

std::string trace_text(const Rules& rules, const Baseline& baseline,
                       const std::vector<LotTrace>& traces, std::string_view language) {
    std::string text;
    for (const LotTrace& trace : traces) {
        text += one_trace_text(rules, baseline, trace, language == "zh");
    }
    return text;
}

}  // namespace relief
