// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/call_off.h"

#include "core/error.h"
#include "reserves/document/handling.h"
#include "reserves/document/life_cycle.h"
#include "reserves/document/order_parts.h"
#include "reserves/document/paper_stock.h"
#include "reserves/ledger/change_posting.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

/// How long a call-off weighs on what its supplier can give (assumption: its stock and a week's
/// making are the most an agreement promises).
constexpr std::chrono::hours counts_for{24 * 7};

Document read_call_off(Database& database, std::int64_t id) {
    Document document = read_document(database, id);
    if (document.number.kind != "call_off") {
        throw bad_input({.code = "doc.kind",
                         .message = "the document is no call-off",
                         .field = "order",
                         .found = document.number.kind,
                         .expected = "call_off"});
    }
    return document;
}

std::string head_content_of(const CallOffHead& head) {
    return ordered_json{{"supplier", head.supplier},
                        {"response", head.response},
                        {"deliver_to", head.deliver_to},
                        {"plan", head.plan},
                        {"reason", head.reason}}
        .dump();
}

bool is_receipt(const DocumentStep& step) {
    return step.verb == "receive" || step.verb == "receive_part";
}

/// What came of a call-off by a moment, by line.
std::map<int, std::int64_t> received_by(const Document& call_off, Instant moment) {
    std::map<int, std::int64_t> received;
    for (const DocumentStep& step : call_off.steps) {
        if (!is_receipt(step) || step.occurred_at > moment) {
            continue;
        }
        const json content = json::parse(step.content);
        for (const json& count : content.at("counts")) {
            received[count.at("line")] +=
                count.at("good").get<std::int64_t>() + count.at("damaged").get<std::int64_t>();
        }
    }
    return received;
}

Units units_of(const Rules& rules, const std::string& item, std::int64_t amount) {
    const Item* known = rules.item(item);
    return whole_units({amount, known == nullptr ? 0 : known->decimals});
}

void check_line(const OrderTables& tables, const Agreement& agreement, const DocumentLine& line,
                int number) {
    if (line.amount <= 0) {
        throw bad_input({.code = "order.line",
                         .message = "a line is of something",
                         .field = fmt::format("line {}", number),
                         .found = fmt::format("{}", line.amount),
                         .expected = "an amount above 0"});
    }
    if (line.item != agreement.supplier.item || tables.rules.item(line.item) == nullptr) {
        throw refused({.code = "agreement.item",
                       .message = "the agreement is over another item",
                       .field = fmt::format("line {}", number),
                       .found = line.item,
                       .expected = agreement.supplier.item});
    }
}

void check_term(Change& change, const Agreement& agreement) {
    const Date on = beijing_date(change.request().recorded_at);
    const Supplier& supplier = agreement.supplier;
    if (!agreement.holds(on)) {
        throw refused(
            {.code = "agreement.term",
             .message = "the agreement does not hold on this day",
             .field = supplier.id,
             .found = format_date(on),
             .expected = fmt::format("a day from {} to {}", format_date(supplier.agreement_from),
                                     format_date(supplier.agreement_to))});
    }
}

void check_room(Change& change, const OrderTables& tables, const Agreement& agreement,
                Units wanted) {
    const Instant now = change.request().recorded_at;
    const Supplier& supplier = agreement.supplier;
    const auto first_truck = std::chrono::duration_cast<Instant::duration>(
        std::chrono::duration<double, std::ratio<3600>>(supplier.first_delivery_h));
    const CallOffRoom room =
        call_off_room(change.database(), tables.rules, agreement, now + first_truck, now);
    if (wanted > room.left()) {
        throw refused(
            {.code = "agreement.capacity",
             .message = "the supplier cannot give so much",
             .field = supplier.id,
             .found = fmt::format("{} asked for, {} called off already", wanted, room.called),
             .expected = fmt::format("at most {}", room.left())});
    }
}

Error over_receipt(const CallOffLine& line, std::int64_t counted) {
    return refused({.code = "order.over_receipt",
                    .message = "more is counted than was called off",
                    .field = fmt::format("line {}", line.line),
                    .found = fmt::format("{} counted now; called off {}, received before {}",
                                         counted, line.called, line.good + line.damaged),
                    .expected = fmt::format("at most {}", line.open())});
}

const DocumentLine& call_off_line(const Document& call_off, int number) {
    for (const DocumentLine& line : call_off.lines) {
        if (line.line == number) {
            return line;
        }
    }
    throw bad_input({.code = "order.line",
                     .message = "the call-off has no such line",
                     .field = "line",
                     .found = fmt::format("{}", number),
                     .expected = fmt::format("1 to {}", call_off.lines.size())});
}

/// A code that tells deliveries made on different days apart: "220200-XY-2017-0001-1-20170713".
std::string lot_code(const Document& call_off, const FoodCount& count) {
    std::string day = format_date(*count.made_on);
    std::erase(day, '-');
    return fmt::format("{}-{}-{}", format_number(call_off.number), count.line, day);
}

Error wrong_day(int line, std::string found, std::string expected) {
    return bad_input({.code = "order.made",
                      .message = "food comes with the day it was made",
                      .field = fmt::format("line {}", line),
                      .found = std::move(found),
                      .expected = std::move(expected)});
}

/// The lot a delivery goes into, with its dates: one of the books, or a new one.
Lot lot_of(Change& change, const Rules& rules, const Document& call_off, const FoodCount& count) {
    const DocumentLine& line = call_off_line(call_off, count.line);
    const Date today = beijing_date(change.request().occurred_at);
    Lot lot{.item = line.item, .lot = count.lot, .made_on = {}, .expires_on = {}};
    const auto known =
        count.lot.empty() ? std::nullopt : last_day_of(change.database(), line.item, count.lot);
    if (!known && !count.made_on) {
        throw wrong_day(count.line, "none", "the production day, or a lot of the books");
    }
    if (count.made_on && *count.made_on > today) {
        throw wrong_day(count.line, format_date(*count.made_on), "not after " + format_date(today));
    }
    if (lot.lot.empty()) {
        lot.lot = lot_code(call_off, count);
    }
    const Item& item = *rules.item(line.item);
    lot.made_on = count.made_on.value_or(Date{});
    lot.expires_on = known.value_or(lot.made_on + std::chrono::days{item.shelf_life_days});
    if (lot.expires_on < today) {
        throw refused({.code = "order.expired",
                       .message = "food past its last day is not received",
                       .field = fmt::format("line {}, lot {}", count.line, lot.lot),
                       .found = "last day " + format_date(lot.expires_on),
                       .expected = "food that may be eaten; send it back"});
    }
    return lot;
}

/// What a receipt comes to.
struct Delivery {
    std::vector<Entry> entries;
    std::vector<Lot> lots;
    std::vector<DocumentLine> slip;
    ordered_json counts = ordered_json::array();
};

void add_delivery(Change& change, const OrderTables& tables, const Document& call_off,
                  const FoodCount& count, Delivery& delivery) {
    const DocumentLine& line = call_off_line(call_off, count.line);
    const Lot lot = lot_of(change, tables.rules, call_off, count);
    const auto add = [&](std::int64_t amount, const char* condition, const char* stage) {
        if (amount == 0) {
            return;
        }
        Account to{.owner = line.owner,
                   .keeper = keeper_at(tables, line.to_site),
                   .site = line.to_site,
                   .item = line.item,
                   .lot = lot.lot,
                   .condition = condition,
                   .stage = stage};
        Account from = to;
        from.stage = "purchased";
        delivery.entries.push_back({from, -amount});
        delivery.entries.push_back({to, amount});
        DocumentLine slip = line;
        slip.lot = lot.lot;
        slip.amount = amount;
        slip.condition = condition;
        delivery.slip.push_back(std::move(slip));
    };
    add(count.good, "A", "on_hand");
    add(count.damaged, "B", "quarantine");
    if (!last_day_of(change.database(), lot.item, lot.lot)) {
        delivery.lots.push_back(lot);
    }
    delivery.counts.push_back({{"line", count.line},
                               {"lot", lot.lot},
                               {"good", count.good},
                               {"damaged", count.damaged},
                               {"expires_on", format_date(lot.expires_on)}});
}

void check_line_counts(const std::vector<CallOffLine>& lines,
                       const std::vector<FoodCount>& counts) {
    std::map<int, std::int64_t> sums;
    for (const FoodCount& count : counts) {
        if (count.good < 0 || count.damaged < 0 || count.good + count.damaged == 0) {
            throw bad_input({.code = "order.line",
                             .message = "a count is of something",
                             .field = fmt::format("line {}", count.line),
                             .found = fmt::format("{}/{}", count.good, count.damaged),
                             .expected = "good/damaged"});
        }
        sums[count.line] += count.good + count.damaged;
    }
    for (const CallOffLine& line : lines) {
        if (sums[line.line] > line.open()) {
            throw over_receipt(line, sums[line.line]);
        }
    }
}

}  // namespace

CallOffHead read_call_off_head(const Document& call_off) {
    const json content = json::parse(call_off.content);
    return {.supplier = content.at("supplier"),
            .response = content.at("response"),
            .deliver_to = content.at("deliver_to"),
            .plan = content.at("plan"),
            .reason = content.value("reason", "")};
}

CallOffRoom call_off_room(Database& database, const Rules& rules, const Agreement& agreement,
                          Instant depart, Instant now) {
    const Instant declared = agreement.declared ? agreement.declared->at : Instant{};
    CallOffRoom room;
    Instant since = now;
    for (const Document& document : read_documents(database, {.kind = "call_off"})) {
        if (document.state() == "void" || document.state() == "reversed" ||
            now - document.made_at >= counts_for) {
            continue;
        }
        const auto before = received_by(document, declared);
        for (const DocumentLine& line : document.lines) {
            if (line.from_site != agreement.supplier.id) {
                continue;
            }
            const auto done = before.find(line.line);
            const std::int64_t amount = line.amount - (done == before.end() ? 0 : done->second);
            if (amount > 0) {
                room.called += units_of(rules, line.item, amount);
                since = std::min(since, std::max(document.made_at, declared));
            }
        }
    }
    const auto hours =
        std::chrono::duration_cast<std::chrono::hours>(std::max(depart, now) - since);
    room.most = agreement.on_hand() + agreement.supplier.daily_capacity * (hours.count() / 24 + 1);
    return room;
}

std::int64_t draft_call_off(Change& change, const OrderTables& tables, const NewCallOff& call_off) {
    const auto agreements = read_agreements(tables.baseline, &change.database());
    const Agreement& agreement = agreement_of(agreements, call_off.head.supplier);
    (void)receiving_owner(tables, call_off.head.deliver_to);
    if (call_off.lines.empty()) {
        throw bad_input({.code = "order.line",
                         .message = "a call-off is of something",
                         .field = "line 1",
                         .found = "no line",
                         .expected = "ITEM=AMOUNT"});
    }
    Units wanted = 0;
    std::vector<DocumentLine> lines = call_off.lines;
    int number = 0;
    for (DocumentLine& line : lines) {
        check_line(tables, agreement, line, ++number);
        wanted += units_of(tables.rules, line.item, line.amount);
        line.lot.clear();
        line.owner = agreement.supplier.place_code;
        line.from_site = agreement.supplier.id;
        line.to_site = call_off.head.deliver_to;
        line.condition = std::string("A");
    }
    check_term(change, agreement);
    if (!call_off.room_checked) {
        check_room(change, tables, agreement, wanted);
    }
    return add_document(change, {.unit = agreement.supplier.place_code.substr(0, 6),
                                 .kind = "call_off",
                                 .event = call_off.event,
                                 .content = head_content_of(call_off.head),
                                 .lines = std::move(lines)});
}

SignatureQuestion call_off_question(const Rules& rules, const Document& call_off, Instant at,
                                    bool phone) {
    SignatureQuestion question{.goods = std::string(goods::food_call_off),
                               .response = read_call_off_head(call_off).response,
                               .division = call_off.number.unit,
                               .at = at,
                               .phone = phone};
    for (const DocumentLine& line : call_off.lines) {
        question.amount = std::max(question.amount, units_of(rules, line.item, line.amount));
    }
    return question;
}

void cancel_call_off(Change& change, std::int64_t id, const std::string& reason) {
    check_said(reason);
    (void)read_call_off(change.database(), id);
    add_step(change, id, "void", {.note = reason});
}

std::string sign_call_off(Change& change, std::int64_t id, const Rules& rules,
                          const SignOrder& sign) {
    const Document document = read_call_off(change.database(), id);
    const SignatureQuestion question =
        call_off_question(rules, document, change.request().occurred_at, sign.phone);
    const SignatureRules table = signature_rules_at(change.database(), question.at);
    const SignedAs signed_as = check_signature(change.database(), table, question, sign.signer);
    const ordered_json extra{{"call", sign.call}, {"words", sign.words}};
    return add_step(
        change, id, "sign",
        {.post = signed_as.post,
         .note = sign.words,
         .content = signature_content(question, signed_as, sign.signer, table, extra.dump())});
}

std::vector<CallOffLine> call_off_lines(const Document& call_off) {
    std::vector<CallOffLine> lines;
    for (const DocumentLine& line : call_off.lines) {
        lines.push_back({.line = line.line, .item = line.item, .called = line.amount});
    }
    for (const DocumentStep& step : call_off.steps) {
        if (!is_receipt(step)) {
            continue;
        }
        const json content = json::parse(step.content);
        for (const json& count : content.at("counts")) {
            for (CallOffLine& line : lines) {
                if (count.at("line") == line.line) {
                    line.good += count.at("good").get<std::int64_t>();
                    line.damaged += count.at("damaged").get<std::int64_t>();
                }
            }
        }
    }
    return lines;
}

std::string receive_call_off(Change& change, const OrderTables& tables, std::int64_t id,
                             const ReceiveCallOff& receive) {
    const Document call_off = read_call_off(change.database(), id);
    check_step(call_off, "receive");
    std::vector<CallOffLine> lines = call_off_lines(call_off);
    check_line_counts(lines, receive.counts);
    std::string post = check_handler(
        change, handlers_of(tables.baseline, "receive", read_call_off_head(call_off).deliver_to));
    Delivery delivery;
    for (const FoodCount& count : receive.counts) {
        add_delivery(change, tables, call_off, count, delivery);
    }
    std::int64_t left = 0;
    for (const CallOffLine& line : lines) {
        left += line.open();
    }
    for (const FoodCount& count : receive.counts) {
        left -= count.good + count.damaged;
    }
    if (delivery.entries.empty()) {
        throw refused({.code = "order.nothing",
                       .message = "there is nothing to count",
                       .field = "--line",
                       .found = fmt::format("{} to come", left),
                       .expected = "LINE=GOOD/DAMAGED"});
    }
    const std::int64_t movement =
        post_in(change, "call_off.receive", format_number(call_off.number),
                std::move(delivery.entries), std::move(delivery.lots));
    const std::int64_t slip = add_document(change,
                                           {.unit = call_off.number.unit,
                                            .kind = "receipt_slip",
                                            .event = call_off.event,
                                            .lines = std::move(delivery.slip)},
                                           "issued");
    link_documents(change, slip, id, "of_order");
    return add_step(change, id, left == 0 ? "receive" : "receive_part",
                    {.post = std::move(post),
                     .note = receive.note,
                     .content = ordered_json{{"counts", std::move(delivery.counts)}}.dump(),
                     .movement = movement});
}

void close_call_off(Change& change, std::int64_t id, const std::string& note) {
    const Document call_off = read_call_off(change.database(), id);
    check_step(call_off, "close");
    if (call_off.state() == "part_received") {
        check_said(note);
    }
    check_no_papers_owed(call_off);
    ordered_json totals = ordered_json::array();
    for (const CallOffLine& line : call_off_lines(call_off)) {
        totals.push_back({{"line", line.line},
                          {"called", line.called},
                          {"good", line.good},
                          {"damaged", line.damaged},
                          {"not_delivered", line.open()}});
    }
    add_step(change, id, "close",
             {.note = note, .content = ordered_json{{"totals", std::move(totals)}}.dump()});
}

}  // namespace relief
