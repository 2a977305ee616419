// SPDX-License-Identifier: Apache-2.0
#include "reserves/print/capitals.h"

#include <array>
#include <string_view>

namespace relief {
namespace {

constexpr std::array<std::string_view, 10> digits{"零", "壹", "贰", "叁", "肆",
                                                  "伍", "陆", "柒", "捌", "玖"};
constexpr std::array<std::string_view, 4> places{"", "拾", "佰", "仟"};

/// One to 9999; one 零 for each run of zeros inside it.
std::string group_text(unsigned value) {
    std::string text;
    bool gap = false;
    unsigned weight = 1000;
    for (std::size_t place = 4; place-- > 0; weight /= 10) {
        const unsigned digit = value / weight % 10;
        if (digit == 0) {
            gap = !text.empty();
            continue;
        }
        text += gap ? digits[0] : std::string_view{};
        text += digits[digit];
        text += places[place];
        gap = false;
    }
    return text;
}

/// One to 99999999. A group that does not fill its thousands begins with 零 after a group before
/// it.
std::string below_hundred_million(std::uint64_t value) {
    const auto high = static_cast<unsigned>(value / 10'000);
    const auto low = static_cast<unsigned>(value % 10'000);
    std::string text = high == 0 ? "" : group_text(high) + "万";
    text += high != 0 && low != 0 && low < 1000 ? digits[0] : std::string_view{};
    return text + group_text(low);
}

/// One and above; 亿 is said again for every eight digits.
std::string positive(std::uint64_t value) {
    const std::uint64_t high = value / 100'000'000;
    const std::uint64_t low = value % 100'000'000;
    if (high == 0) {
        return below_hundred_million(low);
    }
    std::string text = positive(high) + "亿";
    text += low != 0 && low < 10'000'000 ? digits[0] : std::string_view{};
    return text + below_hundred_million(low);
}

std::uint64_t magnitude(std::int64_t value) {
    return value < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(value)
                     : static_cast<std::uint64_t>(value);
}

}  // namespace

std::string capital_number(std::int64_t value) {
    if (value == 0) {
        return std::string(digits[0]);
    }
    return (value < 0 ? "负" : "") + positive(magnitude(value));
}

std::string capital_quantity(Quantity quantity, const std::string& unit) {
    std::uint64_t scale = 1;
    for (int i = 0; i < quantity.decimals; ++i) {
        scale *= 10;
    }
    const std::uint64_t whole = magnitude(quantity.amount) / scale;
    std::uint64_t rest = magnitude(quantity.amount) % scale;
    std::string text = quantity.amount < 0 ? "负" : "";
    text += whole == 0 ? std::string(digits[0]) : positive(whole);
    if (rest != 0) {
        text += "点";
    }
    for (; rest != 0; rest %= scale) {
        scale /= 10;
        text += digits.at(rest / scale);
    }
    return text + unit;
}

std::string capital_money(std::int64_t fen) {
    const std::uint64_t total = magnitude(fen);
    const std::uint64_t yuan = total / 100;
    const auto jiao = static_cast<std::size_t>(total / 10 % 10);
    const auto cents = static_cast<std::size_t>(total % 10);
    std::string text = fen < 0 ? "负" : "";
    if (yuan != 0 || total == 0) {
        text += yuan == 0 ? std::string(digits[0]) : positive(yuan);
        text += "元";
    }
    if (jiao != 0) {
        text += digits.at(jiao);
        text += "角";
    } else if (cents != 0 && yuan != 0) {
        text += digits[0];
    }
    if (cents != 0) {
        text += digits.at(cents);
        text += "分";
    }
    return text + (jiao == 0 && cents == 0 ? "整" : "");
}

}  // namespace relief
