// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <string>
#include <string_view>

namespace relief {

/// relief.error/1.
[[nodiscard]] std::string error_json(const ErrorDetail& detail, std::string_view language);

/// One line for stderr: "FILE:LINE: FIELD: …" first where there is a file. In Chinese the
/// sentence of the code stands before the English detail.
[[nodiscard]] std::string error_line(const ErrorDetail& detail, std::string_view language);

/// Tells of a failure where it belongs: a document on stdout under --json, else a line on stderr.
void report_failure(const ErrorDetail& detail, bool json, std::string_view language);

}  // namespace relief
