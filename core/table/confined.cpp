// SPDX-License-Identifier: Apache-2.0
#include "core/table/confined.h"

#include "core/error.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>

namespace relief {
namespace {

void limit(__rlimit_resource_t what, rlim_t most) {
    const rlimit both{.rlim_cur = most, .rlim_max = most};
    (void)setrlimit(what, &both);
}

// Not called under sanitizers, whose shadow memory no bound on addresses lets through.
[[maybe_unused]] std::size_t address_space_bytes() {
    std::size_t pages = 0;
    if (std::FILE* const file = std::fopen("/proc/self/statm", "re"); file != nullptr) {
        if (std::fscanf(file, "%zu", &pages) != 1) {  // NOLINT(cert-err34-c): the kernel wrote it
            pages = 0;
        }
        (void)std::fclose(file);
    }
    return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

/// In the child, before it sees a byte. What the system does not allow (a container without user
/// namespaces) is passed over: each bound stands by itself.
void confine(const Confinement& bounds) {
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    (void)unshare(CLONE_NEWUSER | CLONE_NEWNET);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);  // pipes are no files
    limit(RLIMIT_CPU, static_cast<rlim_t>(bounds.cpu_seconds_max));
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    limit(RLIMIT_AS, static_cast<rlim_t>(address_space_bytes() + bounds.memory_bytes_max));
#endif
}

int wait_for(pid_t child) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

std::string describe(int status) {
    if (WIFSIGNALED(status)) {
        return fmt::format("signal {}", WTERMSIG(status));
    }
    return fmt::format("exit {}", WEXITSTATUS(status));
}

/// Reads until the child closes its end, or a bound is reached ("" or what was).
std::string collect(int from, const Confinement& bounds, std::string& bytes) {
    const auto end =
        std::chrono::steady_clock::now() + std::chrono::seconds{bounds.wall_seconds_max};
    std::array<char, 1U << 16U> piece{};
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            end - std::chrono::steady_clock::now());
        if (left.count() <= 0) {
            return "took too long";
        }
        pollfd waited{.fd = from, .events = POLLIN, .revents = 0};
        const int ready = poll(&waited, 1, static_cast<int>(left.count()));
        if (ready <= 0) {
            continue;  // the time is up, or a signal came: looked at above
        }
        const ssize_t got = read(from, piece.data(), piece.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return "";
        }
        if (bytes.size() + static_cast<std::size_t>(got) > bounds.answer_bytes_max) {
            return "answered too much";
        }
        bytes.append(piece.data(), static_cast<std::size_t>(got));
    }
}

}  // namespace

ConfinedAnswer run_confined(const Confinement& bounds,
                            const std::function<int(int answer_fd)>& work) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw fault({.code = "internal", .message = "no pipe", .found = std::strerror(errno)});
    }
    const pid_t child = fork();
    if (child == 0) {
        (void)close(ends[0]);
        confine(bounds);
        _exit(work(ends[1]));  // no destructors, no buffers of the parent
    }
    const int failed = errno;
    (void)close(ends[1]);
    if (child < 0) {
        (void)close(ends[0]);
        throw fault({.code = "internal", .message = "no process", .found = std::strerror(failed)});
    }
    ConfinedAnswer answer;
    const std::string bound = collect(ends[0], bounds, answer.bytes);
    (void)close(ends[0]);
    if (!bound.empty()) {
        (void)kill(child, SIGKILL);
    }
    const int status = wait_for(child);
    answer.whole = bound.empty() && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    answer.ended = bound.empty() ? describe(status) : bound;
    return answer;
}

}  // namespace relief
