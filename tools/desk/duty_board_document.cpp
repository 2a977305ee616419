// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/document.h"
#include "tools/desk/duty_board.h"
#include "tools/desk/json_parts.h"
#include "tools/desk/question_desk.h"
#include "tools/desk/text_table.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using Json = nlohmann::ordered_json;

/// Minutes past `due`, below zero while they are left.
std::int64_t minutes_late(Instant due, Instant now) {
    return std::chrono::duration_cast<std::chrono::minutes>(now - due).count();
}

Json shift_json(const DutyBoard& board) {
    if (!board.shift) {
        return nullptr;
    }
    const Shift& shift = *board.shift;
    Json json{{"id", shift.id},         {"officer", shift.officer},
              {"leader", shift.leader}, {"since", format_instant(shift.at)},
              {"note", shift.note},     {"taken_over", nullptr},
              {"handed_over", nullptr}, {"data_time", format_instant(shift.at)}};
    if (board.handover) {
        const Handover& handover = *board.handover;
        const Json told{{"id", handover.id},
                        {"at", format_instant(handover.at)},
                        {"from", handover.from},
                        {"to", handover.to},
                        {"verified_at", format_instant(handover.verified_at)},
                        {"head", {{"seq", handover.head.seq}, {"hash", handover.head.hash}}},
                        {"rows_since", board.head.seq - handover.head.seq},
                        {"note", handover.note}};
        const bool begun = handover.taken_by == shift.id;
        json[begun ? "taken_over" : (handover.shift == shift.id ? "handed_over" : "taken_over")] =
            told;
    }
    return json;
}

Json order_json(const BoardOrder& order, Instant now) {
    return {{"id", order.id},
            {"number", order.number},
            {"event", order.event},
            {"state", order.state},
            {"stage", order.stage},
            {"from", order.from},
            {"to", order.to},
            {"due", format_instant(order.due)},
            {"late", order.late},
            {"late_minutes", order.late ? Json(minutes_late(order.due, now)) : Json(nullptr)}};
}

Json orders_json(const DutyBoard& board) {
    Json stages = Json::array();
    Json late = Json::array();
    Json because = Json::array();
    std::int64_t under_way = 0;
    std::int64_t settling = 0;
    for (const BoardStage& stage : board_stages()) {
        Json numbers = Json::array();
        for (const BoardOrder& order : board.orders) {
            if (order.stage == stage.id) {
                numbers.push_back(order.number);
            }
        }
        (stage.id == "settle" ? settling : under_way) += static_cast<std::int64_t>(numbers.size());
        stages.push_back({{"id", stage.id},
                          {"zh", stage.zh},
                          {"en", stage.en},
                          {"count", numbers.size()},
                          {"orders", std::move(numbers)}});
    }
    for (const BoardOrder& order : board.orders) {
        if (order.late) {
            late.push_back(order_json(order, board.at));
            because.push_back({{"document", order.number},
                               {"rule", "rules/order_stages.csv state " + order.state}});
        }
    }
    return {{"data_time", time_json(board.orders_at)},
            {"count", under_way},
            {"to_close", settling},
            {"stages", std::move(stages)},
            {"late", late.size()},
            {"late_orders", std::move(late)},
            {"because", std::move(because)}};
}

Json papers_json(const DutyBoard& board) {
    Json rows = Json::array();
    Json because = Json::array();
    std::int64_t late = 0;
    for (const PaperDebt& debt : board.papers) {
        const bool overdue = is_overdue(debt.due, board.at);
        late += overdue ? 1 : 0;
        rows.push_back({{"order", debt.order},
                        {"number", debt.number},
                        {"signer", debt.signer},
                        {"signed_at", format_instant(debt.signed_at)},
                        {"due", format_instant(debt.due)},
                        {"late", overdue},
                        {"minutes_left", -minutes_late(debt.due, board.at)}});
        because.push_back(
            {{"document", debt.number}, {"rule", "rules/signature_rules.csv papers_h"}});
    }
    Json nearest = rows.empty() ? Json(nullptr) : rows.front();
    return {{"data_time", time_json(board.orders_at)},
            {"count", rows.size()},
            {"late", late},
            {"nearest", std::move(nearest)},
            {"papers", std::move(rows)},
            {"because", std::move(because)}};
}

Json transit_json(const DutyBoard& board) {
    Json rows = Json::array();
    Json because = Json::array();
    std::int64_t late = 0;
    std::int64_t silent = 0;
    std::optional<Instant> newest;
    for (const BoardOrder& order : board.orders) {
        if (!order.on_way) {
            continue;
        }
        late += order.late ? 1 : 0;
        silent += order.no_signal ? 1 : 0;
        newest = !newest || (order.signal && *order.signal > *newest) ? order.signal : newest;
        Json row = order_json(order, board.at);
        row["departed"] = time_json(order.departed);
        row["last_signal"] = time_json(order.signal);
        row["where"] = order.where;
        row["no_signal"] = order.no_signal;
        rows.push_back(std::move(row));
        because.push_back(
            {{"document", order.number}, {"rule", "rules/order_stages.csv state " + order.state}});
    }
    return {{"data_time", time_json(newest ? newest : board.orders_at)},
            {"count", rows.size()},
            {"late", late},
            {"no_signal", silent},
            {"no_signal_minutes", 60},
            {"orders", std::move(rows)},
            {"because", std::move(because)}};
}

Json expiring_json(const DutyBoard& board) {
    const Rules& rules = board.tables->rules;
    Json items = Json::array();
    int lots = 0;
    int expired = 0;
    for (const BoardExpiring& goods : board.expiring) {
        const Item* item = rules.item(goods.item);
        lots += goods.lots;
        expired += goods.expired;
        const int decimals = item == nullptr ? 0 : item->decimals;
        items.push_back(
            {{"item", goods.item},
             {"zh", item == nullptr ? goods.item : item->name_zh},
             {"en", item == nullptr ? goods.item : item->name_en},
             {"unit", item == nullptr ? "" : item->unit},
             {"lots", goods.lots},
             {"expired", goods.expired},
             {"quantity", format_quantity({.amount = goods.amount, .decimals = decimals})},
             {"first", format_date(goods.first)}});
    }
    return {{"data_time", time_json(board.stock_at)},
            {"days", 90},
            {"lots", lots},
            {"expired", expired},
            {"recalled", board.recalled},
            {"items", std::move(items)},
            {"because", Json::array({{{"document", "lots on hand"}, {"rule", "expires_on"}}})}};
}

Json hazards_json(const DutyBoard& board) {
    Json rows = Json::array();
    Json because = Json::array();
    int open = 0;
    int mended = 0;
    for (const OpenHazard& hazard : board.hazards) {
        if (hazard.grade != 1) {
            continue;
        }
        const bool done = hazard.state == HazardState::done;
        (done ? mended : open) += 1;
        rows.push_back({{"id", hazard.id},
                        {"site", hazard.site},
                        {"grade", hazard.grade},
                        {"words", hazard.words},
                        {"state", hazard_state_name(hazard.state)},
                        {"found_at", format_instant(hazard.found_at)},
                        {"due", format_date(hazard.due)}});
        because.push_back({{"document", fmt::format("hazard {}", hazard.id)},
                           {"rule", "rules/safety_grades.csv"}});
    }
    return {{"data_time", time_json(board.hazards_at)},
            {"grade1_open", open},
            {"grade1_mended", mended},
            {"mending", board.hazards.size()},
            {"hazards", std::move(rows)},
            {"because", std::move(because)}};
}

/// agrees, broken, or unchecked: nothing is said to agree that was not looked at.
std::string_view chain_result(const DutyBoard& board) {
    return !board.is_chain_checked ? "unchecked" : board.broken ? "broken" : "agrees";
}

std::string_view chain_words(const DutyBoard& board, bool zh) {
    if (!board.is_chain_checked) {
        return zh ? "太久未全核" : "not proven for too long";
    }
    return chain_words(board, zh);
}

Json ledger_json(const DutyBoard& board) {
    const std::string_view result = chain_result(board);
    Json wrong = nullptr;
    if (board.broken) {
        wrong = {{"table", board.broken->table},
                 {"row", board.broken->row},
                 {"check", board.broken->check},
                 {"found", board.broken->found},
                 {"expected", board.broken->expected}};
    }
    return {
        {"data_time", time_json(board.head_at)},
        {"result", result},
        {"at", format_instant(board.at)},
        {"head",
         {{"seq", board.head.seq}, {"hash", board.head.hash}, {"at", time_json(board.head_at)}}},
        {"chain", {{"from", board.proven_seq}, {"rows", board.chain_rows}}},
        {"full", board.proven_at
                     ? Json{{"at", format_instant(*board.proven_at)}, {"seq", board.proven_seq}}
                     : Json(nullptr)},
        {"first_wrong", std::move(wrong)},
        {"because", Json::array({{{"document", "journal"},
                                  {"rule", "each row holds the hash of the row before"}}})}};
}

Json queue_json(const DutyBoard& board) {
    Json items = Json::array();
    int late = 0;
    int soon = 0;
    for (const BoardItem& item : board.queue) {
        late += item.state == "late" ? 1 : 0;
        soon += item.state == "soon" ? 1 : 0;
        items.push_back(
            {{"id", item.id},
             {"kind", item.due.kind},
             {"subject", item.due.subject},
             {"site", item.due.site},
             {"zh", item.due.zh},
             {"en", item.due.en},
             {"due", time_json(item.due.due)},
             {"minutes_left",
              item.due.due ? Json(-minutes_late(*item.due.due, board.at)) : Json(nullptr)},
             {"state", item.state},
             {"who", item.due.who},
             {"count", item.count},
             {"late_count", item.late},
             {"command", item.command},
             {"address", item.address},
             {"because", item.because}});
    }
    return {{"count", items.size()},
            {"late", late},
            {"soon", soon},
            {"soon_minutes", 120},
            {"data_time", time_json(board.head_at)},
            {"items", std::move(items)}};
}

Json since_json(const DutyBoard& board) {
    Json rows = Json::array();
    for (const JournalSentence& row : board.since.rows) {
        rows.push_back({{"seq", row.seq},
                        {"at", format_instant(row.at)},
                        {"actor", row.actor},
                        {"operation", row.operation},
                        {"subject", row.subject},
                        {"zh", row.zh},
                        {"en", row.en}});
    }
    return {{"from", format_instant(board.since_from)},
            {"data_time", time_json(board.head_at)},
            {"count", board.since.count},
            {"shown", rows.size()},
            {"rows", std::move(rows)}};
}

Json open_questions_json(const DutyBoard& board) {
    Json rows = Json::array();
    for (const LeaderQuestion& question : board.questions) {
        rows.push_back(question_json(question, board.at));
    }
    return {{"open", rows.size()},
            {"late", std::ranges::count_if(
                         board.questions,
                         [&](const LeaderQuestion& row) { return row.is_late(board.at); })},
            {"data_time", time_json(board.head_at)},
            {"items", std::move(rows)}};
}

std::string tile_lines(const DutyBoard& board, bool zh) {
    std::string stages;
    std::int64_t late = 0;
    std::int64_t way_late = 0;
    std::int64_t silent = 0;
    for (const BoardStage& stage : board_stages()) {
        const auto count = std::ranges::count(board.orders, stage.id, &BoardOrder::stage);
        stages += fmt::format("{}{} {}", stages.empty() ? "" : (zh ? "，" : ", "),
                              zh ? stage.zh : stage.en, count);
    }
    for (const BoardOrder& order : board.orders) {
        late += order.late ? 1 : 0;
        way_late += order.late && order.on_way ? 1 : 0;
        silent += order.no_signal ? 1 : 0;
    }
    int lots = 0;
    for (const BoardExpiring& goods : board.expiring) {
        lots += goods.lots;
    }
    const auto grade1 = std::ranges::count(board.hazards, 1, &OpenHazard::grade);
    std::string text =
        fmt::format(fmt::runtime(zh ? "在办调拨令 {}（{}），晚 {}\n" : "orders {} ({}), late {}\n"),
                    board.orders.size(), stages, late);
    text += fmt::format(
        fmt::runtime(zh ? "补办手续 {}{}\n" : "papers due {}{}\n"), board.papers.size(),
        board.papers.empty()
            ? ""
            : fmt::format(fmt::runtime(zh ? "，最近 {} {}" : ", nearest {} {}"),
                          format_short(board.papers.front().due), board.papers.front().number));
    text += fmt::format(
        fmt::runtime(zh ? "在途超时 {}，无信号 {}\n" : "in transit late {}, no signal {}\n"),
        way_late, silent);
    text += fmt::format(fmt::runtime(zh ? "90 天内到期 {} 批，停用 {} 批\n"
                                        : "{} lots expire within 90 days, {} stopped\n"),
                        lots, board.recalled);
    text += fmt::format(
        fmt::runtime(zh ? "一级隐患 {}，整改中 {}\n" : "first-grade hazards {}, not closed {}\n"),
        grade1, board.hazards.size());
    return text +
           fmt::format(fmt::runtime(zh ? "账簿核验 {}，日志 {} {}\n" : "books {}, journal {} {}\n"),
                       board.broken ? (zh ? "不符" : "do not agree") : (zh ? "相符" : "agree"),
                       board.head.seq, board.head.hash.substr(0, 12));
}

}  // namespace

std::string duty_board_json(const DutyBoard& board) {
    return document_text({{"schema", "relief.duty_board/1"},
                          {"unit", board.unit},
                          {"at", format_instant(board.at)},
                          {"shift", shift_json(board)},
                          {"tiles",
                           {{"orders", orders_json(board)},
                            {"papers", papers_json(board)},
                            {"transit", transit_json(board)},
                            {"expiring", expiring_json(board)},
                            {"hazards", hazards_json(board)},
                            {"ledger", ledger_json(board)}}},
                          {"queue", queue_json(board)},
                          {"since", since_json(board)},
                          {"questions", open_questions_json(board)}});
}

std::string duty_board_text(const DutyBoard& board, std::string_view language) {
    constexpr std::size_t rows_shown = 20;
    const bool zh = language == "zh";
    std::string text =
        board.shift
            ? fmt::format(fmt::runtime(zh ? "值班员 {}，带班领导 {}，自 {} 起\n"
                                          : "on duty {}, leader {}, since {}\n"),
                          board.shift->officer, board.shift->leader, format_short(board.shift->at))
            : std::string(zh ? "无人值班\n" : "nobody is on duty\n");
    text += tile_lines(board, zh);
    TextTable table(zh ? std::vector<std::string>{"", "期限", "待办", "谁", "命令"}
                       : std::vector<std::string>{"", "due", "what", "who", "command"});
    for (std::size_t row = 0; row < std::min(rows_shown, board.queue.size()); ++row) {
        const BoardItem& item = board.queue[row];
        const std::string_view state = item.state == "late"   ? (zh ? "逾期" : "late")
                                       : item.state == "soon" ? (zh ? "将到" : "soon")
                                                              : "";
        table.add({std::string(state), item.due.due ? format_short(*item.due.due) : "-",
                   zh ? item.due.zh : item.due.en, item.due.who, item.command});
    }
    text += fmt::format(fmt::runtime(zh ? "待办 {}\n" : "to do {}\n"), board.queue.size());
    text += table.empty() ? "" : table.text();
    if (!board.questions.empty()) {
        text += questions_text(board.questions, board.at, language);
    }
    text +=
        fmt::format(fmt::runtime(zh ? "自上一班以来 {} 条\n" : "since the last shift {} rows\n"),
                    board.since.count);
    for (std::size_t row = 0; row < std::min(rows_shown, board.since.rows.size()); ++row) {
        const JournalSentence& told = board.since.rows[row];
        text +=
            fmt::format("  {} {} {}\n", format_short(told.at), told.actor, zh ? told.zh : told.en);
    }
    return text;
}

}  // namespace relief
