// SPDX-License-Identifier: Apache-2.0
#include "core/table/xls_reader.h"

#include "core/error.h"
#include "core/table/confined.h"
#include "core/time.h"

#include <fmt/format.h>
#include <freexl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

namespace relief {
namespace {

// The child's answer: records of one letter and what belongs to it.
//   W name      a sheet begins        R number       a row begins
//   C column kind text                P              a password is on the file
//   X what      FreeXL says no        E              the end
// A text is its length in 4 bytes and its bytes; a number is 4 bytes, lowest first.

class AnswerWriter {
  public:
    explicit AnswerWriter(int to) : to_(to) {}

    void letter(char c) { buffer_ += c; }
    void number(std::uint32_t value) {
        for (int i = 0; i < 4; ++i) {
            buffer_ += static_cast<char>(value >> (8U * static_cast<unsigned>(i)) & 0xFFU);
        }
    }
    void text(std::string_view value) {
        number(static_cast<std::uint32_t>(value.size()));
        buffer_ += value;
        if (buffer_.size() > (1U << 16U)) {
            flush();
        }
    }
    void flush() {
        std::size_t at = 0;
        while (at < buffer_.size()) {
            const ssize_t done = write(to_, buffer_.data() + at, buffer_.size() - at);
            if (done < 0 && errno != EINTR) {
                _exit(4);
            }
            at += done > 0 ? static_cast<std::size_t>(done) : 0;
        }
        buffer_.clear();
    }

  private:
    int to_;
    std::string buffer_;
};

class AnswerReader {
  public:
    AnswerReader(std::string_view bytes, const std::string& file) : rest_(bytes), file_(file) {}

    char letter() { return take(1).front(); }
    std::uint32_t number() {
        const std::string_view four = take(4);
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            value |= static_cast<std::uint32_t>(static_cast<unsigned char>(four[i])) << (8U * i);
        }
        return value;
    }
    std::string_view text() { return take(number()); }

  private:
    std::string_view take(std::size_t size) {
        if (size > rest_.size()) {
            throw bad_input({.code = "sheet.damaged",
                             .message = "the xls file could not be read to its end",
                             .file = file_,
                             .expected = "the file saved as xlsx"});
        }
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }

    std::string_view rest_;
    const std::string& file_;
};

// ---- in the child -------------------------------------------------------------------------------

void write_cell(AnswerWriter& writer, std::uint32_t column, CellKind kind, std::string_view text) {
    writer.letter('C');
    writer.number(column);
    writer.number(static_cast<std::uint32_t>(kind));
    writer.text(text);
}

void write_value(AnswerWriter& writer, std::uint32_t column, const FreeXL_CellValue& value) {
    switch (value.type) {
        case FREEXL_CELL_INT:
            return write_cell(writer, column, CellKind::number,
                              fmt::format("{}", value.value.int_value));
        case FREEXL_CELL_DOUBLE:
            return write_cell(writer, column, CellKind::number,
                              fmt::format("{:.15g}", value.value.double_value));
        case FREEXL_CELL_DATE:
        case FREEXL_CELL_DATETIME: {
            // "2014-11-02 08:00:00": the serial of its day.
            const std::string_view text(value.value.text_value);
            if (const auto date = parse_date(text.substr(0, 10))) {
                const Date start{std::chrono::year{1899} / 12 / 30};
                return write_cell(writer, column, CellKind::date,
                                  fmt::format("{}", (*date - start).count()));
            }
            return write_cell(writer, column, CellKind::text, text);
        }
        case FREEXL_CELL_TEXT:
        case FREEXL_CELL_SST_TEXT:
        case FREEXL_CELL_TIME:
            return write_cell(writer, column, CellKind::text, value.value.text_value);
        default: return;
    }
}

void write_sheet(AnswerWriter& writer, const void* book) {
    std::uint32_t rows = 0;
    std::uint16_t columns = 0;
    if (freexl_worksheet_dimensions(book, &rows, &columns) != FREEXL_OK) {
        return;
    }
    for (std::uint32_t row = 0; row < rows; ++row) {
        writer.letter('R');
        writer.number(row + 1);
        for (std::uint16_t column = 0; column < columns; ++column) {
            FreeXL_CellValue value{};
            if (freexl_get_cell_value(book, row, column, &value) == FREEXL_OK) {
                write_value(writer, column + 1U, value);
            }
        }
    }
}

bool has_password(const void* book) {
    std::uint32_t info = 0;
    return freexl_get_info(book, FREEXL_BIFF_PASSWORD, &info) == FREEXL_OK &&
           info == FREEXL_BIFF_OBFUSCATED;
}

void write_book(AnswerWriter& writer, const void* book) {
    std::uint32_t sheets = 0;
    (void)freexl_get_info(book, FREEXL_BIFF_SHEET_COUNT, &sheets);
    for (std::uint32_t i = 0; i < sheets && i < 65'536; ++i) {
        const char* name = nullptr;
        const auto index = static_cast<std::uint16_t>(i);
        if (freexl_get_worksheet_name(book, index, &name) == FREEXL_OK && name != nullptr &&
            freexl_select_active_worksheet(book, index) == FREEXL_OK) {
            writer.letter('W');
            writer.text(name);
            write_sheet(writer, book);
        }
    }
}

/// FreeXL wants a path: that of a file in memory which no other process can name.
int read_in_child(int xls_fd, int answer_fd) {
    AnswerWriter writer(answer_fd);
    const void* book = nullptr;
    const int opened = freexl_open(fmt::format("/proc/self/fd/{}", xls_fd).c_str(), &book);
    if (opened == FREEXL_OK && has_password(book)) {
        writer.letter('P');
    } else if (opened == FREEXL_OK) {
        write_book(writer, book);
    } else {
        writer.letter('X');
        writer.text(fmt::format("FreeXL error {}", opened));
    }
    writer.letter('E');
    writer.flush();
    return 0;
}

// ---- in the parent ------------------------------------------------------------------------------

/// A file in memory, gone when it is closed.
class MemoryFile {
  public:
    explicit MemoryFile(std::string_view bytes) : descriptor_(memfd_create("xls", MFD_CLOEXEC)) {
        while (descriptor_ >= 0 && !bytes.empty()) {
            const ssize_t done = write(descriptor_, bytes.data(), bytes.size());
            if (done < 0 && errno != EINTR) {
                break;
            }
            bytes.remove_prefix(done > 0 ? static_cast<std::size_t>(done) : 0);
        }
        if (descriptor_ < 0 || !bytes.empty()) {
            throw fault({.code = "internal",
                         .message = "no memory for a copy of the file",
                         .found = std::strerror(errno)});
        }
    }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    ~MemoryFile() { (void)close(descriptor_); }

    [[nodiscard]] int descriptor() const { return descriptor_; }

  private:
    int descriptor_;
};

Error unreadable(const std::string& file, std::string found) {
    return bad_input({.code = "sheet.damaged",
                      .message = "the xls file is damaged",
                      .file = file,
                      .found = std::move(found),
                      .expected = "an .xls of Excel 95-2003; or the file saved as xlsx"});
}

Error has_password_error(const std::string& file) {
    return bad_input({.code = "sheet.encrypted",
                      .message = "the file has a password",
                      .file = file,
                      .expected = "the file saved without a password"});
}

/// An encrypted xlsx is a compound file with a stream of this name (UTF-16).
bool is_encrypted_xlsx(std::string_view bytes) {
    std::string name;
    for (const char c : std::string_view("EncryptedPackage")) {
        name += c;
        name += '\0';
    }
    return bytes.find(name) != std::string_view::npos;
}

Sheet& last_sheet(Workbook& book, const std::string& file) {
    if (book.sheets.empty()) {
        throw unreadable(file, "cells without a sheet");
    }
    return book.sheets.back();
}

Workbook decode_answer(std::string_view bytes, const std::string& file) {
    AnswerReader reader(bytes, file);
    Workbook book{.format = "xls"};
    for (char letter = reader.letter(); letter != 'E'; letter = reader.letter()) {
        if (letter == 'W' && book.sheets.size() < sheet_limits::sheets_max) {
            book.sheets.emplace_back(std::string(reader.text()));
        } else if (letter == 'R') {
            last_sheet(book, file).begin_row(static_cast<int>(reader.number()), file);
        } else if (letter == 'C') {
            const auto column = static_cast<int>(reader.number());
            const std::uint32_t kind = reader.number();
            if (kind > static_cast<std::uint32_t>(CellKind::error)) {
                throw unreadable(file, "a cell of no known kind");
            }
            const std::string_view text = reader.text();
            const bool none = text.empty();
            last_sheet(book, file)
                .put(column, none ? CellKind::empty : static_cast<CellKind>(kind), text, file);
        } else if (letter == 'P') {
            throw has_password_error(file);
        } else {
            throw unreadable(file, letter == 'X' ? std::string(reader.text()) : "too many sheets");
        }
    }
    for (Sheet& sheet : book.sheets) {
        sheet.finish();
    }
    return book;
}

}  // namespace

Workbook read_xls(std::string_view bytes, const std::string& file) {
    if (is_encrypted_xlsx(bytes)) {
        throw has_password_error(file);
    }
    const MemoryFile copy(bytes);
    const ConfinedAnswer answer = run_confined(
        {}, [&](int answer_fd) { return read_in_child(copy.descriptor(), answer_fd); });
    if (!answer.whole) {
        throw unreadable(file, answer.ended);
    }
    return decode_answer(answer.bytes, file);
}

}  // namespace relief
