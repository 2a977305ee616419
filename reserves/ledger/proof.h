// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/ledger/ledger.h"
#include "reserves/ledger/stock_day.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// What the books were when they were proven whole. Put into the journal (operation books.proven)
/// it is where a quick proof begins.
struct ProvenState {
    JournalHead head;  ///< the last row of the journal that was proven
    std::int64_t movements = 0;
    std::string movement_hash;  ///< of the last of them
    std::int64_t accounts = 0;
    std::int64_t lots = 0;
    std::string registers;                     ///< SHA-256 over all lots and accounts
    std::string balances;                      ///< SHA-256 over all balances
    std::map<std::string, std::int64_t> rows;  ///< how many each journaled table has
    /// SHA-256 over all rows of a journaled table, for those a quick proof goes through whole.
    std::map<std::string, std::string> standing;
    StockDayHashes stock_days;  ///< of the balances kept of whole days
    Instant at;                 ///< when it was recorded
};

/// verify_books, and where it proves the books what they were then, in the same snapshot.
struct FullProof {
    VerifyResult result;
    std::optional<ProvenState> state;
    std::vector<StockDay> stock_days;  ///< to be kept; their hashes are in the state
};
[[nodiscard]] FullProof prove_books(Database& database,
                                    const std::optional<std::filesystem::path>& anchor,
                                    std::int64_t movements_between = movements_between_stock_days);

/// Appends the books.proven row and keeps the stock days. What was posted meanwhile does not
/// matter; refused (ledger.proof) where the row of the journal the state speaks of is not there.
void record_proof(Database& database, const FullProof& proof, Instant at);

/// The newest state on record, nothing where none is.
[[nodiscard]] std::optional<ProvenState> last_proof(Database& database);

/// Proves from the state on record instead of from the beginning:
///   schema        tables and triggers as the program makes them
///   journal       the chain from the head on record to the newest row
///   tables        SHA-256 of the copy of data/ against the journal
///   I8_rows       what Changes wrote since, against the journal
///   standing      every row of holds, states of lots, hazards, people, papers … that was there, as
///                 recorded: all journaled tables, but of very large books not the largest ones
///                 (a million rows in all), which are proven from the record on
///   registers     every lot and every account, against the record and the entries since
///   I8_movements  movements and entries since, against hash chain and journal
///   I1_sum_zero, I3_not_negative   of the movements since
///   I4_balances   every balance, less the entries since, against the record; the balances of days
///                 of the accounts that moved since
///   anchor        with an anchor file
/// So today's stock, and what is available of it, stands on proven rows alone. Movements and
/// entries before the record are not looked at again, nor what they mean together (a count against
/// its moment, a loan against its returns): for that there is the full proof, which `proven_fully`
/// of the result dates. Its time grows with accounts and with what came since, not with the years.
/// Without a record it is the full proof.
[[nodiscard]] VerifyResult verify_quick(Database& database,
                                        const std::optional<std::filesystem::path>& anchor);

}  // namespace relief
