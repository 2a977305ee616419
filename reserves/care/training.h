// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "core/store/database.h"
#include "core/time.h"
#include "reserves/care/rules.h"
#include "reserves/depot.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// How a safety post of a site stands: somebody in it is trained, or nobody is.
struct PostTraining {
    std::string site;
    std::string post;    ///< of rules/safety_posts.csv
    std::string person;  ///< with the training that ends last; "" where there is none
    std::optional<Date> trained_on;
    std::optional<Date> ends_on;  ///< last day it is good for
    std::string certificate;
    std::string status;  ///< valid, ending (within training_warn_days), expired, missing
};

/// Each safety post of each site that keeps itself, by site and post. A consignment point is in
/// its keeper's house and has the keeper's people.
[[nodiscard]] std::vector<PostTraining> post_trainings(Database& database, const CareRules& rules,
                                                       const Baseline& baseline, Instant now);

struct NewTraining {
    std::string site;
    std::string post;
    std::string person;
    Date trained_on;
    std::optional<Date> ends_on;  ///< default: valid_days of the post
    std::string certificate;
};

/// Refused: training.post, training.person without a name, training.day where it ends before it
/// begins or lies after the change is said to have happened.
void add_training(Change& change, const CareRules& rules, const NewTraining& training);

}  // namespace relief
