// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/desk.h"

#include "core/error.h"
#include "core/store/database.h"
#include "core/time.h"
#include "reserves/care/consignment.h"
#include "reserves/care/due.h"
#include "reserves/document/designated_use.h"
#include "reserves/ledger/hold.h"
#include "reserves/ledger/ledger.h"
#include "tools/desk/tables.h"

#include <array>
#include <system_error>
#include <utility>

namespace relief {
namespace {

namespace fs = std::filesystem;

/// A folder is data/ when this table lies in it; the name "data" alone is too common.
bool is_data_folder(const fs::path& folder) {
    std::error_code ignored;
    return fs::is_regular_file(folder / "rules" / "response_levels.csv", ignored);
}

/// The books of a fresh in-memory copy: posted, balanced and read back exactly as a file's are,
/// so that a plan without --db rests on the same ledger.
StockView stock_in_memory(const DataSource& source, const Rules& rules, const Baseline& baseline) {
    Database database = Database::in_memory();
    open_books(database, source, rules, baseline, beijing_midnight(baseline.picture_on));
    return read_stock(database, rules);
}

/// Good goods at sites that are stopped, in whole units.
std::vector<LotStock> read_stopped_stock(Database& database, const Rules& rules, Instant now) {
    std::vector<LotStock> lots;
    for (const AvailableLot& row : available_lots(database, {.at = now})) {
        const Item* item = rules.item(row.item);
        const Units units =
            row.why_not == "site_stopped" && item != nullptr
                ? whole_units({.amount = row.on_hand - row.held, .decimals = item->decimals})
                : 0;
        if (units > 0) {
            lots.push_back({.depot = row.site,
                            .item = row.item,
                            .lot = row.lot,
                            .owner = row.owner,
                            .made_on = row.made_on,
                            .expires_on = row.expires_on,
                            .available = units});
        }
    }
    return lots;
}

/// What the books say of hazards, contracts and agreements.
void read_care(const Tables& tables, Instant now, Desk& desk) {
    Database& database = *tables.database();
    if (!has_care_rules(database)) {
        return;
    }
    desk.care = load_care_rules(tables.source());
    for (OpenHazard& hazard : open_hazards(database, Instant::max())) {
        if (hazard.grade == 1) {
            desk.stops.push_back(std::move(hazard));
        }
    }
    desk.designated = designated_uses(database);
    if (!desk.stops.empty()) {
        desk.stopped_stock = read_stopped_stock(database, desk.rules, now);
    }
    apply_contracts(read_contracts(tables.source(), &database), desk.baseline);
    desk.agreements = read_agreements(desk.baseline, &database);
    apply_agreements(desk.agreements, desk.baseline);
}

}  // namespace

fs::path find_data_folder(const fs::path& program) {
    const fs::path bin = program.parent_path();
    std::array<fs::path, 5> candidates{
        bin / "data",                              // unpacked in one folder
        bin.parent_path() / "share" / "relief",    // installed
        bin.parent_path() / "data",                // SOURCE/build
        bin.parent_path().parent_path() / "data",  // SOURCE/build/PRESET
        bin.parent_path().parent_path().parent_path() / "data",
    };
    for (fs::path& candidate : candidates) {
        if (is_data_folder(candidate)) {
            return std::move(candidate);
        }
    }
    throw bad_input({.code = "file.missing",
                     .message = "the folder data/ is not beside the program; name it with --data",
                     .file = {},
                     .field = "--data",
                     .found = bin.string(),
                     .expected = "data/ beside the program, in ../share/relief or up the source "
                                 "tree"});
}

Desk open_desk(const fs::path& data, const std::optional<Books>& db, Instant now) {
    const Tables tables(data, db);
    const std::shared_ptr<const BookTables> read = tables.book_tables();
    Rules rules = read->rules;
    Places places = read->places;
    Baseline baseline = read->baseline;
    StockView stock = tables.database() != nullptr
                          ? read_stock(*tables.database(), rules, now)
                          : stock_in_memory(tables.source(), rules, baseline);
    RoadNetwork network = load_road_network(tables.source(), places);
    DispatchRules dispatch = load_dispatch_rules(FolderSource(data), rules);
    Desk desk{.data = data,
              .rules = std::move(rules),
              .places = std::move(places),
              .baseline = std::move(baseline),
              .stock = std::move(stock),
              .network = std::move(network),
              .packs = load_packs(FolderSource(data)),
              .dispatch = std::move(dispatch)};
    if (tables.database() != nullptr) {
        read_care(tables, now, desk);
        desk.closures = read_closures(*tables.database());
    }
    return desk;
}

}  // namespace relief
