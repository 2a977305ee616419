// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"

#include <functional>
#include <map>
#include <string>

namespace relief {

/// What the people of the books are called on paper: code -> name.
[[nodiscard]] std::map<std::string, std::string, std::less<>> people_names(Database& database);

}  // namespace relief
