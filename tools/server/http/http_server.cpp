// SPDX-License-Identifier: Apache-2.0
#include "tools/server/http/http_server.h"

#include "tools/server/http/socket_transport.h"

#include <fmt/format.h>

#include <array>
#include <condition_variable>
#include <map>
#include <mutex>
#include <utility>

namespace relief::http {
namespace {

std::uint64_t usual_body_limit(const std::string& method, const std::string& /*path*/) {
    return method == "GET" || method == "HEAD" ? 0 : std::uint64_t{1} << 20;
}

/// "Fri, 14 Jul 2017 04:00:00 GMT", made once a second.
class DateField {
  public:
    explicit DateField(const Clock& clock) : clock_(clock) {}

    std::string text() {
        const Instant now = clock_.now();
        const std::lock_guard lock(mutex_);
        if (text_.empty() || now != made_at_) {
            text_ = write(now);
            made_at_ = now;
        }
        return text_;
    }

  private:
    static std::string write(Instant at) {
        constexpr std::array<const char*, 7> week{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        constexpr std::array<const char*, 12> year{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        const Date day = std::chrono::floor<std::chrono::days>(at);
        const std::chrono::year_month_day date(day);
        const std::chrono::hh_mm_ss time(at - day);
        return fmt::format(
            "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
            week[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
            year[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
            time.hours().count(), time.minutes().count(), time.seconds().count());
    }

    const Clock& clock_;
    std::mutex mutex_;
    Instant made_at_{};
    std::string text_;
};

std::shared_ptr<const Service> make_service(const ServerOptions& options, const Clock& clock,
                                            Handler handler) {
    auto service = std::make_shared<Service>();
    service->handler = std::move(handler);
    service->gate = options.gate;
    service->deadlines = options.deadlines;
    service->body_limit = options.body_limit ? options.body_limit : usual_body_limit;
    service->audit = options.audit;
    service->bodies_max = options.bodies_max;
    service->date = [date = std::make_shared<DateField>(clock)] { return date->text(); };
    return service;
}

}  // namespace

struct HttpServer::Impl : std::enable_shared_from_this<HttpServer::Impl> {
    Impl(const ServerOptions& options, const Clock& clock, Handler handler)
        : service(make_service(options, clock, std::move(handler))),
          connections_max(options.connections_max),
          per_address_max(options.connections_per_address_max) {}

    enum class Room { free, none, none_to_say_so };

    Room room_for(const std::string& peer) const {
        // Clients that are being told "full" are few; past that they are closed without a word.
        constexpr std::size_t refused_max = 64;
        const auto at = from.find(peer);
        const bool full = connections_max != 0 && from_all >= connections_max;
        const bool too_many =
            per_address_max != 0 && at != from.end() && at->second >= per_address_max;
        if (!full && !too_many) {
            return Room::free;
        }
        return open.size() - from_all < refused_max ? Room::none : Room::none_to_say_so;
    }

    void take(std::unique_ptr<Transport> transport) {
        const std::string peer = transport->peer();
        const Refusal busy{503, "http.busy", "", "fewer connections at one time"};
        std::unique_lock lock(mutex);
        const Room room = stopping ? Room::none_to_say_so : room_for(peer);
        if (room == Room::none_to_say_so) {
            lock.unlock();
            transport->close();
            if (service->audit) {
                service->audit(busy, peer);
            }
            return;
        }
        const std::uint64_t number = ++last_number;
        const bool counted = room == Room::free;
        const std::weak_ptr<Impl> weak = weak_from_this();
        auto connection = std::make_shared<Connection>(
            service, std::move(transport), [weak, number, peer, counted] {
                if (const std::shared_ptr<Impl> self = weak.lock()) {
                    self->forget(number, peer, counted);
                }
            });
        open.emplace(number, connection);
        if (counted) {
            ++from[peer];
            ++from_all;
        }
        lock.unlock();
        if (counted) {
            connection->start();
        } else {
            connection->refuse(busy);
        }
    }

    void forget(std::uint64_t number, const std::string& peer, bool counted) {
        const std::lock_guard lock(mutex);
        if (open.erase(number) == 0) {
            return;
        }
        if (counted) {
            --from_all;
            const auto count = from.find(peer);
            if (--count->second == 0) {
                from.erase(count);
            }
        }
        if (open.empty()) {
            none_open.notify_all();
        }
    }

    std::vector<std::shared_ptr<Connection>> all_open() {
        std::vector<std::shared_ptr<Connection>> all;
        const std::lock_guard lock(mutex);
        for (const auto& [number, weak] : open) {
            if (auto connection = weak.lock()) {
                all.push_back(std::move(connection));
            }
        }
        return all;
    }

    bool stop(std::chrono::milliseconds patience) {
        {
            const std::lock_guard lock(mutex);
            if (std::exchange(stopping, true)) {
                return true;
            }
        }
        listener->close();
        for (const auto& connection : all_open()) {
            connection->stop();
        }
        bool all_ended = false;
        {
            std::unique_lock lock(mutex);
            all_ended = none_open.wait_for(lock, patience, [this] { return open.empty(); });
        }
        for (const auto& connection : all_open()) {
            connection->abort();
        }
        listener->join();
        return all_ended;
    }

    std::shared_ptr<const Service> service;
    std::size_t connections_max;
    std::size_t per_address_max;
    std::unique_ptr<Listener> listener;

    mutable std::mutex mutex;  // what stands below
    std::condition_variable none_open;
    std::map<std::uint64_t, std::weak_ptr<Connection>> open;
    std::map<std::string, std::size_t> from;
    std::size_t from_all = 0;
    std::uint64_t last_number = 0;
    bool stopping = false;
};

HttpServer::HttpServer(ServerOptions options, const Clock& clock, Handler handler)
    : impl_(std::make_shared<Impl>(options, clock, std::move(handler))) {
    const ListenOptions listen{.address = options.address,
                               .port = options.port,
                               .certificate_file = options.certificate_file,
                               .key_file = options.key_file,
                               .plain_off_loopback = options.plain_off_loopback,
                               .threads = options.threads};
    impl_->listener = std::make_unique<Listener>(
        listen, [weak = std::weak_ptr<Impl>(impl_)](std::unique_ptr<Transport> transport) {
            if (const std::shared_ptr<Impl> impl = weak.lock()) {
                impl->take(std::move(transport));
            }
        });
}

HttpServer::~HttpServer() {
    stop(std::chrono::milliseconds(0));
}

std::uint16_t HttpServer::port() const {
    return impl_->listener->port();
}

std::size_t HttpServer::connections() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->open.size();
}

bool HttpServer::stop(std::chrono::milliseconds patience) {
    return impl_->stop(patience);
}

}  // namespace relief::http
