// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/exchange/import_rules.h"

#include <string_view>

namespace relief {

/// "现有数=quantity" as agreed for one sheet: from now on these rules read that heading so, before
/// whatever the table says of it, and before any other heading of the same meaning. "现有数=none":
/// the column is passed over. bad_input (argument.value).
void agree_column(ImportRules& rules, std::string_view text);

}  // namespace relief
