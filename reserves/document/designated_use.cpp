// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/designated_use.h"

#include "core/error.h"
#include "reserves/document/document.h"

#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::string_view uses_sql =
    "SELECT item, lot, use, document_id FROM lot_restriction AS r WHERE (?1 IS NULL OR (lot = ?1 "
    "AND item = ?2))"
    " AND (SELECT state FROM document_step WHERE document_id = r.document_id ORDER BY id DESC "
    "LIMIT "
    "1) <> 'reversed' ORDER BY id";

}  // namespace

std::optional<std::string> designated_use(Database& database, const std::string& item,
                                          const std::string& lot) {
    auto designation = designation_of(database, item, lot);
    return designation ? std::optional(std::move(designation->use)) : std::nullopt;
}

std::optional<Designation> designation_of(Database& database, const std::string& item,
                                          const std::string& lot) {
    Statement select = database.prepare(uses_sql);
    select.bind(1, lot).bind(2, item);
    return select.step() ? std::optional(Designation{select.text(2), select.integer(3)})
                         : std::nullopt;
}

std::string describe(Database& database, const Designation& designation) {
    return fmt::format("{} ({})", designation.use,
                       format_number(read_document(database, designation.donation).number));
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
    const auto designated = designation_of(database, item, lot);
    if (designated && designated->use != use) {
        throw refused({.code = "donation.use",
                       .message = "the goods were given for another use",
                       .file = {},
                       .field = fmt::format("{} {}", item, lot),
                       .found = use.empty() ? "no use told" : use,
                       .expected = describe(database, *designated)});
    }
}

void designate(Change& change, std::int64_t document, const std::string& item,
               const std::string& lot, const std::string& use) {
    change.insert("lot_restriction",
                  {{"document_id", document}, {"item", item}, {"lot", lot}, {"use", use}});
}

}  // namespace relief
