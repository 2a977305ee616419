// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/print/form.h"
#include "reserves/print/pdf/typesetter.h"

#include <vector>

namespace relief {

/// A sheet and its margins, in points (1/72 inch). The head band above the text holds marks,
/// number and QR code, the band below it the foot line.
struct PaperSheet {
    double width = 0;
    double height = 0;
    double left = 0;
    double right = 0;
    double top = 0;
    double bottom = 0;
    double title_size = 0;
    double text_size = 0;
    double table_size = 0;
    double code_size = 0;  ///< side of the QR code

    [[nodiscard]] double text_width() const { return width - left - right; }
    [[nodiscard]] double text_bottom() const { return height - bottom; }
};

[[nodiscard]] PaperSheet paper_sheet(Paper paper);

struct PlacedText {
    TextLayout text;
    double x = 0;
    double y = 0;
};

struct PlacedBox {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    bool shaded = false;
};

struct Page {
    std::vector<PlacedText> texts;
    std::vector<PlacedBox> boxes;
};

/// Breaks a form into pages: every row of every table is there once, the head of a table on each
/// of its pages; a cell too long for a page goes on on the next; signatures stay together.
[[nodiscard]] std::vector<Page> lay_out(const Form& form, const PaperSheet& sheet,
                                        Typesetter& setter);

}  // namespace relief
