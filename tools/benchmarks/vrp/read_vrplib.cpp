// SPDX-License-Identifier: Apache-2.0
// CVRPLIB and VRPLIB: "KEY : value" lines, then sections of "index value …" rows. The sections
// beyond TSPLIB's are PyVRP's (https://pyvrp.org, "Supported VRPLIB fields").
#include "tools/benchmarks/vrp/vrp_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace relief::bench {
namespace {

constexpr std::int64_t nodes_max = 10001;
constexpr std::int64_t vehicles_max = 1'000'000;

constexpr std::array<std::string_view, 13> known_keys{"NAME",
                                                      "COMMENT",
                                                      "TYPE",
                                                      "DIMENSION",
                                                      "VEHICLES",
                                                      "CAPACITY",
                                                      "DISTANCE",
                                                      "SERVICE_TIME",
                                                      "EDGE_WEIGHT_TYPE",
                                                      "EDGE_WEIGHT_FORMAT",
                                                      "NODE_COORD_TYPE",
                                                      "VEHICLES_MAX_DURATION",
                                                      "VEHICLES_MAX_DISTANCE"};
constexpr std::array<std::string_view, 14> known_sections{"NODE_COORD_SECTION",
                                                          "EDGE_WEIGHT_SECTION",
                                                          "DEMAND_SECTION",
                                                          "SERVICE_TIME_SECTION",
                                                          "TIME_WINDOW_SECTION",
                                                          "RELEASE_TIME_SECTION",
                                                          "DEPOT_SECTION",
                                                          "CAPACITY_SECTION",
                                                          "VEHICLES_DEPOT_SECTION",
                                                          "VEHICLES_RELOAD_DEPOT_SECTION",
                                                          "VEHICLES_ALLOWED_CLIENTS_SECTION",
                                                          "VEHICLES_FIXED_COST_SECTION",
                                                          "VEHICLES_UNIT_DISTANCE_COST_SECTION",
                                                          "VEHICLES_MAX_DURATION_SECTION"};
constexpr std::array<std::string_view, 7> solved_types{"CVRP",    "VRPTW", "MDVRP",   "MDVRPTW",
                                                       "SDVRPTW", "HFVRP", "MTVRPTWR"};

template <typename List>
bool among(const List& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

/// The file cut into keys and sections, every one of them known.
struct Parts {
    std::map<std::string, VrpLine> keys;
    std::map<std::string, std::pair<int, std::vector<VrpLine>>> sections;  ///< heading's line, rows
};

/// "KEY : value" in its several spellings as key and value words; "" where it is none.
std::string key_of(const VrpLine& line, VrpLine& value) {
    std::string key = line.words.front();
    std::size_t first = 1;
    const std::size_t colon = key.find(':');
    value = {line.number, {}};
    if (colon != std::string::npos) {
        if (colon + 1 < key.size()) {
            value.words.push_back(key.substr(colon + 1));
        }
        key.resize(colon);
    } else if (line.words.size() > 1 && line.words[1].starts_with(':')) {
        if (line.words[1].size() > 1) {
            value.words.push_back(line.words[1].substr(1));
        }
        first = 2;
    } else {
        return "";
    }
    value.words.insert(value.words.end(), line.words.begin() + static_cast<std::ptrdiff_t>(first),
                       line.words.end());
    return key;
}

Parts cut(const VrpText& text) {
    Parts parts;
    std::vector<VrpLine>* rows = nullptr;
    for (const VrpLine& line : text.lines()) {
        std::string word = line.words.front();
        if (word == "EOF") {
            break;
        }
        if (word.ends_with("_SECTION") || word.ends_with("_SECTION:")) {
            word.resize(word.find("_SECTION") + 8);
            if (!among(known_sections, word)) {
                text.wrong(line.number, word, word,
                           fmt::format("one of {}", fmt::join(known_sections, ", ")));
            }
            if (parts.sections.contains(word)) {
                text.wrong(line.number, word, "a second time", "once");
            }
            auto& section = parts.sections[word];
            section.first = line.number;
            rows = &section.second;
            continue;
        }
        VrpLine value;
        const std::string key = key_of(line, value);
        if (!key.empty()) {
            if (!among(known_keys, key)) {
                text.wrong(line.number, key, key,
                           fmt::format("one of {}", fmt::join(known_keys, ", ")));
            }
            if (!parts.keys.emplace(key, value).second) {
                text.wrong(line.number, key, "a second time", "once");
            }
            rows = nullptr;
        } else if (rows == nullptr) {
            text.wrong(line.number, word, word, "KEY : value, or a section");
        } else {
            rows->push_back(line);
        }
    }
    return parts;
}

class Reader {
  public:
    Reader(const VrpText& text, const VrpReading& reading) : text_(text), parts_(cut(text)) {
        const std::string type = word_of("TYPE", "CVRP");
        if (!among(solved_types, type)) {
            text_.not_solved(parts_.keys.at("TYPE").number, "TYPE", type,
                             fmt::format("{}", fmt::join(solved_types, ", ")));
        }
        nodes_ = static_cast<int>(whole_of("DIMENSION", std::nullopt, 1, nodes_max));
        file_.rounding = reading.rounding ? *reading.rounding : rounding_of(type);
        file_.name = word_of("NAME", "");
    }

    VrpFile read() {
        read_depots();
        read_distances();
        read_clients();
        read_vehicles();
        return std::move(file_);
    }

  private:
    /// By the custom of each set: PyVRP/Instances says which for its own.
    VrpRounding rounding_of(const std::string& type) const {
        if (type == "MTVRPTWR") {
            return VrpRounding::dimacs;
        }
        if (type == "VRPTW" || type == "MDVRPTW" || type == "SDVRPTW") {
            return VrpRounding::exact;
        }
        return word_of("EDGE_WEIGHT_TYPE", "EUC_2D") == "EUC_2D" ? VrpRounding::nearest
                                                                 : VrpRounding::none;
    }

    std::string word_of(const std::string& key, const std::string& otherwise) const {
        const auto found = parts_.keys.find(key);
        return found == parts_.keys.end() || found->second.words.empty()
                   ? otherwise
                   : found->second.words.front();
    }

    std::int64_t whole_of(const std::string& key, std::optional<std::int64_t> otherwise,
                          std::int64_t least, std::int64_t most) const {
        const auto found = parts_.keys.find(key);
        if (found == parts_.keys.end()) {
            if (!otherwise) {
                text_.wrong(text_.lines().back().number, key, "not in the file", "KEY : value");
            }
            return *otherwise;
        }
        const std::int64_t value = text_.whole(found->second, 0, key, least);
        if (value > most) {
            text_.wrong(found->second.number, key, found->second.words[0],
                        fmt::format("at most {}", most));
        }
        return value;
    }

    std::optional<double> amount_of(const std::string& key) const {
        const auto found = parts_.keys.find(key);
        if (found == parts_.keys.end()) {
            return std::nullopt;
        }
        return text_.amount(found->second, 0, key);
    }

    const std::vector<VrpLine>* rows_of(const std::string& section) const {
        const auto found = parts_.sections.find(section);
        return found == parts_.sections.end() ? nullptr : &found->second.second;
    }

    /// The rows of a section, one for each of 1 to `count` in order, `least` words or more each.
    const std::vector<VrpLine>& counted_rows(const std::string& section, int count,
                                             std::size_t least) const {
        const auto& [heading, rows] = parts_.sections.at(section);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const std::int64_t index = text_.whole(rows[i], 0, section, 1);
            if (index != static_cast<std::int64_t>(i) + 1 || index > count) {
                text_.wrong(rows[i].number, section, rows[i].words[0],
                            fmt::format("{}", std::min(static_cast<int>(i) + 1, count)));
            }
            if (rows[i].words.size() < least) {
                text_.wrong(rows[i].number, section, fmt::format("{} fields", rows[i].words.size()),
                            fmt::format("at least {}", least));
            }
        }
        if (static_cast<int>(rows.size()) != count) {
            text_.wrong(rows.empty() ? heading : rows.back().number, section,
                        fmt::format("{} rows", rows.size()), fmt::format("{}", count));
        }
        return rows;
    }

    int node(const VrpLine& line, std::size_t word, const std::string& field) const {
        const std::int64_t value = text_.whole(line, word, field, 1);
        if (value > nodes_) {
            text_.wrong(line.number, field, line.words[word],
                        fmt::format("a node, 1 to {}", nodes_));
        }
        return static_cast<int>(value);
    }

    /// Depots first, in the order they are named; then everybody else.
    void read_depots() {
        std::vector<int> depots;
        if (const std::vector<VrpLine>* rows = rows_of("DEPOT_SECTION")) {
            for (const VrpLine& line : *rows) {
                if (line.words.front() == "-1") {
                    break;
                }
                for (std::size_t word = 0; word < line.words.size(); ++word) {
                    depots.push_back(node(line, word, "DEPOT_SECTION"));
                }
            }
        }
        if (depots.empty()) {
            depots.push_back(1);
        }
        location_.assign(static_cast<std::size_t>(nodes_) + 1, -1);
        for (const int depot : depots) {
            location_[static_cast<std::size_t>(depot)] = static_cast<int>(node_.size());
            file_.depot_ids.push_back(static_cast<int>(node_.size()));
            node_.push_back(depot);
        }
        for (int each = 1; each <= nodes_; ++each) {
            if (location_[static_cast<std::size_t>(each)] < 0) {
                location_[static_cast<std::size_t>(each)] = static_cast<int>(node_.size());
                file_.client_ids.push_back(static_cast<int>(node_.size()));
                node_.push_back(each);
            }
        }
        file_.problem.depots.resize(depots.size());
        file_.problem.clients.resize(file_.client_ids.size());
        for (std::size_t i = 0; i < node_.size(); ++i) {
            if (i < depots.size()) {
                file_.problem.depots[i].location = static_cast<int>(i);
            } else {
                file_.problem.clients[i - depots.size()].location = static_cast<int>(i);
            }
        }
        if (node_.size() != static_cast<std::size_t>(nodes_)) {
            text_.wrong(parts_.sections.at("DEPOT_SECTION").first, "DEPOT_SECTION", "a depot twice",
                        "each depot once");
        }
    }

    void read_distances() {
        const std::string kind = word_of("EDGE_WEIGHT_TYPE", "EUC_2D");
        file_.problem.locations = nodes_;
        if (kind == "EXPLICIT") {
            read_matrix();
            return;
        }
        if (kind != "EUC_2D") {
            text_.not_solved(parts_.keys.at("EDGE_WEIGHT_TYPE").number, "EDGE_WEIGHT_TYPE", kind,
                             "EUC_2D, EXPLICIT");
        }
        want_section("NODE_COORD_SECTION");
        const std::vector<VrpLine>& rows = counted_rows("NODE_COORD_SECTION", nodes_, 3);
        std::vector<VrpPoint> points;
        for (const int each : node_) {
            const VrpLine& line = rows[static_cast<std::size_t>(each) - 1];
            points.push_back({text_.number(line, 1, "x"), text_.number(line, 2, "y")});
        }
        file_.problem.distance = euclidean(points, file_.rounding);
    }

    void read_matrix() {
        want_section("EDGE_WEIGHT_SECTION");
        const std::string format = word_of("EDGE_WEIGHT_FORMAT", "FULL_MATRIX");
        const bool full = format == "FULL_MATRIX";
        if (!full && format != "LOWER_ROW") {
            text_.not_solved(parts_.keys.at("EDGE_WEIGHT_FORMAT").number, "EDGE_WEIGHT_FORMAT",
                             format, "FULL_MATRIX, LOWER_ROW");
        }
        const auto& [heading, rows] = parts_.sections.at("EDGE_WEIGHT_SECTION");
        const auto size = static_cast<std::size_t>(nodes_);
        std::vector<double> values;
        for (const VrpLine& line : rows) {
            for (std::size_t word = 0; word < line.words.size(); ++word) {
                values.push_back(
                    rounded(text_.amount(line, word, "EDGE_WEIGHT_SECTION"), file_.rounding));
            }
        }
        const std::size_t wanted = full ? size * size : size * (size - 1) / 2;
        if (values.size() != wanted) {
            text_.wrong(heading, "EDGE_WEIGHT_SECTION", fmt::format("{} weights", values.size()),
                        std::to_string(wanted));
        }
        const auto weight = [&](int from, int to) {
            const auto row = static_cast<std::size_t>(std::max(from, to)) - 1;
            const auto column = static_cast<std::size_t>(std::min(from, to)) - 1;
            return full ? values[(static_cast<std::size_t>(from) - 1) * size +
                                 static_cast<std::size_t>(to) - 1]
                        : (row == column ? 0 : values[row * (row - 1) / 2 + column]);
        };
        for (const int from : node_) {
            for (const int to : node_) {
                file_.problem.distance.push_back(weight(from, to));
            }
        }
    }

    void want_section(const std::string& section) const {
        if (!parts_.sections.contains(section)) {
            text_.wrong(text_.lines().back().number, section, "not in the file", "the section");
        }
    }

    /// Calls set(location, row) for each row of a section of nodes that is there.
    template <typename Set>
    void each_node(const std::string& section, std::size_t least, Set set) {
        if (!parts_.sections.contains(section)) {
            return;
        }
        const std::vector<VrpLine>& rows = counted_rows(section, nodes_, least);
        for (int each = 1; each <= nodes_; ++each) {
            set(static_cast<std::size_t>(location_[static_cast<std::size_t>(each)]),
                rows[static_cast<std::size_t>(each) - 1]);
        }
    }

    void read_clients() {
        const std::size_t depots = file_.problem.depots.size();
        std::vector<TourClient>& clients = file_.problem.clients;
        want_section("DEMAND_SECTION");
        each_node("DEMAND_SECTION", 2, [&](std::size_t location, const VrpLine& line) {
            const std::int64_t demand = text_.whole(line, 1, "DEMAND_SECTION");
            if (location >= depots) {
                clients[location - depots].demand = demand;
            } else if (demand != 0) {
                text_.wrong(line.number, "DEMAND_SECTION", line.words[1], "0 at a depot");
            }
        });
        if (const std::optional<double> service = amount_of("SERVICE_TIME")) {
            for (TourClient& client : clients) {
                client.service = rounded(*service, file_.rounding);
            }
        }
        each_node("SERVICE_TIME_SECTION", 2, [&](std::size_t location, const VrpLine& line) {
            const double service = text_.amount(line, 1, "SERVICE_TIME_SECTION");
            if (location >= depots) {
                clients[location - depots].service = rounded(service, file_.rounding);
            }
        });
        each_node("RELEASE_TIME_SECTION", 2, [&](std::size_t location, const VrpLine& line) {
            const double release = text_.amount(line, 1, "RELEASE_TIME_SECTION");
            if (location >= depots) {
                clients[location - depots].release = rounded(release, file_.rounding);
            }
        });
        read_windows();
    }

    void read_windows() {
        const std::size_t depots = file_.problem.depots.size();
        each_node("TIME_WINDOW_SECTION", 3, [&](std::size_t location, const VrpLine& line) {
            const double ready =
                rounded(text_.amount(line, 1, "TIME_WINDOW_SECTION"), file_.rounding);
            const double due =
                rounded(text_.amount(line, 2, "TIME_WINDOW_SECTION"), file_.rounding);
            if (due < ready) {
                text_.wrong(line.number, "TIME_WINDOW_SECTION", line.words[2],
                            "not before the window opens");
            }
            if (location < depots) {
                file_.problem.depots[location].open = ready;
                file_.problem.depots[location].close = due;
            } else {
                file_.problem.clients[location - depots].ready = ready;
                file_.problem.clients[location - depots].due = due;
            }
        });
    }

    void read_vehicles() {
        const bool counted = parts_.keys.contains("VEHICLES");
        const auto vehicles =
            static_cast<int>(whole_of("VEHICLES", any_number_of_vehicles, 1, vehicles_max));
        if (!counted && has_vehicle_sections()) {
            text_.wrong(text_.lines().back().number, "VEHICLES", "not in the file",
                        "their number, where a section names each of them");
        }
        if (!has_vehicle_sections()) {
            TourVehicle vehicle = common_vehicle();
            vehicle.count = vehicles;
            want_capacity(vehicle);
            file_.problem.vehicles.push_back(std::move(vehicle));
            file_.vehicle_numbers = {{1}};
            return;
        }
        std::vector<TourVehicle> each(static_cast<std::size_t>(vehicles), common_vehicle());
        read_vehicle_amounts(each);
        read_vehicle_places(each);
        file_.numbered_vehicles = vehicles;
        for (std::size_t v = 0; v < each.size(); ++v) {
            want_capacity(each[v]);
            add_vehicle(std::move(each[v]), static_cast<int>(v) + 1);
        }
    }

    bool has_vehicle_sections() const {
        return std::any_of(parts_.sections.begin(), parts_.sections.end(), [](const auto& section) {
            return section.first.starts_with("VEHICLES_") || section.first == "CAPACITY_SECTION";
        });
    }

    TourVehicle common_vehicle() const {
        TourVehicle vehicle{.count = 1, .capacity = whole_of("CAPACITY", 0, 1, 1'000'000'000)};
        std::optional<double> longest = amount_of("VEHICLES_MAX_DURATION");
        if (!longest) {
            longest = amount_of("DISTANCE");  // TSPLIB's limit counts the service times too
        }
        if (longest) {
            vehicle.max_duration = rounded(*longest, file_.rounding);
        }
        if (const std::optional<double> farthest = amount_of("VEHICLES_MAX_DISTANCE")) {
            vehicle.max_distance = rounded(*farthest, file_.rounding);
        }
        return vehicle;
    }

    void want_capacity(const TourVehicle& vehicle) const {
        if (vehicle.capacity == 0) {
            text_.wrong(text_.lines().back().number, "CAPACITY", "not in the file",
                        "CAPACITY or CAPACITY_SECTION");
        }
    }

    template <typename Set>
    void each_vehicle(const std::string& section, std::vector<TourVehicle>& vehicles, Set set) {
        if (!parts_.sections.contains(section)) {
            return;
        }
        const std::vector<VrpLine>& rows =
            counted_rows(section, static_cast<int>(vehicles.size()), 2);
        for (std::size_t v = 0; v < vehicles.size(); ++v) {
            set(vehicles[v], rows[v]);
        }
    }

    void read_vehicle_amounts(std::vector<TourVehicle>& vehicles) {
        each_vehicle("CAPACITY_SECTION", vehicles, [&](TourVehicle& vehicle, const VrpLine& line) {
            vehicle.capacity = text_.whole(line, 1, "CAPACITY_SECTION", 1);
        });
        each_vehicle("VEHICLES_FIXED_COST_SECTION", vehicles,
                     [&](TourVehicle& vehicle, const VrpLine& line) {
                         vehicle.fixed_cost = text_.amount(line, 1, "VEHICLES_FIXED_COST_SECTION");
                     });
        each_vehicle("VEHICLES_UNIT_DISTANCE_COST_SECTION", vehicles,
                     [&](TourVehicle& vehicle, const VrpLine& line) {
                         vehicle.distance_cost =
                             text_.amount(line, 1, "VEHICLES_UNIT_DISTANCE_COST_SECTION");
                     });
        each_vehicle("VEHICLES_MAX_DURATION_SECTION", vehicles,
                     [&](TourVehicle& vehicle, const VrpLine& line) {
                         vehicle.max_duration =
                             rounded(text_.amount(line, 1, "VEHICLES_MAX_DURATION_SECTION"),
                                     file_.rounding);
                     });
    }

    int depot_of(const VrpLine& line, std::size_t word, const std::string& field) const {
        const int location = location_[static_cast<std::size_t>(node(line, word, field))];
        if (location >= static_cast<int>(file_.problem.depots.size())) {
            text_.wrong(line.number, field, line.words[word], "a depot");
        }
        return location;
    }

    void read_vehicle_places(std::vector<TourVehicle>& vehicles) {
        each_vehicle("VEHICLES_DEPOT_SECTION", vehicles,
                     [&](TourVehicle& vehicle, const VrpLine& line) {
                         vehicle.depot = depot_of(line, 1, "VEHICLES_DEPOT_SECTION");
                     });
        each_vehicle("VEHICLES_RELOAD_DEPOT_SECTION", vehicles,
                     [&](TourVehicle& vehicle, const VrpLine& line) {
                         const int depot = depot_of(line, 1, "VEHICLES_RELOAD_DEPOT_SECTION");
                         if (line.words.size() != 2 || depot != vehicle.depot) {
                             text_.not_solved(line.number, "VEHICLES_RELOAD_DEPOT_SECTION",
                                              "another depot", "reloading at the vehicle's own");
                         }
                         vehicle.reload = true;
                     });
        const auto depots = static_cast<int>(file_.problem.depots.size());
        each_vehicle("VEHICLES_ALLOWED_CLIENTS_SECTION", vehicles,
                     [&](TourVehicle& vehicle, const VrpLine& line) {
                         vehicle.serves.assign(file_.problem.clients.size(), 0);
                         for (std::size_t word = 1; word < line.words.size(); ++word) {
                             const int each = node(line, word, "VEHICLES_ALLOWED_CLIENTS_SECTION");
                             const int location = location_[static_cast<std::size_t>(each)];
                             if (location < depots) {
                                 text_.wrong(line.number, "VEHICLES_ALLOWED_CLIENTS_SECTION",
                                             line.words[word], "a client");
                             }
                             vehicle.serves[static_cast<std::size_t>(location - depots)] = 1;
                         }
                     });
    }

    /// Vehicles that are alike become one type.
    void add_vehicle(TourVehicle vehicle, int number) {
        std::vector<TourVehicle>& types = file_.problem.vehicles;
        const auto alike = [&](const TourVehicle& other) {
            return other.depot == vehicle.depot && other.capacity == vehicle.capacity &&
                   other.fixed_cost == vehicle.fixed_cost &&
                   other.distance_cost == vehicle.distance_cost &&
                   other.max_distance == vehicle.max_distance &&
                   other.max_duration == vehicle.max_duration && other.reload == vehicle.reload &&
                   other.serves == vehicle.serves;
        };
        const auto found = std::find_if(types.begin(), types.end(), alike);
        const auto type = static_cast<std::size_t>(found - types.begin());
        if (found == types.end()) {
            types.push_back(std::move(vehicle));
            file_.vehicle_numbers.emplace_back();
        } else {
            ++found->count;
        }
        file_.vehicle_numbers[type].push_back(number);
    }

    const VrpText& text_;
    Parts parts_;
    VrpFile file_{.format = VrpFormat::vrplib};
    int nodes_ = 0;
    std::vector<int> node_;      ///< by location: the file's number
    std::vector<int> location_;  ///< by the file's number
};

}  // namespace

VrpFile read_vrplib(const VrpText& text, const VrpReading& reading) {
    return Reader(text, reading).read();
}

}  // namespace relief::bench
