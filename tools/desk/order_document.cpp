// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/attachment.h"
#include "reserves/document/call_off.h"
#include "reserves/document/kind.h"
#include "tools/desk/doc_document.h"
#include "tools/desk/document.h"
#include "tools/desk/order_desk.h"
#include "tools/desk/plan_words.h"
#include "tools/desk/text_table.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

int minutes_between(Instant from, Instant to) {
    return static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(to - from).count());
}

bool is_signed(const OrderProgress& progress) {
    return progress.signed_at.has_value();
}

ordered_json signer_json(const Signer& signer) {
    ordered_json holders = ordered_json::array();
    for (const Holding& holding : signer.holders) {
        holders.push_back({{"code", holding.person.code},
                           {"name", holding.person.name},
                           {"phone", holding.person.phone}});
    }
    return {{"post", signer.post},
            {"post_zh", post_of(signer.post).zh},
            {"unit", signer.unit},
            {"by_phone", signer.phone},
            {"papers_h", signer.papers_h},
            {"rule", signer.rule},
            {"flag", flag_name(signer.source.flag)},
            {"source", signer.source.text},
            {"holders", std::move(holders)}};
}

/// What has to be signed: once for each owner of the goods, once for a call-off.
std::vector<SignatureQuestion> questions_of(const OrderTables& tables, const Document& order,
                                            Instant at) {
    if (order.number.kind == "call_off") {
        return {call_off_question(tables.rules, order, at)};
    }
    return order_questions(tables, order, at);
}

/// Who may sign, as the table in force says.
ordered_json to_sign_json(Database& database, const OrderTables& tables, const Document& order,
                          Instant at) {
    ordered_json rows = ordered_json::array();
    const SignatureRules rules = signature_rules_at(database, at);
    for (const SignatureQuestion& question : questions_of(tables, order, at)) {
        ordered_json posts = ordered_json::array();
        for (const Signer& signer : signers(database, rules, question)) {
            posts.push_back(signer_json(signer));
        }
        rows.push_back({{"owner", question.division},
                        {"goods", question.goods},
                        {"response", roman_level(question.response)},
                        {"posts", std::move(posts)}});
    }
    return rows;
}

ordered_json piece_json(const Rules& rules, const Piece& piece) {
    const auto text = [&](std::int64_t amount) { return amount_text(rules, piece.item, amount); };
    return {{"line", piece.line},
            {"item", piece.item},
            {"lot", piece.lot},
            {"owner", piece.owner},
            {"picked", text(piece.picked)},
            {"loaded", text(piece.loaded)},
            {"sent", text(piece.departed - piece.diverted)},
            {"in_transit", text(piece.in_transit())},
            {"good", text(piece.good)},
            {"damaged", text(piece.damaged)},
            {"missing", text(piece.missing)},
            {"lost", text(piece.lost)},
            {"returned", text(piece.returned)}};
}

ordered_json papers_json(const OrderProgress& progress, Instant at) {
    if (!progress.by_phone) {
        return nullptr;
    }
    ordered_json papers{{"owed", progress.papers_due.has_value()}, {"due", nullptr}};
    if (progress.papers_due) {
        papers["due"] = format_instant(*progress.papers_due);
    }
    papers["overdue"] = progress.papers_due && at > *progress.papers_due;
    return papers;
}

/// Minutes from the signature, the order as such, to the arrival.
ordered_json minutes_json(const OrderProgress& progress) {
    ordered_json minutes{{"order_to_departure", nullptr}, {"order_to_arrival", nullptr}};
    if (progress.signed_at && progress.departed_at) {
        minutes["order_to_departure"] = minutes_between(*progress.signed_at, *progress.departed_at);
    }
    if (progress.signed_at && progress.arrived_at) {
        minutes["order_to_arrival"] = minutes_between(*progress.signed_at, *progress.arrived_at);
    }
    return minutes;
}

ordered_json papers_of(Database& database, std::int64_t order) {
    ordered_json rows = ordered_json::array();
    for (const std::int64_t paper : linked_to(database, order, "of_order")) {
        const Document document = read_document(database, paper);
        rows.push_back({{"number", format_number(document.number)},
                        {"kind", document.number.kind},
                        {"state", document.state()}});
    }
    return rows;
}

/// What a call-off has beyond every document: who signs, what has come, what is still to come.
void add_call_off(ordered_json& json, Database& database, const OrderTables& tables,
                  const Document& call_off, Instant at) {
    json["version"] = call_off.steps.size();
    json["to_sign"] = to_sign_json(database, tables, call_off, at);
    json["papers"] = papers_json(order_progress(call_off), at);
    json["food"] = ordered_json::array();
    for (const CallOffLine& line : call_off_lines(call_off)) {
        const auto text = [&](std::int64_t amount) {
            return amount_text(tables.rules, line.item, amount);
        };
        json["food"].push_back({{"line", line.line},
                                {"item", line.item},
                                {"called", text(line.called)},
                                {"good", text(line.good)},
                                {"damaged", text(line.damaged)},
                                {"to_come", text(line.open())}});
    }
    json["documents"] = papers_of(database, call_off.id);
    json["attachments"] = attachments_json(database, call_off.id);
}

ordered_json order_json_of(Database& database, const OrderTables& tables, const Document& order,
                           Instant at) {
    ordered_json json = document_json(order);
    for (std::size_t index = 0; index < order.lines.size(); ++index) {
        const DocumentLine& line = order.lines[index];
        json["lines"][index]["quantity"] = amount_text(tables.rules, line.item, line.amount);
    }
    if (order.number.kind == "call_off") {
        add_call_off(json, database, tables, order, at);
        return json;
    }
    if (order.number.kind != "allotment_order") {
        return json;
    }
    const OrderProgress progress = order_progress(order);
    ordered_json pieces = ordered_json::array();
    for (const Piece& piece : progress.pieces) {
        pieces.push_back(piece_json(tables.rules, piece));
    }
    json["version"] = order.steps.size();
    json["to_sign"] = to_sign_json(database, tables, order, at);
    json["papers"] = papers_json(progress, at);
    json["minutes"] = minutes_json(progress);
    json["pieces"] = std::move(pieces);
    json["documents"] = papers_of(database, order.id);
    json["attachments"] = attachments_json(database, order.id);
    return json;
}

// ---- text ----

std::string site_words(const OrderTables& tables, const Places& places, const std::string& site) {
    if (const Depot* depot = tables.baseline.depot(site)) {
        return fmt::format("{} {}", site, depot->name);
    }
    return fmt::format("{} {}", site, place_name(places, site));
}

std::string lines_text(const OrderTables& tables, const Document& order, bool zh) {
    TextTable table(
        zh ? std::vector<std::string>{"行", "物资", "数量", "单位", "批次", "权属", "收货"}
           : std::vector<std::string>{"line", "item", "quantity", "unit", "lot", "owner", "to"},
        {true, false, true});
    for (const DocumentLine& line : order.lines) {
        const Item* item = tables.rules.item(line.item);
        table.add(
            {fmt::format("{}", line.line), item_name(tables.rules, line.item, zh ? "zh" : "en"),
             amount_text(tables.rules, line.item, line.amount), item == nullptr ? "" : item->unit,
             line.lot.empty() ? "-" : line.lot, line.owner, line.to_site});
    }
    return table.text();
}

std::string signers_lines(Database& database, const OrderTables& tables, const Document& order,
                          Instant at, bool zh) {
    std::string text;
    const SignatureRules rules = signature_rules_at(database, at);
    for (const SignatureQuestion& question : questions_of(tables, order, at)) {
        for (const Signer& signer : signers(database, rules, question)) {
            std::string names;
            for (const Holding& holding : signer.holders) {
                names += fmt::format("{}{} {}", names.empty() ? "" : "、", holding.person.name,
                                     holding.person.phone);
            }
            const Post& post = post_of(signer.post);
            const std::string phone =
                signer.phone ? fmt::format(fmt::runtime(zh ? "可电话签发，{} 小时内补手续"
                                                           : "by telephone, papers in {} h"),
                                           signer.papers_h)
                             : std::string(zh ? "须书面签发" : "on paper alone");
            text += fmt::format(fmt::runtime(zh ? "  应由 {} {} 签发（{}；{} {}）：{}\n"
                                                : "  signed by: {} {} ({}; {} {}): {}\n"),
                                signer.unit, zh ? post.zh : post.en, phone, signer.rule,
                                is_verified(signer.source.flag) ? (zh ? "核实" : "read")
                                                                : (zh ? "未核实" : "assumption"),
                                names.empty() ? (zh ? "无人在任" : "nobody holds it") : names);
        }
    }
    return text;
}

std::string steps_text(const Document& order, bool zh) {
    TextTable table(
        zh ? std::vector<std::string>{"步骤", "时间", "隔", "累计", "经办", "职务", "说明"}
           : std::vector<std::string>{"step", "time", "after", "in all", "by", "as", "note"},
        {false, false, true, true});
    Instant before = order.made_at;
    for (const DocumentStep& step : order.steps) {
        const std::string language = zh ? "zh" : "en";
        const ordered_json content = ordered_json::parse(step.content);
        std::string note = step.note;
        if (content.value("phone", false)) {
            note += fmt::format("{}{} {}", note.empty() ? "" : "; ",
                                zh ? "电话签发" : "by telephone", content.value("signer", ""));
        }
        if (content.contains("truck")) {
            note += fmt::format("{}{} {}", note.empty() ? "" : "; ", content.value("truck", ""),
                                content.value("seal", ""));
        }
        table.add(
            {step.verb, format_short(step.occurred_at),
             duration_words(minutes_between(before, step.occurred_at), language),
             duration_words(minutes_between(order.made_at, step.occurred_at), language), step.actor,
             step.post.empty() ? ""
                               : std::string(zh ? post_of(step.post).zh : post_of(step.post).en),
             note});
        before = step.occurred_at;
    }
    return table.text();
}

std::string pieces_text(const OrderTables& tables, const OrderProgress& progress, bool zh) {
    if (progress.pieces.empty()) {
        return {};
    }
    TextTable table(zh ? std::vector<std::string>{"行", "批次", "拣出", "发出", "在途", "完好",
                                                  "破损", "短少", "核销", "退回"}
                       : std::vector<std::string>{"line", "lot", "picked", "sent", "on the way",
                                                  "good", "damaged", "missing", "lost", "returned"},
                    {true, false, true, true, true, true, true, true, true, true});
    for (const Piece& piece : progress.pieces) {
        const auto text = [&](std::int64_t amount) {
            return amount_text(tables.rules, piece.item, amount);
        };
        table.add({fmt::format("{}", piece.line), piece.lot, text(piece.picked),
                   text(piece.departed - piece.diverted), text(piece.in_transit()),
                   text(piece.good), text(piece.damaged), text(piece.missing), text(piece.lost),
                   text(piece.returned)});
    }
    return table.text();
}

std::string food_text(const OrderTables& tables, const Document& call_off, bool zh) {
    TextTable table(
        zh ? std::vector<std::string>{"行", "物资", "通知", "完好", "破损", "未到"}
           : std::vector<std::string>{"line", "item", "called", "good", "damaged", "to come"},
        {true, false, true, true, true, true});
    for (const CallOffLine& line : call_off_lines(call_off)) {
        const auto text = [&](std::int64_t amount) {
            return amount_text(tables.rules, line.item, amount);
        };
        table.add({fmt::format("{}", line.line),
                   item_name(tables.rules, line.item, zh ? "zh" : "en"), text(line.called),
                   text(line.good), text(line.damaged), text(line.open())});
    }
    return table.text();
}

std::string attachments_text(Database& database, std::int64_t document, bool zh) {
    std::string text;
    for (const Attachment& attachment : read_attachments(database, document)) {
        text += fmt::format("{} {} {} {} SHA-256 {}\n", zh ? "附件" : "attachment", attachment.id,
                            attachment.name, attachment.mime, attachment.sha256);
    }
    return text;
}

std::string spans_text(const OrderProgress& progress, Instant at, bool zh) {
    std::string text;
    const std::string language = zh ? "zh" : "en";
    if (progress.signed_at && progress.arrived_at) {
        text += fmt::format(
            "{} {}\n", zh ? "下令到运抵" : "order to arrival:",
            duration_words(minutes_between(*progress.signed_at, *progress.arrived_at), language));
    }
    if (progress.papers_due) {
        text += fmt::format("{} {}{}\n", zh ? "书面手续最迟" : "papers due",
                            format_instant(*progress.papers_due),
                            at <= *progress.papers_due ? ""
                            : zh                       ? "（已逾期）"
                                                       : " (overdue)");
    }
    return text;
}

std::string head_text(const OrderTables& tables, const Places& places, const Document& order,
                      bool zh) {
    const OrderHead head = read_order_head(order);
    std::string text =
        fmt::format(fmt::runtime(zh ? "调拨令 {}（序号 {}）：{}，已走 {} 步\n{} → {}\n"
                                    : "allotment order {} (id {}): {}, {} steps\n{} to {}\n"),
                    format_number(order.number), order.id, order.state(), order.steps.size(),
                    site_words(tables, places, head.from), site_words(tables, places, head.to));
    text += head.value_yuan
                ? fmt::format(
                      fmt::runtime(zh ? "价值 {} 元（人工填报）\n" : "value {} yuan (by hand)\n"),
                      *head.value_yuan)
                : std::string(zh ? "价值未填（无单价）\n" : "value not given (no unit prices)\n");
    return text;
}

}  // namespace

std::string order_json(Database& database, const OrderTables& tables, const Document& order,
                       Instant at) {
    ordered_json json{
        {"schema", order.number.kind == "application" ? "relief.application/1" : "relief.order/1"}};
    json.update(order_json_of(database, tables, order, at));
    return document_text(json);
}

std::string order_text(Database& database, const OrderTables& tables, const Places& places,
                       const Document& order, Instant at, std::string_view language) {
    const bool zh = language == "zh";
    const OrderProgress progress = order_progress(order);
    if (order.number.kind != "allotment_order") {
        const DocumentKind& kind = document_kind(order.number.kind);
        const bool is_call_off = order.number.kind == "call_off";
        return fmt::format("{} {} ({}): {}\n", zh ? kind.zh : kind.en, format_number(order.number),
                           order.id, order.state()) +
               (is_call_off ? food_text(tables, order, zh) : lines_text(tables, order, zh)) +
               (is_call_off && !is_signed(progress) ? signers_lines(database, tables, order, at, zh)
                                                    : std::string()) +
               steps_text(order, zh) + attachments_text(database, order.id, zh) +
               spans_text(progress, at, zh);
    }
    std::string text = head_text(tables, places, order, zh) + lines_text(tables, order, zh);
    if (!is_signed(progress)) {
        text += signers_lines(database, tables, order, at, zh);
    }
    return text + steps_text(order, zh) + pieces_text(tables, progress, zh) +
           attachments_text(database, order.id, zh) + spans_text(progress, at, zh);
}

std::string order_list_json(const std::vector<Document>& orders,
                            const std::vector<Document>& call_offs,
                            const std::vector<GoodsDebt>& debts, Instant at) {
    ordered_json rows = ordered_json::array();
    for (const Document& order : orders) {
        const OrderProgress progress = order_progress(order);
        const OrderHead head = read_order_head(order);
        rows.push_back({{"id", order.id},
                        {"number", format_number(order.number)},
                        {"state", order.state()},
                        {"event", order.event},
                        {"from", head.from},
                        {"to", head.to},
                        {"made_at", format_instant(order.made_at)},
                        {"version", order.steps.size()},
                        {"in_transit", progress.in_transit()},
                        {"papers", papers_json(progress, at)}});
    }
    ordered_json food = ordered_json::array();
    for (const Document& call_off : call_offs) {
        const CallOffHead head = read_call_off_head(call_off);
        food.push_back({{"id", call_off.id},
                        {"number", format_number(call_off.number)},
                        {"state", call_off.state()},
                        {"event", call_off.event},
                        {"supplier", head.supplier},
                        {"to", head.deliver_to},
                        {"made_at", format_instant(call_off.made_at)},
                        {"version", call_off.steps.size()},
                        {"papers", papers_json(order_progress(call_off), at)}});
    }
    ordered_json owed = ordered_json::array();
    for (const GoodsDebt& debt : debts) {
        owed.push_back({{"id", debt.id},
                        {"order", debt.order},
                        {"debtor", debt.debtor},
                        {"creditor", debt.creditor},
                        {"item", debt.item},
                        {"amount", debt.amount},
                        {"since", format_instant(debt.since)},
                        {"settled", debt.settled}});
    }
    return document_text({{"schema", "relief.order_list/1"},
                          {"orders", std::move(rows)},
                          {"call_offs", std::move(food)},
                          {"debts", std::move(owed)}});
}

std::string order_list_text(const std::vector<Document>& orders,
                            const std::vector<Document>& call_offs,
                            const std::vector<GoodsDebt>& debts, Instant at,
                            std::string_view language) {
    const bool zh = language == "zh";
    TextTable table(
        zh ? std::vector<std::string>{"序号", "编号", "状态", "发出", "收货", "开令", "书面手续"}
           : std::vector<std::string>{"id", "number", "state", "from", "to", "made", "papers"},
        {true});
    const auto add = [&](const Document& order, const std::string& from, const std::string& to) {
        const OrderProgress progress = order_progress(order);
        std::string papers;
        if (progress.papers_due) {
            papers = format_short(*progress.papers_due);
            papers += at <= *progress.papers_due ? "" : zh ? " 逾期" : " overdue";
        }
        table.add({fmt::format("{}", order.id), format_number(order.number), order.state(), from,
                   to, format_short(order.made_at), papers});
    };
    for (const Document& order : orders) {
        const OrderHead head = read_order_head(order);
        add(order, head.from, head.to);
    }
    for (const Document& call_off : call_offs) {
        const CallOffHead head = read_call_off_head(call_off);
        add(call_off, head.supplier, head.deliver_to);
    }
    std::string text = table.text();
    for (const GoodsDebt& debt : debts) {
        if (debt.settled.empty()) {
            text += fmt::format(fmt::runtime(zh ? "欠物资 {}：{} 欠 {} {} {}（调拨令 {}）\n"
                                                : "debt {}: {} owes {} {} {} (order {})\n"),
                                debt.id, debt.debtor, debt.creditor, debt.item, debt.amount,
                                debt.order);
        }
    }
    return text;
}

}  // namespace relief
