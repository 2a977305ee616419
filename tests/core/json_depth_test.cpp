// SPDX-License-Identifier: Apache-2.0
#include "core/json_depth.h"

#include "tests/kit/bad_input.h"

#include <gtest/gtest.h>

#include <string>

namespace relief {
namespace {

std::string nested(int levels) {
    const auto many = static_cast<std::size_t>(levels);
    return std::string(many, '[') + std::string(many, ']');
}

TEST(JsonDepth, CountsOpenBracketsAtTheDeepest) {
    EXPECT_EQ(json_depth(""), 0);
    EXPECT_EQ(json_depth("12"), 0);
    EXPECT_EQ(json_depth(R"({"a": [1, {"b": []}], "c": []})"), 4);
    EXPECT_EQ(json_depth("[[],[],[]]"), 2) << "what is closed does not count on";
}

TEST(JsonDepth, BracketsInTextsAreLetters) {
    EXPECT_EQ(json_depth(R"(["[[[[", "a\"[[", "\\"])"), 1);
    EXPECT_EQ(json_depth(R"(["\\", [])"), 2) << "a backslash behind a backslash ends nothing";
}

TEST(JsonDepth, DeeperThanAnyDocumentIsRefusedWithTheFile) {
    EXPECT_NO_THROW(check_json_depth(nested(json_depth_max), "plan.json"));
    const ErrorDetail error = kit::error_of([] { check_json_depth(nested(200'000), "plan.json"); });
    EXPECT_EQ(error.code, "json.syntax");
    EXPECT_EQ(error.file, "plan.json");
    EXPECT_EQ(error.found, "200000 levels");
}

}  // namespace
}  // namespace relief
