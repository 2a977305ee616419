// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"
#include "core/time.h"
#include "reserves/care/rules.h"
#include "reserves/document/document.h"
#include "reserves/print/form_books.h"
#include "reserves/report/period.h"

#include <optional>
#include <string>
#include <vector>

namespace relief {

/// Puts into a document's form what other documents and tables of the books know: contacts, the
/// application an order answers, its telephone order, lorries, lots' dates, what was sent of what
/// was received, the agreement of a call-off. What nobody knows stays an empty box; what is there
/// already stays.
void add_facts(FormContent& content, Database& database, const Document& document,
               const FormNames& names);

/// ten_day_bulletin and yearly_report: a row for each item. `available` may be empty, for a past
/// moment. Notes say what no column does.
[[nodiscard]] FormContent bulletin_content(const std::vector<PeriodRow>& rows, const Period& period,
                                           const std::vector<AvailableLot>& available,
                                           const FormNames& names);
[[nodiscard]] FormContent yearly_content(const std::vector<PeriodRow>& rows, const Period& period,
                                         const FormNames& names);

/// hazard_notice: the hazards of a site that are not closed at a moment, with what to do, by when
/// and who. No rows where there are none.
[[nodiscard]] FormContent hazard_notice_content(Database& database, const CareRules& care,
                                                const std::string& site, Instant at,
                                                const FormNames& names);

}  // namespace relief
