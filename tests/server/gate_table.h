// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace relief::test {

/// One input of the attack table of HTTP framing and what must be answered to it. The bytes end
/// with a second request to /smuggled wherever somebody could be led to find one there.
struct GateRow {
    int number = 0;  ///< row of the table; 24 and 25 are targets that leave their folder
    std::string name;
    std::string bytes;
    int status = 400;
    std::string code;
};

[[nodiscard]] std::vector<GateRow> gate_rows();

}  // namespace relief::test
