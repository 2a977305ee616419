// SPDX-License-Identifier: Apache-2.0
#include "core/incident/experts.h"
#include "core/text.h"

#include "core/error.h"
#include "core/incident/figure_words.h"
#include "core/table/csv.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::array<std::string_view, 3> answers{"coming", "by_phone", "declined"};

const ExpertField& field_of(const std::vector<ExpertField>& fields, const std::string& id) {
    const auto found = std::ranges::find(fields, id, &ExpertField::id);
    if (found != fields.end()) {
        return *found;
    }
    std::string known;
    for (const ExpertField& field : fields) {
        known += (known.empty() ? "" : ", ") + field.id;
    }
    throw bad_input({.code = "expert.field",
                     .message = "the committee has no such field",
                     .field = "--field",
                     .found = id,
                     .expected = known});
}

Error wrong_term(std::string found, std::string expected) {
    return refused({.code = "expert.term",
                    .message = "the term cannot be so",
                    .field = "term",
                    .found = std::move(found),
                    .expected = std::move(expected)});
}

std::string term_words(const ExpertTerm& term) {
    return fmt::format("{} {} to {}", term.field, format_instant(term.from),
                       format_instant(term.until));
}

ExpertCall call_of(Database& database, const BookIncident& incident, std::int64_t id) {
    std::vector<ExpertCall> calls = read_expert_calls(database, incident, Instant::max());
    const auto found = std::ranges::find(calls, id, &ExpertCall::id);
    if (found == calls.end()) {
        throw bad_input({.code = "expert.call",
                         .message = "the event has no such call of an expert",
                         .field = "CALL",
                         .found = fmt::format("{}", id),
                         .expected = "a number of `relief expert list --event`"});
    }
    return std::move(*found);
}

/// True where the last answer of a call is no.
bool has_declined(const ExpertCall& call) {
    return !call.answers.empty() && call.answers.back().answer == "declined";
}

struct Called {
    const Expert* expert = nullptr;
    const ExpertTerm* term = nullptr;
};

/// The first term of an expert that runs, in one of `fields` where any are named.
const ExpertTerm* running_term(const Expert& expert, const std::set<std::string>& fields,
                               Instant at) {
    for (const ExpertTerm& term : expert.terms) {
        if (term.runs(at) && (fields.empty() || fields.contains(term.field))) {
            return &term;
        }
    }
    return nullptr;
}

std::vector<Called> chosen(const std::vector<Expert>& experts,
                           const std::vector<std::string>& codes,
                           const std::set<std::string>& fields, Instant at) {
    std::vector<Called> all;
    for (const std::string& code : codes) {
        const auto expert = std::ranges::find_if(
            experts, [&](const Expert& known) { return known.code == code || known.name == code; });
        if (expert == experts.end()) {
            throw bad_input({.code = "expert.unknown",
                             .message = "the committee has no such expert",
                             .field = "--expert",
                             .found = code,
                             .expected = "a code of `relief expert list`"});
        }
        const ExpertTerm* term = running_term(*expert, {}, at);
        if (term == nullptr) {
            throw refused({.code = "expert.none",
                           .message = "no term of the committee runs then",
                           .field = "--expert",
                           .found = fmt::format("{} at {}", code, format_instant(at)),
                           .expected = "an expert whose term runs"});
        }
        all.push_back({&*expert, term});
    }
    if (!codes.empty()) {
        return all;
    }
    for (const Expert& expert : experts) {
        if (const ExpertTerm* term = running_term(expert, fields, at)) {
            all.push_back({&expert, term});
        }
    }
    return all;
}

Error wrong_opinion(std::string field, std::string found, std::string expected) {
    return bad_input({.code = "expert.opinion",
                      .message = "the judgement cannot be read as evidence",
                      .field = std::move(field),
                      .found = std::move(found),
                      .expected = std::move(expected)});
}

void check_opinion(const ExpertOpinion& opinion, const Rules& rules) {
    const Metric* metric = rules.metric(opinion.metric);
    if (metric == nullptr || metric->aggregate == "ratio") {
        throw wrong_opinion("--metric", opinion.metric, "a counted metric of rules/metrics.csv");
    }
    const bool ordered = opinion.low.amount > 0 && opinion.low.amount < opinion.high.amount &&
                         opinion.low.amount <= opinion.value.amount &&
                         opinion.value.amount <= opinion.high.amount;
    if (!ordered) {
        throw wrong_opinion("--value",
                            fmt::format("{} in {} to {}", format_figure(opinion.value),
                                        format_figure(opinion.low), format_figure(opinion.high)),
                            "0 < low <= value <= high, low below high");
    }
    if (!(opinion.weight > 0 && opinion.weight <= 1)) {
        throw wrong_opinion("--weight", fmt::format("{}", opinion.weight), "above 0, at most 1");
    }
}

void check_replaced(const ExpertCall& call, const ExpertOpinion& opinion) {
    if (!opinion.replaces) {
        return;
    }
    const auto refuse = [&](std::string found) {
        return refused({.code = "expert.replaced",
                        .message = "it does not stand for an opinion of this call",
                        .field = "--replaces",
                        .found = std::move(found),
                        .expected = "an opinion of this call on the same unit and figure that "
                                    "nothing else replaces"});
    };
    const auto before = std::ranges::find(call.opinions, *opinion.replaces, &ExpertOpinion::id);
    if (before == call.opinions.end() || before->unit != opinion.unit ||
        before->metric != opinion.metric) {
        throw refuse(fmt::format("{}", *opinion.replaces));
    }
    for (const ExpertOpinion& other : call.opinions) {
        if (other.replaces == opinion.replaces) {
            throw refuse(fmt::format("{} was replaced by {}", *opinion.replaces, other.id));
        }
    }
}

Quantity figure_at(const Statement& select, int column) {
    return parse_figure(select.view(column)).value_or(Quantity{0, figure_decimals});
}

double weight_at(const Statement& select, int column) {
    const std::string text = select.text(column);
    double weight = 1;
    std::from_chars(text.data(), text.data() + text.size(), weight);
    return weight;
}

void read_answers(Database& database, std::int64_t incident, Instant at,
                  std::vector<ExpertCall>& calls) {
    Statement select = database.prepare(
        "SELECT call_id, answer.at, answer, note FROM expert_answer AS answer JOIN expert_call AS "
        "called ON called.id = call_id WHERE incident_id = ?1 AND answer.at <= ?2 ORDER BY "
        "answer.id");
    select.bind(1, incident).bind(2, seconds_of(at));
    while (select.step()) {
        const auto call = std::ranges::find(calls, select.integer(0), &ExpertCall::id);
        if (call != calls.end()) {
            call->answers.push_back({.at = instant_of(select.integer(1)),
                                     .answer = select.text(2),
                                     .note = select.text(3)});
        }
    }
}

void read_opinions(Database& database, std::int64_t incident, Instant at,
                   std::vector<ExpertCall>& calls) {
    Statement select = database.prepare(
        "SELECT opinion.id, call_id, opinion.at, opinion.officer, unit, metric, low, value, high, "
        "weight, words, replaces_id FROM expert_opinion AS opinion JOIN expert_call AS called ON "
        "called.id = call_id WHERE incident_id = ?1 AND opinion.at <= ?2 ORDER BY opinion.id");
    select.bind(1, incident).bind(2, seconds_of(at));
    while (select.step()) {
        const auto call = std::ranges::find(calls, select.integer(1), &ExpertCall::id);
        if (call == calls.end()) {
            continue;
        }
        call->opinions.push_back(
            {.id = select.integer(0),
             .call = select.integer(1),
             .at = instant_of(select.integer(2)),
             .officer = select.text(3),
             .unit = select.text(4),
             .metric = select.text(5),
             .low = figure_at(select, 6),
             .value = figure_at(select, 7),
             .high = figure_at(select, 8),
             .weight = weight_at(select, 9),
             .words = select.text(10),
             .replaces = select.is_null(11) ? std::nullopt : std::optional(select.integer(11))});
    }
}

}  // namespace

std::vector<ExpertField> load_expert_fields(const DataSource& source) {
    const std::string_view name = "rules/expert_fields.csv";
    const CsvTable table(source.read(name), source.shown_name(name),
                         {"field", "name_zh", "hazards", "source", "flag"});
    table.check_key("field");
    std::vector<ExpertField> fields;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        ExpertField field{.id = row.required("field"),
                          .name_zh = row.required("name_zh"),
                          .source = source_of(row)};
        field.hazards = listed(row.required("hazards"));
        fields.push_back(std::move(field));
    }
    return fields;
}

std::int64_t add_expert(Change& change, const Expert& expert, const ExpertTerm& term,
                        const std::vector<ExpertField>& fields) {
    static_cast<void>(field_of(fields, term.field));
    if (term.until <= term.from) {
        throw wrong_term(term_words(term), "an end after its beginning");
    }
    const Request& request = change.request();
    const std::vector<Expert> known = read_experts(change.database());
    const auto there = std::ranges::find(known, expert.code, &Expert::code);
    std::int64_t id = there == known.end() ? 0 : there->id;
    if (id != 0) {
        for (const ExpertTerm& other : there->terms) {
            if (other.field == term.field && other.from < term.until && term.from < other.until) {
                throw wrong_term(term_words(other), "a term that does not overlap it");
            }
        }
    } else if (expert.code.empty() || expert.name.empty()) {
        throw bad_input({.code = "expert.person",
                         .message = "an expert has a code and a name",
                         .field = "NAME",
                         .found = expert.code,
                         .expected = "both"});
    } else {
        id = change.insert("expert", {{"at", seconds_of(request.occurred_at)},
                                      {"officer", request.actor},
                                      {"code", expert.code},
                                      {"name", expert.name},
                                      {"title", expert.title},
                                      {"organisation", expert.organisation},
                                      {"phone", expert.phone},
                                      {"flag", expert.flag}});
    }
    change.insert("expert_term", {{"expert_id", id},
                                  {"at", seconds_of(request.occurred_at)},
                                  {"officer", request.actor},
                                  {"field", term.field},
                                  {"charter", term.charter},
                                  {"from_at", seconds_of(term.from)},
                                  {"until_at", seconds_of(term.until)}});
    change.tell_subject(expert.code);
    return id;
}

void end_expert_term(Change& change, std::int64_t term, const std::string& reason) {
    const Request& request = change.request();
    for (const Expert& expert : read_experts(change.database())) {
        for (const ExpertTerm& known : expert.terms) {
            if (known.id != term) {
                continue;
            }
            if (!known.runs(request.occurred_at)) {
                throw wrong_term(term_words(known),
                                 "a term that runs at " + format_instant(request.occurred_at));
            }
            change.insert("expert_term_end", {{"term_id", term},
                                              {"at", seconds_of(request.occurred_at)},
                                              {"officer", request.actor},
                                              {"reason", reason}});
            change.tell_subject(expert.code);
            return;
        }
    }
    throw bad_input({.code = "expert.unknown",
                     .message = "the committee has no such term",
                     .field = "TERM",
                     .found = fmt::format("{}", term),
                     .expected = "a number of `relief expert list`"});
}

std::vector<Expert> read_experts(Database& database) {
    std::vector<Expert> experts;
    Statement people = database.prepare(
        "SELECT id, code, name, title, organisation, phone, flag FROM expert ORDER BY id");
    while (people.step()) {
        experts.push_back({.id = people.integer(0),
                           .code = people.text(1),
                           .name = people.text(2),
                           .title = people.text(3),
                           .organisation = people.text(4),
                           .phone = people.text(5),
                           .flag = people.text(6),
                           .terms = {}});
    }
    Statement terms = database.prepare(
        "SELECT term.id, expert_id, field, charter, from_at, coalesce(ended.at, until_at) FROM "
        "expert_term AS term LEFT JOIN expert_term_end AS ended ON ended.term_id = term.id ORDER "
        "BY term.id");
    while (terms.step()) {
        const auto expert = std::ranges::find(experts, terms.integer(1), &Expert::id);
        expert->terms.push_back({.id = terms.integer(0),
                                 .field = terms.text(2),
                                 .charter = terms.text(3),
                                 .from = instant_of(terms.integer(4)),
                                 .until = instant_of(terms.integer(5))});
    }
    return experts;
}

double ExpertOpinion::ln_sd() const {
    constexpr double p90 = 1.2815515655446004;  // of the standard normal distribution
    const double spread = std::log(figure_number(high) / figure_number(low)) / (2 * p90);
    return spread / std::sqrt(weight);
}

std::vector<std::int64_t> call_experts(Change& change, const BookIncident& incident,
                                       const std::vector<ExpertField>& known,
                                       const std::vector<std::string>& codes,
                                       const std::vector<std::string>& fields,
                                       const std::string& question, std::optional<Instant> due) {
    const Request& request = change.request();
    std::set<std::string> wanted;
    for (const std::string& field : fields) {
        wanted.insert(field_of(known, field).id);
    }
    if (codes.empty() && fields.empty()) {
        for (const ExpertField& field : known) {
            if (std::ranges::find(field.hazards, incident.hazard) != field.hazards.end()) {
                wanted.insert(field.id);
            }
        }
    }
    const std::vector<Expert> experts = read_experts(change.database());
    std::vector<Called> called;
    if (!codes.empty() || !wanted.empty()) {
        called = chosen(experts, codes, wanted, request.occurred_at);
    }
    if (called.empty()) {
        throw refused({.code = "expert.none",
                       .message = "no term of the committee runs then",
                       .field = "--field",
                       .found = fmt::format("{} at {}", fmt::join(wanted, ", "),
                                            format_instant(request.occurred_at)),
                       .expected = "experts of these fields whose term runs"});
    }
    const std::vector<ExpertCall> before =
        read_expert_calls(change.database(), incident, Instant::max());
    std::vector<std::int64_t> ids;
    for (const Called& one : called) {
        const auto open = std::ranges::find_if(before, [&](const ExpertCall& call) {
            return call.expert == one.expert->code && !has_declined(call);
        });
        if (open != before.end() && codes.empty()) {
            continue;  // of a field: who is called already is not called twice
        }
        if (open != before.end()) {
            throw refused({.code = "expert.called",
                           .message = "this expert is called for the event already",
                           .field = "--expert",
                           .found = fmt::format("{}, call {} at {}", one.expert->code, open->id,
                                                format_instant(open->at)),
                           .expected = "an expert who is not called, or who declined"});
        }
        ids.push_back(
            change.insert("expert_call", {{"incident_id", incident.id},
                                          {"at", seconds_of(request.occurred_at)},
                                          {"officer", request.actor},
                                          {"expert_id", one.expert->id},
                                          {"term_id", one.term->id},
                                          {"question", question},
                                          {"due_at", due ? Cell(seconds_of(*due)) : Cell()}}));
    }
    change.tell_subject(incident.event);
    return ids;
}

void answer_call(Change& change, const BookIncident& incident, std::int64_t call,
                 const std::string& answer, const std::string& note) {
    static_cast<void>(call_of(change.database(), incident, call));
    if (std::ranges::find(answers, answer) == answers.end()) {
        throw bad_input({.code = "argument.value",
                         .message = "the value of the option cannot be read",
                         .field = "--answer",
                         .found = answer,
                         .expected = fmt::format("{}", fmt::join(answers, ", "))});
    }
    change.insert("expert_answer", {{"call_id", call},
                                    {"at", seconds_of(change.request().occurred_at)},
                                    {"officer", change.request().actor},
                                    {"answer", answer},
                                    {"note", note}});
    change.tell_subject(incident.event);
}

std::int64_t add_opinion(Change& change, const BookIncident& incident, const ExpertOpinion& opinion,
                         const Rules& rules) {
    const ExpertCall call = call_of(change.database(), incident, opinion.call);
    check_opinion(opinion, rules);
    check_replaced(call, opinion);
    if (has_declined(call)) {
        throw refused(
            {.code = "expert.declined",
             .message = "the expert has declined this call",
             .field = "CALL",
             .found = fmt::format("{} at {}", call.expert, format_instant(call.answers.back().at)),
             .expected = "a call that was not declined"});
    }
    change.tell_subject(incident.event);
    return change.insert("expert_opinion",
                         {{"call_id", opinion.call},
                          {"at", seconds_of(change.request().occurred_at)},
                          {"officer", change.request().actor},
                          {"unit", opinion.unit},
                          {"metric", opinion.metric},
                          {"low", format_figure(opinion.low)},
                          {"value", format_figure(opinion.value)},
                          {"high", format_figure(opinion.high)},
                          {"weight", fmt::format("{}", opinion.weight)},
                          {"words", opinion.words},
                          {"replaces_id", opinion.replaces ? Cell(*opinion.replaces) : Cell()}});
}

std::vector<ExpertCall> read_expert_calls(Database& database, const BookIncident& incident,
                                          Instant at) {
    Statement select = database.prepare(
        "SELECT called.id, called.at, called.officer, expert.code, expert.name, term.field, "
        "question, due_at FROM expert_call AS called JOIN expert ON expert.id = called.expert_id "
        "JOIN expert_term AS term ON term.id = called.term_id WHERE incident_id = ?1 AND called.at "
        "<= ?2 ORDER BY called.id");
    select.bind(1, incident.id).bind(2, seconds_of(at));
    std::vector<ExpertCall> calls;
    while (select.step()) {
        calls.push_back(
            {.id = select.integer(0),
             .at = instant_of(select.integer(1)),
             .officer = select.text(2),
             .expert = select.text(3),
             .name = select.text(4),
             .field = select.text(5),
             .question = select.text(6),
             .due = select.is_null(7) ? std::nullopt : std::optional(instant_of(select.integer(7))),
             .answers = {},
             .opinions = {}});
    }
    read_answers(database, incident.id, at, calls);
    read_opinions(database, incident.id, at, calls);
    return calls;
}

std::vector<const ExpertOpinion*> standing_opinions(const std::vector<ExpertCall>& calls) {
    std::set<std::int64_t> replaced;
    for (const ExpertCall& call : calls) {
        for (const ExpertOpinion& opinion : call.opinions) {
            if (opinion.replaces) {
                replaced.insert(*opinion.replaces);
            }
        }
    }
    std::vector<const ExpertOpinion*> standing;
    for (const ExpertCall& call : calls) {
        for (const ExpertOpinion& opinion : call.opinions) {
            if (!replaced.contains(opinion.id)) {
                standing.push_back(&opinion);
            }
        }
    }
    return standing;
}

}  // namespace relief
