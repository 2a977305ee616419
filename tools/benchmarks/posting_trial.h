// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace relief::bench {

/// How a trial went.
struct Rate {
    double per_second = 0;
    double p99_ms = 0;  ///< from asking to the durable answer
};

/// What one posting writes.
struct PostingRows {
    struct Line {
        std::int64_t account = 0;
        std::int64_t amount = 0;
    };

    std::int64_t movement = 0;
    std::int64_t journal_seq = 0;
    std::int64_t occurred_at = 0;
    std::int64_t recorded_at = 0;
    std::int64_t day = 0;
    std::string actor;
    std::string kind;
    std::string key;
    std::string reason;
    std::string payload;
    std::string content_hash;
    std::array<std::string, 2> movement_hashes;  ///< of the one before, and its own
    std::array<std::string, 2> journal_hashes;   ///< the same
    std::array<Line, 2> lines;                   ///< the first takes from a shelf
};

/// The same small postings (a row of the journal, one movement, two entries, two balances and the
/// balance of a day), made durable one way or another, each trial on a fresh copy of the same books
/// of a thousand lots.
class PostingTrial {
  public:
    explicit PostingTrial(std::filesystem::path folder);

    /// SQLite alone: the rows reckoned beforehand, written by prepared statements, WAL with
    /// synchronous=FULL, one posting a commit, foreign keys off.
    [[nodiscard]] Rate raw(double seconds) const;
    /// One desk that posts as a command does.
    [[nodiscard]] Rate one_desk(double seconds) const;
    /// Desks as threads, each waiting for its own answer from one group writer.
    [[nodiscard]] Rate desks(int count, double seconds) const;

    static constexpr int lots = 1000;

  private:
    [[nodiscard]] std::filesystem::path fresh_copy() const;

    std::filesystem::path folder_;
    std::vector<PostingRows> rows_;
};

}  // namespace relief::bench
