// SPDX-License-Identifier: Apache-2.0
#pragma once

// The trials of the ledger under fault. The default tests run them a few times, the slow ones as
// often as the promise says.

#include "core/store/group_writer.h"
#include "tests/kit/books.h"
#include "tests/kit/power_cut.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <barrier>
#include <chrono>
#include <cstdint>
#include <limits>
#include <mutex>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace relief::kit {

/// Small books with `stock` of lot N1 on P's shelf.
inline void make_stocked_books(const std::filesystem::path& file, std::int64_t stock) {
    static_cast<void>(Database::create(file, [&](Database& made) {
        open_small_books(made);
        Movement receipt = carry("receipt", "stock", 2, account("P", "N1", "purchased"),
                                 account("P", "N1", "on_hand"), stock);
        receipt.lots = {{"TENT", "N1", book_date(2), book_date(30)}};
        post_movement(made, receipt, noon_of(2));
    }));
}

inline void copy_books(const std::filesystem::path& from, const std::filesystem::path& to) {
    for (const char* suffix : {"-wal", "-shm"}) {
        std::filesystem::remove(to.string() + suffix);
    }
    std::filesystem::copy_file(from, to, std::filesystem::copy_options::overwrite_existing);
}

inline std::int64_t left_of_n1(Database& database) {
    return balance(database, account("P", "N1", "on_hand"));
}

// ---- Killed processes -------------------------------------------------------------------------

/// Clients that post one piece after the other through a group writer, each waiting for its answer
/// and writing it down; after a kill each asks again for what it was not answered, with its key.
class KilledClients {
  public:
    static constexpr int clients = 16;
    static constexpr std::int64_t stock = 100'000'000;

    KilledClients(std::filesystem::path file, unsigned seed)
        : file_(std::move(file)), random_(seed) {
        make_stocked_books(file_, stock);
    }

    /// One life of the process: killed after some number of answers, in the middle of whatever it
    /// is doing then. What was answered must be there, each once.
    void live_and_die() {
        std::array<int, 2> pipe{};
        ASSERT_EQ(::pipe(pipe.data()), 0);
        Child child([&](const auto& ready) {
            ::close(pipe[0]);
            GroupWriter writer(Database::open(file_));
            ready();
            post_for_ever(writer, pipe[1]);
        });
        ::close(pipe[1]);
        ASSERT_TRUE(child.was_ready());
        read_answers(pipe[0], 1 + static_cast<unsigned>(random_() % 200));
        for (auto spin = random_() % 200'000; spin > 0; --spin) {
            __asm__ volatile("");  // not always right after an answer
        }
        child.kill();
        read_answers(pipe[0], std::numeric_limits<unsigned>::max());
        ::close(pipe[0]);
        reopen_and_check();
    }

    /// The whole of the books: nothing twice, nothing that nobody asked for.
    void check_whole() {
        Database database = Database::open(file_);
        EXPECT_EQ(complaint(verify_books(database, std::nullopt)), "");
        std::int64_t posted = 0;
        for (int client = 0; client < clients; ++client) {
            const std::int64_t count = posted_by(database, client);
            EXPECT_GE(count, answered_.at(static_cast<std::size_t>(client)));
            EXPECT_LE(count, answered_.at(static_cast<std::size_t>(client)) + 1)
                << "at most the one in flight";
            posted += count;
        }
        EXPECT_EQ(left_of_n1(database), stock - posted);
    }

    [[nodiscard]] double slowest_restart_ms() const { return slowest_restart_ms_; }
    [[nodiscard]] std::int64_t answers() const {
        return std::accumulate(answered_.begin(), answered_.end(), std::int64_t{0});
    }

  private:
    struct Answer {
        std::int32_t client;
        std::int32_t number;
    };

    static std::string key(int client, std::int64_t number) {
        return "c" + std::to_string(client) + "/" + std::to_string(number);
    }

    [[noreturn]] void post_for_ever(GroupWriter& writer, int answers) const {
        std::vector<std::thread> threads;
        for (int client = 0; client < clients; ++client) {
            threads.emplace_back([&, client] {
                for (std::int64_t number = answered_.at(static_cast<std::size_t>(client)) + 1;;
                     ++number) {
                    writer.run([&](Database& database) {
                        post_movement(database, issue(key(client, number), 6, "P", "N1", 1),
                                      noon_of(6));
                    });
                    const Answer answer{client, static_cast<std::int32_t>(number)};
                    (void)!::write(answers, &answer, sizeof answer);  // less than PIPE_BUF: whole
                }
            });
        }
        stay();
    }

    void read_answers(int from, unsigned count) {
        Answer answer{};
        for (unsigned i = 0; i < count && ::read(from, &answer, sizeof answer) == sizeof answer;
             ++i) {
            std::int64_t& last = answered_.at(static_cast<std::size_t>(answer.client));
            EXPECT_EQ(answer.number, last + 1);
            last = answer.number;
        }
    }

    void reopen_and_check() {
        const auto begin = std::chrono::steady_clock::now();
        Database database = Database::open(file_);
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - begin;
        slowest_restart_ms_ = std::max(slowest_restart_ms_, took.count());
        Statement find = database.prepare("SELECT count(*) FROM movement WHERE key = ?1");
        for (int client = 0; client < clients; ++client) {
            const std::int64_t last = answered_.at(static_cast<std::size_t>(client));
            for (std::int64_t number = checked_.at(static_cast<std::size_t>(client)) + 1;
                 number <= last; ++number) {
                find.reset();
                find.bind(1, key(client, number));
                find.step();
                EXPECT_EQ(find.integer(0), 1) << key(client, number) << " was answered";
            }
            checked_.at(static_cast<std::size_t>(client)) = last;
        }
    }

    static std::int64_t posted_by(Database& database, int client) {
        Statement count = database.prepare(
            "SELECT count(*), count(DISTINCT key) FROM movement WHERE key GLOB ?1");
        count.bind(1, "c" + std::to_string(client) + "/*");
        count.step();
        EXPECT_EQ(count.integer(0), count.integer(1));
        return count.integer(0);
    }

    std::filesystem::path file_;
    std::mt19937 random_;
    std::array<std::int64_t, clients> answered_{};
    std::array<std::int64_t, clients> checked_{};
    double slowest_restart_ms_ = 0;
};

// ---- Power cuts -------------------------------------------------------------------------------

struct PowerTrial {
    bool normal = false;  ///< synchronous=NORMAL in place of FULL
    bool lying = false;   ///< an fsync that does nothing
};

struct PowerOutcome {
    int cuts = 0;
    int lost = 0;    ///< cuts after which an answered posting was not there
    int broken = 0;  ///< cuts after which the file or the books were not whole
};

/// Posts until the power goes, and answers what is found afterwards.
inline void cut_once(const std::filesystem::path& base, const TempFolder& folder, unsigned seed,
                     const PowerTrial& trial, PowerOutcome& outcome) {
    const std::filesystem::path live = folder / "live.db";
    const std::filesystem::path found = folder / "found.db";
    copy_books(base, live);
    std::mt19937 random(seed);
    std::set<std::string> answered;
    {
        PowerCut disk(seed);
        if (trial.lying) {
            disk.lie();
        }
        try {
            Database database = Database::open(live);
            if (trial.normal) {
                database.execute("PRAGMA synchronous=NORMAL");
            }
            disk.cut_at(static_cast<int>(1 + random() % 400));
            for (int number = 0; number < 200; ++number) {
                const std::string key = "p" + std::to_string(number);
                post_movement(database, issue(key, 6, "P", "N1", 1), noon_of(6));
                answered.insert(key);
                if (random() % 16 == 0) {
                    database.checkpoint();
                }
            }
        } catch (const Error&) {
            EXPECT_TRUE(disk.is_cut());
        }
        const auto sectors =
            seed % 2 == 0 ? PowerCut::Sectors::dropped : PowerCut::Sectors::reordered;
        for (const char* suffix : {"", "-wal", "-shm"}) {
            std::filesystem::remove(found.string() + suffix);
        }
        disk.survivors(live, found, sectors);
        disk.survivors(live.string() + "-wal", found.string() + "-wal", sectors);
    }
    ++outcome.cuts;
    try {
        Database database = Database::open(found);
        outcome.broken += verify_books(database, std::nullopt).ok ? 0 : 1;
        Statement find = database.prepare("SELECT count(*) FROM movement WHERE key = ?1");
        const bool all = std::all_of(answered.begin(), answered.end(), [&](const auto& key) {
            find.reset();
            find.bind(1, key);
            return find.step() && find.integer(0) == 1;
        });
        outcome.lost += all ? 0 : 1;
    } catch (const Error&) {
        ++outcome.broken;
    }
}

inline PowerOutcome cut_power(int cuts, const PowerTrial& trial) {
    const TempFolder folder;
    const std::filesystem::path base = folder / "base.db";
    make_stocked_books(base, 1'000'000);
    PowerOutcome outcome;
    for (int i = 0; i < cuts; ++i) {
        cut_once(base, folder, static_cast<unsigned>(i), trial, outcome);
    }
    return outcome;
}

// ---- One lot, many desks ----------------------------------------------------------------------

struct LotTrial {
    std::int64_t taken = 0;
    int refused = 0;
};

/// Each client tries so often to take 1, 2 or 3 pieces; who gets none is told what is left.
inline LotTrial take_from_one_lot(int clients, int tries, std::int64_t stock) {
    const TempFolder folder;
    const std::filesystem::path file = folder / "lot.db";
    make_stocked_books(file, stock);
    LotTrial trial;
    {
        GroupWriter writer(Database::open(file));
        std::mutex mutex;
        std::vector<std::thread> threads;
        for (int client = 0; client < clients; ++client) {
            threads.emplace_back([&, client] {
                for (int i = 0; i < tries; ++i) {
                    const std::int64_t amount = 1 + (client + i) % 3;
                    const std::string key = std::to_string(client) + "/" + std::to_string(i);
                    try {
                        writer.run([&](Database& database) {
                            post_movement(database, issue(key, 6, "P", "N1", amount), noon_of(6));
                        });
                        const std::lock_guard lock(mutex);
                        trial.taken += amount;
                    } catch (const Error& error) {
                        const std::lock_guard lock(mutex);
                        ++trial.refused;
                        EXPECT_EQ(error.detail().code, "ledger.negative") << error.what();
                        EXPECT_NE(error.detail().found.find(" there, "), std::string::npos)
                            << error.what();
                    }
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
    }
    Database database = Database::open(file);
    EXPECT_EQ(left_of_n1(database), stock - trial.taken);
    EXPECT_EQ(complaint(verify_books(database, std::nullopt)), "");
    return trial;
}

/// The control: the same clients look first and write then, in two steps, as a program without a
/// rule in the books does. Answers how much went out of `stock`.
inline std::int64_t look_then_take(int clients, int tries, std::int64_t stock) {
    const TempFolder folder;
    static_cast<void>(Database::create(folder / "control.db"));
    GroupWriter writer(Database::open(folder / "control.db"));
    writer.run([&](Database& database) {
        database.execute("CREATE TABLE shelf(amount INTEGER NOT NULL) STRICT");
        database.prepare("INSERT INTO shelf VALUES(?1)").bind(1, stock).run();
    });
    std::barrier together(clients);
    std::mutex mutex;
    std::int64_t taken = 0;
    std::vector<std::thread> threads;
    for (int client = 0; client < clients; ++client) {
        threads.emplace_back([&] {
            for (int i = 0; i < tries; ++i) {
                std::int64_t there = 0;
                writer.run([&](Database& database) {
                    Statement select = database.prepare("SELECT amount FROM shelf");
                    there = select.step() ? select.integer(0) : 0;
                });
                together.arrive_and_wait();  // the officers look at their screens at the same time
                if (there > 0) {
                    writer.run([](Database& database) {
                        database.execute("UPDATE shelf SET amount = amount - 1");
                    });
                    const std::lock_guard lock(mutex);
                    ++taken;
                }
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    return taken;
}

}  // namespace relief::kit
