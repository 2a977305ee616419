// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/designated_use.h"

#include "core/error.h"

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::string_view uses_sql =
    "SELECT item, lot, use FROM lot_restriction AS r WHERE (?1 IS NULL OR (lot = ?1 AND item = ?2))"
    " AND (SELECT state FROM document_step WHERE document_id = r.document_id ORDER BY id DESC "
    "LIMIT "
    "1) <> 'reversed' ORDER BY id";

}  // namespace

std::optional<std::string> designated_use(Database& database, const std::string& item,
                                          const std::string& lot) {
    Statement select = database.prepare(uses_sql);
    select.bind(1, lot).bind(2, item);
    return select.step() ? std::optional(select.text(2)) : std::nullopt;
}

std::map<std::pair<std::string, std::string>, std::string> designated_uses(Database& database) {
    Statement select = database.prepare(uses_sql);
    std::map<std::pair<std::string, std::string>, std::string> uses;
    while (select.step()) {
        uses.emplace(std::pair(select.text(0), select.text(1)), select.text(2));
    }
    return uses;
}

void require_use(Database& database, const std::string& item, const std::string& lot,
                 const std::string& use) {
    const auto designated = designated_use(database, item, lot);
    if (designated && *designated != use) {
        throw refused({.code = "donation.use",
                       .message = "the goods were given for another use",
                       .file = {},
                       .field = fmt::format("{} {}", item, lot),
                       .found = use.empty() ? "no use told" : use,
                       .expected = *designated});
    }
}

void designate(Change& change, std::int64_t document, const std::string& item,
               const std::string& lot, const std::string& use) {
    change.insert("lot_restriction",
                  {{"document_id", document}, {"item", item}, {"lot", lot}, {"use", use}});
}

}  // namespace relief
