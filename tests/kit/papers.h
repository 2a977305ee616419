// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/people.h"
#include "core/store/journal.h"
#include "reserves/document/count.h"
#include "reserves/document/paper.h"
#include "reserves/document/paper_signature.h"
#include "reserves/document/paper_stock.h"
#include "reserves/document/reversal.h"
#include "reserves/document/scrap.h"
#include "tests/kit/books.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace relief::kit {

/// The real rules and places, read once.
struct OfficeTables {
    FolderSource source{std::filesystem::path(RELIEF_SOURCE_DIR) / "data"};
    Rules rules = load_rules(source);
    Places places{source};
};

inline const OfficeTables& office_tables() {
    static const OfficeTables tables;
    return tables;
}

/// A province's depot P, a city's C (220400), and the consignment point K of the province in the
/// city's house, as of 1 July 2017.
inline Baseline paper_baseline() {
    const Date made = book_date(1) - std::chrono::days{1000};
    const Date expires = book_date(1) + std::chrono::days{1000};
    Baseline baseline;
    baseline.picture_on = book_date(1);
    baseline.depots.push_back(
        {.id = "P", .level = "province", .seat_code = "220000", .org = "JL-CAD"});
    baseline.depots.push_back(
        {.id = "C", .level = "city", .seat_code = "220400", .org = "220400-CAB"});
    baseline.depots.push_back({.id = "K",
                               .level = "province",
                               .seat_code = "220400",
                               .org = "JL-CAD",
                               .keeper_depot = "C"});
    baseline.lots = {
        {"P", "220000", "QUILT", "Q1", made, expires, 1000, "A", 2},
        {"P", "220000", "QUILT", "Q2", made, expires + std::chrono::days{9}, 500, "A", 3},
        {"P", "220000", "TENT12S", "T1", made, expires, 100, "A", 4},
        {"P", "220000", "TENT12C", "T2", made, expires, 100, "A", 5},
        {"P", "220000", "GEN", "G1", made, expires, 10, "A", 6},
        {"P", "220000", "LIFEJ", "L1", made, expires, 300, "A", 7},
        {"P", "220000", "TORCH", "TO1", made, expires, 30, "A", 8},
        {"P", "220000", "TORCH", "TO2", made, expires + std::chrono::days{3}, 30, "A", 9},
        {"P", "220000", "WATBAG", "W1", made, expires, 60, "A", 10},
        {"P", "220000", "TOWELQ", "TQ1", made, expires, 120, "A", 11},
        {"C", "220400", "QUILT", "Q3", made, expires, 200, "A", 12},
        {"C", "220400", "RICE", "R1", made, expires, 400, "A", 13},
        {"K", "220000", "QUILT", "Q1", made, expires, 50, "A", 14},
    };
    return baseline;
}

/// Small books with people in their posts, and the papers of the depots drawn up in them.
class PaperBooks {
  public:
    explicit PaperBooks(Database database) : database_(std::move(database)) {
        open_books(database_, office_tables().source, office_tables().rules, baseline_, noon_of(1));
        for (const auto& [name, post, unit] :
             std::vector<std::array<std::string, 3>>{{"keeper P", "depot_keeper", "P"},
                                                     {"keeper C", "depot_keeper", "C"},
                                                     {"keeper K", "depot_keeper", "K"},
                                                     {"deputy", "provincial_deputy_head", "220000"},
                                                     {"head", "provincial_head", "220000"},
                                                     {"city head", "city_bureau_head", "220400"}}) {
            change(noon_of(1), "officer", [&, name = name, post = post, unit = unit](Change& made) {
                add_person(made, {.code = name, .name = name, .unit = unit});
                add_holding(made, person_of(database_, name), post, unit, noon_of(1));
                return 0;
            });
        }
    }

    [[nodiscard]] Database& database() { return database_; }
    [[nodiscard]] const PaperTables& tables() const { return tables_; }

    /// One change by somebody at a moment; answers what `work` does.
    template <typename Work>
    std::int64_t change(Instant at, const std::string& actor, const Work& work) {
        std::int64_t answer = 0;
        make_change(database_,
                    {.key = "k" + std::to_string(journal_head(database_).seq),
                     .content = "{}",
                     .actor = actor,
                     .operation = "doc.test",
                     .subject = {},
                     .occurred_at = at,
                     .recorded_at = std::max(at, now_)},
                    [&](Change& made) {
                        answer = static_cast<std::int64_t>(work(made));
                        return std::string("{}");
                    });
        return answer;
    }

    std::int64_t draft(Instant at, NewPaper paper, const std::string& actor = "maker") {
        return change(at, actor, [&](Change& made) { return draft_paper(made, tables_, paper); });
    }
    void sign(Instant at, std::int64_t document, const std::string& actor) {
        change(at, actor, [&](Change& made) {
            sign_paper(made, tables_, document);
            return 0;
        });
    }
    void post(Instant at, std::int64_t document) {
        change(at, "maker", [&](Change& made) {
            if (read_document(database_, document).number.kind == "count") {
                post_count(made, document);
            } else {
                post_paper(made, tables_, document);
            }
            return 0;
        });
    }
    /// Drawn up, signed by `signer` and posted at one moment.
    std::int64_t run(Instant at, NewPaper paper, const std::string& signer) {
        const std::int64_t document = draft(at, std::move(paper));
        sign(at, document, signer);
        post(at, document);
        return document;
    }
    std::int64_t reverse(Instant at, std::int64_t document) {
        return change(at, "maker", [&](Change& made) {
            return reverse_document(made, document, "entered twice");
        });
    }
    void lift_clock(Instant now) { now_ = now; }

    /// What lies at a site and stage, whoever keeps it.
    std::int64_t at(const std::string& site, const std::string& item, const std::string& lot,
                    const std::string& stage = "on_hand", const std::string& owner = "%") {
        Statement select = database_.prepare(
            "SELECT ifnull(sum(amount), 0) FROM account JOIN balance ON account_id = account.id "
            "WHERE site = ?1 AND item = ?2 AND lot = ?3 AND stage = ?4 AND owner LIKE ?5");
        select.bind(1, site).bind(2, item).bind(3, lot).bind(4, stage).bind(5, owner);
        select.step();
        return select.integer(0);
    }
    std::string state(std::int64_t document) { return read_document(database_, document).state(); }
    std::string proof() { return complaint(verify_books(database_, std::nullopt)); }

    /// A count of one lot at P, as of a moment, closed by another than its maker at `closed`.
    std::int64_t count(const std::string& item, const std::string& lot, std::int64_t counted,
                       Instant counted_at, Instant closed) {
        const std::int64_t document = open_count_at(counted_at);
        add_count(document, item, lot, counted, counted_at, closed);
        close(document, closed);
        return document;
    }
    std::int64_t open_count_at(Instant at) {
        return change(at, "maker", [&](Change& made) {
            return add_document(made, {.unit = "220000", .kind = "count"}, "open");
        });
    }
    void add_count(std::int64_t document, const std::string& item, const std::string& lot,
                   std::int64_t counted, Instant counted_at, Instant told,
                   std::optional<std::int64_t> book = {}) {
        change(told, "maker", [&](Change& made) {
            add_count_line(made, document,
                           {.account = {.owner = "220000",
                                        .keeper = "JL-CAD",
                                        .site = "P",
                                        .item = item,
                                        .lot = lot,
                                        .condition = "A",
                                        .stage = "on_hand"},
                            .counted = counted,
                            .counted_at = counted_at,
                            .book = book,
                            .note = ""});
            return 0;
        });
    }
    void close(std::int64_t document, Instant at, const std::string& actor = "checker") {
        change(at, actor, [&](Change& made) {
            close_count(made, document);
            return 0;
        });
    }

  private:
    Baseline baseline_ = paper_baseline();
    Database database_;
    PaperTables tables_ = load_paper_tables(office_tables().source, office_tables().rules,
                                            office_tables().places, baseline_);
    Instant now_;
};

inline PaperLine goods(const std::string& item, const std::string& lot, std::int64_t amount,
                       const std::string& from, const std::string& to = "",
                       const std::string& condition = "", const std::string& note = "") {
    return {.goods = {.item = item,
                      .lot = lot,
                      .amount = amount,
                      .owner = {},
                      .from_site = from,
                      .to_site = to,
                      .condition = condition,
                      .note = note}};
}

inline PaperLine new_goods(const std::string& item, const std::string& lot, std::int64_t amount,
                           const std::string& to, const std::string& owner = "") {
    PaperLine line = goods(item, lot, amount, "", to);
    line.goods.owner = owner;
    line.lot_dates = LotDates{.made_on = book_date(1) - std::chrono::days{100},
                              .expires_on = book_date(1) + std::chrono::days{2000}};
    return line;
}

inline NewPaper paper(const std::string& kind, std::vector<PaperLine> lines, PaperWords words = {},
                      std::optional<std::int64_t> of = {}) {
    return {.unit = {},
            .kind = kind,
            .event = {},
            .words = std::move(words),
            .lines = std::move(lines),
            .of = of,
            .order = {}};
}

}  // namespace relief::kit
