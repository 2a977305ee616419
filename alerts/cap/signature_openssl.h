// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/signature.h"

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <vector>

/// OpenSSL's part of the signatures: certificates, chains, keys.
namespace relief::cap {

struct FreeCertificate {
    void operator()(X509* certificate) const { X509_free(certificate); }
};
struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeStore {
    void operator()(X509_STORE* store) const { X509_STORE_free(store); }
};
using Certificate = std::unique_ptr<X509, FreeCertificate>;
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

struct Trust::Store {
    std::unique_ptr<X509_STORE, FreeStore> store;
    std::size_t count = 0;
};

struct SigningKey::Parts {
    Key key;
    Certificate certificate;
};

enum class ChainState { trusted, out_of_dates, untrusted };

/// The certificate of the signer among those a signature brings, first, and the others after it:
/// the one that vouches for no other.
[[nodiscard]] std::vector<Certificate> signer_first(std::vector<Certificate> certificates);

/// Whether a chain leads from the first certificate to a trusted one, at an instant.
[[nodiscard]] ChainState chain_state(const std::vector<Certificate>& certificates,
                                     const Trust& trust, Instant at);

/// From the base64 of a certificate; empty where it is none.
[[nodiscard]] Certificate certificate_of_base64(std::string_view text);

[[nodiscard]] std::string common_name(X509* certificate);

}  // namespace relief::cap
