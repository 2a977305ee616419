// SPDX-License-Identifier: Apache-2.0
#include "alerts/channel/outbox.h"

#include <algorithm>
#include <set>

namespace relief {

std::int64_t add_delivery(Change& change, std::int64_t message, const std::string& kind,
                          const Delivery& delivery, std::optional<std::int64_t> escalates) {
    return change.insert("alert_delivery",
                         {{"message_id", message},
                          {"key", delivery.key},
                          {"channel", delivery.channel},
                          {"kind", kind},
                          {"county", delivery.county},
                          {"target", delivery.target},
                          {"at", seconds_of(change.request().occurred_at)},
                          {"escalates_id", escalates ? Cell(*escalates) : Cell()}});
}

void add_receipt(Change& change, std::int64_t delivery, Outcome outcome,
                 const std::string& detail) {
    change.insert("alert_receipt", {{"delivery_id", delivery},
                                    {"at", seconds_of(change.request().occurred_at)},
                                    {"state", std::string(to_word(outcome))},
                                    {"person", change.request().actor},
                                    {"detail", detail}});
}

std::vector<BookDelivery> read_outbox(Database& database, const std::string& warning) {
    Statement select = database.prepare(
        "SELECT d.id, d.message_id, m.identifier, c.code, d.key, d.channel, d.county, d.target, "
        "d.kind, d.at, coalesce(r.state, 'queued'), "
        "(SELECT count(*) FROM alert_receipt WHERE delivery_id = d.id AND state IN ('sent', "
        "'retry')), r.at, coalesce(r.person, ''), coalesce(r.detail, ''), d.escalates_id "
        "FROM alert_delivery AS d JOIN alert_message AS m ON m.id = d.message_id "
        "JOIN alert_case AS c ON c.id = m.case_id "
        "LEFT JOIN alert_receipt AS r ON r.id = (SELECT max(id) FROM alert_receipt WHERE "
        "delivery_id = d.id) WHERE ?1 = '' OR c.code = ?1 ORDER BY d.id");
    select.bind(1, warning);
    std::vector<BookDelivery> rows;
    while (select.step()) {
        BookDelivery row{.id = select.integer(0),
                         .message_id = select.integer(1),
                         .identifier = select.text(2),
                         .warning = select.text(3),
                         .delivery = {.key = select.text(4),
                                      .channel = select.text(5),
                                      .county = select.text(6),
                                      .target = select.text(7)},
                         .kind = select.text(8),
                         .queued = instant_of(select.integer(9)),
                         .state = select.text(10),
                         .attempts = static_cast<int>(select.integer(11)),
                         .last = std::nullopt,
                         .person = select.text(13),
                         .detail = select.text(14),
                         .escalates = std::nullopt};
        if (!select.is_null(12)) {
            row.last = instant_of(select.integer(12));
        }
        if (!select.is_null(15)) {
            row.escalates = select.integer(15);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::optional<Instant> next_try(const BookDelivery& row) {
    if (row.kind == "call" || (row.state != "queued" && row.state != "retry")) {
        return std::nullopt;
    }
    if (!row.last) {
        return row.queued;
    }
    return *row.last + Minutes(1LL << std::clamp(row.attempts - 1, 0, 10));
}

OutboxTotals totals_of(const std::vector<BookDelivery>& rows) {
    OutboxTotals totals;
    for (const BookDelivery& row : rows) {
        ++totals.total;
        totals.acked += row.state == "acked" ? 1 : 0;
        totals.failed += row.state == "failed" ? 1 : 0;
        totals.pending += row.pending() ? 1 : 0;
    }
    return totals;
}

Outcome final_outcome(const BookDelivery& row, Outcome outcome) {
    return outcome == Outcome::retry && row.attempts + 1 >= attempts_max ? Outcome::failed
                                                                         : outcome;
}

std::vector<BookDelivery> unanswered_calls(const std::vector<BookDelivery>& rows, Instant now,
                                           Minutes after) {
    std::set<std::int64_t> passed_on;
    for (const BookDelivery& row : rows) {
        if (row.escalates) {
            passed_on.insert(*row.escalates);
        }
    }
    std::vector<BookDelivery> open;
    for (const BookDelivery& row : rows) {
        if (row.kind == "call" && row.pending() && row.queued + after <= now &&
            !passed_on.contains(row.id)) {
            open.push_back(row);
        }
    }
    return open;
}

}  // namespace relief
