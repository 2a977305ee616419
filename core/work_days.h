// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/time.h"

#include <set>

namespace relief {

/// Which days are worked: Monday to Friday but for public holidays, and the weekend days worked
/// instead (rules/work_days.csv). A year the table does not hold has plain weeks.
class WorkDays {
  public:
    WorkDays() = default;
    /// Reads rules/work_days.csv. bad_input at the first wrong field.
    explicit WorkDays(const DataSource& source);

    [[nodiscard]] bool is_worked(Date date) const;
    /// The n-th work day after `from`, which itself does not count.
    [[nodiscard]] Date after(Date from, int work_days) const;
    /// False where the table knows no holiday of the year, so that a deadline is only near.
    [[nodiscard]] bool knows_year(int year) const;

  private:
    std::set<Date> holidays_;
    std::set<Date> worked_;
};

}  // namespace relief
