// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace relief {

/// A count of goods in whole units of the item (顶, 床, kg …) as rules, plans and orders use it.
using Units = std::int64_t;

/// A quantity in the books: `amount` in 10^-decimals of the item's base unit. `decimals` is fixed
/// with the item (0 for pieces, 3 for kg, L and m2) and never changes. No floating point.
struct Quantity {
    std::int64_t amount = 0;
    int decimals = 0;

    friend bool operator==(const Quantity&, const Quantity&) = default;
};

/// Whole units as a quantity of the books. Fault where it does not fit 64 bits.
[[nodiscard]] Quantity from_units(Units units, int decimals);

/// The whole units in a quantity, what is left over being dropped (a plan sends whole units).
[[nodiscard]] Units whole_units(Quantity quantity);

/// a + b. Refused (ledger.unit) where the decimals differ, fault on overflow.
[[nodiscard]] Quantity add(Quantity a, Quantity b);

/// "1605", "12.500".
[[nodiscard]] std::string format_quantity(Quantity quantity);

}  // namespace relief
