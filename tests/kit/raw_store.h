// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/error.h"
#include "core/store/database.h"
#include "tests/kit/temp_folder.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace relief::kit {

inline std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

inline void put_bytes(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

/// The error `action` ends with, of whatever kind; the test fails where it ends well.
template <typename Action>
Error failure_of(Action&& action) {
    try {
        std::forward<Action>(action)();
    } catch (const Error& error) {
        return error;
    }
    ADD_FAILURE() << "nothing was refused";
    return fault({.code = "", .message = ""});
}

/// SQLite by itself, without any rule of Relief's: what another program could do to the file.
class RawDatabase {
  public:
    explicit RawDatabase(const std::filesystem::path& file) {
        EXPECT_EQ(sqlite3_open(file.c_str(), &handle_), SQLITE_OK);
    }
    ~RawDatabase() { sqlite3_close(handle_); }
    RawDatabase(const RawDatabase&) = delete;
    RawDatabase& operator=(const RawDatabase&) = delete;

    void run(const std::string& sql) {
        char* message = nullptr;
        EXPECT_EQ(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, &message), SQLITE_OK)
            << sql << ": " << (message == nullptr ? "" : message);
        sqlite3_free(message);
    }
    /// Takes every trigger away, as somebody would who wants to change what is posted.
    void drop_triggers() {
        for (const std::string& name :
             texts("SELECT name FROM sqlite_schema WHERE type='trigger'")) {
            run("DROP TRIGGER " + name);
        }
    }
    /// Runs `sql` as a careful hand would: the triggers are gone meanwhile and back afterwards.
    void run_behind_triggers(const std::string& sql) {
        const auto triggers =
            texts("SELECT sql FROM sqlite_schema WHERE type='trigger' ORDER BY rowid");
        run("PRAGMA synchronous=OFF");
        drop_triggers();
        run(sql);
        for (const std::string& trigger : triggers) {
            run(trigger);
        }
    }
    /// The first column of every row.
    [[nodiscard]] std::vector<std::string> texts(const std::string& sql) {
        sqlite3_stmt* statement = nullptr;
        EXPECT_EQ(sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr), SQLITE_OK)
            << sql << ": " << sqlite3_errmsg(handle_);
        std::vector<std::string> rows;
        while (sqlite3_step(statement) == SQLITE_ROW) {
            const unsigned char* text = sqlite3_column_text(statement, 0);
            rows.emplace_back(text == nullptr ? "" : reinterpret_cast<const char*>(text));
        }
        sqlite3_finalize(statement);
        return rows;
    }
    [[nodiscard]] std::string text(const std::string& sql) {
        const std::vector<std::string> rows = texts(sql);
        return rows.empty() ? "" : rows.front();
    }
    [[nodiscard]] sqlite3* handle() const { return handle_; }

  private:
    sqlite3* handle_ = nullptr;
};

/// Every row of every table as SQL literals: two databases with the same text hold the same.
inline std::string dump(Database& database) {
    std::vector<std::string> tables;
    Statement names = database.prepare(
        "SELECT name FROM sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite%' ORDER BY 1");
    while (names.step()) {
        tables.push_back(names.text(0));
    }
    std::string text;
    for (const std::string& table : tables) {
        std::string list;
        Statement columns = database.prepare("SELECT name FROM pragma_table_info(?1)");
        columns.bind(1, table);
        while (columns.step()) {
            list += (list.empty() ? "quote(" : "||','||quote(") + columns.text(0) + ")";
        }
        Statement rows = database.prepare("SELECT " + list + " FROM " + table + " ORDER BY 1");
        while (rows.step()) {
            text += table + ": " + rows.text(0) + "\n";
        }
    }
    return text;
}

/// Every table of data/, each with bytes made of its name (a NUL among them).
class MadeSource final : public DataSource {
  public:
    [[nodiscard]] std::string read(std::string_view name) const override {
        return std::string("bytes of ") + '\0' + std::string(name);
    }
    [[nodiscard]] std::string shown_name(std::string_view name) const override {
        return std::string(name);
    }
};

/// Another process. It runs `work`, whose argument says "ready" to the parent; the parent goes on
/// when it has been said, or the child has ended.
class Child {
  public:
    explicit Child(const std::function<void(const std::function<void()>& ready)>& work) {
        std::array<int, 2> pipe{};
        if (::pipe(pipe.data()) != 0 || (process_ = ::fork()) < 0) {
            std::abort();
        }
        if (process_ == 0) {
            ::close(pipe[0]);
            try {
                work([&] { (void)!::write(pipe[1], "r", 1); });
            } catch (...) {
                ::_exit(1);
            }
            ::_exit(0);
        }
        ::close(pipe[1]);
        char answer = 0;
        ready_ = ::read(pipe[0], &answer, 1) == 1;
        ::close(pipe[0]);
    }
    ~Child() {
        if (process_ > 0) {
            kill();
        }
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    [[nodiscard]] bool was_ready() const { return ready_; }
    [[nodiscard]] pid_t process() const { return process_; }
    /// SIGKILL: no destructor, no close, nothing flushed by the program.
    void kill() {
        ::kill(process_, SIGKILL);
        wait();
    }
    int wait() {
        int status = 0;
        ::waitpid(process_, &status, 0);
        process_ = 0;
        return status;
    }

  private:
    pid_t process_ = 0;
    bool ready_ = false;
};

/// Holds a process where it is until it is killed.
[[noreturn]] inline void stay() {
    while (true) {
        ::pause();
    }
}

}  // namespace relief::kit
