// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"

#include <string>
#include <vector>

namespace relief {

/// The sheet a form is printed on. Portrait has the margins of an official paper (28 mm left, 26 mm
/// right); landscape is for wide ledgers; a label is A6 across and is cut out or stuck on a stack.
enum class Paper { portrait, landscape, label };

enum class Align { left, center, right };

/// One "label: value" of the head of a form.
struct FormField {
    std::string label;
    std::string value;  ///< "" prints an empty box to be filled by hand
    bool wide = false;  ///< a line of its own
};

struct FormColumn {
    std::string label;
    int width = 10;  ///< its share of the table, against the other columns
    Align align = Align::left;
};

/// Every row has as many cells as there are columns (print.form otherwise).
struct FormTable {
    std::string caption;
    std::vector<FormColumn> columns;
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> total;  ///< a last row in grey; empty = none
};

/// A place for a signature: name and time where it is signed, blank lines where it is not.
struct SignatureBox {
    std::string post;
    std::string name;
    std::string time;
};

/// A printed form as a value, in one language. The renderers (pdf.h, sheet.h) show the same value
/// on paper and in a spreadsheet; what it says is decided before (forms.h).
struct Form {
    std::string language = "zh";  ///< zh, en: for "page n of m" and the print count
    Paper paper = Paper::portrait;
    std::string title;
    std::string number;  ///< also in the QR code; "" = no number and no code
    std::string unit;    ///< who makes it out
    std::string date;
    std::vector<FormField> fields;
    std::vector<FormTable> tables;
    std::vector<std::string> notes;
    std::vector<SignatureBox> signatures;
    std::string stamp;               ///< words in the stamp box; "" = no box
    std::vector<std::string> marks;  ///< 演练, 示例数据: at the head and across every page
    int print_count = 0;             ///< 第 n 次打印; 0 = not counted, not shown
    std::string footer;              ///< at the foot of every page: "账面时间 …"
    Instant made_at;                 ///< the only date the file carries
};

/// Refuses (bad_input print.form) a form that cannot be printed: no title, a table without columns
/// or with a row of another width, a column without width, a number too long for its QR code.
void check_form(const Form& form);

/// "第 2 次打印" or "Print no. 2" in the form's language; "" where not counted.
[[nodiscard]] std::string print_count_mark(const Form& form);

}  // namespace relief
