// SPDX-License-Identifier: Apache-2.0
// Who can have how much where by when: the hours by hand, the cheapest set by brute force.
#include "reserves/find.h"

#include "core/time.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <tuple>

namespace relief {
namespace {

const Instant asked_at = *parse_instant("2017-07-14T10:00");

FindLorries lorries(int count, Units units, int drive, int muster = 60) {
    return {.vehicle_class = "BOX68",
            .count = count,
            .muster_minutes = muster,
            .load_minutes = 30,
            .unload_minutes = 30,
            .units = units,
            .drive = {drive, drive, drive}};
}

FindSite site(std::string id, int rank, Units available, FindLorries trucks) {
    return {.id = id,
            .fleet = id,
            .rank = rank,
            .docks = 1,
            .office = {30, 120, 180},
            .lorries = {std::move(trucks)},
            .lots = {{"L-" + id, "220000", *parse_date("2019-01-01"), available}},
            .on_hand = available};
}

TEST(Find, ArrivalIsFromTheQuestionAndNotFromTheGate) {
    // Office 2 h, then one dock loads one lorry after the other, half an hour each; 1 h on the
    // road.
    const FindSite one = site("A", 1, 100, lorries(2, 40, 60));
    const auto loads = schedule_loads(one, 100, 2000);
    ASSERT_EQ(loads.size(), 3U);
    EXPECT_EQ(loads[0].arrive.likely, 120 + 30 + 60);
    EXPECT_EQ(loads[1].arrive.likely, 120 + 60 + 60);
    // The first is back at 210 + 30 + 60 = 300, loads again and is there at 390.
    EXPECT_EQ(loads[2].arrive.likely, 390);
    EXPECT_EQ(loads[2].trip, 2);
    EXPECT_EQ(loads[0].arrive.low, 60 + 30 + 60) << "signed in half an hour, the lorry after one";
    EXPECT_EQ(loads[0].arrive.high, 180 + 30 + 60);
}

TEST(Find, AnHonestPartSaysWhenTheRestIsThere) {
    const FindAnswer answer =
        find_goods({site("A", 1, 100, lorries(2, 40, 60))}, {120, asked_at, 240});
    EXPECT_EQ(answer.in_time, 80);
    EXPECT_EQ(answer.late, 20);
    EXPECT_EQ(answer.missing, 20);
    ASSERT_EQ(answer.later.size(), 1U);
    EXPECT_EQ(answer.later[0].arrive.likely, 390);
}

TEST(Find, OwnStockComesBeforeACheaperOneFurtherUp) {
    const FindAnswer answer = find_goods(
        {site("PROVINCE", 4, 100, lorries(2, 100, 5)), site("COUNTY", 1, 60, lorries(2, 30, 90))},
        {70, asked_at, 600});
    ASSERT_EQ(answer.now.size(), 2U);
    EXPECT_EQ(answer.now[0].site, "COUNTY");
    EXPECT_EQ(answer.now[0].amount, 60);
    EXPECT_EQ(answer.now[1].amount, 10);
}

TEST(Find, WhatExpiresFirstGoesFirstAndWhatWouldExpireOnTheWayStays) {
    FindSite one = site("A", 1, 0, lorries(3, 100, 60));
    one.lots = {{"TODAY", "220000", *parse_date("2017-07-14"), 5},
                {"SOON", "220000", *parse_date("2017-08-01"), 10},
                {"LATER", "220000", *parse_date("2018-08-01"), 50}};
    const FindAnswer answer =
        find_goods({one}, {20, asked_at, 15 * 60});  // until 01:00 of the 15th
    ASSERT_EQ(answer.now.size(), 1U);
    ASSERT_EQ(answer.now[0].lots.size(), 2U);
    EXPECT_EQ(answer.now[0].lots[0].lot, "SOON");
    EXPECT_EQ(answer.now[0].lots[0].amount, 10);
    EXPECT_EQ(answer.now[0].lots[1].amount, 10);
    EXPECT_EQ(answer.rows[0].available, 60);
}

TEST(Find, EverySiteThatGivesNothingSaysWhy) {
    FindSite stopped = site("STOPPED", 1, 10, lorries(1, 10, 10));
    stopped.why_not = "hazard";
    FindSite held = site("HELD", 1, 0, lorries(1, 10, 10));
    held.lots.clear();
    held.on_hand = held.held = 10;
    FindSite kept = site("KEPT", 1, 10, lorries(1, 10, 10));
    kept.keep_share = 1;
    FindSite cut = site("CUT", 1, 10, lorries(1, 10, 10));
    cut.lorries.clear();
    const FindSite far = site("FAR", 1, 10, lorries(1, 10, 900));
    FindSite old = site("OLD", 1, 10, lorries(1, 10, 10));
    old.lots[0].expires_on = *parse_date("2017-07-13");
    const FindAnswer answer = find_goods({stopped, held, kept, cut, far, old}, {5, asked_at, 360});
    std::vector<std::string> why;
    for (const FindRow& row : answer.rows) {
        why.push_back(row.why_not);
    }
    EXPECT_THAT(
        why, testing::ElementsAre("hazard", "all_held", "floor", "no_way", "too_late", "expired"));
    EXPECT_EQ(answer.in_time, 0);
    EXPECT_EQ(answer.late, 5) << "FAR alone";
}

TEST(Find, TwoSitesOfOneHouseShareItsLorries) {
    FindSite own = site("CITY", 2, 40, lorries(1, 40, 60));
    FindSite guest = site("POINT", 3, 40, lorries(1, 40, 60));
    guest.fleet = "CITY";
    const FindAnswer answer = find_goods({own, guest}, {80, asked_at, 240});
    EXPECT_EQ(answer.in_time, 40) << "its one lorry is on the road";
    EXPECT_EQ(answer.late, 40);
    EXPECT_EQ(answer.rows[1].in_time, 40) << "alone it could";
}

/// What an answer is worth, the least being best: what is short, then units by rank from the
/// highest, then lorry-minutes, then sites.
using Worth = std::tuple<Units, std::vector<Units>, std::int64_t, int>;

constexpr int ranks = 3;

/// By the number of lorries of every site in turn; each carries what own-stock-first lets it.
Worth brute_force(const std::vector<FindSite>& sites, const FindQuestion& question) {
    std::vector<std::vector<FindLoad>> loads;
    for (const FindSite& one : sites) {
        loads.push_back(schedule_loads(one, one.lots[0].available, question.within_minutes));
    }
    std::vector<std::size_t> count(sites.size(), 0);
    std::optional<Worth> best;
    while (true) {
        std::vector<Units> by_rank(ranks, 0);
        std::int64_t minutes = 0;
        int used = 0;
        Units left = question.amount;
        for (int rank = 0; rank < ranks; ++rank) {
            for (std::size_t s = 0; s < sites.size(); ++s) {
                Units room = 0;
                for (std::size_t n = 0; n < count[s] && sites[s].rank == rank; ++n) {
                    room += loads[s][n].units;
                }
                const Units some = std::min({room, sites[s].lots[0].available, left});
                left -= some;
                by_rank[static_cast<std::size_t>(ranks - 1 - rank)] += some;
            }
        }
        for (std::size_t s = 0; s < sites.size(); ++s) {
            used += count[s] > 0 ? 1 : 0;
            for (std::size_t n = 0; n < count[s]; ++n) {
                minutes += 2 * std::int64_t{loads[s][n].drive_minutes};
            }
        }
        const Worth worth(left, by_rank, minutes, used);
        best = best ? std::min(*best, worth) : worth;
        std::size_t s = 0;
        for (; s < sites.size() && count[s] == loads[s].size(); ++s) {
            count[s] = 0;
        }
        if (s == sites.size()) {
            return *best;
        }
        ++count[s];
    }
}

Worth worth_of(const FindAnswer& answer, const std::vector<FindSite>& sites, Units amount) {
    std::vector<Units> by_rank(ranks, 0);
    std::int64_t minutes = 0;
    for (const FindTake& take : answer.now) {
        const auto at = std::find_if(sites.begin(), sites.end(),
                                     [&](const FindSite& one) { return one.id == take.site; });
        by_rank[static_cast<std::size_t>(ranks - 1 - at->rank)] += take.amount;
        Units in_lots = 0;
        for (const LotShare& share : take.lots) {
            in_lots += share.amount;
        }
        EXPECT_EQ(in_lots, take.amount);
        for (const FindLoad& load : take.loads) {
            minutes += 2 * std::int64_t{load.drive_minutes};
        }
    }
    return {amount - answer.in_time, by_rank, minutes, static_cast<int>(answer.now.size())};
}

void compare_with_brute_force(int cases, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    int several = 0;
    const auto pick = [&](int low, int high) {
        return low + static_cast<int>(random() % static_cast<std::uint64_t>(high - low + 1));
    };
    for (int i = 0; i < cases; ++i) {
        std::vector<FindSite> sites;
        const int count = pick(1, 5);
        for (int s = 0; s < count; ++s) {
            sites.push_back(site("S" + std::to_string(s), pick(0, ranks - 1), pick(1, 60),
                                 lorries(pick(1, 2), pick(5, 30), pick(10, 200), pick(0, 200))));
            if (pick(0, 1) == 1) {
                sites.back().lorries.push_back(lorries(1, pick(5, 60), pick(10, 200)));
            }
            sites.back().docks = pick(1, 2);
        }
        const FindQuestion question{pick(1, 150), asked_at, pick(200, 700)};
        const FindAnswer answer = find_goods(sites, question);
        ASSERT_EQ(worth_of(answer, sites, question.amount), brute_force(sites, question))
            << "case " << i << " of seed " << seed;
        several += answer.now.size() > 1 ? 1 : 0;
    }
    EXPECT_GT(several, cases / 3) << "else the cases say little";
}

TEST(Find, TheSetIsTheBestOneInAThousandRandomCases) {
    compare_with_brute_force(1000, 1);
}

}  // namespace
}  // namespace relief
