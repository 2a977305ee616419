// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/attachment.h"

#include "core/error.h"
#include "core/store/digest.h"
#include "core/text.h"
#include "reserves/document/document.h"

#include <array>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

struct Magic {
    std::string_view begin;
    std::string_view mime;
};

constexpr std::array magics{
    Magic{"%PDF-", "application/pdf"},
    Magic{"\x89PNG\r\n\x1a\n", "image/png"},
    Magic{"\xff\xd8\xff", "image/jpeg"},
    Magic{std::string_view("II*\0", 4), "image/tiff"},
    Magic{std::string_view("MM\0*", 4), "image/tiff"},
    Magic{"PK\x03\x04", "application/zip"},
    Magic{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"},
};

bool is_plain_text(std::string_view bytes) {
    for (const char byte : bytes) {
        const auto code = static_cast<unsigned char>(byte);
        if (code == 0x7f || (code < 0x20 && byte != '\n' && byte != '\r' && byte != '\t')) {
            return false;
        }
    }
    try {
        return !decode_text(bytes, "").empty();
    } catch (const Error&) {
        return false;
    }
}

std::string base_name(std::string_view name) {
    const std::size_t slash = name.find_last_of("/\\");
    return std::string(slash == std::string_view::npos ? name : name.substr(slash + 1));
}

WrongRow wrong(std::int64_t row, std::string found, std::string expected) {
    return {.table = "attachment_bytes",
            .row = row,
            .check = "I24_attachments",
            .found = std::move(found),
            .expected = std::move(expected)};
}

/// What is wrong with the bytes of an attachment, against its row.
std::optional<WrongRow> check_bytes(const Attachment& attachment, const std::string& bytes) {
    const std::string found = sha256_hex(bytes);
    if (found != attachment.sha256 || std::int64_t(bytes.size()) != attachment.size) {
        return wrong(attachment.id, fmt::format("{} bytes, {}", bytes.size(), found),
                     fmt::format("{} bytes, {}", attachment.size, attachment.sha256));
    }
    return std::nullopt;
}

std::vector<Attachment> read_rows(Statement& select) {
    std::vector<Attachment> rows;
    while (select.step()) {
        rows.push_back({.id = select.integer(0),
                        .document = select.integer(1),
                        .name = select.text(2),
                        .mime = select.text(3),
                        .size = select.integer(4),
                        .sha256 = select.text(5)});
    }
    return rows;
}

}  // namespace

std::string mime_of(std::string_view bytes) {
    for (const Magic& magic : magics) {
        if (bytes.substr(0, magic.begin.size()) == magic.begin) {
            return std::string(magic.mime);
        }
    }
    return is_plain_text(bytes) ? "text/plain" : "";
}

Attachment attach(Change& change, std::int64_t document, std::string_view name,
                  std::string_view bytes) {
    const auto size = static_cast<std::int64_t>(bytes.size());
    if (size == 0 || size > attachment_most_bytes) {
        throw bad_input({.code = "attach.size",
                         .message = "the attachment is empty or too large",
                         .file = std::string(name),
                         .field = "size",
                         .found = fmt::format("{} bytes", size),
                         .expected = fmt::format("1 to {} bytes", attachment_most_bytes)});
    }
    Attachment made{.document = read_document(change.database(), document).id,
                    .name = base_name(name),
                    .mime = mime_of(bytes),
                    .size = size,
                    .sha256 = sha256_hex(bytes)};
    if (made.mime.empty()) {
        throw bad_input({.code = "attach.type",
                         .message = "attachments of this type are not taken",
                         .file = std::string(name),
                         .field = "content",
                         .found = "bytes of no known kind",
                         .expected = "PDF, PNG, JPEG, TIFF, xlsx, docx, xls, doc or text"});
    }
    made.id = change.insert("attachment", {{"document_id", made.document},
                                           {"name", made.name},
                                           {"mime", made.mime},
                                           {"size", made.size},
                                           {"sha256", made.sha256}});
    Statement insert = change.database().prepare(
        "INSERT INTO attachment_bytes(attachment_id, bytes) VALUES(?1, ?2)");
    insert.bind(1, made.id).bind_blob(2, bytes);
    insert.run();
    return made;
}

std::vector<Attachment> read_attachments(Database& database, std::int64_t document) {
    Statement select = database.prepare(
        "SELECT id, document_id, name, mime, size, sha256 FROM attachment WHERE document_id = ?1 "
        "ORDER BY id");
    select.bind(1, document);
    return read_rows(select);
}

std::string read_attachment(Database& database, std::int64_t id) {
    Statement select = database.prepare(
        "SELECT a.id, a.document_id, a.name, a.mime, a.size, a.sha256, b.bytes FROM attachment AS "
        "a LEFT JOIN attachment_bytes AS b ON b.attachment_id = a.id WHERE a.id = ?1");
    select.bind(1, id);
    if (!select.step()) {
        throw bad_input({.code = "attach.unknown",
                         .message = "there is no such attachment",
                         .file = {},
                         .field = "attachment",
                         .found = fmt::format("{}", id),
                         .expected = "the id of an attachment"});
    }
    const Attachment attachment{.id = id,
                                .document = select.integer(1),
                                .name = select.text(2),
                                .mime = select.text(3),
                                .size = select.integer(4),
                                .sha256 = select.text(5)};
    std::string bytes = select.is_null(6) ? "" : select.blob(6);
    if (const auto finding = check_bytes(attachment, bytes)) {
        throw bad_input({.code = "db.damaged",
                         .message = "the bytes of an attachment are not those attached",
                         .file = database.file().string(),
                         .field = fmt::format("attachment {}", id),
                         .found = finding->found,
                         .expected = finding->expected});
    }
    return bytes;
}

std::optional<WrongRow> check_attachments(Database& database, std::int64_t& checked) {
    Statement select = database.prepare(
        "SELECT id, document_id, name, mime, size, sha256 FROM attachment "
        "ORDER BY id");
    const std::vector<Attachment> rows = read_rows(select);
    Statement bytes =
        database.prepare("SELECT bytes FROM attachment_bytes WHERE attachment_id = ?1");
    for (const Attachment& row : rows) {
        ++checked;
        bytes.reset();
        bytes.bind(1, row.id);
        if (auto finding = check_bytes(row, bytes.step() ? bytes.blob(0) : "")) {
            return finding;
        }
    }
    Statement strays = database.prepare(
        "SELECT attachment_id FROM attachment_bytes WHERE attachment_id NOT IN (SELECT id FROM "
        "attachment) ORDER BY attachment_id LIMIT 1");
    if (strays.step()) {
        return wrong(strays.integer(0), "bytes of no attachment", "the bytes of an attachment");
    }
    return std::nullopt;
}

}  // namespace relief
