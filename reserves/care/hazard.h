// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "core/store/database.h"
#include "core/time.h"
#include "reserves/care/rules.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// open: found, or mended badly; done: said to be mended, not looked at again; closed: another
/// person looked and found it mended.
enum class HazardState { open, done, closed };
[[nodiscard]] std::string_view hazard_state_name(HazardState state);

/// What was done about a hazard: done, recheck_ok, recheck_bad, escalate.
struct HazardStep {
    std::string verb;
    Instant at;
    std::string actor;   ///< who wrote it down
    std::string person;  ///< who did it; the desk it went to for escalate
    std::string note;
};

/// A danger at a site, from a bad finding or reported by its keeper.
struct Hazard {
    std::int64_t id = 0;
    std::string site;
    std::string check;                       ///< of rules/depot_safety_checklist.csv; "" for none
    std::optional<std::int64_t> inspection;  ///< in which it was found
    int grade = 3;                           ///< 1 重大, 2 较大, 3 一般
    Instant found_at;
    Date due;                 ///< last day to have it mended and looked at again
    std::string escalate_to;  ///< the desk it goes to when it is late
    std::string found_by;
    std::string words;
    std::vector<HazardStep> steps;

    [[nodiscard]] HazardState state() const;
    /// The state it had at a moment not before found_at.
    [[nodiscard]] HazardState state_at(Instant at) const;
    /// Not closed though its last day is over.
    [[nodiscard]] bool overdue(Instant now) const;
    /// The person of the last step "done"; "" where nobody mended it yet.
    [[nodiscard]] std::string mended_by() const;
};

struct HazardQuery {
    std::optional<std::string> site = {};
    std::optional<int> grade = {};
    bool with_closed = false;
};

/// Hazards as they stood at `at` (what had happened by then), by id.
[[nodiscard]] std::vector<Hazard> read_hazards(Database& database, const HazardQuery& query,
                                               Instant at);

/// A hazard that is not closed.
struct OpenHazard {
    std::int64_t id = 0;
    std::string site;
    std::string check;
    int grade = 3;
    Instant found_at;
    Date due;
    std::string escalate_to;
    std::string words;
    HazardState state = HazardState::open;
};

/// Every hazard not closed at `at`, by id. One that is done but not looked at again is still open.
[[nodiscard]] std::vector<OpenHazard> open_hazards(Database& database, Instant at);

/// Sites with a grade-1 hazard open at `at`: nothing is drawn from them (rules/safety_grades.csv:
/// 停用). The end of time (Instant::max()) asks for the newest state.
[[nodiscard]] std::set<std::string> stopped_sites(Database& database, Instant at);

struct NewHazard {
    std::string site;
    std::string check;
    std::optional<std::int64_t> finding;
    int grade = 3;
    std::string words;
};

/// Opens a hazard as of the change's occurred_at, its deadline by the grade's days. Refused
/// hazard.grade where the table has no such grade, hazard.words without words.
std::int64_t open_hazard(Change& change, const CareRules& rules, const NewHazard& hazard);

/// It is said to be mended by `person`. Refused hazard.state unless it is open.
void finish_hazard(Change& change, std::int64_t hazard, const std::string& person,
                   const std::string& note);

/// Somebody looked again: mended (closed) or not (open as before, same deadline). Refused
/// hazard.state unless it is done, hazard.same_person where the one who mended it looks
/// at it or writes the look down.
void recheck_hazard(Change& change, std::int64_t hazard, const std::string& person, bool mended,
                    const std::string& note);

/// It went to the desk of its grade. Refused hazard.state where it is closed, hazard.not_due while
/// its last day is not over.
void escalate_hazard(Change& change, std::int64_t hazard, const std::string& note);

}  // namespace relief
