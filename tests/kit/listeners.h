// SPDX-License-Identifier: Apache-2.0
#pragma once

// Servers on the loopback for tests of what goes out: they take what a real one takes.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace relief::kit {

/// One connection after the other on a port of 127.0.0.1; gone with the test.
class Listener {
  public:
    explicit Listener(std::function<void(int)> serve) : serve_(std::move(serve)) {
        socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        if (::bind(socket_, generic, size) != 0 || ::listen(socket_, 64) != 0 ||
            ::getsockname(socket_, generic, &size) != 0) {
            throw std::runtime_error("no port on the loopback");
        }
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] {
            for (;;) {
                const int client = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
                if (client < 0) {
                    return;
                }
                serve_(client);
                ::close(client);
            }
        });
    }
    ~Listener() {
        ::shutdown(socket_, SHUT_RDWR);
        thread_.join();
        ::close(socket_);
    }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    [[nodiscard]] int port() const { return port_; }

  private:
    std::function<void(int)> serve_;
    int socket_ = -1;
    int port_ = 0;
    std::thread thread_;
};

/// Reads on until `text` holds `end`; false where the other side has gone.
inline bool read_until(int client, std::string& text, const std::string& end) {
    while (text.find(end) == std::string::npos) {
        char bytes[4096];
        const ssize_t got = ::read(client, bytes, sizeof bytes);
        if (got <= 0) {
            return false;
        }
        text.append(bytes, static_cast<std::size_t>(got));
    }
    return true;
}

inline void say(int client, const std::string& text) {
    (void)!::send(client, text.data(), text.size(), MSG_NOSIGNAL);
}

/// Takes POSTs. A key that came before is answered as before and counts as a repeat.
class HttpReceiver {
  public:
    struct Request {
        std::string head;
        std::string body;
    };

    HttpReceiver() : listener_([this](int client) { serve(client); }) {}

    [[nodiscard]] std::string url() const {
        return "http://127.0.0.1:" + std::to_string(listener_.port()) + "/in";
    }
    /// The status the next requests get; 200 at first.
    void answer(int status, std::string body = "ok") {
        const std::lock_guard lock(mutex_);
        status_ = status;
        reply_ = std::move(body);
    }
    /// Called with the number of each request, from 1, before it is answered.
    void on_request(std::function<void(int)> hook) {
        const std::lock_guard lock(mutex_);
        hook_ = std::move(hook);
    }
    /// What was taken, each key once.
    [[nodiscard]] std::vector<Request> taken() const {
        const std::lock_guard lock(mutex_);
        std::vector<Request> all;
        for (const auto& [key, request] : taken_) {
            all.push_back(request);
        }
        return all;
    }
    [[nodiscard]] int requests() const {
        const std::lock_guard lock(mutex_);
        return requests_;
    }

    [[nodiscard]] static std::string header(const std::string& head, const std::string& name) {
        const std::size_t at = head.find("\r\n" + name + ": ");
        if (at == std::string::npos) {
            return "";
        }
        const std::size_t begin = at + name.size() + 4;
        return head.substr(begin, head.find("\r\n", begin) - begin);
    }

  private:
    void serve(int client) {
        std::string text;
        if (!read_until(client, text, "\r\n\r\n")) {
            return;
        }
        const std::size_t end = text.find("\r\n\r\n") + 4;
        const std::string length = header(text.substr(0, end), "Content-Length");
        const std::size_t size = length.empty() ? 0 : std::stoul(length);
        while (text.size() < end + size) {
            char bytes[4096];
            const ssize_t got = ::read(client, bytes, sizeof bytes);
            if (got <= 0) {
                return;
            }
            text.append(bytes, static_cast<std::size_t>(got));
        }
        Request request{.head = text.substr(0, end), .body = text.substr(end)};
        std::function<void(int)> hook;
        int number = 0;
        int status = 0;
        std::string reply;
        {
            const std::lock_guard lock(mutex_);
            number = ++requests_;
            hook = hook_;
            status = status_;
            reply = reply_;
            if (status < 300) {
                taken_.emplace(header(request.head, "Idempotency-Key"), request);
            }
        }
        if (hook) {
            hook(number);
        }
        say(client, "HTTP/1.1 " + std::to_string(status) + " x\r\nContent-Length: " +
                        std::to_string(reply.size()) + "\r\nConnection: close\r\n\r\n" + reply);
    }

    mutable std::mutex mutex_;
    std::map<std::string, Request> taken_;
    std::function<void(int)> hook_;
    int requests_ = 0;
    int status_ = 200;
    std::string reply_ = "ok";
    Listener listener_;  ///< last: it uses all of the above
};

/// Takes mail by SMTP, each Message-ID once.
class SmtpReceiver {
  public:
    struct Mail {
        std::string from;
        std::string to;
        std::string text;
    };

    SmtpReceiver() : listener_([this](int client) { serve(client); }) {}

    [[nodiscard]] std::string url() const {
        return "smtp://127.0.0.1:" + std::to_string(listener_.port());
    }
    [[nodiscard]] std::vector<Mail> taken() const {
        const std::lock_guard lock(mutex_);
        std::vector<Mail> all;
        for (const auto& [id, mail] : taken_) {
            all.push_back(mail);
        }
        return all;
    }

  private:
    void serve(int client) {
        say(client, "220 relief.test\r\n");
        std::string text;
        Mail mail;
        while (read_until(client, text, "\r\n")) {
            const std::size_t end = text.find("\r\n");
            const std::string line = text.substr(0, end);
            text.erase(0, end + 2);
            if (line == "QUIT") {
                say(client, "221 bye\r\n");
                return;
            }
            if (line == "DATA") {
                say(client, "354 go on\r\n");
                if (!read_until(client, text, "\r\n.\r\n")) {
                    return;
                }
                const std::size_t stop = text.find("\r\n.\r\n");
                mail.text = text.substr(0, stop);
                text.erase(0, stop + 5);
                const std::lock_guard lock(mutex_);
                taken_.emplace(HttpReceiver::header("\r\n" + mail.text, "Message-ID"), mail);
            } else if (line.starts_with("MAIL FROM:")) {
                mail.from = line.substr(10);
            } else if (line.starts_with("RCPT TO:")) {
                mail.to = line.substr(8);
            }
            say(client, "250 ok\r\n");
        }
    }

    mutable std::mutex mutex_;
    std::map<std::string, Mail> taken_;
    Listener listener_;
};

}  // namespace relief::kit
