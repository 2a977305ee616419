// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/report/equipped.h"
#include "tools/desk/opened_books.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What `relief readiness equip` is asked: how many people can be equipped from a site, a level,
/// all depots, the lines of documents, or goods named by hand.
struct EquipQuestion {
    Instant now;
    std::optional<std::string> site;
    std::optional<std::string> level;
    std::vector<std::string> documents;  ///< ids or numbers, their lines taken together
    std::vector<std::string> goods;      ///< "TENT12S=300"
    std::optional<std::string> season;   ///< by the day asked about where not given
    std::optional<std::int64_t> people;
};

struct EquipAnswer {
    std::map<std::string, Units> goods;
    Equipped equipped;
    std::optional<std::int64_t> people;
    std::optional<std::int64_t> gap;  ///< people less those that can be equipped, never below 0
};

/// bad_input argument.value, item.unknown, doc.unknown, depot.unknown.
[[nodiscard]] EquipAnswer read_equip(const std::filesystem::path& data, const Books& db,
                                     const EquipQuestion& question);

/// `persons`, `limiting`, `season`, `needs[]`.
[[nodiscard]] nlohmann::ordered_json equipped_json(const Equipped& equipped);

/// relief.equip/1.
[[nodiscard]] std::string equip_json(const EquipAnswer& answer);
[[nodiscard]] std::string equip_text(const EquipAnswer& answer, std::string_view language);

}  // namespace relief
