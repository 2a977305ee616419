// SPDX-License-Identifier: Apache-2.0
// A stock sheet of anybody's making, as csv: every row is accepted, held or refused, and counted
// so; what is accepted is of goods and a depot that are known, more than nothing, and no row is
// told of twice; what is not accepted says why. The first byte chooses what the sheet is.
#include "core/table/csv_reader.h"
#include "reserves/exchange/import_reading.h"
#include "tests/fuzz/kit.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

namespace {

using relief::ImportReading;
using relief::ImportRow;
using relief::RowStatus;
using relief::fuzz::require;

const relief::ImportContext& context() {
    static const relief::ImportContext made{
        .items = {{.id = "QUILT", .names = {"棉被", "quilt"}, .unit = "床"},
                  {.id = "NOODLE", .names = {"方便面", "noodle"}, .unit = "包", .decimals = 0},
                  {.id = "RICE",
                   .names = {"大米"},
                   .unit = "kg",
                   .decimals = 3,
                   .shelf_life_days = 365}},
        .sites = {{.id = "JL-P", .names = {"省库"}, .owner = "OWN", .keeper = "KEEP"},
                  {.id = "JL-C", .names = {"吉林市库"}, .owner = "OWN", .keeper = "KEEP"}},
        .owners = {{.id = "OWN", .names = {"省级"}}},
        .book = std::vector<relief::BookStock>{{.site = "JL-P", .item = "QUILT", .amount = 100}}};
    return made;
}

void check(const ImportReading& reading) {
    std::int64_t counts[3] = {0, 0, 0};
    std::set<int> lines;
    for (const ImportRow& row : reading.rows) {
        ++counts[static_cast<std::size_t>(row.status)];
        require(lines.insert(row.line).second);
        require(row.status == RowStatus::accepted || !row.reasons.empty());
        if (row.status != RowStatus::accepted) {
            continue;
        }
        require(row.amount >= 0 && row.amount <= 1'000'000'000'000'000);
        const auto& items = context().items;
        const auto& sites = context().sites;
        require(std::any_of(items.begin(), items.end(),
                            [&](const auto& item) { return item.id == row.item; }));
        require(std::any_of(sites.begin(), sites.end(),
                            [&](const auto& site) { return site.id == row.site; }));
        if (row.made_on && row.expires_on) {
            require(row.made_on->first <= row.expires_on->last);
        }
    }
    require(counts[static_cast<std::size_t>(RowStatus::accepted)] == reading.accepted);
    require(counts[static_cast<std::size_t>(RowStatus::held)] == reading.held);
    require(counts[static_cast<std::size_t>(RowStatus::refused)] == reading.refused);
    for (const relief::SkippedRow& row : reading.skipped) {
        require(lines.insert(row.line).second);
    }
    (void)relief::accepted_by_unit(reading, context());
    (void)relief::fuzz::answered([&] { (void)relief::accepted_total(reading, context()); });
}

const relief::ImportRules& rules() {
    static const relief::ImportRules made =
        relief::load_import_rules(relief::FolderSource(RELIEF_SOURCE_DIR "/data"));
    return made;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*arguments*/) {
    static_cast<void>(rules());  // what is read once does not count as an input's time
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = relief::fuzz::text_of(data, size);
    if (bytes.empty()) {
        return 0;
    }
    const auto choice = static_cast<unsigned char>(bytes.front());
    constexpr unsigned kinds = 3;
    const relief::ImportOptions options{
        .kind = static_cast<relief::ImportKind>(choice % kinds),
        .on = *relief::parse_date("2026-07-01"),
        .site = (choice & 8U) != 0 ? "JL-P" : "",
        .date_order = static_cast<relief::DateOrder>(choice / 16U % kinds),
        .pack_meaning = static_cast<relief::PackMeaning>(choice / 64U % kinds)};
    (void)relief::fuzz::answered([&] {
        const relief::Workbook book = relief::read_csv_sheet(bytes.substr(1), "fuzz.csv");
        check(relief::read_stock_sheet(book, "fuzz.csv", rules(), context(), options));
    });
    return 0;
}
