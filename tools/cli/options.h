// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace relief {

struct CommandSpec;

/// Options that may stand before or after the command.
struct GlobalOptions {
    std::optional<std::string> db;
    std::optional<std::string> data;
    std::optional<std::string> server;
    std::optional<std::string> actor;  ///< who asks: the person's code or name
    std::optional<std::string> clock;  ///< a set clock, for drills and tests
    bool json = false;
    std::string language = "en";
    std::uint64_t seed = 1;
    int threads = 0;  ///< 0 = the machine's; answers are the same with any number
    bool explain = false;
    bool quiet = false;
};

/// Figures given by hand, as typed. What they mean is read by the command, so that a wrong one is
/// answered as bad input with its name.
struct HandOptions {
    std::optional<std::string> place;
    std::optional<std::string> relocated;
    std::optional<std::string> collective;
    std::optional<std::string> days;
    std::optional<std::string> temp_c;
    std::optional<std::string> hazard;
    std::optional<std::string> month;
};

struct InitOptions {
    std::optional<std::string> anchor;
};

struct VerifyOptions {
    std::optional<std::string> anchor;
    bool quick = false;
    bool record = false;
};

struct ScenarioListOptions {};

struct PlaceOptions {
    std::string name;
    std::optional<std::string> on;
};

struct LevelOptions {
    std::string scenario;
    std::optional<std::string> at;
    std::optional<std::string> report;
    std::optional<std::string> plan;
};

struct NeedsOptions {
    std::optional<std::string> scenario;
    std::optional<std::string> at;
    std::optional<std::string> report;
    std::optional<std::string> plan;  ///< accepted for symmetry with level: needs ask no plan
    HandOptions hand;
};

struct PlanOptions {
    std::string scenario;
    std::optional<std::string> at;
    std::optional<std::string> out;
    HandOptions hand;
};

/// A command that describes itself in a CommandSpec, with what was typed for it.
struct DescribedCommand {
    const CommandSpec* spec = nullptr;
    std::map<std::string, std::vector<std::string>, std::less<>> values;
};

using CommandOptions =
    std::variant<DescribedCommand, InitOptions, VerifyOptions, ScenarioListOptions, PlaceOptions,
                 LevelOptions, NeedsOptions, PlanOptions>;

}  // namespace relief
