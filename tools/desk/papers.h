// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/document/packs.h"
#include "reserves/document/paper.h"
#include "tools/desk/paper_lines.h"
#include "tools/desk/writing_desk.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// I19 compares people: whoever the office knows is named by their code, however they were typed.
[[nodiscard]] Asked known_actor(Database& database, Asked asked);

/// A paper as it is asked for at a desk.
struct PaperRequest {
    std::string kind;
    std::string unit;
    std::string event;
    PaperWords words;
    std::vector<LineFields> lines;
    std::optional<std::string> of;     ///< number or id
    std::optional<std::string> order;  ///< number or id
};

/// What is asked of a document that is there.
struct StepRequest {
    std::string verb;  ///< sign, check, depart, post, void, due, lift, reverse
    std::string document;
    std::string reason;
    int line = 0;                ///< of verb due
    std::optional<Date> due_on;  ///< of verb due
};

// Each answers a relief.document/1: the document as it stands after the change.
[[nodiscard]] std::string new_paper(WritingDesk& desk, const Asked& asked,
                                    const PaperRequest& request);
[[nodiscard]] std::string step_paper(WritingDesk& desk, const Asked& asked,
                                     const StepRequest& request);
[[nodiscard]] std::string attach_file(WritingDesk& desk, const Asked& asked,
                                      const std::string& document,
                                      const std::filesystem::path& file);

/// Writes an attachment to a file that is not there yet (bad_input file.write), after its SHA-256
/// has been checked; answers its document.
[[nodiscard]] std::string fetch_file(Database& database, std::int64_t attachment,
                                     const std::filesystem::path& file);

/// relief.document/1 of one document: head, lines, steps, links, attachments, count lines, what
/// must come back.
[[nodiscard]] std::string shown_document(Database& database, const std::string& document);

/// relief.document/1 in words.
[[nodiscard]] std::string shown_document_text(const std::string& json, std::string_view language);

}  // namespace relief
