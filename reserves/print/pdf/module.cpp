// SPDX-License-Identifier: Apache-2.0
#include "reserves/print/pdf/pdf_library.h"

// The door of relief-pdf.so, all of it that is seen from outside.
extern "C" {
[[gnu::visibility("default")]] extern const relief::PdfLibrary relief_part;

const relief::PdfLibrary relief_part{.render_pdf = &relief::render_pdf,
                                     .missing_glyphs = &relief::missing_glyphs};
}
