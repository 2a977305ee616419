// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/assess.h"

#include "core/error.h"
#include "core/incident/experts.h"
#include "core/incident/figure_words.h"
#include "core/incident/report_book.h"
#include "core/table/csv.h"
#include "gis/assessment/rounding.h"
#include "gis/hazard/raster.h"
#include "reserves/care/hazard.h"
#include "tools/desk/care_desk.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <map>
#include <set>
#include <utility>

namespace relief {
namespace {

std::optional<LossMetric> loss_metric_of(std::string_view metric) {
    const auto at = std::find(loss_metric_ids.begin(), loss_metric_ids.end(), metric);
    return at == loss_metric_ids.end()
               ? std::nullopt
               : std::optional(static_cast<LossMetric>(at - loss_metric_ids.begin()));
}

ItemNeed less(const ItemNeed& need, const std::vector<ItemNeed>& taken) {
    ItemNeed rest = need;
    for (const ItemNeed& one : taken) {
        if (one.item == need.item) {
            rest.quantity = std::max<Units>(0, need.quantity - one.quantity);
        }
    }
    return rest;
}

/// The county's goods among its townships as their relocated people lie.
void share_out(AssessedNeeds& needs, const Assessment& assessment) {
    std::vector<std::string> codes;
    std::vector<double> p50;
    std::vector<double> p90;
    for (const AssessedFigure& figure : assessment.units) {
        if (figure.metric == LossMetric::relocated && figure.code.starts_with(needs.county)) {
            codes.push_back(figure.code);
            p50.push_back(figure.band.p50);
            p90.push_back(figure.band.p90);
        }
    }
    const auto share = [&](const std::vector<ItemNeed>& items, const std::vector<double>& weights,
                           Units TownshipShare::*part) {
        for (const ItemNeed& item : items) {
            const std::vector<std::int64_t> parts = largest_remainder(item.quantity, weights);
            for (std::size_t i = 0; i < codes.size(); ++i) {
                const auto known = std::find_if(
                    needs.townships.begin(), needs.townships.end(), [&](const TownshipShare& one) {
                        return one.code == codes[i] && one.item == item.item;
                    });
                TownshipShare& to = known != needs.townships.end()
                                        ? *known
                                        : needs.townships.emplace_back(
                                              TownshipShare{.code = codes[i], .item = item.item});
                to.*part = parts[i];
            }
        }
    };
    if (!codes.empty()) {
        share(needs.first, p50, &TownshipShare::first);
        share(needs.standby, p90, &TownshipShare::standby);
    }
    std::erase_if(needs.townships,
                  [](const TownshipShare& one) { return one.first == 0 && one.standby == 0; });
}

std::vector<AssessedNeeds> needs_from(const AssessDesk& desk, const Assessment& assessment,
                                      const NeedsContext& context, Instant as_of) {
    const auto heads = [&](const std::string& county, double relocated) {
        return assessed_head(county, relocated, as_of, desk.rules, desk.places);
    };
    std::vector<AssessedNeeds> all;
    for (const AssessedFigure& figure : assessment.totals) {
        const bool is_county = !figure.code.ends_with("00");
        if (figure.metric != LossMetric::relocated || !is_county) {
            continue;
        }
        const double p50 = std::round(figure.band.p50);
        const double p90 = std::max(p50, std::round(figure.band.p90));
        if (p90 < 1) {
            continue;
        }
        AssessedNeeds needs{.county = figure.code, .heads_p50 = p50, .heads_p90 = p90};
        if (p50 >= 1) {
            needs.first = needs_of(heads(figure.code, p50), context, desk.rules);
        }
        for (const ItemNeed& need : needs_of(heads(figure.code, p90), context, desk.rules)) {
            ItemNeed rest = less(need, needs.first);
            if (rest.quantity > 0) {
                needs.standby.push_back(std::move(rest));
            }
        }
        share_out(needs, assessment);
        all.push_back(std::move(needs));
    }
    return all;
}

/// People of a raster about Jilin, cell by cell.
std::vector<PeopleCell> people_cells(const std::filesystem::path& file) {
    constexpr LonLatBox jilin{.west = 121.5, .south = 40.8, .east = 131.4, .north = 46.4};
    // -200 is GHS-POP's mark for no data, -99999 WorldPop's; neither is ever a person.
    const Raster raster = read_raster(file, {.nodata = {-200, -99999}, .box = jilin});
    std::vector<PeopleCell> cells;
    for (int row = 0; row < raster.rows(); ++row) {
        for (int column = 0; column < raster.columns(); ++column) {
            const double people = raster.at(column, row);
            if (people > 0) {
                cells.push_back({.at = raster.position(column, row), .people = people});
            }
        }
    }
    return cells;
}

/// The curves and values of a table of land use, as DamageScanner's users write them.
std::vector<LandUseRule> land_use_rules(const LandUseFiles& files) {
    const CsvTable values(read_file(files.values), files.values.string(), {"landuse", "damage"});
    const CsvTable curves(read_file(files.curves), files.curves.string(),
                          std::initializer_list<std::string_view>{});
    const std::string& depth = curves.columns().front();
    std::vector<LandUseRule> rules;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const CsvRow row = values.row(i);
        const std::string name = row.required("landuse");
        if (!curves.has_column(name)) {
            continue;  // told as cells without a rule
        }
        LandUseRule rule{.land_use = static_cast<int>(row.integer("landuse", 0, 1'000'000)),
                         .curve = {.name = name},
                         .value_per_m2 = row.number("damage", 0, 1e9)};
        for (std::size_t k = 0; k < curves.size(); ++k) {
            rule.curve.depths.push_back(curves.row(k).number(depth, 0, 1000));
            rule.curve.ratios.push_back(curves.row(k).number(name, 0, 1));
        }
        rules.push_back(std::move(rule));
    }
    return rules;
}

std::optional<LandUseDamage> damage_by_land_use(const AssessRequest& request,
                                                const HazardMap& map) {
    if (!request.land_use) {
        return std::nullopt;
    }
    if (!map.raster || map.context.driver != Driver::depth_m) {
        throw bad_input({.code = "argument.value",
                         .message = "damage by land use needs a raster of depths",
                         .file = {},
                         .field = "--land-use",
                         .found = map.source_en,
                         .expected = "--raster FILE --driver depth_m"});
    }
    return land_use_damage(*map.raster, read_raster(request.land_use->land_use),
                           land_use_rules(*request.land_use));
}

/// The hazard of the quotas: what the season and the shelters depend on.
std::string needs_hazard(const std::optional<Scenario>& scenario, const LossContext& context) {
    if (scenario) {
        return scenario->incident.hazard;
    }
    if (context.hazard == "wind") {
        return "flood";  // the quotas have no wind: people who lost a roof in the warm season
    }
    return context.hazard == "outage" || context.hazard == "cold" ? "snow_ice" : context.hazard;
}

}  // namespace

std::vector<ReportedLoss> reported_losses(const std::vector<FieldReport>& reports,
                                          const Places& places, Instant as_of) {
    struct Latest {
        const FieldReport* report = nullptr;
        double value = 0;
        bool at_least = false;
        int reports = 0;
    };
    std::map<std::pair<std::string, LossMetric>, Latest> latest;
    for (const FieldReport* report : standing_reports(reports, as_of)) {
        if (report->counts_since) {
            continue;  // several events: no figure of this one
        }
        for (const ReportedFigure& figure : report_of(*report, places).figures) {
            const auto metric = loss_metric_of(figure.metric);
            if (!metric) {
                continue;
            }
            // They stand by stat_time: the last one told is the newest.
            Latest& known = latest[{report->unit, *metric}];
            known = {.report = report,
                     .value = figure.value,
                     .at_least = report->figure(figure.metric)->bound == Bound::at_least,
                     .reports = known.reports + 1};
        }
    }
    std::vector<ReportedLoss> losses;
    for (const auto& [key, found] : latest) {
        const ReportKind kind = found.report->kind.value_or(
            found.reports == 1 ? ReportKind::initial : ReportKind::follow_up);
        losses.push_back({.report = found.report->label,
                          .code = key.first,
                          .metric = key.second,
                          .value = found.value,
                          .kind = std::string(to_word(kind)),
                          .floor = key.second == LossMetric::dead || found.at_least});
    }
    return losses;
}

std::vector<std::int64_t> stop_assets(const AssessRun& run, const Books& db, const Asked& asked) {
    CareDesk desk = open_care_desk(db, asked);
    nlohmann::ordered_json content = nlohmann::ordered_json::array();
    std::vector<NewHazard> stops;
    const std::set<std::string> stopped = stopped_sites(desk.books.database, Instant::max());
    for (const JudgedAsset& asset : run.assets) {
        const bool keeps_goods = asset.kind == "depot" && !stopped.contains(asset.id);
        if (!keeps_goods ||
            (asset.state != AssetState::out && asset.state != AssetState::doubtful)) {
            continue;
        }
        const NewHazard& stop = stops.emplace_back(NewHazard{.site = asset.id,
                                                             .check = "",
                                                             .finding = {},
                                                             .grade = 1,
                                                             .words = stop_words(asset, run.map)});
        content.push_back({{"site", stop.site}, {"grade", stop.grade}, {"words", stop.words}});
    }
    std::vector<std::int64_t> ids;
    if (stops.empty()) {
        return ids;
    }
    change_care(desk, "hazard.assessed", content, [&](Change& change) {
        for (const NewHazard& stop : stops) {
            ids.push_back(open_hazard(change, desk.care, stop));
        }
        return ids.front();
    });
    return ids;
}

AssessDesk open_assess_desk(const std::filesystem::path& data, const std::optional<Books>& db) {
    auto tables = std::make_unique<Tables>(data, db);
    const DataSource& source = tables->source();
    Layer counties =
        read_layer(data / "reference/jilin/boundaries/jilin_district_tianditu.geojson");
    Exposure exposure = township_exposure(source, counties);
    Rules rules = load_rules(source);
    Places places(source);
    LossRules losses = load_loss_rules(source);
    return {.data = data,
            .tables = std::move(tables),
            .rules = std::move(rules),
            .places = std::move(places),
            .losses = std::move(losses),
            .counties = std::move(counties),
            .exposure = std::move(exposure)};
}

namespace {

/// What is known of the event asked about: of a scenario's folder or of the books.
struct KnownEvent {
    std::optional<Scenario> scenario;
    std::vector<FieldReport> reports;
    std::vector<ReportedLoss> opinions;  ///< of experts, those that stand
    Instant as_of;
};

/// What experts judged, each with the spread of its own band and weight.
std::vector<ReportedLoss> opinions_of(Database& database, const BookIncident& incident,
                                      Instant as_of) {
    const std::vector<ExpertCall> calls = read_expert_calls(database, incident, as_of);
    std::vector<ReportedLoss> losses;
    for (const ExpertOpinion* opinion : standing_opinions(calls)) {
        const auto metric = loss_metric_of(opinion->metric);
        if (!metric) {
            continue;  // no figure of the assessment
        }
        const auto call = std::find_if(calls.begin(), calls.end(), [&](const ExpertCall& known) {
            return known.id == opinion->call;
        });
        losses.push_back({.report = fmt::format("{}#{}", call->expert, opinion->id),
                          .code = opinion->unit,
                          .metric = *metric,
                          .value = figure_number(opinion->value),
                          .kind = "expert",
                          .floor = false,
                          .ln_sd = opinion->ln_sd()});
    }
    return losses;
}

KnownEvent known_event(const AssessDesk& desk, const AssessRequest& request, Instant now) {
    KnownEvent event{
        .scenario = {}, .reports = {}, .opinions = {}, .as_of = request.at.value_or(now)};
    if (request.scenario) {
        event.scenario = load_scenario(*request.scenario, desk.rules, desk.places);
        event.as_of = request.at.value_or(last_publication(*event.scenario));
        event.reports = field_reports_of(*event.scenario);
    } else if (request.event) {
        Database* database = desk.tables->database();
        if (database == nullptr) {
            throw bad_input({.code = "argument.value",
                             .message = "an event of the books is asked for without books",
                             .file = {},
                             .field = "--event",
                             .found = *request.event,
                             .expected = "--db FILE beside it"});
        }
        const BookIncident incident = read_incident(*database, *request.event);
        event.reports = read_field_reports(*database, incident, event.as_of);
        event.opinions = opinions_of(*database, incident, event.as_of);
        event.scenario = scenario_of_books(incident, event.reports, desk.places, event.as_of);
    }
    return event;
}

}  // namespace

AssessRun run_assess(const AssessDesk& desk, const AssessRequest& request, Instant now) {
    KnownEvent event = known_event(desk, request, now);
    std::optional<Scenario>& scenario = event.scenario;
    const Instant as_of = event.as_of;
    const Exposure exposure = request.people
                                  ? with_people(desk.exposure, people_cells(*request.people),
                                                desk.counties, request.people->filename().string())
                                  : desk.exposure;
    const HazardMap map =
        hazard_map(request.hazard, scenario ? &*scenario : nullptr, as_of,
                   needs_parameter(desk.rules, "household_size", "province").value,
                   desk.tables->source(), desk.places, exposure, desk.data);
    std::vector<ReportedLoss> reports;
    if (request.reports) {
        reports = reported_losses(event.reports, desk.places, as_of);
        reports.insert(reports.end(), event.opinions.begin(), event.opinions.end());
    }
    AssessRun run{.scenario = std::move(scenario),
                  .as_of = as_of,
                  .assessment = assess(
                      exposure, hazard_at_units(map, exposure), reports, desk.losses,
                      {.seed = request.seed, .draws = request.draws, .threads = request.threads}),
                  .notes_zh = map.notes_zh,
                  .notes_en = map.notes_en,
                  .land_use = damage_by_land_use(request, map),
                  .assets = {},
                  .map = map,
                  .needs = {},
                  .context = {}};
    if (request.assets || request.sites) {
        run.assets = judge_assets(load_baseline(desk.tables->source(), desk.rules, desk.places),
                                  request.sites ? read_held_sites(*request.sites, desk.counties)
                                                : std::vector<HeldSite>{},
                                  map, desk.losses);
    }
    run.context = {.hazard = needs_hazard(run.scenario, map.context),
                   .month = map.context.month,
                   .days = request.days.value_or(
                       static_cast<int>(needs_parameter(desk.rules, "horizon_days", "any").value)),
                   .temp_c = request.temp_c};
    run.needs = needs_from(desk, run.assessment, run.context, as_of);
    return run;
}

}  // namespace relief
