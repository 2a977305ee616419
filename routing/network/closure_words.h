// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/street_closure.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// A kilometre post, or the stretch between two: metres along the road by its posts, from <= to.
struct HeardPosts {
    std::int64_t from_m = 0;
    std::int64_t to_m = 0;

    friend bool operator==(const HeardPosts&, const HeardPosts&) = default;
};

/// "A至B": names as they were said, perhaps with words before A or behind B that belong to neither.
struct HeardPair {
    std::string from;
    std::string to;

    friend bool operator==(const HeardPair&, const HeardPair&) = default;
};

struct HeardStructure {
    std::string name;  ///< "二道河大桥"; "" where only "the bridge" was said
    bool is_tunnel = false;

    friend bool operator==(const HeardStructure&, const HeardStructure&) = default;
};

enum class HeardDirection : std::uint8_t {
    unsaid,
    both,
    up,     ///< 上行, 右幅: along rising kilometre posts
    down,   ///< 下行, 左幅
    toward  ///< 往长春方向: see ClosureWords::toward
};

/// What was understood of the words in which somebody told of a closure. Nothing is looked up: a
/// road or a place of it need not exist.
struct ClosureWords {
    std::string words;                    ///< as given
    std::vector<std::string> refs;        ///< G1212, in the order said
    std::vector<std::string> road_names;  ///< 吉草高速, 黑大线
    std::vector<HeardPosts> posts;
    std::vector<HeardPair> between;
    std::vector<std::string> within;    ///< 蛟河 of 蛟河境内, 七里 of 七里段
    std::vector<std::string> exits_of;  ///< 临江 of 临江全部出口
    std::vector<HeardStructure> structures;
    HeardDirection direction = HeardDirection::unsaid;
    std::string toward;
    bool whole_road = false;        ///< 全线
    bool every_expressway = false;  ///< 全省高速公路
    bool every_road = false;        ///< 全部道路, 交通全部中断
    ClosureLimits limits;  ///< heard: 半幅通行, 限重5吨, 仅白天通行, 凭通行证
    std::vector<std::string> other;  ///< what was not understood

    friend bool operator==(const ClosureWords&, const ClosureWords&) = default;
};

/// The wait at a one-lane stretch where nobody said how long it is. An assumption.
inline constexpr std::int32_t one_lane_wait_assumed_minutes = 10;

/// Understands words as they come by telephone: full-width or half-width, with any dash. Any text
/// is taken; what says nothing is in `other`.
[[nodiscard]] ClosureWords understand_closure(std::string_view words);

/// "K371+200".
[[nodiscard]] std::string post_text(std::int64_t metres);

}  // namespace relief
