// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/group_writer.h"
#include "tools/desk/opened_books.h"
#include "tools/server/api/worker_pool.h"

#include <cstdint>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace relief {

/// A row of the journal as it is told to those who watch: never what is in it.
struct JournalLine {
    std::int64_t seq = 0;
    Instant recorded_at;
    std::string actor;
    std::string operation;
    std::string subject;
};

/// Up to `limit` rows behind `after`, in order.
[[nodiscard]] std::vector<JournalLine> read_journal_lines(Database& database, std::int64_t after,
                                                          std::size_t limit);

/// The books of a running server: one thread that writes, with commits shared by all who wait, and
/// a few that read. The books were proven when they were opened; the write lock is held until the
/// end, so nothing else changes them.
class DeskThreads {
  public:
    using Work = std::function<void(const std::shared_ptr<OpenedBooks>&)>;
    /// Runs a piece of work on the writer and waits for its commit.
    using Writing = std::function<void(const Work&)>;
    /// Null where the work is done (a change: and on the disk), else what it failed with.
    using Done = std::function<void(std::exception_ptr)>;
    /// Rows that a commit added; called on the writer's thread, in order.
    using Committed = std::function<void(const std::vector<JournalLine>&)>;

    struct Limits {
        unsigned readers = 2;
        std::size_t waiting_max = 256;  ///< reads, and changes, not yet begun
    };

    /// Opens `file` and proves it; adds tables that older books lack from `data`. Errors as
    /// Database::open and require_proven.
    DeskThreads(const std::filesystem::path& file, const std::filesystem::path& data, Instant now,
                Committed committed);
    DeskThreads(const std::filesystem::path& file, const std::filesystem::path& data, Instant now,
                Committed committed, Limits limits);
    ~DeskThreads();
    DeskThreads(const DeskThreads&) = delete;
    DeskThreads& operator=(const DeskThreads&) = delete;

    /// Runs `work` on a reader, in one snapshot. False where too many wait already; nothing was
    /// taken up then.
    [[nodiscard]] bool read(Work work, Done done);
    /// Runs `work` on the writer; all it does is one part of a commit that succeeds or fails whole.
    [[nodiscard]] bool change(Work work, Done done);
    /// The same, and waits: for the threads of long work. Throws what it failed with.
    void change_and_wait(const Work& work);
    /// Books for long work: a reading connection of its own, sharing the tables.
    [[nodiscard]] std::shared_ptr<OpenedBooks> reader() const;
    [[nodiscard]] const BookTables& tables() const { return *tables_; }
    [[nodiscard]] std::int64_t head() const;
    /// Where a commit failed so that nobody knows what the disk has kept, the books must be opened
    /// anew: the program ends.
    [[nodiscard]] bool broken() const;
    [[nodiscard]] GroupWriter::Counts counts() const { return writer_->counts(); }
    [[nodiscard]] std::size_t reads_waiting() const { return readers_.waiting(); }
    [[nodiscard]] const std::filesystem::path& file() const { return file_; }

    /// Takes no more, finishes what was taken up.
    void stop();

  private:
    struct Writer;

    std::filesystem::path file_;
    Committed committed_;
    std::shared_ptr<const BookTables> tables_;
    std::shared_ptr<Writer> writing_;
    std::vector<std::shared_ptr<OpenedBooks>> books_of_reader_;
    std::unique_ptr<GroupWriter> writer_;
    WorkerPool readers_;  ///< last: its threads use all of the above
};

}  // namespace relief
