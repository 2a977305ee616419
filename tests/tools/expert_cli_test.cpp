// SPDX-License-Identifier: Apache-2.0
// The expert committee: terms, calls, judgements, and what a judgement does to an assessment.
#include "tests/tools/office_day.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace relief::kit {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr double p10_to_p90 = 2.5631031310892007;  // 2 x 1.28155, of the normal distribution

/// A committee of three, and the shock of 28 May 2018 in the books.
class Committee : public OfficeDay {
  public:
    Committee() : OfficeDay(2018, "2018-01-02T09:00") {
        add("Z01", "李震", "earthquake", "2020-01-01");
        add("Z02", "张房", "housing", "2019-01-01");
        add("Z03", "周水", "water", "2019-01-01");
        at("2018-05-28T02:30");
        ask({"incident", "open", "--event", "Q", "--name", "松原地震", "--hazard", "earthquake",
             "--start", "2018-05-28T01:50", "--unit", "宁江区"});
    }

    json add(const std::string& code, const std::string& name, const std::string& field,
             const std::string& until, int status = 0) {
        return ask({"expert", "add", code, name, "--field", field, "--charter", "吉减委〔2018〕1号",
                    "--until", until, "--title", "研究员"},
                   status);
    }
    json call(std::vector<std::string> more = {}, int status = 0) {
        std::vector<std::string> words{"expert", "call", "--event", "Q", "--question", "房屋倒损"};
        words.insert(words.end(), more.begin(), more.end());
        return ask(words, status);
    }
    json consult(const std::string& number, std::vector<std::string> figures,
                 std::vector<std::string> more = {}, int status = 0) {
        std::vector<std::string> words{"expert", "consult", number,     "--event",  "Q",
                                       "--unit", "宁江区",  "--metric", "relocated"};
        const std::vector<std::string> names{"--low", "--value", "--high"};
        for (std::size_t i = 0; i < names.size(); ++i) {
            words.push_back(names[i]);
            words.push_back(figures[i]);
        }
        words.insert(words.end(), more.begin(), more.end());
        return ask(words, status);
    }
    /// What is assessed for Ningjiang, by what was known then. The maps are those of data/.
    json relocated(const std::string& known, std::vector<std::string> more = {}) {
        std::vector<std::string> words{
            "assess",       "--event",     "Q",    "--epicentre",
            "124.71,45.27", "--magnitude", "5.7",  "--draws",
            "4000",         "--month",     "5",    "--at",
            known,          "--json",      "--db", path("office.db").string()};
        words.insert(words.end(), more.begin(), more.end());
        const Ended ended = relief_run(words);
        EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
        const json document = json::parse(ended.out, nullptr, false);
        for (const json& row : document.at("totals")) {
            if (row.at("code") == "220702" && row.at("metric") == "relocated") {
                return row;
            }
        }
        return {};
    }
};

TEST(ExpertCommandTest, TheRosterHasTermsByCharter) {
    Committee office;
    const json roster = office.ask({"expert", "list"});
    EXPECT_EQ(roster.at("schema"), "relief.experts/1");
    EXPECT_EQ(roster.at("experts").size(), 3U);
    EXPECT_EQ(roster.at("experts").at(0).at("terms").at(0).at("charter"), "吉减委〔2018〕1号");
    EXPECT_EQ(roster.at("experts").at(0).at("terms").at(0).at("runs"), true);
    EXPECT_EQ(office.add("Z04", "赵", "astrology", "2019-01-01", 3).at("code"), "expert.field");
    EXPECT_EQ(office.add("Z04", "赵", "water", "2018-01-01", 4).at("code"), "expert.term");
    EXPECT_EQ(office.add("Z03", "周水", "water", "2020-01-01", 4).at("code"), "expert.term");
    EXPECT_EQ(office
                  .ask({"expert", "add", "Z05", "--field", "water", "--charter", "1", "--until",
                        "2019-01-01"},
                       3)
                  .at("code"),
              "expert.person");
    // A second field of one person; a term ended early.
    office.add("Z03", "周水", "weather", "2020-01-01");
    EXPECT_EQ(office.ask({"expert", "list"}).at("experts").at(2).at("terms").size(), 2U);
    office.ask({"expert", "end", "2", "--reason", "调离"});
    office.at("2018-05-28T03:00");
    EXPECT_EQ(office.ask({"expert", "end", "2", "--reason", "调离"}, 4).at("code"), "expert.term");
    EXPECT_EQ(office.ask({"expert", "end", "99", "--reason", "调离"}, 3).at("code"),
              "expert.unknown");
    EXPECT_THAT(office.read({"expert", "list"}),
                AllOf(HasSubstr("李震"), HasSubstr("地震"), Not(HasSubstr("张房"))));
    // On 2 January 2019 two terms have run out.
    EXPECT_THAT(office.read({"expert", "list", "--at", "2019-01-02"}),
                AllOf(HasSubstr("李震"), HasSubstr("气象"), Not(HasSubstr("水利"))));
    office.expect_proven();
}

TEST(ExpertCommandTest, ExpertsAreCalledByTheHazardOnceAndAnswer) {
    Committee office;
    const json called = office.call({"--due", "2018-05-28T06:00"});
    // An earthquake calls earthquake and housing, not water.
    ASSERT_EQ(called.at("calls").size(), 2U);
    EXPECT_EQ(called.at("calls").at(0).at("expert"), "Z01");
    EXPECT_EQ(called.at("calls").at(1).at("field"), "housing");
    EXPECT_EQ(office.call().at("calls").size(), 2U);  // nobody twice
    EXPECT_EQ(office.call({"--expert", "Z01"}, 4).at("code"), "expert.called");
    EXPECT_EQ(office.call({"--expert", "Z99"}, 3).at("code"), "expert.unknown");
    EXPECT_EQ(office.call({"--field", "power"}, 4).at("code"), "expert.none");
    EXPECT_EQ(office.call({"--field", "x"}, 3).at("code"), "expert.field");
    EXPECT_EQ(office.call({"--expert", "Z03"}).at("calls").size(), 3U);
    const auto answer = [&](const std::string& number, const std::string& word, int status) {
        return office.ask({"expert", "answer", number, "--event", "Q", "--answer", word}, status);
    };
    EXPECT_EQ(answer("2", "maybe", 3).at("field"), "--answer");
    EXPECT_EQ(answer("9", "coming", 3).at("code"), "expert.call");
    answer("2", "declined", 0);
    EXPECT_EQ(office.consult("2", {"100", "200", "400"}, {}, 4).at("code"), "expert.declined");
    // Who declined may be called again.
    EXPECT_EQ(office.call({"--expert", "Z02"}).at("calls").size(), 4U);
    office.at("2018-05-28T07:30");
    EXPECT_THAT(office.read({"expert", "list", "--event", "Q"}),
                AllOf(HasSubstr("不能参加"), HasSubstr("未答复"), HasSubstr("超时 1 小时 30 分")));
    EXPECT_EQ(office.ask({"expert", "call", "--event", "none", "--question", "x"}, 3).at("code"),
              "incident.unknown");
    office.expect_proven();
}

TEST(ExpertCommandTest, AJudgementIsEvidenceOfItsWeight) {
    Committee office;
    office.call();
    office.at("2018-05-28T04:00");
    const json prior = office.relocated("2018-05-28T03:30");
    EXPECT_EQ(prior.at("evidence"), json::array());
    const json told = office.consult("1", {"315", "630", "1260"}, {"--weight", "0.5"});
    const json opinion = told.at("calls").at(0).at("opinions").at(0);
    // ln 4 over the band from P10 to P90; half the weight is twice the variance.
    EXPECT_NEAR(opinion.at("ln_sd").get<double>(), std::log(4.0) / p10_to_p90 * std::sqrt(2.0),
                1e-9);
    const auto ln_sd = [](const json& row) {
        return std::log(row.at("p90").get<double>() / row.at("p10").get<double>()) / p10_to_p90;
    };
    const json half = office.relocated("2018-05-28T04:30");
    EXPECT_EQ(half.at("evidence"), json::array({"Z01#1"}));
    // Conjugate: precisions add, means by their precisions. The prior is nearly lognormal.
    const double s = ln_sd(prior);
    const double r = opinion.at("ln_sd").get<double>();
    const double precision = 1 / (s * s) + 1 / (r * r);
    const double mean =
        (std::log(prior.at("p50").get<double>()) / (s * s) + std::log(630.0) / (r * r)) / precision;
    EXPECT_NEAR(std::log(half.at("p50").get<double>()), mean, 0.25);
    EXPECT_NEAR(ln_sd(half), 1 / std::sqrt(precision), 0.15);
    EXPECT_EQ(office.relocated("2018-05-28T04:30", {"--no-reports"}).at("p50"), prior.at("p50"));
    // With its full weight it pulls harder.
    office.at("2018-05-28T05:00");
    office.consult("1", {"315", "630", "1260"}, {"--replaces", "1"});
    const json full = office.relocated("2018-05-28T05:30");
    EXPECT_EQ(full.at("evidence"), json::array({"Z01#2"}));
    EXPECT_LT(ln_sd(full), ln_sd(half));
    EXPECT_LT(std::abs(std::log(full.at("p50").get<double>() / 630)),
              std::abs(std::log(half.at("p50").get<double>() / 630)));
    // Nothing is overwritten: as of four o'clock the first one stands.
    EXPECT_EQ(office.relocated("2018-05-28T04:30").at("evidence"), json::array({"Z01#1"}));
    EXPECT_THAT(office.read({"expert", "list", "--event", "Q"}),
                AllOf(HasSubstr("已被替代"), HasSubstr("权重 0.5"), HasSubstr("630 (315–1260)")));
    // What is no judgement.
    const auto wrong = [&](std::vector<std::string> figures, std::vector<std::string> more,
                           int status) {
        return office.consult("1", std::move(figures), std::move(more), status)
            .at("code")
            .get<std::string>();
    };
    EXPECT_EQ(wrong({"700", "630", "1260"}, {}, 3), "expert.opinion");
    EXPECT_EQ(wrong({"0", "630", "1260"}, {}, 3), "expert.opinion");
    EXPECT_EQ(wrong({"315", "630", "1260"}, {"--weight", "1.5"}, 3), "expert.opinion");
    EXPECT_EQ(wrong({"315", "630", "1260"}, {"--weight", "nan"}, 3), "argument.value");
    EXPECT_EQ(wrong({"315", "many", "1260"}, {}, 3), "argument.value");
    EXPECT_EQ(wrong({"315", "630", "1260"}, {"--replaces", "1"}, 4), "expert.replaced");
    office.expect_proven();
}

}  // namespace
}  // namespace relief::kit
