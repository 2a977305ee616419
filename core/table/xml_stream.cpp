// SPDX-License-Identifier: Apache-2.0
#include "core/table/xml_stream.h"

#include "core/error.h"
#include "core/table/sheet.h"

#include <expat.h>
#include <fmt/format.h>

#include <exception>
#include <memory>

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

void check(const Run& run, bool parsed, const std::string& part, const std::string& file) {
    if (run.error) {
        std::rethrow_exception(run.error);
    }
    if (run.doctype) {
        throw bad_input({.code = "sheet.unsafe",
                         .message = "a DOCTYPE is not allowed",
                         .file = file,
                         .field = part,
                         .found = "<!DOCTYPE",
                         .expected = "a file saved by a spreadsheet program"});
    }
    if (run.too_deep || !parsed) {
        const int line = static_cast<int>(XML_GetCurrentLineNumber(run.parser));
        throw bad_input({.code = "sheet.damaged",
                         .message = "the XML of a part is broken",
                         .file = file,
                         .field = fmt::format("{} line {}", part, line),
                         .found = run.too_deep ? "elements nested too deep"
                                               : XML_ErrorString(XML_GetErrorCode(run.parser)),
                         .expected = "the file as it was saved; save and send it again"});
    }
}

/// expat keeps a tag until it is whole and looks at it again with every piece: a tag without an end
/// would take all memory, and time by its square.
void check_quiet(const Run& run, const std::string& part, const std::string& file) {
    if (run.quiet_bytes > sheet_limits::xml_token_bytes_max) {
        throw bad_input(
            {.code = "sheet.size",
             .message = "a tag or comment in a part has no end",
             .file = file,
             .field = part,
             .expected = fmt::format("at most {} bytes", sheet_limits::xml_token_bytes_max)});
    }
}

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
    const std::unique_ptr<XML_ParserStruct, FreeParser> parser(XML_ParserCreate(nullptr));
    if (!parser) {
        throw fault({.code = "internal", .message = "no memory for an XML parser"});
    }
    Run run{.parser = parser.get(), .handlers = &handlers};
    XML_SetUserData(parser.get(), &run);
    XML_SetElementHandler(parser.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
    archive.read(part, bytes_max, [&](std::string_view piece) {
        run.quiet_bytes += piece.size();
        const bool parsed = XML_Parse(parser.get(), piece.data(), static_cast<int>(piece.size()),
                                      XML_FALSE) == XML_STATUS_OK;
        check(run, parsed, part, file);
        check_quiet(run, part, file);
        return true;
    });
    const bool parsed = XML_Parse(parser.get(), "", 0, XML_TRUE) == XML_STATUS_OK;
    check(run, parsed, part, file);
}

}  // namespace relief
