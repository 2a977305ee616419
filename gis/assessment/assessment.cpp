// SPDX-License-Identifier: Apache-2.0
#include "gis/assessment/assessment.h"

#include "gis/assessment/spread.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace relief {
namespace {

/// A township's own code, its county, prefecture and province, by present codes.
std::vector<std::string> divisions_of(const ExposedUnit& unit) {
    return {unit.county, unit.county.substr(0, 4) + "00", unit.county.substr(0, 2) + "0000"};
}

bool lies_in(const ExposedUnit& unit, std::string_view code) {
    if (unit.code == code) {
        return true;
    }
    const std::vector<std::string> above = divisions_of(unit);
    return std::find(above.begin(), above.end(), code) != above.end();
}

/// The driver where a unit's people are, those points left out that nothing is known of.
double mean_hazard(const UnitHazard& hazard) {
    double sum = 0;
    int known = 0;
    for (const std::optional<double>& value : hazard.values) {
        sum += value.value_or(0);
        known += value ? 1 : 0;
    }
    return known == 0 ? 0 : sum / known;
}

/// Whether a hazard three sigmas above the map would touch anybody there: a unit where not even
/// half a person would be affected stays out of the trial.
bool reaches(const DrawUnit& unit) {
    const std::size_t last = unit.response.shifts() - 1;
    const std::size_t three_of_four = last / 2 + last * 3 / 8;
    constexpr float half_a_person = 0.5F;
    const float* row = unit.response.values.data() + three_of_four * output_count;
    return row[place_of(LossMetric::affected)] >= half_a_person;
}

bool spoken_of(const ExposedUnit& unit, const std::vector<ReportedLoss>& reports) {
    // A report of a wide division does not bring in townships that the hazard leaves alone.
    return std::any_of(reports.begin(), reports.end(), [&](const ReportedLoss& report) {
        return report.code == unit.code || report.code == unit.county;
    });
}

/// The units of the trial: those the hazard can reach or a township or county report names.
struct Trial {
    std::vector<const ExposedUnit*> exposed;
    std::vector<DrawUnit> drawn;
    std::vector<double> worst;  ///< mean hazard
};

Trial trial_of(const Exposure& exposure, const AssessedHazard& hazard,
               const std::vector<ReportedLoss>& reports, const LossRules& rules) {
    std::map<std::size_t, const UnitHazard*> hazard_of;
    for (const UnitHazard& one : hazard.units) {
        hazard_of[one.unit] = &one;
    }
    const UnitHazard none;
    const LossModel model = loss_model(hazard.context, rules);
    Trial trial;
    std::map<std::string, std::size_t> counties;
    for (std::size_t u = 0; u < exposure.units.size(); ++u) {
        const ExposedUnit& unit = exposure.units[u];
        const auto found = hazard_of.find(u);
        const UnitHazard& there = found == hazard_of.end() ? none : *found->second;
        DrawUnit drawn = draw_unit(unit, there, model);
        if (reaches(drawn) || spoken_of(unit, reports)) {
            trial.exposed.push_back(&unit);
            drawn.group = counties.emplace(unit.county, counties.size()).first->second;
            trial.drawn.push_back(std::move(drawn));
            trial.worst.push_back(mean_hazard(there));
        }
    }
    return trial;
}

std::vector<std::size_t> units_in(const Trial& trial, std::string_view code) {
    std::vector<std::size_t> units;
    for (std::size_t u = 0; u < trial.exposed.size(); ++u) {
        if (lies_in(*trial.exposed[u], code)) {
            units.push_back(u);
        }
    }
    return units;
}

}  // namespace

ReportReliability reliability_of(const ReportedLoss& report, const LossRules& rules) {
    if (report.ln_sd) {
        return {.kind = report.kind, .ln_sd = *report.ln_sd, .ln_bias = 0};
    }
    return rules.reliability_of(report.value == 0 && report.kind != "final" ? "zero" : report.kind);
}

namespace {

std::vector<Observation> observations_of(const Trial& trial,
                                         const std::vector<ReportedLoss>& reports,
                                         const LossRules& rules, Assessment& assessment) {
    std::vector<Observation> observations;
    for (const ReportedLoss& report : reports) {
        const ReportReliability reliability = reliability_of(report, rules);
        Observation seen{.id = report.report,
                         .output = place_of(report.metric),
                         .units = units_in(trial, report.code),
                         .value = report.value,
                         .ln_sd = reliability.ln_sd,
                         .ln_bias = reliability.ln_bias,
                         .floor = report.floor,
                         .exact = report.kind == "final"};
        if (seen.units.empty()) {
            assessment.unused.push_back(fmt::format("{} {} {}", report.report, report.code,
                                                    loss_metric_ids.at(place_of(report.metric))));
            continue;
        }
        assessment.evidence.push_back(report);
        observations.push_back(std::move(seen));
    }
    return observations;
}

/// Which divisions get a total: every county, prefecture and province with a unit of the trial, in
/// that order.
std::vector<std::string> divisions_with_units(const Trial& trial) {
    std::vector<std::string> codes;
    for (const std::size_t level : {0U, 1U, 2U}) {
        std::set<std::string> of_level;
        for (const ExposedUnit* unit : trial.exposed) {
            of_level.insert(divisions_of(*unit).at(level));
        }
        codes.insert(codes.end(), of_level.begin(), of_level.end());
    }
    return codes;
}

std::vector<AssessedFigure> unit_figures(const Trial& trial, const Draws& draws, unsigned threads) {
    const std::vector<Band> bands = bands_of(draws, threads);
    std::vector<AssessedFigure> figures;
    for (std::size_t u = 0; u < trial.exposed.size(); ++u) {
        for (std::size_t m = 0; m < loss_metric_count; ++m) {
            figures.push_back({.code = trial.exposed[u]->code,
                               .metric = static_cast<LossMetric>(m),
                               .hazard = trial.worst[u],
                               .prior = {},
                               .band = bands[u * draws.outputs + m],
                               .evidence = {}});
        }
    }
    return figures;
}

std::vector<AssessedFigure> total_figures(const Trial& trial, const Draws& draws,
                                          unsigned threads) {
    const std::vector<std::string> codes = divisions_with_units(trial);
    std::vector<AssessedFigure> figures(codes.size() * loss_metric_count);
    spread(codes.size(), threads, [&](std::size_t i) {
        const std::vector<std::size_t> units = units_in(trial, codes[i]);
        for (std::size_t m = 0; m < loss_metric_count; ++m) {
            AssessedFigure& figure = figures[i * loss_metric_count + m];
            figure.code = codes[i];
            figure.metric = static_cast<LossMetric>(m);
            figure.band = band_of(sum_of(draws, units, m));
        }
    });
    return figures;
}

void add_evidence(std::vector<AssessedFigure>& figures, const std::vector<ReportedLoss>& used) {
    for (AssessedFigure& figure : figures) {
        for (const ReportedLoss& report : used) {
            if (report.code == figure.code && report.metric == figure.metric) {
                figure.evidence.push_back(report.report);
            }
        }
    }
}

/// The prior's bands under the posterior's, figure by figure: both stand in the same order.
void put_prior(std::vector<AssessedFigure>& figures, const std::vector<AssessedFigure>& before) {
    for (std::size_t i = 0; i < figures.size(); ++i) {
        figures[i].prior = before[i].band;
    }
}

double expected_at_map(const Trial& trial, std::size_t output) {
    double sum = 0;
    for (const DrawUnit& unit : trial.drawn) {
        const std::size_t middle = unit.response.shifts() / 2;
        sum += static_cast<double>(unit.response.values[middle * output_count + output]);
    }
    return sum;
}

double share_of_none(const Trial& trial, const Draws& draws, LossMetric metric) {
    std::vector<std::size_t> all(trial.exposed.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    const std::vector<float> sum = sum_of(draws, all, place_of(metric));
    constexpr float half = 0.5F;
    const auto none = std::count_if(sum.begin(), sum.end(), [](float v) { return v < half; });
    return sum.empty() ? 1 : static_cast<double>(none) / static_cast<double>(sum.size());
}

}  // namespace

const AssessedFigure* Assessment::figure(std::string_view code, LossMetric metric) const {
    for (const std::vector<AssessedFigure>* figures : {&units, &totals}) {
        for (const AssessedFigure& one : *figures) {
            if (one.code == code && one.metric == metric) {
                return &one;
            }
        }
    }
    return nullptr;
}

Assessment assess(const Exposure& exposure, const AssessedHazard& hazard,
                  const std::vector<ReportedLoss>& reports, const LossRules& rules,
                  const AssessmentRequest& request) {
    Assessment assessment{.context = hazard.context,
                          .hazard_zh = hazard.source_zh,
                          .hazard_en = hazard.source_en,
                          .exposure_id = exposure.id,
                          .exposure_zh = exposure.source_zh,
                          .exposure_en = exposure.source_en,
                          .exposure_approximate = exposure.approximate,
                          .people = exposure.people(),
                          .outside = exposure.outside,
                          .seed = request.seed,
                          .draws = request.draws,
                          .not_placed = exposure.not_placed,
                          .assumed = hazard.assumed};
    const Trial trial = trial_of(exposure, hazard, reports, rules);
    Draws draws = make_draws(trial.drawn, doubt_of(hazard.context, rules), request.seed,
                             request.draws, request.threads);
    if (hazard.context.hazard == "earthquake") {
        fatality_draws(draws, fatality_law(rules), request.seed);
        assessment.pager_dead = expected_at_map(trial, place_of(LossMetric::dead));
        assessment.itb_dead = expected_at_map(trial, itb_output);
    }
    const std::vector<AssessedFigure> units_before = unit_figures(trial, draws, request.threads);
    const std::vector<AssessedFigure> totals_before = total_figures(trial, draws, request.threads);
    const std::vector<Observation> observations =
        observations_of(trial, reports, rules, assessment);
    update_by_reports(draws, observations, trial.worst,
                      {.from = rules.parameter("silent_weight_from", "any"),
                       .to = rules.parameter("silent_weight_to", "any"),
                       .least = rules.parameter("silent_weight_floor", "any")},
                      request.seed, request.threads);
    assessment.units =
        observations.empty() ? units_before : unit_figures(trial, draws, request.threads);
    assessment.totals =
        observations.empty() ? totals_before : total_figures(trial, draws, request.threads);
    put_prior(assessment.units, units_before);
    put_prior(assessment.totals, totals_before);
    add_evidence(assessment.units, assessment.evidence);
    add_evidence(assessment.totals, assessment.evidence);
    assessment.chance_of_no_death = share_of_none(trial, draws, LossMetric::dead);
    return assessment;
}

}  // namespace relief
