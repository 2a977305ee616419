// SPDX-License-Identifier: Apache-2.0
#include "core/store/journal_hash.h"

namespace relief {

std::string journal_hash(Database& database, std::int64_t seq) {
    Statement select = database.prepare("SELECT hash FROM journal WHERE seq = ?1");
    select.bind(1, seq);
    return select.step() ? select.text(0) : "no row";
}

bool as_opened(Database& database) {
    Statement select = database.prepare(
        "SELECT count(*) FROM journal WHERE operation NOT IN ('tables.store', 'books.open')");
    return select.step() && select.integer(0) == 0;
}

}  // namespace relief
