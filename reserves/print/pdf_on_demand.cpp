// SPDX-License-Identifier: Apache-2.0
#include "core/program_part.h"
#include "reserves/print/pdf/pdf_library.h"

namespace relief {
namespace {

const PdfLibrary& pdf() {
    static const auto& library = program_part_as<PdfLibrary>("relief-pdf");
    return library;
}

}  // namespace

void load_pdf_library() {
    static_cast<void>(pdf());
}

PdfFile render_pdf(std::span<const Form> forms) {
    return pdf().render_pdf(forms);
}

PdfFile render_pdf(const Form& form) {
    return render_pdf(std::span(&form, 1));
}

std::vector<char32_t> missing_glyphs(std::string_view text) {
    return pdf().missing_glyphs(text);
}

}  // namespace relief
