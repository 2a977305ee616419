// SPDX-License-Identifier: Apache-2.0
#include "reserves/print/pdf/page_layout.h"

#include <algorithm>
#include <string>
#include <utility>

namespace relief {
namespace {

constexpr double mm = 72 / 25.4;
constexpr double padding = 2.5;  ///< between the text of a cell and its lines
constexpr double gap = 8;        ///< between the parts of a form
constexpr double signature_height = 16 * mm;
constexpr double stamp_width = 42 * mm;

/// A cell before it has a height.
struct Cell {
    std::string text;
    double x = 0;
    double width = 0;
    TextStyle style;
    bool shaded = false;
};

using Cells = std::vector<Cell>;

class Pager {
  public:
    Pager(const PaperSheet& sheet, Typesetter& setter) : sheet_(sheet), setter_(setter) {
        start_page();
    }

    void paragraph(const std::string& text, const TextStyle& style);
    void two_ends(const std::string& left, const std::string& right, const TextStyle& style);
    void row(Cells cells);
    void space(double height) { y_ = std::min(y_ + height, sheet_.text_bottom()); }
    /// A new page unless `height` is left on this one.
    void need(double height);
    /// What stands again at the head of each further page; nothing for no cells.
    void repeat(Cells cells) { repeated_ = std::move(cells); }
    void box(double x, double width, double height, bool shaded);
    void text(const std::string& words, const TextStyle& style, double x, double y, double width);

    [[nodiscard]] double y() const { return y_; }
    [[nodiscard]] double height(const std::string& words, const TextStyle& style, double width) {
        return height_of(setter_.set(words, style, width));
    }
    [[nodiscard]] double row_height(const Cells& cells);
    [[nodiscard]] std::vector<Page> pages() && { return std::move(pages_); }

  private:
    using Texts = std::vector<TextLayout>;
    [[nodiscard]] Texts set(const Cells& cells);
    void start_page();
    void place(const Cells& cells, Texts texts, double height);
    [[nodiscard]] Cells place_part(Cells cells, const Texts& texts);
    [[nodiscard]] double room() const { return sheet_.text_bottom() - y_; }

    const PaperSheet& sheet_;
    Typesetter& setter_;
    std::vector<Page> pages_;
    Cells repeated_;
    double y_ = 0;
    double page_start_ = 0;  ///< where the first row of this page began
};

double tallest(const std::vector<TextLayout>& texts) {
    double height = 0;
    for (const TextLayout& text : texts) {
        height = std::max(height, height_of(text));
    }
    return height + 2 * padding;
}

Pager::Texts Pager::set(const Cells& cells) {
    Texts texts;
    for (const Cell& cell : cells) {
        texts.push_back(setter_.set(cell.text, cell.style, cell.width - 2 * padding));
    }
    return texts;
}

double Pager::row_height(const Cells& cells) {
    return tallest(set(cells));
}

void Pager::start_page() {
    pages_.emplace_back();
    y_ = sheet_.top;
    if (!repeated_.empty()) {
        Texts texts = set(repeated_);
        const double height = tallest(texts);
        // A head that would fill the page is said once only.
        if (height < room() / 2) {
            place(repeated_, std::move(texts), height);
        }
    }
    page_start_ = y_;
}

void Pager::need(double height) {
    if (height > room() && y_ > page_start_) {
        start_page();
    }
}

void Pager::box(double x, double width, double height, bool shaded) {
    pages_.back().boxes.push_back({x, y_, width, height, shaded});
}

void Pager::text(const std::string& words, const TextStyle& style, double x, double y,
                 double width) {
    pages_.back().texts.push_back({setter_.set(words, style, width), x, y});
}

void Pager::place(const Cells& cells, Texts texts, double height) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        box(cells[i].x, cells[i].width, height, cells[i].shaded);
        const double middle = (height - height_of(texts[i])) / 2;
        pages_.back().texts.push_back({std::move(texts[i]), cells[i].x + padding, y_ + middle});
    }
    y_ += height;
}

/// Places as many lines as the page has room for; answers what is left of each cell.
Cells Pager::place_part(Cells cells, const Texts& texts) {
    const double height = room();
    Cells rest = cells;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::string shown(text_of(texts[i]));
        const bool fits = height_of(texts[i]) + 2 * padding <= height;
        const std::size_t cut = fits ? shown.size() : bytes_within(texts[i], height - 2 * padding);
        cells[i].text = shown.substr(0, cut);
        const std::size_t next = shown.find_first_not_of('\n', cut);
        rest[i].text = next == std::string::npos ? "" : shown.substr(next);
    }
    Texts parts = set(cells);
    const double used = std::max(height, tallest(parts));
    place(cells, std::move(parts), used);
    return rest;
}

void Pager::row(Cells cells) {
    for (;;) {
        Texts texts = set(cells);
        const double height = tallest(texts);
        if (height <= room()) {
            place(cells, std::move(texts), height);
            return;
        }
        if (y_ > page_start_) {
            start_page();
            continue;
        }
        cells = place_part(std::move(cells), texts);
        if (std::all_of(cells.begin(), cells.end(), [](const Cell& c) { return c.text.empty(); })) {
            return;
        }
        start_page();
    }
}

void Pager::paragraph(const std::string& words, const TextStyle& style) {
    std::string rest = words;
    while (!rest.empty()) {
        const TextLayout layout = setter_.set(rest, style, sheet_.text_width());
        const std::string shown(text_of(layout));
        need(std::min(height_of(layout), 2 * style.size));
        const bool fits = height_of(layout) <= room();
        const std::size_t cut = fits ? shown.size() : bytes_within(layout, room());
        TextLayout part = setter_.set(shown.substr(0, cut), style, sheet_.text_width());
        const double height = height_of(part);
        pages_.back().texts.push_back({std::move(part), sheet_.left, y_});
        y_ += height;
        const std::size_t next = shown.find_first_not_of('\n', cut);
        rest = next == std::string::npos ? "" : shown.substr(next);
        if (!rest.empty()) {
            start_page();
        }
    }
}

void Pager::two_ends(const std::string& left, const std::string& right, const TextStyle& style) {
    if (left.empty() && right.empty()) {
        return;
    }
    const double half = sheet_.text_width() / 2;
    const double height =
        std::max(this->height(left, style, half), this->height(right, style, half));
    need(height);
    TextStyle to_the_right = style;
    to_the_right.align = Align::right;
    text(left, style, sheet_.left, y_, half);
    text(right, to_the_right, sheet_.left + half, y_, half);
    y_ += height;
}

/// Label and value cells over a share of the width that begins at `from`.
void add_field(Cells& cells, const FormField& field, const PaperSheet& sheet, double from,
               double share) {
    const double width = sheet.text_width();
    const double label = width * 0.18;
    const TextStyle plain{.size = sheet.text_size};
    const TextStyle small{.size = sheet.table_size};
    cells.push_back({field.label, sheet.left + from * width, label, small, true});
    cells.push_back(
        {field.value, sheet.left + from * width + label, share * width - label, plain, false});
}

void place_fields(Pager& pager, const std::vector<FormField>& fields, const PaperSheet& sheet) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        Cells cells;
        const bool paired = !fields[i].wide && i + 1 < fields.size() && !fields[i + 1].wide;
        add_field(cells, fields[i], sheet, 0, paired ? 0.5 : 1);
        if (paired) {
            add_field(cells, fields[++i], sheet, 0.5, 0.5);
        }
        pager.row(std::move(cells));
    }
}

Cells table_row(const FormTable& table, const std::vector<std::string>& texts,
                const PaperSheet& sheet, bool shaded) {
    double shares = 0;
    for (const FormColumn& column : table.columns) {
        shares += column.width;
    }
    Cells cells;
    double x = sheet.left;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const double width = sheet.text_width() * table.columns[i].width / shares;
        cells.push_back({texts[i], x, width,
                         TextStyle{.size = sheet.table_size,
                                   .align = table.columns[i].align,
                                   .one_line = table.columns[i].align != Align::left},
                         shaded});
        x += width;
    }
    return cells;
}

Cells table_head(const FormTable& table, const PaperSheet& sheet) {
    std::vector<std::string> labels;
    for (const FormColumn& column : table.columns) {
        labels.push_back(column.label);
    }
    Cells cells = table_row(table, labels, sheet, true);
    for (Cell& cell : cells) {
        cell.style.align = Align::center;
        cell.style.one_line = false;
    }
    return cells;
}

void place_table(Pager& pager, const FormTable& table, const PaperSheet& sheet) {
    const TextStyle caption{.size = sheet.text_size};
    const Cells head = table_head(table, sheet);
    // Caption, head and a first row are not parted.
    double first = pager.row_height(head) + 2 * sheet.table_size + 2 * padding;
    if (!table.caption.empty()) {
        first += pager.height(table.caption, caption, sheet.text_width());
    }
    pager.need(first);
    if (!table.caption.empty()) {
        pager.paragraph(table.caption, caption);
        pager.space(2);
    }
    pager.row(head);
    pager.repeat(head);
    for (const std::vector<std::string>& row : table.rows) {
        pager.row(table_row(table, row, sheet, false));
    }
    if (!table.total.empty()) {
        pager.row(table_row(table, table.total, sheet, true));
    }
    pager.repeat({});
}

void place_signature(Pager& pager, const SignatureBox& signature, const Form& form,
                     const PaperSheet& sheet, double x, double width) {
    const TextStyle plain{.size = sheet.table_size};
    const TextStyle name{.size = sheet.text_size, .align = Align::center};
    const double inner = width - 2 * padding;
    const std::string blank_time = form.language == "en" ? "date:" : "年    月    日";
    TextStyle time = plain;
    time.align = signature.time.empty() && form.language == "en" ? Align::left : Align::right;
    pager.box(x, width, signature_height, false);
    pager.text(signature.post, plain, x + padding, pager.y() + padding, inner);
    pager.text(signature.name, name, x + padding, pager.y() + signature_height * 0.36, inner);
    const std::string& shown = signature.time.empty() ? blank_time : signature.time;
    const double at = signature_height - padding - pager.height(shown, time, inner);
    pager.text(shown, time, x + padding, pager.y() + at, inner);
}

/// Boxes side by side, as many in a line as are wide enough to sign in; the stamp at the right.
void place_signatures(Pager& pager, const Form& form, const PaperSheet& sheet) {
    if (form.signatures.empty() && form.stamp.empty()) {
        return;
    }
    const double width = sheet.text_width() - (form.stamp.empty() ? 0 : stamp_width);
    const auto fit = static_cast<std::size_t>(std::max(1.0, width / (33 * mm)));
    const std::size_t boxes = std::max<std::size_t>(1, form.signatures.size());
    const std::size_t lines = (boxes + fit - 1) / fit;
    const std::size_t across = (boxes + lines - 1) / lines;
    const double least = form.stamp.empty() ? 0 : 2 * signature_height;
    const double height = std::max(static_cast<double>(lines) * signature_height, least);
    pager.need(height);
    if (!form.stamp.empty()) {
        const TextStyle style{.size = sheet.table_size, .align = Align::center};
        pager.box(sheet.left + width, stamp_width, height, false);
        pager.text(form.stamp, style, sheet.left + width + padding, pager.y() + padding,
                   stamp_width - 2 * padding);
    }
    const double each = width / static_cast<double>(across);
    for (std::size_t i = 0; i < form.signatures.size(); ++i) {
        place_signature(pager, form.signatures[i], form, sheet,
                        sheet.left + each * static_cast<double>(i % across), each);
        if (i % across + 1 == across) {
            pager.space(signature_height);
        }
    }
}

}  // namespace

PaperSheet paper_sheet(Paper paper) {
    switch (paper) {
        case Paper::portrait:
            return {.width = 210 * mm,
                    .height = 297 * mm,
                    .left = 28 * mm,
                    .right = 26 * mm,
                    .top = 37 * mm,
                    .bottom = 35 * mm,
                    .title_size = 20,
                    .text_size = 10.5,
                    .table_size = 9,
                    .code_size = 20 * mm};
        case Paper::landscape:
            return {.width = 297 * mm,
                    .height = 210 * mm,
                    .left = 20 * mm,
                    .right = 15 * mm,
                    .top = 32 * mm,
                    .bottom = 20 * mm,
                    .title_size = 18,
                    .text_size = 10,
                    .table_size = 9,
                    .code_size = 18 * mm};
        case Paper::label:
            return {.width = 148 * mm,
                    .height = 105 * mm,
                    .left = 8 * mm,
                    .right = 8 * mm,
                    .top = 24 * mm,
                    .bottom = 9 * mm,
                    .title_size = 16,
                    .text_size = 10,
                    .table_size = 9,
                    .code_size = 17 * mm};
    }
    return {};
}

std::vector<Page> lay_out(const Form& form, const PaperSheet& sheet, Typesetter& setter) {
    Pager pager(sheet, setter);
    const bool english = form.language == "en";
    pager.paragraph(form.title, {.size = sheet.title_size, .align = Align::center});
    pager.space(gap / 2);
    pager.two_ends(form.unit.empty() ? "" : (english ? "Unit: " : "编制单位：") + form.unit,
                   form.date.empty() ? "" : (english ? "Date: " : "日期：") + form.date,
                   {.size = sheet.text_size});
    pager.space(gap / 2);
    place_fields(pager, form.fields, sheet);
    for (const FormTable& table : form.tables) {
        pager.space(gap);
        place_table(pager, table, sheet);
    }
    pager.space(form.notes.empty() ? 0 : gap);
    for (const std::string& note : form.notes) {
        pager.paragraph(note, {.size = sheet.table_size});
    }
    pager.space(gap);
    place_signatures(pager, form, sheet);
    return std::move(pager).pages();
}

}  // namespace relief
