// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/posting_trial.h"

#include "core/store/database.h"
#include "core/store/group_writer.h"
#include "reserves/ledger/ledger.h"
#include "reserves/ledger/record.h"

#include <algorithm>
#include <barrier>
#include <chrono>
#include <functional>
#include <thread>

#include <fmt/format.h>

namespace relief::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t stock_of_a_lot = 1'000'000'000;
constexpr int lots_in_a_receipt = 50;
constexpr int raw_postings = 20'000;
constexpr Date day{std::chrono::year{2017} / std::chrono::July / 13};

Instant now() {
    return beijing_midnight(day) + std::chrono::hours{20};
}

Account account(int lot, std::string stage) {
    return {.owner = "220000",
            .keeper = "JL-CAD",
            .site = fmt::format("JL-C-{}", 220'100 + lot % 9),
            .item = "TENT12S",
            .lot = fmt::format("LOT-{:04}", lot),
            .condition = "A",
            .stage = std::move(stage)};
}

Movement carry(std::string kind, std::string key) {
    return {.kind = std::move(kind),
            .idempotency_key = std::move(key),
            .occurred_at = now() - std::chrono::hours{1},
            .actor = "officer-001",
            .reason = "made by relief-bench",
            .entries = {}};
}

/// A thousand lots with more on the shelf than all trials take, and an issue of each, so that every
/// account is there.
void fill_base(Database& database) {
    for (int first = 0; first < PostingTrial::lots; first += lots_in_a_receipt) {
        Movement receipt = carry("receipt", fmt::format("receipt/{}", first));
        Movement issue = carry("issue", fmt::format("first/{}", first));
        for (int lot = first; lot < first + lots_in_a_receipt; ++lot) {
            receipt.entries.push_back({account(lot, "purchased"), -stock_of_a_lot});
            receipt.entries.push_back({account(lot, "on_hand"), stock_of_a_lot});
            receipt.lots.push_back({.item = "TENT12S",
                                    .lot = account(lot, "").lot,
                                    .made_on = day - std::chrono::days{900},
                                    .expires_on = day + std::chrono::days{900}});
            issue.entries.push_back({account(lot, "on_hand"), -1});
            issue.entries.push_back({account(lot, "issued_to_people"), 1});
        }
        post_movement(database, receipt, now());
        post_movement(database, issue, now());
    }
}

/// The n-th posting of a desk: one piece of a lot that moves on from posting to posting.
Movement posting(int desk, int number) {
    const int lot = (desk * 31 + number * 7) % PostingTrial::lots;
    Movement movement = carry("issue", fmt::format("desk-{:03}/{:08}", desk, number));
    movement.entries = {{account(lot, "on_hand"), -1}, {account(lot, "issued_to_people"), 1}};
    return movement;
}

/// What the postings of a desk write, read back from books in memory.
std::vector<PostingRows> reckon_rows() {
    Database database = Database::in_memory();
    fill_base(database);
    std::vector<PostingRows> all;
    Statement movements = database.prepare(
        "SELECT id, journal_seq, m.occurred_at, m.recorded_at, m.actor, kind, key, reason, "
        "payload, content_hash, m.prev_hash, m.hash, j.prev_hash, j.hash FROM movement AS m JOIN "
        "journal AS j ON j.seq = m.journal_seq WHERE id = ?1");
    Statement lines = database.prepare(
        "SELECT account_id, amount FROM entry WHERE movement_id = ?1 ORDER BY line");
    for (int number = 0; number < raw_postings; ++number) {
        const Movement movement = posting(0, number);
        const std::int64_t id = post_movement(database, movement, now());
        movements.bind(1, id);
        movements.step();
        PostingRows rows{.movement = id,
                         .journal_seq = movements.integer(1),
                         .occurred_at = movements.integer(2),
                         .recorded_at = movements.integer(3),
                         .day = book_day(movement.occurred_at),
                         .actor = movements.text(4),
                         .kind = movements.text(5),
                         .key = movements.text(6),
                         .reason = movements.text(7),
                         .payload = movements.text(8),
                         .content_hash = movements.text(9),
                         .movement_hashes = {movements.text(10), movements.text(11)},
                         .journal_hashes = {movements.text(12), movements.text(13)},
                         .lines = {}};
        movements.reset();
        lines.bind(1, id);
        for (PostingRows::Line& line : rows.lines) {
            lines.step();
            line = {.account = lines.integer(0), .amount = lines.integer(1)};
        }
        lines.reset();
        all.push_back(std::move(rows));
    }
    return all;
}

/// The statements of one who writes these tables without Relief.
class RawWriter {
  public:
    explicit RawWriter(Database& database)
        : journal_(database.prepare("INSERT INTO journal VALUES(?1, ?2, ?3, ?4, 'movement.post', "
                                    "?5, ?6, ?7, ?8)")),
          movement_(database.prepare(
              "INSERT INTO movement(id, kind, key, occurred_at, recorded_at, actor, reason, "
              "content_hash, prev_hash, hash, journal_seq) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
              "?9, ?10, ?11)")),
          entry_(database.prepare("INSERT INTO entry VALUES(?1, ?2, ?3, ?4)")),
          balance_(database.prepare("UPDATE balance SET amount = amount + ?2 WHERE account_id = "
                                    "?1")),
          day_(database.prepare("INSERT INTO balance_day VALUES(?1, ?2, ?3) ON CONFLICT DO UPDATE "
                                "SET amount = amount + excluded.amount")) {}

    void write(const PostingRows& rows) {
        journal_.bind(1, rows.journal_seq)
            .bind(2, rows.occurred_at)
            .bind(3, rows.recorded_at)
            .bind(4, rows.actor)
            .bind(5, rows.key)
            .bind(6, rows.payload)
            .bind(7, rows.journal_hashes[0])
            .bind(8, rows.journal_hashes[1]);
        journal_.run();
        movement_.bind(1, rows.movement)
            .bind(2, rows.kind)
            .bind(3, rows.key)
            .bind(4, rows.occurred_at)
            .bind(5, rows.recorded_at)
            .bind(6, rows.actor)
            .bind(7, rows.reason)
            .bind(8, rows.content_hash)
            .bind(9, rows.movement_hashes[0])
            .bind(10, rows.movement_hashes[1])
            .bind(11, rows.journal_seq);
        movement_.run();
        std::int64_t number = 0;
        for (const PostingRows::Line& line : rows.lines) {
            entry_.bind(1, rows.movement)
                .bind(2, ++number)
                .bind(3, line.account)
                .bind(4, line.amount);
            entry_.run();
            balance_.bind(1, line.account).bind(2, line.amount);
            balance_.run();
        }
        day_.bind(1, rows.lines[0].account).bind(2, rows.day).bind(3, rows.lines[0].amount);
        day_.run();
    }

  private:
    Statement journal_;
    Statement movement_;
    Statement entry_;
    Statement balance_;
    Statement day_;
};

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Calls `post` with 0, 1, 2 … until the time is over or it answers false; how long each took.
std::vector<double> post_for(double seconds, const std::function<bool(int)>& post) {
    std::vector<double> each;
    const Clock::time_point begin = Clock::now();
    for (int number = 0; seconds_since(begin) < seconds; ++number) {
        const Clock::time_point asked = Clock::now();
        if (!post(number)) {
            break;
        }
        each.push_back(seconds_since(asked));
    }
    return each;
}

Rate rate_of(std::vector<double> each, double seconds) {
    if (each.empty()) {
        return {};
    }
    const auto at = static_cast<std::ptrdiff_t>(each.size() * 99 / 100);
    std::nth_element(each.begin(), each.begin() + at, each.end());
    return {.per_second = static_cast<double>(each.size()) / seconds,
            .p99_ms = each[static_cast<std::size_t>(at)] * 1000};
}

}  // namespace

PostingTrial::PostingTrial(std::filesystem::path folder) : folder_(std::move(folder)) {
    rows_ = reckon_rows();
    static_cast<void>(Database::create(folder_ / "base.db", fill_base));
}

std::filesystem::path PostingTrial::fresh_copy() const {
    const std::filesystem::path file = folder_ / "trial.db";
    for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
        std::filesystem::remove(file.string() + suffix);
    }
    std::filesystem::copy_file(folder_ / "base.db", file);
    return file;
}

Rate PostingTrial::raw(double seconds) const {
    Database database = Database::open(fresh_copy());
    database.execute("PRAGMA foreign_keys=OFF; PRAGMA recursive_triggers=OFF");
    RawWriter writer(database);
    const Clock::time_point begin = Clock::now();
    std::vector<double> each = post_for(seconds, [&](int number) {
        if (number >= raw_postings) {
            return false;
        }
        database.transaction([&] { writer.write(rows_[static_cast<std::size_t>(number)]); });
        return true;
    });
    return rate_of(std::move(each), seconds_since(begin));
}

Rate PostingTrial::one_desk(double seconds) const {
    Database database = Database::open(fresh_copy());
    const Clock::time_point begin = Clock::now();
    std::vector<double> each = post_for(seconds, [&](int number) {
        post_movement(database, posting(0, number), now());
        return true;
    });
    return rate_of(std::move(each), seconds_since(begin));
}

Rate PostingTrial::desks(int count, double seconds) const {
    GroupWriter writer(Database::open(fresh_copy()));
    std::vector<std::vector<double>> each(static_cast<std::size_t>(count));
    std::vector<std::thread> threads;
    std::barrier start(count + 1);
    for (int desk = 0; desk < count; ++desk) {
        threads.emplace_back([&, desk] {
            start.arrive_and_wait();
            each[static_cast<std::size_t>(desk)] = post_for(seconds, [&](int number) {
                const Movement movement = posting(desk, number);
                writer.run([&](Database& database) { post_movement(database, movement, now()); });
                return true;
            });
        });
    }
    start.arrive_and_wait();
    const Clock::time_point begin = Clock::now();
    for (std::thread& thread : threads) {
        thread.join();
    }
    const double whole = seconds_since(begin);
    std::vector<double> all;
    for (const std::vector<double>& times : each) {
        all.insert(all.end(), times.begin(), times.end());
    }
    return rate_of(std::move(all), whole);
}

}  // namespace relief::bench
