// SPDX-License-Identifier: Apache-2.0
#include "tools/commands/session.h"

#include "core/error.h"
#include "tools/desk/desk.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <thread>

namespace relief {

std::filesystem::path Session::data() const {
    return global.data ? std::filesystem::path(*global.data) : find_data_folder(program);
}

std::optional<Books> Session::db() const {
    if (!global.db) {
        return std::nullopt;
    }
    return required_db("");
}

Books Session::required_db(const std::string& command) const {
    if (!global.db) {
        throw UsageError(command, "须用 --db FILE 指明数据库", "--db FILE is required");
    }
    Books books(*global.db, kept);
    books.change = change;
    return books;
}

unsigned threads_of(const Session& session) {
    return session.global.threads == 0 ? std::max(1U, std::thread::hardware_concurrency())
                                       : static_cast<unsigned>(session.global.threads);
}

void print_to_stdout(std::string_view text) {
    errno = 0;
    const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
    if (!written || std::fflush(stdout) != 0) {
        throw bad_input({.code = "file.write",
                         .message = "the answer could not be written",
                         .file = "stdout",
                         .field = {},
                         .found = std::strerror(errno),
                         .expected = "room for " + std::to_string(text.size()) + " bytes"});
    }
}

}  // namespace relief
