// SPDX-License-Identifier: Apache-2.0
#include "core/program_part.h"

#include "core/error.h"

#include <gmock/gmock.h>

namespace relief {
namespace {

TEST(ProgramPart, AMissingPartIsTold) {
    try {
        static_cast<void>(program_part("relief-nothing"));
        FAIL() << "loaded";
    } catch (const Error& error) {
        EXPECT_EQ(error.detail().code, "program.part");
        EXPECT_THAT(error.detail().file, testing::EndsWith("/lib/relief/relief-nothing.so"));
        EXPECT_FALSE(error.detail().found.empty());
    }
}

}  // namespace
}  // namespace relief
