// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/vrp/vrp_answer.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace relief::bench {
namespace {

using Json = nlohmann::ordered_json;

int depot_id(const VrpFile& file, const TourRoute& route) {
    const TourVehicle& vehicle = file.problem.vehicles[static_cast<std::size_t>(route.vehicle)];
    return file.depot_ids[static_cast<std::size_t>(vehicle.depot)];
}

int stop_id(const VrpFile& file, const TourRoute& route, const TourStop& stop) {
    return stop.client == reload_stop ? depot_id(file, route)
                                      : file.client_ids[static_cast<std::size_t>(stop.client)];
}

/// The vehicle number of each route: those of its type in turn, or the type's own.
std::vector<int> numbers_of_routes(const VrpFile& file, const TourPlan& plan) {
    std::vector<std::size_t> used(file.vehicle_numbers.size(), 0);
    std::vector<int> numbers;
    for (const TourRoute& route : plan.routes) {
        const auto type = static_cast<std::size_t>(route.vehicle);
        const std::vector<int>& mine = file.vehicle_numbers[type];
        numbers.push_back(mine.size() == 1 ? mine.front() : mine[used[type]++]);
    }
    return numbers;
}

/// Whole costs are printed as whole numbers.
Json cost_json(double cost) {
    const auto whole = static_cast<std::int64_t>(cost);
    return static_cast<double>(whole) == cost ? Json(whole) : Json(cost);
}

std::string ids_of(const VrpFile& file, const TourRoute& route) {
    std::string ids;
    for (const TourStop& stop : route.stops) {
        ids += fmt::format(" {}", stop_id(file, route, stop));
    }
    return file.depots_in_routes
               ? fmt::format(" {}{} {}", depot_id(file, route), ids, depot_id(file, route))
               : ids;
}

}  // namespace

std::string answer_json(const VrpFile& file, const VrpAnswer& answer) {
    const TourPlan& plan = answer.plan;
    const std::vector<int> numbers = numbers_of_routes(file, plan);
    Json routes = Json::array();
    for (std::size_t r = 0; r < plan.routes.size(); ++r) {
        const TourRoute& route = plan.routes[r];
        Json stops = Json::array();
        for (const TourStop& stop : route.stops) {
            stops.push_back({{"id", stop_id(file, route, stop)}, {"quantity", stop.quantity}});
        }
        routes.push_back({{"depot", depot_id(file, route)},
                          {"vehicle_type", numbers[r]},
                          {"cost", cost_json(route.cost)},
                          {"stops", std::move(stops)}});
    }
    Json missing = Json::array();
    for (const TourShortage& shortage : plan.missing) {
        missing.push_back({{"id", file.client_ids[static_cast<std::size_t>(shortage.client)]},
                           {"quantity", shortage.quantity}});
    }
    const Json document{
        {"schema", "relief.tours/1"},
        {"name", file.name},
        {"format", name_of(file.format)},
        {"objective", file.problem.aim == TourAim::vehicles ? "vehicles" : "distance"},
        {"cost", cost_json(plan.cost)},
        {"seconds", answer.seconds},
        {"seed", answer.seed},
        {"iterations", plan.iterations},
        {"routes", std::move(routes)},
        {"missing", std::move(missing)}};
    return document.dump(2) + "\n";
}

std::string answer_text(const VrpFile& file, const VrpAnswer& answer) {
    const TourPlan& plan = answer.plan;
    std::string text = fmt::format("{} ({}): cost {}, {} routes, {:.1f} s, {} iterations\n",
                                   file.name, name_of(file.format), plan.cost, plan.routes.size(),
                                   answer.seconds, plan.iterations);
    const std::vector<int> numbers = numbers_of_routes(file, plan);
    for (std::size_t r = 0; r < plan.routes.size(); ++r) {
        text += fmt::format("depot {}, vehicle {}:{}\n", depot_id(file, plan.routes[r]), numbers[r],
                            ids_of(file, plan.routes[r]));
    }
    for (const TourShortage& shortage : plan.missing) {
        text += fmt::format("not served: {}, {}\n",
                            file.client_ids[static_cast<std::size_t>(shortage.client)],
                            shortage.quantity);
    }
    return text;
}

std::string answer_sol(const VrpFile& file, const TourPlan& plan) {
    std::vector<std::string> lines(static_cast<std::size_t>(file.numbered_vehicles));
    const std::vector<int> numbers = numbers_of_routes(file, plan);
    for (std::size_t r = 0; r < plan.routes.size(); ++r) {
        std::string ids = ids_of(file, plan.routes[r]);
        if (file.numbered_vehicles > 0) {
            lines[static_cast<std::size_t>(numbers[r]) - 1] = std::move(ids);
        } else {
            lines.push_back(std::move(ids));
        }
    }
    std::string text;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        text += fmt::format("Route #{}:{}\n", i + 1, lines[i]);
    }
    return text + fmt::format("Cost {}\n", plan.cost);
}

}  // namespace relief::bench
