// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/http_load.h"

#include "core/error.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace relief::bench {
namespace {

[[noreturn]] void broken(std::string_view what) {
    throw fault({.code = "internal", .message = "the load broke off: " + std::string(what)});
}

int connect_to(std::uint16_t port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(socket);
        broken("no connection");
    }
    const int yes = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return socket;
}

struct TlsContext {
    SSL_CTX* context = SSL_CTX_new(TLS_client_method());
    TlsContext() = default;
    TlsContext(const TlsContext&) = delete;
    TlsContext& operator=(const TlsContext&) = delete;
    ~TlsContext() { SSL_CTX_free(context); }
};

/// One connection of the client.
class Wire {
  public:
    Wire(std::uint16_t port, SSL_CTX* tls) : socket_(connect_to(port)) {
        if (tls != nullptr) {
            ssl_ = SSL_new(tls);
            SSL_set_fd(ssl_, socket_);
            if (SSL_connect(ssl_) != 1) {
                broken("no TLS");
            }
        }
        ::fcntl(socket_, F_SETFL, ::fcntl(socket_, F_GETFL) | O_NONBLOCK);
    }
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;
    ~Wire() {
        SSL_free(ssl_);
        ::close(socket_);
    }

    [[nodiscard]] int socket() const { return socket_; }

    void send(std::string_view request) const {
        const int size = static_cast<int>(request.size());
        const auto sent = ssl_ != nullptr ? SSL_write(ssl_, request.data(), size)
                                          : ::send(socket_, request.data(), request.size(), 0);
        if (sent != size) {
            broken("a request did not go out");
        }
    }

    /// True where an answer is here whole.
    bool receive() {
        std::array<char, 16384> block;
        while (true) {
            const auto count = ssl_ != nullptr ? SSL_read(ssl_, block.data(), block.size())
                                               : ::recv(socket_, block.data(), block.size(), 0);
            if (count <= 0) {
                return false;
            }
            answer_.append(block.data(), static_cast<std::size_t>(count));
            if (is_whole()) {
                answer_.clear();
                return true;
            }
        }
    }

  private:
    bool is_whole() {
        constexpr std::string_view name = "Content-Length: ";
        const std::size_t end = answer_.find("\r\n\r\n");
        if (end == std::string::npos) {
            return false;
        }
        const std::size_t at = answer_.find(name);
        if (!answer_.starts_with("HTTP/1.1 200 ") || at > end) {
            broken("another answer: " + answer_.substr(0, 200));
        }
        const auto length = std::strtoul(answer_.c_str() + at + name.size(), nullptr, 10);
        return answer_.size() == end + 4 + length;
    }

    int socket_;
    SSL* ssl_ = nullptr;
    std::string answer_;
};

}  // namespace

double requests_per_second(const Load& load) {
    using Clock = std::chrono::steady_clock;
    const TlsContext tls;
    std::vector<std::unique_ptr<Wire>> wires;
    std::vector<pollfd> waiting;
    for (int i = 0; i < load.connections; ++i) {
        wires.push_back(std::make_unique<Wire>(load.port, load.tls ? tls.context : nullptr));
        waiting.push_back({wires.back()->socket(), POLLIN, 0});
    }
    for (const auto& wire : wires) {
        wire->send(load.next ? load.next() : load.request);
    }
    constexpr int patience_ms = 10000;
    const auto begin = Clock::now();
    const auto end = begin + std::chrono::duration<double>(load.seconds);
    std::uint64_t answers = 0;
    while (Clock::now() < end) {
        if (::poll(waiting.data(), waiting.size(), patience_ms) <= 0) {
            broken("no answer in 10 s");
        }
        for (std::size_t i = 0; i < wires.size(); ++i) {
            if ((waiting[i].revents & (POLLHUP | POLLERR)) != 0) {
                broken("the server has closed");
            }
            if (waiting[i].revents != 0 && wires[i]->receive()) {
                ++answers;
                wires[i]->send(load.next ? load.next() : load.request);
            }
        }
    }
    return static_cast<double>(answers) /
           std::chrono::duration<double>(Clock::now() - begin).count();
}

namespace {

using Steady = std::chrono::steady_clock;

/// A desk's connection: what is due next, and what is on its way.
struct DeskWire {
    std::unique_ptr<Wire> wire;
    Steady::time_point read_due;
    Steady::time_point write_due;
    std::optional<Steady::time_point> asked;  ///< when what is on its way was due
    bool writes = false;
};

/// Sends what is due where nothing is on its way.
void ask_due(DeskWire& desk, const DeskLoad& load, Steady::time_point now) {
    constexpr std::chrono::seconds read_every{1};
    constexpr std::chrono::seconds write_every{5};
    if (desk.asked) {
        return;
    }
    if (desk.write_due <= now) {
        desk.asked = desk.write_due;
        desk.writes = true;
        desk.write_due += write_every;
        desk.wire->send(load.write());
    } else if (desk.read_due <= now) {
        desk.asked = desk.read_due;
        desk.writes = false;
        desk.read_due += read_every;
        desk.wire->send(load.read());
    }
}

/// Takes all that has come on a stream of events.
std::uint64_t drain(int socket) {
    std::array<char, 16384> block{};
    std::uint64_t bytes = 0;
    while (true) {
        const auto count = ::recv(socket, block.data(), block.size(), MSG_DONTWAIT);
        if (count == 0) {
            broken("a stream of events ended");
        }
        if (count < 0) {
            return bytes;
        }
        bytes += static_cast<std::uint64_t>(count);
    }
}

}  // namespace

DeskTimes run_desks(const DeskLoad& load) {
    const auto count = static_cast<std::size_t>(load.desks);
    const auto begin = Steady::now();
    std::vector<DeskWire> desks(count);
    std::vector<std::unique_ptr<Wire>> streams;
    std::vector<pollfd> waiting;
    for (std::size_t i = 0; i < count; ++i) {
        // Spread over the second and the five, as people are.
        const auto offset = std::chrono::milliseconds(i * 1000 / count);
        desks[i] = {.wire = std::make_unique<Wire>(load.port, nullptr),
                    .read_due = begin + offset,
                    .write_due = begin + offset * 5,
                    .asked = {}};
        waiting.push_back({desks[i].wire->socket(), POLLIN, 0});
    }
    for (std::size_t i = 0; i < count; ++i) {
        streams.push_back(std::make_unique<Wire>(load.port, nullptr));
        streams.back()->send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
        waiting.push_back({streams.back()->socket(), POLLIN, 0});
    }
    DeskTimes times;
    const auto end = begin + std::chrono::duration<double>(load.seconds);
    for (auto now = begin; now < end; now = Steady::now()) {
        for (DeskWire& desk : desks) {
            ask_due(desk, load, now);
        }
        ::poll(waiting.data(), waiting.size(), 1);
        for (std::size_t i = 0; i < waiting.size(); ++i) {
            if ((waiting[i].revents & (POLLHUP | POLLERR)) != 0) {
                broken("the server has closed");
            }
            if (waiting[i].revents == 0) {
                continue;
            }
            if (i >= count) {
                times.event_bytes += drain(waiting[i].fd);
            } else if (desks[i].wire->receive()) {
                const std::chrono::duration<double, std::milli> took =
                    Steady::now() - *desks[i].asked;
                (desks[i].writes ? times.write_ms : times.read_ms).push_back(took.count());
                desks[i].asked.reset();
            }
        }
    }
    return times;
}

void write_certificate(const std::filesystem::path& folder) {
    constexpr long valid_seconds = 86400;
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"),
                                                                  EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), valid_seconds);
    X509_set_pubkey(certificate.get(), key.get());
    X509_NAME* const name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    const auto write = [&](const char* file_name, auto&& put) {
        std::FILE* const file = std::fopen((folder / file_name).c_str(), "w");
        if (file == nullptr) {
            broken("no certificate");
        }
        put(file);
        std::fclose(file);
    };
    write("certificate.pem", [&](std::FILE* file) { PEM_write_X509(file, certificate.get()); });
    write("key.pem", [&](std::FILE* file) {
        PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
}

}  // namespace relief::bench
