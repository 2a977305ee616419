// SPDX-License-Identifier: Apache-2.0
#include "tests/kit/program.h"

#include "tests/kit/table.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace relief::kit {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> environment(const RunOptions& options) {
    std::map<std::string, std::optional<std::string>> set;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string text = *entry;
        const std::size_t equals = text.find('=');
        const std::string name = text.substr(0, equals);
        const bool locale = name == "LANG" || name == "LANGUAGE" || name.rfind("LC_", 0) == 0;
        if (equals != std::string::npos && !locale && name != "TZ") {
            set[name] = text.substr(equals + 1);
        }
    }
    set["LC_ALL"] = "C.UTF-8";
    for (const auto& [name, value] : options.env) {
        set[name] = value;
    }
    std::vector<std::string> entries;
    for (const auto& [name, value] : set) {
        if (value) {
            entries.push_back(name + '=' + *value);
        }
    }
    return entries;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (std::string& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

int wait_for(pid_t process) {
    int state = 0;
    while (waitpid(process, &state, 0) < 0) {
        if (errno != EINTR) {
            throw std::system_error(errno, std::generic_category(), "waitpid");
        }
    }
    return WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
}

}  // namespace

void write_text(const fs::path& path, const std::string& text) {
    std::ofstream stream(path, std::ios::binary);
    stream << text;
    if (!stream.flush()) {
        throw std::runtime_error("cannot write " + path.string());
    }
}

Ended run(const std::vector<std::string>& command, const RunOptions& options) {
    // What it says goes to files: nothing blocks however much that is.
    const TempFolder folder;
    const std::string out = (folder / "out").string();
    const std::string err = (folder / "err").string();
    std::vector<std::string> arguments = command;
    std::vector<std::string> entries = environment(options);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    constexpr int flags = O_WRONLY | O_CREAT | O_TRUNC;
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), flags, 0600);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), flags, 0600);
    if (options.folder) {
        posix_spawn_file_actions_addchdir_np(&actions, options.folder->c_str());
    }
    pid_t process = 0;
    const int failed = posix_spawnp(&process, command.at(0).c_str(), &actions, nullptr,
                                    pointers(arguments).data(), pointers(entries).data());
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) {
        throw std::system_error(failed, std::generic_category(), command.at(0));
    }
    const int status = wait_for(process);
    return {.status = status, .out = read_text(out), .err = read_text(err)};
}

bool is_installed(const std::string& program) {
    return run({"sh", "-c", "command -v \"$0\"", program}).status == 0;
}

}  // namespace relief::kit
