// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/print_file.h"

#include "core/data_source.h"
#include "core/error.h"
#include "reserves/print/pdf.h"
#include "reserves/print/sheet.h"

#include <cstdint>
#include <fstream>
#include <system_error>

#include <fmt/format.h>

namespace relief {
namespace {

namespace fs = std::filesystem;

PrintedFile pdf_file(std::span<const Form> forms) {
    PdfFile pdf = render_pdf(forms);
    PrintedFile file{.format = "pdf", .bytes = std::move(pdf.bytes), .pages = pdf.pages};
    for (const char32_t c : pdf.missing_glyphs) {
        file.missing_glyphs.push_back(fmt::format("U+{:04X}", static_cast<std::uint32_t>(c)));
    }
    return file;
}

/// The writer of xlsx wants a name; the file gets its own only when it is to be there.
PrintedFile xlsx_file(const Form& form, const fs::path& out) {
    fs::path unfinished = out;
    unfinished += ".part";
    write_xlsx(form, unfinished);
    PrintedFile file{.format = "xlsx", .bytes = read_file(unfinished)};
    std::error_code ignored;
    fs::remove(unfinished, ignored);
    return file;
}

}  // namespace

PrintedFile render_file(std::span<const Form> forms, const fs::path& out) {
    const std::string ending = out.extension().string();
    if (ending == ".pdf") {
        return pdf_file(forms);
    }
    if (forms.size() == 1 && ending == ".xlsx") {
        return xlsx_file(forms.front(), out);
    }
    if (forms.size() == 1 && ending == ".csv") {
        return {.format = "csv", .bytes = render_csv(forms.front())};
    }
    throw bad_input({.code = "argument.value",
                     .message = "the file cannot be printed in this format",
                     .field = "--out",
                     .found = out.string(),
                     .expected = forms.size() == 1 ? "a name ending with .pdf, .xlsx or .csv"
                                                   : "a name ending with .pdf"});
}

void write_printed(const PrintedFile& file, const fs::path& out) {
    std::ofstream stream(out, std::ios::binary | std::ios::trunc);
    stream << file.bytes;
    stream.close();
    if (!stream) {
        throw bad_input({.code = "file.write",
                         .message = "the file cannot be written",
                         .file = out.string(),
                         .field = "--out",
                         .expected = "a folder with room that may be written to"});
    }
}

}  // namespace relief
