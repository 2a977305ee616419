// SPDX-License-Identifier: Apache-2.0
#include "reserves/care/due.h"

#include "reserves/care/agreement.h"
#include "reserves/care/consignment.h"
#include "reserves/care/hazard.h"
#include "reserves/care/inspection.h"
#include "reserves/care/letter.h"
#include "reserves/care/training.h"

#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr int duty_warn_days = 31;

DueItem item(std::string kind, std::string subject, std::optional<Date> due, std::string who,
             Instant now) {
    DueItem made{.kind = std::move(kind),
                 .subject = std::move(subject),
                 .due = due ? std::optional(end_of_day(*due)) : std::nullopt,
                 .who = std::move(who),
                 .zh = {},
                 .en = {}};
    made.overdue = is_overdue(made.due, now);
    return made;
}

struct DutyWords {
    std::string_view kind;
    std::string_view zh;
    std::string_view en;
};

constexpr DutyWords duty_words[] = {
    {"acceptance_report", "验收报告", "the acceptance report"},
    {"dispatch_report", "发运报告", "the dispatch report"},
    {"count", "月度盘点", "the monthly count"},
    {"yearly_count", "年度盘点", "the yearly count"},
    {"yearly_report", "年度报告", "the yearly report"},
    {"term_end", "代储协议到期，须续签，否则不再计入可调物资",
     "the contract ends and must be renewed, or nothing is drawn from the point"},
};

const DutyWords& words_of(std::string_view kind) {
    for (const DutyWords& words : duty_words) {
        if (words.kind == kind) {
            return words;
        }
    }
    return duty_words[0];
}

struct CountAndFirst {
    int count = 0;
    std::string first;
};

/// Agreements that end on the same day are one line on the duty screen.
DueItem ending_item(Date last_day, const std::vector<const Supplier*>& suppliers, Instant now) {
    const Supplier& first = *suppliers.front();
    const bool is_one = suppliers.size() == 1;
    DueItem due = item("agreement", is_one ? first.id : format_date(last_day), last_day, "", now);
    due.zh =
        fmt::format("{} 的供应协议 {} 到期{}",
                    is_one ? first.name : fmt::format("{} 等 {} 家", first.name, suppliers.size()),
                    format_date(last_day), due.overdue ? "，已不计入可供应量" : "，须续签");
    due.en = fmt::format(
        "{} {} on {}{}",
        is_one ? "the agreement " + first.id
               : fmt::format("{} agreements (the first: {})", suppliers.size(), first.id),
        is_one ? "ends" : "end", format_date(last_day),
        due.overdue ? "; nothing of it is supply any more" : "; to be renewed");
    return due;
}

}  // namespace

std::vector<DueItem> hazard_due(Database& database, const CareRules& rules, Instant now) {
    const std::chrono::days warn{rules.days("hazard_warn_days")};
    std::vector<DueItem> items;
    for (const OpenHazard& hazard : open_hazards(database, now)) {
        if (hazard.grade != 1 && hazard.due > beijing_date(now) + warn) {
            continue;
        }
        const HazardGrade* grade = rules.grade(hazard.grade);
        const std::string name = grade == nullptr ? "" : grade->zh;
        DueItem due = item("hazard", fmt::format("{}", hazard.id), hazard.due, hazard.site, now);
        const bool done = hazard.state == HazardState::done;
        due.who = due.overdue ? hazard.escalate_to : hazard.site;
        due.site = hazard.site;
        due.zh = fmt::format("{} {}：{}，{}，期限 {}{}", hazard.site, name, hazard.words,
                             done ? "已整改待复查" : "未整改", format_date(hazard.due),
                             hazard.grade == 1 ? "；该点停止调用" : "");
        due.en = fmt::format(
            "{} hazard of grade {}: {}; {}, last day {}{}", hazard.site, hazard.grade, hazard.words,
            done ? "mended, to be looked at again" : "not mended", format_date(hazard.due),
            hazard.grade == 1 ? "; nothing is drawn from the site" : "");
        items.push_back(std::move(due));
    }
    return items;
}

std::vector<DueItem> inspection_due(Database& database, const CareRules& rules,
                                    const Baseline& baseline, Instant now) {
    const int year = year_of(beijing_date(now));
    std::vector<DueItem> items;
    for (const InspectionSeason& season : rules.seasons) {
        const auto calendar = inspection_calendar(database, rules, baseline, season.id, year, now);
        CountAndFirst waiting;
        for (const CalendarRow& row : calendar) {
            if (row.status == "open" || (row.status == "overdue" && row.inspection)) {
                DueItem due =
                    item("inspection", row.site + "/" + season.id, row.due, row.site, now);
                due.zh = fmt::format("{} {}已开检，{} 前签字销号", row.name, season.zh,
                                     format_date(row.due));
                due.site = row.site;
                due.en = fmt::format("{}: the {} inspection is open, to be closed by {}", row.site,
                                     season.id, format_date(row.due));
                items.push_back(std::move(due));
            } else if (row.status == "due" || row.status == "overdue") {
                waiting.first = waiting.count++ == 0 ? row.name : waiting.first;
            }
        }
        if (waiting.count > 0) {
            const Date last_day = season.due.in(year);
            DueItem due =
                item("inspection", fmt::format("{}/{}", season.id, year), last_day, "", now);
            due.zh = fmt::format("{}还有 {} 个库点未检查（{} 等），期限 {}", season.zh,
                                 waiting.count, waiting.first, format_date(last_day));
            due.en = fmt::format("{} sites wait for their {} inspection, last day {}",
                                 waiting.count, season.id, format_date(last_day));
            items.push_back(std::move(due));
        }
    }
    return items;
}

namespace {

/// Contracts in force whose goods fall short of what they say.
void add_short_points(Database& database, const DataSource& source,
                      const std::vector<ConsignmentContract>& contracts, Instant now,
                      std::vector<DueItem>& items) {
    std::optional<Rules> rules;
    for (const ConsignmentContract& contract : contracts) {
        if (!contract.holds(beijing_date(now)) ||
            (contract.items.empty() && !contract.double_value)) {
            continue;
        }
        if (!rules) {
            rules.emplace(load_rules(source));
        }
        std::string zh;
        std::string en;
        for (const ConsignedStock& row : consigned_stock(database, *rules, contract)) {
            if (row.below_minimum() > 0) {
                zh += fmt::format("；{} 低于最低存量 {}，差 {}", row.item, row.min_stock,
                                  row.below_minimum());
                en += fmt::format("; {} is {} below the minimum of {}", row.item,
                                  row.below_minimum(), row.min_stock);
            }
            if (row.below_double() > 0) {
                zh += fmt::format("；承储自有 {} 不足代储量两倍，差 {}", row.item,
                                  row.below_double());
                en += fmt::format("; the keeper's own {} is {} below twice what is consigned",
                                  row.item, row.below_double());
            }
        }
        if (!zh.empty()) {
            DueItem due =
                item("consignment", contract.code + "/stock", {}, contract.keeper_depot, now);
            due.zh =
                fmt::format("{} {}{}（按数量；账内无价值）", contract.code, contract.depot, zh);
            due.en = fmt::format("{} {}{} (by quantity: the books hold no values)", contract.code,
                                 contract.depot, en);
            due.site = contract.depot;
            items.push_back(std::move(due));
        }
    }
}

}  // namespace

std::vector<DueItem> consignment_due(Database& database, const CareRules& rules,
                                     const DataSource& source, const Baseline& baseline,
                                     Instant now) {
    // Duties alike of several keepers are one line on the duty screen.
    std::map<std::tuple<Date, std::string, std::string>, std::vector<const ConsignmentDuty*>> alike;
    const auto contracts = read_contracts(source, &database);
    const auto duties = consignment_duties(database, rules, contracts, baseline.picture_on, now);
    for (const ConsignmentDuty& duty : duties) {
        const bool is_near = duty.due <= beijing_date(now) + std::chrono::days{duty_warn_days};
        if (!duty.done_on && (is_near || duty.kind == "term_end")) {
            alike[{duty.due, duty.kind, duty.subject}].push_back(&duty);
        }
    }
    std::vector<DueItem> items;
    for (const auto& [key, group] : alike) {
        const ConsignmentDuty& duty = *group.front();
        const DutyWords& words = words_of(duty.kind);
        const bool is_one = group.size() == 1;
        DueItem due = item("consignment", is_one ? duty.id : duty.kind + "/" + duty.subject,
                           duty.due, is_one ? duty.keeper_depot : "", now);
        due.zh =
            fmt::format("{} {}（{}），期限 {}",
                        is_one ? duty.contract
                               : fmt::format("{} 等 {} 份代储协议", duty.contract, group.size()),
                        words.zh, duty.subject, format_date(duty.due));
        due.en = fmt::format(
            "{}: {} ({}), last day {}",
            is_one ? duty.contract
                   : fmt::format("{} contracts from {} on", group.size(), duty.contract),
            words.en, duty.subject, format_date(duty.due));
        items.push_back(std::move(due));
    }
    add_short_points(database, source, contracts, now, items);
    return items;
}

std::vector<DueItem> agreement_due(Database& database, const CareRules& rules,
                                   const Baseline& baseline, Instant now) {
    const Date today = beijing_date(now);
    const std::chrono::days warn{rules.days("agreement_warn_days")};
    const std::chrono::days every{rules.days("call_test_every_days")};
    const auto agreements = read_agreements(baseline, &database);
    std::map<Date, std::vector<const Supplier*>> ending;
    std::vector<DueItem> items;
    CountAndFirst never;
    for (const Agreement& agreement : agreements) {
        const Supplier& supplier = agreement.supplier;
        if (supplier.agreement_to <= today + warn) {
            ending[supplier.agreement_to].push_back(&supplier);
        }
        const std::string_view status = test_status(rules, agreement, now);
        if (!agreement.holds(today) || status == "passed") {
            continue;
        }
        if (status == "never") {
            never.first = never.count++ == 0 ? supplier.name : never.first;
            continue;
        }
        const Date since = beijing_date(agreement.tests.back().at);
        DueItem due = item("agreement_test", supplier.id,
                           status == "failed" ? since : since + every, "", now);
        due.zh = fmt::format("{} 电话演练{}", supplier.name,
                             status == "failed" ? "未通过，须重试" : "已逾期");
        due.en = fmt::format("call test of {}: {}", supplier.id, status);
        items.push_back(std::move(due));
    }
    for (const auto& [last_day, suppliers] : ending) {
        items.push_back(ending_item(last_day, suppliers, now));
    }
    if (never.count > 0) {
        DueItem due = item("agreement_test", "never", {}, "", now);
        due.zh = fmt::format("{} 家协议供应商从未做过电话演练（{} 等）", never.count, never.first);
        due.en = fmt::format("{} agreements were never tried by telephone (the first: {})",
                             never.count, never.first);
        items.push_back(std::move(due));
    }
    return items;
}

std::vector<DueItem> letter_due(Database& database, const CareRules& rules,
                                const Baseline& baseline, Instant now) {
    const int year = year_of(beijing_date(now));
    std::map<std::string, CountAndFirst> missing;
    std::optional<Date> last_day;
    for (const Letter& letter : letters_of(database, rules, baseline, year)) {
        if (letter.missing()) {
            CountAndFirst& giver = missing[letter.giver];
            giver.first = giver.count == 0 ? letter.taker_name : giver.first;
            ++giver.count;
            last_day = letter.due;
        }
    }
    std::vector<DueItem> items;
    for (const auto& [giver, counted] : missing) {
        DueItem due = item("letter", fmt::format("{}/{}", giver, year), last_day, giver, now);
        due.zh =
            fmt::format("{} 年责任书还有 {} 份未签（{} 等）", year, counted.count, counted.first);
        due.en = fmt::format("{} responsibility letters of {} are not signed (the first: {})",
                             counted.count, year, counted.first);
        items.push_back(std::move(due));
    }
    return items;
}

std::vector<DueItem> training_due(Database& database, const CareRules& rules,
                                  const Baseline& baseline, Instant now) {
    const auto posts = post_trainings(database, rules, baseline, now);
    std::set<std::string> trained;
    for (const PostTraining& row : posts) {
        if (row.trained_on) {
            trained.insert(row.site);
        }
    }
    CountAndFirst none;
    std::map<std::string, std::pair<std::string, std::optional<Date>>> sites;
    for (const PostTraining& row : posts) {
        if (row.status == "valid") {
            continue;
        }
        if (!trained.contains(row.site)) {
            none.count += row.post == rules.posts.front().id ? 1 : 0;
            none.first = none.first.empty() ? row.site : none.first;
            continue;
        }
        auto& [words, due] = sites[row.site];
        const SafetyPost* post = rules.post(row.post);
        words += fmt::format("{}{}（{}）", words.empty() ? "" : "、",
                             post == nullptr ? row.post : post->zh, row.status);
        if (row.ends_on && (!due || *row.ends_on < *due)) {
            due = row.ends_on;
        }
    }
    std::vector<DueItem> items;
    for (const auto& [site, told] : sites) {
        DueItem due = item("training", site, told.second, site, now);
        due.zh = fmt::format("{} 安全岗位培训：{}", site, told.first);
        due.en = fmt::format("{}: training of the safety posts: {}", site, told.first);
        due.site = site;
        items.push_back(std::move(due));
    }
    if (none.count > 0) {
        DueItem due = item("training", "none", {}, "", now);
        due.zh = fmt::format("{} 个库点没有安全岗位培训记录（{} 等）", none.count, none.first);
        due.en = fmt::format(
            "{} sites have no training of their safety posts on record "
            "(the first: {})",
            none.count, none.first);
        items.push_back(std::move(due));
    }
    return items;
}

bool has_care_rules(Database& database) {
    Statement table = database.prepare("SELECT 1 FROM source_table WHERE name = ?1");
    table.bind(1, "rules/care_terms.csv");
    return table.step();
}

std::vector<DueItem> care_due(Database& database, const Baseline& baseline, Instant now) {
    if (!has_care_rules(database)) {
        return {};
    }
    const DatabaseSource source(database);
    const CareRules rules = load_care_rules(source);
    std::vector<DueItem> items = hazard_due(database, rules, now);
    for (std::vector<DueItem> more :
         {inspection_due(database, rules, baseline, now),
          consignment_due(database, rules, source, baseline, now),
          agreement_due(database, rules, baseline, now), letter_due(database, rules, baseline, now),
          training_due(database, rules, baseline, now)}) {
        items.insert(items.end(), std::make_move_iterator(more.begin()),
                     std::make_move_iterator(more.end()));
    }
    sort_due(items);
    return items;
}

}  // namespace relief
