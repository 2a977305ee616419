// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/duty_board.h"

#include "alerts/release/release_book.h"
#include "core/data_source.h"
#include "core/incident/report_deadlines.h"
#include "reserves/duty/due_orders.h"
#include "reserves/ledger/hold.h"
#include "reserves/ledger/proof.h"
#include "tools/desk/document.h"
#include "tools/desk/tables.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::chrono::minutes signal_limit{60};
constexpr std::chrono::days expiry_notice{90};
constexpr std::chrono::hours shift_usual{12};
constexpr std::size_t sentences_max = 200;
// Of longer chains only a proof of its own is worth its time.
constexpr std::int64_t chain_rows_max = 20'000;

std::string stage_of(std::string_view state) {
    for (const BoardStage& stage : board_stages()) {
        if (std::ranges::find(stage.states, state) != stage.states.end()) {
            return std::string(stage.id);
        }
    }
    return "";
}

void add_way(const Document& document, Instant now, BoardOrder& order) {
    order.on_way = order.state == "departed" || order.state == "returning";
    if (!order.on_way) {
        return;
    }
    for (const DocumentStep& step : document.steps) {
        if (step.verb == "papers") {
            continue;
        }
        order.signal = step.occurred_at;
        if (step.verb == "depart") {
            order.departed = step.occurred_at;
        } else if (step.verb == "checkpoint") {
            order.where = step.note;
        }
    }
    order.no_signal = order.signal && now - *order.signal > signal_limit;
}

void read_expiring(Database& database, Instant now, DutyBoard& board) {
    std::map<std::string, BoardExpiring> items;
    const Date today = beijing_date(now);
    for (const AvailableLot& lot : available_lots(database, {.at = now})) {
        if (lot.on_hand == 0) {
            continue;
        }
        board.recalled += lot.why_not == lot.lot_state && !lot.why_not.empty() ? 1 : 0;
        if (lot.expires_on > today + expiry_notice) {
            continue;
        }
        BoardExpiring& item = items[lot.item];
        item.first = item.lots == 0 ? lot.expires_on : std::min(item.first, lot.expires_on);
        item.item = lot.item;
        ++item.lots;
        item.expired += lot.expires_on < today ? 1 : 0;
        item.amount += lot.on_hand;
    }
    for (auto& [id, item] : items) {
        board.expiring.push_back(std::move(item));
    }
}

void read_chain(Database& database, DutyBoard& board) {
    board.head = journal_head(database);
    board.head_at = last_recorded(database, {});
    const std::optional<ProvenState> proof = last_proof(database);
    if (proof) {
        board.proven_at = proof->at;
        board.proven_seq = proof->head.seq;
    }
    board.is_chain_checked = board.head.seq - board.proven_seq <= chain_rows_max;
    if (board.is_chain_checked) {
        board.broken = check_journal(database, &board.chain_rows, proof ? &proof->head : nullptr);
    }
}

/// When the shift before the running one began, so that who takes over sees what it left.
Instant since_when(Database& database, std::string_view unit, Instant now) {
    const std::vector<Shift> shifts = read_shifts(database, unit);
    if (shifts.empty()) {
        return now - shift_usual;
    }
    return shifts.size() == 1 ? shifts.front().at : shifts[shifts.size() - 2].at;
}

/// What a unit owes of reports of losses: the earliest, and how many have not come.
struct OwedReports {
    std::optional<ReportDue> first;
    int missing = 0;
};

DueItem due_of(const BookIncident& incident, const std::string& unit, const OwedReports& owed) {
    const ReportDue& first = *owed.first;
    const bool late = first.state == DueState::missing;
    const std::string_view kind = first.report == "initial" ? "初报"
                                  : first.report == "final" ? "核报"
                                                            : "续报";
    const std::string more_zh =
        owed.missing > 1 ? fmt::format("，共缺 {} 次", owed.missing) : std::string();
    const std::string more_en =
        owed.missing > 1 ? fmt::format(", {} are missing", owed.missing) : std::string();
    return {
        .kind = "report",
        .subject = fmt::format("{} {}", incident.event, first.unit),
        .due = first.due,
        .who = unit,
        .zh = fmt::format("{} {}{}（应 {}）{}", unit, kind, late ? "未到" : "待报",
                          format_short(*first.due), more_zh),
        .en = fmt::format("{}: {} report {} (due {}){}", unit, first.report,
                          late ? "has not come" : "is to come", format_short(*first.due), more_en),
        .overdue = late,
        .site = first.unit};
}

/// Reports of losses that open events are owed, one item a unit.
std::vector<DueItem> due_loss_reports(Database& database, const Places& places, Instant now) {
    std::vector<DueItem> items;
    const std::vector<BookIncident> incidents = read_incidents(database);
    if (incidents.empty()) {
        return items;
    }
    const DatabaseSource source(database);
    const std::vector<DeadlineRule> rules = load_report_deadlines(source);
    const WorkDays work_days(source);
    const double escalation = load_report_limits(source).escalation_hours;
    for (const BookIncident& incident : incidents) {
        if (incident.ended_at(now)) {
            continue;
        }
        const std::vector<FieldReport> reports = read_field_reports(database, incident, now);
        std::map<std::string, Instant> last;
        for (const FieldReport& report : reports) {
            last[report.unit] = std::max(last[report.unit], report.received_at);
        }
        std::map<std::string, OwedReports> owed;
        for (const ReportDue& due : report_dues({.incident = &incident,
                                    .reports = &reports,
                                    .now = now,
                                    .escalation_hours = escalation},
                                                rules, work_days, places)) {
            const bool wanted = due.state == DueState::missing || due.state == DueState::due;
            const bool shown_only = due.rule != nullptr && due.rule->comparator;
            // What a later report has made up for is no longer owed.
            if (!due.due || !wanted || shown_only || *due.due <= last[due.unit]) {
                continue;
            }
            OwedReports& of_unit = owed[due.unit];
            if (!of_unit.first || *due.due < *of_unit.first->due) {
                of_unit.first = due;
            }
            of_unit.missing += due.state == DueState::missing ? 1 : 0;
        }
        for (const auto& [unit, reports_owed] : owed) {
            items.push_back(due_of(incident, place_name(places, unit), reports_owed));
        }
    }
    return items;
}

std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const std::string& word : words) {
        all += (all.empty() ? "" : "、") + word;
    }
    return all;
}

/// Warnings that wait for somebody.
std::vector<DueItem> due_warnings(Database& database, Instant now) {
    std::vector<DueItem> items;
    const std::vector<BookCase> cases = read_cases(database);
    if (cases.empty()) {
        return items;
    }
    const WarningRules rules = load_warning_rules(DatabaseSource(database));
    for (const BookCase& one : cases) {
        const ReleaseCase& release = one.release;
        const ReleaseState state = state_at(release, now);
        const auto add = [&](std::string kind, std::optional<Instant> due, std::string who,
                             std::string_view zh, std::string_view en) {
            const bool late = is_overdue(due, now);
            const std::string name = fmt::format("{}{}", rules.said("hazard", one.hazard, "zh"),
                                                 rules.colour(release.draft.colour).zh);
            items.push_back({.kind = std::move(kind),
                             .subject = one.code,
                             .due = due,
                             .who = std::move(who),
                             .zh = fmt::format("{} {}色 {}", zh, name, one.code),
                             .en = fmt::format("{}: {} {} {}", en, one.hazard,
                                               to_word(release.draft.colour), one.code),
                             .overdue = late});
        };
        const bool waits = state == ReleaseState::countersign || state == ReleaseState::approve;
        if (waits && is_ready(release)) {
            add("release", release.deadline,
                rules.department(release.terms.lead, beijing_date(now), "zh"), "发布", "release");
        } else if (state == ReleaseState::countersign) {
            std::vector<std::string> names;
            for (const std::string& department : awaited(release)) {
                names.push_back(rules.department(department, beijing_date(now), "zh"));
            }
            add("countersign", release.deadline, joined(names), "会签", "countersign");
        } else if (state == ReleaseState::approve) {
            add("approve", release.deadline,
                rules.department(release.terms.approver_department, beijing_date(now), "zh"),
                "签发", "approve");
        } else if (state == ReleaseState::draft || state == ReleaseState::consult) {
            add("countersign", std::nullopt,
                rules.department(release.terms.lead, beijing_date(now), "zh"), "拟稿待送签",
                "draft to be sent for signing");
        }
    }
    return items;
}

/// Applications that wait for an answer.
std::vector<DueItem> due_applications(Database& database, const Places& places) {
    std::vector<DueItem> items;
    for (const Document& document : read_documents(database, {.kind = "application"})) {
        if (document.state() != "sent" && document.state() != "checked") {
            continue;
        }
        const std::string unit = place_name(places, document.number.unit);
        items.push_back(
            {.kind = document.state() == "sent" ? "application" : "application_checked",
             .subject = format_number(document.number),
             .due = {},
             .who = {},
             .zh = fmt::format("{} 的申请待审批（{}）", unit, format_short(document.made_at)),
             .en = fmt::format("application of {} to be answered ({})", unit,
                               format_short(document.made_at))});
    }
    return items;
}

void add_all(std::vector<DueItem>& all, std::vector<DueItem> some) {
    std::move(some.begin(), some.end(), std::back_inserter(all));
}

}  // namespace

const std::vector<BoardStage>& board_stages() {
    static const std::vector<BoardStage> stages{
        {"apply", "申", "to be checked", {"draft"}},
        {"sign", "批", "to be signed, accepted", {"checked", "signed"}},
        {"load", "装", "picking, loading", {"accepted", "picked", "loaded"}},
        {"way", "途", "on the way", {"departed", "arrived", "part_received", "returning"}},
        {"settle", "结", "to be closed", {"received", "decided", "returned"}},
    };
    return stages;
}

std::vector<BoardOrder> read_board_orders(Database& database, Instant now) {
    std::map<std::string, DueItem> due;
    for (DueItem& item : due_orders(database, load_order_stages(DatabaseSource(database)), now)) {
        due.emplace(item.subject, std::move(item));
    }
    std::vector<BoardOrder> orders;
    for (const Document& document : read_documents(database, {.kind = "allotment_order"})) {
        const std::string number = format_number(document.number);
        const auto item = due.find(number);
        const std::string stage = stage_of(document.state());
        if (item == due.end() || stage.empty() || !item->second.due) {
            continue;
        }
        const OrderHead head = read_order_head(document);
        BoardOrder order{.id = document.id,
                         .number = number,
                         .event = document.event,
                         .state = document.state(),
                         .stage = stage,
                         .from = head.from,
                         .to = head.to,
                         .due = *item->second.due,
                         .late = item->second.overdue};
        add_way(document, now, order);
        orders.push_back(std::move(order));
    }
    return orders;
}

DutyBoard read_duty_board(const std::filesystem::path& data, const Books& db, std::string_view unit,
                          Instant now) {
    const Tables tables(data, db);
    const std::shared_ptr<const BookTables> read = tables.book_tables();
    Database& database = *tables.database();
    DutyBoard board{.unit = std::string(unit), .at = now, .tables = read};
    // One snapshot, so that no tile tells of another moment than its neighbour.
    database.transaction([&] {
        board.shift = current_shift(database, unit);
        board.since_from = board.shift ? board.shift->at : now - shift_usual;
        board.handover = last_handover(database, unit);
        board.orders = read_board_orders(database, now);
        board.papers = paper_debts(database);
        read_expiring(database, now, board);
        board.hazards = open_hazards(database, now);
        read_chain(database, board);
        std::vector<DueItem> due = everything_due(database, read->rules, read->baseline, now);
        add_all(due, due_loss_reports(database, read->places, now));
        add_all(due, due_warnings(database, now));
        add_all(due, due_applications(database, read->places));
        board.queue = board_queue(due, board.orders, now);
        board.since_from = since_when(database, unit, now);
        board.since = journal_since(database, read->places, board.since_from, sentences_max);
        for (LeaderQuestion& question : read_questions(database)) {
            if (question.is_open()) {
                board.questions.push_back(std::move(question));
            }
        }
        board.orders_at = last_recorded(database, {"order"});
        board.stock_at = last_recorded(
            database, {"movement", "order", "doc", "count", "import", "lot", "books"});
        board.hazards_at = last_recorded(database, {"inspect", "inspection", "hazard"});
    });
    return board;
}

}  // namespace relief
