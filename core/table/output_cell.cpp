// SPDX-License-Identifier: Apache-2.0
#include "core/table/output_cell.h"

#include "core/table/csv.h"

#include <array>

namespace relief {
namespace {

constexpr std::array<std::string_view, 11> starts{"=",  "+",  "-",  "@",  "\t", "\r",
                                                  "\n", "＝", "＋", "－", "＠"};

bool could_be_formula(std::string_view text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) {
        return false;
    }
    text.remove_prefix(first);
    for (const std::string_view start : starts) {
        if (text.starts_with(start)) {
            return true;
        }
    }
    return false;
}

struct CellText {
    std::string operator()(std::monostate) const { return ""; }
    std::string operator()(const std::string& text) const { return neutral_text(text); }
    std::string operator()(const Quantity& quantity) const { return format_quantity(quantity); }
    std::string operator()(Date date) const { return format_date(date); }
};

}  // namespace

std::string neutral_text(std::string_view text) {
    return could_be_formula(text) ? "'" + std::string(text) : std::string(text);
}

std::string_view plain_text(std::string_view text) {
    const bool neutral = text.starts_with('\'') && could_be_formula(text.substr(1));
    return neutral ? text.substr(1) : text;
}

std::string csv_of_cells(const std::vector<std::vector<OutputCell>>& rows) {
    std::string document = "\xEF\xBB\xBF";
    std::vector<std::string> fields;
    for (const std::vector<OutputCell>& row : rows) {
        fields.clear();
        for (const OutputCell& cell : row) {
            fields.push_back(std::visit(CellText{}, cell));
        }
        document += csv_line(fields);
        document += "\r\n";
    }
    return document;
}

}  // namespace relief
