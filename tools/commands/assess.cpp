// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/assess.h"
#include "core/error.h"
#include "tools/commands/command.h"
#include "tools/commands/values.h"
#include "tools/desk/needs_document.h"
#include "tools/desk/output_file.h"
#include "tools/desk/tables.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace relief {
namespace {

constexpr OptionSpec report_option{"--report", "R", "只看这份报告", "this report alone"};

/// Without a scenario nothing else says what happened, when, where and to how many.
void require_by_hand(const Given& given) {
    if (given.flag("--report") || given.flag("--at") || given.flag("--plan")) {
        throw UsageError("relief needs", "--report、--at、--plan 须与 --scenario 同用",
                         "--report, --at and --plan need --scenario");
    }
    if (!given.flag("--hazard") || !given.flag("--month") || !given.flag("--place") ||
        !(given.flag("--relocated") || given.flag("--collective"))) {
        throw UsageError(
            "relief needs",
            "不给 --scenario 时，须有 --hazard、--month、--place 和 --relocated 或 --collective",
            "without --scenario, --hazard, --month, --place and --relocated or --collective are "
            "required");
    }
}

int run_needs_command(const Session& session, const Given& given) {
    const auto scenario = given.text("--scenario");
    if (!scenario) {
        require_by_hand(given);
    }
    const std::filesystem::path data = session.data();
    const Desk desk = open_rules_desk(data, session.db());
    NeedsRequest request{.scenario = std::nullopt,
                         .at = optional_instant(given, "--at"),
                         .report = given.text("--report"),
                         .plan = given.text("--plan"),
                         .hand = {}};
    Date on = beijing_date(session.clock.now());
    if (scenario) {
        request.scenario = load_scenario(scenario_folder(*scenario, data), desk.rules, desk.places);
        on = beijing_date(request.scenario->incident.start);
    }
    request.hand = read_hand(given, desk.places, on);
    const NeedsRun run = run_needs(desk, std::move(request));
    session.print(session.global.json
                      ? needs_json(desk, run)
                      : needs_text(desk, run, session.language(), session.global.explain));
    return 0;
}

/// "124.71,45.27".
LonLat read_position(const std::string& text, std::string_view option) {
    const auto comma = text.find(',');
    if (comma == std::string::npos) {
        throw bad_input({.code = "argument.value",
                         .message = "the position is not told",
                         .field = std::string(option),
                         .found = text,
                         .expected = "LONGITUDE,LATITUDE in degrees, WGS84"});
    }
    return {read_number(text.substr(0, comma), option),
            read_number(text.substr(comma + 1), option)};
}

Datum read_datum(const std::string& word) {
    const auto datum = datum_of(word);
    if (!datum) {
        throw bad_input({.code = "crs.datum",
                         .message = "there is no such datum",
                         .field = "--datum",
                         .found = word,
                         .expected = "WGS84, CGCS2000 or GCJ-02"});
    }
    return *datum;
}

HazardChoice read_hazard(const Given& given) {
    HazardChoice choice;
    if (const auto file = given.text("--shakemap")) {
        choice.shakemap = *file;
    }
    if (const auto at = given.text("--epicentre")) {
        choice.epicentre = Epicentre{
            .at = read_position(*at, "--epicentre"),
            .magnitude = read_number(given.text("--magnitude").value_or(""), "--magnitude")};
        if (const auto strike = given.text("--strike")) {
            if (*strike == "fault") {
                choice.epicentre->along_fault = true;
            } else {
                choice.epicentre->strike_deg = read_number(*strike, "--strike");
            }
        }
        choice.epicentre->zone = given.text("--zone").value_or("");
    }
    const auto path = [&](std::string_view option) -> std::optional<std::filesystem::path> {
        const auto file = given.text(option);
        return file ? std::optional<std::filesystem::path>(*file) : std::nullopt;
    };
    choice.raster = path("--raster");
    choice.raster_system = given.text("--system").value_or("");
    choice.polygons = path("--polygons");
    choice.field = given.text("--field").value_or("value");
    choice.stations = path("--stations");
    choice.outages = path("--outages");
    if (const auto driver = given.text("--driver")) {
        choice.driver = driver_of(*driver);
    }
    if (const auto datum = given.text("--datum")) {
        choice.datum = read_datum(*datum);
    }
    choice.hazard = given.text("--hazard");
    constexpr std::array<std::string_view, 6> hazards{"earthquake", "flood", "snow_ice",
                                                      "wind",       "cold",  "outage"};
    if (choice.hazard &&
        std::find(hazards.begin(), hazards.end(), *choice.hazard) == hazards.end()) {
        throw bad_input({.code = "argument.value",
                         .message = "losses of this hazard are not known",
                         .field = "--hazard",
                         .found = *choice.hazard,
                         .expected = "earthquake, flood, snow_ice, wind, cold or outage"});
    }
    const int maps = (choice.shakemap ? 1 : 0) + (choice.epicentre ? 1 : 0) +
                     (choice.raster ? 1 : 0) + (choice.polygons ? 1 : 0) +
                     (choice.stations ? 1 : 0) + (choice.outages ? 1 : 0);
    if (maps > 1) {
        throw UsageError("relief assess", "灾害图层只能给一个", "one map of the hazard at a time");
    }
    if (given.flag("--month")) {
        choice.month = whole_between(given, "--month", 1, 1, 12);
    }
    choice.shocks = whole_between(given, "--shocks", 1, 1, 100);
    return choice;
}

int run_assess_command(const Session& session, const Given& given) {
    const std::filesystem::path data = session.data();
    AssessRequest request{
        .at = optional_instant(given, "--at"),
        .hazard = read_hazard(given),
        .reports = !given.flag("--no-reports"),
        .seed = session.global.seed,
        .draws = static_cast<std::size_t>(whole_between(given, "--draws", 10000, 100, 100000)),
        .threads = threads_of(session)};
    if (const auto scenario = given.text("--scenario")) {
        request.scenario = scenario_folder(*scenario, data);
    }
    if (const auto file = given.text("--people")) {
        request.people = *file;
    }
    if (const auto file = given.text("--land-use")) {
        if (!given.flag("--curves") || !given.flag("--values")) {
            throw UsageError("relief assess", "--land-use 须与 --curves、--values 同用",
                             "--land-use needs --curves and --values");
        }
        request.land_use = LandUseFiles{.land_use = *file,
                                        .curves = given.required("--curves"),
                                        .values = given.required("--values")};
    }
    request.assets = given.flag("--assets") || given.flag("--stop");
    if (const auto file = given.text("--sites")) {
        request.sites = *file;
    }
    request.event = given.text("--event");
    if (request.scenario && request.event) {
        throw UsageError("relief assess", "--scenario 与 --event 只能给一个",
                         "--scenario or --event, not both");
    }
    if (given.flag("--days")) {
        request.days = whole_between(given, "--days", 3, 1, 366);
    }
    if (const auto temp = given.text("--temp")) {
        request.temp_c = read_number(*temp, "--temp");
    }
    const AssessDesk desk = open_assess_desk(data, session.db());
    const AssessRun run = run_assess(desk, request, session.clock.now());
    if (const auto file = given.text("--geojson")) {
        write_output_file(*file, assess_geojson(desk, run));
    }
    if (const auto file = given.text("--bulletin")) {
        write_output_file(*file, assess_bulletin_html(desk, run));
    }
    if (given.flag("--stop")) {
        static_cast<void>(stop_assets(run, session.required_db("relief assess --stop"),
                                      read_asked(session, given, "relief assess --stop")));
    }
    session.print(session.global.json
                      ? assess_json(desk, run)
                      : assess_text(desk, run, session.language(), session.global.explain));
    return 0;
}

std::vector<OptionSpec> assess_options() {
    constexpr auto flag = OptionSpec::Form::flag;
    return {
        {"--scenario", "D", "情景：雨量、震中、停电户数和报告",
         "scenario: its rain, epicentre, outages and reports"},
        {"--event", "ID", "账上的灾害：用已收的报告作证据；须 --db，灾害图层另给",
         "an event of the books: its reports as evidence; needs --db and a map of the hazard"},
        published_at_option,
        {"--shakemap", "FILE", "ShakeMap grid.xml", "a ShakeMap grid.xml"},
        {"--epicentre", "LON,LAT", "震中，WGS84 度；与 --magnitude 同用",
         "epicentre, degrees WGS84; with --magnitude"},
        {"--magnitude", "M", "震级", "magnitude"},
        {"--strike", "DEG|fault", "等震线长轴方位，从北顺时针；fault = 沿最近断层（默认 45，北东）",
         "long axis of the isoseismals, clockwise from north; fault = along the nearest one (45, "
         "north-east, by default)"},
        {"--zone", "ZONE", "衰减分区（默认 moderate）", "attenuation zone (moderate by default)"},
        {"--shocks", "N", "30 天内 M5 及以上次数，含本次",
         "shocks of M5 and more within 30 days, this one among them"},
        {"--raster", "FILE", "灾害栅格：GeoTIFF 或 ESRI ASCII；与 --driver 同用",
         "a raster of the hazard: GeoTIFF or ESRI ASCII; with --driver"},
        {"--system", "CRS", "栅格未注明的坐标系，如 EPSG:32651",
         "system of a raster that names none, such as EPSG:32651"},
        {"--polygons", "FILE", "灾害面图层：GeoJSON、Shapefile、GeoPackage；与 --driver 同用",
         "outlines of the hazard: GeoJSON, Shapefile, GeoPackage; with --driver"},
        {"--field", "NAME", "面图层中数值字段（默认 value）",
         "the number of the outlines (value by default)"},
        {"--stations", "FILE", "站点表：lon,lat 或 code，value，unit；与 --driver 同用",
         "readings: lon,lat or code, value, unit; with --driver"},
        {"--outages", "FILE", "停电户数表：code，households",
         "households without power: code, households"},
        {"--driver", "D",
         "图层量的是什么：depth_m intensity rain_mm rain_class snow_cm snow_kg_m2 wind_ms cold_c",
         "what the map measures: depth_m intensity rain_mm rain_class snow_cm snow_kg_m2 wind_ms "
         "cold_c"},
        {"--datum", "DATUM", "经纬度的基准：WGS84（默认）、CGCS2000、GCJ-02",
         "what degrees mean: WGS84 (by default), CGCS2000, GCJ-02"},
        {"--people", "FILE", "人口栅格（GHS-POP、WorldPop 等），代替普查近似分摊",
         "a raster of people (GHS-POP, WorldPop), in place of the census split"},
        {"--land-use", "FILE", "土地利用栅格，按水深算损失；与 --curves、--values 同用",
         "a raster of land use for damage by depth; with --curves and --values"},
        {"--curves", "FILE", "水深-损失率曲线表", "table of depth-damage curves"},
        {"--values", "FILE", "各类每平方米价值表", "table of values a square metre"},
        {"--hazard", "H", "灾种，如 flood、snow_ice（默认随 --driver）",
         "hazard, such as flood, snow_ice (what the driver is of by default)"},
        {"--month", "M", "月份 1-12（无情景时必填）", "month 1-12 (required without a scenario)"},
        {"--no-reports", "", "只看模型，不用报告", "the models alone, without reports", flag},
        {"--assets", "", "同时判断库点和供应商", "judge depots and suppliers too", flag},
        {"--sites", "FILE",
         "另判断所列桥梁、安置点、养老院、福利院、救助站、学校：id,name,kind,lon,lat,people",
         "judge bridges, shelters, homes, stations and schools of a list too: id, name, kind, lon, "
         "lat, people"},
        {"--stop", "", "把存疑和不可用的库点在账上停用，查看后解除；须 --db、--actor",
         "stop doubtful and lost depots in the books until looked at; needs --db and --actor",
         flag},
        key_option,
        {"--draws", "N", "抽样次数 100-100000，默认 10000", "draws, 100-100000, 10000 by default"},
        {"--days", "N", "保障天数", "days to provide for"},
        {"--temp", "C", "日平均气温（摄氏度）", "daily mean temperature, Celsius"},
        {"--geojson", "FILE", "写出乡镇和县的 GeoJSON", "write townships and counties as GeoJSON"},
        {"--bulletin", "FILE", "写出一页通报（HTML）", "write a one-page bulletin (HTML)"}};
}

std::vector<OptionSpec> needs_options() {
    std::vector<OptionSpec> options{
        {"--scenario", "D", "情景；不给则须有 --hazard --month --place 和人数",
         "scenario; without it --hazard --month --place and a head count"},
        published_at_option,
        report_option,
        {"--plan", "ID", "可写；需求与预案无关", "accepted; needs do not depend on a plan"}};
    options.insert(options.end(), hand_options.begin(), hand_options.end());
    return options;
}

}  // namespace

std::vector<CommandSpec> assessment_commands() {
    return {
        {.path = "assess",
         .zh = "由灾害图层、人口房屋和报告评估损失，给出区间和物资需求",
         .en = "losses with their doubt from a hazard, exposure and reports; needs from them",
         .example = "relief assess --scenario 2017-07-yongji-flood --explain\n"
                    "  relief assess --epicentre 124.71,45.27 --magnitude 5.7 --month 5",
         .options = assess_options(),
         .run = run_assess_command},
        {.path = "needs",
         .zh = "按规则计算各地物资需求",
         .en = "needs of each place by the rules alone",
         .example =
             "relief needs --scenario 2017-07-yongji-flood --report R2\n"
             "  relief needs --hazard snow_ice --month 11 --temp -8 --place 220104 --collective "
             "5000",
         .options = needs_options(),
         .run = run_needs_command},
    };
}

}  // namespace relief
