// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/document/document.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// A document of the books as JSON: number, kind, state, head, lines, steps.
[[nodiscard]] nlohmann::ordered_json document_json(const Document& document);

/// Its attachments, each checked against its SHA-256 (bad_input db.damaged).
[[nodiscard]] nlohmann::ordered_json attachments_json(Database& database, std::int64_t document);

/// relief.documents/1.
[[nodiscard]] std::string documents_json(const std::vector<Document>& documents);

/// One line each.
[[nodiscard]] std::string documents_text(const std::vector<Document>& documents,
                                         std::string_view language);

}  // namespace relief
