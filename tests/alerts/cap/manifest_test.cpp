// SPDX-License-Identifier: Apache-2.0
// Every message of the case collection: its verdict and its first code. The verdicts were written
// by hand, with xmllint and xmlsec1 beside; see tests/data/alerts/README.md.
#include "tests/alerts/cap/cases.h"
#include "tests/kit/cases.h"

#include <gtest/gtest.h>

#include <atomic>
#include <iostream>
#include <thread>
#include <utility>

namespace relief::cap {
namespace {

/// How many rows of a folder there are files for; each of those must agree.
std::size_t compare(const std::filesystem::path& folder) {
    const ReadOptions options{.trust = case_trust(folder)};
    std::size_t compared = 0;
    std::size_t agreed = 0;
    for (const CaseRow& row : case_rows(folder)) {
        if (!std::filesystem::exists(folder / row.file)) {
            continue;
        }
        ++compared;
        const Reading reading = reader().read(read_file(folder / row.file), options);
        const std::string first =
            reading.findings.empty() ? "" : std::string(reading.findings.front().code());
        EXPECT_EQ(word(reading.verdict), row.expected) << row.file << " " << first;
        EXPECT_EQ(first, row.first_code) << row.file;
        agreed += word(reading.verdict) == row.expected && first == row.first_code ? 1U : 0U;
    }
    std::cout << "manifest: " << agreed << " of " << compared << " rows agree\n";
    return compared;
}

TEST(CapManifest, CasesThatMayBeCopiedAllAgree) {
    EXPECT_EQ(compare(case_folder()), 201U);
}

TEST(CapManifest, All209Agree) {
    const auto file = kit::shared_case("alerts/MANIFEST.csv");
    if (!file) {
        GTEST_SKIP() << "the alert cases are not beside this folder: the 8 messages of capcp/ and "
                        "meteoalarm/ were NOT compared";
    }
    EXPECT_EQ(compare(std::filesystem::path(*file).parent_path()), 209U);
}

TEST(CapManifest, SeveralThreadsAtOnceSayTheSame) {
    const ReadOptions options{.trust = case_trust(case_folder())};
    std::vector<std::pair<std::string, std::string>> cases;
    for (const CaseRow& row : case_rows(case_folder())) {
        if (std::filesystem::exists(case_folder() / row.file)) {
            cases.emplace_back(case_bytes(row.file), row.expected);
        }
    }
    std::atomic<std::size_t> agreed = 0;
    const auto work = [&] {
        for (const auto& [bytes, expected] : cases) {
            agreed += word(reader().read(bytes, options).verdict) == expected ? 1U : 0U;
        }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back(work);
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(agreed, 4 * cases.size());
}

}  // namespace
}  // namespace relief::cap
