// SPDX-License-Identifier: Apache-2.0
#include "tools/server/api/console_door.h"

#include "core/error.h"
#include "tools/server/api/answer.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>

namespace relief {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view index_path = "/index.html";

/// First words of the console's addresses.
constexpr std::array<std::string_view, 15> routes{"duty",   "map",    "events", "find",  "dispatch",
                                                  "ledger", "alerts", "ready",  "drill", "sign",
                                                  "wall",   "me",     "admin",  "audit", "help"};

bool is_route(std::string_view path) {
    const std::string_view behind = path.substr(1);
    const std::string_view first = behind.substr(0, behind.find('/'));
    return first.empty() || std::find(routes.begin(), routes.end(), first) != routes.end();
}

bool is_others(std::string_view path) {
    return path == "/api" || path.starts_with("/api/") || path == "/healthz" || path == "/metrics";
}

/// Nothing but this page's own files and this server; no script or style inside the page.
void protect(http::Response& response) {
    response.headers.emplace_back("Content-Security-Policy",
                                  "default-src 'self'; img-src 'self' data: blob:; object-src "
                                  "'none'; frame-ancestors 'none'; base-uri 'none'; form-action "
                                  "'self'");
    response.headers.emplace_back("Referrer-Policy", "no-referrer");
}

constexpr std::string_view no_console_page = R"(<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>Relief</title></head>
<body>
<h1>网页值班台没有构建</h1>
<p>服务器在运行，命令行和 /api/v1 可用；这里只缺网页。装好 Node 20 或更新的版本，再构建一次：</p>
<pre>cmake --preset release -DRELIEF_CONSOLE=ON
cmake --build build/release --target console</pre>
<p>然后重开 <code>relief serve</code>；网页在别处时用 <code>--console DIR</code> 指明。</p>
<h1 lang="en">The web console was not built</h1>
<p lang="en">The server runs, and the command line and /api/v1 work; only the pages are missing.
With Node 20 or newer, build once more with the two commands above, then start
<code>relief serve</code> again. Where the pages are elsewhere, name their folder with
<code>--console DIR</code>.</p>
</body>
</html>
)";

http::Response no_console() {
    return {.status = 404,
            .content_type = "text/html; charset=utf-8",
            .body = std::string(no_console_page)};
}

http::Response nothing_here(const http::Request& request) {
    const std::string* accepted = request.header("accept-language");
    return problem_of(bad_input({.code = "request.unknown",
                                 .message = "nothing is at this address",
                                 .field = "path",
                                 .found = request.path,
                                 .expected = "a page of the console, or an address of "
                                             "/api/v1/openapi.json"}),
                      accepted != nullptr && accepted->starts_with("en") ? "en" : "zh");
}

}  // namespace

ConsoleDoor::ConsoleDoor(const fs::path& folder) {
    if (folder.empty()) {
        return;
    }
    files_ = http::StaticFiles(folder);
    if (!files_.holds(index_path)) {
        throw bad_input({.code = "console.folder",
                         .message = "the folder holds no console",
                         .file = folder.string(),
                         .field = "--console",
                         .found = "no index.html",
                         .expected = "the folder that the build target `console` writes"});
    }
}

std::optional<http::Response> ConsoleDoor::answer(const http::Request& request) const {
    if (is_others(request.path) || (request.method != "GET" && request.method != "HEAD")) {
        return std::nullopt;
    }
    http::Response response;
    if (files_.holds(request.path)) {
        response = files_.answer(request, request.path);
    } else if (!is_route(request.path)) {
        response = nothing_here(request);
    } else if (files_.holds(index_path)) {
        response = files_.answer(request, index_path);
    } else {
        response = no_console();
    }
    protect(response);
    return response;
}

fs::path find_console(const fs::path& program) {
    const fs::path bin = program.parent_path();
    for (const fs::path& folder :
         {bin.parent_path() / "share" / "relief" / "console", bin / "console"}) {
        std::error_code ignored;
        if (fs::is_regular_file(folder / "index.html", ignored)) {
            return folder;
        }
    }
    return {};
}

}  // namespace relief
