// SPDX-License-Identifier: Apache-2.0
#include "tests/kit/vrp_checker.h"

#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

namespace relief::kit {
namespace {

constexpr double none = std::numeric_limits<double>::infinity();
constexpr double tolerance = 1e-6;

struct Site {
    double x = 0;
    double y = 0;
    double demand = 0;
    double ready = 0;
    double due = none;
    double service = 0;
};

struct Fleet {
    double count = none;
    double capacity = 0;
    double fixed = 0;
    double unit = 1;
    double longest = none;  ///< driving and service
};

/// A case as its customers, depots and vehicle types, by the numbers an answer uses.
struct Case {
    std::map<int, Site> customers;
    std::map<int, Site> depots;
    std::map<int, Fleet> fleets;
    bool whole = false;  ///< distances to the nearest whole number
    bool split = false;
};

Case read_solomon(std::istream& in) {
    Case read;
    std::string line;
    Fleet fleet;
    for (int number = 1; std::getline(in, line); ++number) {
        std::istringstream words(line);
        int id = 0;
        Site site;
        if (number == 5) {
            words >> fleet.count >> fleet.capacity;
        } else if (number > 9 && words >> id >> site.x >> site.y >> site.demand >> site.ready >>
                                     site.due >> site.service) {
            (id == 0 ? read.depots : read.customers)[id] = site;
        }
    }
    read.fleets[1] = fleet;
    return read;
}

Case read_cordeau(std::istream& in) {
    Case read;
    int type = 0;
    int vehicles = 0;
    int customers = 0;
    int depots = 0;
    in >> type >> vehicles >> customers >> depots;
    for (int d = 1; d <= depots; ++d) {
        Fleet fleet{.count = static_cast<double>(vehicles)};
        in >> fleet.longest >> fleet.capacity;
        fleet.longest = fleet.longest == 0 ? none : fleet.longest;
        read.fleets[d] = fleet;
    }
    std::string line;
    while (std::getline(in, line)) {
        std::istringstream words(line);
        int id = 0;
        Site site;
        if (words >> id >> site.x >> site.y >> site.service >> site.demand) {
            (id > customers ? read.depots : read.customers)[id] = site;
        }
    }
    return read;
}

Case read_hvrp(std::istream& in) {
    Case read;
    std::string line;
    for (int i = 0; i < 5; ++i) {
        std::getline(in, line);
    }
    int customers = 0;
    int types = 0;
    double range = 0;
    double service = 0;
    std::getline(in, line);
    std::istringstream(line) >> customers >> types >> range >> service;
    for (int t = 1; t <= types; ++t) {
        Fleet fleet{.longest = range};
        in >> fleet.count >> fleet.capacity >> fleet.fixed >> fleet.unit;
        read.fleets[t] = fleet;
    }
    in >> read.depots[0].x >> read.depots[0].y;
    for (int c = 1; c <= customers; ++c) {
        Site site{.service = service};
        in >> site.x >> site.y >> site.demand;
        read.customers[c] = site;
    }
    return read;
}

Case read_split(std::istream& in) {
    Case read{.whole = true, .split = true};
    int customers = 0;
    in >> customers >> read.fleets[1].capacity;
    for (int c = 1; c <= customers; ++c) {
        in >> read.customers[c].demand;
    }
    in >> read.depots[0].x >> read.depots[0].y;
    for (int c = 1; c <= customers; ++c) {
        in >> read.customers[c].x >> read.customers[c].y;
    }
    return read;
}

Case read_cvrp(std::istream& in) {
    Case read{.whole = true};
    std::string word;
    std::string section;
    int nodes = 0;
    while (in >> word) {
        if (word == "DIMENSION" || word == "CAPACITY") {
            std::string colon;
            in >> colon;
            word == "DIMENSION" ? in >> nodes : in >> read.fleets[1].capacity;
        } else if (word == "NODE_COORD_SECTION" || word == "DEMAND_SECTION") {
            for (int i = 0; i < nodes; ++i) {
                int id = 0;
                in >> id;
                Site& site = id == 1 ? read.depots[0] : read.customers[id - 1];
                word == "DEMAND_SECTION" ? in >> site.demand : in >> site.x >> site.y;
            }
        }
    }
    return read;
}

double way(const Case& read, const Site& from, const Site& to) {
    const double distance = std::hypot(from.x - to.x, from.y - to.y);
    return read.whole ? std::floor(distance + 0.5) : distance;
}

/// Drives one route of the answer; its cost.
double drive(const Case& read, const nlohmann::json& route, std::map<int, double>& brought,
             std::map<int, double>& vehicles, std::vector<std::string>& faults) {
    const int type = route.at("vehicle_type").get<int>();
    const Fleet& fleet = read.fleets.at(type);
    if (++vehicles[type] > fleet.count) {
        faults.push_back("no vehicle left of type " + std::to_string(type));
    }
    const Site& depot = read.depots.at(route.at("depot").get<int>());
    Site here = depot;
    double clock = depot.ready;
    double distance = 0;
    double service = 0;
    double load = 0;
    for (const auto& stop : route.at("stops")) {
        const int id = stop.at("id").get<int>();
        const Site& site = read.customers.at(id);
        const double step = way(read, here, site);
        distance += step;
        clock = std::max(clock + step, site.ready);
        if (clock > site.due + tolerance) {
            faults.push_back("too late at " + std::to_string(id));
        }
        clock += site.service;
        service += site.service;
        load += stop.at("quantity").get<double>();
        brought[id] += stop.at("quantity").get<double>();
        here = site;
    }
    distance += way(read, here, depot);
    if (clock + way(read, here, depot) > depot.due + tolerance) {
        faults.push_back("back too late");
    }
    if (load > fleet.capacity) {
        faults.push_back("overloaded");
    }
    if (distance + service > fleet.longest + tolerance) {
        faults.push_back("too long");
    }
    return fleet.fixed + fleet.unit * distance;
}

}  // namespace

std::vector<std::string> vrp_answer_faults(const std::string& case_file, const std::string& format,
                                           const std::string& answer) {
    static const std::map<std::string, Case (*)(std::istream&)> readers{{"solomon", read_solomon},
                                                                        {"cordeau", read_cordeau},
                                                                        {"hvrp", read_hvrp},
                                                                        {"split", read_split},
                                                                        {"cvrp", read_cvrp}};
    std::ifstream in(case_file);
    const Case read = readers.at(format)(in);
    const nlohmann::json document = nlohmann::json::parse(answer);
    std::vector<std::string> faults;
    std::map<int, double> brought;
    std::map<int, double> visits;
    std::map<int, double> vehicles;
    double cost = 0;
    for (const auto& route : document.at("routes")) {
        cost += drive(read, route, brought, vehicles, faults);
        for (const auto& stop : route.at("stops")) {
            ++visits[stop.at("id").get<int>()];
        }
    }
    for (const auto& [id, site] : read.customers) {
        if (brought[id] != site.demand || (!read.split && visits[id] != 1)) {
            faults.push_back("customer " + std::to_string(id) + " is not wholly served");
        }
    }
    if (std::abs(cost - document.at("cost").get<double>()) > tolerance * cost) {
        faults.push_back("the cost is " + std::to_string(cost));
    }
    return faults;
}

}  // namespace relief::kit
