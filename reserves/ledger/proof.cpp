// SPDX-License-Identifier: Apache-2.0
#include "reserves/ledger/proof.h"

#include "core/error.h"
#include "core/people/accounts.h"
#include "core/people/audit.h"
#include "core/store/change.h"
#include "core/store/digest.h"
#include "core/store/schema.h"
#include "reserves/ledger/books_rows.h"
#include "reserves/ledger/check_goods.h"
#include "reserves/ledger/checks.h"

#include <algorithm>
#include <functional>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::string_view operation = "books.proven";

using FoundWrong = std::optional<WrongRow>;

/// What the entries since the record did to each account.
using Since = std::unordered_map<std::int64_t, std::int64_t>;

std::int64_t integer(Database& database, std::string_view sql) {
    Statement select = database.prepare(sql);
    return select.step() ? select.integer(0) : 0;
}

/// Every lot and account up to those numbers.
std::string registers_hash(Database& database, std::int64_t lots, std::int64_t accounts) {
    CanonicalBytes bytes("relief.registers/1");
    Statement lot = database.prepare(
        "SELECT id, item, lot, made_on, expires_on FROM lot WHERE id <= ?1 ORDER BY id");
    lot.bind(1, lots);
    while (lot.step()) {
        bytes.add(lot.integer(0))
            .add(lot.view(1))
            .add(lot.view(2))
            .add(lot.view(3))
            .add(lot.view(4));
    }
    Statement account = database.prepare(
        "SELECT id, owner, keeper, site, item, lot, condition, stage FROM account WHERE id <= ?1 "
        "ORDER BY id");
    account.bind(1, accounts);
    while (account.step()) {
        bytes.add(account.integer(0));
        for (int column = 1; column < account.columns(); ++column) {
            bytes.add(account.view(column));
        }
    }
    return bytes.sha256();
}

/// Every balance of the accounts up to that number, without what came since.
std::string balances_hash(Database& database, std::int64_t accounts, const Since& since,
                          std::int64_t& checked) {
    CanonicalBytes bytes("relief.balances/1");
    Statement select = database.prepare(
        "SELECT account_id, amount FROM balance WHERE account_id <= ?1 ORDER BY account_id");
    select.bind(1, accounts);
    while (select.step()) {
        const std::int64_t account = select.integer(0);
        const auto moved = since.find(account);
        bytes.add(account).add(select.integer(1) - (moved == since.end() ? 0 : moved->second));
        ++checked;
    }
    return bytes.sha256();
}

/// The tables a quick proof goes through whole: those of holds, which say what is available, and
/// then the smallest, as many as it can read in about a second.
std::vector<std::string> choose_standing(const std::map<std::string, std::int64_t>& rows) {
    constexpr std::int64_t rows_max = 1'000'000;
    std::vector<std::pair<std::int64_t, std::string>> by_size;
    for (const auto& [table, count] : rows) {
        by_size.emplace_back(table.starts_with("hold") ? 0 : count, table);
    }
    std::sort(by_size.begin(), by_size.end());
    std::vector<std::string> chosen;
    std::int64_t sum = 0;
    for (const auto& [size, table] : by_size) {
        sum += rows.at(table);
        if (sum > rows_max) {
            break;
        }
        chosen.push_back(table);
    }
    return chosen;
}

void add_cell(CanonicalBytes& bytes, const Statement& row, int column) {
    if (row.is_null(column)) {
        bytes.add("null");
    } else if (row.is_integer(column)) {
        bytes.add("integer").add(row.integer(column));
    } else {
        bytes.add("text").add(row.view(column));
    }
}

/// Every row of a table up to that number.
std::string rows_hash(Database& database, const std::string& table, std::int64_t last,
                      std::int64_t& checked) {
    constexpr std::size_t bytes_at_once = 1'000'000;
    constexpr std::string_view what = "relief.rows/1";
    CanonicalBytes bytes(what);
    Statement select =
        database.prepare(fmt::format("SELECT * FROM {} WHERE id <= ?1 ORDER BY id", table));
    select.bind(1, last);
    while (select.step()) {
        for (int column = 0; column < select.columns(); ++column) {
            add_cell(bytes, select, column);
        }
        ++checked;
        if (bytes.bytes().size() > bytes_at_once) {
            const std::string so_far = bytes.sha256();
            bytes.begin(what);
            bytes.add(so_far);
        }
    }
    return bytes.sha256();
}

std::vector<std::string> journaled_tables(Database& database) {
    std::vector<std::string> names;
    Statement select = database.prepare(journaled_tables_sql);
    while (select.step()) {
        names.push_back(select.text(0));
    }
    return names;
}

ProvenState read_state(Database& database, const JournalHead& head) {
    ProvenState state;
    state.head = head;
    Statement last = database.prepare("SELECT id, hash FROM movement ORDER BY id DESC LIMIT 1");
    state.movement_hash = zero_hash();
    if (last.step()) {
        state.movements = last.integer(0);
        state.movement_hash = last.text(1);
    }
    state.accounts = integer(database, "SELECT max(id) FROM account");
    state.lots = integer(database, "SELECT max(id) FROM lot");
    state.registers = registers_hash(database, state.lots, state.accounts);
    std::int64_t balances = 0;
    state.balances = balances_hash(database, state.accounts, {}, balances);
    for (const std::string& table : journaled_tables(database)) {
        state.rows[table] = integer(database, fmt::format("SELECT max(id) FROM {}", table));
    }
    std::int64_t rows = 0;
    for (const std::string& table : choose_standing(state.rows)) {
        state.standing[table] = rows_hash(database, table, state.rows.at(table), rows);
    }
    return state;
}

std::string state_json(const ProvenState& state) {
    ordered_json rows = ordered_json::object();
    for (const auto& [table, count] : state.rows) {
        rows[table] = count;
    }
    ordered_json days = ordered_json::array();
    for (const auto& [day, hash] : state.stock_days) {
        days.push_back({day, hash});
    }
    return ordered_json{{"seq", state.head.seq},        {"hash", state.head.hash},
                        {"movements", state.movements}, {"movement_hash", state.movement_hash},
                        {"accounts", state.accounts},   {"lots", state.lots},
                        {"registers", state.registers}, {"balances", state.balances},
                        {"rows", std::move(rows)},      {"standing", state.standing},
                        {"stock_days", std::move(days)}}
        .dump();
}

ProvenState state_of(const json& told) {
    return {.head = {.seq = told.at("seq").get<std::int64_t>(),
                     .hash = told.at("hash").get<std::string>()},
            .movements = told.at("movements").get<std::int64_t>(),
            .movement_hash = told.at("movement_hash").get<std::string>(),
            .accounts = told.at("accounts").get<std::int64_t>(),
            .lots = told.at("lots").get<std::int64_t>(),
            .registers = told.at("registers").get<std::string>(),
            .balances = told.at("balances").get<std::string>(),
            .rows = told.at("rows").get<std::map<std::string, std::int64_t>>(),
            .standing = told.at("standing").get<std::map<std::string, std::string>>(),
            .stock_days = told.at("stock_days").get<StockDayHashes>(),
            .at = {}};
}

/// The proof of what came since a state.
class QuickProof {
  public:
    QuickProof(Database& database, const ProvenState& from) : database_(database), from_(from) {}

    FoundWrong check_standing(std::int64_t& checked) {
        for (const std::string& table : journaled_tables(database_)) {
            const auto recorded = from_.standing.find(table);
            if (recorded == from_.standing.end()) {
                continue;
            }
            const std::string hash = rows_hash(database_, table, from_.rows.at(table), checked);
            if (hash != recorded->second) {
                return wrong_row(
                    table, 0, "standing", hash,
                    recorded->second + "; relief verify without --quick names the row");
            }
        }
        return std::nullopt;
    }

    FoundWrong check_registers(std::int64_t& checked) {
        checked = from_.lots + from_.accounts;
        const std::string hash = registers_hash(database_, from_.lots, from_.accounts);
        return hash == from_.registers
                   ? FoundWrong()
                   : wrong_row("account", 0, "registers", hash,
                               from_.registers + "; relief verify without --quick names the row");
    }

    FoundWrong check_movements_since(std::int64_t& checked) {
        rows_ = read_accounts_and_lots_since(database_, start());
        read_since();
        folds_.emplace(rows_, balances_before());
        FoundWrong finding = check_movements(database_, rows_, *folds_, start());
        checked = folds_->movements();
        return finding;
    }

    FoundWrong check_sum_zero(std::int64_t& checked) {
        checked = folds_->movements();
        return folds_->check_sum_zero();
    }

    FoundWrong check_not_negative(std::int64_t& checked) {
        checked = folds_->entries();
        return folds_->negative_by_posting();
    }

    FoundWrong check_balances(std::int64_t& checked) {
        const std::string hash = balances_hash(database_, from_.accounts, since_, checked);
        if (hash != from_.balances) {
            return wrong_row("balance", 0, "I4_balances", hash,
                             from_.balances + "; relief verify without --quick names the row");
        }
        if (auto finding = check_new_balances(checked)) {
            return finding;
        }
        for (const AccountRow& account : rows_.accounts) {
            if (account.is_real) {
                if (auto finding = check_days(account.id, checked)) {
                    return finding;
                }
            }
        }
        return std::nullopt;
    }

  private:
    [[nodiscard]] WalkStart start() const {
        return {.journal_seq = from_.head.seq,
                .movements = from_.movements,
                .movement_hash = from_.movement_hash,
                .accounts = from_.accounts,
                .lots = from_.lots};
    }

    void read_since() {
        Statement select = database_.prepare(
            "SELECT account_id, sum(amount) FROM entry WHERE movement_id > ?1 GROUP BY account_id");
        select.bind(1, from_.movements);
        while (select.step()) {
            since_.emplace(select.integer(0), select.integer(1));
        }
    }

    std::int64_t moved(std::int64_t account) const {
        const auto found = since_.find(account);
        return found == since_.end() ? 0 : found->second;
    }

    std::optional<std::int64_t> balance(std::int64_t account) {
        Statement select = database_.prepare("SELECT amount FROM balance WHERE account_id = ?1");
        select.bind(1, account);
        return select.step() ? std::optional(select.integer(0)) : std::nullopt;
    }

    /// What check_balances holds against the record.
    std::vector<std::int64_t> balances_before() {
        std::vector<std::int64_t> before;
        for (const AccountRow& account : rows_.accounts) {
            before.push_back(balance(account.id).value_or(0) - moved(account.id));
        }
        return before;
    }

    /// Accounts that came since have what the entries since say and nothing else.
    FoundWrong check_new_balances(std::int64_t& checked) {
        Statement select = database_.prepare(
            "SELECT account_id, amount FROM balance WHERE account_id > ?1 ORDER BY account_id");
        select.bind(1, from_.accounts);
        std::int64_t expected = from_.accounts;
        while (select.step()) {
            const std::int64_t account = select.integer(0);
            ++expected;
            if (account != expected || since_.count(account) == 0 ||
                select.integer(1) != moved(account)) {
                return wrong_row("balance", expected, "I4_balances",
                                 fmt::format("row {}: amount {}", account, select.integer(1)),
                                 fmt::format("row {}: amount {}", expected, moved(expected)));
            }
            ++checked;
        }
        return since_.count(expected + 1) == 0
                   ? FoundWrong()
                   : wrong_row("balance", expected + 1, "I4_balances", "no row",
                               fmt::format("amount {}", moved(expected + 1)));
    }

    FoundWrong check_days(std::int64_t account, std::int64_t& checked) {
        Statement select = database_.prepare(
            "SELECT day, amount FROM balance_day WHERE account_id = ?1 ORDER BY day");
        select.bind(1, account);
        std::int64_t running = 0;
        while (select.step()) {
            running += select.integer(1);
            ++checked;
            if (running < 0) {
                return wrong_row(
                    "account", account, "I3_not_negative",
                    fmt::format("{} on {}", running,
                                format_date(Date{std::chrono::days{select.integer(0)}})),
                    "at least 0");
            }
        }
        const std::int64_t expected = balance(account).value_or(0);
        return running == expected ? FoundWrong()
                                   : wrong_row("balance_day", account, "I4_balances",
                                               fmt::format("a sum of {}", running),
                                               fmt::format("the balance, {}", expected));
    }

    Database& database_;
    const ProvenState& from_;
    BooksRows rows_;
    Since since_;
    std::optional<Folds> folds_;
};

/// Runs a check unless one before it failed.
class Run {
  public:
    explicit Run(VerifyResult& result) : result_(result) {}

    void operator()(const std::string& name,
                    const std::function<FoundWrong(std::int64_t&)>& check) {
        if (!result_.ok) {
            return;
        }
        try {
            result_.first_wrong = check(result_.checked[name]);
        } catch (const Error& error) {
            if (error.detail().code != "db.damaged") {
                throw;
            }
            result_.first_wrong =
                wrong_row("sqlite_schema", 0, name, error.detail().found, "a readable file");
        }
        result_.ok = !result_.first_wrong.has_value();
    }

  private:
    VerifyResult& result_;
};

void prove_since(Database& database, const ProvenState& from,
                 const std::optional<std::filesystem::path>& anchor, VerifyResult& result) {
    QuickProof proof(database, from);
    Run run(result);
    run("schema", [&](std::int64_t& n) { return check_schema(database, n); });
    run("journal", [&](std::int64_t& n) { return check_journal(database, &n, &from.head); });
    run("tables", [&](std::int64_t& n) { return check_tables(database, &n); });
    run("I8_rows",
        [&](std::int64_t& n) { return check_rows_after(database, from.head.seq, from.rows, n); });
    run("standing", [&](std::int64_t& n) { return proof.check_standing(n); });
    run("I5_open_holds", [&](std::int64_t& n) { return check_open_holds(database, n); });
    run("registers", [&](std::int64_t& n) { return proof.check_registers(n); });
    run("I8_movements", [&](std::int64_t& n) { return proof.check_movements_since(n); });
    run("I1_sum_zero", [&](std::int64_t& n) { return proof.check_sum_zero(n); });
    run("I3_not_negative", [&](std::int64_t& n) { return proof.check_not_negative(n); });
    run("I4_balances", [&](std::int64_t& n) { return proof.check_balances(n); });
    run("credentials", [&](std::int64_t& n) { return check_credentials(database, n); });
    run("audit", [&](std::int64_t& n) { return check_audit(database, n); });
    if (anchor) {
        run("anchor", [&](std::int64_t& n) { return check_anchor(database, *anchor, n); });
    }
    result.proven_fully = ProvenFully{.seq = from.head.seq, .at = from.at};
    if (result.ok) {
        result.head = journal_head(database);
    }
}

}  // namespace

FullProof prove_books(Database& database, const std::optional<std::filesystem::path>& anchor,
                      std::int64_t movements_between) {
    FullProof proof;
    database.transaction([&] {
        proof.result = verify_books(database, anchor);
        if (proof.result.ok) {
            proof.state = read_state(database, proof.result.head);
            proof.stock_days = make_stock_days(database, movements_between);
            proof.state->stock_days = hashes_of(proof.stock_days);
        }
    });
    return proof;
}

void record_proof(Database& database, const FullProof& proof, Instant at) {
    const ProvenState& state = proof.state.value();
    database.transaction([&] {
        Statement select = database.prepare("SELECT hash FROM journal WHERE seq = ?1");
        select.bind(1, state.head.seq);
        const std::string found = select.step() ? select.text(0) : "no row";
        if (found != state.head.hash) {
            throw refused({.code = "ledger.proof",
                           .message = "the journal is not the one that was proven",
                           .file = database.file().string(),
                           .field = fmt::format("journal row {}", state.head.seq),
                           .found = found,
                           .expected = state.head.hash});
        }
        append_journal(database, {.occurred_at = at,
                                  .recorded_at = at,
                                  .actor = "relief",
                                  .operation = std::string(operation),
                                  .subject = fmt::format("{}", state.head.seq),
                                  .payload = state_json(state)});
        store_stock_days(database, proof.stock_days);
    });
}

std::optional<ProvenState> last_proof(Database& database) {
    // The first condition is that of the index.
    Statement select = database.prepare(
        "SELECT payload, recorded_at FROM journal WHERE operation IN ('books.proven', "
        "'tables.store') AND operation = 'books.proven' ORDER BY seq DESC LIMIT 1");
    if (!select.step()) {
        return std::nullopt;
    }
    try {
        ProvenState state = state_of(json::parse(select.view(0)));
        state.at = instant_of(select.integer(1));
        return state;
    } catch (const json::exception&) {
        return std::nullopt;  // not one this program wrote: the full proof says what is wrong
    }
}

VerifyResult verify_quick(Database& database, const std::optional<std::filesystem::path>& anchor) {
    VerifyResult result;
    bool on_record = false;
    database.transaction([&] {
        const std::optional<ProvenState> from = last_proof(database);
        on_record = from.has_value();
        if (from) {
            prove_since(database, *from, anchor, result);
        }
    });
    return on_record ? result : verify_books(database, anchor);
}

}  // namespace relief
