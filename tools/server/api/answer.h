// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "tools/server/http/message.h"

#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// The status an error is answered with: 400 bad input, 422 refused by a rule, 409 conflict, 500 a
/// fault; of some codes their own (404 nothing of that name, 422 a key used twice, 507 disk full,
/// 503 busy, 401 and 403 of access).
[[nodiscard]] int http_status(ErrorKind kind, std::string_view code);

/// An RFC 9457 problem document: type, title (the sentence of the code), status, detail, and all
/// fields of relief.error/1.
[[nodiscard]] http::Response problem_of(const Error& error, std::string_view language);
/// The same of whatever ended an operation: an Error, wrong usage (400), else a fault (500) that
/// tells nothing of our insides but what the exception says.
[[nodiscard]] http::Response problem_of(const std::exception_ptr& failure,
                                        std::string_view language);

/// Says in an answer that it is cut down to these places: the header Relief-Scope, a last field
/// `cut_to` of a document, a first line of a text.
void tell_cut(http::Response& response, const std::vector<std::string>& places, bool json,
              std::string_view language);

[[nodiscard]] http::Response json_response(int status, std::string body);

}  // namespace relief
