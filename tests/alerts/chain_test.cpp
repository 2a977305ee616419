// SPDX-License-Identifier: Apache-2.0
// Chains of messages: whatever order they come in, one state; another status or sender changes
// nothing.
#include "alerts/release/chain.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace relief {
namespace {

using cap::MessageType;
using cap::Status;

Instant chain_minute(int at) {
    return *parse_instant("2017-07-13T18:00") + std::chrono::minutes(at);
}

cap::Alert message(const std::string& identifier, MessageType type, int sent,
                   const std::vector<const cap::Alert*>& refers = {},
                   Status status = Status::actual) {
    cap::Alert alert{.identifier = identifier,
                     .sender = "qxj.jl.gov.cn",
                     .sent = {chain_minute(sent)},
                     .status = status,
                     .type = type};
    for (const cap::Alert* other : refers) {
        alert.references.push_back(cap::reference_to(*other));
    }
    cap::Info info{.language = "zh-CN", .headline = identifier};
    info.expires = cap::Moment{chain_minute(600)};
    info.areas.push_back({.description = "永吉县", .geocodes = {{"GB/T 2260", "220221"}}});
    alert.infos.push_back(info);
    return alert;
}

/// The identifier of what holds; "" for nothing.
std::string holding(const std::vector<cap::Alert>& messages, int at,
                    const AreaPredicate& covers = nullptr) {
    std::string names;
    for (const Chain& chain : chains_of(messages)) {
        if (const auto warning = active(chain, chain_minute(at), covers)) {
            names += (names.empty() ? "" : "+") + warning->message->identifier;
        }
    }
    return names;
}

class FourMessages : public testing::Test {
  protected:
    cap::Alert a_ = message("A", MessageType::alert, 0);
    cap::Alert u1_ = message("U1", MessageType::update, 30, {&a_});
    cap::Alert u2_ = message("U2", MessageType::update, 60, {&a_, &u1_});
    cap::Alert c_ = message("C", MessageType::cancel, 90, {&a_, &u1_, &u2_});
};

TEST_F(FourMessages, AllOrdersOfArrivalGiveOneState) {
    std::array<const cap::Alert*, 4> order{&a_, &u1_, &u2_, &c_};
    std::ranges::sort(order);
    int orders = 0;
    do {
        std::vector<cap::Alert> arrived;
        for (const cap::Alert* next : order) {
            arrived.push_back(*next);
        }
        ASSERT_EQ(chains_of(arrived).size(), 1U);
        EXPECT_EQ(holding(arrived, 29), "A");
        EXPECT_EQ(holding(arrived, 59), "U1");
        EXPECT_EQ(holding(arrived, 89), "U2");
        EXPECT_EQ(holding(arrived, 90), "");
        EXPECT_EQ(holding(arrived, -1), "");
        ++orders;
    } while (std::ranges::next_permutation(order).found);
    EXPECT_EQ(orders, 24);
}

TEST_F(FourMessages, AnyOfThemMissingStillGivesOneChain) {
    // C names all three; U2 names A and U1.
    for (const auto& [arrived, at80] : std::vector<std::pair<std::vector<cap::Alert>, std::string>>{
             {{u1_, u2_, c_}, "U2"}, {{c_, a_}, "A"}, {{u2_, u1_}, "U2"}, {{c_, u1_}, "U1"}}) {
        EXPECT_EQ(chains_of(arrived).size(), 1U);
        EXPECT_EQ(holding(arrived, 80), at80);
    }
    EXPECT_EQ(holding({c_, a_}, 95), "");
    EXPECT_EQ(holding({u1_, u2_, c_}, 95), "");
}

TEST_F(FourMessages, OnlyTheFirstIssueIsNamedInTheNationalForm) {
    cap::Alert update = message("U3", MessageType::update, 70, {});
    update.references = {{.sender = "", .identifier = "A", .sent = {}}};
    cap::Alert lift = message("C3", MessageType::cancel, 80, {});
    lift.references = {{.sender = "", .identifier = "A", .sent = {}}};
    EXPECT_EQ(holding({a_, u1_, u2_, update}, 75), "U3");
    EXPECT_EQ(holding({lift, update, a_, u1_}, 85), "");
}

TEST_F(FourMessages, TheSameMessageTwiceIsOne) {
    EXPECT_EQ(chains_of({a_, a_, u1_, u1_}).front().messages.size(), 2U);
}

TEST_F(FourMessages, AnUpdateAfterTheCancelDoesNotReviveIt) {
    const cap::Alert late = message("U9", MessageType::update, 120, {&a_});
    EXPECT_EQ(holding({a_, c_, late}, 130), "");
    const cap::Alert anew = message("B", MessageType::alert, 125);
    EXPECT_EQ(holding({a_, c_, late, anew}, 130), "B");
}

TEST_F(FourMessages, AnotherStatusOrSenderChangesNothing) {
    for (const Status status : {Status::exercise, Status::test, Status::system, Status::draft}) {
        cap::Alert lift = message("X", MessageType::cancel, 10, {&a_}, status);
        EXPECT_EQ(holding({a_, lift}, 20), "A");
        cap::Alert update = message("Y", MessageType::update, 10, {&a_}, status);
        EXPECT_EQ(holding({update, a_}, 20), "A+Y");
    }
    cap::Alert foreign = message("Z", MessageType::cancel, 10, {&a_});
    foreign.sender = "somebody.example";
    EXPECT_EQ(holding({a_, foreign}, 20), "A");
}

TEST_F(FourMessages, HoldsFromEffectiveToExpires) {
    a_.infos.front().effective = cap::Moment{chain_minute(5)};
    a_.infos.front().onset = cap::Moment{chain_minute(50)};
    EXPECT_EQ(holding({a_}, 4), "");
    EXPECT_EQ(holding({a_}, 5), "A");
    EXPECT_EQ(holding({a_}, 599), "A");
    EXPECT_EQ(holding({a_}, 600), "");
    a_.infos.front().expires.reset();
    EXPECT_EQ(holding({a_}, 24 * 60 - 1), "A");
    EXPECT_EQ(holding({a_}, 24 * 60), "");
}

TEST_F(FourMessages, HoldsWhereItsNewestMessageSays) {
    u1_.infos.front().areas.front().geocodes = {{"GB/T 2260", "220281"}};
    const std::vector<cap::Alert> both{a_, u1_};
    EXPECT_EQ(holding(both, 10, covers_division("220221")), "A");
    EXPECT_EQ(holding(both, 40, covers_division("220221")), "") << "no longer there";
    EXPECT_EQ(holding(both, 40, covers_division("220281")), "U1");
    EXPECT_EQ(holding(both, 40, covers_division("220281101")), "U1") << "a township of it";
    EXPECT_EQ(holding(both, 40, covers_division("220200")), "U1") << "its prefecture";
    EXPECT_EQ(holding(both, 40, covers_division("220000")), "U1");
    EXPECT_EQ(holding(both, 40, covers_division("222400")), "");
    a_.infos.front().areas.front().geocodes.clear();
    a_.infos.front().areas.front().polygons.push_back({});
    EXPECT_EQ(holding({a_}, 10, covers_division("220221")), "");
    EXPECT_EQ(holding({a_}, 10, covers_division("220221", [](const auto&) { return true; })), "A");
}

/// The answer worked out by hand over an Actual chain alone: the newest sent by then that no cancel
/// came before.
std::string by_hand(const std::vector<cap::Alert>& messages, int at) {
    const cap::Alert* newest = nullptr;
    bool lifted = false;
    std::vector<const cap::Alert*> sorted;
    for (const cap::Alert& one : messages) {
        if (one.status == Status::actual && one.sent.at <= chain_minute(at)) {
            sorted.push_back(&one);
        }
    }
    std::ranges::sort(sorted, {}, [](const cap::Alert* one) { return one->sent.at; });
    for (const cap::Alert* one : sorted) {
        if (!lifted) {
            newest = one;
            lifted = one->type == MessageType::cancel;
        }
    }
    return newest == nullptr || lifted ? "" : newest->identifier;
}

TEST(RandomChains, NoStatusChangesAnActualOne) {
    constexpr std::array statuses{Status::actual, Status::actual, Status::exercise,
                                  Status::test,   Status::system, Status::draft};
    std::mt19937 random(20170713);
    for (int round = 0; round < 10'000; ++round) {
        std::vector<cap::Alert> messages{message("A", MessageType::alert, 0)};
        const int count = 1 + static_cast<int>(random() % 6);
        for (int i = 1; i <= count; ++i) {
            const auto& refers = messages[random() % messages.size()];
            const MessageType type = random() % 3 == 0 ? MessageType::cancel : MessageType::update;
            messages.push_back(message("M" + std::to_string(i), type, i * 10, {&refers},
                                       statuses.at(random() % statuses.size())));
            // Whatever it refers to besides, the first is among it.
            messages.back().references.push_back(cap::reference_to(messages.front()));
        }
        const std::vector<cap::Alert> told = messages;
        std::ranges::shuffle(messages, random);
        for (int at = 5; at <= count * 10 + 5; at += 10) {
            std::string actual;
            int actual_chains = 0;
            for (const Chain& chain : chains_of(messages)) {
                for (const cap::Alert& one : chain.messages) {
                    ASSERT_EQ(one.status, chain.key.status);
                }
                if (chain.key.status == Status::actual) {
                    ++actual_chains;
                    const auto warning = active(chain, chain_minute(at));
                    actual = warning ? warning->message->identifier : "";
                }
            }
            ASSERT_EQ(actual_chains, 1);
            ASSERT_EQ(actual, by_hand(told, at)) << "round " << round;
        }
    }
}

}  // namespace
}  // namespace relief
