// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/channel/channel.h"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// Somebody a channel reaches.
struct ChannelTarget {
    std::string county;   ///< 6 figures; "220000" and "220200" stand for all below
    std::string address;  ///< number, e-mail address, who is called; "" = the channel's own
};

/// A channel as the office's file tells it.
struct ChannelConfig {
    std::string id;
    std::string kind;         ///< file, webhook, sms, smtp, feed, fax_sheet, call, call_list
    std::string address;      ///< folder, URL; of a feed its file, of a call_list its table
    std::string secret_file;  ///< key of the HMAC: webhook, sms
    std::string sender;       ///< smtp: the address it is from; sms: the signature in 【】
    std::vector<ChannelTarget> targets;
};

/// Channels of a kind. Plain values: nothing is opened yet.
template <class Kind>
struct ChannelConfigs {
    std::vector<ChannelConfig> channels;
};

/// Reads {"actual": […], "exercise": […]}, the list of the kind alone; the other is only held
/// against it. Paths are below the file's folder where they are not absolute. bad_input: file.*,
/// json.*, alert.channel (an unknown kind, an id twice, an address that is none, a webhook without
/// a secret); refused alert.drill where a channel of one list has an address of the other.
template <class Kind>
[[nodiscard]] ChannelConfigs<Kind> read_channels(const std::filesystem::path& file);

/// What channels need of whoever sends: bytes that rest on more than the message.
struct DeskWorks {
    /// The feed of what holds, with the message that is sent among what the books know.
    std::function<std::string()> feed;
    /// A message as a sheet of paper: PDF.
    std::function<std::string(const cap::Alert&)> sheet;
};

/// Opens the channels. `bad_input` where a secret cannot be read, alert.channel where a channel
/// needs a work of the desk that is not given. `call` and `call_list` have no channel: people
/// speak, and `relief alert ack` books the answer.
template <class Kind>
[[nodiscard]] ChannelRegistry<Kind> open_channels(const ChannelConfigs<Kind>& configs,
                                                  const DeskWorks& works = {});

/// The rows of the outbox for a message: each channel for each county of `counties` it has a target
/// for, the province's and the city's targets once.
[[nodiscard]] std::vector<Delivery> deliveries_of(const std::vector<ChannelConfig>& channels,
                                                  std::string_view identifier,
                                                  const std::vector<std::string>& counties);

}  // namespace relief
