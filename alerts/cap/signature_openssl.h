// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/signature.h"

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// OpenSSL's part of the signatures: certificates, chains, keys.
namespace relief::cap {

struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeStore {
    void operator()(X509_STORE* store) const { X509_STORE_free(store); }
};
/// Shared, since the same few certificates come with every message.
using Certificate = std::shared_ptr<X509>;
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

struct Trust::Store {
    std::unique_ptr<X509_STORE, FreeStore> store;
    std::size_t count = 0;
    /// Certificates met before, by their base64: to decode one takes longer than to verify by it.
    mutable std::mutex mutex;
    mutable std::unordered_map<std::string, Certificate> known;
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
/// The same, decoded once for a trust; some hundreds are kept.
[[nodiscard]] Certificate known_certificate(std::string_view text, const Trust& trust);

[[nodiscard]] std::string common_name(X509* certificate);

}  // namespace relief::cap
