// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/loss/loss_rows.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace relief::bench {

using LossValues = std::vector<LossValue>;

/// What the cases of a family share.
struct LossInputs {
    std::filesystem::path folder;
    const IsoseismalRules& isoseismals;
};

// Each works out a case of its family; nullopt for one it does not know.
[[nodiscard]] std::optional<LossValues> pager_case(const LossCase& row, const LossInputs& inputs);
[[nodiscard]] std::optional<LossValues> shaking_case(const LossCase& row, const LossInputs& inputs);
[[nodiscard]] std::optional<LossValues> itb_case(const LossCase& row, const LossInputs& inputs);
[[nodiscard]] std::optional<LossValues> fragility_case(const LossCase& row,
                                                       const LossInputs& inputs);
[[nodiscard]] std::optional<LossValues> flood_case(const LossCase& row, const LossInputs& inputs);
[[nodiscard]] std::optional<LossValues> table_case(const LossCase& row, const LossInputs& inputs);

}  // namespace relief::bench
