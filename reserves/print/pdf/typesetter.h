// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/print/form.h"

#include <pango/pangocairo.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// Frees what glib made.
struct GObjectRelease {
    void operator()(void* object) const noexcept;
};

/// A set text. All text is set at one size and drawn at `scale`: the font library searches the
/// machine's fonts anew for every size it is asked for, a tenth of a second each.
struct TextLayout {
    std::unique_ptr<PangoLayout, GObjectRelease> layout;
    double scale = 1;
};

struct TextStyle {
    double size = 10.5;  ///< points
    Align align = Align::left;
    /// Kept on one line, set smaller (down to 6 points) where it is too wide: a number or a date
    /// broken in two is read as two. Only what would be smaller yet is broken.
    bool one_line = false;
};

/// Sets text in the Chinese face of the office's forms (Noto Serif CJK SC, a 宋体), whatever the
/// locale of the machine. Lengths are points (1/72 inch). One weight only: every further face is
/// 25 MB to go through for each file.
///
/// A character no font here has is shown by its code, 〔U+20BB7〕, never as an empty box; so are
/// control characters and those that turn the direction of writing. `missing()` tells which.
class Typesetter {
  public:
    Typesetter();

    /// `text` broken into lines of at most `width`; not broken where `width` is 0.
    [[nodiscard]] TextLayout set(std::string_view text, const TextStyle& style, double width);
    [[nodiscard]] const std::vector<char32_t>& missing() const noexcept { return missing_; }

  private:
    [[nodiscard]] std::string printable(std::string_view text, bool check_font);

    std::unique_ptr<PangoContext, GObjectRelease> context_;
    std::vector<char32_t> missing_;  ///< in the order they were met, each once
};

[[nodiscard]] double height_of(const TextLayout& text);
[[nodiscard]] double width_of(const TextLayout& text);
/// The text as it is shown.
[[nodiscard]] std::string_view text_of(const TextLayout& text);
/// The bytes of that text whose lines are wholly within `height`, at least one line's.
[[nodiscard]] std::size_t bytes_within(const TextLayout& text, double height);
void draw_text(cairo_t* cairo, const TextLayout& text, double x, double y);
/// The outlines of the text without its words: for marks that must not mix with what is searched.
void draw_outlines(cairo_t* cairo, const TextLayout& text, double x, double y);

}  // namespace relief
