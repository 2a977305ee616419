// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "tools/commands/command.h"
#include "tools/commands/values.h"
#include "tools/desk/daily.h"
#include "tools/desk/equipped_document.h"
#include "tools/desk/period_document.h"

#include <charconv>

namespace relief {
namespace {

std::optional<std::int64_t> read_count(const Given& given, std::string_view option) {
    const auto text = given.text(option);
    if (!text) {
        return std::nullopt;
    }
    const int count = read_whole(*text, option);
    if (count < 0) {
        throw bad_input({.code = "argument.range",
                         .message = "a figure is out of range",
                         .field = std::string(option),
                         .found = *text,
                         .expected = "0 or more"});
    }
    return count;
}

int daily_command(const Session& session, const Given& given) {
    DailyQuestion question{.now = session.clock.now(),
                           .head = read_count(given, "--head"),
                           .people = read_count(given, "--people")};
    if (const auto date = given.text("--date")) {
        question.date = read_date(*date, "--date");
    }
    if (const auto as_of = given.text("--as-of")) {
        question.as_of = read_instant(*as_of, "--as-of");
    }
    const DailyAnswer answer =
        read_daily(session.data(), session.required_db("relief report daily"), question);
    if (const auto file = given.text("--xlsx")) {
        write_daily_xlsx(answer, session.language(), *file);
    }
    if (const auto file = given.text("--out")) {
        write_daily_pdf(answer, session.language(), *file);
    }
    session.print(session.global.json ? daily_json(answer)
                                      : daily_text(answer, session.language()));
    return 0;
}

int period_command(const Session& session, const Given& given) {
    const Date today = beijing_date(session.clock.now());
    const auto to = given.text("--to");
    const Date last = to ? read_date(*to, "--to") : today;
    const auto from = given.text("--from");
    const Period period =
        from ? Period{.first = read_date(*from, "--from"), .last = last} : ten_days_of(last);
    const PeriodAnswer answer = read_period(
        session.data(), session.required_db("relief report period"), period, given.text("--site"));
    session.print(session.global.json ? period_json(answer)
                                      : period_text(answer, session.language()));
    return 0;
}

int equip_command(const Session& session, const Given& given) {
    const EquipAnswer answer =
        read_equip(session.data(), session.required_db("relief readiness equip"),
                   {.now = session.clock.now(),
                    .site = given.text("--site"),
                    .level = given.text("--level"),
                    .documents = given.list("--document"),
                    .goods = given.list("--goods"),
                    .season = given.text("--season"),
                    .people = read_count(given, "--people")});
    session.print(session.global.json ? equip_json(answer)
                                      : equip_text(answer, session.language()));
    return 0;
}

}  // namespace

std::vector<CommandSpec> report_commands() {
    return {
        {"report daily",
         "库存日报：库存、收发、在途、当日调拨令、可安置人数、临期",
         "the daily bulletin: stock, movements, in transit, orders, people equipped, expiring",
         "relief report daily --db jilin.db --as-of 2019-08-19T16:00 --xlsx daily.xlsx",
         {{"--date", "DATE", "哪一天（默认今天）", "the day (default: today)"},
          {"--as-of", "TIME", "按当时已记的账", "by what was booked at that time"},
          {"--head", "SEQ", "按日志到这一行的账（同一秒内有多笔时）",
           "by the books after this journal row (where a second has several)"},
          {"--people", "N", "要安置的人数，算缺口", "people to be equipped, for the gap"},
          {"--xlsx", "FILE", "另存为电子表格", "also write a spreadsheet"},
          {"--out", "FILE", "另存为 PDF", "also write a PDF"}},
         daily_command},
        {"report period",
         "一段时间的收发存（旬报、年报的数字；表单用 print --kind "
         "ten_day_bulletin、yearly_report）",
         "what came and went between two days; the figures of the ten-day and the yearly report",
         "relief report period --db jilin.db --from 2017-07-01 --to 2017-07-10",
         {{"--from", "DATE", "第一天（默认本旬）", "first day (by default of the ten days)"},
          {"--to", "DATE", "最后一天（默认今天）", "last day (default: today)"},
          {"--site", "SITE", "只算这个库点或地方", "of this depot or place alone"}},
         period_command},
        {"readiness equip",
         "现有物资能安置多少人，卡在哪一样",
         "how many people the goods can equip, and what limits it",
         "relief readiness equip --db jilin.db --level province --season winter --people 52000",
         {{"--site", "DEPOT", "只算这个库", "of this depot alone"},
          {"--level", "LEVEL", "只算 province、city 或 county 级库",
           "of depots of this level alone"},
          {"--document", "DOC", "算这份单据上的物资", "of the lines of this document",
           OptionSpec::Form::list},
          {"--goods", "ITEM=N", "算这些物资", "of goods named by hand", OptionSpec::Form::list},
          {"--season", "SEASON", "summer 或 winter（默认按日期）",
           "summer or winter (default: by the date)"},
          {"--people", "N", "要安置的人数，算缺口", "people to be equipped, for the gap"}},
         equip_command},
    };
}

}  // namespace relief
