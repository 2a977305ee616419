// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/haul_file.h"

#include "core/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>
#include <vector>

namespace relief::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr double road_per_line = 1.3;

/// One object of the file: its keys are the ones named, no others.
class Object {
  public:
    Object(const std::string& file, std::string at, const Json& json,
           std::span<const std::string_view> keys)
        : file_(file), at_(std::move(at)), json_(json) {
        if (!json.is_object()) {
            throw wrong(at_, json.type_name(), "an object");
        }
        for (const auto& [key, value] : json.items()) {
            if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
                throw wrong(path(key), "an unknown key", fmt::format("{}", fmt::join(keys, ", ")));
            }
        }
    }

    [[nodiscard]] Error wrong(const std::string& field, const std::string& found,
                              const std::string& expected) const {
        return bad_input({.code = "json.field",
                          .message = "this is no dispatch model",
                          .file = file_,
                          .field = field,
                          .found = found,
                          .expected = expected});
    }

    [[nodiscard]] std::string path(std::string_view key) const {
        return at_.empty() ? std::string(key) : fmt::format("{}.{}", at_, key);
    }

    [[nodiscard]] const Json& at(std::string_view key) const {
        const auto found = json_.find(key);
        if (found == json_.end()) {
            throw wrong(path(key), "nothing", "a value");
        }
        return *found;
    }

    [[nodiscard]] double number(std::string_view key) const {
        const Json& value = at(key);
        if (!value.is_number()) {
            throw wrong(path(key), value.dump(), "a number");
        }
        return value.get<double>();
    }

    [[nodiscard]] std::int64_t whole(std::string_view key) const {
        return whole(path(key), at(key));
    }

    [[nodiscard]] std::vector<Units> wholes(std::string_view key) const {
        std::vector<Units> list;
        for (const Json& value : array(key)) {
            list.push_back(whole(fmt::format("{}[{}]", path(key), list.size()), value));
        }
        return list;
    }

    [[nodiscard]] const Json& array(std::string_view key) const {
        const Json& value = at(key);
        if (!value.is_array()) {
            throw wrong(path(key), value.type_name(), "an array");
        }
        return value;
    }

  private:
    [[nodiscard]] std::int64_t whole(const std::string& field, const Json& value) const {
        const bool fits = value.is_number_integer() &&
                          (!value.is_number_unsigned() ||
                           value.get<std::uint64_t>() <= static_cast<std::uint64_t>(INT64_MAX));
        if (!fits) {
            throw wrong(field, value.dump(), "a whole number of 64 bits");
        }
        return value.get<std::int64_t>();
    }

    const std::string& file_;
    std::string at_;
    const Json& json_;
};

struct Point {
    double x = 0;
    double y = 0;
};

Json parsed(const std::string& file, std::string_view text) {
    try {
        return Json::parse(text);
    } catch (const Json::parse_error& error) {
        throw bad_input({.code = "json.syntax",
                         .message = "the JSON is broken",
                         .file = file,
                         .field = fmt::format("byte {}", error.byte),
                         .found = "broken JSON",
                         .expected = "one JSON object"});
    }
}

/// "1000*kg/20": what a kilogram of any good costs that does not come.
double price_of_kg(const Object& model) {
    const Json& value = model.at("shortage_price_per_unit");
    double times = 0;
    double parts = 0;
    int read = 0;
    const std::string text = value.is_string() ? value.get<std::string>() : "";
    if (std::sscanf(text.c_str(), "%lf*kg/%lf%n", &times, &parts, &read) != 2 ||
        static_cast<std::size_t>(read) != text.size() || !(parts > 0)) {
        throw model.wrong("shortage_price_per_unit", value.dump(), "\"NUMBER*kg/NUMBER\"");
    }
    return times / parts;
}

void read_vehicle(const std::string& file, const Object& model, HaulProblem& problem) {
    constexpr std::array<std::string_view, 3> keys{"kg", "m3", "cost_per_km"};
    const Object vehicle(file, "vehicle", model.at("vehicle"), keys);
    problem.trip_kg = vehicle.number("kg");
    problem.trip_m3 = vehicle.number("m3");
    problem.cost_per_trip_km = vehicle.number("cost_per_km");
    problem.cost_per_tonne_km = 1000 * model.number("cost_per_kg_km");
}

void read_goods(const std::string& file, const Object& model, HaulProblem& problem) {
    constexpr std::array<std::string_view, 2> keys{"kg", "m3"};
    const double kg_price = price_of_kg(model);
    for (const Json& each : model.array("goods")) {
        const Object good(file, fmt::format("goods[{}]", problem.goods.size()), each, keys);
        const double kg = good.number("kg");
        problem.goods.push_back(
            {.kg = kg, .m3 = good.number("m3"), .shortage_price = kg_price * kg});
    }
}

std::vector<Point> read_depots(const std::string& file, const Object& model, HaulProblem& problem) {
    constexpr std::array<std::string_view, 4> keys{"x", "y", "trips", "stock"};
    std::vector<Point> points;
    for (const Json& each : model.array("depots")) {
        const Object depot(file, fmt::format("depots[{}]", points.size()), each, keys);
        points.push_back({depot.number("x"), depot.number("y")});
        problem.depots.push_back({.stock = depot.wholes("stock"), .trips = depot.whole("trips")});
    }
    return points;
}

std::vector<Point> read_places(const std::string& file, const Object& model, HaulProblem& problem) {
    constexpr std::array<std::string_view, 3> keys{"x", "y", "demand"};
    std::vector<Point> points;
    for (const Json& each : model.array("places")) {
        const Object place(file, fmt::format("places[{}]", points.size()), each, keys);
        points.push_back({place.number("x"), place.number("y")});
        problem.places.push_back({.need = place.wholes("demand")});
    }
    return points;
}

void join(const std::vector<Point>& depots, const std::vector<Point>& places, std::size_t nearest,
          HaulProblem& problem) {
    const std::size_t kept = nearest == 0 ? depots.size() : std::min(nearest, depots.size());
    for (std::size_t place = 0; place < places.size(); ++place) {
        std::vector<std::pair<double, int>> ways;
        for (std::size_t depot = 0; depot < depots.size(); ++depot) {
            ways.emplace_back(road_per_line * std::hypot(depots[depot].x - places[place].x,
                                                         depots[depot].y - places[place].y),
                              static_cast<int>(depot));
        }
        std::sort(ways.begin(), ways.end());
        for (std::size_t i = 0; i < kept; ++i) {
            problem.arcs.push_back(
                {.depot = ways[i].second, .place = static_cast<int>(place), .km = ways[i].first});
        }
    }
}

std::vector<std::vector<Units>> short_of(const HaulProblem& problem, const HaulPlan& plan) {
    std::vector<std::vector<Units>> lack;
    for (const HaulPlace& place : problem.places) {
        lack.push_back(place.need);
    }
    for (const HaulShipment& shipment : plan) {
        const HaulArc& arc = problem.arcs[static_cast<std::size_t>(shipment.arc)];
        for (const HaulLoad& load : shipment.loads) {
            lack[static_cast<std::size_t>(arc.place)][static_cast<std::size_t>(load.good)] -=
                load.quantity;
        }
    }
    return lack;
}

Json shipments_json(const HaulProblem& problem, const HaulPlan& plan) {
    Json list = Json::array();
    for (const HaulShipment& shipment : plan) {
        const HaulArc& arc = problem.arcs[static_cast<std::size_t>(shipment.arc)];
        Json loads = Json::array();
        for (const HaulLoad& load : shipment.loads) {
            loads.push_back({{"good", load.good}, {"quantity", load.quantity}});
        }
        list.push_back({{"depot", arc.depot},
                        {"place", arc.place},
                        {"trips", shipment.trips},
                        {"loads", std::move(loads)}});
    }
    return list;
}

Json short_json(const HaulProblem& problem, const HaulPlan& plan) {
    Json list = Json::array();
    const auto lack = short_of(problem, plan);
    for (std::size_t place = 0; place < lack.size(); ++place) {
        for (std::size_t good = 0; good < lack[place].size(); ++good) {
            if (lack[place][good] != 0) {
                list.push_back({{"place", place}, {"good", good}, {"quantity", lack[place][good]}});
            }
        }
    }
    return list;
}

}  // namespace

HaulProblem parse_haul(const std::string& file, std::string_view text, std::size_t nearest) {
    constexpr std::array<std::string_view, 7> keys{
        "note",   "vehicle", "cost_per_kg_km", "shortage_price_per_unit",
        "depots", "places",  "goods"};
    const Json json = parsed(file, text);
    const Object model(file, "", json, keys);
    HaulProblem problem;
    read_vehicle(file, model, problem);
    read_goods(file, model, problem);
    const std::vector<Point> depots = read_depots(file, model, problem);
    const std::vector<Point> places = read_places(file, model, problem);
    join(depots, places, nearest, problem);
    validate(problem);
    return problem;
}

double haul_gap(const HaulAnswer& answer) {
    const double most = std::max(std::abs(answer.value), std::abs(answer.bound));
    return most == 0 ? 0 : std::abs(answer.value - answer.bound) / most;
}

std::string model_json(const HaulProblem& problem, const ModelRun& run) {
    const Json document{{"schema", "relief.model/1"},
                        {"value", run.answer.value},
                        {"bound", run.answer.bound},
                        {"gap", haul_gap(run.answer)},
                        {"seconds", run.seconds},
                        {"first", {{"value", run.first_value}, {"seconds", run.first_seconds}}},
                        {"rounds", run.answer.rounds},
                        {"shipments", shipments_json(problem, run.answer.plan)},
                        {"short", short_json(problem, run.answer.plan)}};
    return document.dump(1) + "\n";
}

std::string model_text(const HaulProblem& problem, const ModelRun& run) {
    std::string text = fmt::format(
        "value   {:.2f}\nbound   {:.2f}\ngap     {:.4f} %\nseconds {:.2f}\nfirst   {:.2f} after "
        "{:.2f} s\nrounds  {}\n",
        run.answer.value, run.answer.bound, 100 * haul_gap(run.answer), run.seconds,
        run.first_value, run.first_seconds, run.answer.rounds);
    for (const HaulShipment& shipment : run.answer.plan) {
        const HaulArc& arc = problem.arcs[static_cast<std::size_t>(shipment.arc)];
        text += fmt::format("depot {:>3} -> place {:>3}  {:>3} trips:", arc.depot, arc.place,
                            shipment.trips);
        for (const HaulLoad& load : shipment.loads) {
            text += fmt::format(" {} of {}", load.quantity, load.good);
        }
        text += '\n';
    }
    return text;
}

}  // namespace relief::bench
