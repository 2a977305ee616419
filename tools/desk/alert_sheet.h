// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/message.h"
#include "reserves/print/form.h"
#include "tools/desk/opened_books.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace relief {

/// A warning on paper, for fax and notice boards: A4 in black and white, Chinese first and the
/// other languages after it on the same sheet, boxes for whoever receives it. Drills, tests and
/// drafts are marked across the page.
[[nodiscard]] Form alert_form(const cap::Alert& alert);
/// The same as PDF.
[[nodiscard]] std::string alert_sheet_pdf(const cap::Alert& alert);

struct SheetAnswer {
    std::string warning;
    std::string identifier;
    std::filesystem::path file;
    int pages = 0;
};

/// `relief alert print`: the message of a released warning as PDF. refused alert.state where it is
/// not released; bad_input file.write.
[[nodiscard]] SheetAnswer print_warning(const std::filesystem::path& data, const Books& db,
                                        const std::string& warning,
                                        const std::filesystem::path& out);
/// `relief.alert_sheet/1`.
[[nodiscard]] std::string sheet_json(const SheetAnswer& answer);
[[nodiscard]] std::string sheet_text(const SheetAnswer& answer, std::string_view language);

}  // namespace relief
