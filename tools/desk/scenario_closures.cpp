// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/scenario_closures.h"

#include "tools/desk/document.h"
#include "tools/desk/text_table.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using Json = nlohmann::ordered_json;

std::vector<const Closure*> listed(const ScenarioClosures& answer, bool all) {
    std::vector<const Closure*> closures;
    for (const Closure& closure : answer.closures) {
        const auto state = state_of(closure, answer.at);
        const bool counts =
            state == ScenarioClosureState::unplaced || state == ScenarioClosureState::in_force;
        if (closure.closed_from <= answer.at && (all || counts)) {
            closures.push_back(&closure);
        }
    }
    return closures;
}

std::string words_of(const Closure& closure) {
    return closure.ref + (closure.ref.empty() || closure.place.empty() ? "" : " ") + closure.place;
}

Json row_json(const Closure& closure, const ScenarioClosures& answer) {
    Json edges = Json::array();
    for (const int edge : closure.edges) {
        edges.push_back(answer.network.edges[static_cast<std::size_t>(edge)].id);
    }
    const auto to = known_reopening(closure, answer.at);
    return {{"id", closure.id},
            {"state", std::string(to_word(state_of(closure, answer.at)))},
            {"words", words_of(closure)},
            {"place", closure.county_code},
            {"cause", closure.cause},
            {"from", format_instant(closure.closed_from)},
            {"to", to ? Json(format_instant(*to)) : Json(nullptr)},
            {"reopening", closure.reopen_kind},
            {"restricted", closure.restricted},
            {"source", closure.source},
            {"note", closure.note},
            {"edges", std::move(edges)}};
}

double length_km(const Closure& closure, const RoadNetwork& network) {
    double km = 0;
    for (const int edge : closure.edges) {
        km += network.edges[static_cast<std::size_t>(edge)].km;
    }
    return km;
}

std::string where_text(const Closure& closure, const ScenarioClosures& answer,
                       std::string_view language) {
    if (closure.edges.empty()) {
        return std::string(
            in_language(language, "不在路网上，不计入封路", "on no road: not counted"));
    }
    return fmt::format(
        fmt::runtime(in_language(language, "{} 段，{:.0f} km", "{} edges, {:.0f} km")),
        closure.edges.size(), length_km(closure, answer.network));
}

std::string state_text(const Closure& closure, Instant at, std::string_view language) {
    switch (state_of(closure, at)) {
        case ScenarioClosureState::unplaced:
            return std::string(in_language(language, "未落图", "UNPLACED"));
        case ScenarioClosureState::reopened:
            return std::string(in_language(language, "已通", "reopened"));
        case ScenarioClosureState::other:
            return std::string(in_language(language, "非公路", "no road"));
        case ScenarioClosureState::in_force: break;
    }
    return std::string(closure.restricted
                           ? in_language(language, "限行（按不通算）", "restricted (taken as shut)")
                           : in_language(language, "封闭", "shut"));
}

}  // namespace

ScenarioClosureState state_of(const Closure& closure, Instant at) {
    if (!closure.is_road) {
        return ScenarioClosureState::other;
    }
    if (closure.reopened_at && *closure.reopened_at <= at) {
        return ScenarioClosureState::reopened;
    }
    return closure.edges.empty() ? ScenarioClosureState::unplaced : ScenarioClosureState::in_force;
}

std::string_view to_word(ScenarioClosureState state) {
    switch (state) {
        case ScenarioClosureState::unplaced: return "unplaced";
        case ScenarioClosureState::in_force: return "in_force";
        case ScenarioClosureState::reopened: return "reopened";
        case ScenarioClosureState::other: break;
    }
    return "other";
}

std::optional<Instant> known_reopening(const Closure& closure, Instant at) {
    const bool is_told =
        closure.reopened_at && (*closure.reopened_at <= at || closure.reopen_kind == "planned");
    return is_told ? closure.reopened_at : std::nullopt;
}

std::string scenario_closures_json(const ScenarioClosures& answer, bool all) {
    std::map<std::string, int> counts;
    Json rows = Json::array();
    for (const Closure* closure : listed(answer, all)) {
        ++counts[std::string(to_word(state_of(*closure, answer.at)))];
        rows.push_back(row_json(*closure, answer));
    }
    return document_text({{"schema", "relief.closures/1"},
                          {"scenario", answer.scenario},
                          {"at", format_instant(answer.at)},
                          {"states", counts},
                          {"closures", std::move(rows)}});
}

std::string scenario_closures_text(const ScenarioClosures& answer, bool all,
                                   std::string_view language, bool colour) {
    std::vector<const Closure*> order = listed(answer, all);
    const bool zh = language == "zh";
    std::string text = fmt::format(
        fmt::runtime(zh ? "情景 {} 截至 {} 的封路\n" : "closures of {} as known at {}\n"),
        answer.scenario, format_short(answer.at));
    if (order.empty()) {
        return text + (zh ? "没有封路记录\n" : "none\n");
    }
    const auto is_unplaced = [&](const Closure* closure) {
        return state_of(*closure, answer.at) == ScenarioClosureState::unplaced;
    };
    std::stable_sort(order.begin(), order.end(), [&](const Closure* left, const Closure* right) {
        return is_unplaced(left) && !is_unplaced(right);
    });
    TextTable table(
        zh ? std::vector<std::string>{"号", "状态", "自", "至", "原话", "位置", "来源"}
           : std::vector<std::string>{"no", "state", "from", "to", "words", "where", "source"});
    std::vector<bool> red;
    for (const Closure* closure : order) {
        const auto to = known_reopening(*closure, answer.at);
        red.push_back(is_unplaced(closure));
        table.add({closure->id, state_text(*closure, answer.at, language),
                   format_short(closure->closed_from), to ? format_short(*to) : "-",
                   words_of(*closure), where_text(*closure, answer, language), closure->source});
    }
    return text + (colour ? reddened(table.text(), red) : table.text());
}

}  // namespace relief
