// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/message.h"
#include "core/store/change.h"
#include "core/store/database.h"
#include "core/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// A message of another office that was taken in.
struct ReceivedMessage {
    std::int64_t id = 0;
    Instant at;
    std::string file;
    std::string form;     ///< "CAP 1.2", "12379", "Atom"
    std::string verdict;  ///< accept, accept with warnings
    std::string status;
    std::string type;
    std::string sender;
    std::string identifier;
    Instant sent;
    std::string codes;   ///< what was remarked, parted by blanks
    std::string sha256;  ///< of the bytes that came
    std::string xml;     ///< as it came; of a feed's entry or the national form written anew as CAP
};

/// A message that was refused, whole.
struct QuarantinedMessage {
    std::int64_t id = 0;
    Instant at;
    std::string file;
    std::string form;
    std::string status;
    std::string sender;      ///< "" where it could not be read
    std::string identifier;  ///< likewise
    std::string codes;
    std::string findings;  ///< relief.alert_check/1's rows, as JSON
    std::int64_t size = 0;
    std::string sha256;
    std::string content;  ///< base64; its beginning where the message is over the reader's limit
    std::string reply;    ///< the Error reply, "" where nobody can be answered
};

std::int64_t add_received(Change& change, const ReceivedMessage& message);
[[nodiscard]] std::vector<ReceivedMessage> read_received(Database& database);

std::int64_t add_quarantined(Change& change, const QuarantinedMessage& message);
[[nodiscard]] std::vector<QuarantinedMessage> read_quarantine(Database& database);
/// The number of the row that holds these bytes and that name already.
[[nodiscard]] std::optional<std::int64_t> find_quarantined(Database& database,
                                                           const std::string& sha256,
                                                           const std::string& identifier);

}  // namespace relief
