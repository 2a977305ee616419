// SPDX-License-Identifier: Apache-2.0
// relief-bench ROOM [--json] [--cases DIR] [--rows A,B] [--quick] [--books FILE]: the numbers
// Relief is held to, measured side by side with their baselines. --rooms lists the rooms that can
// be measured; --rows measures some of a room's alone, --quick is a look in place of a figure,
// --books keeps the large books of the room ledger from one run to the next. Exit status: 0
// measured (met or not), 2 wrong usage, 3 bad input, 5 a fault.
// relief-bench route DIR --weight travel_time|geo_distance --out FILE: the distances of a road
// graph's own pairs, for a comparison from outside.
// relief-bench vrp, flow and model FILE, relief-bench loss: vrp_command.h, flow_command.h,
// model_command.h, loss_command.h. Exit
// status as of relief: 3 a bad file, 4 a kind of problem not solved here.
#include "core/error.h"
#include "tools/benchmarks/alerts_room.h"
#include "tools/benchmarks/assess_room.h"
#include "tools/benchmarks/dispatch_room.h"
#include "tools/benchmarks/flow_command.h"
#include "tools/benchmarks/http_room.h"
#include "tools/benchmarks/ledger_room.h"
#include "tools/benchmarks/loss_command.h"
#include "tools/benchmarks/model_command.h"
#include "tools/benchmarks/plan_room.h"
#include "tools/benchmarks/routing_room.h"
#include "tools/benchmarks/row.h"
#include "tools/benchmarks/vrp/vrp_command.h"
#include "tools/benchmarks/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace {

using relief::bench::Options;
using relief::bench::Room;

constexpr int wrong_usage = 2;
constexpr int our_fault = 5;

const std::vector<Room>& rooms() {
    static const std::vector<Room> list{
        {"plan", relief::bench::measure_plan},       {"ledger", relief::bench::measure_ledger},
        {"routing", relief::bench::measure_routing}, {"dispatch", relief::bench::measure_dispatch},
        {"assess", relief::bench::measure_assess},   {"alerts", relief::bench::measure_alerts},
        {"http", relief::bench::measure_http}};
    return list;
}

/// Rooms whose numbers are agreed but which are not built yet.
constexpr std::array<std::string_view, 2> later_rooms{"drill", "site"};

std::string room_names() {
    std::string names;
    for (const Room& room : rooms()) {
        names += names.empty() ? room.name : ", " + room.name;
    }
    return names;
}

int usage(const std::string& complaint) {
    fmt::print(
        stderr,
        "relief-bench: {}\nusage: relief-bench ROOM [--json] [--cases DIR] [--rows A,B] [--quick] "
        "[--books FILE]\n"
        "       relief-bench route DIR --weight travel_time|geo_distance --out FILE\n       {}\n"
        "       relief-bench flow FILE [--method automatic|simplex|scaling] [--json]\n"
        "       relief-bench model FILE.json|large [--nearest N] [--seconds S] [--rounds N] "
        "[--seed N] "
        "[--mps FILE] [--write FILE] [--json]\n"
        "       relief-bench loss [--cases DIR] [--json]\n"
        "rooms: {}\nnot yet: {}\n",
        complaint, relief::bench::vrp_usage, room_names(), fmt::join(later_rooms, ", "));
    return wrong_usage;
}

std::vector<std::string> split(const std::string& list) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at <= list.size();) {
        const std::size_t end = std::min(list.find(',', at), list.size());
        words.push_back(list.substr(at, end - at));
        at = end + 1;
    }
    return words;
}

int measure(const Room& room, const Options& options) {
    const std::vector<relief::bench::Row> rows = room.measure(options);
    fmt::print("{}", options.json ? rows_json(room.name, rows) : rows_text(room.name, rows));
    return 0;
}

/// route DIR --weight travel_time|geo_distance --out FILE
int route(const std::vector<std::string>& arguments) {
    std::string folder;
    std::string weight = "travel_time";
    std::string out;
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        const std::string& word = arguments[i];
        if (word == "--weight" && i + 1 < arguments.size()) {
            weight = arguments[++i];
        } else if (word == "--out" && i + 1 < arguments.size()) {
            out = arguments[++i];
        } else if (word.starts_with("-") || !folder.empty()) {
            return usage(fmt::format("I do not understand {}", word));
        } else {
            folder = word;
        }
    }
    if (folder.empty() || out.empty() || (weight != "travel_time" && weight != "geo_distance")) {
        return usage("route wants DIR --weight travel_time|geo_distance --out FILE");
    }
    relief::bench::write_distances(folder, weight, out);
    return 0;
}

int run(const std::vector<std::string>& arguments) {
    if (!arguments.empty() && arguments.front() == "route") {
        return route(arguments);
    }
    if (!arguments.empty() && arguments.front() == "vrp") {
        relief::bench::solve_vrp({arguments.begin() + 1, arguments.end()});
        return 0;
    }
    if (!arguments.empty() && arguments.front() == "flow") {
        return relief::bench::flow_command(arguments);
    }
    if (!arguments.empty() && arguments.front() == "loss") {
        return relief::bench::loss_command(arguments);
    }
    if (!arguments.empty() && arguments.front() == "model") {
        return relief::bench::model_command(arguments);
    }
    Options options;
    std::string name;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& word = arguments[i];
        if (word == "--rooms") {
            for (const Room& room : rooms()) {
                fmt::print("{}\n", room.name);
            }
            return 0;
        }
        if (word == "--json") {
            options.json = true;
        } else if (word == "--cases" && i + 1 < arguments.size()) {
            options.cases = arguments[++i];
        } else if (word == "--rows" && i + 1 < arguments.size()) {
            options.rows = split(arguments[++i]);
        } else if (word == "--books" && i + 1 < arguments.size()) {
            options.books = arguments[++i];
        } else if (word == "--quick") {
            options.quick = true;
        } else if (word.starts_with("-") || !name.empty()) {
            return usage(fmt::format("I do not understand {}", word));
        } else {
            name = word;
        }
    }
    if (name.empty()) {
        return usage("name a room");
    }
    const auto room = std::find_if(rooms().begin(), rooms().end(),
                                   [&](const Room& each) { return each.name == name; });
    if (room != rooms().end()) {
        return measure(*room, options);
    }
    const bool later = std::find(later_rooms.begin(), later_rooms.end(), name) != later_rooms.end();
    return usage(later ? fmt::format("room {} is not measured yet", name)
                       : fmt::format("there is no room {}", name));
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run({argv + 1, argv + argc});
    } catch (const relief::bench::WrongUsage& wrong) {
        return usage(wrong.complaint);
    } catch (const relief::Error& error) {
        fmt::print(stderr, "relief-bench: {}\n", error.what());
        return error.detail().code == "usage" ? wrong_usage : relief::exit_status(error.kind());
    } catch (const std::exception& error) {
        fmt::print(stderr, "relief-bench: {}\n", error.what());
        return our_fault;
    }
}
