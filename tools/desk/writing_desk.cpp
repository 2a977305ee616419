// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/writing_desk.h"

#include "core/error.h"
#include "core/store/digest.h"
#include "core/store/journal.h"
#include "core/store/older_books.h"
#include "tools/desk/tables.h"

#include <algorithm>
#include <utility>

namespace relief {

namespace {

/// Books are real where any depot of the baseline is not marked synthetic.
bool are_synthetic(const Baseline& baseline) {
    return std::all_of(baseline.depots.begin(), baseline.depots.end(), [](const Depot& depot) {
        return depot.flag.find("synthetic") != std::string::npos;
    });
}

void check_asked(const Asked& asked, const Baseline& baseline) {
    if (asked.clock_set && !are_synthetic(baseline)) {
        throw refused({.code = "office.clock",
                       .message = "the clock is never set on real books",
                       .field = "--clock",
                       .expected = "books whose depots are all marked synthetic"});
    }
    if (asked.occurred_at > asked.now) {
        throw refused({.code = "office.future",
                       .message = "what has not happened yet is not booked",
                       .field = "--at",
                       .found = format_instant(asked.occurred_at),
                       .expected = "at most now, " + format_instant(asked.now)});
    }
}

}  // namespace

WritingDesk open_writing_desk(const std::filesystem::path& db, const Asked& asked) {
    Database database = Database::open(db);
    const std::optional<ProvenFully> proven_from = require_proven(database);
    if (!asked.data.empty()) {
        add_missing_tables(database, FolderSource(asked.data), asked.now);
    }
    const DatabaseSource source(database);
    Rules rules = load_rules(source);
    Places places(source);
    Baseline baseline = load_baseline(source, rules, places);
    check_asked(asked, baseline);
    return {.database = std::move(database),
            .rules = std::move(rules),
            .places = std::move(places),
            .baseline = std::move(baseline),
            .proven_from = proven_from};
}

Request make_request(Database& database, const Asked& asked, std::string operation,
                     std::string content) {
    const std::string key =
        asked.key
            ? *asked.key
            : "once/" +
                  CanonicalBytes(operation).add(journal_head(database).hash).add(content).sha256();
    return {.key = key,
            .content = std::move(content),
            .actor = asked.actor,
            .operation = std::move(operation),
            .subject = {},
            .occurred_at = asked.occurred_at,
            .recorded_at = asked.now};
}

}  // namespace relief
