// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/quantity.h"
#include "core/time.h"

#include <string>
#include <vector>

namespace relief {

/// What can be drawn from one lot at one depot: good condition, on hand, not held.
struct LotStock {
    std::string depot;
    std::string item;
    std::string lot;
    std::string owner;
    Date made_on;
    Date expires_on;  ///< last day of use
    Units available = 0;
};

/// Usable stock of every depot at one moment, by depot, item, expiry, lot. Taken from the books.
struct StockView {
    std::vector<LotStock> lots;
};

}  // namespace relief
