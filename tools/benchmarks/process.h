// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace relief::bench {

/// What a run of a program came to.
struct ProcessRun {
    int exit_status = -1;  ///< 128 + signal where it was killed
    double seconds = 0;    ///< wall time from the start of the process to its end
    double peak_memory_mb = 0;
    std::string output;  ///< standard output
    std::string errors;  ///< standard error
};

/// Runs a program to its end, its output going to files in `folder`, so that no pipe slows it.
[[nodiscard]] ProcessRun run_process(const std::filesystem::path& program,
                                     const std::vector<std::string>& arguments,
                                     const std::filesystem::path& folder);

/// A program that runs until it is killed, at the latest here; its output goes to files in
/// `folder`.
class RunningProcess {
  public:
    RunningProcess(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                   const std::filesystem::path& folder);
    ~RunningProcess();
    RunningProcess(const RunningProcess&) = delete;
    RunningProcess& operator=(const RunningProcess&) = delete;

    /// As a power cut would: SIGKILL, and waits until it is gone.
    void kill();
    /// What it has printed so far.
    [[nodiscard]] std::string output() const;
    /// std::runtime_error with what it said where it has ended by itself.
    void require_running();

  private:
    std::filesystem::path folder_;
    pid_t child_;
};

/// A folder of its own under the system's temporary folder, removed with everything in it.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

  private:
    std::filesystem::path path_;
};

/// The relief program beside this one.
[[nodiscard]] std::filesystem::path relief_program();

/// data/ as the relief program finds it: above its own place.
[[nodiscard]] std::filesystem::path data_folder();

}  // namespace relief::bench
