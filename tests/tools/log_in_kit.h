// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/people/accounts.h"
#include "core/people/grant_book.h"
#include "core/people/grants.h"
#include "core/store/change.h"
#include "core/store/database.h"
#include "tools/desk/log_in.h"

#include <functional>
#include <string>
#include <string_view>

namespace relief::kit {

inline constexpr std::string_view good_password = "Tz7!kq9Wmp4x";

/// Books in memory with the tables of data/, and people who can log in.
class DoorBooks {
  public:
    DoorBooks();
    explicit DoorBooks(Database opened);  ///< those of a file, empty so far

    Database database;
    AccessRules rules;
    Instant now = instant_of(1'500'000'000);

    /// A person with an account and a password, named like them.
    LogInAccount account(const std::string& code,
                         LogInAccount::Kind kind = LogInAccount::Kind::person,
                         std::string_view password = good_password);
    /// A grant that counts, given by the first set-up.
    std::int64_t grant(const std::string& code, const std::string& role, const std::string& unit);
    void change(const std::string& operation, const std::function<void(Change&)>& work);

    [[nodiscard]] LogInAnswer log_in(std::string_view name, std::string_view password,
                                     const std::string& source = "10.0.0.1",
                                     const std::string& totp = "");

  private:
    int changes_ = 0;
};

}  // namespace relief::kit
