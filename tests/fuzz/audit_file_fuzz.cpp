// SPDX-License-Identifier: Apache-2.0
// An export of audit lines (a chain is judged), or behind the letter A an anchor file. What is read
// is written so that it reads back; a chain that is found whole is no longer when any one line of
// it is changed or taken out.
#include "core/people/audit.h"
#include "reserves/ledger/anchor.h"
#include "tests/fuzz/kit.h"
#include "tools/desk/account_desk.h"

#include <string>
#include <string_view>
#include <vector>

namespace {

using relief::AuditLine;
using relief::fuzz::require;

bool same(const AuditLine& a, const AuditLine& b) {
    return relief::audit_hash(a) == relief::audit_hash(b) && a.hash == b.hash;
}

void check_tampering(const std::vector<AuditLine>& lines) {
    if (lines.empty() || relief::check_audit_lines(lines)) {
        return;
    }
    for (std::size_t at = 0; at < lines.size(); ++at) {
        std::vector<AuditLine> changed = lines;
        changed[at].told.result += "?";
        require(relief::check_audit_lines(changed).has_value());
        changed = lines;
        changed[at].told.at += std::chrono::seconds{1};
        require(relief::check_audit_lines(changed).has_value());
        if (at > 0 && at + 1 < lines.size()) {
            changed = lines;
            changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(at));
            require(relief::check_audit_lines(changed).has_value());
        }
    }
}

void try_export(std::string_view bytes) {
    (void)relief::fuzz::answered([&] {
        const std::vector<AuditLine> lines = relief::read_audit_export(bytes, "audit.jsonl");
        const std::string written = relief::audit_export_text(lines);
        const std::vector<AuditLine> again = relief::read_audit_export(written, "again.jsonl");
        require(again.size() == lines.size());
        for (std::size_t at = 0; at < lines.size(); ++at) {
            require(same(lines[at], again[at]));
        }
        (void)relief::check_audit_lines(lines);
        check_tampering(lines);
    });
}

/// The input with right numbers and hashes put over what its lines say: so chains are tried that
/// no luck would make.
void try_chained(std::string_view bytes) {
    std::vector<AuditLine> lines;
    std::string before(64, '0');
    while (!bytes.empty() && lines.size() < 20) {
        AuditLine line{.seq = static_cast<std::int64_t>(lines.size()) + 1,
                       .told = {.at = relief::instant_of(1'500'000'000),
                                .event = "log_in.ok",
                                .subject = std::string(relief::fuzz::cut(bytes, '\n'))},
                       .prev_hash = before,
                       .hash = {}};
        line.hash = relief::audit_hash(line);
        before = line.hash;
        lines.push_back(std::move(line));
    }
    require(!relief::check_audit_lines(lines));
    check_tampering(lines);
}

void try_anchor(const relief::fuzz::TempFolder& folder, std::string_view bytes) {
    const auto file = folder.write("anchor", bytes);
    (void)relief::fuzz::answered([&] {
        std::size_t heads = 0;
        for (const relief::JournalHead& head : relief::read_anchor(file)) {
            require(head.seq >= 0 && head.hash.size() == 64);
            ++heads;
        }
        for (const relief::AuditHead& head : relief::read_audit_anchor(file)) {
            require(head.seq >= 0 && head.hash.size() == 64);
            ++heads;
        }
        require(heads * 66 <= bytes.size() + 1);
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const relief::fuzz::TempFolder folder;
    const std::string_view bytes = relief::fuzz::text_of(data, size);
    if (bytes.starts_with('A')) {
        try_anchor(folder, bytes.substr(1));
    } else if (bytes.starts_with('C')) {
        try_chained(bytes.substr(1));
    } else {
        try_export(bytes);
    }
    return 0;
}
