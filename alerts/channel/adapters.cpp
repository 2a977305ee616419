// SPDX-License-Identifier: Apache-2.0
#include "alerts/channel/config.h"
#include "alerts/channel/sms.h"
#include "alerts/channel/transport.h"
#include "core/data_source.h"
#include "core/error.h"
#include "core/store/digest.h"

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fmt/format.h>

namespace relief {

std::string_view to_word(Outcome outcome) {
    constexpr std::array<std::string_view, 4> words{"sent", "acked", "retry", "failed"};
    return words.at(static_cast<std::size_t>(outcome));
}

namespace {

using nlohmann::ordered_json;

/// What goes out, whatever the kind: adapters below see nothing else of a message.
struct Parcel {
    const cap::Alert& alert;
    const std::string& xml;
};

std::string secret_of(const ChannelConfig& config) {
    std::string key = config.secret_file.empty() ? "" : read_file(config.secret_file);
    while (key.ends_with('\n') || key.ends_with('\r')) {
        key.pop_back();
    }
    if (!config.secret_file.empty() && key.size() < 16) {
        throw bad_input({.code = "alert.channel",
                         .message = "the key is too short to sign with",
                         .file = config.secret_file,
                         .field = config.id,
                         .found = fmt::format("{} bytes", key.size()),
                         .expected = "16 or more"});
    }
    return key;
}

Receipt receipt_of(const Reply& reply, Outcome done) {
    const std::string said = reply.body.substr(0, 200);
    if (reply.status >= 200 && reply.status < 300) {
        return {done, fmt::format("{} {}", reply.status, said)};
    }
    // Later: nobody there, too busy, broken. Anything else they have made up their mind about.
    const bool later = reply.status == 0 || reply.status == 408 || reply.status == 425 ||
                       reply.status == 429 || (reply.status >= 500 && reply.status < 600);
    return {later ? Outcome::retry : Outcome::failed,
            reply.status == 0 ? reply.error : fmt::format("{} {}", reply.status, said)};
}

std::vector<std::string> signed_headers(const std::string& secret, const std::string& key,
                                        const std::string& body) {
    return {"Content-Type: application/json; charset=utf-8", "Idempotency-Key: " + sha256_hex(key),
            "X-Relief-Signature: sha256=" + hmac_sha256_hex(secret, key + "\n" + body), "Expect:"};
}

std::string first_headline(const cap::Alert& alert) {
    return alert.infos.empty() ? alert.identifier : alert.infos.front().headline;
}

/// Bytes under their name only when they are all on disk: a reader sees the old or the new.
Receipt put_file(const std::filesystem::path& file, const std::string& bytes) {
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    const std::filesystem::path making = file.string() + ".new";
    const int handle = ::open(making.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (handle < 0) {
        return {Outcome::retry, std::strerror(errno)};
    }
    const bool written =
        ::write(handle, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
        ::fsync(handle) == 0;
    const int why = errno;
    ::close(handle);
    if (written) {
        std::filesystem::rename(making, file, error);
    }
    return written && !error
               ? Receipt{Outcome::acked, file.string()}
               : Receipt{Outcome::retry, error ? error.message() : std::strerror(why)};
}

/// The name is the key: the same message again replaces itself.
Receipt to_folder(const ChannelConfig& config, const Parcel& parcel, const Delivery& delivery,
                  std::string_view ending, const std::string& bytes) {
    return put_file(std::filesystem::path(config.address) / delivery.county /
                        fmt::format("{}-{}.{}", parcel.alert.identifier,
                                    sha256_hex(delivery.key).substr(0, 12), ending),
                    bytes);
}

Receipt to_webhook(const ChannelConfig& config, const std::string& secret, const Parcel& parcel,
                   const Delivery& delivery) {
    const ordered_json body{{"schema", "relief.alert_push/1"},
                            {"key", delivery.key},
                            {"identifier", parcel.alert.identifier},
                            {"status", cap::word(parcel.alert.status)},
                            {"type", cap::word(parcel.alert.type)},
                            {"county", delivery.county},
                            {"target", delivery.target},
                            {"headline", first_headline(parcel.alert)},
                            {"cap", parcel.xml}};
    const std::string text = body.dump();
    return receipt_of(http_post(config.address, signed_headers(secret, delivery.key, text), text),
                      Outcome::acked);
}

Receipt to_sms(const ChannelConfig& config, const std::string& secret, const Parcel& parcel,
               const Delivery& delivery) {
    const std::string words = sms_text(parcel.alert, config.sender);
    const SmsSize size = sms_size(words);
    const ordered_json body{{"schema", "relief.sms/1"},  {"key", delivery.key},
                            {"to", delivery.target},     {"text", words},
                            {"encoding", size.encoding}, {"units", size.units},
                            {"parts", size.parts}};
    const std::string text = body.dump();
    const Reply reply = http_post(config.address, signed_headers(secret, delivery.key, text), text);
    // The gateway has taken it; the telephone's own receipt comes later, unless it says so here.
    const bool arrived = reply.body.find("\"delivered\"") != std::string::npos;
    return receipt_of(reply, arrived ? Outcome::acked : Outcome::sent);
}

std::string mail_of(const ChannelConfig& config, const Parcel& parcel, const Delivery& delivery) {
    std::string words;
    for (const cap::Info& info : parcel.alert.infos) {
        words +=
            fmt::format("{}\n\n{}\n\n{}\n\n", info.headline, info.description, info.instruction);
    }
    if (parcel.alert.status != cap::Status::actual) {
        words = "演练 EXERCISE\n\n" + words;
    }
    std::string subject = base64_lines(first_headline(parcel.alert));
    std::erase(subject, '\r');
    std::erase(subject, '\n');
    const std::string id = sha256_hex(delivery.key).substr(0, 32);
    return fmt::format(
        "From: <{}>\r\nTo: <{}>\r\nSubject: =?UTF-8?B?{}?=\r\nMessage-ID: <{}@relief>\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"relief-{}\"\r\n\r\n"
        "--relief-{}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n{}\r\n"
        "--relief-{}\r\nContent-Type: application/cap+xml\r\n"
        "Content-Disposition: attachment; filename=\"{}.xml\"\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n{}\r\n--relief-{}--\r\n",
        config.sender, delivery.target, subject, id, id, id, base64_lines(words), id,
        parcel.alert.identifier, base64_lines(parcel.xml), id);
}

Receipt to_mail(const ChannelConfig& config, const Parcel& parcel, const Delivery& delivery) {
    return receipt_of(smtp_send(config.address, config.sender, delivery.target,
                                mail_of(config, parcel, delivery)),
                      Outcome::acked);
}

template <class Kind>
class Adapter final : public Channel<Kind> {
  public:
    Adapter(ChannelConfig config, DeskWorks works)
        : config_(std::move(config)), works_(std::move(works)), secret_(secret_of(config_)) {
        const bool lacks = (config_.kind == "feed" && !works_.feed) ||
                           (config_.kind == "fax_sheet" && !works_.sheet);
        if (lacks) {
            throw bad_input({.code = "alert.channel",
                             .message = "nobody here makes what the channel sends",
                             .file = {},
                             .field = config_.id,
                             .found = config_.kind,
                             .expected = "a desk that makes feeds and sheets"});
        }
    }

    [[nodiscard]] std::string_view id() const override { return config_.id; }

    [[nodiscard]] Receipt send(const Outgoing<Kind>& message, const Delivery& delivery) override {
        const Parcel parcel{message.alert(), message.xml()};
        if (config_.kind == "file") {
            return to_folder(config_, parcel, delivery, "xml", parcel.xml);
        }
        if (config_.kind == "fax_sheet") {
            return to_folder(config_, parcel, delivery, "pdf", works_.sheet(parcel.alert));
        }
        if (config_.kind == "feed") {
            return put_file(config_.address, works_.feed());
        }
        if (config_.kind == "webhook") {
            return to_webhook(config_, secret_, parcel, delivery);
        }
        return config_.kind == "sms" ? to_sms(config_, secret_, parcel, delivery)
                                     : to_mail(config_, parcel, delivery);
    }

  private:
    ChannelConfig config_;
    DeskWorks works_;
    std::string secret_;
};

}  // namespace

template <class Kind>
ChannelRegistry<Kind> open_channels(const ChannelConfigs<Kind>& configs, const DeskWorks& works) {
    ChannelRegistry<Kind> registry;
    for (const ChannelConfig& config : configs.channels) {
        if (config.kind != "call" && config.kind != "call_list") {
            registry.add(std::make_unique<Adapter<Kind>>(config, works));
        }
    }
    return registry;
}

template ChannelRegistry<Actual> open_channels<Actual>(const ChannelConfigs<Actual>& configs,
                                                       const DeskWorks& works);
template ChannelRegistry<Exercise> open_channels<Exercise>(const ChannelConfigs<Exercise>& configs,
                                                           const DeskWorks& works);

}  // namespace relief
