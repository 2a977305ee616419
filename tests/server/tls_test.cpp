// SPDX-License-Identifier: Apache-2.0
// TLS: what is spoken and what is refused. The other side is OpenSSL by itself.
#include "tests/server/server_kit.h"

#include "core/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

namespace relief::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// A key and a certificate of its own signing, in files that go with it.
class Certificate {
  public:
    Certificate() : folder_(std::filesystem::temp_directory_path() / made_name()) {
        std::filesystem::create_directory(folder_);
        EVP_PKEY* key = EVP_EC_gen("P-256");
        X509* certificate = X509_new();
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
        X509_set_pubkey(certificate, key);
        X509_NAME* name = X509_get_subject_name(certificate);
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
        X509_set_issuer_name(certificate, name);
        X509_sign(certificate, key, EVP_sha256());
        std::FILE* file = std::fopen(certificate_file().c_str(), "w");
        PEM_write_X509(file, certificate);
        std::fclose(file);
        file = std::fopen(key_file().c_str(), "w");
        PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
        std::fclose(file);
        X509_free(certificate);
        EVP_PKEY_free(key);
    }
    ~Certificate() { std::filesystem::remove_all(folder_); }
    Certificate(const Certificate&) = delete;
    Certificate& operator=(const Certificate&) = delete;

    [[nodiscard]] std::string certificate_file() const { return folder_ / "certificate.pem"; }
    [[nodiscard]] std::string key_file() const { return folder_ / "key.pem"; }
    [[nodiscard]] http::ServerOptions options() const {
        http::ServerOptions options;
        options.certificate_file = certificate_file();
        options.key_file = key_file();
        return options;
    }

  private:
    static std::string made_name() {
        std::string name = (std::filesystem::temp_directory_path() / "relief_tls_XXXXXX").string();
        const int made = ::mkstemp(name.data());
        ::close(made);
        std::filesystem::remove(name);
        return std::filesystem::path(name).filename();
    }

    std::filesystem::path folder_;
};

struct Spoken {
    std::string version;         ///< "TLSv1.3"; "" where no connection came about
    std::string why_not;         ///< OpenSSL's reason
    std::string response;        ///< to one GET with Connection: close
    bool ended_rightly = false;  ///< with TLS's own "no more", which nobody between can make
};

Spoken speak(std::uint16_t port, int least, int most, const std::string& request) {
    Spoken spoken;
    SSL_CTX* context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_security_level(context, 0);  // else we ourselves would refuse TLS 1.1
    SSL_CTX_set_min_proto_version(context, least);
    SSL_CTX_set_max_proto_version(context, most);
    BIO* connection = BIO_new_ssl_connect(context);
    BIO_set_conn_hostname(connection, ("127.0.0.1:" + std::to_string(port)).c_str());
    ERR_clear_error();
    if (BIO_do_connect(connection) == 1 && BIO_do_handshake(connection) == 1) {
        SSL* ssl = nullptr;
        BIO_get_ssl(connection, &ssl);
        spoken.version = SSL_get_version(ssl);
        BIO_write(connection, request.data(), static_cast<int>(request.size()));
        char block[4096];
        for (int count = 0; (count = BIO_read(connection, block, sizeof block)) > 0;) {
            spoken.response.append(block, static_cast<std::size_t>(count));
        }
        spoken.ended_rightly = (SSL_get_shutdown(ssl) & SSL_RECEIVED_SHUTDOWN) != 0;
    } else {
        char text[256];
        ERR_error_string_n(ERR_peek_last_error(), text, sizeof text);
        spoken.why_not = text;
    }
    BIO_free_all(connection);
    SSL_CTX_free(context);
    return spoken;
}

const std::string tls_get = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

TEST(Tls, OnePointTwoAndOnePointThreeAreSpoken) {
    const Certificate certificate;
    TestServer server(certificate.options(),
                      [](const http::Request& request, const http::Reply& reply) {
                          reply(text_response(request.secure ? "over TLS" : "plain"));
                      });
    for (const auto& [version, name] :
         {std::pair(TLS1_2_VERSION, "TLSv1.2"), std::pair(TLS1_3_VERSION, "TLSv1.3")}) {
        const Spoken spoken = speak(server.port(), version, version, tls_get);
        EXPECT_EQ(spoken.version, name) << spoken.why_not;
        EXPECT_THAT(spoken.response, StartsWith("HTTP/1.1 200 OK\r\n"));
        EXPECT_THAT(spoken.response, HasSubstr("over TLS"));
        EXPECT_TRUE(spoken.ended_rightly);
    }
}

TEST(Tls, OnePointOneAndOlderAreRefused) {
    const Certificate certificate;
    TestServer server(certificate.options());
    for (const int version : {TLS1_VERSION, TLS1_1_VERSION}) {
        const Spoken spoken = speak(server.port(), version, version, tls_get);
        EXPECT_EQ(spoken.version, "");
        EXPECT_THAT(spoken.why_not, HasSubstr("protocol version"));
    }
    EXPECT_THAT(server.asked(), ElementsAre());
    // The audit's line is written after the alert has gone out: the next client finds it there.
    speak(server.port(), TLS1_2_VERSION, TLS1_3_VERSION, tls_get);
    EXPECT_THAT(server.refused(), ElementsAre("http.tls", "http.tls"));
}

TEST(Tls, TheGateStandsBehindIt) {
    const Certificate certificate;
    TestServer server(certificate.options());
    const Spoken spoken =
        speak(server.port(), TLS1_2_VERSION, TLS1_3_VERSION,
              "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n" + tls_get);
    EXPECT_THAT(spoken.response, StartsWith("HTTP/1.1 400 "));
    EXPECT_THAT(server.asked(), ElementsAre());
}

TEST(Tls, FilesThatAreNoneAreNamed) {
    const Certificate certificate;
    const FixedClock clock{Instant{}};
    const auto code_with = [&](const std::string& certificate_file, const std::string& key_file) {
        http::ServerOptions options;
        options.certificate_file = certificate_file;
        options.key_file = key_file;
        try {
            http::HttpServer server(options, clock,
                                    [](const http::Request&, const http::Reply&) {});
        } catch (const Error& error) {
            return error.detail().code + " " +
                   std::filesystem::path(error.detail().file).filename().string();
        }
        return std::string("served");
    };
    EXPECT_EQ(code_with("/nowhere/no.pem", certificate.key_file()), "http.certificate no.pem");
    EXPECT_EQ(code_with(certificate.certificate_file(), certificate.certificate_file()),
              "http.certificate certificate.pem");
    EXPECT_EQ(code_with(certificate.certificate_file(), ""), "http.certificate certificate.pem");
    EXPECT_EQ(code_with(certificate.certificate_file(), certificate.key_file()), "served");
}

}  // namespace
}  // namespace relief::test
