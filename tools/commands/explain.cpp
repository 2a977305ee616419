// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_explain.h"

#include "core/error.h"
#include "tools/commands/command.h"
#include "tools/commands/interrupt.h"
#include "tools/commands/values.h"

#include <utility>

namespace relief {
namespace {

constexpr int checks_max = 200;

ExplainRequest read_request(const Given& given, const Places& places, Date on) {
    ExplainRequest request{.shipment = given.text("--shipment"),
                           .need = given.text("--need"),
                           .place = {},
                           .what_if = given.flag("--what-if"),
                           .checks = whole_between(given, "--checks", 5, 0, checks_max),
                           .units = whole_between(given, "--units", 100, 1, 1'000'000),
                           .price = !given.flag("--no-price")};
    if (const auto place = given.text("--place")) {
        request.place = places.resolve(*place, on).code;
    }
    if (!request.shipment && !request.need && !request.place && !request.what_if) {
        throw UsageError("relief explain", "请给 --shipment、--need、--place 或 --what-if 之一",
                         "give --shipment, --need, --place or --what-if");
    }
    return request;
}

int run_explain(const Session& session, const Given& given) {
    const std::filesystem::path data = session.data();
    const Desk desk = open_desk(data, session.db(), session.clock.now());
    Explanation explanation{.file = read_plan_file(given.required("--plan"), desk.rules),
                            .run = {}};
    const std::string scenario = given.text("--scenario").value_or(explanation.file.scenario);
    explanation.run =
        run_of_file(desk, explanation.file, scenario_folder(scenario, data), session.db());
    const Date on = beijing_date(explanation.run.scenario.incident.start);
    const ExplainRequest request = read_request(given, desk.places, on);
    if (session.progress) {
        explain_plan(
            desk, request, [&] { return session.progress("explain", 0); }, explanation);
    } else {
        const Interrupt interrupt;
        explain_plan(
            desk, request, [&] { return !interrupt.asked(); }, explanation);
    }
    session.print(session.global.json ? explain_json(desk, explanation)
                                      : explain_text(desk, explanation, session.language()));
    return 0;
}

}  // namespace

std::vector<CommandSpec> explain_commands() {
    using enum OptionSpec::Form;
    return {{.path = "explain",
             .zh = "方案为何如此：哪个库、哪条路、次选、代价；再多一点能少缺多少",
             .en = "why a plan is as it is: depot, road, next best, price; what more would buy",
             .example = "relief explain --plan plan/plan.json --shipment S003",
             .options = {{.name = "--plan",
                          .type = "FILE",
                          .zh = "relief plan --json 的输出",
                          .en = "what relief plan --json wrote",
                          .required = true},
                         {"--scenario", "D", "情景目录（默认为方案里写的编号）",
                          "scenario folder (default: the id in the plan)"},
                         {"--shipment", "ID", "问哪一批，如 S003", "a shipment, such as S003"},
                         {"--need", "ID", "问哪项需求，如 220221:WATERB:2",
                          "a need, such as 220221:WATERB:2"},
                         {"--place", "P", "问一地的全部需求", "every need of a place"},
                         {"--what-if", "",
                          "再多一台车、一个装车位、一些存货、一小时、一条路，能少缺多少",
                          "what one more lorry, dock, some stock, an hour, a road would buy", flag},
                         {"--checks", "N", "最好的几项重排核实（默认 5）",
                          "how many of the best are planned again (default 5)"},
                         {"--units", "N", "存货每次多几件（默认 100）",
                          "units of stock more at a time (default 100)"},
                         {"--no-price", "", "不重排，不算代价",
                          "do not plan again for the price of the next best", flag}},
             .run = run_explain}};
}

}  // namespace relief
