// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/what_if_words.h"

#include "tools/desk/document.h"
#include "tools/desk/plan_words.h"
#include "tools/desk/text_table.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

std::string gain(const std::optional<double>& value) {
    return value ? (*value < 0 ? "-" : "") + grouped(std::abs(*value), 0) : std::string("-");
}

std::string closure_words(const PlanRun& run, const std::string& id) {
    const auto closure = std::find_if(run.closures.begin(), run.closures.end(),
                                      [&](const Closure& row) { return row.id == id; });
    return closure == run.closures.end()
               ? id
               : fmt::format("{} {} {}", id, closure->ref, closure->place);
}

}  // namespace

std::string what_if_words(const Desk& desk, const PlanRun& run, const WhatIf& row,
                          std::string_view language) {
    const bool zh = language == "zh";
    const std::string where = origin_name(desk, row.where);
    if (row.kind == "vehicle") {
        const std::string lorry = vehicle_name(desk.rules, row.what, language);
        return zh ? fmt::format("{}多 1 台 {}", where, lorry)
                  : fmt::format("one more {} at {}", lorry, where);
    }
    if (row.kind == "dock") {
        return zh ? fmt::format("{}多 1 个装车位", where)
                  : fmt::format("one more dock at {}", where);
    }
    if (row.kind == "stock") {
        const std::string item = item_name(desk.rules, row.what, language);
        return zh ? fmt::format("{}多存 {} {}", where, grouped(row.amount), item)
                  : fmt::format("{} more of {} at {}", grouped(row.amount), item, where);
    }
    if (row.kind == "road") {
        return zh ? fmt::format("恢复通行：{}", closure_words(run, row.where))
                  : fmt::format("reopened: {}", closure_words(run, row.where));
    }
    return zh ? "提前 1 小时下令" : "ordered an hour sooner";
}

nlohmann::ordered_json what_if_json(const std::vector<WhatIf>& rows) {
    using Json = nlohmann::ordered_json;
    const auto number = [](const std::optional<double>& value) {
        constexpr double scale = 1e6;
        return value ? number_json(std::round(*value * scale) / scale) : Json(nullptr);
    };
    Json json = Json::array();
    for (const WhatIf& row : rows) {
        json.push_back({{"kind", row.kind},
                        {"where", row.where},
                        {"what", row.what},
                        {"amount", row.amount},
                        {"by_dual", number(row.by_dual)},
                        {"by_bound", number(row.by_bound)},
                        {"by_plan", number(row.by_plan)},
                        {"at_most", number(row.at_most)}});
    }
    return json;
}

std::string what_if_table(const Desk& desk, const PlanRun& run, const std::vector<WhatIf>& rows,
                          std::string_view language) {
    const bool zh = language == "zh";
    std::string text(in_language(language, "若再多一点，能少缺多少（加权人时）\n",
                                 "What more would buy (weighted person-hours fewer)\n"));
    TextTable table(
        zh ? std::vector<std::string>{"  增加", "对偶价", "界下降", "重排后下降", "至多"}
           : std::vector<std::string>{"  more", "by dual", "by bound", "planned again", "at most"},
        {false, true, true, true, true});
    for (const WhatIf& row : rows) {
        table.add({"  " + what_if_words(desk, run, row, language), gain(row.by_dual),
                   gain(row.by_bound), gain(row.by_plan), gain(row.at_most)});
    }
    if (table.empty()) {
        return text + std::string(in_language(language, "  再多也不能少缺。\n",
                                              "  Nothing of it would make anybody lack less.\n"));
    }
    return text + table.text() +
           std::string(in_language(
               language,
               "  对偶价、界按可分的车和货计；重排按整车整件计，两者可以不同，以重排为准。\n"
               "  至多：再好的方案也不会比本方案少缺更多。\n",
               "  Dual and bound count parts of lorries and goods; planning again counts whole "
               "ones.\n  Where they differ, the plan is what would happen.\n"
               "  At most: no plan with it saves more beside this one.\n"));
}

}  // namespace relief
