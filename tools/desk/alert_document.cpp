// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/alert_document.h"

#include "alerts/cap/feed_out.h"
#include "alerts/release/step_json.h"
#include "tools/desk/document.h"
#include "tools/desk/text_table.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

std::string state_words(ReleaseState state, std::string_view language) {
    switch (state) {
        case ReleaseState::draft: return std::string(in_language(language, "起草", "draft"));
        case ReleaseState::consult: return std::string(in_language(language, "会商", "consult"));
        case ReleaseState::countersign:
            return std::string(in_language(language, "会签", "countersign"));
        case ReleaseState::approve: return std::string(in_language(language, "审批", "approve"));
        case ReleaseState::released:
            return std::string(in_language(language, "已发布", "released"));
        case ReleaseState::updated: return std::string(in_language(language, "已变更", "updated"));
        case ReleaseState::cancelled:
            return std::string(in_language(language, "已解除", "cancelled"));
        case ReleaseState::expired: return std::string(in_language(language, "已到期", "expired"));
        case ReleaseState::rejected:
            return std::string(in_language(language, "已否决", "rejected"));
        case ReleaseState::withdrawn:
            return std::string(in_language(language, "已撤回", "withdrawn"));
        case ReleaseState::lapsed: return std::string(in_language(language, "已失效", "lapsed"));
    }
    return "";
}

std::string step_words(StepKind kind, std::string_view language) {
    if (language != "zh") {
        return std::string(to_word(kind));
    }
    switch (kind) {
        case StepKind::draft: return "起草";
        case StepKind::edit: return "改稿";
        case StepKind::consult: return "会商";
        case StepKind::remark: return "会商意见";
        case StepKind::countersign: return "送会签";
        case StepKind::sign: return "会签";
        case StepKind::silence: return "逾期未答复";
        case StepKind::tell: return "告知牵头部门";
        case StepKind::ask: return "改问";
        case StepKind::go_on: return "先行发布";
        case StepKind::approve: return "审批同意";
        case StepKind::reject: return "审批否决";
        case StepKind::release: return "发布";
        case StepKind::withdraw: return "撤回";
        case StepKind::lapse: return "失效";
        case StepKind::supersede: return "被变更或解除";
    }
    return "";
}

std::string department_name(const CaseAnswer& answer, const std::string& id,
                            std::string_view language) {
    return id.empty() ? ""
                      : answer.rules.department(id, beijing_date(answer.of.opened_at), language);
}

std::string person_name(const CaseAnswer& answer, const std::string& code) {
    const auto found = answer.people.find(code);
    return found == answer.people.end() ? code : found->second;
}

std::string colour_words(const CaseAnswer& answer, Colour colour, std::string_view language) {
    return language == "zh" ? answer.rules.colour(colour).zh + "色" : std::string(to_word(colour));
}

ordered_json signature_json(const CaseAnswer& answer, const Signature& signature) {
    return {{"department", signature.department},
            {"person", signature.person},
            {"name", person_name(answer, signature.person)},
            {"role", to_word(signature.role)},
            {"delegation", signature.delegation.empty() ? ordered_json(nullptr)
                                                        : ordered_json(signature.delegation)},
            {"decision", to_word(signature.decision)},
            {"remark", signature.remark},
            {"hash", signature.hash},
            {"at", format_instant(signature.at)},
            {"late", signature.late},
            {"approval", signature.approval},
            {"void_since", signature.voided ? ordered_json(format_instant(*signature.voided))
                                            : ordered_json(nullptr)}};
}

ordered_json head_json(const CaseAnswer& answer) {
    const ReleaseCase& of = answer.of.release;
    return {{"warning", answer.of.code},
            {"status", to_word(answer.of.play)},
            {"state", to_word(state_at(of, answer.now))},
            {"version", of.version},
            {"hazard", of.draft.hazard},
            {"colour", to_word(of.draft.colour)},
            {"follow", to_word(of.draft.follow)},
            {"follows", of.draft.follows},
            {"message", of.message},
            {"released_at", of.released_at ? ordered_json(format_instant(*of.released_at))
                                           : ordered_json(nullptr)},
            {"expires", format_instant(of.draft.expires)},
            {"deadline",
             of.deadline ? ordered_json(format_instant(*of.deadline)) : ordered_json(nullptr)},
            {"awaited", awaited(of)},
            {"ready", is_ready(of)},
            {"headline", of.draft.texts.empty() ? "" : of.draft.texts.front().headline}};
}

/// What comes next of a released warning that may set goods going, or calls them back: red and
/// orange, and what lowers or lifts them. null for all else.
ordered_json preposition_command(const CaseAnswer& answer) {
    const ReleaseCase& of = answer.of.release;
    const bool stands = state_at(of, answer.now) == ReleaseState::released;
    const bool concerns = level_of(of.draft.colour) <= 2 || of.draft.follow == FollowUp::lower;
    return stands && concerns ? ordered_json("relief alert preposition " + answer.of.code)
                              : ordered_json(nullptr);
}

}  // namespace

std::string cases_json(const std::vector<CaseAnswer>& cases) {
    ordered_json rows = ordered_json::array();
    for (const CaseAnswer& answer : cases) {
        rows.push_back(head_json(answer));
    }
    return document_text({{"schema", "relief.alerts/1"}, {"warnings", std::move(rows)}});
}

std::string cases_text(const std::vector<CaseAnswer>& cases, std::string_view language) {
    const auto in = [&](std::string_view zh, std::string_view en) {
        return std::string(in_language(language, zh, en));
    };
    TextTable table({in("预警", "warning"), in("状态", "state"), in("标题", "headline"),
                     in("到期", "expires"), in("待签", "awaited")});
    for (const CaseAnswer& answer : cases) {
        const ReleaseCase& of = answer.of.release;
        std::string wanted;
        for (const std::string& id : awaited(of)) {
            wanted +=
                (wanted.empty() ? "" : in("、", ", ")) + department_name(answer, id, language);
        }
        std::string headline;
        for (const WarningText& text : of.draft.texts) {
            if (headline.empty() || text.language.starts_with(language)) {
                headline = text.headline;
            }
        }
        const bool open = of.state == ReleaseState::countersign;
        table.add(
            {answer.of.code + (answer.of.play == Play::exercise ? in(" 演练", " EXERCISE") : ""),
             state_words(state_at(of, answer.now), language), headline,
             format_short(of.draft.expires), open ? wanted : ""});
    }
    return table.empty() ? in("没有预警\n", "no warnings\n") : table.text();
}

std::string case_json(const CaseAnswer& answer) {
    const ReleaseCase& of = answer.of.release;
    ordered_json document{{"schema", "relief.alert/1"}};
    document.update(head_json(answer));
    document["hash"] = of.hash;
    document["drafter"] = of.drafter;
    document["terms"] = {{"lead", of.terms.lead},
                         {"cosigners", of.terms.cosigners},
                         {"cosigners_needed", of.terms.cosigners_needed},
                         {"approval", of.terms.approval},
                         {"approver", to_word(of.terms.approver)},
                         {"green_channel", of.terms.green_channel},
                         {"minutes", of.terms.to_sign.count()}};
    document["silent"] = of.silent;
    document["without"] = of.without;
    document["face"] = face_marks(of, answer.rules, "zh");
    ordered_json signatures = ordered_json::array();
    for (const Signature& signature : of.signatures) {
        signatures.push_back(signature_json(answer, signature));
    }
    document["signatures"] = std::move(signatures);
    ordered_json steps = ordered_json::array();
    for (const Step& step : of.steps) {
        steps.push_back({{"at", format_instant(step.at)},
                         {"step", to_word(step.kind)},
                         {"person", step.person},
                         {"department", step.department},
                         {"words", step.words}});
    }
    document["steps"] = std::move(steps);
    ordered_json findings = ordered_json::array();
    for (const WordingFinding& finding : answer.findings) {
        findings.push_back({{"code", finding.code},
                            {"language", finding.language},
                            {"found", finding.found},
                            {"expected", finding.expected},
                            {"fatal", finding.fatal}});
    }
    document["findings"] = std::move(findings);
    document["superseded_by"] = of.superseded_by;
    document["draft"] = draft_json(of.draft);
    document["preposition"] = preposition_command(answer);
    document["cap"] = answer.xml.empty() ? ordered_json(nullptr) : ordered_json(answer.xml);
    return document_text(document);
}

std::string case_text(const CaseAnswer& answer, std::string_view language) {
    const ReleaseCase& of = answer.of.release;
    const auto in = [&](std::string_view zh, std::string_view en) {
        return std::string(in_language(language, zh, en));
    };
    std::string text = fmt::format(
        "{}{}  {}  {}  {}\n", answer.of.play == Play::exercise ? in("【演练】", "[EXERCISE] ") : "",
        answer.of.code, state_words(state_at(of, answer.now), language),
        answer.rules.said("hazard", of.draft.hazard, language),
        colour_words(answer, of.draft.colour, language));
    for (const WarningText& words : of.draft.texts) {
        if (words.language.starts_with(language)) {
            text += words.headline + "\n" + words.description + "\n" + words.instruction + "\n";
        }
    }
    if (!of.draft.reason.empty()) {
        text += in("依据：", "because: ") + of.draft.reason + "\n";
    }
    text += fmt::format("{} {}\n", in("稿件指纹", "draft"), of.hash.substr(0, 16));
    if (of.deadline) {
        text += in("会签截止 ", "to be signed by ") + format_instant(*of.deadline) + "\n";
    }
    for (const std::string& id : awaited(of)) {
        text += in("待签：", "awaited: ") + department_name(answer, id, language) + "\n";
    }
    const std::string marks = face_marks(of, answer.rules, language);
    text += marks.empty() ? "" : marks + "\n";
    TextTable table({in("时间", "at"), in("步骤", "step"), in("部门", "department"),
                     in("人员", "person"), in("说明", "words")});
    for (const Step& step : of.steps) {
        std::string words = step.words;
        if (step.kind == StepKind::sign) {
            words = fmt::format("{} {}",
                                step.decision == Decision::refuse ? in("不同意", "refuses")
                                : step.decision == Decision::remark
                                    ? in("同意，有意见", "agrees with a remark")
                                    : in("同意", "agrees"),
                                step.words);
        }
        words +=
            step.delegation.empty() ? "" : " " + in("代签 ", "by delegation ") + step.delegation;
        words += step.message.empty() ? "" : " " + step.message;
        table.add({format_short(step.at), step_words(step.kind, language),
                   department_name(answer, step.department, language),
                   person_name(answer, step.person), words});
    }
    text += table.text();
    if (const ordered_json next = preposition_command(answer); next.is_string()) {
        text += fmt::format("{}{}\n", in("灾前预置：", "goods before the loss: "),
                            next.get<std::string>());
    }
    for (const WordingFinding& finding : answer.findings) {
        text += fmt::format("{} {}: {} / {}\n", finding.code, finding.language, finding.found,
                            finding.expected);
    }
    return text;
}

std::string roster_json(const RosterAnswer& answer) {
    ordered_json officers = ordered_json::array();
    for (const BookOfficer& known : answer.officers) {
        officers.push_back(
            {{"id", known.id},
             {"person", known.officer.person},
             {"name", known.name},
             {"department", known.officer.department},
             {"role", to_word(known.officer.role)},
             {"from", format_instant(known.officer.from)},
             {"until", known.officer.until ? ordered_json(format_instant(*known.officer.until))
                                           : ordered_json(nullptr)}});
    }
    ordered_json delegations = ordered_json::array();
    for (const AlertDelegation& of : answer.delegations) {
        ordered_json colours = ordered_json::array();
        for (const Colour colour : of.colours) {
            colours.push_back(to_word(colour));
        }
        delegations.push_back({{"id", of.id},
                               {"from_person", of.from_person},
                               {"to_person", of.to_person},
                               {"department", of.department},
                               {"from", format_instant(of.from)},
                               {"until", format_instant(of.until)},
                               {"colours", colours},
                               {"hazards", of.hazards}});
    }
    return document_text({{"schema", "relief.alert_roster/1"},
                          {"officers", std::move(officers)},
                          {"delegations", std::move(delegations)}});
}

std::string roster_text(const RosterAnswer& answer, std::string_view language) {
    const auto in = [&](std::string_view zh, std::string_view en) {
        return std::string(in_language(language, zh, en));
    };
    TextTable table({in("编号", "id"), in("人员", "person"), in("部门", "department"),
                     in("职务", "role"), in("到", "until")});
    for (const BookOfficer& known : answer.officers) {
        table.add({std::to_string(known.id), known.name, known.officer.department,
                   std::string(to_word(known.officer.role)),
                   known.officer.until ? format_instant(*known.officer.until) : ""});
    }
    for (const AlertDelegation& of : answer.delegations) {
        table.add({of.id, of.from_person + " -> " + of.to_person, of.department,
                   in("代签", "delegation"), format_instant(of.until)});
    }
    return table.text();
}

std::string draft_document(const WarningDraft& draft) {
    return document_text({{"schema", "relief.alert_draft/1"}, {"draft", draft_json(draft)}});
}

std::string proposals_json(const std::vector<ProposalAnswer>& answers) {
    ordered_json rows = ordered_json::array();
    for (const ProposalAnswer& answer : answers) {
        ordered_json because = ordered_json::array();
        for (const CriterionMet& met : answer.proposal.because) {
            because.push_back({{"rule", met.rule.id},
                               {"place", met.by.place},
                               {"metric", met.by.metric},
                               {"value", number_json(met.by.value)},
                               {"unit", met.by.unit},
                               {"window_h", met.by.window_h ? ordered_json(*met.by.window_h)
                                                            : ordered_json(nullptr)},
                               {"basis", to_word(met.by.basis)},
                               {"arithmetic", met.arithmetic},
                               {"source", met.rule.source.text},
                               {"flag", flag_name(met.rule.source.flag)},
                               {"verified", is_verified(met.rule.source.flag)}});
        }
        rows.push_back(
            {{"hazard", answer.proposal.hazard},
             {"colour", answer.proposal.colour ? ordered_json(to_word(*answer.proposal.colour))
                                               : ordered_json(nullptr)},
             {"places", answer.proposal.places},
             {"because", std::move(because)},
             {"draft", answer.draft ? draft_json(*answer.draft) : ordered_json(nullptr)}});
    }
    return document_text({{"schema", "relief.alert_proposals/1"}, {"proposals", std::move(rows)}});
}

std::string proposals_text(const std::vector<ProposalAnswer>& answers, std::string_view language) {
    const auto in = [&](std::string_view zh, std::string_view en) {
        return std::string(in_language(language, zh, en));
    };
    std::string text;
    for (const ProposalAnswer& answer : answers) {
        text += fmt::format("{} {}：{}\n", answer.proposal.hazard,
                            answer.proposal.colour ? to_word(*answer.proposal.colour)
                                                   : in("无颜色（已发生的事件）", "no colour"),
                            fmt::join(answer.place_names, in("、", ", ")));
        for (const CriterionMet& met : answer.proposal.because) {
            text += fmt::format("  {} {}  {}  {}\n", met.rule.id, met.by.place, met.arithmetic,
                                is_verified(met.rule.source.flag) ? in("核实", "verified")
                                                                  : in("未核实", "not verified"));
        }
        if (answer.draft) {
            for (const WarningText& words : answer.draft->texts) {
                if (words.language.starts_with(language)) {
                    text += "  " + words.headline + "\n  " + words.description + "\n";
                }
            }
        }
    }
    return text.empty() ? in("没有达到预警标准\n", "no criterion is met\n") : text;
}

std::string active_json(const std::vector<ActiveRow>& rows, Instant at) {
    ordered_json list = ordered_json::array();
    for (const ActiveRow& row : rows) {
        ordered_json infos = ordered_json::array();
        for (const cap::Info& info : row.message.infos) {
            infos.push_back({{"language", info.language},
                             {"headline", info.headline},
                             {"severity", cap::word(info.severity)},
                             {"expires", info.expires ? ordered_json(cap::text_of(*info.expires))
                                                      : ordered_json(nullptr)}});
        }
        list.push_back({{"chain", row.chain},
                        {"identifier", row.message.identifier},
                        {"sender", row.message.sender},
                        {"own", row.own},
                        {"status", cap::word(row.message.status)},
                        {"type", cap::word(row.message.type)},
                        {"sent", cap::text_of(row.message.sent)},
                        {"infos", std::move(infos)}});
    }
    return document_text(
        {{"schema", "relief.alerts_active/1"}, {"at", format_instant(at)}, {"active", list}});
}

std::string active_text(const std::vector<ActiveRow>& rows, Instant at, std::string_view language) {
    std::string text;
    for (const ActiveRow& row : rows) {
        const std::vector<cap::Info>& infos = row.message.infos;
        const bool has = std::ranges::any_of(
            infos, [&](const cap::Info& info) { return info.language.starts_with(language); });
        for (const cap::Info& info : infos) {
            // Another office's may lack the language asked for: better told in its own.
            if (!has || info.language.starts_with(language)) {
                text += fmt::format("{}{}{}  {}\n",
                                    row.message.status == cap::Status::actual
                                        ? ""
                                        : in_language(language, "【演练】", "[EXERCISE] "),
                                    row.own ? "" : "[" + row.message.sender + "] ",
                                    row.message.identifier,
                                    info.headline.empty() ? info.event : info.headline);
            }
        }
    }
    return text.empty() ? fmt::format("{}{}\n",
                                      in_language(language, "没有生效的预警 ", "nothing holds at "),
                                      format_instant(at))
                        : text;
}

std::string active_feed(const std::vector<ActiveRow>& rows, Instant at, bool rss) {
    cap::FeedHead head{.id = "urn:x-relief:alerts",
                       .title = "生效预警 Warnings in force",
                       .address = "urn:x-relief:alerts:feed",
                       .author = "relief",
                       .updated = cap::Moment{at}};
    std::vector<cap::FeedEntry> entries;
    for (const ActiveRow& row : rows) {
        entries.push_back(
            cap::entry_of(row.message,
                          "urn:x-relief:alerts:" + (row.own ? "" : row.message.sender + ":") +
                              row.message.identifier,
                          row.xml));
        entries.back().author = row.own ? "" : row.message.sender;
        if (row.message.status != cap::Status::actual) {
            entries.back().title = "演练 EXERCISE " + entries.back().title;
        }
    }
    return rss ? cap::write_rss(head, entries) : cap::write_atom(head, entries);
}

std::string receipts_json(const ReceiptsAnswer& answer) {
    ordered_json rows = ordered_json::array();
    for (const BookDelivery& row : answer.rows) {
        rows.push_back(
            {{"delivery", row.id},
             {"warning", row.warning},
             {"identifier", row.identifier},
             {"channel", row.delivery.channel},
             {"kind", row.kind},
             {"county", row.delivery.county},
             {"target", row.delivery.target},
             {"state", row.state},
             {"attempts", row.attempts},
             {"last", row.last ? ordered_json(format_instant(*row.last)) : ordered_json(nullptr)},
             {"person", row.person},
             {"detail", row.detail},
             {"escalates", row.escalates ? ordered_json(*row.escalates) : ordered_json(nullptr)}});
    }
    const OutboxTotals totals = totals_of(answer.rows);
    return document_text({{"schema", "relief.alert_receipts/1"},
                          {"totals",
                           {{"total", totals.total},
                            {"acked", totals.acked},
                            {"failed", totals.failed},
                            {"pending", totals.pending}}},
                          {"deliveries", std::move(rows)}});
}

std::string receipts_text(const ReceiptsAnswer& answer, std::string_view language) {
    const auto in = [&](std::string_view zh, std::string_view en) {
        return std::string(in_language(language, zh, en));
    };
    TextTable table(
        {in("编号", "no."), in("渠道", "channel"), in("地方", "county"), in("对象", "target"),
         in("结果", "state"), in("次数", "tries"), in("回执", "receipt")},
        {true});
    for (const BookDelivery& row : answer.rows) {
        table.add({std::to_string(row.id), row.delivery.channel, row.delivery.county,
                   row.delivery.target, row.state, std::to_string(row.attempts),
                   row.detail.substr(0, 60)});
    }
    const OutboxTotals totals = totals_of(answer.rows);
    return table.text() + fmt::format("{} {} = {} {} + {} {} + {} {}\n", in("共", "total"),
                                      totals.total, in("已回执", "acknowledged"), totals.acked,
                                      in("失败", "failed"), totals.failed, in("待回执", "pending"),
                                      totals.pending);
}

std::string send_json(const SendCounts& counts) {
    return document_text({{"schema", "relief.alert_send/1"},
                          {"tried", counts.tried},
                          {"acked", counts.acked},
                          {"sent", counts.sent},
                          {"retry", counts.retry},
                          {"failed", counts.failed}});
}

std::string send_text(const SendCounts& counts, std::string_view language) {
    return fmt::format(
        fmt::runtime(
            in_language(language, "发送 {}：已回执 {}，待回执 {}，再试 {}，失败 {}\n",
                        "tried {}: acknowledged {}, handed over {}, again later {}, failed {}\n")),
        counts.tried, counts.acked, counts.sent, counts.retry, counts.failed);
}

namespace {

ordered_json reach_json(const std::vector<ChannelReach>& channels) {
    ordered_json rows = ordered_json::array();
    for (const ChannelReach& reach : channels) {
        rows.push_back({{"channel", reach.channel},
                        {"kind", reach.kind},
                        {"counties", reach.counties},
                        {"targets", reach.targets}});
    }
    return rows;
}

ordered_json calls_json(const std::vector<CallSite>& calls) {
    ordered_json rows = ordered_json::array();
    for (const CallSite& site : calls) {
        rows.push_back({{"id", site.id},
                        {"name", site.name},
                        {"kind", site.kind},
                        {"division", site.division},
                        {"people", std::llround(site.people)},
                        {"head", site.head},
                        {"head_phone", site.head_phone},
                        {"duty", site.duty},
                        {"duty_phone", site.duty_phone}});
    }
    return rows;
}

/// Who is reached how, and the places to call one by one.
std::string reach_text(const AudienceAnswer& answer, std::string_view language) {
    const auto in = [&](std::string_view zh, std::string_view en) {
        return std::string(in_language(language, zh, en));
    };
    TextTable table(
        {in("渠道", "channel"), in("方式", "kind"), in("县数", "counties"), in("收件", "targets")},
        {false, false, true, true});
    for (const ChannelReach& reach : answer.channels) {
        table.add({reach.channel, reach.kind, std::to_string(reach.counties.size()),
                   std::to_string(reach.targets)});
    }
    std::string text = table.text();
    text += in("没有渠道到达的县：", "counties no channel reaches: ");
    for (const auto& [code, name] : answer.counties) {
        if (std::ranges::find(answer.unreached, code) != answer.unreached.end()) {
            text += name + " ";
        }
    }
    text +=
        "\n" + in("逐个叫应：", "called one by one: ") + std::to_string(answer.calls.size()) + "\n";
    for (const CallSite& site : answer.calls) {
        text += fmt::format("  {} {} {}\n", site_kind_words(site.kind, language),
                            std::llround(site.people), call_words(site));
    }
    return text;
}

}  // namespace

std::string audience_json(const AudienceAnswer& answer) {
    ordered_json counties = ordered_json::array();
    for (std::size_t i = 0; i < answer.counties.size(); ++i) {
        const CountyReached& county = answer.audience.counties[i];
        counties.push_back({{"code", county.code},
                            {"name", answer.counties[i].second},
                            {"share", county.share},
                            {"people", std::llround(county.people)}});
    }
    const auto list = [](const std::vector<std::pair<std::string, std::string>>& pairs) {
        ordered_json rows = ordered_json::array();
        for (const auto& [code, name] : pairs) {
            rows.push_back({{"id", code}, {"name", name}});
        }
        return rows;
    };
    ordered_json document{{"schema", "relief.alert_audience/1"},
                          {"warning", answer.warning},
                          {"people", std::llround(answer.audience.people)},
                          {"source", answer.audience.source_zh},
                          {"counties", std::move(counties)},
                          {"townships", list(answer.townships)},
                          {"depots", list(answer.depots)}};
    if (answer.with_channels) {
        document["channels"] = reach_json(answer.channels);
        document["unreached"] = answer.unreached;
        document["calls"] = calls_json(answer.calls);
    }
    return document_text(document);
}

std::string audience_text(const AudienceAnswer& answer, std::string_view language) {
    const auto in = [&](std::string_view zh, std::string_view en) {
        return std::string(in_language(language, zh, en));
    };
    TextTable table({in("县", "county"), in("面积占比", "share"), in("人口", "people")},
                    {false, true, true});
    for (std::size_t i = 0; i < answer.counties.size(); ++i) {
        const CountyReached& county = answer.audience.counties[i];
        table.add({answer.counties[i].second, fmt::format("{:.1f} %", county.share * 100),
                   std::to_string(std::llround(county.people))});
    }
    std::string text =
        fmt::format("{} {}{}{}\n{}", in("覆盖人口", "people"), std::llround(answer.audience.people),
                    in("；数据：", "; "), in(answer.audience.source_zh, answer.audience.source_en),
                    table.text());
    text += in("须叫应的乡镇：", "townships to be called: ");
    for (const auto& [code, name] : answer.townships) {
        text += name + " ";
    }
    text += "\n" + in("范围内库点：", "depots inside: ");
    for (const auto& [code, name] : answer.depots) {
        text += name + " ";
    }
    text += "\n";
    return answer.with_channels ? text + reach_text(answer, language) : text;
}

}  // namespace relief
