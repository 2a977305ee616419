// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/kit/program.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace relief::kit {

/// A folder copied from data/, to be spoilt; gone after the test.
class Copy {
  public:
    /// `scenario` is an id of data/scenarios.
    [[nodiscard]] static Copy of_scenario(const std::string& scenario);
    /// The tables of data/ without the map layers, which no plan is made from.
    [[nodiscard]] static Copy of_data();

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::string text(const std::string& file) const;
    void write(const std::string& file, const std::string& text) const;
    /// Replaces the first place where `from` stands and gives back its line, header = 1.
    /// std::runtime_error where it does not stand there.
    int replace(const std::string& file, std::string_view from, std::string_view to) const;

  private:
    Copy();

    std::unique_ptr<TempFolder> folder_;
    std::filesystem::path path_;
};

/// Runs the program under test on the checkout's data/, unless the arguments name another.
[[nodiscard]] Ended relief_run(std::vector<std::string> arguments, const RunOptions& options = {});

/// `relief init --db DB` of the checkout's data/, with `more` options after it: made once in a run
/// of ctest and copied (kit/made_books.h).
Ended fresh_books(const std::filesystem::path& db, const std::vector<std::string>& more = {});

/// Runs it with --json and expects it to refuse: the status, a relief.error/1 with all its fields
/// on stdout, nothing on stderr. The document; null where it did not refuse so.
[[nodiscard]] nlohmann::json refusal(std::vector<std::string> arguments, int status);

}  // namespace relief::kit
