// SPDX-License-Identifier: Apache-2.0
// Orders from a plan: what it sends is looked for in the books as they are now.
#include "core/error.h"
#include "core/json_depth.h"
#include "reserves/document/call_off.h"
#include "reserves/ledger/hold.h"
#include "tools/desk/document.h"
#include "tools/desk/order_desk.h"
#include "tools/desk/text_table.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

/// A line of a shipment of the plan.
struct PlanLine {
    std::string shipment;
    std::string from;
    std::string to;
    std::string item;
    std::string lot;
    std::int64_t amount = 0;  ///< of the books
    Instant depart;
    std::optional<Instant> by;  ///< when the first of the needs it serves is due
};

struct PlanDocument {
    std::string scenario;
    std::string as_of;
    std::string hazard;
    std::vector<PlanLine> lines;
    std::map<std::string, PlannedLorries> lorries;                      ///< by shipment
    std::map<std::pair<std::string, std::string>, std::int64_t> needs;  ///< place, item: of books
};

Error broken(const std::string& file, std::string found) {
    return bad_input({.code = "json.field",
                      .message = "a field of the plan is missing or of another type",
                      .file = file,
                      .found = std::move(found),
                      .expected = "a relief.plan/1 as relief plan --json writes it"});
}

Instant told_time(const json& row, const char* field, const std::string& file) {
    const auto at = parse_instant(row.at(field).get<std::string>());
    if (!at) {
        throw broken(file, row.at(field).get<std::string>());
    }
    return *at;
}

/// A whole number from 0 to `most`: of a fraction or one beyond 64 bits the library would make any.
bool is_whole(const json& value, std::int64_t most) {
    return value.is_number_unsigned() &&
           value.get<std::uint64_t>() <= static_cast<std::uint64_t>(most);
}

std::int64_t told_amount(const Rules& rules, const std::string& item, const json& value,
                         const std::string& file) {
    constexpr std::int64_t most = 1'000'000'000'000'000;
    const Item* known = rules.item(item);
    const std::int64_t each = known == nullptr ? 1 : from_units(1, known->decimals).amount;
    if (known == nullptr || !is_whole(value, most / each)) {
        throw broken(file, fmt::format("{} of {}", value.dump().substr(0, 40), item));
    }
    return value.get<std::int64_t>() * each;
}

int told_count(const json& shipment, const char* field, const std::string& file) {
    constexpr std::int64_t most = 1'000'000;
    const json& value = shipment.at(field);
    if (!is_whole(value, most)) {
        throw broken(file, fmt::format("{} {}", value.dump().substr(0, 40), field));
    }
    return value.get<int>();
}

PlannedLorries told_lorries(const json& shipment, const std::string& file) {
    const json& route = shipment.at("route");
    return {.shipment = shipment.at("id"),
            .vehicle_class = shipment.at("vehicle_class"),
            .vehicles = told_count(shipment, "vehicles", file),
            .trips = told_count(shipment, "trips", file),
            .depart = told_time(shipment, "depart", file),
            .arrive = told_time(shipment, "arrive", file),
            .km = route.at("km"),
            .road = route.value("road", "")};
}

/// The earliest time of the needs a line is for.
std::optional<Instant> first_due(const std::map<std::string, Instant>& due, const json& for_need) {
    std::optional<Instant> first;
    for (const json& need : for_need.is_array() ? for_need : json::array({for_need})) {
        const auto found = due.find(need.get<std::string>());
        if (found != due.end() && (!first || found->second < *first)) {
            first = found->second;
        }
    }
    return first;
}

/// What left, was received or is signed has its order; what is pinned by hand has not.
bool has_its_order(const json& shipment) {
    const auto stage = shipment.find("committed");
    return stage != shipment.end() && stage->is_string() && *stage != "pinned";
}

PlanDocument read_plan(const Rules& rules, const std::string& text, const std::string& file) {
    check_json_depth(text, file);
    PlanDocument plan;
    try {
        const json document = json::parse(text);
        if (document.at("schema") != "relief.plan/1") {
            throw broken(file, document.at("schema").get<std::string>());
        }
        plan.scenario = document.at("scenario");
        plan.as_of = document.at("as_of");
        std::map<std::string, Instant> due;
        for (const json& need : document.at("needs")) {
            const std::string item = need.at("item");
            due.emplace(need.at("id"), told_time(need, "by", file));
            const std::int64_t amount = told_amount(rules, item, need.at("quantity"), file);
            std::int64_t& sum = plan.needs[{need.at("place"), item}];
            if (__builtin_add_overflow(sum, amount, &sum)) {
                throw broken(file, fmt::format("more {} than there is", item));
            }
        }
        for (const json& shipment : document.at("shipments")) {
            if (has_its_order(shipment)) {
                continue;
            }
            if (shipment.contains("vehicle_class")) {  // a plan by hand may leave it open
                plan.lorries.emplace(shipment.at("id"), told_lorries(shipment, file));
            }
            for (const json& line : shipment.at("lines")) {
                const std::string item = line.at("item");
                plan.lines.push_back(
                    {.shipment = shipment.at("id"),
                     .from = shipment.at("from"),
                     .to = shipment.at("to"),
                     .item = item,
                     .lot = line.at("lot").is_null() ? "" : line.at("lot").get<std::string>(),
                     .amount = told_amount(rules, item, line.at("quantity"), file),
                     .depart = told_time(shipment, "depart", file),
                     .by = first_due(due, line.at("for_need"))});
            }
        }
    } catch (const json::exception& error) {
        throw broken(file, error.what());
    }
    return plan;
}

/// What can still be had of each shelf while lines are taken off it one after the other.
class Stock {
  public:
    Stock(Database& database, OrderTables tables, Instant now)
        : database_(database), tables_(tables), now_(now) {}

    /// What goods of a lot were given for, where the place it is sent to is not that.
    std::optional<std::string> bound(const PlanLine& line) {
        return bound_elsewhere(database_, tables_, {.to = line.to}, line.item, line.lot);
    }

    /// Takes an amount, by owner; what is left out is told with its reason.
    std::vector<std::pair<std::string, std::int64_t>> take(const PlanLine& line, std::string& why,
                                                           std::int64_t& available) {
        std::vector<AvailableLot>& lots = shelf(line.from, line.item);
        std::vector<std::pair<std::string, std::int64_t>> taken;
        std::int64_t left = line.amount;
        bool found = false;
        for (AvailableLot& lot : lots) {
            if (lot.lot != line.lot) {
                continue;
            }
            found = true;
            const std::int64_t amount = std::min(left, lot.available);
            available += lot.available;
            if (amount > 0) {
                taken.emplace_back(lot.owner, amount);
                left -= amount;
            }
            if (amount < lot.on_hand && left > 0) {
                why = !lot.why_not.empty() ? lot.why_not : lot.held > 0 ? "held" : "short";
            }
        }
        if (!found) {
            why = "gone";
        }
        if (left > 0) {
            return {};
        }
        for (const auto& [owner, amount] : taken) {
            for (AvailableLot& lot : lots) {
                if (lot.lot == line.lot && lot.owner == owner) {
                    lot.available -= amount;
                    break;
                }
            }
        }
        why.clear();
        return taken;
    }

    /// The orders that hold a lot.
    std::string holders(const PlanLine& line) {
        std::set<std::string> numbers;
        for (const OpenHold& hold : open_holds(database_, now_)) {
            if (hold.site == line.from && hold.item == line.item && hold.lot == line.lot) {
                numbers.insert(format_number(read_document(database_, hold.document).number));
            }
        }
        std::string text;
        for (const std::string& number : numbers) {
            text += (text.empty() ? "" : ", ") + number;
        }
        return text;
    }

  private:
    std::vector<AvailableLot>& shelf(const std::string& site, const std::string& item) {
        auto found = shelves_.find({site, item});
        if (found == shelves_.end()) {
            found =
                shelves_
                    .emplace(std::pair(site, item),
                             available_lots(database_, {.site = site, .item = item, .at = now_}))
                    .first;
        }
        return found->second;
    }

    Database& database_;
    OrderTables tables_;
    Instant now_;
    std::map<std::pair<std::string, std::string>, std::vector<AvailableLot>> shelves_;
};

ChangedLine changed_line(const PlanLine& line, const std::string& reason, const std::string& zh,
                         const std::string& en) {
    return {.shipment = line.shipment,
            .from = line.from,
            .to = line.to,
            .item = line.item,
            .lot = line.lot,
            .amount = line.amount,
            .reason = reason,
            .zh = zh,
            .en = en};
}

ChangedLine why_changed(Stock& stock, const PlanLine& line, const std::string& why,
                        std::int64_t available) {
    static const std::map<std::string, std::pair<const char*, const char*>, std::less<>> words{
        {"gone", {"此库已无此批次", "the lot is not there any more"}},
        {"expired", {"批次已过期", "the lot has expired"}},
        {"frozen", {"批次已冻结", "the lot is frozen"}},
        {"recalled", {"批次已召回", "the lot is recalled"}},
        {"awaiting_test", {"批次待检", "the lot awaits a test"}},
        {"site_stopped", {"库点因重大隐患停用", "the site is stopped by a grade-1 hazard"}},
    };
    if (why == "held") {
        const std::string by = stock.holders(line);
        return changed_line(line, why, fmt::format("已被 {} 占用，尚余 {}", by, available),
                            fmt::format("held by {}, {} left", by, available));
    }
    const auto found = words.find(why);
    if (found == words.end()) {
        return changed_line(line, why, fmt::format("不足，尚余 {}", available),
                            fmt::format("short, {} left", available));
    }
    return changed_line(line, why, found->second.first, found->second.second);
}

/// "" where the supplier can give it, else what stands against it.
std::optional<ChangedLine> check_supplier(Database& database, const Rules& rules,
                                          const Agreement& agreement, const PlanLine& line,
                                          Units wanted, Units before, Instant now) {
    const Supplier& supplier = agreement.supplier;
    if (!agreement.holds(beijing_date(now))) {
        return changed_line(
            line, "agreement",
            fmt::format("协议期 {} 至 {}", format_date(supplier.agreement_from),
                        format_date(supplier.agreement_to)),
            fmt::format("agreement in force {} to {}", format_date(supplier.agreement_from),
                        format_date(supplier.agreement_to)));
    }
    const CallOffRoom room = call_off_room(database, rules, agreement, line.depart, now);
    const Units called = room.called + before;
    if (called + wanted > room.most || supplier.item != line.item) {
        return changed_line(line, "capacity",
                            fmt::format("协议供应能力 {}，已调用 {}", room.most, called),
                            fmt::format("capacity {}, called off {}", room.most, called));
    }
    return std::nullopt;
}

using OrderKey = std::tuple<std::string, std::string, std::string>;  // from, owner, to

/// What goes from one depot, of one owner, to one place.
struct DraftGroup {
    OrderKey key;
    std::vector<DocumentLine> lines;
    std::set<std::string> shipments;
    std::optional<Instant> arrive_by;
};

/// What a plan comes to in the books of now.
struct Draft {
    std::vector<DraftGroup> orders;
    std::vector<DraftGroup> call_offs;
    std::vector<ChangedLine> changed;
};

DraftGroup& group_of(std::vector<DraftGroup>& groups, const OrderKey& key) {
    const auto known = std::find_if(groups.begin(), groups.end(),
                                    [&](const DraftGroup& group) { return group.key == key; });
    return known != groups.end() ? *known : groups.emplace_back(DraftGroup{.key = key});
}

/// Lines of one item and lot are one line.
void add_line_to(DraftGroup& group, const PlanLine& line, const std::string& owner,
                 std::int64_t amount) {
    group.shipments.insert(line.shipment);
    if (line.by && (!group.arrive_by || *line.by < *group.arrive_by)) {
        group.arrive_by = line.by;
    }
    for (DocumentLine& same : group.lines) {
        if (same.item == line.item && same.lot == line.lot) {
            same.amount += amount;
            if (same.note.find(line.shipment) == std::string::npos) {
                same.note += " " + line.shipment;
            }
            return;
        }
    }
    group.lines.push_back({.item = line.item,
                           .lot = line.lot,
                           .amount = amount,
                           .owner = owner,
                           .from_site = line.from,
                           .to_site = line.to,
                           .condition = std::string("A"),
                           .note = line.shipment});
}

void take_line(OrderDesk& desk, Stock& stock, const PlanLine& line, Draft& draft) {
    std::string why;
    std::int64_t available = 0;
    if (const auto bound = stock.bound(line)) {
        draft.changed.push_back(changed_line(line, "designated", "定向捐赠物资：" + *bound,
                                             "given for another use: " + *bound));
        return;
    }
    const auto taken = stock.take(line, why, available);
    if (taken.empty()) {
        draft.changed.push_back(why_changed(stock, line, why, available));
        return;
    }
    (void)receiving_owner(desk.tables(), line.to);
    for (const auto& [owner, amount] : taken) {
        add_line_to(group_of(draft.orders, {line.from, owner, line.to}), line, owner, amount);
    }
}

void call_line(OrderDesk& desk, const Agreement& agreement, const PlanLine& line, Instant now,
               std::map<std::string, Units>& before, Draft& draft) {
    const Item* item = desk.desk.rules.item(line.item);
    const Units wanted = whole_units({line.amount, item == nullptr ? 0 : item->decimals});
    const Supplier& supplier = agreement.supplier;
    if (auto changed = check_supplier(desk.desk.database, desk.desk.rules, agreement, line, wanted,
                                      before[supplier.id], now)) {
        draft.changed.push_back(std::move(*changed));
        return;
    }
    before[supplier.id] += wanted;
    add_line_to(group_of(draft.call_offs, {line.from, supplier.place_code, line.to}), line,
                supplier.place_code, line.amount);
}

Draft look_through(OrderDesk& desk, const PlanDocument& plan, Instant now) {
    Draft draft;
    Stock stock(desk.desk.database, desk.tables(), now);
    const auto agreements = read_agreements(desk.desk.baseline, &desk.desk.database);
    std::map<std::string, Units> before;
    for (const PlanLine& line : plan.lines) {
        const auto agreement =
            std::find_if(agreements.begin(), agreements.end(),
                         [&](const Agreement& row) { return row.supplier.id == line.from; });
        if (agreement != agreements.end()) {
            call_line(desk, *agreement, line, now, before, draft);
        } else if (desk.desk.baseline.depot(line.from) != nullptr) {
            take_line(desk, stock, line, draft);
        } else {
            draft.changed.push_back(
                changed_line(line, "gone", "没有这个库点", "there is no such depot"));
        }
    }
    return draft;
}

/// The application of a place for what others send it; 0 where only its own goods go.
std::int64_t write_application(Change& change, OrderDesk& desk, const PlanDocument& plan,
                               const std::string& place, const Draft& draft) {
    std::map<std::string, std::int64_t> asked;
    std::string asked_of;
    for (const DraftGroup& group : draft.orders) {
        const auto& [from, owner, to] = group.key;
        if (to != place || owner == place) {
            continue;
        }
        if (asked_of.empty() || owner < asked_of) {
            asked_of = owner;  // the highest office asked: its code is the smallest
        }
        for (const DocumentLine& line : group.lines) {
            asked[line.item] += line.amount;
        }
    }
    if (asked.empty()) {
        return 0;
    }
    NewApplication application{.applicant = place,
                               .asked_of = asked_of,
                               .event = plan.scenario,
                               .disaster_kind = plan.scenario,
                               .disaster_place = place,
                               .disaster_at = parse_instant(plan.as_of),
                               .deliver_to = place,
                               .reason = "plan " + plan.scenario + " " + plan.as_of,
                               .keep = "plan"};
    for (const auto& [item, amount] : asked) {
        const auto needed = plan.needs.find({place, item});
        application.lines.push_back({.item = item,
                                     .needed = needed == plan.needs.end() ? amount : needed->second,
                                     .asked = amount});
    }
    return send_application(change, desk.desk.rules, application);
}

std::vector<PlannedLorries> lorries_of(const PlanDocument& plan, const DraftGroup& group) {
    std::vector<PlannedLorries> lorries;
    for (const std::string& shipment : group.shipments) {
        if (const auto told = plan.lorries.find(shipment); told != plan.lorries.end()) {
            lorries.push_back(told->second);
        }
    }
    return lorries;
}

/// What stops a draft in which something has changed: nothing is written then.
struct Stopped {};

void write_all(Change& change, OrderDesk& desk, const PlanDocument& plan, const Draft& draft,
               const PlanDraftOptions& options, PlanDraft& result) {
    std::map<std::string, std::int64_t> applications;
    for (const DraftGroup& group : draft.orders) {
        const auto& [from, owner, to] = group.key;
        if (applications.find(to) == applications.end()) {
            const std::int64_t id = write_application(change, desk, plan, to, draft);
            applications.emplace(to, id);
            if (id != 0) {
                result.applications.push_back(id);
            }
        }
        NewOrder order{.unit = owner.substr(0, 6),
                       .event = plan.scenario,
                       .head = {.response = options.response,
                                .from = from,
                                .to = to,
                                .reason = "plan " + plan.as_of,
                                .value_yuan = options.value_yuan,
                                .plan = plan.scenario + "@" + plan.as_of,
                                .hold_until = options.hold_until,
                                .arrive_by = group.arrive_by,
                                .lorries = lorries_of(plan, group)},
                       .lines = group.lines};
        if (owner != to && applications[to] != 0) {
            order.application = applications[to];
        }
        result.orders.push_back(draft_order(change, desk.tables(), order, true));
    }
    for (const DraftGroup& group : draft.call_offs) {
        const auto& [supplier, place, to] = group.key;
        result.call_offs.push_back(
            draft_call_off(change, desk.tables(),
                           {.event = plan.scenario,
                            .head = {.supplier = supplier,
                                     .response = options.response,
                                     .deliver_to = to,
                                     .plan = plan.scenario + "@" + plan.as_of},
                            .lines = group.lines,
                            .room_checked = true}));
    }
    change.tell_subject("plan " + plan.scenario);
}

ordered_json ids_json(const std::vector<std::int64_t>& ids) {
    return ids;
}

std::vector<std::int64_t> told_ids(const json& answer, const char* field) {
    return answer.at(field).get<std::vector<std::int64_t>>();
}

}  // namespace

PlanDraft draft_from_plan(OrderDesk& desk, const Asked& asked, const std::string& text,
                          const std::string& file, const PlanDraftOptions& options) {
    const PlanDocument plan = read_plan(desk.desk.rules, text, file);
    PlanDraft result;
    const std::string content =
        ordered_json{{"plan", text}, {"partial", options.partial}, {"response", options.response}}
            .dump();
    const Request request = make_request(desk.desk.database, asked, "order.draft", content);
    try {
        const std::string answer = make_change(desk.desk.database, request, [&](Change& change) {
            const Draft draft = look_through(desk, plan, asked.now);
            result.changed = draft.changed;
            if ((!draft.changed.empty() && !options.partial) ||
                (draft.orders.empty() && draft.call_offs.empty())) {
                throw Stopped{};
            }
            write_all(change, desk, plan, draft, options, result);
            return ordered_json{{"applications", ids_json(result.applications)},
                                {"orders", ids_json(result.orders)},
                                {"call_offs", ids_json(result.call_offs)}}
                .dump();
        });
        const json told = json::parse(answer);
        result.applications = told_ids(told, "applications");
        result.orders = told_ids(told, "orders");
        result.call_offs = told_ids(told, "call_offs");
        result.done = true;
    } catch (const Stopped&) {
        result.done = false;
    }
    return result;
}

std::string plan_draft_json(Database& database, const PlanDraft& draft) {
    const auto numbers = [&](const std::vector<std::int64_t>& ids) {
        ordered_json rows = ordered_json::array();
        for (const std::int64_t id : ids) {
            rows.push_back(
                {{"id", id}, {"number", format_number(read_document(database, id).number)}});
        }
        return rows;
    };
    ordered_json changed = ordered_json::array();
    for (const ChangedLine& line : draft.changed) {
        changed.push_back({{"shipment", line.shipment},
                           {"from", line.from},
                           {"to", line.to},
                           {"item", line.item},
                           {"lot", line.lot},
                           {"amount", line.amount},
                           {"reason", line.reason},
                           {"zh", line.zh},
                           {"en", line.en}});
    }
    return document_text({{"schema", "relief.order_draft/1"},
                          {"done", draft.done},
                          {"applications", numbers(draft.applications)},
                          {"orders", numbers(draft.orders)},
                          {"call_offs", numbers(draft.call_offs)},
                          {"changed", std::move(changed)}});
}

std::string plan_draft_text(Database& database, const PlanDraft& draft, std::string_view language) {
    const bool zh = language == "zh";
    std::string text;
    const auto add = [&](const char* words, const std::vector<std::int64_t>& ids) {
        for (const std::int64_t id : ids) {
            text += fmt::format("{} {} ({})\n", words,
                                format_number(read_document(database, id).number), id);
        }
    };
    add(zh ? "调拨申请" : "application", draft.applications);
    add(zh ? "调拨令" : "order", draft.orders);
    add(zh ? "协议采购通知单" : "call-off", draft.call_offs);
    if (!draft.changed.empty()) {
        TextTable table(zh ? std::vector<std::string>{"批次", "发出", "收货", "物资", "批号",
                                                      "数量", "为何不能开"}
                           : std::vector<std::string>{"shipment", "from", "to", "item", "lot",
                                                      "amount", "why not"},
                        {false, false, false, false, false, true});
        for (const ChangedLine& line : draft.changed) {
            table.add({line.shipment, line.from, line.to, line.item, line.lot,
                       fmt::format("{}", line.amount), zh ? line.zh : line.en});
        }
        text += table.text();
    }
    if (!draft.done) {
        text += zh ? "情况已变，什么都没有开；能开的先开用 --partial\n"
                   : "things have changed, nothing was drafted; --partial drafts what can be\n";
    }
    return text;
}

}  // namespace relief
