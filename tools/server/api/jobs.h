// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"
#include "tools/server/api/worker_pool.h"
#include "tools/server/http/message.h"

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace relief {

/// Long work and how far it is. Its answer is kept until it is old or too many are kept.
struct JobState {
    std::string id;         ///< 32 hex digits nobody can guess
    std::string operation;  ///< "plan"
    std::string owner;      ///< who asked; nobody else sees it
    enum class Phase { waiting, running, done, failed } phase = Phase::waiting;
    bool cancel_asked = false;
    std::string step;  ///< what is being done, as the operation calls it
    double share = 0;  ///< 0 to 1
    Instant begun_at;  ///< when it was asked for
    std::optional<Instant> ended_at;
};

/// Runs long work one after the other beside the desks' reads and changes.
class Jobs {
  public:
    /// Is told the step and the share done; answers false where the work is to end with the best
    /// it has.
    using Progress = std::function<bool(std::string_view, double)>;
    /// The work; its answer is a whole response, also where it failed. Must not throw.
    using Work = std::function<http::Response(const Progress&)>;

    struct Limits {
        std::size_t threads = 1;
        std::size_t waiting_max = 16;
        std::size_t kept_max = 64;  ///< ended jobs; the oldest goes first
    };

    explicit Jobs(const Clock& clock) : Jobs(clock, Limits{}) {}
    Jobs(const Clock& clock, Limits limits);

    /// nullopt where too many wait already.
    [[nodiscard]] std::optional<JobState> begin(const std::string& operation,
                                                const std::string& owner, Work work);
    /// nullopt where there is none of this id, or it is somebody else's.
    [[nodiscard]] std::optional<JobState> state(const std::string& id, const std::string& owner);
    /// Asks it to end with the best it has; a waiting one does not begin. nullopt as state().
    [[nodiscard]] std::optional<JobState> cancel(const std::string& id, const std::string& owner);
    /// The answer of one that has ended.
    [[nodiscard]] std::optional<http::Response> answer(const std::string& id,
                                                       const std::string& owner);
    [[nodiscard]] std::size_t waiting() const { return pool_.waiting(); }

    /// Asks all to end and waits for them.
    void stop();

  private:
    struct Job {
        JobState state;
        http::Response answer;
        std::mutex mutex;
    };

    void run(Job& job, const Work& work);
    [[nodiscard]] std::shared_ptr<Job> find(const std::string& id, const std::string& owner);
    void forget_oldest();

    const Clock& clock_;
    Limits limits_;
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<Job>> jobs_;
    WorkerPool pool_;  ///< last: its threads use all of the above
};

/// relief.job/1: id, operation, state (waiting, running, done, failed), cancel_asked, step, share,
/// begun_at, ended_at, result (the address of the answer, once there is one).
[[nodiscard]] std::string job_json(const JobState& job);

/// 128 random bits as hex.
[[nodiscard]] std::string random_id();

}  // namespace relief
