// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/office_desk.h"

#include "core/error.h"
#include "tools/desk/document.h"
#include "tools/desk/json_parts.h"
#include "tools/desk/text_table.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

bool is_made_up(const Baseline& baseline) {
    return std::all_of(baseline.depots.begin(), baseline.depots.end(), [](const Depot& depot) {
        return depot.flag.find("synthetic") != std::string::npos;
    });
}

/// The posts of one unit, each with a holder of its own.
int add_staff(Change& change, const std::string& unit, const std::string& office,
              std::string_view level, Instant from) {
    int count = 0;
    for (const Post& post : posts()) {
        if (post.level != level && !(post.level == "any" && level != "depot")) {
            continue;
        }
        Person person{.code = fmt::format("DEMO-{}-{}", unit, post.id),
                      .name = fmt::format("演示-{}-{}", unit, post.zh),
                      .unit = office,
                      .flag = "synthetic"};
        person.id = add_person(change, person);
        add_holding(change, person, post.id, unit, from);
        ++count;
    }
    return count;
}

ordered_json person_json(const Person& person) {
    return {{"code", person.code},
            {"name", person.name},
            {"unit", person.unit},
            {"phone", person.phone},
            {"flag", person.flag}};
}

std::string term_words(const std::optional<Instant>& until) {
    return until ? format_short(*until) : std::string("-");
}

}  // namespace

int add_demo_staff(Change& change, const Baseline& baseline,
                   const std::vector<Organisation>& organisations) {
    if (!is_made_up(baseline)) {
        throw refused({.code = "office.demo",
                       .message = "made-up people do not go into real books",
                       .field = "db",
                       .found = "depots that are not marked synthetic",
                       .expected = "books whose depots are all marked synthetic"});
    }
    const Instant from = beijing_midnight(baseline.picture_on);
    int count = 0;
    std::set<std::string> divisions;
    for (const Organisation& office : organisations) {
        if (divisions.insert(office.division).second) {
            count += add_staff(change, office.division, office.id, office.level, from);
        }
    }
    for (const Depot& depot : baseline.depots) {
        count += add_staff(change, depot.id, depot.org, "depot", from);
    }
    change.tell_subject("demo staff");
    return count;
}

std::string office_json(Database& database, std::optional<Instant> at) {
    ordered_json people = ordered_json::array();
    for (const Person& person : read_people(database)) {
        people.push_back(person_json(person));
    }
    ordered_json terms = ordered_json::array();
    for (const Holding& holding : read_holdings(database, {.at = at})) {
        terms.push_back({{"id", holding.id},
                         {"person", holding.person.code},
                         {"name", holding.person.name},
                         {"post", holding.post},
                         {"post_zh", post_of(holding.post).zh},
                         {"unit", holding.unit},
                         {"from", format_instant(holding.from)},
                         {"until", time_json(holding.until)}});
    }
    ordered_json delegations = ordered_json::array();
    for (const Delegation& delegation : read_delegations(database, {}, at)) {
        delegations.push_back({{"id", delegation.id},
                               {"term", delegation.holding.id},
                               {"of", delegation.holding.person.code},
                               {"post", delegation.holding.post},
                               {"unit", delegation.holding.unit},
                               {"verb", delegation.verb},
                               {"to", delegation.person.code},
                               {"from", format_instant(delegation.from)},
                               {"until", format_instant(delegation.until)},
                               {"reason", delegation.reason}});
    }
    return document_text({{"schema", "relief.office/1"},
                          {"people", std::move(people)},
                          {"terms", std::move(terms)},
                          {"delegations", std::move(delegations)}});
}

std::string office_text(Database& database, std::optional<Instant> at, std::string_view language) {
    const bool zh = language == "zh";
    TextTable table(
        zh ? std::vector<std::string>{"任期", "代码", "姓名", "职务", "单位", "起", "止", "电话"}
           : std::vector<std::string>{"term", "code", "name", "post", "unit", "from", "until",
                                      "telephone"},
        {true});
    for (const Holding& holding : read_holdings(database, {.at = at})) {
        const Post& post = post_of(holding.post);
        table.add({fmt::format("{}", holding.id), holding.person.code, holding.person.name,
                   std::string(zh ? post.zh : post.en), holding.unit, format_short(holding.from),
                   term_words(holding.until), holding.person.phone});
    }
    std::string text = table.text();
    for (const Delegation& delegation : read_delegations(database, {}, at)) {
        text += fmt::format(fmt::runtime(zh ? "代签 {}：{} 委托 {}，{} 至 {}，{}\n"
                                            : "delegation {}: {} to {}, {} to {}, {}\n"),
                            delegation.id, delegation.holding.person.name, delegation.person.name,
                            format_short(delegation.from), format_short(delegation.until),
                            delegation.reason);
    }
    return text;
}

}  // namespace relief
