// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace relief {

/// Many threads change one database through one writing connection. What is asked for while a
/// commit is on its way to the disk is committed together by the next one, so that a durable
/// commit (an fsync) is shared by all who wait for it, and nobody waits for company.
///
/// Each operation is a part of the common transaction that can fail alone: what it throws is its
/// own answer and its changes are undone, the others stand. An answer is given only after the
/// commit, so a change that was answered is on the disk. Where the commit fails, or the disk is
/// full in the middle and SQLite gives the transaction up, every operation of that commit fails
/// with that error and none has changed anything. After a failed fsync nobody knows what the disk
/// has kept: everything that waits, and everything that is asked later, is answered with that
/// fault.
class GroupWriter {
  public:
    /// Runs on the writer's thread, inside a transaction. What it captures must live until its
    /// answer. It must not call the writer it runs on.
    using Work = std::function<void(Database&)>;
    /// Called on the writer's thread after the commit: null where the work is done and durable,
    /// else what it failed with. Must not throw and should be short.
    using Answer = std::function<void(std::exception_ptr)>;

    struct Limits {
        std::size_t waiting_max = 1024;  ///< operations not yet taken up
        std::size_t commit_max = 256;    ///< operations in one commit
    };
    struct Counts {
        std::uint64_t operations = 0;  ///< answered, well or not
        std::uint64_t commits = 0;
        std::size_t largest_commit = 0;
    };

    /// Takes a database opened for writing; it is closed, its WAL folded, when the writer goes.
    explicit GroupWriter(Database database);
    GroupWriter(Database database, Limits limits);
    /// As stop().
    ~GroupWriter();
    GroupWriter(const GroupWriter&) = delete;
    GroupWriter& operator=(const GroupWriter&) = delete;

    /// Runs `work` and waits for its commit; throws what it failed with. Waits for room where too
    /// many wait already. conflict (writer.stopped) after stop().
    void run(const Work& work);
    /// Does not wait: false where too many wait already (say "try again"), and nothing was taken
    /// up then. Otherwise `answer` is called once; after stop() with conflict (writer.stopped).
    [[nodiscard]] bool try_submit(Work work, Answer answer);
    /// Takes no more, does what was taken up, and ends the thread. May be called twice.
    void stop();

    [[nodiscard]] Counts counts() const;

  private:
    struct Operation {
        Work work;
        Answer answer;
        std::exception_ptr failure;
    };

    void write_until_stopped();
    [[nodiscard]] std::vector<Operation> take();
    void commit(std::vector<Operation>& batch);
    void run_each(std::vector<Operation>& batch);

    Database database_;
    Limits limits_;
    mutable std::mutex mutex_;
    std::condition_variable work_came_;
    std::condition_variable room_came_;
    std::deque<Operation> waiting_;
    bool stopping_ = false;
    Counts counts_;
    std::thread thread_;  ///< last: it uses all of the above
};

}  // namespace relief
