// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

namespace relief {

/// The modules of a QR code without its quiet zone, row by row.
struct QrCode {
    int size = 0;  ///< modules a side; 0 for an empty text
    std::vector<bool> dark;

    [[nodiscard]] bool at(int row, int column) const {
        return dark[static_cast<std::size_t>(row * size + column)];
    }
};

/// The QR code of a text (bytes as they are, error correction M: a seventh of it may be dirty).
/// bad_input (print.form) where the text does not fit a code.
[[nodiscard]] QrCode qr_code(std::string_view text);

}  // namespace relief
