// SPDX-License-Identifier: Apache-2.0
#include "reserves/print/form_facts.h"

#include "core/people.h"
#include "reserves/care/agreement.h"
#include "reserves/document/call_off.h"
#include "reserves/document/order.h"
#include "reserves/duty/due_orders.h"
#include "reserves/print/decimal.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::json;

bool has_field(const FormKind& kind, std::string_view key) {
    return std::any_of(kind.fields.begin(), kind.fields.end(),
                       [&](const FieldSpec& field) { return field.key == key; });
}

bool has_column(const FormKind& kind, std::string_view key) {
    const auto& columns = kind.tables.front().columns;
    return std::any_of(columns.begin(), columns.end(),
                       [&](const ColumnSpec& column) { return column.key == key; });
}

/// A form while it is being filled: a box that says something already is left alone.
class FactSheet {
  public:
    FactSheet(FormContent& content, const FormKind& kind) : content_(content), kind_(kind) {}

    void put(std::string_view key, std::string value) {
        if (!value.empty() && has_field(kind_, key)) {
            std::string& box = content_.values[std::string(key)];
            box = box.empty() ? std::move(value) : box;
        }
    }

    void put_row(std::size_t row, std::string_view key, std::string value) {
        auto& rows = content_.rows["lines"];
        if (row < rows.size() && !value.empty() && has_column(kind_, key)) {
            rows[row].try_emplace(std::string(key), std::move(value));
        }
    }

    /// Who signed at a place of the form, unless somebody stands there.
    void sign(std::string_view post, const std::string& name, Instant at) {
        const bool known = std::any_of(kind_.posts.begin(), kind_.posts.end(),
                                       [&](const PostSpec& row) { return row.key == post; });
        const bool taken = std::any_of(content_.signatures.begin(), content_.signatures.end(),
                                       [&](const FormSignature& row) { return row.post == post; });
        if (known && !taken && !name.empty()) {
            content_.signatures.push_back({std::string(post), name, format_short(at)});
        }
    }

  private:
    FormContent& content_;
    const FormKind& kind_;
};

/// What fills a document's form.
struct Facts {
    Database& database;
    const Document& document;
    const FormNames& names;
    FactSheet& sheet;
};

std::string join(const std::vector<std::string>& words, const char* between) {
    return fmt::format("{}", fmt::join(words, between));
}

/// The document this one belongs to, by a relation.
std::optional<Document> related(Database& database, const Document& document,
                                std::string_view relation) {
    const auto found = linked_from(database, document.id, relation);
    return found.empty() ? std::nullopt : std::optional(read_document(database, found.front()));
}

const DocumentStep* step_of(const Document& document, std::string_view verb) {
    const auto found = std::find_if(document.steps.rbegin(), document.steps.rend(),
                                    [&](const DocumentStep& step) { return step.verb == verb; });
    return found == document.steps.rend() ? nullptr : &*found;
}

std::string post_words(const std::string& post, const FormNames& names) {
    if (post.empty()) {
        return {};
    }
    const Post& row = post_of(post);
    return std::string(names.language == "en" ? row.en : row.zh);
}

/// Every telephone signature of a document: post, person, time, call.
std::string oral_words(const Document& document, const FormNames& names) {
    std::vector<std::string> told;
    for (const DocumentStep& step : document.steps) {
        const json content = json::parse(step.content);
        if (!content.value("phone", false)) {
            continue;
        }
        std::string words =
            fmt::format("{} {} {}", post_words(step.post, names),
                        names.person(content.value("signer", "")), printed_time(step.occurred_at));
        if (const std::string call = content.value("call", ""); !call.empty()) {
            words += FormLabel{"，值班电话 ", ", call "}.in(names.language) + call;
        }
        told.push_back(std::move(words));
    }
    return join(told, names.language == "en" ? "; " : "；");
}

/// Dates of the lots on the lines.
void put_lots(const Facts& facts) {
    Statement select =
        facts.database.prepare("SELECT made_on, expires_on FROM lot WHERE lot = ?1 AND item = ?2");
    for (std::size_t row = 0; row < facts.document.lines.size(); ++row) {
        const DocumentLine& line = facts.document.lines[row];
        select.reset();
        select.bind(1, line.lot).bind(2, line.item);
        if (select.step()) {
            facts.sheet.put_row(row, "made_on", select.text(0));
            facts.sheet.put_row(row, "expires_on", select.text(1));
        }
    }
}

void fill_application(const Facts& facts, FormContent& content) {
    const json head = json::parse(facts.document.content);
    // Whom it goes to, not where the goods go.
    content.values["to"] = facts.names.site(head.at("asked_of").get<std::string>());
    facts.sheet.put("phone", head.at("contact"));
    for (std::size_t row = 0; row < facts.document.lines.size() && row < head.at("lines").size();
         ++row) {
        const json& line = head.at("lines")[row];
        const auto put = [&](std::string_view column, const char* key) {
            facts.sheet.put_row(row, column,
                                facts.names.quantity(line.at("item").get<std::string>(),
                                                     line.at(key).get<std::int64_t>()));
        };
        put("need_quantity", "needed");
        put("stock_quantity", "own_stock");
        put("used_quantity", "own_used");
    }
    if (const DocumentStep* approved = step_of(facts.document, "approve")) {
        facts.sheet.sign("sign", facts.names.person(approved->actor), approved->occurred_at);
    }
}

/// The application an order answers, the plan it was drafted from, why.
std::string basis_of(Database& database, const Document& order, const OrderHead& head) {
    std::vector<std::string> words;
    for (const std::int64_t id : linked_from(database, order.id, "answers")) {
        words.push_back(format_number(read_document(database, id).number));
    }
    for (const std::string& more : {head.plan, head.reason}) {
        if (!more.empty()) {
            words.push_back(more);
        }
    }
    return join(words, "；");
}

/// What the plan meant to send; the lorries that came take its place once they are loaded.
FormValues planned_row(const PlannedLorries& lorries, const FormNames& names) {
    const FormLabel trips{"每车 {} 趟", "{} trips each"};
    return {{"vehicle_class", names.vehicle(lorries.vehicle_class)},
            {"vehicles", fmt::format("{}", lorries.vehicles)},
            {"depart", format_short(lorries.depart)},
            {"arrive", format_short(lorries.arrive)},
            {"route", lorries.road},
            {"km", fmt::format("{:.0f}", lorries.km)},
            {"note", lorries.trips > 1
                         ? fmt::format(fmt::runtime(trips.in(names.language)), lorries.trips)
                         : ""}};
}

/// Until when the keeper has to answer a signed order (rules/order_stages.csv).
std::string accept_until(Database& database, Instant signed_at) {
    for (const OrderStage& stage : load_order_stages(DatabaseSource(database))) {
        if (stage.state == "signed") {
            return printed_time(signed_at + stage.limit);
        }
    }
    return {};
}

FormValues lorry_row(const TruckLoad& truck, const Document& order, const OrderProgress& progress) {
    FormValues row{{"vehicles", "1"},
                   {"note", fmt::format("{} {} {}", truck.truck, truck.seal, truck.driver)}};
    if (progress.departed_at) {
        row["depart"] = format_short(*progress.departed_at);
    }
    if (const DocumentStep* depart = step_of(order, "depart")) {
        const json content = json::parse(depart->content);
        if (content.at("expected").is_string()) {
            const auto expected = parse_instant(content.at("expected").get<std::string>());
            row["arrive"] = expected ? format_short(*expected) : "";
        }
    }
    return row;
}

void fill_order(const Facts& facts, FormContent& content) {
    const OrderHead head = read_order_head(facts.document);
    const OrderProgress progress = order_progress(facts.document);
    facts.sheet.put("from_phone", head.contact_from);
    facts.sheet.put("to_phone", head.contact_to);
    facts.sheet.put("deliver_to", facts.names.site(head.to));
    facts.sheet.put("basis", basis_of(facts.database, facts.document, head));
    facts.sheet.put("oral", oral_words(facts.document, facts.names));
    if (head.arrive_by) {
        facts.sheet.put("due", printed_time(*head.arrive_by));
    }
    if (progress.signed_at) {
        facts.sheet.put("muster", accept_until(facts.database, *progress.signed_at));
    }
    if (progress.trucks.empty()) {
        for (const PlannedLorries& lorries : head.lorries) {
            content.rows["vehicles"].push_back(planned_row(lorries, facts.names));
        }
    }
    for (const TruckLoad& truck : progress.trucks) {
        content.rows["vehicles"].push_back(lorry_row(truck, facts.document, progress));
    }
    for (const char* verb : {"accept", "receive", "receive_part"}) {
        if (const DocumentStep* step = step_of(facts.document, verb)) {
            facts.sheet.sign(verb == std::string_view("accept") ? "accept" : "receive",
                             facts.names.person(step->actor), step->occurred_at);
        }
    }
}

/// The lorries of an order, and what went with them.
void put_lorries(const Facts& facts, const Document& order) {
    std::vector<std::string> plates;
    std::vector<std::string> seals;
    for (const TruckLoad& truck : order_progress(order).trucks) {
        plates.push_back(truck.truck);
        seals.push_back(truck.seal);
    }
    std::erase(seals, std::string());
    facts.sheet.put("truck", join(plates, "、"));
    facts.sheet.put("seal", join(seals, "、"));
    std::vector<std::string> waybills;
    for (const std::int64_t id : linked_to(facts.database, order.id, "of_order")) {
        const Document paper = read_document(facts.database, id);
        if (paper.number.kind == "waybill") {
            waybills.push_back(format_number(paper.number));
        }
    }
    facts.sheet.put("waybill", join(waybills, "、"));
}

/// The step of the order a paper was written with: both in one change, at one moment.
const DocumentStep* step_with(const Document& order, const Document& paper,
                              std::initializer_list<std::string_view> verbs) {
    for (const DocumentStep& step : order.steps) {
        if (step.occurred_at == paper.made_at &&
            std::find(verbs.begin(), verbs.end(), step.verb) != verbs.end()) {
            return &step;
        }
    }
    return nullptr;
}

/// A row for each line and lot that was counted: sent, good, damaged, missing.
void put_counts(const Facts& facts, const Document& order, const DocumentStep& step,
                FormContent& content) {
    const OrderProgress progress = order_progress(order);
    std::vector<FormValues> rows;
    const json counted = json::parse(step.content);
    for (const json& count : counted.at("counts")) {
        const std::string lot = count.at("lot");
        const Piece* piece = progress.piece(count.at("line"), lot);
        if (piece == nullptr) {
            continue;
        }
        const auto text = [&](std::int64_t amount) {
            return facts.names.quantity(piece->item, amount);
        };
        rows.push_back({{"item", facts.names.item(piece->item)},
                        {"spec", facts.names.spec(piece->item)},
                        {"lot", lot},
                        {"unit", facts.names.unit(piece->item)},
                        {"sent_quantity", text(piece->departed - piece->diverted)},
                        {"quantity", text(count.at("good"))},
                        {"damaged_quantity", text(count.at("damaged"))},
                        {"missing_quantity", text(count.at("missing"))}});
    }
    content.rows["lines"] = std::move(rows);
}

/// What was told as missing or damaged, in words.
std::string differences_of(const FormContent& content, std::string_view language) {
    std::vector<std::string> words;
    const auto rows = content.rows.find("lines");
    for (const FormValues& row : rows->second) {
        const auto tell = [&](const char* column, const FormLabel& label) {
            const auto value = row.find(column);
            if (value != row.end() && value->second != "0") {
                words.push_back(fmt::format("{} {} {}{}", row.at("item"), row.at("lot"),
                                            label.in(language), value->second));
            }
        };
        tell("damaged_quantity", {"破损 ", "damaged "});
        tell("missing_quantity", {"短少 ", "missing "});
    }
    return join(words, language == "en" ? "; " : "；");
}

/// The same for food, whose receipt knows no lorry.
void put_food(const Facts& facts, const DocumentStep& step, FormContent& content) {
    std::vector<FormValues> rows;
    const json counted = json::parse(step.content);
    for (const json& count : counted.at("counts")) {
        std::string item;
        for (const DocumentLine& line : facts.document.lines) {
            item = line.lot == count.at("lot") ? line.item : item;
        }
        const auto good = count.at("good").get<std::int64_t>();
        const auto damaged = count.at("damaged").get<std::int64_t>();
        rows.push_back({{"item", facts.names.item(item)},
                        {"spec", facts.names.spec(item)},
                        {"lot", count.at("lot").get<std::string>()},
                        {"unit", facts.names.unit(item)},
                        {"sent_quantity", facts.names.quantity(item, good + damaged)},
                        {"quantity", facts.names.quantity(item, good)},
                        {"damaged_quantity", facts.names.quantity(item, damaged)},
                        {"missing_quantity", facts.names.quantity(item, 0)}});
    }
    content.rows["lines"] = std::move(rows);
}

void fill_handed_over(const Facts& facts, const Document& order, FormContent& content) {
    facts.sheet.put("place", facts.names.site(facts.document.lines.front().to_site));
    const bool is_slip = facts.document.number.kind == "receipt_slip";
    const DocumentStep* counted =
        is_slip ? step_with(order, facts.document, {"receive", "receive_part"}) : nullptr;
    if (order.number.kind == "call_off") {
        if (counted != nullptr) {
            put_food(facts, *counted, content);
            facts.sheet.put("arrived", printed_time(counted->occurred_at));
            facts.sheet.sign("receive", facts.names.person(counted->actor), counted->occurred_at);
        }
        return;
    }
    put_lorries(facts, order);
    const OrderProgress progress = order_progress(order);
    facts.sheet.put("arrived", progress.arrived_at ? printed_time(*progress.arrived_at) : "");
    if (counted != nullptr) {
        put_counts(facts, order, *counted, content);
        facts.sheet.put("reason", differences_of(content, facts.names.language));
        facts.sheet.sign("receive", facts.names.person(counted->actor), counted->occurred_at);
        return;
    }
    for (std::size_t row = 0; row < facts.document.lines.size(); ++row) {
        const DocumentLine& line = facts.document.lines[row];
        facts.sheet.put_row(row, "sent_quantity", facts.names.quantity(line.item, line.amount));
    }
    for (FormValues& row : content.rows["lines"]) {
        row.erase("quantity");  // not counted yet: by hand, face to face
    }
}

void fill_pick(const Facts& facts, const Document& order) {
    facts.sheet.put("to", facts.names.site(read_order_head(order).to));
    for (std::size_t row = 0; row < facts.document.lines.size(); ++row) {
        const DocumentLine& line = facts.document.lines[row];
        facts.sheet.put_row(row, "picked", facts.names.quantity(line.item, line.amount));
    }
    if (const DocumentStep* picked = step_with(order, facts.document, {"pick"})) {
        facts.sheet.sign("pick", facts.names.person(picked->actor), picked->occurred_at);
    }
}

void fill_waybill(const Facts& facts, const Document& order) {
    const OrderProgress progress = order_progress(order);
    const OrderHead head = read_order_head(order);
    facts.sheet.put("deliver_to", facts.names.site(head.to));
    // Of several kinds of lorries nobody but the driver knows which one this is.
    if (head.lorries.size() == 1) {
        facts.sheet.put("vehicle_class", facts.names.vehicle(head.lorries.front().vehicle_class));
        facts.sheet.put("route", head.lorries.front().road);
    }
    facts.sheet.put("depart", progress.departed_at ? printed_time(*progress.departed_at) : "");
    if (const DocumentStep* loaded = step_with(order, facts.document, {"load", "load_part"})) {
        facts.sheet.sign("load", facts.names.person(loaded->actor), loaded->occurred_at);
    }
    if (const DocumentStep* depart = step_of(order, "depart")) {
        facts.sheet.sign("keep", facts.names.person(depart->actor), depart->occurred_at);
    }
    for (const char* verb : {"receive", "receive_part"}) {
        if (const DocumentStep* received = step_of(order, verb)) {
            facts.sheet.sign("receive", facts.names.person(received->actor), received->occurred_at);
        }
    }
}

/// What should be there and what is: of a discrepancy the books of the order.
void fill_discrepancy(const Facts& facts, const Document& order, FormContent& content) {
    const OrderProgress progress = order_progress(order);
    auto& rows = content.rows["lines"];
    for (std::size_t row = 0; row < facts.document.lines.size(); ++row) {
        const DocumentLine& line = facts.document.lines[row];
        const auto piece = std::find_if(
            progress.pieces.begin(), progress.pieces.end(), [&](const Piece& candidate) {
                return candidate.item == line.item && candidate.lot == line.lot;
            });
        if (piece == progress.pieces.end()) {
            continue;
        }
        const std::int64_t sent = piece->departed - piece->diverted;
        rows[row]["book_quantity"] = facts.names.quantity(line.item, sent);
        rows[row]["counted_quantity"] = facts.names.quantity(line.item, sent - line.amount);
        rows[row]["quantity"] = "-" + facts.names.quantity(line.item, line.amount);
        rows[row]["note"] =
            FormLabel{line.note == "damaged" ? "破损" : "短少", line.note}.in(facts.names.language);
    }
    const DocumentStep* counted =
        step_with(order, facts.document, {"receive", "receive_part", "return", "return_part"});
    if (counted != nullptr) {
        facts.sheet.put("reason", counted->note);
        facts.sheet.sign("make", facts.names.person(counted->actor), counted->occurred_at);
    }
    if (const DocumentStep* decided = step_of(order, "decide")) {
        facts.sheet.put("decision", decided->note);
        facts.sheet.sign("sign",
                         fmt::format("{} {}", post_words(decided->post, facts.names),
                                     facts.names.person(decided->actor)),
                         decided->occurred_at);
    }
}

void fill_call_off(const Facts& facts) {
    const CallOffHead head = read_call_off_head(facts.document);
    facts.sheet.put("agreement", head.supplier);
    facts.sheet.put("deliver_to", facts.names.site(head.deliver_to));
    for (const Agreement& agreement : read_agreements(facts.names.baseline, &facts.database)) {
        if (agreement.supplier.id != head.supplier) {
            continue;
        }
        facts.sheet.put("from", agreement.supplier.name);
        facts.sheet.put("phone",
                        agreement.contact +
                            (agreement.contact.empty() || agreement.phone.empty() ? "" : " ") +
                            agreement.phone);
        if (const DocumentStep* step = step_of(facts.document, "sign")) {
            const auto minutes =
                std::chrono::minutes{static_cast<int>(agreement.supplier.first_delivery_h * 60)};
            facts.sheet.put("due", FormLabel{"首车 ", "first lorry "}.in(facts.names.language) +
                                       printed_time(step->occurred_at + minutes));
        }
    }
}

}  // namespace

namespace {

/// True where the head of a document is what its operation writes.
bool says(const Document& document, std::string_view word) {
    return json::parse(document.content).contains(word);
}

}  // namespace

void add_facts(FormContent& content, Database& database, const Document& document,
               const FormNames& names) {
    const std::string& kind = document.number.kind;
    FactSheet sheet(content, form_kind(kind));
    const Facts facts{.database = database, .document = document, .names = names, .sheet = sheet};
    put_lots(facts);
    std::optional<Document> order = related(database, document, "of_order");
    if (!order) {
        order = related(database, document, "order");
    }
    if (order) {
        sheet.put("order", format_number(order->number));
        sheet.put("event", order->event);
    }
    if (kind == "application" && says(document, "asked_of")) {
        fill_application(facts, content);
    } else if (kind == "allotment_order" && says(document, "mode")) {
        fill_order(facts, content);
    } else if (kind == "call_off" && says(document, "supplier")) {
        fill_call_off(facts);
    } else if (order && (kind == "handover" || kind == "receipt_slip")) {
        fill_handed_over(facts, *order, content);
    } else if (order && order->number.kind == "allotment_order") {
        if (kind == "pick") {
            fill_pick(facts, *order);
        } else if (kind == "waybill") {
            fill_waybill(facts, *order);
        } else if (kind == "discrepancy") {
            fill_discrepancy(facts, *order, content);
        }
    }
}

}  // namespace relief
