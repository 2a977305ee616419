// SPDX-License-Identifier: Apache-2.0
// I3, I7, I14, I20, I21 of reserves.md 2.3: random work, each answer worked out by brute force.
#include "core/error.h"
#include "reserves/ledger/change_posting.h"
#include "reserves/ledger/check_goods.h"
#include "tests/kit/change.h"
#include "tests/kit/papers.h"

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace relief {
namespace {

using kit::account;
using kit::noon_of;

/// A posting in the order it was made: the day it is said to have happened, and the shelf's change.
struct Posted {
    int day = 0;
    std::int64_t amount = 0;
};

/// The first day on which a shelf of 100 would be below zero, 0 where it never is: every day added
/// up anew.
int first_bad_day(const std::vector<Posted>& posted) {
    for (int day = 1; day <= 31; ++day) {
        std::int64_t sum = 100;
        for (const Posted& row : posted) {
            sum += row.day <= day ? row.amount : 0;
        }
        if (sum < 0) {
            return day;
        }
    }
    return 0;
}

// I3: a shelf is never below zero, neither in the order of posting nor on any day that goods are
// said to have moved; what would make it so is refused, and nothing else is.
TEST(InvariantProperty, NoShelfIsEverBelowZeroHoweverPostingsAreBackDated) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        Database database = Database::in_memory();
        kit::open_small_books(database);
        std::mt19937_64 random(seed);
        std::vector<Posted> posted;
        int refusals = 0;
        for (int i = 0; i < 250; ++i) {
            const int day = static_cast<int>(2 + random() % 25);
            const auto size = static_cast<std::int64_t>(1 + random() % 60);
            const std::int64_t amount = random() % 5 < 2 ? size : -size;
            std::vector<Posted> with = posted;
            with.push_back({day, amount});
            const Movement movement =
                kit::carry("test", "k" + std::to_string(i), day,
                           account("P", "T1", amount > 0 ? "purchased" : "on_hand"),
                           account("P", "T1", amount > 0 ? "on_hand" : "issued_to_people"), size);
            std::string code;
            try {
                post_movement(database, movement, noon_of(28));
            } catch (const Error& error) {
                code = error.detail().code;
            }
            ASSERT_EQ(code, first_bad_day(with) == 0 ? "" : "ledger.negative") << i;
            posted = code.empty() ? with : posted;
            refusals += code.empty() ? 0 : 1;
        }
        EXPECT_GT(refusals, 10);
        EXPECT_EQ(kit::complaint(verify_books(database, std::nullopt)), "");
    }
}

// I7: a key stands for one content; sent again it is the same posting, with another content none.
TEST(InvariantProperty, AKeyPostsOnceHoweverOftenAndInWhateverOrderItIsSent) {
    Database database = Database::in_memory();
    kit::open_small_books(database);
    std::mt19937_64 random(7);
    std::map<std::string, std::int64_t> amounts;  // by key, as it was first sent
    std::int64_t left = 100;
    int repeats = 0;
    int others = 0;
    for (int i = 0; i < 400; ++i) {
        const std::string key = "key " + std::to_string(random() % 30);
        const auto amount = static_cast<std::int64_t>(1 + random() % 3);
        const auto known = amounts.find(key);
        std::string code;
        try {
            post_movement(database, kit::issue(key, 3, "P", "T1", amount), noon_of(4));
        } catch (const Error& error) {
            code = error.detail().code;
        }
        if (known == amounts.end()) {
            ASSERT_EQ(code, "");
            amounts[key] = amount;
            left -= amount;
        } else {
            ASSERT_EQ(code, known->second == amount ? "" : "ledger.repeat") << key;
            (code.empty() ? repeats : others) += 1;
        }
        ASSERT_EQ(kit::balance(database, account("P", "T1", "on_hand")), left);
    }
    EXPECT_GT(repeats, 50);
    EXPECT_GT(others, 50);
    EXPECT_EQ(kit::complaint(verify_books(database, std::nullopt)), "");
}

// I14: a paper takes goods of its own division; of another's only with that owner's order.
TEST(InvariantProperty, AKeeperTakesAnothersGoodsOnTheOwnersOrderAlone) {
    kit::PaperBooks books{Database::in_memory()};
    std::mt19937_64 random(14);
    // Orders: one of each owner that stands, one that is a draft.
    std::map<std::int64_t, std::pair<std::string, bool>> orders;
    for (const char* unit : {"220000", "220400"}) {
        for (const bool stands : {true, false}) {
            const std::int64_t id = books.change(noon_of(2), "maker", [&](Change& made) {
                const std::int64_t order = add_document(
                    made, {.unit = unit,
                           .kind = "recall",
                           .lines = {{.item = "QUILT", .lot = "Q1", .amount = 1, .owner = unit}}});
                if (stands) {
                    add_step(made, order, "sign", {.post = "x"});
                }
                return order;
            });
            orders.emplace(id, std::pair(unit, stands));
        }
    }
    struct Shelf {
        const char* site;
        const char* lot;
        const char* owner;
    };
    const std::vector<Shelf> shelves{
        {"P", "Q1", "220000"}, {"C", "Q3", "220400"}, {"K", "Q1", "220000"}};
    int allowed = 0;
    int refused = 0;
    for (int i = 0; i < 120; ++i) {
        const Shelf& shelf = shelves[random() % shelves.size()];
        const std::string unit = random() % 2 == 0 ? "220000" : "220400";
        NewPaper paper{.unit = unit, .kind = "issue", .lines = {}, .of = {}, .order = {}};
        paper.lines.push_back({.goods = {.item = "QUILT",
                                         .lot = shelf.lot,
                                         .amount = 1,
                                         .owner = shelf.owner,
                                         .from_site = shelf.site,
                                         .to_site = "220421",
                                         .note = "given for it"}});
        bool ordered = false;
        if (random() % 3 != 0) {
            auto order = orders.begin();
            std::advance(order, static_cast<long>(random() % orders.size()));
            paper.order = order->first;
            ordered = order->second.second && order->second.first == shelf.owner;
        }
        std::string code;
        try {
            (void)books.draft(noon_of(3), paper);
        } catch (const Error& error) {
            code = error.detail().code;
        }
        const bool may = unit == shelf.owner || ordered;
        ASSERT_EQ(code, may ? "" : "doc.owner") << unit << " takes from " << shelf.site;
        (may ? allowed : refused) += 1;
    }
    EXPECT_GT(allowed, 30);
    EXPECT_GT(refused, 20);
}

// I20: a lot is used through the whole of its last day in Beijing, whatever the hour in UTC.
TEST(InvariantProperty, ALotIsUsableThroughTheLastSecondOfItsLastDayInBeijing) {
    std::mt19937_64 random(20);
    for (int i = 0; i < 60; ++i) {
        Database database = Database::in_memory();
        Baseline baseline = kit::small_baseline();
        const Date last = kit::book_date(static_cast<int>(5 + random() % 20));
        baseline.lots = {
            {"P", "220000", "TENT", "T1", last - std::chrono::days{100}, last, 10, "A", 2}};
        open_books(database, kit::MadeSource(), kit::small_rules(), baseline, noon_of(1));
        // Around both midnights of the last day, to the second.
        const std::int64_t around = static_cast<std::int64_t>(random() % 7200) - 3600;
        const Instant midnight =
            beijing_midnight(last + std::chrono::days{static_cast<int>(random() % 2)});
        const Instant at = midnight + std::chrono::seconds{around};
        // 16:00 UTC is midnight in Beijing: the last day ends sixteen hours after it began in UTC.
        const bool usable = at < Instant{last} + std::chrono::hours{16};
        std::string code;
        try {
            make_change(database,
                        {.key = "k",
                         .content = "{}",
                         .actor = "a",
                         .operation = "test",
                         .subject = {},
                         .occurred_at = at,
                         .recorded_at = at},
                        [](Change& change) {
                            post_in(change, "issue", "",
                                    {{account("P", "T1", "on_hand"), -1},
                                     {account("P", "T1", "issued_to_people"), 1}});
                            return std::string("{}");
                        });
        } catch (const Error& error) {
            code = error.detail().code;
        }
        EXPECT_EQ(code, usable ? "" : "ledger.unusable") << format_instant(at);
        EXPECT_EQ(kit::complaint(verify_books(database, std::nullopt)), "");
    }
}

// I21: tents never make up for rice; a posting balances item by item or not at all.
TEST(InvariantProperty, UnitsNeverAddUpAcrossItems) {
    Database database = Database::in_memory();
    kit::open_small_books(database);
    std::mt19937_64 random(21);
    int refused = 0;
    for (int i = 0; i < 200; ++i) {
        const auto tents = static_cast<std::int64_t>(1 + random() % 3);
        const auto rice = static_cast<std::int64_t>(1 + random() % 3);
        const bool crossed = random() % 2 == 0;  // sums to zero over both, not over each
        Movement movement{.kind = "test",
                          .idempotency_key = "k" + std::to_string(i),
                          .occurred_at = noon_of(3),
                          .actor = "a",
                          .reason = "test",
                          .entries = {{account("C", "T4", "found"), -tents},
                                      {account("C", "T4", "on_hand"), crossed ? rice : tents},
                                      {account("C", "R1", "found"), -rice},
                                      {account("C", "R1", "on_hand"), crossed ? tents : rice}}};
        std::string code;
        try {
            post_movement(database, movement, noon_of(4));
        } catch (const Error& error) {
            code = error.detail().code;
        }
        ASSERT_EQ(code, crossed && tents != rice ? "ledger.unbalanced" : "") << i;
        refused += code.empty() ? 0 : 1;
    }
    EXPECT_GT(refused, 30);
    EXPECT_EQ(kit::complaint(verify_books(database, std::nullopt)), "");
}

// I21 bites: an item nobody has a unit for.
TEST(InvariantProperty, AnItemWithoutAUnitInTheCatalogueIsFound) {
    const kit::TempFolder folder;
    const std::filesystem::path file = folder / "books.db";
    { const kit::PaperBooks books{Database::create(file)}; }
    const auto check = [&] {
        Database database = Database::open_read_only(file);
        std::int64_t checked = 0;
        const auto wrong = check_units(database, checked);
        EXPECT_GT(checked, 0);
        return wrong ? wrong->check + " " + wrong->found : "";
    };
    EXPECT_EQ(check(), "");
    {
        kit::RawDatabase raw(file);
        raw.drop_triggers();
        raw.run("UPDATE lot SET item = 'NOBODYS' WHERE id = 3");
    }
    EXPECT_EQ(check(), "I21_units NOBODYS");
}

}  // namespace
}  // namespace relief
