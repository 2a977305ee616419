// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/assessment/draws.h"
#include "gis/assessment/evidence.h"
#include "gis/assessment/loss_rules.h"
#include "gis/assessment/response.h"
#include "gis/exposure.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// A figure somebody reported, as evidence: of a township, county, prefecture or the province.
struct ReportedLoss {
    std::string report;  ///< its id
    std::string code;    ///< of the division it speaks of, present code
    LossMetric metric = LossMetric::affected;
    double value = 0;  ///< in the metric's unit; 0 is an observation
    /// initial, follow_up, correction, final or zero: rules/report_reliability.csv. A final figure
    /// is taken as it stands.
    std::string kind = "follow_up";
    bool floor = false;  ///< a confirmed count: the truth is not below it
    /// A spread of its own in place of its kind's, without bias: an expert's judgement (kind
    /// "expert", value above 0).
    std::optional<double> ln_sd = {};
};

/// The hazard where people are, and the event beside it.
struct AssessedHazard {
    LossContext context;
    std::string source_zh;  ///< where the map comes from, shown on every output
    std::string source_en;
    std::vector<UnitHazard> units;
    /// Units whose hazard nobody measured: they carry an assumed one.
    std::vector<std::string> assumed;
};

/// One figure of one division with what made it.
struct AssessedFigure {
    std::string code;  ///< township, county, prefecture or province
    LossMetric metric = LossMetric::affected;
    double hazard = 0;  ///< mean of the driver where its people are; 0 above townships
    Band prior;         ///< before reports
    Band band;          ///< with them
    std::vector<std::string> evidence;  ///< reports that speak of this very division and metric
};

/// The answer: plain values that can be printed and read back.
struct Assessment {
    LossContext context;
    std::string hazard_zh;
    std::string hazard_en;
    std::string exposure_id;
    std::string exposure_zh;
    std::string exposure_en;
    bool exposure_approximate = true;
    double people = 0;   ///< of the whole exposure, whatever lies outside the hazard
    double outside = 0;  ///< of a raster, in no county
    std::uint64_t seed = 1;
    std::size_t draws = 0;
    std::vector<AssessedFigure> units;   ///< townships the hazard or a report reaches
    std::vector<AssessedFigure> totals;  ///< counties, then prefectures, then the province
    std::vector<std::string> not_placed;
    std::vector<std::string> assumed;
    double pager_dead = 0;  ///< expected deaths by PAGER's and the ITB's rates, earthquakes only
    double itb_dead = 0;
    double chance_of_no_death = 0;
    std::vector<ReportedLoss> evidence;  ///< what was used
    std::vector<std::string> unused;     ///< reports that speak of no unit here, and why

    /// A figure of a division; nullptr where it is not there.
    [[nodiscard]] const AssessedFigure* figure(std::string_view code, LossMetric metric) const;
};

struct AssessmentRequest {
    std::uint64_t seed = 1;
    std::size_t draws = 10000;
    unsigned threads = 1;
};

/// How far the truth may lie from a report: by its kind (a zero that is not final is "zero"), or by
/// the spread of its own.
[[nodiscard]] ReportReliability reliability_of(const ReportedLoss& report, const LossRules& rules);

/// From hazard, exposure and reports to figures with their doubt. Pure: the same bytes for the
/// same input. Totals are made draw by draw, never by adding quantiles.
[[nodiscard]] Assessment assess(const Exposure& exposure, const AssessedHazard& hazard,
                                const std::vector<ReportedLoss>& reports, const LossRules& rules,
                                const AssessmentRequest& request);

}  // namespace relief
