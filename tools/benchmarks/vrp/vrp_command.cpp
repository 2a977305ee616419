// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/vrp/vrp_command.h"

#include "core/error.h"
#include "tools/benchmarks/vrp/vrp_answer.h"
#include "tools/benchmarks/vrp/vrp_file.h"
#include "tools/benchmarks/vrp/vrp_solve.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <fstream>

namespace relief::bench {
namespace {

constexpr double seconds_unless_said = 10;

struct Command {
    std::string file;
    VrpReading reading;
    TourAim aim = TourAim::cost;
    double seconds = 0;  ///< 0: not limited by time
    std::int64_t iterations = 0;
    std::uint64_t seed = 1;
    bool json = false;
    std::string sol;
};

[[noreturn]] void wrong_usage(const std::string& option, const std::string& found,
                              const std::string& expected) {
    throw bad_input({.code = "usage",
                     .message = fmt::format("usage: {}", vrp_usage),
                     .field = option,
                     .found = found,
                     .expected = expected});
}

template <typename Number>
Number number_of(const std::string& option, const std::string& word, Number least) {
    Number value{};
    const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (problem != std::errc() || end != word.data() + word.size() || !(value >= least)) {
        wrong_usage(option, word, fmt::format("a number of at least {}", least));
    }
    return value;
}

void take_option(Command& command, const std::string& option, const std::string& word) {
    if (option == "--format") {
        command.reading.format = vrp_format(word);
        if (!command.reading.format) {
            wrong_usage(option, word, "vrplib, solomon, cordeau, hvrp or split");
        }
    } else if (option == "--round") {
        command.reading.rounding = vrp_rounding(word);
        if (!command.reading.rounding) {
            wrong_usage(option, word, "none, nearest, exact or dimacs");
        }
    } else if (option == "--objective") {
        if (word != "distance" && word != "vehicles") {
            wrong_usage(option, word, "distance or vehicles");
        }
        command.aim = word == "vehicles" ? TourAim::vehicles : TourAim::cost;
    } else if (option == "--seconds") {
        command.seconds = number_of<double>(option, word, 0.001);
        if (!std::isfinite(command.seconds)) {
            wrong_usage(option, word, "a finite number");
        }
    } else if (option == "--iterations") {
        command.iterations = number_of<std::int64_t>(option, word, 1);
    } else if (option == "--seed") {
        command.seed = number_of<std::uint64_t>(option, word, 0);
    } else if (option == "--sol") {
        command.sol = word;
    } else {
        wrong_usage(option, option, "an option of vrp");
    }
}

Command read_command(const std::vector<std::string>& words) {
    Command command;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string& word = words[i];
        if (word == "--json") {
            command.json = true;
        } else if (word.starts_with("--")) {
            if (i + 1 == words.size()) {
                wrong_usage(word, "nothing behind it", "a value");
            }
            take_option(command, word, words[++i]);
        } else if (command.file.empty()) {
            command.file = word;
        } else {
            wrong_usage("FILE", word, "one file");
        }
    }
    if (command.file.empty()) {
        wrong_usage("FILE", "none", "one file");
    }
    if (command.seconds == 0 && command.iterations == 0) {
        command.seconds = seconds_unless_said;
    }
    return command;
}

void write_sol(const std::string& path, const std::string& text) {
    std::ofstream stream(path, std::ios::binary);
    stream << text;
    stream.close();
    if (!stream) {
        throw bad_input(
            {.code = "file.write", .message = "the solution cannot be written", .file = path});
    }
}

}  // namespace

void solve_vrp(const std::vector<std::string>& words) {
    const Command command = read_command(words);
    VrpFile file = read_vrp(command.file, command.reading);
    file.problem.aim = command.aim;
    const VrpAnswer answer =
        solve_for(file.problem, command.seconds, command.iterations, command.seed);
    if (!command.sol.empty()) {
        write_sol(command.sol, answer_sol(file, answer.plan));
    }
    fmt::print("{}", command.json ? answer_json(file, answer) : answer_text(file, answer));
}

}  // namespace relief::bench
