// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/quantity.h"

#include <cstdint>
#include <string>

namespace relief {

/// A whole number in the capital numerals of Chinese vouchers (大写), which cannot be altered with
/// a stroke: 12300 -> 壹万贰仟叁佰, 10010 -> 壹万零壹拾, 0 -> 零, -3 -> 负叁. All of int64.
[[nodiscard]] std::string capital_number(std::int64_t value);

/// A quantity with its unit: 8000 床 -> 捌仟床, 12.500 kg -> 壹拾贰点伍kg. Zeros at the end of the
/// decimals are not said.
[[nodiscard]] std::string capital_quantity(Quantity quantity, const std::string& unit);

/// An amount of money in fen: 123456 -> 壹仟贰佰叁拾肆元伍角陆分, 100 -> 壹元整, 5 -> 伍分. By
/// 支付结算办法 (银发〔1997〕393号), annex 1: 整 after 元 and not after 分; where it leaves 整
/// after 角, or 零 between 元 and 角, to the writer, neither is written.
[[nodiscard]] std::string capital_money(std::int64_t fen);

}  // namespace relief
