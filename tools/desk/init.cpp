// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/init.h"

#include "core/data_source.h"
#include "core/error.h"
#include "core/places.h"
#include "core/rules.h"
#include "core/store/database.h"
#include "reserves/depot.h"
#include "reserves/ledger/ledger.h"
#include "routing/network/road_network.h"
#include "tools/desk/document.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

std::int64_t count_rows(Database& database, std::string_view sql) {
    Statement count = database.prepare(sql);
    count.step();
    return count.integer(0);
}

/// A database whose first head could not be anchored is taken away again: it is seconds old and
/// would never prove.
void anchor_or_undo(const std::filesystem::path& anchor, const std::filesystem::path& db,
                    const JournalHead& head) {
    try {
        append_anchor(anchor, head);
    } catch (...) {
        for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
            std::filesystem::path file = db;
            file += suffix;
            std::filesystem::remove(file);
        }
        throw;
    }
}

}  // namespace

InitResult init_database(const InitRequest& request) {
    const FolderSource source(request.data);
    const Rules rules = load_rules(source);
    const Places places(source);
    const Baseline baseline = load_baseline(source, rules, places);
    // Read here too: a database must not hold a network that no plan could load.
    static_cast<void>(load_road_network(source, places));
    InitResult result;
    result.db = request.db;
    result.depots = static_cast<std::int64_t>(baseline.depots.size());
    result.lots = static_cast<std::int64_t>(baseline.lots.size());
    static_cast<void>(Database::create(request.db, [&](Database& unfinished) {
        open_books(unfinished, source, rules, baseline, request.now);
        result.movements = count_rows(unfinished, "SELECT count(*) FROM movement");
        result.head = journal_head(unfinished);
    }));
    // Only once the database is in its place: an anchor must never hold the head of none.
    if (request.anchor) {
        anchor_or_undo(*request.anchor, request.db, result.head);
    }
    return result;
}

std::string init_json(const InitResult& result) {
    return document_text({{"schema", "relief.init/1"},
                          {"db", result.db.string()},
                          {"depots", result.depots},
                          {"lots", result.lots},
                          {"movements", result.movements},
                          {"head", {{"seq", result.head.seq}, {"hash", result.head.hash}}}});
}

std::string init_text(const InitResult& result, std::string_view language) {
    if (language == "zh") {
        return fmt::format("已建账：{}\n库点 {}，批次 {}，建账单据 {}\n链头 {} {}\n",
                           result.db.string(), result.depots, result.lots, result.movements,
                           result.head.seq, result.head.hash);
    }
    return fmt::format("books opened: {}\n{} depots, {} lots, {} opening movements\nhead {} {}\n",
                       result.db.string(), result.depots, result.lots, result.movements,
                       result.head.seq, result.head.hash);
}

}  // namespace relief
