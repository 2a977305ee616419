// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/print/forms.h"

#include <optional>
#include <string>
#include <vector>

namespace relief::test {

/// What a command says of a PDF file with these bytes, "FILE" in it being the file; nullopt where
/// `program`, which it needs, is not on this machine.
[[nodiscard]] std::optional<std::string> ask(const std::string& program, std::string command,
                                             const std::string& bytes);

/// The text of each page, blanks and line ends left out; nullopt without pdftotext.
[[nodiscard]] std::optional<std::vector<std::string>> page_texts(const std::string& bytes);

/// An allotment order of so many lines, every one of its own lot, "L1" to "Ln".
[[nodiscard]] FormContent order_of(int lines);

}  // namespace relief::test
