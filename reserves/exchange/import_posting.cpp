// SPDX-License-Identifier: Apache-2.0
#include "reserves/exchange/import_posting.h"

#include "core/store/digest.h"
#include "reserves/document/count.h"
#include "reserves/document/document.h"
#include "reserves/document/paper.h"
#include "reserves/exchange/row_reader.h"
#include "reserves/ledger/as_of.h"
#include "reserves/ledger/change_posting.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

namespace relief {
namespace {

constexpr std::string_view good = "A";
constexpr std::string_view shelf = "on_hand";

std::string account_key(const Account& account) {
    return fmt::format("{}\x1F{}\x1F{}\x1F{}\x1F{}", account.owner, account.keeper, account.site,
                       account.item, account.lot);
}

bool holds(const std::optional<WrittenDate>& written, Date day) {
    return !written || (written->first <= day && day <= written->last);
}

/// Settles the rows of one sheet.
class Planner {
  public:
    Planner(Database& database, ImportReading& reading, const ImportContext& context,
            const ImportOptions& options, Instant occurred_at)
        : reading_(reading),
          find_lot_(database.prepare(
              "SELECT made_on, expires_on FROM lot WHERE lot = ?1 AND item = ?2")) {
        for (const ImportItem& item : context.items) {
            items_.emplace(item.id, &item);
        }
        for (const ImportSite& site : context.sites) {
            sites_.emplace(site.id, &site);
        }
        if (options.kind == ImportKind::count) {
            read_books(database, occurred_at);
        }
    }

    std::vector<ImportedStock> plan() {
        stocks_.reserve(static_cast<std::size_t>(reading_.accepted));
        for (ImportRow& row : reading_.rows) {
            if (row.status == RowStatus::accepted) {
                settle(row);
            }
        }
        return std::move(stocks_);
    }

  private:
    /// What the books say of the sites of the sheet, good and on the shelf.
    void read_books(Database& database, Instant at) {
        std::set<std::string> sites;
        for (const ImportRow& row : reading_.rows) {
            sites.insert(row.site);
        }
        sites.erase("");
        for (const std::string& site : sites) {
            for (StockRow& stock : stock_as_of(database, {.site = site, .occurred_by = at})) {
                if (stock.account.condition == good && stock.account.stage == shelf &&
                    stock.amount != 0) {
                    book_.emplace(account_key(stock.account), stock.amount);
                    lots_there_[fmt::format("{}\x1F{}\x1F{}", stock.account.owner, site,
                                            stock.account.item)]
                        .push_back(stock.account.lot);
                }
            }
        }
    }

    void settle(ImportRow& row) {
        const ImportSite& site = *sites_.at(row.site);
        Account account{.owner = row.owner,
                        .keeper = site.keeper,
                        .site = row.site,
                        .item = row.item,
                        .lot = row.lot,
                        .condition = std::string(good),
                        .stage = std::string(shelf)};
        if (account.lot.empty() && !name_lot(row, account)) {
            return;
        }
        const auto lot = lot_of(row, account);
        if (!lot) {
            return;
        }
        row.lot = account.lot;
        const std::string key = account_key(account);
        const auto [found, is_new] = by_account_.emplace(key, stocks_.size());
        if (is_new) {
            const auto book = book_.find(key);
            stocks_.push_back({.account = std::move(account),
                               .lot = lot->lot,
                               .new_lot = lot->is_new,
                               .book = book == book_.end() ? 0 : book->second});
        }
        stocks_[found->second].amount += row.amount;
    }

    /// The lot of a row without one: the only one the books have there, or one called by its date.
    bool name_lot(ImportRow& row, Account& account) {
        const auto there =
            lots_there_.find(fmt::format("{}\x1F{}\x1F{}", row.owner, row.site, row.item));
        if (there != lots_there_.end() && there->second.size() > 1) {
            std::string lots;
            for (const std::string& lot : there->second) {
                lots += (lots.empty() ? "" : ", ") + lot;
            }
            add_reason(reading_, row,
                       {.code = ReasonCode::lot_several, .expected = lots.substr(0, 200)});
            return false;
        }
        if (there != lots_there_.end()) {
            account.lot = there->second.front();
        } else if (row.made_on) {
            account.lot = row.item + "-" + format_written(*row.made_on);
        } else if (row.expires_on) {
            account.lot = row.item + "-EXP-" + format_written(*row.expires_on);
        } else {
            add_reason(reading_, row, {.code = ReasonCode::lot_missing});
            return false;
        }
        return true;
    }

    struct FoundLot {
        Lot lot;
        bool is_new = false;
    };

    /// The lot as it is registered, by the books or by an earlier row; else as the row tells it.
    std::optional<FoundLot> lot_of(ImportRow& row, const Account& account) {
        const std::string key = account.item + "\x1F" + account.lot;
        auto known = lots_.find(key);
        if (known == lots_.end()) {
            if (auto registered = registered_lot(account)) {
                known = lots_.emplace(key, FoundLot{std::move(*registered), false}).first;
            } else if (auto told = told_lot(row, account)) {
                known = lots_.emplace(key, FoundLot{std::move(*told), true}).first;
            } else {
                add_reason(reading_, row, {.code = ReasonCode::lot_missing});
                return std::nullopt;
            }
        }
        const Lot& lot = known->second.lot;
        if (!holds(row.made_on, lot.made_on) || !holds(row.expires_on, lot.expires_on)) {
            add_reason(reading_, row,
                       {.code = ReasonCode::lot_dates_differ,
                        .found = account.lot,
                        .expected = fmt::format("{} – {}", format_date(lot.made_on),
                                                format_date(lot.expires_on))});
            return std::nullopt;
        }
        return known->second;
    }

    std::optional<Lot> registered_lot(const Account& account) {
        find_lot_.reset();
        find_lot_.bind(1, account.lot).bind(2, account.item);
        if (!find_lot_.step()) {
            return std::nullopt;
        }
        const auto made = parse_date(find_lot_.view(0));
        const auto expires = parse_date(find_lot_.view(1));
        find_lot_.reset();
        return Lot{.item = account.item,
                   .lot = account.lot,
                   .made_on = made.value_or(Date{}),
                   .expires_on = expires.value_or(Date{})};
    }

    std::optional<Lot> told_lot(const ImportRow& row, const Account& account) {
        const std::chrono::days life{items_.at(row.item)->shelf_life_days};
        Lot lot{.item = account.item, .lot = account.lot, .made_on = {}, .expires_on = {}};
        if (row.made_on) {
            lot.made_on = row.made_on->first;
            lot.expires_on = row.expires_on ? row.expires_on->last : lot.made_on + life;
        } else if (row.expires_on) {
            lot.expires_on = row.expires_on->last;
            lot.made_on = lot.expires_on - life;
        } else {
            return std::nullopt;
        }
        return lot;
    }

    ImportReading& reading_;
    Statement find_lot_;
    std::map<std::string_view, const ImportItem*> items_;
    std::map<std::string_view, const ImportSite*> sites_;
    std::unordered_map<std::string, std::int64_t> book_;
    std::unordered_map<std::string, std::vector<std::string>> lots_there_;
    std::unordered_map<std::string, FoundLot> lots_;
    std::unordered_map<std::string, std::size_t> by_account_;
    std::vector<ImportedStock> stocks_;
};

/// The counter-account of what comes in.
std::string_view other_stage(ImportKind kind) {
    switch (kind) {
        case ImportKind::receipt: return "purchased";
        case ImportKind::opening: return "opening";
        case ImportKind::count: return "found";  // of a lot nobody knew
    }
    return "";
}

/// What comes into the books at once. A count of a known lot is for its document to post.
bool comes_in(const ImportedStock& stock, ImportKind kind) {
    return stock.amount > 0 && (kind != ImportKind::count || stock.new_lot);
}

/// One count document a depot, in the order of their ids. Where nothing is lost it is closed and
/// posted; losses wait for another person to close and for the one who may sign them (I19).
std::vector<std::int64_t> draw_up_counts(Change& change, const std::vector<ImportedStock>& stocks,
                                         const std::string& file) {
    std::map<std::string, std::vector<const ImportedStock*>> by_site;
    for (const ImportedStock& stock : stocks) {
        if (!stock.new_lot || stock.amount > 0) {  // none of a lot nobody knows says nothing
            by_site[stock.account.site].push_back(&stock);
        }
    }
    std::vector<std::int64_t> documents;
    for (const auto& [site, counted] : by_site) {
        const PaperHead head{.words = {{"site", site}, {"items", ""}, {"form", "with_book"}},
                             .lots = {}};
        const std::int64_t document = add_document(change,
                                                   {.unit = counted.front()->account.owner,
                                                    .kind = "count",
                                                    .event = {},
                                                    .content = head_content(head),
                                                    .lines = {}},
                                                   "open");
        bool loss = false;
        for (const ImportedStock* stock : counted) {
            add_count_line(change, document,
                           {.account = stock->account,
                            .counted = stock->amount,
                            .counted_at = change.request().occurred_at,
                            .book = {},
                            .note = file});
            loss = loss || (!stock->new_lot && stock->difference() < 0);
        }
        if (!loss) {
            static_cast<void>(close_count(change, document));
        }
        documents.push_back(document);
    }
    return documents;
}

/// One movement a depot, in the order the depots first appear.
std::vector<std::int64_t> post_stocks(Change& change, const std::vector<ImportedStock>& stocks,
                                      ImportKind kind, const std::string& reason) {
    std::vector<std::string> sites;
    std::map<std::string, std::vector<const ImportedStock*>> by_site;
    for (const ImportedStock& stock : stocks) {
        if (comes_in(stock, kind)) {
            auto& there = by_site[stock.account.site];
            if (there.empty()) {
                sites.push_back(stock.account.site);
            }
            there.push_back(&stock);
        }
    }
    std::set<std::pair<std::string_view, std::string_view>> registered;
    std::vector<std::int64_t> movements;
    for (const std::string& site : sites) {
        std::vector<Entry> entries;
        std::vector<Lot> lots;
        entries.reserve(2 * by_site[site].size());
        for (const ImportedStock* stock : by_site[site]) {
            Account other = stock->account;
            other.stage = other_stage(kind);
            entries.push_back({.account = stock->account, .amount = stock->amount});
            entries.push_back({.account = std::move(other), .amount = -stock->amount});
            if (stock->new_lot && registered.insert({stock->lot.item, stock->lot.lot}).second) {
                lots.push_back(stock->lot);
            }
        }
        movements.push_back(post_in(change, std::string(kind_name(kind)), reason,
                                    std::move(entries), std::move(lots)));
    }
    return movements;
}

std::string reasons_json(const ImportRow& row) {
    if (row.reasons.empty()) {
        return "[]";
    }
    nlohmann::ordered_json reasons = nlohmann::ordered_json::array();
    for (const ImportReason& reason : row.reasons) {
        reasons.push_back({{"code", reason_name(reason.code)},
                           {"column", reason.column},
                           {"found", reason.found},
                           {"expected", reason.expected}});
    }
    return reasons.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void insert_row(Change& change, std::int64_t batch, const ImportRow& row) {
    change.insert("import_row", {{"batch_id", batch},
                                 {"line", row.line},
                                 {"status", std::string(status_name(row.status))},
                                 {"site", row.site},
                                 {"owner", row.owner},
                                 {"item", row.item},
                                 {"lot", row.lot},
                                 {"amount", row.amount},
                                 {"reasons", reasons_json(row)}});
}

std::int64_t insert_batch(Change& change, const ImportFile& file, const ImportReading& reading,
                          const ImportOptions& options, const std::vector<std::int64_t>& movements,
                          const std::vector<std::int64_t>& documents) {
    const Request& request = change.request();
    return change.insert("import_batch",
                         {{"sha256", file.sha256},
                          {"kind", std::string(kind_name(options.kind))},
                          {"site", options.site},
                          {"file", file.name},
                          {"sheet", reading.sheet},
                          {"at", seconds_of(request.occurred_at)},
                          {"recorded_at", seconds_of(request.recorded_at)},
                          {"actor", request.actor},
                          {"rows_read", static_cast<std::int64_t>(reading.rows.size())},
                          {"accepted", reading.accepted},
                          {"held", reading.held},
                          {"refused", reading.refused},
                          {"movements", nlohmann::json(movements).dump()},
                          {"documents", nlohmann::json(documents).dump()}});
}

/// The rows go into changes of a bounded size, all in the transaction of the batch: a journal row
/// tells its rows whole, and one of a hundred thousand would be held in memory several times.
void insert_rows(Database& database, const Request& request, std::int64_t batch,
                 const ImportReading& reading) {
    constexpr std::size_t rows_of_a_change = 5'000;
    for (std::size_t from = 0; from < reading.rows.size(); from += rows_of_a_change) {
        Request part = request;
        part.key = fmt::format("{}/rows/{}", request.key, from);
        part.operation = "import.rows";
        part.subject = fmt::format("{}", batch);
        (void)make_change(database, part, [&](Change& change) {
            const std::size_t to = std::min(from + rows_of_a_change, reading.rows.size());
            for (std::size_t i = from; i < to; ++i) {
                insert_row(change, batch, reading.rows[i]);
            }
            return std::string("{}");
        });
    }
}

}  // namespace

std::vector<ImportedStock> plan_import(Database& database, ImportReading& reading,
                                       const ImportContext& context, const ImportOptions& options,
                                       Instant occurred_at) {
    std::vector<ImportedStock> stocks;
    database.transaction([&] {  // one look at the books, not one for every row
        stocks = Planner(database, reading, context, options, occurred_at).plan();
    });
    return stocks;
}

std::optional<PostedImport> find_import(Database& database, std::string_view sha256,
                                        std::string_view kind, std::string_view site) {
    Statement select = database.prepare(
        "SELECT id, at, recorded_at, actor, rows_read, accepted, held, refused, movements, "
        "documents "
        "FROM import_batch WHERE sha256 = ?1 AND kind = ?2 AND site = ?3");
    select.bind(1, sha256).bind(2, kind).bind(3, site);
    if (!select.step()) {
        return std::nullopt;
    }
    PostedImport posted{.batch = select.integer(0),
                        .repeated = true,
                        .at = instant_of(select.integer(1)),
                        .recorded_at = instant_of(select.integer(2)),
                        .actor = select.text(3),
                        .rows_read = select.integer(4),
                        .accepted = select.integer(5),
                        .held = select.integer(6),
                        .refused = select.integer(7)};
    posted.movements = nlohmann::json::parse(select.text(8)).get<std::vector<std::int64_t>>();
    posted.documents = nlohmann::json::parse(select.text(9)).get<std::vector<std::int64_t>>();
    return posted;
}

PostedImport post_import(Database& database, const ImportFile& file, const ImportReading& reading,
                         const std::vector<ImportedStock>& stocks, const ImportOptions& options,
                         Request request) {
    const std::string kind(kind_name(options.kind));
    std::optional<PostedImport> posted;
    database.transaction([&] {
        posted = find_import(database, file.sha256, kind, options.site);
        if (posted) {
            return;
        }
        request.operation = "import." + kind;
        request.content =
            nlohmann::ordered_json{{"sha256", file.sha256}, {"kind", kind}, {"site", options.site}}
                .dump();
        request.key =
            "import/" + CanonicalBytes("relief.import_key/1").add(request.content).sha256();
        std::int64_t batch = 0;
        (void)make_change(database, request, [&](Change& change) {
            const auto movements = post_stocks(change, stocks, options.kind, file.name);
            const auto documents = options.kind == ImportKind::count
                                       ? draw_up_counts(change, stocks, file.name)
                                       : std::vector<std::int64_t>{};
            batch = insert_batch(change, file, reading, options, movements, documents);
            change.tell_subject(fmt::format("{}", batch));
            return nlohmann::json{{"batch", batch}}.dump();
        });
        insert_rows(database, request, batch, reading);
        posted = find_import(database, file.sha256, kind, options.site);
        posted->repeated = false;
    });
    return *posted;
}

std::optional<WrongRow> check_imports(Database& database, std::int64_t& checked) {
    Statement select = database.prepare(
        "SELECT b.id, b.rows_read, b.accepted, b.held, b.refused, count(r.id), "
        "sum(r.status = 'accepted'), sum(r.status = 'held'), sum(r.status = 'refused') "
        "FROM import_batch AS b LEFT JOIN import_row AS r ON r.batch_id = b.id "
        "GROUP BY b.id ORDER BY b.id");
    while (select.step()) {
        ++checked;
        const auto four = [&](int from) {
            return fmt::format("{} read, {} accepted, {} held, {} refused", select.integer(from),
                               select.integer(from + 1), select.integer(from + 2),
                               select.integer(from + 3));
        };
        const bool sum =
            select.integer(1) == select.integer(2) + select.integer(3) + select.integer(4);
        if (!sum || four(1) != four(5)) {
            return WrongRow{.table = "import_batch",
                            .row = select.integer(0),
                            .check = "I25_imports",
                            .found = four(1),
                            .expected = four(5) + " by its rows"};
        }
    }
    return std::nullopt;
}

}  // namespace relief
