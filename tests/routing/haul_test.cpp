// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/haul.h"

#include "core/error.h"
#include "tests/kit/cases.h"
#include "tests/kit/haul_checker.h"
#include "tools/benchmarks/haul_file.h"
#include "tools/benchmarks/made_haul.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <random>

namespace relief {
namespace {

using bench::ModelRun;

class HaulDraw {
  public:
    explicit HaulDraw(std::uint64_t seed) : random_(seed) {}
    int from_to(int low, int high) {
        return low + static_cast<int>(random_() % static_cast<std::uint64_t>(high - low + 1));
    }

  private:
    std::mt19937_64 random_;
};

struct Shape {
    int depots;
    int places;
    int goods;
    int most_need;
    int most_trips;
};

std::string numbers(HaulDraw& draw, int count, int most) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        text += fmt::format("{}{}", i == 0 ? "" : ",", std::max(0, draw.from_to(-most / 2, most)));
    }
    return text;
}

/// A model as a file; a trip holds 10 kg and 10 m3, so that small numbers fill it.
std::string random_model(HaulDraw& draw, const Shape& shape) {
    std::string text =
        "{\"vehicle\":{\"kg\":10,\"m3\":10,\"cost_per_km\":2},\"cost_per_kg_km\":0.05,"
        "\"shortage_price_per_unit\":\"1000*kg/20\",\"depots\":[";
    for (int i = 0; i < shape.depots; ++i) {
        text +=
            fmt::format("{}{{\"x\":{},\"y\":{},\"trips\":{},\"stock\":[{}]}}", i == 0 ? "" : ",",
                        draw.from_to(0, 40), draw.from_to(0, 40), draw.from_to(0, shape.most_trips),
                        numbers(draw, shape.goods, 2 * shape.most_need));
    }
    text += "],\"places\":[";
    for (int i = 0; i < shape.places; ++i) {
        text += fmt::format("{}{{\"x\":{},\"y\":{},\"demand\":[{}]}}", i == 0 ? "" : ",",
                            draw.from_to(0, 40), draw.from_to(0, 40),
                            numbers(draw, shape.goods, shape.most_need));
    }
    text += "],\"goods\":[";
    for (int i = 0; i < shape.goods; ++i) {
        text += fmt::format("{}{{\"kg\":{},\"m3\":{}}}", i == 0 ? "" : ",", draw.from_to(1, 6),
                            draw.from_to(1, 6));
    }
    return text + "]}";
}

/// The least value by trying every load on every arc.
class Exhaustive {
  public:
    explicit Exhaustive(const HaulProblem& problem) : problem_(problem), trial_(problem) {
        loads_.resize(problem.arcs.size() * problem.goods.size(), 0);
    }

    double value() {
        go(0);
        return best_;
    }

  private:
    void go(std::size_t cell) {
        if (cell == loads_.size()) {
            best_ = std::min(best_, cost());
            return;
        }
        const std::size_t good = cell % problem_.goods.size();
        const HaulArc& arc = problem_.arcs[cell / problem_.goods.size()];
        Units& stock = trial_.depots[static_cast<std::size_t>(arc.depot)].stock[good];
        Units& need = trial_.places[static_cast<std::size_t>(arc.place)].need[good];
        const Units most = std::min(stock, need);
        for (Units quantity = 0; quantity <= most; ++quantity) {
            stock -= quantity;
            need -= quantity;
            loads_[cell] = quantity;
            go(cell + 1);
            stock += quantity;
            need += quantity;
        }
        loads_[cell] = 0;
    }

    double cost() const {
        const std::size_t goods = problem_.goods.size();
        std::vector<std::int64_t> trips_left;
        for (const HaulDepot& depot : problem_.depots) {
            trips_left.push_back(depot.trips);
        }
        double sum = 0;
        for (const HaulPlace& place : trial_.places) {
            for (std::size_t good = 0; good < goods; ++good) {
                sum += static_cast<double>(place.need[good]) * problem_.goods[good].shortage_price;
            }
        }
        for (std::size_t i = 0; i < problem_.arcs.size(); ++i) {
            const HaulArc& arc = problem_.arcs[i];
            double kg = 0;
            double m3 = 0;
            for (std::size_t good = 0; good < goods; ++good) {
                kg += static_cast<double>(loads_[i * goods + good]) * problem_.goods[good].kg;
                m3 += static_cast<double>(loads_[i * goods + good]) * problem_.goods[good].m3;
            }
            const auto trips = static_cast<std::int64_t>(
                std::ceil(std::max(kg / problem_.trip_kg, m3 / problem_.trip_m3) - 1e-9));
            auto& left = trips_left[static_cast<std::size_t>(arc.depot)];
            left -= trips;
            if (left < 0 || trips > arc.trips_most) {
                return std::numeric_limits<double>::infinity();
            }
            sum += problem_.cost_per_trip_km * arc.km * static_cast<double>(trips) +
                   problem_.cost_per_tonne_km / 1000 * arc.km * kg;
        }
        return sum;
    }

    const HaulProblem& problem_;
    HaulProblem trial_;
    std::vector<Units> loads_;
    double best_ = std::numeric_limits<double>::infinity();
};

void expect_sound(const std::string& model, std::size_t nearest, const HaulProblem& problem,
                  const HaulAnswer& answer) {
    const auto verdict =
        kit::check_haul(model, bench::model_json(problem, {.answer = answer}), nearest);
    EXPECT_TRUE(verdict.complaints.empty()) << verdict.complaints.front();
}

TEST(Haul, TinyProblemsAgainstTryingEveryPlan) {
    HaulDraw draw(11);
    int best = 0;
    for (int i = 0; i < 300; ++i) {
        SCOPED_TRACE(i);
        const std::string model =
            random_model(draw, {draw.from_to(1, 2), draw.from_to(1, 2), draw.from_to(1, 2), 3, 3});
        const HaulProblem problem = bench::parse_haul("tiny", model, 0);
        const HaulAnswer answer = solve_haul(problem, {.rounds = 60});
        const double least = Exhaustive(problem).value();
        expect_sound(model, 0, problem, answer);
        EXPECT_LE(answer.bound, least + 1e-6);
        EXPECT_GE(answer.value, least - 1e-6);
        best += answer.value <= least + 1e-6 ? 1 : 0;
    }
    EXPECT_GE(best, 280);
}

/// One good alone on room that is there, or on one more trip, would pay.
bool something_idle(const HaulProblem& problem, const HaulPlan& plan) {
    HaulProblem left = problem;
    std::vector<double> kg(problem.arcs.size(), 0);
    std::vector<double> m3(problem.arcs.size(), 0);
    std::vector<std::int64_t> trips(problem.arcs.size(), 0);
    for (const HaulShipment& shipment : plan) {
        const auto i = static_cast<std::size_t>(shipment.arc);
        const HaulArc& arc = problem.arcs[i];
        trips[i] = shipment.trips;
        left.depots[static_cast<std::size_t>(arc.depot)].trips -= shipment.trips;
        for (const HaulLoad& load : shipment.loads) {
            const auto good = static_cast<std::size_t>(load.good);
            left.depots[static_cast<std::size_t>(arc.depot)].stock[good] -= load.quantity;
            left.places[static_cast<std::size_t>(arc.place)].need[good] -= load.quantity;
            kg[i] += problem.goods[good].kg * static_cast<double>(load.quantity);
            m3[i] += problem.goods[good].m3 * static_cast<double>(load.quantity);
        }
    }
    for (std::size_t i = 0; i < problem.arcs.size(); ++i) {
        const HaulArc& arc = problem.arcs[i];
        const HaulDepot& depot = left.depots[static_cast<std::size_t>(arc.depot)];
        for (std::size_t good = 0; good < problem.goods.size(); ++good) {
            const HaulGood& of = problem.goods[good];
            const auto wanted = static_cast<double>(std::min(
                depot.stock[good], left.places[static_cast<std::size_t>(arc.place)].need[good]));
            const double gain =
                of.shortage_price - problem.cost_per_tonne_km / 1000 * arc.km * of.kg;
            const auto fits = [&](double more) {
                const double room = static_cast<double>(trips[i]) + more;
                return std::floor(std::min((room * problem.trip_kg - kg[i]) / of.kg,
                                           (room * problem.trip_m3 - m3[i]) / of.m3) +
                                  1e-9);
            };
            if (wanted >= 1 && fits(0) >= 1 && gain > 1e-6) {
                return true;
            }
            if (depot.trips >= 1 &&
                std::min(wanted, fits(1)) * gain > problem.cost_per_trip_km * arc.km + 1e-6) {
                return true;
            }
        }
    }
    return false;
}

TEST(Haul, ThousandProblemsAreSoundAndLeaveNothingIdle) {
    HaulDraw draw(12);
    for (int i = 0; i < 1'000; ++i) {
        SCOPED_TRACE(i);
        const Shape shape{draw.from_to(0, 5), draw.from_to(0, 6), draw.from_to(0, 4),
                          draw.from_to(0, 30), draw.from_to(0, 20)};
        const std::string model = random_model(draw, shape);
        const auto nearest = static_cast<std::size_t>(draw.from_to(0, 3));
        const HaulProblem problem = bench::parse_haul("small", model, nearest);
        const HaulAnswer answer =
            solve_haul(problem, {.rounds = 20, .exact_columns = i % 2 == 0 ? 0 : 1'000});
        expect_sound(model, nearest, problem, answer);
        EXPECT_FALSE(something_idle(problem, answer.plan));
        EXPECT_DOUBLE_EQ(answer.value, haul_value(problem, answer.plan));
    }
}

TEST(Haul, SameSeedSamePlanAndStoppingAtOnceGivesOne) {
    HaulDraw draw(13);
    const std::string model = random_model(draw, {6, 12, 4, 60, 30});
    const HaulProblem problem = bench::parse_haul("m", model, 4);
    const HaulAnswer one = solve_haul(problem, {.rounds = 300});
    const HaulAnswer two = solve_haul(problem, {.rounds = 300});
    EXPECT_EQ(bench::model_json(problem, {.answer = one}),
              bench::model_json(problem, {.answer = two}));
    const HaulAnswer first = solve_haul(
        problem, {.rounds = 300, .keep_going = [](const HaulProgress&) { return false; }});
    expect_sound(model, 4, problem, first);
    EXPECT_GE(first.value, one.value);
}

TEST(Haul, MoreStockOrTripsAreNeverWorseForThePlanInHand) {
    HaulDraw draw(14);
    for (int i = 0; i < 100; ++i) {
        SCOPED_TRACE(i);
        HaulProblem problem = bench::parse_haul("m", random_model(draw, {3, 5, 3, 20, 6}), 0);
        const HaulAnswer before = solve_haul(problem, {.rounds = 30});
        HaulDepot& depot = problem.depots[static_cast<std::size_t>(draw.from_to(0, 2))];
        depot.trips += 2;
        depot.stock[0] += 5;
        const HaulReplan after =
            resolve_haul(problem, before.plan, {}, before.prices, {.rounds = 30});
        EXPECT_LE(after.answer.value, before.value + 1e-6);
        EXPECT_LE(after.answer.value, after.repaired_value + 1e-6);
        EXPECT_LE(after.answer.bound, after.answer.value);
    }
}

TEST(Haul, DepartedTripsStayWhenARoadCloses) {
    HaulDraw draw(15);
    for (int i = 0; i < 100; ++i) {
        SCOPED_TRACE(i);
        HaulProblem problem = bench::parse_haul("m", random_model(draw, {3, 5, 3, 20, 12}), 0);
        const HaulAnswer before = solve_haul(problem, {.rounds = 30});
        if (before.plan.empty()) {
            continue;
        }
        // The first shipment has left; its road, and that of the last one, are closed.
        const HaulPlan departed{before.plan.front()};
        problem.arcs[static_cast<std::size_t>(before.plan.back().arc)].trips_most = 0;
        problem.arcs[static_cast<std::size_t>(departed[0].arc)].trips_most = departed[0].trips;
        const HaulReplan after =
            resolve_haul(problem, before.plan, departed, before.prices, {.rounds = 30});
        EXPECT_TRUE(std::any_of(after.answer.plan.begin(), after.answer.plan.end(),
                                [&](const HaulShipment& each) { return each == departed[0]; }));
        EXPECT_LE(after.answer.value, after.repaired_value + 1e-6);
        EXPECT_DOUBLE_EQ(after.answer.value, haul_value(problem, after.answer.plan));
    }
}

TEST(Haul, HugeCountsAreNoTrouble) {
    const std::string model =
        "{\"vehicle\":{\"kg\":8000,\"m3\":30,\"cost_per_km\":2},\"cost_per_kg_km\":0.0005,"
        "\"shortage_price_per_unit\":\"1000*kg/20\",\"depots\":[{\"x\":0,\"y\":0,\"trips\":"
        "1000000000,\"stock\":[1000000000000]}],\"places\":[{\"x\":10,\"y\":0,\"demand\":"
        "[1000000000000]}],\"goods\":[{\"kg\":2,\"m3\":0.001}]}";
    const HaulProblem problem = bench::parse_haul("huge", model, 0);
    const HaulAnswer answer = solve_haul(problem, {.rounds = 5});
    expect_sound(model, 0, problem, answer);
    // 2e12 kg are 2.5e8 trips of 13 km at 2 a km, and 0.0005 a kg and km.
    EXPECT_NEAR(answer.value, 2.5e8 * 26 + 2e12 * 0.0005 * 13, 1e3);
    HaulProblem beyond = problem;
    beyond.depots[0].stock[0] = std::int64_t{1} << 60;
    EXPECT_THROW(validate(beyond), Error);
}

TEST(Haul, UnknownKeysAndWrongPlansAreRefusedByName) {
    const auto field_of = [](const std::string& model) {
        try {
            (void)bench::parse_haul("m.json", model, 0);
        } catch (const Error& error) {
            return error.detail().field;
        }
        return std::string("accepted");
    };
    HaulDraw draw(16);
    std::string model = random_model(draw, {1, 1, 1, 5, 5});
    EXPECT_EQ(field_of(model), "accepted");
    model.insert(1, "\"colour\":1,");
    EXPECT_EQ(field_of(model), "colour");
    EXPECT_EQ(field_of("{"), "byte 2");
    EXPECT_EQ(field_of("{}"), "vehicle");
    const HaulProblem problem{.goods = {{.kg = 1, .m3 = 1, .shortage_price = 1}},
                              .depots = {{.stock = {5}, .trips = 1}},
                              .places = {{.need = {5}}},
                              .arcs = {{.km = 1}},
                              .trip_kg = 2,
                              .trip_m3 = 2};
    EXPECT_NO_THROW((void)haul_value(problem, {{.trips = 1, .loads = {{0, 2}}}}));
    EXPECT_THROW((void)haul_value(problem, {{.trips = 1, .loads = {{0, 3}}}}), Error);
    EXPECT_THROW((void)haul_value(problem, {{.trips = 2, .loads = {{0, 3}}}}), Error);
    EXPECT_THROW((void)haul_value(problem, {{.arc = 1, .trips = 1}}), Error);
}

/// The linear relaxation of the nearest twelve, as CLP, HiGHS and GLPK give it
/// (cases/dispatch/README.md).
TEST(Haul, BoundOfTheGeneratedModelIsTheOnePublished) {
    const auto path = kit::shared_case("dispatch/generated_dispatch/d60_p120_g15.json");
    if (!path) {
        GTEST_SKIP() << "the cases are not here";
    }
    std::ifstream stream(*path);
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    const HaulProblem problem = bench::parse_haul(*path, text, 12);
    // Stopped as soon as the relaxation is solved.
    const HaulAnswer answer = solve_haul(
        problem, {.keep_going = [](const HaulProgress& now) { return now.bound < 1e7; }});
    EXPECT_NEAR(answer.bound, 16'708'628.61, 1);
    EXPECT_DOUBLE_EQ(answer.bound, haul_bound(problem, answer.prices));
    expect_sound(text, 12, problem, answer);
}

TEST(Haul, PricesOfLargeModelsComeNearTheRelaxation) {
    HaulDraw draw(18);
    for (int i = 0; i < 20; ++i) {
        SCOPED_TRACE(i);
        const HaulProblem problem =
            bench::parse_haul("m", random_model(draw, {6, 12, 4, 60, 8}), 0);
        const double best = solve_haul(problem, {.rounds = 1}).bound;
        const double near = solve_haul(problem, {.rounds = 1, .exact_columns = 0}).bound;
        EXPECT_LE(near, best + 1e-6 * best);
        EXPECT_GE(near, 0.95 * best);
    }
}

/// The same good as a linear programme: a transport problem's optimum is whole.
double transport_optimum(const HaulProblem& problem, std::size_t good) {
    LpModel model;
    const HaulGood& of = problem.goods[good];
    const double part = std::max(of.kg / problem.trip_kg, of.m3 / problem.trip_m3);
    for (const HaulDepot& depot : problem.depots) {
        model.add_row({.upper = static_cast<double>(depot.stock[good])});
    }
    for (const HaulPlace& place : problem.places) {
        const auto need = static_cast<double>(place.need[good]);
        const int row = model.add_row({.lower = need, .upper = need});
        model.add_entry(row, model.add_column({.cost = of.shortage_price}), 1);
    }
    for (const HaulArc& arc : problem.arcs) {
        const int column =
            model.add_column({.cost = arc.km * (problem.cost_per_trip_km * part +
                                                problem.cost_per_tonne_km / 1000 * of.kg)});
        model.add_entry(arc.depot, column, 1);
        model.add_entry(static_cast<int>(problem.depots.size()) + arc.place, column, 1);
    }
    return LpSolver(model).solve().objective;
}

TEST(Haul, FlowsOfGoodsCostWhatTheTransportProblemDoes) {
    HaulDraw draw(17);
    for (int i = 0; i < 50; ++i) {
        SCOPED_TRACE(i);
        const HaulProblem problem = bench::parse_haul("m", random_model(draw, {4, 6, 3, 20, 5}), 3);
        const auto flows = haul_flows(problem);
        for (std::size_t good = 0; good < problem.goods.size(); ++good) {
            const HaulGood& of = problem.goods[good];
            const double part = std::max(of.kg / problem.trip_kg, of.m3 / problem.trip_m3);
            double cost = 0;
            for (const HaulPlace& place : problem.places) {
                cost += static_cast<double>(place.need[good]) * of.shortage_price;
            }
            for (std::size_t arc = 0; arc < problem.arcs.size(); ++arc) {
                cost += static_cast<double>(flows[good][arc]) *
                        (problem.arcs[arc].km * (problem.cost_per_trip_km * part +
                                                 problem.cost_per_tonne_km / 1000 * of.kg) -
                         of.shortage_price);
            }
            // Costs are rounded to thousandths; some tens of units flow.
            EXPECT_NEAR(cost, transport_optimum(problem, good), 0.2);
        }
    }
}

TEST(Haul, TheMadeInstanceIsTheSameEveryTimeAndOfTheSizeAsked) {
    const bench::HaulSize size{.depots = 5, .places = 7, .goods = 3, .vehicles = 11};
    const std::string text = bench::made_haul(size, 7);
    EXPECT_EQ(text, bench::made_haul(size, 7));
    EXPECT_NE(text, bench::made_haul(size, 8));
    const HaulProblem problem = bench::parse_haul("made", text, 0);
    EXPECT_EQ(problem.depots.size(), 5U);
    EXPECT_EQ(problem.places.size(), 7U);
    EXPECT_EQ(problem.goods.size(), 3U);
    std::int64_t trips = 0;
    for (const HaulDepot& depot : problem.depots) {
        trips += depot.trips;
    }
    EXPECT_EQ(trips % 11, 0);  // each of eleven vehicles makes as many
}

}  // namespace
}  // namespace relief
