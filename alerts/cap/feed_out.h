// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/message.h"

#include <string>
#include <string_view>
#include <vector>

/// Feeds of the messages in force, for those who fetch them. Which these are is for the release
/// to say; here they are only written.
namespace relief::cap {

struct FeedEntry {
    std::string title;
    std::string summary;
    std::string id;       ///< never changes: "urn:x-cap:SENDER:IDENTIFIER"
    std::string address;  ///< where the message itself can be had
    Moment updated;
    std::string message;  ///< the message's bytes as released, signatures and all; "" for a link
    std::string author = {};  ///< of another office; "" where it is the feed's
};

struct FeedHead {
    std::string id;
    std::string title;
    std::string address;  ///< of the feed itself
    std::string author;
    Moment updated;
};

/// Title and summary from the first Chinese info, else the first.
[[nodiscard]] FeedEntry entry_of(const Alert& alert, std::string address, std::string message = {});

/// RFC 4287. Messages stand in the content of their entry, untouched but for the XML declaration.
[[nodiscard]] std::string write_atom(const FeedHead& head, const std::vector<FeedEntry>& entries);

/// RSS 2.0: links alone.
[[nodiscard]] std::string write_rss(const FeedHead& head, const std::vector<FeedEntry>& entries);

}  // namespace relief::cap
