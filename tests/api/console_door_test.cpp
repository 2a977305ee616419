// SPDX-License-Identifier: Apache-2.0
#include "tools/server/api/console_door.h"
#include "core/error.h"
#include "tests/api/api_kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>

namespace relief::kit {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

std::string header(const http::Response& response, std::string_view name) {
    const auto found = std::find_if(response.headers.begin(), response.headers.end(),
                                    [name](const auto& field) { return field.first == name; });
    return found == response.headers.end() ? "" : found->second;
}

class ConsoleDoorTest : public testing::Test {
  protected:
    ConsoleDoorTest() {
        write_text(folder_ / "index.html", "<!doctype html><title>desk</title>");
        write_text(folder_ / "favicon.svg", "<svg/>");
    }

    TempFolder folder_;
};

TEST_F(ConsoleDoorTest, ItsRoutesGiveThePage) {
    const ConsoleDoor door(folder_.path());
    for (const char* path : {"/", "/duty", "/map", "/events/2017-07-yongji-flood", "/find",
                             "/dispatch/orders/JLDB-2017-0017", "/ledger/stock", "/alerts",
                             "/ready/site", "/drill/control", "/sign/JLDB-2017-0017", "/wall",
                             "/me", "/admin", "/audit", "/help/", "/index.html"}) {
        const auto page = door.answer({.method = "GET", .path = path});
        ASSERT_TRUE(page) << path;
        EXPECT_EQ(page->status, 200) << path;
        EXPECT_THAT(std::string(page->content()), HasSubstr("<title>desk</title>")) << path;
        EXPECT_EQ(header(*page, "Cache-Control"), "no-cache") << path;
    }
    EXPECT_EQ(door.answer({.method = "HEAD", .path = "/favicon.svg"})->content_type,
              "image/svg+xml");
}

TEST_F(ConsoleDoorTest, NothingElseIsThere) {
    const ConsoleDoor door(folder_.path());
    for (const char* path : {"/dutyfree", "/secret", "/DUTY", "/favicon.svg/", "/.git/config"}) {
        EXPECT_EQ(door.answer({.method = "GET", .path = path})->status, 404) << path;
    }
    for (const char* path : {"/api", "/api/v1/stock", "/healthz", "/metrics"}) {
        EXPECT_FALSE(door.answer({.method = "GET", .path = path})) << path;
    }
    EXPECT_FALSE(door.answer({.method = "POST", .path = "/"}));
}

TEST_F(ConsoleDoorTest, ItsPagesRunNothingButTheirOwnFiles) {
    const ConsoleDoor door(folder_.path());
    for (const char* path : {"/", "/favicon.svg", "/nowhere"}) {
        const auto page = door.answer({.method = "GET", .path = path});
        const std::string policy = header(*page, "Content-Security-Policy");
        EXPECT_THAT(policy, HasSubstr("default-src 'self'")) << path;
        EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'")) << path;
        EXPECT_THAT(policy, Not(HasSubstr("unsafe"))) << path;
        EXPECT_EQ(header(*page, "Referrer-Policy"), "no-referrer") << path;
    }
}

TEST(ConsoleDoor, ThatWasNotBuiltSaysHow) {
    const ConsoleDoor door("");
    const auto page = door.answer({.method = "GET", .path = "/duty"});
    EXPECT_EQ(page->status, 404);
    EXPECT_THAT(std::string(page->content()), HasSubstr("网页值班台没有构建"));
    EXPECT_THAT(std::string(page->content()), HasSubstr("--target console"));
    const TempFolder empty;
    EXPECT_THROW(ConsoleDoor(empty.path()), Error);
}

TEST_F(ConsoleDoorTest, IsFoundBesideTheProgramOrInShare) {
    const TempFolder prefix;
    fs::create_directories(prefix / "bin/console");
    EXPECT_EQ(find_console(prefix / "bin/relief"), "");
    write_text(prefix / "bin/console/index.html", "built");
    EXPECT_EQ(find_console(prefix / "bin/relief"), prefix / "bin/console");
    fs::create_directories(prefix / "share/relief/console");
    write_text(prefix / "share/relief/console/index.html", "installed");
    EXPECT_EQ(find_console(prefix / "bin/relief"), prefix / "share/relief/console");
}

TEST(ConsoleOfTheServer, IsPublicAndNothingElseIs) {
    DemoApi desk(DemoApi::Door::log_in);
    desk.open();
    EXPECT_EQ(desk.ask({.path = "/"}).content_type, "text/html; charset=utf-8");
    EXPECT_EQ(desk.ask({.path = "/nowhere"}).status, 404);
    EXPECT_EQ(desk.ask({.path = "/api/v1/stock"}).status, 401);
    EXPECT_EQ(desk.ask({.path = "/api/v1/nowhere"}).status, 401);
    EXPECT_EQ(desk.ask({.method = "POST", .path = "/"}).status, 401);
}

}  // namespace
}  // namespace relief::kit
