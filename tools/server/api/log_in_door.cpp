// SPDX-License-Identifier: Apache-2.0
#include "tools/server/api/log_in_door.h"

#include "core/error.h"
#include "core/people/audit.h"
#include "core/people/totp.h"
#include "tools/server/api/answer.h"
#include "tools/server/api/operation.h"
#include "tools/server/api/subject.h"

#include <algorithm>
#include <set>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

constexpr std::string_view cookie_name = "relief_session=";

Error no_session() {
    return refused({.code = "access.session",
                    .message = "nobody is logged in, or the session has ended",
                    .expected = "POST /api/v1/log-in"});
}

/// The text of a required parameter.
std::string text_of(const Values& values, std::string_view name) {
    const auto found = values.find(name);
    if (found == values.end() || found->second.size() != 1) {
        throw bad_input({.code = "request.parameter",
                         .message = "a parameter is missing",
                         .field = std::string(name),
                         .expected = "one text"});
    }
    return found->second.front();
}

std::string optional_text(const Values& values, std::string_view name) {
    return values.contains(name) ? text_of(values, name) : std::string();
}

/// A body holds these parameters and no others: what is not asked for is never taken quietly.
Values read_known(const http::Request& request, std::initializer_list<std::string_view> known) {
    const std::string* type = request.header("content-type");
    if (type == nullptr || type->find("application/json") == std::string::npos) {
        throw bad_input({.code = "request.type",
                         .message = "the body is not said to be JSON",
                         .field = "Content-Type",
                         .expected = "application/json"});
    }
    Values values = read_values(request);
    for (const auto& [name, texts] : values) {
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            throw bad_input({.code = "request.parameter",
                             .message = "there is no such parameter here",
                             .field = name,
                             .found = name,
                             .expected = fmt::format("one of: {}", fmt::join(known, ", "))});
        }
    }
    return values;
}

ordered_json grant_json(const Grant& grant) {
    return {{"role", grant.role},
            {"unit", grant.unit},
            {"from", format_instant(grant.from)},
            {"until", grant.until ? ordered_json(format_instant(*grant.until)) : ordered_json()}};
}

ordered_json identity_json(const Identity& identity, std::string_view schema) {
    ordered_json grants = ordered_json::array();
    for (const Grant& grant : identity.grants) {
        grants.push_back(grant_json(grant));
    }
    return {{"schema", schema},
            {"account", identity.account_name},
            {"person",
             {{"code", identity.person.code},
              {"name", identity.person.name},
              {"unit", identity.person.unit}}},
            {"grants", std::move(grants)},
            {"owes", identity.owes},
            {"idle_ends", format_instant(identity.idle_ends)},
            {"ends", format_instant(identity.ends)}};
}

/// Somebody is in: the token in the answer for programs, in a cookie for browsers.
http::Response welcome(const LoggedIn& in, bool secure) {
    ordered_json document = identity_json(in.identity, "relief.log_in/1");
    document["token"] = in.token;
    http::Response response = json_response(200, document.dump(2) + "\n");
    response.headers.emplace_back(
        "Set-Cookie", fmt::format("{}{}; Path=/; HttpOnly; SameSite=Strict{}", cookie_name,
                                  in.token, secure ? "; Secure" : ""));
    return response;
}

http::Response say_no(const LogInAnswer& answer, Instant now, std::string_view language) {
    const bool locked = answer.refused == "log_in.locked";
    ErrorDetail detail{.code = answer.refused,
                       .message = std::string(error_title(answer.refused, "en"))};
    if (answer.locked_until) {
        detail.expected = "after " + format_instant(*answer.locked_until);
    }
    http::Response response = problem_of(refused(std::move(detail)), language);
    if (locked && answer.locked_until) {
        response.headers.emplace_back("Retry-After",
                                      std::to_string((*answer.locked_until - now).count()));
    }
    return response;
}

std::string cookie_token(const std::string& cookies) {
    std::size_t begin = 0;
    while (begin < cookies.size()) {
        const std::size_t end = std::min(cookies.find(';', begin), cookies.size());
        std::string_view cookie = std::string_view(cookies).substr(begin, end - begin);
        cookie.remove_prefix(std::min(cookie.find_first_not_of(' '), cookie.size()));
        if (cookie.starts_with(cookie_name)) {
            return std::string(cookie.substr(cookie_name.size()));
        }
        begin = end + 1;
    }
    return "";
}

Identity identity_of(Database& database, const AccessRules& rules, const http::Request& request,
                     Instant now) {
    const std::string token = token_of(request);
    auto identity = token.empty() ? std::nullopt : who_is(database, rules, token, now);
    if (!identity) {
        throw no_session();
    }
    return std::move(*identity);
}

}  // namespace

std::string token_of(const http::Request& request) {
    constexpr std::string_view bearer = "Bearer ";
    if (const std::string* field = request.header("authorization")) {
        return field->starts_with(bearer) ? field->substr(bearer.size()) : "";
    }
    const std::string* cookies = request.header("cookie");
    return cookies == nullptr ? "" : cookie_token(*cookies);
}

namespace {

/// The answer for all that a request is about, with the subject it turns on.
std::pair<AccessSubject, MayAnswer> judge(const AccessRules& rules, const BookTables& tables,
                                          const Identity& identity, std::string_view operation,
                                          const AskedAbout& about, Instant now) {
    std::pair<AccessSubject, MayAnswer> answer;
    for (const AccessSubject& subject : about.subjects) {
        answer = {subject, may_do(rules, identity, operation, subject, now)};
        if (!answer.second.allowed) {
            break;
        }
    }
    if (answer.second.allowed) {
        return answer;
    }
    for (const AccessSubject& subject : about.or_one_of) {
        if (const MayAnswer may = may_do(rules, identity, operation, subject, now); may.allowed) {
            return {subject, may};
        }
    }
    for (const Grant& grant : identity.grants) {
        const AccessRole& role = rules.role(grant.role);
        if (about.or_own_place || (about.or_own_department && role.place == "department")) {
            const AccessSubject own = subject_of_grant(tables, role, grant.unit, now);
            if (const MayAnswer may = may_do(rules, identity, operation, own, now); may.allowed) {
                return {own, may};
            }
        }
    }
    return answer;
}

/// The places of one's own for which one could ask the same: what a list is cut down to.
std::optional<Cut> cut_of(const AccessRules& rules, const BookTables& tables,
                          const Identity& identity, std::string_view operation,
                          const AskedAbout& about, Instant now) {
    if (about.cut_by.empty()) {
        return std::nullopt;
    }
    std::set<std::string> places;
    for (const Grant& grant : identity.grants) {
        const AccessRole& role = rules.role(grant.role);
        const bool is_place = role.place == "site" || role.place == "division";
        if (is_place &&
            may_do(rules, identity, operation, subject_of_grant(tables, role, grant.unit, now), now)
                .allowed) {
            places.insert(grant.unit);
        }
    }
    return places.empty() ? std::nullopt
                          : std::optional(Cut{.option = about.cut_by,
                                              .places = {places.begin(), places.end()}});
}

}  // namespace

Access granted_access(std::shared_ptr<const AccessRules> rules) {
    return {
        .asks_books = true,
        .who = [rules](OpenedBooks* books, const http::Request& request, Instant now) -> Caller {
            const Identity identity = identity_of(books->database, *rules, request, now);
            return {.actor = identity.person.code,
                    .session = std::to_string(identity.session),
                    .peer = request.peer,
                    .touch_due = identity.touch_due,
                    .identity = std::make_shared<const Identity>(identity)};
        },
        .may = [rules](OpenedBooks* books, const Caller& caller, const Operation& operation,
                       const Given& given, Instant now) -> std::optional<Cut> {
            const AskedAbout about = asked_about(operation, given, *books, now);
            const auto tables = books->book_tables();
            const auto [subject, answer] =
                judge(*rules, *tables, *caller.identity, operation.command->path, about, now);
            if (answer.refused == "scope") {
                if (auto cut = cut_of(*rules, *tables, *caller.identity, operation.command->path,
                                      about, now)) {
                    return cut;
                }
            }
            if (answer.refused == "owes") {
                const bool totp = caller.identity->owes == "totp";
                throw refused({.code = "access.refused",
                               .message = totp ? "an authenticator comes first"
                                               : "a new password comes first",
                               .field = std::string(operation.command->path),
                               .found = caller.actor,
                               .expected = totp ? "POST /api/v1/totp"
                                                : "relief log-in --new-password, or POST "
                                                  "/api/v1/password"});
            }
            if (!answer.allowed) {
                throw refused(
                    {.code = "access.refused",
                     .message = "the grants of this person do not cover it: " + answer.refused,
                     .field = std::string(operation.command->path),
                     .found = fmt::format("{} {}", caller.actor,
                                          subject.site.empty() ? subject.division : subject.site),
                     .expected = who_could_words(books->database, *rules, operation.command->path,
                                                 subject, answer, now)});
            }
            return std::nullopt;
        }};
}

/// An attempt on its way: read, hashed, judged.
struct LogInDoor::Coming {
    LogInRequest request;
    LogInTask task;
    LogInTrial trial;
    LogInAnswer answer;
    bool secure = false;
    std::string language;
    Finish finish;
};

LogInDoor::LogInDoor(DeskThreads& desk, const Clock& clock, EvenSeconds even,
                     std::shared_ptr<const AccessRules> rules, Limits limits)
    : desk_(desk),
      clock_(clock),
      watch_(clock, std::move(even)),
      rules_(std::move(rules)),
      hashing_(limits.hashing_threads, limits.waiting_max) {}

namespace {

/// Answers with what something failed with, if it did; true where it did.
bool failed(const std::exception_ptr& failure, const LogInDoor::Finish& finish,
            const std::string& language) {
    if (failure != nullptr) {
        finish(problem_of(failure, language));
    }
    return failure != nullptr;
}

void finish_busy(const LogInDoor::Finish& finish, const std::string& language) {
    finish(problem_of(conflict({.code = "request.busy",
                                .message = "too many log-ins wait already",
                                .expected = "the same again in a moment"}),
                      language));
}

}  // namespace

bool LogInDoor::answer(const http::Request& request, const std::string& language, Finish finish) {
    const bool posts = request.method == "POST";
    if (posts && request.path == "/api/v1/log-in") {
        log_in(request, language, std::move(finish));
    } else if (posts && request.path == "/api/v1/redeem") {
        redeem(request, language, std::move(finish));
    } else if (posts && request.path == "/api/v1/password") {
        change_password(request, language, std::move(finish));
    } else if (posts && request.path == "/api/v1/totp") {
        enrol(request, language, std::move(finish));
    } else if (posts && request.path == "/api/v1/log-out") {
        log_out(request, language, std::move(finish));
    } else if (request.method == "GET" && request.path == "/api/v1/me") {
        me(request, language, std::move(finish));
    } else {
        return false;
    }
    return true;
}

void LogInDoor::hash(std::function<void()> work, const Finish& finish,
                     const std::string& language) {
    const bool taken = hashing_.submit([work = std::move(work), finish, language](std::size_t) {
        try {
            work();
        } catch (...) {
            finish(problem_of(std::current_exception(), language));
        }
    });
    if (!taken) {
        finish_busy(finish, language);
    }
}

void LogInDoor::log_in(const http::Request& request, const std::string& language, Finish finish) {
    const Values values = read_known(request, {"name", "password", "totp"});
    auto coming = std::make_shared<Coming>();
    coming->request = {.name = text_of(values, "name"),
                       .password = SecretText(std::string_view(text_of(values, "password"))),
                       .totp = optional_text(values, "totp"),
                       .source = request.peer,
                       .now = clock_.now()};
    coming->secure = request.secure;
    coming->language = language;
    coming->finish = std::move(finish);
    const auto judge = [this, coming] {
        const bool taken = desk_.change(
            [this, coming](const std::shared_ptr<OpenedBooks>& books) {
                coming->answer = end_log_in(books->database, *rules_, coming->request, coming->task,
                                            coming->trial);
            },
            [coming](const std::exception_ptr& failure) {
                if (!failed(failure, coming->finish, coming->language)) {
                    coming->finish(coming->answer.in ? welcome(*coming->answer.in, coming->secure)
                                                     : say_no(coming->answer, coming->request.now,
                                                              coming->language));
                }
            });
        if (!taken) {
            finish_busy(coming->finish, coming->language);
        }
    };
    const bool taken = desk_.read(
        [coming](const std::shared_ptr<OpenedBooks>& books) {
            coming->task = begin_log_in(books->database, coming->request);
        },
        [this, coming, judge](const std::exception_ptr& failure) {
            if (failed(failure, coming->finish, coming->language)) {
                return;
            }
            hash(
                [coming, judge] {
                    std::this_thread::sleep_for(coming->task.wait);
                    coming->trial = try_log_in(coming->task, coming->request);
                    judge();
                },
                coming->finish, coming->language);
        });
    if (!taken) {
        finish_busy(coming->finish, coming->language);
    }
}

void LogInDoor::redeem(const http::Request& request, const std::string& language, Finish finish) {
    struct Redeeming {
        RedeemRequest request;
        RedeemTask task;
        std::string hash;
        bool is_set = false;
    };
    const Values values = read_known(request, {"name", "code", "password", "person"});
    const auto redeeming = std::make_shared<Redeeming>();
    RedeemRequest& asked = redeeming->request;
    asked.name = text_of(values, "name");
    asked.code = SecretText(std::string_view(text_of(values, "code")));
    asked.new_password = SecretText(std::string_view(text_of(values, "password")));
    asked.source = request.peer;
    asked.now = clock_.now();
    const std::string person = optional_text(values, "person");
    if (!person.empty()) {
        asked.person = Person{.code = asked.name, .name = person, .unit = "220000"};
    }
    const auto judge = [this, redeeming, finish, language] {
        const bool taken = desk_.change(
            [this, redeeming](const std::shared_ptr<OpenedBooks>& books) {
                redeeming->is_set = end_redeem(books->database, *rules_, redeeming->request,
                                               redeeming->task, redeeming->hash);
            },
            [redeeming, finish, language](const std::exception_ptr& failure) {
                if (!failed(failure, finish, language)) {
                    finish(redeeming->is_set
                               ? json_response(200, "{\"schema\": \"relief.redeemed/1\"}\n")
                               : problem_of(code_refused(), language));
                }
            });
        if (!taken) {
            finish_busy(finish, language);
        }
    };
    const bool taken = desk_.read(
        [redeeming](const std::shared_ptr<OpenedBooks>& books) {
            redeeming->task = begin_redeem(books->database, redeeming->request);
        },
        [this, redeeming, judge, finish, language](const std::exception_ptr& failure) {
            if (!failed(failure, finish, language)) {
                hash(
                    [redeeming, judge] {
                        redeeming->hash = try_redeem(redeeming->task, redeeming->request);
                        judge();
                    },
                    finish, language);
            }
        });
    if (!taken) {
        finish_busy(finish, language);
    }
}

void LogInDoor::change_password(const http::Request& request, const std::string& language,
                                Finish finish) {
    struct Changing {
        ChangePasswordRequest request;
        Identity identity;
        ChangeTask task;
        ChangeTrial trial;
        LogInAnswer answer;
    };
    const Values values = read_known(request, {"old", "new"});
    const auto changing = std::make_shared<Changing>();
    changing->request = {.old_password = SecretText(std::string_view(text_of(values, "old"))),
                         .new_password = SecretText(std::string_view(text_of(values, "new"))),
                         .source = request.peer,
                         .now = clock_.now()};
    const bool secure = request.secure;
    const auto judge = [this, changing, finish, language, secure] {
        const bool taken = desk_.change(
            [this, changing](const std::shared_ptr<OpenedBooks>& books) {
                changing->answer = end_change(books->database, *rules_, changing->identity,
                                              changing->request, changing->task, changing->trial);
            },
            [changing, finish, language, secure](const std::exception_ptr& failure) {
                if (!failed(failure, finish, language)) {
                    finish(changing->answer.in
                               ? welcome(*changing->answer.in, secure)
                               : say_no(changing->answer, changing->request.now, language));
                }
            });
        if (!taken) {
            finish_busy(finish, language);
        }
    };
    const bool taken = desk_.read(
        [this, changing, request](const std::shared_ptr<OpenedBooks>& books) {
            changing->identity =
                identity_of(books->database, *rules_, request, changing->request.now);
            changing->task = begin_change(books->database, changing->identity, changing->request);
        },
        [this, changing, judge, finish, language](const std::exception_ptr& failure) {
            if (!failed(failure, finish, language)) {
                hash(
                    [changing, judge] {
                        changing->trial = try_change(changing->task, changing->request);
                        judge();
                    },
                    finish, language);
            }
        });
    if (!taken) {
        finish_busy(finish, language);
    }
}

void LogInDoor::enrol(const http::Request& request, const std::string& language, Finish finish) {
    const Values values = read_known(request, {"key", "code"});
    const Instant now = clock_.now();
    const bool offers = values.empty();
    const std::optional<std::string> key =
        offers ? std::optional<std::string>() : read_base32(text_of(values, "key"));
    if (!offers && !key) {
        throw bad_input({.code = "request.parameter",
                         .message = "the key is no base32",
                         .field = "key",
                         .expected = "the key that was answered"});
    }
    const std::string code = offers ? "" : text_of(values, "code");
    const auto document = std::make_shared<ordered_json>();
    const bool taken = desk_.change(
        [this, document, request, now, key, code](const std::shared_ptr<OpenedBooks>& books) {
            const Identity identity = identity_of(books->database, *rules_, request, now);
            *document = {{"schema", "relief.totp/1"}, {"enrolled", key.has_value()}};
            if (!key) {
                const SecretText fresh = new_totp_key();
                (*document)["key"] = to_base32(fresh.view());
                (*document)["link"] = totp_link(identity.account_name, fresh.view()).view();
            } else if (!enrol_totp(books->database, identity, SecretText(std::string_view(*key)),
                                   code, request.peer, now)) {
                throw refused({.code = "log_in.totp",
                               .message = "the code is not the one of this key now",
                               .field = "code"});
            }
        },
        [document, finish, language](const std::exception_ptr& failure) {
            if (!failed(failure, finish, language)) {
                finish(json_response(200, document->dump(2) + "\n"));
            }
        });
    if (!taken) {
        finish_busy(finish, language);
    }
}

void LogInDoor::log_out(const http::Request& request, const std::string& language, Finish finish) {
    const std::string token = token_of(request);
    const Instant now = clock_.now();
    const bool taken = desk_.change(
        [token, now, peer = request.peer](const std::shared_ptr<OpenedBooks>& books) {
            if (!relief::log_out(books->database, token, peer, now)) {
                throw no_session();
            }
        },
        [finish, language](const std::exception_ptr& failure) {
            if (failed(failure, finish, language)) {
                return;
            }
            http::Response response{.status = 204};
            response.headers.emplace_back(
                "Set-Cookie",
                fmt::format("{}; Path=/; HttpOnly; SameSite=Strict; Max-Age=0", cookie_name));
            finish(std::move(response));
        });
    if (!taken) {
        finish_busy(finish, language);
    }
}

void LogInDoor::me(const http::Request& request, const std::string& language, Finish finish) {
    const auto document = std::make_shared<std::string>();
    const Instant now = clock_.now();
    const bool taken = desk_.read(
        [this, document, request, now](const std::shared_ptr<OpenedBooks>& books) {
            *document =
                identity_json(identity_of(books->database, *rules_, request, now), "relief.me/1")
                    .dump(2) +
                "\n";
        },
        [document, finish, language](const std::exception_ptr& failure) {
            if (!failed(failure, finish, language)) {
                finish(json_response(200, std::move(*document)));
            }
        });
    if (!taken) {
        finish_busy(finish, language);
    }
}

bool LogInDoor::carry_over(std::function<void(const std::exception_ptr&)> then) {
    std::chrono::seconds step{0};
    {
        const std::lock_guard lock(watch_mutex_);
        step = watch_.take_step();
        if (step.count() == 0 && carrying_ == 0) {
            return false;
        }
        ++carrying_;
    }
    const auto done = [this, step](bool moved) {
        const std::lock_guard lock(watch_mutex_);
        --carrying_;
        if (!moved) {
            watch_.give_back(step);
        } else if (step.count() != 0) {
            ++clock_steps_;
        }
    };
    const Instant now = clock_.now();
    // Behind whoever moves them already, where the step was told to another request.
    const bool taken = desk_.change(
        [step, now](const std::shared_ptr<OpenedBooks>& books) {
            if (step.count() == 0) {
                return;
            }
            move_sessions(books->database, step);
            append_audit(books->database, {.at = now,
                                           .event = "clock.set",
                                           .account = {},
                                           .source = "server",
                                           .subject = fmt::format("{:+} s", step.count()),
                                           .result = "sessions keep the time they had left"});
        },
        [done, then = std::move(then)](const std::exception_ptr& failure) {
            done(failure == nullptr);
            then(failure);
        });
    if (!taken) {
        done(false);
        throw conflict({.code = "request.busy",
                        .message = "too many changes wait already",
                        .expected = "the same again in a moment"});
    }
    return true;
}

void LogInDoor::touch(const http::Request& request) {
    const std::string token = token_of(request);
    const Instant now = clock_.now();
    // Where too many wait the next request asks again.
    static_cast<void>(desk_.change(
        [this, token, now](const std::shared_ptr<OpenedBooks>& books) {
            if (const auto identity = who_is(books->database, *rules_, token, now)) {
                relief::touch(books->database, *identity, now);
            }
        },
        [](const std::exception_ptr&) {}));
}

}  // namespace relief
