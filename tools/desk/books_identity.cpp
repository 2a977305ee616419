// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/books_identity.h"

#include "core/data_source.h"
#include "core/error.h"
#include "core/store/database.h"
#include "core/store/digest.h"
#include "core/store/journal.h"
#include "core/store/journal_hash.h"

#include <fmt/format.h>

namespace relief {
namespace {

std::string sha256_of_tables(const DataSource& source) {
    CanonicalBytes bytes("tables");
    for (const std::string_view name : table_names()) {
        bytes.add(name).add(source.read(name));
    }
    return bytes.sha256();
}

std::string words_of(const BooksIdentity& books) {
    return books.seq == 0 ? fmt::format("books as opened from tables with hash {}", books.tables)
                          : fmt::format("books whose row {} has hash {}", books.seq, books.head);
}

}  // namespace

BooksIdentity books_identity(const std::filesystem::path& data, const std::optional<Books>& db) {
    if (!db) {
        return {.tables = sha256_of_tables(FolderSource(data))};
    }
    const std::shared_ptr<OpenedBooks> opened = read_books_unproven(*db);
    Database& database = opened->database;
    BooksIdentity books{.tables = sha256_of_tables(DatabaseSource(database))};
    if (!as_opened(database)) {
        const JournalHead head = journal_head(database);
        books.seq = head.seq;
        books.head = head.hash;
    }
    return books;
}

void require_same_books(const BooksIdentity& made_on, const std::filesystem::path& file,
                        const std::filesystem::path& data, const std::optional<Books>& db) {
    const BooksIdentity now = books_identity(data, db);
    bool same = made_on.tables == now.tables;
    if (same && made_on.seq > 0) {
        same = db.has_value();
        if (db) {
            const std::shared_ptr<OpenedBooks> opened = read_books_unproven(*db);
            Database& database = opened->database;
            same = journal_hash(database, made_on.seq) == made_on.head;
        }
    }
    if (!same) {
        throw bad_input({.code = "plan.foreign",
                         .message = "the plan was made on other books or tables than these",
                         .file = file.string(),
                         .field = "made_from.books",
                         .found = words_of(made_on),
                         .expected = words_of(now)});
    }
}

}  // namespace relief
