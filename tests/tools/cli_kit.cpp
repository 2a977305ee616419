// SPDX-License-Identifier: Apache-2.0
#include "tests/tools/cli_kit.h"

#include "tests/kit/made_books.h"
#include "tests/kit/table.h"
#include "tests/tools/shipped.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace relief::kit {
namespace {

namespace fs = std::filesystem;

/// The checkout may be read-only, and a copy of it would be too.
void make_writable(const fs::path& folder) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        fs::permissions(entry.path(), fs::perms::owner_write, fs::perm_options::add);
    }
}

}  // namespace

Copy::Copy() : folder_(std::make_unique<TempFolder>()), path_(folder_->path() / "copy") {}

Copy Copy::of_scenario(const std::string& scenario) {
    Copy copy;
    fs::copy(shipped_data / "scenarios" / scenario, copy.path_, fs::copy_options::recursive);
    make_writable(copy.path_);
    return copy;
}

Copy Copy::of_data() {
    Copy copy;
    for (const char* part :
         {"rules", "baseline", "places", "roads", "scenarios", "reference/jilin/places",
          "reference/jilin/census2020", "reference/jilin/exposure"}) {
        fs::create_directories(copy.path_ / part);
        fs::copy(shipped_data / part, copy.path_ / part, fs::copy_options::recursive);
    }
    make_writable(copy.path_);
    return copy;
}

std::string Copy::text(const std::string& file) const {
    return read_text(path_ / file);
}

void Copy::write(const std::string& file, const std::string& text) const {
    write_text(path_ / file, text);
}

int Copy::replace(const std::string& file, std::string_view from, std::string_view to) const {
    std::string bytes = text(file);
    const std::size_t at = bytes.find(from);
    if (at == std::string::npos) {
        throw std::runtime_error(file + " does not hold " + std::string(from));
    }
    const auto end = bytes.begin() + static_cast<std::ptrdiff_t>(at);
    const auto line = 1 + std::count(bytes.begin(), end, '\n');
    write(file, bytes.replace(at, from.size(), to));
    return static_cast<int>(line);
}

Ended relief_run(std::vector<std::string> arguments, const RunOptions& options) {
    if (std::find(arguments.begin(), arguments.end(), "--data") == arguments.end()) {
        arguments.insert(arguments.end(), {"--data", shipped_data});
    }
    arguments.insert(arguments.begin(), RELIEF_PROGRAM);
    return run(arguments, options);
}

Ended fresh_books(const fs::path& db, const std::vector<std::string>& more) {
    std::vector<std::string> command{RELIEF_PROGRAM, "init", "--data", shipped_data, "--db", db};
    command.insert(command.end(), more.begin(), more.end());
    std::string name = "fresh";
    for (const std::string& word : more) {
        name += word;
    }
    return make_books(name, command, db);
}

nlohmann::json refusal(std::vector<std::string> arguments, int status) {
    arguments.emplace_back("--json");
    const Ended ended = relief_run(std::move(arguments));
    EXPECT_EQ(ended.status, status) << ended.out.substr(0, 2000) << ended.err;
    EXPECT_EQ(ended.err, "");
    auto error = nlohmann::json::parse(ended.out, nullptr, false);
    if (!error.is_object() || error.value("schema", "") != "relief.error/1") {
        ADD_FAILURE() << "no relief.error/1 but: " << ended.out.substr(0, 2000);
        return {};
    }
    for (const char* field : {"code", "message", "file", "line", "field", "found", "expected"}) {
        EXPECT_TRUE(error.contains(field)) << field;
    }
    EXPECT_NE(error.value("message", ""), "");
    return error;
}

}  // namespace relief::kit
