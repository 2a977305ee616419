// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/message.h"
#include "core/time.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// What keeps chains apart. A message changes nothing that another sender or another status
/// issued, whatever it refers to: an exercise cannot lift a warning.
struct ChainKey {
    cap::Status status = cap::Status::actual;
    std::string sender;
    std::string first;  ///< identifier of the first message known of it

    friend auto operator<=>(const ChainKey&, const ChainKey&) = default;
};

/// A warning with everything that updates or lifts it: alerts, updates and cancels, by sent, then
/// identifier; each once. What came in which order makes no difference.
struct Chain {
    ChainKey key;
    std::vector<cap::Alert> messages;
};

/// The chains of some messages, by key. Updates and cancels belong with what they refer to, also
/// through one another and also where only the identifier agrees (the national form names nothing
/// else); one that refers to nothing known is a chain of its own. Acknowledgements and errors are
/// left out.
[[nodiscard]] std::vector<Chain> chains_of(std::vector<cap::Alert> messages);

/// True where a place is asked about that the area of a message may cover.
using AreaTest = std::function<bool(const cap::Area&)>;

/// How long a message without `expires` holds: the receiver's own rule (CAP 1.2, 3.2.2).
inline constexpr std::chrono::hours without_expires{24};

/// What holds at an instant: one message, and those of its infos that are in force.
struct ActiveWarning {
    const cap::Alert* message = nullptr;
    std::vector<const cap::Info*> infos;
};

/// The one message of a chain that holds at `instant` for the area asked about (any, where no test
/// is given); nullopt where none does: not sent yet, lifted, replaced by one that does not hold
/// there, not begun or over. List, feed, map and targeting all ask this. It tells what the chain
/// was at that instant: a message sent later changes nothing then. After a cancel nothing of the
/// chain holds that was sent before it or refers to what it lifted.
[[nodiscard]] std::optional<ActiveWarning> active(const Chain& chain, Instant instant,
                                                  const AreaTest& covers = nullptr);

/// The state of a chain at an instant, whatever the area: the newest message sent by then, and
/// whether it lifts.
struct ChainState {
    const cap::Alert* newest = nullptr;  ///< nullptr before the first
    bool lifted = false;
};
[[nodiscard]] ChainState state_of(const Chain& chain, Instant instant);

/// A test for one division: a geocode of the area is its code, one above it or one below (the
/// shorter figures begin the longer, zeros at the end of a 6-figure code meaning all below); areas
/// without codes are asked of `overlaps`.
[[nodiscard]] AreaTest covers_division(
    const std::string& code, const std::function<bool(const cap::Area&)>& overlaps = nullptr);

}  // namespace relief
