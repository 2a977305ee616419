// SPDX-License-Identifier: Apache-2.0
#include "alerts/cap/xml/document.h"

#include "core/error.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>

#include <limits>
#include <mutex>
#include <new>

namespace relief::xml {
namespace {

void say_nothing(void*, const char*, ...) {}

std::string_view view(const xmlChar* text) {
    return text == nullptr ? std::string_view{} : reinterpret_cast<const char*>(text);
}

Node next_element(xmlNode* node) {
    while (node != nullptr && node->type != XML_ELEMENT_NODE) {
        node = node->next;
    }
    return Node(node);
}

/// What went wrong first.
struct Trouble {
    ParseFault fault = ParseFault::none;
    int line = 0;
    std::string message;
};

Trouble& trouble_of(xmlParserCtxt* context) {
    return *static_cast<Trouble*>(context->_private);
}

/// Called at a DOCTYPE before anything of it is read.
void refuse_doctype(void* user, const xmlChar*, const xmlChar*, const xmlChar*) {
    auto* context = static_cast<xmlParserCtxt*>(user);
    trouble_of(context) = {.fault = ParseFault::doctype,
                           .line = context->input == nullptr ? 0 : context->input->line,
                           .message = "a DOCTYPE"};
    xmlStopParser(context);
}

void note_error(void* user, const xmlError* error) {
    auto* context = static_cast<xmlParserCtxt*>(user);
    Trouble& trouble = trouble_of(context);
    if (trouble.fault != ParseFault::none || error->level < XML_ERR_ERROR) {
        return;
    }
    // The only internal error of a parser that stands deeper than it may.
    const bool deep = error->code == XML_ERR_INTERNAL_ERROR && context->nodeNr > 0 &&
                      static_cast<unsigned>(context->nodeNr) > xmlParserMaxDepth;
    trouble = {.fault = deep ? ParseFault::too_deep : ParseFault::not_well_formed,
               .line = error->line,
               .message = std::string(trimmed(error->message == nullptr ? "" : error->message))};
}

struct FreeContext {
    void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
};

/// Where the two bytes of a NUL, or its one, stand; npos for nowhere.
std::size_t find_nul(std::string_view bytes) {
    const bool wide = bytes.size() >= 2 &&
                      (bytes.substr(0, 2) == "\xFF\xFE" || bytes.substr(0, 2) == "\xFE\xFF" ||
                       bytes.substr(0, 2) == std::string_view("<\0", 2) ||
                       bytes.substr(0, 2) == std::string_view("\0<", 2));
    if (!wide) {
        return bytes.find('\0');
    }
    for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
        if (bytes[at] == '\0' && bytes[at + 1] == '\0') {
            return at;
        }
    }
    return std::string_view::npos;
}

int line_at(std::string_view bytes, std::size_t at) {
    int line = 1;
    for (const char c : bytes.substr(0, at)) {
        line += c == '\n' ? 1 : 0;
    }
    return line;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
    while (!text.empty() && blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::string_view Node::name() const {
    return view(node_->name);
}

std::string_view Node::space() const {
    return node_->ns == nullptr ? std::string_view{} : view(node_->ns->href);
}

int Node::line() const {
    return static_cast<int>(xmlGetLineNo(node_));
}

Node Node::first_child() const {
    return next_element(node_->children);
}

Node Node::next() const {
    return next_element(node_->next);
}

Node Node::child(std::string_view name) const {
    Node node = first_child();
    while (node && node.name() != name) {
        node = node.next();
    }
    return node;
}

std::string_view Node::text(Pieces& pieces) const {
    const xmlNode* only = node_->children;
    const auto is_text = [](const xmlNode* node) {
        return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
    };
    if (only == nullptr) {
        return {};
    }
    if (only->next == nullptr) {
        return is_text(only) ? view(only->content) : std::string_view{};
    }
    std::string whole;
    for (const xmlNode* node = only; node != nullptr; node = node->next) {
        if (is_text(node)) {
            whole += view(node->content);
        }
    }
    return pieces.emplace_back(std::move(whole));
}

std::string Node::attribute(std::string_view name) const {
    xmlChar* value =
        xmlGetNoNsProp(node_, reinterpret_cast<const xmlChar*>(std::string(name).c_str()));
    std::string text(view(value));
    xmlFree(value);
    return text;
}

void Document::Free::operator()(_xmlDoc* document) const {
    xmlFreeDoc(document);
}

Document::Document(_xmlDoc* document) : document_(document) {
    if (document == nullptr) {
        throw std::bad_alloc();
    }
}

Node Document::root() const {
    return Node(xmlDocGetRootElement(document_.get()));
}

std::string Document::encoding() const {
    return std::string(view(document_->encoding));
}

Document Document::of_element(Node element) {
    Document document(xmlNewDoc(reinterpret_cast<const xmlChar*>("1.0")));
    xmlNode* copy = xmlDocCopyNode(element.raw(), document.raw(), 1);
    if (copy == nullptr) {
        throw std::bad_alloc();
    }
    // The copy declares at its root what it took from above: nothing else, or signatures break.
    xmlDocSetRootElement(document.raw(), copy);
    return document;
}

std::string Document::bytes() const {
    xmlChar* text = nullptr;
    int length = 0;
    xmlDocDumpMemoryEnc(document_.get(), &text, &length, "UTF-8");
    if (text == nullptr) {
        throw std::bad_alloc();
    }
    std::string bytes(reinterpret_cast<const char*>(text), static_cast<std::size_t>(length));
    xmlFree(text);
    return bytes;
}

Quiet::Quiet() : before_(xmlGenericError), context_(xmlGenericErrorContext) {
    xmlSetGenericErrorFunc(nullptr, say_nothing);
}

Quiet::~Quiet() {
    xmlSetGenericErrorFunc(context_, before_);
}

Parsed parse(std::string_view bytes, std::size_t bytes_max) {
    static std::once_flag begun;
    std::call_once(begun, [] { xmlInitParser(); });
    if (bytes.size() > bytes_max || bytes.size() > std::numeric_limits<int>::max()) {
        return {.document = std::nullopt, .fault = ParseFault::too_large};
    }
    if (const std::size_t at = find_nul(bytes); at != std::string_view::npos) {
        return {.document = std::nullopt,
                .fault = ParseFault::not_well_formed,
                .line = line_at(bytes, at),
                .message = "a NUL character"};
    }
    const Quiet quiet;
    const std::unique_ptr<xmlParserCtxt, FreeContext> context(xmlNewParserCtxt());
    if (context == nullptr) {
        throw std::bad_alloc();
    }
    Trouble trouble;
    context->_private = &trouble;
    context->sax->internalSubset = refuse_doctype;
    context->sax->serror = [](void* user, xmlError* error) { note_error(user, error); };
    xmlDoc* made = xmlCtxtReadMemory(context.get(), bytes.data(), static_cast<int>(bytes.size()),
                                     nullptr, nullptr, XML_PARSE_NONET);
    std::optional<Document> document;
    if (made != nullptr) {
        document.emplace(made);
    }
    if (trouble.fault == ParseFault::none && (!document || context->wellFormed == 0)) {
        trouble.fault = ParseFault::not_well_formed;
        trouble.message = "the document ends too early";
    }
    if (trouble.fault == ParseFault::none && document->raw()->intSubset != nullptr) {
        trouble.fault = ParseFault::doctype;
    }
    if (trouble.fault != ParseFault::none) {
        document.reset();
    }
    return {.document = std::move(document),
            .fault = trouble.fault,
            .line = trouble.line,
            .message = std::move(trouble.message)};
}

}  // namespace relief::xml
