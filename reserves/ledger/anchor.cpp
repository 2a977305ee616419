// SPDX-License-Identifier: Apache-2.0
#include "reserves/ledger/anchor.h"

#include "core/data_source.h"
#include "core/error.h"
#include "reserves/ledger/ledger.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace relief {
namespace {

namespace fs = std::filesystem;

bool is_hash(std::string_view text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::optional<JournalHead> parse_line(std::string_view line) {
    JournalHead head;
    const auto [stop, error] = std::from_chars(line.data(), line.data() + line.size(), head.seq);
    const auto digits = static_cast<std::size_t>(stop - line.data());
    if (error != std::errc{} || head.seq < 0 || digits >= line.size() || line[digits] != ' ' ||
        !is_hash(line.substr(digits + 1))) {
        return std::nullopt;
    }
    head.hash = line.substr(digits + 1);
    return head;
}

Error cannot_write(const fs::path& anchor, int why) {
    return bad_input({.code = "file.write",
                      .message = "the anchor file cannot be written",
                      .file = anchor.string(),
                      .found = std::strerror(why),
                      .expected = "a file this user may write to, outside the database"});
}

/// Appends in one write and puts it on disk.
void append_durably(const fs::path& file, const std::string& text) {
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (descriptor < 0) {
        throw cannot_write(file, errno);
    }
    const bool written =
        ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fsync(descriptor) == 0;
    const int why = errno;
    ::close(descriptor);
    if (!written) {
        throw cannot_write(file, why);
    }
}

/// What stands before the heads of the audit lines.
constexpr std::string_view audit_mark = "audit ";

struct AnchoredHeads {
    std::vector<JournalHead> journal;
    std::vector<AuditHead> audit;
};

AnchoredHeads read_heads(const fs::path& anchor) {
    const std::string text = read_file(anchor);
    AnchoredHeads heads;
    int line_number = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::string_view line = std::string_view(text).substr(begin, end - begin);
        begin = end + 1;
        ++line_number;
        const bool is_audit = line.starts_with(audit_mark);
        const std::optional<JournalHead> head =
            parse_line(line.substr(is_audit ? audit_mark.size() : 0));
        if (!head) {
            throw bad_input({.code = "anchor.line",
                             .message = "a line of the anchor file is broken",
                             .file = anchor.string(),
                             .line = line_number,
                             .field = {},
                             .found = std::string(line.substr(0, 80)),
                             .expected = "the journal's number, a blank and 64 hex digits"});
        }
        if (is_audit) {
            heads.audit.push_back({.seq = head->seq, .hash = head->hash});
        } else {
            heads.journal.push_back(*head);
        }
    }
    return heads;
}

}  // namespace

std::vector<JournalHead> read_anchor(const fs::path& anchor) {
    return read_heads(anchor).journal;
}

std::vector<AuditHead> read_audit_anchor(const fs::path& anchor) {
    return read_heads(anchor).audit;
}

void append_audit_anchor(const fs::path& anchor, const AuditHead& head) {
    std::error_code ignored;
    if (fs::exists(anchor, ignored)) {
        const std::vector<AuditHead> heads = read_audit_anchor(anchor);
        if (!heads.empty() && heads.back().seq == head.seq && heads.back().hash == head.hash) {
            return;
        }
    }
    append_durably(anchor, fmt::format("{}{} {}\n", audit_mark, head.seq, head.hash));
}

void append_anchor(const fs::path& anchor, const JournalHead& head) {
    std::error_code ignored;
    if (fs::exists(anchor, ignored)) {
        const std::vector<JournalHead> heads = read_anchor(anchor);
        if (!heads.empty() && heads.back().seq == head.seq && heads.back().hash == head.hash) {
            return;
        }
    }
    append_durably(anchor, fmt::format("{} {}\n", head.seq, head.hash));
}

}  // namespace relief
