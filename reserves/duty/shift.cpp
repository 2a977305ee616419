// SPDX-License-Identifier: Apache-2.0
#include "reserves/duty/shift.h"

#include "core/error.h"

#include <chrono>

#include <fmt/format.h>

namespace relief {
namespace {

Error not_handed_over(std::string found, std::string expected) {
    return refused({.code = "duty.handover",
                    .message = "the running shift was not handed over to this officer",
                    .field = "shift",
                    .found = std::move(found),
                    .expected = std::move(expected)});
}

Error wrong_shift(std::string found, std::string expected) {
    return refused({.code = "duty.shift",
                    .message = "this shift cannot be handed over so",
                    .field = "shift",
                    .found = std::move(found),
                    .expected = std::move(expected)});
}

/// The handover of a shift that runs, where there is one: not taken over yet.
std::optional<Handover> pending_handover(Database& database, const Shift& shift) {
    std::optional<Handover> last = last_handover(database, shift.unit);
    return last && last->shift == shift.id ? last : std::nullopt;
}

/// The handover that a new shift takes over; none where there was no shift before, or where `note`
/// says why there is none.
std::optional<Handover> to_take_over(Database& database, const Request& request,
                                     const NewShift& shift) {
    const std::optional<Shift> running = current_shift(database, shift.unit);
    if (!running) {
        return std::nullopt;
    }
    std::optional<Handover> handover = pending_handover(database, *running);
    if (handover && handover->to == request.actor) {
        return handover;
    }
    if (!shift.note.empty()) {
        return std::nullopt;
    }
    if (handover) {
        throw not_handed_over(fmt::format("handed over to {}", handover->to),
                              fmt::format("{} opens the shift", handover->to));
    }
    throw not_handed_over(
        fmt::format("the shift of {} since {}", running->officer, format_instant(running->at)),
        "relief duty handover by its officer, or a note why there is none");
}

}  // namespace

std::vector<Shift> read_shifts(Database& database, std::string_view unit) {
    Statement select = database.prepare(
        "SELECT id, unit, at, officer, leader, handover_id, note FROM duty_shift WHERE unit = ?1 "
        "ORDER BY id");
    select.bind(1, unit);
    std::vector<Shift> shifts;
    while (select.step()) {
        shifts.push_back(
            {.id = select.integer(0),
             .unit = select.text(1),
             .at = instant_of(select.integer(2)),
             .officer = select.text(3),
             .leader = select.text(4),
             .handover = select.is_null(5) ? std::nullopt : std::optional(select.integer(5)),
             .note = select.text(6)});
    }
    return shifts;
}

std::vector<Handover> read_handovers(Database& database, std::string_view unit) {
    Statement select = database.prepare(
        "SELECT h.id, h.shift_id, h.at, h.from_officer, h.to_officer, h.verified_at, h.head_seq, "
        "h.head_hash, h.open_items, h.note, (SELECT id FROM duty_shift WHERE handover_id = h.id) "
        "FROM duty_handover AS h JOIN duty_shift AS s ON s.id = h.shift_id WHERE s.unit = ?1 "
        "ORDER BY h.id");
    select.bind(1, unit);
    std::vector<Handover> handovers;
    while (select.step()) {
        handovers.push_back(
            {.id = select.integer(0),
             .shift = select.integer(1),
             .at = instant_of(select.integer(2)),
             .from = select.text(3),
             .to = select.text(4),
             .verified_at = instant_of(select.integer(5)),
             .head = {.seq = select.integer(6), .hash = select.text(7)},
             .open_items = select.text(8),
             .note = select.text(9),
             .taken_by = select.is_null(10) ? std::nullopt : std::optional(select.integer(10))});
    }
    return handovers;
}

std::optional<Shift> current_shift(Database& database, std::string_view unit) {
    const std::vector<Shift> shifts = read_shifts(database, unit);
    return shifts.empty() ? std::nullopt : std::optional(shifts.back());
}

std::optional<Handover> last_handover(Database& database, std::string_view unit) {
    const std::vector<Handover> handovers = read_handovers(database, unit);
    return handovers.empty() ? std::nullopt : std::optional(handovers.back());
}

std::int64_t open_shift(Change& change, const NewShift& shift) {
    const Request& request = change.request();
    const auto handover = to_take_over(change.database(), request, shift);
    const std::int64_t id =
        change.insert("duty_shift", {{"unit", shift.unit},
                                     {"at", seconds_of(request.occurred_at)},
                                     {"officer", request.actor},
                                     {"leader", shift.leader},
                                     {"handover_id", handover ? Cell(handover->id) : Cell()},
                                     {"note", shift.note}});
    change.tell_subject(fmt::format("shift {}", id));
    return id;
}

std::int64_t hand_over(Change& change, const NewHandover& handover) {
    const Request& request = change.request();
    const std::optional<Shift> running = current_shift(change.database(), handover.unit);
    if (!running) {
        throw wrong_shift("no shift", "relief duty open first");
    }
    if (running->officer != request.actor) {
        throw wrong_shift(fmt::format("the shift of {}", running->officer),
                          fmt::format("{} hands it over", running->officer));
    }
    if (handover.to == request.actor) {
        throw wrong_shift("handed to oneself", "the name of the next officer");
    }
    if (const auto pending = pending_handover(change.database(), *running)) {
        throw wrong_shift(fmt::format("handed over to {} already", pending->to),
                          fmt::format("{} opens the next shift", pending->to));
    }
    const std::int64_t id =
        change.insert("duty_handover", {{"shift_id", running->id},
                                        {"at", seconds_of(request.occurred_at)},
                                        {"from_officer", request.actor},
                                        {"to_officer", handover.to},
                                        {"verified_at", seconds_of(handover.verified_at)},
                                        {"head_seq", handover.head.seq},
                                        {"head_hash", handover.head.hash},
                                        {"open_items", handover.open_items},
                                        {"note", handover.note}});
    change.tell_subject(fmt::format("handover {}", id));
    return id;
}

}  // namespace relief
