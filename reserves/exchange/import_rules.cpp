// SPDX-License-Identifier: Apache-2.0
#include "reserves/exchange/import_rules.h"

#include "core/error.h"
#include "core/table/csv.h"
#include "reserves/exchange/cell_value.h"

#include <algorithm>
#include <array>
#include <utility>

namespace relief {
namespace {

constexpr std::array<std::string_view, 23> field_names{
    "",         "site",    "owner",      "keeper",     "item_code", "item_name",
    "spec",     "unit",    "pack",       "pack_units", "quantity",  "book_quantity",
    "lot",      "made_on", "expires_on", "bin",        "supplier",  "unit_value",
    "currency", "remark",  "number",     "kit",        "result"};

constexpr std::array<std::string_view, 6> flags{"read",    "read-secondary", "recalled",
                                                "derived", "assumption",     "synthetic"};
constexpr std::int64_t pack_units_max = 1'000'000;

void check_source(const CsvRow& row) {
    (void)row.required("source");
    (void)row.one_of("flag", flags);
}

std::vector<ColumnTitle> load_titles(const DataSource& source) {
    constexpr std::string_view name = "rules/import_columns.csv";
    const CsvTable table(source.read(name), source.shown_name(name),
                         {"title", "field", "rank", "source", "flag"});
    std::vector<ColumnTitle> titles;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        check_source(row);
        const std::string field =
            row.one_of("field", std::span(field_names).subspan(1));  // no row says "none"
        const auto found = std::find(field_names.begin(), field_names.end(), field);
        ColumnTitle title{.folded = folded_heading(row.required("title")),
                          .field = static_cast<ImportField>(found - field_names.begin()),
                          .rank = static_cast<int>(row.integer("rank", 1, 9))};
        const bool there = std::any_of(titles.begin(), titles.end(), [&](const ColumnTitle& other) {
            return other.folded == title.folded;
        });
        if (there) {
            throw row.error("csv.key", "title", "the heading is there already", "each once");
        }
        titles.push_back(std::move(title));
    }
    return titles;
}

std::map<std::string, std::string, std::less<>> load_units(const DataSource& source) {
    constexpr std::string_view name = "rules/import_units.csv";
    const CsvTable table(source.read(name), source.shown_name(name),
                         {"spelling", "unit", "source", "flag"});
    std::map<std::string, std::string, std::less<>> units;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        check_source(row);
        if (!units.emplace(fold_cell(row.required("spelling")), row.required("unit")).second) {
            throw row.error("csv.key", "spelling", "the spelling is there already", "each once");
        }
    }
    return units;
}

}  // namespace

std::string_view field_name(ImportField field) {
    return field_names[static_cast<std::size_t>(field)];
}

const ColumnTitle* ImportRules::title(std::string_view heading) const {
    const auto find = [&](const std::string& folded) -> const ColumnTitle* {
        const auto found = std::find_if(titles.begin(), titles.end(),
                                        [&](const ColumnTitle& t) { return t.folded == folded; });
        return found == titles.end() ? nullptr : &*found;
    };
    std::string folded = folded_heading(heading);
    if (const ColumnTitle* whole = find(folded)) {
        return whole;
    }
    const std::size_t bracket = folded.find_first_of("([");  // 数量(床), 单价(元); folded is narrow
    return bracket == std::string::npos || bracket == 0 ? nullptr : find(folded.substr(0, bracket));
}

std::string ImportRules::unit(std::string_view spelling) const {
    std::string folded = fold_cell(spelling);
    const auto found = units.find(folded);
    return found == units.end() ? folded : found->second;
}

std::vector<ItemPack> load_packs(const DataSource& source) {
    constexpr std::string_view name = "rules/item_packs.csv";
    const CsvTable table(source.read(name), source.shown_name(name),
                         {"pack_id", "item_id", "pack_name", "units", "openable", "valid_from",
                          "valid_to", "source", "flag"});
    table.check_key("pack_id");
    std::vector<ItemPack> packs;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        check_source(row);
        packs.push_back({.id = row.required("pack_id"),
                         .item = row.required("item_id"),
                         .name = row.required("pack_name"),
                         .units = row.integer("units", 1, pack_units_max),
                         .openable = row.boolean("openable"),
                         .valid_from = row.date("valid_from"),
                         .valid_to = row.optional_date("valid_to")});
    }
    return packs;
}

ImportRules load_import_rules(const DataSource& source) {
    return {
        .titles = load_titles(source), .units = load_units(source), .packs = load_packs(source)};
}

ItemPack parse_pack(std::string_view text) {
    const std::size_t colon = text.find(':');
    const std::size_t equals = text.find('=', colon == std::string_view::npos ? 0 : colon);
    const bool shaped = colon != std::string_view::npos && equals != std::string_view::npos &&
                        colon > 0 && equals > colon + 1;
    const auto number = shaped
                            ? read_number({.kind = CellKind::text, .text = text.substr(equals + 1)})
                            : NumberReading{};
    const auto units =
        number.value && number.value->unit.empty() ? scaled(*number.value, 0) : std::nullopt;
    if (!units || *units < 1 || *units > pack_units_max) {
        throw bad_input({.code = "argument.value",
                         .message = "the pack cannot be read",
                         .field = "--pack",
                         .found = std::string(text),
                         .expected = "ITEM:PACK=UNITS, as NOODLE:箱=12"});
    }
    return {.id = "agreed",
            .item = std::string(text.substr(0, colon)),
            .name = std::string(text.substr(colon + 1, equals - colon - 1)),
            .units = *units};
}

}  // namespace relief
