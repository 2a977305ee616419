// SPDX-License-Identifier: Apache-2.0
// relief-bench loss against what the loss cases expect: published values, or values worked out
// again elsewhere, each with its tolerance.
#include "core/data_source.h"
#include "core/table/csv.h"
#include "tests/kit/bad_input.h"
#include "tests/kit/cases.h"
#include "tools/benchmarks/loss/loss_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

namespace relief::bench {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const fs::path free_cases = RELIEF_SOURCE_DIR "/tests/data/loss";

IsoseismalRules isoseismals() {
    return load_isoseismal_rules(FolderSource(RELIEF_SOURCE_DIR "/data"));
}

/// The words of an expected value: what stands in brackets tells of it and is no part of it.
std::vector<std::string> words_of(const std::string& id, std::string text) {
    text = std::regex_replace(text, std::regex(R"(\([^)]*\))"), "");
    if (id == "Q11") {
        text = text.substr(0, text.find('/'));  // the engine's own values differ by version
    }
    std::vector<std::string> words;
    const std::regex word(R"([^\s,;/]+)");
    for (std::sregex_iterator at(text.begin(), text.end(), word), end; at != end; ++at) {
        words.push_back(at->str());
    }
    return words;
}

/// How far a value may lie from `word`.
double allowed(const std::string& tolerance, const std::string& word) {
    const double expected = std::abs(std::stod(word));
    if (tolerance == "exact") {
        // Exact in the digits it is told with.
        const std::size_t point = word.find('.');
        const bool is_decimal = point != std::string::npos && word.find('e') == std::string::npos;
        return is_decimal ? 0.5 * std::pow(10, -static_cast<double>(word.size() - point - 1)) : 0;
    }
    const double number = std::stod(tolerance);
    if (tolerance.find('%') != std::string::npos) {
        return number / 100 * expected;
    }
    return tolerance.find("rel") != std::string::npos ? number * expected : number;
}

void expect_row(const CsvRow& expected, const LossRow& row) {
    const std::string id = expected.text("id");
    const std::string tolerance = expected.text("tolerance");
    const std::vector<std::string> words = words_of(id, expected.text("expected"));
    ASSERT_EQ(row.id, id);
    ASSERT_EQ(row.values.size(), words.size()) << id << ": " << expected.text("expected");
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (const auto* const text = std::get_if<std::string>(&row.values[i])) {
            EXPECT_EQ(*text, words[i]) << id;
        } else {
            const double bound = allowed(tolerance, words[i]);
            // A relative bound on a printed value cannot be finer than its last digit.
            EXPECT_NEAR(std::get<double>(row.values[i]), std::stod(words[i]),
                        bound + 1e-12 * std::abs(std::stod(words[i])))
                << id << " value " << i + 1;
        }
    }
}

/// How many rows were compared.
std::size_t compare(const fs::path& folder) {
    const std::set<std::string> traps{"I05", "I06", "I07"};
    const std::vector<LossRow> rows = loss_rows(folder, isoseismals());
    const std::string file = (folder / "expected.csv").string();
    const CsvTable table(read_file(file), file, {"id", "expected", "tolerance"});
    EXPECT_EQ(table.size(), rows.size());
    std::size_t compared = 0;
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (!traps.contains(table.row(i).text("id"))) {
            expect_row(table.row(i), rows[i]);
            ++compared;
        }
    }
    return compared;
}

TEST(LossCases, FreeOnesAgree) {
    EXPECT_EQ(compare(free_cases), 28U);
}

TEST(LossCases, AllAgree) {
    const auto file = kit::shared_case("loss/expected.csv");
    if (!file) {
        GTEST_SKIP() << "the loss cases are not beside this folder: OpenQuake, InaSAFE, "
                        "DamageScanner and ShakeMap files were NOT compared";
    }
    EXPECT_GE(compare(fs::path(*file).parent_path()), 61U);
}

// Known mistakes of other programs: half values counted up (33 % more deaths), cells without data
// summed (100 000 people fewer), a density in place of a distribution (410 000 deaths).
TEST(LossCases, TrapsAreNotReproduced) {
    const auto file = kit::shared_case("loss/expected.csv");
    if (!file) {
        GTEST_SKIP()
            << "the loss cases are not beside this folder: traps I05 to I07 were NOT tried";
    }
    const std::vector<LossRow> rows =
        loss_rows(fs::path(*file).parent_path(), isoseismals(), {"I05", "I06", "I07"});
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_NEAR(std::get<double>(rows[0].values.at(0)), 40'871.6418, 0.001);
    EXPECT_EQ(std::get<double>(rows[1].values.at(0)), 85'424'650);
    EXPECT_NEAR(std::get<double>(rows[2].values.at(0)), 164'634, 1);
    for (const LossRow& row : rows) {
        EXPECT_THAT(row.note, HasSubstr("trap"));
    }
}

/// A copy of the free cases with another table of cases.
class LossCaseFolder : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("relief-loss-" + std::to_string(::getpid()));
        fs::remove_all(folder_);
        fs::copy(free_cases, folder_, fs::copy_options::recursive);
    }
    void TearDown() override { fs::remove_all(folder_); }

    void write(const std::string& name, const std::string& text) const {
        std::ofstream(folder_ / name, std::ios::binary) << text;
    }

    fs::path folder_;
};

// The answers are taken out of the table: the rows stay the same.
TEST_F(LossCaseFolder, IsWorkedOutWithoutTheAnswers) {
    const std::string file = (free_cases / "expected.csv").string();
    const CsvTable table(read_file(file), file, {"id", "input", "model_or_rule", "quantity"});
    std::string bare = "id,input,model_or_rule,quantity\n";
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        bare +=
            csv_line(std::vector<std::string>{row.text("id"), row.text("input"),
                                              row.text("model_or_rule"), row.text("quantity")}) +
            "\n";
    }
    write("expected.csv", bare);
    EXPECT_EQ(loss_json(loss_rows(folder_, isoseismals())),
              loss_json(loss_rows(free_cases, isoseismals())));
}

TEST_F(LossCaseFolder, RefusesWhatIsNotThere) {
    EXPECT_EQ(kit::error_of([&] { (void)loss_rows(folder_ / "none", isoseismals()); }).code,
              "file.missing");
    fs::remove(folder_ / "pager/pager_models.csv");
    const ErrorDetail missing = kit::error_of([&] { (void)loss_rows(folder_, isoseismals()); });
    EXPECT_EQ(missing.code, "file.missing");
    EXPECT_THAT(missing.file, HasSubstr("pager_models.csv"));
    write("expected.csv", "id,input,model_or_rule,quantity\nZ99,a,b,c\n");
    const ErrorDetail unknown = kit::error_of([&] { (void)loss_rows(folder_, isoseismals()); });
    EXPECT_EQ(unknown.code, "loss.case");
    EXPECT_EQ(unknown.found, "Z99");
    EXPECT_EQ(unknown.line, 2);
    write("expected.csv", "id,input,model_or_rule,quantity\nP09,G=two,b,c\n");
    EXPECT_EQ(kit::error_of([&] { (void)loss_rows(folder_, isoseismals()); }).code, "loss.case");
}

TEST(LossCases, JsonTellsRowsAndConventions) {
    const auto document =
        nlohmann::json::parse(loss_json(loss_rows(free_cases, isoseismals(), {"P13", "F01"})));
    EXPECT_EQ(document["schema"], "relief.loss_cases/1");
    EXPECT_EQ(document["rows"][0]["id"], "P13");
    EXPECT_EQ(document["rows"][0]["values"][3], "red");
    EXPECT_NEAR(document["rows"][1]["values"][1].get<double>(), 870, 1e-9);
    EXPECT_EQ(document["conventions"][0]["class_edge"], "[k-0.5, k+0.5)");
    EXPECT_EQ(document["conventions"][1]["class_edge"], "(k-0.5, k+0.5]");
}

}  // namespace
}  // namespace relief::bench
