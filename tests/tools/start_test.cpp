// SPDX-License-Identifier: Apache-2.0
#include "tests/kit/program.h"

#include <gmock/gmock.h>

namespace relief {
namespace {

// A command that needs no map, no form and no network does not pay for them at its start: each of
// these brings thirty to a hundred libraries of its own (docs/decisions/0003-parts.md).
TEST(Start, LoadsNothingThatIsRarelyWanted) {
    kit::RunOptions only_list;
    only_list.env["LD_TRACE_LOADED_OBJECTS"] = "1";  // the loader prints what it loads, and ends
    const kit::Ended ended = kit::run({RELIEF_PROGRAM}, only_list);
    ASSERT_EQ(ended.status, 0) << ended.err;
    ASSERT_THAT(ended.out, testing::HasSubstr("libsqlite3"));
    for (const char* const library : {"libgdal", "libproj", "libcurl", "libpango", "libcairo"}) {
        EXPECT_THAT(ended.out, testing::Not(testing::HasSubstr(library)));
    }
}

}  // namespace
}  // namespace relief
