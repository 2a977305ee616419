// SPDX-License-Identifier: Apache-2.0
// Stock of the past from the kept balances of whole days, against the plain sum of every entry.
#include "reserves/ledger/as_of.h"
#include "reserves/ledger/proof.h"
#include "reserves/ledger/reversal.h"
#include "reserves/ledger/stock_day.h"
#include "tests/kit/change.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <vector>

namespace relief {
namespace {

using kit::account;
using kit::failure_of;
using kit::noon_of;

constexpr std::int64_t movements_between = 25;

class PastStockTest : public testing::Test {
  protected:
    struct Posted {
        Instant occurred;
        Instant recorded;
        Account account;
        std::int64_t amount = 0;
    };

    PastStockTest() { kit::open_small_books(database_); }

    std::int64_t below(std::uint64_t n) { return static_cast<std::int64_t>(random_() % n); }

    Instant some_moment() { return noon_of(1) + std::chrono::seconds{below(28 * 86'400)}; }

    /// Receipts, moves onto lorries and back-dated ones of both; some told weeks late.
    void post_some(int count) {
        const std::vector<std::pair<std::string, std::string>> stocks{
            {"P", "T1"}, {"P", "T2"}, {"C", "T4"}, {"C", "R1"}, {"K", "T1"}};
        for (int i = 0; i < count; ++i) {
            const auto& [site, lot] = stocks[static_cast<std::size_t>(below(stocks.size()))];
            const bool moves = below(3) == 0;
            Movement movement =
                kit::carry(moves ? "move" : "receipt", "m" + std::to_string(++keys_), 2,
                           account(site, lot, moves ? "on_hand" : "purchased"),
                           account(site, lot, moves ? "loaded" : "on_hand"), 1 + below(9));
            movement.occurred_at = some_moment();
            const Instant recorded =
                movement.occurred_at + std::chrono::hours{below(4) == 0 ? below(600) : below(30)};
            try {
                post_movement(database_, movement, recorded);
            } catch (const Error& error) {
                ASSERT_EQ(error.detail().code, "ledger.negative");
            }
        }
    }

    void post_and_reverse() {
        post_movement(database_,
                      kit::carry("receipt", "r" + std::to_string(++keys_), 3,
                                 account("P", "T2", "purchased"), account("P", "T2", "on_hand"), 4),
                      noon_of(3));
        Statement last = database_.prepare("SELECT max(id) FROM movement");
        last.step();
        const std::int64_t movement = last.integer(0);
        last.reset();
        kit::change_books(database_, 29, [&](Change& change) {
            reverse_movement(change, movement, "the wrong house");
        });
    }

    void record() {
        const FullProof proof = prove_books(database_, std::nullopt, movements_between);
        ASSERT_EQ(kit::complaint(proof.result), "");
        ASSERT_GE(proof.stock_days.size(), 4U);
        record_proof(database_, proof, noon_of(30));
    }

    std::vector<Posted> everything() {
        std::vector<Posted> all;
        Statement select = database_.prepare(
            "SELECT occurred_at, recorded_at, owner, keeper, site, item, lot, condition, stage, "
            "amount FROM movement JOIN entry ON movement_id = movement.id "
            "JOIN account ON account.id = account_id");
        while (select.step()) {
            all.push_back({instant_of(select.integer(0)),
                           instant_of(select.integer(1)),
                           {.owner = select.text(2),
                            .keeper = select.text(3),
                            .site = select.text(4),
                            .item = select.text(5),
                            .lot = select.text(6),
                            .condition = select.text(7),
                            .stage = select.text(8)},
                           select.integer(9)});
        }
        return all;
    }

    static std::map<Account, std::int64_t> plain_sum(const std::vector<Posted>& all,
                                                     const AsOfQuery& query) {
        std::map<Account, std::int64_t> sums;
        for (const Posted& one : all) {
            const Account& a = one.account;
            const bool wanted =
                (!query.site || *query.site == a.site) && (!query.item || *query.item == a.item) &&
                (!query.lot || *query.lot == a.lot) && (!query.owner || *query.owner == a.owner);
            if (wanted && is_real_stage(a.stage) && one.occurred <= query.occurred_by &&
                (!query.known_by || one.recorded <= *query.known_by)) {
                sums[a] += one.amount;
            }
        }
        std::erase_if(sums, [](const auto& entry) { return entry.second == 0; });
        return sums;
    }

    static std::map<Account, std::int64_t> by_account(const std::vector<StockRow>& rows) {
        std::map<Account, std::int64_t> sums;
        for (const StockRow& row : rows) {
            EXPECT_TRUE(sums.emplace(row.account, row.amount).second);
        }
        return sums;
    }

    AsOfQuery some_query() {
        AsOfQuery query{.occurred_by = some_moment()};
        switch (below(6)) {
            case 0: query.site = below(2) == 0 ? "P" : "K"; break;
            case 1: query.item = below(2) == 0 ? "TENT" : "RICE"; break;
            case 2: query.lot = "T1"; break;
            case 3: query.owner = "220000"; break;
            default: break;
        }
        if (below(2) == 0) {
            query.known_by = query.occurred_by + std::chrono::hours{below(900) - 200};
        }
        return query;
    }

    /// Both ways of asking give the rows of the plain sum, in the same order.
    void compare(int questions) {
        const std::vector<Posted> all = everything();
        PastStock past(database_);
        for (int i = 0; i < questions; ++i) {
            const AsOfQuery query = some_query();
            const std::vector<StockRow> alone = stock_as_of(database_, query);
            const std::vector<PastRow> again = past.as_of(query);
            ASSERT_EQ(by_account(alone), plain_sum(all, query)) << "question " << i;
            ASSERT_EQ(alone.size(), again.size());
            for (std::size_t row = 0; row < alone.size(); ++row) {
                ASSERT_EQ(alone[row].account, again[row].of->account);
                ASSERT_EQ(alone[row].amount, again[row].amount);
                ASSERT_EQ(alone[row].expires_on, again[row].of->expires_on);
            }
        }
    }

    Database database_ = Database::in_memory();
    std::mt19937_64 random_{20'170'712};
    int keys_ = 0;
};

TEST_F(PastStockTest, AThousandQuestionsAreThePlainSumOfTheEntries) {
    post_some(200);
    compare(100);  // nothing kept yet
    post_and_reverse();
    record();
    compare(400);
    post_some(120);  // before, between and after the kept days
    post_and_reverse();
    compare(400);
    record();
    compare(100);
}

TEST_F(PastStockTest, AKeptDayThatIsSpoiltIsAnErrorAndNeverAnotherAnswer) {
    post_some(150);
    record();
    const AsOfQuery query{.occurred_by = noon_of(14)};
    const auto right = by_account(stock_as_of(database_, query));
    database_.execute(
        "UPDATE cache_stock SET amounts = CAST(x'0204' || substr(amounts, 3) AS BLOB)");
    EXPECT_EQ(failure_of([&] { (void)stock_as_of(database_, query); }).detail().code, "db.damaged");
    PastStock past(database_);
    EXPECT_EQ(failure_of([&] { (void)past.as_of(query); }).detail().code, "db.damaged");
    const VerifyResult result = verify_books(database_, std::nullopt);
    EXPECT_EQ(result.first_wrong.value().table, "cache_stock");
    EXPECT_EQ(result.first_wrong.value().check, "stock_days");
    database_.execute("DELETE FROM cache_stock");
    EXPECT_EQ(by_account(stock_as_of(database_, query)), right) << "a cache may go";
    EXPECT_EQ(kit::complaint(verify_books(database_, std::nullopt)), "");
}

TEST_F(PastStockTest, ADayNobodyRecordedIsNamed) {
    post_some(150);
    record();
    database_.execute("INSERT INTO cache_stock SELECT 1, amounts FROM cache_stock LIMIT 1");
    const VerifyResult result = verify_books(database_, std::nullopt);
    EXPECT_EQ(result.first_wrong.value().row, 1);
    EXPECT_EQ(result.first_wrong.value().check, "stock_days");
}

}  // namespace
}  // namespace relief
