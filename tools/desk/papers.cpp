// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/papers.h"

#include "core/data_source.h"
#include "core/error.h"
#include "core/people.h"
#include "core/store/digest.h"
#include "reserves/document/attachment.h"
#include "reserves/document/count.h"
#include "reserves/document/kind.h"
#include "reserves/document/paper_signature.h"
#include "reserves/document/recall.h"
#include "reserves/document/recovery.h"
#include "reserves/document/reversal.h"
#include "reserves/document/scrap.h"
#include "tools/desk/doc_document.h"
#include "tools/desk/document.h"
#include "tools/desk/text_table.h"

#include <fstream>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

PaperTables tables_of(WritingDesk& desk) {
    return load_paper_tables(DatabaseSource(desk.database), desk.rules, desk.places, desk.baseline);
}

ordered_json lines_json(const std::vector<LineFields>& lines) {
    ordered_json rows = ordered_json::array();
    for (const LineFields& line : lines) {
        rows.push_back(ordered_json(line));
    }
    return rows;
}

/// What is asked, as the idempotency key stands for it.
std::string content_of(const PaperRequest& request) {
    ordered_json content{{"kind", request.kind},
                         {"unit", request.unit},
                         {"event", request.event},
                         {"words", ordered_json(request.words)},
                         {"lines", lines_json(request.lines)}};
    content["of"] = request.of ? ordered_json(*request.of) : ordered_json(nullptr);
    content["order"] = request.order ? ordered_json(*request.order) : ordered_json(nullptr);
    return content.dump();
}

std::string content_of(const StepRequest& request) {
    return ordered_json{{"verb", request.verb},
                        {"document", request.document},
                        {"reason", request.reason},
                        {"line", request.line},
                        {"due_on", request.due_on ? format_date(*request.due_on) : ""}}
        .dump();
}

NewPaper paper_of(WritingDesk& desk, const PaperRequest& request, Date day) {
    NewPaper paper{.unit = request.unit,
                   .kind = request.kind,
                   .event = request.event,
                   .words = request.words,
                   .lines = {},
                   .of = {},
                   .order = {}};
    const bool incoming = is_incoming_paper(request.kind);
    const std::vector<ItemPack> packs = packs_on(desk.database, day);
    int line = 0;
    for (const LineFields& fields : request.lines) {
        paper.lines.push_back(paper_line(desk.rules, packs, fields, incoming, ++line));
    }
    if (request.of) {
        paper.of = find_document(desk.database, *request.of);
    }
    if (request.order) {
        paper.order = find_document(desk.database, *request.order);
    }
    return paper;
}

std::string post_any(Change& change, const PaperTables& tables, std::int64_t document) {
    if (read_document(change.database(), document).number.kind == "count") {
        post_count(change, document);
        return "posted";
    }
    return post_paper(change, tables, document);
}

/// Takes a step; answers the document that is to be shown after it.
std::int64_t take_step(Change& change, const PaperTables& tables, const StepRequest& request) {
    const std::int64_t document = find_document(change.database(), request.document);
    if (request.verb == "sign") {
        sign_paper(change, tables, document);
    } else if (request.verb == "check") {
        check_scrap_paper(change, tables, document);
    } else if (request.verb == "depart") {
        depart_paper(change, tables, document);
    } else if (request.verb == "post") {
        post_any(change, tables, document);
    } else if (request.verb == "void") {
        void_paper(change, document, request.reason);
    } else if (request.verb == "due") {
        set_due(change, document, request.line, request.due_on.value_or(Date{}), request.reason);
    } else if (request.verb == "lift") {
        lift_recall(change, document, request.reason);
    } else if (request.verb == "reverse") {
        return reverse_document(change, document, request.reason);
    } else {
        throw fault({.code = "internal", .message = "no such verb: " + request.verb});
    }
    return document;
}

ordered_json links_json(Database& database, std::int64_t document) {
    Statement select = database.prepare(
        "SELECT relation, to_document, 1 FROM document_link WHERE from_document = ?1 UNION ALL "
        "SELECT relation, from_document, 0 FROM document_link WHERE to_document = ?1 ORDER BY 3 "
        "DESC, 2, 1");
    select.bind(1, document);
    ordered_json rows = ordered_json::array();
    while (select.step()) {
        const Document other = read_document(database, select.integer(1));
        rows.push_back({{"relation", select.text(0)},
                        {"direction", select.integer(2) == 1 ? "to" : "from"},
                        {"document", format_number(other.number)},
                        {"kind", other.number.kind},
                        {"state", other.state()}});
    }
    return rows;
}

ordered_json count_json(Database& database, std::int64_t document) {
    ordered_json rows = ordered_json::array();
    for (const CountLine& line : count_lines(database, document)) {
        ordered_json row{{"site", line.account.site},
                         {"item", line.account.item},
                         {"lot", line.account.lot},
                         {"owner", line.account.owner},
                         {"condition", line.account.condition},
                         {"counted", line.counted},
                         {"counted_at", format_instant(line.counted_at)},
                         {"note", line.note}};
        row["book_told"] = line.book ? ordered_json(*line.book) : ordered_json(nullptr);
        rows.push_back(std::move(row));
    }
    return rows;
}

ordered_json returnables_json(Database& database, std::int64_t document) {
    ordered_json rows = ordered_json::array();
    for (const Returnable& row : read_returnables(database, document)) {
        rows.push_back({{"line", row.line},
                        {"item", row.item},
                        {"lot", row.lot},
                        {"issued", row.issued},
                        {"returned", row.returned},
                        {"scrapped", row.scrapped},
                        {"open", row.open()},
                        {"due_on", format_date(row.due_on)},
                        {"rule", row.rule}});
    }
    return rows;
}

std::string shown_paper(Database& database, std::int64_t id) {
    ordered_json document = document_json(read_document(database, id));
    document["links"] = links_json(database, id);
    document["attachments"] = attachments_json(database, id);
    if (document.at("kind") == "count") {
        document["count"] = count_json(database, id);
    }
    if (document.at("kind") == "issue") {
        document["returnables"] = returnables_json(database, id);
    }
    return document_text({{"schema", "relief.document/1"}, {"document", std::move(document)}});
}

}  // namespace

Asked known_actor(Database& database, Asked asked) {
    if (const auto person = find_person(database, asked.actor)) {
        asked.actor = person->code;
    }
    return asked;
}

std::string new_paper(WritingDesk& desk, const Asked& asked, const PaperRequest& request) {
    const PaperTables tables = tables_of(desk);
    return make_change(
        desk.database,
        make_request(desk.database, known_actor(desk.database, asked), "doc.new",
                     content_of(request)),
        [&](Change& change) {
            return shown_paper(
                desk.database,
                draft_paper(change, tables,
                            paper_of(desk, request, beijing_date(asked.occurred_at))));
        });
}

std::string step_paper(WritingDesk& desk, const Asked& asked, const StepRequest& request) {
    const PaperTables tables = tables_of(desk);
    return make_change(desk.database,
                       make_request(desk.database, known_actor(desk.database, asked),
                                    "doc." + request.verb, content_of(request)),
                       [&](Change& change) {
                           return shown_paper(desk.database, take_step(change, tables, request));
                       });
}

std::string attach_file(WritingDesk& desk, const Asked& asked, const std::string& document,
                        const std::filesystem::path& file) {
    const std::string bytes = read_file(file);
    const std::string content = ordered_json{
        {"document", document},
        {"name", file.filename().string()},
        {"sha256",
         sha256_hex(bytes)}}.dump();
    return make_change(
        desk.database,
        make_request(desk.database, known_actor(desk.database, asked), "doc.attach", content),
        [&](Change& change) {
            const std::int64_t id = find_document(desk.database, document);
            change.tell_subject(format_number(read_document(desk.database, id).number));
            static_cast<void>(attach(change, id, file.string(), bytes));
            return shown_paper(desk.database, id);
        });
}

std::string fetch_file(Database& database, std::int64_t attachment,
                       const std::filesystem::path& file) {
    const std::string bytes = read_attachment(database, attachment);
    std::error_code ignored;
    const bool there = std::filesystem::exists(file, ignored);
    std::ofstream stream;
    if (!there) {
        stream.open(file, std::ios::binary);
        stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        stream.close();
    }
    if (there || !stream) {
        throw bad_input({.code = "file.write",
                         .message = "the attachment cannot be written",
                         .file = file.string(),
                         .field = {},
                         .found = there ? "a file that is there" : "a folder one may not write to",
                         .expected = "a new file"});
    }
    Statement select = database.prepare("SELECT document_id FROM attachment WHERE id = ?1");
    select.bind(1, attachment);
    select.step();
    return shown_paper(database, select.integer(0));
}

std::string shown_document(Database& database, const std::string& document) {
    return shown_paper(database, find_document(database, document));
}

namespace {

std::string word(const ordered_json& row, const char* name) {
    const auto found = row.find(name);
    if (found == row.end() || found->is_null()) {
        return "";
    }
    return found->is_string() ? found->get<std::string>() : found->dump();
}

std::string lines_text(const ordered_json& document, bool zh) {
    TextTable table(zh ? std::vector<std::string>{"行", "物资", "批次", "数量", "物权", "发出",
                                                  "接收", "状况", "备注"}
                       : std::vector<std::string>{"line", "item", "lot", "amount", "owner", "from",
                                                  "to", "condition", "note"},
                    {true, false, false, true});
    for (const ordered_json& row : document.at("lines")) {
        table.add({word(row, "line"), word(row, "item"), word(row, "lot"), word(row, "amount"),
                   word(row, "owner"), word(row, "from"), word(row, "to"), word(row, "condition"),
                   word(row, "note")});
    }
    return table.empty() ? "" : table.text();
}

std::string steps_text(const ordered_json& document, bool zh) {
    TextTable table(zh ? std::vector<std::string>{"步骤", "状态", "时间", "经办", "职务", "说明"}
                       : std::vector<std::string>{"step", "state", "at", "by", "as", "note"});
    for (const ordered_json& row : document.at("steps")) {
        table.add({word(row, "verb"), word(row, "state"), word(row, "occurred_at"),
                   word(row, "actor"), word(row, "post"), word(row, "note")});
    }
    return table.text();
}

std::string rows_text(const ordered_json& rows, std::vector<std::string> header,
                      const std::vector<const char*>& names) {
    TextTable table(std::move(header));
    for (const ordered_json& row : rows) {
        std::vector<std::string> cells;
        for (const char* name : names) {
            cells.push_back(word(row, name));
        }
        table.add(std::move(cells));
    }
    return table.empty() ? "" : table.text();
}

/// Of a recall: who has goods of the lot, and who is short of them.
std::string recall_text(const ordered_json& document, bool zh) {
    std::string text;
    for (const ordered_json& step : document.at("steps")) {
        if (document.at("kind") != "recall" || step.at("verb") != "post") {
            continue;
        }
        const ordered_json& content = step.at("content");
        text += rows_text(
            content.at("where"),
            zh ? std::vector<std::string>{"所在", "状态", "物权", "保管", "批次", "数量"}
               : std::vector<std::string>{"where", "stage", "owner", "keeper", "lot", "amount"},
            {"site", "stage", "owner", "keeper", "lot", "amount"});
        text += rows_text(content.at("issued"),
                          zh ? std::vector<std::string>{"已发放", "接收点", "批次", "数量"}
                             : std::vector<std::string>{"issued by", "receiver", "lot", "amount"},
                          {"document", "receiver", "lot", "amount"});
        text += rows_text(content.at("short"),
                          zh ? std::vector<std::string>{"失去预留的单据", "库点", "批次", "数量"}
                             : std::vector<std::string>{"short", "site", "lot", "amount"},
                          {"document", "site", "lot", "amount"});
    }
    return text;
}

}  // namespace

std::string shown_document_text(const std::string& json, std::string_view language) {
    const bool zh = language == "zh";
    const ordered_json answer = ordered_json::parse(json);
    const ordered_json& document = answer.at("document");
    const DocumentKind& kind = document_kind(document.at("kind").get<std::string>());
    std::string text = fmt::format("{} {} {}\n", zh ? kind.zh : kind.en, word(document, "number"),
                                   word(document, "state"));
    text += lines_text(document, zh);
    text += steps_text(document, zh);
    text += recall_text(document, zh);
    if (document.contains("returnables")) {
        text += rows_text(document.at("returnables"),
                          zh ? std::vector<std::string>{"行", "物资", "应回收", "未回收", "期限"}
                             : std::vector<std::string>{"line", "item", "issued", "open", "due"},
                          {"line", "item", "issued", "open", "due_on"});
    }
    text += rows_text(document.at("links"),
                      zh ? std::vector<std::string>{"关联", "单据", "状态"}
                         : std::vector<std::string>{"link", "document", "state"},
                      {"relation", "document", "state"});
    text += rows_text(document.at("attachments"),
                      zh ? std::vector<std::string>{"附件", "类型", "字节", "SHA-256"}
                         : std::vector<std::string>{"attachment", "type", "bytes", "SHA-256"},
                      {"name", "mime", "size", "sha256"});
    return text;
}

}  // namespace relief
