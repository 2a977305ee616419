// SPDX-License-Identifier: Apache-2.0
#include "routing/path/index_threads.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace relief {
namespace {

class TaskBoard {
  public:
    explicit TaskBoard(const RoutingIndex& index) : index_(index), left_(index.tasks.size()) {
        for (std::uint32_t task = 0; task < index.tasks.size(); ++task) {
            waiting_for_.push_back(index.tasks[task].feeders);
            if (index.tasks[task].feeders == 0) {
                ready_.push_back(task);
            }
        }
    }

    void work(const std::function<void(RoutingIndex::Ranks)>& weigh) {
        for (std::uint32_t task = take(); task != nothing; task = done(task)) {
            for (const RoutingIndex::Ranks ranks : index_.tasks[task].ranks) {
                weigh(ranks);
            }
        }
    }

  private:
    std::uint32_t take() {
        std::unique_lock lock(mutex_);
        return take(lock);
    }

    std::uint32_t take(std::unique_lock<std::mutex>& lock) {
        changed_.wait(lock, [this] { return !ready_.empty() || left_ == 0; });
        if (ready_.empty()) {
            return nothing;
        }
        const std::uint32_t task = ready_.back();
        ready_.pop_back();
        return task;
    }

    std::uint32_t done(std::uint32_t task) {
        std::unique_lock lock(mutex_);
        --left_;
        const std::uint32_t next = index_.tasks[task].next;
        if (next != nothing && --waiting_for_[next] == 0) {
            ready_.push_back(next);
        }
        if (left_ == 0 || ready_.size() > 1) {
            changed_.notify_all();
        }
        return take(lock);
    }

    const RoutingIndex& index_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::uint32_t> waiting_for_;
    std::vector<std::uint32_t> ready_;
    std::size_t left_;
};

}  // namespace

void run_tasks(const RoutingIndex& index, unsigned threads,
               const std::function<std::function<void(RoutingIndex::Ranks)>()>& make_worker) {
    TaskBoard board(index);
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < threads; ++i) {
        others.emplace_back([&board, worker = make_worker()] { board.work(worker); });
    }
    board.work(make_worker());
}

}  // namespace relief
