// SPDX-License-Identifier: Apache-2.0
// What lies in data/ says where it comes from and under which licence it stands.
#include "core/data_source.h"
#include "core/table/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace relief {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const fs::path data_folder = RELIEF_SOURCE_DIR "/data";
const std::set<std::string> flags{"read",    "read-secondary", "recalled",
                                  "derived", "assumption",     "synthetic"};

CsvTable table_of(const fs::path& path) {
    return {read_file(path), path.string(), {}};
}

std::vector<fs::path> files_below(const fs::path& folder, const std::string& extension) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file() && entry.path().extension() == extension) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

TEST(Data, EveryFolderHasAReadme) {
    EXPECT_TRUE(fs::exists(data_folder / "README.md"));
    for (const auto& entry : fs::recursive_directory_iterator(data_folder)) {
        // The folders of the events have one README together.
        if (entry.is_directory() && entry.path().parent_path() != data_folder / "scenarios") {
            EXPECT_TRUE(fs::exists(entry.path() / "README.md")) << entry.path();
        }
    }
}

TEST(Data, IndexNamesEveryFolderWithFiles) {
    const std::string index = read_file(data_folder / "README.md");
    for (const auto& entry : fs::recursive_directory_iterator(data_folder)) {
        const std::string extension = entry.path().extension();
        if (extension != ".csv" && extension != ".geojson") {
            continue;
        }
        const fs::path folder = fs::relative(entry.path().parent_path(), data_folder);
        const fs::path named = *folder.begin() == "scenarios" ? fs::path("scenarios") : folder;
        EXPECT_THAT(index, HasSubstr("[" + named.string() + "]"));
    }
}

TEST(Data, EveryTableIsPlain) {
    for (const fs::path& path : files_below(data_folder, ".csv")) {
        const std::string bytes = read_file(path);
        EXPECT_FALSE(bytes.starts_with("\xEF\xBB\xBF")) << path << " begins with a BOM";
        EXPECT_EQ(bytes.find('\r'), std::string::npos) << path << " has a CR";
        EXPECT_TRUE(bytes.ends_with('\n')) << path;
        EXPECT_NO_THROW((void)table_of(path));
    }
}

// data/rules/README.md: these three carry their standing in another way.
TEST(Data, EveryRowOfTheRulesCarriesAFlag) {
    const std::set<std::string> without{"metrics.csv", "response_plans.csv", "lead_time_goods.csv"};
    int rows = 0;
    for (const fs::path& path : files_below(data_folder / "rules", ".csv")) {
        const CsvTable table = table_of(path);
        std::vector<std::string> columns;
        std::ranges::copy_if(
            table.columns(), std::back_inserter(columns),
            [](const std::string& name) { return name == "flag" || name.ends_with("_flag"); });
        EXPECT_EQ(columns.empty(), without.contains(path.filename())) << path;
        for (std::size_t i = 0; i < table.size() && !columns.empty(); ++i) {
            int flagged = 0;
            for (const std::string& column : columns) {
                const std::string flag = table.row(i).text(column);
                flagged += flag.empty() ? 0 : 1;
                EXPECT_TRUE(flags.contains(flag) || (flag.empty() && column != "flag"))
                    << path << ":" << table.row(i).line() << " " << column << " " << flag;
            }
            EXPECT_GT(flagged, 0) << path << ":" << table.row(i).line();
            ++rows;
        }
    }
    EXPECT_GT(rows, 900);
}

TEST(Data, TablesMadeHereAreAssumptionsWithASource) {
    for (const char* name :
         {"substitutes", "need_deadlines", "deprivation_growth", "reserve_floors", "supply_tiers",
          "vehicle_limits", "depot_handling", "air_and_boat"}) {
        const CsvTable table = table_of(data_folder / "rules" / (std::string(name) + ".csv"));
        EXPECT_GT(table.size(), 0U) << name;
        for (std::size_t i = 0; i < table.size(); ++i) {
            EXPECT_EQ(table.row(i).text("flag"), "assumption") << name;
            EXPECT_GT(table.row(i).text("source").size(), 20U) << name;
        }
    }
}

/// The files and row counts told in a README: "| a.csv, b.csv | 3, 4 | …".
std::map<std::string, std::size_t> told_rows(const fs::path& readme) {
    static const std::regex line_form(R"(\| *([a-z0-9_., ]+\.csv) *\| *([0-9, ]+)[:|])");
    static const std::regex name_form(R"([a-z0-9_]+\.csv)");
    static const std::regex number_form(R"([0-9]+( [0-9]{3})*)");
    const std::string text = read_file(readme);
    std::map<std::string, std::size_t> told;
    for (std::sregex_iterator line(text.begin(), text.end(), line_form), end; line != end; ++line) {
        const std::string names = (*line)[1];
        const std::string numbers = (*line)[2];
        std::sregex_iterator number(numbers.begin(), numbers.end(), number_form);
        for (std::sregex_iterator name(names.begin(), names.end(), name_form); name != end;
             ++name, ++number) {
            EXPECT_NE(number, end) << readme << " " << name->str();
            std::string digits = number->str();
            std::erase(digits, ' ');
            told[name->str()] = std::stoul(digits);
        }
    }
    return told;
}

TEST(Data, ReadmesTellHowManyRowsThereAre) {
    for (const char* folder : {"rules", "baseline", "places", "roads", "reference/jilin/places",
                               "reference/jilin/census2020"}) {
        const auto told = told_rows(data_folder / folder / "README.md");
        for (const fs::path& path : files_below(data_folder / folder, ".csv")) {
            const auto found = told.find(path.filename());
            ASSERT_NE(found, told.end()) << folder << "/README.md does not tell of " << path;
            EXPECT_EQ(found->second, table_of(path).size()) << path;
        }
    }
}

// One feature each as reference/…/README.md tells.
TEST(Data, LayersHoldWhatTheirReadmesTell) {
    const std::map<std::string, std::size_t> told{
        {"boundaries/jilin_province_tianditu", 1},
        {"boundaries/jilin_city_tianditu", 9},
        {"boundaries/jilin_district_tianditu", 60},
        {"roads/jilin_osm_road_graph", 6707},
        {"rail/chn_rails_vmap0_jilin", 751},
        {"rail/hsr_lines_jilin", 7},
        {"hydro/ne_10m_rivers_lake_centerlines_jilin", 14},
        {"hydro/ne_10m_lakes_jilin", 7},
        {"geology/faults_jilin", 95}};
    std::size_t files = 0;
    for (const fs::path& path : files_below(data_folder, ".geojson")) {
        const std::string name =
            fs::relative(path, data_folder / "reference/jilin").replace_extension().string();
        const auto found = told.find(name);
        ASSERT_NE(found, told.end()) << path << " is told of nowhere";
        const auto json = nlohmann::json::parse(read_file(path));
        EXPECT_EQ(json.at("features").size(), found->second) << path;
        ++files;
    }
    EXPECT_EQ(files, told.size());
}

TEST(Data, LicencesThatBindTheMapAreTold) {
    const fs::path jilin = data_folder / "reference/jilin";
    EXPECT_THAT(read_file(jilin / "roads/README.md"),
                HasSubstr("© OpenStreetMap contributors, ODbL 1.0"));
    EXPECT_THAT(read_file(jilin / "boundaries/README.md"), HasSubstr("licence of the raw files was "
                                                                     "not recorded"));
    EXPECT_THAT(read_file(jilin / "rail/README.md"), HasSubstr("not recorded"));
}

// A table under the GPL says so in its provenance line.
TEST(Data, NothingUnderTheGplIsShipped) {
    for (const char* extension : {".csv", ".geojson"}) {
        for (const fs::path& path : files_below(data_folder, extension)) {
            EXPECT_EQ(read_file(path).find("GPL"), std::string::npos) << path;
        }
    }
}

TEST(Data, TheTablesOfADatabaseAreThere) {
    const FolderSource source(data_folder);
    std::set<std::string_view> names;
    for (const std::string_view name : table_names()) {
        EXPECT_NO_THROW((void)source.read(name)) << name;
        EXPECT_TRUE(names.insert(name).second) << name << " is named twice";
    }
    EXPECT_GE(names.size(), 29U);
}

TEST(Data, ScenariosAreWhole) {
    std::set<std::string> ids;
    for (const auto& entry : fs::directory_iterator(data_folder / "scenarios")) {
        if (!entry.is_directory()) {
            continue;
        }
        ids.insert(entry.path().filename());
        for (const char* file : {"event.json", "reports.csv", "closures.csv", "actual_response.csv",
                                 "expected.json", "expected.md"}) {
            EXPECT_TRUE(fs::exists(entry.path() / file)) << entry.path() << " " << file;
        }
        const auto event = nlohmann::json::parse(read_file(entry.path() / "event.json"));
        EXPECT_EQ(event.at("id"), entry.path().filename().string());
    }
    EXPECT_EQ(ids, (std::set<std::string>{"2010-flood", "2017-07-yongji-flood", "2018-songyuan-m57",
                                          "2020-11-ice-storm", "2023-08-shulan-flood"}));
}

// The population of the province by the census of 2020; every county of the divisions has a row.
TEST(Data, CountiesAgreeBetweenTables) {
    std::set<std::string> counties;
    const CsvTable divisions = table_of(data_folder / "rules/jilin_divisions.csv");
    for (std::size_t i = 0; i < divisions.size(); ++i) {
        if (divisions.row(i).text("kind") == "county") {
            counties.insert(divisions.row(i).text("code"));
        }
    }
    EXPECT_EQ(counties.size(), 60U);
    for (const char* name : {"reference/jilin/census2020/jilin_county_population_total.csv",
                             "reference/jilin/places/jilin_county_seats.csv",
                             "baseline/road_nodes.csv", "roads/seats.csv"}) {
        const CsvTable table = table_of(data_folder / name);
        std::set<std::string> codes;
        for (std::size_t i = 0; i < table.size(); ++i) {
            codes.insert(table.row(i).text("code"));
        }
        EXPECT_EQ(codes, counties) << name;
    }
}

}  // namespace
}  // namespace relief
