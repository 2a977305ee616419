// SPDX-License-Identifier: Apache-2.0
#include "tests/core/table/archive_kit.h"

namespace relief::kit {
namespace {

void put16(std::string& out, std::uint32_t value) {
    out += static_cast<char>(value & 0xFFU);
    out += static_cast<char>(value >> 8U & 0xFFU);
}

void put32(std::string& out, std::uint32_t value) {
    put16(out, value & 0xFFFFU);
    put16(out, value >> 16U);
}

std::uint32_t crc32_of(std::string_view bytes) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc & 1U) != 0 ? crc >> 1U ^ 0xEDB88320U : crc >> 1U;
        }
    }
    return ~crc;
}

/// What the local and the central header have in common.
std::string common_header(const ArchivePart& part) {
    std::string header;
    put16(header, 20);
    put16(header, part.flags);
    put16(header, part.deflated ? 8 : 0);
    put16(header, 0);
    put16(header, 0x21);  // 1980-01-01
    const std::uint32_t crc = part.deflated ? part.check_sum : crc32_of(part.content);
    put32(header, part.wrong_check_sum ? crc ^ 1U : crc);
    put32(header, static_cast<std::uint32_t>(part.content.size()));
    put32(header, part.told_size >= 0 ? static_cast<std::uint32_t>(part.told_size)
                                      : static_cast<std::uint32_t>(part.content.size()));
    put16(header, static_cast<std::uint32_t>(part.name.size()));
    put16(header, 0);
    return header;
}

}  // namespace

// APPNOTE.TXT 6.3: local headers with their content, then the central directory, then its end.
std::string archive_of(const std::vector<ArchivePart>& parts) {
    std::string bytes;
    std::string directory;
    for (const ArchivePart& part : parts) {
        const auto offset = static_cast<std::uint32_t>(bytes.size());
        const std::string common = common_header(part);
        bytes += "PK\x03\x04" + common + part.name + part.content;
        directory += "PK\x01\x02";
        put16(directory, 20);
        directory += common;
        put16(directory, 0);
        put16(directory, 0);
        put16(directory, 0);
        put32(directory, 0);
        put32(directory, offset);
        directory += part.name;
    }
    const auto at = static_cast<std::uint32_t>(bytes.size());
    bytes += directory;
    bytes += "PK\x05\x06";
    put32(bytes, 0);
    put16(bytes, static_cast<std::uint32_t>(parts.size()));
    put16(bytes, static_cast<std::uint32_t>(parts.size()));
    put32(bytes, static_cast<std::uint32_t>(directory.size()));
    put32(bytes, at);
    put16(bytes, 0);
    return bytes;
}

std::vector<ArchivePart> workbook_parts(const WorkbookParts& parts) {
    const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    const std::string type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    const std::string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const auto relation = [&](const std::string& id, const std::string& kind,
                              const std::string& target) {
        return "<Relationship Id=\"" + id + "\" Type=\"" + type + kind + "\" Target=\"" + target +
               "\"/>";
    };
    std::string book_relations = relation("rId1", "worksheet", "worksheets/sheet1.xml");
    std::vector<ArchivePart> made;
    if (!parts.shared_strings.empty()) {
        book_relations += relation("rId2", "sharedStrings", "sharedStrings.xml");
        made.push_back({"xl/sharedStrings.xml", head + parts.shared_strings});
    }
    if (!parts.styles.empty()) {
        book_relations += relation("rId3", "styles", "styles.xml");
        made.push_back({"xl/styles.xml", head + parts.styles});
    }
    made.push_back({"_rels/.rels", head + "<Relationships>" +
                                       relation("rId1", "officeDocument", "xl/workbook.xml") +
                                       "</Relationships>"});
    made.push_back({"xl/_rels/workbook.xml.rels",
                    head + "<Relationships>" + book_relations + "</Relationships>"});
    made.push_back({"xl/workbook.xml", head + "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + type +
                                           "\">" + parts.book_properties +
                                           "<sheets><sheet name=\"库存\" sheetId=\"1\" "
                                           "r:id=\"rId1\"/></sheets></workbook>"});
    made.push_back({"xl/worksheets/sheet1.xml", head + parts.sheet});
    return made;
}

std::string workbook_of_rows(const std::string& rows) {
    return archive_of(
        workbook_parts({.sheet = "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"}));
}

}  // namespace relief::kit
