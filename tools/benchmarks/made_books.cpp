// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/made_books.h"

#include "core/data_source.h"
#include "core/store/database.h"
#include "core/time.h"
#include "reserves/ledger/ledger.h"
#include "reserves/ledger/posting.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <random>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace relief::bench {
namespace {

constexpr std::size_t homes = 3;  ///< depots a lot may lie in
constexpr std::array<int, 10> lines_in_hundred{22, 18, 14, 11, 9, 8, 6, 5, 4, 3};
constexpr int documents_in_a_commit = 5'000;
constexpr Date last_day{std::chrono::year{2017} / std::chrono::July / 12};

/// The first fields of each line of a table but its header.
std::vector<std::vector<std::string>> rows_of(const std::string& csv) {
    std::vector<std::vector<std::string>> rows;
    for (std::size_t at = csv.find('\n') + 1; at < csv.size();) {
        const std::size_t end = std::min(csv.find('\n', at), csv.size());
        std::vector<std::string> fields;
        for (std::size_t from = at; from <= end && from < csv.size();) {
            const std::size_t comma = std::min({csv.find(',', from), end});
            fields.push_back(csv.substr(from, comma - from));
            from = comma + 1;
        }
        rows.push_back(std::move(fields));
        at = end + 1;
    }
    return rows;
}

/// The tables of data/ with as many depots as are wanted: the same rows again under other names.
class WidenedSource final : public DataSource {
  public:
    WidenedSource(const std::filesystem::path& data, int depots) : folder_(data) {
        const std::string csv = folder_.read(name_of_depots);
        depots_ = csv;
        const auto rows = rows_of(csv);
        std::size_t at = csv.find('\n') + 1;
        for (int extra = static_cast<int>(rows.size()); extra < depots; ++extra) {
            if (at >= csv.size()) {
                at = csv.find('\n') + 1;
            }
            const std::size_t end = std::min(csv.find('\n', at), csv.size());
            const std::string row = csv.substr(at, end - at);
            const std::size_t id_end = row.find(',');
            depots_ += fmt::format("{}-{}{}\n", row.substr(0, id_end), extra, row.substr(id_end));
            at = end + 1;
        }
    }

    [[nodiscard]] std::string read(std::string_view name) const override {
        return name == name_of_depots ? depots_ : folder_.read(name);
    }
    [[nodiscard]] std::string shown_name(std::string_view name) const override {
        return folder_.shown_name(name);
    }

  private:
    static constexpr std::string_view name_of_depots = "baseline/depots.csv";
    FolderSource folder_;
    std::string depots_;
};

struct Place {
    std::string depot;
    std::string owner;
    std::string keeper;
};

struct Stock {
    Lot lot;
    std::string owner;
    std::array<std::size_t, homes> places{};
    std::array<std::int64_t, homes> on_hand{};
    bool is_registered = false;
};

/// Writes one document after the other.
class Office {
  public:
    Office(const DataSource& source, const MadeBooks& wanted)
        : wanted_(wanted), random_(wanted.seed) {
        constexpr std::size_t owner_column = 4;
        constexpr std::size_t keeper_column = 13;
        for (const auto& row : rows_of(source.read("baseline/depots.csv"))) {
            places_.push_back({row.at(0), row.at(owner_column), row.at(keeper_column)});
        }
        for (const auto& row : rows_of(source.read("rules/item_catalog.csv"))) {
            items_.push_back(row.at(0));
        }
        for (int number = 0; number < wanted.lots; ++number) {
            stocks_.push_back(make_lot(number));
        }
    }

    [[nodiscard]] Movement next() {
        ++documents_;
        const std::uint64_t kind = below(10);
        Movement movement{.kind = kind < 2   ? "receipt"
                                  : kind < 5 ? "move"
                                             : "issue",
                          .idempotency_key = fmt::format("desk-{:02}/{:08}", below(32), documents_),
                          .occurred_at = time_of_document(),
                          .actor = fmt::format("officer-{:03}", below(200)),
                          .reason = "made by relief-bench",
                          .entries = {}};
        used_.clear();
        for (int lines = count_of_lines(); lines > 0; --lines) {
            add_line(movement);
        }
        entries_ += static_cast<std::int64_t>(movement.entries.size());
        return movement;
    }

    [[nodiscard]] std::int64_t documents() const { return documents_; }
    [[nodiscard]] std::int64_t entries() const { return entries_; }

  private:
    std::uint64_t below(std::uint64_t n) { return random_() % n; }

    Stock make_lot(int number) {
        Stock stock;
        const std::string& item = items_[below(items_.size())];
        const Date made = last_day - std::chrono::days{static_cast<int>(below(3000)) + 200};
        stock.lot = {.item = item,
                     .lot = fmt::format("L{:05}", number),
                     .made_on = made,
                     .expires_on = made + std::chrono::days{3300 + static_cast<int>(below(3000))}};
        for (std::size_t& place : stock.places) {
            place = below(places_.size());
        }
        stock.owner = places_[stock.places[0]].owner;
        return stock;
    }

    int count_of_lines() {
        auto drawn = static_cast<int>(below(100));
        int lines = 1;
        for (const int share : lines_in_hundred) {
            if (drawn < share) {
                break;
            }
            drawn -= share;
            ++lines;
        }
        return std::min<int>(lines, lines_in_hundred.size());
    }

    Instant time_of_document() {
        constexpr double entries_in_a_document = 7.7;
        const auto expected = static_cast<std::int64_t>(static_cast<double>(wanted_.entries) /
                                                        entries_in_a_document) +
                              1;
        const std::int64_t day =
            std::min<std::int64_t>(documents_ * wanted_.days / expected, wanted_.days - 1);
        return beijing_midnight(last_day - std::chrono::days{wanted_.days - 1 - day}) +
               std::chrono::hours{8} + std::chrono::seconds{below(36'000)};
    }

    Account account(const Stock& stock, std::size_t home, std::string stage) const {
        const Place& place = places_[stock.places.at(home)];
        return {.owner = stock.owner,
                .keeper = place.keeper,
                .site = place.depot,
                .item = stock.lot.item,
                .lot = stock.lot.lot,
                .condition = "A",
                .stage = std::move(stage)};
    }

    /// Goods that are not there cannot go: such a line is a receipt, in a document of its kind.
    void add_line(Movement& movement) {
        const std::size_t number = below(stocks_.size());
        if (std::find(used_.begin(), used_.end(), number) != used_.end()) {
            return;  // a lot stands in a document once
        }
        used_.push_back(number);
        Stock& stock = stocks_[number];
        const std::size_t from = below(homes);
        const std::size_t to = (from + 1) % homes;
        const bool has_way = stock.places.at(from) != stock.places.at(to);
        if (stock.on_hand.at(from) == 0 || movement.kind == "receipt" ||
            (movement.kind == "move" && !has_way)) {
            receive(movement, stock, from);
            return;
        }
        const auto there = static_cast<std::uint64_t>(stock.on_hand.at(from));
        const auto amount =
            static_cast<std::int64_t>(1 + below(std::min<std::uint64_t>(there, 50)));
        const bool moves = movement.kind == "move";
        stock.on_hand.at(from) -= amount;
        movement.entries.push_back({account(stock, from, "on_hand"), -amount});
        if (moves) {
            stock.on_hand.at(to) += amount;
        }
        movement.entries.push_back(
            {moves ? account(stock, to, "on_hand") : account(stock, from, "issued_to_people"),
             amount});
    }

    void receive(Movement& movement, Stock& stock, std::size_t home) {
        const auto amount = static_cast<std::int64_t>(500 + below(2000));
        stock.on_hand.at(home) += amount;
        movement.entries.push_back({account(stock, home, "purchased"), -amount});
        movement.entries.push_back({account(stock, home, "on_hand"), amount});
        if (!stock.is_registered) {
            stock.is_registered = true;
            movement.lots.push_back(stock.lot);
        }
    }

    MadeBooks wanted_;
    std::mt19937_64 random_;
    std::vector<Place> places_;
    std::vector<std::string> items_;
    std::vector<Stock> stocks_;
    std::vector<std::size_t> used_;  ///< lots of the document
    std::int64_t documents_ = 0;
    std::int64_t entries_ = 0;
};

void fill(Database& database, Office& office, std::int64_t entries) {
    while (office.entries() < entries) {
        database.transaction([&] {
            Posting posting(database);
            for (int i = 0; i < documents_in_a_commit && office.entries() < entries; ++i) {
                const Movement movement = office.next();
                posting.post(movement, movement.occurred_at, "movement.post",
                             movement.idempotency_key);
            }
        });
    }
}

}  // namespace

std::string MadeCounts::words() const {
    return fmt::format("{} movements with {} entries, made in {:.0f} s ({:.0f} entries/s)",
                       movements, entries, seconds, static_cast<double>(entries) / seconds);
}

MadeCounts make_books(const std::filesystem::path& file, const std::filesystem::path& data,
                      const MadeBooks& wanted) {
    const auto begin = std::chrono::steady_clock::now();
    const WidenedSource source(data, wanted.depots);
    Office office(source, wanted);
    static_cast<void>(Database::create(file, [&](Database& database) {
        store_tables(database, source, beijing_midnight(last_day - std::chrono::days{wanted.days}));
        fill(database, office, wanted.entries);
    }));
    return {
        .movements = office.documents(),
        .entries = office.entries(),
        .seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count()};
}

}  // namespace relief::bench
