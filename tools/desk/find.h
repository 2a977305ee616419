// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/document/signature.h"
#include "reserves/find.h"
#include "tools/desk/desk.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// "Who can have 5,000 quilts at X within six hours?"
struct FindRequest {
    std::string item;
    Units amount = 0;
    std::string to;  ///< a place as typed
    Instant at;
    int within_minutes = 0;
    std::vector<std::string> cut = {};  ///< edges (E001) or roads (S12) taken to be shut
    int response = 0;                   ///< response level in force, 1 to 4; 0 = none
};

/// Goods that may stand for the item, asked for alone: they are never counted in.
struct FindSubstitute {
    const Substitute* rule = nullptr;
    Units in_time = 0;
    Units ready = 0;  ///< in time or later
};

/// What the answer says beside the figures.
struct FindSiteFacts {
    const Depot* depot = nullptr;
    std::string tier;
    std::vector<Signer> signers;  ///< of its goods at that response
    std::string phone_org;        ///< whose duty officer to call: the keeper's office
};

struct FindRun {
    FindRequest request;
    const Item* item = nullptr;
    std::string place;       ///< code
    std::string node;        ///< county seat the roads lead to
    double late_factor = 1;  ///< from `likely` to `high`, by lead_time_calibration.csv LT01
    FindAnswer answer;
    std::map<std::string, FindSiteFacts> sites;
    std::vector<FindSubstitute> substitutes;
};

/// By how much a real order took longer than the times reckoned here would have had it (LT01:
/// Liaoyuan to Baishan, 2018-08-25, 10.67 h). At least 1; 1 where the table has no such case.
[[nodiscard]] double late_factor(const DataSource& source, const Desk& desk);

/// Answers it from the books. bad_input item.unknown, place.unknown, closure.edge,
/// argument.value (amount, hours or response out of range).
[[nodiscard]] FindRun find_run(Database& database, const Desk& desk, double late_factor,
                               const FindRequest& request);

/// relief.find/1.
[[nodiscard]] std::string find_json(const Desk& desk, const FindRun& run);
/// As a duty officer would say it.
[[nodiscard]] std::string find_text(const Desk& desk, const FindRun& run,
                                    std::string_view language);

}  // namespace relief
