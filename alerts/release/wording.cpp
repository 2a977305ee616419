// SPDX-License-Identifier: Apache-2.0
#include "alerts/release/wording.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::array<std::string_view, 12> months{"January",   "February", "March",    "April",
                                                  "May",       "June",     "July",     "August",
                                                  "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 5> romans{"", "I", "II", "III", "IV"};

std::string joined(const std::vector<std::string>& words, std::string_view between) {
    return fmt::format("{}", fmt::join(words, between));
}

std::string upper(std::string_view word) {
    std::string text(word);
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
}

std::string measured(const WarningRules& rules, const WarningFacts& facts, std::size_t index,
                     std::string_view language) {
    const CriterionMet& met = facts.because[index];
    const bool zh = language == "zh";
    const std::string metric = rules.said("metric", met.by.metric, language);
    const std::string unit = rules.said("unit", met.by.unit, language);
    const std::string place = zh ? facts.names.at(index).first : facts.names.at(index).second;
    const bool forecast = met.by.basis == Basis::forecast;
    std::string text;
    if (zh) {
        text = place + (forecast ? "预计" : "");
        text += met.by.window_h ? fmt::format("{}小时", *met.by.window_h) : "";
        text += fmt::format("{}达{}{}", metric, met.by.value, unit);
        text += forecast ? "" : "，并可能持续";
        text += fmt::format("（{}标准{}{}", rules.colour(met.rule.colour).zh + "色",
                            met.rule.threshold, unit);
        text += met.rule.window_h ? fmt::format("/{}小时）", *met.rule.window_h) : "）";
        return text;
    }
    text = fmt::format("{} {} {} {} {}", place, forecast ? "expects" : "measured", metric,
                       met.by.value, unit);
    text += met.by.window_h ? fmt::format(" in {} hours", *met.by.window_h) : "";
    text += forecast ? "" : " and it may go on";
    text += fmt::format(" ({} from {} {}", to_word(met.rule.colour), met.rule.threshold, unit);
    text += met.rule.window_h ? fmt::format(" in {} hours)", *met.rule.window_h) : ")";
    return text;
}

std::string chinese_description(const WarningRules& rules, const WarningFacts& facts,
                                const std::string& offices) {
    const std::string grade =
        fmt::format("{}色预警（{}级，{}）", rules.colour(facts.colour).zh,
                    romans.at(static_cast<std::size_t>(level_of(facts.colour))),
                    rules.colour(facts.colour).grade_zh);
    const std::string event = rules.said("hazard", facts.hazard, "zh");
    std::string text;
    if (facts.follow == FollowUp::cancel) {
        return fmt::format("{}：{}，自{}起解除{}{}。", joined(facts.places_zh, "、"), offices,
                           said_time(facts.onset, "zh"), event, grade);
    }
    for (std::size_t i = 0; i < facts.because.size(); ++i) {
        text += measured(rules, facts, i, "zh") + "。";
    }
    if (facts.follow == FollowUp::raise || facts.follow == FollowUp::lower) {
        text += fmt::format("由{}色{}为", rules.colour(facts.before).zh,
                            facts.follow == FollowUp::raise ? "升" : "降");
    }
    text += fmt::format("{}{}，影响{}，自{}至{}。{}。", event, grade, joined(facts.places_zh, "、"),
                        said_time(facts.onset, "zh"), said_time(facts.expires, "zh"), offices);
    return text;
}

std::string english_description(const WarningRules& rules, const WarningFacts& facts,
                                const std::string& offices) {
    const std::string grade =
        fmt::format("{} warning (level {})", upper(to_word(facts.colour)),
                    romans.at(static_cast<std::size_t>(level_of(facts.colour))));
    const std::string event = rules.said("hazard", facts.hazard, "en");
    if (facts.follow == FollowUp::cancel) {
        return fmt::format("{}: the {} {} is lifted from {} on. {}.", joined(facts.places_en, ", "),
                           event, grade, said_time(facts.onset, "en"), offices);
    }
    std::string text;
    for (std::size_t i = 0; i < facts.because.size(); ++i) {
        text += measured(rules, facts, i, "en") + ". ";
    }
    if (facts.follow == FollowUp::raise || facts.follow == FollowUp::lower) {
        text += fmt::format("{} from {}: ", facts.follow == FollowUp::raise ? "Raised" : "Lowered",
                            to_word(facts.before));
    }
    text += fmt::format("{} {} for {}, from {} to {}. {}.", upper(event), grade,
                        joined(facts.places_en, ", "), said_time(facts.onset, "en"),
                        said_time(facts.expires, "en"), offices);
    return text;
}

}  // namespace

std::string said_time(Instant at, std::string_view language) {
    const std::chrono::year_month_day day(beijing_date(at));
    const auto seconds = at - beijing_midnight(beijing_date(at));
    const auto minutes = std::chrono::floor<std::chrono::minutes>(seconds).count();
    const int year = static_cast<int>(day.year());
    const auto month = static_cast<unsigned>(day.month());
    const auto number = static_cast<unsigned>(day.day());
    return language == "zh" ? fmt::format("{}年{}月{}日{:02}时{:02}分", year, month, number,
                                          minutes / 60, minutes % 60)
                            : fmt::format("{:02}:{:02} on {} {} {}", minutes / 60, minutes % 60,
                                          number, months.at(month - 1), year);
}

WarningText write_text(const WarningRules& rules, const WarningFacts& facts,
                       std::string_view language) {
    const bool zh = language == "zh";
    const Date day = beijing_date(facts.issued);
    const std::string lead = rules.department(rules.lead(facts.hazard), day, language);
    std::vector<std::string> others;
    for (const std::string& department : rules.joint(facts.hazard)) {
        others.push_back(rules.department(department, day, language));
    }
    const bool lifts = facts.follow == FollowUp::cancel;
    const std::string event = rules.said("hazard", facts.hazard, language);
    WarningText text{.language = zh ? "zh-CN" : "en-US", .sender = lead};
    if (zh) {
        text.event = event + "预警";
        text.headline = fmt::format("{}{}{}{}色预警", lead, lifts ? "解除" : "发布", event,
                                    rules.colour(facts.colour).zh);
        const std::string offices =
            others.empty() ? lead + "发布" : lead + "会同" + joined(others, "、") + "发布";
        text.description = chinese_description(rules, facts, offices);
        text.instruction = lifts ? "" : rules.said("measures", facts.hazard, "zh");
        text.area = joined(facts.places_zh, "、");
    } else {
        text.event = event + " warning";
        text.headline = fmt::format("{} {} {} {} warning", lead, lifts ? "lifts" : "issues",
                                    upper(to_word(facts.colour)), event);
        const std::string offices = others.empty()
                                        ? "Issued by " + lead
                                        : "Issued by " + lead + " with " + joined(others, ", ");
        text.description = english_description(rules, facts, offices);
        text.instruction = lifts ? "" : rules.said("measures", facts.hazard, "en");
        text.area = joined(facts.places_en, ", ");
    }
    return text;
}

}  // namespace relief
