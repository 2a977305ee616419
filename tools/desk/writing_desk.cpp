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

bool are_synthetic(const Baseline& baseline) {
    return std::all_of(baseline.depots.begin(), baseline.depots.end(), [](const Depot& depot) {
        return depot.flag.find("synthetic") != std::string::npos;
    });
}

namespace {

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

WritingDesk::WritingDesk(std::shared_ptr<OpenedBooks> opened,
                         std::shared_ptr<const BookTables> read)
    : books(std::move(opened)),
      tables(std::move(read)),
      database(books->database),
      rules(tables->rules),
      places(tables->places),
      baseline(tables->baseline),
      proven_from(books->proven_from) {}

WritingDesk open_writing_desk(const Books& db, const Asked& asked) {
    if (db.change) {
        throw fault({.code = "internal", .message = "long work does not keep the writer"});
    }
    std::shared_ptr<OpenedBooks> books = db.kept;
    if (books == nullptr) {
        books = std::make_shared<OpenedBooks>(Database::open(db.file));
        books->proven_from = require_proven(books->database);
        if (!asked.data.empty()) {
            add_missing_tables(books->database, FolderSource(asked.data), asked.now);
        }
    }
    std::shared_ptr<const BookTables> tables = books->book_tables();
    check_asked(asked, tables->baseline);
    return {std::move(books), std::move(tables)};
}

void with_writing_desk(const Books& db, const Asked& asked,
                       const std::function<void(WritingDesk&)>& work) {
    const auto write = [&](const Books& books) {
        WritingDesk desk = open_writing_desk(books, asked);
        work(desk);
    };
    if (db.change) {
        db.change([&](const std::shared_ptr<OpenedBooks>& books) { write({db.file, books}); });
    } else {
        write(db);
    }
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
