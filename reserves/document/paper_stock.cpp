// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/paper_stock.h"

#include "core/error.h"
#include "reserves/document/designated_use.h"

#include <set>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

/// The province of a division: the owner of what lies at its consignment points.
std::string province_of(const Places& places, const std::string& code) {
    std::string at = code;
    for (std::string above = places.parent_of(at); !above.empty(); above = places.parent_of(at)) {
        at = above;
    }
    return at;
}

/// True where an order of the goods' owner stands: an allotment order or another order paper of
/// the owner's that is past its draft, or the receipt by which its goods were borrowed.
bool is_owners_order(Database& database, std::int64_t order, const std::string& owner) {
    const Document document = read_document(database, order);
    const std::string& state = document.state();
    if (state == "draft" || state == "void" || state == "refused" || state == "cancelled" ||
        state == "reversed") {
        return false;
    }
    if (document.number.kind == "receipt") {
        return read_head(document).word("source") == "borrowed" &&
               document.lines.front().owner == owner;
    }
    return document.number.unit == owner;
}

Error foreign_goods(const DocumentLine& line, const std::string& unit) {
    return refused({.code = "doc.owner",
                    .message = "a keeper gives out another's goods on the owner's order alone",
                    .file = {},
                    .line = line.line,
                    .field = name_of_line(line),
                    .found = fmt::format("goods of {} on a paper of {}", line.owner, unit),
                    .expected = "the owner's signed order (--order)"});
}

}  // namespace

std::string keeper_of(const PaperTables& tables, const std::string& site) {
    if (const Depot* depot = tables.baseline.depot(site)) {
        const Depot* house = tables.baseline.depot(depot->fleet_depot());
        return house == nullptr ? depot->org : house->org;
    }
    if (tables.places.find_code(site) != nullptr) {
        return tables.places.present_code(site);
    }
    throw bad_input({.code = "doc.site",
                     .message = "there is no such site",
                     .file = {},
                     .field = "site",
                     .found = site,
                     .expected = "a depot of the baseline or a division code"});
}

std::string owner_of(const PaperTables& tables, const std::string& site) {
    const Depot* depot = tables.baseline.depot(site);
    if (depot == nullptr) {
        static_cast<void>(keeper_of(tables, site));
        return tables.places.present_code(site);
    }
    return depot->level == "province" ? province_of(tables.places, depot->seat_code)
                                      : depot->seat_code;
}

Account account_of(Database& database, const PaperTables& tables, const DocumentLine& line,
                   const std::string& site, const std::string& stage) {
    Account account{.owner = line.owner,
                    .keeper = {},
                    .site = site,
                    .item = line.item,
                    .lot = line.lot,
                    .condition = line.condition,
                    .stage = stage};
    Statement select = database.prepare(
        "SELECT keeper FROM account JOIN balance ON account_id = account.id WHERE lot = ?1 AND "
        "item = ?2 AND stage = ?3 AND site = ?4 AND condition = ?5 AND owner = ?6 AND amount > 0 "
        "ORDER BY amount DESC, keeper LIMIT 1");
    select.bind(1, line.lot)
        .bind(2, line.item)
        .bind(3, stage)
        .bind(4, site)
        .bind(5, line.condition)
        .bind(6, line.owner);
    account.keeper = select.step() ? select.text(0) : keeper_of(tables, site);
    return account;
}

void carry(std::vector<Entry>& entries, const Account& from, const Account& to,
           std::int64_t amount) {
    entries.push_back({.account = from, .amount = -amount});
    entries.push_back({.account = to, .amount = amount});
}

Error wrong_line(const PaperLine& line, std::string field, std::string found,
                 std::string expected) {
    return bad_input({.code = "doc.line",
                      .message = "a line of the paper is wrong",
                      .file = {},
                      .line = line.goods.line,
                      .field = std::move(field),
                      .found = std::move(found),
                      .expected = std::move(expected)});
}

std::string name_of_line(const DocumentLine& line) {
    return fmt::format("{} {}", line.item, line.lot);
}

void find_owner(Database& database, DocumentLine& line, const std::string& site,
                const std::string& stage) {
    if (!line.owner.empty()) {
        return;
    }
    Statement select = database.prepare(
        "SELECT DISTINCT owner FROM account JOIN balance ON account_id = account.id WHERE lot = ?1 "
        "AND item = ?2 AND stage = ?3 AND site = ?4 AND amount > 0 ORDER BY owner");
    select.bind(1, line.lot).bind(2, line.item).bind(3, stage).bind(4, site);
    std::vector<std::string> owners;
    while (select.step()) {
        owners.push_back(select.text(0));
    }
    if (owners.size() == 1) {
        line.owner = owners.front();
        return;
    }
    const bool nothing = owners.empty();
    throw refused({.code = nothing ? "ledger.negative" : "doc.owner",
                   .message = nothing ? "there is nothing of this lot"
                                      : "several owners have goods of this lot there",
                   .file = {},
                   .line = line.line,
                   .field = fmt::format("{} at {} {}", name_of_line(line), site, stage),
                   .found = nothing ? "nothing" : fmt::format("{}", fmt::join(owners, ", ")),
                   .expected = nothing ? "goods that are there" : "owner= of the line"});
}

std::string required_word(const NewPaper& paper, std::string_view name, std::string_view expected) {
    const auto found = paper.words.find(name);
    if (found == paper.words.end() || found->second.empty()) {
        throw bad_input({.code = "doc.words",
                         .message = "the head of the paper lacks a word",
                         .file = {},
                         .field = std::string(name),
                         .found = "nothing",
                         .expected = std::string(expected)});
    }
    return found->second;
}

Date required_date(const NewPaper& paper, std::string_view name) {
    const std::string text = required_word(paper, name, "a date such as 2017-08-31");
    const auto date = parse_date(text);
    if (!date) {
        throw bad_input({.code = "doc.words",
                         .message = "a word of the head is not a date",
                         .file = {},
                         .field = std::string(name),
                         .found = text,
                         .expected = "a date such as 2017-08-31"});
    }
    return *date;
}

std::vector<Lot> new_lots(const Document& document) {
    const PaperHead head = read_head(document);
    std::vector<Lot> lots;
    std::set<std::pair<std::string, std::string>> seen;
    for (const DocumentLine& line : document.lines) {
        const auto dates = head.lots.find(line.line);
        if (dates != head.lots.end() && seen.emplace(line.item, line.lot).second) {
            lots.push_back({.item = line.item,
                            .lot = line.lot,
                            .made_on = dates->second.made_on,
                            .expires_on = dates->second.expires_on});
        }
    }
    return lots;
}

void check_taking_line(Database& database, PaperLine& line, const std::string& use) {
    if (line.goods.from_site.empty()) {
        throw wrong_line(line, "from", "no site", "the site the goods leave");
    }
    if (line.goods.condition.empty()) {
        line.goods.condition.assign(1, 'A');
    }
    find_owner(database, line.goods, line.goods.from_site, "on_hand");
    require_use(database, line.goods.item, line.goods.lot, use);
}

void check_taking(Database& database, const PaperTables&, NewPaper& paper, Instant) {
    const std::string use = word_of(paper, "use");
    for (PaperLine& line : paper.lines) {
        check_taking_line(database, line, use);
    }
}

std::string word_of(const NewPaper& paper, std::string_view name) {
    const auto found = paper.words.find(name);
    return found == paper.words.end() ? "" : found->second;
}

std::optional<Date> last_day_of(Database& database, const std::string& item,
                                const std::string& lot) {
    Statement select = database.prepare("SELECT expires_on FROM lot WHERE lot = ?1 AND item = ?2");
    select.bind(1, lot).bind(2, item);
    return select.step() ? parse_date(select.text(0)) : std::nullopt;
}

void require_owners_order(Database& database, const NewPaper& paper) {
    for (const PaperLine& line : paper.lines) {
        if (line.goods.owner != paper.unit &&
            !(paper.order && is_owners_order(database, *paper.order, line.goods.owner))) {
            throw foreign_goods(line.goods, paper.unit);
        }
    }
}

}  // namespace relief
