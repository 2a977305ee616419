// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace relief::test {

/// What a slow reader written from the words of the RFCs alone, by regular expressions over whole
/// lines, finds in a header and a chunked body: the other opinion in the trials of the gate.
struct PlainReading {
    std::string method;
    bool version_1_0 = false;
    bool chunked = false;
    std::optional<std::uint64_t> length;
};

/// nullopt where any rule of the gate's list is broken. `header` ends with its empty line. Sizes
/// and targets are not looked at.
[[nodiscard]] std::optional<PlainReading> read_plainly(std::string_view header);

/// The body of a whole chunked message, nullopt where it is not one from the first byte to the
/// last.
[[nodiscard]] std::optional<std::string> read_chunks_plainly(std::string_view bytes);

}  // namespace relief::test
