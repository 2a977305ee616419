// SPDX-License-Identifier: Apache-2.0
#include "reserves/care/hazard.h"

#include "core/error.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::string_view done = "done";
constexpr std::string_view recheck_ok = "recheck_ok";
constexpr std::string_view recheck_bad = "recheck_bad";
constexpr std::string_view escalate = "escalate";

void read_steps(Database& database, Instant at, std::vector<Hazard>& hazards) {
    std::map<std::int64_t, Hazard*> by_id;
    for (Hazard& hazard : hazards) {
        by_id.emplace(hazard.id, &hazard);
    }
    Statement select = database.prepare(
        "SELECT hazard_id, verb, at, actor, person, note FROM hazard_step WHERE at <= ?1 "
        "ORDER BY id");
    select.bind(1, seconds_of(at));
    while (select.step()) {
        if (const auto found = by_id.find(select.integer(0)); found != by_id.end()) {
            found->second->steps.push_back({.verb = select.text(1),
                                            .at = instant_of(select.integer(2)),
                                            .actor = select.text(3),
                                            .person = select.text(4),
                                            .note = select.text(5)});
        }
    }
}

/// The hazard as every desk knows it now, whatever was claimed to have happened when.
Hazard read_newest(Database& database, std::int64_t id) {
    for (Hazard& hazard : read_hazards(database, {.with_closed = true}, Instant::max())) {
        if (hazard.id == id) {
            return std::move(hazard);
        }
    }
    throw refused({.code = "hazard.unknown",
                   .message = "there is no such hazard",
                   .field = "hazard",
                   .found = fmt::format("{}", id),
                   .expected = "a number of relief inspect hazard list"});
}

Error wrong_state(const Hazard& hazard, std::string expected) {
    return refused(
        {.code = "hazard.state",
         .message = "the hazard cannot take this step now",
         .field = "hazard",
         .found = fmt::format("hazard {} is {}", hazard.id, hazard_state_name(hazard.state())),
         .expected = std::move(expected)});
}

/// A step is told in the order things happened, or the state at a past moment would be none that
/// ever was.
void check_order(const Change& change, const Hazard& hazard) {
    const Instant last = hazard.steps.empty() ? hazard.found_at : hazard.steps.back().at;
    if (change.request().occurred_at < last) {
        throw refused({.code = "hazard.order",
                       .message = "the step would have happened before the one before it",
                       .field = "--at",
                       .found = format_instant(change.request().occurred_at),
                       .expected = "a time not before " + format_instant(last)});
    }
}

void add_step(Change& change, const Hazard& hazard, std::string_view verb,
              const std::string& person, const std::string& note) {
    check_order(change, hazard);
    change.insert("hazard_step", {{"hazard_id", hazard.id},
                                  {"verb", std::string(verb)},
                                  {"at", seconds_of(change.request().occurred_at)},
                                  {"actor", change.request().actor},
                                  {"person", person},
                                  {"note", note}});
    change.tell_subject(fmt::format("hazard {}", hazard.id));
}

void check_person(const std::string& person) {
    if (person.empty()) {
        throw refused({.code = "hazard.person",
                       .message = "it must be said who did it",
                       .field = "--by",
                       .expected = "a name"});
    }
}

}  // namespace

std::string_view hazard_state_name(HazardState state) {
    switch (state) {
        case HazardState::open: return "open";
        case HazardState::done: return "done";
        case HazardState::closed: return "closed";
    }
    return "open";
}

HazardState Hazard::state() const {
    return state_at(Instant::max());
}

HazardState Hazard::state_at(Instant at) const {
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        if (step->at > at) {
            continue;
        }
        if (step->verb == recheck_ok) {
            return HazardState::closed;
        }
        if (step->verb == recheck_bad) {
            return HazardState::open;
        }
        if (step->verb == relief::done) {
            return HazardState::done;
        }
    }
    return HazardState::open;
}

bool Hazard::overdue(Instant now) const {
    return state() != HazardState::closed && beijing_date(now) > due;
}

std::string Hazard::mended_by() const {
    const auto last = std::find_if(steps.rbegin(), steps.rend(), [](const HazardStep& step) {
        return step.verb == relief::done;
    });
    return last == steps.rend() ? "" : last->person;
}

std::vector<Hazard> read_hazards(Database& database, const HazardQuery& query, Instant at) {
    Statement select = database.prepare(
        "SELECT hazard.id, hazard.site, hazard.check_id, finding.inspection_id, grade, found_at, "
        "       due_day, escalate_to, hazard.actor, words "
        "FROM hazard LEFT JOIN inspection_finding AS finding ON finding.id = finding_id "
        "WHERE found_at <= ?1 AND (?2 IS NULL OR hazard.site = ?2) "
        "  AND (?3 IS NULL OR grade = ?3) ORDER BY hazard.id");
    select.bind(1, seconds_of(at));
    query.site ? select.bind(2, *query.site) : select.bind_null(2);
    query.grade ? select.bind(3, std::int64_t{*query.grade}) : select.bind_null(3);
    std::vector<Hazard> hazards;
    while (select.step()) {
        hazards.push_back(
            {.id = select.integer(0),
             .site = select.text(1),
             .check = select.text(2),
             .inspection = select.is_null(3) ? std::nullopt : std::optional(select.integer(3)),
             .grade = static_cast<int>(select.integer(4)),
             .found_at = instant_of(select.integer(5)),
             .due = date_of(select.integer(6)),
             .escalate_to = select.text(7),
             .found_by = select.text(8),
             .words = select.text(9),
             .steps = {}});
    }
    read_steps(database, at, hazards);
    if (!query.with_closed) {
        std::erase_if(hazards,
                      [](const Hazard& hazard) { return hazard.state() == HazardState::closed; });
    }
    return hazards;
}

std::vector<OpenHazard> open_hazards(Database& database, Instant at) {
    std::vector<OpenHazard> open;
    for (const Hazard& hazard : read_hazards(database, {}, at)) {
        open.push_back({.id = hazard.id,
                        .site = hazard.site,
                        .check = hazard.check,
                        .grade = hazard.grade,
                        .found_at = hazard.found_at,
                        .due = hazard.due,
                        .escalate_to = hazard.escalate_to,
                        .words = hazard.words,
                        .state = hazard.state()});
    }
    return open;
}

std::set<std::string> stopped_sites(Database& database, Instant at) {
    // A hazard that was closed stays closed, so its steps need no reading in order.
    Statement select = database.prepare(
        "SELECT DISTINCT site FROM hazard WHERE grade = 1 AND found_at <= ?1 "
        "AND NOT EXISTS (SELECT 1 FROM hazard_step WHERE hazard_id = hazard.id "
        "                AND verb = 'recheck_ok' AND at <= ?1)");
    select.bind(1, seconds_of(at));
    std::set<std::string> sites;
    while (select.step()) {
        sites.insert(select.text(0));
    }
    return sites;
}

std::int64_t open_hazard(Change& change, const CareRules& rules, const NewHazard& hazard) {
    const HazardGrade* grade = rules.grade(hazard.grade);
    if (grade == nullptr) {
        throw refused({.code = "hazard.grade",
                       .message = "there is no such grade of hazard",
                       .field = "--grade",
                       .found = fmt::format("{}", hazard.grade),
                       .expected = "a grade of rules/safety_grades.csv"});
    }
    if (hazard.words.empty()) {
        throw refused({.code = "hazard.words",
                       .message = "a hazard must be told in words",
                       .field = "--note",
                       .expected = "what is wrong and where"});
    }
    const Request& request = change.request();
    const Date due =
        beijing_date(request.occurred_at) + std::chrono::days{grade->close_within_days};
    const std::int64_t id =
        change.insert("hazard", {{"site", hazard.site},
                                 {"check_id", hazard.check},
                                 {"finding_id", hazard.finding ? Cell(*hazard.finding) : Cell()},
                                 {"grade", std::int64_t{hazard.grade}},
                                 {"found_at", seconds_of(request.occurred_at)},
                                 {"due_day", day_number(due)},
                                 {"escalate_to", grade->escalate_to},
                                 {"actor", request.actor},
                                 {"words", hazard.words}});
    change.tell_subject(fmt::format("hazard {}", id));
    return id;
}

void finish_hazard(Change& change, std::int64_t id, const std::string& person,
                   const std::string& note) {
    check_person(person);
    const Hazard hazard = read_newest(change.database(), id);
    if (hazard.state() != HazardState::open) {
        throw wrong_state(hazard, "an open hazard");
    }
    add_step(change, hazard, done, person, note);
}

void recheck_hazard(Change& change, std::int64_t id, const std::string& person, bool mended,
                    const std::string& note) {
    check_person(person);
    const Hazard hazard = read_newest(change.database(), id);
    if (hazard.state() != HazardState::done) {
        throw wrong_state(hazard, "a hazard that is said to be mended (hazard done)");
    }
    const std::string mender = hazard.mended_by();
    if (person == mender || change.request().actor == mender) {
        throw refused({.code = "hazard.same_person",
                       .message = "who mended it does not look at it again",
                       .field = "--by",
                       .found = mender,
                       .expected = "another person, written down by another"});
    }
    add_step(change, hazard, mended ? recheck_ok : recheck_bad, person, note);
}

void escalate_hazard(Change& change, std::int64_t id, const std::string& note) {
    const Hazard hazard = read_newest(change.database(), id);
    if (hazard.state() == HazardState::closed) {
        throw wrong_state(hazard, "a hazard that is not closed");
    }
    if (!hazard.overdue(change.request().occurred_at)) {
        throw refused({.code = "hazard.not_due",
                       .message = "the hazard still has time",
                       .field = "hazard",
                       .found = format_instant(change.request().occurred_at),
                       .expected = "a day after " + format_date(hazard.due)});
    }
    add_step(change, hazard, escalate, hazard.escalate_to, note);
}

}  // namespace relief
