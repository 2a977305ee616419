// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_in_books.h"

#include "core/error.h"
#include "reserves/document/call_off.h"
#include "reserves/document/document.h"
#include "reserves/document/order.h"
#include "reserves/ledger/hold.h"

#include <algorithm>
#include <array>
#include <set>
#include <sstream>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

/// The stages in the order of a shipment's life; refused stands beside them.
constexpr std::array<std::string_view, 4> stages{"drafted", "signed", "departed", "received"};

std::string plan_stage(std::string_view state) {
    static const std::map<std::string_view, std::string_view> table{
        {"draft", "drafted"},     {"checked", "drafted"},  {"signed", "signed"},
        {"accepted", "signed"},   {"picked", "signed"},    {"loaded", "signed"},
        {"departed", "departed"}, {"arrived", "departed"}, {"part_received", "departed"},
        {"received", "received"}, {"decided", "received"}, {"closed", "received"},
        {"refused", "refused"},
    };
    const auto found = table.find(state);
    return found == table.end() ? "" : std::string(found->second);  // cancelled, returned …
}

std::size_t rank(const std::string& stage) {
    return static_cast<std::size_t>(std::find(stages.begin(), stages.end(), stage) -
                                    stages.begin());
}

std::vector<std::string> split_words(const std::string& text) {
    std::istringstream in(text);
    std::vector<std::string> words;
    for (std::string word; in >> word;) {
        words.push_back(word);
    }
    return words;
}

/// Item and lot: units.
using Amounts = std::map<std::pair<std::string, std::string>, Units>;

Units units_of(const Rules& rules, const std::string& item, std::int64_t amount) {
    const Item* known = rules.item(item);
    return whole_units({amount, known == nullptr ? 0 : known->decimals});
}

/// What an order is about at its stage: what it orders, what left with it, what came of it.
Amounts amounts_of(const Rules& rules, const Document& order, const std::string& stage) {
    Amounts amounts;
    if (order.number.kind == "call_off") {
        for (const CallOffLine& line : call_off_lines(order)) {
            amounts[{line.item, ""}] +=
                units_of(rules, line.item, stage == "received" ? line.good : line.called);
        }
        return amounts;
    }
    if (stage == "departed" || stage == "received") {
        for (const Piece& piece : order_progress(order).pieces) {
            const std::int64_t amount =
                stage == "received" ? piece.good : piece.departed - piece.diverted;
            amounts[{piece.item, piece.lot}] += units_of(rules, piece.item, amount);
        }
        return amounts;
    }
    for (const DocumentLine& line : order.lines) {
        amounts[{line.item, line.lot}] += units_of(rules, line.item, line.amount);
    }
    return amounts;
}

std::string plan_of(const Document& order) {
    return order.number.kind == "call_off" ? read_call_off_head(order).plan
                                           : read_order_head(order).plan;
}

/// Shares what an order brings out over the lines of its shipments: first lot by lot, then what was
/// picked from other lots.
void share_out(Amounts amounts, std::vector<ShipmentLine*> open) {
    for (const bool exact : {true, false}) {
        std::vector<ShipmentLine*> still;
        for (ShipmentLine* line : open) {
            bool found = false;
            for (auto& [key, units] : amounts) {
                const bool fits = key.first == line->item && (!exact || key.second == line->lot);
                if (!found && fits && units > 0) {
                    const Units rate = line->quantity > 0 ? line->counts_for / line->quantity : 1;
                    const Units some = std::min(units, line->quantity);
                    units -= some;
                    line->lot = key.second;
                    line->quantity = some;
                    line->counts_for = some * rate;
                    found = true;
                }
            }
            if (!found) {
                still.push_back(line);
            }
        }
        open = std::move(still);
    }
    for (ShipmentLine* line : open) {
        line->quantity = 0;
        line->counts_for = 0;
    }
}

void check_latest(const PlanFile& plan, const Document& order, const std::string& drawn_from) {
    const std::size_t at = drawn_from.rfind('@');
    const auto made =
        at == std::string::npos ? std::nullopt : parse_instant(drawn_from.substr(at + 1));
    if (made && *made > plan.as_of && !plan_stage(order.state()).empty()) {
        throw conflict({.code = "plan.stale",
                        .message = "orders of a later plan of this event are in the books; re-plan "
                                   "from that one",
                        .file = plan.file.string(),
                        .field = "as_of",
                        .found = fmt::format("{} of the plan of {}", format_number(order.number),
                                             format_instant(*made)),
                        .expected = "a plan as of " + format_instant(plan.as_of) + " or earlier"});
    }
}

/// The shipments an order was drawn up for: those its lines name, and those that name it.
std::set<std::string> shipments_of(const PlanFile& plan, const Document& order, bool from_plan) {
    std::set<std::string> ids;
    const std::string number = format_number(order.number);
    for (const Shipment& shipment : plan.shipments) {
        if (shipment.order.find(number) != std::string::npos) {
            ids.insert(shipment.id);
        }
    }
    for (const DocumentLine& line : order.lines) {
        for (const std::string& word : split_words(line.note)) {
            if (from_plan) {
                ids.insert(word);
            }
        }
    }
    return ids;
}

/// The last day of the lot of a line; the epoch where it is not on the shelf any more.
Date expiry_of(Database& database, const DocumentLine& line, Instant now) {
    const std::vector<AvailableLot> lots = available_lots(
        database, {.site = line.from_site, .item = line.item, .lot = line.lot, .at = now});
    return lots.empty() ? Date{} : lots.front().expires_on;
}

}  // namespace

PlanInBooks read_plan_in_books(Database& database, const Rules& rules, const PlanFile& plan,
                               Instant now) {
    const std::string key = plan.scenario + "@" + format_instant(plan.as_of);
    PlanInBooks books;
    for (const char* kind : {"allotment_order", "call_off"}) {
        for (const Document& order :
             read_documents(database, {.kind = kind, .event = plan.scenario})) {
            const std::string drawn_from = plan_of(order);
            check_latest(plan, order, drawn_from);
            const std::string stage = plan_stage(order.state());
            const std::set<std::string> ids = shipments_of(plan, order, drawn_from == key);
            if (stage.empty() || ids.empty()) {
                continue;
            }
            std::vector<ShipmentLine*> lines;
            for (const Shipment& shipment : plan.shipments) {
                if (!ids.contains(shipment.id)) {
                    continue;
                }
                BookedShipment& booked = books.shipments[shipment.id];
                if (booked.order.empty()) {
                    booked.lines = shipment.lines;
                    booked.stage = stage;
                }
                if (booked.stage != "refused" &&
                    (stage == "refused" || rank(stage) > rank(booked.stage))) {
                    booked.stage = stage;
                }
                booked.order += (booked.order.empty() ? "" : " ") + format_number(order.number);
                for (ShipmentLine& line : booked.lines) {
                    lines.push_back(&line);
                }
            }
            if (stage == "departed" || stage == "received") {
                share_out(amounts_of(rules, order, stage), lines);
            }
            for (const DocumentLine& line : order.lines) {
                if (stage == "drafted" && kind == std::string_view("allotment_order")) {
                    books.held.push_back({.order = format_number(order.number),
                                          .depot = line.from_site,
                                          .item = line.item,
                                          .lot = line.lot,
                                          .expires_on = expiry_of(database, line, now),
                                          .units = units_of(rules, line.item, line.amount)});
                }
            }
        }
    }
    return books;
}

}  // namespace relief
