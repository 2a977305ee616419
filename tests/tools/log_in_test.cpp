// SPDX-License-Identifier: Apache-2.0
// The door: rows 29, 30 and 35 to 41 of the attack table of design/operations.md, the promises P16
// and P20, and the office's clauses of its section 2.
#include "tools/desk/log_in.h"

#include "core/error.h"
#include "core/people/audit.h"
#include "core/people/totp.h"
#include "core/store/digest.h"
#include "core/store/group_writer.h"
#include "tests/kit/program.h"
#include "tests/tools/log_in_kit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <string>
#include <thread>
#include <vector>

namespace relief {
namespace {

using kit::DoorBooks;
using kit::good_password;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::string_view other_password = "Rv2#hd8Lnc6y";

std::vector<std::string> results(Database& database, const std::string& event) {
    std::vector<std::string> found;
    for (const AuditLine& line : read_audit(database, {.event = event})) {
        found.push_back(line.told.result);
    }
    return found;
}

TEST(LogIn, GivesATokenThatIsKnownAndKeptAsItsHashAlone) {
    DoorBooks books;
    books.account("P01");
    books.grant("P01", "officer", "220200");
    const LogInAnswer answer = books.log_in(" p01", good_password);
    ASSERT_TRUE(answer.in);
    const std::string token = answer.in->token;
    EXPECT_EQ(token.size(), 43U);
    const auto identity = who_is(books.database, books.rules, token, books.now);
    ASSERT_TRUE(identity);
    EXPECT_EQ(identity->person.code, "P01");
    ASSERT_EQ(identity->grants.size(), 1U);
    EXPECT_EQ(identity->grants[0].role, "officer");
    EXPECT_EQ(identity->owes, "");
    Statement select = books.database.prepare("SELECT token_sha256 FROM cache_session");
    ASSERT_TRUE(select.step());
    EXPECT_EQ(select.text(0), sha256_hex(token));
    EXPECT_FALSE(who_is(books.database, books.rules, token + "x", books.now));
    EXPECT_FALSE(who_is(books.database, books.rules, "", books.now));
    EXPECT_FALSE(who_is(books.database, books.rules, std::string(1'000'000, 'x'), books.now));
}

TEST(LogIn, EachIsANewSession) {
    DoorBooks books;
    books.account("P01");
    const auto first = books.log_in("P01", good_password);
    const auto second = books.log_in("P01", good_password);
    ASSERT_TRUE(first.in && second.in);
    EXPECT_NE(first.in->token, second.in->token);
    EXPECT_NE(first.in->identity.session, second.in->identity.session);
}

// Row 39: neither the answer nor the work tells whether a name is there.
TEST(LogIn, UnknownNameIsToldAndTriedLikeAWrongPassword) {
    DoorBooks books;
    books.account("P01");
    const LogInAnswer wrong = books.log_in("P01", "Wrong!1234567");
    const LogInAnswer unknown = books.log_in("nobody", "Wrong!1234567");
    EXPECT_EQ(wrong.refused, "log_in.wrong");
    EXPECT_EQ(unknown.refused, wrong.refused);
    EXPECT_FALSE(wrong.in || unknown.in);
    const LogInRequest request{.name = "nobody", .now = books.now};
    const LogInTask task = begin_log_in(books.database, request);
    EXPECT_FALSE(needs_rehash(task.hash)) << "another cost than a real hash has";
    EXPECT_EQ(results(books.database, "log_in.failed"),
              (std::vector<std::string>{"password", "name"}));
}

TEST(LogIn, FifthFailureLocksAndTheRightPasswordDoesNotOpen) {
    DoorBooks books;
    books.account("P01");
    for (int failure = 0; failure < 5; ++failure) {
        EXPECT_EQ(books.log_in("P01", "wrong").refused, "log_in.wrong");
    }
    const Instant failed_at = books.now;
    books.now += minutes{14};
    const LogInAnswer locked = books.log_in("P01", good_password);
    EXPECT_EQ(locked.refused, "log_in.locked");
    EXPECT_EQ(locked.locked_until, failed_at + minutes{15});
    books.now = failed_at + minutes{15};
    EXPECT_TRUE(books.log_in("P01", good_password).in);
    EXPECT_EQ(results(books.database, "log_in.locked"), std::vector<std::string>{"locked"});
}

// Row 41: from where the duty chief sits the door stays open.
TEST(LogIn, LockIsOfOneSourceAndBreakGlassHasNone) {
    DoorBooks books;
    books.account("P01");
    const SecretText paper = new_code();
    books.account("P01-glass", LogInAccount::Kind::break_glass, paper.view());
    books.grant("P01", "desk_leader", "220000");
    for (int failure = 0; failure < 5; ++failure) {
        static_cast<void>(books.log_in("P01", "wrong", "6.6.6.6"));
        static_cast<void>(books.log_in("P01-glass", "wrong", "6.6.6.6"));
    }
    EXPECT_EQ(books.log_in("P01", good_password, "6.6.6.6").refused, "log_in.locked");
    EXPECT_TRUE(books.log_in("P01", good_password, "10.0.0.1").in);
    std::string typed(paper.view());
    std::transform(typed.begin(), typed.end(), typed.begin(),
                   [](char sign) { return static_cast<char>(std::tolower(sign)); });
    const LogInAnswer glass = books.log_in("p01-GLASS", typed, "6.6.6.6");
    ASSERT_TRUE(glass.in);
    EXPECT_TRUE(glass.in->identity.break_glass);
    EXPECT_EQ(glass.in->identity.person.code, "P01");
    ASSERT_EQ(glass.in->identity.grants.size(), 1U);
    EXPECT_EQ(results(books.database, "log_in.break_glass"), std::vector<std::string>{"opened"});
}

TEST(LogIn, PaperCodeIsSpentAShiftAfterItsFirstUse) {
    DoorBooks books;
    const SecretText paper = new_code();
    books.account("P01-glass", LogInAccount::Kind::break_glass, paper.view());
    ASSERT_TRUE(books.log_in("P01-glass", paper.view()).in);
    books.now += hours{11};
    EXPECT_TRUE(books.log_in("P01-glass", paper.view()).in);
    books.now += hours{1};
    EXPECT_EQ(books.log_in("P01-glass", paper.view()).refused, "log_in.wrong");
}

TEST(LogIn, ManyFailuresOfAllNamesSlowTheDoor) {
    DoorBooks books;
    books.database.transaction([&] {
        for (int failure = 0; failure < 41; ++failure) {
            append_audit(books.database, {.at = books.now,
                                          .event = "log_in.failed",
                                          .account = "x" + std::to_string(failure)});
        }
    });
    EXPECT_EQ(begin_log_in(books.database, {.name = "P01", .now = books.now}).wait,
              std::chrono::milliseconds{200});
    EXPECT_EQ(begin_log_in(books.database, {.name = "P01", .now = books.now + minutes{1}}).wait,
              std::chrono::milliseconds{0});
}

TEST(LogIn, JudgesByTheBooksAsTheyAreAfterTheTrial) {
    DoorBooks books;
    const LogInAccount account = books.account("P01");
    const LogInRequest request{.name = "P01",
                               .password = SecretText(good_password),
                               .totp = "",
                               .source = "10.0.0.1",
                               .now = books.now};
    const LogInTask task = begin_log_in(books.database, request);
    const LogInTrial trial = try_log_in(task, request);
    EXPECT_TRUE(trial.matches);
    for (int failure = 0; failure < 5; ++failure) {
        static_cast<void>(books.log_in("P01", "wrong"));
    }
    EXPECT_EQ(end_log_in(books.database, books.rules, request, task, trial).refused,
              "log_in.locked");
    const LogInRequest elsewhere{.name = "P01",
                                 .password = SecretText(good_password),
                                 .totp = "",
                                 .source = "10.0.0.2",
                                 .now = books.now};
    const LogInTask second = begin_log_in(books.database, elsewhere);
    books.change("account.disable", [&](Change& change) {
        set_account_state(change, account, true, books.now, "left");
    });
    EXPECT_EQ(end_log_in(books.database, books.rules, elsewhere, second, trial).refused,
              "log_in.wrong");
}

TEST(LogIn, HashOfAnotherCostIsMadeAnew) {
    DoorBooks books;
    const LogInAccount account = books.account("P01");
    const auto cheap = hash_password(good_password, {.passes = 1, .memory_bytes = 8192});
    books.change("account.password", [&](Change& change) {
        set_credential(change, account.id, Credential::Kind::password, cheap, books.now);
    });
    ASSERT_TRUE(books.log_in("P01", good_password).in);
    const auto kept = newest_credential(books.database, account.id, Credential::Kind::password);
    EXPECT_NE(kept->secret, cheap);
    EXPECT_FALSE(needs_rehash(kept->secret));
    EXPECT_TRUE(books.log_in("P01", good_password).in);
}

// Row 35: one attempt is one line, whatever the name holds.
TEST(LogIn, NameCannotForgeALine) {
    DoorBooks books;
    static_cast<void>(books.log_in("x\r\n2026-11-24 INFO admin granted", "wrong"));
    static_cast<void>(
        books.log_in("a\xC2\x85"
                     "b\xE2\x80\xA8"
                     "c\x1B[2J\xE2\x80\xAE"
                     "d\xFF",
                     "wrong"));
    const auto lines = read_audit(books.database);
    ASSERT_EQ(lines.size(), 2U);
    for (const AuditLine& line : lines) {
        for (const std::string_view bad :
             {"\r", "\n", "\x1B", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xAE", "\xFF"}) {
            EXPECT_EQ(line.told.account.find(bad), std::string::npos) << line.told.account;
        }
    }
    EXPECT_NE(lines[0].told.account.find("\\u{000D}\\u{000A}"), std::string::npos)
        << lines[0].told.account;
}

TEST(Session, EndsWhenIdleAndAfterAShift) {
    DoorBooks books;
    books.account("P01");
    const std::string token = books.log_in("P01", good_password).in->token;
    const auto known = [&](Instant at) {
        return who_is(books.database, books.rules, token, at).has_value();
    };
    EXPECT_TRUE(known(books.now + minutes{15} - seconds{1}));
    EXPECT_FALSE(known(books.now + minutes{15}));
    // Seen every ten minutes it lasts twelve hours and no longer.
    const Instant begun = books.now;
    for (Instant at = begun + minutes{10}; at < begun + hours{12}; at += minutes{10}) {
        const auto identity = who_is(books.database, books.rules, token, at);
        ASSERT_TRUE(identity) << (at - begun).count();
        EXPECT_TRUE(identity->touch_due);
        touch(books.database, *identity, at);
    }
    EXPECT_TRUE(known(begun + hours{12} - seconds{1}));
    EXPECT_FALSE(known(begun + hours{12}));
}

TEST(Session, TouchDoesNotBringBackWhatHasEnded) {
    DoorBooks books;
    books.account("P01");
    const LoggedIn in = *books.log_in("P01", good_password).in;
    touch(books.database, in.identity, books.now + minutes{16});
    EXPECT_FALSE(who_is(books.database, books.rules, in.token, books.now + minutes{16}));
}

TEST(Session, EndsByLogOutAndOneAmongSeveral) {
    DoorBooks books;
    books.account("P01");
    books.account("P02");
    const LoggedIn here = *books.log_in("P01", good_password).in;
    const LoggedIn there = *books.log_in("P01", good_password).in;
    const LoggedIn other = *books.log_in("P02", good_password).in;
    EXPECT_FALSE(
        end_own_session(books.database, here.identity, other.identity.session, "s", books.now));
    EXPECT_TRUE(
        end_own_session(books.database, here.identity, there.identity.session, "s", books.now));
    EXPECT_FALSE(who_is(books.database, books.rules, there.token, books.now));
    EXPECT_TRUE(log_out(books.database, here.token, "s", books.now));
    EXPECT_FALSE(log_out(books.database, here.token, "s", books.now));
    EXPECT_FALSE(who_is(books.database, books.rules, here.token, books.now));
    EXPECT_TRUE(who_is(books.database, books.rules, other.token, books.now));
}

TEST(Session, AnAccountHasNotMoreThanSixteen) {
    DoorBooks books;
    const LogInAccount account = books.account("P01");
    std::vector<std::string> tokens;
    for (int count = 0; count < 17; ++count) {
        tokens.push_back(begin_session(books.database, account.id, "s", "", books.now));
    }
    EXPECT_FALSE(find_session(books.database, tokens.front(), books.now));
    EXPECT_TRUE(find_session(books.database, tokens.back(), books.now));
    EXPECT_EQ(read_sessions(books.database, books.now, account.id).size(), 16U);
}

// Row 30: at once, at all desks.
TEST(Session, OfADisabledAccountOrAnEndedGrantIsOverAtOnce) {
    DoorBooks books;
    const LogInAccount account = books.account("P01");
    books.account("S1");
    const std::int64_t grant = books.grant("P01", "officer", "220200");
    const std::string token = books.log_in("P01", good_password).in->token;
    const AccessSubject here{.division = "220200"};
    const auto may_log = [&] {
        const auto identity = who_is(books.database, books.rules, token, books.now);
        return identity && may_do(books.rules, *identity, "duty log", here, books.now).allowed;
    };
    EXPECT_TRUE(may_log());
    books.change("grant.end", [&](Change& change) {
        end_grant(change, grant_of(books.database, books.rules, grant),
                  person_of(books.database, "S1"), books.now, "moved");
    });
    EXPECT_FALSE(may_log());
    EXPECT_TRUE(who_is(books.database, books.rules, token, books.now));
    books.change("account.disable", [&](Change& change) {
        set_account_state(change, account, true, books.now, "left");
    });
    EXPECT_FALSE(who_is(books.database, books.rules, token, books.now));
}

TEST(Session, OutlivesTheProcess) {
    const kit::TempFolder folder;
    const auto file = folder.path() / "door.db";
    std::string token;
    Instant now;
    {
        DoorBooks books(Database::create(file));
        books.account("P01");
        token = books.log_in("P01", good_password).in->token;
        now = books.now;
    }
    Database again = Database::open_read_only(file);
    const AccessRules rules = load_access_rules(DatabaseSource(again));
    EXPECT_TRUE(who_is(again, rules, token, now + minutes{5}));
}

// Row 40.
TEST(TotpLogIn, AsksForTheCodeAndTakesEachOnce) {
    DoorBooks books;
    const LogInAccount account = books.account("P01");
    const SecretText key = new_totp_key();
    books.change("account.totp", [&](Change& change) {
        set_credential(change, account.id, Credential::Kind::totp, to_base32(key.view()),
                       books.now);
    });
    const auto code = [&](std::int64_t later) {
        return totp_code(key.view(), totp_step(books.now) + later);
    };
    EXPECT_EQ(books.log_in("P01", good_password).refused, "log_in.totp");
    EXPECT_EQ(books.log_in("P01", "wrong", "10.0.0.1", code(0)).refused, "log_in.wrong");
    EXPECT_EQ(books.log_in("P01", good_password, "10.0.0.1", code(-2)).refused, "log_in.totp");
    EXPECT_EQ(books.log_in("P01", good_password, "10.0.0.1", code(2)).refused, "log_in.totp");
    EXPECT_TRUE(books.log_in("P01", good_password, "10.0.0.1", code(0)).in);
    EXPECT_EQ(books.log_in("P01", good_password, "10.0.0.1", code(0)).refused, "log_in.totp");
    EXPECT_EQ(books.log_in("P01", good_password, "10.0.0.1", code(-1)).refused, "log_in.totp");
    EXPECT_TRUE(books.log_in("P01", good_password, "10.0.0.1", code(1)).in);
}

TEST(TotpLogIn, WrongCodesLockLikeWrongPasswords) {
    DoorBooks books;
    const LogInAccount account = books.account("P01");
    books.change("account.totp", [&](Change& change) {
        set_credential(change, account.id, Credential::Kind::totp,
                       to_base32("12345678901234567890"), books.now);
    });
    for (int failure = 0; failure < 5; ++failure) {
        EXPECT_EQ(books.log_in("P01", good_password, "10.0.0.1", "00000x").refused, "log_in.totp");
    }
    EXPECT_EQ(books.log_in("P01", good_password).refused, "log_in.locked");
}

TEST(TotpLogIn, OneCodeUsedAtOnceByManyLetsOneIn) {
    const kit::TempFolder folder;
    DoorBooks books(Database::create(folder.path() / "door.db"));
    const LogInAccount account = books.account("P01");
    const SecretText key = new_totp_key();
    books.change("account.totp", [&](Change& change) {
        set_credential(change, account.id, Credential::Kind::totp, to_base32(key.view()),
                       books.now);
    });
    const auto request = [&] {
        return LogInRequest{.name = "P01",
                            .password = SecretText(good_password),
                            .totp = totp_code(key.view(), totp_step(books.now)),
                            .source = "10.0.0.1",
                            .now = books.now};
    };
    const LogInTask task = begin_log_in(books.database, request());
    const LogInTrial trial = try_log_in(task, request());
    std::atomic<int> in = 0;
    {
        GroupWriter writer(std::move(books.database));
        std::vector<std::thread> desks;
        for (int desk = 0; desk < 4; ++desk) {
            desks.emplace_back([&] {
                writer.run([&](Database& database) {
                    in += end_log_in(database, books.rules, request(), task, trial).in ? 1 : 0;
                });
            });
        }
        for (std::thread& desk : desks) {
            desk.join();
        }
    }
    EXPECT_EQ(in, 1);
}

TEST(TotpLogIn, RoleThatAsksForItLetsNothingBeDoneBefore) {
    DoorBooks books;
    books.account("S1");
    books.grant("S1", "security_admin", "");
    const LoggedIn in = *books.log_in("S1", good_password).in;
    EXPECT_EQ(in.identity.owes, "totp");
    EXPECT_EQ(may_do(books.rules, in.identity, "office grants", {}, books.now).refused, "owes");
    const SecretText key = new_totp_key();
    const std::string code = totp_code(key.view(), totp_step(books.now));
    EXPECT_FALSE(enrol_totp(books.database, in.identity, key, "000000x", "s", books.now));
    EXPECT_TRUE(enrol_totp(books.database, in.identity, key, code, "s", books.now));
    const auto after = who_is(books.database, books.rules, in.token, books.now);
    EXPECT_EQ(after->owes, "");
    EXPECT_TRUE(may_do(books.rules, *after, "office grants", {}, books.now).allowed);
    EXPECT_EQ(books.log_in("S1", good_password, "10.0.0.1", code).refused, "log_in.totp");
}

ChangePasswordRequest change_of(std::string_view from, std::string_view to, Instant now) {
    return {.old_password = SecretText(from),
            .new_password = SecretText(to),
            .source = "10.0.0.1",
            .now = now};
}

TEST(ChangePassword, GivesANewTokenAndEndsEveryOtherSession) {
    DoorBooks books;
    books.account("P01");
    const LoggedIn here = *books.log_in("P01", good_password).in;
    const LoggedIn there = *books.log_in("P01", good_password).in;
    const auto identity = *who_is(books.database, books.rules, here.token, books.now);
    const LogInAnswer changed = change_password(
        books.database, books.rules, identity, change_of(good_password, other_password, books.now));
    ASSERT_TRUE(changed.in);
    EXPECT_NE(changed.in->token, here.token);
    EXPECT_FALSE(who_is(books.database, books.rules, here.token, books.now));
    EXPECT_FALSE(who_is(books.database, books.rules, there.token, books.now));
    EXPECT_TRUE(who_is(books.database, books.rules, changed.in->token, books.now));
    EXPECT_EQ(books.log_in("P01", good_password).refused, "log_in.wrong");
    EXPECT_TRUE(books.log_in("P01", other_password).in);
}

TEST(ChangePassword, WantsTheOldOneAndNoneOfTheLastFive) {
    DoorBooks books;
    books.account("P01");
    const Identity identity = books.log_in("P01", good_password).in->identity;
    const auto change = [&](std::string_view from, std::string_view to) {
        try {
            const LogInAnswer answer = change_password(books.database, books.rules, identity,
                                                       change_of(from, to, books.now));
            return answer.in ? std::string("in") : answer.refused;
        } catch (const Error& error) {
            return error.detail().code;
        }
    };
    EXPECT_EQ(change("wrong", other_password), "log_in.wrong");
    EXPECT_EQ(change(good_password, "Password1234!"), "password.common");
    EXPECT_EQ(change(good_password, good_password), "password.reused");
    const std::vector<std::string> others{"Rv2#hd8Lnc6y", "Bq5&zt3Kwj9f", "Gx8*sm4Dvp2h",
                                          "Nk6(yc7Rlb3q"};
    std::string before(good_password);
    for (const std::string& next : others) {
        EXPECT_EQ(change(before, next), "in");
        before = next;
    }
    EXPECT_EQ(change(before, good_password), "password.reused");  // fifth to last
    EXPECT_EQ(change(before, "Wf9)jx5Tzg1d"), "in");
    EXPECT_EQ(change("Wf9)jx5Tzg1d", good_password), "in");  // sixth to last
}

TEST(ChangePassword, IsOwedAfterNinetyDays) {
    DoorBooks books;
    books.account("P01");
    books.grant("P01", "officer", "220200");
    books.now += hours{24 * 90} - seconds{1};
    EXPECT_EQ(books.log_in("P01", good_password).in->identity.owes, "");
    books.now += seconds{1};
    const LoggedIn in = *books.log_in("P01", good_password).in;
    EXPECT_TRUE(in.must_change());
    EXPECT_EQ(
        may_do(books.rules, in.identity, "duty log", {.division = "220200"}, books.now).refused,
        "owes");
    const LogInAnswer changed =
        change_password(books.database, books.rules, in.identity,
                        change_of(good_password, other_password, books.now));
    EXPECT_FALSE(changed.in->must_change());
}

// Nothing that opens a door is in the journal, that is, in the event stream.
TEST(Secrets, AreInNoJournal) {
    DoorBooks books;
    const LogInAccount account = books.account("P01");
    const SecretText key = new_totp_key();
    books.change("account.totp", [&](Change& change) {
        set_credential(change, account.id, Credential::Kind::totp, to_base32(key.view()),
                       books.now);
    });
    const LogInAnswer answer =
        books.log_in("P01", good_password, "10.0.0.1", totp_code(key.view(), totp_step(books.now)));
    ASSERT_TRUE(answer.in);
    Statement journal = books.database.prepare("SELECT payload FROM journal");
    int rows = 0;
    while (journal.step()) {
        ++rows;
        for (const std::string_view secret :
             {std::string_view("argon2id"), good_password, std::string_view(answer.in->token)}) {
            EXPECT_EQ(journal.view(0).find(secret), std::string_view::npos);
        }
        EXPECT_EQ(journal.view(0).find(to_base32(key.view())), std::string_view::npos);
        EXPECT_EQ(journal.view(0).find(sha256_hex(answer.in->token)), std::string_view::npos);
    }
    EXPECT_GE(rows, 3);
    std::int64_t checked = 0;
    EXPECT_FALSE(check_rows(books.database, checked));
    EXPECT_FALSE(check_credentials(books.database, checked));
}

TEST(Refuse, LeavesALineAndNamesWhoCould) {
    DoorBooks books;
    books.account("P01");
    books.account("K1");
    books.grant("P01", "reporter", "220221");
    books.grant("K1", "depot_keeper", "JL-X");
    const Identity identity = books.log_in("P01", good_password).in->identity;
    const AccessSubject subject{.division = "220221", .unit = "220221", .site = "JL-X"};
    const MayAnswer answer = may_do(books.rules, identity, "order pick", subject, books.now);
    EXPECT_FALSE(answer.allowed);
    try {
        refuse(books.database, books.rules, identity, "order pick", subject, answer, "10.0.0.1",
               books.now);
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_EQ(error.detail().code, "access.refused");
        EXPECT_EQ(error.detail().field, "order pick");
        EXPECT_NE(error.detail().expected.find("depot_keeper"), std::string::npos);
        EXPECT_NE(error.detail().expected.find("K1"), std::string::npos) << error.what();
    }
    const auto lines = read_audit(books.database, {.event = "access.refused"});
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].told.subject, "order pick");
    EXPECT_EQ(lines[0].told.account, "p01");
    EXPECT_EQ(lines[0].told.result, "role");
}

}  // namespace
}  // namespace relief
