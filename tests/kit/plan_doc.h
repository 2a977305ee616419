// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/kit/table.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace relief::kit {

/// One thing that is wrong with a plan.
struct Finding {
    std::string code;   ///< "lot.overdrawn"
    std::string where;  ///< "shipments[3].lines[0]"
    std::string text;
};

struct DocLevel {
    std::string scope;
    int level = 0;
    bool in_force = true;
};

struct DocAlternative {
    std::string item;
    std::int64_t rate = 1;
};

struct DocNeed {
    std::string where;
    std::string id;
    std::string place;
    std::string item;
    std::int64_t quantity = 0;
    std::vector<DocAlternative> alternatives;
    Time by;
    std::optional<double> persons;  ///< heads the whole quantity stands for
    std::optional<double> weight;
};

struct DocLine {
    std::string where;
    std::string item;
    std::optional<std::string> lot;
    std::int64_t quantity = 0;
    std::vector<std::string> for_need;
    std::int64_t counts_for = 0;
};

struct DocShipment {
    std::string where;
    std::string id;
    std::string from;
    std::string to;
    Time depart;
    Time arrive;
    std::optional<Time> back;
    std::string vehicle_class;  ///< "" where a supplier does not say
    std::string fleet;          ///< "" = the default
    std::string mode = "road";
    int vehicles = 0;
    int trips = 1;
    double load_kg = 0;
    double load_m3 = 0;
    double km = 0;
    double minutes = 0;
    double rest_minutes = 0;
    std::vector<std::string> edges;
    std::vector<DocLine> lines;
    std::string tier;  ///< "" where it is not said
};

struct DocUnmet {
    std::string where;
    std::string need;
    std::int64_t quantity = 0;
    std::string cause;
};

struct DocAim {
    std::string where;
    std::string name;
    double value = 0;
    double bound = 0;
    double gap = 0;
};

/// relief.plan/1 as far as it is checked.
struct PlanDoc {
    std::string scenario;
    Time as_of;
    std::int64_t shifted_days = 0;
    std::vector<DocLevel> levels;
    std::vector<DocNeed> needs;
    std::vector<DocShipment> shipments;
    std::vector<DocUnmet> unmet;
    std::vector<DocAim> aims;
    double gap = 0;
    std::optional<Time> until;  ///< the end of the plan
};

/// Reads the document. A field that is missing or of another kind is a finding "schema" and stays
/// at its default.
[[nodiscard]] PlanDoc read_plan(const nlohmann::json& document, std::vector<Finding>& findings);

}  // namespace relief::kit
