// SPDX-License-Identifier: Apache-2.0
#include "reserves/care/training.h"

#include "core/error.h"

#include <map>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

using Trainings = std::map<std::pair<std::string, std::string>, PostTraining>;

/// Of each site and post the training that ends last.
Trainings last_trainings(Database& database, Instant now) {
    Statement select = database.prepare(
        "SELECT site, post, person, trained_day, ends_day, certificate FROM training "
        "WHERE trained_day <= ?1 ORDER BY ends_day, id");
    select.bind(1, day_number(beijing_date(now)));
    Trainings trainings;
    while (select.step()) {
        PostTraining row{.site = select.text(0),
                         .post = select.text(1),
                         .person = select.text(2),
                         .trained_on = date_of(select.integer(3)),
                         .ends_on = date_of(select.integer(4)),
                         .certificate = select.text(5),
                         .status = {}};
        trainings.insert_or_assign({row.site, row.post}, row);
    }
    return trainings;
}

std::string_view status_of(const PostTraining& row, int warn_days, Date today) {
    if (!row.ends_on) {
        return "missing";
    }
    if (*row.ends_on < today) {
        return "expired";
    }
    return *row.ends_on <= today + std::chrono::days{warn_days} ? "ending" : "valid";
}

}  // namespace

std::vector<PostTraining> post_trainings(Database& database, const CareRules& rules,
                                         const Baseline& baseline, Instant now) {
    const Trainings last = last_trainings(database, now);
    const int warn_days = rules.days("training_warn_days");
    std::vector<PostTraining> posts;
    for (const Depot& depot : baseline.depots) {
        if (!depot.keeper_depot.empty()) {
            continue;
        }
        for (const SafetyPost& post : rules.posts) {
            PostTraining row{.site = depot.id, .post = post.id};
            if (const auto found = last.find({depot.id, post.id}); found != last.end()) {
                row = found->second;
            }
            row.status = status_of(row, warn_days, beijing_date(now));
            posts.push_back(std::move(row));
        }
    }
    return posts;
}

void add_training(Change& change, const CareRules& rules, const NewTraining& training) {
    const SafetyPost* post = rules.post(training.post);
    if (post == nullptr) {
        std::string known;
        for (const SafetyPost& row : rules.posts) {
            known += (known.empty() ? "" : ", ") + row.id;
        }
        throw refused({.code = "training.post",
                       .message = "there is no such safety post",
                       .field = "--post",
                       .found = training.post,
                       .expected = known});
    }
    if (training.person.empty()) {
        throw refused({.code = "training.person",
                       .message = "it must be said who was trained",
                       .field = "--person",
                       .expected = "a name"});
    }
    const Date ends =
        training.ends_on.value_or(training.trained_on + std::chrono::days{post->valid_days});
    if (ends < training.trained_on ||
        training.trained_on > beijing_date(change.request().occurred_at)) {
        throw refused({.code = "training.day",
                       .message = "the days of the training cannot be right",
                       .field = "--on",
                       .found = format_date(training.trained_on) + " to " + format_date(ends),
                       .expected = "a day that has come, and an end after it"});
    }
    change.insert("training", {{"site", training.site},
                               {"post", training.post},
                               {"person", training.person},
                               {"trained_day", day_number(training.trained_on)},
                               {"ends_day", day_number(ends)},
                               {"certificate", training.certificate},
                               {"actor", change.request().actor}});
    change.tell_subject(fmt::format("training {} {}", training.site, training.post));
}

}  // namespace relief
