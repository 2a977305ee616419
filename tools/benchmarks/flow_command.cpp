// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/flow_command.h"

#include "tools/benchmarks/dimacs.h"
#include "tools/benchmarks/words.h"

#include <fmt/format.h>

#include <chrono>
#include <nlohmann/json.hpp>

namespace relief::bench {
namespace {

FlowMethod method_named(const std::string& name) {
    if (name == "automatic") {
        return FlowMethod::automatic;
    }
    if (name == "simplex") {
        return FlowMethod::network_simplex;
    }
    if (name == "scaling") {
        return FlowMethod::cost_scaling;
    }
    throw WrongUsage{"--method is automatic, simplex or scaling"};
}

const char* state_name(FlowState state) {
    switch (state) {
        case FlowState::optimal: return "optimal";
        case FlowState::infeasible: return "infeasible";
        case FlowState::unbounded: return "unbounded";
    }
    return "";
}

}  // namespace

int flow_command(const std::vector<std::string>& arguments) {
    const Words words = read_words(arguments, {"--method"});
    const FlowMethod method = method_named(words.option("--method").value_or("automatic"));
    const FlowProblem problem = parse_dimacs(words.file, read_packed(words.file));
    const auto begin = std::chrono::steady_clock::now();
    const FlowAnswer answer = min_cost_flow(problem, method);
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    const bool solved = answer.state == FlowState::optimal;
    if (words.json) {
        nlohmann::ordered_json document{{"schema", "relief.flow/1"},
                                        {"state", state_name(answer.state)},
                                        {"cost", nullptr},
                                        {"seconds", seconds}};
        if (solved) {
            document["cost"] = answer.cost;
        }
        fmt::print("{}\n", document.dump());
    } else if (solved) {
        fmt::print("cost    {}\nseconds {:.4f}\n", answer.cost, seconds);
    } else {
        fmt::print("{}\nseconds {:.4f}\n", state_name(answer.state), seconds);
    }
    return solved ? 0 : 1;
}

}  // namespace relief::bench
