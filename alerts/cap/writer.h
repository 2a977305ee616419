// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/message.h"

#include <optional>
#include <string>
#include <string_view>

namespace relief::cap {

/// A CAP 1.2 document in UTF-8: the same message is the same bytes, valid by the schema, and the
/// reader gives the message back. White space around a text is left out, as the reader does.
/// bad_input (alert.incomplete) where the schema asks for what is not there: an identifier, a
/// sender, a category of an info.
[[nodiscard]] std::string write(const Alert& alert);

/// What an Error reply is sent with.
struct ReplyHead {
    std::string identifier;
    std::string sender;
    Moment sent;
};

struct Reading;

/// The answer to a refused message: msgType Error, to its sender alone, the codes in the note.
/// nullopt where the message was not rejected, or too little of it could be read to name it.
[[nodiscard]] std::optional<Alert> error_reply(const Reading& refused, const ReplyHead& head);

}  // namespace relief::cap
