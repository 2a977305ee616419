// SPDX-License-Identifier: Apache-2.0
// Rows 24 to 26 of the attack table, with files behind the door, and how browsers keep what they
// have.
#include "tools/server/http/static_files.h"
#include "core/error.h"
#include "tests/kit/program.h"
#include "tests/server/gate_table.h"
#include "tests/server/raw_client.h"
#include "tests/server/server_kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace relief::test {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string secret = "what nobody may read";

/// A folder of pages inside another that holds what must not come out.
class StaticFilesTest : public testing::Test {
  protected:
    StaticFilesTest() : root_(outside_ / "pages") {
        fs::create_directories(root_ / "assets");
        kit::write_text(outside_ / "secret", secret);
        kit::write_text(root_ / "index.html", "<!doctype html>");
        kit::write_text(root_ / "assets" / "app-1a2b.js", "the script, long enough");
        kit::write_text(root_ / "assets" / "app-1a2b.js.gz", "packed");
    }

    static http::Response ask(const http::StaticFiles& files, std::string_view path,
                              http::Pairs headers = {}) {
        return files.answer({.method = "GET", .path = std::string(path), .headers = headers}, path);
    }

    static std::string header(const http::Response& response, std::string_view name) {
        for (const auto& [field, value] : response.headers) {
            if (field == name) {
                return value;
            }
        }
        return "";
    }

    kit::TempFolder outside_;
    fs::path root_;
};

std::string get_file(const std::string& target) {
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
}

TEST_F(StaticFilesTest, NothingOutsideTheFolderComesOut) {
    fs::create_symlink(outside_ / "secret", root_ / "linked");
    fs::create_directory_symlink(outside_.path(), root_ / "up");
    fs::create_hard_link(outside_ / "secret", root_ / ".hidden");
    // Without the door the file system gives all three away.
    for (const char* way : {"linked", "up/secret", ".hidden", "../secret"}) {
        std::ifstream open_to_all(root_ / way);
        EXPECT_EQ(std::string(std::istreambuf_iterator<char>(open_to_all), {}), secret) << way;
    }

    const http::StaticFiles files(root_);
    EXPECT_THAT(files.left_out(), ElementsAre("/.hidden", "/linked", "/up"));
    const http::Handler handler = [&files](const http::Request& request, const http::Reply& reply) {
        reply(files.holds(request.path) ? files.answer(request, request.path)
                                        : http::Response{.status = 404});
    };
    TestServer server({}, handler);
    std::vector<std::string> tried;
    for (const GateRow& row : gate_rows()) {
        if (row.number == 24 || row.number == 25) {
            tried.push_back(row.bytes);
        }
    }
    ASSERT_GE(tried.size(), 20U);
    for (const char* target :
         {"/linked", "/up/secret", "/up", "/.hidden", "/../secret", "/assets/../../secret",
          "/assets", "/assets/", "/index.html/", "/INDEX.HTML", "/assets/app-1a2b.js.gz"}) {
        tried.push_back(get_file(target));
    }
    for (const std::string& bytes : tried) {
        RawClient client(server.port());
        client.send(bytes);
        client.end();
        const std::string all = client.read_all();
        EXPECT_TRUE(status_of(all) == 404 || status_of(all) == 400) << bytes << "\n" << all;
        EXPECT_THAT(all, Not(HasSubstr(secret))) << bytes;
    }
}

TEST_F(StaticFilesTest, AFileTakenOutOfTheFolderIsStillServedAsItWas) {
    const http::StaticFiles files(root_);
    fs::remove(root_ / "index.html");
    fs::create_symlink(outside_ / "secret", root_ / "index.html");
    EXPECT_EQ(ask(files, "/index.html").content(), "<!doctype html>");
}

TEST_F(StaticFilesTest, HashedNamesAreKeptForAYearAndPagesAskedForEachTime) {
    const http::StaticFiles files(root_);
    EXPECT_EQ(header(ask(files, "/assets/app-1a2b.js"), "Cache-Control"),
              "public, max-age=31536000, immutable");
    EXPECT_EQ(header(ask(files, "/index.html"), "Cache-Control"), "no-cache");
    EXPECT_EQ(ask(files, "/index.html").content_type, "text/html; charset=utf-8");
    EXPECT_EQ(ask(files, "/assets/app-1a2b.js").content_type, "text/javascript; charset=utf-8");
}

TEST_F(StaticFilesTest, WhatTheClientHasIsNotSentAgain) {
    const http::StaticFiles files(root_);
    const std::string tag = header(ask(files, "/index.html"), "ETag");
    // sha256 of "<!doctype html>", its first half, as sha256sum tells it.
    EXPECT_EQ(tag, "\"fe26c59e91ac8de694b2531dc3bdc1b7\"");
    for (const std::string& known : {tag, "W/" + tag, "\"other\", " + tag, std::string("*")}) {
        const http::Response same = ask(files, "/index.html", {{"if-none-match", known}});
        EXPECT_EQ(same.status, 304) << known;
        EXPECT_EQ(same.content(), "");
        EXPECT_EQ(header(same, "ETag"), tag);
    }
    EXPECT_EQ(ask(files, "/index.html", {{"if-none-match", "\"other\""}}).status, 200);
}

TEST_F(StaticFilesTest, PackedFilesGoToWhoTakesThem) {
    const http::StaticFiles files(root_);
    const http::Response packed =
        ask(files, "/assets/app-1a2b.js", {{"accept-encoding", "br, gzip;q=0.5"}});
    EXPECT_EQ(packed.content(), "packed");
    EXPECT_EQ(header(packed, "Content-Encoding"), "gzip");
    EXPECT_EQ(header(packed, "Vary"), "Accept-Encoding");
    const http::Response plain = ask(files, "/assets/app-1a2b.js");
    EXPECT_EQ(plain.content(), "the script, long enough");
    EXPECT_EQ(header(plain, "Content-Encoding"), "");
    EXPECT_EQ(header(plain, "Vary"), "Accept-Encoding");
    EXPECT_NE(header(plain, "ETag"), header(packed, "ETag"));
    EXPECT_EQ(header(ask(files, "/index.html", {{"accept-encoding", "gzip"}}), "Vary"), "");
}

TEST(AcceptEncoding, IsReadWithItsWeights) {
    for (const char* yes : {"gzip", "GZIP", "br, gzip", "gzip;q=1.0", "*", "gzip ; q=0.001",
                            "identity;q=0, *;q=0.1", "x-gzip", "*;q=0, gzip"}) {
        EXPECT_TRUE(http::takes_gzip(yes)) << yes;
    }
    for (const char* no : {"", "br", "identity", "gzip;q=0", "gzip; q=0.000", "*;q=0",
                           "gzip;q=0, *", "notgzip", "deflate, br;q=1"}) {
        EXPECT_FALSE(http::takes_gzip(no)) << no;
    }
}

TEST_F(StaticFilesTest, AFolderThatIsTooLargeIsRefused) {
    EXPECT_THROW(http::StaticFiles(root_, {.files_max = 2, .bytes_max = 1000}), Error);
    EXPECT_THROW(http::StaticFiles(root_, {.files_max = 9, .bytes_max = 20}), Error);
    EXPECT_THROW(http::StaticFiles(root_ / "nowhere"), Error);
    EXPECT_EQ(http::StaticFiles(root_, {.files_max = 3, .bytes_max = 1000}).size(), 2U);
}

}  // namespace
}  // namespace relief::test
