// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/people.h"
#include "tools/desk/opened_books.h"

#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// relief.catalogue/1: what the codes of every other document stand for, so that a page asks once.
/// `items[]` {id, name, name_en, class, unit, weight_kg, volume_m3, shelf_life_days (0 = the day it
/// is made), decimals, flag of the weight}; `depots[]` {id, name, type, level, seat, org, keeper,
/// longitude, latitude (WGS84), flag}; `suppliers[]` {id, name, item, place}; `divisions[]` of the
/// province, prefectures, counties and zones {code, name, name_en, kind, parent, pinyin, longitude,
/// latitude, population (0 = not known)}; `organisations[]`, `posts[]`, `tiers[]` and
/// `vehicle_classes[]` {id, name, name_en ("" where there is none)}; `people[]` of the books alike.
[[nodiscard]] std::string catalogue_json(const BookTables& tables,
                                         const std::vector<Person>& people);

/// The items with their units and the depots, as two tables.
[[nodiscard]] std::string catalogue_text(const BookTables& tables, std::string_view language);

}  // namespace relief
