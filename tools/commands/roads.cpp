// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/roads.h"

#include "core/error.h"
#include "core/incident/incident.h"
#include "tools/commands/command.h"
#include "tools/commands/values.h"

#include <initializer_list>
#include <utility>

namespace relief {
namespace {

using enum OptionSpec::Form;

/// "BOX96,BOX42" or the option several times.
std::vector<std::string> words_of(const std::vector<std::string>& texts) {
    std::vector<std::string> words;
    for (const std::string& text : texts) {
        for (std::size_t at = 0; at <= text.size();) {
            const std::size_t end = std::min(text.find(',', at), text.size());
            if (end > at) {
                words.push_back(text.substr(at, end - at));
            }
            at = end + 1;
        }
    }
    return words;
}

/// "126.55,43.84": a position, not two words.
bool is_position(std::string_view text) {
    return text.find('.') != std::string_view::npos &&
           text.find_first_not_of("0123456789.,- ") == std::string_view::npos;
}

/// Places, several in one text, or a position.
std::vector<std::string> places_of(const std::vector<std::string>& texts) {
    std::vector<std::string> places;
    for (const std::string& text : texts) {
        if (is_position(text)) {
            places.push_back(text);
            continue;
        }
        const std::vector<std::string> words = words_of({text});
        places.insert(places.end(), words.begin(), words.end());
    }
    return places;
}

RoadsRequest read_request(const Session& session, const Given& given, const Desk& desk) {
    RoadsRequest request{.classes = words_of(given.list("--class")),
                         .scenario = given.text("--scenario"),
                         .cut = words_of(given.list("--cut")),
                         .conditions = words_of(given.list("--conditions")),
                         .datum = given.text("--datum").value_or(""),
                         .permit = given.text("--permit").value_or(""),
                         .convoy = whole_between(given, "--convoy", 1, 1, 10'000),
                         .without_restricted = given.flag("--without-restricted"),
                         .trust_planned = given.flag("--trust-planned"),
                         .network = given.text("--network")};
    if (request.classes.empty()) {
        request.classes = {"BOX96"};
    }
    for (const std::string& condition : request.conditions) {
        if (condition != "snow" && condition != "ice" && condition != "flood") {
            throw bad_input({.code = "argument.value",
                             .message = "the value of the option cannot be read",
                             .field = "--conditions",
                             .found = condition,
                             .expected = "snow, ice, flood"});
        }
    }
    if (given.text("--gap")) {
        request.gap_m = whole_between(given, "--gap", 50, 0, 10'000);
    }
    if (const auto at = given.text("--at")) {
        request.at = read_instant(*at, "--at");
    } else if (request.scenario) {
        const auto folder = scenario_folder(*request.scenario, session.data());
        request.at = last_publication(load_scenario(folder, desk.rules, desk.places));
    } else {
        request.at = session.clock.now();
    }
    return request;
}

int run_route(const Session& session, const Given& given) {
    const Desk desk = open_desk(session.data(), session.db());
    const RoadsDesk roads(desk, read_request(session, given, desk));
    const RouteRequest request{
        .from = given.required("--from"),
        .to = given.required("--to"),
        .alternatives = static_cast<std::size_t>(whole_between(given, "--alternatives", 1, 1, 10)),
        .disjoint = whole_between(given, "--disjoint", 0, 0, 10),
        .disjoint_kind = given.flag("--crossings") ? DisjointKind::crossings : DisjointKind::roads};
    const RouteAnswer answer = ask_route(roads, request);
    session.print(given.flag("--geojson") ? route_geojson(roads, answer)
                  : session.global.json   ? route_json(roads, answer)
                                          : route_text(roads, answer, session.language()));
    return 0;
}

int run_matrix(const Session& session, const Given& given) {
    const Desk desk = open_desk(session.data(), session.db());
    const RoadsDesk roads(desk, read_request(session, given, desk));
    const MatrixAnswer answer = ask_matrix(roads, given.list("--from"), given.list("--to"));
    session.print(session.global.json ? matrix_json(roads, answer)
                                      : matrix_text(roads, answer, session.language()));
    return 0;
}

int run_reach(const Session& session, const Given& given) {
    const Desk desk = open_desk(session.data(), session.db());
    const RoadsDesk roads(desk, read_request(session, given, desk));
    const ReachAnswer answer =
        ask_reach(roads, given.list("--from"), whole_between(given, "--minutes", 60, 0, 10'080));
    session.print(given.flag("--geojson") ? reach_geojson(roads, answer)
                  : session.global.json   ? reach_json(roads, answer)
                                          : reach_text(roads, answer, session.language()));
    return 0;
}

int run_cut(const Session& session, const Given& given) {
    const Desk desk = open_desk(session.data(), session.db());
    const RoadsDesk roads(desk, read_request(session, given, desk));
    const CutAnswer answer =
        ask_cut(roads, places_of(given.list("--depot")), places_of(given.list("--place")));
    session.print(given.flag("--geojson") ? cut_geojson(roads, answer)
                  : session.global.json   ? cut_json(roads, answer)
                                          : cut_text(roads, answer, session.language()));
    return 0;
}

std::vector<OptionSpec> with_common(std::initializer_list<OptionSpec> own) {
    std::vector<OptionSpec> options(own);
    const std::initializer_list<OptionSpec> common{
        {"--class", "CLASS", "车型，可多个（同行）；默认 BOX96",
         "class of lorry, several drive together; BOX96 by default", list},
        {"--at", "TIME", "出发时间；默认情景最后一报，无情景则现在",
         "departure; by default the scenario's last report, else now"},
        {"--scenario", "D", "计入该情景当时已知的封路", "closures of a scenario, as known then"},
        {"--cut", "EDGE", "假定断开的路段（--network 时为道路号），可多个",
         "edges taken as shut (ways with --network), any number", list},
        {"--conditions", "C", "路况：snow、ice、flood", "conditions: snow, ice, flood", list},
        {"--permit", "NAME", "持有的通行证，如超限运输证；凭它走的路记入提示",
         "the permit carried; roads driven by it are told"},
        {"--without-restricted", "", "限制通行的路段按封闭计", "restricted passages count as shut",
         flag},
        {"--trust-planned", "", "计划开通时间按确定计", "planned reopenings count as known", flag},
        {"--datum", "DATUM", "“经度,纬度”的坐标系：WGS84、CGCS2000、GCJ-02，必须写明",
         "datum of lon,lat: WGS84, CGCS2000, GCJ-02; must be declared"},
        {"--network", "FILE",
         "在这个街道路网上算：network read 存的文件或 .osm.pbf；默认计划的路网",
         "ask this street network: saved by network read, or .osm.pbf; the plan's by default"},
        {"--convoy", "N", "车队车辆数", "vehicles of the convoy"},
        {"--gap", "METRES", "车间距；默认见 rules/convoy_rules.csv",
         "gap between vehicles; rules/convoy_rules.csv by default"}};
    options.insert(options.end(), common.begin(), common.end());
    return options;
}

constexpr OptionSpec geojson{"--geojson", "", "输出 GeoJSON", "print GeoJSON", flag};

}  // namespace

std::vector<CommandSpec> road_commands() {
    return {
        {.path = "route",
         .zh = "查路线：公里、时间、绕行原因、备选、车队",
         .en = "the way to a place: km, time, why not shorter, alternatives, convoy",
         .example = "relief route --from 220102 --to 220221 --class BOX96 "
                    "--at 2017-07-15T08:00+08:00 --scenario 2017-07-yongji-flood",
         .options = with_common(
             {{"--from", "PLACE", "起点：区划代码、名称、库点、“经度,纬度”或路口 node:号",
               "code or name of a division, depot, lon,lat or node:ID", value, true},
              {"--to", "PLACE", "终点", "the end", value, true},
              {"--alternatives", "K", "共给几条路线", "ways in all"},
              {"--disjoint", "K", "互不重合的路线", "ways that share no road"},
              {"--crossings", "", "路口也不共用", "that share no crossing either", flag},
              geojson}),
         .run = run_route},
        {.path = "matrix",
         .zh = "多点到多点的行车时间",
         .en = "driving times from many places to many",
         .example = "relief matrix --from 220102 --from 220202 --to 220221 --to 220281 --json",
         .options =
             with_common({{"--from", "PLACE", "起点，可多个", "a start, any number", list, true},
                          {"--to", "PLACE", "终点，可多个", "an end, any number", list, true}}),
         .run = run_matrix},
        {.path = "reach",
         .zh = "限时可到的道路和范围",
         .en = "what can be reached within a time: roads and area",
         .example = "relief reach --from 220102 --minutes 90 --geojson",
         .options =
             with_common({{"--from", "PLACE", "起点，可多个", "a start, any number", list, true},
                          {"--minutes", "N", "时间；默认 60", "the time; 60 by default"},
                          geojson}),
         .run = run_reach},
        {.path = "cut",
         .zh = "断哪条路孤立哪个县；现在不通的先开通哪里",
         .en = "which road isolates whom, and what to reopen first",
         .example = "relief cut --scenario 2010-flood --at 2010-07-29T08:00+08:00",
         .options =
             with_common({{"--depot", "DEPOT", "从哪些库点；默认省、市库点",
                           "from which depots; those of province and cities by default", list},
                          {"--place", "PLACE", "到哪些地方；默认全部县级驻地",
                           "to which places; all county seats by default", list},
                          geojson}),
         .run = run_cut},
    };
}

}  // namespace relief
