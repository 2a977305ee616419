// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "core/store/journal.h"
#include "reserves/document/document.h"
#include "tests/kit/books.h"

#include <functional>
#include <string>

namespace relief::kit {

/// One change at noon of a day of July 2017, under a key of its own.
inline std::string change_books(Database& database, int day,
                                const std::function<void(Change&)>& work) {
    return make_change(database,
                       {.key = "change/" + std::to_string(journal_head(database).seq),
                        .content = "{}",
                        .actor = "王芳",
                        .operation = "test.change",
                        .subject = {},
                        .occurred_at = noon_of(day),
                        .recorded_at = noon_of(day)},
                       [&](Change& change) {
                           work(change);
                           return std::string("{}");
                       });
}

/// An allotment order of the province over tents of lot T1; answers its id.
inline std::int64_t add_order(Database& database, const std::string& event) {
    std::int64_t id = 0;
    change_books(database, 1, [&](Change& change) {
        id = add_document(change, {.unit = "220000",
                                   .kind = "allotment_order",
                                   .event = event,
                                   .lines = {{.item = "TENT",
                                              .lot = "T1",
                                              .amount = 3,
                                              .owner = "220000",
                                              .from_site = "P",
                                              .to_site = "C"}}});
    });
    return id;
}

}  // namespace relief::kit
