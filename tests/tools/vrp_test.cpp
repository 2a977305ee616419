// SPDX-License-Identifier: Apache-2.0
// relief-bench vrp: cases of the field's formats, read, answered and written. Right values are
// published best known ones and arithmetic on small maps; answers are judged by tests/kit.
#include "core/error.h"
#include "tests/kit/cases.h"
#include "tests/kit/program.h"
#include "tests/kit/vrp_checker.h"
#include "tools/benchmarks/vrp/vrp_answer.h"
#include "tools/benchmarks/vrp/vrp_file.h"
#include "tools/benchmarks/vrp/vrp_solve.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace relief::bench {
namespace {

using kit::shared_case;
using kit::TempFolder;
using kit::vrp_answer_faults;
using kit::write_text;

const std::string solomon_text =
    "T1\n\nVEHICLE\nNUMBER CAPACITY\n 3 10\n\nCUSTOMER\nCUST NO. XCOORD. YCOORD. DEMAND READY DUE "
    "SERVICE\n\n0 0 0 0 0 100 0\n1 3 4 5 0 50 10\n2 6 8 5 0 50 10\n3 0 5 5 20 30 10\n";
const std::string cordeau_text =
    "2 1 2 2\n0 80\n0 80\n1 1 0 0 7 1 2 1 2\n2 9 0 0 8 1 2 1 2\n"
    "3 0 0 0 0 0 0\n4 10 0 0 0 0 0\n";
const std::string hvrp_text =
    "//1\n//2\n//3\n//4\n//5\n2 2 999999 0 0 0\n1 10 50 1\n1 5 10 2\n"
    "0 0\n3 4 5\n0 5 5\n";
const std::string cvrp_text =
    "NAME : tiny\nTYPE : CVRP\nDIMENSION : 3\nEDGE_WEIGHT_TYPE : EUC_2D\nCAPACITY : 10\n"
    "NODE_COORD_SECTION\n1 0 0\n2 3 4\n3 0 5\nDEMAND_SECTION\n1 0\n2 5\n3 5\nDEPOT_SECTION\n1\n"
    "-1\nEOF\n";
/// SD1 of Chen, Golden and Wasil (2007): four customers on each of two circles.
const std::string sd1_text =
    "8 100\n60 90 60 90 60 90 60 90\n0 0\n1000 0\n0 1000\n-1000 0\n0 -1000\n2000 0\n0 2000\n"
    "-2000 0\n0 -2000\n";

VrpFile read_from(const TempFolder& folder, const std::string& text) {
    write_text(folder / "case", text);
    return read_vrp((folder / "case").string(), {});
}

VrpAnswer answer(const VrpFile& file, std::int64_t iterations = 100000) {
    return solve_for(file.problem, 0, iterations, 1);
}

void expect_sound(const TempFolder& folder, const std::string& text, const std::string& format,
                  double cost) {
    const VrpFile file = read_from(folder, text);
    const VrpAnswer found = answer(file);
    EXPECT_NEAR(found.plan.cost, cost, 1e-6) << format;
    EXPECT_EQ(vrp_answer_faults((folder / "case").string(), format, answer_json(file, found)),
              std::vector<std::string>{});
}

TEST(Vrp, EachFormatIsKnownByItsTextAndAnswered) {
    const TempFolder folder;
    // 0-1-2-0 and 0-3-0: 5 + 5 + 10, 5 + 5.
    expect_sound(folder, solomon_text, "solomon", 30);
    // One vehicle at each depot, each a kilometre from its customer.
    expect_sound(folder, cordeau_text, "cordeau", 4);
    // Together on the large one: 50 + 5 + sqrt(10) + 5; apart would be 50 + 10 + 10 + 20.
    expect_sound(folder, hvrp_text, "hvrp", 60 + std::sqrt(10.0));
    // The same two with distances to the nearest whole number.
    expect_sound(folder, cvrp_text, "cvrp", 13);
    expect_sound(folder, sd1_text, "split", 22828);
}

TEST(Vrp, SolutionsAreNumberedAsTheFieldDoes) {
    const TempFolder folder;
    const VrpFile cordeau = read_from(folder, cordeau_text);
    EXPECT_EQ(answer_sol(cordeau, answer(cordeau).plan),
              "Route #1: 3 1 3\nRoute #2: 4 2 4\nCost 4\n");
    const VrpFile cvrp = read_from(folder, cvrp_text);
    const std::string text = answer_sol(cvrp, answer(cvrp).plan);
    EXPECT_TRUE(text == "Route #1: 1 2\nCost 13\n" || text == "Route #1: 2 1\nCost 13\n") << text;
}

TEST(Vrp, SectionsOfVehicles) {
    const TempFolder folder;
    // Vehicle 1 may serve node 2 alone; 2 and 3 are alike, and dearer by distance.
    const std::string text =
        "NAME : fleet\nTYPE : SDVRPTW\nDIMENSION : 3\nVEHICLES : 3\nEDGE_WEIGHT_TYPE : EUC_2D\n"
        "NODE_COORD_SECTION\n1 0 0\n2 3 4\n3 0 5\nDEMAND_SECTION\n1 0\n2 5\n3 5\n"
        "SERVICE_TIME_SECTION\n1 0\n2 1\n3 1\nTIME_WINDOW_SECTION\n1 0 100\n2 0 100\n3 0 100\n"
        "CAPACITY_SECTION\n1 9\n2 5\n3 5\nVEHICLES_UNIT_DISTANCE_COST_SECTION\n1 1\n2 2\n3 2\n"
        "VEHICLES_ALLOWED_CLIENTS_SECTION\n1 2\n2 2 3\n3 2 3\nEOF\n";
    const VrpFile file = read_from(folder, text);
    ASSERT_EQ(file.problem.vehicles.size(), 2U);
    EXPECT_EQ(file.problem.vehicles[1].count, 2);
    const VrpAnswer found = answer(file);
    EXPECT_EQ(found.plan.cost, 10000 + 2 * 10000);  // thousandths of a unit
    EXPECT_EQ(answer_sol(file, found.plan), "Route #1: 1\nRoute #2: 2\nRoute #3:\nCost 30000\n");
    const nlohmann::json document = nlohmann::json::parse(answer_json(file, found));
    EXPECT_EQ(document.at("routes").at(1).at("vehicle_type"), 2);
    EXPECT_EQ(document.at("routes").at(1).at("stops").at(0).at("id"), 2);
    EXPECT_EQ(document.at("cost"), 30000);
}

TEST(Vrp, ReturnsForTheNextLoadAreStopsAtTheDepot) {
    const TempFolder folder;
    std::string text = cvrp_text;
    text.replace(text.find("CVRP"), 4, "MTVRPTWR\nVEHICLES : 1");
    text.replace(text.find("CAPACITY : 10"), 13, "CAPACITY : 5");
    text.replace(text.find("DEPOT_SECTION"), 13,
                 "VEHICLES_RELOAD_DEPOT_SECTION\n1 1\nDEPOT_SECTION");
    const VrpFile file = read_from(folder, text);
    const VrpAnswer found = answer(file);
    EXPECT_EQ(found.plan.cost, 200);  // tenths
    const std::string sol = answer_sol(file, found.plan);
    EXPECT_TRUE(sol == "Route #1: 1 0 2\nCost 200\n" || sol == "Route #1: 2 0 1\nCost 200\n")
        << sol;
}

struct Bad {
    std::string from;
    std::string to;
    int line;
    std::string field;
};

void expect_refused(const std::string& good, const std::vector<Bad>& list) {
    const TempFolder folder;
    for (const Bad& bad : list) {
        std::string text = good;
        const std::size_t at = text.find(bad.from);
        ASSERT_NE(at, std::string::npos) << bad.from;
        text.replace(at, bad.from.size(), bad.to);
        try {
            (void)read_from(folder, text);
            ADD_FAILURE() << "not refused: " << bad.to;
        } catch (const Error& error) {
            EXPECT_EQ(error.detail().code, "vrp.file") << error.what();
            EXPECT_EQ(error.detail().line, bad.line) << error.what();
            EXPECT_EQ(error.detail().field, bad.field) << error.what();
            EXPECT_EQ(error.detail().file, (folder / "case").string());
        }
    }
}

TEST(Vrp, BadFilesAreRefusedByLineAndField) {
    expect_refused(solomon_text, {{" 3 10", " 3", 5, "CAPACITY"},
                                  {"1 3 4 5", "7 3 4 5", 11, "CUST NO."},
                                  {"1 3 4 5", "1 3 four 5", 11, "YCOORD."},
                                  {"1 3 4 5 0", "1 3 4 -5 0", 11, "DEMAND"},
                                  {"1 3 4 5 0", "1 3 4 5.5 0", 11, "DEMAND"},
                                  {"20 30 10", "40 30 10", 13, "DUE DATE"},
                                  {"3 0 5 5 20 30 10", "3 0 5 5 20 30", 13, "row"}});
    expect_refused(cordeau_text, {{"0 80\n0 80", "0 80\n0 0", 3, "Q"},
                                  {"2 9 0", "2 nan 0", 5, "x"},
                                  {"3 0 0 0 0 0 0", "5 0 0 0 0 0 0", 6, "i"},
                                  {"4 10 0 0 0 0 0\n", "", 6, "depot"},
                                  {"4 10 0 0 0 0 0\n", "4 10 0 0 0 0 0\n5 1 1\n", 8, "line"}});
    expect_refused(hvrp_text, {{"1 10 50 1", "1 10 -50 1", 7, "fixed cost"},
                               {"0 5 5\n", "", 10, "customer"},
                               {"2 2 999999 0 0 0", "2 2 999999", 6, "service time"}});
    expect_refused(cvrp_text, {{"TYPE : CVRP", "TIPE : CVRP", 2, "TIPE"},
                               {"CAPACITY : 10", "CAPACITY : ten", 5, "CAPACITY"},
                               {"DIMENSION : 3", "DIMENSION : 0", 3, "DIMENSION"},
                               {"DIMENSION : 3", "DIMENSION : 4", 9, "NODE_COORD_SECTION"},
                               {"DEMAND_SECTION", "DEMANDS_SECTION", 10, "DEMANDS_SECTION"},
                               {"2 5\n3 5", "2 5\n2 5", 13, "DEMAND_SECTION"},
                               {"DEPOT_SECTION\n1", "DEPOT_SECTION\n9", 15, "DEPOT_SECTION"},
                               {"CAPACITY : 10\n", "", 16, "CAPACITY"}});
    expect_refused(sd1_text, {{"60 90 60 90 60 90 60 90", "60 90", 2, "demands"},
                              {"0 -2000\n", "0\n", 11, "point"},
                              {"0 -2000\n", "", 10, "point"}});
}

std::string refusal(const std::string& text) {
    const TempFolder folder;
    try {
        (void)read_from(folder, text);
    } catch (const Error& error) {
        return error.detail().code + ": " + error.detail().found;
    }
    return "";
}

TEST(Vrp, WhatIsNotSolvedIsRefusedByName) {
    EXPECT_EQ(refusal("25 200 1\n0 40 50 0 0 1236 0 0 0\n1 45 68 -10 912 967 90 11 0\n"),
              "vrp.kind: Li and Lim pickup and delivery (PDPTW)");
    EXPECT_EQ(refusal("4 1 2 1\n0 80\n"), "vrp.kind: 4");
    std::string tsp = cvrp_text;
    tsp.replace(tsp.find("TYPE : CVRP"), 11, "TYPE : ACVRP");
    EXPECT_EQ(refusal(tsp), "vrp.kind: ACVRP");
    EXPECT_EQ(refusal("hello\nworld\n"), "vrp.format: hello");
    EXPECT_EQ(refusal(""), "vrp.file: the end of the file");
    EXPECT_THROW((void)read_vrp("/nowhere/case.vrp", {}), Error);
}

TEST(Vrp, SameSeedSameBytes) {
    const TempFolder folder;
    const VrpFile file = read_from(folder, sd1_text);
    VrpAnswer first = answer(file, 500);
    VrpAnswer second = answer(file, 500);
    first.seconds = second.seconds = 0;
    EXPECT_EQ(answer_json(file, first), answer_json(file, second));
}

/// Cases whose files may not be copied here, with the best value anybody has found.
TEST(Vrp, SharedCasesReachTheirBestKnownValues) {
    struct Shared {
        std::string file;
        std::string format;
        double best;
        std::int64_t iterations;
    };
    const std::vector<Shared> list{{"solomon/C101.txt", "solomon", 828.94, 3000},
                                   {"solomon/C201.txt", "solomon", 591.56, 3000},
                                   {"cordeau_mdvrp/p01.txt", "cordeau", 576.87, 150000},
                                   {"hvrp_vfmp_f/vfmpf04.txt", "hvrp", 6437.33, 60000},
                                   {"sdvrp/SET-4/eil22.sd", "split", 375, 60000},
                                   {"x_cvrp/X-n101-k25.vrp", "cvrp", 27591 * 1.01, 100000}};
    for (const Shared& each : list) {
        const auto path = shared_case("dispatch/" + each.file);
        if (!path) {
            GTEST_SKIP() << "NOT TESTED: the shared case dispatch/" << each.file
                         << " is not here; set RELIEF_CASES";
        }
        const VrpFile file = read_vrp(*path, {});
        const VrpAnswer found = answer(file, each.iterations);
        EXPECT_LE(found.plan.cost, each.best + 0.01) << each.file;
        EXPECT_EQ(vrp_answer_faults(*path, each.format, answer_json(file, found)),
                  std::vector<std::string>{})
            << each.file;
    }
}

}  // namespace
}  // namespace relief::bench
