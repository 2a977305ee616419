// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "core/store/database.h"

#include <string>
#include <string_view>

namespace relief {

/// How often a form of a subject (a document's number) has been printed.
[[nodiscard]] int print_count(Database& database, std::string_view form, std::string_view subject);

/// Writes that it is printed once more, as a file of this SHA-256, and answers the count.
int add_print_run(Change& change, const std::string& form, const std::string& subject,
                  const std::string& sha256);

}  // namespace relief
