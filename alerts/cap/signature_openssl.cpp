// SPDX-License-Identifier: Apache-2.0
#include "alerts/cap/signature_openssl.h"

#include "core/error.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <new>
#include <optional>
#include <utility>

namespace relief::cap {
namespace {

struct FreeBio {
    void operator()(BIO* bio) const { BIO_free(bio); }
};
struct FreeStoreContext {
    void operator()(X509_STORE_CTX* context) const { X509_STORE_CTX_free(context); }
};
using Bio = std::unique_ptr<BIO, FreeBio>;

Bio reading(std::string_view text) {
    Bio bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    if (bio == nullptr) {
        throw std::bad_alloc();
    }
    return bio;
}

/// No key of ours has a password, and nobody is there to be asked.
int no_password(char*, int, int, void*) {
    return -1;
}

Certificate owned(X509* certificate) {
    return {certificate, [](X509* one) { X509_free(one); }};
}

std::vector<Certificate> certificates_of_pem(std::string_view pem) {
    std::vector<Certificate> list;
    const Bio bio = reading(pem);
    while (X509* certificate = PEM_read_bio_X509(bio.get(), nullptr, no_password, nullptr)) {
        list.push_back(owned(certificate));
    }
    ERR_clear_error();
    return list;
}

/// One question to OpenSSL; without an instant, dates are not asked. Nor are purpose and names: a
/// department is no web server.
int verify(const std::vector<Certificate>& certificates, X509_STORE* store,
           std::optional<Instant> at) {
    const std::unique_ptr<X509_STORE_CTX, FreeStoreContext> context(X509_STORE_CTX_new());
    STACK_OF(X509)* others = sk_X509_new_null();
    if (context == nullptr || others == nullptr) {
        throw std::bad_alloc();
    }
    for (std::size_t i = 1; i < certificates.size(); ++i) {
        sk_X509_push(others, certificates[i].get());
    }
    int error = X509_V_ERR_UNSPECIFIED;
    if (X509_STORE_CTX_init(context.get(), store, certificates.front().get(), others) == 1) {
        X509_VERIFY_PARAM* asked = X509_STORE_CTX_get0_param(context.get());
        X509_VERIFY_PARAM_set_flags(asked, X509_V_FLAG_PARTIAL_CHAIN);
        if (at) {
            X509_VERIFY_PARAM_set_time(asked, static_cast<time_t>(seconds_of(*at)));
        } else {
            X509_VERIFY_PARAM_set_flags(asked, X509_V_FLAG_NO_CHECK_TIME);
        }
        X509_verify_cert(context.get());
        error = X509_STORE_CTX_get_error(context.get());
    }
    sk_X509_free(others);
    ERR_clear_error();
    return error;
}

}  // namespace

Trust::Trust() : store_(std::make_shared<const Store>()) {}

Trust::Trust(std::string_view pem, const std::string& file) {
    auto store = std::make_shared<Store>();
    store->store.reset(X509_STORE_new());
    if (store->store == nullptr) {
        throw std::bad_alloc();
    }
    for (const Certificate& certificate : certificates_of_pem(pem)) {
        X509_STORE_add_cert(store->store.get(), certificate.get());
        ++store->count;
    }
    if (store->count == 0) {
        throw bad_input({.code = "trust.pem",
                         .message = "there is no certificate",
                         .file = file,
                         .expected = "one or more PEM certificates"});
    }
    store_ = std::move(store);
}

bool Trust::empty() const {
    return store_->count == 0;
}

std::string common_name(X509* certificate) {
    std::array<char, 256> text{};
    const int length = X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName,
                                                 text.data(), static_cast<int>(text.size()));
    return length <= 0 ? std::string{} : std::string(text.data(), static_cast<std::size_t>(length));
}

std::vector<Certificate> signer_first(std::vector<Certificate> certificates) {
    const auto vouches = [&certificates](const Certificate& one) {
        return std::any_of(certificates.begin(), certificates.end(), [&one](const auto& other) {
            return one != other && X509_check_issued(one.get(), other.get()) == X509_V_OK;
        });
    };
    const auto signer = std::find_if(certificates.begin(), certificates.end(),
                                     [&](const auto& one) { return !vouches(one); });
    if (signer != certificates.end()) {
        std::iter_swap(certificates.begin(), signer);
    }
    return certificates;
}

ChainState chain_state(const std::vector<Certificate>& certificates, const Trust& trust,
                       Instant at) {
    if (trust.empty() || certificates.empty()) {
        return ChainState::untrusted;
    }
    // UINT32_MAX where the certificate does not say what its key is for.
    if ((X509_get_key_usage(certificates.front().get()) & KU_DIGITAL_SIGNATURE) == 0) {
        return ChainState::untrusted;
    }
    X509_STORE* store = trust.store().store.get();
    if (verify(certificates, store, at) == X509_V_OK) {
        return ChainState::trusted;
    }
    const bool but_for_dates = verify(certificates, store, std::nullopt) == X509_V_OK;
    return but_for_dates ? ChainState::out_of_dates : ChainState::untrusted;
}

Certificate certificate_of_base64(std::string_view text) {
    std::string base64;
    base64.reserve(text.size());
    std::copy_if(text.begin(), text.end(), std::back_inserter(base64),
                 [](char c) { return c != ' ' && c != '\t' && c != '\r' && c != '\n'; });
    std::vector<unsigned char> der(base64.size() / 4 * 3 + 3);
    const int length =
        EVP_DecodeBlock(der.data(), reinterpret_cast<const unsigned char*>(base64.data()),
                        static_cast<int>(base64.size()));
    if (length <= 0) {
        ERR_clear_error();
        return nullptr;
    }
    // Padding decodes to bytes after the end of the structure, which are not read.
    const unsigned char* from = der.data();
    X509* certificate = d2i_X509(nullptr, &from, length);
    ERR_clear_error();
    return certificate == nullptr ? nullptr : owned(certificate);
}

Certificate known_certificate(std::string_view text, const Trust& trust) {
    constexpr std::size_t known_max = 256;
    const Trust::Store& store = trust.store();
    const std::string key(text);
    {
        const std::lock_guard lock(store.mutex);
        if (const auto found = store.known.find(key); found != store.known.end()) {
            return found->second;
        }
    }
    Certificate certificate = certificate_of_base64(text);
    const std::lock_guard lock(store.mutex);
    if (store.known.size() >= known_max) {
        store.known.clear();
    }
    store.known.emplace(key, certificate);
    return certificate;
}

SigningKey::SigningKey(std::string_view key_pem, std::string_view certificate_pem,
                       const std::string& file) {
    auto parts = std::make_shared<Parts>();
    const Bio bio = reading(key_pem);
    parts->key.reset(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr));
    auto certificates = certificates_of_pem(certificate_pem);
    ERR_clear_error();
    const int type = parts->key == nullptr ? EVP_PKEY_NONE : EVP_PKEY_base_id(parts->key.get());
    if ((type != EVP_PKEY_RSA && type != EVP_PKEY_EC) || certificates.empty()) {
        throw bad_input({.code = "key.pem",
                         .message = "there is no key to sign with",
                         .file = file,
                         .expected = "a PEM private key, RSA or EC, without password, and its "
                                     "certificate"});
    }
    if (X509_check_private_key(certificates.front().get(), parts->key.get()) != 1) {
        ERR_clear_error();
        throw refused({.code = "key.mismatch",
                       .message = "the key and the certificate do not belong together",
                       .file = file,
                       .found = common_name(certificates.front().get())});
    }
    parts->certificate = std::move(certificates.front());
    parts_ = std::move(parts);
}

std::string SigningKey::signer() const {
    return common_name(parts_->certificate.get());
}

}  // namespace relief::cap
