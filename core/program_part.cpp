// SPDX-License-Identifier: Apache-2.0
#include "core/program_part.h"

#include "core/error.h"

#include <filesystem>
#include <system_error>

#include <dlfcn.h>

namespace relief {
namespace {

namespace fs = std::filesystem;

Error broken_part(const fs::path& file) {
    const char* const words = dlerror();
    return fault({.code = "program.part",
                  .message = "a part of the program cannot be loaded",
                  .file = file.string(),
                  .found = words == nullptr ? "" : words,
                  .expected = "the program with all its files, as it was installed"});
}

/// Where the part stands; where it should stand once installed if it is nowhere.
fs::path file_of(const std::string& name) {
    std::error_code error;
    const fs::path folder = fs::read_symlink("/proc/self/exe", error).parent_path();
    const fs::path beside = folder / (name + ".so");
    return fs::exists(beside, error)
               ? beside
               : (folder / ".." / "lib" / "relief" / (name + ".so")).lexically_normal();
}

}  // namespace

const void* program_part(const std::string& name) {
    const fs::path file = file_of(name);
    // Bound at once: a part that lacks something is told here, not in the midst of an answer.
    void* const library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        throw broken_part(file);
    }
    const void* const door = dlsym(library, "relief_part");
    if (door == nullptr) {
        throw broken_part(file);
    }
    return door;
}

}  // namespace relief
