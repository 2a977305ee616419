// SPDX-License-Identifier: Apache-2.0
#include "tests/server/fake_transport.h"

#include <algorithm>
#include <utility>

namespace relief::test {

class FakeTransport final : public http::Transport {
  public:
    explicit FakeTransport(FakeMachine& machine) : machine_(machine) {}

    void open(Then then) override { then(true, 0); }
    void read(char* at, std::size_t room, Then then) override {
        machine_.read_ = {at, room, std::move(then)};
    }
    void write(std::string_view head, std::string_view body, Then then) override {
        machine_.written_ += head;
        machine_.written_ += body;
        machine_.writes_.emplace_back([then = std::move(then)](bool ok) { then(ok, 0); });
    }
    void finish(Then then) override { machine_.finish_ = std::move(then); }
    void close() override {
        machine_.closed_ = true;
        machine_.alarm_.reset();
    }
    void wake_at(http::SteadyTime when, std::function<void()> then) override {
        machine_.alarm_ = {when, std::move(then)};
    }
    [[nodiscard]] http::SteadyTime now() const override { return machine_.now_; }
    void post(std::function<void()> task) override { task(); }
    [[nodiscard]] std::string peer() const override { return "10.0.0.7"; }
    [[nodiscard]] bool secure() const override { return false; }

  private:
    FakeMachine& machine_;
};

std::unique_ptr<http::Transport> FakeMachine::transport() {
    return std::make_unique<FakeTransport>(*this);
}

void FakeMachine::feed(std::string_view bytes) {
    incoming_ += bytes;
    run();
}

void FakeMachine::client_ends() {
    ended_ = true;
    run();
}

void FakeMachine::hold_writes(bool held) {
    held_ = held;
    run();
}

void FakeMachine::pass(std::chrono::milliseconds time) {
    const http::SteadyTime end = now_ + time;
    run();
    while (alarm_ && alarm_->first <= end) {
        now_ = std::max(now_, alarm_->first);
        const auto ring = std::move(alarm_->second);
        alarm_.reset();
        ring();
        run();
    }
    now_ = end;
}

/// Ends what can be ended, one after the other, as the machine's loop does.
void FakeMachine::run() {
    while (true) {
        if (!writes_.empty() && (!held_ || closed_)) {
            const auto write = std::move(writes_.front());
            writes_.pop_front();
            write(!closed_);
        } else if (read_ && (!incoming_.empty() || ended_ || closed_)) {
            const Read read = *std::exchange(read_, std::nullopt);
            const std::size_t bytes = closed_ ? 0 : std::min(read.room, incoming_.size());
            std::copy_n(incoming_.begin(), bytes, read.at);
            incoming_.erase(0, bytes);
            read.then(bytes > 0, bytes);
        } else if (finish_ && (ended_ || closed_)) {
            std::exchange(finish_, nullptr)(true, 0);
        } else {
            return;
        }
    }
}

}  // namespace relief::test
