// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/period_document.h"

#include "core/error.h"
#include "reserves/depot.h"
#include "tools/desk/document.h"
#include "tools/desk/tables.h"
#include "tools/desk/text_table.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

void check_question(const Tables& tables, const Period& period,
                    const std::optional<std::string>& site) {
    if (period.last < period.first) {
        throw bad_input({.code = "argument.range",
                         .message = "a figure is out of range",
                         .field = "--to",
                         .found = format_date(period.last),
                         .expected = "not before " + format_date(period.first)});
    }
    if (!site) {
        return;
    }
    const auto known = tables.book_tables();
    if (known->baseline.depot(*site) == nullptr && known->places.find_code(*site) == nullptr) {
        throw bad_input({.code = "site.unknown",
                         .message = "there is no such depot",
                         .field = "--site",
                         .found = *site,
                         .expected = "the id of a depot, JL-C-220200, or a division code"});
    }
}

}  // namespace

PeriodAnswer read_period(const std::filesystem::path& data, const Books& db, const Period& period,
                         const std::optional<std::string>& site) {
    const Tables tables(data, db);
    check_question(tables, period, site);
    return {.period = period,
            .site = site,
            .rows = period_rows(*tables.database(), period.first, period.last, site)};
}

std::string period_json(const PeriodAnswer& answer) {
    ordered_json rows = ordered_json::array();
    for (const PeriodRow& row : answer.rows) {
        rows.push_back({{"item", row.item},
                        {"opening", row.opening},
                        {"bought", row.bought},
                        {"from_upper", row.from_upper},
                        {"donated", row.donated},
                        {"returned", row.returned},
                        {"out", row.out},
                        {"scrapped", row.scrapped},
                        {"corrected", row.corrected},
                        {"other", row.other},
                        {"closing", row.closing},
                        {"outside", row.outside},
                        {"books_opened", row.opened}});
    }
    ordered_json json{{"schema", "relief.report_period/1"},
                      {"from", format_date(answer.period.first)},
                      {"to", format_date(answer.period.last)},
                      {"site", nullptr},
                      {"rows", std::move(rows)}};
    if (answer.site) {
        json["site"] = *answer.site;
    }
    return document_text(json);
}

std::string period_text(const PeriodAnswer& answer, std::string_view language) {
    const bool zh = language == "zh";
    TextTable table(
        zh ? std::vector<std::string>{"物资", "期初", "购置", "调入", "捐赠", "回收", "调出发放",
                                      "报废", "损溢", "其他", "期末", "在途借出"}
           : std::vector<std::string>{"item", "opening", "bought", "from above", "donated",
                                      "returned", "out", "scrapped", "lost, found", "other",
                                      "closing", "outside"},
        {false, true, true, true, true, true, true, true, true, true, true, true});
    for (const PeriodRow& row : answer.rows) {
        std::vector<std::string> cells{row.item};
        for (const std::int64_t amount :
             {row.opening, row.bought, row.from_upper, row.donated, row.returned, row.out,
              row.scrapped, row.corrected, row.other, row.closing, row.outside}) {
            cells.push_back(fmt::format("{}", amount));
        }
        table.add(std::move(cells));
    }
    return fmt::format("{} - {} {}\n", format_date(answer.period.first),
                       format_date(answer.period.last), answer.site.value_or("")) +
           (table.empty() ? std::string(zh ? "没有\n" : "none\n") : table.text());
}

}  // namespace relief
