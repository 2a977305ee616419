// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/release/release.h"
#include "core/people.h"
#include "core/store/change.h"
#include "core/store/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// A case as the books keep it.
struct BookCase {
    std::int64_t id = 0;
    std::string code;  ///< "W2017-0001"
    Play play = Play::actual;
    std::string hazard;
    Instant opened_at;
    ReleaseCase release;
};

/// A message that was released.
struct BookMessage {
    std::int64_t id = 0;
    std::int64_t case_id = 0;
    std::string identifier;
    Play play = Play::actual;
    std::string type;  ///< "Alert", "Update", "Cancel"
    Instant sent;
    std::string xml;
};

/// A term of an officer in the books.
struct BookOfficer {
    std::int64_t id = 0;
    AlertOfficer officer;
    std::string name;
};

/// Begins a case and answers its id. refused alert.drill where the books hold cases of the other
/// status: a drill has books of its own.
std::int64_t open_case(Change& change, const std::string& code, Play play,
                       const std::string& hazard);
/// The next free number of a year: "W2017-0001", of a drill "X2017-0001".
[[nodiscard]] std::string next_case_code(Database& database, Play play, Instant at);

void add_steps(Change& change, std::int64_t case_id, const std::vector<Step>& steps);

/// bad_input alert.unknown where there is none of this code; names the newest.
[[nodiscard]] BookCase read_case(Database& database, std::string_view code);
/// All of them as they were at a moment (now: the end of time), in order.
[[nodiscard]] std::vector<BookCase> read_cases(Database& database);
/// The case that released a message; nullopt where none did.
[[nodiscard]] std::optional<BookCase> case_of_message(Database& database,
                                                      std::string_view identifier);

std::int64_t add_message(Change& change, const BookMessage& message);
[[nodiscard]] std::vector<BookMessage> read_messages(Database& database);

/// A person serves in a department. bad_input alert.signer where the department or role is not
/// one: heads and deputies of the government are of `government`, all others are not.
std::int64_t add_alert_officer(Change& change, const WarningRules& rules, const Person& person,
                               const std::string& department, OfficerRole role, Instant from,
                               std::optional<Instant> until);
void end_alert_officer(Change& change, std::int64_t officer, Instant at, const std::string& reason);

/// Writes a delegation and answers its code. bad_input alert.signer where who gives it does not
/// serve in that department, or it ends before it begins.
std::string add_alert_delegation(Change& change, const AlertDelegation& delegation,
                                 const std::string& reason);
void end_alert_delegation(Change& change, const std::string& code, Instant at,
                          const std::string& reason);

[[nodiscard]] Roster read_roster(Database& database);
[[nodiscard]] std::vector<BookOfficer> read_alert_officers(Database& database);

}  // namespace relief
