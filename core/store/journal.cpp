// SPDX-License-Identifier: Apache-2.0
#include "core/store/journal.h"

#include "core/error.h"

#include <limits>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

std::string hash_row(std::int64_t seq, const JournalEntry& entry, const std::string& prev_hash) {
    return CanonicalBytes("relief.journal/1")
        .add(seq)
        .add(seconds_of(entry.occurred_at))
        .add(seconds_of(entry.recorded_at))
        .add(entry.actor)
        .add(entry.operation)
        .add(entry.subject)
        .add(entry.payload)
        .add(prev_hash)
        .sha256();
}

WrongRow wrong_row(std::int64_t seq, std::string check, std::string found, std::string expected) {
    return {.table = "journal",
            .row = seq,
            .check = std::move(check),
            .found = std::move(found),
            .expected = std::move(expected)};
}

std::string hash_of_row(Database& database, std::int64_t seq) {
    Statement select = database.prepare("SELECT hash FROM journal WHERE seq = ?1");
    select.bind(1, seq);
    return select.step() ? select.text(0) : "no row";
}

}  // namespace

JournalHead append_journal(Database& database, const JournalEntry& entry) {
    if (!database.in_transaction()) {
        throw fault({.code = "internal",
                     .message = "a journal row is written in the transaction of its change",
                     .file = database.file().string()});
    }
    const JournalHead before = journal_head(database);
    JournalHead head{.seq = before.seq + 1, .hash = {}};
    head.hash = hash_row(head.seq, entry, before.hash);
    Statement insert = database.prepare(
        "INSERT INTO journal(seq, occurred_at, recorded_at, actor, operation, subject, payload, "
        "prev_hash, hash) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    insert.bind(1, head.seq)
        .bind(2, seconds_of(entry.occurred_at))
        .bind(3, seconds_of(entry.recorded_at))
        .bind(4, entry.actor)
        .bind(5, entry.operation)
        .bind(6, entry.subject)
        .bind(7, entry.payload)
        .bind(8, before.hash)
        .bind(9, head.hash);
    insert.run();
    return head;
}

JournalHead journal_head(Database& database) {
    Statement select = database.prepare("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1");
    if (!select.step()) {
        return {.seq = 0, .hash = zero_hash()};
    }
    return {.seq = select.integer(0), .hash = select.text(1)};
}

std::optional<WrongRow> check_journal(Database& database, std::int64_t* checked,
                                      const JournalHead* from) {
    Statement select = database.prepare(
        "SELECT seq, occurred_at, recorded_at, actor, operation, subject, payload, prev_hash, hash "
        "FROM journal WHERE seq > ?1 ORDER BY seq");
    // From the very beginning also the rows that nobody numbered so.
    select.bind(1, from == nullptr ? std::numeric_limits<std::int64_t>::min() : from->seq);
    JournalHead head{.seq = 0, .hash = zero_hash()};
    if (from != nullptr) {
        const std::string found = hash_of_row(database, from->seq);
        if (found != from->hash) {
            return wrong_row(from->seq, "journal.hash", found, from->hash);
        }
        head = *from;
    }
    const std::int64_t before = head.seq;
    while (select.step()) {
        const std::int64_t seq = select.integer(0);
        if (seq != head.seq + 1) {
            return wrong_row(seq < 1 ? seq : head.seq + 1, "journal.gap",
                             fmt::format("row {}", seq), fmt::format("row {}", head.seq + 1));
        }
        const std::string prev_hash = select.text(7);
        if (prev_hash != head.hash) {
            return wrong_row(seq, "journal.order", prev_hash, head.hash);
        }
        const JournalEntry entry{.occurred_at = instant_of(select.integer(1)),
                                 .recorded_at = instant_of(select.integer(2)),
                                 .actor = select.text(3),
                                 .operation = select.text(4),
                                 .subject = select.text(5),
                                 .payload = select.text(6)};
        const std::string hash = hash_row(seq, entry, prev_hash);
        if (hash != select.text(8)) {
            return wrong_row(seq, "journal.hash", hash, select.text(8));
        }
        head = {.seq = seq, .hash = hash};
    }
    if (checked != nullptr) {
        *checked = head.seq - before;
    }
    return std::nullopt;
}

}  // namespace relief
