// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/haul_file.h"

#include <string>
#include <vector>

namespace relief::bench {

/// relief-bench model FILE.json|large [--nearest N] [--seconds S] [--rounds N] [--seed N]
/// [--mps FILE] [--write FILE] [--json]: a plan for a generated dispatch model, or for the instance
/// `large`, with its bound; --mps writes the model for other solvers, --write the instance as JSON.
/// WrongUsage.
int model_command(const std::vector<std::string>& arguments);

/// A plan within some seconds, and when the first one stood.
[[nodiscard]] ModelRun run_model(const HaulProblem& problem, HaulLimits limits, double seconds);

}  // namespace relief::bench
