// SPDX-License-Identifier: Apache-2.0
#include "reserves/ledger/stock_day.h"

#include "core/error.h"
#include "core/store/digest.h"
#include "core/time.h"
#include "reserves/ledger/proof.h"
#include "reserves/ledger/record.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

/// A whole number in as few bytes as it needs, seven bits each, the lowest first; the sign is the
/// lowest bit, so that nothing at all is one byte.
void append_amount(std::string& bytes, std::int64_t amount) {
    auto rest = (static_cast<std::uint64_t>(amount) << 1U) ^
                (amount < 0 ? ~std::uint64_t{0} : std::uint64_t{0});
    while (rest >= 0x80U) {
        bytes += static_cast<char>((rest & 0x7FU) | 0x80U);
        rest >>= 7U;
    }
    bytes += static_cast<char>(rest);
}

std::vector<std::int64_t> read_amounts(std::string_view bytes) {
    std::vector<std::int64_t> amounts;
    amounts.reserve(bytes.size());
    std::uint64_t value = 0;
    unsigned int shift = 0;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        value |= static_cast<std::uint64_t>(byte & 0x7FU) << (shift & 63U);
        shift += 7;
        if (byte < 0x80U) {
            const std::uint64_t sign = (value & 1U) != 0 ? ~std::uint64_t{0} : 0;
            amounts.push_back(static_cast<std::int64_t>((value >> 1U) ^ sign));
            value = 0;
            shift = 0;
        }
    }
    return amounts;
}

/// The days on which every so many movements are full, and the last day.
std::vector<std::int64_t> choose_days(Database& database, std::int64_t movements_between) {
    std::vector<std::int64_t> days;
    Statement select = database.prepare("SELECT occurred_at FROM movement ORDER BY occurred_at");
    std::int64_t count = 0;
    std::int64_t last = 0;
    while (select.step()) {
        last = select.integer(0);
        if (++count % movements_between == 0) {
            days.push_back(book_day(instant_of(last)));
        }
    }
    if (!days.empty()) {
        days.push_back(book_day(instant_of(last)));
    }
    days.erase(std::unique(days.begin(), days.end()), days.end());
    return days;
}

/// Writes the balances of one account after the other.
class StockDayWriter {
  public:
    explicit StockDayWriter(const std::vector<std::int64_t>& days) : changes_(days.size()) {
        for (const std::int64_t day : days) {
            days_.push_back({.day = day, .amounts = {}});
        }
    }

    void add(std::int64_t day, std::int64_t amount) {
        const auto first =
            std::lower_bound(days_.begin(), days_.end(), day,
                             [](const StockDay& one, std::int64_t d) { return one.day < d; });
        if (first != days_.end()) {
            changes_[static_cast<std::size_t>(first - days_.begin())] += amount;
        }
    }

    void end_account() {
        std::int64_t balance = 0;
        for (std::size_t at = 0; at < days_.size(); ++at) {
            balance += changes_[at];
            changes_[at] = 0;
            append_amount(days_[at].amounts, balance);
        }
    }

    std::vector<StockDay> take() { return std::move(days_); }

  private:
    std::vector<StockDay> days_;
    std::vector<std::int64_t> changes_;  ///< of the account being written, by stock day
};

}  // namespace

std::vector<StockDay> make_stock_days(Database& database, std::int64_t movements_between) {
    const std::vector<std::int64_t> days = choose_days(database, movements_between);
    if (days.empty()) {
        return {};
    }
    StockDayWriter writer(days);
    std::int64_t account = 1;
    Statement select =
        database.prepare("SELECT account_id, day, amount FROM balance_day ORDER BY 1, 2");
    while (select.step()) {
        for (; account < select.integer(0); ++account) {
            writer.end_account();
        }
        writer.add(select.integer(1), select.integer(2));
    }
    writer.end_account();
    return writer.take();
}

StockDayHashes hashes_of(const std::vector<StockDay>& days) {
    StockDayHashes hashes;
    for (const StockDay& day : days) {
        hashes.emplace(day.day, sha256_hex(day.amounts));
    }
    return hashes;
}

void store_stock_days(Database& database, const std::vector<StockDay>& days) {
    database.execute("DELETE FROM cache_stock");
    Statement insert = database.prepare("INSERT INTO cache_stock(day, amounts) VALUES(?1, ?2)");
    for (const StockDay& day : days) {
        insert.bind(1, day.day).bind_blob(2, day.amounts);
        insert.run();
    }
}

std::optional<std::vector<std::int64_t>> stock_day_amounts(Database& database, std::int64_t day,
                                                           const std::string& recorded_hash) {
    Statement select = database.prepare("SELECT amounts FROM cache_stock WHERE day = ?1");
    select.bind(1, day);
    if (!select.step()) {
        return std::nullopt;
    }
    const std::string bytes = select.blob(0);
    const std::string found = sha256_hex(bytes);
    if (found != recorded_hash) {
        throw bad_input({.code = "db.damaged",
                         .message = "the stored stock of a day is not as it was recorded",
                         .file = database.file().string(),
                         .field = fmt::format("cache_stock:{}", day),
                         .found = found,
                         .expected = recorded_hash});
    }
    return read_amounts(bytes);
}

std::optional<WrongRow> check_stock_days(Database& database, std::int64_t& checked) {
    const std::optional<ProvenState> proof = last_proof(database);
    const StockDayHashes recorded = proof ? proof->stock_days : StockDayHashes{};
    Statement select = database.prepare("SELECT day, amounts FROM cache_stock ORDER BY day");
    while (select.step()) {
        const std::int64_t day = select.integer(0);
        const auto known = recorded.find(day);
        const std::string found = sha256_hex(select.blob(1));
        if (known == recorded.end() || known->second != found) {
            return wrong_row("cache_stock", day, "stock_days", found,
                             known == recorded.end() ? "no row" : known->second);
        }
        ++checked;
    }
    return std::nullopt;
}

}  // namespace relief
