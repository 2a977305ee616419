// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/count_desk.h"

#include "core/error.h"
#include "reserves/document/count.h"
#include "reserves/document/paper_stock.h"
#include "tools/desk/doc_document.h"
#include "tools/desk/document.h"
#include "tools/desk/papers.h"
#include "tools/desk/text_table.h"

#include <functional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

/// What lies on the shelves of the site now: the rows of the sheet.
ordered_json sheet_json(Database& database, const PaperHead& head) {
    const std::string items = "," + head.word("items") + ",";
    const bool blind = head.word("form") == "blind";
    Statement select = database.prepare(
        "SELECT a.item, a.lot, a.owner, a.condition, l.expires_on, b.amount FROM account AS a JOIN "
        "balance AS b ON b.account_id = a.id JOIN lot AS l ON l.lot = a.lot AND l.item = a.item "
        "WHERE a.site = ?1 AND a.stage = 'on_hand' AND b.amount > 0 ORDER BY a.item, l.expires_on, "
        "a.lot, a.owner, a.condition");
    select.bind(1, head.word("site"));
    ordered_json rows = ordered_json::array();
    while (select.step()) {
        if (items != ",," && items.find("," + select.text(0) + ",") == std::string::npos) {
            continue;
        }
        ordered_json row{{"site", head.word("site")},   {"item", select.text(0)},
                         {"lot", select.text(1)},       {"owner", select.text(2)},
                         {"condition", select.text(3)}, {"expires", select.text(4)}};
        row["book"] = blind ? ordered_json(nullptr) : ordered_json(select.integer(5));
        rows.push_back(std::move(row));
    }
    return rows;
}

/// What a closed count found stands in its step: the books of the moment hold it by now.
ordered_json found_by(Database& database, const Document& document) {
    for (const DocumentStep& step : document.steps) {
        if (step.verb == "close") {
            return ordered_json::parse(step.content).at("differences");
        }
    }
    return differences_json(count_differences(database, document.id)).at("differences");
}

std::string shown_count(Database& database, std::int64_t id) {
    const Document document = read_document(database, id);
    ordered_json json{{"schema", "relief.count/1"}, {"document", document_json(document)}};
    json["sheet"] = document.state() == "open" ? sheet_json(database, read_head(document))
                                               : ordered_json::array();
    json["differences"] = found_by(database, document);
    return document_text(json);
}

std::string joined_by_comma(const std::vector<std::string>& items) {
    std::string text;
    for (const std::string& item : items) {
        text += text.empty() ? item : "," + item;
    }
    return text;
}

/// Whose goods a counted line is where it does not say: the only owner the site ever had of the
/// lot.
void find_counted_owner(Database& database, const PaperTables& tables, DocumentLine& line) {
    if (!line.owner.empty()) {
        return;
    }
    Statement select = database.prepare(
        "SELECT DISTINCT owner FROM account WHERE lot = ?1 AND item = ?2 AND stage = 'on_hand' AND "
        "site = ?3 ORDER BY owner");
    select.bind(1, line.lot).bind(2, line.item).bind(3, line.from_site);
    std::vector<std::string> owners;
    while (select.step()) {
        owners.push_back(select.text(0));
    }
    if (owners.size() > 1) {
        throw refused({.code = "doc.owner",
                       .message = "several owners have goods of this lot there",
                       .file = {},
                       .line = line.line,
                       .field = name_of_line(line),
                       .found = joined_by_comma(owners),
                       .expected = "owner= of the line"});
    }
    line.owner = owners.empty() ? owner_of(tables, line.from_site) : owners.front();
}

Instant moment_of(const LineFields& fields, const Asked& asked, int line) {
    const auto text = fields.find("at");
    if (text == fields.end()) {
        return asked.occurred_at;
    }
    const auto at = parse_instant(text->second);
    if (!at) {
        throw bad_input({.code = "doc.line",
                         .message = "a line of the count is wrong",
                         .file = {},
                         .line = line,
                         .field = "at",
                         .found = text->second,
                         .expected = "a time such as 2017-07-15T12:00+08:00"});
    }
    return *at;
}

/// The counted amount: a number of the item's unit, or packs of it.
std::int64_t counted_of(const Item& item, const std::vector<ItemPack>& packs,
                        const LineFields& fields, int line) {
    const auto counted = fields.find("counted");
    if (counted == fields.end()) {
        throw bad_input({.code = "doc.line",
                         .message = "a line of the count is wrong",
                         .file = {},
                         .line = line,
                         .field = "counted",
                         .found = "nothing",
                         .expected = "what was counted"});
    }
    return line_amount(item, packs, fields, "counted", line);
}

CountLine count_line(WritingDesk& desk, const PaperTables& tables, const Asked& asked,
                     const std::string& site, const std::vector<ItemPack>& packs,
                     const LineFields& fields, int number) {
    PaperLine line = paper_line(desk.rules, packs, fields, false, number);
    DocumentLine& goods = line.goods;
    goods.from_site = goods.from_site.empty() ? site : goods.from_site;
    goods.condition = goods.condition.empty() ? std::string(1, 'A') : goods.condition;
    find_counted_owner(desk.database, tables, goods);
    const Item& item = *desk.rules.item(goods.item);
    CountLine counted{
        .account = account_of(desk.database, tables, goods, goods.from_site, "on_hand"),
        .counted = counted_of(item, packs, fields, number),
        .counted_at = moment_of(fields, asked, number),
        .book = {},
        .note = goods.note};
    if (const auto book = fields.find("book"); book != fields.end()) {
        counted.book = parse_amount(item, book->second, number);
    }
    return counted;
}

std::string change_count(WritingDesk& desk, const Asked& asked, std::string operation,
                         std::string content, const std::function<std::int64_t(Change&)>& work) {
    return make_change(desk.database,
                       make_request(desk.database, known_actor(desk.database, asked),
                                    std::move(operation), std::move(content)),
                       [&](Change& change) { return shown_count(desk.database, work(change)); });
}

PaperTables count_tables(WritingDesk& desk) {
    return load_paper_tables(DatabaseSource(desk.database), desk.rules, desk.places, desk.baseline);
}

}  // namespace

std::string open_count(WritingDesk& desk, const Asked& asked, const CountOpen& request) {
    const PaperTables tables = count_tables(desk);
    static_cast<void>(keeper_of(tables, request.site));
    for (const std::string& item : request.items) {
        static_cast<void>(paper_line(desk.rules, {}, {{"item", item}}, false, 0));
    }
    const PaperHead head{.words = {{"site", request.site},
                                   {"items", joined_by_comma(request.items)},
                                   {"form", request.blind ? "blind" : "with_book"}},
                         .lots = {}};
    const std::string content = head_content(head);
    return change_count(desk, asked, "count.open", content, [&](Change& change) {
        return add_document(
            change,
            {.unit = request.unit.empty() ? owner_of(tables, request.site) : request.unit,
             .kind = "count",
             .event = {},
             .content = content,
             .lines = {}},
            "open");
    });
}

std::string add_count_lines(WritingDesk& desk, const Asked& asked, const std::string& document,
                            const std::vector<LineFields>& lines) {
    const PaperTables tables = count_tables(desk);
    ordered_json content{{"document", document}, {"lines", ordered_json(lines)}};
    return change_count(desk, asked, "count.line", content.dump(), [&](Change& change) {
        const std::int64_t id = find_document(desk.database, document);
        const std::string site = read_head(read_document(desk.database, id)).word("site");
        const auto packs = packs_on(desk.database, beijing_date(asked.occurred_at));
        int number = 0;
        for (const LineFields& fields : lines) {
            add_count_line(change, id,
                           count_line(desk, tables, asked, site, packs, fields, ++number));
        }
        return id;
    });
}

std::string finish_count(WritingDesk& desk, const Asked& asked, const std::string& document) {
    return change_count(desk, asked, "count.close", ordered_json{{"document", document}}.dump(),
                        [&](Change& change) {
                            const std::int64_t id = find_document(desk.database, document);
                            static_cast<void>(close_count(change, id));
                            return id;
                        });
}

std::string shown_count(Database& database, const std::string& document) {
    return shown_count(database, find_document(database, document));
}

std::string shown_count_text(const std::string& json, std::string_view language) {
    const bool zh = language == "zh";
    const ordered_json answer = ordered_json::parse(json);
    const ordered_json& document = answer.at("document");
    std::string text = fmt::format("{} {} {}\n", zh ? "盘点单" : "stock count",
                                   document.at("number").get<std::string>(),
                                   document.at("state").get<std::string>());
    TextTable table(zh ? std::vector<std::string>{"库点", "物资", "批次", "物权", "账面", "实盘",
                                                  "差异", "时刻"}
                       : std::vector<std::string>{"site", "item", "lot", "owner", "book", "counted",
                                                  "difference", "at"},
                    {false, false, false, false, true, true, true});
    for (const ordered_json& row : answer.at("differences")) {
        table.add({row.at("site"), row.at("item"), row.at("lot"), row.at("owner"),
                   row.at("book").dump(), row.at("counted").dump(), row.at("difference").dump(),
                   row.at("counted_at")});
    }
    if (answer.at("differences").empty()) {
        for (const ordered_json& row : answer.at("sheet")) {
            table.add({row.at("site"), row.at("item"), row.at("lot"), row.at("owner"),
                       row.at("book").is_null() ? "" : row.at("book").dump(), "", "", ""});
        }
    }
    return text + table.text();
}

}  // namespace relief
