// SPDX-License-Identifier: Apache-2.0
#include "reserves/print/form.h"

#include "core/error.h"

#include <fmt/format.h>

namespace relief {
namespace {

/// Keeps the code at a size a telephone reads from 18 mm of paper.
constexpr std::size_t longest_number = 120;

void require(bool good, std::string field, std::string found, std::string expected) {
    if (!good) {
        throw bad_input({.code = "print.form",
                         .message = "the form cannot be printed",
                         .field = std::move(field),
                         .found = std::move(found),
                         .expected = std::move(expected)});
    }
}

void check_row(const FormTable& table, const std::vector<std::string>& row,
               const std::string& field) {
    require(row.size() == table.columns.size(), field, fmt::format("{} cells", row.size()),
            fmt::format("{} cells, one a column", table.columns.size()));
}

}  // namespace

void check_form(const Form& form) {
    require(!form.title.empty(), "title", "nothing", "a title");
    require(form.number.size() <= longest_number, "number",
            fmt::format("{} bytes", form.number.size()),
            fmt::format("at most {} bytes", longest_number));
    for (std::size_t i = 0; i < form.tables.size(); ++i) {
        const FormTable& table = form.tables[i];
        const std::string name = fmt::format("tables[{}]", i);
        require(!table.columns.empty(), name, "no columns", "at least one column");
        for (const FormColumn& column : table.columns) {
            require(column.width > 0, name + "." + column.label, fmt::format("{}", column.width),
                    "a width above 0");
        }
        for (std::size_t row = 0; row < table.rows.size(); ++row) {
            check_row(table, table.rows[row], fmt::format("{}.rows[{}]", name, row));
        }
        if (!table.total.empty()) {
            check_row(table, table.total, name + ".total");
        }
    }
}

std::string print_count_mark(const Form& form) {
    if (form.print_count <= 0) {
        return {};
    }
    return form.language == "en" ? fmt::format("Print no. {}", form.print_count)
                                 : fmt::format("第 {} 次打印", form.print_count);
}

}  // namespace relief
