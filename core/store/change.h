// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"
#include "core/time.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace relief {

/// What somebody asks to have changed.
struct Request {
    std::string key;      ///< idempotency key, made at the desk once for one intention
    std::string content;  ///< what is asked, as JSON; the same key never stands for two contents
    std::string actor;
    std::string operation;  ///< "order.sign"
    std::string subject;    ///< "220000-DB-2018-0017"; "" until Change::tell_subject
    Instant occurred_at;    ///< when it happened, as claimed
    Instant recorded_at;    ///< the clock's
};

/// The value of a column: NULL, INTEGER or TEXT.
using Cell = std::variant<std::monostate, std::int64_t, std::string>;

struct Column {
    std::string_view name;
    Cell value;
};

/// One change in the making, inside its transaction. Its rows go into the journaled tables (all of
/// schema version 3 and later but the caches): each is written once, and the change's journal row
/// tells it whole, so that any later edit is found by check_rows.
class Change {
  public:
    Change(Database& database, const Request& request)
        : database_(database), request_(request), subject_(request.subject) {}

    /// Writes a row and answers its id; ids of a table count from 1 without a gap. `table` and the
    /// column names come from the program's text, never from outside.
    std::int64_t insert(std::string_view table, const std::vector<Column>& columns);

    /// Names the subject of the journal row where it is known only now.
    void tell_subject(std::string subject) { subject_ = std::move(subject); }

    [[nodiscard]] Database& database() noexcept { return database_; }
    [[nodiscard]] const Request& request() const noexcept { return request_; }
    /// A key for a movement of this change: the request's with a number behind it.
    [[nodiscard]] std::string movement_key();

    /// Appends the journal row. For make_change.
    void finish(const std::string& answer);

  private:
    /// What the change knows of a table it writes to.
    struct Table {
        std::int64_t last_id = 0;
        std::vector<std::string> columns;  ///< those of `insert`
        std::optional<Statement> insert;
    };

    Table& table_of(std::string_view name);
    void prepare_insert(Table& table, std::string_view name, const std::vector<Column>& columns);
    void close_group();

    Database& database_;
    const Request& request_;
    std::string subject_;
    std::map<std::string, Table, std::less<>> tables_;
    /// JSON of the rows so far. Rows of one table and the same columns that follow each other are
    /// one group, their columns named once: ["table",id of the first,["column",…],[cell,…],…],
    std::string rows_;
    const Table* group_ = nullptr;  ///< the table of the group that can be gone on with
    int movements_ = 0;
};

/// Runs `work` as one change in one transaction and keeps its answer (JSON). The same key with the
/// same content answers what was answered then and changes nothing; with other content it is
/// refused (ledger.repeat). What `work` throws undoes everything.
std::string make_change(Database& database, const Request& request,
                        const std::function<std::string(Change&)>& work);

/// The first row of a journaled table that is not as the journal tells it: changed, gone, or put in
/// behind the program's back. The journal itself must have been proven before. `checked` becomes
/// the number of rows looked at.
[[nodiscard]] std::optional<WrongRow> check_rows(Database& database, std::int64_t& checked);
/// The same for what came after a row of the journal, when each table had `before` rows.
[[nodiscard]] std::optional<WrongRow> check_rows_after(
    Database& database, std::int64_t seq, const std::map<std::string, std::int64_t>& before,
    std::int64_t& checked);

}  // namespace relief
