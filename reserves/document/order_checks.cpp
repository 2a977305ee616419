// SPDX-License-Identifier: Apache-2.0
// What verify proves of documents and orders: I9, I10, I12, I18.
#include "core/store/past.h"
#include "reserves/document/order.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::json;

using FoundWrong = std::optional<WrongRow>;

/// A step whose content is not what the program writes is an answer, too.
template <typename Check>
FoundWrong guarded(const std::string& name, std::int64_t row, const Check& check) {
    try {
        return check();
    } catch (const json::exception&) {
        return wrong_row("document", row, name, "a step that does not say what it did",
                         "what the program writes");
    }
}

std::vector<std::int64_t> orders_with(Database& database, std::string_view verb) {
    Statement select = database.prepare(
        "SELECT DISTINCT d.id FROM document AS d JOIN document_step AS s ON s.document_id = d.id "
        "WHERE d.kind = 'allotment_order' AND s.verb = ?1 ORDER BY d.id");
    select.bind(1, verb);
    std::vector<std::int64_t> ids;
    while (select.step()) {
        ids.push_back(select.integer(0));
    }
    return ids;
}

/// Balances of all accounts whose stage names an order, by stage and account.
std::map<std::string, std::vector<std::pair<std::int64_t, std::int64_t>>> order_stages(
    Database& database) {
    Statement select = database.prepare(
        "SELECT a.stage, a.id, sum(e.amount) FROM account AS a JOIN entry AS e ON e.account_id = "
        "a.id WHERE a.stage LIKE 'in_transit(%' OR a.stage LIKE 'lost(transport %' "
        "GROUP BY a.id ORDER BY a.id");
    std::map<std::string, std::vector<std::pair<std::int64_t, std::int64_t>>> stages;
    while (select.step()) {
        stages[select.text(0)].emplace_back(select.integer(1), select.integer(2));
    }
    return stages;
}

FoundWrong check_totals(const Document& order) {
    for (const Piece& piece : order_progress(order).pieces) {
        const std::int64_t sent = piece.departed - piece.diverted;
        const std::int64_t accounted = piece.good + piece.damaged + piece.lost + piece.returned;
        if (sent != accounted) {
            return wrong_row("document", order.id, "I10_closed_orders",
                             fmt::format("line {}, lot {}: {} sent, {} accounted for", piece.line,
                                         piece.lot, sent, accounted),
                             "sent = received + damaged + lost + returned");
        }
    }
    return std::nullopt;
}

/// One automatic pick.
struct Pick {
    std::int64_t order = 0;
    std::int64_t movement = 0;
    std::string site;
    Instant at;
    json content;
};

std::vector<Pick> read_picks(Database& database) {
    Statement select = database.prepare(
        "SELECT s.document_id, s.movement_id, s.recorded_at, s.content, d.content FROM "
        "document_step AS s JOIN document AS d ON d.id = s.document_id WHERE s.verb = 'pick' AND "
        "d.kind = 'allotment_order' ORDER BY s.movement_id");
    std::vector<Pick> picks;
    while (select.step()) {
        Pick pick{.order = select.integer(0),
                  .movement = select.integer(1),
                  .site = json::parse(select.text(4)).at("from"),
                  .at = instant_of(select.integer(2)),
                  .content = json::parse(select.text(3))};
        if (pick.content.at("automatic").get<bool>()) {
            picks.push_back(std::move(pick));
        } else if (pick.content.at("reason").get<std::string>().empty()) {
            pick.movement = 0;  // an override without a reason
            picks.push_back(std::move(pick));
        }
    }
    return picks;
}

/// A shelf of good goods at some moment.
struct ShelfAccount {
    std::int64_t id = 0;
    std::string lot;
    std::string expires_on;
    std::int64_t amount = 0;
};
using ShelfKey = std::tuple<std::string, std::string, std::string>;  // site, item, owner

std::map<ShelfKey, std::vector<ShelfAccount>> read_shelves(Database& database,
                                                           const std::vector<Pick>& picks) {
    std::set<std::pair<std::string, std::string>> wanted;
    for (const Pick& pick : picks) {
        for (const json& row : pick.content.at("picks")) {
            wanted.emplace(pick.site, row.at("item").get<std::string>());
        }
    }
    std::map<ShelfKey, std::vector<ShelfAccount>> shelves;
    Statement select = database.prepare(
        "SELECT a.id, a.owner, a.lot, l.expires_on FROM account AS a JOIN lot AS l ON l.lot = "
        "a.lot AND l.item = a.item WHERE a.stage = 'on_hand' AND a.condition = 'A' AND "
        "a.site = ?1 AND a.item = ?2 ORDER BY l.expires_on, a.lot, a.id");
    for (const auto& [site, item] : wanted) {
        select.reset();
        select.bind(1, site).bind(2, item);
        while (select.step()) {
            shelves[{site, item, select.text(1)}].push_back(
                {.id = select.integer(0), .lot = select.text(2), .expires_on = select.text(3)});
        }
    }
    return shelves;
}

/// What was held on an account at a moment; both ends of a second count, so that a tie never
/// accuses anybody.
std::int64_t held_at(Database& database, std::int64_t account, Instant at) {
    Statement select = database.prepare(
        "SELECT ifnull(sum(amount), 0) FROM hold WHERE account_id = ?1 AND made_at <= ?2 AND "
        "deadline >= ?2 AND NOT EXISTS (SELECT 1 FROM hold_end WHERE hold_id = hold.id AND "
        "at < ?2)");
    select.bind(1, account).bind(2, seconds_of(at));
    select.step();
    return select.integer(0);
}

/// The same by the order of the journal: the clock may have been set between a hold and the pick.
/// Reads the journal from the pick on, so it is asked last.
std::int64_t held_before(Database& database, std::int64_t account, const Pick& pick) {
    Statement written = database.prepare("SELECT journal_seq FROM movement WHERE id = ?1");
    written.bind(1, pick.movement);
    written.step();
    const auto first = first_rows_after(database, written.integer(0) - 1);
    const auto before = [&](const char* table) {
        const auto found = first.find(table);
        return found == first.end() ? std::numeric_limits<std::int64_t>::max() : found->second;
    };
    Statement select = database.prepare(
        "SELECT ifnull(sum(amount), 0) FROM hold WHERE account_id = ?1 AND id < ?2 AND deadline >= "
        "?3 AND NOT EXISTS (SELECT 1 FROM hold_end AS ended WHERE hold_id = hold.id AND ended.id < "
        "?4)");
    select.bind(1, account).bind(2, before("hold")).bind(3, seconds_of(pick.at));
    select.bind(4, before("hold_end"));
    select.step();
    return select.integer(0);
}

/// The word for a lot that was passed over, null where the pick gave none.
const json* told_of(const Pick& pick, const std::string& item, const ShelfAccount& shelf) {
    for (const json& row : pick.content.at("passed_over")) {
        if (row.at("item") == item && row.at("lot") == shelf.lot) {
            return &row;
        }
    }
    return nullptr;
}

bool is_excused(Database& database, const Pick& pick, const std::string& item,
                const ShelfAccount& shelf, std::int64_t left) {
    const json* told = told_of(pick, item, shelf);
    if (told == nullptr) {
        return false;
    }
    const std::string why = told->at("why");
    if (why == "expired") {
        return shelf.expires_on < format_date(beijing_date(pick.at));
    }
    return !why.empty() || held_at(database, shelf.id, pick.at) >= left ||
           held_before(database, shelf.id, pick) >= left;
}

/// Nothing usable that expires before the last lot taken was left on the shelf.
FoundWrong check_pick(Database& database, const Pick& pick, const ShelfKey& key,
                      const std::vector<ShelfAccount>& shelf) {
    std::map<std::string, std::int64_t> taken;  // by lot
    std::string last;
    for (const json& row : pick.content.at("picks")) {
        if (row.at("item") == std::get<1>(key) && row.at("owner") == std::get<2>(key)) {
            taken[row.at("lot")] += row.at("amount").get<std::int64_t>();
            last = std::max(last, row.at("expires_on").get<std::string>());
        }
    }
    for (const ShelfAccount& account : shelf) {
        const std::int64_t left = account.amount - taken[account.lot];
        if (account.expires_on < last && left > 0 &&
            !is_excused(database, pick, std::get<1>(key), account, left)) {
            return wrong_row("document", pick.order, "I12_first_expired_first_out",
                             fmt::format("{} of {} {} that expires {} left on the shelf", left,
                                         std::get<1>(key), account.lot, account.expires_on),
                             fmt::format("taken before what expires {}, or a reason", last));
        }
    }
    return std::nullopt;
}

}  // namespace

FoundWrong check_numbers(Database& database, std::int64_t& checked) {
    Statement select = database.prepare(
        "SELECT id, unit, kind, year, number FROM document ORDER BY unit, kind, year, number");
    std::tuple<std::string, std::string, std::int64_t> series;
    std::int64_t last = 0;
    while (select.step()) {
        ++checked;
        const auto here = std::tuple(select.text(1), select.text(2), select.integer(3));
        last = here == series ? last : 0;
        series = here;
        if (select.integer(4) != last + 1) {
            return wrong_row("document", select.integer(0), "I9_numbers",
                             fmt::format("{} {} {}: number {}", select.text(1), select.text(2),
                                         select.integer(3), select.integer(4)),
                             fmt::format("{}", last + 1));
        }
        ++last;
    }
    return std::nullopt;
}

FoundWrong check_closed_orders(Database& database, std::int64_t& checked) {
    const auto closed = orders_with(database, "close");
    if (closed.empty()) {
        return std::nullopt;
    }
    const auto stages = order_stages(database);
    for (const std::int64_t id : closed) {
        ++checked;
        if (const auto stage = stages.find(transit_stage(id)); stage != stages.end()) {
            for (const auto& [account, amount] : stage->second) {
                if (amount != 0) {
                    return wrong_row("account", account, "I10_closed_orders",
                                     fmt::format("{} on the way of closed order {}", amount, id),
                                     "0");
                }
            }
        }
        auto finding = guarded("I10_closed_orders", id,
                               [&] { return check_totals(read_document(database, id)); });
        if (finding) {
            return finding;
        }
    }
    return std::nullopt;
}

FoundWrong check_picks(Database& database, std::int64_t& checked) {
    return guarded("I12_first_expired_first_out", 0, [&]() -> FoundWrong {
        const auto picks = read_picks(database);
        if (picks.empty()) {
            return std::nullopt;
        }
        auto shelves = read_shelves(database, picks);
        std::map<std::int64_t, ShelfAccount*> by_id;
        for (auto& [key, shelf] : shelves) {
            for (ShelfAccount& account : shelf) {
                by_id.emplace(account.id, &account);
            }
        }
        Statement entries = database.prepare(
            "SELECT movement_id, account_id, amount FROM entry ORDER BY movement_id, line");
        bool more = entries.step();
        for (const Pick& pick : picks) {
            ++checked;
            if (pick.movement == 0) {
                return wrong_row("document", pick.order, "I12_first_expired_first_out",
                                 "lots chosen by hand without a reason", "a reason");
            }
            for (; more && entries.integer(0) < pick.movement; more = entries.step()) {
                if (const auto found = by_id.find(entries.integer(1)); found != by_id.end()) {
                    found->second->amount += entries.integer(2);
                }
            }
            for (const auto& [key, shelf] : shelves) {
                if (std::get<0>(key) != pick.site) {
                    continue;
                }
                if (auto finding = check_pick(database, pick, key, shelf)) {
                    return finding;
                }
            }
        }
        return std::nullopt;
    });
}

FoundWrong check_phone_orders(Database& database, std::int64_t& checked) {
    Statement select = database.prepare(
        "SELECT DISTINCT s.document_id FROM document_step AS s JOIN document AS d ON d.id = "
        "s.document_id WHERE s.verb IN ('sign', 'cosign') AND d.kind IN ('allotment_order', "
        "'call_off') AND json_extract(s.content, '$.phone') = 1 ORDER BY s.document_id");
    while (select.step()) {
        ++checked;
        const std::int64_t id = select.integer(0);
        auto finding = guarded("I18_papers", id, [&]() -> FoundWrong {
            const Document document = read_document(database, id);
            for (const DocumentStep& step : document.steps) {
                const json content = json::parse(step.content);
                if (!content.value("phone", false)) {
                    continue;
                }
                int hours = 0;
                const SignatureRules rules = signature_rules_at(database, step.occurred_at);
                for (const SignatureRule& rule : rules.rules) {
                    if (rule.id == content.at("signatures").back().at("rule")) {
                        hours = rule.papers_h;
                    }
                }
                const std::string due =
                    format_instant(step.occurred_at + std::chrono::hours{hours});
                if (content.at("papers_due") != due) {
                    return wrong_row("document", id, "I18_papers",
                                     "papers due " + content.at("papers_due").get<std::string>(),
                                     due);
                }
            }
            if (document.state() == "closed" && order_progress(document).papers_due) {
                return wrong_row("document", id, "I18_papers", "closed while its papers are owed",
                                 "papers first");
            }
            return std::nullopt;
        });
        if (finding) {
            return finding;
        }
    }
    return std::nullopt;
}

}  // namespace relief
