// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/people/audit.h"
#include "core/store/journal.h"
#include "tools/desk/backup.h"

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace relief {

/// What a server does by itself, on a thread of its own: it writes the newest heads of journal and
/// audit to the anchor file, looks how old the last good backup is, and sends warnings that wait.
/// Once when it begins, then after every `rest`, and the anchor a last time at the end.
/// It keeps the steady clock: a clock that is set changes nothing.
class StandingWork {
  public:
    struct Options {
        std::optional<std::filesystem::path> anchor;   ///< of these books, outside of them
        std::optional<std::filesystem::path> backups;  ///< the folder they are put in
        std::chrono::milliseconds rest = std::chrono::seconds{60};
        /// Waits for a rest to be over; by the steady clock where it is empty. It must come back
        /// when stop() is called.
        std::function<void(std::chrono::milliseconds)> wait = {};
    };
    struct Heads {
        JournalHead journal;
        AuditHead audit;
    };
    struct Calls {
        std::function<Heads()> heads;                 ///< as they are committed now
        std::function<void()> send;                   ///< begins the sending; may be empty
        std::function<void(const std::string&)> log;  ///< what went wrong; may be empty
    };

    /// Errors of the anchor file, once, before anything is served: a file that cannot be written
    /// is found now and not on the day it is needed.
    StandingWork(Options options, Calls calls);
    ~StandingWork() { stop(); }
    StandingWork(const StandingWork&) = delete;
    StandingWork& operator=(const StandingWork&) = delete;

    /// The newest good backup, as of the last look.
    [[nodiscard]] std::optional<BackupManifest> last_backup() const;
    [[nodiscard]] bool watches_backups() const { return options_.backups.has_value(); }
    /// The last round, then the end. May be called twice.
    void stop();

  private:
    void run();
    [[nodiscard]] bool rested();
    void round(bool last);
    void anchor_heads();
    void look_at_backups();

    Options options_;
    Calls calls_;
    mutable std::mutex mutex_;
    std::condition_variable woken_;
    bool stopping_ = false;
    std::optional<BackupManifest> last_;
    std::thread thread_;  ///< last: it uses all of the above
};

}  // namespace relief
