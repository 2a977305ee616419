// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/incident.h"
#include "core/places.h"
#include "core/rules.h"
#include "core/time.h"

#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// The heads the quotas multiply at one place, and where they come from.
struct HeadCount {
    std::string place;  ///< county code, also the road node
    std::string unit;   ///< the reporting unit: the place itself, or the coarser unit placed here
    double relocated = 0;
    double collective = 0;  ///< reported, or ceil(relocated x collective_share)
    bool collective_reported = false;
    bool remainder = false;                   ///< what a coarser report adds over the finer ones
    std::string report;                       ///< report id; "" where given by hand
    Instant known_at;                         ///< of that report; deadlines count from here
    std::vector<std::string> share_counties;  ///< whose census shares are weighted
};

/// The heads at each place from the reports: the finest units that reported, and a coarser one
/// only for its remainder, placed at its seat. Reports over several events are passed over.
[[nodiscard]] std::vector<HeadCount> head_counts(const Scenario& scenario,
                                                 const std::vector<const Report*>& reports,
                                                 const Rules& rules, const Places& places);

/// The heads of one report alone, as its unit's own figure.
[[nodiscard]] HeadCount head_count_of(const Report& report, const Scenario& scenario,
                                      const Rules& rules, const Places& places);

/// The people of a county to relocate by an assessment, as known at a time.
[[nodiscard]] HeadCount assessed_head(const std::string& county, double relocated, Instant known_at,
                                      const Rules& rules, const Places& places);

/// Whose census shares are weighted for a figure of `unit`: a county's own (a zone's host's, a
/// township's county's); of a prefecture or the province, those of `share_counties` that lie in
/// it, or all its counties where none does.
[[nodiscard]] std::vector<std::string> census_counties(
    std::string_view unit, const std::vector<std::string>& share_counties, const Places& places);

/// A parameter of needs_parameters.csv: the row of the hazard, else the one for any.
/// bad_input (csv.reference) naming the hazards there are where there is neither.
[[nodiscard]] const NeedsParameter& needs_parameter(const Rules& rules, std::string_view id,
                                                    std::string_view hazard);

/// ceil() of a product of published decimals, as whole goods or heads.
[[nodiscard]] double whole_above(double value);

}  // namespace relief
