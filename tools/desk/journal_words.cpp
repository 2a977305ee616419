// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/journal_words.h"

#include "tools/desk/document.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

struct Words {
    std::string_view id;
    std::string_view zh;
    std::string_view en;
};

/// The first word of an operation: what it is about.
constexpr std::array families{
    Words{"order", "调拨令", "order"},
    Words{"doc", "单据", "document"},
    Words{"document", "单据", "document"},
    Words{"duty", "值班", "duty"},
    Words{"alert", "预警", "warning"},
    Words{"closure", "封路", "closure"},
    Words{"report", "灾情报告", "report"},
    Words{"incident", "灾害", "event"},
    Words{"response", "响应", "response"},
    Words{"expert", "专家", "expert"},
    Words{"movement", "出入库", "movement"},
    Words{"count", "盘点", "count"},
    Words{"inspect", "检查", "inspection"},
    Words{"inspection", "检查", "inspection"},
    Words{"hazard", "隐患", "hazard"},
    Words{"letter", "责任书", "letter"},
    Words{"training", "培训", "training"},
    Words{"consignment", "代储", "consignment"},
    Words{"agreement", "供应协议", "agreement"},
    Words{"import", "导入", "import"},
    Words{"lot", "批次", "lot"},
    Words{"period", "账期", "period"},
    Words{"office", "人员权限", "office"},
    Words{"books", "账簿", "books"},
    Words{"tables", "数据表", "tables"},
    Words{"anchor", "锚点", "anchor"},
};

/// Whole operations whose words are their own.
constexpr std::array operations{
    Words{"duty.open", "接班", "shift opened"},
    Words{"duty.handover", "交班", "shift handed over"},
    Words{"duty.call", "记来电", "call noted"},
    Words{"duty.ask", "记领导批示、询问", "leader's question noted"},
    Words{"duty.answer", "答复领导", "leader answered"},
    Words{"books.open", "启用账簿", "books opened"},
    Words{"books.proven", "账簿核验相符", "books proven"},
    Words{"tables.store", "存入数据表", "tables stored"},
    Words{"document.print", "打印单据", "document printed"},
    Words{"report.add", "收到灾情报告", "report taken in"},
    Words{"report.note", "灾情报告加说明", "report explained"},
    Words{"incident.open", "登记灾害", "event opened"},
    Words{"incident.stable", "灾情稳定", "event called stable"},
    Words{"response.decide", "决定响应级别", "response decided"},
    Words{"response.told", "上级响应已知悉", "response of above noted"},
    Words{"response.done", "响应事项办毕", "response action done"},
    Words{"order.settle", "还清调用欠账", "debt settled"},
    Words{"alert.receive", "收到外来预警消息", "message of another office received"},
    Words{"order.draft", "由方案拟调拨令", "orders drafted from a plan"},
};

/// The second word: what was done.
constexpr std::array verbs{
    Words{"new", "拟稿", "drafted"},
    Words{"apply", "申请", "applied for"},
    Words{"answer", "答复", "answered"},
    Words{"check", "复核", "checked"},
    Words{"sign", "签发", "signed"},
    Words{"papers", "补手续", "papers given"},
    Words{"cancel", "撤销", "cancelled"},
    Words{"recall", "召回", "recalled"},
    Words{"divert", "改送", "diverted"},
    Words{"decide", "核销短少", "shortage decided"},
    Words{"close", "办结", "closed"},
    Words{"accept", "接令", "accepted"},
    Words{"refuse", "不接", "refused"},
    Words{"pick", "拣货", "picked"},
    Words{"load", "装车", "loaded"},
    Words{"depart", "发车", "departed"},
    Words{"checkpoint", "途中报位置", "position told"},
    Words{"arrive", "运抵", "arrived"},
    Words{"receive", "清点接收", "received"},
    Words{"return", "退库", "returned"},
    Words{"post", "过账", "posted"},
    Words{"void", "作废", "voided"},
    Words{"attach", "附件", "attached to"},
    Words{"lift", "解除", "lifted"},
    Words{"add", "登记", "added"},
    Words{"confirm", "核实", "confirmed"},
    Words{"import", "导入", "imported"},
    Words{"open", "开始", "opened"},
    Words{"reopen", "重新开始", "reopened"},
    Words{"stable", "稳定", "stable"},
    Words{"end", "结束", "ended"},
    Words{"unit", "增加报告单位", "unit added"},
    Words{"draft", "拟稿", "drafted"},
    Words{"edit", "改稿", "edited"},
    Words{"update", "更新", "updated"},
    Words{"consult", "会商", "consulted"},
    Words{"remark", "会商意见", "remark"},
    Words{"countersign", "送会签", "sent for countersigning"},
    Words{"approve", "批准", "approved"},
    Words{"reject", "退回", "rejected"},
    Words{"release", "发布", "released"},
    Words{"withdraw", "撤回", "withdrawn"},
    Words{"escalate", "改道再发", "escalated"},
    Words{"receipt", "送达回执", "receipt"},
    Words{"delegate", "代签委托", "delegated"},
    Words{"officer", "签批人", "officer"},
    Words{"preposition", "预置", "pre-positioning"},
    Words{"state", "状态", "state"},
    Words{"rows", "过账", "posted"},
    Words{"reverse", "冲销", "reversed"},
    Words{"person", "人员", "person"},
    Words{"rules", "签批权限表", "rules"},
    Words{"done", "办毕", "done"},
    Words{"recheck", "复查", "rechecked"},
    Words{"test", "电话演练", "call test"},
    Words{"call", "召集", "called"},
};

template <std::size_t Count>
const Words* find(const std::array<Words, Count>& words, std::string_view id) {
    const auto found = std::find_if(words.begin(), words.end(),
                                    [id](const Words& known) { return known.id == id; });
    return found == words.end() ? nullptr : &*found;
}

/// The columns of a table that tell what an operation was about.
struct Telling {
    std::string_view operation;
    std::string_view table;
    std::array<std::string_view, 2> columns;
};

constexpr std::array tellings{
    Telling{"duty.open", "duty_shift", {"officer", "leader"}},
    Telling{"duty.handover", "duty_handover", {"to_officer", ""}},
    Telling{"duty.call", "duty_call", {"caller", "words"}},
    Telling{"duty.ask", "duty_question", {"asked_by", "words"}},
    Telling{"duty.answer", "duty_answer", {"figure", "words"}},
    Telling{"incident.open", "incident", {"name", ""}},
    Telling{"report.add", "field_report", {"unit", ""}},
    Telling{"report.note", "field_report_note", {"words", ""}},
    Telling{"closure.add", "road_closure", {"words", ""}},
    Telling{"closure.confirm", "road_closure_step", {"zh", ""}},
    Telling{"closure.lift", "road_closure_step", {"reason", ""}},
    Telling{"order.checkpoint", "document_step", {"note", ""}},
    Telling{"order.recall", "document_step", {"note", ""}},
    Telling{"order.cancel", "document_step", {"note", ""}},
    Telling{"order.refuse", "document_step", {"note", ""}},
};

/// A cell as it is said: the code of a unit by its name.
std::string cell_words(const nlohmann::json& cell, std::string_view column, const Places& places) {
    if (!cell.is_string()) {
        return "";
    }
    const auto text = cell.get<std::string>();
    return column == "unit" ? place_name(places, text) : text;
}

std::string_view said(const Words& words, bool zh) {
    return zh ? words.zh : words.en;
}

}  // namespace

std::string operation_words(std::string_view operation, std::string_view subject,
                            std::string_view language) {
    const bool zh = language == "zh";
    const std::string behind = subject.empty() ? "" : fmt::format(" {}", subject);
    if (const Words* whole = find(operations, operation)) {
        return fmt::format("{}{}", said(*whole, zh), behind);
    }
    const std::size_t dot = std::min(operation.find('.'), operation.size());
    const Words* family = find(families, operation.substr(0, dot));
    if (family == nullptr) {
        return fmt::format("{}{}", operation, behind);
    }
    const std::string_view verb = operation.substr(std::min(dot + 1, operation.size()));
    const Words* done = find(verbs, verb);
    return fmt::format("{}{} {}", said(*family, zh), behind,
                       done == nullptr ? verb : said(*done, zh));
}

std::string payload_words(std::string_view operation, const std::string& payload,
                          const Places& places, std::string_view language) {
    constexpr std::size_t told_max = 6;
    const auto telling =
        std::find_if(tellings.begin(), tellings.end(),
                     [operation](const Telling& known) { return known.operation == operation; });
    const auto document = telling == tellings.end()
                              ? nlohmann::json()
                              : nlohmann::json::parse(payload, nullptr, false);
    if (!document.is_object() || !document.contains("rows")) {
        return "";
    }
    std::vector<std::string> told;
    // A group of rows: table, id of the first, names of the columns, the rows (store/change.h).
    for (const nlohmann::json& group : document.at("rows")) {
        if (group.size() < 4 || group.at(0) != telling->table) {
            continue;
        }
        for (const std::string_view column : telling->columns) {
            const auto& names = group.at(2);
            const auto at = std::find(names.begin(), names.end(), column);
            for (std::size_t row = 3; at != names.end() && row < group.size(); ++row) {
                std::string words = cell_words(
                    group.at(row).at(static_cast<std::size_t>(at - names.begin())), column, places);
                if (!words.empty() && std::find(told.begin(), told.end(), words) == told.end()) {
                    told.push_back(std::move(words));
                }
            }
        }
    }
    std::string all;
    for (std::size_t index = 0; index < std::min(told.size(), told_max); ++index) {
        all += (index == 0 ? "" : " ") + told[index];
    }
    return all + (told.size() > told_max ? (language == "zh" ? " 等" : " …") : "");
}

JournalSince journal_since(Database& database, const Places& places, Instant from,
                           std::size_t limit) {
    Statement payload_of = database.prepare("SELECT payload FROM journal WHERE seq = ?1");
    const auto is_told = [](std::string_view operation) {
        return std::any_of(tellings.begin(), tellings.end(), [operation](const Telling& known) {
            return known.operation == operation;
        });
    };
    JournalSince since;
    Statement select = database.prepare(
        "SELECT seq, recorded_at, actor, operation, subject FROM journal ORDER BY seq DESC");
    // From the end backwards, as far as it is asked for: old books are long.
    while (select.step() && instant_of(select.integer(1)) >= from) {
        ++since.count;
        if (since.rows.size() == limit) {
            continue;
        }
        JournalSentence row{.seq = select.integer(0),
                            .at = instant_of(select.integer(1)),
                            .actor = select.text(2),
                            .operation = select.text(3),
                            .subject = select.text(4)};
        row.zh = operation_words(row.operation, row.subject, "zh");
        row.en = operation_words(row.operation, row.subject, "en");
        if (is_told(row.operation)) {
            payload_of.bind(1, row.seq);
            payload_of.step();
            const std::string payload = payload_of.text(0);
            payload_of.reset();
            const std::string zh = payload_words(row.operation, payload, places, "zh");
            const std::string en = payload_words(row.operation, payload, places, "en");
            row.zh += zh.empty() ? "" : "：" + zh;
            row.en += en.empty() ? "" : ": " + en;
        }
        since.rows.push_back(std::move(row));
    }
    return since;
}

std::optional<Instant> last_recorded(Database& database,
                                     const std::vector<std::string_view>& families_wanted) {
    std::string where;
    for (std::size_t index = 0; index < families_wanted.size(); ++index) {
        where += fmt::format("{} operation GLOB ?{}", index == 0 ? "WHERE" : " OR", index + 1);
    }
    Statement select = database.prepare(
        fmt::format("SELECT recorded_at FROM journal {} ORDER BY seq DESC LIMIT 1", where));
    for (std::size_t index = 0; index < families_wanted.size(); ++index) {
        select.bind(static_cast<int>(index) + 1, fmt::format("{}.*", families_wanted[index]));
    }
    return select.step() ? std::optional(instant_of(select.integer(0))) : std::nullopt;
}

}  // namespace relief
