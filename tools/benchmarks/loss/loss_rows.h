// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/hazard/isoseismal.h"

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace relief::bench {

using LossValue = std::variant<double, std::string>;

/// What one case comes to.
struct LossRow {
    std::string id;
    std::vector<LossValue> values;
    std::string note;  ///< where the value is not what the case's words ask for, and why
};

/// A row of expected.csv as far as it is read: what it expects, its status and source are not.
struct LossCase {
    std::string id;
    std::string input;
    std::string model;
    std::string quantity;
    int line = 0;
};

/// Every row of FOLDER/expected.csv, in its order, worked out from its input and model and the
/// files they name. `folder` is the folder loss of the case collection, or the collection itself.
/// bad_input: file.missing; loss.case for a row nobody here knows how to work out.
[[nodiscard]] std::vector<LossRow> loss_rows(const std::filesystem::path& folder,
                                             const IsoseismalRules& isoseismals);

/// Those of loss_rows() whose id is in `ids`; all where it is empty. For tests on a part.
[[nodiscard]] std::vector<LossRow> loss_rows(const std::filesystem::path& folder,
                                             const IsoseismalRules& isoseismals,
                                             const std::vector<std::string>& ids);

/// relief.loss_cases/1 with the conventions of the models, ending with a line feed.
[[nodiscard]] std::string loss_json(const std::vector<LossRow>& rows);
/// The same for a person.
[[nodiscard]] std::string loss_text(const std::vector<LossRow>& rows);

}  // namespace relief::bench
