// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/cli/options.h"
#include "tools/cli/session.h"

namespace relief {

/// One function a command. Each prints its answer and gives back the exit status; what ends it
/// early is an Error or a UsageError, which main() answers in one place.
[[nodiscard]] int run_command(const Session& session, const DescribedCommand& command);
[[nodiscard]] int run_command(const Session& session, const InitOptions& options);
[[nodiscard]] int run_command(const Session& session, const VerifyOptions& options);
[[nodiscard]] int run_command(const Session& session, const ScenarioListOptions& options);
[[nodiscard]] int run_command(const Session& session, const PlaceOptions& options);
[[nodiscard]] int run_command(const Session& session, const LevelOptions& options);
[[nodiscard]] int run_command(const Session& session, const NeedsOptions& options);
[[nodiscard]] int run_command(const Session& session, const PlanOptions& options);

}  // namespace relief
