// SPDX-License-Identifier: Apache-2.0
#include "tools/server/http/message.h"

#include <algorithm>
#include <atomic>

namespace relief::http {
namespace {

const std::string* find(const Pairs& pairs, std::string_view name) {
    const auto at = std::find_if(pairs.begin(), pairs.end(),
                                 [name](const auto& pair) { return pair.first == name; });
    return at == pairs.end() ? nullptr : &at->second;
}

}  // namespace

const std::string* Request::header(std::string_view name) const {
    return find(headers, name);
}

const std::string* Request::parameter(std::string_view name) const {
    return find(query, name);
}

struct Reply::Once {
    std::atomic<bool> answered{false};
    std::function<void(std::optional<Answer>)> send;

    explicit Once(std::function<void(std::optional<Answer>)> how) : send(std::move(how)) {}
    Once(const Once&) = delete;
    Once& operator=(const Once&) = delete;
    ~Once() {
        if (!answered.exchange(true)) {
            try {
                send(std::nullopt);
            } catch (...) {  // no memory left to say so: the deadline of the answer ends it
            }
        }
    }
};

Reply::Reply(std::function<void(std::optional<Answer>)> send)
    : once_(std::make_shared<Once>(std::move(send))) {}

bool Reply::operator()(Answer answer) const {
    const bool first = !once_->answered.exchange(true);
    if (first) {
        once_->send(std::move(answer));
    }
    return first;
}

}  // namespace relief::http
