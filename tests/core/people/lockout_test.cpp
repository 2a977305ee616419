// SPDX-License-Identifier: Apache-2.0
// GB/T 22239 as design/operations.md section 2 tells it: five wrong in a quarter of an hour lock
// for a quarter of an hour.
#include "core/people/lockout.h"

#include <gtest/gtest.h>

#include <vector>

namespace relief {
namespace {

using Outcome = LogInAttempt::Outcome;

Instant minute(int minutes) {
    return instant_of(1'500'000'000) + std::chrono::minutes{minutes};
}

std::vector<LogInAttempt> failures(std::initializer_list<int> minutes) {
    std::vector<LogInAttempt> attempts;
    for (const int at : minutes) {
        attempts.push_back({.at = minute(at), .outcome = Outcome::failed});
    }
    return attempts;
}

TEST(Lockout, FifthFailureInAQuarterLocksForAQuarter) {
    EXPECT_EQ(locked_until(failures({0, 1, 2, 3}), minute(3)), std::nullopt);
    const auto five = failures({0, 1, 2, 3, 14});
    EXPECT_EQ(locked_until(five, minute(14)), minute(29));
    EXPECT_EQ(locked_until(five, minute(28)), minute(29));
    EXPECT_EQ(locked_until(five, minute(29)), std::nullopt);
}

TEST(Lockout, FiveInMoreThanAQuarterDoNot) {
    EXPECT_EQ(locked_until(failures({0, 4, 8, 12, 15}), minute(15)), std::nullopt);
}

TEST(Lockout, BeginsAnewAfterTheLock) {
    auto attempts = failures({0, 0, 0, 0, 0, 15, 15, 15, 15});
    EXPECT_EQ(locked_until(attempts, minute(15)), std::nullopt);
    attempts.push_back({.at = minute(15), .outcome = Outcome::failed});
    EXPECT_EQ(locked_until(attempts, minute(15)), minute(30));
}

TEST(Lockout, SuccessForgivesWhatWasBeforeIt) {
    auto attempts = failures({0, 1, 2, 3});
    attempts.push_back({.at = minute(4), .outcome = Outcome::passed});
    attempts.push_back({.at = minute(5), .outcome = Outcome::failed});
    EXPECT_EQ(locked_until(attempts, minute(5)), std::nullopt);
}

TEST(Lockout, SuccessDoesNotOpenALockButAnAdministratorDoes) {
    auto attempts = failures({0, 0, 0, 0, 0});
    attempts.push_back({.at = minute(1), .outcome = Outcome::passed});
    EXPECT_EQ(locked_until(attempts, minute(1)), minute(15));
    attempts.push_back({.at = minute(2), .outcome = Outcome::unlocked});
    EXPECT_EQ(locked_until(attempts, minute(2)), std::nullopt);
}

TEST(Lockout, MemoryReachesBackOverLockAndWindow) {
    EXPECT_EQ(lockout_memory(), std::chrono::minutes{30});
}

TEST(SlowDown, DoublesWithFailuresAndHasAnEnd) {
    using std::chrono::milliseconds;
    EXPECT_EQ(slow_down(0), milliseconds{0});
    EXPECT_EQ(slow_down(20), milliseconds{0});
    EXPECT_EQ(slow_down(21), milliseconds{100});
    EXPECT_EQ(slow_down(40), milliseconds{100});
    EXPECT_EQ(slow_down(41), milliseconds{200});
    EXPECT_EQ(slow_down(121), milliseconds{3200});
    EXPECT_EQ(slow_down(1'000'000'000), milliseconds{3200});
}

}  // namespace
}  // namespace relief
