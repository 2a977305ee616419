// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"
#include "core/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// A line of goods that are lent, or that we have borrowed.
struct OpenLoan {
    std::int64_t document = 0;
    std::string number;
    bool borrowed = false;  ///< another owner's goods with us
    std::string party;      ///< who has them, or whose they are
    std::string site;
    std::string item;
    std::string lot;
    std::string owner;
    std::int64_t out = 0;
    std::int64_t back = 0;
    std::int64_t written_off = 0;
    Date return_by;

    [[nodiscard]] std::int64_t open() const { return out - back - written_off; }
    [[nodiscard]] bool overdue(Date today) const { return open() > 0 && today > return_by; }
};

/// I15: every line lent or borrowed with what is open of it, in order of document and line.
[[nodiscard]] std::vector<OpenLoan> read_loans(Database& database);

/// I15: what is on loan in the books is what the loans say is open, for each borrower and lot.
[[nodiscard]] std::optional<WrongRow> check_loans(Database& database, std::int64_t& checked);

}  // namespace relief
