// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/alert_sheet.h"

#include "alerts/cap/reader.h"
#include "alerts/release/release_book.h"
#include "core/data_source.h"
#include "core/error.h"
#include "reserves/print/pdf.h"
#include "tools/desk/document.h"
#include "tools/desk/output_file.h"
#include "tools/desk/tables.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

/// Chinese before all else, the rest as they came.
std::vector<const cap::Info*> chinese_first(const cap::Alert& alert) {
    std::vector<const cap::Info*> infos;
    for (const cap::Info& info : alert.infos) {
        infos.push_back(&info);
    }
    std::ranges::stable_partition(
        infos, [](const cap::Info* info) { return info->language.starts_with("zh"); });
    return infos;
}

bool is_chinese(const cap::Info& info) {
    return info.language.starts_with("zh");
}

std::string area_of(const cap::Info& info) {
    std::string text;
    for (const cap::Area& area : info.areas) {
        text += (text.empty() ? "" : is_chinese(info) ? "；" : "; ") + area.description;
    }
    return text;
}

std::string moment_text(const std::optional<cap::Moment>& moment, const cap::Moment& otherwise) {
    std::string text = format_instant(moment.value_or(otherwise).at).substr(0, 16);
    text[10] = ' ';  // "2017-07-13 20:00"
    return text;
}

/// What one language says, as lines of a box: label and words.
void add_words(const cap::Info& info, std::vector<FormField>& fields) {
    const bool zh = is_chinese(info);
    const auto add = [&](const char* label_zh, const char* label_en, const std::string& words) {
        if (!words.empty()) {
            fields.push_back({.label = zh ? label_zh : label_en, .value = words, .wide = true});
        }
    };
    add("标题", "Headline", info.headline);
    add("范围", "Area", area_of(info));
    add("内容", "What", info.description);
    add("防御指南", "What to do", info.instruction);
    add("联系", "Contact", info.contact);
}

std::vector<std::string> marks_of(const cap::Alert& alert) {
    switch (alert.status) {
        case cap::Status::actual: return {};
        case cap::Status::exercise: return {"演练 EXERCISE"};
        case cap::Status::test: return {"测试 TEST"};
        case cap::Status::system:
        case cap::Status::draft: return {"不得使用 NOT FOR USE"};
    }
    return {};
}

std::string title_of(const cap::Alert& alert) {
    switch (alert.type) {
        case cap::MessageType::cancel: return "预警解除通知单";
        case cap::MessageType::update: return "预警变更通知单";
        default: return "预警通知单";
    }
}

}  // namespace

Form alert_form(const cap::Alert& alert) {
    const std::vector<const cap::Info*> infos = chinese_first(alert);
    Form form{.title = title_of(alert),
              .number = alert.identifier,
              .unit = alert.sender,
              .date = moment_text(alert.sent, alert.sent),
              .signatures = {{.post = "收件人"}, {.post = "收到时间"}, {.post = "已转告"}},
              .marks = marks_of(alert),
              .footer = fmt::format("{} {}", alert.identifier, cap::text_of(alert.sent)),
              .made_at = alert.sent.at};
    if (!infos.empty()) {
        const cap::Info& first = *infos.front();
        const auto colour = cap::colour_of(first);
        form.unit = first.sender_name.empty() ? alert.sender : first.sender_name;
        form.fields.push_back({.label = "预警", .value = first.event});
        form.fields.push_back({.label = "级别",
                               .value = colour ? fmt::format("{}色", cap::chinese(*colour))
                                               : std::string(cap::word(first.severity))});
        form.fields.push_back(
            {.label = "自",
             .value = moment_text(first.onset ? first.onset : first.effective, alert.sent)});
        form.fields.push_back(
            {.label = "至", .value = first.expires ? moment_text(first.expires, alert.sent) : ""});
    }
    for (const cap::Info* info : infos) {
        add_words(*info, form.fields);
    }
    if (!alert.note.empty()) {
        form.notes.push_back(alert.note);
    }
    for (const cap::Reference& reference : alert.references) {
        form.notes.push_back("所指报文 Refers to: " + reference.identifier);
    }
    return form;
}

std::string alert_sheet_pdf(const cap::Alert& alert) {
    return render_pdf(alert_form(alert)).bytes;
}

SheetAnswer print_warning(const std::filesystem::path& data, const Books& db,
                          const std::string& warning, const std::filesystem::path& out) {
    const Tables tables(data, db);
    const BookCase of = read_case(*tables.database(), warning);
    const cap::Reader reader{FolderSource(data)};
    for (const BookMessage& message : read_messages(*tables.database())) {
        if (message.case_id != of.id) {
            continue;
        }
        const cap::Reading reading = reader.read(message.xml, {.check_signatures = false});
        if (reading.alert) {
            const PdfFile pdf = render_pdf(alert_form(*reading.alert));
            write_output_file(out, pdf.bytes);
            return {.warning = warning,
                    .identifier = message.identifier,
                    .file = out,
                    .pages = pdf.pages};
        }
    }
    throw refused({.code = "alert.state",
                   .message = "a sheet is made of what was released",
                   .field = "WARNING",
                   .found = fmt::format("{} is {}", warning, to_word(of.release.state)),
                   .expected = "a warning that was released"});
}

std::string sheet_json(const SheetAnswer& answer) {
    return document_text({{"schema", "relief.alert_sheet/1"},
                          {"warning", answer.warning},
                          {"identifier", answer.identifier},
                          {"file", answer.file.string()},
                          {"pages", answer.pages}});
}

std::string sheet_text(const SheetAnswer& answer, std::string_view language) {
    return language == "zh" ? fmt::format("{} 已写入 {}，{} 页\n", answer.identifier,
                                          answer.file.string(), answer.pages)
                            : fmt::format("{} written to {}, {} page(s)\n", answer.identifier,
                                          answer.file.string(), answer.pages);
}

}  // namespace relief
