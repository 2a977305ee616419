// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/table/sheet.h"
#include "core/time.h"
#include "reserves/exchange/import_reading.h"

#include <filesystem>
#include <string_view>

namespace relief {

/// Writes the sheet back to whoever sent it, as xlsx: every line as it was, with a column that says
/// what became of the row (已入账 where `posted`, else 可入账; 待核; 退回) and one that says why.
/// Rows held are yellow, refused red, posted grey. Sent in again after mending, posted rows are
/// passed over. file.write where it cannot be written.
void write_back_sheet(const std::filesystem::path& path, const Sheet& sheet,
                      const ImportReading& reading, bool posted, std::string_view language,
                      Instant made_at);

}  // namespace relief
