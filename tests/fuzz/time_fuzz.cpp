// SPDX-License-Identifier: Apache-2.0
// A time that is read is the time that is written, and reads back the same.
#include "core/time.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto at = relief::parse_instant(text)) {
        const std::string written = relief::format_instant(*at);
        // The four digits of a year can be left by an offset at either end of time.
        if (written.size() <= 28 && relief::parse_instant(written) != at && written[0] != '-' &&
            written.find('T') == 10) {
            std::abort();
        }
    }
    return 0;
}
