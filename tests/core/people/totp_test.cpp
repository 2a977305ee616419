// SPDX-License-Identifier: Apache-2.0
#include "core/people/totp.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace relief {
namespace {

// RFC 6238, appendix B: the keys are these digits, as long as the digest.
std::string key_of(std::size_t size) {
    std::string key;
    while (key.size() < size) {
        key += "1234567890";
    }
    key.resize(size);
    return key;
}

TEST(Totp, GivesTheCodesOfRfc6238) {
    struct Vector {
        std::int64_t seconds;
        const char* sha1;
        const char* sha256;
        const char* sha512;
    };
    for (const Vector& one : std::vector<Vector>{
             {59, "94287082", "46119246", "90693936"},
             {1111111109, "07081804", "68084774", "25091201"},
             {1111111111, "14050471", "67062674", "99943326"},
             {1234567890, "89005924", "91819424", "93441116"},
             {2000000000, "69279037", "90698825", "38618901"},
             {20000000000, "65353130", "77737706", "47863826"},
         }) {
        SCOPED_TRACE(one.seconds);
        const std::int64_t step = totp_step(instant_of(one.seconds));
        EXPECT_EQ(totp_code(key_of(20), step, {.hash = TotpForm::Hash::sha1, .digits = 8}),
                  one.sha1);
        EXPECT_EQ(totp_code(key_of(32), step, {.hash = TotpForm::Hash::sha256, .digits = 8}),
                  one.sha256);
        EXPECT_EQ(totp_code(key_of(64), step, {.hash = TotpForm::Hash::sha512, .digits = 8}),
                  one.sha512);
    }
}

// The eight digits of the RFC end in the six an authenticator shows.
TEST(Totp, TakesTheCodesOfOneStepBeforeAndAfter) {
    const std::string key = key_of(20);
    const Instant now = instant_of(1111111111);  // step 37037037
    EXPECT_EQ(matching_step(key, "050471", now), 37037037);
    EXPECT_EQ(matching_step(key, "081804", now), 37037036);  // that of 1111111109
    EXPECT_EQ(matching_step(key, " 050 471 ", now), 37037037);
    const auto code = [&](std::int64_t step) { return totp_code(key, step); };
    EXPECT_EQ(matching_step(key, code(37037038), now), 37037038);
    EXPECT_EQ(matching_step(key, code(37037035), now), std::nullopt);
    EXPECT_EQ(matching_step(key, code(37037039), now), std::nullopt);
}

TEST(Totp, RefusesASpentStepAndAllBeforeIt) {
    const std::string key = key_of(20);
    const Instant now = instant_of(1111111111);
    EXPECT_EQ(matching_step(key, "050471", now, 37037036), 37037037);
    EXPECT_EQ(matching_step(key, "050471", now, 37037037), std::nullopt);
    EXPECT_EQ(matching_step(key, "081804", now, 37037037), std::nullopt);
}

TEST(Totp, RefusesWhatIsNoCode) {
    const std::string key = key_of(20);
    const std::string behind_blanks = std::string(60, ' ') + "050471";
    EXPECT_EQ(matching_step(key, behind_blanks, instant_of(1111111111)), std::nullopt);
    for (const char* code :
         {"", "05047", "0504710", "05047a", "-50471", "０５０４７１", "50471", "050471050471"}) {
        EXPECT_EQ(matching_step(key, code, instant_of(1111111111)), std::nullopt) << code;
    }
}

TEST(Base32, IsThatOfRfc4648) {
    const std::vector<std::pair<std::string, std::string>> vectors{{"", ""},
                                                                   {"f", "MY"},
                                                                   {"fo", "MZXQ"},
                                                                   {"foo", "MZXW6"},
                                                                   {"foob", "MZXW6YQ"},
                                                                   {"fooba", "MZXW6YTB"},
                                                                   {"foobar", "MZXW6YTBOI"}};
    for (const auto& [bytes, text] : vectors) {
        EXPECT_EQ(to_base32(bytes), text);
        EXPECT_EQ(read_base32(text), bytes);
    }
    EXPECT_EQ(read_base32("MZXW6YTBOI======"), "foobar");
    EXPECT_EQ(read_base32("MY======"), "f");
    EXPECT_EQ(read_base32("mzxw-6ytb oi"), "foobar");
}

TEST(Base32, RefusesWhatIsNone) {
    for (const char* text : {"M", "MZX", "MZXW6Y", "MZ1W6", "MZXW6YTBO!", "MY=====", "M=Y=====",
                             "MY=======", "=", "MZ" /* bits beyond the byte */}) {
        EXPECT_EQ(read_base32(text), std::nullopt) << text;
    }
}

TEST(TotpLink, NamesTheAccountEscaped) {
    EXPECT_EQ(totp_link("p 1&x", "foobar").view(),
              "otpauth://totp/Relief:p%201%26x?secret=MZXW6YTBOI&issuer=Relief&algorithm=SHA1&"
              "digits=6&period=30");
}

TEST(TotpKey, IsNewEachTime) {
    EXPECT_EQ(new_totp_key().view().size(), 20U);
    EXPECT_NE(new_totp_key().view(), new_totp_key().view());
}

}  // namespace
}  // namespace relief
