// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace relief {

/// True for the real stages and the counter-accounts of the books. A misspelt stage would be an
/// account that nobody guards, so it is refused.
[[nodiscard]] bool is_known_stage(std::string_view stage);

/// True for the stages goods reach on their way to people or to a borrower: what is there has been
/// taken into use, or is about to be.
[[nodiscard]] bool is_use(std::string_view stage);

}  // namespace relief
