// SPDX-License-Identifier: Apache-2.0
#include "alerts/cap/signature.h"

#include "alerts/cap/signature_openssl.h"
#include "core/error.h"

#include <libxml/tree.h>
#include <xmlsec/buffer.h>
#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/keysmngr.h>
#include <xmlsec/openssl/crypto.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/openssl/x509.h>
#include <xmlsec/templates.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <new>
#include <optional>
#include <utility>

namespace relief::cap {
namespace {

constexpr std::string_view dsig_space = "http://www.w3.org/2000/09/xmldsig#";
constexpr std::string_view enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
constexpr std::array<std::string_view, 6> canonical_forms{
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
    "http://www.w3.org/2001/10/xml-exc-c14n#",
    "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
    "http://www.w3.org/2006/12/xml-c14n11",
    "http://www.w3.org/2006/12/xml-c14n11#WithComments"};

void say_nothing(const char*, int, const char*, const char*, const char*, int, const char*) {}

void prepare() {
    static std::once_flag begun;
    std::call_once(begun, [] {
        if (xmlSecInit() < 0 || xmlSecOpenSSLInit() < 0) {
            throw fault({.code = "signature.library", .message = "xmlsec1 does not start"});
        }
        xmlSecErrorsSetCallback(say_nothing);
        // Its buffers grow by a fixed step otherwise, and a large message takes the square of that.
        xmlSecBufferSetDefaultAllocMode(xmlSecAllocModeDouble, 4096);
    });
}

struct FreeSecKey {
    void operator()(xmlSecKey* key) const { xmlSecKeyDestroy(key); }
};
struct FreeManager {
    void operator()(xmlSecKeysMngr* manager) const { xmlSecKeysMngrDestroy(manager); }
};
struct FreeContext {
    void operator()(xmlSecDSigCtx* context) const { xmlSecDSigCtxDestroy(context); }
};
using SecKey = std::unique_ptr<xmlSecKey, FreeSecKey>;
using DSig = std::unique_ptr<xmlSecDSigCtx, FreeContext>;

bool is_canonical(std::string_view algorithm) {
    return std::find(canonical_forms.begin(), canonical_forms.end(), algorithm) !=
           canonical_forms.end();
}

bool is_signature(xml::Node node) {
    return node.name() == "Signature" && node.space() == dsig_space;
}

std::vector<xml::Node> children(xml::Node parent, std::string_view name) {
    std::vector<xml::Node> list;
    for (xml::Node node = parent ? parent.first_child() : xml::Node{}; node; node = node.next()) {
        if (node.name() == name && node.space() == dsig_space) {
            list.push_back(node);
        }
    }
    return list;
}

std::vector<xml::Node> signatures_of(xml::Node root) {
    return children(root, "Signature");
}

xml::Node only_child(xml::Node parent, std::string_view name) {
    const auto list = children(parent, name);
    return list.size() == 1 ? list.front() : xml::Node{};
}

bool has_uri(xml::Node reference) {
    return xmlHasProp(reference.raw(), reinterpret_cast<const xmlChar*>("URI")) != nullptr;
}

/// Takes out of a signature what neither says who signed nor is signed: with one reference, to the
/// root, nothing else of it counts, and what producers put there stops xmlsec1.
void strip(xml::Node signature) {
    constexpr std::array<std::string_view, 3> parts{"SignedInfo", "SignatureValue", "KeyInfo"};
    xml::Node node = signature.first_child();
    while (node) {
        const xml::Node next = node.next();
        if (node.space() != dsig_space ||
            std::find(parts.begin(), parts.end(), node.name()) == parts.end()) {
            xmlUnlinkNode(node.raw());
            xmlFreeNode(node.raw());
        }
        node = next;
    }
}

/// What is wrong with a signature's form before any sum is done; nullopt where nothing is.
std::optional<SignatureState> form_fault(xml::Node signature) {
    const xml::Node info = only_child(signature, "SignedInfo");
    const xml::Node method = only_child(info, "CanonicalizationMethod");
    if (!info || !method || !only_child(signature, "SignatureValue")) {
        return SignatureState::unreadable;
    }
    const auto references = children(info, "Reference");
    if (references.empty()) {
        return SignatureState::unreadable;
    }
    if (references.size() != 1 || !has_uri(references.front()) ||
        !references.front().attribute("URI").empty()) {
        return SignatureState::bad_reference;
    }
    if (!is_canonical(method.attribute("Algorithm"))) {
        return SignatureState::bad_transform;
    }
    for (const xml::Node transform :
         children(only_child(references.front(), "Transforms"), "Transform")) {
        const std::string algorithm = transform.attribute("Algorithm");
        if (algorithm != enveloped && !is_canonical(algorithm)) {
            return SignatureState::bad_transform;
        }
    }
    return std::nullopt;
}

std::vector<Certificate> certificates_in(xml::Node signature, const Trust& trust) {
    constexpr std::size_t certificates_max = 10;
    std::vector<Certificate> list;
    xml::Pieces pieces;
    for (const xml::Node data : children(only_child(signature, "KeyInfo"), "X509Data")) {
        for (const xml::Node node : children(data, "X509Certificate")) {
            auto certificate = known_certificate(node.text(pieces), trust);
            if (certificate != nullptr && list.size() < certificates_max) {
                list.push_back(std::move(certificate));
            }
        }
    }
    return signer_first(std::move(list));
}

/// A key of xmlsec1 from one of OpenSSL, of which it becomes an owner; none of none, which is what
/// a certificate of an algorithm unknown has.
SecKey sec_key_of(EVP_PKEY* key) {
    if (key == nullptr) {
        return nullptr;
    }
    EVP_PKEY_up_ref(key);
    xmlSecKeyData* data = xmlSecOpenSSLEvpKeyAdopt(key);
    if (data == nullptr) {
        EVP_PKEY_free(key);
        return nullptr;
    }
    SecKey made(xmlSecKeyCreate());
    if (made == nullptr || xmlSecKeySetValue(made.get(), data) < 0) {
        xmlSecKeyDataDestroy(data);
        return nullptr;
    }
    return made;
}

/// A context that allows nothing beyond what form_fault() lets pass.
DSig narrow_context(xmlSecKeysMngr* manager) {
    DSig context(xmlSecDSigCtxCreate(manager));
    if (context == nullptr) {
        throw std::bad_alloc();
    }
    context->flags |= XMLSEC_DSIG_FLAGS_IGNORE_MANIFESTS;
    context->enabledReferenceUris = xmlSecTransformUriTypeEmpty;
    for (const xmlSecTransformId id :
         {xmlSecTransformEnvelopedId, xmlSecTransformInclC14NId,
          xmlSecTransformInclC14NWithCommentsId, xmlSecTransformExclC14NId,
          xmlSecTransformExclC14NWithCommentsId, xmlSecTransformInclC14N11Id,
          xmlSecTransformInclC14N11WithCommentsId, xmlSecTransformSha1Id, xmlSecTransformSha224Id,
          xmlSecTransformSha256Id, xmlSecTransformSha384Id, xmlSecTransformSha512Id}) {
        xmlSecDSigCtxEnableReferenceTransform(context.get(), id);
    }
    return context;
}

enum class Fit { fits, differs, unreadable };

Fit verify_with(xml::Node signature, xmlSecDSigCtx& context) {
    if (xmlSecDSigCtxVerify(&context, signature.raw()) < 0) {
        return Fit::unreadable;
    }
    return context.status == xmlSecDSigStatusSucceeded ? Fit::fits : Fit::differs;
}

/// By the key of a certificate.
Fit verify_by_certificate(xml::Node signature, X509* certificate) {
    SecKey key = sec_key_of(X509_get0_pubkey(certificate));
    if (key == nullptr) {
        return Fit::unreadable;
    }
    const DSig context = narrow_context(nullptr);
    context->signKey = key.release();
    return verify_with(signature, *context);
}

/// By a key that the signature brings along: it says only that nothing was changed since.
Fit verify_by_own_key(xml::Node signature) {
    // xmlsec1's default manager would read the system's certificates from disk.
    const std::unique_ptr<xmlSecKeysMngr, FreeManager> manager(xmlSecKeysMngrCreate());
    xmlSecKeyStore* store = xmlSecKeyStoreCreate(xmlSecSimpleKeysStoreId);
    if (manager == nullptr || store == nullptr ||
        xmlSecKeysMngrAdoptKeysStore(manager.get(), store) < 0) {
        throw std::bad_alloc();
    }
    manager->getKey = xmlSecKeysMngrGetKey;
    const DSig context = narrow_context(manager.get());
    for (const xmlSecKeyDataId id :
         {xmlSecKeyDataValueId, xmlSecOpenSSLKeyDataRsaId, xmlSecOpenSSLKeyDataDsaId}) {
        xmlSecPtrListAdd(&context->keyInfoReadCtx.enabledKeyData,
                         const_cast<void*>(static_cast<const void*>(id)));
    }
    return verify_with(signature, *context);
}

Fit fit_of(xml::Node signature, const std::vector<Certificate>& certificates) {
    return certificates.empty() ? verify_by_own_key(signature)
                                : verify_by_certificate(signature, certificates.front().get());
}

/// Whether a signature fits once every other one is taken out.
bool fits_alone(const xml::Document& document, std::size_t number,
                const std::vector<Certificate>& certificates) {
    xmlDoc* copied = xmlCopyDoc(document.raw(), 1);
    const xml::Document copy(copied);
    const auto signatures = signatures_of(copy.root());
    for (std::size_t i = 0; i < signatures.size(); ++i) {
        if (i != number) {
            xmlUnlinkNode(signatures[i].raw());
            xmlFreeNode(signatures[i].raw());
        }
    }
    return fit_of(signatures[number], certificates) == Fit::fits;
}

SignatureState state_of(const xml::Document& document, std::size_t number, xml::Node signature,
                        const std::vector<Certificate>& certificates, const Trust& trust,
                        Instant at) {
    if (const auto fault_found = form_fault(signature)) {
        return *fault_found;
    }
    strip(signature);
    const Fit fit = fit_of(signature, certificates);
    if (fit == Fit::unreadable) {
        return SignatureState::unreadable;
    }
    const ChainState chain = chain_state(certificates, trust, at);
    if (fit == Fit::fits) {
        switch (chain) {
            case ChainState::trusted: return SignatureState::good;
            case ChainState::out_of_dates: return SignatureState::expired;
            case ChainState::untrusted: return SignatureState::untrusted;
        }
    }
    if (number > 0 && fits_alone(document, number, certificates)) {
        return SignatureState::parallel;
    }
    return chain == ChainState::untrusted ? SignatureState::bad_untrusted : SignatureState::invalid;
}

xml::Parsed parsed_message(std::string_view message) {
    auto parsed = xml::parse(message);
    if (!parsed.document) {
        throw bad_input({.code = "xml.syntax",
                         .message = "what is to be signed is no XML document",
                         .line = parsed.line,
                         .found = parsed.message,
                         .expected = "a CAP message"});
    }
    return parsed;
}

/// An empty signature at the end of the root, ready to be filled.
xmlNode* add_template(xmlDoc* document, int key_type) {
    const auto method =
        key_type == EVP_PKEY_EC ? xmlSecTransformEcdsaSha256Id : xmlSecTransformRsaSha256Id;
    xmlNode* signature =
        xmlSecTmplSignatureCreate(document, xmlSecTransformExclC14NId, method, nullptr);
    if (signature == nullptr) {
        throw std::bad_alloc();
    }
    xmlAddChild(xmlDocGetRootElement(document), signature);
    xmlNode* reference = xmlSecTmplSignatureAddReference(
        signature, xmlSecTransformSha256Id, nullptr, reinterpret_cast<const xmlChar*>(""), nullptr);
    xmlNode* key_info = xmlSecTmplSignatureEnsureKeyInfo(signature, nullptr);
    if (reference == nullptr || key_info == nullptr ||
        xmlSecTmplReferenceAddTransform(reference, xmlSecTransformEnvelopedId) == nullptr ||
        xmlSecTmplReferenceAddTransform(reference, xmlSecTransformExclC14NId) == nullptr ||
        xmlSecTmplKeyInfoAddX509Data(key_info) == nullptr) {
        throw std::bad_alloc();
    }
    return signature;
}

/// The key with its certificate, which the signature then carries.
SecKey signing_key_of(const SigningKey& key) {
    SecKey made = sec_key_of(key.parts().key.get());
    xmlSecKeyData* data =
        made == nullptr ? nullptr : xmlSecKeyEnsureData(made.get(), xmlSecOpenSSLKeyDataX509Id);
    X509* certificate = key.parts().certificate.get();
    // Certificates of this list are written into the signature.
    if (data == nullptr || X509_up_ref(certificate) != 1 ||
        xmlSecOpenSSLKeyDataX509AdoptCert(data, certificate) < 0) {
        throw fault({.code = "signature.library", .message = "the key cannot be used"});
    }
    return made;
}

}  // namespace

bool has_signature(xml::Node element) {
    for (xml::Node node = element.first_child(); node; node = node.next()) {
        if (is_signature(node)) {
            return true;
        }
    }
    return false;
}

xml::Document without_signatures(xml::Node element) {
    auto copy = xml::Document::of_element(element);
    for (const xml::Node signature : signatures_of(copy.root())) {
        xmlUnlinkNode(signature.raw());
        xmlFreeNode(signature.raw());
    }
    return copy;
}

std::vector<SignatureCheck> check_signatures(xml::Document document, const Trust& trust,
                                             Instant at) {
    prepare();
    const xml::Quiet quiet;
    const auto signatures = signatures_of(document.root());
    std::vector<SignatureCheck> checks(signatures.size());
    for (std::size_t left = signatures.size(); left > 0; --left) {
        const std::size_t number = left - 1;
        const xml::Node signature = signatures[number];
        const auto certificates = certificates_in(signature, trust);
        checks[number] = {
            .state = state_of(document, number, signature, certificates, trust, at),
            .signer = certificates.empty() ? "" : common_name(certificates.front().get()),
            .line = signature.line()};
        xmlUnlinkNode(signature.raw());
        xmlFreeNode(signature.raw());
    }
    return checks;
}

std::string sign(std::string_view message, const SigningKey& key) {
    prepare();
    const xml::Parsed parsed = parsed_message(message);
    xmlNode* signature =
        add_template(parsed.document->raw(), EVP_PKEY_base_id(key.parts().key.get()));
    const DSig context = narrow_context(nullptr);
    context->signKey = signing_key_of(key).release();
    if (xmlSecDSigCtxSign(context.get(), signature) < 0 ||
        context->status != xmlSecDSigStatusSucceeded) {
        throw fault({.code = "signature.library", .message = "the message cannot be signed"});
    }
    return parsed.document->bytes();
}

}  // namespace relief::cap
