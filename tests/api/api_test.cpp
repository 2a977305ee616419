// SPDX-License-Identifier: Apache-2.0
#include "tests/api/api_kit.h"
#include "tools/server/api/operation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace relief::kit {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

json opening(const std::string& leader) {
    return {{"leader", leader}, {"note", "首班"}};
}

json allotment(int tents) {
    return {{"from", "JL-D-01"},
            {"to", "220221"},
            {"line", {"TENT12S=" + std::to_string(tents)}},
            {"hold", true}};
}

/// Free tents of the provincial depot, as `stock` tells them.
std::int64_t free_tents(DemoApi& desk) {
    const json stock = desk.ask_json(
        {.path = "/api/v1/stock", .query = {{"site", "JL-D-01"}, {"item", "TENT12S"}}});
    std::int64_t sum = 0;
    for (const json& line : stock.at("rows")) {
        sum += line.at("available").get<std::int64_t>();
    }
    return sum;
}

TEST(ApiOperations, AreAllCommandsButThoseOfTheMachineItself) {
    std::set<std::string> offered;
    for (const Operation& operation : make_operations(command_specs())) {
        offered.insert(std::string(operation.command->path));
    }
    std::vector<std::string> left_out;
    for (const CommandSpec& command : command_specs()) {
        if (!offered.contains(std::string(command.path))) {
            left_out.emplace_back(command.path);
        }
    }
    EXPECT_THAT(left_out, UnorderedElementsAre("init", "backup", "restore", "help", "serve",
                                               "log-in", "log-out", "network read", "network show",
                                               "office account setup", "office account password"));
}

/// What takes long of them is not the writer's.
TEST(ApiOperations, PapersAndSheetsArePreparedBesideTheWriter) {
    for (const Operation& operation : make_operations(command_specs())) {
        if (operation.command->path == "print") {
            EXPECT_EQ(kind_of(operation, Given(Values())), OperationKind::beside);
            EXPECT_TRUE(needs_key(operation));
            EXPECT_EQ(operation.method(), "POST");
        }
        if (operation.command->path == "import") {
            EXPECT_EQ(kind_of(operation, Given(Values()).with("--post", "")),
                      OperationKind::beside);
            EXPECT_EQ(kind_of(operation, Given(Values())), OperationKind::long_work);
        }
    }
}

TEST(ApiOperations, HaveOneNameForEachParameter) {
    for (const Operation& operation : make_operations(command_specs())) {
        std::set<std::string> names(std::begin(shared_parameters), std::end(shared_parameters));
        for (const OptionSpec& option : operation.command->options) {
            EXPECT_TRUE(names.insert(parameter_name(option)).second)
                << operation.path << " " << option.name;
        }
    }
}

TEST(ApiOperations, NeverTakeThePathOfAFile) {
    for (const Operation& operation : make_operations(command_specs())) {
        for (const OptionSpec& option : operation.command->options) {
            const bool names_file =
                option.type == "FILE" || option.type == "DIR" || option.type == "PEM";
            EXPECT_EQ(names_file || option.name == "FILE", file_use(option) != FileUse::none)
                << operation.path << " " << option.name;
        }
    }
}

TEST(Api, AnswersAsTheCommandDoes) {
    DemoApi desk;
    const Ended command = run({RELIEF_PROGRAM, "stock", "--db", desk.db().string(), "--json",
                               "--site", "JL-D-01", "--clock", "2017-07-14T12:00+08:00"});
    ASSERT_EQ(command.status, 0) << command.err;
    const http::Response served =
        desk.ask({.path = "/api/v1/stock", .query = {{"site", "JL-D-01"}}});
    EXPECT_EQ(served.status, 200);
    EXPECT_EQ(served.content(), command.out);
    EXPECT_EQ(served.content_type, "application/json");
}

/// The long half is a job's on a reading connection; the record is the writer's.
TEST(Api, AFullProofIsRecordedByTheWriterOfARunningServer) {
    DemoApi desk;
    const std::int64_t before = desk.ask_json({.path = "/healthz"}).at("head");
    const http::Response proof =
        desk.ask_job(change_of("/api/v1/verify", {{"record", true}}, "proof", "demo"));
    ASSERT_EQ(proof.status, 200) << proof.content();
    const json told = json::parse(proof.content());
    EXPECT_EQ(told.at("ok"), true);
    EXPECT_EQ(told.at("proven_fully").at("seq"), before);
    EXPECT_EQ(desk.ask_json({.path = "/healthz"}).at("head"), before + 1);
    desk.restart();
    const http::Response quick =
        desk.ask_job(change_of("/api/v1/verify", {{"quick", true}}, "quick", "demo"));
    EXPECT_EQ(json::parse(quick.content()).at("proven_fully").at("seq"), before);
}

/// A paper is made beside the writer, which counts it: a print under an earlier key is that print.
TEST(Api, APrintIsCountedOnceForItsKeyAndTellsTheSumOfItsFile) {
    DemoApi desk;
    const std::string order =
        desk.ask_json(change_of("/api/v1/order/new", allotment(2), "o1")).at("number");
    const auto print = [&](const std::string& key) {
        const http::Response told =
            desk.ask(change_of("/api/v1/print", {{"doc", order}, {"out", "o.csv"}}, key));
        EXPECT_EQ(told.status, 200) << told.content();
        return json::parse(told.content(), nullptr, false);
    };
    const json first = print("p1");
    EXPECT_EQ(first.at("print_count"), 1);
    EXPECT_EQ(print("p2").at("print_count"), 2);
    const json again = print("p1");
    EXPECT_EQ(again.at("print_count"), 1);
    EXPECT_EQ(again.at("sha256"), first.at("sha256"));
    EXPECT_EQ(print("p3").at("print_count"), 3);
    std::vector<std::thread> desks;
    std::vector<int> counts(6);
    for (std::size_t each = 0; each < counts.size(); ++each) {
        desks.emplace_back(
            [&, each] { counts[each] = print("q" + std::to_string(each)).at("print_count"); });
    }
    for (std::thread& one : desks) {
        one.join();
    }
    EXPECT_THAT(counts, UnorderedElementsAre(4, 5, 6, 7, 8, 9)) << "none twice, none left out";
}

TEST(Api, SaysInEveryAnswerThatItIsADemonstration) {
    DemoApi desk;
    for (const char* path : {"/healthz", "/api/v1/stock", "/api/v1/nowhere", "/metrics"}) {
        const http::Response answer = desk.ask({.path = path});
        EXPECT_TRUE(std::any_of(answer.headers.begin(), answer.headers.end(),
                                [](const auto& header) { return header.first == "Relief-Demo"; }))
            << path;
    }
}

TEST(Api, TellsWhatIsWrongWithARequest) {
    DemoApi desk;
    EXPECT_EQ(desk.ask_json({.path = "/api/v1/nowhere"}, 404).at("code"), "request.unknown");
    EXPECT_EQ(desk.ask_json({.method = "POST", .path = "/api/v1/stock"}, 405).at("code"),
              "request.method");
    const json unknown =
        desk.ask_json({.path = "/api/v1/stock", .query = {{"sight", "JL-D-01"}}}, 400);
    EXPECT_EQ(unknown.at("code"), "request.parameter");
    EXPECT_EQ(unknown.at("field"), "sight");
    EXPECT_THAT(unknown.at("expected").get<std::string>(), HasSubstr("site"));
    EXPECT_EQ(desk.ask_json({.path = "/api/v1/find"}, 400).at("code"), "request.parameter");

    Question change = change_of("/api/v1/duty/open", opening("李"), "k1");
    change.headers = {{"content-type", "application/json"}};
    EXPECT_EQ(desk.ask_json(change, 400).at("code"), "request.key");
    change = change_of("/api/v1/duty/open", opening("李"), "k1");
    change.headers[0].second = "text/plain";
    EXPECT_EQ(desk.ask_json(change, 415).at("code"), "request.type");
    for (const char* body : {"[]", "{", "1", R"({"leader":{"a":1}})", R"({"leader":[["a"]]})",
                             "\xff\xfe", R"({"leader":"a"}{"leader":"b"})",
                             R"({"leader":"a","leader":"b"})", R"({"leader":"\ud800"})"}) {
        change = change_of("/api/v1/duty/open", {}, "k1");
        change.body = body;
        EXPECT_EQ(desk.ask_json(change, 400).at("code"), "request.body") << body;
    }
}

TEST(Api, DoesNothingForAPageOfAnotherSite) {
    DemoApi desk;
    const auto opened_from = [&](const http::Pairs& origin) {
        Question change = change_of("/api/v1/duty/open", opening("李"), "k1");
        change.headers.emplace_back("host", "127.0.0.1:8080");
        change.headers.insert(change.headers.end(), origin.begin(), origin.end());
        return desk.ask(change).status;
    };
    EXPECT_EQ(opened_from({{"origin", "http://elsewhere.example"}}), 403);
    EXPECT_EQ(opened_from({{"origin", "null"}}), 403);
    EXPECT_EQ(opened_from({{"sec-fetch-site", "cross-site"}}), 403);
    EXPECT_EQ(opened_from({{"origin", "http://127.0.0.1:8080"}, {"sec-fetch-site", "same-origin"}}),
              200);
}

TEST(Api, NamesNoFilesOfTheServer) {
    DemoApi desk;
    const Question scenario = {.path = "/api/v1/level", .query = {{"scenario", "../../../../etc"}}};
    EXPECT_EQ(desk.ask_json(scenario, 400).at("code"), "request.parameter");
    EXPECT_EQ(
        desk.ask_json(change_of("/api/v1/import", {{"file", "/etc/passwd"}, {"as", "count"}}, "k"),
                      404)
            .at("code"),
        "upload.unknown");
    EXPECT_EQ(desk.ask_json(change_of("/api/v1/alert/release",
                                      {{"warning", "1"}, {"channels", "/tmp/mine.json"}}, "k"),
                            400)
                  .at("field"),
              "channels");
    EXPECT_EQ(desk.ask({.path = "/api/v1/files/../../etc/passwd"}).status, 404);
}

TEST(Api, SendsWarningsOverTheChannelsOfTheOfficeAlone) {
    DemoApi desk;
    // Under nobody's name, as the questions about its job are.
    const Question send = {
        .method = "POST",
        .path = "/api/v1/alert/send",
        .body = "{}",
        .headers = {{"content-type", "application/json"}, {"idempotency-key", "k"}}};
    const json unset = desk.ask_json(send, 422);
    EXPECT_EQ(unset.at("field"), "channels");
    EXPECT_EQ(unset.at("expected"), "relief serve --channels FILE");

    const TempFolder folder;
    const auto channels = folder.path() / "channels.json";
    write_text(channels, R"({"actual": [{"id": "drop", "kind": "file", "address": ")" +
                             folder.path().string() + R"(", "targets": [{"county": "220221"}]}]})");
    desk.restart({{"--channels", channels.string()}});
    const http::Response sent = desk.ask_job(send);
    EXPECT_EQ(sent.status, 200) << sent.content();
    EXPECT_EQ(json::parse(sent.content()).at("tried"), 0) << "nothing waits in these books";
}

TEST(Api, AKeySentTwiceIsOneChange) {
    DemoApi desk;
    const std::int64_t before = free_tents(desk);
    const Question first = change_of("/api/v1/order/new", allotment(10), "one");
    const json made = desk.ask_json(first);
    EXPECT_EQ(desk.ask_json(first), made);
    EXPECT_EQ(free_tents(desk), before - 10);
    EXPECT_EQ(desk.ask_json(change_of("/api/v1/order/new", allotment(11), "one"), 422).at("code"),
              "ledger.repeat");
    // Another's key of the same letters is another key.
    const json other = desk.ask_json(change_of("/api/v1/order/new", allotment(10), "one", "zhao"));
    EXPECT_NE(other.at("number"), made.at("number"));
    desk.restart();
    EXPECT_EQ(desk.ask_json(first).at("number"), made.at("number"));
    EXPECT_EQ(free_tents(desk), before - 20);
}

TEST(Api, ALeadersQuestionIsAskedOnceAndStandsOnTheBoardUntilAnswered) {
    DemoApi desk;
    const json question{{"by", "李副省长"},
                        {"words", "还有多少棉被"},
                        {"to", "王芳"},
                        {"due", "2017-07-14T12:30+08:00"}};
    for (int sent = 0; sent < 2; ++sent) {
        desk.ask_json(change_of("/api/v1/duty/ask", question, "q1"));
    }
    const json board = desk.ask_json({.path = "/api/v1/duty/board"});
    ASSERT_EQ(board.at("questions").at("open"), 1);
    EXPECT_EQ(board.at("questions").at("items").at(0).at("officer"), "wang");
    const json bare{{"question", "1"}, {"figure", "3,800 床"}};
    EXPECT_EQ(desk.ask_json(change_of("/api/v1/duty/answer", bare, "a1"), 400).at("code"),
              "question.figure");
    const json whole{{"question", "1"},
                     {"figure", "3,800 床"},
                     {"source", "stock?item=QUILT"},
                     {"as-of", "2017-07-14T11:59+08:00"}};
    desk.ask_json(change_of("/api/v1/duty/answer", whole, "a2"));
    EXPECT_EQ(desk.ask_json(change_of("/api/v1/duty/answer", whole, "a3"), 409).at("code"),
              "question.answered");
    EXPECT_EQ(desk.ask_json({.path = "/api/v1/duty/board"}).at("questions").at("open"), 0);
}

TEST(Api, TheMapIsDrawnFromTwoDocuments) {
    DemoApi desk;
    const json map = desk.ask_json({.path = "/api/v1/situation"});
    std::vector<std::string> layers;
    for (const json& layer : map.at("layers")) {
        layers.push_back(layer.at("id").get<std::string>());
        EXPECT_EQ(layer.at("features").size(), layer.at("count").get<std::size_t>());
    }
    EXPECT_THAT(layers, testing::ElementsAre("warnings", "convoys", "closures", "depots",
                                             "suppliers", "needs", "reports", "silent"));
    const http::Response base = desk.ask({.path = "/api/v1/situation/base"});
    EXPECT_LT(base.content().size(), 1'000'000U);
    const json ground = json::parse(base.content());
    // The counties of Jilin: 60 divisions at the county level.
    EXPECT_EQ(ground.at("layers").at(0).at("id"), "counties");
    EXPECT_EQ(ground.at("layers").at(0).at("count"), 60);
}

TEST(Api, TheLastTentsGoToOneDesk) {
    DemoApi desk;
    constexpr int desks = 8;
    for (int round = 0; round < 3; ++round) {
        const std::int64_t tents = free_tents(desk);
        const std::int64_t wanted = round < 2 ? tents / 2 + 1 : tents;
        std::vector<int> statuses(desks);
        std::vector<std::thread> officers;
        for (int officer = 0; officer < desks; ++officer) {
            officers.emplace_back([&, officer] {
                const std::string name = "desk" + std::to_string(officer);
                statuses[static_cast<std::size_t>(officer)] =
                    desk.ask(change_of("/api/v1/order/new", allotment(static_cast<int>(wanted)),
                                       std::to_string(round), name))
                        .status;
            });
        }
        for (std::thread& officer : officers) {
            officer.join();
        }
        EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 200), 1);
        EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 422), desks - 1);
        EXPECT_EQ(free_tents(desk), tents - wanted);
    }
}

TEST(Api, AQuestionOnTheSameBooksIsAnsweredFromMemoryAndNoLonger) {
    DemoApi desk;
    const Question stock = {.path = "/api/v1/stock",
                            .query = {{"site", "JL-D-01"}, {"item", "TENT12S"}}};
    const std::string before(desk.ask(stock).content());
    EXPECT_EQ(desk.ask(stock).content(), before);
    desk.ask_json(change_of("/api/v1/order/new", allotment(10), "one"));
    EXPECT_NE(desk.ask(stock).content(), before);
}

TEST(Api, APlanIsAJobWithTheCommandsAnswer) {
    DemoApi desk;
    const http::Response served =
        desk.ask_job({.method = "POST",
                      .path = "/api/v1/plan",
                      .body = R"({"scenario":"2017-07-yongji-flood","out":"plan"})",
                      .headers = {{"content-type", "application/json"}}});
    ASSERT_EQ(served.status, 200) << served.content();
    const json plan = json::parse(served.content());
    EXPECT_EQ(plan.at("schema"), "relief.plan/1");
    EXPECT_EQ(plan.at("scenario"), "2017-07-yongji-flood");
    std::vector<std::string> files;
    for (const auto& [name, value] : served.headers) {
        if (name == "Relief-File") {
            files.push_back(value);
        }
    }
    const auto report = std::find_if(files.begin(), files.end(), [](const std::string& file) {
        return file.ends_with("/plan/report.html");
    });
    ASSERT_NE(report, files.end());
    const http::Response page = desk.ask({.path = *report});
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(std::string(page.content()), HasSubstr("<html"));
}

TEST(Api, AJobIsItsOwners) {
    DemoApi desk;
    Question plan{.method = "POST",
                  .path = "/api/v1/plan",
                  .body = R"({"scenario":"2017-07-yongji-flood"})",
                  .headers = {{"content-type", "application/json"}, {"relief-actor", "wang"}}};
    const json begun = desk.ask_json(plan, 202);
    // Without a name one is somebody else.
    EXPECT_EQ(desk.ask_json({.path = "/api/v1/jobs/" + begun.at("id").get<std::string>()}, 404)
                  .at("code"),
              "job.unknown");
}

TEST(Api, ASheetIsSentAndTried) {
    DemoApi desk;
    const std::string sheet = "物资名称,数量,批号\r\n棉被,300,LY-1309\r\n";
    const json kept = desk.ask_json({.method = "POST",
                                     .path = "/api/v1/uploads",
                                     .query = {{"name", "盘点.csv"}},
                                     .body = sheet,
                                     .headers = {}},
                                    201);
    const http::Response tried = desk.ask_job(
        {.method = "POST",
         .path = "/api/v1/import",
         .body = json{{"file", kept.at("id")}, {"as", "count"}, {"site", "JL-D-01"}}.dump(),
         .headers = {{"content-type", "application/json"}}});
    ASSERT_EQ(tried.status, 200) << tried.content();
    EXPECT_EQ(json::parse(tried.content()).at("schema"), "relief.import/1");
    for (const char* name : {"", "..", "../x.csv/..", ".hidden", "a\nb.csv"}) {
        EXPECT_EQ(desk.ask({.method = "POST",
                            .path = "/api/v1/uploads",
                            .query = {{"name", name}},
                            .body = sheet})
                      .status,
                  400)
            << name;
    }
}

TEST(Api, DescribesEveryOperationInItsOpenApiDocument) {
    DemoApi desk;
    const json document = desk.ask_json({.path = "/api/v1/openapi.json"});
    EXPECT_EQ(document.at("openapi"), "3.0.3");
    for (const Operation& operation : make_operations(command_specs())) {
        ASSERT_TRUE(document.at("paths").contains(operation.path)) << operation.path;
        const json& methods = document.at("paths").at(operation.path);
        const char* method = operation.method() == "GET" ? "get" : "post";
        ASSERT_TRUE(methods.contains(method)) << operation.path;
        EXPECT_TRUE(methods.at(method).at("responses").contains("200")) << operation.path;
    }
}

}  // namespace
}  // namespace relief::kit
