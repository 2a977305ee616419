// SPDX-License-Identifier: Apache-2.0
#include "reserves/care/agreement.h"

#include "core/error.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

constexpr Units offer_units_max = 1'000'000'000'000;
constexpr std::string_view halal_item = "HALAL";

Error agreement_error(std::string_view code, std::string message, std::string field,
                      std::string found, std::string expected) {
    return refused({.code = fmt::format("agreement.{}", code),
                    .message = std::move(message),
                    .field = std::move(field),
                    .found = std::move(found),
                    .expected = std::move(expected)});
}

std::string content_of(const Agreement& agreement) {
    const Supplier& supplier = agreement.supplier;
    return ordered_json{{"name", supplier.name},
                        {"place", supplier.place_code},
                        {"node", supplier.node},
                        {"longitude", supplier.longitude},
                        {"latitude", supplier.latitude},
                        {"item", supplier.item},
                        {"daily_capacity", supplier.daily_capacity},
                        {"on_hand", supplier.on_hand},
                        {"first_delivery_h", supplier.first_delivery_h},
                        {"from", format_date(supplier.agreement_from)},
                        {"to", format_date(supplier.agreement_to)},
                        {"halal", agreement.halal},
                        {"contact", agreement.contact},
                        {"phone", agreement.phone},
                        {"price_rule", agreement.price_rule}}
        .dump();
}

Agreement read_agreement(const std::string& id, const std::string& content) {
    const ordered_json json = ordered_json::parse(content);
    Agreement agreement;
    Supplier& supplier = agreement.supplier;
    supplier.id = id;
    supplier.name = json.at("name");
    supplier.place_code = json.at("place");
    supplier.node = json.at("node");
    supplier.longitude = json.at("longitude");
    supplier.latitude = json.at("latitude");
    supplier.item = json.at("item");
    supplier.daily_capacity = json.at("daily_capacity");
    supplier.on_hand = json.at("on_hand");
    supplier.first_delivery_h = json.at("first_delivery_h");
    supplier.agreement_from = parse_date(json.at("from").get<std::string>()).value_or(Date{});
    supplier.agreement_to = parse_date(json.at("to").get<std::string>()).value_or(Date{});
    agreement.halal = json.at("halal");
    agreement.contact = json.at("contact");
    agreement.phone = json.at("phone");
    agreement.price_rule = json.at("price_rule");
    return agreement;
}

using AgreementMap = std::map<std::string, Agreement>;

void read_terms(Database& database, AgreementMap& agreements) {
    Statement select =
        database.prepare("SELECT code, content, at, actor FROM supply_agreement ORDER BY id");
    while (select.step()) {
        Agreement agreement = read_agreement(select.text(0), select.text(1));
        agreement.source =
            fmt::format("{}, {}", format_instant(instant_of(select.integer(2))), select.text(3));
        agreements.insert_or_assign(select.text(0), std::move(agreement));
    }
}

void read_declarations(Database& database, AgreementMap& agreements) {
    Statement select = database.prepare(
        "SELECT agreement, at, on_hand, declared_by, actor, note FROM agreement_declaration "
        "ORDER BY at, id");
    while (select.step()) {
        if (const auto found = agreements.find(select.text(0)); found != agreements.end()) {
            found->second.declared = Declaration{.at = instant_of(select.integer(1)),
                                                 .on_hand = select.integer(2),
                                                 .declared_by = select.text(3),
                                                 .actor = select.text(4),
                                                 .note = select.text(5)};
        }
    }
}

void read_tests(Database& database, AgreementMap& agreements) {
    Statement select = database.prepare(
        "SELECT agreement, at, passed, truck_minutes, actor, note FROM agreement_test "
        "ORDER BY at, id");
    while (select.step()) {
        const auto found = agreements.find(select.text(0));
        if (found == agreements.end()) {
            continue;
        }
        CallTest test{.at = instant_of(select.integer(1)),
                      .passed = select.integer(2) != 0,
                      .truck_minutes = {},
                      .actor = select.text(4),
                      .note = select.text(5)};
        if (!select.is_null(3)) {
            test.truck_minutes = static_cast<int>(select.integer(3));
        }
        found->second.tests.push_back(std::move(test));
    }
}

void refuse_while_held(const Change& change, const Agreement& agreement) {
    const Date on = beijing_date(change.request().occurred_at);
    if (!agreement.holds(on)) {
        throw agreement_error(
            "term", "the agreement does not hold on this day", "AGREEMENT",
            fmt::format("{} on {}", agreement.supplier.id, format_date(on)),
            fmt::format("a day from {} to {}", format_date(agreement.supplier.agreement_from),
                        format_date(agreement.supplier.agreement_to)));
    }
}

void check_amount(std::string_view field, Units amount) {
    if (amount < 0 || amount > offer_units_max) {
        throw agreement_error("number", "a number of the agreement is out of range",
                              std::string(field), fmt::format("{}", amount),
                              fmt::format("0 to {}", offer_units_max));
    }
}

}  // namespace

std::string_view test_status(const CareRules& rules, const Agreement& agreement, Instant now) {
    const auto last = std::find_if(agreement.tests.rbegin(), agreement.tests.rend(),
                                   [&](const CallTest& test) { return test.at <= now; });
    if (last == agreement.tests.rend()) {
        return "never";
    }
    if (!last->passed) {
        return "failed";
    }
    const std::chrono::days every{rules.days("call_test_every_days")};
    return beijing_date(last->at) + every < beijing_date(now) ? "overdue" : "passed";
}

std::vector<Agreement> read_agreements(const Baseline& baseline, Database* database) {
    AgreementMap agreements;
    for (const Supplier& supplier : baseline.suppliers) {
        Agreement agreement;
        agreement.supplier = supplier;
        agreement.halal = supplier.item == halal_item;
        agreement.source = "baseline/suppliers.csv";
        agreements.emplace(supplier.id, std::move(agreement));
    }
    if (database != nullptr) {
        read_terms(*database, agreements);
        read_declarations(*database, agreements);
        read_tests(*database, agreements);
    }
    std::vector<Agreement> list;
    for (auto& [id, agreement] : agreements) {
        list.push_back(std::move(agreement));
    }
    return list;
}

const Agreement& agreement_of(const std::vector<Agreement>& agreements, std::string_view id) {
    for (const Agreement& agreement : agreements) {
        if (agreement.supplier.id == id) {
            return agreement;
        }
    }
    throw agreement_error("unknown", "there is no such agreement", "AGREEMENT", std::string(id),
                          "an id of relief agreement list");
}

void put_agreement(Change& change, const Agreement& agreement) {
    const Supplier& supplier = agreement.supplier;
    if (supplier.agreement_to < supplier.agreement_from) {
        throw agreement_error("term", "the agreement ends before it begins", "--to",
                              format_date(supplier.agreement_to),
                              "a day not before " + format_date(supplier.agreement_from));
    }
    check_amount("--capacity", supplier.daily_capacity);
    check_amount("--on-hand", supplier.on_hand);
    if (!(supplier.first_delivery_h >= 0 && supplier.first_delivery_h <= 240)) {
        throw agreement_error("number", "a number of the agreement is out of range",
                              "--first-truck", fmt::format("{}", supplier.first_delivery_h),
                              "0 to 240 hours");
    }
    change.insert("supply_agreement", {{"code", supplier.id},
                                       {"at", seconds_of(change.request().occurred_at)},
                                       {"actor", change.request().actor},
                                       {"content", content_of(agreement)}});
    change.tell_subject(supplier.id);
}

void add_call_test(Change& change, const Agreement& agreement, const CallTest& test) {
    refuse_while_held(change, agreement);
    change.insert(
        "agreement_test",
        {{"agreement", agreement.supplier.id},
         {"at", seconds_of(change.request().occurred_at)},
         {"actor", change.request().actor},
         {"passed", std::int64_t{test.passed ? 1 : 0}},
         {"truck_minutes", test.truck_minutes ? Cell(std::int64_t{*test.truck_minutes}) : Cell()},
         {"note", test.note}});
    change.tell_subject(agreement.supplier.id);
}

void declare_stock(Change& change, const Agreement& agreement, Units on_hand,
                   const std::string& declared_by, const std::string& note) {
    refuse_while_held(change, agreement);
    check_amount("--on-hand", on_hand);
    change.insert("agreement_declaration", {{"agreement", agreement.supplier.id},
                                            {"at", seconds_of(change.request().occurred_at)},
                                            {"actor", change.request().actor},
                                            {"on_hand", std::int64_t{on_hand}},
                                            {"declared_by", declared_by},
                                            {"note", note}});
    change.tell_subject(agreement.supplier.id);
}

void apply_agreements(const std::vector<Agreement>& agreements, Baseline& baseline) {
    std::map<std::string_view, const Agreement*> changed;
    for (const Agreement& agreement : agreements) {
        changed.emplace(agreement.supplier.id, &agreement);
    }
    // The order of the baseline stays: a plan over it stays the same plan.
    for (Supplier& supplier : baseline.suppliers) {
        const auto found = changed.find(supplier.id);
        const Agreement& agreement = *found->second;
        changed.erase(found);
        supplier = agreement.supplier;
        supplier.on_hand = agreement.on_hand();
    }
    for (const auto& [id, agreement] : changed) {
        baseline.suppliers.push_back(agreement->supplier);
        baseline.suppliers.back().on_hand = agreement->on_hand();
    }
}

}  // namespace relief
