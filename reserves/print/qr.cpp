// SPDX-License-Identifier: Apache-2.0
#include "reserves/print/qr.h"

#include "core/error.h"

#include <fmt/format.h>
#include <qrencode.h>

#include <memory>

namespace relief {

QrCode qr_code(std::string_view text) {
    if (text.empty()) {
        return {};
    }
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> made(
        QRcode_encodeData(static_cast<int>(text.size()), bytes, 0, QR_ECLEVEL_M), &QRcode_free);
    if (!made) {
        throw bad_input({.code = "print.form",
                         .message = "the text does not fit a QR code",
                         .field = "number",
                         .found = fmt::format("{} bytes", text.size()),
                         .expected = "a short number"});
    }
    QrCode code{.size = made->width};
    const auto modules =
        static_cast<std::size_t>(made->width) * static_cast<std::size_t>(made->width);
    for (std::size_t i = 0; i < modules; ++i) {
        code.dark.push_back((made->data[i] & 1U) != 0);
    }
    return code;
}

}  // namespace relief
