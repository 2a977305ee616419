// SPDX-License-Identifier: Apache-2.0
#include "tools/server/api/desk_threads.h"

#include "core/error.h"
#include "core/store/journal.h"
#include "core/store/older_books.h"
#include "tools/desk/tables.h"

#include <atomic>
#include <future>
#include <utility>

namespace relief {
namespace {

constexpr std::size_t all_lines = 1'000'000'000;

}  // namespace

std::vector<JournalLine> read_journal_lines(Database& database, std::int64_t after,
                                            std::size_t limit) {
    std::vector<JournalLine> lines;
    Statement select = database.prepare(
        "SELECT seq, recorded_at, actor, operation, subject FROM journal WHERE seq > ? "
        "ORDER BY seq LIMIT ?");
    select.bind(1, after).bind(2, static_cast<std::int64_t>(limit));
    while (select.step()) {
        lines.push_back({.seq = select.integer(0),
                         .recorded_at = instant_of(select.integer(1)),
                         .actor = select.text(2),
                         .operation = select.text(3),
                         .subject = select.text(4)});
    }
    return lines;
}

/// What the writer's thread works with.
struct DeskThreads::Writer {
    std::shared_ptr<OpenedBooks> books;  ///< lent by the writer when it first works
    std::atomic<std::int64_t> head = 0;
    std::atomic<bool> broken = false;

    const std::shared_ptr<OpenedBooks>& books_of(Database& database,
                                                 const std::shared_ptr<const BookTables>& tables) {
        if (books == nullptr) {
            books = std::make_shared<OpenedBooks>(database);
            books->tables = tables;
        }
        return books;
    }
};

namespace {

/// The books, proven and with every table this program knows.
Database open_for_service(const std::filesystem::path& file, const std::filesystem::path& data,
                          Instant now) {
    Database database = Database::open(file);
    static_cast<void>(require_proven(database));
    add_missing_tables(database, FolderSource(data), now);
    return database;
}

/// After a failed fsync the writer answers every change with a fault of the store.
bool is_broken(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const Error& error) {
        return error.kind() == ErrorKind::fault && error.detail().code.starts_with("db.");
    } catch (...) {
        return false;
    }
}

}  // namespace

DeskThreads::DeskThreads(const std::filesystem::path& file, const std::filesystem::path& data,
                         Instant now, Committed committed)
    : DeskThreads(file, data, now, std::move(committed), Limits{}) {}

DeskThreads::DeskThreads(const std::filesystem::path& file, const std::filesystem::path& data,
                         Instant now, Committed committed, Limits limits)
    : file_(file),
      committed_(std::move(committed)),
      writing_(std::make_shared<Writer>()),
      readers_(limits.readers, limits.waiting_max) {
    Database database = open_for_service(file, data, now);
    tables_ = load_book_tables(DatabaseSource(database));
    writing_->head = journal_head(database).seq;
    writer_ = std::make_unique<GroupWriter>(std::move(database),
                                            GroupWriter::Limits{.waiting_max = limits.waiting_max});
    for (unsigned each = 0; each < limits.readers; ++each) {
        books_of_reader_.push_back(reader());
    }
}

DeskThreads::~DeskThreads() {
    stop();
}

bool DeskThreads::read(Work work, Done done) {
    return readers_.submit([this, work = std::move(work), done = std::move(done)](std::size_t own) {
        const std::shared_ptr<OpenedBooks>& books = books_of_reader_[own];
        std::exception_ptr failure;
        try {
            books->database.transaction([&] { work(books); });
        } catch (...) {
            failure = std::current_exception();
        }
        done(failure);
    });
}

bool DeskThreads::change(Work work, Done done) {
    const auto lines = std::make_shared<std::vector<JournalLine>>();
    return writer_->try_submit(
        [this, lines, work = std::move(work)](Database& database) {
            const std::int64_t before = journal_head(database).seq;
            work(writing_->books_of(database, tables_));
            *lines = read_journal_lines(database, before, all_lines);
        },
        [this, lines, done = std::move(done)](std::exception_ptr failure) {
            if (failure == nullptr && !lines->empty()) {
                writing_->head = lines->back().seq;
                committed_(*lines);
            }
            if (failure != nullptr && is_broken(failure)) {
                writing_->broken = true;
            }
            done(std::move(failure));
        });
}

void DeskThreads::change_and_wait(const Work& work) {
    std::promise<void> done;
    const bool taken = change(work, [&done](std::exception_ptr failure) {
        failure == nullptr ? done.set_value() : done.set_exception(std::move(failure));
    });
    if (!taken) {
        throw conflict({.code = "request.busy",
                        .message = "too many changes wait already",
                        .expected = "the same request again in a moment, with its key"});
    }
    done.get_future().get();
}

std::shared_ptr<OpenedBooks> DeskThreads::reader() const {
    auto books = std::make_shared<OpenedBooks>(Database::open_read_only(file_));
    books->tables = tables_;
    return books;
}

std::int64_t DeskThreads::head() const {
    return writing_->head;
}

bool DeskThreads::broken() const {
    return writing_->broken;
}

void DeskThreads::stop() {
    readers_.stop();
    writer_->stop();
}

}  // namespace relief
