// SPDX-License-Identifier: Apache-2.0
#include "alerts/release/proposal.h"

#include "core/error.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::array<std::string_view, 3> basis_words{"observed", "observed_continuing",
                                                      "forecast"};

bool compares(std::string_view comparator, double value, double threshold) {
    return comparator == "ge"   ? value >= threshold
           : comparator == "gt" ? value > threshold
           : comparator == "le" ? value <= threshold
                                : value < threshold;
}

std::string_view sign_of(std::string_view comparator) {
    return comparator == "ge" ? ">=" : comparator == "gt" ? ">" : comparator == "le" ? "<=" : "<";
}

std::string window_words(const std::optional<int>& hours) {
    return hours ? fmt::format(" / {} h", *hours) : "";
}

bool meets(const HazardReading& seen, const Criterion& rule) {
    if (seen.metric != rule.metric || seen.basis == Basis::observed) {
        return false;
    }
    if (seen.unit != rule.unit) {
        throw bad_input({.code = "alert.observation",
                         .message = "the value is not in the unit of its metric",
                         .field = seen.metric,
                         .found = seen.unit,
                         .expected = rule.unit});
    }
    const bool in_window = !rule.window_h || seen.window_h.value_or(0) <= *rule.window_h;
    return in_window && compares(rule.comparator, seen.value, rule.threshold);
}

CriterionMet met(const Criterion& rule, const HazardReading& by) {
    return {.rule = rule,
            .by = by,
            .arithmetic = fmt::format("{} {}{} {} {} {}{}", by.value, by.unit,
                                      window_words(by.window_h), sign_of(rule.comparator),
                                      rule.threshold, rule.unit, window_words(rule.window_h))};
}

/// How far a value is beyond what is asked: of several the farthest is told.
double beyond(const HazardReading& seen, const Criterion& rule) {
    const bool high = rule.comparator == "ge" || rule.comparator == "gt";
    return high ? seen.value - rule.threshold : rule.threshold - seen.value;
}

using Rows = std::vector<const Criterion*>;

/// The rows of one alternative with what meets each; none where one is not met.
std::vector<CriterionMet> all_met(const Rows& rows, const std::vector<const HazardReading*>& seen) {
    std::vector<CriterionMet> because;
    for (const Criterion* rule : rows) {
        const HazardReading* best = nullptr;
        for (const HazardReading* one : seen) {
            if (meets(*one, *rule) &&
                (best == nullptr || beyond(*one, *rule) > beyond(*best, *rule))) {
                best = one;
            }
        }
        if (best == nullptr) {
            return {};
        }
        because.push_back(met(*rule, *best));
    }
    return because;
}

Proposal& of_colour(std::vector<Proposal>& proposals, const std::string& hazard,
                    std::optional<Colour> colour) {
    for (Proposal& proposal : proposals) {
        if (proposal.hazard == hazard && proposal.colour == colour) {
            return proposal;
        }
    }
    return proposals.emplace_back(Proposal{.hazard = hazard, .colour = colour});
}

void propose_earthquakes(std::span<const HazardReading> observations,
                         std::vector<Proposal>& proposals) {
    for (const HazardReading& seen : observations) {
        if (seen.metric == "magnitude") {
            Proposal& proposal = of_colour(proposals, "earthquake", std::nullopt);
            proposal.places.push_back(seen.place);
            proposal.because.push_back(
                {.rule = {.hazard = "earthquake", .metric = "magnitude", .unit = "M"},
                 .by = seen,
                 .arithmetic = fmt::format("M{}: an observed event has no colour", seen.value)});
        }
    }
}

}  // namespace

std::string_view to_word(Basis basis) {
    return basis_words.at(static_cast<std::size_t>(basis));
}

std::optional<Basis> basis_of(std::string_view word) {
    const auto found = std::ranges::find(basis_words, word);
    return found == basis_words.end()
               ? std::nullopt
               : std::optional(static_cast<Basis>(found - basis_words.begin()));
}

std::vector<Proposal> propose(const WarningRules& rules,
                              std::span<const HazardReading> observations) {
    // By hazard, then the gravest colour first, then the alternatives.
    std::map<std::string, std::map<std::pair<int, int>, Rows>> alternatives;
    for (const Criterion& rule : rules.criteria) {
        alternatives[rule.hazard][{level_of(rule.colour), rule.alternative}].push_back(&rule);
    }
    std::map<std::string, std::vector<const HazardReading*>> by_place;
    for (const HazardReading& seen : observations) {
        by_place[seen.place].push_back(&seen);
    }
    std::vector<Proposal> proposals;
    for (const auto& [hazard, ranked] : alternatives) {
        for (const auto& [place, seen] : by_place) {
            for (const auto& [key, rows] : ranked) {
                std::vector<CriterionMet> because = all_met(rows, seen);
                if (because.empty()) {
                    continue;
                }
                Proposal& proposal = of_colour(proposals, hazard, rows.front()->colour);
                proposal.places.push_back(place);
                std::ranges::move(because, std::back_inserter(proposal.because));
                break;
            }
        }
    }
    propose_earthquakes(observations, proposals);
    std::ranges::stable_sort(proposals, {}, [](const Proposal& proposal) {
        return std::pair(proposal.hazard, proposal.colour ? level_of(*proposal.colour) : 0);
    });
    return proposals;
}

std::vector<HazardReading> window_sums(std::span<const HazardReading> hourly,
                                       std::span<const int> windows) {
    std::map<std::string, std::map<Instant, const HazardReading*>> by_place;
    for (const HazardReading& seen : hourly) {
        if (seen.metric == "rain_hour") {
            by_place[seen.place][seen.to] = &seen;
        }
    }
    std::vector<HazardReading> sums;
    for (const auto& [place, hours] : by_place) {
        for (const int window : windows) {
            HazardReading best{.place = place,
                               .metric = "rain_accum",
                               .value = -1,
                               .unit = "mm",
                               .window_h = window};
            for (const auto& [end, last] : hours) {
                const Instant begin = end - std::chrono::hours(window);
                double sum = 0;
                for (auto hour = hours.upper_bound(begin);
                     hour != hours.end() && hour->first <= end; ++hour) {
                    sum += hour->second->value;
                }
                if (sum > best.value) {
                    best.value = sum;
                    best.from = begin;
                    best.to = end;
                    best.basis = last->basis;
                    best.source = last->source;
                }
            }
            sums.push_back(best);
        }
    }
    return sums;
}

int wind_force(double metres_per_second) {
    constexpr std::array begins{0.3,  1.6,  3.4,  5.5,  8.0,  10.8, 13.9, 17.2, 20.8,
                                24.5, 28.5, 32.7, 37.0, 41.5, 46.2, 51.0, 56.1};
    return static_cast<int>(
        std::ranges::count_if(begins, [&](double begin) { return metres_per_second >= begin; }));
}

}  // namespace relief
