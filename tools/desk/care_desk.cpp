// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/care_desk.h"

#include "core/error.h"
#include "reserves/ledger/hold.h"

#include <algorithm>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

namespace relief {

using nlohmann::ordered_json;

CareView open_care_view(const std::filesystem::path& data, const Books& db) {
    Tables tables(data, db);
    const auto known = tables.book_tables();
    CareRules care = load_care_rules(tables.source());
    return {.tables = std::move(tables),
            .known = known,
            .rules = known->rules,
            .places = known->places,
            .baseline = known->baseline,
            .care = std::move(care)};
}

CareDesk open_care_desk(const Books& db, const Asked& asked) {
    WritingDesk books = open_writing_desk(db, asked);
    CareRules care = load_care_rules(DatabaseSource(books.database));
    return {.books = std::move(books), .care = std::move(care), .asked = asked};
}

std::int64_t change_care(CareDesk& desk, const std::string& operation, const ordered_json& content,
                         const std::function<std::int64_t(Change&)>& work) {
    Database& database = desk.books.database;
    const Request request = make_request(database, desk.asked, operation, content.dump());
    const std::string answer = make_change(database, request, [&](Change& change) {
        return ordered_json{{"id", work(change)}}.dump();
    });
    return ordered_json::parse(answer).at("id").get<std::int64_t>();
}

const Depot& site_of(const Baseline& baseline, const std::string& id) {
    const Depot* depot = baseline.depot(id);
    if (depot == nullptr) {
        throw refused({.code = "site.unknown",
                       .message = "no depot has this id",
                       .field = "SITE",
                       .found = id,
                       .expected = "a depot_id of baseline/depots.csv"});
    }
    return *depot;
}

std::vector<ConsignmentAnswer::Lost> lost_supply(Database& database,
                                                 const std::vector<ConsignmentContract>& contracts,
                                                 Instant now) {
    const Date today = beijing_date(now);
    std::vector<ConsignmentAnswer::Lost> lost;
    for (const ConsignmentContract& contract : contracts) {
        const bool held =
            std::any_of(contracts.begin(), contracts.end(), [&](const ConsignmentContract& other) {
                return other.depot == contract.depot && other.holds(today);
            });
        if (held || today <= contract.to) {
            continue;
        }
        std::set<std::string> items;
        std::int64_t lots = 0;
        for (const AvailableLot& lot :
             available_lots(database, {.site = contract.depot, .at = now})) {
            items.insert(lot.item);
            ++lots;
        }
        lost.push_back({.contract = contract.code,
                        .depot = contract.depot,
                        .lots = lots,
                        .items = static_cast<std::int64_t>(items.size())});
    }
    return lost;
}

}  // namespace relief
