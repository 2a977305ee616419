// SPDX-License-Identifier: Apache-2.0
#include "reserves/print/decimal.h"

#include <algorithm>
#include <cmath>

namespace relief {

std::optional<Quantity> parse_decimal(std::string_view text) {
    constexpr int most_digits = 18;
    const bool negative = !text.empty() && text[0] == '-';
    text.remove_prefix(negative ? 1 : 0);
    Quantity quantity;
    bool point = false;
    int digits = 0;
    for (const char c : text) {
        if (c == '.' && !point && digits > 0) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9' || ++digits > most_digits) {
            return std::nullopt;
        }
        quantity.amount = quantity.amount * 10 + (c - '0');
        quantity.decimals += point ? 1 : 0;
    }
    if (digits == 0 || text.back() == '.') {
        return std::nullopt;
    }
    quantity.amount = negative ? -quantity.amount : quantity.amount;
    return quantity;
}

std::optional<Quantity> with_decimals(Quantity quantity, int decimals) {
    for (; quantity.decimals < decimals; ++quantity.decimals) {
        if (__builtin_mul_overflow(quantity.amount, std::int64_t{10}, &quantity.amount)) {
            return std::nullopt;
        }
    }
    return quantity;
}

std::optional<Quantity> plus(Quantity a, Quantity b) {
    const int decimals = std::max(a.decimals, b.decimals);
    const auto left = with_decimals(a, decimals);
    const auto right = with_decimals(b, decimals);
    Quantity sum{0, decimals};
    if (!left || !right || __builtin_add_overflow(left->amount, right->amount, &sum.amount)) {
        return std::nullopt;
    }
    return sum;
}

std::string measure_of(Quantity amount, double per_unit, int decimals) {
    const auto each = static_cast<std::int64_t>(std::llround(per_unit * std::pow(10, decimals)));
    Quantity total{0, amount.decimals + decimals};
    if (each == 0 || __builtin_mul_overflow(amount.amount, each, &total.amount)) {
        return {};
    }
    while (total.decimals > 0 && total.amount % 10 == 0) {
        total.amount /= 10;
        --total.decimals;
    }
    return format_quantity(total);
}

}  // namespace relief
