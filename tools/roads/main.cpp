// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "tools/roads/tables.h"

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>

namespace {

void write(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream << bytes;
    stream.close();
    if (!stream) {
        throw relief::bad_input({.code = "file.write",
                                 .message = "the table cannot be written",
                                 .file = file.string()});
    }
}

}  // namespace

/// Makes the tables of data/roads anew: relief-roads DATA.
int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: relief-roads DATA\n", stderr);
        return 2;
    }
    try {
        const std::filesystem::path data = argv[1];
        for (const auto& [name, bytes] : relief::roads::make_road_tables(data)) {
            write(data / name, bytes);
            std::printf("%s %zu\n", name.c_str(), bytes.size());
        }
    } catch (const relief::Error& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return relief::exit_status(error.kind());
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 5;
    }
    return 0;
}
