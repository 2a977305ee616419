// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/process.h"

#include "core/data_source.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

namespace relief::bench {
namespace {

[[noreturn]] void fail(int error, const std::string& what) {
    throw std::system_error(error, std::generic_category(), what);
}

/// Where the standard streams of a child go; released on every way out.
class FileActions {
  public:
    FileActions(const std::string& output, const std::string& errors) {
        constexpr int write_new = O_WRONLY | O_CREAT | O_TRUNC;
        posix_spawn_file_actions_init(&actions_);
        posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, output.c_str(), write_new, 0600);
        posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, errors.c_str(), write_new, 0600);
    }
    ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;

    [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

  private:
    posix_spawn_file_actions_t actions_{};
};

pid_t spawn(const std::string& program, const std::vector<std::string>& arguments,
            const FileActions& actions) {
    std::vector<std::string> words{program};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    argv.reserve(words.size() + 1);
    for (std::string& word : words) {
        argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    pid_t child = 0;
    const int error =
        posix_spawn(&child, program.c_str(), actions.get(), nullptr, argv.data(), environ);
    if (error != 0) {
        fail(error, program);
    }
    return child;
}

}  // namespace

ProcessRun run_process(const std::filesystem::path& program,
                       const std::vector<std::string>& arguments,
                       const std::filesystem::path& folder) {
    const std::filesystem::path output = folder / "stdout";
    const std::filesystem::path errors = folder / "stderr";
    const FileActions actions(output, errors);

    const auto begin = std::chrono::steady_clock::now();
    const pid_t child = spawn(program, arguments, actions);
    int status = 0;
    rusage usage{};
    while (wait4(child, &status, 0, &usage) < 0) {
        if (errno != EINTR) {
            fail(errno, "wait4");
        }
    }
    const auto end = std::chrono::steady_clock::now();

    ProcessRun run;
    run.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    run.seconds = std::chrono::duration<double>(end - begin).count();
    run.peak_memory_mb = static_cast<double>(usage.ru_maxrss) * 1024 / 1e6;
    run.output = read_file(output);
    run.errors = read_file(errors);
    return run;
}

RunningProcess::RunningProcess(const std::filesystem::path& program,
                               const std::vector<std::string>& arguments,
                               const std::filesystem::path& folder)
    : folder_(folder),
      child_(spawn(program, arguments, FileActions(folder / "stdout", folder / "stderr"))) {}

RunningProcess::~RunningProcess() {
    kill();
}

void RunningProcess::kill() {
    if (child_ > 0) {
        ::kill(child_, SIGKILL);
        ::waitpid(child_, nullptr, 0);
        child_ = -1;
    }
}

std::string RunningProcess::output() const {
    return read_file(folder_ / "stdout");
}

void RunningProcess::require_running() {
    if (child_ < 0 || ::waitpid(child_, nullptr, WNOHANG) == child_) {
        child_ = -1;
        throw std::runtime_error("it has ended: " + read_file(folder_ / "stderr"));
    }
}

TemporaryFolder::TemporaryFolder() {
    std::string name = std::filesystem::temp_directory_path() / "relief-bench-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) {
        fail(errno, name);
    }
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;  // what is left behind lies in the temporary folder
    std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path relief_program() {
    return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "relief";
}

std::filesystem::path data_folder() {
    std::filesystem::path folder = relief_program().parent_path();
    while (!std::filesystem::exists(folder / "data" / "rules") && folder.has_relative_path()) {
        folder = folder.parent_path();
    }
    return folder / "data";
}

}  // namespace relief::bench
