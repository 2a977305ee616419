// SPDX-License-Identifier: Apache-2.0
#include "tests/tools/log_in_kit.h"

#include "core/data_source.h"

#include <utility>

namespace relief::kit {

DoorBooks::DoorBooks() : DoorBooks(Database::in_memory()) {}

DoorBooks::DoorBooks(Database opened)
    : database(std::move(opened)),
      rules(load_access_rules(FolderSource(RELIEF_SOURCE_DIR "/data"))) {
    store_tables(database, FolderSource(RELIEF_SOURCE_DIR "/data"), now);
}

void DoorBooks::change(const std::string& operation, const std::function<void(Change&)>& work) {
    const Request request{.key = "test/" + std::to_string(++changes_),
                          .content = "{}",
                          .actor = "test",
                          .operation = operation,
                          .occurred_at = now,
                          .recorded_at = now};
    make_change(database, request, [&](Change& made) {
        work(made);
        return std::string("{}");
    });
}

LogInAccount DoorBooks::account(const std::string& code, LogInAccount::Kind kind,
                                std::string_view password) {
    change("account.add", [&](Change& made) {
        const bool is_paper = kind == LogInAccount::Kind::break_glass;
        const std::string person = is_paper ? code.substr(0, code.find('-')) : code;
        if (!find_person(database, person)) {
            add_person(made, {.code = person, .name = "n" + person, .unit = "JL-CAD"});
        }
        const std::int64_t id = add_account(made, code, person_of(database, person), kind);
        const SecretText normal = is_paper ? normal_code(password) : normal_password(password);
        set_credential(made, id, is_paper ? Credential::Kind::paper : Credential::Kind::password,
                       hash_password(normal.view()), now);
    });
    return required_account(database, code);
}

std::int64_t DoorBooks::grant(const std::string& code, const std::string& role,
                              const std::string& unit) {
    std::int64_t id = 0;
    change("grant.add", [&](Change& made) {
        id = add_grant(
            made, rules,
            {.person = person_of(database, code), .role = role, .unit = unit, .from = now}, now);
    });
    return id;
}

LogInAnswer DoorBooks::log_in(std::string_view name, std::string_view password,
                              const std::string& source, const std::string& totp) {
    return relief::log_in(database, rules,
                          {.name = std::string(name),
                           .password = SecretText(password),
                           .totp = totp,
                           .source = source,
                           .now = now});
}

}  // namespace relief::kit
