// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/kit/program.h"

#include <filesystem>
#include <string>
#include <vector>

namespace relief::kit {

/// Books made by a command that makes the same books for many tests, each in a process of its own:
/// ctest gives all of them one folder, emptied at the start of its run (RELIEF_TEST_BOOKS), where
/// the first one leaves its books for the others to copy. Without that folder each makes its own.
///
/// `command` makes the database `db`; `name` says what is in it: program, data and options that are
/// the same for everybody who gives the name. How the command ended, or a copy of that.
Ended make_books(const std::string& name, const std::vector<std::string>& command,
                 const std::filesystem::path& db);

}  // namespace relief::kit
