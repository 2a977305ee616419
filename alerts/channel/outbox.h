// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/channel/channel.h"
#include "core/store/change.h"
#include "core/store/database.h"
#include "core/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// A row of the outbox with what came of it.
struct BookDelivery {
    std::int64_t id = 0;
    std::int64_t message_id = 0;
    std::string identifier;  ///< of the message
    std::string warning;     ///< code of its case
    Delivery delivery;
    std::string kind;  ///< file, webhook, sms, smtp, feed, fax_sheet, call
    Instant queued;
    std::string state;  ///< queued, sent, retry, acked, failed
    int attempts = 0;   ///< receipts that say sent or retry
    std::optional<Instant> last;
    std::string person;  ///< who acknowledged
    std::string detail;
    std::optional<std::int64_t> escalates;

    /// Neither acknowledged nor given up.
    [[nodiscard]] bool pending() const { return state != "acked" && state != "failed"; }
};

/// Writes a row, inside the transaction of the release. conflict ledger.repeat where its key is in
/// the books already.
std::int64_t add_delivery(Change& change, std::int64_t message, const std::string& kind,
                          const Delivery& delivery, std::optional<std::int64_t> escalates = {});
void add_receipt(Change& change, std::int64_t delivery, Outcome outcome, const std::string& detail);

/// The outbox in order; of one case, or all ("").
[[nodiscard]] std::vector<BookDelivery> read_outbox(Database& database,
                                                    const std::string& warning = "");

/// How often a row is tried before it has failed.
inline constexpr int attempts_max = 6;

/// When a row may be tried next: at once, then 1, 2, 4, 8 … minutes after the last try. nullopt
/// where it is not for a machine to try: acknowledged, failed, handed over, or a call.
[[nodiscard]] std::optional<Instant> next_try(const BookDelivery& row);

/// What the outbox adds up to: total = acked + failed + pending, always.
struct OutboxTotals {
    int total = 0;
    int acked = 0;
    int failed = 0;
    int pending = 0;
};
[[nodiscard]] OutboxTotals totals_of(const std::vector<BookDelivery>& rows);

/// The outcome as it is booked: a last "later" is a failure.
[[nodiscard]] Outcome final_outcome(const BookDelivery& row, Outcome outcome);

/// Calls that nobody has answered `after` their queueing and that were not passed on yet.
[[nodiscard]] std::vector<BookDelivery> unanswered_calls(const std::vector<BookDelivery>& rows,
                                                         Instant now, Minutes after);

}  // namespace relief
