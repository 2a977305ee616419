// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "core/store/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// A scan, photo or file that belongs to a document. Its bytes are kept in the books and never
/// change.
struct Attachment {
    std::int64_t id = 0;
    std::int64_t document = 0;
    std::string name;
    std::string mime;
    std::int64_t size = 0;
    std::string sha256;
};

/// A file that is to become an attachment.
struct Scan {
    std::string name;
    std::string bytes;
};

/// The most an attachment may hold (assumption: a page scanned in colour is a tenth of it).
inline constexpr std::int64_t attachment_most_bytes = 16 * 1024 * 1024;

/// What bytes are by their content: PDF, PNG, JPEG, TIFF, zip (xlsx, docx), OLE (xls, doc) or
/// text (UTF-8, GB18030); "" for anything else. The name of the file says nothing.
[[nodiscard]] std::string mime_of(std::string_view bytes);

/// Keeps `bytes` with a document. `name` loses its folder. bad_input attach.size (none, or above
/// attachment_most_bytes), attach.type.
Attachment attach(Change& change, std::int64_t document, std::string_view name,
                  std::string_view bytes);

[[nodiscard]] std::vector<Attachment> read_attachments(Database& database, std::int64_t document);

/// The bytes, checked against their SHA-256 (I24). bad_input attach.unknown, db.damaged.
[[nodiscard]] std::string read_attachment(Database& database, std::int64_t attachment);

/// I24: the bytes of every attachment are those that were attached.
[[nodiscard]] std::optional<WrongRow> check_attachments(Database& database, std::int64_t& checked);

}  // namespace relief
