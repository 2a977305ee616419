// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/xsd_read.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlschemas.h>

#include <new>

namespace relief::bench {
namespace {

void ignore(void*, xmlError*) {}

}  // namespace

struct XsdRead::Parts {
    xmlSchema* schema = nullptr;
    xmlSchemaValidCtxt* check = nullptr;

    Parts() = default;
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;
    ~Parts() {
        xmlSchemaFreeValidCtxt(check);
        xmlSchemaFree(schema);
    }
};

XsdRead::XsdRead(const std::string& schema) : parts_(std::make_shared<Parts>()) {
    xmlSchemaParserCtxt* parser =
        xmlSchemaNewMemParserCtxt(schema.data(), static_cast<int>(schema.size()));
    parts_->schema = xmlSchemaParse(parser);
    xmlSchemaFreeParserCtxt(parser);
    parts_->check = xmlSchemaNewValidCtxt(parts_->schema);
    if (parts_->check == nullptr) {
        throw std::bad_alloc();
    }
    xmlSchemaSetValidStructuredErrors(parts_->check, ignore, nullptr);
}

bool XsdRead::valid(std::string_view document) const {
    xmlDoc* tree =
        xmlReadMemory(document.data(), static_cast<int>(document.size()), nullptr, nullptr,
                      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    const bool valid = tree != nullptr && xmlSchemaValidateDoc(parts_->check, tree) == 0;
    xmlFreeDoc(tree);
    return valid;
}

}  // namespace relief::bench
