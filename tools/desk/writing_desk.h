// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/places.h"
#include "core/rules.h"
#include "core/store/change.h"
#include "core/store/database.h"
#include "reserves/depot.h"
#include "reserves/ledger/ledger.h"
#include "tools/desk/opened_books.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace relief {

/// The books opened for writing, with the tables that belong to them. The books were proven first.
struct WritingDesk {
    WritingDesk(std::shared_ptr<OpenedBooks> opened, std::shared_ptr<const BookTables> read);

    std::shared_ptr<OpenedBooks> books;
    std::shared_ptr<const BookTables> tables;
    // What the operations use of the two.
    Database& database;
    const Rules& rules;
    const Places& places;
    const Baseline& baseline;
    const std::optional<ProvenFully>& proven_from;
};

/// Who asks, when it happened, and the key of the intention, as every changing command takes them.
struct Asked {
    std::string actor;
    Instant occurred_at;
    Instant now;
    std::optional<std::string> key;  ///< without one each call is an intention of its own
    bool clock_set = false;          ///< --clock: refused (office.clock) on real books
    std::filesystem::path data =
        {};  ///< where tables that older books lack come from; "" adds none
};

/// Books are real where any depot of the baseline is not marked synthetic.
[[nodiscard]] bool are_synthetic(const Baseline& baseline);

/// Opens the books of `db` for what is asked, or takes those that are kept open. bad_input:
/// db.missing, db.foreign, db.newer, db.damaged; conflict db.locked; refused office.clock where the
/// clock was set and the books are real, office.future where it is said to have happened after now.
[[nodiscard]] WritingDesk open_writing_desk(const Books& db, const Asked& asked);

/// Opens the books for one piece of writing inside long work and closes them again; on a server it
/// takes the writer for as long. Errors as open_writing_desk, and those of `work`.
void with_writing_desk(const Books& db, const Asked& asked,
                       const std::function<void(WritingDesk&)>& work);

/// The request of an operation. Without a key of the desk's own it is made from the journal's head
/// and the content, so that a repeated call after a change is a new intention.
[[nodiscard]] Request make_request(Database& database, const Asked& asked, std::string operation,
                                   std::string content);

}  // namespace relief
