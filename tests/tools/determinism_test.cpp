// SPDX-License-Identifier: Apache-2.0
// Same input and seed, same bytes: whatever the threads, the folder, the time zone, the locale.
#include "tests/kit/program.h"
#include "tests/kit/table.h"
#include "tests/tools/shipped.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace relief::kit {
namespace {

namespace fs = std::filesystem;

const std::string shulan_flood = "2023-08-shulan-flood";

/// A plan's bytes without `seconds`, which alone may differ between two runs. The order of the
/// fields is kept: it belongs to the bytes.
std::string without_seconds(const std::string& text) {
    auto plan = nlohmann::ordered_json::parse(text);
    EXPECT_EQ(plan.erase("seconds"), 1U);
    return plan.dump(2);
}

std::string plan_by(const std::vector<std::string>& more, const RunOptions& options = {},
                    const std::string& program = RELIEF_PROGRAM) {
    std::vector<std::string> command{program, "plan", "--scenario", shulan_flood, "--json"};
    command.insert(command.end(), more.begin(), more.end());
    const Ended ended = run(command, options);
    EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
    return ended.status == 0 ? without_seconds(ended.out) : "";
}

/// The plan all others are held against.
const std::string& plain_plan() {
    static const std::string plan = plan_by({"--data", shipped_data});
    return plan;
}

TEST(Determinism, TwoRunsAreAlike) {
    EXPECT_EQ(plan_by({"--data", shipped_data}), plain_plan());
}

TEST(Determinism, OneThreadOrTwo) {
    EXPECT_EQ(plan_by({"--data", shipped_data, "--threads", "1"}), plain_plan());
    EXPECT_EQ(plan_by({"--data", shipped_data, "--threads", "2"}), plain_plan());
}

TEST(Determinism, AnyCurrentFolder) {
    const TempFolder folder;
    EXPECT_EQ(plan_by({"--data", shipped_data}, {.folder = folder.path(), .env = {}}),
              plain_plan());
    EXPECT_EQ(plan_by({"--data", shipped_data}, {.folder = fs::path("/"), .env = {}}),
              plain_plan());
    // The folder named from where one stands.
    EXPECT_EQ(plan_by({"--data", "data"}, {.folder = shipped_data.parent_path(), .env = {}}),
              plain_plan());
}

TEST(Determinism, AnyTimeZone) {
    for (const char* zone : {"America/New_York", "Asia/Shanghai", "UTC", "NST-12:45"}) {
        SCOPED_TRACE(zone);
        EXPECT_EQ(plan_by({"--data", shipped_data}, {.folder = {}, .env = {{"TZ", zone}}}),
                  plain_plan());
    }
}

/// German, with its decimal comma, made for this test; the machine seldom has it.
std::optional<RunOptions> german(const TempFolder& folder) {
    const std::string locale = folder / "de_DE.UTF-8";
    if (!is_installed("localedef") ||
        run({"localedef", "-i", "de_DE", "-f", "UTF-8", locale}).status != 0) {
        return std::nullopt;
    }
    const RunOptions options{.folder = {},
                             .env = {{"LOCPATH", folder.path()}, {"LC_ALL", "de_DE.UTF-8"}}};
    // Proof that programs do see a comma under it.
    EXPECT_EQ(run({"printf", "%.1f", "2,5"}, options).out, "2,5");
    return options;
}

TEST(Determinism, AnyLocale) {
    for (const char* locale : {"C", "C.UTF-8", "POSIX", "zh_CN.GB18030", "tr_TR.UTF-8"}) {
        SCOPED_TRACE(locale);
        const RunOptions options{.folder = {}, .env = {{"LC_ALL", locale}, {"LANG", locale}}};
        EXPECT_EQ(plan_by({"--data", shipped_data, "--lang", "en"}, options), plain_plan());
    }
    const TempFolder folder;
    if (const auto options = german(folder)) {
        EXPECT_EQ(plan_by({"--data", shipped_data}, *options), plain_plan());
    } else {
        std::cout
            << "[  NOTE    ] no localedef or no locale sources: a decimal comma was not tried\n";
    }
}

/// The document is the same in both languages: they are for tables and messages.
TEST(Determinism, AnyLanguage) {
    EXPECT_EQ(plan_by({"--data", shipped_data, "--lang", "zh"}), plain_plan());
}

/// The tables a plan is made from, without the map layers.
void copy_tables(const fs::path& to) {
    for (const char* part : {"rules", "baseline", "places", "roads", "scenarios", "reference"}) {
        fs::create_directories(to);
        fs::copy(shipped_data / part, to / part, fs::copy_options::recursive);
    }
}

TEST(Determinism, AnyPlaceOnDisk) {
    const TempFolder folder;
    fs::create_directories(folder / "bin");
    const std::string program = folder / "bin/relief";
    fs::copy_file(RELIEF_PROGRAM, program);

    copy_tables(folder / "bin/data");  // beside the program
    EXPECT_EQ(plan_by({}, {}, program), plain_plan());

    fs::create_directories(folder / "share");
    fs::rename(folder / "bin/data", folder / "share/relief");  // as installed
    EXPECT_EQ(plan_by({}, {}, program), plain_plan());

    fs::create_directories(folder / "tree/build/release");  // as built
    fs::rename(folder / "share/relief", folder / "tree/data");
    const std::string built = folder / "tree/build/release/relief";
    fs::copy_file(RELIEF_PROGRAM, built);
    EXPECT_EQ(plan_by({}, {}, built), plain_plan());

    EXPECT_EQ(plan_by({"--data", folder / "tree/data"}), plain_plan());
}

TEST(Determinism, BooksInAFileOrInMemory) {
    const TempFolder folder;
    const std::string db = folder / "jilin.db";
    const Ended made = run({RELIEF_PROGRAM, "init", "--data", shipped_data, "--db", db});
    ASSERT_EQ(made.status, 0) << made.err;
    EXPECT_EQ(plan_by({"--data", shipped_data, "--db", db}), plain_plan());
}

/// The page without its one line on how long the steps took.
std::string without_time_line(std::string page) {
    const std::size_t begin = page.find("\n用时（秒）");
    EXPECT_NE(begin, std::string::npos);
    return begin == std::string::npos ? page
                                      : page.erase(begin, page.find('\n', begin + 1) - begin);
}

TEST(Determinism, FilesAreAlikeToo) {
    const TempFolder folder;
    const std::vector<std::pair<std::string, std::string>> runs{{"one", "1"}, {"two", "2"}};
    for (const auto& [name, threads] : runs) {
        const Ended made =
            run({RELIEF_PROGRAM, "plan", "--data", shipped_data, "--scenario", shulan_flood,
                 "--out", folder / name, "--threads", threads, "--quiet"},
                {.folder = {}, .env = {{"TZ", name == "two" ? "America/New_York" : "UTC"}}});
        ASSERT_EQ(made.status, 0) << made.err;
    }
    for (const char* file : {"model.mps", "orders.csv", "plan.geojson"}) {
        const std::string one = read_text(folder / "one" / file);
        EXPECT_FALSE(one.empty()) << file;
        EXPECT_EQ(one, read_text(folder / "two" / file)) << file;
    }
    EXPECT_EQ(without_seconds(read_text(folder / "one/plan.json")),
              without_seconds(read_text(folder / "two/plan.json")));
    EXPECT_EQ(without_time_line(read_text(folder / "one/report.html")),
              without_time_line(read_text(folder / "two/report.html")));
}

}  // namespace
}  // namespace relief::kit
