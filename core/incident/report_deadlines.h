// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/incident/field_report.h"
#include "core/incident/report_book.h"
#include "core/places.h"
#include "core/rules.h"
#include "core/work_days.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// A row of rules/report_deadlines.csv about the loss reports of an event.
struct DeadlineRule {
    std::string id;
    std::string reporter;    ///< township, county, city, province
    std::string event_kind;  ///< sudden, drought
    std::string report;      ///< initial, follow_up, final
    std::string kind;        ///< hours_after_event, hours_after_receipt, daily_at …
    double value = 0;
    Minutes clock{0};  ///< of daily_at, after midnight
    std::string recipient;
    std::string trigger_metric;  ///< "" where it always holds
    double trigger_value = 0;
    Source source;
    std::string note;
    /// Another place's rule of which the note says that it is not known for Jilin: shown only.
    bool comparator = false;
};

/// The rows of the table that are about loss reports of a township, county, city or province.
/// bad_input with place at the first wrong field.
[[nodiscard]] std::vector<DeadlineRule> load_report_deadlines(const DataSource& source);

enum class DueState : std::uint8_t {
    missing,   ///< due, and nothing came
    due,       ///< not due yet, and nothing came
    waiting,   ///< its hour is not known yet: what it waits for has not come
    late,      ///< came late
    in_time,   ///< came in time
    not_seen,  ///< goes to somebody else: these books cannot tell whether it was sent
};

[[nodiscard]] std::string_view to_word(DueState state);

/// One report of one unit that is or was due.
struct ReportDue {
    std::string unit;
    std::string report;  ///< initial, follow_up, final
    std::string recipient;
    const DeadlineRule* rule = nullptr;
    std::optional<Instant> due;
    DueState state = DueState::waiting;
    std::optional<Instant> received;
    std::string label;    ///< of the report that came
    Minutes by{0};        ///< late by, due in, or overdue by
    std::string because;  ///< "2017-07-13T08:00+08:00 + 2 h"
    /// Whom an overdue report goes to next: the unit above at once, the one above that after
    /// escalation_hours.
    std::vector<std::string> escalates_to;
};

/// What an event's reports are held against.
struct DeadlineQuestion {
    const BookIncident* incident = nullptr;
    const std::vector<FieldReport>* reports = nullptr;  ///< as received, corrected ones too
    Instant now;
    double escalation_hours = 2;
};

/// Every report that is due or was, for the units that are to report, those that did and those
/// above them; of daily reports each past day and the next. Missing first, then by due time.
[[nodiscard]] std::vector<ReportDue> report_dues(const DeadlineQuestion& question,
                                                 const std::vector<DeadlineRule>& rules,
                                                 const WorkDays& work_days, const Places& places);

/// township, county, city or province; "" for any other place.
[[nodiscard]] std::string_view reporting_level(const Place& place);

}  // namespace relief
