// SPDX-License-Identifier: Apache-2.0
// The formats without keys: Solomon, Cordeau, heterogeneous fleets, split delivery.
#include "tools/benchmarks/vrp/vrp_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace relief::bench {
namespace {

constexpr std::int64_t clients_max = 10000;
constexpr std::int64_t plain_vehicles_max = 1'000'000;

std::int64_t count(const VrpText& text, const VrpLine& line, std::size_t word,
                   const std::string& field, std::int64_t most) {
    const std::int64_t value = text.whole(line, word, field);
    if (value > most) {
        text.wrong(line.number, field, line.words[word], fmt::format("at most {}", most));
    }
    return value;
}

void want_end(const VrpText& text, std::size_t index) {
    if (index < text.lines().size()) {
        text.wrong(text.lines()[index].number, "line", text.lines()[index].words.front(),
                   "the end of the file");
    }
}

/// Clients at locations 1 to n behind one depot at 0, numbered the same.
void number_behind_depot(VrpFile& file) {
    file.depot_ids = {0};
    file.client_ids.resize(file.problem.clients.size());
    std::iota(file.client_ids.begin(), file.client_ids.end(), 1);
    for (std::size_t i = 0; i < file.problem.clients.size(); ++i) {
        file.problem.clients[i].location = static_cast<int>(i) + 1;
    }
    file.problem.depots.resize(1);
}

void number_types(VrpFile& file) {
    for (std::size_t type = 0; type < file.problem.vehicles.size(); ++type) {
        file.vehicle_numbers.push_back({static_cast<int>(type) + 1});
    }
}

void measure(VrpFile& file, const std::vector<VrpPoint>& points) {
    file.problem.locations = static_cast<int>(points.size());
    file.problem.distance = euclidean(points, file.rounding);
}

/// A row "id x y demand ready due service" of Solomon.
TourClient solomon_row(const VrpText& text, const VrpLine& line, std::int64_t id,
                       std::vector<VrpPoint>& points) {
    if (text.whole(line, 0, "CUST NO.") != id) {
        text.wrong(line.number, "CUST NO.", line.words[0], std::to_string(id));
    }
    if (line.words.size() != 7) {
        text.wrong(line.number, "row", fmt::format("{} fields", line.words.size()), "7");
    }
    points.push_back({text.number(line, 1, "XCOORD."), text.number(line, 2, "YCOORD.")});
    TourClient client{.demand = text.whole(line, 3, "DEMAND"),
                      .ready = text.amount(line, 4, "READY TIME"),
                      .due = text.amount(line, 5, "DUE DATE"),
                      .service = text.amount(line, 6, "SERVICE TIME")};
    if (client.due < client.ready) {
        text.wrong(line.number, "DUE DATE", line.words[5], "not before READY TIME");
    }
    return client;
}

}  // namespace

VrpFile read_solomon(const VrpText& text) {
    VrpFile file{.format = VrpFormat::solomon};
    std::size_t at = 0;
    if (text.line(0, "name").words.front() != "VEHICLE") {
        file.name = text.line(at++, "name").words.front();
    }
    if (text.line(at, "VEHICLE").words.front() != "VEHICLE") {
        text.wrong(text.line(at, "VEHICLE").number, "VEHICLE", text.line(at, "").words.front(),
                   "the heading VEHICLE");
    }
    const VrpLine& fleet = text.line(at + 2, "NUMBER");
    file.problem.vehicles.push_back(
        {.count = static_cast<int>(count(text, fleet, 0, "NUMBER", plain_vehicles_max)),
         .capacity = text.whole(fleet, 1, "CAPACITY", 1)});
    if (text.line(at + 3, "CUSTOMER").words.front() != "CUSTOMER") {
        text.wrong(text.line(at + 3, "CUSTOMER").number, "CUSTOMER",
                   text.line(at + 3, "").words.front(), "the heading CUSTOMER");
    }
    at += 5;
    std::vector<VrpPoint> points;
    const TourClient depot = solomon_row(text, text.line(at, "depot"), 0, points);
    for (++at; at < text.lines().size(); ++at) {
        file.problem.clients.push_back(
            solomon_row(text, text.lines()[at], static_cast<std::int64_t>(points.size()), points));
    }
    number_behind_depot(file);
    number_types(file);
    file.problem.depots = {{.location = 0, .open = depot.ready, .close = depot.due}};
    measure(file, points);
    return file;
}

VrpFile read_cordeau(const VrpText& text) {
    VrpFile file{.format = VrpFormat::cordeau, .depots_in_routes = true};
    const VrpLine& head = text.line(0, "type m n t");
    if (head.words.size() != 4 || text.whole(head, 0, "type") != 2) {
        text.not_solved(head.number, "type", head.words.front(), "2: multi-depot (MDVRP)");
    }
    const std::int64_t vehicles = count(text, head, 1, "m", plain_vehicles_max);
    const std::int64_t clients = count(text, head, 2, "n", clients_max);
    const std::int64_t depots = count(text, head, 3, "t", clients_max);
    std::size_t at = 1;
    for (std::int64_t d = 0; d < depots; ++d, ++at) {
        const VrpLine& line = text.line(at, "D Q");
        const double longest = text.amount(line, 0, "D");
        file.problem.vehicles.push_back({.depot = static_cast<int>(d),
                                         .count = static_cast<int>(vehicles),
                                         .capacity = text.whole(line, 1, "Q", 1),
                                         .max_duration = longest == 0 ? no_tour_limit : longest});
    }
    std::vector<VrpPoint> points;
    for (std::int64_t i = 1; i <= clients + depots; ++i, ++at) {
        const VrpLine& line = text.line(at, i <= clients ? "client" : "depot");
        if (text.whole(line, 0, "i") != i) {
            text.wrong(line.number, "i", line.words[0], std::to_string(i));
        }
        points.push_back({text.number(line, 1, "x"), text.number(line, 2, "y")});
        const int location = static_cast<int>(i) - 1;
        if (i <= clients) {
            file.problem.clients.push_back({.location = location,
                                            .demand = text.whole(line, 4, "demand"),
                                            .service = text.amount(line, 3, "service")});
            file.client_ids.push_back(static_cast<int>(i));
        } else {
            file.problem.depots.push_back({.location = location});
            file.depot_ids.push_back(static_cast<int>(i));
        }
    }
    want_end(text, at);
    number_types(file);
    measure(file, points);
    return file;
}

VrpFile read_hvrp(const VrpText& text) {
    VrpFile file{.format = VrpFormat::hvrp};
    std::size_t at = 0;
    while (text.line(at, "customers").words.front().starts_with("//")) {
        ++at;
    }
    const VrpLine& head = text.line(at++, "customers");
    const std::int64_t clients = count(text, head, 0, "customers (N)", clients_max);
    const std::int64_t types = count(text, head, 1, "vehicle types (T)", clients_max);
    const double range = text.amount(head, 2, "range");
    const double service = text.amount(head, 3, "service time");
    int vehicles = 0;
    for (std::int64_t t = 0; t < types; ++t, ++at) {
        const VrpLine& line = text.line(at, "vehicle type");
        const int number = static_cast<int>(count(text, line, 0, "number", plain_vehicles_max));
        file.problem.vehicles.push_back({.count = number,
                                         .capacity = text.whole(line, 1, "capacity", 1),
                                         .fixed_cost = text.amount(line, 2, "fixed cost"),
                                         .distance_cost = text.amount(line, 3, "cost per distance"),
                                         .max_duration = range});
        vehicles += number;
    }
    std::vector<VrpPoint> points;
    const VrpLine& depot = text.line(at++, "depot");
    points.push_back({text.number(depot, 0, "X"), text.number(depot, 1, "Y")});
    for (std::int64_t i = 0; i < clients; ++i, ++at) {
        const VrpLine& line = text.line(at, "customer");
        points.push_back({text.number(line, 0, "X"), text.number(line, 1, "Y")});
        file.problem.clients.push_back(
            {.demand = text.whole(line, 2, "demand"), .service = service});
    }
    want_end(text, at);
    number_behind_depot(file);
    number_types(file);
    measure(file, points);
    return file;
}

VrpFile read_split(const VrpText& text) {
    VrpFile file{.format = VrpFormat::split, .rounding = VrpRounding::nearest};
    file.problem.split = true;
    const VrpLine& head = text.line(0, "n Q");
    const std::int64_t clients = count(text, head, 0, "n", clients_max);
    file.problem.vehicles.push_back({.capacity = text.whole(head, 1, "Q", 1)});
    std::size_t at = 1;
    if (clients > 0) {
        const VrpLine& line = text.line(at++, "demands");
        if (static_cast<std::int64_t>(line.words.size()) != clients) {
            text.wrong(line.number, "demands", fmt::format("{} fields", line.words.size()),
                       std::to_string(clients));
        }
        for (std::size_t word = 0; word < line.words.size(); ++word) {
            file.problem.clients.push_back({.demand = text.whole(line, word, "demand")});
        }
    }
    std::vector<VrpPoint> points;
    for (std::int64_t i = 0; i <= clients; ++i, ++at) {
        const VrpLine& line = text.line(at, i == 0 ? "depot" : "point");
        if (line.words.size() != 2) {
            text.wrong(line.number, "point", fmt::format("{} fields", line.words.size()), "x y");
        }
        points.push_back({text.number(line, 0, "x"), text.number(line, 1, "y")});
    }
    want_end(text, at);
    number_behind_depot(file);
    number_types(file);
    measure(file, points);
    return file;
}

}  // namespace relief::bench
