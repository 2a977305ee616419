// SPDX-License-Identifier: Apache-2.0
// A number that is read has at most 15 digits and its own scale back; a date that is read is one
// of the calendar and reads back as itself.
#include "reserves/exchange/cell_value.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 200) {
        return 0;
    }
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const relief::CellKind kind : {relief::CellKind::text, relief::CellKind::number}) {
        const relief::SheetCell cell{.kind = kind, .text = text};
        if (const auto number = relief::read_number(cell).value) {
            if (number->digits > 1'000'000'000'000'000 ||
                relief::scaled(*number, number->decimals) != number->digits) {
                std::abort();
            }
        }
        for (const auto order : {relief::DateOrder::unknown, relief::DateOrder::month_first,
                                 relief::DateOrder::day_first}) {
            const auto date = relief::read_date(cell, order).value;
            if (!date) {
                continue;
            }
            const std::string written = relief::format_written(*date);
            const auto again =
                relief::read_date({.kind = relief::CellKind::text, .text = written}, order).value;
            const bool old = date->first < relief::Date{std::chrono::year{1949} / 1 / 1};
            if (date->last < date->first || (!old && again != date)) {
                std::abort();
            }
        }
    }
    return 0;
}
