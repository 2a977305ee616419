// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/places.h"
#include "core/store/change.h"
#include "core/store/database.h"
#include "core/time.h"
#include "reserves/care/rules.h"
#include "reserves/depot.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What a supplier said it has on hand.
struct Declaration {
    Instant at;
    Units on_hand = 0;
    std::string declared_by;  ///< at the supplier's
    std::string actor;
    std::string note;
};

/// A call test (电话演练): was a truck named in time?
struct CallTest {
    Instant at;
    bool passed = false;
    std::optional<int> truck_minutes;  ///< until a truck was named
    std::string actor;
    std::string note;
};

/// An agreement with a supplier (协议储备).
struct Agreement {
    Supplier supplier;  ///< with the terms that stand; on_hand as the agreement has it
    bool halal = false;
    std::string contact;
    std::string phone;
    std::string price_rule;
    std::string source;  ///< baseline/suppliers.csv, or the change that told the terms
    std::optional<Declaration> declared;
    std::vector<CallTest> tests;  ///< the oldest first

    [[nodiscard]] bool holds(Date on) const {
        return supplier.agreement_from <= on && on <= supplier.agreement_to;
    }
    /// The newest declared figure, else that of the agreement.
    [[nodiscard]] Units on_hand() const { return declared ? declared->on_hand : supplier.on_hand; }
};

/// never, passed, failed (the last one), overdue (the last one is older than call_test_every_days).
[[nodiscard]] std::string_view test_status(const CareRules& rules, const Agreement& agreement,
                                           Instant now);

/// The agreements of the baseline with the terms, declarations and tests of the books, by id.
/// `database` may be nullptr.
[[nodiscard]] std::vector<Agreement> read_agreements(const Baseline& baseline, Database* database);
/// Refused agreement.unknown where there is none of this id.
[[nodiscard]] const Agreement& agreement_of(const std::vector<Agreement>& agreements,
                                            std::string_view id);

/// New terms of an agreement, or a new one; the newest row of an id stands. Refused agreement.term,
/// agreement.number.
void put_agreement(Change& change, const Agreement& agreement);

/// Refused agreement.term where the agreement does not hold on the day of the call.
void add_call_test(Change& change, const Agreement& agreement, const CallTest& test);

/// Refused agreement.number below 0, agreement.term as above.
void declare_stock(Change& change, const Agreement& agreement, Units on_hand,
                   const std::string& declared_by, const std::string& note);

/// Puts the agreements in the place of the baseline's suppliers, so that plans rest on the terms
/// that stand and on what was declared last.
void apply_agreements(const std::vector<Agreement>& agreements, Baseline& baseline);

}  // namespace relief
