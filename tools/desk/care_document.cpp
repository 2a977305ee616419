// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/care_document.h"

#include "tools/desk/document.h"
#include "tools/desk/json_parts.h"
#include "tools/desk/text_table.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;
using TextRow = std::vector<std::string>;

ordered_json day_json(const std::optional<Date>& day) {
    return day ? ordered_json(format_date(*day)) : ordered_json(nullptr);
}

std::string day_text(const std::optional<Date>& day) {
    return day ? format_date(*day) : "-";
}

template <typename Value>
ordered_json optional_json(const std::optional<Value>& value) {
    return value ? ordered_json(*value) : ordered_json(nullptr);
}

ordered_json rule_json(const Source& source) {
    return {{"source", source.text}, {"flag", flag_name(source.flag)}};
}

struct StateWord {
    std::string_view id;
    std::string_view zh;
};

constexpr StateWord care_states[] = {
    {"open", "未整改"},
    {"done", "待复查"},
    {"closed", "已销号"},
    {"not_begun", "未到季"},
    {"due", "待检查"},
    {"late", "逾期完成"},
    {"overdue", "已逾期"},
    {"never", "从未演练"},
    {"passed", "通过"},
    {"failed", "未通过"},
    {"valid", "有效"},
    {"ending", "将到期"},
    {"expired", "已过期"},
    {"missing", "缺"},
    {"acceptance_report", "验收报告"},
    {"dispatch_report", "发运报告"},
    {"count", "月度盘点"},
    {"yearly_count", "年度盘点"},
    {"yearly_report", "年度报告"},
    {"term_end", "协议到期"},
};

/// A state in the language's words.
std::string state_text(std::string_view id, std::string_view language) {
    if (language == "zh") {
        for (const StateWord& word : care_states) {
            if (word.id == id) {
                return std::string(word.zh);
            }
        }
    }
    return std::string(id);
}

// ---- hazards ----

ordered_json hazard_json(const Hazard& hazard, const CareRules& rules, Instant now) {
    const HazardGrade* grade = rules.grade(hazard.grade);
    ordered_json json{{"id", hazard.id},
                      {"site", hazard.site},
                      {"check", hazard.check},
                      {"inspection", optional_json(hazard.inspection)},
                      {"grade", hazard.grade},
                      {"grade_zh", grade == nullptr ? "" : grade->zh},
                      {"state", hazard_state_name(hazard.state())},
                      {"words", hazard.words},
                      {"found_at", format_instant(hazard.found_at)},
                      {"found_by", hazard.found_by},
                      {"due", format_date(hazard.due)},
                      {"overdue", hazard.overdue(now)},
                      {"escalate_to", hazard.escalate_to},
                      {"rule", rule_json(grade == nullptr ? Source{} : grade->source)},
                      {"steps", ordered_json::array()}};
    for (const HazardStep& step : hazard.steps) {
        json["steps"].push_back({{"verb", step.verb},
                                 {"at", format_instant(step.at)},
                                 {"person", step.person},
                                 {"actor", step.actor},
                                 {"note", step.note}});
    }
    return json;
}

// ---- inspections ----

ordered_json inspection_json(const Inspection& inspection, const CareRules& rules) {
    ordered_json json{{"id", inspection.id},
                      {"site", inspection.site},
                      {"season", inspection.season},
                      {"opened_at", format_instant(inspection.opened_at)},
                      {"opened_by", inspection.opened_by},
                      {"closed_at", time_json(inspection.closed_at)},
                      {"departments", ordered_json::array()},
                      {"findings", ordered_json::array()},
                      {"missing", missing_checks(rules, inspection)}};
    for (const InspectionPart& part : inspection.parts) {
        const InspectionDepartment* department = rules.department(part.department);
        json["departments"].push_back({{"department", part.department},
                                       {"zh", department == nullptr ? "" : department->zh},
                                       {"person", part.person},
                                       {"signed_by", part.signed_by},
                                       {"signed_at", time_json(part.signed_at)}});
    }
    for (const Finding& finding : inspection.findings) {
        const SafetyCheck* check = rules.check(finding.check);
        json["findings"].push_back({{"department", finding.department},
                                    {"check", finding.check},
                                    {"zh", check == nullptr ? "" : check->zh},
                                    {"words", check == nullptr ? "" : check->words},
                                    {"result", finding.ok ? "ok" : "bad"},
                                    {"at", format_instant(finding.at)},
                                    {"actor", finding.actor},
                                    {"note", finding.note},
                                    {"hazard", optional_json(finding.hazard)}});
    }
    return json;
}

/// The findings of one inspection and who has signed.
std::string inspection_details(const Inspection& inspection, const CareRules& rules,
                               std::string_view language) {
    const bool zh = language == "zh";
    TextTable findings(zh ? TextRow{"项目", "内容", "部门", "结果", "隐患", "说明"}
                          : TextRow{"check", "what", "by", "result", "hazard", "note"});
    for (const Finding& finding : inspection.findings) {
        const SafetyCheck* check = rules.check(finding.check);
        findings.add({finding.check,
                      check == nullptr ? ""
                      : zh             ? check->zh
                                       : check->words,
                      finding.department,
                      finding.ok ? (zh ? "合格" : "ok") : (zh ? "不合格" : "bad"),
                      finding.hazard ? fmt::format("{}", *finding.hazard) : "", finding.note});
    }
    TextTable parts(zh ? TextRow{"部门", "签字", "时间"}
                       : TextRow{"department", "signed by", "at"});
    for (const InspectionPart& part : inspection.parts) {
        const InspectionDepartment* department = rules.department(part.department);
        parts.add({zh && department != nullptr ? department->zh : part.department, part.signed_by,
                   part.signed_at ? format_short(*part.signed_at) : (zh ? "未签" : "not signed")});
    }
    return findings.text() + "\n" + parts.text();
}

std::string joined_by_blank(const std::vector<std::string>& words) {
    return fmt::format("{}", fmt::join(words, " "));
}

// ---- agreements ----

ordered_json test_json(const CallTest& test) {
    return {{"at", format_instant(test.at)},
            {"result", test.passed ? "passed" : "failed"},
            {"truck_minutes", optional_json(test.truck_minutes)},
            {"actor", test.actor},
            {"note", test.note}};
}

ordered_json agreement_json(const Agreement& agreement, const AgreementsAnswer& answer,
                            const CareRules& rules) {
    const Supplier& supplier = agreement.supplier;
    ordered_json json{
        {"id", supplier.id},
        {"name", supplier.name},
        {"place", supplier.place_code},
        {"item", supplier.item},
        {"halal", agreement.halal},
        {"daily_capacity", supplier.daily_capacity},
        {"first_truck_h", number_json(supplier.first_delivery_h)},
        {"on_hand", agreement.on_hand()},
        {"on_hand_source", agreement.declared ? "declared " + format_instant(agreement.declared->at)
                                              : agreement.source},
        {"from", format_date(supplier.agreement_from)},
        {"to", format_date(supplier.agreement_to)},
        {"in_force", agreement.holds(beijing_date(answer.now))},
        {"contact", agreement.contact},
        {"phone", agreement.phone},
        {"price_rule", agreement.price_rule},
        {"source", agreement.source},
        {"test", test_status(rules, agreement, answer.now)}};
    json["last_test"] =
        agreement.tests.empty() ? ordered_json(nullptr) : test_json(agreement.tests.back());
    if (answer.in_full) {
        json["tests"] = ordered_json::array();
        for (const CallTest& test : agreement.tests) {
            json["tests"].push_back(test_json(test));
        }
        if (agreement.declared) {
            json["declared"] = {{"at", format_instant(agreement.declared->at)},
                                {"on_hand", agreement.declared->on_hand},
                                {"declared_by", agreement.declared->declared_by},
                                {"actor", agreement.declared->actor},
                                {"note", agreement.declared->note}};
        }
    }
    return json;
}

// ---- consignment ----

ordered_json contract_json(const ConsignmentContract& contract, Instant now) {
    ordered_json items = ordered_json::array();
    for (const ConsignedItem& item : contract.items) {
        items.push_back({{"item", item.item}, {"min_stock", item.min_stock}});
    }
    return {{"contract", contract.code},
            {"owner_org", contract.owner_org},
            {"owner", contract.owner_name},
            {"depot", contract.depot},
            {"keeper", contract.keeper_depot},
            {"from", format_date(contract.from)},
            {"to", format_date(contract.to)},
            {"in_force", contract.holds(beijing_date(now))},
            {"gate_minutes_max", contract.gate_minutes_max},
            {"count_notice_hours", contract.count_notice_hours},
            {"yearly_report",
             fmt::format("{:02}-{:02}", contract.yearly_report.month, contract.yearly_report.day)},
            {"acceptance_work_days", contract.acceptance_work_days},
            {"dispatch_work_days", contract.dispatch_work_days},
            {"items", std::move(items)},
            {"double_value", contract.double_value},
            {"open_24h", contract.open_24h},
            {"keeper_rotates", contract.keeper_rotates},
            {"fee", contract.fee},
            {"insurance", contract.insurance},
            {"compensation", contract.compensation},
            {"flag", contract.flag},
            {"source", contract.source}};
}

ordered_json duty_json(const ConsignmentDuty& duty, Instant now) {
    return {{"duty", duty.id},
            {"kind", duty.kind},
            {"contract", duty.contract},
            {"keeper", duty.keeper_depot},
            {"subject", duty.subject},
            {"due", format_date(duty.due)},
            {"done_on", day_json(duty.done_on)},
            {"overdue", duty.overdue(now)},
            {"note", duty.note},
            {"by_document", duty.document},
            {"rule", duty.rule}};
}

ordered_json consigned_json(const ConsignedStock& row) {
    return {{"item", row.item},
            {"min_stock", row.min_stock},
            {"at_point", row.at_point},
            {"below_minimum", row.below_minimum()},
            {"keeper_own", row.keeper_own},
            {"double_clause", row.wants_double},
            {"below_double", row.below_double()}};
}

std::string consigned_text(const std::vector<ConsignedStock>& stock, bool zh) {
    if (stock.empty()) {
        return {};
    }
    TextTable table(
        zh ? TextRow{"物资", "最低存量", "代储点在库", "差", "承储自有", "两倍差"}
           : TextRow{"item", "minimum", "at the point", "short", "keeper's own", "short of twice"},
        {false, true, true, true, true, true});
    for (const ConsignedStock& row : stock) {
        table.add({row.item, fmt::format("{}", row.min_stock), fmt::format("{}", row.at_point),
                   fmt::format("{}", row.below_minimum()), fmt::format("{}", row.keeper_own),
                   row.wants_double ? fmt::format("{}", row.below_double()) : "-"});
    }
    return table.text() + (zh ? "按数量核对；账内没有价值，两倍价值条款以数量代之\n"
                              : "by quantity: the books hold no values, so the clause of twice the "
                                "value is looked at in quantities\n");
}

}  // namespace

std::string hazards_json(const HazardsAnswer& answer, const CareRules& rules) {
    ordered_json list = ordered_json::array();
    for (const Hazard& hazard : answer.hazards) {
        list.push_back(hazard_json(hazard, rules, answer.now));
    }
    return document_text({{"schema", "relief.hazards/1"},
                          {"as_of", format_instant(answer.now)},
                          {"hazards", std::move(list)},
                          {"stopped_sites", answer.stopped}});
}

std::string hazards_text(const HazardsAnswer& answer, const CareRules& rules,
                         std::string_view language) {
    const bool zh = language == "zh";
    TextTable table(
        zh ? TextRow{"编号", "库点", "等级", "情况", "状态", "期限", "逾期上报"}
           : TextRow{"id", "site", "grade", "what", "state", "last day", "late: goes to"},
        {true});
    for (const Hazard& hazard : answer.hazards) {
        const HazardGrade* grade = rules.grade(hazard.grade);
        table.add({fmt::format("{}", hazard.id), hazard.site,
                   zh && grade != nullptr ? grade->zh : fmt::format("{}", hazard.grade),
                   hazard.words, state_text(hazard_state_name(hazard.state()), language),
                   format_date(hazard.due), hazard.overdue(answer.now) ? hazard.escalate_to : ""});
    }
    std::string text =
        table.empty() ? std::string(zh ? "没有未销号的隐患\n" : "no open hazard\n") : table.text();
    if (!answer.stopped.empty()) {
        text += fmt::format("{}{}\n", zh ? "\n停止调用的库点: " : "\nstopped sites: ",
                            fmt::join(answer.stopped, ", "));
    }
    return text;
}

std::string inspections_json(const std::vector<Inspection>& inspections, const CareRules& rules) {
    ordered_json list = ordered_json::array();
    for (const Inspection& inspection : inspections) {
        list.push_back(inspection_json(inspection, rules));
    }
    return document_text({{"schema", "relief.inspection/1"}, {"inspections", std::move(list)}});
}

std::string inspections_text(const std::vector<Inspection>& inspections, const CareRules& rules,
                             std::string_view language) {
    const bool zh = language == "zh";
    TextTable table(zh ? TextRow{"编号", "库点", "季节", "开检", "销号", "未查项目"}
                       : TextRow{"id", "site", "season", "opened", "closed", "not looked at"},
                    {true});
    for (const Inspection& inspection : inspections) {
        table.add({fmt::format("{}", inspection.id), inspection.site, inspection.season,
                   format_short(inspection.opened_at),
                   inspection.closed_at ? format_short(*inspection.closed_at) : "-",
                   joined_by_blank(missing_checks(rules, inspection))});
    }
    return inspections.size() == 1
               ? table.text() + "\n" + inspection_details(inspections.front(), rules, language)
               : table.text();
}

std::string calendar_json(const CalendarAnswer& answer, const CareRules& rules) {
    ordered_json sites = ordered_json::array();
    for (const CalendarRow& row : answer.rows) {
        ordered_json cycle = ordered_json::array();
        for (const CheckDue& check : row.cycle) {
            cycle.push_back({{"check", check.check},
                             {"last", day_json(check.last)},
                             {"due", day_json(check.due)}});
        }
        sites.push_back({{"site", row.site},
                         {"name", row.name},
                         {"begin", format_date(row.begin)},
                         {"due", format_date(row.due)},
                         {"status", row.status},
                         {"inspection", optional_json(row.inspection)},
                         {"missing", row.missing},
                         {"cycle", std::move(cycle)}});
    }
    ordered_json checks = ordered_json::array();
    for (const SafetyCheck* check : season_checks(rules, answer.season)) {
        checks.push_back({{"check", check->id},
                          {"group", check->group},
                          {"zh", check->zh},
                          {"words", check->words},
                          {"cycle_days", check->cycle_days},
                          {"grade", check->grade},
                          {"rule", rule_json(check->source)}});
    }
    return document_text({{"schema", "relief.inspection_calendar/1"},
                          {"season", answer.season},
                          {"year", answer.year},
                          {"as_of", format_instant(answer.now)},
                          {"rule", rule_json(rules.season(answer.season)->source)},
                          {"checks", std::move(checks)},
                          {"sites", std::move(sites)}});
}

std::string calendar_text(const CalendarAnswer& answer, const CareRules& rules,
                          std::string_view language) {
    const bool zh = language == "zh";
    const InspectionSeason& season = *rules.season(answer.season);
    TextTable table(
        zh ? TextRow{"库点", "名称", "期限", "状态", "检查", "下一次到期的项目"}
           : TextRow{"site", "name", "last day", "status", "inspection", "next check due"});
    for (const CalendarRow& row : answer.rows) {
        const auto next = std::find_if(row.cycle.begin(), row.cycle.end(),
                                       [](const CheckDue& check) { return check.due; });
        table.add({row.site, row.name, format_date(row.due), state_text(row.status, language),
                   row.inspection ? fmt::format("{}", *row.inspection) : "-",
                   next == row.cycle.end() ? "-" : next->check + " " + format_date(*next->due)});
    }
    return fmt::format("{} {}: {} - {}\n\n{}", answer.year, zh ? season.zh : season.id,
                       format_date(season.begin.in(answer.year)),
                       format_date(season.due.in(answer.year)), table.text());
}

std::string site_grades_json(const std::vector<SiteGrade>& grades) {
    ordered_json list = ordered_json::array();
    for (const SiteGrade& grade : grades) {
        list.push_back({{"site", grade.site},
                        {"grade", grade.grade},
                        {"zh", grade.zh},
                        {"at", format_instant(grade.from)},
                        {"open_grade_1", grade.open_1},
                        {"open_grade_2", grade.open_2},
                        {"open", grade.open_all},
                        {"overdue", grade.overdue},
                        {"days_since_inspection", grade.days_since_inspection < 0
                                                      ? ordered_json(nullptr)
                                                      : ordered_json(grade.days_since_inspection)},
                        {"rule", "rules/site_safety_grade.csv"},
                        {"flag", "assumption"}});
    }
    return document_text({{"schema", "relief.site_grades/1"}, {"grades", std::move(list)}});
}

std::string site_grades_text(const std::vector<SiteGrade>& grades, std::string_view language) {
    const bool zh = language == "zh";
    TextTable table(
        zh ? TextRow{"库点", "时间", "等级", "", "重大", "较大", "未销号", "逾期", "距上次检查天数"}
           : TextRow{"site", "at", "grade", "", "grade 1", "grade 2", "open", "overdue",
                     "days since inspection"});
    for (const SiteGrade& grade : grades) {
        table.add({grade.site, format_instant(grade.from), grade.grade, grade.zh,
                   fmt::format("{}", grade.open_1), fmt::format("{}", grade.open_2),
                   fmt::format("{}", grade.open_all), fmt::format("{}", grade.overdue),
                   grade.days_since_inspection < 0
                       ? "-"
                       : fmt::format("{}", grade.days_since_inspection)});
    }
    return table.text();
}

std::string letters_json(const std::vector<Letter>& letters, int year, Instant now) {
    ordered_json list = ordered_json::array();
    int missing = 0;
    for (const Letter& letter : letters) {
        missing += letter.missing() ? 1 : 0;
        list.push_back({{"giver", letter.giver},
                        {"giver_name", letter.giver_name},
                        {"taker", letter.taker},
                        {"taker_name", letter.taker_name},
                        {"due", format_date(letter.due)},
                        {"signed_on", day_json(letter.signed_on)},
                        {"giver_person", letter.giver_person},
                        {"taker_person", letter.taker_person},
                        {"overdue", letter.missing() && beijing_date(now) > letter.due}});
    }
    return document_text({{"schema", "relief.letters/1"},
                          {"year", year},
                          {"needed", letters.size()},
                          {"missing", missing},
                          {"letters", std::move(list)}});
}

std::string letters_text(const std::vector<Letter>& letters, std::string_view language) {
    const bool zh = language == "zh";
    TextTable table(zh ? TextRow{"上级", "下级", "名称", "签订日", "期限"}
                       : TextRow{"giver", "taker", "name", "signed", "last day"});
    for (const Letter& letter : letters) {
        table.add({letter.giver, letter.taker, letter.taker_name,
                   letter.signed_on ? format_date(*letter.signed_on) : (zh ? "未签" : "missing"),
                   format_date(letter.due)});
    }
    return table.text();
}

std::string training_json(const std::vector<PostTraining>& posts) {
    ordered_json list = ordered_json::array();
    for (const PostTraining& row : posts) {
        list.push_back({{"site", row.site},
                        {"post", row.post},
                        {"person", row.person},
                        {"trained_on", day_json(row.trained_on)},
                        {"ends_on", day_json(row.ends_on)},
                        {"certificate", row.certificate},
                        {"status", row.status}});
    }
    return document_text({{"schema", "relief.training/1"}, {"posts", std::move(list)}});
}

std::string training_text(const std::vector<PostTraining>& posts, const CareRules& rules,
                          std::string_view language) {
    const bool zh = language == "zh";
    TextTable table(zh ? TextRow{"库点", "岗位", "姓名", "到期日", "状态"}
                       : TextRow{"site", "post", "person", "last day", "status"});
    for (const PostTraining& row : posts) {
        const SafetyPost* post = rules.post(row.post);
        table.add({row.site, zh && post != nullptr ? post->zh : row.post, row.person,
                   day_text(row.ends_on), state_text(row.status, language)});
    }
    return table.text();
}

std::string agreements_json(const AgreementsAnswer& answer, const CareRules& rules) {
    ordered_json list = ordered_json::array();
    for (const Agreement& agreement : answer.agreements) {
        list.push_back(agreement_json(agreement, answer, rules));
    }
    return document_text({{"schema", "relief.agreement/1"},
                          {"as_of", format_instant(answer.now)},
                          {"agreements", std::move(list)}});
}

std::string agreements_text(const AgreementsAnswer& answer, const CareRules& rules,
                            std::string_view language) {
    const bool zh = language == "zh";
    TextTable table(zh ? TextRow{"编号", "名称", "物资", "日产能", "现存", "首车小时", "清真",
                                 "到期日", "电话演练", "联系"}
                       : TextRow{"id", "name", "item", "a day", "on hand", "first truck h", "halal",
                                 "until", "call test", "contact"});
    for (const Agreement& agreement : answer.agreements) {
        const Supplier& supplier = agreement.supplier;
        const bool holds = agreement.holds(beijing_date(answer.now));
        table.add({supplier.id, supplier.name, supplier.item,
                   fmt::format("{}", supplier.daily_capacity),
                   fmt::format("{}{}", agreement.on_hand(), agreement.declared ? "*" : ""),
                   number_text(supplier.first_delivery_h),
                   agreement.halal ? (zh ? "是" : "yes") : (zh ? "否" : "no"),
                   format_date(supplier.agreement_to) + (holds ? ""
                                                         : zh  ? "（失效）"
                                                               : " (not in force)"),
                   state_text(test_status(rules, agreement, answer.now), language),
                   agreement.contact + " " + agreement.phone});
    }
    return table.text() + (zh ? "* 供应商申报\n" : "* as the supplier declared\n");
}

std::string consignment_json(const ConsignmentAnswer& answer) {
    ordered_json json{
        {"schema", "relief.consignment/1"},       {"as_of", format_instant(answer.now)},
        {"contracts", ordered_json::array()},     {"duties", ordered_json::array()},
        {"not_available", ordered_json::array()}, {"stock", ordered_json::array()}};
    for (const ConsignedStock& row : answer.stock) {
        json["stock"].push_back(consigned_json(row));
    }
    for (const ConsignmentContract& contract : answer.contracts) {
        json["contracts"].push_back(contract_json(contract, answer.now));
    }
    for (const ConsignmentDuty& duty : answer.duties) {
        json["duties"].push_back(duty_json(duty, answer.now));
    }
    for (const ConsignmentAnswer::Lost& lost : answer.lost) {
        json["not_available"].push_back({{"contract", lost.contract},
                                         {"depot", lost.depot},
                                         {"items", lost.items},
                                         {"lots", lost.lots}});
    }
    return document_text(json);
}

std::string consignment_text(const ConsignmentAnswer& answer, std::string_view language) {
    const bool zh = language == "zh";
    std::string text;
    if (!answer.contracts.empty()) {
        TextTable table(
            zh ? TextRow{"合同", "货主", "代储点", "承储", "起", "止", "开门分钟", "有效"}
               : TextRow{"contract", "owner", "point", "keeper", "from", "to", "gate minutes",
                         "in force"});
        for (const ConsignmentContract& contract : answer.contracts) {
            table.add({contract.code, contract.owner_name, contract.depot, contract.keeper_depot,
                       format_date(contract.from), format_date(contract.to),
                       fmt::format("{}", contract.gate_minutes_max),
                       contract.holds(beijing_date(answer.now)) ? (zh ? "是" : "yes")
                                                                : (zh ? "否" : "no")});
        }
        text += table.text();
    }
    for (const ConsignmentAnswer::Lost& lost : answer.lost) {
        text += zh ? fmt::format("{} 已不在有效期内：{} 的 {} 种物资 {} 批不再计入可调数量\n",
                                 lost.contract, lost.depot, lost.items, lost.lots)
                   : fmt::format(
                         "{} is not in force: {} items ({} lots) at {} are no supply any "
                         "more\n",
                         lost.contract, lost.items, lost.lots, lost.depot);
    }
    text += consigned_text(answer.stock, zh);
    if (!answer.duties.empty()) {
        TextTable table(zh ? TextRow{"事项", "内容", "承储", "期限", "完成", ""}
                           : TextRow{"duty", "what", "keeper", "last day", "done", ""});
        for (const ConsignmentDuty& duty : answer.duties) {
            table.add({duty.id, state_text(duty.kind, language), duty.keeper_depot,
                       format_date(duty.due), day_text(duty.done_on),
                       duty.overdue(answer.now) ? (zh ? "逾期" : "overdue") : ""});
        }
        text += (text.empty() ? "" : "\n") + table.text();
    }
    return text.empty() ? std::string(zh ? "没有\n" : "none\n") : text;
}

}  // namespace relief
