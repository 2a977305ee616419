// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace relief::kit {

/// A scenario of data/ copied to a folder of its own, to be changed; gone after the test.
class ScenarioCopy {
  public:
    explicit ScenarioCopy(const std::string& id) {
        std::string name =
            (std::filesystem::temp_directory_path() / "relief-scenario-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error("no scratch folder");
        }
        folder_ = name;
        const std::filesystem::path scenarios = RELIEF_SOURCE_DIR "/data/scenarios";
        for (const char* file : {"event.json", "reports.csv", "actual_response.csv"}) {
            std::filesystem::copy_file(scenarios / id / file, folder_ / file);
            std::filesystem::permissions(folder_ / file, std::filesystem::perms::owner_write,
                                         std::filesystem::perm_options::add);
        }
    }
    ~ScenarioCopy() { std::filesystem::remove_all(folder_); }
    ScenarioCopy(const ScenarioCopy&) = delete;
    ScenarioCopy& operator=(const ScenarioCopy&) = delete;

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

    void write(const char* file, std::string_view bytes) const {
        std::ofstream(folder_ / file, std::ios::binary) << bytes;
    }
    /// Replaces the first place where `from` stands; a test that changes nothing fails.
    void replace(const char* file, std::string_view from, std::string_view to) const {
        std::string bytes = read_file(folder_ / file);
        const std::size_t at = bytes.find(from);
        ASSERT_NE(at, std::string::npos) << file << " does not hold " << from;
        bytes.replace(at, from.size(), to);
        write(file, bytes);
    }
    /// reports.csv of these rows: "R1,2017-07-14T12:00,2017-07-14T13:00,220221,dead,7".
    void write_reports(std::string_view rows) const {
        std::string bytes =
            "report_id,stat_time,published,scope_code,metric,value,unit,scope_name,reporter,"
            "exactness,source,flag,note\n";
        while (!rows.empty()) {
            const std::size_t end = rows.find('\n');
            bytes += std::string(rows.substr(0, end)) + ",place,office,exact,a test,assumption,\n";
            rows.remove_prefix(end == std::string_view::npos ? rows.size() : end + 1);
        }
        write("reports.csv", bytes);
    }

  private:
    std::filesystem::path folder_;
};

}  // namespace relief::kit
