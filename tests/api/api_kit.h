// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"
#include "tests/kit/program.h"
#include "tools/server/api/api.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace relief::kit {

/// What is asked of a server without a socket.
struct Question {
    std::string method = "GET";
    std::string path;
    http::Pairs query = {};
    std::string body = {};
    http::Pairs headers = {};
};

/// A question that changes something, as JSON with a key.
[[nodiscard]] Question change_of(std::string path, const nlohmann::json& body,
                                 const std::string& key, const std::string& actor = "wang");

/// Waits for the answer; std::runtime_error where none comes within a minute.
[[nodiscard]] http::Response ask_api(Api& api, const Question& question);

/// A server on synthetic books of its own, its clock at 2017-07-14 12:00 in Beijing.
class DemoApi {
  public:
    enum class Door { demo, log_in };

    /// With Door::log_in it is opened by open(), once its accounts have been set up.
    explicit DemoApi(Door door = Door::demo);
    void open();
    void close() { api_.reset(); }

    /// Waits for the answer; the test fails where none comes within a minute.
    [[nodiscard]] http::Response ask(const Question& question);
    /// The same as JSON; the test fails where the status is another.
    nlohmann::json ask_json(const Question& question, int status = 200);
    /// Begins long work and waits for its answer.
    [[nodiscard]] http::Response ask_job(const Question& question);

    [[nodiscard]] Instant now() const { return clock_.now(); }
    [[nodiscard]] const std::filesystem::path& db() const { return db_; }
    /// Closes the books and opens them again, as after a stop; with files that only the office
    /// sets.
    void restart(std::map<std::string, std::string, std::less<>> door_files = {});

  private:
    Door door_;
    std::map<std::string, std::string, std::less<>> door_files_;
    TempFolder folder_;
    std::filesystem::path db_;
    FixedClock clock_;
    std::unique_ptr<Api> api_;
};

}  // namespace relief::kit
