// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/xml/document.h"
#include "core/time.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Enveloped XML signatures (CAP 1.2, 3.3.4.1): who signed a message, and whether it is still what
/// they signed. Done by xmlsec1; chains and dates of certificates by OpenSSL.
namespace relief::cap {

/// Certificates whose holders are believed, and those they vouch for. Empty: nobody is.
class Trust {
  public:
    Trust();
    /// Every certificate of a PEM text. bad_input (trust.pem) naming `file` where there is none.
    Trust(std::string_view pem, const std::string& file);

    [[nodiscard]] bool empty() const;

    struct Store;
    [[nodiscard]] const Store& store() const { return *store_; }

  private:
    std::shared_ptr<const Store> store_;
};

enum class SignatureState {
    good,           ///< fits, by a trusted key within its dates
    expired,        ///< fits, by a trusted key outside its dates
    untrusted,      ///< fits, and no trusted chain leads to its key
    parallel,       ///< fits only while the signatures before it are taken away
    bad_untrusted,  ///< does not fit; its key is not trusted anyway
    unreadable,     ///< no signature that can be worked out
    invalid,        ///< does not fit, and its key is trusted
    bad_transform,  ///< leaves out what it does not show: other than enveloped and C14N
    bad_reference   ///< is not over the whole message
};

struct SignatureCheck {
    SignatureState state = SignatureState::unreadable;
    std::string signer;  ///< the certificate's common name; "" without a certificate
    int line = 0;
};

/// Every Signature under the root, in the order of the document. The last is checked first and
/// then taken out, so that each is held against what its signer saw. Certificates are judged at
/// `at`. The document is used up.
[[nodiscard]] std::vector<SignatureCheck> check_signatures(xml::Document document,
                                                           const Trust& trust, Instant at);

/// True where a Signature stands under the element.
[[nodiscard]] bool has_signature(xml::Node element);

/// A copy of an element whose Signatures are left out.
[[nodiscard]] xml::Document without_signatures(xml::Node element);

/// A key and the certificate that goes with it.
class SigningKey {
  public:
    /// bad_input (key.pem) naming `file` where the text has no private key without a password,
    /// RSA or EC, or no certificate; refused (key.mismatch) where they do not belong together.
    SigningKey(std::string_view key_pem, std::string_view certificate_pem, const std::string& file);

    struct Parts;
    [[nodiscard]] const Parts& parts() const { return *parts_; }
    [[nodiscard]] std::string signer() const;  ///< the certificate's common name

  private:
    std::shared_ptr<const Parts> parts_;
};

/// The message with one more signature at its end, over everything before it, other signatures
/// too: exclusive C14N, SHA-256, RSA or ECDSA. bad_input (xml.syntax) where it is no XML document.
[[nodiscard]] std::string sign(std::string_view message, const SigningKey& key);

}  // namespace relief::cap
