// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/tables.h"

#include "core/error.h"
#include "core/store/older_books.h"
#include "reserves/ledger/ledger.h"
#include "reserves/ledger/proof.h"

#include <fmt/format.h>

namespace relief {
namespace {

/// A database of an older schema is brought up first, by a writer that comes and goes.
Database open_reader(const std::filesystem::path& db) {
    try {
        return Database::open_read_only(db);
    } catch (const Error& error) {
        if (error.detail().code != "db.older") {
            throw;
        }
    }
    { static_cast<void>(Database::open(db)); }
    return Database::open_read_only(db);
}

/// The moment of the newest row. The tables a newer program needs are entered as of then: nothing
/// that rests on them was written before, and a reading command has no clock of its own.
Instant last_recorded(Database& database) {
    Statement select = database.prepare("SELECT ifnull(max(recorded_at), 0) FROM journal");
    select.step();
    return instant_of(select.integer(0));
}

/// Books made by an older program get the tables that came since, once they are proven.
Database with_all_tables(Database database, const std::filesystem::path& data,
                         const std::filesystem::path& db) {
    if (data.empty() || missing_tables(database).empty()) {
        return database;
    }
    { const Database closed = std::move(database); }
    {
        Database writer = Database::open(db);
        require_proven(writer);
        add_missing_tables(writer, FolderSource(data), last_recorded(writer));
    }
    return Database::open_read_only(db);
}

/// Books of less than about 200,000 entries are proven whole in a fraction of a second; larger ones
/// from the last full proof on record, where there is one.
VerifyResult prove(Database& database) {
    constexpr std::int64_t small_books = 25'000;  // journal rows
    return journal_head(database).seq < small_books ? verify_books(database, std::nullopt)
                                                    : verify_quick(database, std::nullopt);
}

}  // namespace

std::optional<ProvenFully> require_proven(Database& database) {
    const VerifyResult proof = prove(database);
    if (proof.ok) {
        return proof.proven_fully;
    }
    const WrongRow wrong = proof.first_wrong.value_or(WrongRow{});
    throw bad_input({.code = "db.damaged",
                     .message = "the database is not as it was written; see relief verify",
                     .file = database.file().string(),
                     .field = fmt::format("{}:{} {}", wrong.table, wrong.row, wrong.check),
                     .found = wrong.found,
                     .expected = wrong.expected});
}

std::string with_proof(std::string answer, const std::optional<ProvenFully>& proven_from, bool json,
                       std::string_view language) {
    constexpr std::string_view document_end = "\n}\n";
    if (!proven_from) {
        return answer;
    }
    const std::string at = format_instant(proven_from->at);
    const std::int64_t seq = proven_from->seq;
    if (!json) {
        return answer +
               (language == "zh"
                    ? fmt::format("账簿经快速核对；上次全面核对 {}，至日志第 {} 行。\n", at, seq)
                    : fmt::format(
                          "Books proven quickly; in full last at {}, up to journal row {}.\n", at,
                          seq));
    }
    if (!answer.ends_with(document_end)) {
        throw fault({.code = "internal", .message = "an answer is not a document"});
    }
    answer.resize(answer.size() - document_end.size());
    return answer + fmt::format(
                        ",\n  \"proof\": {{\n    \"kind\": \"quick\",\n    \"full_at\": "
                        "\"{}\",\n    \"full_seq\": {}\n  }}{}",
                        at, seq, document_end);
}

Tables::Tables(const std::filesystem::path& data, const std::optional<std::filesystem::path>& db) {
    if (db) {
        database_ = std::make_unique<Database>(with_all_tables(open_reader(*db), data, *db));
        proven_from_ = require_proven(*database_);
        source_ = std::make_unique<DatabaseSource>(*database_);
    } else {
        source_ = std::make_unique<FolderSource>(data);
    }
}

Desk open_rules_desk(const std::filesystem::path& data,
                     const std::optional<std::filesystem::path>& db) {
    const Tables tables(data, db);
    return {.data = data,
            .rules = load_rules(tables.source()),
            .places = Places(tables.source()),
            .baseline = {},
            .stock = {},
            .network = {}};
}

}  // namespace relief
