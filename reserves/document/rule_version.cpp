// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/rule_version.h"

#include <fmt/format.h>

namespace relief {

RuleText rule_text_at(Database& database, std::string_view name, Instant at) {
    Statement select = database.prepare(
        "SELECT id, bytes FROM rule_version WHERE name = ?1 AND at <= ?2 ORDER BY id DESC LIMIT 1");
    select.bind(1, name).bind(2, seconds_of(at));
    if (select.step()) {
        return {.version = select.integer(0),
                .bytes = select.text(1),
                .shown_name = fmt::format("rule_version {}", select.integer(0))};
    }
    const DatabaseSource source(database);
    return {.version = 0, .bytes = source.read(name), .shown_name = source.shown_name(name)};
}

std::int64_t put_rule_text(Change& change, std::string_view name, const std::string& bytes) {
    change.tell_subject(std::string(name));
    return change.insert("rule_version", {{"name", std::string(name)},
                                          {"at", seconds_of(change.request().recorded_at)},
                                          {"bytes", bytes}});
}

}  // namespace relief
