// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/journal_words.h"

#include "tools/desk/document.h"
#include "tools/desk/word_list.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

/// The first word of an operation: what it is about.
constexpr std::array families{
    WordOfId{"order", "调拨令", "order"},
    WordOfId{"doc", "单据", "document"},
    WordOfId{"document", "单据", "document"},
    WordOfId{"duty", "值班", "duty"},
    WordOfId{"alert", "预警", "warning"},
    WordOfId{"closure", "封路", "closure"},
    WordOfId{"report", "灾情报告", "report"},
    WordOfId{"incident", "灾害", "event"},
    WordOfId{"response", "响应", "response"},
    WordOfId{"expert", "专家", "expert"},
    WordOfId{"movement", "出入库", "movement"},
    WordOfId{"count", "盘点", "count"},
    WordOfId{"inspect", "检查", "inspection"},
    WordOfId{"inspection", "检查", "inspection"},
    WordOfId{"hazard", "隐患", "hazard"},
    WordOfId{"letter", "责任书", "letter"},
    WordOfId{"training", "培训", "training"},
    WordOfId{"consignment", "代储", "consignment"},
    WordOfId{"agreement", "供应协议", "agreement"},
    WordOfId{"import", "导入", "import"},
    WordOfId{"lot", "批次", "lot"},
    WordOfId{"period", "账期", "period"},
    WordOfId{"office", "人员权限", "office"},
    WordOfId{"books", "账簿", "books"},
    WordOfId{"tables", "数据表", "tables"},
    WordOfId{"anchor", "锚点", "anchor"},
};

/// Whole operations whose words are their own.
constexpr std::array operations{
    WordOfId{"duty.open", "接班", "shift opened"},
    WordOfId{"duty.handover", "交班", "shift handed over"},
    WordOfId{"duty.call", "记来电", "call noted"},
    WordOfId{"duty.ask", "记领导批示、询问", "leader's question noted"},
    WordOfId{"duty.answer", "答复领导", "leader answered"},
    WordOfId{"books.open", "启用账簿", "books opened"},
    WordOfId{"books.proven", "账簿核验相符", "books proven"},
    WordOfId{"tables.store", "存入数据表", "tables stored"},
    WordOfId{"document.print", "打印单据", "document printed"},
    WordOfId{"report.add", "收到灾情报告", "report taken in"},
    WordOfId{"report.note", "灾情报告加说明", "report explained"},
    WordOfId{"incident.open", "登记灾害", "event opened"},
    WordOfId{"incident.stable", "灾情稳定", "event called stable"},
    WordOfId{"response.decide", "决定响应级别", "response decided"},
    WordOfId{"response.told", "上级响应已知悉", "response of above noted"},
    WordOfId{"response.done", "响应事项办毕", "response action done"},
    WordOfId{"order.settle", "还清调用欠账", "debt settled"},
    WordOfId{"alert.receive", "收到外来预警消息", "message of another office received"},
    WordOfId{"order.draft", "由方案拟调拨令", "orders drafted from a plan"},
};

/// The second word: what was done.
constexpr std::array verbs{
    WordOfId{"new", "拟稿", "drafted"},
    WordOfId{"apply", "申请", "applied for"},
    WordOfId{"answer", "答复", "answered"},
    WordOfId{"check", "复核", "checked"},
    WordOfId{"sign", "签发", "signed"},
    WordOfId{"papers", "补手续", "papers given"},
    WordOfId{"cancel", "撤销", "cancelled"},
    WordOfId{"recall", "召回", "recalled"},
    WordOfId{"divert", "改送", "diverted"},
    WordOfId{"decide", "核销短少", "shortage decided"},
    WordOfId{"close", "办结", "closed"},
    WordOfId{"accept", "接令", "accepted"},
    WordOfId{"refuse", "不接", "refused"},
    WordOfId{"pick", "拣货", "picked"},
    WordOfId{"load", "装车", "loaded"},
    WordOfId{"depart", "发车", "departed"},
    WordOfId{"checkpoint", "途中报位置", "position told"},
    WordOfId{"arrive", "运抵", "arrived"},
    WordOfId{"receive", "清点接收", "received"},
    WordOfId{"return", "退库", "returned"},
    WordOfId{"post", "过账", "posted"},
    WordOfId{"void", "作废", "voided"},
    WordOfId{"attach", "附件", "attached to"},
    WordOfId{"lift", "解除", "lifted"},
    WordOfId{"add", "登记", "added"},
    WordOfId{"confirm", "核实", "confirmed"},
    WordOfId{"import", "导入", "imported"},
    WordOfId{"open", "开始", "opened"},
    WordOfId{"reopen", "重新开始", "reopened"},
    WordOfId{"stable", "稳定", "stable"},
    WordOfId{"end", "结束", "ended"},
    WordOfId{"unit", "增加报告单位", "unit added"},
    WordOfId{"draft", "拟稿", "drafted"},
    WordOfId{"edit", "改稿", "edited"},
    WordOfId{"update", "更新", "updated"},
    WordOfId{"consult", "会商", "consulted"},
    WordOfId{"remark", "会商意见", "remark"},
    WordOfId{"countersign", "送会签", "sent for countersigning"},
    WordOfId{"approve", "批准", "approved"},
    WordOfId{"reject", "退回", "rejected"},
    WordOfId{"release", "发布", "released"},
    WordOfId{"withdraw", "撤回", "withdrawn"},
    WordOfId{"escalate", "改道再发", "escalated"},
    WordOfId{"receipt", "送达回执", "receipt"},
    WordOfId{"delegate", "代签委托", "delegated"},
    WordOfId{"officer", "签批人", "officer"},
    WordOfId{"preposition", "预置", "pre-positioning"},
    WordOfId{"state", "状态", "state"},
    WordOfId{"rows", "过账", "posted"},
    WordOfId{"reverse", "冲销", "reversed"},
    WordOfId{"person", "人员", "person"},
    WordOfId{"rules", "签批权限表", "rules"},
    WordOfId{"done", "办毕", "done"},
    WordOfId{"recheck", "复查", "rechecked"},
    WordOfId{"test", "电话演练", "call test"},
    WordOfId{"call", "召集", "called"},
};

template <std::size_t Count>
const WordOfId* find(const std::array<WordOfId, Count>& words, std::string_view id) {
    const auto found = std::find_if(words.begin(), words.end(),
                                    [id](const WordOfId& known) { return known.id == id; });
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

std::string_view said(const WordOfId& words, bool zh) {
    return zh ? words.zh : words.en;
}

}  // namespace

std::string operation_words(std::string_view operation, std::string_view subject,
                            std::string_view language) {
    const bool zh = language == "zh";
    const std::string behind = subject.empty() ? "" : fmt::format(" {}", subject);
    if (const WordOfId* whole = find(operations, operation)) {
        return fmt::format("{}{}", said(*whole, zh), behind);
    }
    const std::size_t dot = std::min(operation.find('.'), operation.size());
    const WordOfId* family = find(families, operation.substr(0, dot));
    if (family == nullptr) {
        return fmt::format("{}{}", operation, behind);
    }
    const std::string_view verb = operation.substr(std::min(dot + 1, operation.size()));
    const WordOfId* done = find(verbs, verb);
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
