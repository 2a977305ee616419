// SPDX-License-Identifier: Apache-2.0
#include "core/store/group_writer.h"

#include "core/store/journal.h"
#include "tests/kit/faulty_disk.h"
#include "tests/kit/raw_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <numeric>
#include <set>
#include <thread>

namespace relief {
namespace {

namespace fs = std::filesystem;
using kit::failure_of;
using testing::ElementsAre;

constexpr Instant noon{std::chrono::seconds{1500004800}};  // 2017-07-14T12:00+08:00

void add_row(Database& database, const std::string& subject) {
    append_journal(database, {.occurred_at = noon,
                              .recorded_at = noon,
                              .actor = "tester",
                              .operation = "test",
                              .subject = subject,
                              .payload = "{}"});
}

/// Answers kept in the order they came.
class Answers {
  public:
    GroupWriter::Answer next() {
        return [this](std::exception_ptr failure) {
            const std::lock_guard lock(mutex_);
            codes_.push_back(code_of(std::move(failure)));
            came_.notify_one();
        };
    }
    std::vector<std::string> wait_for(std::size_t count) {
        std::unique_lock lock(mutex_);
        came_.wait(lock, [&] { return codes_.size() >= count; });
        return codes_;
    }

  private:
    static std::string code_of(std::exception_ptr failure) {
        if (failure == nullptr) {
            return "done";
        }
        try {
            std::rethrow_exception(std::move(failure));
        } catch (const Error& error) {
            return error.detail().code;
        } catch (const std::exception& error) {
            return error.what();
        }
    }

    std::mutex mutex_;
    std::condition_variable came_;
    std::vector<std::string> codes_;
};

class GroupWriterTest : public testing::Test {
  protected:
    GroupWriterTest() { static_cast<void>(Database::create(file_)); }

    /// Holds the writer inside one commit until `meanwhile` has been done: what is submitted there
    /// waits together.
    static void while_busy(GroupWriter& writer, const std::function<void()>& meanwhile) {
        struct Gate {
            std::promise<void> begun;
            std::promise<void> go_on;
        };
        const auto gate = std::make_shared<Gate>();  // the writer may leave it last
        ASSERT_TRUE(writer.try_submit(
            [gate](Database&) {
                gate->begun.set_value();
                gate->go_on.get_future().wait();
            },
            [](std::exception_ptr) {}));
        gate->begun.get_future().wait();
        meanwhile();
        gate->go_on.set_value();
    }

    [[nodiscard]] std::vector<std::string> subjects() const {
        Database reader = Database::open_read_only(file_);
        EXPECT_EQ(check_journal(reader), std::nullopt);
        std::vector<std::string> subjects;
        Statement select = reader.prepare("SELECT subject FROM journal ORDER BY seq");
        while (select.step()) {
            subjects.push_back(select.text(0));
        }
        return subjects;
    }

    kit::TempFolder folder_;
    fs::path file_ = folder_ / "relief.db";
};

TEST_F(GroupWriterTest, WhatWaitsIsCommittedTogetherInItsOrder) {
    GroupWriter writer(Database::open(file_));
    Answers answers;
    while_busy(writer, [&] {
        for (int i = 0; i < 10; ++i) {
            const std::string name(1, static_cast<char>('a' + i));
            ASSERT_TRUE(writer.try_submit([name](Database& database) { add_row(database, name); },
                                          answers.next()));
        }
    });
    EXPECT_EQ(answers.wait_for(10), std::vector<std::string>(10, "done"));
    writer.stop();
    EXPECT_EQ(writer.counts().commits, 2U);
    EXPECT_EQ(writer.counts().operations, 11U);
    EXPECT_EQ(writer.counts().largest_commit, 10U);
    EXPECT_THAT(subjects(), ElementsAre("a", "b", "c", "d", "e", "f", "g", "h", "i", "j"));
}

TEST_F(GroupWriterTest, NoCommitIsLargerThanItsLimit) {
    GroupWriter writer(Database::open(file_), {.waiting_max = 100, .commit_max = 4});
    Answers answers;
    while_busy(writer, [&] {
        for (int i = 0; i < 10; ++i) {
            ASSERT_TRUE(writer.try_submit([](Database& database) { add_row(database, "x"); },
                                          answers.next()));
        }
    });
    answers.wait_for(10);
    writer.stop();
    EXPECT_EQ(writer.counts().commits, 1U + 3U) << "4, 4 and 2";
    EXPECT_EQ(writer.counts().largest_commit, 4U);
}

TEST_F(GroupWriterTest, OperationThatFailsFailsAlone) {
    GroupWriter writer(Database::open(file_));
    Answers answers;
    while_busy(writer, [&] {
        for (const std::string name : {"a", "refused", "b", "broken", "c"}) {
            ASSERT_TRUE(writer.try_submit(
                [name](Database& database) {
                    add_row(database, name);
                    if (name == "refused") {
                        throw refused({.code = "ledger.negative", .message = "no"});
                    }
                    if (name == "broken") {
                        throw std::runtime_error("broken");
                    }
                },
                answers.next()));
        }
    });
    EXPECT_THAT(answers.wait_for(5),
                ElementsAre("done", "ledger.negative", "done", "broken", "done"));
    writer.stop();
    EXPECT_EQ(writer.counts().commits, 2U);
    EXPECT_THAT(subjects(), ElementsAre("a", "b", "c"));
}

TEST_F(GroupWriterTest, AnswerComesWhenTheChangeCanBeReadByOthers) {
    GroupWriter writer(Database::open(file_));
    for (int i = 1; i <= 5; ++i) {
        writer.run([](Database& database) { add_row(database, "x"); });
        EXPECT_EQ(subjects().size(), static_cast<std::size_t>(i));
    }
    EXPECT_EQ(failure_of([&] {
                  writer.run([](Database&) {
                      throw refused({.code = "ledger.lot", .message = "no such lot"});
                  });
              })
                  .detail()
                  .code,
              "ledger.lot");
}

TEST_F(GroupWriterTest, TooManyWaitingIsSaidAtOnceOrWaitedFor) {
    GroupWriter writer(Database::open(file_), {.waiting_max = 2, .commit_max = 8});
    Answers answers;
    std::thread patient;
    while_busy(writer, [&] {
        const auto submit = [&] {
            return writer.try_submit([](Database& database) { add_row(database, "x"); },
                                     answers.next());
        };
        EXPECT_TRUE(submit());
        EXPECT_TRUE(submit());
        EXPECT_FALSE(submit());
        patient = std::thread(
            [&] { writer.run([](Database& database) { add_row(database, "patient"); }); });
    });
    patient.join();
    EXPECT_EQ(answers.wait_for(2), std::vector<std::string>(2, "done"));
    writer.stop();
    EXPECT_THAT(subjects(), ElementsAre("x", "x", "patient"));
}

TEST_F(GroupWriterTest, StopDoesWhatWasTakenUpAndRefusesTheRest) {
    GroupWriter writer(Database::open(file_));
    Answers answers;
    std::thread stopping;
    while_busy(writer, [&] {
        for (int i = 0; i < 3; ++i) {
            ASSERT_TRUE(writer.try_submit([](Database& database) { add_row(database, "x"); },
                                          answers.next()));
        }
        stopping = std::thread([&] { writer.stop(); });
    });
    stopping.join();
    EXPECT_EQ(answers.wait_for(3), std::vector<std::string>(3, "done"));
    Answers late;
    EXPECT_TRUE(writer.try_submit([](Database&) {}, late.next()));
    EXPECT_THAT(late.wait_for(1), ElementsAre("writer.stopped"));
    const Error error = failure_of([&] { writer.run([](Database&) {}); });
    EXPECT_EQ(error.kind(), ErrorKind::conflict);
    EXPECT_EQ(error.detail().code, "writer.stopped");
    EXPECT_EQ(subjects().size(), 3U);
}

/// However far the writing has come when the disk is full: all of that commit fails, none of it is
/// there, and with space the same writer goes on.
TEST_F(GroupWriterTest, FullDiskFailsTheWholeCommitAndNothingElse) {
    kit::FaultyDisk disk;
    int refused = 0;
    for (int n = 1; n <= 12; ++n) {
        const std::size_t before = subjects().size();
        GroupWriter writer(Database::open(file_));
        Answers answers;
        while_busy(writer, [&] {
            disk.fill_at_write(n);
            for (int i = 0; i < 5; ++i) {
                ASSERT_TRUE(writer.try_submit(
                    [](Database& database) { add_row(database, std::string(3000, 'x')); },
                    answers.next()));
            }
        });
        const std::vector<std::string> codes = answers.wait_for(5);
        const bool full = codes.front() == "db.full";
        EXPECT_EQ(codes, std::vector<std::string>(5, full ? "db.full" : "done"));
        EXPECT_EQ(subjects().size(), before + (full ? 0U : 5U));
        disk.mend();
        refused += full ? 1 : 0;
        writer.run([](Database& database) { add_row(database, "space is back"); });
    }
    EXPECT_GT(refused, 3);
}

TEST_F(GroupWriterTest, FailedSyncEndsEverything) {
    kit::FaultyDisk disk;
    GroupWriter writer(Database::open(file_));
    writer.run([](Database& database) { add_row(database, "told"); });
    Answers answers;
    while_busy(writer, [&] {
        disk.break_sync_at(1);
        for (int i = 0; i < 3; ++i) {
            ASSERT_TRUE(writer.try_submit([](Database& database) { add_row(database, "unknown"); },
                                          answers.next()));
        }
    });
    EXPECT_EQ(answers.wait_for(3), std::vector<std::string>(3, "db.stopped"));
    disk.mend();
    const Error error =
        failure_of([&] { writer.run([](Database& database) { add_row(database, "never"); }); });
    EXPECT_EQ(error.kind(), ErrorKind::fault);
    writer.stop();
    EXPECT_THAT(std::set<std::string>({subjects().front(), subjects().back()}),
                testing::Not(testing::Contains("never")));
}

TEST_F(GroupWriterTest, ManyThreadsEachSeeTheirOwnChangesOnceAndInOrder) {
    constexpr int threads = 16;
    constexpr int each = 50;
    {
        GroupWriter writer(Database::open(file_), {.waiting_max = 8, .commit_max = 5});
        std::vector<std::thread> desks;
        desks.reserve(threads);
        for (int desk = 0; desk < threads; ++desk) {
            desks.emplace_back([&writer, desk] {
                for (int i = 0; i < each; ++i) {
                    writer.run([&](Database& database) {
                        add_row(database, std::to_string(desk * each + i));
                    });
                }
            });
        }
        for (std::thread& desk : desks) {
            desk.join();
        }
    }
    std::vector<std::vector<int>> seen(threads);
    for (const std::string& subject : subjects()) {
        const int number = std::stoi(subject);
        seen.at(static_cast<std::size_t>(number / each)).push_back(number % each);
    }
    std::vector<int> in_order(each);
    std::iota(in_order.begin(), in_order.end(), 0);
    EXPECT_THAT(seen, testing::Each(in_order));
}

}  // namespace
}  // namespace relief
