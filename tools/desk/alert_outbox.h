// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/audience.h"
#include "alerts/cap/message.h"
#include "alerts/channel/outbox.h"
#include "alerts/release/draft.h"
#include "core/places.h"
#include "core/store/change.h"
#include "tools/desk/alert_calls.h"
#include "tools/desk/opened_books.h"
#include "tools/desk/writing_desk.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// Puts the rows of a message into the outbox, inside the release's own transaction: the channels
/// of its kind in `channels`, for the counties in its area, and a call to every place of a call
/// list that lies in it, care homes before villages. `data` gives the outlines.
void queue_deliveries(Change& change, std::int64_t message, const cap::Alert& alert, Play play,
                      const std::filesystem::path& channels, const std::filesystem::path& data);

/// What a pass over the outbox did.
struct SendCounts {
    int tried = 0;
    int acked = 0;
    int sent = 0;
    int retry = 0;
    int failed = 0;
};

/// `relief alert send`: every row that is due, once, each receipt in a transaction of its own, so
/// that what is cut short is asked again with the same key.
[[nodiscard]] SendCounts send_outbox(const Books& db, const Asked& asked,
                                     const std::filesystem::path& channels);

/// `relief alert receipts`: the outbox, of one warning or all.
struct ReceiptsAnswer {
    std::vector<BookDelivery> rows;
    Instant now;
};
[[nodiscard]] ReceiptsAnswer read_receipts(const std::filesystem::path& data, const Books& db,
                                           const std::string& warning, Instant now);

/// `relief alert ack`: a person's word that it was heard, or a gateway's receipt that came later.
/// bad_input alert.delivery; refused alert.state where it was answered before.
[[nodiscard]] ReceiptsAnswer acknowledge(const Books& db, const Asked& asked, std::int64_t delivery,
                                         const std::string& words);

/// `relief alert escalate`: calls of red and orange that nobody answered within `minutes` go on to
/// the next level up, as rows of their own. Answers how many.
[[nodiscard]] int escalate_calls(const Books& db, const Asked& asked,
                                 const std::filesystem::path& channels, int minutes);

/// A channel with the counties of a warning that it reaches.
struct ChannelReach {
    std::string channel;
    std::string kind;
    std::vector<std::string> counties;  ///< by code, also through a target of a level above
    int targets = 0;
};

/// `relief alert audience`: whom a warning is for.
struct AudienceAnswer {
    std::string warning;
    Audience audience;
    bool with_channels = false;          ///< `channels`, `unreached` and `calls` were asked for
    std::vector<ChannelReach> channels;  ///< in the order of the file
    std::vector<std::string> unreached;  ///< counties that no channel reaches
    std::vector<CallSite> calls;         ///< in the order they are called
    std::vector<std::pair<std::string, std::string>> counties;   ///< code, name
    std::vector<std::pair<std::string, std::string>> townships;  ///< code, name
    std::vector<std::pair<std::string, std::string>> depots;     ///< inside: id, name
};
/// `channels` tells who is reached by which channel, and names the places of its call lists.
[[nodiscard]] AudienceAnswer audience_of_warning(
    const std::filesystem::path& data, const Books& db, const std::string& warning,
    const std::optional<std::filesystem::path>& channels = {});

}  // namespace relief
