// SPDX-License-Identifier: Apache-2.0
// The manual page and the completion that the program writes of itself.
#include "tests/tools/cli_kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace relief {
namespace {

using kit::Ended;
using kit::relief_run;
using kit::run;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string help(const std::vector<std::string>& options) {
    std::vector<std::string> arguments{"help"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const Ended ended = relief_run(arguments);
    EXPECT_EQ(ended.status, 0) << ended.err;
    return ended.out;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

TEST(ManualTest, HasEveryCommandAndEveryGlobalOption) {
    const std::vector<std::string> lines = lines_of(help({"--man", "--lang", "en"}));
    for (const char* command : {".SS init", ".SS backup", ".SS scenario list", ".SS order sign",
                                ".SS inspect hazard open", ".SS help"}) {
        EXPECT_THAT(lines, Contains(command));
    }
    for (const char* option : {".TP", "\\fB\\-\\-db\\fR \\fIFILE\\fR", "\\fB\\-\\-json\\fR",
                               "\\fB\\-\\-lang\\fR \\fIzh|en\\fR"}) {
        EXPECT_THAT(lines, Contains(option));
    }
    EXPECT_THAT(help({"--man", "--lang", "zh"}), HasSubstr(".SH 退出码"));
}

TEST(ManualTest, RoffHasNothingToComplainOf) {
    if (!kit::is_installed("groff")) {
        GTEST_SKIP() << "no groff here";
    }
    const kit::TempFolder folder;
    for (const std::string language : {"en", "zh"}) {
        const std::filesystem::path page = folder / ("relief." + language + ".1");
        kit::write_text(page, help({"--man", "--lang", language}));
        const Ended ended = run({"groff", "-man", "-ww", "-z", "-Kutf8", "-Tutf8", page.string()});
        EXPECT_EQ(ended.status, 0);
        EXPECT_EQ(ended.err, "") << language;
    }
    const std::filesystem::path broken = folder / "broken.1";
    kit::write_text(broken, ".TH RELIEF 1\n.NOSUCHREQUEST\n");
    EXPECT_NE(run({"groff", "-man", "-ww", "-z", "-Tutf8", broken.string()}).err, "");
}

class CompletionTest : public testing::Test {
  protected:
    CompletionTest() { kit::write_text(script_, help({"--completion", "bash"})); }

    /// What bash offers when Tab is pressed behind these words, the last being unfinished.
    [[nodiscard]] std::vector<std::string> offered(const std::string& words) const {
        const Ended ended =
            run({"bash", "--norc", "--noprofile", "-uc",
                 "source " + script_.string() + "; COMP_WORDS=(relief " + words +
                     "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _relief; printf '%s\\n' "
                     "\"${COMPREPLY[@]}\""});
        EXPECT_EQ(ended.status, 0) << ended.err;
        EXPECT_EQ(ended.err, "");
        return lines_of(ended.out);
    }

    kit::TempFolder folder_;
    std::filesystem::path script_ = folder_ / "relief";
};

TEST_F(CompletionTest, CommandsAndTheirOptionsAreOffered) {
    EXPECT_THAT(offered("bac"), ElementsAre("backup"));
    EXPECT_THAT(offered("scenario ''"), Contains("list"));
    EXPECT_THAT(offered("inspect hazard ''"), Contains("open"));
    EXPECT_THAT(offered("backup /tmp --k"), ElementsAre("--keep"));
    EXPECT_THAT(offered("--json backup --"), AllOf(Contains("--list"), Contains("--db")));
    EXPECT_THAT(offered("level ''"), Contains("decide")) << "a command and a group in one";
    EXPECT_THAT(offered("backup --"), Not(Contains("--anchor"))) << "restore's";
}

TEST_F(CompletionTest, ValuesAreOfferedWhereThereAreFew) {
    EXPECT_THAT(offered("plan --lang ''"), ElementsAre("zh", "en"));
    EXPECT_THAT(offered("plan --db ''"), ElementsAre("")) << "bash offers files then";
}

TEST(HelpTest, OneOfTheTwoIsWanted) {
    EXPECT_EQ(relief_run({"help"}).status, 2);
    EXPECT_EQ(relief_run({"help", "--completion", "fish"}).status, 2);
    EXPECT_EQ(relief_run({"help", "--man", "--completion", "bash"}).status, 2);
}

}  // namespace
}  // namespace relief
