// SPDX-License-Identifier: Apache-2.0
#include "tests/api/server_process.h"

#include <array>
#include <csignal>
#include <stdexcept>
#include <utility>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace relief::kit {
namespace {

/// Does not come back.
[[noreturn]] void become(const std::vector<std::string>& words, int output,
                         const std::filesystem::path& log) {
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (const std::string& word : words) {
        arguments.push_back(const_cast<char*>(word.c_str()));
    }
    arguments.push_back(nullptr);
    ::dup2(output, STDOUT_FILENO);
    const int errors = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(errors, STDERR_FILENO);
    ::execv(arguments.front(), arguments.data());
    ::_exit(127);
}

std::string first_line(int input) {
    std::string line;
    char letter = 0;
    while (::read(input, &letter, 1) == 1 && letter != '\n') {
        line += letter;
    }
    return line;
}

}  // namespace

ServerProcess::ServerProcess(const std::filesystem::path& db, std::vector<std::string> options,
                             const std::filesystem::path& log) {
    std::vector<std::string> words{RELIEF_PROGRAM, "serve", "--db",   db.string(),
                                   "--port",       "0",     "--lang", "en"};
    words.insert(words.end(), std::make_move_iterator(options.begin()),
                 std::make_move_iterator(options.end()));
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error("no pipe");
    }
    process_ = ::fork();
    if (process_ == 0) {
        become(words, ends[1], log);
    }
    ::close(ends[1]);
    const std::string line = first_line(ends[0]);
    ::close(ends[0]);
    const std::size_t begin = line.find("http");
    const std::size_t end = line.find('/', begin + 8);
    if (begin == std::string::npos || end == std::string::npos) {
        const int status = end_with(SIGKILL);
        throw std::runtime_error("the server did not begin: status " + std::to_string(status));
    }
    url_ = line.substr(begin, end - begin);
}

ServerProcess::~ServerProcess() {
    if (process_ > 0) {
        end_with(SIGKILL);
    }
}

int ServerProcess::port() const {
    return std::stoi(url_.substr(url_.rfind(':') + 1));
}

int ServerProcess::end_with(int signal) {
    ::kill(process_, signal);
    return wait();
}

int ServerProcess::wait() {
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace relief::kit
