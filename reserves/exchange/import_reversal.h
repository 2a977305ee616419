// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "reserves/exchange/import_posting.h"

#include <cstdint>
#include <string>
#include <vector>

namespace relief {

/// What a reversal of an imported sheet turned round.
struct ReversedImport {
    std::int64_t batch = 0;
    std::string file;
    std::vector<std::int64_t> movements;  ///< the reversing ones
    std::vector<std::int64_t> documents;  ///< the reversals of its counts
};

/// 红字冲销 of an import: every movement of the sheet is reversed and every posted count of it,
/// all or none. Its rows stay in the books. The same sheet in the same way is not posted again: a
/// mended one is. bad_input import.batch: no such import. Refused: ledger.reversed where it has
/// been reversed already, import.count where a count of it still waits for a signature, and what
/// the ledger says (goods that have gone on cannot be taken back).
ReversedImport reverse_import(Change& change, std::int64_t batch, const std::string& reason);

/// True where nothing of a posted import stands any more.
[[nodiscard]] bool is_reversed(Database& database, const PostedImport& posted);

}  // namespace relief
