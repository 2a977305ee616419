// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/haul_state.h"

#include <cstdint>
#include <functional>

namespace relief::haul {

/// The primal-dual hybrid gradient method (Chambolle and Pock 2011, steps by row and column after
/// Pock and Chambolle 2011) on the linear relaxation: prices for models that are too large for the
/// linear solver. The best of those looked at now and then, with the prices of stock that suit them
/// best; `goes_on` is asked at each look.
[[nodiscard]] HaulPrices approach(const Network& network, std::int64_t steps,
                                  const std::function<bool()>& goes_on);

}  // namespace relief::haul
