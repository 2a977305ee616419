// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/order.h"
#include "reserves/heads.h"
#include "reserves/needs.h"
#include "tools/desk/document.h"
#include "tools/desk/journal_words.h"
#include "tools/desk/situation_layers.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include <nlohmann/json.hpp>

namespace relief {
namespace {

using Json = nlohmann::ordered_json;

/// Goods of orders for a county, in whole units.
struct Sent {
    double received = 0;
    double in_transit = 0;
};

/// By county and item, of the orders for an event, or made since it began and for none.
std::map<std::pair<std::string, std::string>, Sent> goods_sent(const SituationBooks& books,
                                                               const BookIncident& incident) {
    std::map<std::pair<std::string, std::string>, Sent> sent;
    const Desk& desk = books.desk;
    for (const Document& order : read_documents(books.database, {.kind = "allotment_order"})) {
        const bool of_event = order.event == incident.event ||
                              (order.event.empty() && order.made_at >= incident.start);
        if (!of_event) {
            continue;
        }
        const std::string to = read_order_head(order).to;
        const Depot* depot = desk.baseline.depot(to);
        const std::string county =
            depot != nullptr ? depot->node : desk.places.seat_county(desk.places.present_code(to));
        for (const Piece& piece : order_progress(order).pieces) {
            const Item* item = desk.rules.item(piece.item);
            const double unit = std::pow(10, item == nullptr ? 0 : item->decimals);
            Sent& goods = sent[{county, piece.item}];
            goods.received += static_cast<double>(piece.good) / unit;
            goods.in_transit += static_cast<double>(piece.in_transit()) / unit;
        }
    }
    return sent;
}

double rounded_share(double share) {
    return std::round(share * 1000) / 1000;
}

}  // namespace

SituationLayer needs_layer(const SituationBooks& books,
                           const std::vector<SituationIncident>& events) {
    SituationLayer layer{.id = "needs",
                         .zh = "需求",
                         .en = "needs",
                         .source = "report figures, rules/quotas, orders",
                         .flag = "derived"};
    Json features = Json::array();
    const Desk& desk = books.desk;
    for (const SituationIncident& event : events) {
        const Scenario scenario =
            scenario_of_books(event.incident, event.reports, desk.places, books.at);
        const auto sent = goods_sent(books, event.incident);
        const auto month = std::chrono::year_month_day{beijing_date(books.at)}.month();
        const NeedsContext context{.hazard = event.incident.hazard,
                                   .month = static_cast<int>(unsigned{month})};
        for (const HeadCount& head :
             head_counts(scenario, known_reports(scenario, books.at), desk.rules, desk.places)) {
            Json items = Json::array();
            double received_share = 0;
            double sent_share = 0;
            for (const ItemNeed& need : needs_of(head, context, desk.rules)) {
                const auto found = sent.find({head.place, need.item});
                const Sent goods = found == sent.end() ? Sent() : found->second;
                const Item* item = desk.rules.item(need.item);
                const auto wanted = static_cast<double>(need.quantity);
                received_share += std::min(1.0, goods.received / wanted);
                sent_share += std::min(1.0, (goods.received + goods.in_transit) / wanted);
                items.push_back({{"item", need.item},
                                 {"zh", item == nullptr ? need.item : item->name_zh},
                                 {"unit", need.unit},
                                 {"need", need.quantity},
                                 {"received", number_json(goods.received)},
                                 {"in_transit", number_json(goods.in_transit)},
                                 {"because", need.steps.empty() ? "" : need.steps.front().rule}});
            }
            const Place* place = desk.places.find_code(head.place);
            const bool known = place != nullptr && place->longitude && place->latitude;
            const double count = items.empty() ? 1 : static_cast<double>(items.size());
            features.push_back(
                {{"type", "Feature"},
                 {"geometry", known ? Json{{"type", "Point"},
                                           {"coordinates", {*place->longitude, *place->latitude}}}
                                    : Json(nullptr)},
                 {"properties",
                  {{"event", event.incident.event},
                   {"county", head.place},
                   {"name", place_name(desk.places, head.place)},
                   {"unit", head.unit},
                   {"people", number_json(head.relocated)},
                   {"collective", number_json(head.collective)},
                   {"collective_reported", head.collective_reported},
                   {"remainder", head.remainder},
                   {"report", head.report},
                   {"as_of", format_instant(head.known_at)},
                   {"covered_share", rounded_share(received_share / count)},
                   {"sent_share", rounded_share(sent_share / count)},
                   {"items", std::move(items)}}}});
        }
    }
    const std::optional<Instant> last = last_recorded(books.database, {"report"});
    (features.empty() ? layer.last_before : layer.data_time) = last;
    layer.count = features.size();
    layer.features = features.dump();
    return layer;
}

}  // namespace relief
