// SPDX-License-Identifier: Apache-2.0
// The statutory table and aid money from rolled reports: totals, forms by date, arithmetic of the
// rates (aid_money.csv multiplied by hand).
#include "core/incident/report_table.h"

#include "core/data_source.h"
#include "core/error.h"
#include "core/incident/aid_money.h"
#include "core/incident/figure_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace relief {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class ReportTableTest : public testing::Test {
  protected:
    const FolderSource source_{RELIEF_SOURCE_DIR "/data"};
    const Rules rules_ = load_rules(source_);
    const Places places_{source_};
    const std::vector<ReportForm> forms_ = load_report_forms(source_, rules_);
    const std::vector<AidRate> rates_ = load_aid_rates(source_, rules_);
    std::vector<FieldReport> reports_;

    void report(const std::string& unit, const std::map<std::string, double>& figures) {
        FieldReport made{.label = "R" + std::to_string(reports_.size() + 1),
                         .unit = unit,
                         .kind = ReportKind::initial,
                         .stat_time = *parse_instant("2023-08-04T12:00"),
                         .received_at = *parse_instant("2023-08-04T13:00"),
                         .reporter = {},
                         .source = {},
                         .note = {},
                         .corrects = {},
                         .explanations = {},
                         .figures = {}};
        for (const auto& [metric, value] : figures) {
            made.figures.push_back(
                {.metric = metric, .value = figure_of(value), .words = {}, .multiplier = {}});
        }
        reports_.push_back(std::move(made));
    }

    RolledUnit rolled(const std::vector<std::string>& expected = {}) const {
        return roll_up(standing_reports(reports_, *parse_instant("2023-08-05")), rules_, places_,
                       "220000", expected);
    }
    const ReportForm& form(const std::string& id) const {
        return *choose_form(forms_, *parse_date("2023-08-01"), id).form;
    }
    ReportTable table(const std::vector<std::string>& expected = {}) const {
        return fill_table(form("MEM-2020"), rolled(expected), rules_);
    }
};

/// Column sums by brute force: each row against the rows right below it. The number of sums.
int check_totals(const ReportTable& table) {
    int checked = 0;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const TableRow& row = table.rows[i];
        for (std::size_t field = 0; field < row.figures.size(); ++field) {
            std::int64_t sum = 0;
            bool any = false;
            for (std::size_t j = i + 1; j < table.rows.size() && table.rows[j].depth > row.depth;
                 ++j) {
                const TableFigure& below = table.rows[j].figures[field];
                if (table.rows[j].depth == row.depth + 1 && below.value) {
                    sum += below.value->amount;
                    any = true;
                }
            }
            if (any) {
                EXPECT_TRUE(row.figures[field].value.has_value());
                EXPECT_EQ(row.figures[field].value->amount, sum)
                    << row.unit << " " << table.form->fields[field].name;
                ++checked;
            }
        }
    }
    return checked;
}

std::optional<double> value_of(const ReportTable& table, const std::string& unit,
                               const std::string& metric, bool remainder = false) {
    for (const TableRow& row : table.rows) {
        if (row.unit == unit && row.remainder == remainder) {
            for (std::size_t i = 0; i < row.figures.size(); ++i) {
                if (table.form->fields[i].metric == metric && row.figures[i].value) {
                    return figure_number(*row.figures[i].value);
                }
            }
        }
    }
    return std::nullopt;
}

TEST_F(ReportTableTest, TotalsAgreeWithTheRollUp) {
    // Shulan and Yushu, and the province that knows of more.
    report("220283", {{"affected", 134000}, {"relocated", 14380}, {"crop_area", 12.5}});
    report("220182", {{"affected", 46000}});
    report("220000", {{"relocated", 18916}, {"dead", 14}});
    const ReportTable filled = table();
    EXPECT_EQ(value_of(filled, "220000", "affected"), 180000);
    EXPECT_EQ(value_of(filled, "220000", "relocated"), 18916);
    EXPECT_EQ(value_of(filled, "220000", "relocated", true), 4536);  // 18916 - 14380
    EXPECT_EQ(value_of(filled, "220200", "relocated"), 14380);
    EXPECT_EQ(value_of(filled, "220000", "dead", true), 14);  // of no unit below
    EXPECT_EQ(value_of(filled, "220000", "crop_area"), 12.5);
    EXPECT_EQ(value_of(filled, "220000", "missing"), std::nullopt);  // silence is not zero
    EXPECT_THAT(filled.disagreements, IsEmpty());
    EXPECT_GT(check_totals(filled), 5);
}

TEST_F(ReportTableTest, UnitsBelowThatComeToMoreAreShown) {
    report("220283", {{"dead", 14}});
    report("220200", {{"dead", 9}});
    const ReportTable filled = table();
    EXPECT_EQ(value_of(filled, "220200", "dead"), 9);
    EXPECT_EQ(value_of(filled, "220200", "dead", true), -5);
    ASSERT_THAT(filled.disagreements, SizeIs(1));
    EXPECT_NE(filled.disagreements.front().find("220200"), std::string::npos);
    EXPECT_GT(check_totals(filled), 0);
}

TEST_F(ReportTableTest, AMissingUnitMakesALowerBoundAndBesidesAreKept) {
    report("220283", {{"relocated", 14380}, {"collapsed_serious_rooms", 10497}});
    const ReportTable filled = table({"220283", "220182"});
    for (std::size_t i = 0; i < filled.form->fields.size(); ++i) {
        if (filled.form->fields[i].metric == "relocated") {
            EXPECT_TRUE(filled.rows.front().figures[i].lower_bound);
        }
    }
    // Collapsed and serious together stand on no row of the form: told, not lost.
    EXPECT_THAT(filled.beside,
                ElementsAre(std::pair(std::string("collapsed_serious_rooms"), figure_of(10497))));
}

TEST_F(ReportTableTest, RandomReportsAddUp) {
    std::mt19937 random(20230804);
    const auto up_to = [&](unsigned most) { return static_cast<double>(random() % (most + 1)); };
    int checked = 0;
    for (int round = 0; round < 30; ++round) {
        reports_.clear();
        for (const Place& place : places_.all()) {
            const unsigned chance = place.kind == "township"     ? 40
                                    : place.kind == "county"     ? 4
                                    : place.kind == "prefecture" ? 3
                                                                 : 2;
            const bool division = place.kind == "township" || place.kind == "county" ||
                                  place.kind == "prefecture" || place.kind == "province";
            if (division && random() % chance == 0) {
                std::map<std::string, double> figures{{"affected", up_to(100000)}};
                if (random() % 2 == 0) {
                    figures["relocated"] = up_to(5000);
                    figures["direct_loss"] = up_to(90000) / 4;
                }
                report(place.code, figures);
            }
        }
        checked += check_totals(table());
    }
    EXPECT_GT(checked, 1000);
}

TEST_F(ReportTableTest, TheFormIsThatOfTheDay) {
    const auto id = [&](const char* day) {
        const ChosenForm chosen = choose_form(forms_, *parse_date(day));
        return chosen.form->id + (chosen.before_first ? " first" : "");
    };
    EXPECT_EQ(id("2017-07-13"), "MCA-2016");
    EXPECT_EQ(id("2020-03-07"), "MCA-2016");
    EXPECT_EQ(id("2020-03-08"), "MEM-2020");  // 应急〔2020〕19号 is of that day
    EXPECT_EQ(id("2023-08-03"), "MEM-2020");
    EXPECT_EQ(id("2010-07-28"), "MCA-2016 first");
    EXPECT_EQ(choose_form(forms_, *parse_date("2017-07-13"), "GBT-24438.1").form->fields.size(),
              9U);
    try {
        static_cast<void>(choose_form(forms_, *parse_date("2017-07-13"), "X"));
        ADD_FAILURE() << "a form X";
    } catch (const Error& error) {
        EXPECT_EQ(error.detail().code, "form.unknown");
    }
}

TEST_F(ReportTableTest, MoneyIsRateTimesFigure) {
    report("220221", {{"relocated", 75000}, {"collapsed_households", 100}, {"dead", 2}});
    const std::vector<AidOfUnit> units = aid_of_units(rolled(), places_, rates_, "flood");
    ASSERT_THAT(units, SizeIs(3));  // province, Jilin city, Yongji
    const AidOfUnit& yongji = units.back();
    EXPECT_EQ(yongji.unit, "220221");
    const auto band = [&](const char* kind) {
        const auto found = band_of_kind(yongji, kind);
        return found ? std::pair(found->low, found->high) : std::pair<std::int64_t, std::int64_t>();
    };
    using Band = std::pair<std::int64_t, std::int64_t>;
    EXPECT_EQ(band("urgent_relocation"), Band(17'250'000, 22'500'000));  // 75 000 x 230, x 300
    EXPECT_EQ(band("condolence"), Band(10'000, 20'000));                 // 2 x 5 000, x 10 000
    EXPECT_EQ(band("rebuild"), Band(2'000'000, 2'800'000));  // 100 x 20 000 (AM7), x 28 000 (AM6)
    // 100 households x 2.34 people x 90 days x 10 (AM2) to 30 (AM3); serious ones were not told.
    EXPECT_EQ(band("transition"), Band(210'600, 631'800));
    EXPECT_TRUE(yongji.lower_bound);
    EXPECT_FALSE(band_of_kind(yongji, "drought").has_value());  // no drought
    EXPECT_EQ(yongji.low, 17'250'000 + 10'000 + 2'000'000 + 210'600);
    EXPECT_EQ(yongji.high, 22'500'000 + 20'000 + 2'800'000 + 631'800);
    EXPECT_EQ(units.front().low, yongji.low);
    EXPECT_EQ(yongji.amounts.front().arithmetic,
              "relocated 75000 x 230 = 17250000, x 300 = 22500000");
    const std::vector<AidOfUnit> one = aid_of_units(rolled(), places_, rates_, "flood", {"AM3"});
    EXPECT_EQ(one.back().low, 315'900);  // x 15
    EXPECT_EQ(one.back().high, 631'800);
}

TEST_F(ReportTableTest, WhatIsNotToldIsNoMoney) {
    report("220221", {{"drought_needing_aid", 1000}});
    const AidOfUnit dry = aid_of_units(rolled(), places_, rates_, "drought").back();
    EXPECT_EQ(dry.low, 60'000);
    EXPECT_EQ(dry.high, 60'000);
    EXPECT_THAT(dry.untold,
                ElementsAre("urgent_relocation", "transition", "condolence", "rebuild"));
    try {
        static_cast<void>(aid_of_units(rolled(), places_, rates_, "drought", {"AM99"}));
        ADD_FAILURE() << "a rate AM99";
    } catch (const Error& error) {
        EXPECT_EQ(error.detail().field, "--rate");
    }
}

}  // namespace
}  // namespace relief
