// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/alert_check.h"

#include "core/data_source.h"
#include "tools/desk/document.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace relief {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view alert_check_schema = "relief.alert_check/1";

std::string place_of(const cap::Finding& finding, std::string_view language) {
    if (finding.line == 0) {
        return finding.place;
    }
    return language == "zh" ? fmt::format("{}，第 {} 行", finding.place, finding.line)
                            : fmt::format("{}, line {}", finding.place, finding.line);
}

Json finding_json(const cap::Finding& finding, std::string_view language) {
    const cap::FindingKind& kind = *finding.kind;
    return {{"code", kind.code},
            {"place", place_of(finding, "en")},
            {"mend", in_language(language, kind.mend_zh, kind.mend_en)},
            {"what", in_language(language, kind.zh, kind.en)},
            {"found", finding.found},
            {"count", finding.count},
            {"line", finding.line},
            {"rule", kind.rule},
            {"rejects", kind.rejects}};
}

Json signature_json(const cap::SignatureCheck& check) {
    constexpr std::array<std::string_view, 9> states{"good",     "expired",       "untrusted",
                                                     "parallel", "bad_untrusted", "unreadable",
                                                     "invalid",  "bad_transform", "bad_reference"};
    return {{"signer", check.signer}, {"state", states.at(static_cast<std::size_t>(check.state))}};
}

Json reading_json(const cap::Reading& reading, std::string_view language) {
    Json json{{"form", word(reading.form)}, {"verdict", word(reading.verdict)}};
    json["findings"] = Json::array();
    for (const cap::Finding& finding : reading.findings) {
        json["findings"].push_back(finding_json(finding, language));
    }
    json["message"] = reading.name ? Json(text_of(*reading.name)) : Json(nullptr);
    json["signatures"] = Json::array();
    for (const cap::SignatureCheck& check : reading.signatures) {
        json["signatures"].push_back(signature_json(check));
    }
    json["alerts"] = Json::array();
    for (const cap::Reading& message : reading.messages) {
        json["alerts"].push_back(reading_json(message, language));
    }
    json["links"] = Json::array();
    for (const cap::Link& link : reading.links) {
        json["links"].push_back({{"title", link.title}, {"address", link.address}});
    }
    return json;
}

std::string finding_text(const cap::Finding& finding, const std::string& indent,
                         std::string_view language) {
    const cap::FindingKind& kind = *finding.kind;
    std::string text =
        fmt::format("{}{}  {}", indent, kind.code, in_language(language, kind.zh, kind.en));
    if (!finding.found.empty()) {
        text += fmt::format("{}{}", in_language(language, "：", ": "), finding.found);
    }
    if (finding.count > 1) {
        text += language == "zh" ? fmt::format("（{} 处）", finding.count)
                                 : fmt::format(" ({} places)", finding.count);
    }
    return text + fmt::format("\n{}  {}\n{}  {} {}\n", indent, place_of(finding, language), indent,
                              in_language(language, "改法：", "mend:"),
                              in_language(language, kind.mend_zh, kind.mend_en));
}

std::string reading_text(const std::string& name, const cap::Reading& reading,
                         const std::string& indent, std::string_view language) {
    const std::string_view verdict =
        language == "zh" ? chinese(reading.verdict) : word(reading.verdict);
    std::string text = fmt::format("{}{}: {}", indent, name, verdict);
    if (reading.form != cap::Form::unknown) {
        text += fmt::format(" ({})", word(reading.form));
    }
    text += '\n';
    for (const cap::Finding& finding : reading.findings) {
        text += finding_text(finding, indent + "  ", language);
    }
    for (const cap::Reading& message : reading.messages) {
        const std::string inner =
            message.name ? message.name->identifier
                         : std::string(in_language(language, "（无编号）", "(unnamed)"));
        text += reading_text(inner, message, indent + "  ", language);
    }
    return text;
}

}  // namespace

std::vector<CheckedFile> check_alert_files(const std::vector<std::string>& files,
                                           const std::filesystem::path& data,
                                           const std::optional<std::filesystem::path>& trust) {
    const cap::Reader reader{FolderSource(data)};
    cap::ReadOptions options;
    if (trust) {
        options.trust = cap::Trust(read_file(*trust), trust->string());
    }
    std::vector<std::string> texts;
    for (const std::string& file : files) {
        texts.push_back(read_file(file));
    }
    std::vector<CheckedFile> checked;
    for (std::size_t i = 0; i < files.size(); ++i) {
        checked.push_back({.file = files[i], .reading = reader.read(texts[i], options)});
    }
    return checked;
}

bool any_rejected(const std::vector<CheckedFile>& files) {
    return std::any_of(files.begin(), files.end(), [](const CheckedFile& file) {
        return file.reading.verdict == cap::Verdict::reject;
    });
}

std::string findings_json(const cap::Reading& reading) {
    Json rows = Json::array();
    for (const cap::Finding& finding : reading.findings) {
        rows.push_back(finding_json(finding, "en"));
    }
    return rows.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string alert_check_json(const std::vector<CheckedFile>& files, std::string_view language) {
    Json document{{"schema", alert_check_schema}, {"files", Json::array()}};
    for (const CheckedFile& file : files) {
        Json json{{"file", file.file}};
        json.update(reading_json(file.reading, language));
        document["files"].push_back(std::move(json));
    }
    return document_text(document);
}

std::string alert_check_text(const std::vector<CheckedFile>& files, std::string_view language) {
    std::string text;
    for (const CheckedFile& file : files) {
        text += reading_text(file.file, file.reading, "", language);
    }
    return text;
}

}  // namespace relief
