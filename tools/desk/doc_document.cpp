// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/doc_document.h"

#include "reserves/document/attachment.h"
#include "reserves/document/kind.h"
#include "tools/desk/document.h"
#include "tools/desk/text_table.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

ordered_json line_json(const DocumentLine& line) {
    return {{"line", line.line},     {"item", line.item},           {"lot", line.lot},
            {"amount", line.amount}, {"owner", line.owner},         {"from", line.from_site},
            {"to", line.to_site},    {"condition", line.condition}, {"note", line.note}};
}

ordered_json step_json(const DocumentStep& step) {
    ordered_json json{{"verb", step.verb},
                      {"state", step.state},
                      {"occurred_at", format_instant(step.occurred_at)},
                      {"recorded_at", format_instant(step.recorded_at)},
                      {"actor", step.actor},
                      {"post", step.post},
                      {"note", step.note},
                      {"content", ordered_json::parse(step.content)}};
    json["movement"] = step.movement ? ordered_json(*step.movement) : ordered_json(nullptr);
    return json;
}

}  // namespace

ordered_json document_json(const Document& document) {
    ordered_json json{{"id", document.id},
                      {"number", format_number(document.number)},
                      {"kind", document.number.kind},
                      {"state", document.state()},
                      {"event", document.event},
                      {"made_at", format_instant(document.made_at)},
                      {"made_by", document.made_by},
                      {"content", ordered_json::parse(document.content)},
                      {"lines", ordered_json::array()},
                      {"steps", ordered_json::array()}};
    for (const DocumentLine& line : document.lines) {
        json["lines"].push_back(line_json(line));
    }
    for (const DocumentStep& step : document.steps) {
        json["steps"].push_back(step_json(step));
    }
    return json;
}

ordered_json attachments_json(Database& database, std::int64_t document) {
    ordered_json rows = ordered_json::array();
    for (const Attachment& attachment : read_attachments(database, document)) {
        static_cast<void>(read_attachment(database, attachment.id));  // I24
        rows.push_back({{"id", attachment.id},
                        {"name", attachment.name},
                        {"mime", attachment.mime},
                        {"size", attachment.size},
                        {"sha256", attachment.sha256}});
    }
    return rows;
}

std::string documents_json(const std::vector<Document>& documents) {
    ordered_json list = ordered_json::array();
    for (const Document& document : documents) {
        list.push_back(document_json(document));
    }
    return document_text({{"schema", "relief.documents/1"}, {"documents", std::move(list)}});
}

std::string documents_text(const std::vector<Document>& documents, std::string_view language) {
    const bool zh = language == "zh";
    TextTable table(zh ? std::vector<std::string>{"序号", "编号", "单据", "状态", "时间", "经办"}
                       : std::vector<std::string>{"id", "number", "kind", "state", "made", "by"},
                    {true});
    for (const Document& document : documents) {
        const DocumentKind& kind = document_kind(document.number.kind);
        table.add({fmt::format("{}", document.id), format_number(document.number),
                   std::string(zh ? kind.zh : kind.en), document.state(),
                   format_short(document.made_at), document.made_by});
    }
    return table.text();
}

}  // namespace relief
