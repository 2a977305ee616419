// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>

namespace relief::fuzz {

/// The bytes of an input.
inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// Ends the process, which libFuzzer calls a finding, where a property does not hold.
inline void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

/// Cuts what stands before the first `mark` off `text`; all of it where there is none.
inline std::string_view cut(std::string_view& text, char mark) {
    const std::size_t end = text.find(mark);
    const std::string_view before = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    return before;
}

/// True where `work` came to its end. An input may be refused, by an Error that names a code with a
/// title, a sentence, and no line before the first; a fault of ours is a finding, and so is any
/// other exception, which is left to fly.
template <typename Work>
bool answered(Work&& work) {
    try {
        std::forward<Work>(work)();
        return true;
    } catch (const Error& error) {
        const ErrorDetail& detail = error.detail();
        require(error.kind() != ErrorKind::fault);
        require(error_title(detail.code, "zh") != detail.code && !detail.message.empty());
        require(detail.line >= 0);
        return false;
    }
}

/// A folder of this process in the machine's folder for such, for readers that take a file by name.
class TempFolder {
  public:
    TempFolder()
        : folder_(std::filesystem::temp_directory_path() /
                  ("relief_fuzz_" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(folder_);
    }
    ~TempFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return folder_; }

    /// Answers the file's whole name.
    std::filesystem::path write(std::string_view name, std::string_view bytes) const {
        const std::filesystem::path file = folder_ / name;
        std::ofstream out(file, std::ios::binary | std::ios::trunc);
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        return file;
    }

  private:
    std::filesystem::path folder_;
};

}  // namespace relief::fuzz
