// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace relief::kit {

/// `relief serve` as a process of its own, on a free port of loopback.
class ServerProcess {
  public:
    /// Waits until it says where it serves; std::runtime_error where it ends first. Its log goes to
    /// a file.
    explicit ServerProcess(const std::filesystem::path& db,
                           std::vector<std::string> options = {"--open-demo"},
                           const std::filesystem::path& log = "/dev/null");
    /// Kills it where it still runs.
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    [[nodiscard]] const std::string& url() const { return url_; }
    [[nodiscard]] int port() const;
    [[nodiscard]] pid_t id() const { return process_; }
    /// Waits for an end of its own: as end_with.
    int wait();
    /// Sends a signal and waits for the end: the exit status, or 128 + the signal that ended it.
    int end_with(int signal);

  private:
    pid_t process_ = -1;
    std::string url_;
};

}  // namespace relief::kit
