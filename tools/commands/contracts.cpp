// SPDX-License-Identifier: Apache-2.0
// relief consignment, relief agreement.
#include "core/error.h"
#include "reserves/care/agreement.h"
#include "reserves/care/consignment.h"
#include "tools/commands/command.h"
#include "tools/commands/scope_option.h"
#include "tools/commands/values.h"
#include "tools/desk/care_desk.h"
#include "tools/desk/care_document.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

using enum OptionSpec::Form;

std::string item_of(const Rules& rules, const std::string& id) {
    if (rules.item(id) == nullptr) {
        throw bad_input({.code = "item.unknown",
                         .message = "there is no such item",
                         .field = "--item",
                         .found = id,
                         .expected = "an item_id of rules/item_catalog.csv"});
    }
    return id;
}

// ---- consignment ----

int print_consignment(const Session& session, const ConsignmentAnswer& answer) {
    session.print(session.global.json ? consignment_json(answer)
                                      : consignment_text(answer, session.language()));
    return 0;
}

/// What a contract of another place tells is left out of an answer.
void cut_down(ConsignmentAnswer& answer, const std::vector<ConsignmentContract>& contracts,
              const CareView& view, const Given& given) {
    const PlaceScope scope = PlaceScope::read(given.text(scope_option.name), view.baseline,
                                              view.places, beijing_date(answer.now));
    const auto is_elsewhere = [&](const std::string& code) {
        return std::none_of(contracts.begin(), contracts.end(),
                            [&](const ConsignmentContract& contract) {
                                return contract.code == code && scope.has(contract.depot);
                            });
    };
    if (scope.is_all()) {
        return;
    }
    std::erase_if(answer.contracts, [&](const auto& row) { return is_elsewhere(row.code); });
    std::erase_if(answer.duties, [&](const auto& row) { return is_elsewhere(row.contract); });
    std::erase_if(answer.lost, [&](const auto& row) { return is_elsewhere(row.contract); });
}

int list_contracts(const Session& session, const Given& given) {
    const CareView view =
        open_care_view(session.data(), session.required_db("relief consignment list"));
    ConsignmentAnswer answer{.contracts = read_contracts(view.tables.source(), &view.database()),
                             .duties = {},
                             .now = moment_of(session, given),
                             .lost = {}};
    answer.lost = lost_supply(view.database(), answer.contracts, answer.now);
    const std::vector<ConsignmentContract> all = answer.contracts;
    cut_down(answer, all, view, given);
    return print_consignment(session, answer);
}

std::vector<ConsignmentContract> only_contract(std::vector<ConsignmentContract> contracts,
                                               const std::string& code) {
    std::erase_if(contracts,
                  [&](const ConsignmentContract& contract) { return contract.code != code; });
    if (contracts.empty()) {
        throw refused({.code = "consignment.unknown",
                       .message = "there is no such contract",
                       .field = "CONTRACT",
                       .found = code,
                       .expected = "a contract of relief consignment list"});
    }
    return contracts;
}

int show_contract(const Session& session, const Given& given) {
    const CareView view =
        open_care_view(session.data(), session.required_db("relief consignment show"));
    const Instant now = moment_of(session, given);
    const std::string code = given.required("CONTRACT");
    const auto contracts = read_contracts(view.tables.source(), &view.database());
    ConsignmentAnswer answer{.contracts = only_contract(contracts, code),
                             .duties = consignment_duties(view.database(), view.care, contracts,
                                                          view.baseline.picture_on, now),
                             .now = now,
                             .lost = lost_supply(view.database(), contracts, now)};
    answer.stock = consigned_stock(view.database(), view.rules, answer.contracts.front());
    std::erase_if(answer.duties,
                  [&](const ConsignmentDuty& duty) { return duty.contract != code; });
    std::erase_if(answer.lost,
                  [&](const ConsignmentAnswer::Lost& lost) { return lost.contract != code; });
    return print_consignment(session, answer);
}

int overdue_duties(const Session& session, const Given& given) {
    const CareView view =
        open_care_view(session.data(), session.required_db("relief consignment overdue"));
    const Instant now = moment_of(session, given);
    const auto contracts = read_contracts(view.tables.source(), &view.database());
    ConsignmentAnswer answer{.contracts = {},
                             .duties = consignment_duties(view.database(), view.care, contracts,
                                                          view.baseline.picture_on, now),
                             .now = now,
                             .lost = lost_supply(view.database(), contracts, now)};
    std::erase_if(answer.duties, [&](const ConsignmentDuty& duty) { return !duty.overdue(now); });
    cut_down(answer, contracts, view, given);
    return print_consignment(session, answer);
}

/// "QUILT=2000" as an item and what of it may never be short.
ConsignedItem read_consigned(const std::string& text, const Rules& rules) {
    const std::size_t sign = std::min(text.find('='), text.size());
    const std::string amount = sign < text.size() ? text.substr(sign + 1) : "0";
    return {.item = item_of(rules, text.substr(0, sign)),
            .min_stock = read_units(amount, "--item")};
}

/// The terms typed over those that stand.
void read_terms(const Given& given, const Rules& rules, ConsignmentContract& contract) {
    const auto text = [&](std::string_view option, std::string& field) {
        field = given.text(option).value_or(field);
    };
    const auto whole = [&](std::string_view option, int& field) {
        if (const auto typed = given.text(option)) {
            field = read_whole(*typed, option);
        }
    };
    const auto day = [&](std::string_view option, Date& field) {
        if (const auto typed = given.text(option)) {
            field = read_date(*typed, option);
        }
    };
    text("--owner", contract.owner_org);
    text("--owner-name", contract.owner_name);
    text("--fee", contract.fee);
    text("--insurance", contract.insurance);
    text("--compensation", contract.compensation);
    whole("--gate-minutes", contract.gate_minutes_max);
    whole("--acceptance-days", contract.acceptance_work_days);
    whole("--dispatch-days", contract.dispatch_work_days);
    day("--from", contract.from);
    day("--to", contract.to);
    contract.double_value = contract.double_value || given.flag("--double-value");
    contract.keeper_rotates = contract.keeper_rotates || given.flag("--keeper-rotates");
    if (const auto items = given.list("--item"); !items.empty()) {
        contract.items.clear();
        for (const std::string& item : items) {
            contract.items.push_back(read_consigned(item, rules));
        }
    }
}

/// The contract of this number, or one to be filled in for the consignment point named.
ConsignmentContract contract_to_change(const Given& given, const std::string& code,
                                       const std::vector<ConsignmentContract>& contracts,
                                       const Baseline& baseline, const CareRules& care) {
    for (const ConsignmentContract& contract : contracts) {
        if (contract.code == code) {
            return contract;
        }
    }
    for (const std::string_view option : {"--depot", "--from", "--to"}) {
        if (!given.text(option)) {
            throw UsageError("relief consignment add", "新协议须写明 --depot --from --to",
                             "a new contract needs --depot, --from and --to");
        }
    }
    const Depot& depot = site_of(baseline, given.required("--depot"));
    const Organisation* owner = care.organisation(depot.org);
    ConsignmentContract contract;
    contract.code = code;
    contract.depot = depot.id;
    contract.keeper_depot = depot.keeper_depot;
    contract.owner_org = depot.org;
    contract.owner_name = owner == nullptr ? depot.org : owner->name;
    return contract;
}

int add_contract_command(const Session& session, const Given& given) {
    const Asked asked = read_asked(session, given, "relief consignment add");
    CareDesk desk = open_care_desk(session.required_db("relief consignment add"), asked);
    const std::string code = given.required("CONTRACT");
    const DatabaseSource source(desk.books.database);
    ConsignmentContract contract = contract_to_change(
        given, code, read_contracts(source, &desk.books.database), desk.books.baseline, desk.care);
    read_terms(given, desk.books.rules, contract);
    ordered_json content{{"contract", code}};
    for (const std::string_view option :
         {"--depot", "--from", "--to", "--owner", "--owner-name", "--fee", "--insurance",
          "--compensation", "--gate-minutes", "--acceptance-days", "--dispatch-days"}) {
        content[std::string(option)] = given.text(option).value_or("");
    }
    content["--item"] = given.list("--item");
    content["flags"] = {given.flag("--double-value"), given.flag("--keeper-rotates")};
    change_care(desk, "consignment.add", content, [&](Change& change) {
        add_contract(change, desk.books.baseline, contract);
        return std::int64_t{0};
    });
    const auto contracts = read_contracts(source, &desk.books.database);
    return print_consignment(
        session,
        {.contracts = only_contract(contracts, code), .duties = {}, .now = asked.now, .lost = {}});
}

int duty_done_command(const Session& session, const Given& given) {
    const Asked asked = read_asked(session, given, "relief consignment done");
    CareDesk desk = open_care_desk(session.required_db("relief consignment done"), asked);
    Database& database = desk.books.database;
    const DatabaseSource source(database);
    const std::string id = given.required("DUTY");
    const auto on = given.text("--on");
    const Date done_on = on ? read_date(*on, "--on") : beijing_date(asked.occurred_at);
    const std::string note = given.text("--note").value_or("");
    const auto duties_now = [&] {
        return consignment_duties(database, desk.care, read_contracts(source, &database),
                                  desk.books.baseline.picture_on, asked.now);
    };
    change_care(desk, "consignment.done", {{"duty", id}, {"on", on.value_or("")}, {"note", note}},
                [&](Change& change) {
                    finish_duty(change, duties_now(), id, done_on, note);
                    return std::int64_t{0};
                });
    ConsignmentAnswer answer{.contracts = {}, .duties = duties_now(), .now = asked.now, .lost = {}};
    std::erase_if(answer.duties, [&](const ConsignmentDuty& duty) { return duty.id != id; });
    return print_consignment(session, answer);
}

// ---- agreements ----

int print_agreements(const Session& session, const AgreementsAnswer& answer,
                     const CareRules& care) {
    session.print(session.global.json ? agreements_json(answer, care)
                                      : agreements_text(answer, care, session.language()));
    return 0;
}

int list_agreements(const Session& session, const Given& given) {
    const CareView view =
        open_care_view(session.data(), session.required_db("relief agreement list"));
    AgreementsAnswer answer{.agreements = read_agreements(view.baseline, &view.database()),
                            .now = moment_of(session, given)};
    const auto item = given.text("--item");
    const auto place = given.text("--place");
    const auto test = given.text("--test");
    std::erase_if(answer.agreements, [&](const Agreement& agreement) {
        return (item && agreement.supplier.item != *item) ||
               (place && agreement.supplier.place_code != *place) ||
               (test && test_status(view.care, agreement, answer.now) != *test) ||
               (given.flag("--halal") && !agreement.halal);
    });
    return print_agreements(session, answer, view.care);
}

int show_agreement(const Session& session, const Given& given) {
    const CareView view =
        open_care_view(session.data(), session.required_db("relief agreement show"));
    const auto agreements = read_agreements(view.baseline, &view.database());
    return print_agreements(session,
                            {.agreements = {agreement_of(agreements, given.required("AGREEMENT"))},
                             .now = moment_of(session, given),
                             .in_full = true},
                            view.care);
}

/// One change to the agreement named, then that agreement in full.
int change_agreement(
    const Session& session, const Given& given, const std::string& command,
    const std::string& operation, const ordered_json& content,
    const std::function<void(Change&, const CareDesk&, const std::vector<Agreement>&,
                             const std::string&)>& work) {
    const Asked asked = read_asked(session, given, command);
    CareDesk desk = open_care_desk(session.required_db(command), asked);
    Database& database = desk.books.database;
    const std::string id = given.required("AGREEMENT");
    change_care(desk, operation, content, [&](Change& change) {
        const auto agreements = read_agreements(desk.books.baseline, &database);
        work(change, desk, agreements, id);
        return std::int64_t{0};
    });
    const auto agreements = read_agreements(desk.books.baseline, &database);
    return print_agreements(
        session, {.agreements = {agreement_of(agreements, id)}, .now = asked.now, .in_full = true},
        desk.care);
}

int test_command(const Session& session, const Given& given) {
    CallTest test{.note = given.text("--note").value_or("")};
    if (const auto minutes = given.text("--minutes")) {
        test.truck_minutes = read_whole(*minutes, "--minutes");
    }
    const auto content = ordered_json{{"agreement", given.required("AGREEMENT")},
                                      {"minutes", given.text("--minutes").value_or("")},
                                      {"failed", given.flag("--failed")},
                                      {"note", test.note}};
    return change_agreement(session, given, "relief agreement test", "agreement.test", content,
                            [&](Change& change, const CareDesk& desk,
                                const std::vector<Agreement>& agreements, const std::string& id) {
                                test.passed =
                                    !given.flag("--failed") && test.truck_minutes &&
                                    *test.truck_minutes <= desk.care.days("call_test_minutes");
                                add_call_test(change, agreement_of(agreements, id), test);
                            });
}

int declare_command(const Session& session, const Given& given) {
    const Units on_hand = read_units(given.required("--on-hand"), "--on-hand");
    const std::string by = given.text("--by").value_or("");
    const std::string note = given.text("--note").value_or("");
    const auto content = ordered_json{{"agreement", given.required("AGREEMENT")},
                                      {"on_hand", on_hand},
                                      {"by", by},
                                      {"note", note}};
    return change_agreement(
        session, given, "relief agreement declare", "agreement.declare", content,
        [&](Change& change, const CareDesk&, const std::vector<Agreement>& agreements,
            const std::string& id) {
            declare_stock(change, agreement_of(agreements, id), on_hand, by, note);
        });
}

/// An agreement with a supplier the books do not know yet: who, where, of what, how long.
Agreement new_agreement(const Given& given, const CareDesk& desk, const std::string& id) {
    for (const std::string_view option : {"--name", "--place", "--item", "--from", "--to"}) {
        if (!given.text(option)) {
            throw UsageError("relief agreement terms",
                             "新协议须写明 --name --place --item --from --to",
                             "a new agreement needs --name, --place, --item, --from and --to");
        }
    }
    const Places& places = desk.books.places;
    const Place& place =
        places.resolve(given.required("--place"), beijing_date(desk.asked.occurred_at));
    Agreement agreement;
    Supplier& supplier = agreement.supplier;
    supplier.id = id;
    supplier.place_code = place.code;
    supplier.longitude = place.longitude.value_or(0);
    supplier.latitude = place.latitude.value_or(0);
    supplier.node = places.county_near(place.code, supplier.longitude, supplier.latitude);
    agreement.halal = given.required("--item") == "HALAL";
    return agreement;
}

/// The agreement of this id, or one to be filled in.
Agreement agreement_to_change(const Given& given, const CareDesk& desk,
                              const std::vector<Agreement>& agreements, const std::string& id) {
    for (const Agreement& agreement : agreements) {
        if (agreement.supplier.id == id) {
            return agreement;
        }
    }
    if (desk.books.baseline.depot(id) != nullptr) {
        throw refused({.code = "agreement.unknown",
                       .message = "there is no such agreement",
                       .field = "AGREEMENT",
                       .found = id + ", which is a depot",
                       .expected = "an id of its own, SU-220200-WATERB"});
    }
    return new_agreement(given, desk, id);
}

int terms_command(const Session& session, const Given& given) {
    ordered_json content{{"agreement", given.required("AGREEMENT")}};
    for (const std::string_view option :
         {"--from", "--to", "--capacity", "--first-truck", "--contact", "--phone", "--price",
          "--halal", "--name", "--place", "--item", "--on-hand"}) {
        content[std::string(option)] = given.text(option).value_or("");
    }
    return change_agreement(
        session, given, "relief agreement terms", "agreement.terms", content,
        [&](Change& change, const CareDesk& desk, const std::vector<Agreement>& agreements,
            const std::string& id) {
            Agreement agreement = agreement_to_change(given, desk, agreements, id);
            Supplier& supplier = agreement.supplier;
            supplier.name = given.text("--name").value_or(supplier.name);
            if (const auto item = given.text("--item")) {
                supplier.item = item_of(desk.books.rules, *item);
            }
            if (const auto on_hand = given.text("--on-hand")) {
                supplier.on_hand = read_units(*on_hand, "--on-hand");
            }
            if (const auto from = given.text("--from")) {
                supplier.agreement_from = read_date(*from, "--from");
            }
            if (const auto to = given.text("--to")) {
                supplier.agreement_to = read_date(*to, "--to");
            }
            if (const auto capacity = given.text("--capacity")) {
                supplier.daily_capacity = read_units(*capacity, "--capacity");
            }
            if (const auto hours = given.text("--first-truck")) {
                supplier.first_delivery_h = read_number(*hours, "--first-truck");
            }
            if (const auto halal = given.text("--halal")) {
                agreement.halal = *halal == "yes";
            }
            agreement.contact = given.text("--contact").value_or(agreement.contact);
            agreement.phone = given.text("--phone").value_or(agreement.phone);
            agreement.price_rule = given.text("--price").value_or(agreement.price_rule);
            put_agreement(change, agreement);
        });
}

}  // namespace

std::vector<CommandSpec> consignment_commands() {
    return {
        {"consignment list",
         "代储协议：货主、承储、期限；失效的影响多少物资",
         "consignment contracts, and what those out of force keep from supply",
         "relief consignment list --db jilin.db",
         {scope_option, asked_at_option},
         list_contracts},
        {"consignment show",
         "一份代储协议的条款和承储单位的事项",
         "one contract: its terms and its keeper's duties",
         "relief consignment show DC-2017-04 --db jilin.db",
         {{"CONTRACT", "ID", "合同编号", "its number", positional, true}, asked_at_option},
         show_contract},
        {"consignment add",
         "新代储协议，或已有协议的新条款（续签）",
         "a new contract, or new terms of one",
         "relief consignment add DC-2017-04 --db jilin.db --actor 王芳 --to 2022-12-31",
         {{"CONTRACT", "ID", "合同编号", "its number", positional, true},
          {"--depot", "SITE", "代储点（新协议必填）", "the consignment point (of a new one)"},
          {"--from", "DATE", "起", "first day"},
          {"--to", "DATE", "止", "last day"},
          {"--owner", "ORG", "货主单位", "the owner's office"},
          {"--owner-name", "NAME", "货主名称", "the owner's name"},
          {"--item", "ITEM=MIN", "代储物资和最低存量，可多次", "goods and what may never be short",
           OptionSpec::Form::list},
          {"--gate-minutes", "N", "接电话到开门装车的最长分钟",
           "minutes from the call to the open gate"},
          {"--acceptance-days", "N", "验收报告的工作日", "work days for the acceptance report"},
          {"--dispatch-days", "N", "发运报告的工作日", "work days for the dispatch report"},
          {"--fee", "TEXT", "代储费", "the fee"},
          {"--insurance", "TEXT", "保险", "the insurance"},
          {"--compensation", "TEXT", "损失赔偿", "what is paid for loss"},
          {"--double-value", "", "承储单位自有同类物资不少于代储价值两倍",
           "the keeper keeps goods of twice the value", flag},
          {"--keeper-rotates", "", "承储单位负责轮换", "the keeper renews the goods", flag},
          at_option,
          key_option},
         add_contract_command},
        {"consignment done",
         "承储单位的一件事已办",
         "a keeper has done a duty",
         "relief consignment done DC-2017-04/yearly_report/2017 --db jilin.db --actor 王芳 --on "
         "2018-01-08",
         {{"DUTY", "ID", "事项（见 consignment show）", "the duty, as consignment show names it",
           positional, true},
          {"--on", "DATE", "哪一天办的", "the day it was done"},
          {"--note", "TEXT", "说明、文号", "in words, number of the paper"},
          at_option,
          key_option},
         duty_done_command},
        {"consignment overdue",
         "承储单位逾期未办的事项",
         "duties of keepers that are late",
         "relief consignment overdue --db jilin.db",
         {scope_option, asked_at_option},
         overdue_duties},
    };
}

std::vector<CommandSpec> agreement_commands() {
    const OptionSpec agreement{"AGREEMENT", "ID", "协议编号", "its id", positional, true};
    return {
        {"agreement list",
         "供应协议：产能、首车时间、现存、电话演练",
         "agreements with suppliers: capacity, first truck, stock, call tests",
         "relief agreement list --db jilin.db --item WATERB",
         {{"--item", "ITEM", "只看这种物资", "of this item alone"},
          {"--place", "CODE", "只看这个市州", "at this division alone"},
          {"--halal", "", "只看清真", "halal alone", flag},
          {"--test", "WORD", "演练状态: never、passed、failed、overdue",
           "never, passed, failed, overdue"},
          asked_at_option},
         list_agreements},
        {"agreement show",
         "一份供应协议和全部电话演练",
         "one agreement with all its call tests",
         "relief agreement show SU-220200-WATERB --db jilin.db",
         {agreement, asked_at_option},
         show_agreement},
        {"agreement test",
         "电话演练：多少分钟落实首车",
         "a call test: minutes until a truck is named",
         "relief agreement test SU-220200-WATERB --db jilin.db --actor 王芳 --minutes 12",
         {agreement,
          {"--minutes", "N", "落实首车的分钟", "minutes until a truck was named"},
          {"--failed", "", "无人接听或落实不了", "nobody answered or no truck was named", flag},
          {"--note", "TEXT", "说明", "in words"},
          at_option,
          key_option},
         test_command},
        {"agreement declare",
         "供应商申报现存量",
         "what the supplier says it has on hand",
         "relief agreement declare SU-220200-WATERB --db jilin.db --actor 王芳 --on-hand 90000 "
         "--by "
         "周经理",
         {agreement,
          {"--on-hand", "N", "现存量", "whole units", value, true},
          {"--by", "NAME", "谁申报的", "who said so"},
          {"--note", "TEXT", "说明", "in words"},
          at_option,
          key_option},
         declare_command},
        {"agreement terms",
         "协议新条款（续签、产能、联系人），或新供应商的协议",
         "new terms of an agreement, or one with a new supplier",
         "relief agreement terms SU-220200-WATERB --db jilin.db --actor 王芳 --to 2018-12-31 "
         "--contact 周经理 --phone 0432-64000000",
         {agreement,
          {"--name", "NAME", "供应商（新协议必填）", "the supplier (of a new one)"},
          {"--place", "PLACE", "所在市县（新协议必填）", "where it is (of a new one)"},
          {"--item", "ITEM", "供应的物资（新协议必填）", "what it supplies (of a new one)"},
          {"--on-hand", "N", "协议现存量", "what it keeps on hand"},
          {"--from", "DATE", "起", "first day"},
          {"--to", "DATE", "止", "last day"},
          {"--capacity", "N", "日产能", "units a day"},
          {"--first-truck", "HOURS", "首车发出小时", "hours to the first truck"},
          {"--halal", "yes|no", "清真", "halal"},
          {"--contact", "NAME", "联系人", "whom to call"},
          {"--phone", "NUMBER", "电话", "telephone"},
          {"--price", "TEXT", "计价办法", "how the price is made"},
          at_option,
          key_option},
         terms_command},
    };
}

}  // namespace relief
