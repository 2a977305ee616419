// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/rotation_document.h"

#include "core/quantity.h"
#include "reserves/document/rotation.h"
#include "tools/desk/document.h"
#include "tools/desk/text_table.h"

#include <nlohmann/json.hpp>

namespace relief {

using nlohmann::ordered_json;

std::string rotation_plan_json(Database& database, const Rules& rules, Instant now, int months,
                               const PlaceScope& scope) {
    ordered_json lots = ordered_json::array();
    for (const AvailableLot& lot : rotation_plan(database, now, months)) {
        if (!scope.has(lot.site)) {
            continue;
        }
        const Item* item = rules.item(lot.item);
        lots.push_back({{"site", lot.site},
                        {"item", lot.item},
                        {"lot", lot.lot},
                        {"owner", lot.owner},
                        {"keeper", lot.keeper},
                        {"expires_on", format_date(lot.expires_on)},
                        {"on_hand", lot.on_hand},
                        {"available", lot.available},
                        {"decimals", item == nullptr ? 0 : item->decimals}});
    }
    return document_text({{"schema", "relief.rotation/1"},
                          {"as_of", format_instant(now)},
                          {"months", months},
                          {"lots", std::move(lots)}});
}

std::string rotation_plan_text(const std::string& json, std::string_view language) {
    const bool zh = language == "zh";
    const ordered_json answer = ordered_json::parse(json);
    TextTable table(
        zh ? std::vector<std::string>{"到期", "库点", "物资", "批次", "物权", "在库", "可用"}
           : std::vector<std::string>{"expires", "site", "item", "lot", "owner", "on hand",
                                      "available"},
        {false, false, false, false, false, true, true});
    for (const ordered_json& lot : answer.at("lots")) {
        const int decimals = lot.at("decimals").get<int>();
        table.add({lot.at("expires_on"), lot.at("site"), lot.at("item"), lot.at("lot"),
                   lot.at("owner"),
                   format_quantity({lot.at("on_hand").get<std::int64_t>(), decimals}),
                   format_quantity({lot.at("available").get<std::int64_t>(), decimals})});
    }
    return table.text();
}

}  // namespace relief
