// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace relief::house {

/// One place where the house's rules are not kept: "core/x.cpp:12: …".
struct Breach {
    std::string file;  ///< from the root of the checkout
    int line = 0;      ///< 0 = the file as a whole
    std::string what;
};

/// The room a file lives in: "core", "tools/cli" …; "" for tests and files of no room.
[[nodiscard]] std::string room_of(std::string_view file);

/// Breaches of the order of rooms and of the fences around heavy headers in one source text.
/// `file` is its path from the root; the text need not be on disk.
[[nodiscard]] std::vector<Breach> check_includes(const std::string& file, std::string_view text);

/// Breaches of form: the licence line first, no more than 800 lines.
[[nodiscard]] std::vector<Breach> check_form(const std::string& file, std::string_view text);

/// A header's path from the root and its text.
struct Header {
    std::string file;
    std::string text;
};

/// Types of one name defined in one namespace by two headers. Each part of the program compiles
/// with one of them and the linker keeps the functions of either for both.
[[nodiscard]] std::vector<Breach> check_type_names(const std::vector<Header>& headers);

/// Every .h and .cpp of the rooms and the tests, from the root, sorted.
[[nodiscard]] std::vector<std::string> source_files(const std::filesystem::path& root);

[[nodiscard]] std::string to_text(const std::vector<Breach>& breaches);

}  // namespace relief::house
