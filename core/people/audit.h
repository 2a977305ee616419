// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"
#include "core/time.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What happened at the door: who came in, who did not, what was refused, who changed accounts and
/// grants. What changes the books is told by the journal; neither tells a secret.
struct AuditEvent {
    Instant at;
    std::string event;    ///< "log_in.failed", "access.refused", "grant.add"
    std::string account;  ///< the name as typed, folded; "" where nobody is known
    std::string source;   ///< an address, or "console"
    std::string subject;  ///< what it was about: an operation, another account
    std::string result;   ///< one word: ok, password, locked, scope …
};

/// A kept line. Each hash covers the line and the hash of the line before.
struct AuditLine {
    std::int64_t seq = 0;
    AuditEvent told;
    std::string prev_hash;
    std::string hash;
};

struct AuditHead {
    std::int64_t seq = 0;
    std::string hash;  ///< 64 zeros before the first line
};

/// What stands in an audit line or a log instead of a text from outside: one line, at most `most`
/// characters, with control characters, line and paragraph separators and marks that turn the
/// direction of writing shown as \u{XXXX}, and bytes that are no UTF-8 as \x{XX}.
[[nodiscard]] std::string on_one_line(std::string_view text, std::size_t most = 200);

/// Appends a line, its texts made safe by on_one_line. Must be called inside a transaction, that of
/// what it tells of (fault otherwise).
AuditHead append_audit(Database& database, const AuditEvent& event);

[[nodiscard]] AuditHead audit_head(Database& database);

struct AuditFilter {
    std::optional<Instant> from;   ///< the first moment
    std::optional<Instant> until;  ///< the first moment no more
    std::optional<std::string> account;
    std::optional<std::string> event;  ///< or its beginning up to a dot: "log_in"
    std::int64_t last = 0;             ///< only so many of the newest; 0 = all
};
/// In order of number.
[[nodiscard]] std::vector<AuditLine> read_audit(Database& database, const AuditFilter& filter = {});

/// The hash a line must have.
[[nodiscard]] std::string audit_hash(const AuditLine& line);

/// The first line that is not as it was written: check audit.gap (a number is missing), audit.order
/// (prev_hash is not that of the line before) or audit.hash. A cut tail cannot be seen from the
/// lines alone: check_audit_head compares with what was anchored outside.
[[nodiscard]] std::optional<WrongRow> check_audit(Database& database, std::int64_t& checked);
/// The same of lines from elsewhere, an export say, which may begin later than 1.
[[nodiscard]] std::optional<WrongRow> check_audit_lines(std::span<const AuditLine> lines);
/// Whether a line with this number and hash is there: check "anchor".
[[nodiscard]] std::optional<WrongRow> check_audit_head(Database& database, const AuditHead& head);

}  // namespace relief
