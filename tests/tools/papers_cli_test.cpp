// SPDX-License-Identifier: Apache-2.0
// The papers of the depots end to end, through the program: golden scenarios of reserves.md 8
// (2017-07-19, 2019-08-16) and what goes wrong elsewhere (1.1).
#include "core/people.h"
#include "core/store/change.h"
#include "core/store/journal.h"
#include "tests/tools/office_day.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include <fmt/format.h>

namespace relief::kit {
namespace {

using nlohmann::json;

/// An office with people in their posts: the papers are signed by them.
class PapersOffice : public OfficeDay {
  public:
    PapersOffice(int year, const std::string& opened_at) : OfficeDay(year, opened_at) {
        at(opened_at);
        Database database = Database::open(path("office.db"));
        const Instant now = *parse_instant(opened_at);
        make_change(database,
                    {.key = "people",
                     .content = "{}",
                     .actor = "officer",
                     .operation = "office.test",
                     .subject = {},
                     .occurred_at = now,
                     .recorded_at = now},
                    [&](Change& change) {
                        appoint(change, "处长", "provincial_deputy_head", "220000", now);
                        appoint(change, "厅长", "provincial_head", "220000", now);
                        appoint(change, "库管员", "depot_keeper", "JL-P-001", now);
                        return std::string("{}");
                    });
    }

    /// Draws a paper up and answers its number.
    std::string draw_up(std::vector<std::string> words, const std::vector<std::string>& lines) {
        words.insert(words.begin(), {"doc", "new"});
        for (const std::string& line : lines) {
            words.insert(words.end(), {"--line", line});
        }
        return number_of(ask(std::move(words)));
    }
    json step(const std::string& verb, const std::string& number, const std::string& actor) {
        by(actor);
        json answer = ask({"doc", verb, number});
        by("王芳");
        return answer.at("document");
    }
    void sign_and_post(const std::string& number, const std::string& signer) {
        step("sign", number, signer);
        step("post", number, "王芳");
    }

    /// What lies at a site of an item, lot by lot, as its counting sheet tells.
    json sheet(const std::string& site, const std::string& item) {
        return ask({"count", "open", "--site", site, "--item", item}).at("sheet");
    }
    std::int64_t total(const std::string& site, const std::string& item, const std::string& owner) {
        std::int64_t sum = 0;
        for (const json& row : sheet(site, item)) {
            sum += row.at("owner") == owner ? row.at("book").get<std::int64_t>() : 0;
        }
        return sum;
    }

    static std::string number_of(const json& answer) {
        return answer.at("document").at("number").get<std::string>();
    }

  private:
    static void appoint(Change& change, const std::string& name, const std::string& post,
                        const std::string& unit, Instant from) {
        add_person(change, {.code = name, .name = name, .unit = unit});
        add_holding(change, person_of(change.database(), name), post, unit, from);
    }
};

std::vector<std::string> points_of_2017() {
    std::vector<std::string> sites;
    for (int point = 1; point <= 15; ++point) {
        sites.push_back(fmt::format("JL-D-{:02}", point));
    }
    sites.emplace_back("JL-X-220281");  // hazard-prone: 蛟河, 舒兰
    sites.emplace_back("JL-X-220283");
    return sites;
}

TEST(GoldenScenarios, RestOfTheProvincesStockIsSplitToTheConsignmentPointsAndStaysTheProvinces) {
    PapersOffice office(2017, "2017-07-19T08:00");
    const std::vector<std::string> sites = points_of_2017();
    const json lots = office.sheet("JL-P-001", "QUILT");
    const std::int64_t before = office.total("JL-P-001", "QUILT", "220000");
    ASSERT_GT(before, 10'000);
    std::map<std::string, std::int64_t> had;
    for (const std::string& site : sites) {
        had[site] = office.total(site, "QUILT", "220000");
    }
    std::string file = "item,lot,amount,from,to\n";
    std::map<std::string, std::int64_t> sent;
    for (const json& lot : lots) {
        std::int64_t left = lot.at("book").get<std::int64_t>();
        for (std::size_t at = 0; at < sites.size(); ++at) {
            const std::int64_t part = left / static_cast<std::int64_t>(sites.size() - at);
            left -= part;
            sent[sites[at]] += part;
            file += fmt::format("QUILT,{},{},JL-P-001,{}\n", lot.at("lot").get<std::string>(), part,
                                sites[at]);
        }
    }
    std::ofstream(office.path("split.csv")) << file;
    const std::string number = PapersOffice::number_of(
        office.ask({"doc", "new", "pre_placement", "--event", "2017-07-yongji-flood", "--response",
                    "4", "--lines", office.path("split.csv").string()}));
    EXPECT_EQ(number, "220000-YZ-2017-0001");
    office.step("sign", number, "厅长");
    EXPECT_EQ(office.step("depart", number, "王芳").at("state"), "departed");
    EXPECT_EQ(office.total("JL-P-001", "QUILT", "220000"), 0);
    EXPECT_EQ(office.total("JL-D-10", "QUILT", "220000"), had["JL-D-10"]);  // still on the road
    office.at("2017-07-19T18:00");
    EXPECT_EQ(office.step("post", number, "王芳").at("state"), "posted");
    for (const std::string& site : sites) {
        EXPECT_EQ(office.total(site, "QUILT", "220000"), had[site] + sent[site]) << site;
    }
    office.expect_proven();
}

TEST(GoldenScenarios, LifeJacketsOfTheFloodOfficeGoOutBesideTheProvincesTentsAndGoBack) {
    PapersOffice office(2019, "2019-08-16T08:00");
    const std::string in = office.draw_up(
        {"receipt", "--unit", "220000", "--source", "borrowed", "--return-by", "2019-09-30",
         "--supplier", "省防汛抗旱指挥部办公室"},
        {"item=LIFEJ,lot=FX-2019,amount=500,site=JL-P-001,owner=JL-FXB,made=2018-05-01"});
    office.sign_and_post(in, "库管员");
    const std::string accepted = office.draw_up({"acceptance", "--unit", "220000", "--of", in},
                                                {"item=LIFEJ,lot=FX-2019,amount=500"});
    office.sign_and_post(accepted, "库管员");
    EXPECT_EQ(office.total("JL-P-001", "LIFEJ", "JL-FXB"), 500);
    EXPECT_EQ(office.total("JL-P-001", "LIFEJ", "220000"), 0);

    office.at("2019-08-16T14:00");
    const std::vector<std::string> lines{
        "item=LIFEJ,lot=FX-2019,amount=500,from=JL-P-001,to=222403",
        "item=TENT12C,lot=JL-P-001-TENT12C-1,amount=191,from=JL-P-001,to=222403",
        "item=TENT12C,lot=JL-P-001-TENT12C-2,amount=39,from=JL-P-001,to=222403"};
    std::vector<std::string> alone{"doc", "new", "issue", "--response", "4"};
    for (const std::string& line : lines) {
        alone.insert(alone.end(), {"--line", line});
    }
    EXPECT_EQ(office.ask(alone, 4).value("code", ""), "doc.owner");
    const std::string out = office.draw_up(
        {"issue", "--order", in, "--response", "4", "--response-ends", "2019-09-15"}, lines);
    office.step("sign", out, "厅长");
    const json posted = office.step("post", out, "王芳");
    EXPECT_EQ(posted.at("lines")[0].at("owner"), "JL-FXB");
    EXPECT_EQ(posted.at("lines")[1].at("owner"), "220000");
    ASSERT_EQ(posted.at("returnables").size(), 3U);
    EXPECT_EQ(posted.at("returnables")[0].at("due_on"), "2019-09-15");
    EXPECT_EQ(posted.at("returnables")[1].at("due_on"), "2020-08-16");  // padded: 12 months

    office.at("2019-09-14T09:00");
    const std::string back =
        office.draw_up({"return", "--of", out}, {"item=LIFEJ,lot=FX-2019,amount=500"});
    office.sign_and_post(back, "库管员");
    const std::string looked_at = office.draw_up({"acceptance", "--unit", "220000", "--of", back},
                                                 {"item=LIFEJ,lot=FX-2019,amount=500"});
    office.sign_and_post(looked_at, "库管员");
    const std::string given_back = office.draw_up({"loan_return", "--unit", "220000", "--of", in},
                                                  {"item=LIFEJ,lot=FX-2019,amount=500"});
    office.sign_and_post(given_back, "库管员");
    EXPECT_EQ(office.total("JL-P-001", "LIFEJ", "JL-FXB"), 0);
    office.expect_proven();
}

TEST(PapersCommand, OneClickTwiceIsOneReceipt) {
    PapersOffice office(2017, "2017-07-10T08:00");
    const std::vector<std::string> click{
        "doc",      "new",       "receipt",
        "--source", "purchased", "--key",
        "click-1",  "--line",    "item=QUILT,lot=N1,amount=200,site=JL-P-001,made=2017-05-01"};
    const std::string first = office.bytes(click);
    for (int retry = 0; retry < 3; ++retry) {
        EXPECT_EQ(office.bytes(click), first);
    }
    EXPECT_EQ(office.ask({"doc", "list", "--kind", "receipt"}).at("documents").size(), 1U);
    std::vector<std::string> other = click;
    other.back() = "item=QUILT,lot=N1,amount=201,site=JL-P-001,made=2017-05-01";
    EXPECT_EQ(office.ask(other, 4).value("code", ""), "ledger.repeat");
}

TEST(PapersCommand, ACountIsOpenedFilledInAndClosedAndEveryLineOfItIsThere) {
    PapersOffice office(2017, "2017-07-10T08:00");
    const json opened = office.ask({"count", "open", "--site", "JL-P-001", "--blind"});
    const std::string number = PapersOffice::number_of(opened);
    ASSERT_GT(opened.at("sheet").size(), 40U);
    std::string file = "item,lot,counted\n";
    for (const json& row : opened.at("sheet")) {
        EXPECT_TRUE(row.at("book").is_null());
    }
    const json told = office.ask({"count", "open", "--site", "JL-P-001"}).at("sheet");
    for (const json& row : told) {
        file += fmt::format("{},{},{}\n", row.at("item").get<std::string>(),
                            row.at("lot").get<std::string>(), row.at("book").get<std::int64_t>());
    }
    std::ofstream(office.path("counted.csv")) << file;
    office.ask({"count", "line", number, "--lines", office.path("counted.csv").string()});
    const json closed = office.ask({"count", "close", number});
    EXPECT_EQ(closed.at("document").at("state"), "posted");
    EXPECT_EQ(closed.at("differences").size(), told.size());
    for (const json& row : closed.at("differences")) {
        EXPECT_EQ(row.at("difference"), 0);
    }
    office.expect_proven();
}

TEST(PapersCommand, AnAttachmentGoesInAndComesOut) {
    PapersOffice office(2017, "2017-07-10T08:00");
    const std::string number = office.draw_up(
        {"issue"}, {"item=QUILT,lot=JL-P-001-QUILT-1,amount=5,from=JL-P-001,to=220221"});
    std::ofstream(office.path("scan.pdf")) << "%PDF-1.7 a scan";
    const json attached = office.ask({"doc", "attach", number, office.path("scan.pdf").string()});
    const json& row = attached.at("document").at("attachments")[0];
    EXPECT_EQ(row.at("mime"), "application/pdf");
    EXPECT_EQ(row.at("size"), 15);
    office.ask({"doc", "fetch", "1", "--out", office.path("out.pdf").string()});
    std::ifstream out(office.path("out.pdf"));
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(out), {}), "%PDF-1.7 a scan");
    EXPECT_EQ(office.ask({"doc", "fetch", "1", "--out", office.path("out.pdf").string()}, 3)
                  .value("code", ""),
              "file.write");
    std::ofstream(office.path("evil")) << "\x7f"
                                       << "ELF";
    EXPECT_EQ(
        office.ask({"doc", "attach", number, office.path("evil").string()}, 3).value("code", ""),
        "attach.type");
}

TEST(PapersCommand, AReversedPaperIsNeverEdited) {
    PapersOffice office(2017, "2017-07-10T08:00");
    const std::string number =
        office.draw_up({"receipt", "--source", "purchased"},
                       {"item=QUILT,lot=N1,amount=200,site=JL-P-001,made=2017-05-01"});
    EXPECT_EQ(office.ask({"reverse", number, "--reason", "填错"}, 4).value("code", ""),
              "doc.state");
    office.sign_and_post(number, "库管员");
    const json reversal = office.ask({"reverse", number, "--reason", "重复入库"}).at("document");
    EXPECT_EQ(reversal.at("kind"), "reversal");
    EXPECT_EQ(reversal.at("links")[0].at("document"), number);
    EXPECT_EQ(office.ask({"doc", "show", number}).at("document").at("state"), "reversed");
    const std::string page = office.read({"doc", "show", number});
    EXPECT_NE(page.find("入库单"), std::string::npos);
    EXPECT_NE(page.find("重复入库"), std::string::npos);
    office.expect_proven();
}

TEST(PapersCommand, WhatIsWrongIsToldWithLineAndField) {
    PapersOffice office(2017, "2017-07-10T08:00");
    const json error =
        office.ask({"doc", "new", "issue", "--line",
                    "item=QUILT,lot=JL-P-001-QUILT-1,amount=1.5,from=JL-P-001,to=220221"},
                   3);
    EXPECT_EQ(error.value("code", ""), "doc.line");
    EXPECT_EQ(error.value("line", 0), 1);
    EXPECT_EQ(error.value("field", ""), "amount");
    EXPECT_EQ(office.ask({"doc", "show", "220000-RK-2017-0009"}, 3).value("code", ""),
              "doc.unknown");
    EXPECT_EQ(office.ask({"doc", "rotation", "--months", "3"}, 3).value("code", ""),
              "argument.range");
    EXPECT_FALSE(office.ask({"doc", "rotation", "--months", "12"}).at("lots").empty());
}

}  // namespace
}  // namespace relief::kit
