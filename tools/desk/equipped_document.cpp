// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/equipped_document.h"

#include "core/error.h"
#include "reserves/document/document.h"
#include "reserves/report/daily.h"
#include "tools/desk/document.h"
#include "tools/desk/tables.h"
#include "tools/desk/text_table.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using Json = nlohmann::ordered_json;

Error wrong(std::string_view option, std::string found, std::string expected) {
    return bad_input({.code = "argument.value",
                      .message = "the value of the option cannot be read",
                      .field = std::string(option),
                      .found = std::move(found),
                      .expected = std::move(expected)});
}

const Item& known_item(const Rules& rules, const std::string& id) {
    const Item* item = rules.item(id);
    if (item == nullptr) {
        throw bad_input({.code = "item.unknown",
                         .message = "there is no such item",
                         .field = "item",
                         .found = id,
                         .expected = "an item of rules/item_catalog.csv, such as QUILT"});
    }
    return *item;
}

void add_named(std::map<std::string, Units>& goods, const std::string& text, const Rules& rules) {
    const std::size_t equals = std::min(text.find('='), text.size());
    const std::string_view figure =
        std::string_view(text).substr(std::min(equals + 1, text.size()));
    Units units = 0;
    const auto [end, error] = std::from_chars(figure.data(), figure.data() + figure.size(), units);
    constexpr Units most = 1'000'000'000;
    if (error != std::errc{} || end != figure.data() + figure.size() || units < 0 || units > most) {
        throw wrong("--goods", text, "ITEM=N in whole units, such as TENT12S=300");
    }
    goods[known_item(rules, text.substr(0, equals)).id] += units;
}

void add_document(std::map<std::string, Units>& goods, Database& database, const std::string& name,
                  const Rules& rules) {
    const Document document = read_document(database, find_document(database, name));
    for (const DocumentLine& line : document.lines) {
        const Item& item = known_item(rules, line.item);
        goods[item.id] += whole_units({.amount = line.amount, .decimals = item.decimals});
    }
}

void check_scope(const EquipQuestion& question, const Baseline& baseline) {
    constexpr std::array levels{"province", "city", "county"};
    if (question.level &&
        std::find(levels.begin(), levels.end(), *question.level) == levels.end()) {
        throw wrong("--level", *question.level, "province, city or county");
    }
    if (question.site && baseline.depot(*question.site) == nullptr) {
        throw wrong("--site", *question.site, "the id of a depot, such as JL-P-01");
    }
    if (question.season && *question.season != "summer" && *question.season != "winter") {
        throw wrong("--season", *question.season, "summer or winter");
    }
}

}  // namespace

EquipAnswer read_equip(const std::filesystem::path& data, const Books& db,
                       const EquipQuestion& question) {
    const Tables tables(data, db);
    const auto known = tables.book_tables();
    const Rules& rules = known->rules;
    const Baseline& baseline = known->baseline;
    check_scope(question, baseline);
    EquipAnswer answer{.people = question.people};
    for (const std::string& name : question.documents) {
        add_document(answer.goods, *tables.database(), name, rules);
    }
    for (const std::string& text : question.goods) {
        add_named(answer.goods, text, rules);
    }
    const bool of_stock = question.documents.empty() && question.goods.empty();
    if (of_stock) {
        answer.goods = available_units(*tables.database(), rules, baseline, question.now,
                                       question.level, question.site);
    }
    const std::string season =
        question.season.value_or(std::string(season_of(beijing_date(question.now))));
    answer.equipped = equipped_persons(answer.goods, load_basket(tables.source(), rules), season);
    if (question.people) {
        answer.gap = std::max<std::int64_t>(0, *question.people - answer.equipped.persons);
    }
    return answer;
}

Json equipped_json(const Equipped& equipped) {
    Json needs = Json::array();
    for (const EquippedNeed& need : equipped.needs) {
        needs.push_back({{"need", need.need},
                         {"persons", need.persons},
                         {"arithmetic", need.arithmetic},
                         {"rules", need.rules}});
    }
    return {{"season", equipped.season},
            {"persons", equipped.persons},
            {"limiting", equipped.limiting},
            {"needs", std::move(needs)}};
}

std::string equip_json(const EquipAnswer& answer) {
    Json json{{"schema", "relief.equip/1"}};
    json.update(equipped_json(answer.equipped));
    json["people"] = answer.people ? Json(*answer.people) : Json(nullptr);
    json["gap"] = answer.gap ? Json(*answer.gap) : Json(nullptr);
    json["goods"] = Json::object();
    for (const auto& [item, units] : answer.goods) {
        json["goods"][item] = units;
    }
    return document_text(json);
}

std::string equip_text(const EquipAnswer& answer, std::string_view language) {
    const bool zh = language == "zh";
    std::string limiting;
    TextTable table(zh ? std::vector<std::string>{"所需", "可供人数", "算式"}
                       : std::vector<std::string>{"need", "people", "arithmetic"},
                    {false, true});
    for (const EquippedNeed& need : answer.equipped.needs) {
        const std::string& name = zh ? need.name_zh : need.name_en;
        limiting = need.need == answer.equipped.limiting ? name : limiting;
        table.add({name, fmt::format("{}", need.persons), need.arithmetic});
    }
    std::string text = fmt::format(
        fmt::runtime(in_language(language, "可安置 {} 人（{}季），卡在：{}\n",
                                 "{} people can be equipped ({}), limited by: {}\n")),
        answer.equipped.persons,
        zh ? (answer.equipped.season == "winter" ? "冬" : "夏") : answer.equipped.season, limiting);
    if (answer.gap) {
        text += fmt::format(
            fmt::runtime(in_language(language, "需安置 {} 人，还缺 {} 人的物资\n",
                                     "{} people asked about, goods are missing for {}\n")),
            *answer.people, *answer.gap);
    }
    return text + table.text();
}

}  // namespace relief
