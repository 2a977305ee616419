// SPDX-License-Identifier: Apache-2.0
#include "reserves/ledger/check_goods.h"

#include "core/error.h"
#include "core/table/csv.h"
#include "core/time.h"
#include "reserves/ledger/stage.h"
#include "reserves/ledger/trace.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace relief {
namespace {

using FoundWrong = std::optional<WrongRow>;

std::int64_t count_of(Database& database, std::string_view table) {
    Statement select = database.prepare(fmt::format("SELECT count(*) FROM {}", table));
    return select.step() ? select.integer(0) : 0;
}

/// Lots of which something may have been used that should not have been: those that moved on a
/// shelf after their last day, and those that were ever said not to be good.
std::set<std::pair<std::string, std::string>> doubtful_lots(Database& database,
                                                            std::int64_t& checked) {
    std::set<std::pair<std::string, std::string>> lots;
    Statement expired = database.prepare(
        "SELECT DISTINCT lot.item, lot.lot FROM lot "
        "JOIN account ON account.lot = lot.lot AND account.item = lot.item "
        "JOIN balance_day ON balance_day.account_id = account.id "
        "WHERE account.stage = 'on_hand' "
        "AND balance_day.day > julianday(lot.expires_on) - julianday('1970-01-01')");
    while (expired.step()) {
        lots.emplace(expired.text(0), expired.text(1));
    }
    Statement named = database.prepare("SELECT DISTINCT item, lot FROM lot_state");
    while (named.step()) {
        lots.emplace(named.text(0), named.text(1));
    }
    checked = count_of(database, "lot");
    return lots;
}

bool takes_to_use(const TraceStep& step) {
    bool from_shelf = false;
    bool to_use = false;
    for (const Entry& entry : step.entries) {
        from_shelf |= entry.amount < 0 && entry.account.stage == "on_hand";
        to_use |= entry.amount > 0 && is_use(entry.account.stage);
    }
    return from_shelf && to_use && step.kind != "reversal";
}

/// The state of a lot before something was recorded; what was said in that very second may have
/// been said after it.
std::string state_before(const LotTrace& trace, Instant recorded_at) {
    std::string state = "good";
    for (const TraceState& said : trace.states) {
        if (said.at < recorded_at) {
            state = said.state;
        }
    }
    return state;
}

FoundWrong check_lot(const LotTrace& trace) {
    for (const TraceStep& step : trace.steps) {
        if (!takes_to_use(step)) {
            continue;
        }
        const Date day = beijing_date(step.occurred_at);
        const bool expired = day > trace.expires_on;
        const std::string state = state_before(trace, step.recorded_at);
        if (expired || state != "good") {
            return wrong_row("movement", step.movement, "I13_unusable",
                             fmt::format("{} {} used on {}: {}", trace.item, trace.lot,
                                         format_date(day), expired ? "expired" : state),
                             "goods of a good lot within its dates");
        }
    }
    return std::nullopt;
}

/// "220200" and "2202" of 220200: a unit is above another where the other's code begins so.
std::string stem(std::string code) {
    while (code.size() > 2 && code.ends_with("00")) {
        code.resize(code.size() - 2);
    }
    return code;
}

bool may_order(const std::string& unit, const std::string& owner) {
    return unit == owner || owner.starts_with(stem(unit));
}

/// The document and all it is linked with, near and far.
bool is_ordered(Database& database, std::int64_t document, const std::string& owner) {
    std::set<std::int64_t> seen{document};
    std::vector<std::int64_t> open{document};
    while (!open.empty()) {
        const std::int64_t at = open.back();
        open.pop_back();
        // Goods that were borrowed go out on the paper by which their owner lent them.
        Statement paper = database.prepare(
            "SELECT unit, kind = 'receipt' AND json_extract(content, '$.source') = 'borrowed' AND "
            "EXISTS "
            "(SELECT 1 FROM document_line WHERE document_id = document.id AND owner = ?2) "
            "FROM document WHERE id = ?1");
        paper.bind(1, at).bind(2, owner);
        if (paper.step() && (may_order(paper.text(0), owner) || paper.integer(1) != 0)) {
            return true;
        }
        Statement links = database.prepare(
            "SELECT to_document FROM document_link WHERE from_document = ?1 "
            "UNION SELECT from_document FROM document_link WHERE to_document = ?1");
        links.bind(1, at);
        while (links.step()) {
            if (seen.insert(links.integer(0)).second) {
                open.push_back(links.integer(0));
            }
        }
    }
    return false;
}

}  // namespace

std::optional<WrongRow> check_holds(Database& database, std::int64_t& checked) {
    Statement select = database.prepare(
        "SELECT min(hold.id), sum(hold.amount), ifnull(balance.amount, 0), stage, condition "
        "FROM hold JOIN account ON account.id = hold.account_id "
        "LEFT JOIN balance ON balance.account_id = hold.account_id "
        "WHERE deadline >= (SELECT ifnull(max(recorded_at), 0) FROM journal) "
        "AND NOT EXISTS (SELECT 1 FROM hold_end WHERE hold_id = hold.id) "
        "GROUP BY hold.account_id ORDER BY 1");
    checked = count_of(database, "hold");
    while (select.step()) {
        const bool is_shelf = select.text(3) == "on_hand" && select.text(4) == "A";
        if (!is_shelf || select.integer(1) > select.integer(2)) {
            return wrong_row("hold", select.integer(0), "I5_holds",
                             fmt::format("{} held of {} ({}, condition {})", select.integer(1),
                                         select.integer(2), select.text(3), select.text(4)),
                             "no more than lies on the shelf in good condition");
        }
    }
    return std::nullopt;
}

std::optional<WrongRow> check_hold_ends(Database& database, std::int64_t& checked) {
    Statement select = database.prepare(
        "SELECT hold_end.id, how, posted, at, amount, deadline, "
        "  (SELECT count(*) FROM hold_end AS other WHERE other.hold_id = hold_end.hold_id) "
        "FROM hold_end LEFT JOIN hold ON hold.id = hold_id ORDER BY hold_end.id");
    while (select.step()) {
        const std::string how = select.text(1);
        const std::int64_t posted = select.integer(2);
        const std::int64_t at = select.integer(3);
        // Not whether it ended after it was made: the clock may have been set back in between.
        const bool is_past = at > select.integer(5);
        const bool amount_fits =
            how == "posted" ? posted >= 1 && posted <= select.integer(4) : posted == 0;
        const bool is_known = how == "posted" || how == "voided" || how == "expired";
        if (!is_known || !amount_fits || is_past != (how == "expired") || select.integer(6) != 1) {
            return wrong_row(
                "hold_end", select.integer(0), "I6_hold_ends",
                fmt::format("{} with {} of {} posted, {} s after its deadline, end {} of "
                            "its hold",
                            how, posted, select.integer(4), at - select.integer(5),
                            select.integer(6)),
                "one end, in time, of no more than was held");
        }
        ++checked;
    }
    return std::nullopt;
}

std::optional<WrongRow> check_open_holds(Database& database, std::int64_t& checked) {
    constexpr const char* check = "I5_open_holds";
    Statement open = database.prepare(
        "SELECT hold.id, hold_id, 'account ' || hold.account_id || ', ' || hold.amount || "
        "' until ' || hold.deadline, 'account ' || kept.account_id || ', ' || kept.amount || "
        "' until ' || kept.deadline "
        "FROM (SELECT * FROM hold WHERE NOT EXISTS (SELECT 1 FROM hold_end WHERE hold_id = "
        "hold.id)) AS hold FULL JOIN cache_open_hold AS kept ON hold_id = hold.id");
    while (open.step()) {
        const std::string expected = open.is_null(0) ? "no row" : open.text(2);
        const std::string found = open.is_null(1) ? "no row" : open.text(3);
        if (found != expected) {
            return wrong_row("cache_open_hold", open.integer(open.is_null(0) ? 1 : 0), check, found,
                             expected);
        }
        ++checked;
    }
    Statement sums = database.prepare(
        "SELECT account_id, sum(kept), sum(open) FROM (SELECT account_id, amount AS kept, 0 AS "
        "open FROM cache_held UNION ALL SELECT account_id, 0, amount FROM cache_open_hold) "
        "GROUP BY account_id HAVING sum(kept) <> sum(open)");
    if (sums.step()) {
        return wrong_row("cache_held", sums.integer(0), check, fmt::format("{}", sums.integer(1)),
                         fmt::format("{}", sums.integer(2)));
    }
    return std::nullopt;
}

std::optional<WrongRow> check_unusable(Database& database, std::int64_t& checked) {
    for (const auto& [item, lot] : doubtful_lots(database, checked)) {
        for (const LotTrace& trace : trace_lot(database, lot, item, Instant{})) {
            if (FoundWrong finding = check_lot(trace)) {
                return finding;
            }
        }
    }
    return std::nullopt;
}

std::optional<WrongRow> check_custody(Database& database, std::int64_t& checked) {
    // CROSS: from the steps of documents to their entries, not over all entries of the books.
    Statement select = database.prepare(
        "SELECT DISTINCT movement_id, document_id, owner, keeper, site FROM document_step "
        "CROSS JOIN entry USING (movement_id) CROSS JOIN account ON account.id = account_id "
        "WHERE movement_id IS NOT NULL AND amount < 0 AND stage = 'on_hand' "
        "AND EXISTS (SELECT 1 FROM entry AS other JOIN account AS use ON use.id = other.account_id "
        "  WHERE other.movement_id = document_step.movement_id AND other.amount > 0 "
        "  AND use.lot = account.lot AND use.item = account.item "
        "  AND (use.stage IN ('picked', 'loaded', 'issued_to_people') "
        "       OR use.stage LIKE 'on\\_loan%' ESCAPE '\\')) ORDER BY 1, 2");
    std::map<std::pair<std::int64_t, std::string>, bool> known;
    while (select.step()) {
        const std::int64_t document = select.integer(1);
        const std::string owner = select.text(2);
        const auto [answer, is_new] = known.try_emplace({document, owner}, false);
        if (is_new) {
            answer->second = is_ordered(database, document, owner);
        }
        if (!answer->second) {
            return wrong_row("movement", select.integer(0), "I14_custody",
                             fmt::format("goods of {} taken at {} by document {}", owner,
                                         select.text(4), document),
                             "an order of the owner");
        }
        ++checked;
    }
    return std::nullopt;
}

std::optional<WrongRow> check_dates(Database& database, std::int64_t& checked) {
    Statement lots = database.prepare("SELECT id, made_on, expires_on FROM lot ORDER BY id");
    while (lots.step()) {
        const auto made = parse_date(lots.text(1));
        const auto expires = parse_date(lots.text(2));
        if (!made || !expires || *expires < *made) {
            return wrong_row("lot", lots.integer(0), "I20_dates",
                             fmt::format("{} to {}", lots.text(1), lots.text(2)),
                             "two dates of the calendar, the first not after the second");
        }
        ++checked;
    }
    Statement steps = database.prepare(
        "SELECT id, occurred_at, recorded_at FROM document_step "
        "WHERE occurred_at > recorded_at OR occurred_at < -662688000 ORDER BY id LIMIT 1");
    if (steps.step()) {
        return wrong_row(
            "document_step", steps.integer(0), "I20_dates",
            fmt::format("occurred {} s after it was recorded", steps.integer(1) - steps.integer(2)),
            "an instant of UTC, not after the clock's");
    }
    return std::nullopt;
}

std::optional<WrongRow> check_units(Database& database, std::int64_t& checked) {
    const std::string name = "rules/item_catalog.csv";
    Statement table = database.prepare("SELECT 1 FROM source_table WHERE name = ?1");
    table.bind(1, name);
    std::map<std::string, std::string> units;
    if (table.step()) {
        const DatabaseSource source(database);
        try {
            const CsvTable catalogue(source.read(name), source.shown_name(name),
                                     {"item_id", "unit"});
            for (std::size_t i = 0; i < catalogue.size(); ++i) {
                const CsvRow row = catalogue.row(i);
                if (!units.emplace(row.required("item_id"), row.required("unit")).second) {
                    return wrong_row("source_table", 0, "I21_units",
                                     fmt::format("{} twice", row.text("item_id")),
                                     "one unit an item");
                }
            }
        } catch (const Error&) {
            return std::nullopt;  // no catalogue of this form: the books of a test
        }
    }
    Statement items = database.prepare("SELECT min(id), item FROM lot GROUP BY item ORDER BY 1");
    while (!units.empty() && items.step()) {
        if (!units.contains(items.text(1))) {
            return wrong_row("lot", items.integer(0), "I21_units", items.text(1),
                             "an item with its unit in the catalogue of these books");
        }
        ++checked;
    }
    return std::nullopt;
}

}  // namespace relief
