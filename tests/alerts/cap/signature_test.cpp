// SPDX-License-Identifier: Apache-2.0
// Keys are made here, by the openssl program, in a folder that is gone after the test.
#include "alerts/cap/signature.h"

#include "alerts/cap/writer.h"
#include "tests/alerts/cap/cases.h"
#include "tests/alerts/cap/random_alert.h"
#include "tests/kit/bad_input.h"
#include "tests/kit/program.h"

#include <gtest/gtest.h>

#include <memory>

namespace relief::cap {
namespace {

/// Two departments under one root: the weather's key is RSA, the water's EC.
class CapSignature : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        folder_ = std::make_unique<kit::TempFolder>();
        if (!kit::is_installed("openssl")) {
            return;
        }
        openssl({"req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-subj",
                 "/CN=Root", "-keyout", path("root.key"), "-out", path("root.pem")});
        department("met", {"-newkey", "rsa:2048"});
        department("water", {"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"});
        openssl({"req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-subj",
                 "/CN=Stranger", "-keyout", path("stranger.key"), "-out", path("stranger.pem")});
        ready_ = true;
    }
    static void TearDownTestSuite() { folder_.reset(); }

    void SetUp() override {
        if (!ready_) {
            GTEST_SKIP() << "openssl is not installed: signing was NOT tested";
        }
    }

    static std::string path(const std::string& name) { return (*folder_ / name).string(); }
    static SigningKey key(const std::string& name) {
        return {read_file(path(name + ".key")), read_file(path(name + ".pem")), name};
    }
    static Trust root() { return {read_file(path("root.pem")), "root.pem"}; }

    static void openssl(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "openssl");
        const kit::Ended ended = kit::run(arguments);
        ASSERT_EQ(ended.status, 0) << ended.err;
    }
    static void department(const std::string& name, std::vector<std::string> kind) {
        std::vector<std::string> request{"req",         "-nodes",           "-subj",
                                         "/CN=" + name, "-keyout",          path(name + ".key"),
                                         "-out",        path(name + ".csr")};
        request.insert(request.end(), kind.begin(), kind.end());
        openssl(request);
        openssl({"x509", "-req", "-in", path(name + ".csr"), "-CA", path("root.pem"), "-CAkey",
                 path("root.key"), "-CAcreateserial", "-days", "3000", "-out",
                 path(name + ".pem")});
    }
    /// Now is when the certificates are made; they are good from then on.
    static Instant now() {
        return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) +
               std::chrono::hours{1};
    }
    static Reading read(const std::string& bytes, const Trust& trust) {
        return reader().read(bytes, {.trust = trust, .at = now()});
    }
    static std::string first_code(const Reading& reading) {
        return reading.findings.empty() ? "" : std::string(reading.findings.front().code());
    }

    inline static std::unique_ptr<kit::TempFolder> folder_;
    inline static bool ready_ = false;
};

TEST_F(CapSignature, OwnSignatureIsGoodUnderItsRoot) {
    for (const char* name : {"met", "water"}) {
        const std::string bytes = sign(case_bytes("made/base_ok.xml"), key(name));
        const Reading reading = read(bytes, root());
        EXPECT_EQ(reading.verdict, Verdict::accept) << first_code(reading);
        ASSERT_EQ(reading.signatures.size(), 1U);
        EXPECT_EQ(reading.signatures[0].state, SignatureState::good);
        EXPECT_EQ(reading.signatures[0].signer, name);
        EXPECT_EQ(*reading.alert, *reader().read(case_bytes("made/base_ok.xml")).alert);
    }
}

TEST_F(CapSignature, Xmlsec1AndXmllintAcceptOurSignedMessages) {
    if (!kit::is_installed("xmlsec1") || !kit::is_installed("xmllint")) {
        GTEST_SKIP() << "xmlsec1 or xmllint is not installed: signatures were NOT verified by it";
    }
    std::mt19937_64 random(9);
    for (int i = 0; i < 12; ++i) {
        const std::string file = path("signed.xml");
        kit::write_text(file, sign(write(random_alert(random)), key(i % 2 == 0 ? "met" : "water")));
        const kit::Ended verified =
            kit::run({"xmlsec1", "--verify", "--trusted-pem", path("root.pem"), file});
        EXPECT_EQ(verified.status, 0) << verified.err;
        const kit::Ended valid = kit::run({"xmllint", "--nonet", "--noout", "--schema",
                                           RELIEF_SOURCE_DIR "/data/schema/cap-1.2.xsd", file});
        EXPECT_EQ(valid.status, 0) << valid.err;
    }
}

TEST_F(CapSignature, SeveralDepartmentsAreCheckedInReverse) {
    std::string bytes = write(*reader().read(case_bytes("made/base_ok.xml")).alert);
    for (const char* name : {"met", "water", "met"}) {
        bytes = sign(bytes, key(name));
    }
    const Reading reading = read(bytes, root());
    ASSERT_EQ(reading.signatures.size(), 3U);
    EXPECT_EQ(reading.verdict, Verdict::accept) << first_code(reading);
    EXPECT_EQ(reading.signatures[1].signer, "water");
    // The first taken out breaks the two that covered it.
    std::string cut = bytes;
    const std::size_t from = cut.find("<Signature");
    cut.erase(from, cut.find("</Signature>") + 12 - from);
    const Reading broken = read(cut, root());
    EXPECT_EQ(broken.verdict, Verdict::reject);
    EXPECT_EQ(first_code(broken), "SIGNATURE_INVALID");
    // The last taken out leaves the two before it good.
    std::string shorter = bytes;
    const std::size_t last = shorter.rfind("<Signature ");
    shorter.erase(last, shorter.rfind("</Signature>") + 12 - last);
    EXPECT_EQ(read(shorter, root()).verdict, Verdict::accept);
}

/// Every digit or letter of the message itself, one at a time.
TEST_F(CapSignature, NoCharacterCanBeChangedUnseen) {
    const std::string bytes = sign(case_bytes("made/base_ok.xml"), key("met"));
    const std::size_t end = bytes.find("<Signature");
    std::size_t changed = 0;
    for (std::size_t i = bytes.find("<identifier>") + 12; i < end; ++i) {
        const char c = bytes[i];
        const bool in_tag =
            bytes.rfind('<', i) > bytes.rfind('>', i) && bytes.rfind('<', i) != std::string::npos;
        if (in_tag || !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))) {
            continue;
        }
        std::string other = bytes;
        other[i] = c == '1' ? '2' : c >= 'a' ? (c == 'b' ? 'c' : 'b') : '1';
        const Reading reading = read(other, root());
        EXPECT_EQ(reading.verdict, Verdict::reject) << i;
        bool told = false;
        for (const Finding& finding : reading.findings) {
            told = told || finding.code() == "SIGNATURE_INVALID";
        }
        EXPECT_TRUE(told) << i << " " << first_code(reading);
        ++changed;
    }
    EXPECT_GT(changed, 150U);
}

TEST_F(CapSignature, StrangersAreNotBelievedAndNotRefused) {
    const std::string bytes = sign(case_bytes("made/base_ok.xml"), key("stranger"));
    const Reading reading = read(bytes, root());
    EXPECT_EQ(reading.verdict, Verdict::accept_with_warnings);
    EXPECT_EQ(first_code(reading), "SIGNATURE_UNTRUSTED");
    EXPECT_EQ(first_code(
                  reader().read(bytes, {.trust = root(), .at = now(), .signature_required = true})),
              "SIGNATURE_REQUIRED");
    // Its own certificate, once registered, is enough.
    EXPECT_EQ(read(bytes, Trust(read_file(path("stranger.pem")), "s")).verdict, Verdict::accept);
}

TEST_F(CapSignature, DatesAreThoseOfTheInstantAsked) {
    const std::string bytes = case_bytes("made/signed_expired_cert.xml");
    const Trust trust = case_trust(case_folder());
    // test_expired.pem is good from 2010-01-01 to 2012-01-01 (openssl x509 -dates).
    const auto at = [&](const char* text) {
        return reader()
            .read(bytes, {.trust = trust, .at = moment_of(text)->at})
            .signatures.at(0)
            .state;
    };
    EXPECT_EQ(at("2011-06-01T00:00:00-00:00"), SignatureState::good);
    EXPECT_EQ(at("2012-01-01T00:00:01-00:00"), SignatureState::expired);
    EXPECT_EQ(at("2009-12-31T23:59:59-00:00"), SignatureState::expired);
}

TEST_F(CapSignature, AReferenceToAPartIsRefused) {
    std::string bytes = sign(case_bytes("made/base_ok.xml"), key("met"));
    const std::size_t at = bytes.find("URI=\"\"");
    ASSERT_NE(at, std::string::npos);
    for (const char* uri :
         {"URI=\"#info\"", "URI=\"file:///etc/passwd\"", "URI=\"http://a/b\"", ""}) {
        std::string other = bytes;
        other.replace(at, 6, uri);
        EXPECT_EQ(first_code(read(other, root())), "SIGNATURE_REFERENCE") << uri;
    }
}

TEST_F(CapSignature, OtherTransformsAreRefusedWhoeverSigned) {
    const std::string bytes = sign(case_bytes("made/base_ok.xml"), key("met"));
    for (const char* algorithm :
         {"http://www.w3.org/TR/1999/REC-xslt-19991116",
          "http://www.w3.org/2002/06/xmldsig-filter2", "http://www.w3.org/2000/09/xmldsig#base64",
          "http://www.w3.org/TR/2001/WD-xptr-20010108"}) {
        std::string other = bytes;
        const std::string enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
        other.replace(other.find(enveloped), enveloped.size(), algorithm);
        EXPECT_EQ(first_code(read(other, root())), "SIGNATURE_TRANSFORM") << algorithm;
        EXPECT_EQ(first_code(read(other, Trust())), "SIGNATURE_TRANSFORM") << algorithm;
    }
}

TEST_F(CapSignature, KeysThatDoNotFitAreRefused) {
    EXPECT_EQ(kit::error_of([] { SigningKey("no key", read_file(path("met.pem")), "k"); }).code,
              "key.pem");
    try {
        SigningKey(read_file(path("met.key")), read_file(path("water.pem")), "k");
        FAIL() << "nothing was refused";
    } catch (const Error& error) {
        EXPECT_EQ(error.detail().code, "key.mismatch");
    }
    EXPECT_EQ(kit::error_of([] { static_cast<void>(sign("no message", key("met"))); }).code,
              "xml.syntax");
}

// A certificate whose key is of no known algorithm: found by fuzzing.
TEST(CapSignatureCases, KeysOfNoKnownAlgorithmAreUnreadable) {
    const Reading reading = reader().read(
        read_file(RELIEF_SOURCE_DIR "/tests/fuzz/seeds/cap_fuzz/signed_unknown_key.xml"),
        {.trust = case_trust(case_folder())});
    EXPECT_EQ(reading.verdict, Verdict::accept_with_warnings);
    EXPECT_EQ(reading.findings.at(0).code(), "SIGNATURE_UNREADABLE");
}

// xmlsec1's own program is held against ours on what both can say: made/ and ipaws/.
TEST(CapSignatureCases, AgreeWithXmlsec1) {
    if (!kit::is_installed("xmlsec1")) {
        GTEST_SKIP() << "xmlsec1 is not installed: the cases were NOT compared with it";
    }
    const std::string trusted = (case_folder() / "certs/test_root.pem").string();
    const auto verified = [&](const std::string& name, bool insecure) {
        std::vector<std::string> command{"xmlsec1", "--verify"};
        if (insecure) {
            command.emplace_back("--insecure");
        } else {
            command.insert(command.end(), {"--trusted-pem", trusted});
        }
        command.push_back((case_folder() / name).string());
        return kit::run(command).status == 0;
    };
    const auto state = [](const std::string& name) {
        return reader()
            .read(case_bytes(name), {.trust = case_trust(case_folder())})
            .signatures.at(0)
            .state;
    };
    EXPECT_TRUE(verified("made/signed_ok.xml", false));
    EXPECT_EQ(state("made/signed_ok.xml"), SignatureState::good);
    EXPECT_FALSE(verified("made/signed_tampered.xml", false));
    EXPECT_EQ(state("made/signed_tampered.xml"), SignatureState::invalid);
    // Here we are stricter, on purpose: its severity was changed after signing.
    EXPECT_TRUE(verified("made/signed_xpath_transform_altered.xml", false));
    EXPECT_EQ(state("made/signed_xpath_transform_altered.xml"), SignatureState::bad_transform);
    for (const char* name :
         {"ipaws/ipaws-5e6dd964023f1930ef638846.xml", "ipaws/ipaws-5e6dd9de023f1930ef6548d9.xml",
          "ipaws/ipaws-5e6ddbad023f1930ef6c1a5a.xml", "ipaws/ipaws-5e7e0fc5023f1930efcf3deb.xml",
          "ipaws/ipaws-5ea321f39fc226a7b44b6874.xml"}) {
        EXPECT_TRUE(verified(name, true)) << name;
        EXPECT_EQ(state(name), SignatureState::untrusted) << name;
    }
}

}  // namespace
}  // namespace relief::cap
