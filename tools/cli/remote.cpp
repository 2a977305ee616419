// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/remote.h"

#include "core/data_source.h"
#include "core/error.h"
#include "tools/cli/failure.h"
#include "tools/cli/token_file.h"
#include "tools/cli/web_client.h"
#include "tools/commands/interrupt.h"
#include "tools/desk/output_file.h"
#include "tools/server/api/jobs.h"
#include "tools/server/api/operation.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

using Headers = std::vector<std::pair<std::string, std::string>>;

/// One command on its way through the server.
struct Errand {
    const Session& session;
    const Operation& operation;
    const Given& given;
    std::string base;  ///< "http://127.0.0.1:8080"

    [[nodiscard]] Headers headers() const {
        Headers all{{"Accept", session.global.json ? "application/json" : "text/plain"},
                    {"Accept-Language", session.global.language}};
        if (session.global.actor) {
            all.emplace_back("Relief-Actor", url_escaped(*session.global.actor));
        }
        if (const std::string token = token_for(base); !token.empty()) {
            all.emplace_back("Authorization", "Bearer " + token);
        }
        return all;
    }
    [[nodiscard]] WebAnswer get(const std::string& path) const {
        return ask_web({.url = base + path, .headers = headers(), .body = {}});
    }
};

Operation operation_of(const CommandSpec& command) {
    for (Operation& operation : make_operations({command})) {
        operation.command = &command;
        return operation;
    }
    throw bad_input({.code = "request.unknown",
                     .message = "the command works on files of the machine it runs on",
                     .field = std::string(command.path),
                     .found = "--server",
                     .expected = "--db on the machine of the books"});
}

/// "plan" of "out/plan" and of "out/plan/".
std::string last_name(const std::string& path) {
    const fs::path plain(path);
    return (plain.has_filename() ? plain : plain.parent_path()).filename().string();
}

/// Sends a file that the operation reads; answers its id.
std::string send_file(const Errand& errand, const std::string& file) {
    Headers headers = errand.headers();
    headers.emplace_back("Content-Type", "application/octet-stream");
    const WebAnswer answer = ask_web(
        {.method = "POST",
         .url = fmt::format("{}/api/v1/uploads?name={}", errand.base, url_escaped(last_name(file))),
         .headers = std::move(headers),
         .body = read_file(file)});
    const auto document = ordered_json::parse(answer.body, nullptr, false);
    if (answer.status != 201 || !document.is_object()) {
        throw bad_input({.code = "server.answer",
                         .message = "the server did not take the file",
                         .file = file,
                         .found = answer.body});
    }
    return document.at("id").get<std::string>();
}

/// The parameters of the request: files by their uploads, what is written by its last name.
ordered_json parameters_of(const Errand& errand) {
    ordered_json parameters = ordered_json::object();
    for (const OptionSpec& option : errand.operation.command->options) {
        if (!errand.given.flag(option.name)) {
            continue;
        }
        std::vector<std::string> texts = errand.given.list(option.name);
        for (std::string& text : texts) {
            if (file_use(option) == FileUse::reads) {
                text = send_file(errand, text);
            } else if (file_use(option) == FileUse::writes) {
                text = last_name(text);
            }
        }
        const bool several =
            option.form == OptionSpec::Form::list || option.form == OptionSpec::Form::rest;
        ordered_json& value = parameters[parameter_name(option)];
        if (option.form == OptionSpec::Form::flag) {
            value = true;
        } else if (several) {
            value = texts;
        } else {
            value = texts.front();
        }
    }
    parameters.erase("key");
    if (errand.session.global.explain) {
        parameters["explain"] = true;
    }
    parameters["lang"] = errand.session.global.language;
    parameters["seed"] = std::to_string(errand.session.global.seed);
    return parameters;
}

std::string query_of(const ordered_json& parameters) {
    std::string query;
    const auto add = [&](const std::string& name, const ordered_json& value) {
        query += fmt::format("{}{}={}", query.empty() ? "?" : "&", url_escaped(name),
                             url_escaped(value.is_string() ? value.get<std::string>() : "true"));
    };
    for (const auto& [name, value] : parameters.items()) {
        if (value.is_array()) {
            for (const ordered_json& one : value) {
                add(name, one);
            }
        } else {
            add(name, value);
        }
    }
    return query;
}

WebAnswer ask(const Errand& errand) {
    const ordered_json parameters = parameters_of(errand);
    Headers headers = errand.headers();
    if (errand.operation.method() == "GET") {
        return ask_web({.url = errand.base + errand.operation.path + query_of(parameters),
                        .headers = std::move(headers),
                        .body = {}});
    }
    headers.emplace_back("Content-Type", "application/json");
    headers.emplace_back("Idempotency-Key", errand.given.text("--key").value_or(random_id()));
    return ask_web({.method = "POST",
                    .url = errand.base + errand.operation.path,
                    .headers = std::move(headers),
                    .body = parameters.dump()});
}

void show_progress(const Session& session, const ordered_json& job) {
    if (!session.global.quiet && ::isatty(STDERR_FILENO) == 1) {
        fmt::print(stderr, "\r\033[K{} {:.0f} %", job.value("step", ""),
                   job.value("share", 0.0) * 100);
        std::fflush(stderr);
    }
}

/// Waits for long work and answers as it did. Ctrl-C asks once for the best there is.
WebAnswer await_job(const Errand& errand, const WebAnswer& begun) {
    const std::string path = begun.header("location");
    const Interrupt interrupt;
    bool asked = false;
    constexpr std::chrono::milliseconds step{200};
    while (true) {
        const WebAnswer state = errand.get(path);
        const auto job = ordered_json::parse(state.body, nullptr, false);
        if (state.status != 200 || !job.is_object()) {
            return state;
        }
        if (job.value("result", ordered_json()).is_string()) {
            if (::isatty(STDERR_FILENO) == 1) {
                fmt::print(stderr, "\r\033[K");
            }
            return errand.get(job["result"].get<std::string>());
        }
        show_progress(errand.session, job);
        if (interrupt.asked() && !std::exchange(asked, true)) {
            static_cast<void>(ask_web({.method = "DELETE",
                                       .url = errand.base + path,
                                       .headers = errand.headers(),
                                       .body = {}}));
        }
        std::this_thread::sleep_for(step);
    }
}

/// Where a written file of the server goes here: the file an option named, or below its folder.
fs::path place_of(const Errand& errand, const std::string& name) {
    const std::size_t slash = std::min(name.find('/'), name.size());
    for (const OptionSpec& option : errand.operation.command->options) {
        const auto typed = errand.given.text(option.name);
        if (typed && file_use(option) == FileUse::writes &&
            last_name(*typed) == name.substr(0, slash)) {
            return slash < name.size() ? fs::path(*typed) / name.substr(slash + 1)
                                       : fs::path(*typed);
        }
    }
    throw bad_input({.code = "server.answer",
                     .message = "the server wrote a file that was not asked for",
                     .found = name});
}

void fetch_files(const Errand& errand, const WebAnswer& answer) {
    constexpr std::size_t id_size = 32;
    constexpr std::string_view base = "/api/v1/files/";
    const auto [begin, end] = answer.headers.equal_range("relief-file");
    for (auto header = begin; header != end; ++header) {
        const std::string& address = header->second;
        const fs::path place =
            place_of(errand, address.substr(std::min(base.size() + id_size + 1, address.size())));
        const WebAnswer file = errand.get(address);
        if (file.status != 200) {
            throw bad_input({.code = "server.answer",
                             .message = "a file of the answer could not be fetched",
                             .file = place.string(),
                             .found = fmt::format("status {}", file.status)});
        }
        if (place.has_parent_path()) {
            fs::create_directories(place.parent_path());
        }
        write_output_file(place, file.body);
    }
}

}  // namespace

int report_problem(const Session& session, const WebAnswer& answer) {
    const auto problem = ordered_json::parse(answer.body, nullptr, false);
    const auto text = [&](const char* name) {
        return problem.is_object() && problem.contains(name) && problem[name].is_string()
                   ? problem[name].get<std::string>()
                   : std::string();
    };
    ErrorDetail detail{.code = text("code"),
                       .message = text("message"),
                       .file = text("file"),
                       .field = text("field"),
                       .found = text("found"),
                       .expected = text("expected")};
    if (problem.is_object() && problem.contains("line") && problem["line"].is_number_integer()) {
        detail.line = problem["line"].get<int>();
    }
    if (detail.code.empty()) {
        detail.code = "server.answer";
        detail.found = fmt::format("status {}", answer.status);
    }
    if (detail.message.empty()) {
        detail.message = error_title(detail.code, "en");
    }
    report_failure(detail, session.global.json, session.language());
    if (detail.code == "usage") {
        return 2;
    }
    return answer.status == 400 || answer.status == 404 || answer.status == 413 ||
                   answer.status == 415 || answer.status == 507
               ? exit_status(ErrorKind::bad_input)
               : exit_status(answer.status == 500 ? ErrorKind::fault : ErrorKind::refused);
}

int run_remote(const Session& session, const CommandSpec& command, const Given& given) {
    std::string base = session.global.server.value_or("");
    while (base.ends_with('/')) {
        base.pop_back();
    }
    const Operation operation = operation_of(command);
    const Errand errand{
        .session = session, .operation = operation, .given = given, .base = std::move(base)};
    WebAnswer answer = ask(errand);
    if (answer.status == 202) {
        answer = await_job(errand, answer);
    }
    if (answer.status >= 300) {
        return report_problem(session, answer);
    }
    fetch_files(errand, answer);
    session.print(answer.body);
    const std::string status = answer.header("relief-status");
    return status.empty() ? 0 : std::atoi(status.c_str());
}

}  // namespace relief
