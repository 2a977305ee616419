// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace relief::bench {

/// The least server Beast's own examples make: callbacks, one thread, keep-alive, a deadline a
/// read, a text for every request. It checks nothing.
class BeastHello {
  public:
    explicit BeastHello(std::string text);
    BeastHello(const BeastHello&) = delete;
    BeastHello& operator=(const BeastHello&) = delete;
    ~BeastHello();

    [[nodiscard]] std::uint16_t port() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace relief::bench
