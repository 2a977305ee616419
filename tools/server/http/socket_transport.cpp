// SPDX-License-Identifier: Apache-2.0
#include "tools/server/http/socket_transport.h"

#include "core/error.h"

// Boost 1.74's asio uses std::exchange without including it.
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <chrono>
#include <exception>
#include <thread>
#include <vector>

namespace relief::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Context = std::shared_ptr<asio::io_context>;

/// What plain and TLS sockets share. `Wire` is the stream that reads and writes go through.
template <class Wire>
class SocketTransport : public Transport {
  public:
    template <class... Arguments>
    explicit SocketTransport(Context context, tcp::socket socket, Arguments&... arguments)
        : context_(std::move(context)),
          executor_(socket.get_executor()),
          timer_(executor_),
          wire_(std::move(socket), arguments...) {
        error_code gone;
        const tcp::endpoint end = lowest().remote_endpoint(gone);
        peer_ = gone ? std::string("-") : end.address().to_string();
    }

    void read(char* at, std::size_t room, Then then) override {
        reading_ = true;
        wire_.async_read_some(
            asio::buffer(at, room),
            [this, then = std::move(then)](const error_code& error, std::size_t bytes) mutable {
                reading_ = false;
                // `then` keeps this alive; a finish() that waited goes on first.
                const Then told = std::move(then);
                if (after_read_) {
                    std::exchange(after_read_, nullptr)();
                }
                told(!error && bytes > 0, bytes);
            });
    }

    void write(std::string_view head, std::string_view body, Then then) override {
        const std::array<asio::const_buffer, 2> both{asio::buffer(head.data(), head.size()),
                                                     asio::buffer(body.data(), body.size())};
        asio::async_write(wire_, both,
                          [then = std::move(then)](const error_code& error, std::size_t bytes) {
                              then(!error, bytes);
                          });
    }

    void finish(Then then) override {
        if (reading_) {
            after_read_ = [this, then = std::move(then)]() mutable { say_end(std::move(then)); };
            error_code ignored;
            lowest().cancel(ignored);
        } else {
            say_end(std::move(then));
        }
    }

    void close() override {
        error_code ignored;
        timer_.cancel();
        lowest().close(ignored);
    }

    void wake_at(SteadyTime when, std::function<void()> then) override {
        timer_.expires_at(when);
        timer_.async_wait([then = std::move(then)](const error_code& error) {
            if (!error) {
                then();
            }
        });
    }

    [[nodiscard]] SteadyTime now() const override { return std::chrono::steady_clock::now(); }
    void post(std::function<void()> task) override { asio::dispatch(executor_, std::move(task)); }
    [[nodiscard]] std::string peer() const override { return peer_; }

  protected:
    virtual void say_end(Then then) = 0;

    tcp::socket::lowest_layer_type& lowest() { return wire_.lowest_layer(); }

    /// Says "no more" on the socket itself and reads away what still comes.
    void drain(Then then) {
        error_code error;
        lowest().shutdown(tcp::socket::shutdown_send, error);
        read_away(std::move(then));
    }

    Wire& wire() { return wire_; }

  private:
    void read_away(Then then) {
        constexpr std::size_t drained_max = std::size_t{1} << 20;
        lowest().async_wait(tcp::socket::wait_read,
                            [this, then = std::move(then)](const error_code& error) mutable {
                                const std::size_t bytes = error ? 0 : read_now();
                                drained_ += bytes;
                                if (bytes == 0 || drained_ > drained_max) {
                                    then(true, 0);
                                } else {
                                    read_away(std::move(then));
                                }
                            });
    }

    std::size_t read_now() {
        error_code error;
        return socket().read_some(asio::buffer(scrap_), error);
    }

    virtual tcp::socket& socket() = 0;

    Context context_;  // outlives the sockets below it
    asio::any_io_executor executor_;
    asio::steady_timer timer_;
    Wire wire_;
    std::string peer_;
    bool reading_ = false;
    std::function<void()> after_read_;
    std::size_t drained_ = 0;
    std::array<char, 4096> scrap_{};
};

class PlainTransport final : public SocketTransport<tcp::socket> {
  public:
    using SocketTransport::SocketTransport;

    void open(Then then) override { then(true, 0); }
    [[nodiscard]] bool secure() const override { return false; }

  private:
    void say_end(Then then) override { drain(std::move(then)); }
    tcp::socket& socket() override { return wire(); }
};

class TlsTransport final : public SocketTransport<asio::ssl::stream<tcp::socket>> {
  public:
    TlsTransport(Context context, tcp::socket socket, std::shared_ptr<asio::ssl::context> tls)
        : SocketTransport(std::move(context), std::move(socket), *tls), tls_(std::move(tls)) {}

    void open(Then then) override {
        wire().async_handshake(
            asio::ssl::stream_base::server,
            [then = std::move(then)](const error_code& error) { then(!error, 0); });
    }
    [[nodiscard]] bool secure() const override { return true; }

    /// Each buffer would be a TLS record and a system call of its own: a small answer is joined.
    void write(std::string_view head, std::string_view body, Then then) override {
        constexpr std::size_t joined_max = 65536;
        if (body.empty() || head.size() + body.size() > joined_max) {
            SocketTransport::write(head, body, std::move(then));
            return;
        }
        joined_.assign(head);
        joined_ += body;
        SocketTransport::write(joined_, {}, std::move(then));
    }

  private:
    void say_end(Then then) override {
        wire().async_shutdown(
            [this, then = std::move(then)](const error_code&) mutable { drain(std::move(then)); });
    }
    tcp::socket& socket() override { return wire().next_layer(); }

    std::shared_ptr<asio::ssl::context> tls_;
    std::string joined_;
};

std::shared_ptr<asio::ssl::context> tls_context(const ListenOptions& options) {
    auto tls = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    error_code error;
    tls->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_compression,
                     error);
    SSL_CTX_set_min_proto_version(tls->native_handle(), TLS1_2_VERSION);
    SSL_CTX_set_options(tls->native_handle(),
                        SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    const auto wrong = [](const std::string& file, const error_code& why) {
        return bad_input({.code = "http.certificate",
                          .message = "the server's certificate or key cannot be used",
                          .file = file,
                          .found = why.message()});
    };
    tls->use_certificate_chain_file(options.certificate_file, error);
    if (error) {
        throw wrong(options.certificate_file, error);
    }
    tls->use_private_key_file(options.key_file, asio::ssl::context::pem, error);
    if (error) {
        throw wrong(options.key_file, error);
    }
    return tls;
}

tcp::endpoint endpoint_of(const ListenOptions& options) {
    error_code error;
    const asio::ip::address address = asio::ip::make_address(options.address, error);
    if (error) {
        throw bad_input({.code = "http.address",
                         .message = "this is no address to listen on",
                         .found = options.address,
                         .expected = "an IP address such as 127.0.0.1"});
    }
    if (options.certificate_file.empty() && !address.is_loopback() && !options.plain_off_loopback) {
        throw refused({.code = "http.plain",
                       .message = "HTTP without TLS is served on loopback only",
                       .found = options.address,
                       .expected = "a certificate and its key, or 127.0.0.1"});
    }
    return {address, options.port};
}

/// An exception (no memory) costs the connection it came out of, not the server.
void run_to_the_end(asio::io_context& context) {
    for (bool ended = false; !ended;) {
        try {
            context.run();
            ended = true;
        } catch (const std::exception&) {
            ended = context.stopped();
        }
    }
}

}  // namespace

struct Listener::Impl : std::enable_shared_from_this<Listener::Impl> {
    Impl(const ListenOptions& options, Accept accept_with)
        : threads_wanted(options.threads < 1 ? 1 : options.threads),
          context(std::make_shared<asio::io_context>(threads_wanted)),
          acceptor(asio::make_strand(*context)),
          pause(acceptor.get_executor()),
          accept(std::move(accept_with)) {
        if (options.certificate_file.empty() != options.key_file.empty()) {
            throw bad_input({.code = "http.certificate",
                             .message = "a certificate and its key go together",
                             .file = options.certificate_file + options.key_file});
        }
        if (!options.certificate_file.empty()) {
            tls = tls_context(options);
        }
        listen(endpoint_of(options));
    }

    void listen(const tcp::endpoint& endpoint) {
        try {
            acceptor.open(endpoint.protocol());
            acceptor.set_option(tcp::acceptor::reuse_address(true));
            acceptor.bind(endpoint);
            acceptor.listen();
            bound_port = acceptor.local_endpoint().port();
        } catch (const boost::system::system_error& error) {
            throw conflict({.code = "http.address_taken",
                            .message = "the address cannot be listened on",
                            .found = endpoint.address().to_string() + ":" +
                                     std::to_string(endpoint.port()) + ": " +
                                     error.code().message()});
        }
    }

    void run() {
        for (int i = 0; i < threads_wanted; ++i) {
            threads.emplace_back([running = context] { run_to_the_end(*running); });
        }
    }

    asio::any_io_executor client_executor() {
        // One thread needs no strand: nothing runs beside it.
        return threads_wanted == 1 ? asio::any_io_executor(context->get_executor())
                                   : asio::any_io_executor(asio::make_strand(*context));
    }

    void accept_next() {
        acceptor.async_accept(client_executor(), [self = shared_from_this()](
                                                     const error_code& error, tcp::socket socket) {
            if (!self->acceptor.is_open()) {
                return;
            }
            if (!error) {
                self->take(std::move(socket));
                self->accept_next();
                return;
            }
            // Out of descriptors or memory: what is closed meanwhile makes room again.
            self->pause.expires_after(std::chrono::milliseconds(50));
            self->pause.async_wait([self](const error_code& cancelled) {
                if (!cancelled && self->acceptor.is_open()) {
                    self->accept_next();
                }
            });
        });
    }

    void take(tcp::socket socket) {
        error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        std::unique_ptr<Transport> transport;
        if (tls) {
            transport = std::make_unique<TlsTransport>(context, std::move(socket), tls);
        } else {
            transport = std::make_unique<PlainTransport>(context, std::move(socket));
        }
        accept(std::move(transport));
    }

    int threads_wanted;
    std::uint16_t bound_port = 0;
    Context context;
    tcp::acceptor acceptor;
    asio::steady_timer pause;
    Accept accept;
    std::shared_ptr<asio::ssl::context> tls;
    std::vector<std::thread> threads;
};

Listener::Listener(const ListenOptions& options, Accept accept)
    : impl_(std::make_shared<Impl>(options, std::move(accept))) {
    impl_->accept_next();
    impl_->run();
}

Listener::~Listener() {
    close();
    join();
}

std::uint16_t Listener::port() const {
    return impl_->bound_port;
}

void Listener::close() {
    asio::post(impl_->acceptor.get_executor(), [impl = impl_] {
        error_code ignored;
        impl->acceptor.close(ignored);
        impl->pause.cancel();
    });
}

void Listener::join() {
    for (std::thread& thread : impl_->threads) {
        if (thread.joinable()) {
            thread.join();
        }
    }
}

}  // namespace relief::http
