// SPDX-License-Identifier: Apache-2.0
#include "core/store/group_writer.h"

#include "core/error.h"

#include <algorithm>
#include <utility>

namespace relief {
namespace {

std::exception_ptr stopped() {
    return std::make_exception_ptr(conflict(
        {.code = "writer.stopped",
         .message = "the program is closing its books and takes no more changes",
         .expected = "the same request again, with its key, when it has been started anew"}));
}

/// An exception of its own for each who waits: the threads share nothing then.
std::exception_ptr copy_of(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const Error& error) {
        return std::make_exception_ptr(error);
    } catch (const std::exception& error) {
        return std::make_exception_ptr(fault(
            {.code = "internal", .message = std::string("the commit failed: ") + error.what()}));
    }
}

/// One who waits for an answer.
class Waiter {
  public:
    void answer(std::exception_ptr failure) {
        const std::lock_guard lock(mutex_);
        failure_ = std::move(failure);
        answered_ = true;
        came_.notify_one();  // under the lock: the waiter is gone as soon as it can see the answer
    }
    void wait() {
        std::unique_lock lock(mutex_);
        came_.wait(lock, [this] { return answered_; });
        if (failure_ != nullptr) {
            std::rethrow_exception(std::move(failure_));
        }
    }

  private:
    std::mutex mutex_;
    std::condition_variable came_;
    bool answered_ = false;
    std::exception_ptr failure_;
};

}  // namespace

GroupWriter::GroupWriter(Database database) : GroupWriter(std::move(database), Limits{}) {}

GroupWriter::GroupWriter(Database database, Limits limits)
    : database_(std::move(database)), limits_(limits), thread_([this] { write_until_stopped(); }) {}

GroupWriter::~GroupWriter() {
    stop();
}

void GroupWriter::run(const Work& work) {
    Waiter waiter;
    {
        std::unique_lock lock(mutex_);
        room_came_.wait(lock,
                        [this] { return stopping_ || waiting_.size() < limits_.waiting_max; });
        if (stopping_) {
            std::rethrow_exception(stopped());
        }
        waiting_.push_back(
            {.work = [&work](Database& database) { work(database); },
             .answer = [&waiter](std::exception_ptr failure) { waiter.answer(std::move(failure)); },
             .failure = nullptr});
    }
    work_came_.notify_one();
    waiter.wait();
}

bool GroupWriter::try_submit(Work work, Answer answer) {
    {
        const std::lock_guard lock(mutex_);
        if (!stopping_) {
            if (waiting_.size() >= limits_.waiting_max) {
                return false;
            }
            waiting_.push_back(
                {.work = std::move(work), .answer = std::move(answer), .failure = nullptr});
            work_came_.notify_one();
            return true;
        }
    }
    answer(stopped());
    return true;
}

void GroupWriter::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    work_came_.notify_all();
    room_came_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

GroupWriter::Counts GroupWriter::counts() const {
    const std::lock_guard lock(mutex_);
    return counts_;
}

void GroupWriter::write_until_stopped() {
    for (std::vector<Operation> batch = take(); !batch.empty(); batch = take()) {
        commit(batch);
        {
            const std::lock_guard lock(mutex_);
            counts_.operations += batch.size();
            counts_.commits += 1;
            counts_.largest_commit = std::max(counts_.largest_commit, batch.size());
        }
        for (Operation& operation : batch) {
            operation.answer(std::move(operation.failure));
        }
    }
}

/// What waits, in the order it came; nothing when the writer is to end.
std::vector<GroupWriter::Operation> GroupWriter::take() {
    std::vector<Operation> batch;
    {
        std::unique_lock lock(mutex_);
        work_came_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        const auto count = static_cast<std::ptrdiff_t>(
            std::min(waiting_.size(), std::max<std::size_t>(limits_.commit_max, 1)));
        batch.assign(std::make_move_iterator(waiting_.begin()),
                     std::make_move_iterator(waiting_.begin() + count));
        waiting_.erase(waiting_.begin(), waiting_.begin() + count);
    }
    room_came_.notify_all();
    return batch;
}

void GroupWriter::commit(std::vector<Operation>& batch) {
    try {
        database_.transaction([&] { run_each(batch); });
    } catch (...) {
        const std::exception_ptr failure = std::current_exception();
        for (Operation& operation : batch) {
            operation.failure = copy_of(failure);
        }
    }
}

void GroupWriter::run_each(std::vector<Operation>& batch) {
    for (Operation& operation : batch) {
        try {
            database_.transaction([&] { operation.work(database_); });
        } catch (...) {
            operation.failure = std::current_exception();
            if (database_.transaction_lost()) {
                throw;  // SQLite has undone the others too
            }
        }
    }
}

}  // namespace relief
