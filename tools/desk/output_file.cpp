// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/output_file.h"

#include "core/error.h"

#include <cerrno>
#include <cstdio>
#include <memory>
#include <string>
#include <system_error>

namespace relief {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse_write(const fs::path& file, int error) {
    const bool full = error == ENOSPC || error == EDQUOT;
    throw bad_input({.code = full ? "db.full" : "file.write",
                     .message = "the file cannot be written; nothing was changed",
                     .file = file.string(),
                     .field = {},
                     .found = std::generic_category().message(error),
                     .expected = "a path that can be written, with room for it"});
}

struct Close {
    void operator()(std::FILE* file) const noexcept { static_cast<void>(std::fclose(file)); }
};

void put_bytes(const fs::path& file, std::string_view bytes) {
    std::unique_ptr<std::FILE, Close> stream(std::fopen(file.c_str(), "wb"));
    if (!stream) {
        refuse_write(file, errno);
    }
    const bool written = std::fwrite(bytes.data(), 1, bytes.size(), stream.get()) == bytes.size();
    if (!written || std::fflush(stream.get()) != 0) {
        refuse_write(file, errno);
    }
    if (std::fclose(stream.release()) != 0) {
        refuse_write(file, errno);
    }
}

}  // namespace

void write_output_file(const fs::path& file, std::string_view bytes) {
    fs::path part = file;
    part += ".part";
    std::error_code error;
    try {
        put_bytes(part, bytes);
    } catch (...) {
        fs::remove(part, error);
        throw;
    }
    fs::rename(part, file, error);
    if (error) {
        const int number = error.value();
        fs::remove(part, error);
        refuse_write(file, number);
    }
}

}  // namespace relief
