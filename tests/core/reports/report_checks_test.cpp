// SPDX-License-Identifier: Apache-2.0
// The 26 cases of tests/data/reports/report_check_cases.csv, each answered by the real checks.
#include "core/incident/report_checks.h"

#include "core/data_source.h"
#include "core/error.h"
#include "core/table/csv.h"
#include "tests/kit/bad_input.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <regex>
#include <string>
#include <vector>

namespace relief {
namespace {

const std::string root = RELIEF_SOURCE_DIR;

ReportLimits limits() {
    return load_report_limits(FolderSource(root + "/data"));
}

/// The plain numbers of a text, in order.
std::vector<Quantity> numbers(const std::string& text) {
    static const std::regex number(R"([0-9]+(\.[0-9]+)?)");
    std::vector<Quantity> found;
    for (std::sregex_iterator at(text.begin(), text.end(), number), end; at != end; ++at) {
        found.push_back(parse_figure(at->str()).value());
    }
    return found;
}

std::vector<std::string> parts_of(const std::string& text, const std::string& between) {
    std::vector<std::string> parts;
    std::size_t at = 0;
    for (std::size_t end = 0; end != std::string::npos; at = end + between.size()) {
        end = text.find(between, at);
        parts.push_back(text.substr(at, end == std::string::npos ? end : end - at));
    }
    return parts;
}

using Case = std::function<CheckResult(const std::string&)>;

CheckResult at_most(const std::string& fields, bool part_first) {
    const auto found = numbers(fields);
    return part_first ? check_at_most(found.at(0), found.at(1))
                      : check_at_most(found.at(1), found.at(0));
}

CheckResult sum(const std::string& fields) {
    const auto found = numbers(fields);
    return check_sum(found.at(0), std::span(found).subspan(1));
}

CheckResult steps(const std::string& fields,
                  const std::function<CheckResult(Quantity, Quantity)>& check) {
    const auto texts = parts_of(fields, "->");
    CheckResult last;
    for (std::size_t index = 1; index < texts.size() && last.verdict == CheckVerdict::pass;
         ++index) {
        last = check(numbers(texts[index - 1]).front(), numbers(texts[index]).front());
    }
    return last;
}

CheckResult growth(const std::string& fields) {
    return steps(fields, [](Quantity a, Quantity b) { return check_growth(a, b, false); });
}

CheckResult ratio(const std::string& fields) {
    const auto found = numbers(fields);
    return check_rooms_per_household(found.at(1), found.at(0), limits());
}

CheckResult unit_sum(const std::string& fields) {
    const auto found = numbers(fields);
    return check_units_sum(found.at(0), std::span(found).subspan(1));
}

/// "12.4万千公顷": the words a sheet would hold.
CheckResult area(const std::string& fields) {
    const std::string words =
        fields.substr(fields.find("12.4"), fields.find(" =") - fields.find("12.4"));
    const FigureReading read = read_figure_words(words, "ha");
    EXPECT_TRUE(read.figure && read.figure->doubled) << words;
    EXPECT_EQ(format_figure(read.figure->value), "124000000");
    return check_area(read.figure->value, limits().province_farmland_ha);
}

CheckResult definitions(const std::string& fields) {
    const auto sides = parts_of(fields, " / ");
    const auto name = [](const std::string& side) { return side.substr(0, side.find(' ')); };
    return check_definitions(name(sides.at(0)), numbers(sides.at(0)).front(), name(sides.at(1)),
                             numbers(sides.at(1)).front());
}

CheckResult kinds(const std::string& fields) {
    std::vector<ReportKind> all;
    for (const std::string& word : parts_of(fields, " ")) {
        all.push_back(report_kind_of(word).value());
    }
    return check_kinds(all);
}

Instant on_day_3(const char* clock) {
    return parse_instant(std::string("2023-08-05T") + clock).value();
}

CheckResult worded(const std::string& text, const char* unit, const char* value, Bound bound,
                   bool approximate) {
    const FigureReading read = read_figure_words(text, unit);
    const bool right = read.figure && format_figure(read.figure->value) == value &&
                       read.figure->bound == bound && read.figure->approximate() == approximate;
    return {.verdict = right ? CheckVerdict::pass : CheckVerdict::fail, .arithmetic = text};
}

const std::map<std::string, Case>& cases() {
    static const std::map<std::string, Case> all{
        {"K01",
         [](const std::string& fields) {
             const auto found = numbers(fields);
             return check_parts_within(found.at(0), std::span(found).subspan(1));
         }},
        {"K02", [](const std::string& fields) { return at_most(fields, false); }},
        {"K03", [](const std::string& fields) { return at_most(fields, false); }},
        {"K04", sum},
        {"K05", [](const std::string& fields) { return at_most(fields, true); }},
        {"K06", [](const std::string& fields) { return at_most(fields, true); }},
        {"K07", ratio},
        {"K08", ratio},
        {"K09", sum},
        {"K10", sum},
        {"K11", [](const std::string& fields) { return at_most(fields, false); }},
        {"K12", [](const std::string& fields) { return at_most(fields, false); }},
        {"K13", area},
        {"K14", growth},
        {"K15", growth},
        {"K16",
         [](const std::string& fields) {
             return steps(fields,
                          [](Quantity a, Quantity b) { return check_jump(a, b, false, limits()); });
         }},
        {"K17", definitions},
        {"K18", unit_sum},
        {"K19", unit_sum},
        {"K20",
         [](const std::string& fields) {
             const auto found = numbers(fields);
             return check_population(found.at(1), found.at(0).amount / 10'000, limits());
         }},
        {"K21",
         [](const std::string&) { return check_daily_report(on_day_3("09:00"), std::nullopt); }},
        {"K22",
         [](const std::string& fields) {
             const std::string clock = fields.substr(fields.size() - 5);
             return check_daily_report(on_day_3("09:00"), on_day_3(clock.c_str()));
         }},
        {"K23", kinds},
        {"K24",
         [](const std::string& fields) {
             static const std::regex time(R"([0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2})");
             std::vector<Instant> found;
             for (std::sregex_iterator at(fields.begin(), fields.end(), time), end; at != end;
                  ++at) {
                 found.push_back(parse_instant("2023-" + at->str()).value());
             }
             return check_stat_time(found.at(1), found.at(0));
         }},
        {"K25",
         [](const std::string&) {
             return worded("200余人", "person", "200", Bound::at_least, true);
         }},
        {"K26",
         [](const std::string&) {
             return worded("2.58万间", "room", "25800", Bound::exact, true);
         }},
    };
    return all;
}

TEST(ReportCheckCases, EveryRowComesToItsVerdict) {
    const std::string file = root + "/tests/data/reports/report_check_cases.csv";
    const CsvTable table(read_file(file), file, {"id", "rule", "fields", "expect", "why"});
    ASSERT_EQ(table.size(), 26U);
    for (std::size_t index = 0; index < table.size(); ++index) {
        const CsvRow row = table.row(index);
        std::string expected = row.text("expect");
        std::replace(expected.begin(), expected.end(), '-', '_');
        const CheckResult found = cases().at(row.text("id"))(row.text("fields"));
        EXPECT_EQ(to_word(found.verdict), expected) << row.text("id") << " " << found.arithmetic;
    }
}

TEST(ReportChecks, AWordExcusesAFallAndAJump) {
    const Quantity before = figure_of(80602);
    EXPECT_EQ(check_growth(before, figure_of(74000), true).verdict, CheckVerdict::pass);
    EXPECT_EQ(check_jump(figure_of(960), figure_of(21230), true, limits()).verdict,
              CheckVerdict::pass);
    EXPECT_EQ(check_jump(figure_of(0), figure_of(5), false, limits()).verdict, CheckVerdict::pass);
    // Exactly ten times is not over ten times.
    EXPECT_EQ(check_jump(figure_of(7), figure_of(70), false, limits()).verdict, CheckVerdict::pass);
    EXPECT_EQ(check_jump(figure_of(7), figure_of(71), false, limits()).verdict,
              CheckVerdict::needs_note);
}

TEST(ReportChecks, LessThanTheUnitIsAnErrorOnlyWhereAllHaveReported) {
    const std::vector<Quantity> parts{figure_of(120), figure_of(100)};
    EXPECT_EQ(check_units_sum(figure_of(268), parts, true).verdict, CheckVerdict::fail);
    EXPECT_EQ(check_units_sum(figure_of(268), parts, false).verdict, CheckVerdict::missing);
    EXPECT_EQ(check_units_sum(figure_of(219), parts, false).verdict, CheckVerdict::fail);
}

TEST(ReportChecks, RoundedPartsNeedANoteWhereExactOnesAreWrong) {
    const std::vector<Quantity> parts{figure_of(15700), figure_of(26000)};
    EXPECT_EQ(check_sum(figure_of(75000), parts, true).verdict, CheckVerdict::needs_note);
    EXPECT_EQ(check_sum(figure_of(75000), parts, false).verdict, CheckVerdict::fail);
}

TEST(ReportChecks, KindsStandInTheirOrder) {
    using enum ReportKind;
    const auto verdict = [](std::vector<ReportKind> all) { return check_kinds(all).verdict; };
    EXPECT_EQ(verdict({initial, follow_up, zero, correction, final}), CheckVerdict::pass);
    EXPECT_EQ(verdict({initial, final, correction}), CheckVerdict::pass);
    EXPECT_EQ(verdict({zero, follow_up}), CheckVerdict::pass);
    EXPECT_EQ(verdict({follow_up, initial}), CheckVerdict::fail);
    EXPECT_EQ(verdict({initial, initial}), CheckVerdict::fail);
    EXPECT_EQ(verdict({correction}), CheckVerdict::fail);
    EXPECT_EQ(verdict({initial, final, zero}), CheckVerdict::fail);
}

struct Worded {
    const char* text;
    const char* metric_unit;
    const char* unit;
    const char* value;  ///< "" where it is refused
    Bound bound;
};

class FigureWordsTest : public testing::TestWithParam<Worded> {};

TEST_P(FigureWordsTest, AreReadInTheUnitOfTheMetric) {
    const Worded& row = GetParam();
    const FigureReading read = read_figure_words(row.text, row.metric_unit, row.unit);
    EXPECT_EQ(read.figure ? format_figure(read.figure->value) : "", row.value) << read.expected;
    if (read.figure) {
        EXPECT_EQ(to_word(read.figure->bound), to_word(row.bound));
    }
    EXPECT_EQ(read.expected.empty(), read.figure.has_value());
}

INSTANTIATE_TEST_SUITE_P(
    OfOffices, FigureWordsTest,
    testing::Values(Worded{"513000", "person", "", "513000", Bound::exact},
                    Worded{"12,345", "person", "", "12345", Bound::exact},
                    Worded{"12.69万", "person", "", "126900", Bound::exact},
                    Worded{"12.69", "person", "万人", "126900", Bound::exact},
                    Worded{"12.69万", "person", "万人", "126900", Bound::exact},
                    Worded{"5万人", "person", "人", "50000", Bound::exact},
                    Worded{"１２０人", "person", "", "120", Bound::exact},
                    Worded{"近3000户", "household", "", "3000", Bound::at_most},
                    Worded{"约5亿元", "10000_CNY", "", "50000", Bound::about},
                    Worded{"21.23亿元", "10000_CNY", "", "212300", Bound::exact},
                    Worded{"9.6", "10000_CNY", "亿元", "96000", Bound::exact},
                    Worded{"350元", "10000_CNY", "", "0.035", Bound::exact},
                    Worded{"超1.2万人", "person", "", "12000", Bound::at_least},
                    Worded{"3万多亩", "ha", "", "2000", Bound::at_least},
                    Worded{"100亩", "ha", "", "6.6667", Bound::exact},  // 100 / 15
                    Worded{"233.8千公顷", "ha", "", "233800", Bound::exact},
                    Worded{"20人左右", "person", "", "20", Bound::about},
                    Worded{"0", "person", "", "0", Bound::exact},
                    Worded{"", "person", "", "", Bound::exact},
                    Worded{"无", "person", "", "", Bound::exact},
                    Worded{"-3", "person", "", "", Bound::exact},
                    Worded{"2.5人", "person", "", "", Bound::exact},
                    Worded{"1,23", "person", "", "", Bound::exact},
                    Worded{"1.2.3", "person", "", "", Bound::exact},
                    Worded{"12间", "person", "", "", Bound::exact},
                    Worded{"12户", "room", "", "", Bound::exact},
                    Worded{"999999999亿", "person", "", "", Bound::exact},
                    Worded{"1.5", "fraction", "", "", Bound::exact},
                    Worded{"12", "person", "亩", "", Bound::exact}));

TEST(FigureWords, AFigureIsWrittenAndReadAlike) {
    for (const char* text : {"0", "126900", "35.7", "0.0001", "100000000000"}) {
        EXPECT_EQ(format_figure(parse_figure(text).value()), text);
    }
    for (const char* text : {"", "1,000", "0.00001", "1e5", "-1", " 1", "100000000001"}) {
        EXPECT_FALSE(parse_figure(text)) << text;
    }
}

TEST(ReportLimitsTable, RefusesWhatIsSpoiltOrMissing) {
    kit::SpoiltSource spoilt;
    spoilt.replace("rules/report_limits.csv", "jump_factor,10", "jump_factor,ten");
    EXPECT_EQ(kit::error_of([&] { (void)load_report_limits(spoilt); }).code, "csv.number");
    kit::SpoiltSource lacking;
    lacking.replace("rules/report_limits.csv", "jump_factor", "other_factor");
    EXPECT_EQ(kit::error_of([&] { (void)load_report_limits(lacking); }).expected, "jump_factor");
}

}  // namespace
}  // namespace relief
