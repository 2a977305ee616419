// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/tools/cli_kit.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <vector>

namespace relief::kit {

/// A duty desk of a past year for end-to-end tests: its own data/ and database, and the program
/// run command by command with a set clock and a named actor. The baseline's dates are moved so
/// that its picture stands on 1 June of the year.
class OfficeDay {
  public:
    /// `spoil` may change the copy of data/ before the books are opened (dates moved already).
    explicit OfficeDay(int year, const std::string& opened_at,
                       const std::function<void(const Copy&)>& spoil = {});

    /// Moves the clock; every later command runs at this time.
    void at(const std::string& time) { clock_ = time; }
    void by(const std::string& actor) { actor_ = actor; }

    /// Runs `relief` with these words, --json and the rest; the test fails unless it ends with
    /// `status`. The document it printed.
    nlohmann::json ask(std::vector<std::string> words, int status = 0);
    /// The same without --json: what an officer sees, in Chinese.
    std::string read(std::vector<std::string> words, int status = 0);
    /// What it printed with --json, byte for byte.
    std::string bytes(std::vector<std::string> words);

    [[nodiscard]] std::filesystem::path path(const std::string& name) const;
    /// A table of its data/, as the books were made of it.
    [[nodiscard]] std::string table(const std::string& file) const { return data_.text(file); }
    [[nodiscard]] const std::vector<std::string>& commands() const { return commands_; }
    /// True where the program has this command or group.
    [[nodiscard]] bool has(const std::string& command) const;

    /// Made-up people in every post; then who holds one: the code of the person.
    void staff();
    [[nodiscard]] std::string holder(const std::string& post, const std::string& unit) const;

    /// `relief verify` finds the books right.
    void expect_proven();

  private:
    Ended run_words(std::vector<std::string> words, bool json);

    Copy data_;
    TempFolder folder_;
    std::string clock_;
    std::string actor_ = "王芳";
    nlohmann::json terms_;
    std::vector<std::string> commands_;  ///< the words typed, for checking that help tells of them
};

}  // namespace relief::kit
