// SPDX-License-Identifier: Apache-2.0
// Rules that no file of the case collection breaks, and the order in which findings are told.
#include "alerts/cap/finding_table.h"
#include "tests/alerts/cap/cases.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace relief::cap {
namespace {

/// base_ok.xml with a piece replaced; the test fails where it does not stand there.
std::string changed(std::string_view from, std::string_view to,
                    const std::string& file = "made/base_ok.xml") {
    std::string text = case_bytes(file);
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    return text;
}

std::vector<std::string> codes(const std::string& bytes) {
    std::vector<std::string> list;
    for (const Finding& finding : reader().read(bytes).findings) {
        list.emplace_back(finding.code());
    }
    return list;
}

using List = std::vector<std::string>;

TEST(CapRules, BeyondTheCollection) {
    EXPECT_EQ(codes(changed("yjglt.jl.gov.cn", "")), List{"SENDER_EMPTY"});
    EXPECT_EQ(codes(changed("<event>山洪灾害气象风险预警", "<event>")), List{"EVENT_EMPTY"});
    EXPECT_EQ(codes(changed("<polygon>43.70,127.00 44.50,127.00 44.50,128.20 43.70,128.20 "
                            "43.70,127.00</polygon>",
                            "<circle>95,127 3</circle>")),
              List{"CIRCLE_RANGE"});
    EXPECT_EQ(codes(changed("<polygon>43.70,127.00 44.50,127.00 44.50,128.20 43.70,128.20 "
                            "43.70,127.00</polygon>",
                            "<circle> </circle>")),
              List{"CIRCLE_EMPTY"});
    EXPECT_EQ(codes(changed("<expires>", "<onset>2026-07-20T16:00:00+08:00</onset><expires>")),
              List{"EXPIRES_BEFORE_ONSET"});
    EXPECT_EQ(codes(changed("<area>",
                            "<resource><resourceDesc>map</resourceDesc><mimeType>image/png"
                            "</mimeType><derefUri>not*base64</derefUri></resource><area>")),
              (List{"DEREFURI_TWO_WAY", "RESOURCE_NOT_BASE64"}));
    EXPECT_EQ(codes(changed("</headline>", "</headline><description>x</description>",
                            "made/bilingual_ok.xml")),
              List{});
}

TEST(CapRules, OneTextInTwoLanguages) {
    std::string text = case_bytes("made/bilingual_ok.xml");
    const std::string headline = "</headline>";
    for (std::size_t at = text.find(headline); at != std::string::npos;
         at = text.find(headline, at + 40)) {
        text.insert(at + headline.size(), "<description>same</description>");
    }
    EXPECT_EQ(codes(text), List{"LANGUAGE_SAME_TEXT"});
}

TEST(CapRules, ADamagedFileCostsTheFileNotTheWarning) {
    const Reading reading = reader().read(case_bytes("made/resource_digest_wrong.xml"));
    EXPECT_EQ(reading.verdict, Verdict::accept_with_warnings);
    EXPECT_TRUE(reading.alert->infos.at(0).resources.empty());
    const Reading good = reader().read(case_bytes("made/resource_deref_ok.xml"));
    EXPECT_EQ(good.alert->infos.at(0).resources.size(), 1U);
}

TEST(CapRules, RingsWithinRingsAreAUnionAndKeptApart) {
    const Reading reading = reader().read(case_bytes("made/polygon_two_union.xml"));
    EXPECT_EQ(reading.alert->infos.at(0).areas.at(0).polygons.size(), 2U);
    EXPECT_EQ(reading.alert->infos.at(0).areas.at(0).polygons.at(0).at(0),
              (LonLat{.longitude = 127, .latitude = 43.7}));
}

TEST(CapRules, MessagesAreReadWhateverTheirEncoding) {
    const Alert base = *reader().read(case_bytes("made/base_ok.xml")).alert;
    for (const char* file : {"made/enc_gb18030.xml", "made/enc_utf16le_bom.xml",
                             "made/enc_utf8_bom.xml", "made/enc_no_declaration.xml"}) {
        EXPECT_EQ(reader().read(case_bytes(file)).alert->infos.at(0).headline,
                  base.infos.at(0).headline)
            << file;
    }
}

TEST(CapRules, OlderVersionsMeanTheSame) {
    // Appendix A.2 of each version tells the same thunderstorm.
    const Reading oldest = reader().read(case_bytes("oasis/v1dot0_appendix_a2.xml"));
    const Reading newest = reader().read(case_bytes("oasis/v1dot2_appendix_a2.xml"));
    EXPECT_EQ(oldest.form, Form::cap_1_0);
    EXPECT_EQ(newest.form, Form::cap_1_2);
    const Area& one = oldest.alert->infos.at(0).areas.at(0);
    const Area& other = newest.alert->infos.at(0).areas.at(0);
    EXPECT_EQ(one.polygons, other.polygons);
    ASSERT_FALSE(one.geocodes.empty());
    EXPECT_EQ(one.geocodes.at(0).value, other.geocodes.at(0).value);
    EXPECT_EQ(oldest.alert->infos.at(0).severity, newest.alert->infos.at(0).severity);
}

TEST(CapRules, FindingsStandInOrderOfWeight) {
    EXPECT_EQ(codes(case_bytes("capcollector/alert_2.xml")),
              (List{"UTC_AS_PLUS_ZERO", "GEOCODE_ONLY"}));
    EXPECT_EQ(codes(case_bytes("ipaws/ipaws-5e6ddbad023f1930ef6c1a5a.xml")),
              (List{"SIGNATURE_UNTRUSTED", "DEREFURI_TWO_WAY", "RESOURCE_SIZE", "RESOURCE_DIGEST",
                    "GEOCODE_ONLY"}));
    const Reading dwd = reader().read(case_bytes("dwd/dwd-pvw-1687470000000.xml"));
    // Counts of MANIFEST.csv: x8, x1344.
    ASSERT_EQ(dwd.findings.size(), 2U);
    EXPECT_EQ(dwd.findings[0].count, 8);
    EXPECT_EQ(dwd.findings[1].count, 1344);
}

TEST(CapRules, EveryRuleHasItsWordsAndRejectsStandFirst) {
    std::set<std::string_view> seen;
    bool warned = false;
    for (const FindingKind& kind : finding_table) {
        EXPECT_TRUE(seen.insert(kind.code).second) << kind.code;
        EXPECT_FALSE(kind.zh.empty() || kind.en.empty() || kind.mend_zh.empty() ||
                     kind.mend_en.empty() || kind.rule.empty())
            << kind.code;
        EXPECT_FALSE(warned && kind.rejects) << kind.code;
        warned = warned || !kind.rejects;
    }
}

}  // namespace
}  // namespace relief::cap
