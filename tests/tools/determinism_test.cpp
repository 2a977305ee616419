// SPDX-License-Identifier: Apache-2.0
// Same input and seed, same bytes: whatever the threads, the folder, the time zone, the locale.
#include "tests/kit/program.h"
#include "tests/kit/table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace relief::kit {
namespace {

namespace fs = std::filesystem;

const fs::path data = fs::path(RELIEF_SOURCE_DIR) / "data";
const std::string scenario = "2023-08-shulan-flood";

/// A plan's bytes without `seconds`, which alone may differ between two runs. The order of the
/// fields is kept: it belongs to the bytes.
std::string without_seconds(const std::string& text) {
    auto plan = nlohmann::ordered_json::parse(text);
    EXPECT_EQ(plan.erase("seconds"), 1U);
    return plan.dump(2);
}

std::string plan_by(const std::vector<std::string>& more, const RunOptions& options = {},
                    const std::string& program = RELIEF_PROGRAM) {
    std::vector<std::string> command{program, "plan", "--scenario", scenario, "--json"};
    command.insert(command.end(), more.begin(), more.end());
    const Ended ended = run(command, options);
    EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
    return ended.status == 0 ? without_seconds(ended.out) : "";
}

/// The plan all others are held against.
const std::string& plain_plan() {
    static const std::string plan = plan_by({"--data", data});
    return plan;
}

TEST(Determinism, TwoRunsAreAlike) {
    EXPECT_EQ(plan_by({"--data", data}), plain_plan());
}

TEST(Determinism, OneThreadOrTwo) {
    EXPECT_EQ(plan_by({"--data", data, "--threads", "1"}), plain_plan());
    EXPECT_EQ(plan_by({"--data", data, "--threads", "2"}), plain_plan());
}

TEST(Determinism, AnyCurrentFolder) {
    const TempFolder folder;
    EXPECT_EQ(plan_by({"--data", data}, {.folder = folder.path(), .env = {}}), plain_plan());
    EXPECT_EQ(plan_by({"--data", data}, {.folder = fs::path("/"), .env = {}}), plain_plan());
    // The folder named from where one stands.
    EXPECT_EQ(plan_by({"--data", "data"}, {.folder = data.parent_path(), .env = {}}), plain_plan());
}

TEST(Determinism, AnyTimeZone) {
    for (const char* zone : {"America/New_York", "Asia/Shanghai", "UTC", "NST-12:45"}) {
        SCOPED_TRACE(zone);
        EXPECT_EQ(plan_by({"--data", data}, {.folder = {}, .env = {{"TZ", zone}}}), plain_plan());
    }
}

/// Locales of the machine that write numbers or sort otherwise than C does.
std::vector<std::string> foreign_locales() {
    std::vector<std::string> locales;
    const Ended listed = run({"locale", "-a"});
    std::string name;
    for (const char sign : listed.out) {
        if (sign != '\n') {
            name += sign;
            continue;
        }
        for (const char* language : {"de_", "fr_", "tr_", "zh_"}) {
            if (name.rfind(language, 0) == 0) {
                locales.push_back(name);
            }
        }
        name.clear();
    }
    return locales;
}

TEST(Determinism, AnyLocale) {
    std::vector<std::string> locales = foreign_locales();
    if (locales.empty()) {
        std::cout << "[  NOTE    ] no locale with a decimal comma on this machine: only C, C.UTF-8 "
                     "and names that do not exist were tried\n";
    }
    // A locale that is not installed must not matter either.
    locales.insert(locales.end(), {"C", "C.UTF-8", "POSIX", "de_DE.UTF-8", "zh_CN.GB18030"});
    for (const std::string& locale : locales) {
        SCOPED_TRACE(locale);
        const RunOptions options{.folder = {}, .env = {{"LC_ALL", locale}, {"LANG", locale}}};
        EXPECT_EQ(plan_by({"--data", data, "--lang", "en"}, options), plain_plan());
    }
}

/// The document is the same in both languages: they are for tables and messages.
TEST(Determinism, AnyLanguage) {
    EXPECT_EQ(plan_by({"--data", data, "--lang", "zh"}), plain_plan());
}

/// The tables a plan is made from, without the map layers.
void copy_tables(const fs::path& to) {
    for (const char* part : {"rules", "baseline", "places", "scenarios", "reference"}) {
        fs::create_directories(to);
        fs::copy(data / part, to / part, fs::copy_options::recursive);
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
    const Ended made = run({RELIEF_PROGRAM, "init", "--data", data, "--db", db});
    ASSERT_EQ(made.status, 0) << made.err;
    EXPECT_EQ(plan_by({"--data", data, "--db", db}), plain_plan());
}

/// All of `--out` but report.html, which shows `seconds`, and plan.json, which holds it.
TEST(Determinism, FilesAreAlikeToo) {
    const TempFolder folder;
    const std::vector<std::pair<std::string, std::string>> runs{{"one", "1"}, {"two", "2"}};
    for (const auto& [name, threads] : runs) {
        const Ended made =
            run({RELIEF_PROGRAM, "plan", "--data", data, "--scenario", scenario, "--out",
                 folder / name, "--threads", threads, "--quiet"},
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
    // report.html: the lines that differ, if any, are those of the seconds.
    const std::string one = read_text(folder / "one/report.html");
    const std::string two = read_text(folder / "two/report.html");
    EXPECT_EQ(std::count(one.begin(), one.end(), '\n'), std::count(two.begin(), two.end(), '\n'));
}

}  // namespace
}  // namespace relief::kit
