// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/store/database.h"
#include "core/time.h"
#include "reserves/care/rules.h"
#include "reserves/depot.h"
#include "reserves/duty/due.h"

#include <vector>

namespace relief {

/// hazard: grade-1 hazards, those past their last day, and those near it, with the desk a late one
/// goes to.
[[nodiscard]] std::vector<DueItem> hazard_due(Database& database, const CareRules& rules,
                                              Instant now);

/// inspection: sites whose inspection of the running season is not closed; inspection_open: an
/// inspection that waits for a signature or to be closed.
[[nodiscard]] std::vector<DueItem> inspection_due(Database& database, const CareRules& rules,
                                                  const Baseline& baseline, Instant now);

/// consignment: open duties of keepers whose last day is over or within the month.
[[nodiscard]] std::vector<DueItem> consignment_due(Database& database, const CareRules& rules,
                                                   const DataSource& source,
                                                   const Baseline& baseline, Instant now);

/// agreement: those that end soon or have ended, call tests that failed or are due.
[[nodiscard]] std::vector<DueItem> agreement_due(Database& database, const CareRules& rules,
                                                 const Baseline& baseline, Instant now);

/// letter: this year's letters not signed, one item for each office or bureau that has to give
/// them. training: posts whose training has run out, is missing or ends soon, one item a site.
[[nodiscard]] std::vector<DueItem> letter_due(Database& database, const CareRules& rules,
                                              const Baseline& baseline, Instant now);
[[nodiscard]] std::vector<DueItem> training_due(Database& database, const CareRules& rules,
                                                const Baseline& baseline, Instant now);

/// False for books made before these rules were kept: nothing in them was written by any.
[[nodiscard]] bool has_care_rules(Database& database);

/// All of them, sorted as sort_due does; none where the books have no such rules.
[[nodiscard]] std::vector<DueItem> care_due(Database& database, const Baseline& baseline,
                                            Instant now);

}  // namespace relief
