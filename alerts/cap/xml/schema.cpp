// SPDX-License-Identifier: Apache-2.0
#include "alerts/cap/xml/schema.h"

#include "core/error.h"

#include <libxml/tree.h>
#include <libxml/xmlschemas.h>

#include <cstddef>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

namespace relief::xml {
namespace {

struct FreeSchema {
    void operator()(xmlSchema* schema) const { xmlSchemaFree(schema); }
};
struct FreeParser {
    void operator()(xmlSchemaParserCtxt* parser) const { xmlSchemaFreeParserCtxt(parser); }
};
struct FreeCheck {
    void operator()(xmlSchemaValidCtxt* check) const { xmlSchemaFreeValidCtxt(check); }
};

std::string message_of(const xmlError* error) {
    return std::string(trimmed(error->message == nullptr ? "" : error->message));
}

void note_fault(void* user, xmlError* error) {
    auto& faults = *static_cast<SchemaFaults*>(user);
    ++faults.count;
    if (faults.count > 1) {
        return;
    }
    faults.message = message_of(error);
    if (auto* node = static_cast<xmlNode*>(error->node)) {
        faults.line = static_cast<int>(xmlGetLineNo(node));
        faults.element = reinterpret_cast<const char*>(node->name);
    }
}

}  // namespace

using Check = std::unique_ptr<xmlSchemaValidCtxt, FreeCheck>;

struct Schema::Parts {
    // libxml2 takes pointers to what it does not change.
    std::unique_ptr<xmlSchema, FreeSchema> schema;
    /// Contexts that wait for their next document; each is used by one thread at a time.
    mutable std::mutex mutex;
    mutable std::vector<Check> idle;

    [[nodiscard]] Check take() const {
        const std::lock_guard lock(mutex);
        if (idle.empty()) {
            return Check(xmlSchemaNewValidCtxt(schema.get()));
        }
        Check check = std::move(idle.back());
        idle.pop_back();
        return check;
    }
    void give_back(Check check) const {
        constexpr std::size_t idle_max = 16;
        const std::lock_guard lock(mutex);
        if (idle.size() < idle_max) {
            idle.push_back(std::move(check));
        }
    }
};

Schema::Schema(std::string_view bytes, const std::string& name) {
    std::string wrong;
    const std::unique_ptr<xmlSchemaParserCtxt, FreeParser> parser(
        xmlSchemaNewMemParserCtxt(bytes.data(), static_cast<int>(bytes.size())));
    if (parser == nullptr) {
        throw std::bad_alloc();
    }
    xmlSchemaSetParserStructuredErrors(
        parser.get(),
        [](void* user, xmlError* error) {
            auto& text = *static_cast<std::string*>(user);
            text = text.empty() ? message_of(error) : text;
        },
        &wrong);
    auto parts = std::make_shared<Parts>();
    parts->schema.reset(xmlSchemaParse(parser.get()));
    if (parts->schema == nullptr) {
        throw fault({.code = "schema.broken",
                     .message = "a schema of ours cannot be used",
                     .file = name,
                     .found = wrong,
                     .expected = "an XML Schema"});
    }
    parts_ = std::move(parts);
}

SchemaFaults Schema::faults(Node element) const {
    const Quiet quiet;
    Check check = parts_->take();
    if (check == nullptr) {
        throw std::bad_alloc();
    }
    SchemaFaults faults;
    xmlSchemaSetValidStructuredErrors(check.get(), note_fault, &faults);
    const int answer = xmlSchemaValidateOneElement(check.get(), element.raw());
    if (answer != 0 && faults.count == 0) {
        // What the checker could not look at is not valid.
        faults = {.count = 1,
                  .line = element.line(),
                  .element = std::string(element.name()),
                  .message = "the schema check stopped"};
    }
    if (answer >= 0) {
        parts_->give_back(std::move(check));
    }
    return faults;
}

}  // namespace relief::xml
