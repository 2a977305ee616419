// SPDX-License-Identifier: Apache-2.0
#include "tests/api/api_kit.h"

#include "tools/desk/init.h"

#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <stdexcept>
#include <utility>

namespace relief::kit {
namespace {

constexpr std::chrono::minutes patience{1};

const std::filesystem::path data_folder = RELIEF_SOURCE_DIR "/data";

}  // namespace

Question change_of(std::string path, const nlohmann::json& body, const std::string& key,
                   const std::string& actor) {
    return {.method = "POST",
            .path = std::move(path),
            .body = body.dump(),
            .headers = {{"content-type", "application/json"},
                        {"idempotency-key", key},
                        {"relief-actor", actor}}};
}

DemoApi::DemoApi(Door door)
    : door_(door),
      db_(folder_.path() / "demo.db"),
      clock_(parse_instant("2017-07-14T12:00+08:00").value()) {
    static_cast<void>(init_database({.data = data_folder,
                                     .db = db_,
                                     .anchor = {},
                                     .now = parse_instant("2017-07-14T08:00+08:00").value()}));
    if (door == Door::demo) {
        open();
    }
}

void DemoApi::open() {
    api_ = std::make_unique<Api>(ApiOptions{.program = RELIEF_PROGRAM,
                                            .data = data_folder,
                                            .db = db_,
                                            .demo = door_ == Door::demo,
                                            .door_files = door_files_,
                                            .log = {}},
                                 clock_);
}

void DemoApi::restart(std::map<std::string, std::string, std::less<>> door_files) {
    api_.reset();
    door_files_ = std::move(door_files);
    open();
}

http::Response ask_api(Api& api, const Question& question) {
    auto answered = std::make_shared<std::promise<http::Response>>();
    std::future<http::Response> future = answered->get_future();
    api.handle(
        {.method = question.method,
         .path = question.path,
         .query = question.query,
         .headers = question.headers,
         .body = question.body,
         .peer = "127.0.0.1"},
        http::Reply([answered](std::optional<http::Answer> answer) {
            const auto* response = answer ? std::get_if<http::Response>(&*answer) : nullptr;
            answered->set_value(response == nullptr ? http::Response{.status = 0} : *response);
        }));
    if (future.wait_for(patience) != std::future_status::ready) {
        throw std::runtime_error("no answer within a minute: " + question.path);
    }
    return future.get();
}

http::Response DemoApi::ask(const Question& question) {
    return ask_api(*api_, question);
}

nlohmann::json DemoApi::ask_json(const Question& question, int status) {
    const http::Response response = ask(question);
    EXPECT_EQ(response.status, status) << question.path << "\n" << response.content();
    return nlohmann::json::parse(response.content(), nullptr, false);
}

http::Response DemoApi::ask_job(const Question& question) {
    const nlohmann::json begun = ask_json(question, 202);
    const std::string job = "/api/v1/jobs/" + begun.at("id").get<std::string>();
    const auto until = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < until) {
        const nlohmann::json state = ask_json({.path = job});
        if (state.at("result").is_string()) {
            return ask({.path = state.at("result").get<std::string>()});
        }
        std::this_thread::yield();
    }
    throw std::runtime_error("the job did not end within a minute: " + question.path);
}

}  // namespace relief::kit
