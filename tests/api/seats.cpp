// SPDX-License-Identifier: Apache-2.0
#include "tests/api/seats.h"

#include "core/people/accounts.h"
#include "core/people/grant_book.h"
#include "core/people/grants.h"
#include "core/people/session.h"
#include "core/store/change.h"
#include "core/store/database.h"

#include <chrono>

namespace relief::kit {

std::map<std::string, std::string> seat_people(const std::filesystem::path& db, Instant now,
                                               const std::vector<Seat>& seats) {
    constexpr std::chrono::days granted_before{30};  // so that a clock may be set back
    Database books = Database::open(db);
    const AccessRules rules = load_access_rules(DatabaseSource(books));
    std::map<std::string, std::string> tokens;
    for (const Seat& seat : seats) {
        const Request request{.key = "seat/" + seat.code,
                              .content = "{}",
                              .actor = "test",
                              .operation = "seat.add",
                              .occurred_at = now,
                              .recorded_at = now};
        std::int64_t account = 0;
        make_change(books, request, [&](Change& change) {
            if (!find_person(books, seat.code)) {
                add_person(change, {.code = seat.code, .name = "n" + seat.code, .unit = "JL-CAD"});
            }
            const Person person = person_of(books, seat.code);
            account = add_account(change, seat.code, person, LogInAccount::Kind::person);
            add_grant(change, rules,
                      {.person = person,
                       .role = seat.role,
                       .unit = seat.unit,
                       .from = now - granted_before},
                      now);
            return std::string("{}");
        });
        books.transaction(
            [&] { tokens[seat.code] = begin_session(books, account, "127.0.0.1", "", now); });
    }
    return tokens;
}

}  // namespace relief::kit
