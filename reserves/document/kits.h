// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/rules.h"
#include "core/store/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// rules/kits.csv: one kit holds `count` units of a part.
struct KitPart {
    std::string kit;
    std::string part;
    int count = 1;
    Source source;
};

[[nodiscard]] std::vector<KitPart> load_kits(const DataSource& source, const Rules& rules);

/// I11: of every kit paper the parts are the kit's parts, and what was taken apart is part of what
/// was put together, lot by lot.
[[nodiscard]] std::optional<WrongRow> check_kits(Database& database, std::int64_t& checked);

}  // namespace relief
