// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/kit/world.h"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <string>
#include <vector>

namespace relief::kit {

/// One way to spoil a plan on purpose, and the finding that must tell of it.
struct Spoiling {
    std::string name;
    std::string code;
    /// Nothing else is wrong with the plan afterwards, and nothing else may be found.
    bool alone = false;
    /// std::runtime_error where the plan has nothing that can be spoilt so.
    std::function<void(nlohmann::json& plan, const World& world)> spoil;
};

/// Made for plans of the Yongji flood of July 2017: with goods from depots over roads, from
/// suppliers and from stock of the province, and with something unmet.
[[nodiscard]] const std::vector<Spoiling>& spoilings();

}  // namespace relief::kit
