// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/rules.h"
#include "core/store/database.h"
#include "reserves/duty/due.h"

#include <chrono>
#include <string>
#include <vector>

namespace relief {

/// rules/order_stages.csv: how long an order may stay in a state, and whose turn it is then.
struct OrderStage {
    std::string state;
    std::chrono::minutes limit{0};
    std::string kind;  ///< of the due item: order, in_transit
    std::string turn;  ///< desk, signer, keeper, carrier, receiver
    std::string zh;
    std::string en;
    Source source;
};

/// bad_input with file, line and column.
[[nodiscard]] std::vector<OrderStage> load_order_stages(const DataSource& source);

/// Every allotment order that is not at its end, with the time its stage should be over: on the
/// road the expected time of arrival where one was told.
[[nodiscard]] std::vector<DueItem> due_orders(Database& database,
                                              const std::vector<OrderStage>& stages, Instant now);

}  // namespace relief
