// SPDX-License-Identifier: Apache-2.0
#include "core/people/audit.h"

#include "core/error.h"
#include "core/store/digest.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace relief {
namespace {

constexpr std::string_view columns =
    "seq, at, event, account, source, subject, result, prev_hash, hash";

AuditLine read_line(const Statement& select) {
    return {.seq = select.integer(0),
            .told = {.at = instant_of(select.integer(1)),
                     .event = select.text(2),
                     .account = select.text(3),
                     .source = select.text(4),
                     .subject = select.text(5),
                     .result = select.text(6)},
            .prev_hash = select.text(7),
            .hash = select.text(8)};
}

/// Signs that would break a line, act on a terminal, or turn the direction of what follows.
bool is_unsafe(UChar32 sign) {
    switch (u_charType(sign)) {
        case U_CONTROL_CHAR:
        case U_FORMAT_CHAR:
        case U_LINE_SEPARATOR:
        case U_PARAGRAPH_SEPARATOR: return true;
        default: return false;
    }
}

/// One line after the one before it; the chain's state is its last hash and number.
std::optional<WrongRow> check_next(const AuditLine& line, const AuditHead& before) {
    const std::int64_t wanted = before.seq + 1;
    if (line.seq != wanted) {
        return wrong_row("audit_line", wanted, "audit.gap", fmt::format("line {}", line.seq),
                         fmt::format("line {}", wanted));
    }
    if (line.prev_hash != before.hash) {
        return wrong_row("audit_line", line.seq, "audit.order", line.prev_hash, before.hash);
    }
    const std::string right = audit_hash(line);
    if (line.hash != right) {
        return wrong_row("audit_line", line.seq, "audit.hash", line.hash, right);
    }
    return std::nullopt;
}

}  // namespace

std::string on_one_line(std::string_view text, std::size_t most) {
    std::string safe;
    const auto size = static_cast<std::int32_t>(std::min<std::size_t>(text.size(), 4 * most));
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    std::size_t signs = 0;
    std::int32_t at = 0;
    for (; at < size && signs < most; ++signs) {
        const std::int32_t begin = at;
        UChar32 sign = 0;
        U8_NEXT(bytes, at, size, sign);
        if (sign < 0) {
            for (std::int32_t byte = begin; byte < at; ++byte) {
                safe += fmt::format("\\x{{{:02X}}}", bytes[byte]);
            }
        } else if (is_unsafe(sign)) {
            safe += fmt::format("\\u{{{:04X}}}", static_cast<std::uint32_t>(sign));
        } else {
            safe +=
                text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(at - begin));
        }
    }
    return static_cast<std::size_t>(at) < text.size() ? safe + "…" : safe;
}

std::string audit_hash(const AuditLine& line) {
    return CanonicalBytes("relief.audit/1")
        .add(line.seq)
        .add(seconds_of(line.told.at))
        .add(line.told.event)
        .add(line.told.account)
        .add(line.told.source)
        .add(line.told.subject)
        .add(line.told.result)
        .add(line.prev_hash)
        .sha256();
}

AuditHead append_audit(Database& database, const AuditEvent& event) {
    if (!database.in_transaction()) {
        throw fault({.code = "internal", .message = "an audit line outside a transaction"});
    }
    const AuditHead before = audit_head(database);
    AuditLine line{.seq = before.seq + 1,
                   .told = {.at = event.at,
                            .event = on_one_line(event.event),
                            .account = on_one_line(event.account),
                            .source = on_one_line(event.source),
                            .subject = on_one_line(event.subject),
                            .result = on_one_line(event.result)},
                   .prev_hash = before.hash,
                   .hash = {}};
    line.hash = audit_hash(line);
    Statement insert = database.prepare(
        "INSERT INTO audit_line(seq, at, event, account, source, subject, result, prev_hash, hash) "
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    insert.bind(1, line.seq)
        .bind(2, seconds_of(line.told.at))
        .bind(3, line.told.event)
        .bind(4, line.told.account)
        .bind(5, line.told.source)
        .bind(6, line.told.subject)
        .bind(7, line.told.result)
        .bind(8, line.prev_hash)
        .bind(9, line.hash);
    insert.run();
    return {.seq = line.seq, .hash = line.hash};
}

AuditHead audit_head(Database& database) {
    Statement select =
        database.prepare("SELECT seq, hash FROM audit_line ORDER BY seq DESC LIMIT 1");
    return select.step() ? AuditHead{.seq = select.integer(0), .hash = select.text(1)}
                         : AuditHead{.seq = 0, .hash = zero_hash()};
}

std::vector<AuditLine> read_audit(Database& database, const AuditFilter& filter) {
    Statement select = database.prepare(fmt::format(
        "SELECT {} FROM audit_line WHERE (?1 IS NULL OR at >= ?1) AND (?2 IS NULL OR at < ?2) AND "
        "(?3 IS NULL OR account = ?3) AND (?4 IS NULL OR event = ?4 OR "
        "substr(event, 1, length(?4) + 1) = ?4 || '.') ORDER BY seq DESC LIMIT ?5",
        columns));
    const auto bind_time = [&](int index, const std::optional<Instant>& at) {
        at ? select.bind(index, seconds_of(*at)) : select.bind_null(index);
    };
    const auto bind_text = [&](int index, const std::optional<std::string>& text) {
        text ? select.bind(index, *text) : select.bind_null(index);
    };
    bind_time(1, filter.from);
    bind_time(2, filter.until);
    bind_text(3, filter.account);
    bind_text(4, filter.event);
    select.bind(5, filter.last > 0 ? filter.last : std::int64_t{-1});
    std::vector<AuditLine> lines;
    while (select.step()) {
        lines.push_back(read_line(select));
    }
    std::reverse(lines.begin(), lines.end());
    return lines;
}

std::optional<WrongRow> check_audit(Database& database, std::int64_t& checked) {
    Statement select =
        database.prepare(fmt::format("SELECT {} FROM audit_line ORDER BY seq", columns));
    AuditHead before{.seq = 0, .hash = zero_hash()};
    while (select.step()) {
        AuditLine line = read_line(select);
        if (auto finding = check_next(line, before)) {
            return finding;
        }
        before = {.seq = line.seq, .hash = std::move(line.hash)};
        ++checked;
    }
    return std::nullopt;
}

std::optional<WrongRow> check_audit_lines(std::span<const AuditLine> lines) {
    if (lines.empty()) {
        return std::nullopt;
    }
    AuditHead before{.seq = lines.front().seq - 1,
                     .hash = lines.front().seq == 1 ? zero_hash() : lines.front().prev_hash};
    for (const AuditLine& line : lines) {
        if (auto finding = check_next(line, before)) {
            return finding;
        }
        before = {.seq = line.seq, .hash = line.hash};
    }
    return std::nullopt;
}

std::optional<WrongRow> check_audit_head(Database& database, const AuditHead& head) {
    Statement select = database.prepare("SELECT hash FROM audit_line WHERE seq = ?1");
    select.bind(1, head.seq);
    const std::string found = head.seq == 0   ? zero_hash()
                              : select.step() ? select.text(0)
                                              : "no line";
    return found == head.hash
               ? std::nullopt
               : std::optional(wrong_row("audit_line", head.seq, "anchor", found, head.hash));
}

}  // namespace relief
