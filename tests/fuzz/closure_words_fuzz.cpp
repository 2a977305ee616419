// SPDX-License-Identifier: Apache-2.0
// Words in which somebody tells of a closed road: any text is taken, what was heard is within the
// words, posts stand in order and can be said again.
#include "routing/network/closure_words.h"
#include "tests/fuzz/kit.h"

#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using relief::fuzz::require;
    const std::string_view words = relief::fuzz::text_of(data, size);
    if (words.size() > 600) {
        return 0;
    }
    const relief::ClosureWords heard = relief::understand_closure(words);
    require(heard.words == words);
    require(relief::understand_closure(words) == heard);
    for (const relief::HeardPosts& posts : heard.posts) {
        require(0 <= posts.from_m && posts.from_m <= posts.to_m);
        const auto again = relief::understand_closure(relief::post_text(posts.from_m));
        require(again.posts.size() == 1 && again.posts.front().from_m == posts.from_m);
    }
    std::size_t told = 0;
    for (const auto& list : {heard.refs, heard.road_names, heard.within, heard.exits_of}) {
        for (const std::string& one : list) {
            require(!one.empty());
            told += one.size();
        }
    }
    // A letter in full width is three bytes and one when read; nothing grows.
    require(told <= 20 * (words.size() + 1));
    require(words.empty() || heard.other.size() <= words.size());
    return 0;
}
