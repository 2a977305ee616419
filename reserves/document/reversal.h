// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"

#include <cstdint>
#include <string>

namespace relief {

/// 红字冲销: undoes a posted document by one of its own, with every movement of it turned round.
/// The document itself is never edited; it is "reversed" from now on. Answers the reversal's id.
/// Refused: doc.state where there is nothing posted, doc.followed where a later paper rests on it,
/// and what the ledger says (goods that have gone on cannot be taken back).
std::int64_t reverse_document(Change& change, std::int64_t document, const std::string& reason);

}  // namespace relief
