// SPDX-License-Identifier: Apache-2.0
#include "reserves/exchange/row_reader.h"

#include "core/table/output_cell.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace relief {
namespace {

constexpr std::int64_t read_amount_max = 1'000'000'000'000'000;  // what the books hold
constexpr std::size_t shown_bytes = 60;

std::string_view without_blanks(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blanks);
    return first == std::string_view::npos
               ? std::string_view()
               : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string shown(std::string_view text) {
    std::size_t cut = std::min(text.size(), shown_bytes);
    while (cut < text.size() && cut > 0 &&
           (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) {
        --cut;  // not inside a character
    }
    return std::string(text.substr(0, cut)) + (cut < text.size() ? "…" : "");
}

/// "同上" and its marks.
bool says_same(std::string_view text) {
    return text == "同上" || text == "〃" || text == "\"" || text == "″" || text == "''";
}

/// "6.93E+12": what a spreadsheet program makes of a long number.
bool is_mangled(std::string_view lot) {
    const std::size_t e = lot.find_first_of("eE");
    if (e == std::string_view::npos || e == 0 || e + 2 >= lot.size() || lot[e + 1] != '+') {
        return false;
    }
    const auto digits = [](std::string_view part) {
        return part.find_first_not_of("0123456789.") == std::string_view::npos;
    };
    return digits(lot.substr(0, e)) && digits(lot.substr(e + 2));
}

bool in_force(const ItemPack& pack, Date on) {
    return (!pack.valid_from || *pack.valid_from <= on) && (!pack.valid_to || on <= *pack.valid_to);
}

}  // namespace

std::string stock_key(std::string_view site, std::string_view item, std::string_view lot) {
    return fmt::format("{}\x1F{}\x1F{}", site, item, lot);
}

RowReader::RowReader(const Sheet& sheet, const SheetHeader& header, const ImportRules& rules,
                     const ImportContext& context, const ImportOptions& options)
    : sheet_(sheet), header_(header), rules_(rules), context_(context), options_(options) {
    for (std::size_t i = 0; i < context.items.size(); ++i) {
        items_.add(context.items[i].id, i);
        for (const std::string& name : context.items[i].names) {
            items_.add(name, i);
        }
    }
    for (std::size_t i = 0; i < context.sites.size(); ++i) {
        sites_.add(context.sites[i].id, i);
        for (const std::string& name : context.sites[i].names) {
            sites_.add(name, i);
        }
    }
    for (std::size_t i = 0; i < context.owners.size(); ++i) {
        owners_.add(context.owners[i].id, i);
        for (const std::string& name : context.owners[i].names) {
            owners_.add(name, i);
        }
    }
    if (context.book) {
        for (const BookStock& stock : *context.book) {
            book_[stock_key(stock.site, stock.item, stock.lot)] += stock.amount;
        }
    }
    prove_orders();
}

void RowReader::prove_orders() {
    const int made = header_.column(ImportField::made_on);
    const int expires = header_.column(ImportField::expires_on);
    for (std::size_t row = header_.row + 1; row < sheet_.size(); ++row) {
        made_proof_.look_at(sheet_.cell(row, made));
        expires_proof_.look_at(sheet_.cell(row, expires));
    }
}

DateOrder RowReader::order(ImportField field) const {
    if (options_.date_order != DateOrder::unknown) {
        return options_.date_order;
    }
    return field == ImportField::made_on ? made_proof_.order() : expires_proof_.order();
}

SheetCell RowReader::cell(ImportField field) const {
    return sheet_.cell(at_, header_.column(field));
}

std::string_view RowReader::text(ImportField field) const {
    const SheetCell there = cell(field);
    return there.kind == CellKind::text || there.kind == CellKind::number
               ? without_blanks(plain_text(there.text))
               : std::string_view();
}

void RowReader::blame(ReasonCode code, ImportField field, std::string expected) {
    row_.reasons.push_back({.code = code,
                            .column = header_.column(field),
                            .found = shown(cell(field).text),
                            .expected = std::move(expected)});
}

bool RowReader::is_header_again(std::size_t row) const {
    const SheetCell cell = sheet_.cell(row, header_.column(ImportField::quantity));
    return cell.kind == CellKind::text &&
           cell.text == sheet_.cell(header_.row, header_.column(ImportField::quantity)).text;
}

std::optional<SkippedRow::Why> RowReader::total_words(std::size_t row) const {
    constexpr std::array<std::string_view, 6> totals{"合计",  "总计",       "共计",
                                                     "total", "grandtotal", "总合计"};
    constexpr std::array<std::string_view, 4> subtotals{"小计", "subtotal", "sub-total",
                                                        "本页小计"};
    constexpr int columns_looked_at = 4;
    for (int column = 1; column <= std::min(sheet_.row_width(row), columns_looked_at); ++column) {
        const SheetCell cell = sheet_.cell(row, column);
        if (cell.kind != CellKind::text || cell.text.size() > shown_bytes) {
            continue;
        }
        std::string word = fold_cell(cell.text);
        std::erase_if(word, [](char c) { return c == ' ' || c == ':'; });  // 合 计：
        if (std::find(totals.begin(), totals.end(), word) != totals.end()) {
            return SkippedRow::Why::total;
        }
        if (std::find(subtotals.begin(), subtotals.end(), word) != subtotals.end()) {
            return SkippedRow::Why::subtotal;
        }
        return std::nullopt;  // a row of a total begins with the word
    }
    return std::nullopt;
}

std::optional<SkippedRow::Why> RowReader::why_skipped(std::size_t row) const {
    bool tags = true;
    bool blank = true;
    for (int column = 1; column <= sheet_.row_width(row); ++column) {
        const SheetCell cell = sheet_.cell(row, column);
        tags = tags && (cell.empty() || cell.text.starts_with('#'));
        blank = blank && without_blanks(cell.text).empty();
    }
    if (blank) {
        return SkippedRow::Why::note;
    }
    if (tags && sheet_.cell(row, header_.column(ImportField::quantity)).kind != CellKind::error) {
        return SkippedRow::Why::tags;  // HXL
    }
    const std::string_view result =
        without_blanks(sheet_.cell(row, header_.column(ImportField::result)).text);
    if (result == row_posted_zh || result == row_posted_en) {
        return SkippedRow::Why::done;
    }
    if (is_header_again(row)) {
        return SkippedRow::Why::header_again;
    }
    if (const auto total = total_words(row)) {
        return total;
    }
    constexpr std::array<ImportField, 7> of_goods{
        ImportField::item_code, ImportField::item_name, ImportField::quantity,  ImportField::unit,
        ImportField::lot,       ImportField::made_on,   ImportField::expires_on};
    const bool nothing = std::all_of(of_goods.begin(), of_goods.end(), [&](ImportField field) {
        return without_blanks(sheet_.cell(row, header_.column(field)).text).empty();
    });
    return nothing ? std::optional(SkippedRow::Why::note) : std::nullopt;
}

ImportRow RowReader::read(std::size_t row) {
    at_ = row;
    row_ = {.line = sheet_.row_number(row), .sheet_row = row};
    item_ = nullptr;
    times_ = 1;
    read_site();
    read_owner();
    read_item();
    read_lot();
    read_dates();
    read_quantity();
    read_book_quantity();
    row_.bin = text(ImportField::bin);
    row_.supplier = text(ImportField::supplier);
    row_.keeper = text(ImportField::keeper);
    row_.unit_value = read_number(cell(ImportField::unit_value)).value;
    return std::move(row_);
}

// ---- where and whose ----------------------------------------------------------------------------

void RowReader::read_site() {
    const std::string_view written = text(ImportField::site);
    if (!written.empty() && !says_same(written)) {
        site_above_ = written;
        find_site(written);
    } else if (!site_above_.empty()) {
        row_.notes.site_from_above = true;
        find_site(site_above_);
    } else if (!options_.site.empty()) {
        row_.site = options_.site;
    } else {
        blame(ReasonCode::site_missing, ImportField::site);
    }
    if (!options_.site.empty() && !row_.site.empty() && row_.site != options_.site) {
        blame(ReasonCode::site_differs, ImportField::site, options_.site);
    }
}

void RowReader::find_site(std::string_view written) {
    const auto& found = sites_.find(written);
    if (found.size() == 1) {
        row_.site = context_.sites[found.front()].id;
        return;
    }
    blame(ReasonCode::site_unknown, ImportField::site);
    row_.reasons.back().found = shown(written);
}

void RowReader::read_owner() {
    const std::string_view written = text(ImportField::owner);
    if (written.empty()) {
        const auto& found = sites_.find(row_.site);
        row_.owner = found.empty() ? "" : context_.sites[found.front()].owner;
        return;
    }
    if (context_.owners.empty()) {
        row_.owner = written;
        return;
    }
    const auto& found = owners_.find(written);
    if (found.size() == 1) {
        row_.owner = context_.owners[found.front()].id;
    } else {
        blame(ReasonCode::owner_unknown, ImportField::owner);
    }
}

// ---- what ---------------------------------------------------------------------------------------

void RowReader::read_item() {
    const std::string_view code = text(ImportField::item_code);
    const std::string_view name = text(ImportField::item_name);
    const ImportField by = code.empty() ? ImportField::item_name : ImportField::item_code;
    if (code.empty() && name.empty()) {
        blame(ReasonCode::item_missing, header_.column(ImportField::item_code) > 0
                                            ? ImportField::item_code
                                            : ImportField::item_name);
        return;
    }
    const std::vector<std::size_t> found = items_.find(code.empty() ? name : code);
    if (found.size() != 1) {
        blame(found.empty() ? ReasonCode::item_unknown : ReasonCode::item_ambiguous, by);
        return;
    }
    item_ = &context_.items[found.front()];
    row_.item = item_->id;
    row_.decimals = item_->decimals;
    if (!code.empty() && !name.empty()) {
        const auto& named = items_.find(name);
        if (named.size() == 1 && named.front() != found.front()) {
            blame(ReasonCode::item_name_differs, ImportField::item_name,
                  item_->names.empty() ? item_->id : item_->names.front());
        }
    }
}

void RowReader::read_lot() {
    const SheetCell there = cell(ImportField::lot);
    if (there.kind == CellKind::formula_without_value || there.kind == CellKind::error) {
        blame(there.kind == CellKind::error ? ReasonCode::cell_error : ReasonCode::formula,
              ImportField::lot);
        return;
    }
    row_.lot = text(ImportField::lot);
    row_.notes.lot_was_number = there.kind == CellKind::number;
    // A lot like 3-4 becomes a date, a long one 6.93E+12: what it was nobody knows.
    if (there.kind == CellKind::date || is_mangled(row_.lot)) {
        blame(ReasonCode::lot_mangled, ImportField::lot);
    }
}

// ---- when ---------------------------------------------------------------------------------------

std::optional<WrittenDate> RowReader::read_day(ImportField field) {
    const DateReading reading = read_date(cell(field), order(field));
    const DateOrderProof& proof = field == ImportField::made_on ? made_proof_ : expires_proof_;
    switch (reading.problem) {
        case DateProblem::none:
        case DateProblem::empty: break;
        case DateProblem::not_a_date:
            blame(ReasonCode::date_not_a_date, field, "2017-06-01");
            break;
        case DateProblem::no_such_day: blame(ReasonCode::date_no_such_day, field); break;
        case DateProblem::order_unknown:
            blame(proof.contradicts_itself() ? ReasonCode::date_contradiction
                                             : ReasonCode::date_order,
                  field);
            break;
        case DateProblem::formula: blame(ReasonCode::formula, field); break;
        case DateProblem::cell_error: blame(ReasonCode::cell_error, field); break;
    }
    return reading.value;
}

void RowReader::read_dates() {
    row_.made_on = read_day(ImportField::made_on);
    row_.expires_on = read_day(ImportField::expires_on);
    check_dates();
}

void RowReader::check_dates() {
    if (row_.made_on && row_.made_on->first > options_.on) {
        blame(ReasonCode::date_future, ImportField::made_on);
    }
    if (row_.made_on && row_.expires_on && row_.expires_on->last < row_.made_on->first) {
        blame(ReasonCode::date_reversed, ImportField::expires_on);
    }
    if (options_.kind == ImportKind::receipt && row_.expires_on &&
        row_.expires_on->last < options_.on) {
        blame(ReasonCode::expired, ImportField::expires_on);
    }
}

// ---- how much -----------------------------------------------------------------------------------

void RowReader::blame_number(NumberProblem problem) {
    constexpr std::array<ReasonCode, 7> codes{ReasonCode::quantity_empty,
                                              ReasonCode::quantity_empty,
                                              ReasonCode::quantity_not_a_number,
                                              ReasonCode::quantity_negative,
                                              ReasonCode::quantity_too_large,
                                              ReasonCode::formula,
                                              ReasonCode::cell_error};
    blame(codes[static_cast<std::size_t>(problem)], ImportField::quantity);
}

void RowReader::read_quantity() {
    NumberReading reading = read_number(cell(ImportField::quantity));
    row_.written = reading.value;
    if (reading.problem != NumberProblem::none) {
        blame_number(reading.problem);
        return;
    }
    if (reading.value->digits == 0 && options_.kind == ImportKind::receipt) {
        blame(ReasonCode::quantity_zero, ImportField::quantity);
        return;
    }
    reckon(*reading.value);
}

void RowReader::reckon(const WrittenNumber& number) {
    const std::string_view written = text(ImportField::unit);
    auto known = unit_of_.find(written);
    if (known == unit_of_.end()) {
        known = unit_of_.emplace(std::string(written), rules_.unit(written)).first;
    }
    row_.unit = known->second;
    if (!number.unit.empty()) {
        const std::string in_cell = rules_.unit(number.unit);
        if (!row_.unit.empty() && in_cell != row_.unit) {
            blame(ReasonCode::unit_in_cell_differs, ImportField::quantity, row_.unit);
            return;
        }
        row_.unit = in_cell;
    }
    if (item_ == nullptr) {
        return;
    }
    const bool own_unit = row_.unit.empty() || row_.unit == rules_.unit(item_->unit);
    row_.notes.unit_of_item = row_.unit.empty();
    if (own_unit) {
        if (const auto units = pack_units_told()) {
            reckon_sheet_pack(number, *units);
        } else {
            set_amount(number, 1);
        }
        return;
    }
    if (const ItemPack* pack = find_pack(row_.unit)) {
        reckon_pack(number, *pack);
        return;
    }
    blame(ReasonCode::unit_differs,
          header_.column(ImportField::unit) > 0 ? ImportField::unit : ImportField::quantity,
          item_->unit);
}

/// The pieces in a pack, where the row names a pack of more than one.
std::optional<std::int64_t> RowReader::pack_units_told() const {
    const auto number = read_number(cell(ImportField::pack_units));
    const auto units = number.value ? scaled(*number.value, 0) : std::nullopt;
    return units && *units > 1 ? units : std::nullopt;
}

void RowReader::reckon_sheet_pack(const WrittenNumber& number, std::int64_t pack_units) {
    if (options_.pack_meaning == PackMeaning::ask) {
        blame(ReasonCode::pack_meaning, ImportField::pack,
              fmt::format("{} × {}", text(ImportField::pack), pack_units));
        return;
    }
    if (options_.pack_meaning == PackMeaning::packs) {
        row_.notes.pack = "sheet";
        set_amount(number, pack_units);
        return;
    }
    set_amount(number, 1);
    const ItemPack* pack = find_pack(rules_.unit(text(ImportField::pack)));
    const bool openable = pack != nullptr && pack->openable;
    const auto whole = scaled(number, 0);
    if (!openable && (!whole || *whole % pack_units != 0)) {
        blame(ReasonCode::pack_partial, ImportField::quantity, fmt::format("{} × n", pack_units));
    }
}

void RowReader::reckon_pack(const WrittenNumber& number, const ItemPack& pack) {
    row_.notes.pack = pack.id;
    if (number.decimals > 0 && !pack.openable) {
        blame(ReasonCode::pack_partial, ImportField::quantity);
        return;
    }
    set_amount(number, pack.units);
}

void RowReader::set_amount(const WrittenNumber& number, std::int64_t times) {
    if (number.digits > read_amount_max / times) {
        blame(ReasonCode::quantity_too_large, ImportField::quantity);
        return;
    }
    WrittenNumber all = number;
    all.digits *= times;
    while (all.decimals > 0 && all.digits % 10 == 0) {
        all.digits /= 10;
        --all.decimals;
    }
    const auto amount = scaled(all, item_->decimals);
    if (!amount) {
        blame(all.decimals > item_->decimals ? ReasonCode::quantity_fraction
                                             : ReasonCode::quantity_too_large,
              ImportField::quantity);
        return;
    }
    times_ = times;
    row_.amount = *amount;
}

const ItemPack* RowReader::find_pack(std::string_view name) const {
    const auto fits = [&](const ItemPack& pack) {
        return pack.item == item_->id && rules_.unit(pack.name) == name &&
               in_force(pack, options_.on);
    };
    for (const auto* packs : {&options_.packs, &rules_.packs}) {
        const auto found = std::find_if(packs->begin(), packs->end(), fits);
        if (found != packs->end()) {
            return &*found;
        }
    }
    return nullptr;
}

void RowReader::read_book_quantity() {
    const NumberReading reading = read_number(cell(ImportField::book_quantity));
    if (item_ == nullptr || !reading.value) {
        return;
    }
    const auto amount = scaled(*reading.value, item_->decimals);
    if (!amount || (*amount > 0 && *amount > read_amount_max / times_)) {
        return;
    }
    row_.book_amount = *amount * times_;
    check_stale();
}

/// A sheet made when the books said something else must not set them: whoever counted took the
/// difference from other numbers.
void RowReader::check_stale() {
    if (options_.kind != ImportKind::count || !context_.book) {
        return;
    }
    const auto found = book_.find(stock_key(row_.site, row_.item, row_.lot));
    const std::int64_t now = found == book_.end() ? 0 : found->second;
    if (*row_.book_amount != now) {
        blame(ReasonCode::stale, ImportField::book_quantity,
              format_quantity({.amount = now, .decimals = item_->decimals}));
    }
}

}  // namespace relief
