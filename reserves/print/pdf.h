// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/print/form.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

struct PdfFile {
    std::string bytes;
    int pages = 0;
    /// Characters no font of this machine has; the file shows each by its code, 〔U+20BB7〕.
    std::vector<char32_t> missing_glyphs;
};

/// Forms as one PDF file, each beginning on a new page and counting its own pages ("page n of m").
/// Fonts are embedded; the same forms give the same bytes on one machine, whatever its clock,
/// folder and locale. Refuses as check_form; fault (print.failed) where the drawing library fails.
[[nodiscard]] PdfFile render_pdf(std::span<const Form> forms);
[[nodiscard]] PdfFile render_pdf(const Form& form);

/// The characters of a text that a form would show by their code, each once.
[[nodiscard]] std::vector<char32_t> missing_glyphs(std::string_view text);

/// Loads the drawing libraries now, which else the first form does: for a server.
void load_pdf_library();

}  // namespace relief
