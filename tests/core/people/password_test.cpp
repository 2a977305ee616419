// SPDX-License-Identifier: Apache-2.0
#include "core/people/password.h"

#include "core/error.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace relief {
namespace {

// The least libsodium allows: the tests of what is done with a hash need not wait for it.
constexpr PasswordCost cheap{.passes = 1, .memory_bytes = 8192};

std::vector<std::string> common() {
    return load_common_passwords(FolderSource(RELIEF_SOURCE_DIR "/data"));
}

/// The code a new password is refused with, "" where it is taken.
std::string refusal_of(std::string_view password, std::string_view account = "p01") {
    try {
        check_new_password(password, account, common());
        return "";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::refused);
        EXPECT_EQ(std::string(error.what()).find(password), std::string::npos)
            << "the answer repeats the password";
        return error.detail().code;
    }
}

TEST(Password, HashIsArgon2idAtTheCostOwaspNames) {
    const std::string hash = hash_password("correct horse");
    EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << hash;
    EXPECT_TRUE(password_matches(hash, "correct horse"));
    EXPECT_FALSE(password_matches(hash, "correct horsf"));
    EXPECT_FALSE(password_matches(hash, ""));
    EXPECT_FALSE(needs_rehash(hash));
}

TEST(Password, StandInCostsAsMuchAsARealHash) {
    EXPECT_FALSE(needs_rehash(stand_in_hash()));
    EXPECT_TRUE(stand_in_hash().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    EXPECT_FALSE(password_matches(stand_in_hash(), ""));
}

TEST(Password, HashOfAnotherCostStillMatchesAndIsToBeMadeAnew) {
    const std::string hash = hash_password("correct horse", cheap);
    EXPECT_TRUE(password_matches(hash, "correct horse"));
    EXPECT_TRUE(needs_rehash(hash));
    EXPECT_TRUE(needs_rehash("not a hash"));
    EXPECT_FALSE(password_matches("not a hash", "correct horse"));
    EXPECT_FALSE(password_matches("", ""));
}

TEST(Password, SaltMakesEveryHashAnother) {
    EXPECT_NE(hash_password("correct horse", cheap), hash_password("correct horse", cheap));
}

// Unicode: full-width Ａ and the ligature ﬁ are the letters they stand for; é may be one or two.
TEST(Password, IsOneWhateverKeyboardWroteIt) {
    EXPECT_EQ(normal_password("Ａｂ１").view(), "Ab1");
    EXPECT_EQ(normal_password("ﬁ").view(), "fi");
    EXPECT_EQ(normal_password("e\xCC\x81").view(), "\xC3\xA9");
    EXPECT_EQ(normal_password("救灾 Aa").view(), "救灾 Aa");
    EXPECT_EQ(normal_password("").view(), "");
}

TEST(Password, EndsAtAHundredAndTwentyEightCharacters) {
    std::string chinese;
    for (int sign = 0; sign < 128; ++sign) {
        chinese += "灾";
    }
    EXPECT_EQ(normal_password(chinese).view(), chinese);
    for (const std::string& text :
         {chinese + "a", std::string(129, 'x'), std::string(100'000'000, 'x')}) {
        try {
            static_cast<void>(normal_password(text));
            ADD_FAILURE() << text.size();
        } catch (const Error& error) {
            EXPECT_EQ(error.detail().code, "password.long");
        }
    }
}

TEST(Password, ThatIsNoUtf8IsRefused) {
    for (const char* bytes : {"\xFF", "ab\xC3", "\xED\xA0\x80"}) {
        try {
            static_cast<void>(normal_password(bytes));
            ADD_FAILURE() << bytes;
        } catch (const Error& error) {
            EXPECT_EQ(error.detail().code, "password.encoding");
        }
    }
}

TEST(NewPassword, IsLongAndMixedEnough) {
    EXPECT_EQ(refusal_of("Tz7!kq9Wm"), "password.short");
    EXPECT_EQ(refusal_of("Tz7!kq9Wmp4"), "password.short");
    EXPECT_EQ(refusal_of("Tz7!kq9Wmp4x"), "");
    EXPECT_EQ(refusal_of("tzkqwmpxhrbv"), "password.simple");
    EXPECT_EQ(refusal_of("tzkqwmpxhrbv7"), "password.simple");
    EXPECT_EQ(refusal_of("tzkqwmpxhrbvnjgdlycs"), "");  // twenty letters need no mixture
}

TEST(NewPassword, IsNotWhatEverybodyTries) {
    for (const char* password : {"Password1234!", "P@ssw0rd2026!", "Qwerty123456", "Admin@123456",
                                 "Jilin@2026888", "Welcome!2025!", "Yingji@123456"}) {
        EXPECT_EQ(refusal_of(password), "password.common") << password;
    }
}

TEST(NewPassword, DoesNotHoldTheAccount) {
    EXPECT_EQ(refusal_of("xWangFang!84kq", "wangfang"), "password.name");
    EXPECT_EQ(refusal_of("xWangFang!84kq", "lina"), "");
}

TEST(NewPassword, IsNoneOfTheLast) {
    const std::vector<std::string> hashes{hash_password("one", cheap), hash_password("two", cheap)};
    EXPECT_TRUE(is_reused(hashes, "two"));
    EXPECT_FALSE(is_reused(hashes, "three"));
    EXPECT_FALSE(is_reused({}, "one"));
}

TEST(SecretText, IsWipedWhereItCameFromAndGoesOnByMovesAlone) {
    std::string source = "a password longer than any small string";
    const char* bytes = source.data();
    SecretText secret(std::move(source));
    EXPECT_EQ(std::string(bytes, 10), std::string(10, '\0'));
    EXPECT_EQ(secret.view(), "a password longer than any small string");
    SecretText short_one(std::string_view("short"));
    SecretText moved(std::move(short_one));
    EXPECT_EQ(moved.view(), "short");
    moved = std::move(secret);
    EXPECT_EQ(moved.view(), "a password longer than any small string");
    static_assert(!std::is_copy_constructible_v<SecretText>);
}

TEST(RandomToken, IsTwoHundredAndFiftySixBitsFitForAnAddress) {
    const std::string token = random_token(32);
    EXPECT_EQ(token.size(), 43U);
    EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                      "0123456789-_"),
              std::string::npos);
    EXPECT_NE(token, random_token(32));
}

}  // namespace
}  // namespace relief
