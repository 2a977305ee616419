// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/finding.h"
#include "alerts/cap/message.h"
#include "alerts/cap/signature.h"
#include "alerts/cap/xml/schema.h"
#include "alerts/cn12379.h"
#include "core/data_source.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Every message that comes in goes through here, once: it is read, held against its schema, the
/// rules the schema misses and its signatures, and answered with what was found. Nothing is stored
/// and nothing fetched.
namespace relief::cap {

enum class Form { unknown, cap_1_0, cap_1_1, cap_1_2, cn12379, atom, rss, edxl };

/// "CAP 1.2", "12379", "Atom"; "" for unknown.
[[nodiscard]] std::string_view word(Form form);

/// An entry of a feed that points elsewhere. Nobody follows it here.
struct Link {
    std::string title;
    std::string address;
};

struct Reading {
    Form form = Form::unknown;
    std::vector<Finding> findings;  ///< the weightiest first
    Verdict verdict = Verdict::accept;
    std::optional<Alert> alert;      ///< where it is not rejected
    std::optional<Reference> name;   ///< as far as it could be read, also of a rejected one
    Status status = Status::actual;  ///< also of a rejected one, as far as it could be read
    std::vector<SignatureCheck> signatures;
    std::optional<cn12379::Message> national;  ///< with Form::cn12379, where not rejected
    std::vector<Reading> messages;             ///< those in a feed or an envelope
    std::vector<Link> links;                   ///< of a feed
};

struct ReadOptions {
    Trust trust = {};
    std::optional<Instant> at = std::nullopt;  ///< the clock; none: a message's sent + 1 minute
    bool signature_required = false;           ///< of a source that has agreed to sign
    std::size_t bytes_max = xml::document_bytes_max;
    bool check_signatures =
        true;  ///< false: for a look at the words alone, nothing is said of them
};

/// Holds the schemas; may be used by several threads at once.
class Reader {
  public:
    /// Reads the schemas of data/schema. bad_input (file.missing), fault (schema.broken).
    explicit Reader(const DataSource& data);

    [[nodiscard]] Reading read(std::string_view bytes, const ReadOptions& options = {}) const;

  private:
    [[nodiscard]] Reading read_root(xml::Node root, std::optional<xml::Document> own,
                                    const ReadOptions& options) const;
    [[nodiscard]] Reading read_cap(xml::Node root, Form form, std::optional<xml::Document> own,
                                   const ReadOptions& options) const;
    void check_schema(xml::Node root, Form form, Findings& findings) const;
    [[nodiscard]] Reading read_feed(xml::Node root, Form form, const ReadOptions& options) const;

    xml::Schema cap_1_0_;
    xml::Schema cap_1_1_;
    xml::Schema cap_1_2_;
    xml::Schema edxl_;
};

}  // namespace relief::cap
