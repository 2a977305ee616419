// SPDX-License-Identifier: Apache-2.0
#include "routing/network/closure_words.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

using Text = std::u32string;
using View = std::u32string_view;

/// Stands where something was understood and taken out, so that what is left does not join.
constexpr char32_t taken = U'|';

/// Words of what happened, long ones first: they end a name and say nothing of where.
constexpr std::array<View, 46> happenings{
    U"交通全部中断", U"社会车辆禁行", U"无法通行", U"禁止通行", U"交通中断", U"全部中断",
    U"交通管制",     U"全线封闭",     U"被冲毁",   U"被冲断",   U"被冲垮",   U"泥石流",
    U"山体滑坡",     U"已中断",       U"水毁",     U"塌方",     U"滑坡",     U"积水",
    U"结冰",         U"冲毁",         U"冲断",     U"冲垮",     U"被冲",     U"断交",
    U"中断",         U"阻断",         U"封闭",     U"封路",     U"封道",     U"封了",
    U"管制",         U"禁行",         U"不通",     U"断了",     U"垮塌",     U"坍塌",
    U"损毁",         U"淹没",         U"被淹",     U"路基",     U"路面",     U"下沉",
    U"受阻",         U"断道",         U"积雪",     U"车祸"};

/// What a road's own name ends in, long ones first.
constexpr std::array<View, 6> road_ends{U"高速公路", U"高速", U"公路", U"国道", U"省道", U"线"};

Text decoded(std::string_view utf8) {
    Text text;
    for (std::size_t i = 0; i < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[i]);
        const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        char32_t point = size == 1 ? lead : lead & (0xFFU >> (size + 1));
        for (std::size_t k = 1; k < size && i + k < utf8.size(); ++k) {
            point = (point << 6U) | (static_cast<unsigned char>(utf8[i + k]) & 0x3FU);
        }
        text.push_back(point);
        i += size;
    }
    return text;
}

std::string encoded(View text) {
    std::string utf8;
    for (const char32_t point : text) {
        if (point < 0x80) {
            utf8.push_back(static_cast<char>(point));
        } else if (point < 0x800) {
            utf8.push_back(static_cast<char>(0xC0U | (point >> 6U)));
            utf8.push_back(static_cast<char>(0x80U | (point & 0x3FU)));
        } else if (point < 0x10000) {
            utf8.push_back(static_cast<char>(0xE0U | (point >> 12U)));
            utf8.push_back(static_cast<char>(0x80U | ((point >> 6U) & 0x3FU)));
            utf8.push_back(static_cast<char>(0x80U | (point & 0x3FU)));
        } else {
            utf8.push_back(static_cast<char>(0xF0U | (point >> 18U)));
            utf8.push_back(static_cast<char>(0x80U | ((point >> 12U) & 0x3FU)));
            utf8.push_back(static_cast<char>(0x80U | ((point >> 6U) & 0x3FU)));
            utf8.push_back(static_cast<char>(0x80U | (point & 0x3FU)));
        }
    }
    return utf8;
}

bool is_digit(char32_t point) {
    return point >= U'0' && point <= U'9';
}

bool is_latin(char32_t point) {
    return point >= U'a' && point <= U'z';
}

/// Of the writing of names.
bool is_han(char32_t point) {
    return (point >= 0x3400 && point <= 0x9FFF) || (point >= 0xF900 && point <= 0xFAFF) ||
           point == 0x3007;
}

bool is_dash(char32_t point) {
    constexpr View dashes = U"-‐‑‒–—―−~〜～─";
    return dashes.find(point) != View::npos;
}

/// Folded, dashes made one, everything that only divides made a blank.
Text prepared(std::string_view words) {
    Text text;
    for (const char32_t point : decoded(fold(words))) {
        if (is_dash(point)) {
            if (text.empty() || text.back() != U'-') {
                text.push_back(U'-');
            }
        } else if (is_digit(point) || is_latin(point) || is_han(point) || point == U'+' ||
                   point == U'.') {
            text.push_back(point);
        } else {
            text.push_back(U' ');
        }
    }
    return text;
}

bool at_word(const Text& text, std::size_t at, View word) {
    return text.compare(at, word.size(), word) == 0;
}

void take(Text& text, std::size_t from, std::size_t to) {
    std::fill(text.begin() + static_cast<std::ptrdiff_t>(from),
              text.begin() + static_cast<std::ptrdiff_t>(to), taken);
}

/// Takes every occurrence of the words out and tells whether there was one.
bool take_words(Text& text, std::initializer_list<View> words) {
    bool found = false;
    for (const View word : words) {
        for (std::size_t at = text.find(word); at != Text::npos; at = text.find(word, at)) {
            take(text, at, at + word.size());
            found = true;
        }
    }
    return found;
}

std::size_t skip_blanks(const Text& text, std::size_t at) {
    while (at < text.size() && text[at] == U' ') {
        ++at;
    }
    return at;
}

/// The whole number at a place of at most `most` digits; `at` goes behind it.
std::optional<std::int64_t> number_at(const Text& text, std::size_t& at, std::size_t most) {
    std::size_t end = at;
    std::int64_t value = 0;
    while (end < text.size() && is_digit(text[end]) && end - at < most) {
        value = value * 10 + static_cast<std::int64_t>(text[end] - U'0');
        ++end;
    }
    if (end == at || (end < text.size() && is_digit(text[end]))) {
        return std::nullopt;
    }
    at = end;
    return value;
}

/// "3.5" as thousandths.
std::optional<std::int64_t> thousandths_at(const Text& text, std::size_t& at) {
    std::size_t end = at;
    const auto whole = number_at(text, end, 5);
    if (!whole) {
        return std::nullopt;
    }
    std::int64_t value = *whole * 1000;
    if (end + 1 < text.size() && text[end] == U'.' && is_digit(text[end + 1])) {
        ++end;
        for (std::int64_t unit = 100; end < text.size() && is_digit(text[end]); ++end) {
            value += unit * static_cast<std::int64_t>(text[end] - U'0');
            unit /= 10;
        }
    }
    at = end;
    return value;
}

// ---- kilometre posts

/// "371+200", "371"; a plus sign stands before metres.
std::optional<std::int64_t> bare_post_at(const Text& text, std::size_t& at, bool& has_plus) {
    std::size_t end = at;
    const auto kilometres = number_at(text, end, 4);
    if (!kilometres) {
        return std::nullopt;
    }
    std::int64_t metres = *kilometres * 1000;
    std::size_t sign = skip_blanks(text, end);
    has_plus = sign < text.size() && text[sign] == U'+';
    if (has_plus) {
        std::size_t digits = skip_blanks(text, sign + 1);
        const auto more = number_at(text, digits, 3);
        if (!more) {
            return std::nullopt;
        }
        metres += *more;
        end = digits;
        if (end + 1 < text.size() && text[end] == U'.' && is_digit(text[end + 1])) {
            ++end;
            while (end < text.size() && is_digit(text[end])) {
                ++end;  // "K371+200.5": parts of a metre
            }
        }
    }
    at = end;
    return metres;
}

/// "k371+200", "k371", "371+200".
std::optional<std::int64_t> post_at(const Text& text, std::size_t& at) {
    const bool has_k = text[at] == U'k';
    std::size_t end = has_k ? skip_blanks(text, at + 1) : at;
    bool has_plus = false;
    const auto metres = bare_post_at(text, end, has_plus);
    if (!metres || (!has_k && !has_plus)) {
        return std::nullopt;
    }
    at = end;
    return metres;
}

/// "371公里处", "371.2公里处", "371公里200米处".
std::optional<std::int64_t> spoken_post_at(const Text& text, std::size_t& at) {
    std::size_t end = at;
    auto metres = thousandths_at(text, end);
    if (!metres) {
        return std::nullopt;
    }
    if (at_word(text, end, U"公里") || at_word(text, end, U"km")) {
        end += 2;
    } else {
        return std::nullopt;
    }
    std::size_t more_end = end + (at_word(text, end, U"加") ? 1 : 0);
    if (const auto more = number_at(text, more_end, 3); more && at_word(text, more_end, U"米")) {
        *metres += *more;
        end = more_end + 1;
    }
    if (!at_word(text, end, U"处") && !at_word(text, end, U"附近")) {
        return std::nullopt;  // "138公里" is a length
    }
    at = end + 1;
    return metres;
}

std::optional<std::int64_t> any_post_at(const Text& text, std::size_t& at) {
    const char32_t before = at == 0 ? U' ' : text[at - 1];
    if (is_latin(before) || is_digit(before) || before == U'.' || before == U'+') {
        return std::nullopt;
    }
    if (text[at] != U'k' && !is_digit(text[at])) {
        return std::nullopt;
    }
    const auto post = post_at(text, at);
    return post ? post : spoken_post_at(text, at);
}

/// The second post of a range, behind a dash or 至; its K and its metres may be missing.
std::optional<std::int64_t> range_end_at(const Text& text, std::size_t& at) {
    std::size_t end = skip_blanks(text, at);
    end += at_word(text, end, U"处") ? 1 : 0;
    if (end >= text.size() || (text[end] != U'-' && text[end] != U'至' && text[end] != U'到')) {
        return std::nullopt;
    }
    end = skip_blanks(text, end + 1);
    if (end >= text.size()) {
        return std::nullopt;
    }
    std::size_t spoken = end;
    if (const auto post = spoken_post_at(text, spoken)) {
        at = spoken;
        return post;
    }
    end = text[end] == U'k' ? skip_blanks(text, end + 1) : end;
    bool has_plus = false;
    const auto post = bare_post_at(text, end, has_plus);
    if (post) {
        at = end;
    }
    return post;
}

void take_posts(Text& text, ClosureWords& heard) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::size_t end = i;
        const auto from = any_post_at(text, end);
        if (!from) {
            continue;
        }
        const auto to = range_end_at(text, end);
        const auto [low, high] = std::minmax({*from, to.value_or(*from)});
        heard.posts.push_back({.from_m = low, .to_m = high});
        take(text, i, end);
    }
    take_words(text, {U"桩号", U"里程碑"});
}

// ---- road numbers

void add_ref(ClosureWords& heard, std::string ref) {
    if (std::find(heard.refs.begin(), heard.refs.end(), ref) == heard.refs.end()) {
        heard.refs.push_back(std::move(ref));
    }
}

/// "g1212".
void take_letter_refs(Text& text, ClosureWords& heard) {
    constexpr View letters = U"gsxyzc";
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        const bool begins = i == 0 || !(is_latin(text[i - 1]) || is_digit(text[i - 1]));
        if (!begins || letters.find(text[i]) == View::npos) {
            continue;
        }
        std::size_t end = skip_blanks(text, i + 1);
        const std::size_t digits = end;
        if (!number_at(text, end, 4)) {
            continue;
        }
        if (end < text.size() && (is_latin(text[end]) || text[end] == U'.')) {
            continue;
        }
        std::string ref(1, static_cast<char>(text[i] - U'a' + U'A'));
        add_ref(heard, ref + encoded(View(text).substr(digits, end - digits)));
        take(text, i, end);
    }
}

/// "202国道".
void take_spoken_refs(Text& text, ClosureWords& heard) {
    constexpr std::array<std::pair<View, char>, 4> kinds{
        {{U"国道", 'G'}, {U"省道", 'S'}, {U"县道", 'X'}, {U"乡道", 'Y'}}};
    for (const auto& [word, letter] : kinds) {
        for (std::size_t at = text.find(word); at != Text::npos; at = text.find(word, at + 1)) {
            std::size_t from = at;
            while (from > 0 && is_digit(text[from - 1])) {
                --from;
            }
            if (at - from >= 2 && at - from <= 4) {
                add_ref(heard, letter + encoded(View(text).substr(from, at - from)));
                take(text, from, at + word.size());
            }
        }
    }
}

// ---- runs of Han characters

std::size_t run_start(const Text& text, std::size_t end) {
    while (end > 0 && is_han(text[end - 1])) {
        --end;
    }
    return end;
}

std::size_t run_end(const Text& text, std::size_t start) {
    while (start < text.size() && is_han(text[start])) {
        ++start;
    }
    return start;
}

/// Where the last of `words` in [from, to) ends; `from` where there is none.
std::size_t behind_last(const Text& text, std::size_t from, std::size_t to,
                        std::initializer_list<View> words) {
    std::size_t behind = from;
    for (const View word : words) {
        for (std::size_t at = from; at + word.size() <= to; ++at) {
            if (at_word(text, at, word)) {
                behind = std::max(behind, at + word.size());
            }
        }
    }
    return behind;
}

/// A name that ends at `to`: the run before it without the road's name in front of it.
std::size_t name_start(const Text& text, std::size_t to) {
    return behind_last(text, run_start(text, to), to,
                       {U"高速公路", U"高速", U"公路", U"国道", U"省道", U"线", U"境内", U"处",
                        U"因", U"在", U"从", U"由", U"自"});
}

// ---- what may still pass

void take_measures(Text& text, ClosureLimits& limits) {
    const auto each = [&](View word, auto&& keep) {
        for (std::size_t at = text.find(word); at != Text::npos; at = text.find(word, at + 1)) {
            std::size_t end = at + word.size();
            if (const auto value = thousandths_at(text, end)) {
                for (const View unit : {View(U"吨"), View(U"t"), View(U"米"), View(U"m")}) {
                    end += at_word(text, end, unit) ? unit.size() : 0;
                }
                keep(static_cast<std::int32_t>(*value));
                take(text, at, end);
            }
        }
    };
    for (const View word : {View(U"限重"), View(U"限载"), View(U"限行")}) {
        each(word, [&](std::int32_t kg) { limits.weight_kg = kg; });
    }
    each(U"限高", [&](std::int32_t millimetres) { limits.height_cm = millimetres / 10; });
}

void take_limits(Text& text, ClosureLimits& limits) {
    take_measures(text, limits);
    if (take_words(text, {U"半幅双向通行", U"单幅双向通行", U"半幅通行", U"单幅通行", U"半幅封闭",
                          U"单道通行", U"单车道通行", U"单车道", U"半幅", U"轮流放行", U"交替放行",
                          U"借道通行", U"借道"})) {
        limits.one_lane_wait_minutes = one_lane_wait_assumed_minutes;
    }
    limits.daylight_only = take_words(text, {U"仅白天通行", U"只白天通行", U"白天通行", U"仅限白天",
                                             U"夜间封闭", U"夜间禁行", U"夜间不通"});
    limits.convoy_only =
        take_words(text, {U"编队通行", U"车队通行", U"警车带道", U"带道通行", U"编队放行"});
    limits.permit_only = take_words(
        text, {U"凭通行证通行", U"凭通行证", U"凭证通行", U"社会车辆禁行", U"社会车辆禁止通行",
               U"救援车辆可通行", U"应急车辆可通行", U"救援车辆除外", U"应急车辆除外"});
}

// ---- directions

/// "往长春方向", "长春方向"; of "吉林至长春方向" only the last word goes, the pair is heard later.
void take_toward(Text& text, ClosureWords& heard) {
    constexpr View word = U"方向";
    for (std::size_t at = text.find(word); at != Text::npos; at = text.find(word, at + 1)) {
        const std::size_t start = run_start(text, at);
        const std::size_t pair = behind_last(text, start, at, {U"至", U"到"});
        std::size_t name = std::max(
            behind_last(text, start, at, {U"开往", U"通往", U"驶往", U"往", U"驶向", U"向", U"去"}),
            std::max(pair, name_start(text, at)));
        const View found = View(text).substr(name, at - name);
        if (found.size() >= 2) {
            heard.direction = HeardDirection::toward;
            heard.toward = encoded(found);
        }
        take(text,
             pair > start    ? at
             : start == name ? start
                             : std::min(name, at),
             at + word.size());
    }
    for (const View before : {View(U"开往"), View(U"驶往"), View(U"往"), View(U"去")}) {
        take_words(text, {Text(before) + std::u32string(1, taken)});
    }
}

void take_direction(Text& text, ClosureWords& heard) {
    if (take_words(text, {U"双方向", U"两个方向", U"双向", U"双幅", U"全幅", U"上下行"})) {
        heard.direction = HeardDirection::both;
    }
    const bool is_up = take_words(text, {U"上行线", U"上行方向", U"上行", U"右幅"});
    const bool is_down = take_words(text, {U"下行线", U"下行方向", U"下行", U"左幅"});
    if (is_up || is_down) {
        heard.direction = is_up && is_down ? HeardDirection::both
                          : is_up          ? HeardDirection::up
                                           : HeardDirection::down;
    }
    take_toward(text, heard);
}

// ---- places

void take_within(Text& text, ClosureWords& heard) {
    for (const View word : {View(U"境内"), View(U"界内"), View(U"辖区")}) {
        for (std::size_t at = text.find(word); at != Text::npos; at = text.find(word, at + 1)) {
            const std::size_t name = name_start(text, at);
            const View found = View(text).substr(name, at - name);
            if (found.size() >= 2 && found.front() != U'全') {
                heard.within.push_back(encoded(found));
            }
            take(text, name, at + word.size());
        }
    }
}

void take_exits(Text& text, ClosureWords& heard) {
    for (const View word : {View(U"全部出口"), View(U"所有出口"), View(U"各出口"),
                            View(U"全部出入口"), View(U"所有出入口")}) {
        for (std::size_t at = text.find(word); at != Text::npos; at = text.find(word, at + 1)) {
            const std::size_t name = name_start(text, at);
            if (at - name >= 2) {
                heard.exits_of.push_back(encoded(View(text).substr(name, at - name)));
            }
            take(text, name, at + word.size());
        }
    }
}

/// Where the name behind a connecting word ends, and where what was said of it ends.
std::pair<std::size_t, std::size_t> second_name_end(const Text& text, std::size_t start) {
    const std::size_t end = run_end(text, start);
    for (std::size_t at = start + 1; at < end; ++at) {
        for (const View word : {View(U"之间"), View(U"路段"), View(U"区间"), View(U"段")}) {
            if (at_word(text, at, word)) {
                return {at, at + word.size()};
            }
        }
    }
    return {end, end};
}

bool take_pair(Text& text, std::size_t connector, std::size_t size, ClosureWords& heard) {
    std::size_t first_end = connector;
    while (first_end > 0 && text[first_end - 1] == U' ') {
        --first_end;
    }
    const std::size_t first = name_start(text, first_end);
    const std::size_t second = skip_blanks(text, connector + size);
    const auto [second_end, said_end] = second_name_end(text, second);
    if (first_end - first < 2 || second_end < second + 2) {
        return false;
    }
    heard.between.push_back({.from = encoded(View(text).substr(first, first_end - first)),
                             .to = encoded(View(text).substr(second, second_end - second))});
    take(text, first, said_end);
    return true;
}

void take_pairs(Text& text, ClosureWords& heard) {
    for (const View word : {View(U"-"), View(U"至"), View(U"到")}) {
        for (std::size_t at = text.find(word); at != Text::npos; at = text.find(word, at + 1)) {
            take_pair(text, at, word.size(), heard);
        }
    }
    for (const View word : {View(U"与"), View(U"和")}) {
        for (std::size_t at = text.find(word); at != Text::npos; at = text.find(word, at + 1)) {
            const auto [name_end, said_end] = second_name_end(text, at + 1);
            if (said_end > name_end) {  // only "A与B之间": else a list
                take_pair(text, at, word.size(), heard);
            }
        }
    }
}

// ---- structures and names of roads

bool is_generic(View name) {
    constexpr std::array<View, 12> generic{U"大桥", U"特大桥", U"中桥",   U"小桥",
                                           U"便桥", U"公路桥", U"立交桥", U"断桥",
                                           U"危桥", U"座桥",   U"隧道",   U"桥"};
    return std::find(generic.begin(), generic.end(), name) != generic.end();
}

void take_structures(Text& text, ClosureWords& heard, View word, bool is_tunnel) {
    for (std::size_t at = text.find(word); at != Text::npos; at = text.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        constexpr View other_words = U"涵梁面";
        if (end < text.size() && other_words.find(text[end]) != View::npos) {
            continue;
        }
        const std::size_t start = name_start(text, at);
        const View name = View(text).substr(start, end - start);
        heard.structures.push_back(
            {.name = is_generic(name) ? std::string() : encoded(name), .is_tunnel = is_tunnel});
        take(text, start, end);
    }
}

/// "七里段": a place and not a pair.
void take_single_sections(Text& text, ClosureWords& heard) {
    for (std::size_t at = text.find(U'段'); at != Text::npos; at = text.find(U'段', at + 1)) {
        const std::size_t end = at > 0 && text[at - 1] == U'路' ? at - 1 : at;
        const std::size_t name = name_start(text, end);
        if (end - name >= 2) {
            heard.within.push_back(encoded(View(text).substr(name, end - name)));
            take(text, name, at + 1);
        }
    }
}

/// "5条干线", "桦甸五条省道": how many roads, and none of them by name. Where in a run of
/// characters the number begins that counts them, `end` where there is none.
std::size_t counting_start(const Text& text, std::size_t start, std::size_t end) {
    constexpr View numerals = U"一二三四五六七八九十百两几多数各";
    for (std::size_t at = start; at < end; ++at) {
        if (text[at] != U'条') {
            continue;
        }
        std::size_t number = at;
        while (number > start && numerals.find(text[number - 1]) != View::npos) {
            --number;
        }
        while (number > 0 && is_digit(text[number - 1])) {
            --number;
        }
        if (number < at) {
            return number;
        }
    }
    return end;
}

bool take_road_name(Text& text, ClosureWords& heard) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (const View end_word : road_ends) {
            if (!at_word(text, at, end_word)) {
                continue;
            }
            std::size_t start = run_start(text, at);
            const std::size_t counted = counting_start(text, start, at);
            start = counted < at ? counted : start;
            constexpr View no_names = U"全沿一干支在专农";
            const bool is_rural = at - start >= 2 && (at_word(text, at - 2, U"农村") ||
                                                      at_word(text, at - 2, U"乡村"));
            const bool named = at - start >= 1 && !is_rural && counted == at &&
                               !(at - start == 1 && no_names.find(text[start]) != View::npos);
            if (named) {
                const View name = View(text).substr(start, at - start);
                const bool of_expressway = end_word == U"高速公路";
                heard.road_names.push_back(encoded(name) +
                                           encoded(of_expressway ? View(U"高速") : end_word));
            }
            take(text, start, at + end_word.size());
            return true;
        }
    }
    return false;
}

void take_scopes(Text& text, ClosureWords& heard) {
    heard.every_expressway =
        take_words(text, {U"全省高速公路", U"全省高速", U"所有高速公路", U"所有高速",
                          U"全部高速公路", U"全部高速", U"全省境内高速公路", U"省内高速公路",
                          U"各条高速公路", U"all expressways"});
    heard.whole_road = take_words(text, {U"全线", U"全程", U"全段", U"全路段"});
}

void keep_other(const Text& text, ClosureWords& heard) {
    constexpr std::array<View, 12> noise{U"处",   U"附近", U"的",   U"在",   U"已",   U"被",
                                         U"全部", U"约",   U"目前", U"现在", U"高速", U"路段"};
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == taken || text[at] == U' ' || text[at] == U'-') {
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && text[end] != taken && text[end] != U' ') {
            ++end;
        }
        const View run = View(text).substr(at, end - at);
        if (std::find(noise.begin(), noise.end(), run) == noise.end()) {
            heard.other.push_back(encoded(run));
        }
        at = end - 1;
    }
}

}  // namespace

ClosureWords understand_closure(std::string_view words) {
    ClosureWords heard{.words = std::string(words)};
    Text text = prepared(words);
    take_limits(text, heard.limits);
    take_posts(text, heard);
    take_letter_refs(text, heard);
    take_spoken_refs(text, heard);
    take_scopes(text, heard);
    heard.every_road = text.find(U"全部") != Text::npos || text.find(U"所有") != Text::npos;
    for (const View word : happenings) {
        take_words(text, {word});
    }
    take_direction(text, heard);
    take_exits(text, heard);
    take_within(text, heard);
    take_structures(text, heard, U"隧道", true);
    take_structures(text, heard, U"桥", false);
    take_pairs(text, heard);
    take_single_sections(text, heard);
    while (take_road_name(text, heard)) {
    }
    keep_other(text, heard);
    return heard;
}

std::string post_text(std::int64_t metres) {
    return fmt::format("K{}+{:03}", metres / 1000, metres % 1000);
}

}  // namespace relief
