// SPDX-License-Identifier: Apache-2.0
#include "tools/commands/order_lines.h"

#include "tools/desk/order_desk.h"

#include <algorithm>
#include <utility>

namespace relief {

Error wrong_line(const std::string& text, std::string_view option, std::string expected) {
    return bad_input({.code = "argument.value",
                      .message = "the value of the option cannot be read",
                      .field = std::string(option),
                      .found = text,
                      .expected = std::move(expected)});
}

DocumentLine read_line(const Rules& rules, const std::string& text) {
    const std::size_t sign = text.find('=');
    if (sign == std::string::npos) {
        throw wrong_line(text, "--line", "ITEM=AMOUNT or ITEM=AMOUNT@LOT");
    }
    const std::size_t at = std::min(text.find('@', sign), text.size());
    DocumentLine line{.item = text.substr(0, sign)};
    line.amount = parse_amount(rules, line.item, text.substr(sign + 1, at - sign - 1), "--line");
    line.lot = at < text.size() ? text.substr(at + 1) : std::string();
    return line;
}

ApplicationLine read_application_line(const Rules& rules, const std::string& text) {
    const std::size_t sign = text.find('=');
    if (sign == std::string::npos) {
        throw wrong_line(text, "--line", "ITEM=NEEDED/OWN/USED/ASKED");
    }
    ApplicationLine line{.item = text.substr(0, sign)};
    std::int64_t* const parts[] = {&line.needed, &line.own_stock, &line.own_used, &line.asked};
    std::size_t from = sign + 1;
    for (std::int64_t* part : parts) {
        if (from > text.size()) {
            throw wrong_line(text, "--line", "ITEM=NEEDED/OWN/USED/ASKED");
        }
        const std::size_t end = std::min(text.find('/', from), text.size());
        *part = parse_amount(rules, line.item, text.substr(from, end - from), "--line");
        from = end + 1;
    }
    return line;
}

}  // namespace relief
