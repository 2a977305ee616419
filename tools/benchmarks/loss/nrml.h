// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/assessment/fragility.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace relief::bench {

// The parts of OpenQuake's NRML files that the cases need. bad_input: loss.case for a file without
// them, and as read_xml_file.

struct NrmlAsset {
    std::string id;
    std::string taxonomy;
    double number = 0;
    double value = 0;  ///< structural
    double deductible = 0;
    double limit = 0;
};
[[nodiscard]] std::vector<NrmlAsset> nrml_assets(const std::filesystem::path& file);

/// By taxonomy.
[[nodiscard]] std::map<std::string, DiscreteFragility> nrml_discrete(
    const std::filesystem::path& file);
[[nodiscard]] std::map<std::string, LognormalFragility> nrml_lognormal(
    const std::filesystem::path& file);
[[nodiscard]] std::map<std::string, VulnerabilityCurve> nrml_vulnerability(
    const std::filesystem::path& file);

/// The mean ratios of the first consequence function.
[[nodiscard]] std::vector<double> nrml_consequences(const std::filesystem::path& file);

/// The shaking of every node in the order of the file.
[[nodiscard]] std::vector<double> nrml_motions(const std::filesystem::path& file);

}  // namespace relief::bench
