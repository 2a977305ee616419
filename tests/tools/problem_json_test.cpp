// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/problem_json.h"
#include "tests/tools/shipped.h"

#include "core/error.h"
#include "routing/dispatch/planner.h"
#include "tools/desk/desk.h"
#include "tools/desk/plan.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using Json = nlohmann::ordered_json;

DispatchProblem problem_of(const std::string& scenario) {
    static const Desk desk = open_desk(kit::shipped_data, std::nullopt);
    return prepare_plan(desk, {.scenario = kit::shipped_data / "scenarios" / scenario}).problem;
}

// The same bytes, and a model that is the same to the last digit.
TEST(ProblemJson, ReadsBackWhatItWrote) {
    for (const char* scenario : {"2017-07-yongji-flood", "2018-songyuan-m57"}) {
        DispatchProblem problem = problem_of(scenario);
        problem.needs.front().reserve = 3;
        problem.legs.front().back_minutes = 7;
        const std::string text = problem_json(problem);
        const DispatchProblem again = problem_of_json(text, "problem.json");
        EXPECT_EQ(problem_json(again), text);
        EXPECT_EQ(dispatch_mps(again), dispatch_mps(problem));
        EXPECT_EQ(again.needs.front().reserve, 3);
        EXPECT_EQ(again.legs.front().back_minutes, 7);
        EXPECT_FALSE(again.legs.back().back_minutes.has_value());
    }
}

/// What reading a spoilt document says.
ErrorDetail refusal(const std::function<void(Json&)>& spoil) {
    static const Json good = Json::parse(problem_json(problem_of("2018-songyuan-m57")));
    Json json = good;
    spoil(json);
    try {
        (void)problem_of_json(json.dump(), "p.json");
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::bad_input);
        return error.detail();
    }
    return {.code = "none", .message = {}};
}

TEST(ProblemJson, AKeyThatIsNoneIsRefusedByName) {
    const ErrorDetail top = refusal([](Json& json) { json["neds"] = 1; });
    EXPECT_EQ(top.code, "json.unknown");
    EXPECT_EQ(top.field, "neds");
    const ErrorDetail inner = refusal([](Json& json) { json["needs"][2]["wieght"] = 1; });
    EXPECT_EQ(inner.code, "json.unknown");
    EXPECT_EQ(inner.field, "needs[2].wieght");
    EXPECT_EQ(inner.file, "p.json");
    EXPECT_EQ(refusal([](Json& json) { json["driving"]["drive_hours"] = 4; }).field,
              "driving.drive_hours");
}

TEST(ProblemJson, FieldsAreOfTheirType) {
    const auto code_at = [](const std::function<void(Json&)>& spoil, const std::string& field) {
        const ErrorDetail detail = refusal(spoil);
        EXPECT_EQ(detail.field, field);
        return detail.code;
    };
    EXPECT_EQ(code_at([](Json& json) { json["needs"][0].erase("by"); }, "needs[0].by"),
              "json.field");
    EXPECT_EQ(code_at([](Json& json) { json["needs"][0]["quantity"] = 1.5; }, "needs[0].quantity"),
              "json.field");
    EXPECT_EQ(
        code_at([](Json& json) { json["fleets"][0]["count"] = 3'000'000'000; }, "fleets[0].count"),
        "json.field");
    EXPECT_EQ(code_at([](Json& json) { json["as_of"] = "yesterday"; }, "as_of"), "json.field");
    EXPECT_EQ(code_at([](Json& json) { json["ways"] = "none"; }, "ways"), "json.field");
    EXPECT_EQ(code_at([](Json& json) { json["schema"] = "relief.plan/1"; }, "schema"),
              "json.field");
    EXPECT_THROW((void)problem_of_json("{", "p.json"), Error);
    EXPECT_THROW((void)problem_of_json("[]", "p.json"), Error);
}

TEST(ProblemJson, WhatIsReadIsValidated) {
    EXPECT_EQ(refusal([](Json& json) { json["ways"][0]["serves"] = {9999}; }).field, "ways.serves");
    EXPECT_EQ(refusal([](Json& json) { json["supplies"][0]["depot"] = -1; }).field,
              "supplies.depot");
    EXPECT_EQ(refusal([](Json& json) { json["tiers"][0]["depot"] = 9999; }).field, "tiers.depot");
    EXPECT_EQ(refusal([](Json& json) { json["needs"][0]["quantity"] = 5'000'000'000'000; }).code,
              "csv.value");
    EXPECT_EQ(refusal([](Json&) {}).code, "none");
}

}  // namespace
}  // namespace relief
