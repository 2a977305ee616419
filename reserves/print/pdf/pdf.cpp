// SPDX-License-Identifier: Apache-2.0
#include "reserves/print/pdf.h"

#include "core/error.h"
#include "reserves/print/pdf/page_layout.h"
#include "reserves/print/pdf/typesetter.h"
#include "reserves/print/qr.h"

#include <cairo-pdf.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace relief {
namespace {

constexpr double mm = 72 / 25.4;

struct SurfaceRelease {
    void operator()(cairo_surface_t* surface) const noexcept { cairo_surface_destroy(surface); }
};
struct CairoRelease {
    void operator()(cairo_t* cairo) const noexcept { cairo_destroy(cairo); }
};
using Surface = std::unique_ptr<cairo_surface_t, SurfaceRelease>;
using Cairo = std::unique_ptr<cairo_t, CairoRelease>;

cairo_status_t append(void* closure, const unsigned char* data, unsigned int size) {
    static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), size);
    return CAIRO_STATUS_SUCCESS;
}

void check(cairo_status_t status) {
    if (status != CAIRO_STATUS_SUCCESS) {
        throw fault({.code = "print.failed",
                     .message = "the PDF file could not be drawn",
                     .found = cairo_status_to_string(status)});
    }
}

/// Where on its page a form is, and what to draw on.
struct Drawing {
    cairo_t* cairo;
    const Form& form;
    const PaperSheet& sheet;
    Typesetter& setter;
    std::size_t page;  ///< from 0
    std::size_t pages;
};

/// Words across the page, light enough to read what stands on them.
void draw_marks_across(const Drawing& d) {
    if (d.form.marks.empty()) {
        return;
    }
    const std::string words = fmt::format("{}", fmt::join(d.form.marks, " · "));
    TextLayout text = d.setter.set(words, {.size = 48}, 0);
    const double diagonal = std::hypot(d.sheet.width, d.sheet.height);
    const double scale = std::min(1.0, diagonal * 0.7 / width_of(text));
    cairo_save(d.cairo);
    cairo_set_source_rgb(d.cairo, 0.88, 0.88, 0.88);
    cairo_translate(d.cairo, d.sheet.width / 2, d.sheet.height / 2);
    cairo_rotate(d.cairo, -std::atan2(d.sheet.height, d.sheet.width));
    cairo_scale(d.cairo, scale, scale);
    draw_outlines(d.cairo, text, -width_of(text) / 2, -height_of(text) / 2);
    cairo_restore(d.cairo);
}

void draw_code(const Drawing& d, double x, double y) {
    const QrCode code = qr_code(d.form.number);
    if (code.size == 0) {
        return;
    }
    const double module = d.sheet.code_size / code.size;
    for (int row = 0; row < code.size; ++row) {
        for (int column = 0; column < code.size;) {
            int run = 0;
            while (column + run < code.size && code.at(row, column + run)) {
                ++run;
            }
            if (run > 0) {
                cairo_rectangle(d.cairo, x + column * module, y + row * module, run * module,
                                module);
            }
            column += run + 1;
        }
    }
    // Neighbouring modules must not show a seam on screen.
    cairo_set_antialias(d.cairo, CAIRO_ANTIALIAS_NONE);
    cairo_fill(d.cairo);
    cairo_set_antialias(d.cairo, CAIRO_ANTIALIAS_DEFAULT);
}

/// Marks and print count at the left, number and QR code at the right; the title on later pages.
void draw_head(const Drawing& d) {
    const TextStyle plain{.size = d.sheet.table_size};
    const double top = std::max(8 * mm, d.sheet.top - d.sheet.code_size - 3 * mm);
    const double code_x = d.sheet.width - d.sheet.right - d.sheet.code_size;
    std::string marks = fmt::format("{}", fmt::join(d.form.marks, " · "));
    const std::string count = print_count_mark(d.form);
    marks += marks.empty() || count.empty() ? "" : " / ";
    marks += count;
    const double half = d.sheet.text_width() / 2;
    if (!marks.empty()) {
        draw_text(d.cairo, d.setter.set("[" + marks + "]", {.size = d.sheet.text_size}, half),
                  d.sheet.left, top);
    }
    if (!d.form.number.empty()) {
        draw_code(d, code_x, top);
        const std::string label = d.form.language == "en" ? "No. " : "编号 ";
        TextStyle right{.size = d.sheet.text_size, .align = Align::right};
        const double width = code_x - 2 * mm - d.sheet.left - half;
        const TextLayout number =
            d.setter.set(label + d.form.number, right, half + width - half * 0.3);
        draw_text(d.cairo, number, d.sheet.left + half * 0.3, top + d.sheet.code_size / 2);
    }
    if (d.page > 0) {
        const std::string again =
            d.form.title + (d.form.language == "en" ? " (continued)" : "（续）");
        draw_text(d.cairo, d.setter.set(again, plain, half), d.sheet.left,
                  d.sheet.top - d.sheet.table_size * 2);
    }
}

void draw_foot(const Drawing& d) {
    const bool english = d.form.language == "en";
    const std::string page = english ? fmt::format("Page {} of {}", d.page + 1, d.pages)
                                     : fmt::format("第 {} 页 共 {} 页", d.page + 1, d.pages);
    const double y = d.sheet.text_bottom() + 4 * mm;
    const double part = d.sheet.text_width() * 0.3;
    const TextStyle left{.size = d.sheet.table_size - 1};
    TextStyle right = left;
    right.align = Align::right;
    draw_text(d.cairo, d.setter.set(d.form.footer, left, d.sheet.text_width() - part), d.sheet.left,
              y);
    draw_text(d.cairo, d.setter.set(page, right, part), d.sheet.left + d.sheet.text_width() - part,
              y);
}

void draw_page(const Drawing& d, const Page& page) {
    cairo_set_source_rgb(d.cairo, 0.93, 0.93, 0.93);
    for (const PlacedBox& box : page.boxes) {
        if (box.shaded) {
            cairo_rectangle(d.cairo, box.x, box.y, box.width, box.height);
        }
    }
    cairo_fill(d.cairo);
    draw_marks_across(d);
    cairo_set_source_rgb(d.cairo, 0, 0, 0);
    cairo_set_line_width(d.cairo, 0.5);
    for (const PlacedBox& box : page.boxes) {
        cairo_rectangle(d.cairo, box.x, box.y, box.width, box.height);
    }
    cairo_stroke(d.cairo);
    for (const PlacedText& text : page.texts) {
        draw_text(d.cairo, text.text, text.x, text.y);
    }
    draw_head(d);
    draw_foot(d);
    cairo_show_page(d.cairo);
}

int draw_form(cairo_t* cairo, cairo_surface_t* surface, const Form& form, Typesetter& setter) {
    PaperSheet sheet = paper_sheet(form.paper);
    // Without a number there is no code to make room for.
    sheet.top -= form.number.empty() ? 14 * mm : 0;
    cairo_pdf_surface_set_size(surface, sheet.width, sheet.height);
    const std::vector<Page> pages = lay_out(form, sheet, setter);
    for (std::size_t page = 0; page < pages.size(); ++page) {
        draw_page({cairo, form, sheet, setter, page, pages.size()}, pages[page]);
    }
    return static_cast<int>(pages.size());
}

/// Nothing of the machine: not its clock, not its user.
void set_metadata(cairo_surface_t* surface, const Form& form) {
    const std::string made_at = format_instant(form.made_at);
    const auto set = [surface](cairo_pdf_metadata_t what, const std::string& value) {
        cairo_pdf_surface_set_metadata(surface, what, value.c_str());
    };
    set(CAIRO_PDF_METADATA_TITLE, form.title);
    set(CAIRO_PDF_METADATA_SUBJECT, form.number);
    set(CAIRO_PDF_METADATA_AUTHOR, form.unit);
    set(CAIRO_PDF_METADATA_CREATOR, "Relief");
    set(CAIRO_PDF_METADATA_CREATE_DATE, made_at);
    set(CAIRO_PDF_METADATA_MOD_DATE, made_at);
}

}  // namespace

PdfFile render_pdf(std::span<const Form> forms) {
    for (const Form& form : forms) {
        check_form(form);
    }
    PdfFile file;
    Typesetter setter;
    const PaperSheet first = paper_sheet(forms.empty() ? Paper::portrait : forms.front().paper);
    const Surface surface(
        cairo_pdf_surface_create_for_stream(append, &file.bytes, first.width, first.height));
    check(cairo_surface_status(surface.get()));
    if (!forms.empty()) {
        set_metadata(surface.get(), forms.front());
    }
    const Cairo cairo(cairo_create(surface.get()));
    for (const Form& form : forms) {
        file.pages += draw_form(cairo.get(), surface.get(), form, setter);
    }
    check(cairo_status(cairo.get()));
    cairo_surface_finish(surface.get());
    check(cairo_surface_status(surface.get()));
    file.missing_glyphs = setter.missing();
    return file;
}

std::vector<char32_t> missing_glyphs(std::string_view text) {
    Typesetter setter;
    (void)setter.set(text, {}, 0);
    return setter.missing();
}

}  // namespace relief
