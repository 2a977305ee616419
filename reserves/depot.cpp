// SPDX-License-Identifier: Apache-2.0
#include "reserves/depot.h"

#include "core/table/csv.h"

#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace relief {
namespace {

constexpr std::int64_t units_max = 1'000'000'000'000;
constexpr double hours_max = 240;

/// What the readers check against. Lots are read by the thousand, so what they name is indexed.
class Reader {
  public:
    Reader(const DataSource& source, const Rules& rules, const Places& places)
        : source_(source), rules_(rules), places_(places) {}

    Baseline read() {
        read_picture_day();
        read_depots();
        read_fleet();
        read_suppliers();
        read_contracts();
        read_lots();
        return std::move(baseline_);
    }

  private:
    [[nodiscard]] CsvTable table(std::string_view name,
                                 std::initializer_list<std::string_view> columns) const {
        return {source_.read(name), source_.shown_name(name), columns};
    }
    /// The present code of a division, present or former in the table.
    [[nodiscard]] std::string division(const CsvRow& row, std::string_view column);
    [[nodiscard]] std::string item(const CsvRow& row);
    [[nodiscard]] std::string depot(const CsvRow& row, std::string_view column) const;
    [[nodiscard]] Depot read_depot(const CsvRow& row);
    [[nodiscard]] OpeningLot read_lot(const CsvRow& row);

    void read_picture_day();
    void read_depots();
    void check_keeper(const CsvRow& row, const Depot& depot) const;
    void read_fleet();
    void read_suppliers();
    void read_contracts();
    void read_lots();

    const DataSource& source_;
    const Rules& rules_;
    const Places& places_;
    Baseline baseline_;
    std::map<std::string, std::size_t, std::less<>> depots_;  ///< id to index
    std::map<std::string, std::string, std::less<>>
        present_;  ///< code in the table to present code
};

std::string Reader::division(const CsvRow& row, std::string_view column) {
    const std::string code = row.required(column);
    const auto known = present_.find(code);
    if (known != present_.end()) {
        return known->second;
    }
    const Place* place = places_.find_code(code);
    if (place == nullptr) {
        throw row.error("place.unknown", column, "no division has this code",
                        "a present or former code of jilin_divisions.csv");
    }
    present_.emplace(code, place->code);
    return place->code;
}

std::string Reader::item(const CsvRow& row) {
    std::string id = row.required("item_id");
    if (rules_.item(id) == nullptr) {
        throw row.error("item.unknown", "item_id", "no item has this id",
                        "an item_id of item_catalog.csv");
    }
    return id;
}

std::string Reader::depot(const CsvRow& row, std::string_view column) const {
    std::string id = row.required(column);
    if (!depots_.contains(id)) {
        throw row.error("csv.reference", column, "no depot has this id",
                        "a depot_id of depots.csv");
    }
    return id;
}

void Reader::read_picture_day() {
    const CsvTable settings = table("baseline/settings.csv", {"key", "value"});
    settings.check_key("key");
    for (std::size_t i = 0; i < settings.size(); ++i) {
        const CsvRow row = settings.row(i);
        if (row.text("key") == "as_of") {
            baseline_.picture_on = row.date("value");
            return;
        }
    }
    throw bad_input({.code = "csv.reference",
                     .message = "the settings do not say which day the stock was counted",
                     .file = settings.file(),
                     .field = "key",
                     .expected = "a row as_of with a date"});
}

Depot Reader::read_depot(const CsvRow& row) {
    Depot depot;
    depot.id = row.required("depot_id");
    depot.name = row.required("name");
    depot.type = row.one_of(
        "type", {"provincial_depot", "provincial_consignment", "city_depot", "county_depot"});
    depot.level = row.one_of("level", {"province", "city", "county"});
    depot.seat_code = division(row, "owner_or_seat_code");
    depot.longitude = row.number("lon_wgs84", -180, 180);
    depot.latitude = row.number("lat_wgs84", -90, 90);
    depot.node = row.text("county_code").empty()
                     ? places_.county_near(depot.seat_code, depot.longitude, depot.latitude)
                     : places_.seat_county(division(row, "county_code"));
    depot.org = row.required("org_id");
    depot.keeper_depot = row.text("keeper_depot_id");
    depot.flag = row.required("flag");
    return depot;
}

void Reader::check_keeper(const CsvRow& row, const Depot& depot) const {
    const bool consigned = depot.type == "provincial_consignment";
    if (depot.keeper_depot.empty()) {
        if (consigned) {
            throw row.error("csv.empty", "keeper_depot_id",
                            "a consignment point is in another depot's house",
                            "the depot_id of its keeper");
        }
        return;
    }
    const Depot* keeper = baseline_.depot(depot.keeper_depot);
    if (keeper == nullptr) {
        throw row.error("csv.reference", "keeper_depot_id", "no depot has this id",
                        "a depot_id of depots.csv");
    }
    if (!consigned || keeper == &depot || !keeper->keeper_depot.empty()) {
        throw row.error("csv.reference", "keeper_depot_id",
                        "only a consignment point has a keeper, and the keeper keeps itself",
                        "a city or county depot, or nothing");
    }
}

void Reader::read_depots() {
    const CsvTable depots =
        table("baseline/depots.csv",
              {"depot_id", "name", "type", "level", "owner_or_seat_code", "county_code",
               "lon_wgs84", "lat_wgs84", "org_id", "keeper_depot_id", "flag"});
    depots.check_key("depot_id");
    baseline_.depots.reserve(depots.size());
    for (std::size_t i = 0; i < depots.size(); ++i) {
        baseline_.depots.push_back(read_depot(depots.row(i)));
        depots_.emplace(baseline_.depots.back().id, i);
    }
    for (std::size_t i = 0; i < depots.size(); ++i) {
        check_keeper(depots.row(i), baseline_.depots[i]);
    }
}

void Reader::read_fleet() {
    const CsvTable fleet = table("baseline/fleet.csv", {"depot_id", "vehicle_class", "count",
                                                        "ownership", "muster_h", "flag"});
    std::set<std::tuple<std::string, std::string, std::string>> seen;
    for (std::size_t i = 0; i < fleet.size(); ++i) {
        const CsvRow row = fleet.row(i);
        FleetRow read{.depot = depot(row, "depot_id"),
                      .vehicle_class = row.required("vehicle_class"),
                      .count = static_cast<int>(row.integer("count", 1, 10'000)),
                      .ownership = row.one_of("ownership", {"own", "contract"}),
                      .muster_h = row.number("muster_h", 0, hours_max)};
        (void)row.required("flag");
        if (rules_.vehicle(read.vehicle_class) == nullptr) {
            throw row.error("csv.reference", "vehicle_class", "no vehicle class has this id",
                            "a vehicle_class of vehicle_classes.csv");
        }
        if (!seen.insert({read.depot, read.vehicle_class, read.ownership}).second) {
            throw row.error("csv.key", "vehicle_class", "the depot has a row of this class already",
                            "one row for a depot, class and ownership");
        }
        baseline_.fleet.push_back(std::move(read));
    }
}

/// The first and last day of an agreement or contract.
std::pair<Date, Date> read_term(const CsvRow& row, std::string_view from, std::string_view to) {
    const std::pair<Date, Date> term{row.date(from), row.date(to)};
    if (term.second < term.first) {
        throw row.error("csv.range", to, "it ends before it begins",
                        "a day not before " + format_date(term.first));
    }
    return term;
}

void Reader::read_suppliers() {
    const CsvTable suppliers = table(
        "baseline/suppliers.csv",
        {"supplier_id", "name", "place_code", "lon_wgs84", "lat_wgs84", "item_id", "daily_capacity",
         "on_hand_now", "first_delivery_h", "agreement_from", "agreement_to", "flag"});
    suppliers.check_key("supplier_id");
    for (std::size_t i = 0; i < suppliers.size(); ++i) {
        const CsvRow row = suppliers.row(i);
        Supplier read;
        read.id = row.required("supplier_id");
        if (depots_.contains(read.id)) {
            throw row.error("csv.key", "supplier_id", "a depot has this id", "another id");
        }
        read.name = row.required("name");
        read.place_code = division(row, "place_code");
        read.longitude = row.number("lon_wgs84", -180, 180);
        read.latitude = row.number("lat_wgs84", -90, 90);
        read.node = places_.county_near(read.place_code, read.longitude, read.latitude);
        read.item = item(row);
        read.daily_capacity = row.integer("daily_capacity", 0, units_max);
        read.on_hand = row.integer("on_hand_now", 0, units_max);
        read.first_delivery_h = row.number("first_delivery_h", 0, hours_max);
        std::tie(read.agreement_from, read.agreement_to) =
            read_term(row, "agreement_from", "agreement_to");
        (void)row.required("flag");
        baseline_.suppliers.push_back(std::move(read));
    }
}

void Reader::read_contracts() {
    const CsvTable contracts = table("baseline/consignment_contracts.csv",
                                     {"contract_id", "consignment_depot_id", "keeper_depot_id",
                                      "valid_from", "valid_to", "ready_to_load_h", "flag"});
    contracts.check_key("contract_id");
    for (std::size_t i = 0; i < contracts.size(); ++i) {
        const CsvRow row = contracts.row(i);
        Contract read;
        read.id = row.required("contract_id");
        read.consignment_depot = depot(row, "consignment_depot_id");
        read.keeper_depot = depot(row, "keeper_depot_id");
        const Depot& point = baseline_.depots[depots_.at(read.consignment_depot)];
        if (point.keeper_depot != read.keeper_depot) {
            throw row.error("csv.reference", "keeper_depot_id",
                            "the contract is with another keeper than depots.csv names",
                            "\"" + point.keeper_depot + "\"");
        }
        std::tie(read.valid_from, read.valid_to) = read_term(row, "valid_from", "valid_to");
        read.ready_to_load_h = row.number("ready_to_load_h", 0, hours_max);
        (void)row.required("flag");
        baseline_.contracts.push_back(std::move(read));
    }
}

OpeningLot Reader::read_lot(const CsvRow& row) {
    OpeningLot lot;
    lot.depot = depot(row, "depot_id");
    lot.owner = division(row, "owner_code");
    lot.item = item(row);
    lot.lot = row.required("lot_id");
    lot.made_on = row.date("made_on");
    lot.expires_on = row.date("expires_on");
    if (lot.expires_on < lot.made_on) {
        throw row.error("csv.range", "expires_on", "the lot expires before it was made",
                        "a day not before " + format_date(lot.made_on));
    }
    lot.quantity = row.integer("quantity", 1, units_max);
    const std::string& unit = rules_.item(lot.item)->unit;
    if (row.required("unit") != unit) {
        throw row.error("ledger.unit", "unit", "the lot is counted in another unit than its item",
                        unit);
    }
    lot.condition = row.one_of("condition", {"A", "B", "C"});
    (void)row.required("flag");
    lot.line = row.line();
    return lot;
}

void Reader::read_lots() {
    const CsvTable lots =
        table("baseline/stock_lots.csv", {"depot_id", "owner_code", "item_id", "lot_id", "made_on",
                                          "expires_on", "quantity", "unit", "condition", "flag"});
    std::set<std::pair<std::string, std::string>> seen;
    baseline_.lots.reserve(lots.size());
    for (std::size_t i = 0; i < lots.size(); ++i) {
        const CsvRow row = lots.row(i);
        OpeningLot lot = read_lot(row);
        if (!seen.emplace(lot.depot, lot.lot).second) {
            throw row.error("csv.key", "lot_id", "the lot is in this depot twice",
                            "each lot once in a depot");
        }
        baseline_.lots.push_back(std::move(lot));
    }
}

}  // namespace

const Depot* Baseline::depot(std::string_view id) const {
    for (const Depot& depot : depots) {
        if (depot.id == id) {
            return &depot;
        }
    }
    return nullptr;
}

const Supplier* Baseline::supplier(std::string_view id) const {
    for (const Supplier& supplier : suppliers) {
        if (supplier.id == id) {
            return &supplier;
        }
    }
    return nullptr;
}

Baseline load_baseline(const DataSource& source, const Rules& rules, const Places& places) {
    return Reader(source, rules, places).read();
}

Baseline shift_dates(Baseline baseline, int days) {
    const std::chrono::days by{days};
    baseline.picture_on += by;
    for (Supplier& supplier : baseline.suppliers) {
        supplier.agreement_from += by;
        supplier.agreement_to += by;
    }
    for (Contract& contract : baseline.contracts) {
        contract.valid_from += by;
        contract.valid_to += by;
    }
    for (OpeningLot& lot : baseline.lots) {
        lot.made_on += by;
        lot.expires_on += by;
    }
    return baseline;
}

}  // namespace relief
