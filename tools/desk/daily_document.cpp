// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/daily.h"
#include "tools/desk/document.h"
#include "tools/desk/equipped_document.h"
#include "tools/desk/text_table.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using Json = nlohmann::ordered_json;

/// How the bulletin names things, in one language.
class Words {
  public:
    Words(const DailyAnswer& answer, std::string_view language)
        : answer_(answer), language_(language) {}

    [[nodiscard]] std::string in(std::string_view zh, std::string_view en) const {
        return std::string(in_language(language_, zh, en));
    }
    [[nodiscard]] std::string item(const std::string& id) const {
        const Item* known = answer_.rules.item(id);
        return known == nullptr ? id : in(known->name_zh, known->name_en);
    }
    [[nodiscard]] std::string unit(const std::string& id) const {
        const Item* known = answer_.rules.item(id);
        return known == nullptr ? "" : known->unit;
    }
    [[nodiscard]] std::string amount(const std::string& id, std::int64_t amount) const {
        const Item* known = answer_.rules.item(id);
        return format_quantity(
            {.amount = amount, .decimals = known == nullptr ? 0 : known->decimals});
    }
    [[nodiscard]] std::string site(const std::string& id) const {
        const Depot* depot = answer_.baseline.depot(id);
        return depot == nullptr ? id : depot->name;
    }
    [[nodiscard]] std::string level(std::string_view id) const {
        constexpr std::array<std::array<std::string_view, 3>, 5> levels{
            {{"province", "省级", "province"},
             {"city", "市级", "city"},
             {"county", "县级", "county"},
             {"other", "库外", "other"},
             {"", "合计", "all"}}};
        for (const auto& known : levels) {
            if (known[0] == id) {
                return in(known[1], known[2]);
            }
        }
        return std::string(id);
    }

  private:
    const DailyAnswer& answer_;
    std::string_view language_;
};

using DailyColumn = DailyTable::Column;

/// The stock with all owners of an item and level put together.
std::vector<DailyStock> by_level(const std::vector<DailyStock>& rows) {
    std::vector<DailyStock> sums;
    for (const DailyStock& row : rows) {
        if (sums.empty() || sums.back().item != row.item || sums.back().level != row.level) {
            sums.push_back({.item = row.item, .level = row.level});
        }
        DailyStock& sum = sums.back();
        sum.opening += row.opening;
        sum.in += row.in;
        sum.out += row.out;
        sum.closing += row.closing;
        sum.available += row.available;
        sum.held += row.held;
        sum.unusable += row.unusable;
        sum.outside += row.outside;
    }
    return sums;
}

DailyTable stock_table(const std::vector<DailyStock>& rows, std::string caption,
                       const Words& words) {
    DailyTable table{.caption = std::move(caption),
                     .columns = {{words.in("品名", "item"), 16},
                                 {words.in("单位", "unit"), 6},
                                 {words.in("库级", "level"), 8},
                                 {words.in("权属", "owner"), 9},
                                 {words.in("期初", "opening"), 10, true},
                                 {words.in("收入", "in"), 10, true},
                                 {words.in("发出", "out"), 10, true},
                                 {words.in("期末", "closing"), 10, true},
                                 {words.in("可用", "available"), 10, true},
                                 {words.in("预留", "held"), 10, true},
                                 {words.in("不可用", "unusable"), 10, true},
                                 {words.in("库外", "outside"), 10, true}}};
    for (const DailyStock& row : rows) {
        std::vector<std::string> cells{words.item(row.item), words.unit(row.item),
                                       words.level(row.level),
                                       row.owner.empty() ? words.in("合计", "all") : row.owner};
        for (const std::int64_t amount : {row.opening, row.in, row.out, row.closing, row.available,
                                          row.held, row.unusable, row.outside}) {
            cells.push_back(words.amount(row.item, amount));
        }
        table.rows.push_back(std::move(cells));
    }
    return table;
}

/// The rows of one owner that a detail asks for.
std::vector<DailyStock> by_owner(const std::vector<DailyStock>& rows, DailyDetail detail) {
    std::vector<DailyStock> kept = rows;
    if (detail == DailyDetail::moved) {
        std::erase_if(kept, [](const DailyStock& row) {
            return row.in == 0 && row.out == 0 && row.held == 0 && row.outside == 0;
        });
    }
    return kept;
}

DailyTable equipped_table(const DailyReport& report, const Words& words) {
    DailyTable table{.caption = words.in("可安置人数", "people that can be equipped"),
                     .columns = {{words.in("库级", "level"), 8},
                                 {words.in("人数", "people"), 10, true},
                                 {words.in("卡在", "limited by"), 12},
                                 {words.in("缺口", "gap"), 10, true},
                                 {words.in("算式", "arithmetic"), 60}}};
    for (const DailyEquipped& row : report.equipped) {
        std::string limiting;
        std::string arithmetic;
        for (const EquippedNeed& need : row.equipped.needs) {
            const std::string name = words.in(need.name_zh, need.name_en);
            limiting = need.need == row.equipped.limiting ? name : limiting;
            arithmetic +=
                (arithmetic.empty() ? "" : "; ") + name + " " + fmt::format("{}", need.persons);
        }
        table.rows.push_back({words.level(row.level), fmt::format("{}", row.equipped.persons),
                              limiting, row.gap ? fmt::format("{}", *row.gap) : "", arithmetic});
    }
    return table;
}

DailyTable movement_table(const std::vector<DailyMovement>& movements, std::string caption,
                          const Words& words) {
    DailyTable table{.caption = std::move(caption),
                     .columns = {{words.in("发生", "occurred"), 12},
                                 {words.in("记账", "recorded"), 12},
                                 {words.in("凭证", "movement"), 8, true},
                                 {words.in("类别", "kind"), 12},
                                 {words.in("单据", "document"), 20},
                                 {words.in("库点", "site"), 26},
                                 {words.in("品名", "item"), 16},
                                 {words.in("权属", "owner"), 9},
                                 {words.in("数量", "amount"), 10, true}}};
    for (const DailyMovement& row : movements) {
        table.rows.push_back({format_short(row.occurred_at), format_short(row.recorded_at),
                              fmt::format("{}", row.movement), row.kind, row.document,
                              words.site(row.site), words.item(row.item), row.owner,
                              words.amount(row.item, row.amount)});
    }
    return table;
}

DailyTable transit_table(const DailyReport& report, const Words& words) {
    DailyTable table{.caption = words.in("在途", "in transit"),
                     .columns = {{words.in("调拨令", "order"), 20},
                                 {words.in("品名", "item"), 16},
                                 {words.in("权属", "owner"), 9},
                                 {words.in("数量", "amount"), 10, true}}};
    for (const DailyTransit& row : report.in_transit) {
        table.rows.push_back(
            {row.order, words.item(row.item), row.owner, words.amount(row.item, row.amount)});
    }
    return table;
}

DailyTable order_table(const DailyReport& report, const Words& words) {
    DailyTable table{.caption = words.in("当日调拨令", "orders of the day"),
                     .columns = {{words.in("调拨令", "order"), 20},
                                 {words.in("状态", "state"), 12},
                                 {words.in("事件", "event"), 18},
                                 {words.in("发货", "from"), 26},
                                 {words.in("收货", "to"), 26},
                                 {words.in("品名", "item"), 16},
                                 {words.in("权属", "owner"), 9},
                                 {words.in("数量", "amount"), 10, true}}};
    for (const DailyOrder& order : report.orders) {
        for (const DailyOrder::Line& line : order.lines) {
            table.rows.push_back({order.number, order.state, order.event,
                                  words.site(line.from_site), words.site(line.to_site),
                                  words.item(line.item), line.owner,
                                  words.amount(line.item, line.amount)});
        }
    }
    return table;
}

DailyTable event_table(const DailyReport& report, const Words& words) {
    DailyTable table{.caption = words.in("各次灾害累计调出", "sent for each event so far"),
                     .columns = {{words.in("事件", "event"), 24},
                                 {words.in("品名", "item"), 16},
                                 {words.in("权属", "owner"), 9},
                                 {words.in("已令", "ordered"), 10, true},
                                 {words.in("已发", "sent"), 10, true}}};
    for (const DailyEvent& row : report.events) {
        table.rows.push_back({row.event, words.item(row.item), row.owner,
                              words.amount(row.item, row.ordered),
                              words.amount(row.item, row.sent)});
    }
    return table;
}

DailyTable expiring_table(const DailyReport& report, const Words& words) {
    DailyTable table{.caption = words.in("90 天内到期", "expiring in 90 days"),
                     .columns = {{words.in("有效期至", "use by"), 12},
                                 {words.in("库点", "site"), 26},
                                 {words.in("品名", "item"), 16},
                                 {words.in("批号", "lot"), 22},
                                 {words.in("权属", "owner"), 9},
                                 {words.in("数量", "amount"), 10, true}}};
    for (const DailyExpiring& row : report.expiring) {
        table.rows.push_back({format_date(row.expires_on), words.site(row.site),
                              words.item(row.item), row.lot, row.owner,
                              words.amount(row.item, row.on_hand)});
    }
    return table;
}

Json stock_json(const DailyStock& row, const Rules& rules) {
    const Item* item = rules.item(row.item);
    return {{"item", row.item},
            {"level", row.level},
            {"owner", row.owner},
            {"unit", item == nullptr ? "" : item->unit},
            {"decimals", item == nullptr ? 0 : item->decimals},
            {"opening", row.opening},
            {"in", row.in},
            {"out", row.out},
            {"closing", row.closing},
            {"available", row.available},
            {"held", row.held},
            {"unusable", row.unusable},
            {"outside", row.outside}};
}

Json movements_json(const std::vector<DailyMovement>& movements) {
    Json rows = Json::array();
    for (const DailyMovement& row : movements) {
        rows.push_back({{"movement", row.movement},
                        {"occurred_at", format_instant(row.occurred_at)},
                        {"recorded_at", format_instant(row.recorded_at)},
                        {"kind", row.kind},
                        {"document", row.document},
                        {"site", row.site},
                        {"item", row.item},
                        {"owner", row.owner},
                        {"amount", row.amount}});
    }
    return rows;
}

Json orders_json(const std::vector<DailyOrder>& orders) {
    Json rows = Json::array();
    for (const DailyOrder& order : orders) {
        Json lines = Json::array();
        for (const DailyOrder::Line& line : order.lines) {
            lines.push_back({{"item", line.item},
                             {"owner", line.owner},
                             {"from", line.from_site},
                             {"to", line.to_site},
                             {"amount", line.amount}});
        }
        rows.push_back({{"number", order.number},
                        {"state", order.state},
                        {"event", order.event},
                        {"lines", std::move(lines)}});
    }
    return rows;
}

}  // namespace

std::string daily_json(const DailyAnswer& answer) {
    const DailyReport& report = answer.report;
    Json json{{"schema", "relief.report_daily/1"},
              {"date", format_date(report.date)},
              {"as_of", format_instant(report.as_of)},
              {"head", {{"seq", report.head_seq}, {"hash", report.head_hash}}},
              {"people", report.people ? Json(*report.people) : Json(nullptr)},
              {"by_level", Json::array()},
              {"stock", Json::array()},
              {"movements", movements_json(report.movements)},
              {"late", movements_json(report.late)},
              {"in_transit", Json::array()},
              {"orders", orders_json(report.orders)},
              {"events", Json::array()},
              {"equipped", Json::array()},
              {"expiring", Json::array()}};
    for (const DailyStock& row : by_level(report.stock)) {
        Json level = stock_json(row, answer.rules);
        level.erase("owner");
        json["by_level"].push_back(std::move(level));
    }
    for (const DailyStock& row : report.stock) {
        json["stock"].push_back(stock_json(row, answer.rules));
    }
    for (const DailyTransit& row : report.in_transit) {
        json["in_transit"].push_back({{"order", row.order},
                                      {"item", row.item},
                                      {"owner", row.owner},
                                      {"amount", row.amount}});
    }
    for (const DailyEvent& row : report.events) {
        json["events"].push_back({{"event", row.event},
                                  {"item", row.item},
                                  {"owner", row.owner},
                                  {"ordered", row.ordered},
                                  {"sent", row.sent}});
    }
    for (const DailyEquipped& row : report.equipped) {
        Json equipped = equipped_json(row.equipped);
        Json line{{"level", row.level}};
        line.update(equipped);
        line["gap"] = row.gap ? Json(*row.gap) : Json(nullptr);
        json["equipped"].push_back(std::move(line));
    }
    for (const DailyExpiring& row : report.expiring) {
        json["expiring"].push_back({{"site", row.site},
                                    {"item", row.item},
                                    {"lot", row.lot},
                                    {"owner", row.owner},
                                    {"expires_on", format_date(row.expires_on)},
                                    {"on_hand", row.on_hand}});
    }
    return document_text(json);
}

std::vector<DailyTable> daily_tables(const DailyAnswer& answer, std::string_view language,
                                     DailyDetail detail) {
    const Words words(answer, language);
    const DailyReport& report = answer.report;
    std::vector<DailyTable> tables{
        stock_table(by_level(report.stock), words.in("库存", "stock"), words),
        stock_table(by_owner(report.stock, detail), words.in("按权属", "by owner"), words),
        equipped_table(report, words),
        movement_table(report.movements, words.in("当日收发", "movements of the day"), words),
        movement_table(report.late, words.in("补记（以前各日）", "recorded late"), words),
        transit_table(report, words),
        order_table(report, words),
        event_table(report, words),
        expiring_table(report, words)};
    std::erase_if(tables, [](const DailyTable& table) { return table.rows.empty(); });
    return tables;
}

std::string daily_text(const DailyAnswer& answer, std::string_view language) {
    const DailyReport& report = answer.report;
    std::string text = fmt::format(
        fmt::runtime(in_language(language, "救灾物资库存日报 {}，数字截至 {}（日志 {} {}）\n",
                                 "daily stock bulletin of {}, figures as of {} (journal {} {})\n")),
        format_date(report.date), format_instant(report.as_of), report.head_seq,
        report.head_hash.substr(0, 12));
    for (const DailyTable& table : daily_tables(answer, language, DailyDetail::moved)) {
        std::vector<std::string> titles;
        std::vector<bool> right;
        for (const DailyColumn& column : table.columns) {
            titles.push_back(column.title);
            right.push_back(column.number);
        }
        TextTable shown(std::move(titles), std::move(right));
        for (const auto& row : table.rows) {
            shown.add(row);
        }
        text += "\n" + table.caption + "\n" + shown.text();
    }
    return text;
}

}  // namespace relief
