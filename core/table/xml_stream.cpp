// SPDX-License-Identifier: Apache-2.0
#include "core/table/xml_stream.h"

#include "core/error.h"
#include "core/table/sheet.h"

#include <expat.h>
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

namespace relief {
namespace {

std::string_view local_name(const char* name) {
    const std::string_view whole(name);
    const std::size_t colon = whole.rfind(':');
    return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

struct FreeParser {
    void operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }
};

/// What errors call the XML and who wrote it.
struct XmlPlace {
    std::string family;  ///< of the code: "sheet", "xml"
    std::string file;
    std::string part;  ///< of an archive
    std::string writer;
};

Error xml_error(const XmlPlace& place, std::string_view what, std::string message, int line,
                std::string found, std::string expected) {
    const bool in_archive = !place.part.empty();
    return bad_input(
        {.code = fmt::format("{}.{}", place.family, what),
         .message = std::move(message),
         .file = place.file,
         .line = in_archive ? 0 : line,
         .field = in_archive && line > 0 ? fmt::format("{} line {}", place.part, line) : place.part,
         .found = std::move(found),
         .expected = std::move(expected)});
}

/// What the C callbacks of expat see. An exception must not pass through expat's frames: it is
/// kept, and thrown again outside.
struct Run {
    XML_Parser parser = nullptr;
    const XmlHandlers* handlers = nullptr;
    int depth = 0;
    std::size_t quiet_bytes = 0;  ///< read since the last call
    bool doctype = false;
    bool too_deep = false;
    std::exception_ptr error;

    void stop() const { XML_StopParser(parser, XML_FALSE); }

    template <typename Call>
    void guarded(Call&& call) {
        if (error) {
            return;
        }
        try {
            call();
        } catch (...) {
            error = std::current_exception();
            stop();
        }
    }
};

void on_start(void* data, const char* name, const char** attributes) {
    Run& run = *static_cast<Run*>(data);
    run.quiet_bytes = 0;
    if (++run.depth > sheet_limits::xml_depth_max) {
        run.too_deep = true;
        run.stop();
        return;
    }
    run.guarded([&] { run.handlers->start(local_name(name), XmlAttributes(attributes)); });
}

void on_end(void* data, const char* name) {
    Run& run = *static_cast<Run*>(data);
    run.quiet_bytes = 0;
    --run.depth;
    run.guarded([&] { run.handlers->end(local_name(name)); });
}

void on_text(void* data, const char* text, int size) {
    Run& run = *static_cast<Run*>(data);
    run.quiet_bytes = 0;
    run.guarded(
        [&] { run.handlers->text(std::string_view(text, static_cast<std::size_t>(size))); });
}

void on_doctype(void* data, const char* /*name*/, const char* /*system*/, const char* /*public*/,
                int /*internal*/) {
    Run& run = *static_cast<Run*>(data);
    run.doctype = true;
    run.stop();
}

void check(const Run& run, bool parsed, const XmlPlace& place) {
    if (run.error) {
        std::rethrow_exception(run.error);
    }
    if (run.doctype) {
        throw xml_error(place, "unsafe", "a DOCTYPE is not allowed", 0, "<!DOCTYPE", place.writer);
    }
    if (run.too_deep || !parsed) {
        throw xml_error(place, "damaged", "the XML is broken",
                        static_cast<int>(XML_GetCurrentLineNumber(run.parser)),
                        run.too_deep ? "elements nested too deep"
                                     : XML_ErrorString(XML_GetErrorCode(run.parser)),
                        "the file as it was saved; save and send it again");
    }
}

/// expat keeps a tag until it is whole and looks at it again with every piece: a tag without an end
/// would take all memory, and time by its square.
void check_quiet(const Run& run, const XmlPlace& place) {
    if (run.quiet_bytes > sheet_limits::xml_token_bytes_max) {
        throw xml_error(place, "size", "a tag or comment has no end", 0, "",
                        fmt::format("at most {} bytes", sheet_limits::xml_token_bytes_max));
    }
}

struct CloseFile {
    void operator()(std::FILE* file) const { (void)std::fclose(file); }
};

std::unique_ptr<std::FILE, CloseFile> open_plain(const std::filesystem::path& path) {
    std::error_code ignored;
    const auto status = std::filesystem::status(path, ignored);
    const bool is_there = status.type() != std::filesystem::file_type::not_found;
    // A pipe or a device would be waited for, or read, for ever.
    const bool is_plain = status.type() == std::filesystem::file_type::regular;
    std::unique_ptr<std::FILE, CloseFile> file(is_plain ? std::fopen(path.c_str(), "rbe")
                                                        : nullptr);
    if (!file) {
        throw bad_input(
            {.code = is_there ? "file.read" : "file.missing",
             .message = is_there ? "the file cannot be read" : "the file does not exist",
             .file = path.string(),
             .found = is_there && !is_plain ? "not a plain file" : "",
             .expected = "a file this user may read"});
    }
    return file;
}

/// One document, piece by piece.
class XmlRun {
  public:
    XmlRun(XmlPlace place, const XmlHandlers& handlers)
        : place_(std::move(place)), parser_(XML_ParserCreate(nullptr)) {
        if (!parser_) {
            throw fault({.code = "internal", .message = "no memory for an XML parser"});
        }
        run_.parser = parser_.get();
        run_.handlers = &handlers;
        XML_SetUserData(parser_.get(), &run_);
        XML_SetElementHandler(parser_.get(), on_start, on_end);
        XML_SetCharacterDataHandler(parser_.get(), on_text);
        XML_SetStartDoctypeDeclHandler(parser_.get(), on_doctype);
    }

    void feed(std::string_view piece) {
        run_.quiet_bytes += piece.size();
        parse(piece, XML_FALSE);
        check_quiet(run_, place_);
    }

    void end() { parse("", XML_TRUE); }

  private:
    void parse(std::string_view piece, XML_Bool last) {
        const bool parsed = XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()),
                                      last) == XML_STATUS_OK;
        check(run_, parsed, place_);
    }

    XmlPlace place_;
    std::unique_ptr<XML_ParserStruct, FreeParser> parser_;
    Run run_;
};

}  // namespace

std::string_view XmlAttributes::get(std::string_view name) const {
    for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
        if (local_name(pair[0]) == name) {
            return pair[1];
        }
    }
    return "";
}

bool XmlAttributes::has(std::string_view name) const {
    for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
        if (local_name(pair[0]) == name) {
            return true;
        }
    }
    return false;
}

void read_xml(const ZipArchive& archive, const std::string& part, std::size_t bytes_max,
              const std::string& file, const XmlHandlers& handlers) {
    XmlRun run({.family = "sheet",
                .file = file,
                .part = part,
                .writer = "a file saved by a spreadsheet program"},
               handlers);
    archive.read(part, bytes_max, [&](std::string_view piece) {
        run.feed(piece);
        return true;
    });
    run.end();
}

void read_xml_file(const std::filesystem::path& path, std::size_t bytes_max,
                   const XmlHandlers& handlers) {
    const XmlPlace place{.family = "xml",
                         .file = path.string(),
                         .part = {},
                         .writer = "XML that declares no types or entities of its own"};
    const auto file = open_plain(path);
    XmlRun run(place, handlers);
    std::vector<char> piece(std::size_t{1} << 16U);
    for (std::size_t bytes = 0;;) {
        const std::size_t got = std::fread(piece.data(), 1, piece.size(), file.get());
        if (got == 0) {
            break;
        }
        bytes += got;
        if (bytes > bytes_max) {
            throw xml_error(place, "size", "the file is too large", 0, "",
                            fmt::format("at most {} bytes", bytes_max));
        }
        run.feed(std::string_view(piece.data(), got));
    }
    if (std::ferror(file.get()) != 0) {
        throw bad_input({.code = "file.read",
                         .message = "the file cannot be read",
                         .file = path.string(),
                         .found = "a read error"});
    }
    run.end();
}

}  // namespace relief
