// SPDX-License-Identifier: Apache-2.0
#include "reserves/print/pdf/typesetter.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <cstdint>

namespace relief {
namespace {

constexpr const char* face = "Noto Serif CJK SC";
constexpr double set_size = 10;  ///< points

int pango_units(double points) {
    return static_cast<int>(std::lround(points * PANGO_SCALE));
}

double points(int pango) {
    return static_cast<double>(pango) / PANGO_SCALE;
}

PangoAlignment pango_align(Align align) {
    switch (align) {
        case Align::left: return PANGO_ALIGN_LEFT;
        case Align::center: return PANGO_ALIGN_CENTER;
        case Align::right: return PANGO_ALIGN_RIGHT;
    }
    return PANGO_ALIGN_LEFT;
}

/// Controls, and the marks that would let a name turn the words after it round.
bool is_unfit(char32_t c) {
    const bool control = (c < 0x20 && c != '\n') || (c >= 0x7F && c < 0xA0);
    const bool turning = c == 0x061C || c == 0x200E || c == 0x200F ||
                         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return control || turning || c == 0x2028 || c == 0x2029;
}

/// The next character of UTF-8 from `at` on, which moves past it; U+FFFD for a wrong byte.
char32_t next_character(std::string_view text, std::size_t& at) {
    const auto left = static_cast<gssize>(text.size() - at);
    const gunichar c = g_utf8_get_char_validated(text.data() + at, left);
    if (c == static_cast<gunichar>(-1) || c == static_cast<gunichar>(-2)) {
        ++at;
        return 0xFFFD;
    }
    at += static_cast<std::size_t>(g_unichar_to_utf8(c, nullptr));
    return c;
}

std::string utf8(char32_t c) {
    char bytes[6];
    const int size = g_unichar_to_utf8(c, bytes);
    return {bytes, static_cast<std::size_t>(size)};
}

std::unique_ptr<PangoLayout, GObjectRelease> layout_of(PangoContext* context, std::string_view text,
                                                       const TextStyle& style) {
    std::unique_ptr<PangoLayout, GObjectRelease> layout(pango_layout_new(context));
    PangoFontDescription* font = pango_font_description_new();
    pango_font_description_set_family_static(font, face);
    pango_font_description_set_size(font, pango_units(set_size));
    pango_layout_set_font_description(layout.get(), font);
    pango_font_description_free(font);
    // The face asks for half a line of air between lines, more than a table can spare.
    pango_layout_set_line_spacing(layout.get(), 0.88F);
    pango_layout_set_auto_dir(layout.get(), FALSE);
    pango_layout_set_alignment(layout.get(), pango_align(style.align));
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    return layout;
}

bool has_unknown(PangoContext* context, std::string_view text, const TextStyle& style) {
    return pango_layout_get_unknown_glyphs_count(layout_of(context, text, style).get()) > 0;
}

}  // namespace

void GObjectRelease::operator()(void* object) const noexcept {
    g_object_unref(object);
}

Typesetter::Typesetter() {
    const std::unique_ptr<PangoFontMap, GObjectRelease> fonts(
        pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
    // One point of paper is one unit of the drawing.
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts.get()), 72);
    context_.reset(pango_font_map_create_context(fonts.get()));
    pango_context_set_language(context_.get(), pango_language_from_string("zh-cn"));
    pango_context_set_base_dir(context_.get(), PANGO_DIRECTION_LTR);
    pango_context_set_round_glyph_positions(context_.get(), FALSE);
    // The desktop's settings of the machine must not move a line.
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context_.get(), options);
    cairo_font_options_destroy(options);
}

std::string Typesetter::printable(std::string_view text, bool check_font) {
    std::string fit;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_character(text, at);
        const std::string shown = utf8(c);
        if (!is_unfit(c) && !(check_font && has_unknown(context_.get(), shown, {}))) {
            fit += shown;
            continue;
        }
        fit += fmt::format("〔U+{:04X}〕", static_cast<std::uint32_t>(c));
        if (std::find(missing_.begin(), missing_.end(), c) == missing_.end()) {
            missing_.push_back(c);
        }
    }
    return fit;
}

TextLayout Typesetter::set(std::string_view text, const TextStyle& style, double width) {
    constexpr double smallest = 6;
    const std::string fit = printable(text, false);
    TextLayout set{layout_of(context_.get(), fit, style), style.size / set_size};
    if (pango_layout_get_unknown_glyphs_count(set.layout.get()) > 0) {
        set.layout = layout_of(context_.get(), printable(fit, true), style);
    }
    if (width <= 0) {
        return set;
    }
    const double wide = style.one_line ? width_of(set) : 0;
    if (wide > width) {
        // A hair less, for the rounding of pango's units.
        set.scale = std::max(smallest / set_size, set.scale * width / wide * 0.99);
    }
    pango_layout_set_width(set.layout.get(), pango_units(width / set.scale));
    pango_layout_set_wrap(set.layout.get(), PANGO_WRAP_WORD_CHAR);
    return set;
}

double height_of(const TextLayout& text) {
    int height = 0;
    pango_layout_get_size(text.layout.get(), nullptr, &height);
    return points(height) * text.scale;
}

double width_of(const TextLayout& text) {
    int width = 0;
    pango_layout_get_size(text.layout.get(), &width, nullptr);
    return points(width) * text.scale;
}

std::string_view text_of(const TextLayout& text) {
    return pango_layout_get_text(text.layout.get());
}

std::size_t bytes_within(const TextLayout& text, double height) {
    std::size_t bytes = 0;
    const std::unique_ptr<PangoLayoutIter, decltype(&pango_layout_iter_free)> line(
        pango_layout_get_iter(text.layout.get()), &pango_layout_iter_free);
    do {
        int bottom = 0;
        pango_layout_iter_get_line_yrange(line.get(), nullptr, &bottom);
        if (bytes > 0 && points(bottom) * text.scale > height) {
            break;
        }
        const PangoLayoutLine* shown = pango_layout_iter_get_line_readonly(line.get());
        bytes = static_cast<std::size_t>(shown->start_index + shown->length);
    } while (pango_layout_iter_next_line(line.get()) != FALSE);
    return bytes;
}

void draw_text(cairo_t* cairo, const TextLayout& text, double x, double y) {
    cairo_save(cairo);
    cairo_translate(cairo, x, y);
    cairo_scale(cairo, text.scale, text.scale);
    cairo_move_to(cairo, 0, 0);
    pango_cairo_show_layout(cairo, text.layout.get());
    cairo_restore(cairo);
}

void draw_outlines(cairo_t* cairo, const TextLayout& text, double x, double y) {
    cairo_save(cairo);
    cairo_translate(cairo, x, y);
    cairo_scale(cairo, text.scale, text.scale);
    cairo_move_to(cairo, 0, 0);
    pango_cairo_layout_path(cairo, text.layout.get());
    cairo_fill(cairo);
    cairo_restore(cairo);
}

}  // namespace relief
