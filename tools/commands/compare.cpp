// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_compare.h"

#include "tools/commands/command.h"
#include "tools/desk/output_file.h"

namespace relief {
namespace {

int run_compare(const Session& session, const Given& given) {
    const Desk desk = open_desk(session.data(), session.db(), session.clock.now());
    const PlanFile a = read_plan_file(given.required("A"), desk.rules);
    const PlanFile b = read_plan_file(given.required("B"), desk.rules);
    const PlanComparison comparison = compare_plans(a, b);
    if (const auto file = given.text("--geojson")) {
        write_output_file(*file, compare_geojson(desk, comparison));
    }
    if (const auto file = given.text("--html")) {
        write_output_file(*file, compare_html(desk, comparison));
    }
    session.print(session.global.json ? compare_json(comparison)
                                      : compare_text(desk, comparison, session.language()));
    return 0;
}

}  // namespace

std::vector<CommandSpec> compare_commands() {
    using enum OptionSpec::Form;
    return {{.path = "compare",
             .zh = "两个方案对照：目标、合计、各地满足率、缺口、不同的发运",
             .en = "two plans side by side: aims, sums, shares by place, shortages, shipments",
             .example = "relief compare plan-a/plan.json plan-b/plan.json --html compare.html",
             .options = {{.name = "A",
                          .type = "FILE",
                          .zh = "relief plan --json 的输出",
                          .en = "what relief plan --json wrote",
                          .form = positional,
                          .required = true},
                         {.name = "B",
                          .type = "FILE",
                          .zh = "另一个方案",
                          .en = "the other plan",
                          .form = positional,
                          .required = true},
                         {"--geojson", "FILE", "把两案的路线写成 GeoJSON",
                          "write the ways of both as GeoJSON"},
                         {"--html", "FILE", "写成网页，含地图", "write a page with a map"}},
             .run = run_compare}};
}

}  // namespace relief
