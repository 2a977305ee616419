// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/rotation.h"

#include "core/error.h"
#include "reserves/document/paper_kinds.h"
#include "reserves/document/paper_stock.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

bool goes_out(const DocumentLine& line) {
    return !line.from_site.empty();
}

/// What goes out of an item and what comes in for it.
struct Swap {
    std::int64_t out = 0;
    std::int64_t in = 0;
    Date latest_out;  ///< last day of the youngest lot that goes
};

Error not_a_swap(const PaperLine& line, std::string found, std::string expected) {
    return refused({.code = "rotation.swap",
                    .message = "a rotation puts equal, younger goods in the place of old ones",
                    .file = {},
                    .line = line.goods.line,
                    .field = name_of_line(line.goods),
                    .found = std::move(found),
                    .expected = std::move(expected)});
}

using Swaps = std::map<std::pair<std::string, std::string>, Swap>;

void add_out(Database& database, Swaps& swaps, PaperLine& line, const NewPaper& paper, Instant at) {
    check_taking_line(database, line, word_of(paper, "use"));
    const Date last_day = last_day_of(database, line.goods.item, line.goods.lot).value_or(Date{});
    if (last_day < beijing_date(at)) {
        throw not_a_swap(line, "expired on " + format_date(last_day),
                         "a lot that has not expired; expired goods are scrapped");
    }
    Swap& swap = swaps[{line.goods.item, line.goods.owner}];
    swap.out += line.goods.amount;
    swap.latest_out = std::max(swap.latest_out, last_day);
}

void add_in(Database& database, Swaps& swaps, PaperLine& line) {
    for (const auto& [key, swap] : swaps) {
        if (key.first == line.goods.item && line.goods.owner.empty()) {
            line.goods.owner = key.second;
        }
    }
    line.goods.condition = line.goods.condition.empty() ? "A" : line.goods.condition;
    const auto known = last_day_of(database, line.goods.item, line.goods.lot);
    if (!line.lot_dates && !known) {
        throw wrong_line(line, "made", "no date", "made= and expires= of a lot new to the books");
    }
    const Date last_day = line.lot_dates ? line.lot_dates->expires_on : *known;
    Swap& swap = swaps[{line.goods.item, line.goods.owner}];
    if (last_day <= swap.latest_out) {
        throw not_a_swap(line, "expires " + format_date(last_day),
                         "later than " + format_date(swap.latest_out));
    }
    swap.in += line.goods.amount;
}

}  // namespace

void check_rotation(Database& database, const PaperTables&, NewPaper& paper, Instant at) {
    Swaps swaps;
    for (PaperLine& line : paper.lines) {
        if (goes_out(line.goods)) {
            add_out(database, swaps, line, paper, at);
        }
    }
    NewPaper out = paper;
    std::erase_if(out.lines, [](const PaperLine& line) { return !goes_out(line.goods); });
    require_owners_order(database, out);
    for (PaperLine& line : paper.lines) {
        if (!goes_out(line.goods)) {
            if (line.goods.to_site.empty()) {
                throw wrong_line(line, "to", "no site", "from= of old goods or to= of new ones");
            }
            add_in(database, swaps, line);
        }
    }
    for (const auto& [key, swap] : swaps) {
        if (swap.out != swap.in) {
            throw not_a_swap(paper.lines.front(),
                             fmt::format("{} of {} out, {} in", swap.out, key.first, swap.in),
                             "as much in as out");
        }
    }
}

Posted post_rotation(Change& change, const PaperTables& tables, const Document& document) {
    Posted posted{.entries = {}, .lots = new_lots(document)};
    for (const DocumentLine& line : document.lines) {
        const bool out = goes_out(line);
        const Account real =
            account_of(change.database(), tables, line, out ? line.from_site : line.to_site,
                       out ? "on_hand" : "quarantine");
        Account counter = real;
        counter.stage = "replaced";
        carry(posted.entries, out ? real : counter, out ? counter : real, line.amount);
    }
    return posted;
}

std::vector<AvailableLot> rotation_plan(Database& database, Instant now, int months) {
    if (months < rotation_months) {
        throw bad_input({.code = "argument.range",
                         .message = "a rotation is planned months ahead",
                         .file = {},
                         .field = "months",
                         .found = fmt::format("{}", months),
                         .expected = fmt::format("{} or more", rotation_months)});
    }
    const std::chrono::year_month_day today{beijing_date(now)};
    const auto month =
        std::chrono::year_month{today.year(), today.month()} + std::chrono::months{months};
    const Date until{month / std::chrono::last};
    std::vector<AvailableLot> lots =
        available_lots(database, {.site = {}, .item = {}, .lot = {}, .owner = {}, .at = now});
    std::erase_if(lots, [&](const AvailableLot& lot) {
        return lot.on_hand == 0 || lot.why_not == "expired" || lot.expires_on > until;
    });
    std::stable_sort(lots.begin(), lots.end(), [](const AvailableLot& a, const AvailableLot& b) {
        return std::tie(a.expires_on, a.site, a.item, a.lot) <
               std::tie(b.expires_on, b.site, b.item, b.lot);
    });
    return lots;
}

}  // namespace relief
