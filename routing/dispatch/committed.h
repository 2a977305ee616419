// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/plan.h"
#include "routing/dispatch/problem.h"

#include <string>
#include <vector>

namespace relief {

/// The problem that is left beside what is committed: needs are covered, lots and what suppliers
/// make are taken, vehicles are free again when they are back from the last of their trips, what
/// is forbidden may not send. `committed` of the answer is empty.
[[nodiscard]] DispatchProblem after_committed(const DispatchProblem& problem);

/// Refuses (bad_input) committed shipments that are none: a need the problem does not have, a
/// quantity or number of vehicles below zero.
void validate_committed(const DispatchProblem& problem);

/// Covers needs with one shipment and takes its goods from where they are, if they are there.
void carry_out(const CommittedShipment& committed, DispatchProblem& problem);

/// Puts the committed shipments into a plan made for `left`, with what they add to its aims. The
/// other shipments are numbered after those that have a number already.
void add_committed(const DispatchProblem& problem, const DispatchProblem& left, DispatchPlan& plan);

/// Whether the supplies of a problem are without the goods of a shipment already.
[[nodiscard]] bool is_outside_stock(const DispatchProblem& problem, const Shipment& shipment);

/// 3 of "S003", "S3" and "3".
[[nodiscard]] int shipment_number(const std::string& id);

/// Of a need what is not covered.
[[nodiscard]] Units open_units(const DispatchNeed& need);

/// What a supplier has to give by the end of a day, counted from 0: on hand and made by then, less
/// what is committed (`on_hand` is below zero where that takes what is still to be made).
[[nodiscard]] Units made_by(const DispatchSupplier& supplier, int day);

/// Whether a need is part of a kit: what is committed of it counts when its kit is complete.
[[nodiscard]] bool is_kit_part(const DispatchProblem& problem, int need);

/// Per place the share that is covered beside kits, weighted as the second aim weighs it.
[[nodiscard]] std::vector<double> covered_shares(const DispatchProblem& problem);

/// Whether a depot or supplier is forbidden to send to a place.
[[nodiscard]] bool is_forbidden(const DispatchProblem& problem, const std::string& from,
                                const std::string& to);

/// What committed shipments add to the aims that are sums over all shipments.
struct CommittedValue {
    double lacking = 0;        ///< weighted person-hours, for coming late
    double tier_steps = 0;     ///< persons x tier
    double vehicle_hours = 0;  ///< of the largest lorry, full
    double tonne_km = 0;
    double days_left = 0;  ///< unit-days, of lots the problem knows
};

/// `left` is after_committed(problem).
[[nodiscard]] CommittedValue committed_value(const DispatchProblem& problem,
                                             const DispatchProblem& left);

/// The ways of a problem that an item has of serving a need: its rate and penalty. Goods that are
/// no way of the problem any more (a padded tent in summer) serve one for one.
[[nodiscard]] Way way_of(const DispatchProblem& problem, const ShipmentLine& line, int need);

/// Index of a need, -1 where there is none.
[[nodiscard]] int need_index(const DispatchProblem& problem, const std::string& id);

/// When each vehicle of the fleets is free again, while shipments take them one after the other.
class VehiclePool {
  public:
    explicit VehiclePool(const DispatchProblem& problem);

    /// How many vehicles of a class at a fleet's depot could be loaded to leave at a time.
    [[nodiscard]] int ready(const Shipment& shipment) const;
    /// Takes the shipment's vehicles, those that came back last first; more than there are is all.
    void take(const Shipment& shipment);
    /// The fleet rows with the vehicles from when they are free, a row for each such time.
    [[nodiscard]] std::vector<DispatchFleet> fleets() const;

  private:
    struct Vehicle {
        std::size_t row;
        Instant free_at;
    };

    [[nodiscard]] bool fits(const Vehicle& vehicle, const Shipment& shipment) const;
    [[nodiscard]] bool is_ready(const Vehicle& vehicle, const Shipment& shipment) const;

    const DispatchProblem& problem_;
    std::vector<Vehicle> vehicles_;
};

}  // namespace relief
