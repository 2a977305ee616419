// SPDX-License-Identifier: Apache-2.0
// Random operations against a plain map that keeps every entry and adds up by brute force.
#include "tests/kit/books.h"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <random>
#include <set>
#include <tuple>

namespace relief {
namespace {

struct Refusal {
    std::string code;
    std::string message_part;  ///< the first bad day, where the code is ledger.negative
};

/// The books as a person would keep them on paper.
class Model {
  public:
    /// Posts, or says why not.
    std::optional<Refusal> post(const Movement& movement) {
        std::map<std::tuple<std::string, std::string, std::string>, std::int64_t> sums;
        for (const Entry& entry : movement.entries) {
            sums[{entry.account.item, entry.account.lot, entry.account.owner}] += entry.amount;
        }
        for (const auto& [key, sum] : sums) {
            if (sum != 0) {
                return Refusal{"ledger.unbalanced", ""};
            }
        }
        const auto used = keys_.find(movement.idempotency_key);
        if (used != keys_.end()) {
            return same(used->second, movement) ? std::nullopt
                                                : std::optional(Refusal{"ledger.repeat", ""});
        }
        for (const Entry& entry : movement.entries) {
            if (const auto bad = first_bad_day(entry.account, movement)) {
                return Refusal{"ledger.negative", format_date(*bad)};
            }
        }
        for (const Entry& entry : movement.entries) {
            posted_[entry.account].emplace_back(beijing_date(movement.occurred_at), entry.amount);
        }
        keys_.emplace(movement.idempotency_key, movement);
        movements_.push_back(movement);
        return std::nullopt;
    }

    [[nodiscard]] std::int64_t balance(const Account& account) const {
        const auto found = posted_.find(account);
        std::int64_t sum = 0;
        for (const auto& [day, amount] : found == posted_.end() ? Lines{} : found->second) {
            sum += amount;
        }
        return sum;
    }
    [[nodiscard]] const std::vector<Movement>& movements() const { return movements_; }
    [[nodiscard]] std::set<Account> accounts() const {
        std::set<Account> all;
        for (const auto& [account, lines] : posted_) {
            all.insert(account);
        }
        return all;
    }

  private:
    using Lines = std::vector<std::pair<Date, std::int64_t>>;

    static bool same(const Movement& a, const Movement& b) {
        const auto key = [](const Movement& m) {
            std::vector<std::pair<Account, std::int64_t>> entries;
            for (const Entry& entry : m.entries) {
                entries.emplace_back(entry.account, entry.amount);
            }
            return std::tuple(m.kind, m.occurred_at, m.actor, m.reason, entries);
        };
        return key(a) == key(b);
    }

    /// Every day on which anything happened to the account, and the sum of all up to that day.
    [[nodiscard]] std::optional<Date> first_bad_day(const Account& account,
                                                    const Movement& movement) const {
        if (account.stage != "on_hand" && account.stage != "in_transit") {
            return std::nullopt;
        }
        const auto found = posted_.find(account);
        Lines lines = found == posted_.end() ? Lines{} : found->second;
        for (const Entry& entry : movement.entries) {
            if (entry.account == account) {
                lines.emplace_back(beijing_date(movement.occurred_at), entry.amount);
            }
        }
        std::set<Date> days;
        for (const auto& [day, amount] : lines) {
            days.insert(day);
        }
        for (const Date day : days) {
            std::int64_t sum = 0;
            for (const auto& [when, amount] : lines) {
                sum += when <= day ? amount : 0;
            }
            if (sum < 0) {
                return day;
            }
        }
        return std::nullopt;
    }

    std::map<Account, Lines> posted_;
    std::map<std::string, Movement> keys_;
    std::vector<Movement> movements_;
};

/// Two owners, three sites, three lots, a month: small enough for goods to run out often.
class Operations {
  public:
    explicit Operations(unsigned seed) : random_(seed) {}

    Movement next(const Model& model) {
        const int kind = below(100);
        if (kind < 30) {
            return carry("receipt", any("purchased"), "on_hand");
        }
        if (kind < 60) {
            return carry("issue", any("on_hand"), "issued_to_people");
        }
        if (kind < 80) {
            return move();
        }
        if (kind < 88 && !model.movements().empty()) {
            return reversal(model);
        }
        if (kind < 94 && !model.movements().empty()) {
            return repeat(model);
        }
        Movement spoilt = carry("issue", any("on_hand"), "issued_to_people");
        spoilt.entries[static_cast<std::size_t>(below(2))].amount += 1;
        return spoilt;
    }

  private:
    int below(int n) { return std::uniform_int_distribution<>(0, n - 1)(random_); }

    Account any(const std::string& stage) {
        const std::vector<std::string> lots{"T1", "T2", "R1"};
        Account account = kit::account("P", lots[static_cast<std::size_t>(below(3))], stage);
        account.owner = below(2) == 0 ? "220000" : "220200";
        account.site = std::string(1, static_cast<char>('A' + below(3)));
        return account;
    }

    std::string fresh_key() { return "k" + std::to_string(++keys_); }

    Movement carry(const std::string& kind, const Account& from, const std::string& to_stage) {
        Account to = from;
        to.stage = to_stage;
        return kit::carry(kind, fresh_key(), 1 + below(31), from, to, 1 + below(20));
    }

    /// On hand to the road, or from the road to another site, some of it by way of two lines.
    Movement move() {
        const bool out = below(2) == 0;
        Movement movement =
            carry("move", any(out ? "on_hand" : "in_transit"), out ? "in_transit" : "on_hand");
        Entry& to = movement.entries[1];
        if (!out) {
            to.account.site = std::string(1, static_cast<char>('A' + below(3)));
        }
        if (to.amount > 1 && below(2) == 0) {
            movement.entries.push_back({to.account, 1});
            movement.entries[1].amount -= 1;
        }
        return movement;
    }

    Movement reversal(const Model& model) {
        Movement movement = pick(model);
        movement.kind = "reversal";
        movement.idempotency_key = fresh_key();
        movement.lots.clear();
        for (Entry& entry : movement.entries) {
            entry.amount = -entry.amount;
        }
        return movement;
    }

    /// A key of before, with the same content or another.
    Movement repeat(const Model& model) {
        Movement movement = pick(model);
        if (below(2) == 0) {
            movement.reason += "!";
        }
        return movement;
    }

    const Movement& pick(const Model& model) {
        const auto count = static_cast<int>(model.movements().size());
        return model.movements()[static_cast<std::size_t>(below(count))];
    }

    std::mt19937 random_;
    int keys_ = 0;
};

/// The lots come in with the first movement, an opening of one unit each that both sides post.
Movement first_movement() {
    Movement movement{.kind = "receipt",
                      .idempotency_key = "lots",
                      .occurred_at = kit::noon_of(1),
                      .actor = "王芳",
                      .reason = "test",
                      .entries = {}};
    for (const std::string lot : {"T1", "T2", "R1"}) {
        movement.entries.push_back({kit::account("P", lot, "purchased"), -1});
        movement.entries.push_back({kit::account("P", lot, "on_hand"), 1});
        movement.lots.push_back(
            {kit::account("P", lot, "").item, lot, kit::book_date(1), kit::book_date(31)});
    }
    return movement;
}

void compare_balances(Database& database, const Model& model) {
    Statement sums = database.prepare(
        "SELECT item, lot, owner, sum(amount) FROM balance JOIN account ON id = account_id "
        "GROUP BY item, lot, owner");
    while (sums.step()) {
        EXPECT_EQ(sums.integer(3), 0) << sums.text(0) << sums.text(1) << sums.text(2);
    }
    for (const Account& account : model.accounts()) {
        EXPECT_EQ(kit::balance(database, account), model.balance(account)) << account.stage;
    }
}

class LedgerPropertyTest : public testing::TestWithParam<unsigned> {};

TEST_P(LedgerPropertyTest, BooksAgreeWithThePlainModel) {
    Database database = Database::in_memory();
    Model model;
    Operations operations(GetParam());
    std::map<std::string, std::int64_t> numbers;  // key -> movement
    std::map<std::string, int> refusals;
    for (int step = 0; step < 300; ++step) {
        const Movement movement = step == 0 ? first_movement() : operations.next(model);
        const std::optional<Refusal> expected = model.post(movement);
        const std::int64_t rows_before = journal_head(database).seq;
        try {
            const std::int64_t id = post_movement(database, movement, kit::noon_of(31));
            ASSERT_FALSE(expected.has_value()) << "step " << step << ": " << expected->code;
            const auto [at, is_new] = numbers.emplace(movement.idempotency_key, id);
            EXPECT_EQ(at->second, id);
            EXPECT_EQ(journal_head(database).seq, rows_before + (is_new ? 1 : 0));
        } catch (const Error& error) {
            ASSERT_TRUE(expected.has_value()) << "step " << step << ": " << error.what();
            EXPECT_EQ(error.detail().code, expected->code) << step;
            EXPECT_NE(error.detail().message.find(expected->message_part), std::string::npos)
                << error.what() << ", expected " << expected->message_part;
            EXPECT_EQ(journal_head(database).seq, rows_before);
            ++refusals[expected->code];
        }
        if (step % 50 == 49) {
            compare_balances(database, model);
        }
    }
    compare_balances(database, model);
    EXPECT_EQ(static_cast<std::int64_t>(model.movements().size()), journal_head(database).seq);
    const VerifyResult result = verify_books(database, std::nullopt);
    EXPECT_EQ(kit::complaint(result), "");
    EXPECT_EQ(result.checked.at("I8_movements"),
              static_cast<std::int64_t>(model.movements().size()));
    // A run that never came to the point would prove little.
    EXPECT_GT(refusals["ledger.negative"], 20);
    EXPECT_GT(refusals["ledger.unbalanced"], 3);
    EXPECT_GT(refusals["ledger.repeat"], 1);
}

INSTANTIATE_TEST_SUITE_P(Seeds, LedgerPropertyTest, testing::Range(1U, 9U));

}  // namespace
}  // namespace relief
