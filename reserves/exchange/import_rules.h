// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/time.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What a column of a stock sheet holds.
enum class ImportField : std::uint8_t {
    none,
    site,    ///< where it lies
    owner,   ///< whose it is
    keeper,  ///< who keeps it: custody is not ownership
    item_code,
    item_name,
    spec,
    unit,
    pack,
    pack_units,
    quantity,
    book_quantity,  ///< what the maker of the sheet took the books to say
    lot,
    made_on,
    expires_on,
    bin,
    supplier,
    unit_value,
    currency,
    remark,
    number,
    kit,
    result  ///< of a corrected sheet: what became of the row
};

[[nodiscard]] std::string_view field_name(ImportField field);

/// rules/import_columns.csv: a heading and what it means. Where two columns of a sheet mean the
/// same, the one of the lower rank is read (实盘数量 before 数量).
struct ColumnTitle {
    std::string folded;
    ImportField field = ImportField::none;
    int rank = 1;
};

/// rules/item_packs.csv, or agreed on the command line: one `name` of the item is `units` of its
/// base units. A pack is never edited, only superseded by one of later dates.
struct ItemPack {
    std::string id;
    std::string item;
    std::string name;
    std::int64_t units = 1;
    bool openable = false;  ///< a part of it may be counted and given out
    std::optional<Date> valid_from;
    std::optional<Date> valid_to;  ///< last day
};

/// The tables an import is read by.
struct ImportRules {
    std::vector<ColumnTitle> titles;
    std::map<std::string, std::string, std::less<>> units;  ///< folded spelling -> unit
    std::vector<ItemPack> packs;

    /// A heading as it stands, units in brackets passed over: nullptr where it is not known.
    [[nodiscard]] const ColumnTitle* title(std::string_view heading) const;
    /// "公斤" -> "kg"; what is not in the table is itself, folded.
    [[nodiscard]] std::string unit(std::string_view spelling) const;
};

/// rules/item_packs.csv. bad_input with file, line and column.
[[nodiscard]] std::vector<ItemPack> load_packs(const DataSource& source);

/// Reads and checks the tables. bad_input with file, line and column.
[[nodiscard]] ImportRules load_import_rules(const DataSource& source);

/// "NOODLE:箱=12" of the command line. bad_input (argument.value).
[[nodiscard]] ItemPack parse_pack(std::string_view text);

}  // namespace relief
