// SPDX-License-Identifier: Apache-2.0
#include "tests/server/server_kit.h"

#include <utility>

namespace relief::test {

TestServer::TestServer(http::ServerOptions options, http::Handler handler)
    : clock_(*parse_instant("2017-07-14T04:00:00Z")) {
    options.audit = [this](const http::Refusal& refusal, const std::string&) {
        const std::lock_guard lock(mutex_);
        refused_.push_back(refusal.code);
    };
    server_ = std::make_unique<http::HttpServer>(
        std::move(options), clock_,
        [this, handler = std::move(handler)](http::Request request, http::Reply reply) {
            {
                const std::lock_guard lock(mutex_);
                asked_.push_back(request.method + " " + request.path);
            }
            if (handler) {
                handler(std::move(request), std::move(reply));
            } else {
                reply(text_response(request.method + " " + request.path + " " + request.body));
            }
        });
}

std::vector<std::string> TestServer::asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
}

std::vector<std::string> TestServer::refused() const {
    const std::lock_guard lock(mutex_);
    return refused_;
}

http::Response text_response(std::string body) {
    http::Response response;
    response.content_type = "text/plain";
    response.body = std::move(body);
    return response;
}

}  // namespace relief::test
