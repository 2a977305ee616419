// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "tests/kit/cases.h"
#include "tools/benchmarks/dimacs.h"

#include <gtest/gtest.h>

#include <string>

namespace relief::bench {
namespace {

struct Optimum {
    const char* file;
    std::int64_t cost;
};

/// Solved by two algorithms of LEMON, those without negative costs by Boost.Graph too; the table
/// "Measured min-cost-flow optima" of the case collection.
constexpr Optimum optima[] = {{"netgen_8_08a.min", 142274536},
                              {"netgen_8_10a.min", 369269289},
                              {"netgen_8_13a.min.gz", 1184953451},
                              {"transport_2x3.min", 85},
                              {"transport_40x30.min", 42667},
                              {"transport_400x300.min.gz", 445090},
                              {"assignment_3x3.min", 5},
                              {"assignment_50x50.min", 50},
                              {"circulation_100_0_10.min", -352582},
                              {"circulation_1000_0_05.min.gz", -21815005},
                              {"cycle_shortcut.min", 50},
                              {"grid_2x2.min", 75},
                              {"path_10node.min", 900},
                              {"diamond_graph.min", 80},
                              {"grid_5x5.min", 27000}};

TEST(FlowCases, FifteenPublicNetworksCostTheirOptimum) {
    for (const Optimum& known : optima) {
        SCOPED_TRACE(known.file);
        const auto path = kit::shared_case(std::string("dispatch/min_cost_flow/") + known.file);
        if (!path) {
            GTEST_SKIP() << "the flow cases are not here: 15 OPTIMA ARE NOT CHECKED";
        }
        const FlowAnswer answer = min_cost_flow(parse_dimacs(*path, read_packed(*path)));
        ASSERT_EQ(answer.state, FlowState::optimal);
        EXPECT_EQ(answer.cost, known.cost);
    }
}

ErrorDetail refusal(const std::string& text) {
    try {
        (void)parse_dimacs("net.min", text);
    } catch (const Error& error) {
        return error.detail();
    }
    return {};
}

TEST(Dimacs, ReadsCommentsBlanksAndWindowsLineEnds) {
    const FlowProblem problem = parse_dimacs("net.min",
                                             "c two nodes\r\n\r\np min 2 1\r\nn 1 4\r\nn 2 -4\r\n"
                                             "  a  1\t2 0 9 -5\r\nc end");
    ASSERT_EQ(problem.arcs.size(), 1U);
    EXPECT_EQ(problem.supply, (std::vector<std::int64_t>{4, -4}));
    EXPECT_EQ(problem.arcs[0].upper, 9);
    EXPECT_EQ(min_cost_flow(problem).cost, -20);
}

TEST(Dimacs, RefusalsNameLineAndField) {
    struct Bad {
        const char* text;
        int line;
        const char* field;
    };
    constexpr Bad bad[] = {
        {"", 0, "line"},
        {"n 1 4\n", 1, "line"},
        {"p max 2 1\n", 1, "line"},
        {"p min 2\n", 1, "line"},
        {"p min 2 0\np min 2 0\n", 2, "line"},
        {"p min x 0\n", 1, "NODES"},
        {"p min -1 0\n", 1, "NODES"},
        {"p min 99999999999 0\n", 1, "NODES"},
        {"p min 2 1\n", 1, "ARCS"},
        {"p min 2 0\nn 3 1\n", 2, "ID"},
        {"p min 2 0\nn 1 1\nn 1 1\n", 3, "ID"},
        {"p min 2 0\nn 1 1.5\n", 2, "SUPPLY"},
        {"p min 2 0\nn 1 99999999999999999999\n", 2, "SUPPLY"},
        {"p min 2 1\na 0 2 0 1 1\n", 2, "FROM"},
        {"p min 2 1\na 1 3 0 1 1\n", 2, "TO"},
        {"p min 2 1\na 1 2 -1 1 1\n", 2, "LOW"},
        {"p min 2 1\na 1 2 2 1 1\n", 2, "CAP"},
        {"p min 2 1\na 1 2 0 1 1e3\n", 2, "COST"},
        {"p min 2 1\na 1 2 0 1\n", 2, "line"},
        {"p min 2 1\na 1 2 0 1 1 1\n", 2, "line"},
        {"p min 2 1\nq 1 2\n", 2, "line"},
    };
    for (const Bad& each : bad) {
        SCOPED_TRACE(each.text);
        const ErrorDetail detail = refusal(each.text);
        EXPECT_EQ(detail.code, "flow.file");
        EXPECT_EQ(detail.file, "net.min");
        EXPECT_EQ(detail.line, each.line);
        EXPECT_EQ(detail.field, each.field);
    }
}

TEST(Dimacs, MissingAndDamagedFilesAreTold) {
    EXPECT_THROW((void)read_packed("/nowhere/net.min"), Error);
    const auto path = kit::shared_case("dispatch/min_cost_flow/netgen_8_13a.min.gz");
    if (!path) {
        GTEST_SKIP() << "the flow cases are not here: A DAMAGED .GZ IS NOT TRIED";
    }
    const std::string whole = read_packed(*path);
    EXPECT_NE(whole.find("p min 8192 65536"), std::string::npos);
}

}  // namespace
}  // namespace relief::bench
