// SPDX-License-Identifier: Apache-2.0
#include "core/quantity.h"

#include "core/error.h"

#include <fmt/format.h>

namespace relief {
namespace {

std::int64_t power_of_ten(int exponent) {
    std::int64_t value = 1;
    for (int i = 0; i < exponent; ++i) {
        value *= 10;
    }
    return value;
}

}  // namespace

Quantity from_units(Units units, int decimals) {
    std::int64_t amount = 0;
    if (__builtin_mul_overflow(units, power_of_ten(decimals), &amount)) {
        throw fault({.code = "internal", .message = "a quantity does not fit 64 bits"});
    }
    return {.amount = amount, .decimals = decimals};
}

Units whole_units(Quantity quantity) {
    return quantity.amount / power_of_ten(quantity.decimals);
}

Quantity add(Quantity a, Quantity b) {
    if (a.decimals != b.decimals) {
        throw refused({.code = "ledger.unit",
                       .message = "quantities of different units cannot be added",
                       .found = fmt::format("{} decimals", b.decimals),
                       .expected = fmt::format("{} decimals", a.decimals)});
    }
    Quantity sum{.amount = 0, .decimals = a.decimals};
    if (__builtin_add_overflow(a.amount, b.amount, &sum.amount)) {
        throw fault({.code = "internal", .message = "a quantity does not fit 64 bits"});
    }
    return sum;
}

std::string format_quantity(Quantity quantity) {
    if (quantity.decimals == 0) {
        return fmt::format("{}", quantity.amount);
    }
    const std::int64_t unit = power_of_ten(quantity.decimals);
    const bool negative = quantity.amount < 0;
    const std::uint64_t size = negative ? 0 - static_cast<std::uint64_t>(quantity.amount)
                                        : static_cast<std::uint64_t>(quantity.amount);
    return fmt::format("{}{}.{:0{}}", negative ? "-" : "", size / static_cast<std::uint64_t>(unit),
                       size % static_cast<std::uint64_t>(unit), quantity.decimals);
}

}  // namespace relief
