// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/journal_words.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

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

JournalSince journal_since(Database& database, Instant from, std::size_t limit) {
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
