// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/order.h"

#include "core/error.h"
#include "reserves/document/application.h"
#include "reserves/document/designated_use.h"
#include "reserves/document/order_parts.h"
#include "reserves/document/packs.h"
#include "reserves/ledger/hold.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

ordered_json lorries_content(const std::vector<PlannedLorries>& lorries) {
    ordered_json rows = ordered_json::array();
    for (const PlannedLorries& row : lorries) {
        rows.push_back({{"shipment", row.shipment},
                        {"class", row.vehicle_class},
                        {"vehicles", row.vehicles},
                        {"trips", row.trips},
                        {"depart", format_instant(row.depart)},
                        {"arrive", format_instant(row.arrive)},
                        {"km", row.km},
                        {"road", row.road}});
    }
    return rows;
}

std::string head_content(const OrderHead& head) {
    ordered_json content{{"mode", head.mode},
                         {"response", head.response},
                         {"from", head.from},
                         {"to", head.to},
                         {"caller", head.caller},
                         {"contact_from", head.contact_from},
                         {"contact_to", head.contact_to},
                         {"reason", head.reason},
                         {"value_yuan", nullptr},
                         {"plan", head.plan},
                         {"use", head.use},
                         {"hold_until", format_instant(head.hold_until)}};
    if (head.value_yuan) {
        content["value_yuan"] = *head.value_yuan;
    }
    if (head.arrive_by) {
        content["arrive_by"] = format_instant(*head.arrive_by);
    }
    if (!head.lorries.empty()) {
        content["lorries"] = lorries_content(head.lorries);
    }
    return content.dump();
}

Instant told_instant(const json& content, const char* field) {
    return parse_instant(content.at(field).get<std::string>()).value_or(Instant{});
}

std::vector<PlannedLorries> told_lorries(const json& content) {
    std::vector<PlannedLorries> lorries;
    for (const json& row : content.value("lorries", json::array())) {
        lorries.push_back({.shipment = row.at("shipment"),
                           .vehicle_class = row.at("class"),
                           .vehicles = row.at("vehicles"),
                           .trips = row.at("trips"),
                           .depart = told_instant(row, "depart"),
                           .arrive = told_instant(row, "arrive"),
                           .km = row.at("km"),
                           .road = row.at("road")});
    }
    return lorries;
}

Piece& piece_of(OrderProgress& progress, int line, const std::string& lot) {
    for (Piece& piece : progress.pieces) {
        if (piece.line == line && piece.lot == lot) {
            return piece;
        }
    }
    progress.pieces.push_back({.line = line, .lot = lot});
    return progress.pieces.back();
}

void fold_picks(OrderProgress& progress, const json& content) {
    for (const json& pick : content.at("picks")) {
        Piece& piece = piece_of(progress, pick.at("line"), pick.at("lot"));
        piece.item = pick.at("item");
        piece.owner = pick.at("owner");
        piece.keeper = pick.at("keeper");
        piece.picked += pick.at("amount").get<std::int64_t>();
    }
}

void fold_load(OrderProgress& progress, const DocumentStep& step, const json& content) {
    progress.trucks.push_back({.truck = content.at("truck"),
                               .seal = content.at("seal"),
                               .driver = content.at("driver"),
                               .photo = content.at("photo"),
                               .at = step.occurred_at});
    for (const json& load : content.at("loads")) {
        piece_of(progress, load.at("line"), load.at("lot")).loaded +=
            load.at("amount").get<std::int64_t>();
    }
}

void fold_divert(OrderProgress& progress, const json& content) {
    for (const json& move : content.at("moves")) {
        const std::int64_t amount = move.at("amount");
        Piece& from = piece_of(progress, move.at("line"), move.at("lot"));
        from.diverted += amount;
        const Piece copy = from;
        Piece& to = piece_of(progress, move.at("to_line"), move.at("lot"));
        to.item = copy.item;
        to.owner = copy.owner;
        to.keeper = copy.keeper;
        to.diverted -= amount;
    }
}

/// What is told as missing and turns up later is taken off the missing.
void fold_counts(OrderProgress& progress, const json& content, bool back) {
    for (const json& count : content.at("counts")) {
        Piece& piece = piece_of(progress, count.at("line"), count.at("lot"));
        const std::int64_t arrived =
            count.at("good").get<std::int64_t>() + count.at("damaged").get<std::int64_t>();
        const std::int64_t turned_up = std::max<std::int64_t>(0, arrived - piece.uncounted());
        piece.missing -= turned_up;
        if (back) {
            piece.returned += arrived;
        } else {
            piece.good += count.at("good").get<std::int64_t>();
            piece.damaged += count.at("damaged").get<std::int64_t>();
        }
        piece.missing += count.at("missing").get<std::int64_t>();
    }
}

void fold_decision(OrderProgress& progress, const json& content) {
    for (const json& decision : content.at("decisions")) {
        Piece& piece = piece_of(progress, decision.at("line"), decision.at("lot"));
        const std::int64_t lost = decision.at("lost");
        piece.missing -= lost;
        piece.lost += lost;
    }
}

void fold_signature(OrderProgress& progress, const DocumentStep& step, const json& content) {
    progress.signed_at = step.occurred_at;
    if (content.value("phone", false)) {
        progress.by_phone = true;
        progress.papers_due = told_instant(content, "papers_due");
    }
}

void fold_step(OrderProgress& progress, const DocumentStep& step) {
    const json content = json::parse(step.content);
    const std::string& verb = step.verb;
    if (verb == "sign" || verb == "cosign") {
        fold_signature(progress, step, content);
    } else if (verb == "papers" || verb == "cancel" || verb == "refuse") {
        progress.papers_due.reset();
    } else if (verb == "pick") {
        fold_picks(progress, content);
    } else if (verb == "load" || verb == "load_part") {
        fold_load(progress, step, content);
    } else if (verb == "depart") {
        progress.departed_at = step.occurred_at;
        for (Piece& piece : progress.pieces) {
            piece.departed = piece.loaded;
        }
    } else if (verb == "arrive") {
        progress.arrived_at = step.occurred_at;
    } else if (verb == "divert") {
        fold_divert(progress, content);
    } else if (verb == "receive" || verb == "receive_part") {
        fold_counts(progress, content, false);
    } else if (verb == "return" || verb == "return_part") {
        fold_counts(progress, content, true);
    } else if (verb == "decide") {
        fold_decision(progress, content);
    }
}

Error wrong_line(int line, std::string message, std::string found, std::string expected) {
    return bad_input({.code = "order.line",
                      .message = std::move(message),
                      .line = 0,
                      .field = fmt::format("line {}", line),
                      .found = std::move(found),
                      .expected = std::move(expected)});
}

void check_whole_packs(const std::vector<ItemPack>& packs, const Item& item,
                       const DocumentLine& line, int number) {
    if (const auto pack = broken_pack(packs, line.item, line.amount, item.decimals)) {
        throw refused({.code = "doc.pack",
                       .message = "packs of this item are not given this way",
                       .field = fmt::format("line {}", number),
                       .found = format_quantity({line.amount, item.decimals}) + item.unit,
                       .expected = fmt::format("whole packs of {} ({})", pack->units, pack->name)});
    }
}

void check_lines(Change& change, const OrderTables& tables, const NewOrder& order) {
    if (order.lines.empty()) {
        throw wrong_line(1, "an order is of something", "no line", "ITEM=AMOUNT");
    }
    const auto packs = packs_on(change.database(), beijing_date(change.request().occurred_at));
    int number = 0;
    for (const DocumentLine& line : order.lines) {
        ++number;
        if (tables.rules.item(line.item) == nullptr) {
            throw bad_input({.code = "item.unknown",
                             .message = "there is no such item",
                             .field = fmt::format("line {}", number),
                             .found = line.item,
                             .expected = "an item of rules/item_catalog.csv"});
        }
        if (line.amount <= 0) {
            throw wrong_line(number, "a line is of something", fmt::format("{}", line.amount),
                             "an amount above 0");
        }
        if (line.owner.empty()) {
            throw wrong_line(number, "a line says whose goods they are", "no owner",
                             "the division that owns them");
        }
        check_whole_packs(packs, *tables.rules.item(line.item), line, number);
    }
}

void check_head(const OrderTables& tables, const OrderHead& head) {
    if (tables.baseline.depot(head.from) == nullptr) {
        throw bad_input({.code = "order.from",
                         .message = "there is no such depot",
                         .field = "from",
                         .found = head.from,
                         .expected = "the id of a depot"});
    }
    (void)receiving_owner(tables, head.to);
    if (head.mode != "allot" && head.mode != "pre_place") {
        throw bad_input({.code = "argument.value",
                         .message = "there is no such mode",
                         .field = "mode",
                         .found = head.mode,
                         .expected = "allot, pre_place"});
    }
    if (head.from == head.to) {
        throw bad_input({.code = "order.to",
                         .message = "the goods are there already",
                         .field = "to",
                         .found = head.to,
                         .expected = "another depot or place"});
    }
}

std::string_view level_of(std::string_view division) {
    return division.starts_with("000000")                            ? "central"
           : division.size() >= 6 && division.substr(2, 4) == "0000" ? "province"
           : division.size() >= 6 && division.substr(4, 2) == "00"   ? "city"
                                                                     : "county";
}

std::string_view goods_class(const std::string& owner, const std::string& caller) {
    const std::string_view level = level_of(owner);
    if (level == "county" && !caller.empty() && caller != owner) {
        return goods::county_called_by_city;
    }
    return level == "central"    ? goods::central_stock
           : level == "province" ? goods::provincial_stock
           : level == "city"     ? goods::city_stock
                                 : goods::county_stock;
}

}  // namespace

const Piece* OrderProgress::piece(int line, std::string_view lot) const {
    const auto found = std::find_if(pieces.begin(), pieces.end(), [&](const Piece& piece) {
        return piece.line == line && piece.lot == lot;
    });
    return found == pieces.end() ? nullptr : &*found;
}

std::int64_t OrderProgress::in_transit() const {
    std::int64_t sum = 0;
    for (const Piece& piece : pieces) {
        sum += piece.in_transit();
    }
    return sum;
}

std::int64_t OrderProgress::uncounted() const {
    std::int64_t sum = 0;
    for (const Piece& piece : pieces) {
        sum += piece.uncounted();
    }
    return sum;
}

OrderHead read_order_head(const Document& document) {
    const json content = json::parse(document.content);
    OrderHead head{.mode = content.at("mode"),
                   .response = content.at("response"),
                   .from = content.at("from"),
                   .to = content.at("to"),
                   .caller = content.at("caller"),
                   .contact_from = content.at("contact_from"),
                   .contact_to = content.at("contact_to"),
                   .reason = content.at("reason"),
                   .plan = content.at("plan"),
                   .use = content.value("use", ""),
                   .hold_until = told_instant(content, "hold_until"),
                   .lorries = told_lorries(content)};
    if (content.contains("arrive_by")) {
        head.arrive_by = told_instant(content, "arrive_by");
    }
    if (!content.at("value_yuan").is_null()) {
        head.value_yuan = content.at("value_yuan").get<std::int64_t>();
    }
    return head;
}

OrderProgress order_progress(const Document& document) {
    OrderProgress progress;
    const bool has_goods = document.number.kind == "allotment_order";
    for (const DocumentStep& step : document.steps) {
        if (has_goods || step.verb == "sign" || step.verb == "papers") {
            fold_step(progress, step);
        }
    }
    return progress;
}

std::string transit_stage(std::int64_t order) {
    return fmt::format("in_transit({})", order);
}

std::vector<SignatureQuestion> order_questions(const OrderTables& tables, const Document& order,
                                               Instant at, bool phone) {
    const OrderHead head = read_order_head(order);
    std::map<std::string, std::int64_t> most;  // by owner
    for (const DocumentLine& line : order.lines) {
        const Item* item = tables.rules.item(line.item);
        const std::int64_t units = whole_units({line.amount, item == nullptr ? 0 : item->decimals});
        most[line.owner] = std::max(most[line.owner], units);
    }
    std::vector<SignatureQuestion> questions;
    for (const auto& [owner, amount] : most) {
        const std::string_view goods_kind = goods_class(owner, head.caller);
        questions.push_back(
            {.goods = std::string(goods_kind),
             .response = head.response,
             .division = owner,
             .amount = amount,
             .at = at,
             .caller = goods_kind == goods::county_called_by_city ? head.caller : std::string(),
             .phone = phone});
    }
    return questions;
}

std::string receiving_owner(const OrderTables& tables, const std::string& to) {
    if (const Depot* depot = tables.baseline.depot(to)) {
        return depot->level == "province" ? fmt::format("{}0000", depot->seat_code.substr(0, 2))
                                          : depot->seat_code;
    }
    const bool is_division =
        std::any_of(tables.organisations.begin(), tables.organisations.end(),
                    [&](const Organisation& office) { return office.division == to; });
    if (!is_division) {
        throw bad_input({.code = "order.to",
                         .message = "nobody receives goods there",
                         .field = "to",
                         .found = to,
                         .expected = "the id of a depot, or a county, city or the province"});
    }
    return to;
}

void check_seen(const Document& document, std::optional<std::int64_t> seen) {
    const auto steps = static_cast<std::int64_t>(document.steps.size());
    if (seen && *seen != steps) {
        throw conflict(
            {.code = "doc.stale",
             .message = "the document has gone on since it was looked at",
             .field = "--seen",
             .found = fmt::format("{} steps seen, {} there are; last {} by {} at {}", *seen, steps,
                                  document.steps.back().verb, document.steps.back().actor,
                                  format_instant(document.steps.back().occurred_at)),
             .expected = "look again, then decide"});
    }
}

std::int64_t draft_order(Change& change, const OrderTables& tables, const NewOrder& order,
                         bool hold) {
    expire_holds(change, change.request().recorded_at);
    check_head(tables, order.head);
    check_lines(change, tables, order);
    if (order.application) {
        check_application(change.database(), *order.application);
    }
    std::vector<DocumentLine> lines = order.lines;
    for (DocumentLine& line : lines) {
        line.from_site = order.head.from;
        line.to_site = order.head.to;
        line.condition = std::string("A");
    }
    const std::int64_t id = add_document(change, {.unit = order.unit,
                                                  .kind = "allotment_order",
                                                  .event = order.event,
                                                  .content = head_content(order.head),
                                                  .lines = std::move(lines)});
    if (order.application) {
        link_documents(change, id, *order.application, "answers");
    }
    if (hold) {
        hold_order(change, tables, read_document(change.database(), id), order.head.hold_until);
    }
    return id;
}

void hold_order(Change& change, const OrderTables& tables, const Document& order, Instant until) {
    void_holds(change, order.id);
    const OrderHead head = read_order_head(order);
    const Instant now = change.request().recorded_at;
    for (const DocumentLine& line : order.lines) {
        std::int64_t left = line.amount;
        NewHold hold{.site = line.from_site,
                     .item = line.item,
                     .lot = line.lot,
                     .owner = line.owner,
                     .amount = left,
                     .document = order.id,
                     .line = line.line,
                     .deadline = until};
        if (!line.lot.empty()) {
            check_use(change.database(), tables, head, line.item, line.lot);
            make_hold(change, hold);
            continue;
        }
        std::int64_t available = 0;
        std::string bound;
        for (const AvailableLot& lot : available_lots(
                 change.database(),
                 {.site = line.from_site, .item = line.item, .owner = line.owner, .at = now})) {
            if (auto other = bound_elsewhere(change.database(), tables, head, lot.item, lot.lot)) {
                bound = std::move(*other);
                continue;
            }
            available += lot.available;
            hold.amount = std::min(left, lot.available);
            if (hold.amount > 0) {
                hold.lot = lot.lot;
                make_hold(change, hold);
                left -= hold.amount;
            }
        }
        if (left > 0) {
            throw short_of(line, line.amount, available, bound);
        }
    }
}

bool serves(const OrderTables& tables, const OrderHead& head, const std::string& use) {
    if (use == head.use || use == head.to) {
        return true;
    }
    if (tables.places == nullptr) {
        return false;
    }
    const Depot* depot = tables.baseline.depot(head.to);
    const std::string& receiver = depot == nullptr ? head.to : depot->seat_code;
    try {
        const Place& meant = tables.places->resolve(use, tables.baseline.picture_on);
        return tables.places->is_within(receiver, meant.code);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::bad_input) {
            throw;
        }
        return false;  // a use that is no place
    }
}

std::optional<std::string> bound_elsewhere(Database& database, const OrderTables& tables,
                                           const OrderHead& head, const std::string& item,
                                           const std::string& lot) {
    const auto designation = designation_of(database, item, lot);
    if (!designation || serves(tables, head, designation->use)) {
        return std::nullopt;
    }
    return describe(database, *designation);
}

void check_use(Database& database, const OrderTables& tables, const OrderHead& head,
               const std::string& item, const std::string& lot) {
    if (auto bound = bound_elsewhere(database, tables, head, item, lot)) {
        throw refused({.code = "donation.use",
                       .message = "the goods were given for another use",
                       .field = fmt::format("{} {}", item, lot),
                       .found = fmt::format("an order for {}{}{}", head.to,
                                            head.use.empty() ? "" : ", ", head.use),
                       .expected = std::move(*bound)});
    }
}

Error short_of(const DocumentLine& line, std::int64_t asked, std::int64_t available,
               const std::string& bound) {
    return refused({.code = "hold.short",
                    .message = "less is available than is asked for",
                    .field = fmt::format("line {}: {} at {} (owner {})", line.line, line.item,
                                         line.from_site, line.owner),
                    .found = fmt::format("{} available, {} asked for", available, asked),
                    .expected = fmt::format("at most {}{}{}", available,
                                            bound.empty() ? "" : "; more is given for ", bound)});
}

void void_holds(Change& change, std::int64_t order) {
    const Instant now = change.request().recorded_at;
    expire_holds(change, now);
    for (const OpenHold& hold : open_holds(change.database(), now, order)) {
        end_hold(change, hold.id, HoldEnd::voided);
    }
}

std::vector<PaperDebt> paper_debts(Database& database) {
    std::vector<PaperDebt> debts;
    Statement select = database.prepare(
        "SELECT DISTINCT document_id FROM document_step WHERE verb IN ('sign', 'cosign') AND "
        "json_extract(content, '$.phone') = 1 ORDER BY document_id");
    while (select.step()) {
        const Document document = read_document(database, select.integer(0));
        const OrderProgress progress = order_progress(document);
        if (!progress.papers_due || !progress.signed_at || document.state() == "void") {
            continue;
        }
        std::string signer;
        for (const DocumentStep& step : document.steps) {
            const json content = json::parse(step.content);
            if (content.value("phone", false)) {
                signer = content.value("signer", "");
            }
        }
        debts.push_back({.order = document.id,
                         .number = format_number(document.number),
                         .signer = signer,
                         .signed_at = *progress.signed_at,
                         .due = *progress.papers_due});
    }
    std::stable_sort(debts.begin(), debts.end(),
                     [](const PaperDebt& a, const PaperDebt& b) { return a.due < b.due; });
    return debts;
}

std::vector<GoodsDebt> goods_debts(Database& database) {
    Statement select = database.prepare(
        "SELECT id, document_id, debtor, creditor, item, amount, at, ifnull((SELECT how FROM "
        "goods_debt_end WHERE debt_id = goods_debt.id), '') FROM goods_debt ORDER BY id");
    std::vector<GoodsDebt> debts;
    while (select.step()) {
        debts.push_back({.id = select.integer(0),
                         .order = select.integer(1),
                         .debtor = select.text(2),
                         .creditor = select.text(3),
                         .item = select.text(4),
                         .amount = select.integer(5),
                         .since = instant_of(select.integer(6)),
                         .settled = select.text(7)});
    }
    return debts;
}

void settle_debt(Change& change, std::int64_t debt, const std::string& by) {
    for (const GoodsDebt& row : goods_debts(change.database())) {
        if (row.id == debt && row.settled.empty()) {
            change.insert(
                "goods_debt_end",
                {{"debt_id", debt}, {"how", by}, {"at", seconds_of(change.request().occurred_at)}});
            return;
        }
    }
    throw refused({.code = "order.no_debt",
                   .message = "nothing is owed under this number",
                   .field = "debt",
                   .found = fmt::format("{}", debt),
                   .expected = "an open debt of relief order debts"});
}

}  // namespace relief
