// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "core/store/journal.h"
#include "reserves/ledger/ledger.h"
#include "reserves/ledger/posting.h"

#include <map>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

Error dangling(const OpeningLot& lot, std::string_view field, const std::string& found) {
    return bad_input({.code = "csv.reference",
                      .message = "the lot names something that does not exist",
                      .file = "baseline/stock_lots.csv",
                      .line = lot.line,
                      .field = std::string(field),
                      .found = found});
}

void add_lot(Movement& movement, const OpeningLot& lot, const Rules& rules,
             const std::string& keeper) {
    const Item* item = rules.item(lot.item);
    if (item == nullptr) {
        throw dangling(lot, "item_id", lot.item);
    }
    const std::int64_t amount = from_units(lot.quantity, item->decimals).amount;
    if (amount == 0) {
        return;  // an empty place on the shelf is no posting
    }
    Account account{.owner = lot.owner,
                    .keeper = keeper,
                    .site = lot.depot,
                    .item = lot.item,
                    .lot = lot.lot,
                    .condition = lot.condition,
                    .stage = "on_hand"};
    movement.entries.push_back({.account = account, .amount = amount});
    account.stage = "opening";
    movement.entries.push_back({.account = std::move(account), .amount = -amount});
    for (const Lot& known : movement.lots) {
        if (known.lot == lot.lot && known.item == lot.item && known.made_on == lot.made_on &&
            known.expires_on == lot.expires_on) {
            return;
        }
    }
    movement.lots.push_back(
        {.item = lot.item, .lot = lot.lot, .made_on = lot.made_on, .expires_on = lot.expires_on});
}

/// One posting for each depot with stock, in the order of the baseline's depots.
std::vector<std::pair<std::string, Movement>> opening_movements(const Rules& rules,
                                                                const Baseline& baseline) {
    std::map<std::string_view, std::vector<const OpeningLot*>> lots_by_depot;
    for (const OpeningLot& lot : baseline.lots) {
        if (baseline.depot(lot.depot) == nullptr) {
            throw dangling(lot, "depot_id", lot.depot);
        }
        lots_by_depot[lot.depot].push_back(&lot);
    }
    std::vector<std::pair<std::string, Movement>> movements;
    for (const Depot& depot : baseline.depots) {
        const Depot* keeper = baseline.depot(depot.fleet_depot());
        Movement movement{
            .kind = "opening",
            .idempotency_key = "opening/" + depot.id,
            .occurred_at = beijing_midnight(baseline.picture_on),
            .actor = "relief",
            .reason = fmt::format("stock picture of {}", format_date(baseline.picture_on)),
            .entries = {}};
        for (const OpeningLot* lot : lots_by_depot[depot.id]) {
            add_lot(movement, *lot, rules, keeper == nullptr ? depot.org : keeper->org);
        }
        if (!movement.entries.empty()) {
            movements.emplace_back(depot.id, std::move(movement));
        }
    }
    return movements;
}

}  // namespace

void open_books(Database& database, const DataSource& source, const Rules& rules,
                const Baseline& baseline, Instant recorded_at) {
    const auto movements = opening_movements(rules, baseline);
    database.transaction([&] {
        if (journal_head(database).seq != 0) {
            throw refused({.code = "ledger.open",
                           .message = "the books are open already",
                           .file = database.file().string(),
                           .expected = "an empty database"});
        }
        store_tables(database, source, recorded_at);
        Posting posting(database);
        for (const auto& [depot, movement] : movements) {
            posting.post(movement, recorded_at, "books.open", depot);
        }
    });
}

}  // namespace relief
