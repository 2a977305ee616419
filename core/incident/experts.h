// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/incident/report_book.h"
#include "core/quantity.h"
#include "core/rules.h"
#include "core/store/change.h"
#include "core/store/database.h"
#include "core/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// rules/expert_fields.csv (assumption): a field of the expert committee and the hazards for which
/// its experts are called.
struct ExpertField {
    std::string id;  ///< water, weather, earthquake, land, housing …
    std::string name_zh;
    std::vector<std::string> hazards;
    Source source;
};
[[nodiscard]] std::vector<ExpertField> load_expert_fields(const DataSource& source);

/// A term on the committee in one field, by a charter.
struct ExpertTerm {
    std::int64_t id = 0;
    std::string field;
    std::string charter;  ///< number of the charter or letter of appointment
    Instant from;
    Instant until;  ///< the first moment it does not run any more, ended early or not

    [[nodiscard]] bool runs(Instant at) const { return from <= at && at < until; }
};

struct Expert {
    std::int64_t id = 0;
    std::string code;
    std::string name;
    std::string title;
    std::string organisation;
    std::string phone;
    std::string flag;  ///< "" or "synthetic"
    std::vector<ExpertTerm> terms;
};

/// A person with a first term, or one more term of a person who is there already (the other fields
/// but the code are then not looked at). bad_input expert.field, expert.person (no name), refused
/// expert.term (ends before it begins, or overlaps a term of the same field).
std::int64_t add_expert(Change& change, const Expert& expert, const ExpertTerm& term,
                        const std::vector<ExpertField>& fields);
/// refused expert.term where it does not run then.
void end_expert_term(Change& change, std::int64_t term, const std::string& reason);
/// In order of entry, with every term.
[[nodiscard]] std::vector<Expert> read_experts(Database& database);

struct ExpertAnswer {
    Instant at;
    std::string answer;  ///< coming, by_phone, declined
    std::string note;
};

/// A judgement of one figure: its own best value with the band it is thought to lie in with four
/// chances in five.
struct ExpertOpinion {
    std::int64_t id = 0;
    std::int64_t call = 0;
    Instant at;
    std::string officer;
    std::string unit;
    std::string metric;
    Quantity low;
    Quantity value;
    Quantity high;
    double weight = 1;  ///< above 0, at most 1
    std::string words;
    std::optional<std::int64_t> replaces;  ///< an earlier opinion it stands for

    /// Of the logarithm: the band as P10 to P90, its variance divided by the weight.
    [[nodiscard]] double ln_sd() const;
};

/// An expert called for an event.
struct ExpertCall {
    std::int64_t id = 0;
    Instant at;
    std::string officer;
    std::string expert;  ///< code
    std::string name;
    std::string field;
    std::string question;
    std::optional<Instant> due;
    std::vector<ExpertAnswer> answers;
    std::vector<ExpertOpinion> opinions;
};

/// Calls the experts whose term runs then: those of `codes`, or, where none are named, those of
/// `fields`, or of the fields of the event's hazard. The ids of the calls. bad_input
/// expert.unknown, expert.field; refused expert.none (nobody's term runs), expert.called (one is
/// called already and has not declined).
std::vector<std::int64_t> call_experts(Change& change, const BookIncident& incident,
                                       const std::vector<ExpertField>& known,
                                       const std::vector<std::string>& codes,
                                       const std::vector<std::string>& fields,
                                       const std::string& question, std::optional<Instant> due);

/// bad_input expert.call (no such call of the event), argument.value (another answer).
void answer_call(Change& change, const BookIncident& incident, std::int64_t call,
                 const std::string& answer, const std::string& note);

/// Writes an opinion. bad_input expert.call, expert.opinion (figures out of order, not above 0, a
/// weight that is none, a metric there is none of); refused expert.declined, expert.replaced (what
/// it stands for is not this call's figure, or was replaced already).
std::int64_t add_opinion(Change& change, const BookIncident& incident, const ExpertOpinion& opinion,
                         const Rules& rules);

/// The calls of an event with what was known by a moment, in order.
[[nodiscard]] std::vector<ExpertCall> read_expert_calls(Database& database,
                                                        const BookIncident& incident, Instant at);
/// The opinions that stand: none that another one replaces.
[[nodiscard]] std::vector<const ExpertOpinion*> standing_opinions(
    const std::vector<ExpertCall>& calls);

}  // namespace relief
