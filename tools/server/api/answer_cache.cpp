// SPDX-License-Identifier: Apache-2.0
#include "tools/server/api/answer_cache.h"

#include <memory>
#include <utility>

#include <fmt/format.h>

namespace relief {

std::string AnswerCache::key_of(std::initializer_list<std::string_view> asked,
                                const Values& values) {
    std::string key;
    for (const std::string_view word : asked) {
        key += fmt::format("{}\n", word);
    }
    for (const auto& [name, texts] : values) {
        for (const std::string& text : texts) {
            key += fmt::format("{}={}:{}\n", name, text.size(), text);
        }
    }
    return key;
}

std::optional<http::Response> AnswerCache::find(const std::string& key, std::int64_t head,
                                                Instant at) {
    const std::lock_guard lock(mutex_);
    const auto found = cached_.find(key);
    return found == cached_.end() || found->second.head != head || found->second.at != at
               ? std::nullopt
               : std::optional(found->second.response);
}

void AnswerCache::keep(const std::string& key, std::int64_t head, Instant at,
                       http::Response& response) {
    constexpr std::size_t cached_max = 256;
    constexpr std::size_t bytes_max = 1U << 20U;
    if (response.body.size() > bytes_max) {
        return;
    }
    response.shared_body = std::make_shared<const std::string>(std::move(response.body));
    response.body.clear();
    const std::lock_guard lock(mutex_);
    if (cached_.size() >= cached_max) {
        cached_.clear();
    }
    cached_[key] = {.head = head, .at = at, .response = response};
}

}  // namespace relief
