// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/alert_receive.h"

#include "alerts/cap/writer.h"
#include "alerts/channel/transport.h"
#include "alerts/release/message_of.h"
#include "alerts/release/release_book.h"
#include "core/data_source.h"
#include "core/people.h"
#include "core/store/digest.h"
#include "tools/desk/alert_check.h"
#include "tools/desk/output_file.h"
#include "tools/desk/tables.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

/// Bytes of a file over the reader's limit that are kept.
constexpr std::size_t beginning_kept = 65536;

/// A file as it came; of one over the limit as much as shows that it is.
struct Arrived {
    std::string file;
    std::string bytes;
    std::int64_t size = 0;
};

Arrived read_arrived(const std::filesystem::path& file) {
    constexpr std::size_t most = xml::document_bytes_max + 1;
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error || size < most) {
        std::string bytes = read_file(file);  // tells what is wrong with it
        const auto length = static_cast<std::int64_t>(bytes.size());
        return {.file = file.string(), .bytes = std::move(bytes), .size = length};
    }
    std::string bytes(most, '\0');
    std::ifstream stream(file, std::ios::binary);
    stream.read(bytes.data(), static_cast<std::streamsize>(most));
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    return {
        .file = file.string(), .bytes = std::move(bytes), .size = static_cast<std::int64_t>(size)};
}

std::vector<Arrived> read_all(const std::vector<std::filesystem::path>& asked) {
    std::vector<Arrived> all;
    for (const std::filesystem::path& path : asked) {
        if (!std::filesystem::is_directory(path)) {
            all.push_back(read_arrived(path));
            continue;
        }
        std::vector<std::filesystem::path> inside;
        for (const auto& entry : std::filesystem::directory_iterator(path)) {
            if (entry.is_regular_file()) {
                inside.push_back(entry.path());
            }
        }
        std::ranges::sort(inside);
        for (const std::filesystem::path& file : inside) {
            all.push_back(read_arrived(file));
        }
    }
    return all;
}

/// A message with the file it came in.
struct Coming {
    const Arrived* from = nullptr;
    cap::Reading reading;
    bool alone = false;  ///< the file is this message
};

/// The messages of every file, those sent earlier first, so that an update finds what it updates.
std::vector<Coming> messages_of(const std::vector<Arrived>& files, const cap::Reader& reader,
                                const cap::ReadOptions& options) {
    std::vector<Coming> all;
    for (const Arrived& file : files) {
        cap::Reading reading = reader.read(file.bytes, options);
        if (reading.messages.empty()) {
            all.push_back({.from = &file, .reading = std::move(reading), .alone = true});
            continue;
        }
        for (cap::Reading& message : reading.messages) {
            all.push_back({.from = &file, .reading = std::move(message)});
        }
    }
    std::ranges::stable_sort(all, {}, [](const Coming& one) {
        return one.reading.alert ? std::tuple(one.reading.alert->sent.at, one.reading.alert->type)
                                 : std::tuple(Instant::max(), cap::MessageType::error);
    });
    return all;
}

/// A text as the books may keep it: what is no UTF-8 is shown as such.
std::string kept_text(const std::string& text) {
    const std::string quoted =
        ordered_json(text).dump(-1, ' ', false, ordered_json::error_handler_t::replace);
    return ordered_json::parse(quoted).get<std::string>();
}

std::string codes_of(const cap::Reading& reading) {
    std::string codes;
    for (const cap::Finding& finding : reading.findings) {
        codes += fmt::format("{}{}", codes.empty() ? "" : " ", finding.code());
    }
    return codes;
}

/// What the books hold, with what this call has added.
struct Known {
    std::vector<cap::Alert> alerts;
    std::set<std::string> senders;  ///< ours
    bool drill = false;
};

Known known_to(Database& database, const cap::Reader& reader) {
    Known known;
    for (const BookMessage& message : read_messages(database)) {
        if (auto alert = reader.read(message.xml).alert) {
            known.senders.insert(alert->sender);
            known.alerts.push_back(std::move(*alert));
        }
    }
    for (const ReceivedMessage& message : read_received(database)) {
        if (auto alert = reader.read(message.xml).alert) {
            known.alerts.push_back(std::move(*alert));
        }
    }
    const std::vector<BookCase> cases = read_cases(database);
    known.drill = !cases.empty() && cases.front().play == Play::exercise;
    return known;
}

/// The offices of this desk, whether they have released anything or not.
void add_our_senders(const WarningRules& rules, Known& known) {
    for (const WarningWord& word : rules.words) {
        if (word.kind == "hazard") {
            known.senders.insert(sender_of({.unit = "220000", .hazard = word.id}, rules));
        }
    }
}

void keep(Change& change, const Coming& coming, const std::string& sha256, Instant at) {
    const cap::Alert& alert = *coming.reading.alert;
    // The books keep UTF-8; a message in another encoding is written anew.
    const std::string& bytes = coming.from->bytes;
    const bool as_it_came =
        coming.alone && coming.reading.form != cap::Form::cn12379 && kept_text(bytes) == bytes;
    static_cast<void>(
        add_received(change, {.at = at,
                              .file = kept_text(coming.from->file),
                              .form = std::string(cap::word(coming.reading.form)),
                              .verdict = std::string(cap::word(coming.reading.verdict)),
                              .status = std::string(cap::word(alert.status)),
                              .type = std::string(cap::word(alert.type)),
                              .sender = alert.sender,
                              .identifier = alert.identifier,
                              .sent = alert.sent.at,
                              .codes = codes_of(coming.reading),
                              .sha256 = sha256,
                              .xml = as_it_came ? bytes : cap::write(alert)}));
}

/// Puts a message into quarantine, once, and writes its reply.
void set_apart(Change& change, const Coming& coming, const std::string& sha256, Instant at,
               ReceivedFile& answer) {
    cap::Reading& reading = answer.reading;
    if (reading.name) {
        reading.name->sender = kept_text(reading.name->sender);
        reading.name->identifier = kept_text(reading.name->identifier);
    }
    const std::string identifier = reading.name ? reading.name->identifier : "";
    answer.quarantine = find_quarantined(change.database(), sha256, identifier);
    if (answer.quarantine) {
        answer.intake = Intake::known;
        return;
    }
    const std::size_t number = read_quarantine(change.database()).size() + 1;
    const auto reply =
        cap::error_reply(reading, {.identifier = fmt::format("220000-ERROR-{:04}", number),
                                   .sender = "emergency@220000.relief",
                                   .sent = cap::Moment{at}});
    answer.reply = reply ? cap::write(*reply) : "";
    const bool whole = coming.from->bytes.size() <= xml::document_bytes_max;
    const std::string content =
        base64(whole ? coming.from->bytes : coming.from->bytes.substr(0, beginning_kept));
    answer.quarantine = add_quarantined(change, {.at = at,
                                                 .file = kept_text(coming.from->file),
                                                 .form = std::string(cap::word(reading.form)),
                                                 .status = std::string(cap::word(reading.status)),
                                                 .sender = reading.name ? reading.name->sender : "",
                                                 .identifier = identifier,
                                                 .codes = codes_of(reading),
                                                 .findings = findings_json(reading),
                                                 .size = coming.from->size,
                                                 .sha256 = sha256,
                                                 .content = content,
                                                 .reply = answer.reply});
}

}  // namespace

std::vector<ReceivedFile> receive_alerts(const Books& db, const Asked& asked,
                                         const ReceiveRequest& request) {
    const cap::Reader reader{FolderSource(asked.data)};
    cap::ReadOptions options{.at = asked.occurred_at};
    if (request.trust) {
        options.trust = cap::Trust(read_file(*request.trust), request.trust->string());
    }
    const std::vector<Arrived> files = read_all(request.files);
    std::vector<Coming> messages = messages_of(files, reader, options);
    WritingDesk desk = open_writing_desk(db, asked);
    static_cast<void>(person_of(desk.database, asked.actor));
    ordered_json digests = ordered_json::array();
    std::map<const Arrived*, std::string> sha256;
    for (const Arrived& file : files) {
        sha256[&file] = sha256_hex(file.bytes);
        digests.push_back(sha256[&file]);
    }
    const Request change_request = make_request(
        desk.database, asked, "alert.receive",
        ordered_json{{"files", digests}, {"at", seconds_of(asked.occurred_at)}}.dump());
    std::vector<ReceivedFile> answers;
    static_cast<void>(make_change(desk.database, change_request, [&](Change& change) {
        Known known = known_to(desk.database, reader);
        add_our_senders(load_warning_rules(DatabaseSource(desk.database)), known);
        for (Coming& coming : messages) {
            JudgedReading judged =
                judge_beside(coming.reading, known.alerts, known.senders, known.drill);
            coming.reading = judged.reading;
            ReceivedFile answer{.file = kept_text(coming.from->file),
                                .reading = std::move(judged.reading),
                                .intake = judged.intake};
            if (answer.intake == Intake::keep) {
                keep(change, coming, sha256[coming.from], asked.occurred_at);
                known.alerts.push_back(*coming.reading.alert);
            } else if (answer.intake == Intake::refuse) {
                set_apart(change, coming, sha256[coming.from], asked.occurred_at, answer);
            }
            answers.push_back(std::move(answer));
        }
        return ordered_json{{"messages", answers.size()}}.dump();
    }));
    if (request.replies) {
        std::filesystem::create_directories(*request.replies);
        for (const ReceivedFile& answer : answers) {
            if (!answer.reply.empty()) {
                write_output_file(
                    *request.replies / fmt::format("{}.reply.xml", *answer.quarantine),
                    answer.reply);
            }
        }
    }
    return answers;
}

std::vector<QuarantinedMessage> list_quarantine(const std::filesystem::path& data, const Books& db,
                                                const std::optional<std::filesystem::path>& out) {
    const Tables tables(data, db);
    std::vector<QuarantinedMessage> messages = read_quarantine(*tables.database());
    if (out) {
        std::filesystem::create_directories(*out);
        for (const QuarantinedMessage& message : messages) {
            write_output_file(*out / fmt::format("{}.message", message.id),
                              bytes_of_base64(message.content).value_or(""));
            if (!message.reply.empty()) {
                write_output_file(*out / fmt::format("{}.reply.xml", message.id), message.reply);
            }
        }
    }
    return messages;
}

}  // namespace relief
