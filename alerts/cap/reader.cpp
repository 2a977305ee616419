// SPDX-License-Identifier: Apache-2.0
#include "alerts/cap/reader.h"

#include "alerts/cap/feed_in.h"
#include "alerts/cap/fields.h"
#include "alerts/cap/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace relief::cap {
namespace {

constexpr std::string_view edxl_space_1_0 = "urn:oasis:names:tc:emergency:EDXL:DE:1.0";

xml::Schema schema_of(const DataSource& data, std::string_view name) {
    return {data.read(name), data.shown_name(name)};
}

Form form_of(xml::Node root) {
    const std::string_view name = root.name();
    const std::string_view space = root.space();
    if (name == "alert") {
        constexpr std::array<std::pair<std::string_view, Form>, 4> spaces{{
            {"urn:oasis:names:tc:emergency:cap:1.2", Form::cap_1_2},
            {"urn:oasis:names:tc:emergency:cap:1.1", Form::cap_1_1},
            {"http://www.incident.com/cap/1.0", Form::cap_1_0},
            {cn12379::name_space, Form::cn12379},
        }};
        const auto found = std::find_if(spaces.begin(), spaces.end(),
                                        [space](const auto& one) { return one.first == space; });
        return found == spaces.end() ? Form::unknown : found->second;
    }
    if (name == "feed" && space == "http://www.w3.org/2005/Atom") {
        return Form::atom;
    }
    if (name == "rss" && space.empty()) {
        return Form::rss;
    }
    const bool edxl =
        name == "EDXLDistribution" && space.substr(0, 39) == edxl_space_1_0.substr(0, 39);
    return edxl ? Form::edxl : Form::unknown;
}

std::string_view code_of(xml::ParseFault parse_fault) {
    switch (parse_fault) {
        case xml::ParseFault::too_large: return "TOO_LARGE";
        case xml::ParseFault::doctype: return "DTD_FORBIDDEN";
        case xml::ParseFault::too_deep: return "TOO_DEEP";
        case xml::ParseFault::not_well_formed:
        case xml::ParseFault::none: break;
    }
    return "NOT_WELL_FORMED";
}

std::string_view code_of(SignatureState state) {
    switch (state) {
        case SignatureState::good: return "";
        case SignatureState::expired: return "SIGNATURE_CERT_EXPIRED";
        case SignatureState::untrusted: return "SIGNATURE_UNTRUSTED";
        case SignatureState::parallel: return "SIGNATURE_UNVERIFIED";
        case SignatureState::bad_untrusted: return "SIGNATURE_BAD_UNTRUSTED";
        case SignatureState::unreadable: return "SIGNATURE_UNREADABLE";
        case SignatureState::invalid: return "SIGNATURE_INVALID";
        case SignatureState::bad_transform: return "SIGNATURE_TRANSFORM";
        case SignatureState::bad_reference: return "SIGNATURE_REFERENCE";
    }
    return "SIGNATURE_UNREADABLE";
}

Version version_of(Form form) {
    return form == Form::cap_1_0   ? Version::cap_1_0
           : form == Form::cap_1_1 ? Version::cap_1_1
                                   : Version::cap_1_2;
}

/// The parser's words may quote bytes that are no text.
std::string printable(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c > 0x7E; }, '?');
    return text;
}

Reading concluded(Reading reading, const Findings& findings) {
    reading.findings = findings.ordered();
    reading.verdict = findings.verdict();
    if (reading.verdict == Verdict::reject) {
        reading.alert.reset();
        reading.national.reset();
    }
    return reading;
}

/// The last look at a message: its signatures are taken out one after the other, of its own
/// document where it came alone, else of a copy with the name spaces it uses.
void check_signers(Reading& reading, xml::Node root, std::optional<xml::Document> own,
                   const ReadOptions& options, Findings& findings) {
    if (!options.check_signatures && !options.signature_required) {
        return;
    }
    const int line = root.line();
    const Instant sent = reading.alert->sent.at;
    if (has_signature(root)) {
        reading.signatures =
            check_signatures(own ? *std::move(own) : xml::Document::of_element(root), options.trust,
                             options.at.value_or(sent + std::chrono::minutes{1}));
    }
    for (std::size_t i = 0; i < reading.signatures.size(); ++i) {
        const SignatureCheck& check = reading.signatures[i];
        if (const std::string_view code = code_of(check.state); !code.empty()) {
            findings.add(code, fmt::format("alert/Signature[{}]", i + 1), check.line, check.signer);
        }
    }
    const bool all_good = std::all_of(
        reading.signatures.begin(), reading.signatures.end(),
        [](const SignatureCheck& check) { return check.state == SignatureState::good; });
    if (options.signature_required && (reading.signatures.empty() || !all_good)) {
        findings.add("SIGNATURE_REQUIRED", "alert/Signature", line);
    }
}

std::optional<Reference> name_of(const Alert& alert) {
    if (alert.identifier.empty() || alert.sender.empty() || alert.sent == Moment{}) {
        return std::nullopt;
    }
    return reference_to(alert);
}

Reading read_national(xml::Node root, std::optional<xml::Document> own,
                      const ReadOptions& options) {
    Findings findings;
    Reading reading{.form = Form::cn12379};
    reading.national = cn12379::read(root, findings);
    reading.alert = cn12379::to_cap(*reading.national);
    reading.name = name_of(*reading.alert);
    reading.status = reading.alert->status;
    check_signers(reading, root, std::move(own), options, findings);
    return concluded(std::move(reading), findings);
}

/// What a feed's own verdict takes over from its messages: that one was refused, and doubts about
/// who signed. Other remarks are said of the message alone.
void sum_up(const std::vector<Reading>& messages, Findings& findings) {
    for (const Reading& message : messages) {
        if (message.verdict == Verdict::reject) {
            findings.add("ALERT_REJECTED", message.name ? text_of(*message.name) : "alert", 0,
                         message.findings.front().code());
            continue;
        }
        for (const Finding& finding : message.findings) {
            if (finding.code().substr(0, 10) == "SIGNATURE_") {
                findings.add(finding.code(), finding.place, 0, finding.found);
            }
        }
    }
}

}  // namespace

std::string_view word(Form form) {
    switch (form) {
        case Form::unknown: return "";
        case Form::cap_1_0: return "CAP 1.0";
        case Form::cap_1_1: return "CAP 1.1";
        case Form::cap_1_2: return "CAP 1.2";
        case Form::cn12379: return "12379";
        case Form::atom: return "Atom";
        case Form::rss: return "RSS";
        case Form::edxl: return "EDXL-DE";
    }
    return "";
}

Reader::Reader(const DataSource& data)
    : cap_1_0_(schema_of(data, "schema/cap-1.0.xsd")),
      cap_1_1_(schema_of(data, "schema/cap-1.1.xsd")),
      cap_1_2_(schema_of(data, "schema/cap-1.2.xsd")),
      edxl_(schema_of(data, "schema/edxl-de-1.0.xsd")) {}

void Reader::check_schema(xml::Node root, Form form, Findings& findings) const {
    const xml::Schema& schema = form == Form::cap_1_0   ? cap_1_0_
                                : form == Form::cap_1_1 ? cap_1_1_
                                                        : cap_1_2_;
    const xml::SchemaFaults faults = schema.faults(root);
    if (faults.count == 0) {
        return;
    }
    if (form != Form::cap_1_2 && has_signature(root)) {
        // The schemas of 1.0 and 1.1 have no place for what their text allows.
        const xml::Document unsigned_copy = without_signatures(root);
        if (schema.faults(unsigned_copy.root()).count == 0) {
            findings.add("SCHEMA_SIGNATURE_ONLY", "alert/Signature", faults.line);
            return;
        }
    }
    findings.add("SCHEMA", faults.element, faults.line, faults.message, faults.count);
}

Reading Reader::read_cap(xml::Node root, Form form, std::optional<xml::Document> own,
                         const ReadOptions& options) const {
    Findings findings;
    Reading reading{.form = form};
    check_schema(root, form, findings);
    xml::Pieces pieces;
    reading.alert = read_alert(read_fields(root, version_of(form), pieces), findings);
    reading.name = name_of(*reading.alert);
    reading.status = reading.alert->status;
    check_signers(reading, root, std::move(own), options, findings);
    return concluded(std::move(reading), findings);
}

Reading Reader::read_feed(xml::Node root, Form form, const ReadOptions& options) const {
    Findings findings;
    FeedParts parts;
    if (form == Form::atom) {
        parts = read_atom(root, findings);
    } else if (form == Form::rss) {
        parts = read_rss(root, findings);
    } else {
        parts = read_edxl(root);
        const auto faults =
            root.space() == edxl_space_1_0 ? edxl_.faults(root) : xml::SchemaFaults{};
        if (faults.count > 0) {
            findings.add("EDXL_INCOMPLETE", faults.element, faults.line, faults.message,
                         faults.count);
        }
    }
    Reading reading{.form = form, .links = std::move(parts.links)};
    for (const xml::Node alert : parts.alerts) {
        reading.messages.push_back(read_root(alert, std::nullopt, options));
    }
    sum_up(reading.messages, findings);
    return concluded(std::move(reading), findings);
}

Reading Reader::read_root(xml::Node root, std::optional<xml::Document> own,
                          const ReadOptions& options) const {
    const Form form = form_of(root);
    switch (form) {
        case Form::cap_1_0:
        case Form::cap_1_1:
        case Form::cap_1_2: return read_cap(root, form, std::move(own), options);
        case Form::cn12379: return read_national(root, std::move(own), options);
        case Form::atom:
        case Form::rss:
        case Form::edxl: return read_feed(root, form, options);
        case Form::unknown: break;
    }
    Findings findings;
    findings.add("NOT_CAP", std::string(root.name()), root.line(), root.space());
    return concluded({}, findings);
}

Reading Reader::read(std::string_view bytes, const ReadOptions& options) const {
    xml::Parsed parsed = xml::parse(bytes, options.bytes_max);
    if (!parsed.document) {
        Findings findings;
        findings.add(code_of(parsed.fault), "document", parsed.line, printable(parsed.message));
        return concluded({}, findings);
    }
    const xml::Node root = parsed.document->root();
    return read_root(root, std::move(parsed.document), options);
}

}  // namespace relief::cap
