// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/document.h"
#include "tools/desk/import.h"
#include "tools/desk/text_table.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>

namespace relief {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t rows_shown_max = 60;

std::string thousandths_text(std::int64_t value) {
    return format_quantity({.amount = value, .decimals = 3});
}

std::string_view why_name(SkippedRow::Why why) {
    constexpr std::array<std::string_view, 7> names{"above_header", "header_again", "tags", "total",
                                                    "subtotal",     "note",         "done"};
    return names[static_cast<std::size_t>(why)];
}

std::string_view order_name(DateOrder order) {
    constexpr std::array<std::string_view, 3> names{"", "mdy", "dmy"};
    return names[static_cast<std::size_t>(order)];
}

ordered_json reason_json(const ImportReason& reason) {
    return {{"code", reason_name(reason.code)},
            {"column", reason.column > 0 ? ordered_json(column_letters(reason.column))
                                         : ordered_json(nullptr)},
            {"found", reason.found},
            {"expected", reason.expected},
            {"zh", reason_text(reason, "zh")},
            {"en", reason_text(reason, "en")}};
}

ordered_json date_json(const std::optional<WrittenDate>& date) {
    return date ? ordered_json(format_written(*date)) : ordered_json(nullptr);
}

ordered_json row_json(const ImportRow& row) {
    ordered_json json{
        {"line", row.line},
        {"status", status_name(row.status)},
        {"site", row.site},
        {"owner", row.owner},
        {"item", row.item},
        {"lot", row.lot},
        {"quantity", format_quantity({row.amount, row.decimals})},
        {"unit", row.unit},
        {"book", row.book_amount ? ordered_json(format_quantity({*row.book_amount, row.decimals}))
                                 : ordered_json(nullptr)},
        {"made_on", date_json(row.made_on)},
        {"expires_on", date_json(row.expires_on)},
        {"pack", row.notes.pack},
        {"reasons", ordered_json::array()}};
    for (const ImportReason& reason : row.reasons) {
        json["reasons"].push_back(reason_json(reason));
    }
    return json;
}

ordered_json totals_json(const ImportReading& reading) {
    ordered_json totals = ordered_json::array();
    for (const TotalCheck& total : reading.totals) {
        totals.push_back({{"line", total.line},
                          {"sheet", thousandths_text(total.sheet)},
                          {"written", thousandths_text(total.written)},
                          {"accepted", thousandths_text(total.accepted)},
                          {"difference", thousandths_text(total.sheet - total.accepted)}});
    }
    return totals;
}

ordered_json posted_json(const std::optional<PostedImport>& posted) {
    if (!posted) {
        return nullptr;
    }
    return {{"batch", posted->batch},
            {"repeated", posted->repeated},
            {"reversed", posted->reversed},
            {"at", format_instant(posted->at)},
            {"recorded_at", format_instant(posted->recorded_at)},
            {"actor", posted->actor},
            {"accepted", posted->accepted},
            {"movements", posted->movements},
            {"documents", posted->documents}};
}

std::string kind_word(ImportKind kind, bool zh) {
    switch (kind) {
        case ImportKind::receipt: return zh ? "入库" : "receipt";
        case ImportKind::opening: return zh ? "建账" : "opening";
        case ImportKind::count: return zh ? "盘点" : "count";
    }
    return "";
}

std::string head_text(const ImportResult& result, bool zh) {
    const ImportReading& reading = result.reading;
    std::string text = fmt::format("{}  {}{}{}  {}\n", result.file, reading.format,
                                   reading.encoding.empty() ? "" : " " + reading.encoding,
                                   reading.sheet.empty() ? "" : " [" + reading.sheet + "]",
                                   kind_word(result.options.kind, zh));
    if (reading.other_extension) {
        text += zh ? "文件名的后缀与内容不符，按内容读\n"
                   : "the extension is not that of the content; read by its content\n";
    }
    const auto& r = reading;
    text += zh ? fmt::format("表头第 {} 行；读 {} 行：接受 {}，待核 {}，退回 {}\n", r.header_line,
                             r.rows.size(), r.accepted, r.held, r.refused)
               : fmt::format("header in line {}; {} rows read: {} accepted, {} held, {} refused\n",
                             r.header_line, r.rows.size(), r.accepted, r.held, r.refused);
    std::string sums;
    for (const auto& [unit, quantity] : result.by_unit) {
        sums += fmt::format("{}{} {}", sums.empty() ? "" : (zh ? "，" : ", "),
                            format_quantity(quantity), unit);
    }
    return sums.empty() ? text : text + (zh ? "接受的：" : "accepted: ") + sums + "\n";
}

std::string totals_text(const ImportReading& reading, bool zh) {
    std::string text;
    for (const TotalCheck& total : reading.totals) {
        const std::string sheet = thousandths_text(total.sheet);
        const std::string accepted = thousandths_text(total.accepted);
        const std::string difference = thousandths_text(total.sheet - total.accepted);
        text += zh ? fmt::format("合计行（第 {} 行）{}，接受的合计 {}，相差 {}\n", total.line,
                                 sheet, accepted, difference)
                   : fmt::format("total in line {}: {}; of the accepted rows {}; difference {}\n",
                                 total.line, sheet, accepted, difference);
    }
    return text;
}

std::string rows_text(const ImportReading& reading, std::string_view language) {
    const bool zh = language == "zh";
    TextTable table(zh ? std::vector<std::string>{"行", "结果", "原因"}
                       : std::vector<std::string>{"line", "result", "why"},
                    {true});
    std::size_t shown = 0;
    for (const ImportRow& row : reading.rows) {
        if (row.status == RowStatus::accepted || shown == rows_shown_max) {
            continue;
        }
        ++shown;
        std::string why;
        for (const ImportReason& reason : row.reasons) {
            why += (why.empty() ? "" : zh ? "；" : "; ") + reason_text(reason, language);
        }
        table.add({fmt::format("{}", row.line), std::string(status_word(row.status, language)),
                   std::move(why)});
    }
    if (shown == 0) {
        return "";
    }
    const auto left = reading.held + reading.refused - static_cast<std::int64_t>(shown);
    std::string text = "\n" + table.text();
    if (left > 0) {
        text += zh ? fmt::format("…… 还有 {} 行，见 --json 或 --back\n", left)
                   : fmt::format("… and {} more, in --json or --back\n", left);
    }
    return text;
}

std::string end_text(const ImportResult& result, bool zh) {
    std::string text = "\n";
    if (!result.posted) {
        text += zh ? "试读，没有入账；入账请加 --post\n"
                   : "dry run, nothing was posted; post it with --post\n";
    } else if (result.posted->reversed) {
        text += zh ? fmt::format("同样的内容曾入账（第 {} 批），后已冲销；改正后再导入\n",
                                 result.posted->batch)
                   : fmt::format(
                         "the same content was posted (batch {}) and reversed since; mend "
                         "it before it is imported\n",
                         result.posted->batch);
    } else if (result.posted->repeated) {
        text += zh ? fmt::format("同样的内容已在 {} 由 {} 入账（第 {} 批），这次没有再记\n",
                                 format_short(result.posted->recorded_at), result.posted->actor,
                                 result.posted->batch)
                   : fmt::format(
                         "the same content was posted at {} by {} (batch {}); "
                         "nothing was posted now\n",
                         format_short(result.posted->recorded_at), result.posted->actor,
                         result.posted->batch);
    } else {
        text +=
            zh ? fmt::format("已入账：第 {} 批，{} 笔，{} 个批次有变动\n", result.posted->batch,
                             result.posted->movements.size(), result.stocks)
               : fmt::format("posted: batch {}, {} movements, {} lots changed\n",
                             result.posted->batch, result.posted->movements.size(), result.stocks);
    }
    if (result.posted && !result.posted->documents.empty()) {
        text += zh ? fmt::format("盘点单 {}：有盘亏的还没有入账，须另一人 relief count close\n",
                                 fmt::join(result.posted->documents, ", "))
                   : fmt::format(
                         "count documents {}: one with losses is not posted yet; another "
                         "person closes it (relief count close)\n",
                         fmt::join(result.posted->documents, ", "));
    }
    if (result.back) {
        text += (zh ? "退回表：" : "sheet back: ") + result.back->string() + "\n";
    }
    return text;
}

}  // namespace

std::string import_json(const ImportResult& result, bool all_rows) {
    const ImportReading& reading = result.reading;
    ordered_json document{{"schema", "relief.import/1"},
                          {"file", result.file},
                          {"sha256", result.sha256},
                          {"kind", kind_name(result.options.kind)},
                          {"site", result.options.site},
                          {"at", format_instant(result.at)},
                          {"format", reading.format},
                          {"encoding", reading.encoding},
                          {"delimiter", reading.delimiter},
                          {"other_extension", reading.other_extension},
                          {"sheet", reading.sheet},
                          {"other_sheets", reading.other_sheets},
                          {"header_line", reading.header_line},
                          {"date_order",
                           {{"made_on", order_name(reading.made_order)},
                            {"expires_on", order_name(reading.expires_order)}}},
                          {"read", reading.rows.size()},
                          {"accepted", reading.accepted},
                          {"held", reading.held},
                          {"refused", reading.refused},
                          {"stocks_changed", result.stocks},
                          {"posted", posted_json(result.posted)}};
    document["columns"] = ordered_json::array();
    for (const ColumnUse& use : reading.columns) {
        document["columns"].push_back({{"column", column_letters(use.column)},
                                       {"title", use.title},
                                       {"field", field_name(use.field)}});
    }
    document["by_unit"] = ordered_json::object();
    for (const auto& [unit, quantity] : result.by_unit) {
        document["by_unit"][unit] = format_quantity(quantity);
    }
    document["totals"] = totals_json(reading);
    document["skipped"] = ordered_json::array();
    for (const SkippedRow& row : reading.skipped) {
        document["skipped"].push_back({{"line", row.line}, {"why", why_name(row.why)}});
    }
    document["rows"] = ordered_json::array();
    for (const ImportRow& row : reading.rows) {
        if (all_rows || row.status != RowStatus::accepted) {
            document["rows"].push_back(row_json(row));
        }
    }
    document["back"] = result.back ? ordered_json(result.back->string()) : ordered_json(nullptr);
    return document_text(document);
}

std::string import_text(const ImportResult& result, std::string_view language) {
    const bool zh = language == "zh";
    return head_text(result, zh) + totals_text(result.reading, zh) +
           rows_text(result.reading, language) + end_text(result, zh);
}

}  // namespace relief
