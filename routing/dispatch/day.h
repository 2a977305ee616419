// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace relief {

inline constexpr int minutes_a_day = 24 * 60;

}  // namespace relief
