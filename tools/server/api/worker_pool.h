// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace relief {

/// A fixed number of threads that take tasks from a bounded queue, in order.
class WorkerPool {
  public:
    /// A task is told which of the threads it runs on (0 …), for what each thread has of its own.
    /// It must not throw.
    using Task = std::function<void(std::size_t)>;

    WorkerPool(std::size_t threads, std::size_t waiting_max);
    ~WorkerPool() { stop(); }
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// False where too many wait already, or after stop(): nothing was taken up then.
    [[nodiscard]] bool submit(Task task);
    /// Tasks not yet begun.
    [[nodiscard]] std::size_t waiting() const;
    /// Takes no more, does what was taken up, and ends the threads. May be called twice.
    void stop();

  private:
    void work(std::size_t thread);

    std::size_t waiting_max_;
    mutable std::mutex mutex_;
    std::condition_variable came_;
    std::deque<Task> waiting_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace relief
