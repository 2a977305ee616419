// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/table/sheet.h"

#include <string>
#include <string_view>

namespace relief {

/// A csv file as people send it, as one sheet whose row numbers are lines of the file: UTF-8 with
/// or without BOM, UTF-16 with BOM or GB18030; comma, semicolon or tab, told from the first lines
/// (or by Excel's own "sep=;" line); lines of any width; a quote inside an unquoted field is a
/// character (12" pipe). Every cell is text. Errors as read_workbook.
[[nodiscard]] Workbook read_csv_sheet(std::string_view bytes, const std::string& file);

}  // namespace relief
