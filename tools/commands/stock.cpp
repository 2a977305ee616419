// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/stock.h"
#include "core/error.h"
#include "reserves/ledger/lot_state.h"
#include "reserves/ledger/period.h"
#include "tools/commands/command.h"
#include "tools/commands/scope_option.h"
#include "tools/commands/values.h"
#include "tools/desk/books.h"
#include "tools/desk/find.h"
#include "tools/desk/lot_document.h"
#include "tools/desk/writing_desk.h"

#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace relief {
namespace {

/// What `--site` names where it is not one depot: a division, or several places.
std::optional<PlaceScope> several_sites(const Given& given, const Desk& desk, Instant now) {
    const auto text = given.text(scope_option.name);
    const Date on = beijing_date(now);
    const bool is_one = !text || desk.baseline.depot(*text) != nullptr ||
                        (scope_words(*text).size() < 2 && desk.places.find(*text, on).empty());
    return is_one ? std::nullopt
                  : std::optional(PlaceScope::read(text, desk.baseline, desk.places, on));
}

void keep_of(const PlaceScope& scope, StockRun& run) {
    std::erase_if(run.lots, [&](const AvailableLot& lot) { return !scope.has(lot.site); });
    std::erase_if(run.rows, [&](const StockRow& row) { return !scope.has(row.account.site); });
}

int show_stock(const Session& session, const Given& given) {
    AskedBooks books(session.data(), session.db());
    const Desk& desk = books.desk();
    const auto several = several_sites(given, desk, session.clock.now());
    StockRequest request{.site = several ? std::nullopt : given.text(scope_option.name),
                         .item = given.text("--item"),
                         .owner = given.text("--owner"),
                         .as_of = optional_instant(given, "--as-of"),
                         .known_at = optional_instant(given, "--known-at"),
                         .now = books.moment(session.clock.now())};
    if (const auto days = given.text("--expiring")) {
        request.expiring_days = read_whole(*days, "--expiring");
    }
    if (given.flag("--below-standard")) {
        auto gaps = standard_gaps(books.database(), books.source(), desk.rules, request);
        std::erase_if(gaps,
                      [&](const StandardGap& gap) { return several && !several->has(gap.site); });
        session.print(session.global.json
                          ? gaps_json(desk.rules, request, gaps)
                          : gaps_text(desk.rules, desk.baseline, gaps, session.language()));
        return 0;
    }
    StockRun run = stock_run(books.database(), desk.rules, desk.baseline, request);
    if (several) {
        keep_of(*several, run);
    }
    session.print(with_proof(session.global.json
                                 ? stock_json(desk.rules, run)
                                 : stock_text(desk.rules, desk.baseline, run, session.language()),
                             books.proven_from(), session.global.json, session.language()));
    return 0;
}

/// "6h", "6.5h", "90m"; a number alone is hours.
int read_within(const std::string& text) {
    const bool minutes = text.ends_with('m');
    const std::string number = text.substr(0, text.find_first_of("hm"));
    const double value = read_number(number, "--within") * (minutes ? 1 : 60);
    const bool whole = number.size() == text.size() || number.size() + 1 == text.size();
    if (!whole || value < 1 || value > 7 * 24 * 60) {
        throw bad_input({.code = "argument.value",
                         .message = "the value of the option cannot be read",
                         .field = "--within",
                         .found = text,
                         .expected = "6h, 90m; at most 168h"});
    }
    return static_cast<int>(std::lround(value));
}

int answer_find(const Session& session, const Given& given) {
    FindRequest request{.item = given.required("ITEM"),
                        .amount = read_units(given.required("N"), "N"),
                        .to = given.required("--to"),
                        .within_minutes = read_within(given.required("--within")),
                        .cut = given.list("--cut")};
    if (const auto response = given.text("--response")) {
        request.response = read_whole(*response, "--response");
    }
    const auto at = optional_instant(given, "--at");
    AskedBooks books(session.data(), session.db());
    request.at = at.value_or(books.moment(session.clock.now()));
    const double factor = late_factor(books.source(), books.desk());
    const FindRun run = find_run(books.database(), books.desk(), factor, request);
    session.print(with_proof(session.global.json ? find_json(books.desk(), run)
                                                 : find_text(books.desk(), run, session.language()),
                             books.proven_from(), session.global.json, session.language()));
    return 0;
}

int trace(const Session& session, const Given& given) {
    AskedBooks books(session.data(), session.db());
    const auto traces = trace_lot(books.database(), given.required("LOT"), given.text("--item"),
                                  session.clock.now());
    const Desk& desk = books.desk();
    session.print(with_proof(
        session.global.json ? trace_json(desk.rules, traces)
                            : trace_text(desk.rules, desk.baseline, traces, session.language()),
        books.proven_from(), session.global.json, session.language()));
    return 0;
}

int change_lot(const Session& session, const Given& given) {
    const Asked asked = read_asked(session, given, "relief lot state");
    WritingDesk desk = open_writing_desk(session.required_db("relief lot state"), asked);
    const LotStateRequest request{.item = given.required("--item"),
                                  .lot = given.required("LOT"),
                                  .state = given.required("STATE"),
                                  .reason = given.required("--reason")};
    const std::string answer = change_lot_state(desk, asked, request);
    session.print(session.global.json ? answer : lot_state_text(answer, session.language()));
    return 0;
}

int close_books(const Session& session, const Given& given) {
    const Asked asked = read_asked(session, given, "relief period close");
    WritingDesk desk = open_writing_desk(session.required_db("relief period close"), asked);
    const std::string answer =
        close_period_of(desk, asked, read_date(given.required("DATE"), "DATE"));
    session.print(session.global.json
                      ? answer
                      : periods_text(closed_periods(desk.database), session.language()));
    return 0;
}

int list_periods(const Session& session, const Given&) {
    const Tables tables(session.data(), session.required_db("relief period list"));
    const auto periods = closed_periods(*tables.database());
    session.print(session.global.json ? periods_json(periods)
                                      : periods_text(periods, session.language()));
    return 0;
}

CommandSpec stock_command() {
    return {"stock",
            "看库存",
            "show the stock",
            "relief stock --item QUILT --expiring 90",
            {scope_option,
             {"--item", "ITEM", "只看这种物资", "this item alone"},
             {"--owner", "CODE", "只看这个所有者的", "this owner's alone"},
             {"--as-of", "TIME", "当时在库的（按发生时间）", "what lay there then, by occurrence"},
             {"--known-at", "TIME", "只算到这时已记账的", "by what was recorded by then"},
             {"--expiring", "DAYS", "只看多少天内到期的", "what ends within so many days"},
             {"--below-standard", "", "只看低于储备标准的缺口", "the gaps below the standard",
              OptionSpec::Form::flag}},
            show_stock};
}

CommandSpec stock_find_command() {
    return {"find",
            "某地几小时内能调到多少",
            "how much can be at a place by when",
            "relief find QUILT 5000 --to 220281 --within 6h",
            {{"ITEM", "", "物资编码或名称", "an item, by code or Chinese name",
              OptionSpec::Form::positional, true},
             {"N", "", "要多少", "how many", OptionSpec::Form::positional, true},
             {"--to", "PLACE", "送到哪里", "where to", OptionSpec::Form::value, true},
             {"--within", "HOURS", "几小时内：6h、90m", "within how long: 6h, 90m",
              OptionSpec::Form::value, true},
             {"--cut", "ROAD", "当作不通的路段或道路（可多次）", "an edge or road taken as shut",
              OptionSpec::Form::list},
             {"--response", "LEVEL", "响应级别 1–4，默认没有", "response level 1-4; none"},
             {"--at", "TIME", "从何时算起，默认现在", "reckoned from; now"}},
            answer_find};
}

}  // namespace

std::vector<CommandSpec> stock_commands() {
    return {
        stock_command(),
        stock_find_command(),
        {"lot trace",
         "一个批次的来龙去脉",
         "the whole life of a lot",
         "relief lot trace JL-C-220100-BED-1 --db jilin.db",
         {{"LOT", "", "批次", "the lot", OptionSpec::Form::positional, true},
          {"--item", "ITEM", "同号多种物资时指明", "the item, where several have the lot"}},
         trace},
        {"lot state",
         "冻结、召回、送检或放行一个批次",
         "freeze, recall, send to test or release a lot",
         "relief lot state LY-1309 recalled --item TENT12C --reason 缝线开裂 --db jilin.db",
         {{"LOT", "", "批次", "the lot", OptionSpec::Form::positional, true},
          {"STATE", "", "good、awaiting_test、frozen、recalled", "the new state",
           OptionSpec::Form::positional, true},
          {"--item", "ITEM", "物资", "the item", OptionSpec::Form::value, true},
          {"--reason", "TEXT", "为什么", "why", OptionSpec::Form::value, true},
          at_option,
          key_option},
         change_lot},
        {"period close",
         "关账到某日",
         "close the books through a day",
         "relief period close 2017-06-30 --db jilin.db",
         {{"DATE", "", "最后一天", "the last day", OptionSpec::Form::positional, true},
          at_option,
          key_option},
         close_books},
        {"period list",
         "列出已关的账期",
         "list the closed periods",
         "relief period list --db jilin.db",
         {},
         list_periods},
    };
}

}  // namespace relief
