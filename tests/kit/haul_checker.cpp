// SPDX-License-Identifier: Apache-2.0
#include "tests/kit/haul_checker.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

namespace relief::kit {
namespace {

using Json = nlohmann::json;

double road_km(const Json& depot, const Json& place) {
    const double dx = depot.at("x").get<double>() - place.at("x").get<double>();
    const double dy = depot.at("y").get<double>() - place.at("y").get<double>();
    return 1.3 * std::sqrt(dx * dx + dy * dy);
}

class HaulChecker {
  public:
    HaulChecker(const Json& model, std::size_t nearest) : model_(model), nearest_(nearest) {}

    HaulVerdict check(const Json& plan) {
        for (const Json& shipment : plan.at("shipments")) {
            add(shipment);
        }
        check_sums();
        price_shortage(plan.at("short"));
        const double told = plan.at("value").get<double>();
        expect(std::abs(told - verdict_.value) <= 1e-6 * (1 + std::abs(verdict_.value)),
               "the value told is not what the plan costs");
        const double bound = plan.at("bound").get<double>();
        expect(bound <= told * (1 + 1e-12), "the bound is above the value");
        return std::move(verdict_);
    }

  private:
    void expect(bool holds, const std::string& complaint) {
        if (!holds) {
            verdict_.complaints.push_back(complaint);
        }
    }

    bool is_near(std::size_t depot, std::size_t place) const {
        const Json& depots = model_.at("depots");
        const double km = road_km(depots.at(depot), model_.at("places").at(place));
        std::size_t nearer = 0;
        for (const Json& other : depots) {
            nearer += road_km(other, model_.at("places").at(place)) < km ? 1U : 0U;
        }
        return nearest_ == 0 || nearer < nearest_;
    }

    void add(const Json& shipment) {
        const auto depot = shipment.at("depot").get<std::size_t>();
        const auto place = shipment.at("place").get<std::size_t>();
        const auto trips = shipment.at("trips").get<long long>();
        const std::string way = std::to_string(depot) + " -> " + std::to_string(place);
        expect(arcs_.insert({depot, place}).second, "twice: " + way);
        expect(is_near(depot, place), "not among the nearest: " + way);
        expect(trips > 0, "no trips: " + way);
        const double km = road_km(model_.at("depots").at(depot), model_.at("places").at(place));
        trips_[depot] += trips;
        verdict_.value +=
            model_.at("vehicle").at("cost_per_km").get<double>() * km * static_cast<double>(trips);
        double kg = 0;
        double m3 = 0;
        for (const Json& load : shipment.at("loads")) {
            const auto good = load.at("good").get<std::size_t>();
            const auto quantity = load.at("quantity").get<long long>();
            expect(quantity > 0, "a load of nothing: " + way);
            kg +=
                model_.at("goods").at(good).at("kg").get<double>() * static_cast<double>(quantity);
            m3 +=
                model_.at("goods").at(good).at("m3").get<double>() * static_cast<double>(quantity);
            sent_[{depot, good}] += quantity;
            brought_[{place, good}] += quantity;
        }
        verdict_.value += model_.at("cost_per_kg_km").get<double>() * km * kg;
        const Json& vehicle = model_.at("vehicle");
        const double room = static_cast<double>(trips) * (1 + 1e-6);
        expect(kg <= room * vehicle.at("kg").get<double>(), "too heavy: " + way);
        expect(m3 <= room * vehicle.at("m3").get<double>(), "too bulky: " + way);
    }

    void check_sums() {
        for (const auto& [depot, trips] : trips_) {
            expect(trips <= model_.at("depots").at(depot).at("trips").get<long long>(),
                   "more trips than depot " + std::to_string(depot) + " has");
        }
        for (const auto& [key, quantity] : sent_) {
            expect(
                quantity <=
                    model_.at("depots").at(key.first).at("stock").at(key.second).get<long long>(),
                "more than depot " + std::to_string(key.first) + " has");
        }
    }

    void price_shortage(const Json& told) {
        std::map<std::pair<std::size_t, std::size_t>, long long> short_of;
        for (const Json& line : told) {
            short_of[{line.at("place").get<std::size_t>(), line.at("good").get<std::size_t>()}] =
                line.at("quantity").get<long long>();
        }
        const Json& places = model_.at("places");
        const Json& goods = model_.at("goods");
        for (std::size_t place = 0; place < places.size(); ++place) {
            for (std::size_t good = 0; good < goods.size(); ++good) {
                const auto need = places.at(place).at("demand").at(good).get<long long>();
                const long long lack = need - brought_[{place, good}];
                expect(lack >= 0, "more than place " + std::to_string(place) + " needs");
                expect(lack == short_of[{place, good}],
                       "shortage told wrongly at place " + std::to_string(place));
                // 1000 * kg / 20
                verdict_.value +=
                    50 * goods.at(good).at("kg").get<double>() * static_cast<double>(lack);
            }
        }
    }

    const Json& model_;
    std::size_t nearest_;
    HaulVerdict verdict_;
    std::set<std::pair<std::size_t, std::size_t>> arcs_;
    std::map<std::size_t, long long> trips_;
    std::map<std::pair<std::size_t, std::size_t>, long long> sent_;
    std::map<std::pair<std::size_t, std::size_t>, long long> brought_;
};

}  // namespace

HaulVerdict check_haul(const std::string& model, const std::string& plan, std::size_t nearest) {
    const Json parsed = Json::parse(model);
    return HaulChecker(parsed, nearest).check(Json::parse(plan));
}

}  // namespace relief::kit
