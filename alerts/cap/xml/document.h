// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct _xmlNode;
struct _xmlDoc;

/// XML from strangers: read whole, by libxml2 without network, entities or document types. Nothing
/// outside the bytes given is ever opened.
namespace relief::xml {

/// Texts that had to be put together of several pieces; views into it stay good while it lives.
using Pieces = std::deque<std::string>;

/// An element of a Document, good as long as that lives.
class Node {
  public:
    Node() = default;
    explicit Node(_xmlNode* node) : node_(node) {}

    explicit operator bool() const noexcept { return node_ != nullptr; }
    [[nodiscard]] std::string_view name() const;   ///< without prefix
    [[nodiscard]] std::string_view space() const;  ///< its name space, "" for none
    [[nodiscard]] int line() const;
    [[nodiscard]] Node first_child() const;  ///< elements alone
    [[nodiscard]] Node next() const;
    /// The first child of that name, whatever its name space.
    [[nodiscard]] Node child(std::string_view name) const;
    /// Its own text, that of CDATA among it; not that of elements within.
    [[nodiscard]] std::string_view text(Pieces& pieces) const;
    /// Of an attribute without name space; "" for none.
    [[nodiscard]] std::string attribute(std::string_view name) const;
    [[nodiscard]] _xmlNode* raw() const noexcept { return node_; }

  private:
    _xmlNode* node_ = nullptr;
};

class Document {
  public:
    /// Takes a document that libxml2 has made.
    explicit Document(_xmlDoc* document);

    [[nodiscard]] Node root() const;
    /// As declared: "GB18030"; "" where nothing is.
    [[nodiscard]] std::string encoding() const;
    [[nodiscard]] _xmlDoc* raw() const noexcept { return document_.get(); }

    /// A document whose root is a copy of that element, with the name spaces it uses.
    [[nodiscard]] static Document of_element(Node element);
    /// In UTF-8, with a declaration, nothing indented.
    [[nodiscard]] std::string bytes() const;

  private:
    struct Free {
        void operator()(_xmlDoc* document) const;
    };
    std::unique_ptr<_xmlDoc, Free> document_;
};

/// While it lives libxml2 writes nothing to stderr of this thread: what strangers send is told in
/// findings alone.
class Quiet {
  public:
    Quiet();
    ~Quiet();
    Quiet(const Quiet&) = delete;
    Quiet& operator=(const Quiet&) = delete;

  private:
    void (*before_)(void*, const char*, ...);
    void* context_;
};

enum class ParseFault { none, too_large, doctype, too_deep, not_well_formed };

struct Parsed {
    std::optional<Document> document;  ///< with ParseFault::none alone
    ParseFault fault = ParseFault::none;
    int line = 0;
    std::string message;  ///< the parser's
};

/// The largest document that is read; the longest seen, of 1,352 areas, has a tenth of it.
inline constexpr std::size_t document_bytes_max = std::size_t{4} << 20;

/// Reads a whole document. Longer ones than `bytes_max` are refused before a byte is looked at, and
/// any DOCTYPE at the place where it stands. NUL characters are no text.
[[nodiscard]] Parsed parse(std::string_view bytes, std::size_t bytes_max = document_bytes_max);

/// Without the blanks, tabs and line breaks around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace relief::xml
