// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/print/pdf.h"

// Cairo and Pango bring forty shared libraries with them, and few commands draw a form. So what
// includes their headers stands in reserves/print/pdf and is a part of its own, relief-pdf.so,
// which the room loads when the first form is drawn (reserves/print/pdf_on_demand.cpp).
namespace relief {

/// The door of relief-pdf.so: each member is the function of its name there.
struct PdfLibrary {
    PdfFile (*render_pdf)(std::span<const Form>);
    std::vector<char32_t> (*missing_glyphs)(std::string_view);
};

}  // namespace relief
