// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/care/rules.h"
#include "tools/desk/care_document.h"
#include "tools/desk/opened_books.h"
#include "tools/desk/tables.h"
#include "tools/desk/writing_desk.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// The books with the rules of inspections, contracts, agreements, letters and training, to read.
struct CareView {
    Tables tables;
    std::shared_ptr<const BookTables> known;
    const Rules& rules;
    const Places& places;
    const Baseline& baseline;
    CareRules care;

    [[nodiscard]] Database& database() const { return *tables.database(); }
};

[[nodiscard]] CareView open_care_view(const std::filesystem::path& data, const Books& db);

/// The same to write.
struct CareDesk {
    WritingDesk books;
    CareRules care;
    Asked asked;
};

[[nodiscard]] CareDesk open_care_desk(const Books& db, const Asked& asked);

/// One change; `work` answers the number of what it made. A repeated key answers the same number.
std::int64_t change_care(CareDesk& desk, const std::string& operation,
                         const nlohmann::ordered_json& content,
                         const std::function<std::int64_t(Change&)>& work);

/// What lies at points whose contracts do not hold any more, and is no supply for that reason.
[[nodiscard]] std::vector<ConsignmentAnswer::Lost> lost_supply(
    Database& database, const std::vector<ConsignmentContract>& contracts, Instant now);

/// The depot of this id. Refused site.unknown.
const Depot& site_of(const Baseline& baseline, const std::string& id);

}  // namespace relief
