// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "core/store/database.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace relief {

/// The use goods of a lot were given for (捐赠定向), binding wherever they lie; nothing where they
/// are free. A reversed donation binds nothing.
[[nodiscard]] std::optional<std::string> designated_use(Database& database, const std::string& item,
                                                        const std::string& lot);

/// All of them, by item and lot: the stock list shows each with its use.
[[nodiscard]] std::map<std::pair<std::string, std::string>, std::string> designated_uses(
    Database& database);

/// The same with the donation that binds them, for an answer that names it.
struct Designation {
    std::string use;
    std::int64_t donation = 0;  ///< document
};
[[nodiscard]] std::optional<Designation> designation_of(Database& database, const std::string& item,
                                                        const std::string& lot);
/// "永吉县 (220200-JZ-2017-0001)".
[[nodiscard]] std::string describe(Database& database, const Designation& designation);

/// refused (donation.use) where goods of the lot were given for another use than `use`.
void require_use(Database& database, const std::string& item, const std::string& lot,
                 const std::string& use);

/// Binds a lot to the use its donor named.
void designate(Change& change, std::int64_t document, const std::string& item,
               const std::string& lot, const std::string& use);

}  // namespace relief
