// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/rules.h"
#include "core/store/change.h"
#include "core/store/database.h"
#include "core/time.h"
#include "reserves/care/rules.h"
#include "reserves/depot.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// Goods a contract consigns, and what of them may never be short.
struct ConsignedItem {
    std::string item;
    std::int64_t min_stock = 0;  ///< whole units
};

/// A consignment contract (代储): whose goods lie in whose house on which terms.
struct ConsignmentContract {
    std::string code;
    std::string owner_org;
    std::string owner_name;
    std::string depot;         ///< the consignment point
    std::string keeper_depot;  ///< in whose house it is
    Date from;
    Date to;                     ///< last day
    int gate_minutes_max = 120;  ///< from the call to the open gate, ready to load
    int count_notice_hours = 24;
    MonthDay yearly_report{1, 10};
    int acceptance_work_days = 5;  ///< after the check
    int dispatch_work_days = 2;    ///< after sending
    std::vector<ConsignedItem> items;
    bool double_value = false;  ///< the keeper keeps goods of twice the value in its own stock
    bool open_24h = true;
    bool keeper_rotates = false;  ///< the keeper renews goods before they expire
    std::string fee;
    std::string insurance;
    std::string compensation;  ///< what is paid for loss
    std::string flag;          ///< "synthetic, derived" …; "" for one of the books
    std::string source;        ///< baseline/consignment_contracts.csv, or the change that told it

    [[nodiscard]] bool holds(Date on) const { return from <= on && on <= to; }
};

/// The contracts of the baseline with those of the books over them, by code. `database` may be
/// nullptr: then the baseline alone.
[[nodiscard]] std::vector<ConsignmentContract> read_contracts(const DataSource& source,
                                                              Database* database);

/// A new contract, or new terms of one; the newest row of a code stands. Refused:
/// consignment.code, consignment.term, consignment.keeper (the point is not in that house),
/// consignment.number where a time or amount is out of range.
void add_contract(Change& change, const Baseline& baseline, const ConsignmentContract& contract);

/// Puts the contracts in the place of the baseline's, so that plans rest on those that hold.
void apply_contracts(const std::vector<ConsignmentContract>& contracts, Baseline& baseline);

/// Something a keeper owes under a contract.
struct ConsignmentDuty {
    std::string id;    ///< "DC-2017-01/yearly_report/2017"
    std::string kind;  ///< acceptance_report, dispatch_report, count, yearly_count, yearly_report,
                       ///< term_end
    std::string contract;
    std::string keeper_depot;
    std::string subject;  ///< movement, month or year
    Date due;             ///< last day
    std::optional<Date> done_on;
    std::string note;
    std::string rule;      ///< where the deadline comes from
    std::string document;  ///< the kind of document that does it (acceptance, receipt_slip, count),
                           ///< "" where somebody says by hand that it was done

    [[nodiscard]] bool overdue(Instant now) const { return !done_on && beijing_date(now) > due; }
};

/// Every duty up to `now`, in order of due day and id: a report for each receipt and dispatch in
/// the books, the counts of the last whole and the running month, each year's count and report,
/// and the end of the term. A duty begins with the contract, yet not before `books_from`.
[[nodiscard]] std::vector<ConsignmentDuty> consignment_duties(
    Database& database, const CareRules& rules, const std::vector<ConsignmentContract>& contracts,
    Date books_from, Instant now);

/// What lies at a point against the terms of its contract, whole units of an item. The books hold
/// no values, so the clause of twice the value is looked at in quantities, item by item.
struct ConsignedStock {
    std::string item;
    Units min_stock = 0;
    Units at_point = 0;    ///< good goods on its shelves
    Units keeper_own = 0;  ///< good goods in the keeper's house beside the point
    bool wants_double = false;

    [[nodiscard]] Units below_minimum() const {
        return min_stock > at_point ? min_stock - at_point : 0;
    }
    [[nodiscard]] Units below_double() const {
        return wants_double && keeper_own < 2 * at_point ? 2 * at_point - keeper_own : 0;
    }
};

/// The items a contract names, and with the clause all that lie at the point, by item. Empty where
/// a contract says neither.
[[nodiscard]] std::vector<ConsignedStock> consigned_stock(Database& database, const Rules& rules,
                                                          const ConsignmentContract& contract);

/// Says that a duty was done. Refused: consignment.duty where there is none of this id among
/// `duties`, consignment.document where its document does it, consignment.done where it is done
/// already or ends only by a new contract, office.future where `done_on` is yet to come.
void finish_duty(Change& change, const std::vector<ConsignmentDuty>& duties, const std::string& id,
                 Date done_on, const std::string& note);

}  // namespace relief
