// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>

namespace relief::kit {

/// A line between a client and a server on loopback that does not keep what it promises: what
/// happens to each connection is said by its number, from 0.
class BadLine {
  public:
    enum class Fate {
        whole,         ///< everything comes through
        request_lost,  ///< the request never arrives; the client's end is closed
        reply_lost,    ///< the request is done, its answer never arrives
        reply_cut,     ///< the answer ends in the middle
        reset,         ///< done, then the client's end is reset
        half_closed    ///< the client's end of sending is closed behind the request
    };

    BadLine(int server_port, std::function<Fate(int)> fate);
    ~BadLine();
    BadLine(const BadLine&) = delete;
    BadLine& operator=(const BadLine&) = delete;

    [[nodiscard]] int port() const { return port_; }

  private:
    void serve();
    void carry(int client, Fate fate) const;

    int server_port_;
    std::function<Fate(int)> fate_;
    int listener_ = -1;
    int port_ = 0;
    std::atomic<bool> ending_ = false;
    std::thread thread_;
};

}  // namespace relief::kit
