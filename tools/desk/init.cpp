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

#include <array>
#include <system_error>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

/// SQLite would fold a log left behind by a lost database into the new one. An empty one, as
/// readers leave it, says nothing.
void check_no_old_log(const std::filesystem::path& db) {
    constexpr std::array<std::string_view, 2> suffixes{"-wal", "-journal"};
    for (const std::string_view suffix : suffixes) {
        std::filesystem::path log = db;
        log += suffix;
        std::error_code missing;
        if (std::filesystem::file_size(log, missing) > 0 && !missing) {
            throw refused({.code = "db.exists",
                           .message = "the log of a database that was here before is still there; "
                                      "move it away or bring its database back",
                           .file = log.string(),
                           .field = {},
                           .found = {},
                           .expected = "no such file"});
        }
    }
}

std::int64_t count_rows(Database& database, std::string_view sql) {
    Statement count = database.prepare(sql);
    count.step();
    return count.integer(0);
}

}  // namespace

InitResult init_database(const InitRequest& request) {
    const FolderSource source(request.data);
    const Rules rules = load_rules(source);
    const Places places(source);
    const Baseline baseline = load_baseline(source, rules, places);
    // Read here too: a database must not hold a network that no plan could load.
    static_cast<void>(load_road_network(source, places));
    check_no_old_log(request.db);
    InitResult result;
    result.db = request.db;
    result.depots = static_cast<std::int64_t>(baseline.depots.size());
    result.lots = static_cast<std::int64_t>(baseline.lots.size());
    const Database database = Database::create(request.db, [&](Database& unfinished) {
        open_books(unfinished, source, rules, baseline, request.now);
        result.movements = count_rows(unfinished, "SELECT count(*) FROM movement");
        result.head = journal_head(unfinished);
        if (request.anchor) {
            append_anchor(*request.anchor, result.head);
        }
    });
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
