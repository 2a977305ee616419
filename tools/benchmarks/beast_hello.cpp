// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/beast_hello.h"

// Boost 1.74's asio uses std::exchange without including it.
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <chrono>
#include <thread>

namespace relief::bench {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace beast_http = boost::beast::http;
using asio::ip::tcp;

class Session : public std::enable_shared_from_this<Session> {
  public:
    Session(tcp::socket socket, const std::string& text)
        : stream_(std::move(socket)), text_(text) {}

    void read() {
        request_ = {};
        stream_.expires_after(std::chrono::seconds(30));
        beast_http::async_read(stream_, buffer_, request_,
                               [self = shared_from_this()](beast::error_code error, std::size_t) {
                                   if (!error) {
                                       self->write();
                                   }
                               });
    }

  private:
    void write() {
        response_ = {beast_http::status::ok, request_.version()};
        response_.set(beast_http::field::content_type, "application/json");
        response_.keep_alive(request_.keep_alive());
        response_.body() = text_;
        response_.prepare_payload();
        beast_http::async_write(stream_, response_,
                                [self = shared_from_this()](beast::error_code error, std::size_t) {
                                    if (!error && self->request_.keep_alive()) {
                                        self->read();
                                    }
                                });
    }

    beast::tcp_stream stream_;
    beast::flat_buffer buffer_;
    beast_http::request<beast_http::string_body> request_;
    beast_http::response<beast_http::string_body> response_;
    const std::string& text_;
};

}  // namespace

struct BeastHello::Impl {
    explicit Impl(std::string said) : text(std::move(said)) {
        accept();
        thread = std::thread([this] { context.run(); });
    }

    void accept() {
        acceptor.async_accept([this](beast::error_code error, tcp::socket socket) {
            if (!error) {
                socket.set_option(tcp::no_delay(true));
                std::make_shared<Session>(std::move(socket), text)->read();
                accept();
            }
        });
    }

    std::string text;
    asio::io_context context{1};
    tcp::acceptor acceptor{context, {asio::ip::address_v4::loopback(), 0}};
    std::thread thread;
};

BeastHello::BeastHello(std::string text) : impl_(std::make_unique<Impl>(std::move(text))) {}

BeastHello::~BeastHello() {
    impl_->context.stop();
    impl_->thread.join();
}

std::uint16_t BeastHello::port() const {
    return impl_->acceptor.local_endpoint().port();
}

}  // namespace relief::bench
