// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/model_command.h"

#include "core/error.h"
#include "tools/benchmarks/dimacs.h"
#include "tools/benchmarks/made_haul.h"
#include "tools/benchmarks/words.h"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <fstream>
#include <limits>

namespace relief::bench {
namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

void write_file(const std::string& path, const std::string& text) {
    std::ofstream stream(path, std::ios::binary);
    stream << text;
    if (!stream.flush()) {
        throw bad_input(
            {.code = "file.write", .message = "the file cannot be written", .file = path});
    }
}

}  // namespace

ModelRun run_model(const HaulProblem& problem, HaulLimits limits, double seconds) {
    ModelRun run;
    const auto begin = Clock::now();
    if (std::isfinite(seconds)) {
        limits.time_used = [&] { return since(begin) / seconds; };
    }
    limits.keep_going = [&](const HaulProgress& progress) {
        if (run.first_seconds == 0) {
            run.first_value = progress.value;
            run.first_seconds = since(begin);
        }
        return true;
    };
    run.answer = solve_haul(problem, limits);
    run.seconds = since(begin);
    return run;
}

int model_command(const std::vector<std::string>& arguments) {
    const Words words =
        read_words(arguments, {"--nearest", "--seconds", "--rounds", "--seed", "--mps", "--write"});
    const auto nearest = words.number<std::size_t>("--nearest", 0, 0);
    const std::string text =
        words.file == "large" ? made_haul(large_haul, large_haul_seed) : read_packed(words.file);
    const HaulProblem problem = parse_haul(words.file, text, nearest);
    if (const auto path = words.option("--mps")) {
        write_file(*path, write_mps(haul_model(problem), "HAUL",
                                    fmt::format("{} with the nearest {} depots (0: all)",
                                                words.file, nearest)));
    }
    if (const auto path = words.option("--write")) {
        write_file(*path, text);
    }
    HaulLimits limits;
    limits.seed = words.number<std::uint64_t>("--seed", 1, 0);
    limits.rounds = words.number<std::int64_t>("--rounds", 0, 1);
    // Rounds alone make the same plan on every machine.
    constexpr double endless = std::numeric_limits<double>::infinity();
    const double seconds =
        words.number<double>("--seconds", limits.rounds > 0 ? endless : 10, 0.001);
    const ModelRun run = run_model(problem, limits, seconds);
    fmt::print("{}", words.json ? model_json(problem, run) : model_text(problem, run));
    return 0;
}

}  // namespace relief::bench
