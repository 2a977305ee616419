// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/expert_desk.h"

#include "core/incident/figure_words.h"
#include "tools/desk/document.h"
#include "tools/desk/field_report_document.h"
#include "tools/desk/tables.h"
#include "tools/desk/text_table.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

void read_into(ExpertDesk& desk, Database& database, const DataSource& source,
               const std::string& event) {
    desk.fields = load_expert_fields(source);
    desk.experts = read_experts(database);
    if (!event.empty()) {
        desk.incident = read_incident(database, event);
        desk.calls = read_expert_calls(database, *desk.incident, desk.at);
    }
}

std::string field_words(const ExpertDesk& desk, const std::string& id, std::string_view language) {
    const auto field = std::ranges::find(desk.fields, id, &ExpertField::id);
    return language == "zh" && field != desk.fields.end() ? field->name_zh : id;
}

std::string answer_words(const ExpertCall& call, std::string_view language) {
    if (call.answers.empty()) {
        return std::string(in_language(language, "未答复", "no answer yet"));
    }
    const std::string& answer = call.answers.back().answer;
    return std::string(answer == "coming"     ? in_language(language, "到场", "coming")
                       : answer == "by_phone" ? in_language(language, "电话会商", "by telephone")
                                              : in_language(language, "不能参加", "declined"));
}

ordered_json opinion_json(const ExpertDesk& desk, const ExpertOpinion& opinion,
                          const std::vector<const ExpertOpinion*>& standing) {
    return {
        {"id", opinion.id},
        {"at", format_instant(opinion.at)},
        {"unit", opinion.unit},
        {"unit_name", place_name(desk.places, opinion.unit)},
        {"metric", opinion.metric},
        {"low", format_figure(opinion.low)},
        {"value", format_figure(opinion.value)},
        {"high", format_figure(opinion.high)},
        {"weight", opinion.weight},
        {"ln_sd", opinion.ln_sd()},
        {"words", opinion.words},
        {"stands", std::ranges::count(standing, &opinion) > 0},
        {"replaces", opinion.replaces ? ordered_json(*opinion.replaces) : ordered_json(nullptr)},
        {"officer", opinion.officer}};
}

ordered_json call_json(const ExpertDesk& desk, const ExpertCall& call,
                       const std::vector<const ExpertOpinion*>& standing) {
    ordered_json answers = ordered_json::array();
    for (const ExpertAnswer& answer : call.answers) {
        answers.push_back(
            {{"at", format_instant(answer.at)}, {"answer", answer.answer}, {"note", answer.note}});
    }
    ordered_json opinions = ordered_json::array();
    for (const ExpertOpinion& opinion : call.opinions) {
        opinions.push_back(opinion_json(desk, opinion, standing));
    }
    return {{"id", call.id},
            {"at", format_instant(call.at)},
            {"expert", call.expert},
            {"name", call.name},
            {"field", call.field},
            {"question", call.question},
            {"due", call.due ? ordered_json(format_instant(*call.due)) : ordered_json(nullptr)},
            {"answers", std::move(answers)},
            {"opinions", std::move(opinions)},
            {"officer", call.officer}};
}

std::string calls_text(const ExpertDesk& desk, std::string_view language) {
    const bool zh = language == "zh";
    TextTable table(
        zh ? std::vector<std::string>{"编号", "时间", "专家", "专业", "答复", "期限", "问题"}
           : std::vector<std::string>{"no.", "time", "expert", "field", "answer", "due",
                                      "question"},
        {true});
    const std::vector<const ExpertOpinion*> standing = standing_opinions(desk.calls);
    std::string opinions;
    for (const ExpertCall& call : desk.calls) {
        std::string due = call.due ? format_short(*call.due) : "";
        if (call.due && call.opinions.empty() && desk.at > *call.due) {
            due += fmt::format(
                " {} {}", in_language(language, "超时", "overdue"),
                span_words(std::chrono::duration_cast<Minutes>(desk.at - *call.due), language));
        }
        table.add({fmt::format("{}", call.id), format_short(call.at), call.name,
                   field_words(desk, call.field, language), answer_words(call, language), due,
                   call.question});
        for (const ExpertOpinion& opinion : call.opinions) {
            const Metric* metric = desk.rules.metric(opinion.metric);
            const bool stands = std::ranges::count(standing, &opinion) > 0;
            opinions += fmt::format(
                "  {} {} {} {} {} ({}–{}), {} {}{} {}\n", opinion.id, call.name,
                place_name(desk.places, opinion.unit),
                zh && metric != nullptr ? metric->name_zh : opinion.metric,
                format_figure(opinion.value), format_figure(opinion.low),
                format_figure(opinion.high), in_language(language, "权重", "weight"),
                opinion.weight, stands ? "" : in_language(language, "（已被替代）", " (replaced)"),
                opinion.words);
        }
    }
    if (table.empty()) {
        return std::string(in_language(language, "没有请过专家。\n", "No expert was called.\n"));
    }
    std::string text = table.text();
    if (!opinions.empty()) {
        text += fmt::format("{}\n{}", in_language(language, "会商意见：", "opinions:"), opinions);
    }
    return text;
}

}  // namespace

ExpertDesk open_experts(const std::filesystem::path& data, const Books& db,
                        const std::string& event, Instant at) {
    const Tables tables(data, db);
    ExpertDesk desk{.rules = load_rules(tables.source()),
                    .places = Places(tables.source()),
                    .incident = std::nullopt,
                    .at = at,
                    .proven_from = tables.proven_from()};
    read_into(desk, *tables.database(), tables.source(), event);
    return desk;
}

ExpertDesk change_experts(const Books& db, const Asked& asked, const ExpertChange& what,
                          const std::function<void(Change&, const ExpertDesk&)>& work) {
    WritingDesk writing = open_writing_desk(db, asked);
    const DatabaseSource source(writing.database);
    ExpertDesk desk{.rules = std::move(writing.rules),
                    .places = std::move(writing.places),
                    .incident = std::nullopt,
                    .at = asked.now,
                    .proven_from = std::nullopt};
    read_into(desk, writing.database, source, what.event);
    const Request request = make_request(writing.database, asked, what.operation, what.content);
    static_cast<void>(make_change(writing.database, request, [&](Change& change) {
        work(change, desk);
        return std::string("{}");
    }));
    read_into(desk, writing.database, source, what.event);
    return desk;
}

std::string experts_json(const ExpertDesk& desk) {
    ordered_json experts = ordered_json::array();
    for (const Expert& expert : desk.experts) {
        ordered_json terms = ordered_json::array();
        for (const ExpertTerm& term : expert.terms) {
            terms.push_back({{"id", term.id},
                             {"field", term.field},
                             {"charter", term.charter},
                             {"from", format_instant(term.from)},
                             {"until", format_instant(term.until)},
                             {"runs", term.runs(desk.at)}});
        }
        experts.push_back({{"code", expert.code},
                           {"name", expert.name},
                           {"title", expert.title},
                           {"organisation", expert.organisation},
                           {"phone", expert.phone},
                           {"flag", expert.flag},
                           {"terms", std::move(terms)}});
    }
    const std::vector<const ExpertOpinion*> standing = standing_opinions(desk.calls);
    ordered_json calls = ordered_json::array();
    for (const ExpertCall& call : desk.calls) {
        calls.push_back(call_json(desk, call, standing));
    }
    return document_text(
        {{"schema", "relief.experts/1"},
         {"as_of", format_instant(desk.at)},
         {"event", desk.incident ? ordered_json(desk.incident->event) : ordered_json(nullptr)},
         {"experts", std::move(experts)},
         {"calls", std::move(calls)}});
}

std::string experts_text(const ExpertDesk& desk, std::string_view language,
                         const std::string& field) {
    const bool zh = language == "zh";
    TextTable table(
        zh ? std::vector<std::string>{"任期", "代码", "姓名", "专业", "职称", "单位", "电话", "起",
                                      "止", "聘任依据"}
           : std::vector<std::string>{"term", "code", "name", "field", "title", "organisation",
                                      "telephone", "from", "until", "charter"},
        {true});
    for (const Expert& expert : desk.experts) {
        for (const ExpertTerm& term : expert.terms) {
            if (term.runs(desk.at) && (field.empty() || term.field == field)) {
                table.add({fmt::format("{}", term.id), expert.code, expert.name,
                           field_words(desk, term.field, language), expert.title,
                           expert.organisation, expert.phone, format_date(beijing_date(term.from)),
                           format_date(beijing_date(term.until)), term.charter});
            }
        }
    }
    std::string text =
        table.empty() ? std::string(in_language(language, "没有在任的专家。\n", "No term runs.\n"))
                      : table.text();
    if (desk.incident) {
        text += fmt::format("\n{} {}\n{}", desk.incident->event, desk.incident->name,
                            calls_text(desk, language));
    }
    return text;
}

}  // namespace relief
