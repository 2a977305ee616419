// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/people/audit.h"
#include "core/store/journal.h"

#include <filesystem>
#include <vector>

namespace relief {

/// The heads of an anchor file, in its order. bad_input: file.missing, file.read, and anchor.line
/// at the first line that is neither "seq hash" nor "audit seq hash".
[[nodiscard]] std::vector<JournalHead> read_anchor(const std::filesystem::path& anchor);
/// The heads of the audit lines in it.
[[nodiscard]] std::vector<AuditHead> read_audit_anchor(const std::filesystem::path& anchor);

/// Appends the newest head of the audit lines, where it is not the last one there already.
void append_audit_anchor(const std::filesystem::path& anchor, const AuditHead& head);

}  // namespace relief
