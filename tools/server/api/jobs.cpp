// SPDX-License-Identifier: Apache-2.0
#include "tools/server/api/jobs.h"

#include "core/people/secret.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

std::string_view phase_word(JobState::Phase phase) {
    constexpr std::array<std::string_view, 4> words{"waiting", "running", "done", "failed"};
    return words.at(static_cast<std::size_t>(phase));
}

bool has_ended(const JobState& job) {
    return job.phase == JobState::Phase::done || job.phase == JobState::Phase::failed;
}

http::Response not_begun() {
    return {.status = 409,
            .content_type = "application/problem+json",
            .body = R"({"type":"about:blank","title":"cancelled before it began","status":409,)"
                    R"("code":"job.cancelled"})"};
}

}  // namespace

std::string random_id() {
    constexpr std::size_t bytes = 16;
    std::string id;
    for (const char byte : random_bytes(bytes)) {
        id += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    }
    return id;
}

Jobs::Jobs(const Clock& clock, Limits limits)
    : clock_(clock), limits_(limits), pool_(limits.threads, limits.waiting_max) {}

std::optional<JobState> Jobs::begin(const std::string& operation, const std::string& owner,
                                    Work work) {
    const auto job = std::make_shared<Job>();
    job->state = {.id = random_id(),
                  .operation = operation,
                  .owner = owner,
                  .step = {},
                  .begun_at = clock_.now(),
                  .ended_at = {}};
    const JobState begun = job->state;
    {
        const std::lock_guard lock(mutex_);
        forget_oldest();
        jobs_.emplace(begun.id, job);
    }
    if (pool_.submit([this, job, work = std::move(work)](std::size_t) { run(*job, work); })) {
        return begun;
    }
    const std::lock_guard lock(mutex_);
    jobs_.erase(begun.id);
    return std::nullopt;
}

void Jobs::run(Job& job, const Work& work) {
    bool cancelled = false;
    {
        const std::lock_guard lock(job.mutex);
        cancelled = job.state.cancel_asked;
        job.state.phase = JobState::Phase::running;
    }
    http::Response answer =
        cancelled ? not_begun() : work([&job](std::string_view step, double share) {
            const std::lock_guard lock(job.mutex);
            job.state.step = step;
            job.state.share = std::clamp(std::isfinite(share) ? share : 0.0, 0.0, 1.0);
            return !job.state.cancel_asked;
        });
    const std::lock_guard lock(job.mutex);
    job.state.phase = answer.status < 400 ? JobState::Phase::done : JobState::Phase::failed;
    job.state.share = 1;
    job.state.ended_at = clock_.now();
    job.answer = std::move(answer);
}

std::shared_ptr<Jobs::Job> Jobs::find(const std::string& id, const std::string& owner) {
    const std::lock_guard lock(mutex_);
    const auto found = jobs_.find(id);
    return found == jobs_.end() || found->second->state.owner != owner ? nullptr : found->second;
}

std::optional<JobState> Jobs::state(const std::string& id, const std::string& owner) {
    const std::shared_ptr<Job> job = find(id, owner);
    if (job == nullptr) {
        return std::nullopt;
    }
    const std::lock_guard lock(job->mutex);
    return job->state;
}

std::optional<JobState> Jobs::cancel(const std::string& id, const std::string& owner) {
    const std::shared_ptr<Job> job = find(id, owner);
    if (job == nullptr) {
        return std::nullopt;
    }
    const std::lock_guard lock(job->mutex);
    job->state.cancel_asked = job->state.cancel_asked || !has_ended(job->state);
    return job->state;
}

std::optional<http::Response> Jobs::answer(const std::string& id, const std::string& owner) {
    const std::shared_ptr<Job> job = find(id, owner);
    if (job == nullptr) {
        return std::nullopt;
    }
    const std::lock_guard lock(job->mutex);
    return has_ended(job->state) ? std::optional(job->answer) : std::nullopt;
}

/// Called under the lock.
void Jobs::forget_oldest() {
    std::vector<std::pair<Instant, std::string>> ended;
    for (const auto& [id, job] : jobs_) {
        const std::lock_guard lock(job->mutex);
        if (has_ended(job->state)) {
            ended.emplace_back(job->state.begun_at, id);
        }
    }
    if (ended.size() >= limits_.kept_max) {
        jobs_.erase(std::min_element(ended.begin(), ended.end())->second);
    }
}

void Jobs::stop() {
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [id, job] : jobs_) {
            const std::lock_guard own(job->mutex);
            job->state.cancel_asked = true;
        }
    }
    pool_.stop();
}

std::string job_json(const JobState& job) {
    nlohmann::ordered_json document{{"schema", "relief.job/1"},
                                    {"id", job.id},
                                    {"operation", job.operation},
                                    {"state", phase_word(job.phase)},
                                    {"cancel_asked", job.cancel_asked},
                                    {"step", job.step},
                                    {"share", job.share},
                                    {"begun_at", format_instant(job.begun_at)},
                                    {"ended_at", nullptr},
                                    {"result", nullptr}};
    if (has_ended(job)) {
        document["ended_at"] = format_instant(job.ended_at.value_or(job.begun_at));
        document["result"] = fmt::format("/api/v1/jobs/{}/result", job.id);
    }
    return document.dump(2) + "\n";
}

}  // namespace relief
