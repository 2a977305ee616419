// SPDX-License-Identifier: Apache-2.0
#include "tools/server/http/event_stream.h"

#include "core/error.h"
#include "tools/server/http/problem.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <deque>
#include <mutex>
#include <utility>

namespace relief::http {
namespace {

using Then = std::function<void(std::optional<std::string>)>;
using Steady = std::chrono::steady_clock;

constexpr std::size_t piece_bytes = 65536;

bool is_event_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    });
}

std::string text_of(const Event& event) {
    return event_text(event.seq, event.name, event.data);
}

/// An event in memory, put into words once for all clients.
struct Kept {
    Event event;
    std::string text;
};

}  // namespace

/// What the hub and its streams share. One lock for all of it; `then`s are called outside.
struct EventHub::Shared {
    EventOptions options;
    Backlog backlog;
    std::mutex mutex;
    std::uint64_t head = 0;
    std::uint64_t floor = 0;  ///< every event behind it is in `kept`
    std::deque<std::shared_ptr<const Kept>> kept;
    std::vector<std::weak_ptr<Source>> sources;
};

class EventHub::Source final : public ByteSource,
                               public std::enable_shared_from_this<EventHub::Source> {
  public:
    Source(std::shared_ptr<Shared> shared, std::optional<std::uint64_t> after, std::uint64_t head,
           Subscriber subscriber)
        : shared_(std::move(shared)),
          subscriber_(std::move(subscriber)),
          place_(after.value_or(head)),
          state_(place_ > head ? State::reset : State::live) {}

    void next(Then then) override {
        std::unique_lock lock(shared_->mutex);
        then_ = std::move(then);
        go_on(std::move(lock));
    }

    void closed() override {
        const std::lock_guard lock(shared_->mutex);
        state_ = State::ended;
        then_ = nullptr;
    }

    /// Something was published or decided.
    void wake() { go_on(std::unique_lock(shared_->mutex)); }

    // The following are called under the lock.

    void published() {
        if (then_ || reading_) {
            return;  // it waits for us, not we for it
        }
        ++behind_;
        if (state_ == State::live && behind_ > shared_->options.queue &&
            Steady::now() - handed_out_ >= shared_->options.stuck) {
            state_ = State::dropped;
        }
    }

    void end() { state_ = State::ended; }
    [[nodiscard]] const std::string& owner() const { return subscriber_.owner; }

  private:
    enum class State {
        live,
        reset,    ///< is to be told to reload, then goes on
        dropped,  ///< is to be told to reload, then ends
        ended
    };

    void go_on(std::unique_lock<std::mutex> lock) {
        if (!then_ || reading_) {
            return;
        }
        if (state_ == State::ended) {
            hand_out(std::move(lock), std::nullopt);
            return;
        }
        if (!opened_) {
            opened_ = true;
            opening_ = fmt::format("retry: {}\n\n", shared_->options.retry.count());
        }
        std::string piece = std::exchange(opening_, "");
        if (state_ == State::reset || state_ == State::dropped) {
            place_ = shared_->head;
            piece += event_text(place_, "reset", "");
            state_ = state_ == State::dropped ? State::ended : State::live;
        } else if (place_ < shared_->floor) {
            opening_ = std::move(piece);
            read_back(std::move(lock));
            return;
        } else {
            take_kept(piece);
        }
        if (!piece.empty()) {
            hand_out(std::move(lock), std::move(piece));
        }
    }

    void take_kept(std::string& piece) {
        const auto first =
            std::partition_point(shared_->kept.begin(), shared_->kept.end(),
                                 [this](const auto& kept) { return kept->event.seq <= place_; });
        for (auto at = first; at != shared_->kept.end() && piece.size() < piece_bytes; ++at) {
            place_ = (*at)->event.seq;
            if (concerns((*at)->event)) {
                piece += (*at)->text;
            }
        }
    }

    [[nodiscard]] bool concerns(const Event& event) const {
        return !subscriber_.wanted || subscriber_.wanted(event);
    }

    void read_back(std::unique_lock<std::mutex> lock) {
        reading_ = true;
        const std::uint64_t floor = shared_->floor;
        const std::uint64_t after = place_;
        const std::size_t limit = shared_->options.queue;
        lock.unlock();
        shared_->backlog(after, limit, [self = shared_from_this(), floor, limit](BacklogPage page) {
            self->take_page(page, floor, limit);
        });
    }

    void take_page(const BacklogPage& page, std::uint64_t floor, std::size_t limit) {
        std::unique_lock lock(shared_->mutex);
        reading_ = false;
        if (page.too_old && state_ == State::live) {
            state_ = State::reset;
        }
        if (page.too_old) {
            go_on(std::move(lock));
            return;
        }
        for (const Event& event : page.events) {
            // What is committed and not yet published comes by publish(): the client shall not
            // know a seq the hub does not.
            if (event.seq > place_ && event.seq <= shared_->head) {
                place_ = event.seq;
                if (concerns(event)) {
                    opening_ += text_of(event);
                }
            }
        }
        if (page.events.size() < limit) {
            place_ =
                std::max(place_, floor);  // there was nothing more up to where the rest is kept
        }
        if (then_ && state_ == State::live && !opening_.empty()) {
            hand_out(std::move(lock), std::exchange(opening_, ""));
        } else {
            go_on(std::move(lock));
        }
    }

    void hand_out(std::unique_lock<std::mutex> lock, std::optional<std::string> piece) {
        behind_ = 0;
        handed_out_ = Steady::now();
        const Then then = std::exchange(then_, nullptr);
        lock.unlock();
        then(std::move(piece));
    }

    std::shared_ptr<Shared> shared_;
    Subscriber subscriber_;
    std::uint64_t place_;  ///< everything up to here was handed out or does not concern it
    State state_;
    Then then_;             ///< set while the connection waits for a piece
    bool reading_ = false;  ///< the backlog owes a page
    bool opened_ = false;
    std::string opening_;     ///< what is to go out first
    std::size_t behind_ = 0;  ///< published since the last piece was handed out
    Steady::time_point handed_out_ = Steady::now();
};

EventHub::EventHub(std::uint64_t head, Backlog backlog, EventOptions options)
    : shared_(std::make_shared<Shared>()) {
    shared_->options = options;
    shared_->backlog = std::move(backlog);
    shared_->head = head;
    shared_->floor = head;
}

EventHub::~EventHub() {
    std::vector<std::shared_ptr<Source>> all;
    {
        const std::lock_guard lock(shared_->mutex);
        for (const auto& weak : shared_->sources) {
            if (auto source = weak.lock()) {
                source->end();
                all.push_back(std::move(source));
            }
        }
    }
    for (const auto& source : all) {
        source->wake();
    }
}

void EventHub::publish(Event event) {
    if (!is_event_name(event.name)) {
        throw fault({.code = "internal",
                     .message = "an event's name is letters, digits, dots and dashes",
                     .found = event.name});
    }
    std::string text = text_of(event);
    const auto kept = std::make_shared<const Kept>(Kept{std::move(event), std::move(text)});
    std::vector<std::shared_ptr<Source>> all;
    {
        const std::lock_guard lock(shared_->mutex);
        if (kept->event.seq <= shared_->head) {
            return;
        }
        shared_->head = kept->event.seq;
        shared_->kept.push_back(kept);
        if (shared_->kept.size() > shared_->options.queue) {
            shared_->floor = shared_->kept.front()->event.seq;
            shared_->kept.pop_front();
        }
        std::erase_if(shared_->sources, [](const auto& weak) { return weak.expired(); });
        for (const auto& weak : shared_->sources) {
            if (auto source = weak.lock()) {
                source->published();
                all.push_back(std::move(source));
            }
        }
    }
    for (const auto& source : all) {
        source->wake();
    }
}

Stream EventHub::subscribe(std::optional<std::uint64_t> after, Subscriber subscriber) {
    Stream stream;
    stream.head.content_type = "text/event-stream";
    // Proxies that hold an answer back until it is whole would hold this one for ever.
    stream.head.headers.emplace_back("X-Accel-Buffering", "no");
    stream.idle_bytes = ": \n\n";
    stream.idle = shared_->options.heartbeat;
    const std::lock_guard lock(shared_->mutex);
    auto source = std::make_shared<Source>(shared_, after, shared_->head, std::move(subscriber));
    shared_->sources.push_back(source);
    stream.source = std::move(source);
    return stream;
}

void EventHub::close_of(const std::string& owner) {
    std::vector<std::shared_ptr<Source>> theirs;
    {
        const std::lock_guard lock(shared_->mutex);
        for (const auto& weak : shared_->sources) {
            if (auto source = weak.lock(); source && source->owner() == owner) {
                source->end();
                theirs.push_back(std::move(source));
            }
        }
    }
    for (const auto& source : theirs) {
        source->wake();
    }
}

std::size_t EventHub::clients() const {
    const std::lock_guard lock(shared_->mutex);
    return static_cast<std::size_t>(
        std::count_if(shared_->sources.begin(), shared_->sources.end(),
                      [](const auto& weak) { return !weak.expired(); }));
}

std::uint64_t EventHub::head() const {
    const std::lock_guard lock(shared_->mutex);
    return shared_->head;
}

std::optional<std::uint64_t> parse_event_id(std::string_view text) {
    std::int64_t value = 0;
    const char* const end = text.data() + text.size();
    const bool plain =
        !text.empty() && text[0] >= '0' && text[0] <= '9' && (text.size() == 1 || text[0] != '0');
    if (!plain) {
        return std::nullopt;
    }
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end) {
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(value);
}

void answer_events(EventHub& hub, const Request& request, const Reply& reply,
                   Subscriber subscriber) {
    const std::string* text = request.header("last-event-id");
    if (text == nullptr) {
        text = request.parameter("last_event_id");
    }
    std::optional<std::uint64_t> after;
    if (text != nullptr) {
        after = parse_event_id(*text);
        if (!after) {
            reply(problem(400, "http.event_id", *text));
            return;
        }
    }
    reply(hub.subscribe(after, std::move(subscriber)));
}

std::string event_text(std::uint64_t seq, std::string_view name, std::string_view data) {
    std::string text = fmt::format("id: {}\nevent: {}\n", seq, name);
    while (true) {
        const std::size_t end = std::min(data.find_first_of("\r\n"), data.size());
        text += "data: ";
        text += data.substr(0, end);
        text += '\n';
        if (end == data.size()) {
            break;
        }
        const bool pair = data.substr(end, 2) == "\r\n";
        data.remove_prefix(end + (pair ? 2 : 1));
    }
    text += '\n';
    return text;
}

}  // namespace relief::http
