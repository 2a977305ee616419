// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/due_papers.h"

#include "reserves/document/document.h"
#include "reserves/document/loans.h"
#include "reserves/document/receipts.h"
#include "reserves/document/recovery.h"
#include "reserves/document/scrap.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

DueItem due_item(std::string kind, std::string subject, Date day, std::string who, std::string zh,
                 std::string en, Instant now) {
    const Instant due = end_of_day(day);
    return {.kind = std::move(kind),
            .subject = std::move(subject),
            .due = due,
            .who = std::move(who),
            .zh = std::move(zh),
            .en = std::move(en),
            .overdue = is_overdue(due, now)};
}

void add_acceptances(Database& database, const WorkDays& work_days, Instant now,
                     std::vector<DueItem>& items) {
    for (const AcceptanceDue& due : acceptances_due(database, work_days)) {
        items.push_back(due_item("acceptance", due.number, due.due_on, "",
                                 fmt::format("验收并出验收报告（{} 行待验）", due.lines_open),
                                 fmt::format("accept and report ({} lines open)", due.lines_open),
                                 now));
    }
}

void add_loans(Database& database, Instant now, std::vector<DueItem>& items) {
    for (const OpenLoan& loan : read_loans(database)) {
        if (loan.open() > 0) {
            items.push_back(due_item(
                loan.borrowed ? "borrowed" : "loan", loan.number, loan.return_by, loan.party,
                fmt::format("{} {} 尚有 {} 未还", loan.item, loan.lot, loan.open()),
                fmt::format("{} of {} {} not back yet", loan.open(), loan.item, loan.lot), now));
        }
    }
}

void add_returnables(Database& database, Instant now, std::vector<DueItem>& items) {
    for (const Returnable& row : read_returnables(database)) {
        if (row.open() > 0) {
            items.push_back(
                due_item("return", row.number, row.due_on, row.receiver,
                         fmt::format("回收 {} {}，尚有 {}", row.item, row.lot, row.open()),
                         fmt::format("take back {} of {} {}", row.open(), row.item, row.lot), now));
        }
    }
}

/// The note is asked for from the first of October on.
void add_scrap_note(Database& database, Instant now, std::vector<DueItem>& items) {
    const std::chrono::year_month_day today{beijing_date(now)};
    if (today.month() < std::chrono::October) {
        return;
    }
    const int year = static_cast<int>(today.year());
    const auto papers =
        read_documents(database, {.kind = "scrap", .unit = {}, .state = {}, .event = {}});
    const bool made = std::any_of(papers.begin(), papers.end(), [&](const Document& paper) {
        return paper.number.year == year && paper.state() != "void";
    });
    if (!made) {
        items.push_back(due_item("scrap_note", fmt::format("{}", year), scrap_note_due(year), "",
                                 "报送年度拟报废物资（附检测报告或专家意见）",
                                 "the yearly note on what is to be scrapped", now));
    }
}

}  // namespace

std::vector<DueItem> due_depot_papers(Database& database, const WorkDays& work_days, Instant now) {
    std::vector<DueItem> items;
    add_acceptances(database, work_days, now, items);
    add_loans(database, now, items);
    add_returnables(database, now, items);
    add_scrap_note(database, now, items);
    sort_due(items);
    return items;
}

}  // namespace relief
