// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/replan_stages.h"

#include "core/error.h"
#include "core/store/database.h"
#include "tools/desk/plan_causes.h"
#include "tools/desk/supply.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

std::vector<std::string> split_fields(const std::string& text) {
    std::vector<std::string> words{""};
    for (const char letter : text) {
        if (letter == ',') {
            words.emplace_back();
        } else {
            words.back() += letter;
        }
    }
    return words;
}

/// "QUILT:180" put over the lines of a shipment, the first of them first.
void receive_item(const Desk& desk, const std::string& word, Shipment& shipment) {
    const std::size_t colon = word.find(':');
    const std::string item = word.substr(0, colon);
    Units units = 0;
    const std::string number = colon == std::string::npos ? "" : word.substr(colon + 1);
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), units);
    if (number.empty() || error != std::errc{} || end != number.data() + number.size() ||
        units < 0) {
        throw bad_input({.code = "argument.value",
                         .message = "what was received is named by item and units",
                         .field = "--received",
                         .found = word,
                         .expected = "S3=ITEM:N,ITEM:N, such as S3=QUILT:180"});
    }
    Units sent = 0;
    for (const ShipmentLine& line : shipment.lines) {
        sent += line.item == item ? line.quantity : 0;
    }
    if (desk.rules.item(item) == nullptr || units > sent) {
        throw bad_input(
            {.code = desk.rules.item(item) == nullptr ? "item.unknown" : "argument.range",
             .message = "so many of it were not on the shipment",
             .field = "--received",
             .found = word,
             .expected = fmt::format("at most {} on {}", sent, shipment.id)});
    }
    // What did not come is gone from the shelf all the same: for nobody.
    std::vector<ShipmentLine> missing;
    for (ShipmentLine& line : shipment.lines) {
        if (line.item == item) {
            ShipmentLine lost = line;
            const Units rate = line.quantity > 0 ? line.counts_for / line.quantity : 1;
            line.quantity = std::min(line.quantity, units);
            line.counts_for = line.quantity * rate;
            units -= line.quantity;
            lost.quantity -= line.quantity;
            lost.counts_for = 0;
            lost.for_need.clear();
            missing.push_back(std::move(lost));
        }
    }
    shipment.lines.insert(shipment.lines.end(), missing.begin(), missing.end());
}

/// Sorts shipments by what is known of each.
class Stages {
  public:
    Stages(const Desk& desk, const PlanFile& in_hand, const ReplanRequest& request, Instant at)
        : desk_(desk), in_hand_(in_hand), request_(request), at_(at) {
        if (request.db) {
            const std::shared_ptr<OpenedBooks> opened = read_books_unproven(*request.db);
            books_ = read_plan_in_books(opened->database, desk.rules, in_hand, request.now);
        }
        if (request.departed && *request.departed != "none") {
            for (const std::string& word : split_fields(*request.departed)) {
                departed_.insert(in_hand.shipment(word, "--departed").id);
            }
        }
    }

    ShipmentStages sort(std::vector<PlanCause>& causes) {
        refuse(causes);
        receive(causes);
        for (const Shipment& shipment : in_hand_.shipments) {
            if (!refused_.contains(shipment.id)) {
                place(shipment);
            }
        }
        std::stable_sort(stages_.committed.begin(), stages_.committed.end(),
                         [](const CommittedShipment& a, const CommittedShipment& b) {
                             return a.shipment.depart < b.shipment.depart;
                         });
        stages_.held = books_.held;
        for (const HeldForPlan& held : books_.held) {
            if (std::find(stages_.drafts.begin(), stages_.drafts.end(), held.order) ==
                stages_.drafts.end()) {
                stages_.drafts.push_back(held.order);
            }
        }
        return std::move(stages_);
    }

  private:
    [[nodiscard]] const BookedShipment* booked(const std::string& id) const {
        const auto found = books_.shipments.find(id);
        return found == books_.shipments.end() ? nullptr : &found->second;
    }

    void refuse(std::vector<PlanCause>& causes) {
        for (const std::string& word : request_.refused) {
            bool is_order = false;
            for (const Shipment& shipment : in_hand_.shipments) {
                const BookedShipment* known = booked(shipment.id);
                const std::string orders = known == nullptr ? shipment.order : known->order;
                if (!word.empty() && word.find('-') != std::string::npos &&
                    orders.find(word) != std::string::npos) {
                    is_order = true;
                    refuse_one(shipment, word, causes);
                }
            }
            if (!is_order) {
                refuse_one(in_hand_.shipment(word, "--refused"), "", causes);
            }
        }
        for (const Shipment& shipment : in_hand_.shipments) {
            const BookedShipment* known = booked(shipment.id);
            if (known != nullptr && known->stage == "refused" && !refused_.contains(shipment.id)) {
                refuse_one(shipment, known->order, causes);
            }
        }
    }

    void refuse_one(const Shipment& shipment, const std::string& order,
                    std::vector<PlanCause>& causes) {
        refused_.insert(shipment.id);
        number_cause(refused_cause(desk_, shipment, order), false, causes);
    }

    void receive(std::vector<PlanCause>& causes) {
        for (const std::string& word : request_.received) {
            const std::size_t equals = word.find('=');
            Shipment shipment = in_hand_.shipment(word.substr(0, equals), "--received");
            if (equals != std::string::npos) {
                for (const std::string& part : split_fields(word.substr(equals + 1))) {
                    receive_item(desk_, part, shipment);
                }
            }
            received_[shipment.id] = shipment;
            number_cause({.kind = "received",
                          .words = {word},
                          .zh = fmt::format("{} 已收到", word),
                          .en = fmt::format("{} was received", word)},
                         false, causes);
        }
    }

    void commit(Shipment shipment, const std::string& stage, bool taken) {
        shipment.committed = stage;
        if (stage == "signed" && shipment.depart < at_) {  // it stands and has not left: it is late
            const auto late = at_ - shipment.depart;
            shipment.depart += late;
            shipment.arrive += late;
            shipment.back += late;
        }
        std::erase_if(shipment.lines, [](const ShipmentLine& line) { return line.quantity == 0; });
        stages_.committed.push_back({.shipment = std::move(shipment), .taken_from_stock = taken});
    }

    void place(const Shipment& shipment) {
        const BookedShipment* known = booked(shipment.id);
        if (const auto told = received_.find(shipment.id); told != received_.end()) {
            // What was sent and did not come is gone from the shelf all the same.
            commit(told->second, "received", known != nullptr);
            return;
        }
        if (known != nullptr && known->stage != "drafted") {
            Shipment as_booked = shipment;
            as_booked.lines = known->lines;
            as_booked.order = known->order;
            commit(std::move(as_booked), known->stage, true);
            return;
        }
        const bool stands = shipment.committed == "departed" || shipment.committed == "received" ||
                            shipment.committed == "signed";
        if (stands || departed_.contains(shipment.id)) {
            commit(shipment, stands ? shipment.committed : "departed", false);
        } else if (!request_.db && !request_.departed && shipment.depart < at_) {
            stages_.departed_by_clock.push_back(shipment.id);
            commit(shipment, "departed", false);
        } else {
            stages_.open.push_back(shipment);
        }
    }

    const Desk& desk_;
    const PlanFile& in_hand_;
    const ReplanRequest& request_;
    Instant at_;
    PlanInBooks books_;
    std::set<std::string> departed_;
    std::set<std::string> refused_;
    std::map<std::string, Shipment> received_;
    ShipmentStages stages_;
};

DispatchSupply* supply_of(DispatchProblem& problem, const std::string& depot,
                          const std::string& item) {
    for (DispatchSupply& supply : problem.supplies) {
        if (supply.item == item &&
            problem.depots[static_cast<std::size_t>(supply.depot)].id == depot) {
            return &supply;
        }
    }
    return nullptr;
}

/// The share a depot keeps back is one of its stock before orders took of it.
void set_floors(const Desk& desk, const std::map<const DispatchSupply*, Units>& taken,
                PlanRun& run) {
    for (DispatchSupply& supply : run.problem.supplies) {
        const auto found = taken.find(&supply);
        if (found == taken.end()) {
            continue;
        }
        const DispatchDepot& depot = run.problem.depots[static_cast<std::size_t>(supply.depot)];
        const std::string& scope =
            depot.level == "province" ? run.scenario.incident.province : depot.seat_code;
        const double share = keep_share(desk.rules, depot.level, standing_level(run.levels, scope));
        supply.floor = static_cast<Units>(
            std::ceil(share * static_cast<double>(supply.on_hand + found->second) - 1e-9));
    }
}

void put_back(const HeldForPlan& held, int shifted_days, DispatchProblem& problem) {
    DispatchSupply* supply = supply_of(problem, held.depot, held.item);
    if (supply == nullptr) {
        for (std::size_t d = 0; d < problem.depots.size(); ++d) {
            if (problem.depots[d].id == held.depot) {
                problem.supplies.push_back({.depot = static_cast<int>(d), .item = held.item});
                supply = &problem.supplies.back();
            }
        }
    }
    if (supply == nullptr || held.expires_on == Date{}) {
        return;
    }
    const Date expires = held.expires_on + std::chrono::days{shifted_days};
    supply->on_hand += held.units;
    for (DispatchLot& lot : supply->lots) {
        if (lot.lot == held.lot) {
            lot.available += held.units;
            return;
        }
    }
    supply->lots.push_back({.lot = held.lot, .expires_on = expires, .available = held.units});
    std::stable_sort(
        supply->lots.begin(), supply->lots.end(),
        [](const DispatchLot& a, const DispatchLot& b) { return a.expires_on < b.expires_on; });
}

}  // namespace

ShipmentStages stage_shipments(const Desk& desk, const PlanFile& in_hand,
                               const ReplanRequest& request, Instant at,
                               std::vector<PlanCause>& causes) {
    return Stages(desk, in_hand, request, at).sort(causes);
}

void add_held_goods(const Desk& desk, const ShipmentStages& stages, PlanRun& run) {
    for (const HeldForPlan& held : stages.held) {
        put_back(held, run.shifted_days, run.problem);
    }
    std::map<const DispatchSupply*, Units> taken;  // once no supply is added any more
    for (const HeldForPlan& held : stages.held) {
        if (const DispatchSupply* supply = supply_of(run.problem, held.depot, held.item)) {
            taken.emplace(supply, 0);
        }
    }
    for (const CommittedShipment& committed : stages.committed) {
        for (const ShipmentLine& line : committed.shipment.lines) {
            const DispatchSupply* supply =
                supply_of(run.problem, committed.shipment.from, line.item);
            if (committed.taken_from_stock && supply != nullptr) {
                taken[supply] += line.quantity;
            }
        }
    }
    set_floors(desk, taken, run);
}

}  // namespace relief
