// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace relief::bench {

/// A PostgreSQL 15 cluster of its own in a folder of its own, with its defaults (fsync on,
/// synchronous_commit on), reached by a Unix socket alone; stopped and removed at the end. It does
/// what PostingTrial does: the same rows with texts of the same length, one posting a transaction,
/// written by one function on the server's side so that a posting is one round trip.
class Postgres {
  public:
    /// Nothing where it cannot be had; `why` says so then.
    [[nodiscard]] static std::unique_ptr<Postgres> start(std::string& why);
    ~Postgres();
    Postgres(const Postgres&) = delete;
    Postgres& operator=(const Postgres&) = delete;

    /// Postings/s of pgbench with so many clients; 0 where it failed, with `why`.
    [[nodiscard]] double run(int clients, double seconds, std::string& why) const;

  private:
    explicit Postgres(std::filesystem::path folder) : folder_(std::move(folder)) {}

    std::filesystem::path folder_;
};

}  // namespace relief::bench
