// SPDX-License-Identifier: Apache-2.0
#pragma once

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
