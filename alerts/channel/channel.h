// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/message.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Ways out. What is meant and what is played are two types from here on: a message of one kind
/// fits no channel of the other, and no program that tries to send it so compiles.
namespace relief {

struct Actual {};    ///< status Actual: people act on it
struct Exercise {};  ///< status Exercise or Test: it stays within the drill

/// A message as it was released, with the bytes it was released as.
struct Released {
    cap::Alert alert;
    std::string xml;
};

/// A released message that may go out over channels of a kind. Made by `outgoing` alone.
template <class Kind>
class Outgoing {
  public:
    [[nodiscard]] const cap::Alert& alert() const noexcept { return released_.alert; }
    [[nodiscard]] const std::string& xml() const noexcept { return released_.xml; }

  private:
    explicit Outgoing(Released released) : released_(std::move(released)) {}
    template <class Other>
    friend std::optional<Outgoing<Other>> outgoing(Released released);

    Released released_;
};

/// True where messages of a status go out as this kind. Draft and System go nowhere.
template <class Kind>
[[nodiscard]] constexpr bool goes_as(cap::Status status);
template <>
[[nodiscard]] constexpr bool goes_as<Actual>(cap::Status status) {
    return status == cap::Status::actual;
}
template <>
[[nodiscard]] constexpr bool goes_as<Exercise>(cap::Status status) {
    return status == cap::Status::exercise || status == cap::Status::test;
}

/// nullopt where the message's status is not of the kind.
template <class Kind>
[[nodiscard]] std::optional<Outgoing<Kind>> outgoing(Released released) {
    if (!goes_as<Kind>(released.alert.status)) {
        return std::nullopt;
    }
    return Outgoing<Kind>(std::move(released));
}

/// One row of the outbox: this message, over this channel, for this county, to this address.
struct Delivery {
    std::string key;      ///< idempotency key: identifier + channel + target
    std::string channel;  ///< id of the channel
    std::string county;   ///< 6 figures
    std::string target;   ///< address, number, folder; "" where the channel has one itself
};

enum class Outcome {
    sent,    ///< handed over; a receipt is to come
    acked,   ///< the other side has it and says so
    retry,   ///< not now: nobody answered, or they said "later"
    failed,  ///< they refused it; again would be the same
};

[[nodiscard]] std::string_view to_word(Outcome outcome);

struct Receipt {
    Outcome outcome = Outcome::retry;
    std::string detail;  ///< in their words
};

/// A way out for messages of a kind. Sending the same key twice must come to one message at the
/// receiver: adapters hand the key on.
template <class Kind>
class Channel {
  public:
    Channel() = default;
    virtual ~Channel() = default;
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

    [[nodiscard]] virtual std::string_view id() const = 0;
    [[nodiscard]] virtual Receipt send(const Outgoing<Kind>& message, const Delivery& delivery) = 0;
};

/// The channels of a kind. There is no registry of both.
template <class Kind>
class ChannelRegistry {
  public:
    void add(std::unique_ptr<Channel<Kind>> channel) { channels_.push_back(std::move(channel)); }
    /// nullptr where there is none of this id.
    [[nodiscard]] Channel<Kind>* find(std::string_view id) const {
        for (const auto& channel : channels_) {
            if (channel->id() == id) {
                return channel.get();
            }
        }
        return nullptr;
    }
    [[nodiscard]] std::size_t size() const noexcept { return channels_.size(); }

  private:
    std::vector<std::unique_ptr<Channel<Kind>>> channels_;
};

}  // namespace relief
