// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/message.h"

#include <string>
#include <string_view>

namespace relief {

/// How a text travels as SMS (3GPP TS 23.038, 23.040).
struct SmsSize {
    std::string_view encoding;  ///< "GSM-7" where every character has a place in it, else "UCS-2"
    int units = 0;              ///< septets, or 16-bit units
    int parts = 0;              ///< 160 in one, 153 in each of several; 70 and 67 in UCS-2
};

/// A pair of units is never parted, so a part may hold one less.
[[nodiscard]] SmsSize sms_size(std::string_view utf8);

/// The words of a warning for a telephone: 【signature】headline. Measures. In Chinese where the
/// message has it. `signature` "" leaves it out.
[[nodiscard]] std::string sms_text(const cap::Alert& alert, std::string_view signature);

}  // namespace relief
