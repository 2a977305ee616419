// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/reader.h"
#include "core/data_source.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

/// The cases of tests/data/alerts, and how they are read.
namespace relief::cap {

/// A row of MANIFEST.csv, of which tests look at these.
struct CaseRow {
    std::string file;
    std::string expected;
    std::string first_code;  ///< "" where nothing is to be found
    std::string signature;
};

/// The rows of a folder's MANIFEST.csv.
[[nodiscard]] std::vector<CaseRow> case_rows(const std::filesystem::path& folder);

[[nodiscard]] std::filesystem::path case_folder();
[[nodiscard]] std::string case_bytes(const std::string& name);

/// A reader with the schemas of data/.
[[nodiscard]] const Reader& reader();

/// The collection's own root of trust.
[[nodiscard]] Trust case_trust(const std::filesystem::path& folder);

}  // namespace relief::cap
