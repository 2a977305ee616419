// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/places.h"
#include "core/quantity.h"
#include "core/rules.h"
#include "core/time.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// baseline/depots.csv. A consignment point keeps goods of the province in another depot's house:
/// `owner` and `keeper_depot` differ, and it loads on its keeper's vehicles.
struct Depot {
    std::string id;
    std::string name;
    std::string type;       ///< provincial_depot, provincial_consignment, city_depot, county_depot
    std::string level;      ///< province, city, county: whose stock it is
    std::string seat_code;  ///< division it belongs to: 220000, 220200, 220221
    std::string node;       ///< county code of its road node
    double longitude = 0;
    double latitude = 0;
    std::string org;
    std::string keeper_depot;  ///< "" where it keeps itself
    std::string flag;

    /// The depot whose vehicles and docks serve it.
    [[nodiscard]] const std::string& fleet_depot() const {
        return keeper_depot.empty() ? id : keeper_depot;
    }
};

/// baseline/fleet.csv.
struct FleetRow {
    std::string depot;
    std::string vehicle_class;
    int count = 0;
    std::string ownership;  ///< own, contract
    double muster_h = 1;
};

/// baseline/suppliers.csv: an agreement. It gives at most on_hand + daily_capacity x days begun.
struct Supplier {
    std::string id;
    std::string name;
    std::string place_code;
    std::string node;
    double longitude = 0;
    double latitude = 0;
    std::string item;
    Units daily_capacity = 0;
    Units on_hand = 0;
    double first_delivery_h = 0;  ///< to the first truck leaving
    Date agreement_from;
    Date agreement_to;  ///< last day
};

/// baseline/consignment_contracts.csv.
struct Contract {
    std::string id;
    std::string consignment_depot;
    std::string keeper_depot;
    Date valid_from;
    Date valid_to;  ///< last day
    double ready_to_load_h = 0;
};

/// baseline/stock_lots.csv as counted on the day of the picture.
struct OpeningLot {
    std::string depot;
    std::string owner;  ///< division code
    std::string item;
    std::string lot;
    Date made_on;
    Date expires_on;  ///< last day of use
    Units quantity = 0;
    std::string condition;  ///< A = good
    int line = 0;
};

/// The baseline data set. Synthetic, and says so (baseline/README.md).
struct Baseline {
    Date picture_on;  ///< settings.csv as_of
    std::vector<Depot> depots;
    std::vector<FleetRow> fleet;
    std::vector<Supplier> suppliers;
    std::vector<Contract> contracts;
    std::vector<OpeningLot> lots;

    [[nodiscard]] const Depot* depot(std::string_view id) const;
    [[nodiscard]] const Supplier* supplier(std::string_view id) const;
};

/// Reads and checks baseline/*.csv. bad_input with file, line and column at the first wrong field.
[[nodiscard]] Baseline load_baseline(const DataSource& source, const Rules& rules,
                                     const Places& places);

/// Moves every date of the baseline by `days` (made, expires, agreements, contracts, picture).
[[nodiscard]] Baseline shift_dates(Baseline baseline, int days);

}  // namespace relief
