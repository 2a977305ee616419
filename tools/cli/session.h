// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"
#include "tools/cli/options.h"

#include <exception>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace relief {

/// What main() gives every command.
struct Session {
    const Clock& clock;
    std::filesystem::path program;  ///< this executable, for finding data/
    GlobalOptions global;

    [[nodiscard]] std::filesystem::path data() const;
    [[nodiscard]] std::optional<std::filesystem::path> db() const;
    /// The database a command needs. UsageError where --db was not given; `command` is the one
    /// whose help says more.
    [[nodiscard]] std::filesystem::path required_db(const std::string& command) const;
    [[nodiscard]] std::string_view language() const { return global.language; }
};

/// --threads, or as many as the machine has.
[[nodiscard]] unsigned threads_of(const Session& session);

/// Writes a whole answer to stdout. bad_input (file.write) where it does not all get there: a
/// full disk behind a redirection must not look like success.
void print(std::string_view text);

/// Wrong usage that only shows when the options are read together: status 2.
class UsageError : public std::exception {
  public:
    /// `command` is the one whose --help says more: "relief needs".
    UsageError(std::string command, std::string zh, std::string en)
        : command_(std::move(command)), zh_(std::move(zh)), en_(std::move(en)) {}
    [[nodiscard]] const char* what() const noexcept override { return en_.c_str(); }
    [[nodiscard]] const std::string& words(std::string_view language) const {
        return language == "zh" ? zh_ : en_;
    }

    [[nodiscard]] const std::string& command() const { return command_; }

  private:
    std::string command_;
    std::string zh_;
    std::string en_;
};

}  // namespace relief
