// SPDX-License-Identifier: Apache-2.0
#include "tools/commands/command.h"
#include "tools/commands/values.h"
#include "tools/desk/catalogue_document.h"
#include "tools/desk/place_document.h"
#include "tools/desk/scenario_document.h"
#include "tools/desk/tables.h"

namespace relief {
namespace {

int run_scenario_list(const Session& session, const Given& /*given*/) {
    const std::filesystem::path data = session.data();
    const Desk desk = open_rules_desk(data, session.db());
    const auto rows = list_scenarios(data, desk.rules, desk.places);
    session.print(session.global.json ? scenarios_json(rows)
                                      : scenarios_text(rows, session.language()));
    return 0;
}

int run_catalogue(const Session& session, const Given& /*given*/) {
    const Tables tables(session.data(), session.db());
    const auto books = tables.book_tables();
    const std::vector<Person> people =
        tables.database() == nullptr ? std::vector<Person>{} : read_people(*tables.database());
    session.print(session.global.json ? catalogue_json(*books, people)
                                      : catalogue_text(*books, session.language()));
    return 0;
}

int run_place(const Session& session, const Given& given) {
    const auto typed = given.text("--on");
    const Date on = typed ? read_date(*typed, "--on") : beijing_date(session.clock.now());
    const Tables tables(session.db() ? std::filesystem::path() : session.data(), session.db());
    const Places places(tables.source());
    const PlaceAnswer answer = find_places(places, given.required("NAME"), on);
    session.print(session.global.json ? place_json(answer)
                                      : place_text(answer, session.language()));
    return 0;
}

}  // namespace

std::vector<CommandSpec> reference_commands() {
    return {
        {.path = "scenario list",
         .zh = "列出情景",
         .en = "list the scenarios",
         .example = "relief scenario list --json",
         .options = {},
         .run = run_scenario_list},
        {.path = "catalogue",
         .zh = "列出物资、库点、供应商和区划的编码与名称",
         .en = "list items, depots, suppliers and divisions with their codes and names",
         .example = "relief catalogue --json",
         .options = {},
         .run = run_catalogue},
        {.path = "place",
         .zh = "查某一天的地名或省级救灾机构；重名全部列出上级，不代为选择",
         .en = "look up a place or an office as of a day; homonyms are listed, never chosen among",
         .example = "relief place 永吉 --on 2017-07-14\n"
                    "  relief place 民政厅 --on 2020-01-01",
         .options = {{.name = "NAME",
                      .type = "",
                      .zh = "地名：名称、曾用名、别名、拼音或代码；或机构名称，可省写“吉林省”，"
                            "当日不在任的机构，列出当日承担其职责者",
                      .en = "place: name, former name, alias, pinyin or code; or office: name "
                            "with or without 吉林省, and where it is not in force that day, "
                            "those that hold its duties",
                      .form = OptionSpec::Form::positional,
                      .required = true},
                     {"--on", "DATE", "按这一天的区划和机构；默认今天",
                      "as of this day; today by default"}},
         .run = run_place},
    };
}

}  // namespace relief
