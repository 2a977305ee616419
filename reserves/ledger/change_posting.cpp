// SPDX-License-Identifier: Apache-2.0
#include "reserves/ledger/change_posting.h"

#include "core/error.h"
#include "reserves/ledger/lot_state.h"
#include "reserves/ledger/posting.h"
#include "reserves/ledger/stage.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

/// True where the movement takes goods of the account's lot from the shelf.
bool takes_from_shelf(const std::vector<Entry>& entries, const Account& account) {
    return std::any_of(entries.begin(), entries.end(), [&account](const Entry& entry) {
        return entry.amount < 0 && entry.account.stage == "on_hand" &&
               entry.account.item == account.item && entry.account.lot == account.lot;
    });
}

/// I13. To the scrap heap, to quarantine, to another shelf: those ways stay open.
void check_usable(Database& database, const std::vector<Entry>& entries, Date on) {
    for (const Entry& entry : entries) {
        if (entry.amount <= 0 || !is_use(entry.account.stage) ||
            !takes_from_shelf(entries, entry.account)) {
            continue;
        }
        const std::string why = why_unusable(database, entry.account.item, entry.account.lot, on);
        if (!why.empty()) {
            throw refused({.code = "ledger.unusable",
                           .message = "goods of this lot may not be used",
                           .field = fmt::format("{} {}", entry.account.item, entry.account.lot),
                           .found = why,
                           .expected = fmt::format("a good lot that has not expired on {}",
                                                   format_date(on))});
        }
    }
}

}  // namespace

std::int64_t post_in(Change& change, std::string kind, std::string reason,
                     std::vector<Entry> entries, std::vector<Lot> lots) {
    const Request& request = change.request();
    if (kind != "reversal") {
        check_usable(change.database(), entries, beijing_date(request.occurred_at));
    }
    Movement movement{.kind = std::move(kind),
                      .idempotency_key = change.movement_key(),
                      .occurred_at = request.occurred_at,
                      .actor = request.actor,
                      .reason = std::move(reason),
                      .entries = std::move(entries),
                      .lots = std::move(lots)};
    const std::string key = movement.idempotency_key;
    Posting posting(change.database());
    return posting.post(std::move(movement), request.recorded_at, "movement.post", key);
}

}  // namespace relief
