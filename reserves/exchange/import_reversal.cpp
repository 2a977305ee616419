// SPDX-License-Identifier: Apache-2.0
#include "reserves/exchange/import_reversal.h"

#include "core/error.h"
#include "reserves/document/document.h"
#include "reserves/document/reversal.h"
#include "reserves/ledger/reversal.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

struct Batch {
    std::string file;
    std::vector<std::int64_t> movements;
    std::vector<std::int64_t> documents;
};

Batch read_batch(Database& database, std::int64_t id) {
    Statement select =
        database.prepare("SELECT file, movements, documents FROM import_batch WHERE id = ?1");
    select.bind(1, id);
    if (!select.step()) {
        throw bad_input({.code = "import.batch",
                         .message = "there is no such import",
                         .field = "--import",
                         .found = fmt::format("{}", id),
                         .expected = "the number an import was posted under"});
    }
    const auto numbers = [&](int column) {
        return nlohmann::json::parse(select.text(column)).get<std::vector<std::int64_t>>();
    };
    return {.file = select.text(0), .movements = numbers(1), .documents = numbers(2)};
}

void require_posted(const Document& count) {
    if (count.state() != "posted") {
        throw refused({.code = "import.count",
                       .message = "a count of the import is not posted, or no longer",
                       .field = format_number(count.number),
                       .found = std::string(count.state()),
                       .expected = "posted; an open count is closed or voided for itself"});
    }
}

}  // namespace

ReversedImport reverse_import(Change& change, std::int64_t id, const std::string& reason) {
    const Batch batch = read_batch(change.database(), id);
    ReversedImport reversed{.batch = id, .file = batch.file, .movements = {}, .documents = {}};
    for (const std::int64_t document : batch.documents) {
        require_posted(read_document(change.database(), document));
        reversed.documents.push_back(reverse_document(change, document, reason));
    }
    for (const std::int64_t movement : batch.movements) {
        reversed.movements.push_back(
            reverse_movement(change, movement, fmt::format("{}: {}", batch.file, reason)));
    }
    return reversed;
}

bool is_reversed(Database& database, const PostedImport& posted) {
    return std::all_of(posted.movements.begin(), posted.movements.end(),
                       [&](std::int64_t id) { return reversal_of(database, id).has_value(); }) &&
           std::all_of(posted.documents.begin(), posted.documents.end(), [&](std::int64_t id) {
               return read_document(database, id).state() == "reversed";
           });
}

}  // namespace relief
