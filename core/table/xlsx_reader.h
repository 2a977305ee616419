// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/table/sheet.h"

#include <string>
#include <string_view>

namespace relief {

/// An xlsx file (ECMA-376), read in a stream: the visible sheets with the type of every cell,
/// dates told by their number format in either date system (a serial of the 1904 system is moved to
/// the 1900 one), formulas by their cached value, merged cells. What the file says of its own
/// dimension is not believed. Errors as read_workbook.
[[nodiscard]] Workbook read_xlsx(std::string_view bytes, const std::string& file);

/// True for a number format that shows a date: has y, m, d outside quotes, brackets and escapes
/// (m alone or with h or s is a time), or is one of the built-in ones, the Chinese ones included.
[[nodiscard]] bool is_date_format(int id, std::string_view code);

}  // namespace relief
