// SPDX-License-Identifier: Apache-2.0
// Bulletins of a period and the notice to mend hazards.
#include "core/people.h"
#include "reserves/care/hazard.h"
#include "reserves/print/form_books.h"
#include "reserves/print/form_facts.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

std::string period_words(const Period& period, const FormNames& names) {
    return fmt::format("{} {} {}", format_date(period.first),
                       FormLabel{"至", "to"}.in(names.language), format_date(period.last));
}

FormValues item_row(const std::string& item, const FormNames& names) {
    return {{"item", names.item(item)}, {"spec", names.spec(item)}, {"unit", names.unit(item)}};
}

/// What the columns do not tell of a row.
std::string note_of(const PeriodRow& row, const FormNames& names) {
    std::string note;
    if (row.opened) {
        note = FormLabel{"含建账数", "books opened"}.in(names.language);
    }
    if (row.other != 0) {
        note += fmt::format("{}{} {}", note.empty() ? "" : " ",
                            FormLabel{"组拆套、轮换等", "kits, swaps …"}.in(names.language),
                            names.quantity(row.item, row.other));
    }
    return note;
}

/// How many items moved, in one sentence.
std::string summary_of(const std::vector<PeriodRow>& rows, const FormNames& names) {
    const auto moved = std::count_if(rows.begin(), rows.end(), [](const PeriodRow& row) {
        return row.in() != 0 || row.gone() != 0;
    });
    const FormLabel words{"在册 {} 种物资，期内 {} 种有收发；库点之间调拨不计入收发。",
                          "{} items in the books, {} of them moved; what went from depot to depot "
                          "is neither in nor out."};
    return fmt::format(fmt::runtime(words.in(names.language)), rows.size(), moved);
}

/// A handler's name and post, for the box of who answers for a site.
std::string keepers_of(Database& database, const FormNames& names, const std::string& site,
                       Instant at) {
    const Depot* depot = names.baseline.depot(site);
    std::string text;
    for (const Holding& holding :
         read_holdings(database, {.post = "depot_keeper",
                                 .unit = depot == nullptr ? site : depot->fleet_depot(),
                                 .at = at})) {
        text += (text.empty() ? "" : "、") + holding.person.name;
    }
    return text;
}

std::string recheck_words(const Hazard& hazard, const FormNames& names) {
    const bool zh = !is_english(names);
    std::string words =
        hazard.state() == HazardState::done ? (zh ? "待复查" : "to be looked at") : std::string();
    for (const HazardStep& step : hazard.steps) {
        if (step.verb == "recheck_bad") {
            words = fmt::format("{} {}", zh ? "复查未合格" : "not mended", format_short(step.at));
        }
    }
    return words;
}

/// What has to be done: the check it breaks, and what its grade asks for.
std::string demand_of(const Hazard& hazard, const CareRules& care, const FormNames& names) {
    const SafetyCheck* check = care.check(hazard.check);
    const std::string rule = check == nullptr    ? std::string()
                             : is_english(names) ? check->words
                                                 : check->zh;
    const FormLabel stop{"停用库点，立即整改", "stop the depot, mend at once"};
    const FormLabel mend{"限期整改", "mend by the deadline"};
    return fmt::format("{}{}{}", (hazard.grade == 1 ? stop : mend).in(names.language),
                       rule.empty()        ? ""
                       : is_english(names) ? ": "
                                           : "：",
                       rule);
}

}  // namespace

FormContent bulletin_content(const std::vector<PeriodRow>& rows, const Period& period,
                             const std::vector<AvailableLot>& available, const FormNames& names) {
    std::map<std::string, std::int64_t> can_be_drawn;
    for (const AvailableLot& lot : available) {
        can_be_drawn[lot.item] += lot.available;
    }
    FormContent content{
        .values = {{"period", period_words(period, names)}, {"summary", summary_of(rows, names)}}};
    for (const PeriodRow& row : rows) {
        FormValues& line = content.rows["lines"].emplace_back(item_row(row.item, names));
        line["opening_quantity"] = names.quantity(row.item, row.opening);
        line["in_quantity"] = names.quantity(row.item, row.in());
        line["out_quantity"] = names.quantity(row.item, row.gone());
        line["quantity"] = names.quantity(row.item, row.closing);
        line["transit_quantity"] = names.quantity(row.item, row.outside);
        if (!available.empty()) {
            line["available_quantity"] = names.quantity(row.item, can_be_drawn[row.item]);
        }
        line["note"] = row.opened ? note_of(row, names) : std::string();
    }
    content.notes = {
        FormLabel{"期末库存含在途和借出。", "Closing has what is on the road or lent."}.in(
            names.language)};
    return content;
}

FormContent yearly_content(const std::vector<PeriodRow>& rows, const Period& period,
                           const FormNames& names) {
    FormContent content{
        .values = {{"period", period_words(period, names)}, {"summary", summary_of(rows, names)}}};
    for (const PeriodRow& row : rows) {
        FormValues& line = content.rows["lines"].emplace_back(item_row(row.item, names));
        const std::pair<const char*, std::int64_t> cells[] = {{"opening_quantity", row.opening},
                                                              {"bought_quantity", row.bought},
                                                              {"upper_quantity", row.from_upper},
                                                              {"donated_quantity", row.donated},
                                                              {"returned_quantity", row.returned},
                                                              {"out_quantity", row.out},
                                                              {"scrapped_quantity", row.scrapped},
                                                              {"lost_quantity", row.corrected},
                                                              {"quantity", row.closing}};
        for (const auto& [column, amount] : cells) {
            line[column] = names.quantity(row.item, amount);
        }
        line["note"] = note_of(row, names);
    }
    content.notes = {
        FormLabel{"年末库存 = 年初 + 购置 + 上级调入 + 捐赠 + 回收 - 调出发放 - 报废 + "
                  "损溢 + 备注所列；含在途和借出。",
                  "Closing = opening + bought + from above + donated + returned - out "
                  "- scrapped + lost and found + what the note says; with what is on "
                  "the road or lent."}
            .in(names.language)};
    return content;
}

FormContent hazard_notice_content(Database& database, const CareRules& care,
                                  const std::string& site, Instant at, const FormNames& names) {
    FormContent content{.values = {{"site", names.site(site)}}};
    std::optional<Instant> found;
    std::optional<Date> recheck;
    std::string inspections;
    for (const Hazard& hazard : read_hazards(database, {.site = site}, at)) {
        content.rows["lines"].push_back({{"check", hazard.words},
                                         {"grade", fmt::format("{}", hazard.grade)},
                                         {"demand", demand_of(hazard, care, names)},
                                         {"deadline", format_date(hazard.due)},
                                         {"responsible", keepers_of(database, names, site, at)},
                                         {"note", recheck_words(hazard, names)}});
        found = std::max(found.value_or(hazard.found_at), hazard.found_at);
        recheck = std::min(recheck.value_or(hazard.due), hazard.due);
        if (hazard.inspection) {
            const std::string number = fmt::format("{}", *hazard.inspection);
            const bool told =
                (" " + inspections + " ").find(" " + number + " ") != std::string::npos;
            inspections += told ? "" : (inspections.empty() ? "" : " ") + number;
        }
        const std::string by = names.person(hazard.found_by);
        const bool signed_already =
            std::any_of(content.signatures.begin(), content.signatures.end(),
                        [&](const FormSignature& row) { return row.name == by; });
        if (!signed_already) {
            content.signatures.push_back({"inspect", by, format_short(hazard.found_at)});
        }
    }
    content.values["at"] = found ? printed_time(*found) : "";
    content.values["recheck"] = recheck ? format_date(*recheck) : "";
    content.values["inspection"] = inspections;
    return content;
}

}  // namespace relief
