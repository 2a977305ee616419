// SPDX-License-Identifier: Apache-2.0
#include "core/table/zip_archive.h"

#include "core/error.h"
#include "core/table/sheet.h"

#include <fmt/format.h>
#include <zip.h>

#include <array>

namespace relief {
namespace {

struct ClosePart {
    void operator()(zip_file_t* part) const { zip_fclose(part); }
};
using Part = std::unique_ptr<zip_file_t, ClosePart>;

Error damaged(const std::string& file, const std::string& part, std::string found) {
    return bad_input({.code = "sheet.damaged",
                      .message = "the xlsx file is damaged",
                      .file = file,
                      .field = part,
                      .found = std::move(found),
                      .expected = "the file as it was saved; save and send it again"});
}

/// A name that would be written outside the folder it is unpacked to.
bool leads_out(std::string_view name) {
    const bool absolute =
        name.starts_with('/') || name.starts_with('\\') || (name.size() > 1 && name[1] == ':');
    if (absolute) {
        return true;
    }
    while (!name.empty()) {
        const std::size_t end = name.find_first_of("/\\");
        if (name.substr(0, end) == "..") {
            return true;
        }
        name.remove_prefix(end == std::string_view::npos ? name.size() : end + 1);
    }
    return false;
}

void check_part(const zip_stat_t& stat, std::size_t bytes_max, const std::string& file,
                const std::string& part) {
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE) {
        throw bad_input({.code = "sheet.encrypted",
                         .message = "the file has a password",
                         .file = file,
                         .field = part,
                         .expected = "the file saved without a password"});
    }
    if ((stat.valid & ZIP_STAT_SIZE) != 0 && stat.size > bytes_max) {
        throw bad_input({.code = "sheet.size",
                         .message = "the spreadsheet is larger than any list of stock",
                         .file = file,
                         .field = part,
                         .found = fmt::format("{} bytes unpacked", stat.size),
                         .expected = fmt::format("at most {}", bytes_max)});
    }
}

}  // namespace

void ZipArchive::Close::operator()(zip* archive) const {
    zip_discard(archive);
}

ZipArchive::ZipArchive(std::string_view bytes, const std::string& file) : file_(file) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    if (source != nullptr) {
        archive_.reset(zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error));
        if (!archive_) {
            zip_source_free(source);
        }
    }
    const std::string said = zip_error_strerror(&error);
    zip_error_fini(&error);
    if (!archive_) {
        throw damaged(file_, "", said);
    }
    check_names();
}

void ZipArchive::check_names() const {
    const zip_int64_t entries = zip_get_num_entries(archive_.get(), 0);
    if (entries > sheet_limits::zip_entries_max) {
        throw bad_input({.code = "sheet.size",
                         .message = "the archive holds more parts than any spreadsheet",
                         .file = file_,
                         .found = fmt::format("{} parts", entries),
                         .expected = fmt::format("at most {}", sheet_limits::zip_entries_max)});
    }
    for (zip_int64_t i = 0; i < entries; ++i) {
        const char* name =
            zip_get_name(archive_.get(), static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW);
        if (name != nullptr && leads_out(name)) {
            throw bad_input({.code = "sheet.unsafe",
                             .message = "a part of the archive has a path out of it",
                             .file = file_,
                             .found = name,
                             .expected = "a file saved by a spreadsheet program"});
        }
    }
}

bool ZipArchive::has(const std::string& part) const {
    return zip_name_locate(archive_.get(), part.c_str(), ZIP_FL_ENC_RAW) >= 0;
}

void ZipArchive::read(const std::string& part, std::size_t bytes_max,
                      const std::function<bool(std::string_view piece)>& take) const {
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat(archive_.get(), part.c_str(), ZIP_FL_ENC_RAW, &stat) != 0) {
        throw damaged(file_, part, "the part is missing");
    }
    check_part(stat, bytes_max, file_, part);
    const Part open(zip_fopen(archive_.get(), part.c_str(), ZIP_FL_ENC_RAW));
    if (!open) {
        throw damaged(file_, part, zip_strerror(archive_.get()));
    }
    std::array<char, 1U << 16U> piece{};
    for (std::size_t all = 0;;) {
        const zip_int64_t got = zip_fread(open.get(), piece.data(), piece.size());
        if (got < 0) {
            throw damaged(file_, part, zip_file_strerror(open.get()));
        }
        if (got == 0) {
            return;
        }
        all += static_cast<std::size_t>(got);
        stat.size = all;
        check_part(stat, bytes_max, file_, part);
        if (!take(std::string_view(piece.data(), static_cast<std::size_t>(got)))) {
            return;
        }
    }
}

}  // namespace relief
