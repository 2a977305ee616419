// SPDX-License-Identifier: Apache-2.0
// What is sent to harm: refused, with nothing opened and nothing grown.
#include "tests/alerts/cap/cases.h"
#include "tests/kit/program.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <sstream>

namespace relief::cap {
namespace {

std::vector<std::string> attack_files() {
    std::vector<std::string> files;
    for (const CaseRow& row : case_rows(case_folder())) {
        if (row.file.substr(0, 7) == "attack/" || row.file.substr(0, 4) == "xxe/") {
            files.push_back(row.file);
        }
    }
    return files;
}

std::string first_code(const Reading& reading) {
    return reading.findings.empty() ? "" : std::string(reading.findings.front().code());
}

long peak_kb() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

TEST(CapAttack, MemoryStaysFlat) {
    static_cast<void>(reader().read(case_bytes("made/base_ok.xml")));
    const long before = peak_kb();
    for (int round = 0; round < 20; ++round) {
        for (const std::string& file : attack_files()) {
            static_cast<void>(reader().read(case_bytes(file)));
        }
    }
    EXPECT_LT(peak_kb() - before, 5 * 1024) << "kB";
}

/// strace sees every file and socket; the same command over a harmless message shows which belong
/// to the program itself.
TEST(CapAttack, NoFileAndNoSocketIsOpened) {
    const kit::TempFolder folder;
    const std::string trace = (folder / "trace").string();
    const auto traced = [&](const std::vector<std::string>& files) {
        std::vector<std::string> command{"strace",
                                         "-f",
                                         "-qq",
                                         "-e",
                                         "trace=open,openat,openat2,creat,socket,connect,execve",
                                         "-o",
                                         trace,
                                         RELIEF_PROGRAM,
                                         "alert",
                                         "check"};
        for (const std::string& file : files) {
            command.push_back((case_folder() / file).string());
        }
        command.insert(command.end(), {"--data", RELIEF_SOURCE_DIR "/data"});
        const kit::Ended ended = kit::run(command);
        EXPECT_LE(ended.status, 1) << ended.err;
        std::vector<std::string> calls;
        std::istringstream lines(std::filesystem::exists(trace) ? read_file(trace) : "");
        for (std::string line; std::getline(lines, line);) {
            const std::size_t name = line.find_first_not_of("0123456789 ");
            const std::string call = line.substr(name, line.find(" = ") - name);
            if (call.find(case_folder().string()) == std::string::npos) {
                calls.push_back(call);
            }
        }
        std::sort(calls.begin(), calls.end());
        calls.erase(std::unique(calls.begin(), calls.end()), calls.end());
        return calls;
    };
    if (!kit::is_installed("strace")) {
        GTEST_SKIP() << "strace is not installed: attack files were NOT traced";
    }
    const auto harmless = traced({"made/base_ok.xml"});
    if (harmless.empty()) {
        GTEST_SKIP() << "strace may not trace here: attack files were NOT traced";
    }
    // The control: the trace does see what is opened.
    EXPECT_TRUE(std::any_of(harmless.begin(), harmless.end(), [](const std::string& call) {
        return call.find("cap-1.2.xsd") != std::string::npos;
    }));
    for (const std::string& call : traced(attack_files())) {
        EXPECT_TRUE(std::binary_search(harmless.begin(), harmless.end(), call) ||
                    call.find("execve") != std::string::npos)
            << call;
        EXPECT_EQ(call.find("passwd"), std::string::npos) << call;
        EXPECT_EQ(call.find("AF_INET"), std::string::npos) << call;
    }
}

TEST(CapAttack, TooLargeIsRefusedUnread) {
    // Would not be well formed either: size is asked first.
    const std::string large(xml::document_bytes_max + 1, '<');
    EXPECT_EQ(first_code(reader().read(large)), "TOO_LARGE");
    const std::string message = case_bytes("made/base_ok.xml");
    EXPECT_EQ(first_code(reader().read(message, {.bytes_max = message.size()})), "");
    EXPECT_EQ(first_code(reader().read(message, {.bytes_max = message.size() - 1})), "TOO_LARGE");
}

TEST(CapAttack, DoctypesAndNulsInAnyEncoding) {
    const std::string body = "<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'/>";
    for (const char* doctype :
         {"<!DOCTYPE alert>", "<!DOCTYPE alert []>", "<!DOCTYPE alert SYSTEM 'http://a/b.dtd'>",
          "<!DOCTYPE alert PUBLIC 'x' 'file:///etc/passwd'>",
          "<!DOCTYPE alert [<!ENTITY % p SYSTEM 'http://a/p'> %p;]>"}) {
        EXPECT_EQ(first_code(reader().read(doctype + body)), "DTD_FORBIDDEN") << doctype;
    }
    std::string wide("\xFF\xFE", 2);
    for (const char c : "<!DOCTYPE alert>" + body) {
        wide += c;
        wide += '\0';
    }
    EXPECT_EQ(first_code(reader().read(wide)), "DTD_FORBIDDEN");
    EXPECT_EQ(first_code(reader().read(body + std::string("\0", 1))), "NOT_WELL_FORMED");
    EXPECT_EQ(first_code(reader().read("")), "NOT_WELL_FORMED");
}

TEST(CapAttack, NothingOfItIsPrinted) {
    std::string broken = case_bytes("made/enc_gb18030.xml");
    broken.insert(broken.find("<event>") + 7, "\xFF\xFF\x81:00<");
    std::string wide = case_bytes("made/enc_utf16le_bom.xml");
    wide.insert(400, "\x00\xD8\x00\xD8", 4);
    testing::internal::CaptureStderr();
    EXPECT_EQ(first_code(reader().read(broken)), "NOT_WELL_FORMED");
    EXPECT_EQ(reader().read(wide).verdict, Verdict::reject);
    for (const std::string& file : attack_files()) {
        static_cast<void>(reader().read(case_bytes(file)));
    }
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

/// A ring that folds over itself ten thousand times is refused, not computed for ever.
TEST(CapAttack, IntricateRingsHaveAnEnd) {
    std::string comb;
    for (int i = 0; i < 20000; ++i) {
        comb += (i % 2 == 0 ? "40," : "50,") + std::to_string(100 + i * 1e-3) + " ";
    }
    std::string text = case_bytes("made/base_ok.xml");
    const std::size_t from = text.find("<polygon>") + 9;
    text.replace(from, text.find("</polygon>") - from, comb + "35,110 40,100.000000");
    // The way home from the last tine crosses all the others.
    EXPECT_EQ(first_code(reader().read(text)), "POLYGON_SELF_INTERSECTION");
    std::string flat;
    for (int i = 0; i < 60000; ++i) {
        flat += (i % 2 == 0 ? "-" : "") + std::to_string(i * 1e-3 + 1) + "," +
                (i % 2 == 0 ? "-179 " : "179 ");
    }
    std::string wide = case_bytes("made/base_ok.xml");
    wide.replace(from, wide.find("</polygon>") - from, flat + "-1.000000,-179");
    EXPECT_EQ(reader().read(wide).verdict, Verdict::reject);
}

}  // namespace
}  // namespace relief::cap
