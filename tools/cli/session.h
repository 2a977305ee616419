// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"
#include "tools/cli/options.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace relief {

/// What main() gives every command.
struct Session {
    const Clock& clock;
    std::filesystem::path program;  ///< this executable, for finding data/
    GlobalOptions global;

    [[nodiscard]] std::filesystem::path data() const;
    [[nodiscard]] std::optional<std::filesystem::path> db() const;
    [[nodiscard]] std::string_view language() const { return global.language; }
};

/// Writes a whole answer to stdout. bad_input (file.write) where it does not all get there: a
/// full disk behind a redirection must not look like success.
void print(std::string_view text);

/// Wrong usage that only shows when the options are read together: status 2.
class UsageError : public std::exception {
  public:
    UsageError(std::string zh, std::string en) : zh_(std::move(zh)), en_(std::move(en)) {}
    [[nodiscard]] const char* what() const noexcept override { return en_.c_str(); }
    [[nodiscard]] const std::string& words(std::string_view language) const {
        return language == "zh" ? zh_ : en_;
    }

  private:
    std::string zh_;
    std::string en_;
};

}  // namespace relief
