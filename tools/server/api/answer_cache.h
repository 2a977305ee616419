// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"
#include "tools/server/api/operation.h"
#include "tools/server/http/message.h"

#include <cstdint>
#include <initializer_list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace relief {

/// Answers that need not be made twice: the same question on the same books in the same second has
/// the same answer, since the clock has no finer steps. Bounded in number and size.
class AnswerCache {
  public:
    /// Everything an answer depends on but the books and the second: who asks what in which form,
    /// and the values.
    [[nodiscard]] static std::string key_of(std::initializer_list<std::string_view> asked,
                                            const Values& values);

    [[nodiscard]] std::optional<http::Response> find(const std::string& key, std::int64_t head,
                                                     Instant at);
    /// The answer's body is shared from now on.
    void keep(const std::string& key, std::int64_t head, Instant at, http::Response& response);

  private:
    struct Cached {
        std::int64_t head = 0;
        Instant at;
        http::Response response;
    };

    std::mutex mutex_;
    std::map<std::string, Cached, std::less<>> cached_;
};

}  // namespace relief
