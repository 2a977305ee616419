// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"
#include "reserves/ledger/record.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace relief {

/// An entry as its row has it.
struct EntryRow {
    std::int64_t movement = 0;
    std::int64_t line = 0;
    std::int64_t account = 0;
    std::int64_t amount = 0;
};

/// What is asked of an account for each of its entries. Its fields are its part: the fields of all
/// accounts as texts would be most of the memory.
struct AccountRow {
    std::int64_t id = 0;
    RecordPart part;          ///< empty where a field is not UTF-8: nothing was posted so
    std::uint32_t lot = 0;    ///< its place in BooksRows::lots; lots.size() where there is none
    std::uint32_t owner = 0;  ///< its place in BooksRows::owners
    std::uint32_t group = 0;  ///< its place in BooksRows::sum_groups
    bool is_real = false;
};

struct LotRowPart {
    LotRow row;
    RecordPart part;
};

/// Lot and owner by their places: what sums to zero.
struct SumGroup {
    std::uint32_t lot = 0;
    std::uint32_t owner = 0;

    friend auto operator<=>(const SumGroup&,
                            const SumGroup&) = default;  // NOLINT(modernize-use-nullptr)
};

/// Bytes put down once and never moved.
class ByteStore {
  public:
    [[nodiscard]] std::string_view keep(std::string_view bytes);

  private:
    std::vector<std::unique_ptr<char[]>> blocks_;  // NOLINT(modernize-avoid-c-arrays): raw bytes
    std::size_t used_ = 0;
    std::size_t size_ = 0;
};

/// The accounts and lots of the books, read once for all checks of verify.
struct BooksRows {
    std::vector<AccountRow> accounts;  ///< by id
    std::vector<LotRowPart> lots;      ///< by item and lot
    std::vector<std::string> owners;
    std::vector<SumGroup> sum_groups;  ///< sorted
    ByteStore bytes;                   ///< of all parts

    /// The place of an account in `accounts`, nothing where there is no such row.
    [[nodiscard]] std::optional<std::size_t> find_account(std::int64_t id) const;
    [[nodiscard]] const LotRowPart* find_lot(std::string_view item, std::string_view lot) const;
};

/// Where a walk over the books begins: after so many rows that were proven before.
struct WalkStart {
    std::int64_t journal_seq = 0;
    std::int64_t movements = 0;
    std::string movement_hash;  ///< of the last of them; not looked at where there is none
    std::int64_t accounts = 0;
    std::int64_t lots = 0;
};

[[nodiscard]] BooksRows read_accounts_and_lots(Database& database);
/// Those that came since, and those the entries since name.
[[nodiscard]] BooksRows read_accounts_and_lots_since(Database& database, const WalkStart& start);

/// An entry that has been proven; the account by its place.
struct ProvenEntry {
    std::size_t account = 0;
    std::int64_t amount = 0;
};

/// Sums of sums must not wrap around unseen.
__extension__ typedef __int128 Wide;  // NOLINT(modernize-use-using): no using for extensions

/// What the entries come to. They are added up movement by movement while they are proven, so that
/// books of any size are read once and not kept.
class Folds {
  public:
    explicit Folds(const BooksRows& rows);
    /// With what each account had before, by its place.
    Folds(const BooksRows& rows, const std::vector<std::int64_t>& balances);

    /// A movement's entries, in the order of posting.
    void add(std::int64_t movement, std::int64_t day, const std::vector<ProvenEntry>& entries);

    [[nodiscard]] std::int64_t movements() const noexcept { return movements_; }
    [[nodiscard]] std::int64_t entries() const noexcept { return entries_; }

    [[nodiscard]] std::optional<WrongRow> check_sum_zero() const;       ///< I1
    [[nodiscard]] std::optional<WrongRow> check_accounts_zero() const;  ///< I2
    [[nodiscard]] std::optional<WrongRow> check_not_negative();         ///< I3
    /// The part of I3 that goes by the order of posting.
    [[nodiscard]] const std::optional<WrongRow>& negative_by_posting() const noexcept {
        return negative_;
    }
    /// I4. `checked` becomes the number of cached balances looked at.
    [[nodiscard]] std::optional<WrongRow> check_balances(Database& database, std::int64_t& checked);

  private:
    /// What an entry did to a real account, for the balances of days.
    struct DayChange {
        std::uint32_t account;
        std::int32_t day;
        std::int64_t amount;
    };

    void add_to_sums(std::int64_t movement, const std::vector<ProvenEntry>& entries);
    void sort_days();
    [[nodiscard]] std::optional<WrongRow> negative_by_day();
    [[nodiscard]] std::optional<WrongRow> check_totals(Database& database,
                                                       std::int64_t& checked) const;
    [[nodiscard]] std::optional<WrongRow> check_days(Database& database, std::int64_t& checked);

    const BooksRows& rows_;
    std::vector<Wide> balances_;      ///< by place of the account
    std::vector<bool> has_entries_;   ///< by place of the account
    std::vector<Wide> group_totals_;  ///< by sum group
    std::vector<DayChange> days_;     ///< one for each account and day once they are sorted
    bool days_sorted_ = false;
    std::int64_t movements_ = 0;
    std::int64_t entries_ = 0;
    std::optional<WrongRow> unbalanced_;  ///< the first movement that is
    std::optional<WrongRow> negative_;    ///< the first movement that leaves an account so
    std::vector<std::pair<std::size_t, Wide>> sums_;  ///< of the movement, by sum group
};

/// I8: the movements, their entries, accounts and lots against the hash chain and against what the
/// journal tells of each posting. Names the row and the column that differ. What is right goes into
/// `folds`.
[[nodiscard]] std::optional<WrongRow> check_movements(Database& database, const BooksRows& rows,
                                                      Folds& folds, const WalkStart& start = {});

}  // namespace relief
