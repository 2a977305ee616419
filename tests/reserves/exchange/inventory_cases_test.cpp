// SPDX-License-Identifier: Apache-2.0
// Every file of tests/data/inventory reads as it must: the figures come from those who know the
// files (sums by hand, by Python, by the code of the program that made them), not from this reader.
#include "core/data_source.h"
#include "core/error.h"
#include "core/rules.h"
#include "reserves/exchange/import_reading.h"
#include "tests/kit/cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace relief {
namespace {

using testing::ElementsAre;

Workbook read_case(const std::string& name) {
    return read_workbook(read_file(RELIEF_SOURCE_DIR "/tests/data/inventory/" + name), name);
}

ImportRules rules() {
    return load_import_rules(FolderSource(RELIEF_SOURCE_DIR "/data"));
}

Date sheet_date(std::string_view text) {
    return *parse_date(text);
}

/// Depots and goods as the sheet itself names them: for sheets of other countries.
ImportContext context_of(const Workbook& book, std::vector<std::string> item_columns,
                         const std::string& site_column, const std::string& unit_column) {
    const Sheet& sheet = book.sheets.front();
    const auto column = [&](const std::string& title) {
        for (int i = 1; i <= sheet.row_width(0); ++i) {
            if (sheet.cell(0, i).text == title) {
                return i;
            }
        }
        return 0;
    };
    ImportContext context;
    std::set<std::string> items;
    std::set<std::string> sites;
    const ImportRules tables = rules();
    for (std::size_t row = 1; row < sheet.size(); ++row) {
        ImportItem item{.unit = tables.unit(sheet.cell(row, column(unit_column)).text)};
        for (const std::string& title : item_columns) {
            const std::string name(sheet.cell(row, column(title)).text);
            item.id = item.id.empty() ? name : item.id;
            item.names.push_back(name.empty() ? item.id : name);
        }
        if (!item.id.empty() && items.insert(item.id).second) {
            context.items.push_back(std::move(item));
        }
        std::string site(sheet.cell(row, column(site_column)).text);
        site.erase(site.find_last_not_of(' ') + 1);
        if (!site.empty() && sites.insert(site).second) {
            context.sites.push_back({.id = site, .owner = "own"});
        }
    }
    return context;
}

std::int64_t written_sum(const ImportReading& reading, const std::string& site = "",
                         const std::string& item = "") {
    std::int64_t sum = 0;
    for (const ImportRow& row : reading.rows) {
        if ((site.empty() || row.site == site) && (item.empty() || row.item == item)) {
            sum += scaled(*row.written, 0).value();
        }
    }
    return sum;
}

std::int64_t amount_sum(const ImportReading& reading) {
    std::int64_t sum = 0;
    for (const ImportRow& row : reading.rows) {
        sum += row.status == RowStatus::accepted ? row.amount : 0;
    }
    return sum;
}

void expect_counted(const ImportReading& reading) {
    EXPECT_EQ(static_cast<std::int64_t>(reading.rows.size()),
              reading.accepted + reading.held + reading.refused)
        << "I25";
}

// ---- the sheet of a consignment point -----------------------------------------------------------

class JilinSheet : public testing::Test {
  protected:
    JilinSheet() {
        const Rules all = load_rules(FolderSource(RELIEF_SOURCE_DIR "/data"));
        for (const Item& item : all.items) {
            context_.items.push_back({.id = item.id,
                                      .names = {item.name_zh, item.name_en},
                                      .unit = item.unit,
                                      .decimals = item.decimals});
        }
        for (const char* seat : {"220400", "222400", "220800"}) {
            context_.sites.push_back(
                {.id = std::string("D-") + seat, .names = {seat + std::string("代储点")}});
        }
        options_.on = sheet_date("2017-06-01");
    }

    [[nodiscard]] ImportReading read() const {
        const Workbook book = read_case("made_jilin_consignment_stock_gb18030.csv");
        return read_stock_sheet(book, "made.csv", rules(), context_, options_);
    }
    [[nodiscard]] static ReasonCode reason(const ImportReading& reading, std::size_t row) {
        EXPECT_EQ(reading.rows[row - 1].reasons.size(), 1U) << "row " << row;
        return reading.rows[row - 1].reasons.at(0).code;
    }

    ImportContext context_;
    ImportOptions options_;
};

TEST_F(JilinSheet, FiveRowsAreAccepted) {
    const ImportReading reading = read();
    EXPECT_EQ(reading.encoding, "GB18030");
    EXPECT_EQ(reading.header_line, 3);
    ASSERT_EQ(reading.rows.size(), 12U);
    EXPECT_EQ(reading.accepted, 5);
    EXPECT_EQ(reading.held, 2);
    EXPECT_EQ(reading.refused, 5);
    expect_counted(reading);
    const auto row = [&](std::size_t i) {
        const ImportRow& r = reading.rows[i - 1];
        return std::tuple(r.status, r.site, r.item, r.amount, r.lot,
                          r.made_on ? format_written(*r.made_on) : "");
    };
    const RowStatus yes = RowStatus::accepted;
    EXPECT_EQ(row(1), std::tuple(yes, "D-220400", "QUILT", 2000, "LY-1309", "2013-09-15"));
    EXPECT_EQ(row(2), std::tuple(yes, "D-220400", "TENT12C", 200, "LY-1411", "2014-11"));
    EXPECT_EQ(row(3), std::tuple(yes, "D-220400", "GEN", 10, "00712", "2012-07-02"));
    EXPECT_EQ(row(4), std::tuple(yes, "D-222400", "QUILT", 4300, "YB1610", "2016-10-17"));
    EXPECT_EQ(row(5), std::tuple(yes, "D-222400", "COAT", 2300, "YB1610", "2016-10-18"));
    EXPECT_TRUE(reading.rows[1].notes.site_from_above);
    EXPECT_EQ(amount_sum(reading), 8810);
}

TEST_F(JilinSheet, SevenAreNotAndSayWhy) {
    const ImportReading reading = read();
    EXPECT_EQ(reason(reading, 6), ReasonCode::duplicate);
    EXPECT_EQ(reading.rows[5].status, RowStatus::held);
    EXPECT_EQ(reading.rows[5].reasons[0].found, "7") << "the line of the first";
    EXPECT_EQ(reason(reading, 7), ReasonCode::quantity_negative);
    EXPECT_EQ(reason(reading, 8), ReasonCode::item_unknown);
    EXPECT_EQ(reason(reading, 9), ReasonCode::unit_differs);
    EXPECT_EQ(reading.rows[8].status, RowStatus::held);
    EXPECT_EQ(reason(reading, 10), ReasonCode::quantity_fraction);
    EXPECT_EQ(reason(reading, 11), ReasonCode::quantity_empty);
    EXPECT_EQ(reason(reading, 12), ReasonCode::date_no_such_day);
    EXPECT_EQ(reading.rows[11].line, 15);
    EXPECT_EQ(reason_text(reading.rows[11].reasons[0], "zh"),
              "日历上没有这一天：“2018-02-30”（I 列）");
    EXPECT_EQ(reason_text(reading.rows[7].reasons[0], "en"),
              "the catalogue has no such goods: \"BEDX\" (column C)");
}

TEST_F(JilinSheet, TheTotalLineIsACheckAndItsDifferenceIsReported) {
    const ImportReading reading = read();
    ASSERT_EQ(reading.totals.size(), 1U);
    EXPECT_EQ(reading.totals[0].line, 16);
    EXPECT_EQ(reading.totals[0].sheet, 13'378'000);
    EXPECT_EQ(reading.totals[0].accepted, 8'810'000);
    EXPECT_EQ(reading.totals[0].written, 13'387'500) << "by hand: all but the empty one";
}

TEST_F(JilinSheet, APackThatWasAgreedIsReckonedWith) {
    options_.packs = {parse_pack("NOODLE:箱=12")};
    const ImportReading reading = read();
    EXPECT_EQ(reading.rows[8].amount, 1200);
    EXPECT_EQ(reading.accepted, 6);
    EXPECT_EQ(amount_sum(reading), 10'010);
    EXPECT_EQ(reading.rows[8].notes.pack, "agreed");
}

TEST_F(JilinSheet, QuantitiesOfDifferentUnitsHaveNoSum) {
    const ImportReading reading = read();
    EXPECT_THROW((void)accepted_total(reading, context_), Error);
    EXPECT_EQ(accepted_by_unit(reading, context_).at("床").amount, 6300);
}

// ---- Sahana Eden --------------------------------------------------------------------------------

TEST(EdenIfrc, APackOrAPieceIsAskedNeverGuessed) {
    const Workbook book = read_case("eden_ifrc_train_inv_item.csv");
    const ImportContext context =
        context_of(book, {"Item Name", "Item Code"}, "Warehouse", "Units");
    ImportOptions options{.on = sheet_date("2017-06-01")};
    ImportReading reading = read_stock_sheet(book, "eden.csv", rules(), context, options);
    ASSERT_EQ(reading.rows.size(), 42U);
    expect_counted(reading);
    EXPECT_EQ(context.sites.size(), 7U);
    EXPECT_EQ(written_sum(reading), 86'320);
    for (const auto& [item, sum] :
         std::map<std::string, std::int64_t>{{"Plastic Sheets", 31'800},
                                             {"Rice", 20'000},
                                             {"Blankets", 6'900},
                                             {"Jerry Cans", 6'500},
                                             {"Kitchen Sets", 5'225},
                                             {"Colchas y Frazadas", 5'000},
                                             {"Hygiene Kits", 2'585}}) {
        EXPECT_EQ(written_sum(reading, "", item), sum) << item;
    }
    EXPECT_EQ(reading.accepted, 9) << "the rows of Tegucigalpa name no pack";
    EXPECT_EQ(reading.held, 33);
    EXPECT_EQ(reading.rows[0].reasons[0].code, ReasonCode::pack_meaning);

    options.pack_meaning = PackMeaning::packs;
    reading = read_stock_sheet(book, "eden.csv", rules(), context, options);
    EXPECT_EQ(reading.rows[1].amount, 24'000) << "4,000 cases of 6, as Eden's own code reads it";

    options.pack_meaning = PackMeaning::pieces;
    reading = read_stock_sheet(book, "eden.csv", rules(), context, options);
    EXPECT_EQ(reading.rows[1].amount, 4'000);
    EXPECT_EQ(reading.held, 9) << "do not divide by the pack";
}

TEST(EdenRms, OneStockInTwoBinsIsCountedOnce) {
    const Workbook book = read_case("eden_rms_demo_inv_item.csv");
    const ImportContext context =
        context_of(book, {"Item Code", "Item Name"}, "Warehouse", "Unit of Measure");
    const ImportReading reading =
        read_stock_sheet(book, "eden.csv", rules(), context, {.on = sheet_date("2017-06-01")});
    ASSERT_EQ(reading.rows.size(), 33U);
    EXPECT_EQ(reading.accepted, 33);
    EXPECT_EQ(amount_sum(reading), 9'792);
    EXPECT_EQ(written_sum(reading), 12'292) << "the naive sum";
    EXPECT_EQ(reading.rows[4].amount, 1000);
    EXPECT_EQ(reading.rows[4].bin, "A/2/1");
    EXPECT_EQ(reading.rows[5].amount, 1500);
    EXPECT_EQ(accepted_total(reading, context).amount, 9'792) << "all are pieces";
    EXPECT_EQ(std::count_if(reading.rows.begin(), reading.rows.end(),
                            [](const ImportRow& row) { return row.amount == 0; }),
              6)
        << "counts of zero";
    const auto owned_by = [&](const std::string& owner) {
        return std::count_if(reading.rows.begin(), reading.rows.end(),
                             [&](const ImportRow& row) { return row.owner == owner; });
    };
    EXPECT_EQ(owned_by("VEOLIA"), 2) << "custody is not ownership";
    EXPECT_EQ(owned_by("AQUASSISTANCE"), 1);
    EXPECT_EQ(reading.rows[0].keeper, "PIRAC");
}

TEST(EdenRms, BinsThatDoNotAddUpAreHeld) {
    Workbook book = read_workbook(
        "Warehouse,Item Code,Quantity,Bin\nW,A,2500,X:1000\n"
        "W,A,2500,Y:1400\nW,B,5,Z:5\n",
        "t.csv");
    const ImportContext context{
        .items = {{.id = "A", .unit = "piece"}, {.id = "B", .unit = "piece"}},
        .sites = {{.id = "W"}}};
    const ImportReading reading =
        read_stock_sheet(book, "t.csv", rules(), context, {.on = sheet_date("2017-06-01")});
    EXPECT_EQ(reading.held, 2);
    EXPECT_EQ(reading.rows[0].reasons.at(0).code, ReasonCode::bin_sum);
    EXPECT_EQ(reading.rows[2].amount, 5);
}

/// (site, item) -> amount.
std::map<std::pair<std::string, std::string>, std::int64_t> stock_of(const ImportReading& reading) {
    std::map<std::pair<std::string, std::string>, std::int64_t> stock;
    for (const ImportRow& row : reading.rows) {
        stock[{row.site, row.item}] += row.amount;
    }
    return stock;
}

TEST(EdenRms, MinimumAndKitSheetsReadAgainstTheStock) {
    const Workbook stock_book = read_case("eden_rms_demo_inv_item.csv");
    const ImportContext context =
        context_of(stock_book, {"Item Code", "Item Name"}, "Warehouse", "Unit of Measure");
    const ImportOptions options{.on = sheet_date("2017-06-01")};
    auto stock = stock_of(read_stock_sheet(stock_book, "s.csv", rules(), context, options));
    const ImportReading least = read_stock_sheet(read_case("eden_rms_demo_inv_minimum.csv"),
                                                 "m.csv", rules(), context, options);
    ASSERT_EQ(least.accepted, 16);
    EXPECT_EQ(amount_sum(least), 18'000);
    std::map<std::string, std::vector<std::int64_t>> shortages;
    for (const ImportRow& row : least.rows) {
        const std::int64_t there = stock[{row.site, row.item}];
        shortages[row.site].push_back(std::max<std::int64_t>(0, row.amount - there));
    }
    EXPECT_THAT(shortages["Guadeloupe"], testing::Each(0));
    EXPECT_THAT(shortages["Martinique"], ElementsAre(1000, 0, 500, 500, 2280, 1000, 1500, 1500));

    for (const auto& [site, kits] :
         std::map<std::string, std::int64_t>{{"Guadeloupe", 500}, {"Martinique", 0}}) {
        ImportOptions of_site = options;
        of_site.site = site;
        const ImportReading kit = read_stock_sheet(read_case("eden_rms_supply_kit_item.csv"),
                                                   "k.csv", rules(), context, of_site);
        ASSERT_EQ(kit.accepted, 8);
        std::vector<std::int64_t> parts;
        std::int64_t can_make = INT64_MAX;
        for (const ImportRow& row : kit.rows) {
            parts.push_back(row.amount);
            can_make = std::min(can_make, stock[{site, row.item}] / row.amount);
        }
        EXPECT_THAT(parts, ElementsAre(2, 1, 1, 1, 5, 2, 3, 3));
        EXPECT_EQ(can_make, kits) << site;
    }
}

TEST(EdenLogistics, EighteenSpellingsOfUnitsAndNoSumOverThem) {
    const Workbook book = read_case("eden_logistics_demo_warehouse_stock_masked.csv");
    const ImportContext context = context_of(book, {"Item Name"}, "Warehouse", "Unit of Measure");
    const ImportReading reading =
        read_stock_sheet(book, "l.csv", rules(), context, {.on = sheet_date("2017-06-01")});
    ASSERT_EQ(reading.rows.size(), 152U);
    EXPECT_EQ(reading.accepted, 152);
    EXPECT_EQ(written_sum(reading), 1'918'696);
    EXPECT_EQ(written_sum(reading, "NROC Warehouse A"), 1'601'272);
    EXPECT_EQ(written_sum(reading, "NROC Warehouse C"), 286'561);
    EXPECT_EQ(written_sum(reading, "NROC Warehouse E"), 30'187);
    EXPECT_EQ(written_sum(reading, "NROC Warehouse B"), 676) << "with a blank behind its name";
    std::set<std::string> units;
    for (const ImportRow& row : reading.rows) {
        units.insert(row.unit);
    }
    EXPECT_EQ(units.size(), 13U) << "18 spellings; box and bx, set and sets … are one";
    EXPECT_THROW((void)accepted_total(reading, context), Error);
    long double value = 0;
    for (const ImportRow& row : reading.rows) {
        long double price = static_cast<long double>(row.unit_value->digits);
        for (int i = 0; i < row.unit_value->decimals; ++i) {
            price /= 10;
        }
        value += static_cast<long double>(row.amount) * price;
    }
    EXPECT_NEAR(static_cast<double>(value), 64'709'651.23, 0.005);
}

// ---- OpenBoxes ----------------------------------------------------------------------------------

TEST(OpenBoxes, ACountSheetWithTheMonthFirst) {
    const Workbook book = read_case("openboxes_main_inventory.csv");
    ImportContext context = context_of(book, {"Product code"}, "", "");
    context.sites = {{.id = "MAIN"}};
    const ImportReading reading = read_stock_sheet(
        book, "main.csv", rules(), context, {.on = sheet_date("2022-06-01"), .site = "MAIN"});
    ASSERT_EQ(reading.rows.size(), 57U);
    EXPECT_EQ(reading.accepted, 57);
    EXPECT_EQ(amount_sum(reading), 198'656);
    EXPECT_EQ(reading.expires_order, DateOrder::month_first) << "proven by 01/31/2025";
    EXPECT_EQ(format_written(*reading.rows[0].expires_on), "2025-01-31");
    std::set<std::string> lots;
    for (const ImportRow& row : reading.rows) {
        lots.insert(row.lot);
    }
    EXPECT_THAT(lots, testing::IsSupersetOf({"00392/174", "0898984", "003P218"}));
    EXPECT_FALSE(reading.rows[0].book_amount);
}

TEST(OpenBoxes, ASheetWithoutDepotsMustNameOne) {
    const Workbook book = read_case("openboxes_main_inventory.csv");
    try {
        (void)read_stock_sheet(book, "main.csv", rules(), {}, {.on = sheet_date("2022-06-01")});
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.detail().code, "import.site");
    }
}

TEST(OpenBoxes, TheOldXlsIsATwoColumnCount) {
    const Workbook book = read_case("openboxes_it_inventory.xls");
    ImportContext context = context_of(book, {"Product code"}, "", "");
    context.sites = {{.id = "MAIN"}};
    ImportOptions options{.on = sheet_date("2022-06-01"), .site = "MAIN"};
    ImportReading reading = read_stock_sheet(book, "it.xls", rules(), context, options);
    ASSERT_EQ(reading.accepted, 7);
    EXPECT_EQ(reading.rows[0].item, "00001");
    EXPECT_FALSE(reading.rows[0].expires_on);
    EXPECT_EQ(format_written(*reading.rows[1].expires_on), "2025-02-16");
    const std::int64_t thought[] = {252, 1654, 1736, 39};
    const std::int64_t counted[] = {2520, 16540, 17360, 385};
    context.book.emplace();
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(reading.rows[i].book_amount, thought[i]);
        EXPECT_EQ(reading.rows[i].amount, counted[i]);
    }
    for (const ImportRow& row : reading.rows) {
        context.book->push_back({row.site, row.item, row.lot, *row.book_amount});
    }
    EXPECT_EQ(read_stock_sheet(book, "it.xls", rules(), context, options).accepted, 7);
    (*context.book)[2].amount -= 100;  // issued since the sheet was made
    reading = read_stock_sheet(book, "it.xls", rules(), context, options);
    EXPECT_EQ(reading.held, 1);
    EXPECT_EQ(reading.rows[2].reasons.at(0).code, ReasonCode::stale);
    EXPECT_EQ(reading.rows[2].reasons.at(0).expected, "1636");
}

TEST(OpenBoxes, AFileWithoutAStockListIsRefused) {
    const Workbook book = read_case("openboxes_excel_importer_spec.xlsx");
    try {
        (void)read_stock_sheet(book, "spec.xlsx", rules(), {}, {.on = sheet_date("2022-06-01")});
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.detail().code, "import.header");
    }
}

}  // namespace
}  // namespace relief
