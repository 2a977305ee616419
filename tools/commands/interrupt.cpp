// SPDX-License-Identifier: Apache-2.0
#include "tools/commands/interrupt.h"

// Boost 1.74's asio uses std::exchange without including it.
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/system/error_code.hpp>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <thread>

namespace relief {

struct Interrupt::Impl {
    boost::asio::io_context context;
    boost::asio::signal_set signals{context, SIGINT};
    std::atomic<bool> asked{false};
    std::thread thread;

    void wait() {
        signals.async_wait([this](const boost::system::error_code& error, int /*signal*/) {
            if (error) {
                return;  // cancelled: the plan is made
            }
            if (asked.exchange(true)) {
                std::_Exit(130);
            }
            wait();
        });
    }
};

Interrupt::Interrupt() : impl_(std::make_unique<Impl>()) {
    impl_->wait();
    impl_->thread = std::thread([impl = impl_.get()] { impl->context.run(); });
}

Interrupt::~Interrupt() {
    impl_->context.stop();
    impl_->thread.join();
}

bool Interrupt::asked() const noexcept {
    return impl_->asked.load(std::memory_order_relaxed);
}

}  // namespace relief
