// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/table/sheet.h"

#include <string>
#include <string_view>

namespace relief {

/// An old .xls file (BIFF), read by FreeXL (the library behind GDAL's XLS driver, which would guess
/// a header and make mixed columns text). The format is old C that strangers' bytes are fed to: it
/// runs in a child process with no network, bounds on memory, time and files, over a copy of the
/// file in memory, and what comes back is checked like any input. Formulas by their cached value.
/// Errors as read_workbook; sheet.damaged also where the child dies or takes too long.
[[nodiscard]] Workbook read_xls(std::string_view bytes, const std::string& file);

}  // namespace relief
