// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/lot_document.h"

#include "reserves/document/document.h"
#include "reserves/ledger/lot_state.h"
#include "tools/desk/document.h"
#include "tools/desk/text_table.h"

#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

}  // namespace

std::string change_lot_state(WritingDesk& desk, const Asked& asked,
                             const LotStateRequest& request) {
    const ordered_json content{{"item", request.item},
                               {"lot", request.lot},
                               {"state", request.state},
                               {"reason", request.reason}};
    Request change_request = make_request(desk.database, asked, "lot.state", content.dump());
    change_request.subject = request.item + " " + request.lot;
    return make_change(desk.database, change_request, [&](Change& change) {
        ordered_json shorts = ordered_json::array();
        for (const ShortDocument& one :
             set_lot_state(change, request.item, request.lot, request.state, request.reason)) {
            shorts.push_back(
                {{"document", format_number(read_document(change.database(), one.document).number)},
                 {"line", one.line},
                 {"site", one.site},
                 {"amount", one.amount}});
        }
        return document_text({{"schema", "relief.lot_state/1"},
                              {"item", request.item},
                              {"lot", request.lot},
                              {"state", request.state},
                              {"short", std::move(shorts)}});
    });
}

std::string lot_state_text(const std::string& answer, std::string_view language) {
    const bool zh = language == "zh";
    const auto json = ordered_json::parse(answer);
    std::string text =
        fmt::format("{} {}: {}\n", json["item"].get<std::string>(), json["lot"].get<std::string>(),
                    json["state"].get<std::string>());
    for (const auto& one : json["short"]) {
        const std::string number = one["document"].get<std::string>();
        text += zh ? fmt::format("{} 第 {} 行因此缺 {}（{}）\n", number, one["line"].get<int>(),
                                 one["amount"].get<std::int64_t>(), one["site"].get<std::string>())
                   : fmt::format("{} line {} is short of {} ({})\n", number, one["line"].get<int>(),
                                 one["amount"].get<std::int64_t>(), one["site"].get<std::string>());
    }
    return text;
}

std::string close_period_of(WritingDesk& desk, const Asked& asked, Date last_day) {
    const std::string day = format_date(last_day);
    Request request =
        make_request(desk.database, asked, "period.close", ordered_json{{"last_day", day}}.dump());
    request.subject = day;
    return make_change(desk.database, request, [&](Change& change) {
        close_period(change, last_day);
        return periods_json(closed_periods(change.database()));
    });
}

std::string periods_json(const std::vector<ClosedPeriod>& periods) {
    ordered_json list = ordered_json::array();
    for (const ClosedPeriod& period : periods) {
        list.push_back({{"last_day", format_date(period.last_day)}, {"actor", period.actor}});
    }
    return document_text({{"schema", "relief.periods/1"}, {"periods", std::move(list)}});
}

std::string periods_text(const std::vector<ClosedPeriod>& periods, std::string_view language) {
    const bool zh = language == "zh";
    TextTable table(zh ? std::vector<std::string>{"关到", "经办"}
                       : std::vector<std::string>{"closed through", "by"});
    for (const ClosedPeriod& period : periods) {
        table.add({format_date(period.last_day), period.actor});
    }
    return table.text();
}

std::vector<StandardGap> standard_gaps(Database& database, const DataSource& source,
                                       const Rules& rules, const StockRequest& request) {
    auto gaps = below_standard(
        rules, load_standard_people(source),
        available_lots(database, {.site = request.site, .item = request.item, .at = request.now}));
    std::erase_if(gaps, [&](const StandardGap& gap) {
        return (request.site && gap.site != *request.site) ||
               (request.item && gap.item != *request.item);
    });
    return gaps;
}

std::string gaps_json(const Rules& rules, const StockRequest& request,
                      const std::vector<StandardGap>& gaps) {
    ordered_json list = ordered_json::array();
    for (const StandardGap& gap : gaps) {
        list.push_back({{"site", gap.site},
                        {"item", gap.item},
                        {"unit", rules.item(gap.item)->unit},
                        {"standard_people", gap.people},
                        {"minimum", gap.minimum},
                        {"available", gap.available},
                        {"gap", gap.gap()},
                        {"rule", gap.rule}});
    }
    return document_text({{"schema", "relief.stock_gaps/1"},
                          {"now", format_instant(request.now)},
                          {"gaps", std::move(list)}});
}

std::string gaps_text(const Rules& rules, const Baseline& baseline,
                      const std::vector<StandardGap>& gaps, std::string_view language) {
    const bool zh = language == "zh";
    TextTable table(
        zh ? std::vector<std::string>{"库", "物资", "标准人数", "应有", "可用", "缺", "依据"}
           : std::vector<std::string>{"site", "item", "people", "minimum", "available", "gap",
                                      "rule"},
        {false, false, true, true, true, true});
    for (const StandardGap& gap : gaps) {
        const Depot* depot = baseline.depot(gap.site);
        table.add({zh && depot != nullptr ? depot->name : gap.site,
                   zh ? rules.item(gap.item)->name_zh : gap.item, fmt::format("{}", gap.people),
                   fmt::format("{}", gap.minimum), fmt::format("{}", gap.available),
                   fmt::format("{}", gap.gap()), gap.rule});
    }
    return table.text();
}

}  // namespace relief
