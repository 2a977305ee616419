// SPDX-License-Identifier: Apache-2.0
#include "tests/reserves/print/pdf_kit.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>

namespace relief::test {
namespace {

std::string output_of(const std::string& command) {
    std::string output;
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), &pclose);
    char buffer[4096];
    for (std::size_t got = 0; (got = fread(buffer, 1, sizeof buffer, pipe.get())) > 0;) {
        output.append(buffer, got);
    }
    return output;
}

}  // namespace

std::optional<std::string> ask(const std::string& program, std::string command,
                               const std::string& bytes) {
    if (output_of("command -v " + program).empty()) {
        return std::nullopt;
    }
    const auto file = std::filesystem::path(testing::TempDir()) /
                      ("relief_form_" + std::to_string(getpid()) + ".pdf");
    std::ofstream(file, std::ios::binary) << bytes;
    command.replace(command.find("FILE"), 4, file.string());
    std::string output = output_of("(" + command + ") 2>/dev/null");
    std::filesystem::remove(file);
    return output;
}

std::optional<std::vector<std::string>> page_texts(const std::string& bytes) {
    const auto text = ask("pdftotext", "pdftotext -enc UTF-8 FILE -", bytes);
    if (!text) {
        return std::nullopt;
    }
    std::vector<std::string> pages(1);
    for (const char c : *text) {
        if (c == '\f') {
            pages.emplace_back();
        } else if (c != ' ' && c != '\n') {
            pages.back() += c;
        }
    }
    pages.pop_back();
    return pages;
}

FormContent order_of(int lines) {
    FormContent content{.issuer = "吉林省",
                        .number = "220000-DB-2017-0017",
                        .unit = "吉林省减灾委员会办公室",
                        .date = "2017-07-15"};
    content.values = {{"from", "吉林市省级代储点"}, {"to", "永吉县民政局"}};
    for (int i = 1; i <= lines; ++i) {
        content.rows["lines"].push_back({{"item", "棉被"},
                                         {"lot", "L" + std::to_string(i)},
                                         {"unit", "床"},
                                         {"quantity", "8000"}});
    }
    content.signatures = {{"sign", "张某", "07-15 11:01"}};
    content.marks = {"示例数据"};
    content.print_count = 2;
    content.footer = "账面时间 2017-07-15 11:02:31";
    content.made_at = *parse_instant("2017-07-15T11:02:31");
    return content;
}

}  // namespace relief::test
