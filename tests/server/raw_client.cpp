// SPDX-License-Identifier: Apache-2.0
#include "tests/server/raw_client.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace relief::test {
namespace {

constexpr int patience_ms = 20000;

void wait_for(int socket, short what) {
    pollfd waiting{socket, what, 0};
    if (::poll(&waiting, 1, patience_ms) != 1) {
        throw std::runtime_error("the server neither spoke nor ended in 20 s");
    }
}

}  // namespace

RawClient::RawClient(std::uint16_t port, int receive_buffer)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_buffer > 0) {
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(socket_);
        throw std::runtime_error("nobody listens");
    }
}

RawClient::~RawClient() {
    ::close(socket_);
}

void RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        wait_for(socket_, POLLOUT);
        const ssize_t sent =
            ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0) {
            return;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void RawClient::end() {
    ::shutdown(socket_, SHUT_WR);
}

bool RawClient::receive() {
    std::array<char, 65536> block{};
    wait_for(socket_, POLLIN);
    const ssize_t count = ::recv(socket_, block.data(), block.size(), 0);
    if (count <= 0) {
        return false;
    }
    kept_.append(block.data(), static_cast<std::size_t>(count));
    return true;
}

std::string RawClient::read_all() {
    while (receive()) {
    }
    return std::exchange(kept_, "");
}

std::string RawClient::read_until(std::string_view mark) {
    std::size_t at = kept_.find(mark);
    while (at == std::string::npos) {
        if (!receive()) {
            throw std::runtime_error("the server ended before the mark; so far: " +
                                     kept_.substr(0, 300));
        }
        at = kept_.find(mark);
    }
    return read_bytes(at + mark.size());
}

std::string RawClient::read_bytes(std::size_t count) {
    while (kept_.size() < count) {
        if (!receive()) {
            throw std::runtime_error("the server ended early; so far: " + kept_.substr(0, 300));
        }
    }
    std::string taken = kept_.substr(0, count);
    kept_.erase(0, count);
    return taken;
}

std::string RawClient::read_response() {
    constexpr std::string_view name = "Content-Length: ";
    std::string response = read_until("\r\n\r\n");
    const std::size_t at = response.find(name);
    if (at == std::string::npos) {
        return response;
    }
    const auto length = std::strtoul(response.c_str() + at + name.size(), nullptr, 10);
    response += read_bytes(length);
    return response;
}

int status_of(std::string_view response) {
    constexpr std::string_view start = "HTTP/1.1 ";
    return response.starts_with(start)
               ? std::atoi(std::string(response.substr(start.size(), 3)).c_str())
               : 0;
}

std::string body_of(std::string_view response) {
    const std::size_t at = response.find("\r\n\r\n");
    return at == std::string_view::npos ? "" : std::string(response.substr(at + 4));
}

}  // namespace relief::test
