// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/packs.h"

#include "core/error.h"
#include "core/quantity.h"

#include <map>

#include <fmt/format.h>

namespace relief {
namespace {

bool has_table(Database& database, std::string_view name) {
    Statement select = database.prepare("SELECT 1 FROM source_table WHERE name = ?1");
    select.bind(1, name);
    return select.step();
}

std::vector<ItemPack> all_packs(Database& database) {
    return has_table(database, "rules/item_packs.csv") ? load_packs(DatabaseSource(database))
                                                       : std::vector<ItemPack>{};
}

/// The same for verify: books without a table of this form agreed on no packs.
std::vector<ItemPack> known_packs(Database& database) {
    try {
        return all_packs(database);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::bad_input) {
            throw;
        }
        return {};
    }
}

bool is_in_force(const ItemPack& pack, Date day) {
    return (!pack.valid_from || *pack.valid_from <= day) &&
           (!pack.valid_to || day <= *pack.valid_to);
}

/// Decimal places of the items that have packs; the rules are read only where there are any.
std::map<std::string, int> decimals_of(Database& database, const std::vector<ItemPack>& packs) {
    std::map<std::string, int> decimals;
    if (packs.empty()) {
        return decimals;
    }
    const Rules rules = load_rules(DatabaseSource(database));
    for (const ItemPack& pack : packs) {
        const Item* item = rules.item(pack.item);
        decimals[pack.item] = item == nullptr ? 0 : item->decimals;
    }
    return decimals;
}

}  // namespace

std::vector<ItemPack> packs_on(Database& database, Date day) {
    std::vector<ItemPack> packs = all_packs(database);
    std::erase_if(packs, [day](const ItemPack& pack) { return !is_in_force(pack, day); });
    return packs;
}

std::optional<ItemPack> broken_pack(const std::vector<ItemPack>& packs, const std::string& item,
                                    std::int64_t amount, int decimals) {
    std::optional<ItemPack> closed;
    for (const ItemPack& pack : packs) {
        if (pack.item != item) {
            continue;
        }
        if (pack.openable || amount % from_units(pack.units, decimals).amount == 0) {
            return std::nullopt;
        }
        closed = pack;
    }
    return closed;
}

std::optional<WrongRow> check_packs(Database& database, std::int64_t& checked) {
    const std::vector<ItemPack> packs = known_packs(database);
    const auto decimals = decimals_of(database, packs);
    if (packs.empty()) {
        return std::nullopt;
    }
    Statement select = database.prepare(
        "SELECT l.id, l.item, l.amount, d.made_at, d.kind FROM document_line AS l JOIN document AS "
        "d ON d.id = l.document_id WHERE d.kind IN ('receipt', 'donation', 'issue', 'move', "
        "'pre_placement', 'loan', 'rotation', 'allotment_order') ORDER BY l.id");
    while (select.step()) {
        const std::string item = select.text(1);
        const auto known = decimals.find(item);
        if (known == decimals.end()) {
            continue;
        }
        ++checked;
        std::vector<ItemPack> then = packs;
        const Date day = beijing_date(instant_of(select.integer(3)));
        std::erase_if(then, [day](const ItemPack& pack) { return !is_in_force(pack, day); });
        const auto broken = broken_pack(then, item, select.integer(2), known->second);
        if (broken) {
            return wrong_row(
                "document_line", select.integer(0), "I16_packs",
                fmt::format("{} of {} by a {}", select.integer(2), item, select.text(4)),
                fmt::format("whole packs of {} ({})", broken->units, broken->name));
        }
    }
    return std::nullopt;
}

}  // namespace relief
