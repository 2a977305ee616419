// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/care/agreement.h"
#include "reserves/care/consignment.h"
#include "reserves/care/hazard.h"
#include "reserves/care/inspection.h"
#include "reserves/care/letter.h"
#include "reserves/care/site_grade.h"
#include "reserves/care/training.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// relief.hazards/1: hazards as they stand at `now`, and the sites they stop.
struct HazardsAnswer {
    std::vector<Hazard> hazards;
    std::set<std::string> stopped;
    Instant now;
};
[[nodiscard]] std::string hazards_json(const HazardsAnswer& answer, const CareRules& rules);
[[nodiscard]] std::string hazards_text(const HazardsAnswer& answer, const CareRules& rules,
                                       std::string_view language);

/// relief.inspection/1: inspections with their findings and signatures.
[[nodiscard]] std::string inspections_json(const std::vector<Inspection>& inspections,
                                           const CareRules& rules);
[[nodiscard]] std::string inspections_text(const std::vector<Inspection>& inspections,
                                           const CareRules& rules, std::string_view language);

/// relief.inspection_calendar/1: a season of a year for all sites.
struct CalendarAnswer {
    std::string season;
    int year = 0;
    std::vector<CalendarRow> rows;
    Instant now;
};
[[nodiscard]] std::string calendar_json(const CalendarAnswer& answer, const CareRules& rules);
[[nodiscard]] std::string calendar_text(const CalendarAnswer& answer, const CareRules& rules,
                                        std::string_view language);

/// relief.site_grades/1.
[[nodiscard]] std::string site_grades_json(const std::vector<SiteGrade>& grades);
[[nodiscard]] std::string site_grades_text(const std::vector<SiteGrade>& grades,
                                           std::string_view language);

/// relief.letters/1.
[[nodiscard]] std::string letters_json(const std::vector<Letter>& letters, int year, Instant now);
[[nodiscard]] std::string letters_text(const std::vector<Letter>& letters,
                                       std::string_view language);

/// relief.training/1.
[[nodiscard]] std::string training_json(const std::vector<PostTraining>& posts);
[[nodiscard]] std::string training_text(const std::vector<PostTraining>& posts,
                                        const CareRules& rules, std::string_view language);

/// relief.agreement/1.
struct AgreementsAnswer {
    std::vector<Agreement> agreements;
    Instant now;
    bool in_full = false;  ///< with every call test
};
[[nodiscard]] std::string agreements_json(const AgreementsAnswer& answer, const CareRules& rules);
[[nodiscard]] std::string agreements_text(const AgreementsAnswer& answer, const CareRules& rules,
                                          std::string_view language);

/// relief.consignment/1: contracts, and the duties asked for.
struct ConsignmentAnswer {
    std::vector<ConsignmentContract> contracts;
    std::vector<ConsignmentDuty> duties;
    Instant now;
    /// Contracts that hold no more, with the lots and items nothing is drawn from because of it.
    struct Lost {
        std::string contract;
        std::string depot;
        std::int64_t lots = 0;
        std::int64_t items = 0;
    };
    std::vector<Lost> lost;
    std::vector<ConsignedStock> stock = {};  ///< of the one contract shown
};
[[nodiscard]] std::string consignment_json(const ConsignmentAnswer& answer);
[[nodiscard]] std::string consignment_text(const ConsignmentAnswer& answer,
                                           std::string_view language);

}  // namespace relief
