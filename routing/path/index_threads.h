// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/index.h"

#include <functional>

namespace relief {

/// Runs every task of the index once, each after those that feed it, on `threads` threads (this one
/// and others made for it). `make_worker` gives each thread its own function for a row of ranks.
/// Threads without a task wait asleep: on a machine with other work they take nothing from it.
void run_tasks(const RoutingIndex& index, unsigned threads,
               const std::function<std::function<void(RoutingIndex::Ranks)>()>& make_worker);

}  // namespace relief
