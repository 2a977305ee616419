// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/duty_book.h"

#include "core/error.h"
#include "reserves/care/due.h"
#include "reserves/document/due_papers.h"
#include "reserves/document/order_due.h"
#include "reserves/duty/due_goods.h"
#include "reserves/duty/due_orders.h"
#include "tools/desk/duty_document.h"
#include "tools/desk/response_due.h"

#include <charconv>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

Error wrong_want(const std::string& want) {
    return bad_input({.code = "argument.value",
                      .message = "the value of the option cannot be read",
                      .field = "--want",
                      .found = want,
                      .expected = "ITEM=ASKED or ITEM=ASKED,NEEDED,OWN,USED in whole units; "
                                  "leave empty what was not said: QUILT=2000,,700,500"});
}

std::optional<std::int64_t> whole(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(value)
                                                                    : std::nullopt;
}

/// The four figures of a want; what is empty was not said.
std::vector<std::optional<std::int64_t>> read_figures(const std::string& want,
                                                      std::string_view text, int decimals) {
    std::vector<std::optional<std::int64_t>> figures;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(',', at), text.size());
        const std::string_view part = text.substr(at, end - at);
        const auto value = whole(part);
        constexpr std::int64_t most = 1'000'000'000;
        if (!part.empty() && (!value || *value < 0 || *value > most)) {
            throw wrong_want(want);
        }
        figures.push_back(value ? std::optional(from_units(*value, decimals).amount)
                                : std::nullopt);
        at = end + 1;
    }
    if (figures.size() > 4 || !figures.front()) {
        throw wrong_want(want);
    }
    figures.resize(4);
    return figures;
}

CallLine read_want(const std::string& want, const Rules& rules) {
    const std::size_t equals = want.find('=');
    if (equals == std::string::npos) {
        throw wrong_want(want);
    }
    const std::string id = want.substr(0, equals);
    const Item* item = rules.item(id);
    if (item == nullptr) {
        throw bad_input({.code = "item.unknown",
                         .message = "there is no such item",
                         .field = "--want",
                         .found = id,
                         .expected = "an item of rules/item_catalog.csv, such as QUILT"});
    }
    const auto figures =
        read_figures(want, std::string_view(want).substr(equals + 1), item->decimals);
    return {.item = id,
            .asked = *figures[0],
            .needed = figures[1],
            .own_stock = figures[2],
            .own_used = figures[3]};
}

std::string code_on(const std::string& name, const Places& places, Date on) {
    return name.empty() ? "" : places.resolve(name, on).code;
}

void append_due(std::vector<DueItem>& all, std::vector<DueItem> some) {
    std::move(some.begin(), some.end(), std::back_inserter(all));
}

/// What of a page a handover keeps.
std::string open_items_json(const std::vector<DueItem>& due) {
    return due_json(due).dump();
}

}  // namespace

std::vector<DueItem> everything_due(Database& database, const Rules& rules,
                                    const Baseline& baseline, Instant now) {
    std::vector<DueItem> all;
    append_due(all, due_lots(database, rules, now));
    append_due(all, due_counts(database, now));
    append_due(all, due_holds(database, rules, now));
    append_due(all, due_calls(database, now));
    append_due(all, due_questions(database, now));
    append_due(all, due_papers(database, now));
    append_due(all, due_goods_debts(database));
    append_due(all, due_depot_papers(database, WorkDays(DatabaseSource(database)), now));
    append_due(all, due_orders(database, load_order_stages(DatabaseSource(database)), now));
    append_due(all, care_due(database, baseline, now));
    append_due(all, due_responses(database, rules, now));
    sort_due(all);
    return all;
}

DutyPage read_duty_page(Database& database, const Rules& rules, const Baseline& baseline,
                        std::string_view unit, Instant now) {
    return {.unit = std::string(unit),
            .at = now,
            .shift = current_shift(database, unit),
            .handover = last_handover(database, unit),
            .head = journal_head(database),
            .due = everything_due(database, rules, baseline, now)};
}

DutyPage open_duty(const Books& db, const Asked& asked, const NewShift& shift) {
    WritingDesk desk = open_writing_desk(db, asked);
    const ordered_json content{
        {"unit", shift.unit}, {"leader", shift.leader}, {"note", shift.note}};
    const Request request = make_request(desk.database, asked, "duty.open", content.dump());
    static_cast<void>(make_change(desk.database, request, [&](Change& change) {
        return ordered_json{{"shift", open_shift(change, shift)}}.dump();
    }));
    return read_duty_page(desk.database, desk.rules, desk.baseline, shift.unit, asked.now);
}

DutyPage hand_over_duty(const Books& db, const Asked& asked, const std::string& unit,
                        const std::string& to, const std::string& note) {
    WritingDesk desk = open_writing_desk(db, asked);
    DutyPage page = read_duty_page(desk.database, desk.rules, desk.baseline, unit, asked.now);
    const ordered_json content{{"unit", unit}, {"to", to}, {"note", note}};
    const Request request = make_request(desk.database, asked, "duty.handover", content.dump());
    static_cast<void>(make_change(desk.database, request, [&](Change& change) {
        const std::int64_t id = hand_over(change, {.unit = unit,
                                                   .to = to,
                                                   .verified_at = asked.now,
                                                   .head = page.head,
                                                   .open_items = open_items_json(page.due),
                                                   .note = note});
        return ordered_json{{"handover", id}}.dump();
    }));
    page.handover = last_handover(desk.database, unit);
    return page;
}

PhoneCall note_call(const Books& db, const Asked& asked, const TypedCall& typed) {
    WritingDesk desk = open_writing_desk(db, asked);
    PhoneCall call = typed.call;
    const Date on = beijing_date(asked.occurred_at);
    call.place = code_on(typed.place, desk.places, on);
    call.unit = code_on(typed.unit, desk.places, on);
    for (const std::string& want : typed.wants) {
        call.lines.push_back(read_want(want, desk.rules));
    }
    const Request request = make_request(desk.database, asked, "duty.call", call_json(call).dump());
    const std::string answer = make_change(desk.database, request, [&](Change& change) {
        return ordered_json{{"call", add_call(change, call)}}.dump();
    });
    return read_call(desk.database, ordered_json::parse(answer).at("call").get<std::int64_t>());
}

DutyLog read_duty_log(Database& database, std::string_view unit, std::optional<Instant> from,
                      std::optional<Instant> to) {
    DutyLog log{.shifts = read_shifts(database, unit),
                .handovers = read_handovers(database, unit),
                .calls = read_calls(database, from, to),
                .questions = read_questions(database)};
    const auto outside = [&](const auto& row) {
        return (from && row.at < *from) || (to && row.at >= *to);
    };
    std::erase_if(log.shifts, outside);
    std::erase_if(log.handovers, outside);
    std::erase_if(log.questions, outside);
    return log;
}

}  // namespace relief
