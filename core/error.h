// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <string>
#include <string_view>

namespace relief {

/// What kind of end an operation came to. Each kind is one exit status of the
/// command line (exit_status) and one family of HTTP answers.
enum class ErrorKind {
    bad_input,  ///< a file, an argument or a message is wrong: 3
    refused,    ///< a rule says no: 4
    conflict,   ///< somebody else was first, or holds the lock: 4
    fault       ///< ours: 5
};

/// Where an error lies and what is wrong, in words a person can act on.
/// `file`, `field`, `found` and `expected` may be empty; `line` 0 is "no line".
/// Lines count from 1, the header of a table being line 1.
struct ErrorDetail {
    std::string code;     ///< stable, from the table in core/error.cpp: "csv.number", "db.foreign"
    std::string message;  ///< one English sentence
    std::string file;
    int line = 0;
    std::string field;
    std::string found;
    std::string expected;
};

/// The one exception type that ends an operation. An answer, also a "no", is a plain value
/// and never an Error.
class Error : public std::exception {
  public:
    Error(ErrorKind kind, ErrorDetail detail);

    [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }
    [[nodiscard]] const ErrorDetail& detail() const noexcept { return detail_; }
    /// "FILE:LINE: FIELD: message; found …; expected …" with the parts that are there.
    [[nodiscard]] const char* what() const noexcept override { return text_.c_str(); }

  private:
    ErrorKind kind_;
    ErrorDetail detail_;
    std::string text_;
};

[[nodiscard]] Error bad_input(ErrorDetail detail);
[[nodiscard]] Error refused(ErrorDetail detail);
[[nodiscard]] Error conflict(ErrorDetail detail);
[[nodiscard]] Error fault(ErrorDetail detail);

/// 3, 4, 4, 5 for the kinds in their order.
[[nodiscard]] int exit_status(ErrorKind kind) noexcept;

/// The sentence of a code in Chinese ("zh") or English; the code itself where it is unknown.
[[nodiscard]] std::string_view error_title(std::string_view code, std::string_view language);

}  // namespace relief
