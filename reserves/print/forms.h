// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/print/form.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// A word of a form in its two languages.
struct FormLabel {
    std::string_view zh;
    std::string_view en;

    [[nodiscard]] std::string in(std::string_view language) const {
        return std::string(language == "en" ? en : zh);
    }
};

/// A box at the head of a kind of form.
struct FieldSpec {
    std::string_view key;
    FormLabel label;
    bool wide = false;
    std::string_view money_of = {};  ///< the key of an amount in yuan that is said here in 大写
};

/// A column. The key "no" counts the rows from 1; "capital" says "quantity" and "unit" in 大写.
struct ColumnSpec {
    std::string_view key;
    FormLabel label;
    int width = 10;
    Align align = Align::left;
    bool summed = false;  ///< in the last row; a "quantity" only where all rows have one unit
};

struct TableSpec {
    std::string_view key;
    FormLabel caption;
    std::vector<ColumnSpec> columns;
    bool optional = false;  ///< not printed where it has no rows
};

/// A place to sign.
struct PostSpec {
    std::string_view key;
    FormLabel label;
};

/// One kind of printed form: everything that differs between them, and nothing else.
struct FormKind {
    std::string_view id;  ///< "allotment_order", "stock_ledger" …
    FormLabel title;
    Paper paper = Paper::portrait;
    std::vector<FieldSpec> fields;
    std::vector<TableSpec> tables;
    std::vector<PostSpec> posts;
    bool stamped = false;
    std::vector<FormLabel> notes;
};

/// "2017-07-15 12:00", Beijing time, as a moment stands on paper.
[[nodiscard]] std::string printed_time(Instant at);

/// The forms of the office, in the order of `relief print --list`.
[[nodiscard]] const std::vector<FormKind>& form_kinds();
/// One of them; bad_input (print.kind) where there is none of that id.
[[nodiscard]] const FormKind& form_kind(std::string_view id);

/// Values by the keys of a kind; a key that is not there prints an empty box.
using FormValues = std::map<std::string, std::string, std::less<>>;

struct FormSignature {
    std::string post;  ///< the key of a post of the kind
    std::string name;
    std::string time;  ///< as printed
};

/// What one form says, without a label or a measure: filled from the books by others. Quantities
/// are decimal numbers without separators ("8000", "12.500"), money is yuan ("1234.56").
struct FormContent {
    std::string issuer;  ///< before the title: "吉林省"
    std::string number;
    std::string unit;
    std::string date;
    FormValues values;
    std::map<std::string, std::vector<FormValues>, std::less<>> rows;  ///< by the key of the table
    std::vector<FormSignature> signatures;
    std::vector<std::string> notes;  ///< after those of the kind
    std::vector<std::string> marks;
    int print_count = 0;
    std::string footer;
    Instant made_at;
};

/// A content in the shape of its kind. bad_input (print.form) for a key, a table or a post the
/// kind does not know: nothing that was said is left off the paper in silence.
[[nodiscard]] Form make_form(const FormKind& kind, const FormContent& content,
                             std::string_view language);

}  // namespace relief
