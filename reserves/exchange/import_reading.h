// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/quantity.h"
#include "core/table/sheet.h"
#include "core/time.h"
#include "reserves/exchange/cell_value.h"
#include "reserves/exchange/import_reason.h"
#include "reserves/exchange/import_rules.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// A kind of goods as the reader must know it.
struct ImportItem {
    std::string id;
    std::vector<std::string> names;  ///< other codes, Chinese and English names, synonyms
    std::string unit;
    int decimals = 0;
    int shelf_life_days = 0;  ///< for the date a sheet leaves out; 0 = not told
};

/// A depot, or anybody goods may belong to.
struct ImportSite {
    std::string id;
    std::vector<std::string> names;
    std::string owner;   ///< whose goods lie there unless the sheet says so
    std::string keeper;  ///< who keeps them
};
struct ImportOwner {
    std::string id;
    std::vector<std::string> names;
};

/// What the books say of a stock now; the amounts of one key are added.
struct BookStock {
    std::string site;
    std::string item;
    std::string lot;
    std::int64_t amount = 0;
};

/// All the reader may know of the world. Without `owners` an owner stays as it is written.
struct ImportContext {
    std::vector<ImportItem> items;
    std::vector<ImportSite> sites;
    std::vector<ImportOwner> owners;
    std::optional<std::vector<BookStock>> book;  ///< needed to tell a stale sheet
};

enum class ImportKind : std::uint8_t { receipt, opening, count };
/// What a quantity counts in a sheet that has a column of packs.
enum class PackMeaning : std::uint8_t { ask, pieces, packs };

struct ImportOptions {
    ImportKind kind = ImportKind::count;
    Date on;            ///< the sheet's day: packs in force, what has expired
    std::string site;   ///< of a sheet without a column of depots; checked against one that is
    std::string sheet;  ///< the name of the sheet to read; "" = the first with a header
    DateOrder date_order = DateOrder::unknown;
    PackMeaning pack_meaning = PackMeaning::ask;
    std::vector<ItemPack> packs;  ///< agreed for this file, before those of the table
};

/// What was filled in where the sheet says nothing; shown beside the row.
struct RowNotes {
    bool site_from_above = false;
    bool unit_of_item = false;
    std::string pack;  ///< id of the pack that was reckoned with
    bool lot_was_number = false;
};

/// One row of goods. Ids are those of the context, "" where they could not be found.
struct ImportRow {
    int line = 0;               ///< row of the sheet, line of a csv
    std::size_t sheet_row = 0;  ///< index into the Sheet
    RowStatus status = RowStatus::accepted;
    std::string site;
    std::string owner;
    std::string keeper;  ///< as written
    std::string item;
    std::string lot;
    std::string bin;
    std::string supplier;
    std::string unit;         ///< as written, in the spelling of the units table
    int decimals = 0;         ///< of the item
    std::int64_t amount = 0;  ///< in 10^-decimals of the item's unit; 0 unless accepted or held
    std::optional<std::int64_t> book_amount;
    std::optional<WrittenNumber> written;  ///< the quantity as it stands
    std::optional<WrittenNumber> unit_value;
    std::optional<WrittenDate> made_on;
    std::optional<WrittenDate> expires_on;
    RowNotes notes;
    std::vector<ImportReason> reasons;
};

/// A row of the sheet that is none of goods.
struct SkippedRow {
    enum class Why : std::uint8_t {
        above_header,
        header_again,
        tags,      ///< HXL
        total,     ///< 合计: a check
        subtotal,  ///< 小计
        note,      ///< a signature, a remark, blanks
        done       ///< in a corrected sheet: posted already
    };
    int line = 0;
    Why why = Why::note;
};

/// The sheet's own total against what was read, as plain numbers in thousandths. It adds numbers of
/// any unit and is a check of the typing, never an amount of goods.
struct TotalCheck {
    int line = 0;
    std::int64_t sheet = 0;
    std::int64_t written = 0;   ///< every quantity that is a number, as it stands
    std::int64_t accepted = 0;  ///< accepted rows in the units of their goods
};

struct ColumnUse {
    int column = 0;
    std::string title;
    ImportField field = ImportField::none;  ///< none: known to nobody, or a better one was there
};

/// A stock sheet as read: rows.size() == accepted + held + refused (I25).
struct ImportReading {
    std::string format;     ///< csv, xlsx, xls
    std::string encoding;   ///< csv
    std::string delimiter;  ///< csv
    std::string sheet;
    std::vector<std::string> other_sheets;  ///< not read: hidden, or not asked for
    bool other_extension = false;
    int header_line = 0;
    std::vector<ColumnUse> columns;
    DateOrder made_order = DateOrder::unknown;  ///< told or proven; unknown where none is needed
    DateOrder expires_order = DateOrder::unknown;
    std::vector<ImportRow> rows;
    std::vector<SkippedRow> skipped;
    std::vector<TotalCheck> totals;  ///< 合计 lines; 小计 lines are skipped
    std::int64_t accepted = 0;
    std::int64_t held = 0;
    std::int64_t refused = 0;
    std::int64_t accepted_thousandths = 0;  ///< see TotalCheck::accepted
};

/// Reads one sheet of `book`. bad_input:
///   import.header  no line names goods and a quantity (in no sheet, or not in the one named)
///   import.columns a meaning is claimed by two columns of equal rank
///   import.sheet   there is no sheet of that name
///   import.site    the sheet has no column of depots and none was named, or it is not known
/// Pure: the same bytes, rules, context and options give the same reading.
[[nodiscard]] ImportReading read_stock_sheet(const Workbook& book, const std::string& file,
                                             const ImportRules& rules, const ImportContext& context,
                                             const ImportOptions& options);

/// Holds or refuses a row for one more reason, the counts of the reading kept right.
void add_reason(ImportReading& reading, ImportRow& row, ImportReason reason);

/// "receipt", "opening", "count".
[[nodiscard]] std::string_view kind_name(ImportKind kind);

/// The index into Workbook::sheets of the sheet that was read.
[[nodiscard]] std::size_t sheet_index(const Workbook& book, const ImportReading& reading);

/// The amount of all accepted rows by unit of the goods.
[[nodiscard]] std::map<std::string, Quantity> accepted_by_unit(const ImportReading& reading,
                                                               const ImportContext& context);
/// The amount of all accepted rows. Refused (ledger.unit) where they are of more than one unit.
[[nodiscard]] Quantity accepted_total(const ImportReading& reading, const ImportContext& context);

}  // namespace relief
