// SPDX-License-Identifier: Apache-2.0
#include "alerts/release/intake_book.h"

namespace relief {

std::int64_t add_received(Change& change, const ReceivedMessage& message) {
    return change.insert("alert_received", {{"at", seconds_of(message.at)},
                                            {"file", message.file},
                                            {"form", message.form},
                                            {"verdict", message.verdict},
                                            {"status", message.status},
                                            {"type", message.type},
                                            {"sender", message.sender},
                                            {"identifier", message.identifier},
                                            {"sent_at", seconds_of(message.sent)},
                                            {"codes", message.codes},
                                            {"sha256", message.sha256},
                                            {"xml", message.xml}});
}

std::vector<ReceivedMessage> read_received(Database& database) {
    std::vector<ReceivedMessage> messages;
    Statement select = database.prepare(
        "SELECT id, at, file, form, verdict, status, type, sender, identifier, sent_at, codes, "
        "sha256, xml FROM alert_received ORDER BY id");
    while (select.step()) {
        messages.push_back({.id = select.integer(0),
                            .at = instant_of(select.integer(1)),
                            .file = select.text(2),
                            .form = select.text(3),
                            .verdict = select.text(4),
                            .status = select.text(5),
                            .type = select.text(6),
                            .sender = select.text(7),
                            .identifier = select.text(8),
                            .sent = instant_of(select.integer(9)),
                            .codes = select.text(10),
                            .sha256 = select.text(11),
                            .xml = select.text(12)});
    }
    return messages;
}

std::int64_t add_quarantined(Change& change, const QuarantinedMessage& message) {
    return change.insert("alert_quarantine", {{"at", seconds_of(message.at)},
                                              {"file", message.file},
                                              {"form", message.form},
                                              {"status", message.status},
                                              {"sender", message.sender},
                                              {"identifier", message.identifier},
                                              {"codes", message.codes},
                                              {"findings", message.findings},
                                              {"size", message.size},
                                              {"sha256", message.sha256},
                                              {"content", message.content},
                                              {"reply", message.reply}});
}

std::vector<QuarantinedMessage> read_quarantine(Database& database) {
    std::vector<QuarantinedMessage> messages;
    Statement select = database.prepare(
        "SELECT id, at, file, form, status, sender, identifier, codes, findings, size, sha256, "
        "content, reply FROM alert_quarantine ORDER BY id");
    while (select.step()) {
        messages.push_back({.id = select.integer(0),
                            .at = instant_of(select.integer(1)),
                            .file = select.text(2),
                            .form = select.text(3),
                            .status = select.text(4),
                            .sender = select.text(5),
                            .identifier = select.text(6),
                            .codes = select.text(7),
                            .findings = select.text(8),
                            .size = select.integer(9),
                            .sha256 = select.text(10),
                            .content = select.text(11),
                            .reply = select.text(12)});
    }
    return messages;
}

std::optional<std::int64_t> find_quarantined(Database& database, const std::string& sha256,
                                             const std::string& identifier) {
    Statement select = database.prepare(
        "SELECT id FROM alert_quarantine WHERE sha256 = ?1 AND identifier = ?2 LIMIT 1");
    select.bind(1, sha256).bind(2, identifier);
    return select.step() ? std::optional(select.integer(0)) : std::nullopt;
}

}  // namespace relief
