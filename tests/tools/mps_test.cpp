// SPDX-License-Identifier: Apache-2.0
// The exported model, solved by a solver outside the program, holds the plan's value and bound.
#include "tests/kit/program.h"
#include "tests/kit/table.h"
#include "tests/tools/shipped.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace relief::kit {
namespace {

namespace fs = std::filesystem;

/// What the packaged solver (coinor-cbc) wrote about a model.
struct Solved {
    bool optimal = false;
    double value = 0;
    std::string log;
};

/// Runs `cbc model.mps STEPS…` and reads the first line of its solution:
/// "Optimal - objective value 14743806.16964837". Nothing where it wrote none.
std::optional<Solved> solve(const fs::path& model, const std::vector<std::string>& steps) {
    const TempFolder folder;
    const std::string file = folder / "solution.txt";
    std::vector<std::string> command{"cbc", model};
    command.insert(command.end(), steps.begin(), steps.end());
    command.insert(command.end(), {"-solution", file, "-quit"});
    const Ended ended = run(command);
    if (ended.out.find("read with 0 errors") == std::string::npos || !fs::exists(file)) {
        ADD_FAILURE() << "cbc could not read the model:\n" << ended.out << ended.err;
        return std::nullopt;
    }
    const std::string text = read_text(file);
    const std::string first = text.substr(0, text.find('\n'));
    const std::string mark = "objective value";
    const std::size_t at = first.find(mark);
    if (at == std::string::npos) {
        ADD_FAILURE() << "cbc says: " << first;
        return std::nullopt;
    }
    return Solved{.optimal = first.rfind("Optimal", 0) == 0,
                  .value = std::stod(first.substr(at + mark.size())),
                  .log = ended.out};
}

class ExportedModel : public testing::TestWithParam<std::string> {};

TEST_P(ExportedModel, HasItsOptimumBetweenBoundAndValue) {
    if (!is_installed("cbc")) {
        GTEST_SKIP() << "cbc is not installed (coinor-cbc): THE MODEL IS NOT CHECKED FROM OUTSIDE";
    }
    const TempFolder folder;
    const std::string out = folder / "plan";
    const Ended made = run({RELIEF_PROGRAM, "plan", "--data", shipped_data, "--scenario",
                            GetParam(), "--out", out, "--json"});
    ASSERT_EQ(made.status, 0) << made.out << made.err;
    const auto aims = nlohmann::json::parse(made.out).at("objective").at("levels");
    ASSERT_FALSE(aims.empty());
    const auto value = aims.at(0).at("value").get<double>();
    const auto bound = aims.at(0).at("bound").get<double>();
    // Numbers are printed with six decimals; the solver's own tolerance is 1e-6.
    const double slack = 1e-6 * std::max(1.0, std::abs(value));
    EXPECT_LE(bound, value + slack);

    const fs::path model = fs::path(out) / "model.mps";
    const auto relaxed = solve(model, {"-initialSolve"});
    ASSERT_TRUE(relaxed);
    // Whole vehicles cannot do better than broken ones, and the bound is at least that good.
    EXPECT_TRUE(relaxed->optimal) << relaxed->log;
    EXPECT_LE(relaxed->value, value + slack);
    EXPECT_GE(bound, relaxed->value - slack);

    const auto solved = solve(model, {"-sec", "60", "-solve"});
    ASSERT_TRUE(solved);
    if (!solved->optimal) {
        std::cout << "[  NOTE    ] cbc did not finish; its LP bound alone was compared\n";
        return;
    }
    EXPECT_LE(solved->value, value + slack);
    EXPECT_GE(solved->value, bound - slack);
}

// Each aim after the first has the linear programme that proves its bound.
TEST_P(ExportedModel, LaterAimsHaveTheirBoundsAsOptima) {
    if (!is_installed("cbc")) {
        GTEST_SKIP()
            << "cbc is not installed (coinor-cbc): THE MODELS ARE NOT CHECKED FROM OUTSIDE";
    }
    const TempFolder folder;
    const std::string out = folder / "plan";
    const Ended made = run({RELIEF_PROGRAM, "plan", "--data", shipped_data, "--scenario",
                            GetParam(), "--out", out, "--json"});
    ASSERT_EQ(made.status, 0) << made.out << made.err;
    const auto document = nlohmann::json::parse(made.out);
    const auto aims = document.at("objective").at("levels");
    if (document.at("needs").empty()) {
        EXPECT_FALSE(fs::exists(fs::path(out) / "model-2.mps"));
        return;
    }
    for (const std::size_t level : {2U, 3U, 5U, 6U}) {
        const fs::path model = fs::path(out) / ("model-" + std::to_string(level) + ".mps");
        const auto solved = solve(model, {"-initialSolve"});
        ASSERT_TRUE(solved) << model;
        EXPECT_TRUE(solved->optimal) << solved->log;
        // The least share is maximised: its model has the sign turned.
        const double optimum = level == 2 ? -solved->value : solved->value;
        const auto bound = aims.at(level - 1).at("bound").get<double>();
        EXPECT_NEAR(optimum, bound, 1e-5 * std::max(1.0, std::abs(bound)))
            << aims.at(level - 1).at("name");
    }
}

INSTANTIATE_TEST_SUITE_P(All, ExportedModel,
                         testing::Values("2010-flood", "2017-07-yongji-flood", "2018-songyuan-m57",
                                         "2020-11-ice-storm", "2023-08-shulan-flood"),
                         [](const auto& scenario) {
                             std::string name = scenario.param;
                             std::replace(name.begin(), name.end(), '-', '_');
                             return "Of" + name;
                         });

}  // namespace
}  // namespace relief::kit
