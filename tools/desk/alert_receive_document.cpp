// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/alert_receive.h"

#include "tools/desk/alert_check.h"
#include "tools/desk/document.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

std::string_view intake_words(Intake intake, std::string_view language) {
    switch (intake) {
        case Intake::keep: return in_language(language, "收下", "kept");
        case Intake::known: return in_language(language, "已有，不变", "known, nothing changes");
        case Intake::other_books:
            return in_language(language, "状态不符本库，不收（演练另有库）",
                               "of another status than these books: not kept");
        case Intake::refuse: return in_language(language, "拒收，已隔离", "refused, in quarantine");
    }
    return "";
}

std::string name_of(const cap::Reading& reading) {
    return reading.name ? fmt::format("{} {}", reading.name->sender, reading.name->identifier) : "";
}

std::vector<std::string> codes_in(const std::string& codes) {
    std::vector<std::string> list;
    for (std::size_t at = 0; at < codes.size();) {
        const std::size_t end = std::min(codes.find(' ', at), codes.size());
        list.push_back(codes.substr(at, end - at));
        at = end + 1;
    }
    return list;
}

}  // namespace

std::string received_json(const std::vector<ReceivedFile>& files, std::string_view language) {
    ordered_json rows = ordered_json::array();
    std::map<std::string, int> counts;
    for (const ReceivedFile& file : files) {
        ++counts[std::string(to_word(file.intake))];
        const cap::Reading& reading = file.reading;
        rows.push_back(
            {{"file", file.file},
             {"outcome", to_word(file.intake)},
             {"what", intake_words(file.intake, language)},
             {"verdict", cap::word(reading.verdict)},
             {"form", cap::word(reading.form)},
             {"status", cap::word(reading.status)},
             {"sender", reading.name ? reading.name->sender : ""},
             {"identifier", reading.name ? reading.name->identifier : ""},
             {"findings", ordered_json::parse(findings_json(reading))},
             {"quarantine",
              file.quarantine ? ordered_json(*file.quarantine) : ordered_json(nullptr)},
             {"reply", file.reply.empty() ? ordered_json(nullptr) : ordered_json(file.reply)}});
    }
    return document_text({{"schema", "relief.alert_received/1"},
                          {"kept", counts["kept"]},
                          {"known", counts["known"]},
                          {"other_books", counts["other_books"]},
                          {"quarantined", counts["quarantined"]},
                          {"messages", std::move(rows)}});
}

std::string received_text(const std::vector<ReceivedFile>& files, std::string_view language) {
    std::string text;
    for (const ReceivedFile& file : files) {
        text += fmt::format("{}: {}  {}\n", file.file, intake_words(file.intake, language),
                            name_of(file.reading));
        for (const cap::Finding& finding : file.reading.findings) {
            if (file.intake == Intake::refuse ? finding.kind->rejects : !finding.kind->rejects) {
                text += fmt::format("  {}  {}  {}\n", finding.code(),
                                    in_language(language, finding.kind->zh, finding.kind->en),
                                    finding.place);
            }
        }
        if (!file.reply.empty()) {
            text += fmt::format("  {} {}\n",
                                in_language(language, "答复（Error）已写，隔离编号",
                                            "answered with an Error; number in quarantine"),
                                *file.quarantine);
        }
    }
    return text;
}

std::string quarantine_json(const std::vector<QuarantinedMessage>& messages) {
    ordered_json rows = ordered_json::array();
    for (const QuarantinedMessage& message : messages) {
        rows.push_back({{"id", message.id},
                        {"at", format_instant(message.at)},
                        {"file", message.file},
                        {"form", message.form},
                        {"status", message.status},
                        {"sender", message.sender},
                        {"identifier", message.identifier},
                        {"codes", codes_in(message.codes)},
                        {"findings", ordered_json::parse(message.findings)},
                        {"size", message.size},
                        {"sha256", message.sha256},
                        {"reply", message.reply.empty() ? ordered_json(nullptr)
                                                        : ordered_json(message.reply)}});
    }
    return document_text({{"schema", "relief.alert_quarantine/1"}, {"messages", std::move(rows)}});
}

std::string quarantine_text(const std::vector<QuarantinedMessage>& messages,
                            std::string_view language) {
    std::string text;
    for (const QuarantinedMessage& message : messages) {
        text += fmt::format("{}  {}  {}  {} {}\n  {}  {}\n", message.id, format_short(message.at),
                            message.file, message.sender, message.identifier, message.codes,
                            message.reply.empty()
                                ? in_language(language, "无从答复", "nobody to answer")
                                : in_language(language, "已答复", "answered"));
    }
    return text.empty() ? fmt::format("{}\n", in_language(language, "隔离区是空的",
                                                          "nothing is in quarantine"))
                        : text;
}

}  // namespace relief
