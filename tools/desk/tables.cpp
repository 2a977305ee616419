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

std::shared_ptr<const BookTables> load_book_tables(const DataSource& source) {
    Rules rules = load_rules(source);
    Places places(source);
    Baseline baseline = load_baseline(source, rules, places);
    return std::make_shared<const BookTables>(
        BookTables{.rules = std::move(rules),
                   .places = std::move(places),
                   .baseline = std::move(baseline),
                   .organisations = load_organisations(source)});
}

std::shared_ptr<const BookTables> OpenedBooks::book_tables() {
    if (tables == nullptr) {
        tables = load_book_tables(DatabaseSource(database));
    }
    return tables;
}

std::shared_ptr<OpenedBooks> read_books(const Books& books, const std::filesystem::path& data) {
    if (books.kept) {
        return books.kept;
    }
    auto opened =
        std::make_shared<OpenedBooks>(with_all_tables(open_reader(books.file), data, books.file));
    opened->proven_from = require_proven(opened->database);
    return opened;
}

std::shared_ptr<OpenedBooks> read_books_unproven(const Books& books) {
    return books.kept ? books.kept
                      : std::make_shared<OpenedBooks>(Database::open_read_only(books.file));
}

Tables::Tables(const std::filesystem::path& data, const std::optional<Books>& db) {
    if (db) {
        books_ = read_books(*db, data);
        source_ = std::make_unique<DatabaseSource>(books_->database);
    } else {
        source_ = std::make_unique<FolderSource>(data);
    }
}

std::shared_ptr<const BookTables> Tables::book_tables() const {
    return books_ ? books_->book_tables() : load_book_tables(*source_);
}

Desk open_rules_desk(const std::filesystem::path& data, const std::optional<Books>& db) {
    const Tables tables(data, db);
    return {.data = data,
            .rules = load_rules(tables.source()),
            .places = Places(tables.source()),
            .baseline = {},
            .stock = {},
            .network = {}};
}

}  // namespace relief
