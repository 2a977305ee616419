// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/exchange/import_header.h"
#include "reserves/exchange/import_reading.h"
#include "reserves/exchange/name_index.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace relief {

/// What the result column of a corrected sheet says of a row that is in the books.
inline constexpr std::string_view row_posted_zh = "已入账";
inline constexpr std::string_view row_posted_en = "posted";

/// Reads the rows below a header one by one; what one row needs of those above it (the depot to
/// fill down) is kept here. What concerns rows together is in import_reading.cpp.
class RowReader {
  public:
    RowReader(const Sheet& sheet, const SheetHeader& header, const ImportRules& rules,
              const ImportContext& context, const ImportOptions& options);

    /// Why row `row` is none of goods; nullopt where it is one.
    [[nodiscard]] std::optional<SkippedRow::Why> why_skipped(std::size_t row) const;
    [[nodiscard]] ImportRow read(std::size_t row);
    /// Below a subtotal no depot is filled down.
    void forget_site() { site_above_.clear(); }

    [[nodiscard]] DateOrder order(ImportField field) const;

  private:
    [[nodiscard]] SheetCell cell(ImportField field) const;
    [[nodiscard]] std::string_view text(ImportField field) const;
    void blame(ReasonCode code, ImportField field, std::string expected = {});

    void prove_orders();
    [[nodiscard]] bool is_header_again(std::size_t row) const;
    [[nodiscard]] std::optional<SkippedRow::Why> total_words(std::size_t row) const;

    void read_site();
    void find_site(std::string_view written);
    void read_owner();
    void read_item();
    void read_lot();
    void read_dates();
    [[nodiscard]] std::optional<WrittenDate> read_day(ImportField field);
    void check_dates();
    void read_quantity();
    void blame_number(NumberProblem problem);
    void reckon(const WrittenNumber& number);
    void reckon_sheet_pack(const WrittenNumber& number, std::int64_t pack_units);
    void reckon_pack(const WrittenNumber& number, const ItemPack& pack);
    void set_amount(const WrittenNumber& number, std::int64_t times);
    [[nodiscard]] const ItemPack* find_pack(std::string_view name) const;
    [[nodiscard]] std::optional<std::int64_t> pack_units_told() const;
    void read_book_quantity();
    void check_stale();

    const Sheet& sheet_;
    const SheetHeader& header_;
    const ImportRules& rules_;
    const ImportContext& context_;
    const ImportOptions& options_;
    NameIndex items_;
    NameIndex sites_;
    NameIndex owners_;
    std::map<std::string, std::int64_t, std::less<>> book_;
    DateOrderProof made_proof_;
    DateOrderProof expires_proof_;
    std::string site_above_;
    std::map<std::string, std::string, std::less<>> unit_of_;  ///< spelling -> unit, remembered
    // Of the row being read:
    std::size_t at_ = 0;
    ImportRow row_;
    const ImportItem* item_ = nullptr;
    std::int64_t times_ = 1;  ///< base units of one written unit
};

/// Key of a stock in the books.
[[nodiscard]] std::string stock_key(std::string_view site, std::string_view item,
                                    std::string_view lot);

}  // namespace relief
