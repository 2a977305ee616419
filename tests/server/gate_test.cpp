// SPDX-License-Identifier: Apache-2.0
// The gate by itself: bytes in, verdict out.
#include "tools/server/http/gate.h"
#include "tests/server/gate_table.h"
#include "tests/server/plain_reader.h"
#include "tools/server/http/head.h"

#include "core/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <random>
#include <string>
#include <variant>
#include <vector>

namespace relief::test {
namespace {

using http::ChunkReader;
using http::GateRules;
using http::Passed;
using http::Refusal;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

const std::string plain_get = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// The header passed and what follows it was left alone.
Passed passed(const std::string& bytes) {
    http::Verdict verdict = http::inspect(bytes, GateRules{});
    if (const auto* refusal = std::get_if<Refusal>(&verdict)) {
        ADD_FAILURE() << refusal->code << " for " << bytes;
        return {};
    }
    if (auto* good = std::get_if<Passed>(&verdict)) {
        return std::move(*good);
    }
    ADD_FAILURE() << "incomplete: " << bytes;
    return {};
}

/// Chunked requests pass the header; their body is what is refused. So are lengths over a limit.
bool is_of_the_body(const GateRow& row) {
    return row.code == "http.chunk" || row.code == "http.body_size";
}

TEST(Gate, RefusesEachRowOfTheTable) {
    for (const GateRow& row : gate_rows()) {
        const http::Verdict verdict = http::inspect(row.bytes, GateRules{});
        if (is_of_the_body(row)) {
            EXPECT_TRUE(std::holds_alternative<Passed>(verdict)) << row.name;
            continue;
        }
        const auto* refusal = std::get_if<Refusal>(&verdict);
        ASSERT_NE(refusal, nullptr) << row.number << " " << row.name;
        EXPECT_EQ(refusal->status, row.status) << row.name;
        EXPECT_EQ(refusal->code, row.code) << row.name;
        EXPECT_NE(error_title(row.code, "zh"), row.code) << "no title for " << row.code;
    }
}

TEST(Gate, NeverTakesBackWhatItSaidOfAPrefix) {
    std::vector<std::string> all{plain_get};
    for (const GateRow& row : gate_rows()) {
        all.push_back(row.bytes);
    }
    for (const std::string& bytes : all) {
        const http::Verdict last = http::inspect(bytes, GateRules{});
        bool decided = false;
        for (std::size_t length = 1; length <= std::min<std::size_t>(bytes.size(), 9000);
             ++length) {
            const http::Verdict now =
                http::inspect(std::string_view(bytes).substr(0, length), GateRules{});
            if (decided) {
                ASSERT_EQ(now.index(), last.index()) << length << " bytes of " << bytes;
            }
            decided = !std::holds_alternative<http::Incomplete>(now);
        }
    }
}

/// Every byte at every place of a field's value, since the gate looks at eight at a time.
TEST(Gate, FindsAControlCharacterWhereverItStands) {
    const std::string value = "abcdefghijklmnopqrstuvwxyz";
    const std::string before = "GET / HTTP/1.1\r\nHost: localhost\r\nX: ";
    for (int byte = 0; byte < 256; ++byte) {
        const bool control = (byte < 0x20 && byte != '\t') || byte == 0x7F;
        for (std::size_t at = 0; at < value.size(); ++at) {
            std::string bytes = before + value + "\r\n\r\n";
            bytes[before.size() + at] = static_cast<char>(byte);
            const http::Verdict verdict = http::inspect(bytes, GateRules{});
            const auto* refusal = std::get_if<Refusal>(&verdict);
            ASSERT_EQ(refusal != nullptr, control) << byte << " at " << at;
            ASSERT_TRUE(!control || refusal->code == "http.byte") << byte << " at " << at;
        }
    }
}

TEST(Gate, ReadsAGoodHeader) {
    const Passed get = passed(
        "GET /api/v1/stock/%E5%B8%90%E7%AF%B7?place=22&place=2202&note=a+b%26c&empty HTTP/1.1\r\n"
        "host: LOCALHOST:8080\r\nAccept: */*\r\n\r\nGET /next");
    EXPECT_EQ(get.method, "GET");
    EXPECT_EQ(get.target.path, "/api/v1/stock/帐篷");
    EXPECT_THAT(get.target.query, ElementsAre(Pair("place", "22"), Pair("place", "2202"),
                                              Pair("note", "a b&c"), Pair("empty", "")));
    EXPECT_EQ(get.framing, http::Framing::none);
    EXPECT_TRUE(get.keep_alive);
    EXPECT_FALSE(get.version_1_0);
}

TEST(Gate, FindsTheEndOfTheBody) {
    const Passed length = passed(
        "POST /x HTTP/1.1\r\nHost: [::1]:80\r\nContent-Length:  1048576 \r\n"
        "Expect: 100-Continue\r\n\r\n");
    EXPECT_EQ(length.framing, http::Framing::length);
    EXPECT_EQ(length.length, 1048576U);
    EXPECT_TRUE(length.expects_continue);
    const Passed chunked =
        passed("POST /x HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: Chunked\r\n\r\n");
    EXPECT_EQ(chunked.framing, http::Framing::chunked);
}

TEST(Gate, KeepsOrClosesAsTheClientAndItsVersionSay) {
    const auto keeps = [](const std::string& version, const std::string& field) {
        return passed("GET / HTTP/" + version + "\r\nHost: localhost\r\n" + field + "\r\n")
            .keep_alive;
    };
    EXPECT_TRUE(keeps("1.1", ""));
    EXPECT_FALSE(keeps("1.1", "Connection: Close\r\n"));
    EXPECT_FALSE(keeps("1.1", "Connection: keep-alive, close\r\n"));
    EXPECT_FALSE(keeps("1.0", ""));
    EXPECT_TRUE(keeps("1.0", "Connection: Keep-Alive\r\n"));
}

TEST(Gate, AllowsExactlyWhatItSays) {
    std::string fields;
    for (int i = 0; i < 63; ++i) {  // and Host
        fields += "A: b\r\n";
    }
    passed("GET / HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n");

    const std::string start = "GET / HTTP/1.1\r\nHost: localhost\r\nX: ";
    const std::string end = "\r\n\r\n";
    passed(start + std::string(8192 - start.size() - end.size(), 'v') + end);
    const auto over = http::inspect(
        start + std::string(8193 - start.size() - end.size(), 'v') + end, GateRules{});
    ASSERT_TRUE(std::holds_alternative<Refusal>(over));
    EXPECT_EQ(std::get<Refusal>(over).status, 431);
}

TEST(Gate, KnowsTheHostsItIsTold) {
    GateRules rules;
    rules.hosts = {"relief.jl.gov.cn"};
    const auto verdict = [&](const std::string& host) {
        return http::inspect("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n", rules);
    };
    EXPECT_TRUE(std::holds_alternative<Passed>(verdict("Relief.jl.gov.cn:8443")));
    EXPECT_TRUE(std::holds_alternative<Refusal>(verdict("localhost")));
    EXPECT_TRUE(std::holds_alternative<Refusal>(verdict("relief.jl.gov.cn.")));
}

TEST(Gate, OneLineForTheAudit) {
    const Refusal refusal{400, "http.host_unknown",
                          "a\r\n2026-11-24 admin granted\x1b[2J\"\xe2\x80\xae", ""};
    const std::string line = http::audit_line(refusal, "10.0.0.7");
    EXPECT_EQ(line,
              "http.host_unknown status=400 peer=10.0.0.7 "
              "found=\"a\\x0d\\x0a2026-11-24 admin granted\\x1b[2J\\\"\\xe2\\x80\\xae\"");
    EXPECT_LT(http::audit_line({400, "http.byte", std::string(5000, '\n'), ""}, "-").size(), 260U);
}

// A password or a token that came with a bad request is not shown and not logged.
TEST(Gate, TellsNoSecrets) {
    const std::string host = "Host: localhost\r\n";
    for (const std::string& bytes : std::vector<std::string>{
             "GET /setup?token=s3cret HTTP/9.9\r\n" + host + "\r\n",
             "GET /a/../setup?token=s3cret HTTP/1.1\r\n" + host + "\r\n",
             "GET /setup?token=s3cret x HTTP/1.1\r\n" + host + "\r\n",
             "GET /setup?token=s3cret\x01 HTTP/1.1\r\n" + host + "\r\n",
             "GET / HTTP/1.1\r\n" + host + "Authorization: s3cret\r\nauthorization: s3cret\r\n\r\n",
             "GET / HTTP/1.1\r\n" + host + "Authorization : s3cret\r\n\r\n",
             "GET / HTTP/1.1\r\n" + host + "Cookie s3cret\r\n\r\n",
             "GET / HTTP/1.1\r\n" + host + "Cookie:\r\n session=s3cret\r\n\r\n",
             "GET / HTTP/1.1\r\n" + host + "Cookie: session=s3cret\n\r\n",
             "GET / HTTP/1.1\r\n" + host + "Cookie: a=s3cret\r\nCookie: b=s3cret\r\n\r\n"}) {
        const http::Verdict verdict = http::inspect(bytes, GateRules{});
        ASSERT_TRUE(std::holds_alternative<Refusal>(verdict)) << bytes;
        EXPECT_THAT(std::get<Refusal>(verdict).found, Not(HasSubstr("s3cret"))) << bytes;
    }
}

// Headers put together from good and bad parts, so that most are nearly right.
class HeaderMaker {
  public:
    explicit HeaderMaker(unsigned seed) : random_(seed) {}

    std::string make() {
        std::string text =
            pick({"GET", "POST", "PUT", "get", "TRACE", "POST "}) +
            pick({" ", " ", " ", " ", "\t"}) + pick({"/", "/a", "/a?b=c", "a"}) + " " +
            pick({"HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0"}) + end();
        const bool has_host = chance(12) != 0;
        if (has_host) {
            text +=
                pick({"Host", "host", "HOST"}) + colon() +
                pick({"localhost", "localhost", "127.0.0.1:80", "[::1]", "evil", "localhost:"}) +
                end();
        }
        const auto fields = chance(4);
        for (unsigned i = 0; i < fields; ++i) {
            text += field();
        }
        text += end();
        if (chance(4) == 0) {
            text[chance(static_cast<unsigned>(text.size()))] = static_cast<char>(chance(256));
        }
        return text;
    }

  private:
    unsigned chance(unsigned of) { return static_cast<unsigned>(random_() % of); }
    std::string pick(const std::vector<std::string>& from) {
        return from[chance(static_cast<unsigned>(from.size()))];
    }
    std::string end() { return chance(40) == 0 ? pick({"\n", "\r", "\r\r\n"}) : "\r\n"; }
    std::string colon() { return chance(20) == 0 ? pick({" : ", ":\t", ""}) : pick({":", ": "}); }
    std::string field() {
        return pick({"Content-Length", "content-length", "Transfer-Encoding", "transfer-encoding",
                     "Expect", "Content-Encoding", "Cookie", "Accept", " X", "X-Y", "Connection"}) +
               colon() +
               pick({"0", "5", "05", "5, 5", "-1", "999999999999999999", "1000000000000000000",
                     "chunked", "Chunked", "gzip", "chunked, chunked", "identity", "100-continue",
                     "", " ", "a b", "\x80", "close", ",a,, b"}) +
               pick({"", "", " ", "\t"}) + end();
    }

    std::mt19937 random_;
};

TEST(Gate, FindsWhatASlowPlainReaderFinds) {
    HeaderMaker maker(1);
    int good = 0;
    for (int i = 0; i < 60000; ++i) {
        const std::string header = maker.make();
        const http::Verdict verdict = http::inspect(header, GateRules{});
        const auto* pass = std::get_if<Passed>(&verdict);
        // An end that came by chance inside the text: the plain reader is given that much.
        const auto plain =
            read_plainly(pass ? std::string_view(header).substr(0, pass->header_bytes) : header);
        const auto* refusal = std::get_if<Refusal>(&verdict);
        if (refusal != nullptr && refusal->code == "http.target") {
            continue;  // the plain reader does not look at targets
        }
        if (std::holds_alternative<http::Incomplete>(verdict)) {
            ASSERT_FALSE(plain) << header;
            continue;
        }
        ASSERT_EQ(pass != nullptr, plain.has_value())
            << header << (refusal != nullptr ? refusal->code : "");
        if (pass == nullptr) {
            continue;
        }
        ++good;
        EXPECT_EQ(pass->method, plain->method);
        EXPECT_EQ(pass->version_1_0, plain->version_1_0);
        EXPECT_EQ(pass->framing == http::Framing::chunked, plain->chunked);
        EXPECT_EQ(pass->framing == http::Framing::length, plain->length.has_value());
        EXPECT_EQ(pass->length, plain->length.value_or(0));
        // And Beast, who reads it next, does not refuse what passed.
        EXPECT_TRUE(http::parse_fields(header.substr(0, pass->header_bytes), *pass)) << header;
    }
    EXPECT_GT(good, 2000) << "the trial hardly ever makes a good header";
}

std::string chunked_text(std::mt19937& random) {
    const auto chance = [&random](unsigned of) { return static_cast<unsigned>(random() % of); };
    std::string text;
    const unsigned chunks = chance(4);
    const std::vector<std::string> extensions{"", "", "", ";a=b", ";\"x y\"", " ", ";\n", ";\r"};
    for (unsigned i = 0; i <= chunks; ++i) {
        const unsigned size = i == chunks ? 0 : chance(20);
        std::string digits;
        for (unsigned left = size; left > 0 || digits.empty(); left /= 16) {
            digits.insert(digits.begin(), "0123456789abcdefABCDEF"[left % 16]);
        }
        text += digits + extensions[chance(chance(3) == 0 ? 8 : 4)] + "\r\n";
        text += std::string(size, 'x') + "\r\n";
    }
    if (chance(3) == 0 && !text.empty()) {
        text[chance(static_cast<unsigned>(text.size()))] = static_cast<char>(chance(256));
    }
    return text;
}

TEST(Gate, ReadsChunksAsASlowPlainReaderDoesHoweverTheyAreCut) {
    std::mt19937 random(2);
    int good = 0;
    for (int i = 0; i < 20000; ++i) {
        const std::string text = chunked_text(random);
        const auto plain = read_chunks_plainly(text);
        ChunkReader reader(1U << 30);
        ChunkReader::State state = ChunkReader::State::more;
        std::string body;
        std::size_t used = 0;
        while (used < text.size() && state == ChunkReader::State::more) {
            const std::size_t step = 1 + random() % 7;
            std::string_view piece = std::string_view(text).substr(used, step);
            const std::size_t before = piece.size();
            state = reader.read(piece, body);
            used += before - piece.size();
        }
        const bool whole = state == ChunkReader::State::done && used == text.size();
        ASSERT_EQ(whole, plain.has_value()) << text;
        if (plain) {
            ++good;
            EXPECT_EQ(body, *plain);
        }
    }
    EXPECT_GT(good, 2000);
}

TEST(Gate, LeavesWhatFollowsTheLastChunk) {
    ChunkReader reader(100);
    std::string body;
    std::string_view bytes = "2\r\nab\r\n0\r\n\r\nGET /";
    EXPECT_EQ(reader.read(bytes, body), ChunkReader::State::done);
    EXPECT_EQ(body, "ab");
    EXPECT_EQ(bytes, "GET /");
}

TEST(Gate, SaysTooLargeBeforeAByteOfTheChunkIsKept) {
    ChunkReader reader(4);
    std::string body;
    std::string_view bytes = "2\r\nab\r\n3\r\nabc";
    EXPECT_EQ(reader.read(bytes, body), ChunkReader::State::too_large);
    EXPECT_EQ(body, "ab");
}

}  // namespace
}  // namespace relief::test
