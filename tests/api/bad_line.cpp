// SPDX-License-Identifier: Apache-2.0
#include "tests/api/bad_line.h"

#include <array>
#include <stdexcept>
#include <string>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace relief::kit {
namespace {

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
}

std::string read_some(int socket) {
    std::array<char, 4096> buffer{};
    const ssize_t count = ::recv(socket, buffer.data(), buffer.size(), 0);
    return count > 0 ? std::string(buffer.data(), static_cast<std::size_t>(count)) : std::string();
}

void send_all(int socket, const std::string& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const ssize_t count =
            ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) {
            return;
        }
        sent += static_cast<std::size_t>(count);
    }
}

/// Header and body, as long as its Content-Length says.
std::string read_request(int socket) {
    std::string text;
    while (true) {
        const std::size_t end = text.find("\r\n\r\n");
        if (end != std::string::npos) {
            const std::size_t length = text.find("Content-Length: ");
            const std::size_t body =
                length == std::string::npos ? 0 : std::stoul(text.substr(length + 16));
            if (text.size() >= end + 4 + body) {
                return text;
            }
        }
        const std::string more = read_some(socket);
        if (more.empty()) {
            return text;
        }
        text += more;
    }
}

}  // namespace

BadLine::BadLine(int server_port, std::function<Fate(int)> fate)
    : server_port_(server_port), fate_(std::move(fate)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof(address);
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::listen(listener_, 64) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        throw std::runtime_error("no line could be laid");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
}

BadLine::~BadLine() {
    ending_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
}

void BadLine::serve() {
    for (int number = 0; !ending_; ++number) {
        const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (client >= 0) {
            carry(client, fate_(number));
            ::close(client);
        }
    }
}

void BadLine::carry(int client, Fate fate) const {
    const std::string request = read_request(client);
    if (fate == Fate::request_lost) {
        return;
    }
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(server_port_);
    if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) {
        send_all(server, request);
        if (fate == Fate::half_closed) {
            ::shutdown(server, SHUT_WR);
        }
        std::string reply;
        for (std::string more = read_some(server); !more.empty(); more = read_some(server)) {
            reply += more;
        }
        if (fate == Fate::whole || fate == Fate::half_closed) {
            send_all(client, reply);
        } else if (fate == Fate::reply_cut) {
            send_all(client, reply.substr(0, reply.size() / 2));
        } else if (fate == Fate::reset) {
            const linger at_once{1, 0};
            ::setsockopt(client, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
        }
    }
    ::close(server);
}

}  // namespace relief::kit
