// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/failure.h"

#include "tools/commands/session.h"
#include "tools/desk/document.h"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {

std::string error_json(const ErrorDetail& detail, std::string_view language) {
    nlohmann::ordered_json line = nullptr;
    if (detail.line > 0) {
        line = detail.line;
    }
    return document_text({{"schema", "relief.error/1"},
                          {"code", detail.code},
                          {"title", error_title(detail.code, language)},
                          {"message", detail.message},
                          {"file", detail.file},
                          {"line", std::move(line)},
                          {"field", detail.field},
                          {"found", detail.found},
                          {"expected", detail.expected}});
}

std::string error_line(const ErrorDetail& detail, std::string_view language) {
    std::string text;
    if (!detail.file.empty()) {
        text += detail.file + ':';
        text += detail.line > 0 ? std::to_string(detail.line) + ": " : " ";
    }
    if (!detail.field.empty()) {
        text += detail.field + ": ";
    }
    const bool zh = language == "zh";
    text += zh ? fmt::format("{}（{}）", error_title(detail.code, language), detail.message)
               : detail.message;
    if (!detail.found.empty()) {
        text += (zh ? "；实际 " : "; found ") + detail.found;
    }
    if (!detail.expected.empty()) {
        text += (zh ? "；应为 " : "; expected ") + detail.expected;
    }
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text + '\n';
}

void report_failure(const ErrorDetail& detail, bool json, std::string_view language) {
    if (json) {
        try {
            print_to_stdout(error_json(detail, language));
            return;
        } catch (const Error&) {
            // Nobody reads stdout; the line on stderr is what is left.
        }
    }
    std::fputs(error_line(detail, language).c_str(), stderr);
}

}  // namespace relief
