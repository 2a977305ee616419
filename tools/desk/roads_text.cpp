// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/document.h"
#include "tools/desk/roads.h"
#include "tools/desk/text_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace relief {
namespace {

std::string km_text(std::uint64_t cm) {
    return fmt::format("{:.1f}", static_cast<double>(cm) / 100'000);
}

std::string hours_text(Distance ms, std::string_view language) {
    const std::int64_t minutes = whole_minutes(ms);
    if (minutes < 60) {
        return fmt::format("{} {}", minutes, in_language(language, "分钟", "min"));
    }
    return language == "zh" ? fmt::format("{} 小时 {} 分", minutes / 60, minutes % 60)
                            : fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

std::string cause_text(ArcCause cause, std::string_view language) {
    static const std::map<ArcCause, std::pair<const char*, const char*>> words{
        {ArcCause::one_way, {"单行", "one-way"}},
        {ArcCause::access, {"禁行", "no access"}},
        {ArcCause::ends, {"只许到达", "destination only"}},
        {ArcCause::permit, {"凭证通行", "by permit"}},
        {ArcCause::barred, {"本车型不走的道路", "a class of road this lorry keeps off"}},
        {ArcCause::height, {"限高", "height limit"}},
        {ArcCause::width, {"限宽", "width limit"}},
        {ArcCause::length, {"限长", "length limit"}},
        {ArcCause::weight, {"限重", "weight limit"}},
        {ArcCause::axle_load, {"限轴重", "axle load limit"}},
        {ArcCause::barrier, {"路障", "barrier"}},
        {ArcCause::hours, {"限时禁行", "ban by the hour"}},
        {ArcCause::closure, {"封闭", "closed"}},
        {ArcCause::restricted, {"限制通行", "restricted"}},
    };
    const auto found = words.find(cause);
    return found == words.end()
               ? std::string(to_word(cause))
               : std::string(in_language(language, found->second.first, found->second.second));
}

std::string warning_text(const RouteWarning& warning, std::string_view language) {
    static const std::map<std::string_view, std::pair<const char*, const char*>> words{
        {"height_unknown", {"限高未知", "height limit unknown"}},
        {"width_unknown", {"限宽未知", "width limit unknown"}},
        {"length_unknown", {"限长未知", "length limit unknown"}},
        {"weight_unknown", {"限重未知", "weight limit unknown"}},
        {"axle_load_unknown", {"限轴重未知", "axle load limit unknown"}},
        {"permit", {"凭通行证", "by permit"}},
        {"restricted", {"限制通行路段", "restricted passage"}},
        {"ferry", {"轮渡", "ferry"}},
        {"ford", {"漫水路段", "ford"}},
        {"condition", {"有附加条件", "under a condition"}},
        {"planned_reopening", {"按计划开通时间计算", "counts on a planned reopening"}},
        {"closure_unplaced",
         {"封路未落到路网上，未计入", "closure not on the network, not counted"}},
        {"closure_overdue",
         {"计划开通时间已过，未报开通", "planned reopening is past, not told open"}}};
    const auto found = words.find(warning.code);
    std::string text =
        found == words.end()
            ? warning.code
            : std::string(in_language(language, found->second.first, found->second.second));
    if (warning.places > 0) {
        text += language == "zh"
                    ? fmt::format(" {} 处，{} km", warning.places, km_text(warning.length_cm))
                    : fmt::format(", {} places, {} km", warning.places, km_text(warning.length_cm));
    }
    return warning.words.empty() ? text
                                 : text + in_language(language, "：", ": ").data() + warning.words;
}

std::string closure_text(const RoadsDesk& roads, std::uint32_t closure) {
    const StreetClosure& each = roads.situation().closures[closure].closure;
    return each.id + " " + each.words;
}

std::string edges_text(const RoadsDesk& roads, std::span<const PieceIndex> pieces) {
    std::set<std::string> edges;
    std::set<std::string> refs;
    for (const PieceIndex piece : pieces) {
        edges.insert(roads.edge_of(piece));
        if (const std::string ref = roads.ref_of(piece); !ref.empty()) {
            refs.insert(ref);
        }
    }
    std::string text;
    std::size_t shown = 0;
    for (const std::string& edge : edges) {
        if (++shown > 4) {
            text += fmt::format(" … ({})", edges.size());
            break;
        }
        text += (text.empty() ? "" : " ") + edge;
    }
    for (const std::string& ref : refs) {
        text += " " + ref;
    }
    return text;
}

std::string snap_text(const RoadPlace& place, std::string_view language) {
    std::string text =
        language == "zh"
            ? fmt::format("{}：距路 {:.0f} 米", place.name, place.snap.chosen.metres)
            : fmt::format("{}: {:.0f} m off the road", place.name, place.snap.chosen.metres);
    if (place.snap.nearer) {
        text += language == "zh"
                    ? fmt::format("（{:.0f} 米处有更近的路，{}）", place.snap.nearer->metres,
                                  place.snap.nearer->cause == ArcCause::none
                                      ? "与主路网不通"
                                      : cause_text(place.snap.nearer->cause, "zh"))
                    : fmt::format(" (a nearer road at {:.0f} m: {})", place.snap.nearer->metres,
                                  place.snap.nearer->cause == ArcCause::none
                                      ? "not joined to the main network"
                                      : cause_text(place.snap.nearer->cause, "en"));
    }
    return text + "\n";
}

/// The numbered roads in the order driven: "G12 → G202".
std::string refs_text(const RoadsDesk& roads, std::span<const RoadStretch> stretches) {
    std::string text;
    std::string last;
    for (const RoadStretch& stretch : stretches) {
        const std::string ref = roads.ref_of(roads.network().arcs[stretch.arc].piece());
        if (!ref.empty() && ref != last) {
            text += (text.empty() ? "" : " → ") + ref;
            last = ref;
        }
    }
    return text;
}

std::string because_text(const RoadsDesk& roads, const RouteAnswer& answer,
                         std::string_view language) {
    const DetourBecause& because = answer.because;
    if (because.causes.empty()) {
        return answer.way.path.found()
                   ? std::string(in_language(language, "没有绕行：沿途无封路、限行所致的绕路。\n",
                                             "No detour: nothing shut or limited costs time.\n"))
                   : std::string();
    }
    std::string text =
        language == "zh"
            ? fmt::format("绕行原因：道路全通时 {} km，{}\n", km_text(because.open_way.length_cm()),
                          hours_text(because.open_way.ms, language))
            : fmt::format("Why not shorter: with every road open {} km, {}\n",
                          km_text(because.open_way.length_cm()),
                          hours_text(because.open_way.ms, language));
    for (const DetourCause& cause : because.causes) {
        std::string saves;
        if (cause.opens_a_way) {
            saves = in_language(language, "单独开通即可到达", "lifting it alone opens a way");
        } else if (cause.saves_ms && *cause.saves_ms > 0) {
            saves = language == "zh"
                        ? "单独开通可省 " + hours_text(*cause.saves_ms, language)
                        : "lifting it alone saves " + hours_text(*cause.saves_ms, language);
        } else {
            saves = in_language(language, "单独开通无用，另有封路",
                                "lifting it alone saves nothing: others stand in the way");
        }
        text += fmt::format("  - {} {} [{}]: {}\n", cause_text(cause.cause, language),
                            cause.closure == no_index ? "" : closure_text(roads, cause.closure),
                            edges_text(roads, cause.pieces), saves);
    }
    if (because.together_ms && because.causes.size() > 1) {
        text += language == "zh"
                    ? fmt::format("  全部开通共省 {}\n", hours_text(*because.together_ms, language))
                    : fmt::format("  all of them together save {}\n",
                                  hours_text(*because.together_ms, language));
    }
    return text;
}

std::string gap_text(const RoadsDesk& roads, const RoadGap& gap, std::string_view language) {
    if (!gap.found) {
        return std::string(in_language(language, "路网上没有通往该处的道路。\n",
                                       "No road of the network leads there.\n"));
    }
    std::string text =
        language == "zh"
            ? fmt::format("不通。可到的最近点：{:.5f},{:.5f}，沿路还差 {} km\n",
                          gap.last_open.point.longitude(), gap.last_open.point.latitude(),
                          km_text(gap.gap_cm))
            : fmt::format("Cut off. Last open point: {:.5f},{:.5f}, {} km short along the road\n",
                          gap.last_open.point.longitude(), gap.last_open.point.latitude(),
                          km_text(gap.gap_cm));
    std::set<std::string> said;
    for (const RoadGap::Shut& shut : gap.shut_by) {
        std::string line =
            cause_text(shut.cause, language) + " " +
            (shut.closure == no_index ? roads.edge_of(roads.network().arcs[shut.arc].piece())
                                      : closure_text(roads, shut.closure));
        if (said.insert(line).second) {
            text += "  - " + line + "\n";
        }
    }
    return text;
}

std::string way_line(const RoadsDesk& roads, const StreetPath& way, std::string_view language) {
    return fmt::format("  {} km, {} {}\n", km_text(way.length_cm()), hours_text(way.ms, language),
                       refs_text(roads, way.stretches));
}

std::string convoy_text(const ConvoyTimes& times, std::string_view language) {
    std::string text =
        language == "zh"
            ? fmt::format(
                  "车队：长 {} 米，通过一点 {} 秒；头车 {} 到，尾车 {} 到；每车驾驶员 {} 名\n",
                  times.column_m, times.passing_s, format_short(times.head_arrives),
                  format_short(times.tail_arrives), times.drivers_needed)
            : fmt::format(
                  "Convoy: {} m long, {} s to pass; head arrives {}, tail {}; drivers a "
                  "vehicle {}\n",
                  times.column_m, times.passing_s, format_short(times.head_arrives),
                  format_short(times.tail_arrives), times.drivers_needed);
    for (const ConvoyHalt& halt : times.halts) {
        text += fmt::format(
            "  {} {} km: {} {}{}\n", format_short(halt.from), km_text(halt.at_cm), halt.minutes,
            in_language(language, "分钟休息", "min rest"),
            halt.is_change ? in_language(language, "，换驾驶员", ", driver change") : "");
    }
    return text;
}

}  // namespace

std::string route_text(const RoadsDesk& roads, const RouteAnswer& answer,
                       std::string_view language) {
    const StreetPath& way = answer.way.path;
    std::string text = fmt::format("{} → {}  {}  {}\n", answer.from.name, answer.to.name,
                                   roads.vehicle().name_zh.empty()
                                       ? roads.vehicle().id
                                       : roads.vehicle().id + " " + roads.vehicle().name_zh,
                                   format_instant(roads.request().at));
    if (way.found()) {
        text +=
            language == "zh"
                ? fmt::format("{} km，{}，{} 到达  {}\n", km_text(way.length_cm()),
                              hours_text(way.ms, language),
                              format_instant(roads.request().at + Minutes(whole_minutes(way.ms))),
                              refs_text(roads, way.stretches))
                : fmt::format("{} km, {}, arrives {}  {}\n", km_text(way.length_cm()),
                              hours_text(way.ms, language),
                              format_instant(roads.request().at + Minutes(whole_minutes(way.ms))),
                              refs_text(roads, way.stretches));
    } else if (answer.gap) {
        text += gap_text(roads, *answer.gap, language);
    }
    for (const RoadWait& wait : answer.way.waits) {
        text +=
            language == "zh"
                ? fmt::format("等候开通：{} 至 {} {}\n", format_short(wait.from),
                              format_short(wait.until), cause_text(wait.cause, language))
                : fmt::format("Waits for the road to open: {} to {}, {}\n", format_short(wait.from),
                              format_short(wait.until), cause_text(wait.cause, language));
    }
    text += because_text(roads, answer, language);
    if (answer.convoy) {
        text += convoy_text(*answer.convoy, language);
    }
    if (!answer.alternatives.empty()) {
        text += in_language(language, "备选路线：\n", "Alternatives:\n");
        for (const StreetPath& other : answer.alternatives) {
            text += way_line(roads, other, language);
        }
    }
    if (answer.disjoint) {
        text += language == "zh"
                    ? fmt::format(
                          "互不重合的路线最多 {} 条（两端 1 km 内可共用），切断它们的路段：{}\n",
                          answer.disjoint->most, edges_text(roads, answer.disjoint->cut_roads))
                    : fmt::format(
                          "At most {} ways share no road (but within 1 km of the ends); "
                          "what cuts them: {}\n",
                          answer.disjoint->most, edges_text(roads, answer.disjoint->cut_roads));
        for (const StreetPath& other : answer.disjoint->ways) {
            text += way_line(roads, other, language);
        }
        if (answer.disjoint->breaks_turn_bans) {
            text += in_language(language, "其中有路线要在禁止转弯处转弯，须交警放行\n",
                                "One of these ways makes a turn that is banned: the police must "
                                "let the lorries make it\n");
        }
    }
    text += snap_text(answer.from, language) + snap_text(answer.to, language);
    for (const RouteWarning& warning : answer.warnings) {
        text += fmt::format("{}{}\n", in_language(language, "注意：", "Note: "),
                            warning_text(warning, language));
    }
    return text + roads.network().source + "\n";
}

std::string matrix_text(const RoadsDesk& roads, const MatrixAnswer& answer,
                        std::string_view language) {
    std::vector<std::string> header{std::string(in_language(language, "分钟", "minutes")) + " " +
                                    roads.vehicle().id};
    for (const RoadPlace& place : answer.to) {
        header.push_back(place.name);
    }
    TextTable table(header, std::vector<bool>(header.size(), true));
    for (std::size_t i = 0; i < answer.from.size(); ++i) {
        std::vector<std::string> row{answer.from[i].name};
        for (std::size_t j = 0; j < answer.to.size(); ++j) {
            const Distance ms = answer.ms[i * answer.to.size() + j];
            row.push_back(ms == unreachable ? std::string(in_language(language, "不通", "none"))
                                            : std::to_string(whole_minutes(ms)));
        }
        table.add(std::move(row));
    }
    return table.text();
}

std::string reach_text(const RoadsDesk& roads, const ReachAnswer& answer,
                       std::string_view language) {
    std::string text =
        language == "zh"
            ? fmt::format("{} 分钟内可到 {} km 道路、{} 个县级驻地（{}，{} 出发）\n",
                          answer.minutes, km_text(answer.reach.length_cm), answer.seats.size(),
                          roads.vehicle().id, format_instant(roads.request().at))
            : fmt::format("Within {} min: {} km of road, {} county seats ({}, leaving {})\n",
                          answer.minutes, km_text(answer.reach.length_cm), answer.seats.size(),
                          roads.vehicle().id, format_instant(roads.request().at));
    for (const std::string& code : answer.seats) {
        text += fmt::format("  {} {}\n", code, place_name(roads.desk().places, code));
    }
    return text;
}

std::string cut_text(const RoadsDesk& roads, const CutAnswer& answer, std::string_view language) {
    const auto names = [&](const std::vector<std::size_t>& places) {
        std::string text;
        for (const std::size_t place : places) {
            text += (text.empty() ? "" : " ") + answer.places[place].name;
        }
        return text;
    };
    const auto whom = [&](const std::vector<std::size_t>& places) {
        return fmt::format(fmt::runtime(in_language(language, "{} 地 {:.1f} 万人：{}",
                                                    "{} places, {:.1f} x 10,000 people: {}")),
                           places.size(), static_cast<double>(people_at(answer, places)) / 10'000,
                           names(places));
    };
    std::string text(
        in_language(language, "一断即孤立的路段：\n", "Roads whose loss alone cuts places off:\n"));
    for (const SingleCut& single : answer.analysis.singles) {
        text += fmt::format("  {}  {}\n", edges_text(roads, single.pieces), whom(single.places));
    }
    constexpr std::size_t pairs_shown = 10;
    const std::vector<PairCut>& pairs = answer.analysis.pairs;
    const auto at_places = static_cast<std::size_t>(std::count_if(
        pairs.begin(), pairs.end(), [](const PairCut& pair) { return pair.is_at_place; }));
    text += fmt::format(
        fmt::runtime(in_language(
            language, "两处同断即孤立（{} 组，孤立人口最多的在前；另有 {} 地只有两条路出门）：\n",
            "Pairs of roads that cut places off ({}, most people first; {} more are the two roads "
            "out of a place):\n")),
        pairs.size() - at_places, at_places);
    for (std::size_t i = 0; i < pairs.size() - at_places && i < pairs_shown; ++i) {
        text += fmt::format("  {} + {}  {}\n", edges_text(roads, pairs[i].one),
                            edges_text(roads, pairs[i].other), whom(pairs[i].places));
    }
    text += fmt::format("{}{}\n", in_language(language, "现在不通：", "Cut off now: "),
                        answer.reopen.places.size());
    for (const Reopening& each : answer.reopen.places) {
        text += "  " + answer.places[each.place].name + ":";
        if (!each.possible) {
            text += in_language(language, " 开通封路也到不了", " no closure to lift would help");
        }
        for (const std::uint32_t closure : each.closures) {
            text += " [" + closure_text(roads, closure) + "]";
        }
        text += "\n";
    }
    if (!answer.reopen.together.empty()) {
        text += in_language(language, "全部恢复最少须开通：\n", "Least to lift for all of them:\n");
        for (const std::uint32_t closure : answer.reopen.together) {
            text += "  " + closure_text(roads, closure) + "\n";
        }
    }
    return text;
}

}  // namespace relief
