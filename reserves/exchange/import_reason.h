// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace relief {

enum class RowStatus : std::uint8_t { accepted, held, refused };

[[nodiscard]] std::string_view status_name(RowStatus status);
/// 接受, 待核, 退回 or the English word.
[[nodiscard]] std::string_view status_word(RowStatus status, std::string_view language);

/// Why a row is not simply accepted. The row in import_reason.cpp says whether it is held for a
/// person to decide or refused for the sender to mend, and its sentences.
enum class ReasonCode : std::uint8_t {
    item_missing,
    item_unknown,
    item_ambiguous,
    item_name_differs,
    site_missing,
    site_unknown,
    site_differs,
    owner_unknown,
    quantity_empty,
    quantity_not_a_number,
    quantity_negative,
    quantity_fraction,
    quantity_zero,
    quantity_too_large,
    formula,
    cell_error,
    unit_differs,
    unit_in_cell_differs,
    pack_meaning,
    pack_partial,
    bin_sum,
    date_not_a_date,
    date_no_such_day,
    date_order,
    date_contradiction,
    date_future,
    date_reversed,
    expired,
    lot_mangled,
    lot_missing,
    lot_several,
    lot_dates_differ,
    duplicate,
    stale
};

/// A reason with its place: the sheet's column (from 1, 0 where none is to blame), what stands
/// there, and what would be right.
struct ImportReason {
    ReasonCode code = ReasonCode::item_missing;
    int column = 0;
    std::string found;
    std::string expected;
};

/// "item_unknown": stable, for programs.
[[nodiscard]] std::string_view reason_name(ReasonCode code);
[[nodiscard]] RowStatus reason_status(ReasonCode code);
/// One sentence in Chinese ("zh") or English.
[[nodiscard]] std::string reason_text(const ImportReason& reason, std::string_view language);

}  // namespace relief
