// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"
#include "core/time.h"
#include "reserves/care/hazard.h"
#include "reserves/care/rules.h"

#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What a site's grade is made of, and what may be asked of it.
struct SiteGrade {
    std::string site;
    std::string grade;  ///< A … D of rules/site_safety_grade.csv; "-" before the first inspection
    std::string zh;
    Instant from;  ///< since when
    int open_1 = 0;
    int open_2 = 0;
    int open_all = 0;
    int overdue = 0;
    int days_since_inspection = -1;  ///< -1 = never inspected
};

/// What a grade is reckoned from.
struct SiteRecord {
    std::vector<Hazard> hazards;       ///< of the site, those closed too
    std::vector<Instant> inspections;  ///< when its inspections were closed
};

/// The grade at a moment, by the first row of the table whose limits hold. A site nobody inspected
/// yet has none, unless an open hazard of grade 1 speaks against it.
[[nodiscard]] SiteGrade site_grade(const CareRules& rules, std::string_view site,
                                   const SiteRecord& record, Instant at);

/// Every change of the grade up to `now`, the oldest first. Also the passing of a deadline and of
/// the days since the last inspection changes it, without anybody writing anything.
[[nodiscard]] std::vector<SiteGrade> grade_history(const CareRules& rules, std::string_view site,
                                                   const SiteRecord& record, Instant now);

[[nodiscard]] SiteRecord read_site_record(Database& database, std::string_view site);

}  // namespace relief
