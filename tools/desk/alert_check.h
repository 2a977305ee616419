// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/reader.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

struct CheckedFile {
    std::string file;
    cap::Reading reading;
};

/// Reads each file by the clock of its own sending, a minute later. `trust` is a PEM file of
/// certificates. bad_input (file.missing, file.read, trust.pem) before any is judged.
[[nodiscard]] std::vector<CheckedFile> check_alert_files(
    const std::vector<std::string>& files, const std::filesystem::path& data,
    const std::optional<std::filesystem::path>& trust);

[[nodiscard]] bool any_rejected(const std::vector<CheckedFile>& files);

/// The findings of a reading as the rows of relief.alert_check/1: a JSON array.
[[nodiscard]] std::string findings_json(const cap::Reading& reading);

/// relief.alert_check/1.
[[nodiscard]] std::string alert_check_json(const std::vector<CheckedFile>& files,
                                           std::string_view language);

/// For a person: a line a file, and beneath it what was found and how to mend it.
[[nodiscard]] std::string alert_check_text(const std::vector<CheckedFile>& files,
                                           std::string_view language);

}  // namespace relief
