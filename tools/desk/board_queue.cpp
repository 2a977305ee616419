// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/duty_board.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::chrono::hours soon_notice{2};

/// What settles an item of a kind, and where the console shows it; "{}" is the subject. `each`:
/// an officer acts on it by itself, however many there are; the others are housekeeping.
struct Settling {
    std::string_view kind;
    std::string_view command;
    std::string_view address;
    std::string_view because;
    bool each = true;
};

constexpr std::array settlings{
    Settling{"order", "relief order show {}", "/dispatch/orders/{}", "rules/order_stages.csv"},
    Settling{"in_transit", "relief order checkpoint {}", "/dispatch/orders/{}",
             "rules/order_stages.csv"},
    Settling{"papers", "relief order papers {}", "/dispatch/orders/{}",
             "rules/signature_rules.csv papers_h"},
    Settling{"application", "relief order answer {} check", "/dispatch/calls", "order apply"},
    Settling{"application_checked", "relief order answer {} approve", "/dispatch/calls",
             "order apply"},
    Settling{"call", "relief order new --from-call {}", "/dispatch/calls", "duty call"},
    Settling{"question", "relief duty answer {}", "/duty", "duty ask"},
    Settling{"instruction", "relief duty answer {}", "/duty", "duty ask"},
    Settling{"report", "relief report add --event {}", "/events/{}", "rules/report_deadlines.csv"},
    Settling{"countersign", "relief alert sign {}", "/alerts/{}", "rules/warning_approval.csv"},
    Settling{"approve", "relief alert approve {}", "/alerts/{}", "rules/warning_approval.csv"},
    Settling{"release", "relief alert release {}", "/alerts/{}", "rules/warning_approval.csv"},
    Settling{"response", "relief level done --event {}", "/events/{}",
             "rules/response_action_use.csv"},
    Settling{"expert", "relief expert consult --event {}", "/events/{}", "expert call"},
    Settling{"hazard", "relief inspect hazard list", "/ready/season", "rules/safety_grades.csv"},
    Settling{"hold", "relief stock", "/ledger/stock", "hold until"},
    Settling{"goods_debt", "relief order settle {}", "/dispatch/orders", "order call"},
    Settling{"lot_recalled", "relief lot trace", "/ledger/lots", "lot state", false},
    Settling{"lot_expiring", "relief doc rotation", "/ledger/rotation", "expires_on", false},
    Settling{"count", "relief count open", "/ledger/counts", "reserves.md M8", false},
    Settling{"inspection", "relief inspect plan", "/ready/season", "rules/inspection_seasons.csv",
             false},
    Settling{"inspection_open", "relief inspect list", "/ready/season", "inspect open", false},
    Settling{"consignment", "relief consignment overdue", "/ready/partners", "contract", false},
    Settling{"agreement", "relief agreement list", "/ready/agreements", "agreement", false},
    Settling{"agreement_test", "relief agreement test", "/ready/agreements", "agreement", false},
    Settling{"letter", "relief inspect letters", "/ready/season", "letter", false},
    Settling{"training", "relief inspect training list", "/ready/season", "training", false},
    Settling{"loan", "relief doc due", "/ledger/documents", "doc", false},
    Settling{"return", "relief doc due", "/ledger/documents", "doc", false},
    Settling{"acceptance", "relief doc due", "/ledger/documents", "doc", false},
    Settling{"borrowed", "relief doc due", "/ledger/documents", "doc", false},
    Settling{"scrap_note", "relief doc new scrap", "/ledger/documents", "doc", false},
};

/// What takes an order out of a state.
struct NextStep {
    std::string_view state;
    std::string_view verb;
};

constexpr std::array next_steps{
    NextStep{"draft", "check"},           NextStep{"checked", "sign"},
    NextStep{"signed", "accept"},         NextStep{"accepted", "pick"},
    NextStep{"picked", "load"},           NextStep{"loaded", "depart"},
    NextStep{"departed", "arrive"},       NextStep{"arrived", "receive"},
    NextStep{"part_received", "receive"}, NextStep{"received", "close"},
    NextStep{"decided", "close"},         NextStep{"returning", "return"},
    NextStep{"returned", "close"},
};

const Settling& settling_of(std::string_view kind) {
    static constexpr Settling unknown{"", "relief duty due --all", "/duty", "", true};
    const auto found = std::find_if(settlings.begin(), settlings.end(),
                                    [kind](const Settling& row) { return row.kind == kind; });
    return found == settlings.end() ? unknown : *found;
}

/// The subject as a command takes it: "call 3" is 3; of an event and something of it the event.
std::string argument_of(const DueItem& item) {
    if (item.kind == "call" && item.subject.starts_with("call ")) {
        return item.subject.substr(5);
    }
    if (item.kind == "report" || item.kind == "response" || item.kind == "expert") {
        return item.subject.substr(0, item.subject.find(' '));
    }
    return item.subject;
}

std::string filled(std::string_view words, const std::string& argument) {
    std::string text(words);
    const std::size_t at = text.find("{}");
    return at == std::string::npos ? text : text.replace(at, 2, argument);
}

std::string state_of(const std::optional<Instant>& due, bool overdue, Instant now) {
    if (overdue) {
        return "late";
    }
    return due && *due <= now + soon_notice ? "soon" : "open";
}

BoardItem item_of(const DueItem& due, const std::vector<BoardOrder>& orders, Instant now) {
    const Settling& settling = settling_of(due.kind);
    const std::string argument = argument_of(due);
    BoardItem item{.id = fmt::format("{}:{}", due.kind, due.subject),
                   .due = due,
                   .late = due.overdue ? 1 : 0,
                   .state = state_of(due.due, due.overdue, now),
                   .command = filled(settling.command, argument),
                   .address = filled(settling.address, argument),
                   .because = std::string(settling.because)};
    const auto order = std::find_if(orders.begin(), orders.end(), [&](const BoardOrder& row) {
        return row.number == due.subject;
    });
    if (order != orders.end() && (due.kind == "order" || due.kind == "in_transit")) {
        const auto next =
            std::find_if(next_steps.begin(), next_steps.end(),
                         [&](const NextStep& step) { return step.state == order->state; });
        if (next != next_steps.end()) {
            item.command = fmt::format("relief order {} {}", next->verb, order->number);
        }
        item.because = fmt::format("{} state {}", settling.because, order->state);
    }
    return item;
}

}  // namespace

std::vector<BoardItem> board_queue(const std::vector<DueItem>& due,
                                   const std::vector<BoardOrder>& orders, Instant now) {
    std::vector<DueItem> sorted = due;
    sort_due(sorted);
    std::vector<BoardItem> queue;
    std::map<std::string, std::size_t> of_kind;
    for (const DueItem& one : sorted) {
        if (settling_of(one.kind).each) {
            queue.push_back(item_of(one, orders, now));
            continue;
        }
        const auto [place, first] = of_kind.emplace(one.kind, queue.size());
        if (first) {
            queue.push_back(item_of(one, orders, now));
            queue.back().id = one.kind;
            continue;
        }
        BoardItem& item = queue[place->second];
        ++item.count;
        item.late += one.overdue ? 1 : 0;
    }
    for (BoardItem& item : queue) {
        if (item.count > 1) {
            item.due.zh =
                fmt::format("{} 项，逾期 {}；最早：{}", item.count, item.late, item.due.zh);
            item.due.en =
                fmt::format("{} items, {} late; the first: {}", item.count, item.late, item.due.en);
        }
    }
    return queue;
}

}  // namespace relief
