// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/application.h"

#include "core/error.h"
#include "reserves/ledger/hold.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

void check_field(bool is_there, const char* field, const char* expected) {
    if (!is_there) {
        throw bad_input({.code = "order.application_field",
                         .message = "the application does not say it",
                         .field = field,
                         .found = "nothing",
                         .expected = expected});
    }
}

void check_fields(const NewApplication& asked) {
    check_field(!asked.applicant.empty(), "applicant", "the division that asks");
    check_field(!asked.asked_of.empty(), "asked_of", "the division that is asked");
    check_field(!asked.disaster_kind.empty(), "disaster_kind", "the kind of disaster");
    check_field(!asked.disaster_place.empty(), "disaster_place", "where it is");
    check_field(asked.disaster_at.has_value(), "disaster_at", "when it began");
    check_field(!asked.lines.empty(), "lines", "items and amounts");
}

/// Own stock first: what is asked for is what own stock leaves open (白城, 陵城).
void check_own_stock(Change& change, const NewApplication& asked, const ApplicationLine& line) {
    std::int64_t in_books = 0;
    for (const AvailableLot& lot : available_lots(
             change.database(),
             {.item = line.item, .owner = asked.applicant, .at = change.request().recorded_at})) {
        in_books += lot.available;
    }
    const std::int64_t left = std::max(line.own_stock - line.own_used, in_books);
    const std::int64_t open = std::max<std::int64_t>(0, line.needed - left);
    if (line.asked > open && asked.keep.empty()) {
        throw refused(
            {.code = "order.own_stock",
             .message = "own stock is used first",
             .field = line.item,
             .found = fmt::format("{} needed, {} of one's own left ({} in the books), {} asked for",
                                  line.needed, left, in_books, line.asked),
             .expected = fmt::format("at most {}, or a reason why own stock is kept", open)});
    }
}

void check_line(const Rules& rules, const ApplicationLine& line) {
    if (rules.item(line.item) == nullptr) {
        throw bad_input({.code = "item.unknown",
                         .message = "there is no such item",
                         .field = "item",
                         .found = line.item,
                         .expected = "an item of rules/item_catalog.csv"});
    }
    const bool fits =
        line.asked > 0 && line.needed >= 0 && line.own_used >= 0 && line.own_stock >= line.own_used;
    if (!fits) {
        throw bad_input({.code = "order.application_field",
                         .message = "the amounts of the line do not fit",
                         .field = line.item,
                         .found = fmt::format("needed {}, own {}, used {}, asked {}", line.needed,
                                              line.own_stock, line.own_used, line.asked),
                         .expected = "own stock at least what was used, and something asked for"});
    }
}

std::string head_content(const NewApplication& asked) {
    ordered_json lines = ordered_json::array();
    for (const ApplicationLine& line : asked.lines) {
        lines.push_back({{"item", line.item},
                         {"needed", line.needed},
                         {"own_stock", line.own_stock},
                         {"own_used", line.own_used},
                         {"asked", line.asked}});
    }
    return ordered_json{{"applicant", asked.applicant},
                        {"asked_of", asked.asked_of},
                        {"disaster_kind", asked.disaster_kind},
                        {"disaster_place", asked.disaster_place},
                        {"disaster_at", format_instant(asked.disaster_at.value_or(Instant{}))},
                        {"relocated", asked.relocated},
                        {"deliver_to", asked.deliver_to},
                        {"contact", asked.contact},
                        {"reason", asked.reason},
                        {"keep", asked.keep},
                        {"by_phone", asked.by_phone},
                        {"call", asked.call},
                        {"lines", std::move(lines)}}
        .dump();
}

}  // namespace

std::int64_t send_application(Change& change, const Rules& rules, const NewApplication& asked) {
    check_fields(asked);
    std::vector<DocumentLine> lines;
    for (const ApplicationLine& line : asked.lines) {
        check_line(rules, line);
        check_own_stock(change, asked, line);
        lines.push_back({.item = line.item, .amount = line.asked, .to_site = asked.deliver_to});
    }
    const std::int64_t id = add_document(change, {.unit = asked.applicant,
                                                  .kind = "application",
                                                  .event = asked.event,
                                                  .content = head_content(asked),
                                                  .lines = std::move(lines)});
    add_step(change, id, "send", {.note = asked.by_phone ? "by telephone" : ""});
    return id;
}

void check_application(Database& database, std::int64_t document) {
    const std::string kind = read_document(database, document).number.kind;
    if (kind != "application") {
        throw bad_input({.code = "doc.kind",
                         .message = "the document is no application",
                         .field = "application",
                         .found = kind,
                         .expected = "application"});
    }
}

std::string step_application(Change& change, std::int64_t application, const std::string& verb,
                             const std::string& note) {
    check_application(change.database(), application);
    return add_step(change, application, verb, {.note = note});
}

}  // namespace relief
