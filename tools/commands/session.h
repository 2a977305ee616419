// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"
#include "tools/commands/options.h"
#include "tools/desk/opened_books.h"

#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace relief {

class Given;

/// What a door gives every command: main() for one call, the server for a request.
struct Session {
    const Clock& clock;
    std::filesystem::path program;  ///< this executable, for finding data/
    GlobalOptions global;
    /// Takes the answer; main() has it written to stdout.
    std::function<void(std::string_view)> write;
    /// Books that the door keeps open in the place of those of --db.
    std::shared_ptr<OpenedBooks> kept = nullptr;
    /// Books::change, for long work.
    std::function<void(const std::function<void(const std::shared_ptr<OpenedBooks>&)>&)> change =
        nullptr;
    /// Is told how far long work is (phase, share done); false asks it to stop with the best it
    /// has. Where it is empty the command watches for Ctrl-C and shows a line on a terminal.
    std::function<bool(std::string_view, double)> progress = nullptr;
    /// What `relief serve`, `log-in` and `log-out` run; main() alone has them, since the server and
    /// its client are built on the commands.
    struct Doors {
        int (*serve)(const Session&, const Given&) = nullptr;
        int (*log_in)(const Session&, const Given&) = nullptr;
        int (*log_out)(const Session&, const Given&) = nullptr;
    };
    Doors doors = {};

    [[nodiscard]] std::filesystem::path data() const;
    [[nodiscard]] std::optional<Books> db() const;
    /// The database a command needs. UsageError where --db was not given; `command` is the one
    /// whose help says more.
    [[nodiscard]] Books required_db(const std::string& command) const;
    [[nodiscard]] std::string_view language() const { return global.language; }
    void print(std::string_view text) const { write(text); }
};

/// --threads, or as many as the machine has.
[[nodiscard]] unsigned threads_of(const Session& session);

/// Writes a whole answer to stdout. bad_input (file.write) where it does not all get there: a
/// full disk behind a redirection must not look like success.
void print_to_stdout(std::string_view text);

/// Wrong usage that only shows when the options are read together: status 2.
class UsageError : public std::exception {
  public:
    /// `command` is the one whose --help says more: "relief needs".
    UsageError(std::string command, std::string zh, std::string en)
        : command_(std::move(command)), zh_(std::move(zh)), en_(std::move(en)) {}
    [[nodiscard]] const char* what() const noexcept override { return en_.c_str(); }
    [[nodiscard]] const std::string& words(std::string_view language) const {
        return language == "zh" ? zh_ : en_;
    }

    [[nodiscard]] const std::string& command() const { return command_; }

  private:
    std::string command_;
    std::string zh_;
    std::string en_;
};

}  // namespace relief
