// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "core/rules.h"
#include "reserves/document/application.h"
#include "reserves/document/document.h"

#include <string>
#include <string_view>

namespace relief {

/// bad_input argument.value of a line that was typed.
[[nodiscard]] Error wrong_line(const std::string& text, std::string_view option,
                               std::string expected);

/// A line of an order: "QUILT=2000", "QUILT=2000@LOT". bad_input argument.value, item.unknown.
[[nodiscard]] DocumentLine read_line(const Rules& rules, const std::string& text);

/// A line of an application: "QUILT=2000/500/500/1500" is needed, own stock, own used, asked.
/// bad_input argument.value, item.unknown.
[[nodiscard]] ApplicationLine read_application_line(const Rules& rules, const std::string& text);

}  // namespace relief
