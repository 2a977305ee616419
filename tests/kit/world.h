// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/kit/table.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace relief::kit {

struct WorldDepot {
    std::string level;   ///< province, city, county: whose goods they are
    std::string node;    ///< county code of the road node it lies at
    std::string keeper;  ///< depot whose vehicles load there; "" = its own
    int docks = 1;
};

/// Whose goods are drawn in which order, and how long their signature takes.
struct WorldTier {
    int rank = 1;
    double signature_h = 0;
};

/// From so many hours after it was due an hour counts `factor` times.
struct WorldGrowth {
    double from_h = 0;
    double factor = 1;
};

struct WorldLot {
    std::string depot;
    std::string item;
    Day last_day;
    std::int64_t quantity = 0;
    bool good = true;
};

/// Vehicles of one class at one depot.
struct WorldFleet {
    int count = 0;
    double payload_kg = 0;
    double usable_m3 = 0;
    double muster_h = 0;
};

struct WorldSupplier {
    std::string node;
    std::string item;
    std::int64_t on_hand = 0;
    std::int64_t daily_capacity = 0;
    double first_h = 0;
    Day from;
    Day to;  ///< last day
};

struct WorldEdge {
    std::string road_class;
    std::string from;  ///< code of a seat, or number of a junction
    std::string to;
    std::set<std::string> refs;      ///< numbers of the roads over it
    std::set<std::string> routes;    ///< ids of the stretches from seat to seat over it
    std::set<std::string> counties;  ///< codes of the counties it touches
    double km = 0;
    double hours = 0;         ///< length over speed
    double winter_hours = 0;  ///< length over winter speed
    std::optional<int> opened_year;

    [[nodiscard]] bool usable_in(int year) const { return !opened_year || *opened_year <= year; }
};

/// A numbered road from seat to seat.
struct WorldRoute {
    std::string ref;
    std::string from;
    std::string to;
};

/// A vehicle class: what it holds, and the roads it may not use.
struct WorldVehicle {
    double payload_kg = 0;
    double usable_m3 = 0;
    std::set<std::string> barred_road_classes;
    double load_minutes = 0;
};

/// A helicopter or boat for places without a road.
struct WorldCraft {
    double payload_kg = 0;
    double usable_m3 = 0;
    double speed_kmh = 0;
    int count = 0;
    double muster_h = 0;
    double range_km = 0;
};

struct WorldItem {
    double kg = 0;
    double m3 = 0;
    bool eaten_hot = false;  ///< keeps for hours, not days
};

struct WorldSubstitute {
    std::set<std::string> stands_for;
    std::int64_t rate = 1;
    double penalty = 0;      ///< share of the need that stays open
    std::string month_mask;  ///< 12 signs, January first
};

/// Edges shut from a time until another; no end = for ever.
struct WorldClosure {
    std::string id;
    Time from;
    std::optional<Time> until;
    std::set<std::string> edges;
};

/// What a plan is held against: data/ and a scenario folder, read by the tests alone. The dates of
/// the baseline stand as they are in the tables; whoever asks adds the shift.
struct World {
    std::map<std::string, WorldDepot> depots;
    std::map<std::string, WorldLot> lots;
    std::map<std::pair<std::string, std::string>, WorldFleet> fleet;  ///< depot, vehicle class
    std::map<std::string, WorldSupplier> suppliers;
    std::map<std::string, WorldEdge> edges;
    std::map<std::string, WorldRoute> routes;
    std::map<std::string, WorldVehicle> vehicles;
    std::map<std::string, WorldCraft> crafts;
    std::map<std::string, WorldItem> items;
    std::multimap<std::string, WorldSubstitute> substitutes;  ///< by item
    std::map<std::pair<std::string, int>, double> floors;     ///< depot level, response level
    std::map<std::string, WorldTier> tiers;
    std::vector<WorldGrowth> growth;  ///< from 0 h on
    std::set<std::string> nodes;
    std::vector<WorldClosure> closures;
    int drive_minutes = 0;  ///< at the wheel before a rest; 0 = not limited
    int rest_minutes = 0;

    Time start;          ///< of the event
    int month = 1;       ///< of the event
    int year = 2017;     ///< of the event
    int shift_days = 0;  ///< how far the baseline's dates move for this event

    [[nodiscard]] bool winter() const { return month >= 11 || month <= 3; }
};

/// std::runtime_error where a table cannot be read.
[[nodiscard]] World read_world(const std::filesystem::path& data,
                               const std::filesystem::path& scenario);

}  // namespace relief::kit
