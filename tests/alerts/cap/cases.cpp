// SPDX-License-Identifier: Apache-2.0
#include "tests/alerts/cap/cases.h"

#include <algorithm>

namespace relief::cap {
namespace {

/// Fields of CSV with quotes, one list a record; line breaks in quotes do not occur.
std::vector<std::vector<std::string>> records(const std::string& text) {
    std::vector<std::vector<std::string>> all;
    std::vector<std::string> record{""};
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"' && quoted && i + 1 < text.size() && text[i + 1] == '"') {
            record.back() += text[++i];
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            record.emplace_back();
        } else if (c == '\n' && !quoted) {
            all.push_back(record);
            record.assign(1, "");
        } else if (c != '\r') {
            record.back() += c;
        }
    }
    return all;
}

}  // namespace

std::vector<CaseRow> case_rows(const std::filesystem::path& folder) {
    const auto lines = records(read_file(folder / "MANIFEST.csv"));
    const auto column = [&lines](const char* name) {
        const auto& header = lines.front();
        return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) -
                                        header.begin());
    };
    const std::size_t file = column("file");
    const std::size_t expected = column("expected");
    const std::size_t codes = column("error_or_warning");
    const std::size_t signature = column("signature");
    std::vector<CaseRow> rows;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const std::string& all = lines[i].at(codes);
        rows.push_back({.file = lines[i].at(file),
                        .expected = lines[i].at(expected),
                        .first_code = all.substr(
                            0, all.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789")),
                        .signature = lines[i].at(signature)});
    }
    return rows;
}

std::filesystem::path case_folder() {
    return std::filesystem::path(RELIEF_SOURCE_DIR) / "tests/data/alerts";
}

std::string case_bytes(const std::string& name) {
    return read_file(case_folder() / name);
}

const Reader& reader() {
    static const Reader made{FolderSource(RELIEF_SOURCE_DIR "/data")};
    return made;
}

Trust case_trust(const std::filesystem::path& folder) {
    const auto file = folder / "certs/test_root.pem";
    return {read_file(file), file.string()};
}

}  // namespace relief::cap
