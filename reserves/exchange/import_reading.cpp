// SPDX-License-Identifier: Apache-2.0
#include "reserves/exchange/import_reading.h"

#include "core/error.h"
#include "reserves/exchange/import_header.h"
#include "reserves/exchange/row_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace relief {
namespace {

constexpr int thousandths = 3;

struct Chosen {
    const Sheet* sheet = nullptr;
    SheetHeader header;
};

Error no_header(const std::string& file, const std::string& sheet) {
    return bad_input({.code = "import.header",
                      .message = "no line names goods and a quantity",
                      .file = file,
                      .field = sheet.empty() ? "" : "sheet " + sheet,
                      .found = "no header in the first 40 lines",
                      .expected = "headings as 物资编码 or 物资名称, and 数量"});
}

Chosen choose_sheet(const Workbook& book, const std::string& file, const ImportRules& rules,
                    const std::string& wanted) {
    std::string names;
    for (const Sheet& sheet : book.sheets) {
        names += (names.empty() ? "" : ", ") + sheet.name();
        if (!wanted.empty() && sheet.name() != wanted) {
            continue;
        }
        if (auto header = find_header(sheet, rules, file)) {
            return {&sheet, std::move(*header)};
        }
        if (!wanted.empty()) {
            throw no_header(file, wanted);
        }
    }
    if (wanted.empty()) {
        throw no_header(file, "");
    }
    throw bad_input({.code = "import.sheet",
                     .message = "there is no sheet of that name",
                     .file = file,
                     .found = wanted,
                     .expected = names});
}

/// The site named for the whole sheet must be there, and there must be one where no column is.
void check_site(const SheetHeader& header, const ImportContext& context,
                const ImportOptions& options, const std::string& file, int line) {
    const bool known = std::any_of(context.sites.begin(), context.sites.end(),
                                   [&](const ImportSite& site) { return site.id == options.site; });
    const bool needed = header.column(ImportField::site) == 0;
    if ((options.site.empty() && needed) || (!options.site.empty() && !known)) {
        throw bad_input({.code = "import.site",
                         .message = options.site.empty()
                                        ? "the sheet has no column of depots and none was named"
                                        : "there is no such depot",
                         .file = file,
                         .line = line,
                         .field = "--site",
                         .found = options.site,
                         .expected = "the id of a depot"});
    }
}

std::string_view bin_name(std::string_view bin, std::optional<WrittenNumber>& part) {
    const std::size_t colon = bin.rfind(':');
    if (colon == std::string_view::npos) {
        return bin;
    }
    part = read_number({.kind = CellKind::text, .text = bin.substr(colon + 1)}).value;
    return part && part->unit.empty() ? bin.substr(0, colon) : bin;
}

std::string row_key(const ImportRow& row) {
    const auto day = [](const std::optional<WrittenDate>& date) {
        return date ? date->first.time_since_epoch().count() : 0;
    };
    // Goods without a lot are told apart by who gave them.
    return fmt::format("{}\x1F{}\x1F{}\x1F{}\x1F{}\x1F{}\x1F{}", row.site, row.owner, row.item,
                       row.lot, day(row.made_on), day(row.expires_on),
                       row.lot.empty() ? row.supplier : "");
}

/// "A/2/1:1000": rows of one stock in several bins, each saying the whole quantity and its part.
/// Every row gets its part; where the parts are not the whole, all are held.
void share_bins(ImportReading& reading) {
    std::unordered_map<std::string, std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < reading.rows.size(); ++i) {
        std::optional<WrittenNumber> part;
        const ImportRow& row = reading.rows[i];
        if (row.bin.find(':') != std::string::npos && !row.item.empty() && row.written &&
            bin_name(row.bin, part).size() < row.bin.size()) {
            groups[fmt::format("{}\x1F{}", row_key(row), row.amount)].push_back(i);
        }
    }
    for (const auto& [key, members] : groups) {  // any order: groups do not touch each other
        std::int64_t sum = 0;
        std::vector<std::int64_t> amounts;
        for (const std::size_t i : members) {
            std::optional<WrittenNumber> part;
            (void)bin_name(reading.rows[i].bin, part);
            amounts.push_back(scaled(*part, reading.rows[i].decimals).value_or(-1));
            sum += amounts.back();
        }
        for (std::size_t k = 0; k < members.size(); ++k) {
            ImportRow& row = reading.rows[members[k]];
            if (sum != row.amount || amounts[k] < 0) {
                row.reasons.push_back({.code = ReasonCode::bin_sum,
                                       .found = row.bin,
                                       .expected = format_quantity({row.amount, row.decimals})});
            } else {
                row.amount = amounts[k];
                std::optional<WrittenNumber> part;
                row.bin = std::string(bin_name(row.bin, part));
            }
        }
    }
}

bool would_be_refused(const ImportRow& row) {
    return std::any_of(row.reasons.begin(), row.reasons.end(), [](const ImportReason& reason) {
        return reason_status(reason.code) == RowStatus::refused;
    });
}

/// The same stock in a later row is held, whatever its quantity; refused rows do not count.
/// Rows a corrected sheet says are posted come first: what repeats one of them was held for it.
void hold_duplicates(ImportReading& reading, const std::vector<ImportRow>& done) {
    std::unordered_map<std::string, int> first_line;
    first_line.reserve(reading.rows.size());
    for (const ImportRow& row : done) {
        first_line.emplace(fmt::format("{}\x1F{}", row_key(row), row.bin), row.line);
    }
    for (ImportRow& row : reading.rows) {
        if (would_be_refused(row)) {
            continue;
        }
        const auto [first, is_new] =
            first_line.emplace(fmt::format("{}\x1F{}", row_key(row), row.bin), row.line);
        if (!is_new) {
            row.reasons.push_back(
                {.code = ReasonCode::duplicate, .found = fmt::format("{}", first->second)});
        }
    }
}

std::int64_t as_thousandths(const ImportRow& row) {
    std::int64_t amount = row.amount;
    for (int i = row.decimals; i < thousandths; ++i) {
        amount *= 10;
    }
    return amount;
}

/// Counts a row in, or (by = -1) out again.
void count_row(ImportReading& reading, const ImportRow& row, int by) {
    reading.accepted += row.status == RowStatus::accepted ? by : 0;
    reading.held += row.status == RowStatus::held ? by : 0;
    reading.refused += row.status == RowStatus::refused ? by : 0;
    if (row.status == RowStatus::accepted) {
        reading.accepted_thousandths += by * as_thousandths(row);
    }
}

RowStatus status_of(const ImportRow& row) {
    return row.reasons.empty()     ? RowStatus::accepted
           : would_be_refused(row) ? RowStatus::refused
                                   : RowStatus::held;
}

void settle(ImportReading& reading) {
    for (ImportRow& row : reading.rows) {
        row.status = status_of(row);
        count_row(reading, row, 1);
    }
}

void check_totals(ImportReading& reading, const Sheet& sheet, const SheetHeader& header) {
    std::int64_t written = 0;
    for (const ImportRow& row : reading.rows) {
        written += row.written ? scaled(*row.written, thousandths).value_or(0) : 0;
    }
    for (TotalCheck& total : reading.totals) {
        for (std::size_t row = 0; row < sheet.size(); ++row) {
            if (sheet.row_number(row) == total.line) {
                const auto number =
                    read_number(sheet.cell(row, header.column(ImportField::quantity)));
                total.sheet = number.value ? scaled(*number.value, thousandths).value_or(0) : 0;
            }
        }
        total.written = written;
        total.accepted = reading.accepted_thousandths;
    }
}

/// Answers the rows that are posted already: they are read for what they say to those below.
std::vector<ImportRow> read_rows(ImportReading& reading, const Sheet& sheet,
                                 const SheetHeader& header, RowReader& reader) {
    std::vector<ImportRow> done;
    for (std::size_t row = 0; row < header.row; ++row) {
        reading.skipped.push_back({sheet.row_number(row), SkippedRow::Why::above_header});
    }
    reading.rows.reserve(sheet.size());
    for (std::size_t row = header.row + 1; row < sheet.size(); ++row) {
        const auto why = reader.why_skipped(row);
        if (!why) {
            reading.rows.push_back(reader.read(row));
            continue;
        }
        reading.skipped.push_back({sheet.row_number(row), *why});
        if (*why == SkippedRow::Why::total) {
            reading.totals.push_back({.line = sheet.row_number(row)});
        }
        if (*why == SkippedRow::Why::total || *why == SkippedRow::Why::subtotal) {
            reader.forget_site();
        }
        if (*why == SkippedRow::Why::done) {
            done.push_back(reader.read(row));
        }
    }
    return done;
}

const ImportItem& item_of(const ImportContext& context, const std::string& id) {
    const auto found = std::find_if(context.items.begin(), context.items.end(),
                                    [&](const ImportItem& item) { return item.id == id; });
    if (found == context.items.end()) {
        throw fault(
            {.code = "internal", .message = "a row names goods its context has not", .found = id});
    }
    return *found;
}

}  // namespace

ImportReading read_stock_sheet(const Workbook& book, const std::string& file,
                               const ImportRules& rules, const ImportContext& context,
                               const ImportOptions& options) {
    const Chosen chosen = choose_sheet(book, file, rules, options.sheet);
    const Sheet& sheet = *chosen.sheet;
    ImportReading reading{.format = book.format,
                          .encoding = book.encoding,
                          .delimiter = book.delimiter,
                          .sheet = sheet.name(),
                          .other_sheets = book.hidden,
                          .other_extension = book.other_extension,
                          .header_line = sheet.row_number(chosen.header.row),
                          .columns = chosen.header.columns};
    for (const Sheet& other : book.sheets) {
        if (&other != &sheet) {
            reading.other_sheets.push_back(other.name());
        }
    }
    check_site(chosen.header, context, options, file, reading.header_line);
    RowReader reader(sheet, chosen.header, rules, context, options);
    reading.made_order = reader.order(ImportField::made_on);
    reading.expires_order = reader.order(ImportField::expires_on);
    const std::vector<ImportRow> done = read_rows(reading, sheet, chosen.header, reader);
    share_bins(reading);
    hold_duplicates(reading, done);
    settle(reading);
    check_totals(reading, sheet, chosen.header);
    return reading;
}

void add_reason(ImportReading& reading, ImportRow& row, ImportReason reason) {
    count_row(reading, row, -1);
    row.reasons.push_back(std::move(reason));
    row.status = status_of(row);
    count_row(reading, row, 1);
    for (TotalCheck& total : reading.totals) {
        total.accepted = reading.accepted_thousandths;
    }
}

std::string_view kind_name(ImportKind kind) {
    switch (kind) {
        case ImportKind::receipt: return "receipt";
        case ImportKind::opening: return "opening";
        case ImportKind::count: return "count";
    }
    return "";
}

std::size_t sheet_index(const Workbook& book, const ImportReading& reading) {
    const auto found =
        std::find_if(book.sheets.begin(), book.sheets.end(),
                     [&](const Sheet& sheet) { return sheet.name() == reading.sheet; });
    return static_cast<std::size_t>(found - book.sheets.begin());
}

std::map<std::string, Quantity> accepted_by_unit(const ImportReading& reading,
                                                 const ImportContext& context) {
    std::map<std::string, std::int64_t> by_item;
    for (const ImportRow& row : reading.rows) {
        if (row.status == RowStatus::accepted) {
            by_item[row.item] += row.amount;
        }
    }
    std::map<std::string, Quantity> by_unit;
    for (const auto& [id, amount] : by_item) {
        const ImportItem& item = item_of(context, id);
        const Quantity more{.amount = amount, .decimals = item.decimals};
        const auto [there, is_new] = by_unit.emplace(item.unit, more);
        if (!is_new) {
            there->second = add(there->second, more);
        }
    }
    return by_unit;
}

Quantity accepted_total(const ImportReading& reading, const ImportContext& context) {
    const auto by_unit = accepted_by_unit(reading, context);
    if (by_unit.size() > 1) {
        std::string units;
        for (const auto& [unit, quantity] : by_unit) {
            units += (units.empty() ? "" : ", ") + unit;
        }
        throw refused({.code = "ledger.unit",
                       .message = "quantities of different units have no sum",
                       .found = units,
                       .expected = "rows of one unit"});
    }
    return by_unit.empty() ? Quantity{} : by_unit.begin()->second;
}

}  // namespace relief
