// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/replan_edits.h"

#include "core/error.h"
#include "routing/dispatch/repair.h"
#include "tools/desk/plan_causes.h"
#include "tools/desk/plan_words.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> parts{""};
    for (const char letter : text) {
        if (letter == ':') {
            parts.emplace_back();
        } else {
            parts.back() += letter;
        }
    }
    return parts;
}

Error wrong_edit(const PlanEdit& edit, std::string expected) {
    return bad_input({.code = "argument.value",
                      .message = "the edit cannot be read",
                      .field = edit.verb,
                      .found = fmt::format("{}", fmt::join(edit.words, " ")),
                      .expected = std::move(expected)});
}

std::string pair_of(const std::string& from, const std::string& to) {
    return from + ">" + to;
}

std::map<std::string, Units> items_of(const Shipment& shipment) {
    std::map<std::string, Units> items;
    for (const ShipmentLine& line : shipment.lines) {
        items[line.item] += line.quantity;
    }
    return items;
}

/// Reads the edits one after the other.
class Edits {
  public:
    Edits(const Desk& desk, const PlanFile& in_hand, const std::vector<Closure>& known,
          const std::vector<Shipment>& open, std::vector<PlanCause>& causes)
        : desk_(desk), in_hand_(in_hand), known_(known), causes_(causes) {
        edited_.open = open;
    }

    void read(const PlanEdit& edit) {
        const std::size_t count = edit.words.size();
        if (edit.verb == "pin" && count == 1) {
            pin(edit);
        } else if (edit.verb == "free" && count == 1) {
            open_shipment(edit, edit.words[0]).committed.clear();
        } else if (edit.verb == "forbid" && count == 1) {
            forbid(edit.words[0]);
        } else if (edit.verb == "swap" && count == 2) {
            swap(edit);
        } else if (edit.verb == "add-truck" && count == 1) {
            hand(truck_cause(desk_, read_depot_vehicles(desk_, edit.words[0], "add-truck")));
        } else {
            throw wrong_edit(edit,
                             "pin S3, pin DEPOT:PLACE:ITEM:N, free S3, forbid DEPOT[:PLACE], "
                             "forbid ROAD, swap S3 S7, add-truck DEPOT:CLASS:N");
        }
    }

    EditedShipments answer() { return std::move(edited_); }

  private:
    void hand(PlanCause cause) { number_cause(std::move(cause), true, causes_); }

    Shipment& open_shipment(const PlanEdit& edit, const std::string& word) {
        const Shipment& told = in_hand_.shipment(word, edit.verb);
        for (Shipment& shipment : edited_.open) {
            if (shipment.id == told.id) {
                return shipment;
            }
        }
        throw refused({.code = "plan.pin",
                       .message = "the shipment has left or is signed and is fixed already",
                       .field = edit.verb,
                       .found = told.id,
                       .expected = "a shipment that has not left"});
    }

    std::string place(const std::string& text) {
        const auto known =
            std::find_if(in_hand_.needs.begin(), in_hand_.needs.end(),
                         [&](const DispatchNeed& need) { return need.place == text; });
        return known != in_hand_.needs.end()
                   ? text
                   : desk_.places.resolve(text, beijing_date(in_hand_.as_of)).code;
    }

    void pin(const PlanEdit& edit) {
        const std::vector<std::string> parts = split(edit.words[0]);
        if (parts.size() == 1) {
            Shipment& shipment = open_shipment(edit, parts[0]);
            shipment.committed = "pinned";
            edited_.pinned_now.insert(shipment.id);
            hand({.kind = "pin",
                  .words = {pair_of(shipment.from, shipment.to)},
                  .zh = fmt::format("{} 不动", shipment.id),
                  .en = fmt::format("{} stays as it is", shipment.id)});
            return;
        }
        Units units = 0;
        const std::string& number = parts.back();
        const auto [end, error] =
            std::from_chars(number.data(), number.data() + number.size(), units);
        if (parts.size() != 4 || error != std::errc{} || end != number.data() + number.size() ||
            units < 1) {
            throw wrong_edit(edit, "pin S3 or pin DEPOT:PLACE:ITEM:N");
        }
        const std::string from = read_origin(desk_, parts[0], "pin");
        const std::string to = place(parts[1]);
        edited_.lines.push_back({.from = from, .to = to, .items = {{parts[2], units}}});
        hand({.kind = "pin",
              .words = {pair_of(from, to)},
              .zh = fmt::format("{}发往{} {} {}", origin_name(desk_, from),
                                full_place_name(desk_.places, to), parts[2], units),
              .en = fmt::format("{} sends {} {} {}", from, to, units, parts[2])});
    }

    void forbid(const std::string& word) {
        const std::vector<std::string> parts = split(word);
        const bool origin =
            desk_.baseline.depot(parts[0]) != nullptr ||
            std::any_of(desk_.baseline.suppliers.begin(), desk_.baseline.suppliers.end(),
                        [&](const Supplier& row) { return row.id == parts[0]; });
        if (!origin && parts.size() == 1) {
            hand(forbid_road_cause(word, edges_named(desk_, known_, word, "forbid").size()));
            return;
        }
        const std::string from = read_origin(desk_, parts[0], "forbid");
        hand(forbid_cause(desk_, from, parts.size() > 1 ? place(parts[1]) : ""));
    }

    void swap(const PlanEdit& edit) {
        const Shipment one = open_shipment(edit, edit.words[0]);
        const Shipment other = open_shipment(edit, edit.words[1]);
        if (one.from == other.from) {
            throw wrong_edit(edit, "two shipments of different depots");
        }
        edited_.lines.push_back({.from = other.from, .to = one.to, .items = items_of(one)});
        edited_.lines.push_back({.from = one.from, .to = other.to, .items = items_of(other)});
        std::erase_if(edited_.open, [&](const Shipment& shipment) {
            return shipment.id == one.id || shipment.id == other.id;
        });
        hand({.kind = "swap",
              .words = {pair_of(one.from, one.to), pair_of(other.from, other.to),
                        pair_of(other.from, one.to), pair_of(one.from, other.to)},
              .zh = fmt::format("{} 与 {} 对调发货库", one.id, other.id),
              .en = fmt::format("{} and {} swap their depots", one.id, other.id)});
    }

    const Desk& desk_;
    const PlanFile& in_hand_;
    const std::vector<Closure>& known_;
    std::vector<PlanCause>& causes_;
    EditedShipments edited_;
};

/// Takes the pinned shipments out of what may change; those that can go as they are, stay.
void hold_shipments(const EditedShipments& edited, PlanRun& run) {
    DispatchProblem& problem = run.problem;
    DispatchProblem pinned = problem;
    std::erase_if(pinned.in_hand, [](const Shipment& row) { return row.committed != "pinned"; });
    std::erase_if(problem.in_hand, [](const Shipment& row) { return row.committed == "pinned"; });
    for (RepairedShipment& row : repair_in_hand(pinned)) {
        if (row.cause.empty() && row.after) {
            problem.committed.push_back({.shipment = *row.after});
            continue;
        }
        if (edited.pinned_now.contains(row.before.id)) {
            throw refused({.code = "plan.pin",
                           .message = "the shipment cannot go as it is",
                           .field = "pin",
                           .found = row.before.id,
                           .expected = "one without a limit against it; here: " + row.cause});
        }
        run.warnings.push_back(
            {.code = "pin_broken",
             .zh = fmt::format("{} 原已指定不动，现因故（{}）不能照走，已放开", row.before.id,
                               row.cause),
             .en = fmt::format("{} was pinned and cannot go as it was ({}); it may change now",
                               row.before.id, row.cause)});
        row.before.committed.clear();
        problem.in_hand.push_back(std::move(row.before));
    }
}

}  // namespace

EditedShipments read_edits(const Desk& desk, const PlanFile& in_hand,
                           const std::vector<Closure>& known, const std::vector<PlanEdit>& edits,
                           const std::vector<Shipment>& open, std::vector<PlanCause>& causes) {
    Edits reader(desk, in_hand, known, open, causes);
    for (const PlanEdit& edit : edits) {
        reader.read(edit);
    }
    return reader.answer();
}

void hold_pinned(const Desk& desk, const EditedShipments& edited, int reserve_percent,
                 const std::function<bool()>& keep_going, PlanRun& run) {
    hold_shipments(edited, run);
    for (const PinnedLine& pin : edited.lines) {
        // The line is pinned whole: what the plan in hand had of it is part of it.
        for (Shipment& shipment : run.problem.in_hand) {
            std::erase_if(shipment.lines, [&](const ShipmentLine& line) {
                return shipment.from == pin.from && shipment.to == pin.to &&
                       pin.items.contains(line.item);
            });
        }
        std::erase_if(run.problem.in_hand,
                      [](const Shipment& shipment) { return shipment.lines.empty(); });
        for (CommittedShipment& shipment :
             pin_line(desk, run.problem, pin, reserve_percent, keep_going)) {
            run.problem.committed.push_back(std::move(shipment));
        }
    }
}

}  // namespace relief
