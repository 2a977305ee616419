// SPDX-License-Identifier: Apache-2.0
#include "tools/server/http/connection.h"

#include "tools/server/http/head.h"
#include "tools/server/http/problem.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace relief::http {
namespace {

constexpr std::size_t header_read_bytes = 4096;
constexpr std::size_t body_read_bytes = 16384;

Refusal slow(std::string_view expected) {
    return {408, "http.slow", "", std::string(expected)};
}

bool carries_no_body(int status) {
    return status == 204 || status == 304;
}

}  // namespace

Connection::Connection(std::shared_ptr<const Service> service, std::unique_ptr<Transport> transport,
                       std::function<void()> on_closed)
    : service_(std::move(service)),
      transport_(std::move(transport)),
      on_closed_(std::move(on_closed)) {}

Connection::~Connection() {
    release();
    if (on_closed_) {
        on_closed_();
    }
}

void Connection::start() {
    transport_->post([self = shared_from_this()] {
        self->set_deadline(self->service_->deadlines.header);
        self->transport_->open([self](bool ok, std::size_t) {
            if (self->state_ != State::opening) {
                return;
            }
            if (!ok) {
                self->tell({400, "http.tls", "", "TLS 1.2 or newer"});
                self->close();
                return;
            }
            self->next_request();
        });
    });
}

void Connection::refuse(const Refusal& refusal) {
    transport_->post([self = shared_from_this(), refusal] {
        if (self->transport_->secure()) {  // a handshake is dearer than the answer is worth
            self->tell(refusal);
            self->close();
            return;
        }
        self->say_no(refusal);
    });
}

void Connection::stop() {
    transport_->post([self = shared_from_this()] {
        self->stopping_ = true;
        if (self->state_ == State::opening) {
            self->close();
        } else if (self->state_ == State::header && self->before_first_byte_) {
            self->finish();
        } else if (self->state_ == State::streaming) {
            self->end_stream();
        }
    });
}

void Connection::abort() {
    transport_->post([self = shared_from_this()] { self->close(); });
}

void Connection::next_request() {
    state_ = State::header;
    ++number_;
    request_ = Request{};
    head_only_ = false;
    release();
    chunks_.reset();
    shared_body_.reset();
    before_first_byte_ = buffer_.empty();
    if (!before_first_byte_) {
        began_ = transport_->now();
        set_deadline(service_->deadlines.header);
        look();
    } else if (stopping_) {
        finish();
    } else {
        const Deadlines& deadlines = service_->deadlines;
        set_deadline(number_ == 1 ? deadlines.header : deadlines.idle);
        read(&Connection::look);
    }
}

void Connection::read(void (Connection::*then)()) {
    const std::size_t before = buffer_.size();
    const State state = state_;
    const std::size_t room = state == State::header ? header_read_bytes : body_read_bytes;
    buffer_.resize(before + room);
    transport_->read(buffer_.data() + before, room,
                     [self = shared_from_this(), before, state, then](bool ok, std::size_t bytes) {
                         self->buffer_.resize(before + bytes);
                         if (self->state_ != state) {
                             return;  // a deadline came first
                         }
                         if (!ok) {
                             self->close();
                             return;
                         }
                         if (std::exchange(self->before_first_byte_, false)) {
                             self->began_ = self->transport_->now();
                             self->set_deadline(self->service_->deadlines.header);
                         }
                         (self.get()->*then)();
                     });
}

void Connection::look() {
    Verdict verdict = inspect(buffer_, service_->gate);
    if (auto* passed = std::get_if<Passed>(&verdict)) {
        begin(std::move(*passed));
    } else if (const auto* refusal = std::get_if<Refusal>(&verdict)) {
        say_no(*refusal);
    } else {
        read(&Connection::look);
    }
}

void Connection::begin(Passed passed) {
    passed_ = std::move(passed);
    const std::string_view header = std::string_view(buffer_).substr(0, passed_.header_bytes);
    std::optional<Pairs> fields = parse_fields(header, passed_);
    if (!fields) {
        say_no({400, "http.header", "", "a header every reader reads alike"});
        return;
    }
    buffer_.erase(0, passed_.header_bytes);
    head_only_ = passed_.method == "HEAD";
    request_.method = std::move(passed_.method);
    request_.path = std::move(passed_.target.path);
    request_.query = std::move(passed_.target.query);
    request_.headers = std::move(*fields);
    request_.peer = transport_->peer();
    request_.secure = transport_->secure();
    state_ = State::body;
    if (passed_.framing == Framing::none) {
        hand_over();
        return;
    }
    const std::uint64_t limit = service_->body_limit(request_.method, request_.path);
    if (passed_.framing == Framing::length && passed_.length > limit) {
        say_no({413, "http.body_size", fmt::format("{} bytes", passed_.length),
                fmt::format("at most {} bytes", limit)});
        return;
    }
    // Of a chunked body nobody knows more than its limit.
    if (!reserve(passed_.framing == Framing::length ? passed_.length : limit)) {
        say_no({503, "http.busy", "", "less to read at one time"});
        return;
    }
    body_left_ = passed_.length;
    if (passed_.framing == Framing::chunked) {
        chunks_.emplace(limit);
    }
    set_deadline(began_ + service_->deadlines.request);
    if (passed_.expects_continue && buffer_.empty()) {
        head_ = "HTTP/1.1 100 Continue\r\n\r\n";
        write("", &Connection::take_body);
    } else {
        take_body();
    }
}

bool Connection::reserve(std::uint64_t bytes) {
    const std::uint64_t before = service_->bodies->fetch_add(bytes);
    reserved_ = bytes;
    const bool fits = before <= service_->bodies_max && bytes <= service_->bodies_max - before;
    if (!fits) {
        release();
    }
    return fits;
}

void Connection::release() {
    service_->bodies->fetch_sub(std::exchange(reserved_, 0));
}

Connection::Taken Connection::take_from_buffer() {
    if (!chunks_) {
        const std::size_t taken = std::min<std::uint64_t>(body_left_, buffer_.size());
        request_.body.append(buffer_, 0, taken);
        buffer_.erase(0, taken);
        body_left_ -= taken;
        return body_left_ == 0 ? Taken::whole : Taken::more;
    }
    std::string_view bytes = buffer_;
    const ChunkReader::State state = chunks_->read(bytes, request_.body);
    buffer_.erase(0, buffer_.size() - bytes.size());
    switch (state) {
        case ChunkReader::State::more: return Taken::more;
        case ChunkReader::State::done: return Taken::whole;
        case ChunkReader::State::bad:
            say_no({400, "http.chunk", "", "chunks of a hexadecimal size, without a trailer"});
            return Taken::refused;
        case ChunkReader::State::too_large: break;
    }
    say_no({413, "http.body_size", "chunks", "a smaller body"});
    return Taken::refused;
}

void Connection::take_body() {
    switch (take_from_buffer()) {
        case Taken::more: read(&Connection::take_body); break;
        case Taken::whole: hand_over(); break;
        case Taken::refused: break;
    }
}

void Connection::hand_over() {
    state_ = State::answering;
    set_deadline(service_->deadlines.answer);
    const std::weak_ptr<Connection> weak = weak_from_this();
    Reply reply([weak, number = number_](std::optional<Answer> answer) {
        const std::shared_ptr<Connection> self = weak.lock();
        if (!self) {
            return;  // the client has gone
        }
        auto kept = std::make_shared<std::optional<Answer>>(std::move(answer));
        self->transport_->post([weak, number, kept] {
            if (const std::shared_ptr<Connection> still = weak.lock()) {
                still->answer(number, std::move(*kept));
            }
        });
    });
    try {
        service_->handler(std::move(request_), std::move(reply));
    } catch (const std::exception& error) {
        // The reply went with it, unanswered: the client has its 500.
        tell({500, "internal", error.what(), ""});
    }
}

void Connection::answer(std::uint64_t number, std::optional<Answer> answer) {
    if (state_ != State::answering || number != number_) {
        return;  // too late
    }
    if (!answer) {
        say_no({500, "http.unanswered", "", ""});
    } else if (auto* response = std::get_if<Response>(&*answer)) {
        send(std::move(*response), passed_.keep_alive && !stopping_);
    } else {
        begin_stream(std::move(std::get<Stream>(*answer)));
    }
}

void Connection::tell(const Refusal& refusal) const {
    if (service_->audit) {
        service_->audit(refusal, transport_->peer());
    }
}

void Connection::say_no(const Refusal& refusal) {
    tell(refusal);
    send(problem(refusal), false);
}

void Connection::send(Response response, bool keep) {
    keep_ = keep && !response.close;
    auto head = response_head(response, BodyForm::length, keep_, service_->date());
    if (!head) {
        tell({500, "internal", "an answer whose header cannot be written", ""});
        response = problem(500, "internal", "");
        keep_ = false;
        head = response_head(response, BodyForm::length, keep_, service_->date());
    }
    state_ = State::writing;
    set_deadline(service_->deadlines.write);
    head_ = std::move(*head);
    body_ = std::move(response.body);
    shared_body_ = std::move(response.shared_body);
    const bool bare = head_only_ || carries_no_body(response.status);
    const std::string_view content = shared_body_ ? std::string_view(*shared_body_) : body_;
    write(bare ? std::string_view() : content,
          keep_ ? &Connection::next_request : &Connection::finish);
}

void Connection::write(std::string_view body, void (Connection::*then)()) {
    in_flight_ = true;
    const State state = state_;
    transport_->write(head_, body, [self = shared_from_this(), state, then](bool ok, std::size_t) {
        self->in_flight_ = false;
        if (self->state_ != state) {
            return;
        }
        if (!ok) {
            self->close();
            return;
        }
        (self.get()->*then)();
    });
}

void Connection::begin_stream(Stream stream) {
    chunked_ = !passed_.version_1_0;
    stream.head.close = true;
    auto head = response_head(stream.head, chunked_ ? BodyForm::chunked : BodyForm::until_close,
                              false, service_->date());
    if (!head || head_only_) {
        stream.source->closed();
        stream.head.body.clear();
        send(std::move(stream.head), false);
        return;
    }
    state_ = State::streaming;
    head_ = std::move(*head);
    stream_ = std::move(stream);
    source_ended_ = false;
    set_deadline(service_->deadlines.write);
    write("", &Connection::piece_written);
    watch_for_leaving();
    if (stopping_) {
        end_stream();
    } else {
        pull();
    }
}

void Connection::pull() {
    const std::weak_ptr<Connection> weak = weak_from_this();
    const std::shared_ptr<ByteSource> source = stream_->source;
    source->next([weak](std::optional<std::string> piece) {
        const std::shared_ptr<Connection> self = weak.lock();
        if (!self) {
            return;
        }
        auto kept = std::make_shared<std::optional<std::string>>(std::move(piece));
        self->transport_->post([weak, kept] {
            if (const std::shared_ptr<Connection> still = weak.lock()) {
                still->take_piece(std::move(*kept));
            }
        });
    });
}

void Connection::take_piece(std::optional<std::string> piece) {
    if (state_ != State::streaming || source_ended_) {
        return;
    }
    if (!piece || piece->empty()) {
        end_stream();
    } else if (in_flight_) {
        waiting_piece_ = std::move(piece);
    } else {
        send_piece(*piece);
        pull_owed_ = true;
    }
}

void Connection::send_piece(std::string_view piece) {
    set_deadline(service_->deadlines.write);
    if (chunked_) {
        head_ = fmt::format("{:x}\r\n", piece.size());
        body_.assign(piece);
        body_ += "\r\n";
    } else {
        head_.clear();
        body_.assign(piece);
    }
    write(body_, &Connection::piece_written);
}

void Connection::piece_written() {
    if (waiting_piece_) {
        const std::string piece = std::move(*waiting_piece_);
        waiting_piece_.reset();
        send_piece(piece);
        pull_owed_ = true;
    } else if (source_ended_) {
        end_stream();
    } else {
        set_deadline(stream_->idle);
        if (std::exchange(pull_owed_, false)) {
            pull();
        }
    }
}

void Connection::end_stream() {
    if (!source_ended_) {
        source_ended_ = true;
        stream_->source->closed();
    }
    if (in_flight_) {
        return;  // piece_written() comes back here
    }
    state_ = State::writing;
    keep_ = false;
    head_ = chunked_ ? "0\r\n\r\n" : "";
    set_deadline(service_->deadlines.write);
    write("", &Connection::finish);
}

void Connection::watch_for_leaving() {
    constexpr std::size_t unread_max = 65536;
    transport_->read(unread_.data(), unread_.size(),
                     [self = shared_from_this()](bool ok, std::size_t bytes) {
                         if (self->state_ != State::streaming) {
                             return;
                         }
                         self->unread_bytes_ += bytes;
                         if (!ok || self->unread_bytes_ > unread_max) {
                             self->close();
                             return;
                         }
                         self->watch_for_leaving();
                     });
}

void Connection::finish() {
    state_ = State::ending;
    set_deadline(service_->deadlines.linger);
    transport_->finish([self = shared_from_this()](bool, std::size_t) { self->close(); });
}

void Connection::close() {
    if (state_ == State::closed) {
        return;
    }
    const bool streaming = state_ == State::streaming;
    state_ = State::closed;
    release();
    if (streaming && !std::exchange(source_ended_, true)) {
        stream_->source->closed();
    }
    transport_->close();
    if (on_closed_) {
        std::exchange(on_closed_, nullptr)();
    }
}

void Connection::set_deadline(std::chrono::milliseconds from_now) {
    set_deadline(transport_->now() + from_now);
}

void Connection::set_deadline(SteadyTime when) {
    // The timer itself is only touched to go off earlier: where it comes too early, wake() sets
    // it anew. A busy connection sets it every few seconds and not four times a request.
    deadline_ = when;
    if (when < armed_) {
        armed_ = when;
        transport_->wake_at(when, [self = shared_from_this()] { self->wake(); });
    }
}

void Connection::wake() {
    armed_ = SteadyTime::max();
    if (state_ == State::closed) {
        return;
    }
    if (transport_->now() >= deadline_) {
        overdue();
    } else {
        set_deadline(deadline_);
    }
}

void Connection::overdue() {
    switch (state_) {
        case State::opening:
            tell(slow("a TLS handshake in time"));
            close();
            break;
        case State::header:
            if (before_first_byte_) {
                finish();  // nobody asked for anything
            } else {
                say_no(slow("the header in time"));
            }
            break;
        case State::body:
            if (in_flight_) {
                tell(slow("the body in time"));
                close();
            } else {
                say_no(slow("the body in time"));
            }
            break;
        case State::answering: say_no({503, "http.late", "", ""}); break;
        case State::writing:
            tell({408, "http.slow_reader", "", "the answer taken in time"});
            close();
            break;
        case State::streaming: idle_in_stream(); break;
        case State::ending: close(); break;
        case State::closed: break;
    }
}

void Connection::idle_in_stream() {
    if (in_flight_) {
        tell({408, "http.slow_reader", "", "the stream taken in time"});
        close();
    } else if (stream_->idle_bytes.empty()) {
        set_deadline(stream_->idle);
    } else {
        send_piece(stream_->idle_bytes);
    }
}

}  // namespace relief::http
