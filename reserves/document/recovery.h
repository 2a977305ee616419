// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/rules.h"
#include "core/store/change.h"
#include "core/store/database.h"
#include "core/time.h"
#include "reserves/document/document.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// rules/recovery_rules.csv: what becomes of an item that was given out (甘肃 2022; 柳州, 融安
/// 2025).
struct RecoveryRule {
    std::string item;
    std::string basis;  ///< months, end_of_response, never
    int months = 0;     ///< of use, after which goods given to people stay with them
    int days = 0;       ///< end_of_response: expected days where nobody has told the end
    Source source;
};

[[nodiscard]] std::vector<RecoveryRule> load_recovery_rules(const DataSource& source,
                                                            const Rules& rules);

/// When goods issued on a day are due back, and by which rule; nothing where they need not come
/// back. `response_ends`: the end of the response as far as it is known.
struct DueBack {
    Date due_on;
    std::string rule;
};
[[nodiscard]] std::optional<DueBack> due_back(const std::vector<RecoveryRule>& rules,
                                              const std::string& item, Date issued_on,
                                              std::optional<Date> response_ends);

/// A line of an issue that must come back, with what became of it. open = issued - returned -
/// scrapped; it never vanishes (I27).
struct Returnable {
    std::int64_t document = 0;
    int line = 0;
    std::string number;
    std::string item;
    std::string lot;
    std::string owner;
    std::string site;
    std::string receiver;
    std::int64_t issued = 0;
    std::int64_t returned = 0;
    std::int64_t scrapped = 0;  ///< with approval
    Date due_on;
    std::string rule;

    [[nodiscard]] std::int64_t open() const { return issued - returned - scrapped; }
    [[nodiscard]] bool overdue(Date today) const { return open() > 0 && today > due_on; }
};

/// All of them, in order of issue and line; those of one issue where it is given.
[[nodiscard]] std::vector<Returnable> read_returnables(Database& database,
                                                       std::optional<std::int64_t> issue = {});

/// Changes when a line of an issue is due back (the response ended, or goes on). refused doc.due
/// where the line need not come back.
void set_due(Change& change, std::int64_t issue, int line, Date due_on, const std::string& reason);

/// I27: every returnable unit issued has a due date, and no more came back than went out.
[[nodiscard]] std::optional<WrongRow> check_returnables(Database& database, std::int64_t& checked);

}  // namespace relief
