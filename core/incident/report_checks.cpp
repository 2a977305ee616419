// SPDX-License-Identifier: Apache-2.0
#include "core/incident/report_checks.h"

#include "core/data_source.h"
#include "core/error.h"
#include "core/table/csv.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace relief {
namespace {

Quantity sum_of(std::span<const Quantity> parts) {
    Quantity sum{0, figure_decimals};
    for (const Quantity& part : parts) {
        sum = add(sum, part);
    }
    return sum;
}

std::string sum_words(std::span<const Quantity> parts) {
    std::string words;
    for (const Quantity& part : parts) {
        words += (words.empty() ? "" : " + ") + format_figure(part);
    }
    return parts.size() > 1 ? fmt::format("{} = {}", words, format_figure(sum_of(parts))) : words;
}

CheckResult result(bool holds, std::string arithmetic,
                   CheckVerdict otherwise = CheckVerdict::fail) {
    return {.verdict = holds ? CheckVerdict::pass : otherwise, .arithmetic = std::move(arithmetic)};
}

}  // namespace

std::string_view to_word(CheckVerdict verdict) {
    constexpr std::array<std::string_view, 5> words{"pass", "fail", "needs_note", "keep_both",
                                                    "missing"};
    return words[static_cast<std::size_t>(verdict)];
}

std::string_view to_word(ReportKind kind) {
    constexpr std::array<std::string_view, 5> words{"initial", "follow_up", "final", "zero",
                                                    "correction"};
    return words[static_cast<std::size_t>(kind)];
}

std::optional<ReportKind> report_kind_of(std::string_view word) {
    constexpr std::array<std::pair<std::string_view, ReportKind>, 12> words{{
        {"initial", ReportKind::initial},
        {"初报", ReportKind::initial},
        {"follow_up", ReportKind::follow_up},
        {"follow-up", ReportKind::follow_up},
        {"续报", ReportKind::follow_up},
        {"final", ReportKind::final},
        {"核报", ReportKind::final},
        {"终报", ReportKind::final},
        {"zero", ReportKind::zero},
        {"零报告", ReportKind::zero},
        {"correction", ReportKind::correction},
        {"更正", ReportKind::correction},
    }};
    const auto* const found = std::find_if(words.begin(), words.end(),
                                           [&](const auto& row) { return row.first == word; });
    return found == words.end() ? std::nullopt : std::optional(found->second);
}

ReportLimits load_report_limits(const DataSource& source) {
    const std::string name = "rules/report_limits.csv";
    const CsvTable table(source.read(name), source.shown_name(name),
                         {"limit_id", "value", "unit", "source", "flag"});
    table.check_key("limit_id");
    ReportLimits limits;
    const std::array<std::pair<std::string_view, double*>, 7> wanted{{
        {"rooms_per_household_min", &limits.rooms_per_household_min},
        {"rooms_per_household_max", &limits.rooms_per_household_max},
        {"jump_factor", &limits.jump_factor},
        {"population_slack", &limits.population_slack},
        {"correction_share", &limits.correction_share},
        {"province_farmland_ha", &limits.province_farmland_ha},
        {"escalation_hours", &limits.escalation_hours},
    }};
    for (const auto& [id, target] : wanted) {
        bool found = false;
        for (std::size_t index = 0; index < table.size(); ++index) {
            constexpr double most = 1e9;
            if (table.row(index).text("limit_id") == id) {
                *target = table.row(index).number("value", 0, most);
                found = true;
            }
        }
        if (!found) {
            throw bad_input({.code = "csv.reference",
                             .message = "a limit of the checks is missing",
                             .file = table.file(),
                             .field = "limit_id",
                             .found = "no such row",
                             .expected = std::string(id)});
        }
    }
    return limits;
}

CheckResult check_at_most(Quantity part, Quantity whole) {
    return result(part.amount <= whole.amount,
                  fmt::format("{} <= {}", format_figure(part), format_figure(whole)));
}

CheckResult check_parts_within(Quantity whole, std::span<const Quantity> parts) {
    return result(sum_of(parts).amount <= whole.amount,
                  fmt::format("{} >= {}", format_figure(whole), sum_words(parts)));
}

CheckResult check_sum(Quantity whole, std::span<const Quantity> parts, bool approximate) {
    const Quantity sum = sum_of(parts);
    const Quantity apart{std::max(whole.amount, sum.amount) - std::min(whole.amount, sum.amount),
                         figure_decimals};
    std::string words = fmt::format("{} = {}", format_figure(whole), sum_words(parts));
    if (apart.amount != 0) {
        words += fmt::format(" (difference {})", format_figure(apart));
    }
    return result(apart.amount == 0, std::move(words),
                  approximate ? CheckVerdict::needs_note : CheckVerdict::fail);
}

CheckResult check_rooms_per_household(Quantity rooms, Quantity households,
                                      const ReportLimits& limits) {
    if (households.amount == 0) {
        return result(true, fmt::format("{} rooms, no household", format_figure(rooms)));
    }
    const double each = figure_number(rooms) / figure_number(households);
    return result(each >= limits.rooms_per_household_min && each <= limits.rooms_per_household_max,
                  fmt::format("{} / {} = {:.2f} in [{:g}, {:g}]", format_figure(rooms),
                              format_figure(households), each, limits.rooms_per_household_min,
                              limits.rooms_per_household_max));
}

CheckResult check_area(Quantity area, double most) {
    return result(figure_number(area) <= most, fmt::format("{} ha <= {} ha", format_figure(area),
                                                           format_figure(figure_of(most))));
}

CheckResult check_population(Quantity people, std::int64_t population, const ReportLimits& limits) {
    if (population <= 0) {
        return result(true, fmt::format("{}, population not known", format_figure(people)));
    }
    const double most = static_cast<double>(population) * limits.population_slack;
    return result(figure_number(people) <= most,
                  fmt::format("{} <= {} x {:g} = {:.0f}", format_figure(people), population,
                              limits.population_slack, most));
}

CheckResult check_growth(Quantity before, Quantity after, bool explained) {
    return result(after.amount >= before.amount || explained,
                  fmt::format("{} -> {}", format_figure(before), format_figure(after)),
                  CheckVerdict::needs_note);
}

CheckResult check_jump(Quantity before, Quantity after, bool explained,
                       const ReportLimits& limits) {
    if (before.amount == 0) {
        return result(true, fmt::format("0 -> {}", format_figure(after)));
    }
    const double factor = figure_number(after) / figure_number(before);
    return result(factor <= limits.jump_factor || explained,
                  fmt::format("{} -> {} (x{:.1f}, limit x{:g})", format_figure(before),
                              format_figure(after), factor, limits.jump_factor),
                  CheckVerdict::needs_note);
}

CheckResult check_definitions(std::string_view metric, Quantity value,
                              std::string_view other_metric, Quantity other_value) {
    return result(metric == other_metric && value == other_value,
                  fmt::format("{} {} | {} {}", metric, format_figure(value), other_metric,
                              format_figure(other_value)),
                  CheckVerdict::keep_both);
}

CheckResult check_units_sum(Quantity whole, std::span<const Quantity> parts, bool all_reported) {
    const Quantity sum = sum_of(parts);
    const bool less = sum.amount < whole.amount;
    return result(sum == whole, fmt::format("{} = {}", format_figure(whole), sum_words(parts)),
                  less && !all_reported ? CheckVerdict::missing : CheckVerdict::fail);
}

CheckResult check_daily_report(Instant due, std::optional<Instant> received) {
    return result(received && *received <= due,
                  received ? fmt::format("received {}, due {}", format_instant(*received),
                                         format_instant(due))
                           : fmt::format("nothing received, due {}", format_instant(due)),
                  CheckVerdict::missing);
}

CheckResult check_kinds(std::span<const ReportKind> kinds) {
    std::string words;
    bool holds = true;
    bool begun = false;
    bool ended = false;
    for (const ReportKind kind : kinds) {
        words += (words.empty() ? "" : ", ") + std::string(to_word(kind));
        if (kind == ReportKind::correction) {
            holds = holds && begun;
            continue;
        }
        const bool first = kind == ReportKind::initial;
        holds = holds && !ended && (kind == ReportKind::zero || first != begun);
        begun = true;
        ended = kind == ReportKind::final;
    }
    return result(holds, std::move(words));
}

CheckResult check_stat_time(Instant newest_before, Instant stat_time) {
    return result(stat_time >= newest_before, fmt::format("{} after {}", format_instant(stat_time),
                                                          format_instant(newest_before)));
}

}  // namespace relief
