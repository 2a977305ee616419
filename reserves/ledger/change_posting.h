// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "reserves/ledger/ledger.h"

#include <cstdint>
#include <string>
#include <vector>

namespace relief {

/// Posts one movement inside a change, with a journal row (movement.post) of its own: when it
/// occurred, who asks and the key are the request's. Answers the movement's number, for the
/// document step that made it. Goods that are held for a document are taken after its hold has
/// ended: end_hold first, then post_in. Refused as post_movement is, and
///   ledger.unusable  goods of a lot that has expired by the day of the posting, or that is not
///                    good (see lot_state.h), are taken from on_hand to be used
std::int64_t post_in(Change& change, std::string kind, std::string reason,
                     std::vector<Entry> entries, std::vector<Lot> lots = {});

}  // namespace relief
