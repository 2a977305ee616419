// SPDX-License-Identifier: Apache-2.0
#include "core/table/xlsx_reader.h"

#include "core/error.h"
#include "core/table/xml_stream.h"
#include "core/table/zip_archive.h"

#include <fmt/format.h>

#include <charconv>
#include <map>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

namespace relief {
namespace {

constexpr double days_1900_to_1904 = 1462;

std::optional<int> whole_number(std::string_view text) {
    int value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && stop == end ? std::optional(value) : std::nullopt;
}

bool is_true(std::string_view text) {
    return text == "1" || text == "true";
}

Error damaged(const std::string& file, std::string field, std::string found, std::string expected) {
    return bad_input({.code = "sheet.damaged",
                      .message = "the xlsx file is damaged",
                      .file = file,
                      .field = std::move(field),
                      .found = std::move(found),
                      .expected = std::move(expected)});
}

/// "xl/worksheets/sheet1.xml" for a target of a part in folder "xl": relative or from the root.
std::string part_path(const std::string& folder, std::string_view target) {
    if (target.starts_with('/')) {
        return std::string(target.substr(1));
    }
    std::string base = folder;
    while (target.starts_with("../")) {
        target.remove_prefix(3);
        const std::size_t slash = base.rfind('/');
        base = slash == std::string::npos ? "" : base.substr(0, slash);
    }
    return base.empty() ? std::string(target) : base + "/" + std::string(target);
}

std::string folder_of(const std::string& part) {
    const std::size_t slash = part.rfind('/');
    return slash == std::string::npos ? "" : part.substr(0, slash);
}

struct Relation {
    std::string type;  ///< the last word of its URI: officeDocument, worksheet, sharedStrings
    std::string part;
};
using Relations = std::map<std::string, Relation, std::less<>>;

/// What the .rels beside `part` ("" for the package) says, by id. External targets are not kept.
Relations read_relations(const ZipArchive& archive, const std::string& part,
                         const std::string& file) {
    const std::string folder = folder_of(part);
    const std::string name =
        part.empty() ? "" : part.substr(folder.empty() ? 0 : folder.size() + 1);
    const std::string rels =
        folder.empty() ? "_rels/" + name + ".rels" : folder + "/_rels/" + name + ".rels";
    Relations relations;
    if (!archive.has(rels)) {
        return relations;
    }
    const auto start = [&](std::string_view element, const XmlAttributes& attributes) {
        if (element != "Relationship" || attributes.get("TargetMode") == "External") {
            return;
        }
        const std::string_view type = attributes.get("Type");
        relations[std::string(attributes.get("Id"))] = {
            .type = std::string(type.substr(type.rfind('/') + 1)),
            .part = part_path(folder, attributes.get("Target"))};
    };
    read_xml(archive, rels, sheet_limits::small_part_bytes_max, file,
             {start, [](std::string_view) {}, [](std::string_view) {}});
    return relations;
}

std::string part_of_type(const Relations& relations, std::string_view type) {
    for (const auto& [id, relation] : relations) {
        if (relation.type == type) {
            return relation.part;
        }
    }
    return "";
}

struct SheetEntry {
    std::string name;
    std::string relation;
    bool hidden = false;
};

struct BookPart {
    std::vector<SheetEntry> sheets;
    bool from_1904 = false;
};

BookPart read_book_part(const ZipArchive& archive, const std::string& part,
                        const std::string& file) {
    BookPart book;
    const auto start = [&](std::string_view element, const XmlAttributes& attributes) {
        if (element == "workbookPr") {
            book.from_1904 = is_true(attributes.get("date1904"));
        } else if (element == "sheet") {
            if (book.sheets.size() >= sheet_limits::sheets_max) {
                throw bad_input({.code = "sheet.size",
                                 .message = "the workbook has more sheets than are read",
                                 .file = file,
                                 .expected = fmt::format("at most {}", sheet_limits::sheets_max)});
            }
            const std::string_view state = attributes.get("state");
            book.sheets.push_back({.name = std::string(attributes.get("name")),
                                   .relation = std::string(attributes.get("id")),
                                   .hidden = state == "hidden" || state == "veryHidden"});
        }
    };
    read_xml(archive, part, sheet_limits::small_part_bytes_max, file,
             {start, [](std::string_view) {}, [](std::string_view) {}});
    return book;
}

/// For every style of cells: does it show its number as a date?
std::vector<bool> read_date_styles(const ZipArchive& archive, const std::string& part,
                                   const std::string& file) {
    std::vector<bool> dates;
    std::map<int, std::string> codes;
    bool in_cell_styles = false;
    const auto start = [&](std::string_view element, const XmlAttributes& attributes) {
        if (element == "numFmt") {
            if (const auto id = whole_number(attributes.get("numFmtId"))) {
                codes[*id] = std::string(attributes.get("formatCode"));
            }
        } else if (element == "cellXfs") {
            in_cell_styles = true;
        } else if (element == "xf" && in_cell_styles) {
            const int id = whole_number(attributes.get("numFmtId")).value_or(0);
            const auto code = codes.find(id);
            dates.push_back(is_date_format(
                id, code == codes.end() ? std::string_view() : std::string_view(code->second)));
        }
    };
    const auto end = [&](std::string_view element) {
        in_cell_styles = in_cell_styles && element != "cellXfs";
    };
    read_xml(archive, part, sheet_limits::small_part_bytes_max, file,
             {start, end, [](std::string_view) {}});
    return dates;
}

/// The texts that cells name by number, in one block.
struct SharedStrings {
    std::string block;
    std::vector<std::pair<std::size_t, std::size_t>> pieces;

    [[nodiscard]] std::string_view at(std::size_t index) const {
        return std::string_view(block).substr(pieces[index].first, pieces[index].second);
    }
};

SharedStrings read_shared_strings(const ZipArchive& archive, const std::string& part,
                                  const std::string& file) {
    SharedStrings strings;
    std::size_t from = 0;
    bool in_text = false;
    int phonetic = 0;  // how to read the characters, not the text
    const auto start = [&](std::string_view element, const XmlAttributes&) {
        if (element == "si") {
            from = strings.block.size();
        }
        phonetic += element == "rPh" ? 1 : 0;
        in_text = element == "t" && phonetic == 0;
    };
    const auto check_size = [&](std::size_t more) {
        if (strings.block.size() + more > sheet_limits::text_bytes_max ||
            strings.pieces.size() >= sheet_limits::cells_max) {
            throw bad_input(
                {.code = "sheet.size",
                 .message = "the spreadsheet is larger than any list of stock",
                 .file = file,
                 .field = part,
                 .expected = fmt::format("at most {} texts of {} bytes together",
                                         sheet_limits::cells_max, sheet_limits::text_bytes_max)});
        }
    };
    const auto end = [&](std::string_view element) {
        if (element == "si") {
            check_size(0);
            strings.pieces.emplace_back(from, strings.block.size() - from);
        }
        phonetic -= element == "rPh" ? 1 : 0;
        in_text = false;
    };
    const auto text = [&](std::string_view piece) {
        if (!in_text) {
            return;
        }
        check_size(piece.size());
        strings.block += piece;
    };
    read_xml(archive, part, sheet_limits::part_bytes_max, file, {start, end, text});
    return strings;
}

struct CellPlace {
    int row = 0;
    int column = 0;
};

/// "AB12" -> row 12, column 28. nullopt where it is no such reference.
std::optional<CellPlace> parse_reference(std::string_view text) {
    CellPlace place;
    std::size_t at = 0;
    for (; at < text.size() && text[at] >= 'A' && text[at] <= 'Z' && at < 3; ++at) {
        place.column = place.column * 26 + (text[at] - 'A' + 1);
    }
    const auto row = whole_number(text.substr(at));
    if (at == 0 || !row || *row < 1) {
        return std::nullopt;
    }
    place.row = *row;
    return place;
}

/// Fills one sheet from its XML.
class SheetReader {
  public:
    SheetReader(Sheet& sheet, const std::string& file, const SharedStrings& strings,
                const std::vector<bool>& dates, bool from_1904)
        : sheet_(sheet), file_(file), strings_(strings), dates_(dates), from_1904_(from_1904) {}

    void start(std::string_view element, const XmlAttributes& attributes) {
        if (element == "row") {
            start_row(attributes);
        } else if (element == "c") {
            start_cell(attributes);
        } else if (element == "v" || element == "t") {
            in_value_ = phonetic_ == 0;
        } else if (element == "f") {
            in_formula_ = true;
            has_formula_ = true;
        } else if (element == "rPh") {
            ++phonetic_;
        } else if (element == "mergeCell") {
            merge(attributes.get("ref"));
        }
    }

    void end(std::string_view element) {
        if (element == "c") {
            end_cell();
        } else if (element == "rPh") {
            --phonetic_;
        }
        in_value_ = false;
        in_formula_ = false;
    }

    void text(std::string_view piece) {
        std::string* const into = in_value_ ? &value_ : in_formula_ ? &formula_ : nullptr;
        if (into == nullptr) {
            return;
        }
        constexpr std::size_t longest = 1U << 20U;  // the format allows 32,767 characters
        if (into->size() + piece.size() > longest) {
            throw bad_input({.code = "sheet.size",
                             .message = "a cell is longer than a cell may be",
                             .file = file_,
                             .line = row_,
                             .expected = "at most 32767 characters"});
        }
        *into += piece;
    }

  private:
    void start_row(const XmlAttributes& attributes) {
        const std::string_view number = attributes.get("r");
        row_ = number.empty() ? row_ + 1 : whole_number(number).value_or(0);
        column_ = 0;
        sheet_.begin_row(row_, file_);
    }

    void start_cell(const XmlAttributes& attributes) {
        const std::string_view reference = attributes.get("r");
        if (reference.empty()) {
            ++column_;
        } else {
            const auto place = parse_reference(reference);
            if (!place || place->row != row_) {
                throw damaged(file_, fmt::format("row {}", row_),
                              fmt::format("a cell called \"{}\"", reference.substr(0, 20)),
                              "a cell of this row");
            }
            column_ = place->column;
        }
        type_ = std::string(attributes.get("t"));
        style_ = whole_number(attributes.get("s")).value_or(0);
        value_.clear();
        formula_.clear();
        has_formula_ = false;
    }

    void end_cell() {
        if (type_ == "s") {
            put_shared();
        } else if (type_ == "str" || type_ == "inlineStr") {
            if (value_.empty() && has_formula_ && type_ == "str") {
                return;  // a formula whose result is the empty text
            }
            put(value_.empty() ? CellKind::empty : CellKind::text, value_);
        } else if (type_ == "b") {
            put(CellKind::boolean, value_);
        } else if (type_ == "e") {
            put(CellKind::error, value_);
        } else if (value_.empty()) {
            put(has_formula_ ? CellKind::formula_without_value : CellKind::empty, "=" + formula_);
        } else if (type_ == "d") {
            put(CellKind::text, value_);  // ISO 8601 as text
        } else {
            put_number();
        }
    }

    void put_shared() {
        const auto index = whole_number(value_);
        if (!index || *index < 0 || static_cast<std::size_t>(*index) >= strings_.pieces.size()) {
            throw damaged(
                file_, fmt::format("{}{}", column_letters(column_), row_),
                fmt::format("text number {}", value_.substr(0, 20)),
                fmt::format("a number below {} (xl/sharedStrings.xml)", strings_.pieces.size()));
        }
        const std::string_view shared = strings_.at(static_cast<std::size_t>(*index));
        put(shared.empty() ? CellKind::empty : CellKind::text, shared);
    }

    void put_number() {
        const SheetCell as_number{.kind = CellKind::number, .text = value_};
        const auto number = as_number.number();
        if (!number) {
            put(CellKind::error, value_);
            return;
        }
        const bool date = style_ >= 0 && static_cast<std::size_t>(style_) < dates_.size() &&
                          dates_[static_cast<std::size_t>(style_)];
        if (date && from_1904_) {
            value_ = fmt::format("{}", *number + days_1900_to_1904);
        }
        put(date ? CellKind::date : CellKind::number, value_);
    }

    void put(CellKind kind, std::string_view text) { sheet_.put(column_, kind, text, file_); }

    void merge(std::string_view range) {
        constexpr std::size_t merged_max = 200'000;
        const std::size_t colon = range.find(':');
        if (colon == std::string_view::npos || sheet_.merged().size() >= merged_max) {
            return;
        }
        const auto from = parse_reference(range.substr(0, colon));
        const auto to = parse_reference(range.substr(colon + 1));
        if (from && to) {
            sheet_.add_merged({from->row, to->row, from->column, to->column});
        }
    }

    Sheet& sheet_;
    const std::string& file_;
    const SharedStrings& strings_;
    const std::vector<bool>& dates_;
    bool from_1904_;
    int row_ = 0;
    int column_ = 0;
    int style_ = 0;
    int phonetic_ = 0;
    bool in_value_ = false;
    bool in_formula_ = false;
    bool has_formula_ = false;
    std::string type_;
    std::string value_;
    std::string formula_;
};

std::string find_book_part(const ZipArchive& archive, const std::string& file) {
    const std::string part = part_of_type(read_relations(archive, "", file), "officeDocument");
    const bool is_sheet = archive.has("xl/workbook.xml") || part.starts_with("xl/");
    if (!is_sheet || part.ends_with(".bin") || archive.has("xl/workbook.bin")) {
        throw bad_input({.code = "sheet.format",
                         .message = "the archive holds no xlsx workbook",
                         .file = file,
                         .found = part.empty() ? "a zip archive" : part,
                         .expected = "csv, xlsx or xls; open it in Excel or WPS, save it as xlsx"});
    }
    return part.empty() ? "xl/workbook.xml" : part;
}

}  // namespace

bool is_date_format(int id, std::string_view code) {
    if (code.empty()) {
        // ECMA-376 18.8.30: 14-17 and 22 are dates; 27-31, 34-36, 50-58 are those of the Chinese,
        // Japanese and Korean editions (32, 33, 55, 56 times of day, which no column of dates has).
        return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) ||
               (id >= 50 && id <= 58);
    }
    bool quoted = false;
    bool has_day_or_year = false;
    for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
        const char c = code[i];
        if (c == '"') {
            quoted = !quoted;
        } else if (quoted) {
            continue;
        } else if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == '[') {
            i = std::min(code.find(']', i), code.size());
        } else if (c == 'y' || c == 'Y' || c == 'd' || c == 'D') {
            has_day_or_year = true;
        }
    }
    return has_day_or_year;
}

Workbook read_xlsx(std::string_view bytes, const std::string& file) {
    const ZipArchive archive(bytes, file);
    const std::string part = find_book_part(archive, file);
    const BookPart book = read_book_part(archive, part, file);
    const Relations relations = read_relations(archive, part, file);
    const std::string style_part = part_of_type(relations, "styles");
    const std::string string_part = part_of_type(relations, "sharedStrings");
    std::vector<bool> dates;
    if (!style_part.empty()) {
        dates = read_date_styles(archive, style_part, file);
    }
    SharedStrings strings;
    if (!string_part.empty()) {
        strings = read_shared_strings(archive, string_part, file);
    }
    Workbook workbook{.format = "xlsx"};
    for (const SheetEntry& entry : book.sheets) {
        const auto relation = relations.find(entry.relation);
        if (entry.hidden) {
            workbook.hidden.push_back(entry.name);
            continue;
        }
        if (relation == relations.end()) {
            throw damaged(file, "sheet " + entry.name, "no part belongs to it",
                          "the file as it was saved; save and send it again");
        }
        if (relation->second.type != "worksheet") {
            continue;  // a chart
        }
        Sheet& sheet = workbook.sheets.emplace_back(entry.name);
        SheetReader reader(sheet, file, strings, dates, book.from_1904);
        read_xml(archive, relation->second.part, sheet_limits::part_bytes_max, file,
                 {[&](std::string_view element, const XmlAttributes& attributes) {
                      reader.start(element, attributes);
                  },
                  [&](std::string_view element) { reader.end(element); },
                  [&](std::string_view text) { reader.text(text); }});
        sheet.finish();
    }
    return workbook;
}

}  // namespace relief
