// SPDX-License-Identifier: Apache-2.0
#include "tools/server/api/standing_work.h"

#include "core/error.h"
#include "reserves/ledger/anchor.h"
#include "reserves/ledger/ledger.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace relief {

StandingWork::StandingWork(Options options, Calls calls)
    : options_(std::move(options)), calls_(std::move(calls)) {
    anchor_heads();
    look_at_backups();
    thread_ = std::thread([this] { run(); });
}

std::optional<BackupManifest> StandingWork::last_backup() const {
    const std::lock_guard lock(mutex_);
    return last_;
}

void StandingWork::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    woken_.notify_one();
    if (thread_.joinable()) {
        thread_.join();
        round(true);
    }
}

void StandingWork::run() {
    while (rested()) {
        round(false);
    }
}

/// False where it is to end.
bool StandingWork::rested() {
    if (options_.wait) {
        options_.wait(options_.rest);
        const std::lock_guard lock(mutex_);
        return !stopping_;
    }
    std::unique_lock lock(mutex_);
    return !woken_.wait_for(lock, options_.rest, [this] { return stopping_; });
}

/// What goes wrong is told and tried again: a full disk under the anchor stops no desk, nor the
/// sending of what waits.
void StandingWork::round(bool last) {
    const auto try_to = [this](const auto& work) {
        try {
            work();
        } catch (const std::exception& error) {
            if (calls_.log) {
                calls_.log(error.what());
            }
        }
    };
    try_to([this] { anchor_heads(); });
    try_to([this] { look_at_backups(); });
    if (!last && calls_.send) {
        try_to(calls_.send);
    }
}

void StandingWork::anchor_heads() {
    if (!options_.anchor) {
        return;
    }
    const Heads heads = calls_.heads();
    append_anchor(*options_.anchor, heads.journal);
    if (heads.audit.seq > 0) {
        append_audit_anchor(*options_.anchor, heads.audit);
    }
}

void StandingWork::look_at_backups() {
    if (!options_.backups) {
        return;
    }
    const std::vector<KeptBackup> kept = list_backups(*options_.backups);
    const auto good = std::find_if(kept.begin(), kept.end(),
                                   [](const KeptBackup& each) { return each.wrong.empty(); });
    const std::lock_guard lock(mutex_);
    last_ = good == kept.end() ? std::nullopt : good->manifest;
}

}  // namespace relief
