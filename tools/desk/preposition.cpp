// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/preposition.h"

#include "core/error.h"
#include "core/people.h"
#include "core/table/csv.h"
#include "tools/desk/alert_outbox.h"
#include "tools/desk/plan_document.h"
#include "tools/desk/plan_file.h"
#include "tools/desk/plan_in_books.h"
#include "tools/desk/replan.h"
#include "tools/desk/tables.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

// P10 and P90 of a lognormal lie so many ln_sd from its median.
constexpr double decile_sd = 1.2816;

/// A row of the books.
struct BookPreposition {
    std::int64_t id = 0;
    std::int64_t case_id = 0;
    PrepositionKind kind = PrepositionKind::draft;
    std::string plan;
};

std::vector<BookPreposition> read_prepositions(Database& database) {
    std::vector<BookPreposition> rows;
    Statement select =
        database.prepare("SELECT id, case_id, kind, plan FROM alert_preposition ORDER BY id");
    while (select.step()) {
        const std::string kind = select.text(2);
        rows.push_back({.id = select.integer(0),
                        .case_id = select.integer(1),
                        .kind = kind == to_word(PrepositionKind::recall)   ? PrepositionKind::recall
                                : kind == to_word(PrepositionKind::replan) ? PrepositionKind::replan
                                                                           : PrepositionKind::draft,
                        .plan = select.text(3)});
    }
    return rows;
}

/// The case with those it follows, the first issue last.
std::vector<BookCase> chain_of(Database& database, BookCase of) {
    std::vector<BookCase> chain{std::move(of)};
    while (!chain.back().release.draft.follows.empty()) {
        auto before = case_of_message(database, chain.back().release.draft.follows);
        if (!before) {
            break;
        }
        chain.push_back(std::move(*before));
    }
    return chain;
}

/// The plan that stands for a chain: its newest, unless that was recalled.
std::optional<BookPreposition> plan_in_hand(Database& database,
                                            const std::vector<BookCase>& chain) {
    std::optional<BookPreposition> newest;
    for (BookPreposition& row : read_prepositions(database)) {
        if (std::ranges::find(chain, row.case_id, &BookCase::id) != chain.end()) {
            newest = std::move(row);
        }
    }
    return newest && newest->kind != PrepositionKind::recall ? newest : std::nullopt;
}

void require_standing(const BookCase& of) {
    if (of.release.state == ReleaseState::released) {
        return;
    }
    throw refused({.code = "alert.state",
                   .message = "goods go ahead of the message that stands",
                   .field = "WARNING",
                   .found = fmt::format(
                       "{} is {}{}", of.code, to_word(of.release.state),
                       of.release.superseded_by.empty() ? "" : " by " + of.release.superseded_by),
                   .expected = "one that is released and not replaced"});
}

const WarningNeedsRule* rule_for(const std::vector<WarningNeedsRule>& rules,
                                 const WarningDraft& draft) {
    const auto found = std::ranges::find_if(rules, [&](const WarningNeedsRule& rule) {
        return rule.hazard == draft.hazard && rule.colour == draft.colour;
    });
    return draft.follow == FollowUp::cancel || found == rules.end() ? nullptr : &*found;
}

Error moves_nobody(const BookCase& of) {
    const WarningDraft& draft = of.release.draft;
    return refused(
        {.code = "alert.preposition",
         .message = "goods go before the loss for red and orange of a hazard that makes people "
                    "leave, and there is no earlier plan to call back",
         .field = "WARNING",
         .found = fmt::format("{}: {} {}{}", of.code, draft.hazard, to_word(draft.colour),
                              draft.follow == FollowUp::cancel ? ", lifted" : ""),
         .expected = "a row of rules/warning_needs.csv"});
}

std::vector<ExpectedCounty> expected_of(const AudienceAnswer& audience,
                                        const WarningNeedsRule& rule) {
    std::vector<ExpectedCounty> counties;
    const double share = rule.affected_share * rule.relocated_ratio;
    const double spread = std::exp(rule.ln_sd * decile_sd);
    for (std::size_t i = 0; i < audience.audience.counties.size(); ++i) {
        const CountyReached& county = audience.audience.counties[i];
        const double median = county.people * share;
        counties.push_back({.code = county.code,
                            .name = audience.counties[i].second,
                            .people = county.people,
                            .p10 = std::round(median / spread),
                            .p50 = std::round(median),
                            .p90 = std::round(std::min(median * spread, county.people))});
    }
    return counties;
}

int month_of(Instant at) {
    const std::chrono::year_month_day day{beijing_date(at)};
    return static_cast<int>(static_cast<unsigned>(day.month()));
}

BeforeLoss event_of_warning(const Preposition& answer, const BookCase& of) {
    const WarningDraft& draft = of.release.draft;
    BeforeLoss before;
    for (const ExpectedCounty& county : answer.counties) {
        before.heads.push_back({county.code, county.p10, county.p50, county.p90});
    }
    const auto core = std::ranges::max_element(answer.counties, {}, &ExpectedCounty::people);
    Incident& incident = before.event.incident;
    incident.id = answer.event;
    incident.name_zh = draft.texts.empty() ? answer.event : draft.texts.front().headline;
    incident.hazard = answer.rule->need_hazard;
    incident.start = draft.onset;
    incident.month = month_of(draft.onset);
    incident.province = draft.unit.substr(0, 2) + "0000";
    incident.core_county = core == answer.counties.end() ? incident.province : core->code;
    for (const ExpectedCounty& county : answer.counties) {
        incident.affected_counties.push_back(county.code);
    }
    return before;
}

StandingShipment standing(const Shipment& shipment, std::string stage, std::string order,
                          std::vector<ShipmentLine> lines) {
    return {.shipment = shipment.id,
            .from = shipment.from,
            .to = shipment.to,
            .stage = std::move(stage),
            .order = std::move(order),
            .depart = shipment.depart,
            .lines = std::move(lines)};
}

/// Ids of shipments told by hand, as `relief replan --departed` reads them.
std::set<std::string> told_departed(const PlanFile& plan, const PrepositionRequest& request) {
    std::set<std::string> ids;
    if (request.departed && *request.departed != "none") {
        std::istringstream words(*request.departed);
        for (std::string word; std::getline(words, word, ',');) {
            ids.insert(plan.shipment(word, "--departed").id);
        }
    }
    return ids;
}

/// Of a plan that is lifted: what has left stays, the rest is called back.
void recall(Database& database, const Rules& rules, const PlanFile& plan,
            const PrepositionRequest& request, Instant now, Preposition& answer) {
    const PlanInBooks books = read_plan_in_books(database, rules, plan, now);
    const std::set<std::string> told = told_departed(plan, request);
    for (const Shipment& shipment : plan.shipments) {
        const auto booked = books.shipments.find(shipment.id);
        const bool known = booked != books.shipments.end();
        std::string stage = known ? booked->second.stage : shipment.committed;
        if (told.contains(shipment.id)) {
            stage = "departed";
        }
        const bool left = stage == "departed" || stage == "received";
        if (stage == "refused") {
            continue;
        }
        (left ? answer.kept : answer.recalled)
            .push_back(standing(shipment, stage, known ? booked->second.order : shipment.order,
                                known ? booked->second.lines : shipment.lines));
    }
}

PlanRun plan_for(const Desk& desk, const std::filesystem::path& data, const Books& db,
                 const Asked& asked, const PrepositionRequest& request,
                 const std::optional<PlanFile>& in_hand, const Preposition& answer,
                 const BookCase& of, const Progress& progress) {
    HandFigures hand;
    hand.days = answer.rule->days;
    if (in_hand) {
        hand.hazard = answer.rule->need_hazard;
        return make_replan(desk, *in_hand,
                           {.scenario = {},
                            .at = answer.at,
                            .departed = request.departed,
                            .hand = hand,
                            .db = db,
                            .now = asked.now,
                            .before = event_of_warning(answer, of)},
                           progress);
    }
    return make_plan(desk,
                     {.scenario = {},
                      .at = answer.at,
                      .seed = request.seed,
                      .hand = hand,
                      .books = books_identity(data, db),
                      .before = event_of_warning(answer, of)},
                     progress);
}

void keep_standing(const PlanRun& run, Preposition& answer) {
    for (const Shipment& shipment : run.plan.shipments) {
        if (!shipment.committed.empty()) {
            answer.kept.push_back(
                standing(shipment, shipment.committed, shipment.order, shipment.lines));
        }
    }
}

/// Writes the row, with the answer as it will be read.
void keep_in_books(const Books& db, const Asked& asked, const BookCase& of, const std::string& plan,
                   Preposition& answer) {
    const ordered_json content{
        {"warning", answer.warning}, {"kind", to_word(answer.kind)}, {"at", seconds_of(answer.at)}};
    with_writing_desk(db, asked, [&](WritingDesk& desk) {
        Request request = make_request(desk.database, asked, "alert.preposition", content.dump());
        request.subject = answer.warning;
        static_cast<void>(make_change(desk.database, request, [&](Change& change) {
            Statement message =
                desk.database.prepare("SELECT id FROM alert_message WHERE identifier = ?1");
            message.bind(1, answer.message);
            message.step();
            answer.id = static_cast<std::int64_t>(read_prepositions(desk.database).size()) + 1;
            change.insert("alert_preposition",
                          {{"case_id", of.id},
                           {"message_id", message.integer(0)},
                           {"replaces_id", answer.replaces ? Cell(*answer.replaces) : Cell()},
                           {"kind", std::string(to_word(answer.kind))},
                           {"at", seconds_of(answer.at)},
                           {"officer", change.request().actor},
                           {"document", preposition_json(answer)},
                           {"plan", plan}});
            return ordered_json{{"preposition", answer.id}}.dump();
        }));
    });
}

}  // namespace

std::string_view to_word(PrepositionKind kind) {
    switch (kind) {
        case PrepositionKind::draft: return "draft";
        case PrepositionKind::replan: return "replan";
        case PrepositionKind::recall: return "recall";
    }
    return "";
}

std::vector<WarningNeedsRule> load_warning_needs(const DataSource& source) {
    constexpr std::string_view name = "rules/warning_needs.csv";
    constexpr double ln_sd_max = 5;
    const CsvTable table(source.read(name), source.shown_name(name),
                         {"hazard", "colour", "need_hazard", "affected_share", "relocated_ratio",
                          "ln_sd", "report_h", "days", "source", "flag"});
    table.check_key({"hazard", "colour"});
    std::vector<WarningNeedsRule> rules;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        rules.push_back({.hazard = row.required("hazard"),
                         .colour = *cap::colour_of(row.one_of("colour", {"red", "orange"})),
                         .need_hazard = row.required("need_hazard"),
                         .affected_share = row.number("affected_share", 0, 1),
                         .relocated_ratio = row.number("relocated_ratio", 0, 1),
                         .ln_sd = row.number("ln_sd", 0, ln_sd_max),
                         .report_h = row.number("report_h", 0, 24),
                         .days = static_cast<int>(row.integer("days", 1, 30)),
                         .line = row.line(),
                         .source = source_of(row)});
    }
    return rules;
}

Preposition preposition_warning(const std::filesystem::path& data, const Books& db,
                                const Asked& asked, const PrepositionRequest& request,
                                const Progress& progress) {
    const auto begin = std::chrono::steady_clock::now();
    // What the writing of it would refuse is refused first.
    with_writing_desk(db, asked, [&](WritingDesk& desk) {
        static_cast<void>(person_of(desk.database, asked.actor));
    });
    const AudienceAnswer audience = audience_of_warning(data, db, request.warning);
    const Tables tables(data, db);
    Database& database = *tables.database();
    const BookCase of = read_case(database, request.warning);
    require_standing(of);
    const std::vector<WarningNeedsRule> rules = load_warning_needs(tables.source());
    const WarningNeedsRule* rule = rule_for(rules, of.release.draft);
    const std::vector<BookCase> chain = chain_of(database, of);
    const std::optional<BookPreposition> before = plan_in_hand(database, chain);
    if (rule == nullptr && !before) {
        throw moves_nobody(of);
    }
    const WarningDraft& draft = of.release.draft;
    Preposition answer{.kind = rule == nullptr ? PrepositionKind::recall
                               : before        ? PrepositionKind::replan
                                               : PrepositionKind::draft,
                       .warning = of.code,
                       .message = of.release.message,
                       .event = chain.back().code,
                       .hazard = draft.hazard,
                       .colour = draft.colour,
                       .at = std::max(asked.occurred_at, *of.release.released_at),
                       .onset = draft.onset,
                       .expires = draft.expires,
                       .people = audience.audience.people};
    std::optional<PlanFile> in_hand;
    const Desk desk = open_desk(data, db, asked.now);
    if (before) {
        answer.replaces = before->id;
        in_hand = read_plan_text(before->plan, fmt::format("alert_preposition {}", before->id),
                                 desk.rules);
    }
    std::string plan;
    if (rule == nullptr) {
        recall(database, desk.rules, *in_hand, request, asked.now, answer);
        plan = before->plan;
    } else {
        answer.rule = *rule;
        answer.counties = expected_of(audience, *rule);
        answer.run = plan_for(desk, data, db, asked, request, in_hand, answer, of, progress);
        keep_standing(*answer.run, answer);
        std::vector<std::string> inside;
        for (const auto& [id, name] : audience.depots) {
            inside.push_back(id);
        }
        answer.comes = price_if_it_comes(desk, *answer.run, *rule, answer.onset);
        answer.does_not = price_if_it_does_not(desk, *answer.run, inside);
        plan = plan_json(desk, *answer.run);
        if (request.out) {
            write_plan_files(desk, *answer.run, *request.out);
        }
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    answer.seconds = took.count();
    keep_in_books(db, asked, of, plan, answer);
    return answer;
}

}  // namespace relief
