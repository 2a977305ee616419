// SPDX-License-Identifier: Apache-2.0
// The cheapest closures to lift so that places are reached again.
#include "routing/path/street_cut.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

namespace relief {
namespace {

/// So many sets of closures are tried; with more there are too many.
constexpr std::size_t tries_max = 3'000;

using ClosureSet = std::vector<std::uint32_t>;  ///< ascending

class ReopenSearch {
  public:
    ReopenSearch(const RoadsNow& now, std::span<const StreetPosition> depots,
                 std::span<const StreetPosition> places)
        : now_(now), depots_(depots), places_(places) {
        list_closures();
    }

    ReopenAnalysis run() {
        const std::vector<bool> reached = reached_with({});
        const std::vector<bool> could = reached_with(closures_);
        ReopenAnalysis analysis;
        for (std::size_t i = 0; i < places_.size(); ++i) {
            if (!reached[i]) {
                analysis.places.push_back({.place = i, .possible = could[i]});
            }
        }
        std::size_t tries = 0;
        bool all_tried = true;
        for (std::size_t size = 1; size <= closures_.size() && !is_done(analysis); ++size) {
            if (!try_sets(size, tries, analysis)) {
                all_tried = false;
                break;
            }
        }
        if (!all_tried) {
            shrink_the_rest(analysis);
        }
        return analysis;
    }

  private:
    /// Closures that shut a road now which the vehicle could drive otherwise.
    void list_closures() {
        shut_.resize(now_.network().arcs.size());
        for (const ArcIndex arc : now_.judge().timed_arcs()) {
            if (now_.calm().ends[arc] == closed_weight) {
                continue;
            }
            const Instant at = now_.depart();
            for (const ShutWindow& window :
                 now_.judge().windows(arc, at, at + std::chrono::seconds(1))) {
                if (window.from <= at && at < window.until) {
                    shut_[arc].push_back(window.closure);
                    closures_.push_back(window.closure);
                }
            }
        }
        std::sort(closures_.begin(), closures_.end());
        closures_.erase(std::unique(closures_.begin(), closures_.end()), closures_.end());
        std::erase(closures_, no_index);  // bans by the hour: nobody lifts them
    }

    /// Metres of road that a set opens, for telling cheap from dear.
    [[nodiscard]] std::uint64_t length_cm(const ClosureSet& set) const {
        std::uint64_t sum = 0;
        for (const std::uint32_t closure : set) {
            for (const ArcIndex arc : now_.judge().situation().closures[closure].arcs) {
                sum += now_.network().length_cm(arc);
            }
        }
        return sum;
    }

    [[nodiscard]] std::vector<bool> reached_with(const ClosureSet& lifted) const {
        StreetMetric open{now_.calm(), {}};
        for (ArcIndex arc = 0; arc < shut_.size(); ++arc) {
            const bool stays_shut =
                std::any_of(shut_[arc].begin(), shut_[arc].end(), [&](std::uint32_t closure) {
                    return !std::binary_search(lifted.begin(), lifted.end(), closure);
                });
            if (stays_shut) {
                open.through[arc] = open.ends[arc] = closed_weight;
            }
        }
        const RoadsNow lifted_now(now_.roads(), now_.judge(), open);
        return reached_without(lifted_now, depots_, places_, {});
    }

    static bool is_done(const ReopenAnalysis& analysis) {
        const bool any = std::any_of(analysis.places.begin(), analysis.places.end(),
                                     [](const Reopening& each) { return each.possible; });
        return (!any || !analysis.together.empty()) &&
               std::all_of(
                   analysis.places.begin(), analysis.places.end(),
                   [](const Reopening& each) { return !each.possible || !each.closures.empty(); });
    }

    /// Every set of a size; false where that would be too many.
    bool try_sets(std::size_t size, std::size_t& tries, ReopenAnalysis& analysis) const {
        std::vector<bool> chosen(closures_.size(), false);
        std::fill_n(chosen.begin(), size, true);
        const bool wants_together = analysis.together.empty();
        do {
            if (++tries > tries_max) {
                return false;
            }
            ClosureSet set;
            for (std::size_t i = 0; i < chosen.size(); ++i) {
                if (chosen[i]) {
                    set.push_back(closures_[i]);
                }
            }
            take(set, wants_together, analysis);
        } while (std::prev_permutation(chosen.begin(), chosen.end()));
        return true;
    }

    [[nodiscard]] bool is_better(const ClosureSet& set, const ClosureSet& than) const {
        return than.empty() || (set.size() == than.size() && length_cm(set) < length_cm(than));
    }

    void take(const ClosureSet& set, bool wants_together, ReopenAnalysis& analysis) const {
        const std::vector<bool> reached = reached_with(set);
        bool all = true;
        for (Reopening& each : analysis.places) {
            if (each.possible && !reached[each.place]) {
                all = false;
            } else if (each.possible && is_better(set, each.closures)) {
                each.closures = set;
            }
        }
        if (all && wants_together && is_better(set, analysis.together)) {
            analysis.together = set;
        }
    }

    /// Too many sets to try: from all closures, the longest are given back as long as that works.
    template <typename Works>
    [[nodiscard]] ClosureSet shrunk(Works works) const {
        ClosureSet order = closures_;
        std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
            return length_cm({a}) > length_cm({b});
        });
        ClosureSet set = closures_;
        for (const std::uint32_t closure : order) {
            ClosureSet smaller = set;
            std::erase(smaller, closure);
            if (works(reached_with(smaller))) {
                set = std::move(smaller);
            }
        }
        return set;
    }

    void shrink_the_rest(ReopenAnalysis& analysis) const {
        for (Reopening& each : analysis.places) {
            if (each.possible && each.closures.empty()) {
                each.closures =
                    shrunk([&](const std::vector<bool>& reached) { return reached[each.place]; });
                each.is_exact = false;
            }
        }
        if (analysis.together.empty()) {
            analysis.together = shrunk([&](const std::vector<bool>& reached) {
                return std::all_of(
                    analysis.places.begin(), analysis.places.end(),
                    [&](const Reopening& each) { return !each.possible || reached[each.place]; });
            });
            analysis.together_is_exact = false;
        }
    }

    const RoadsNow& now_;
    std::span<const StreetPosition> depots_;
    std::span<const StreetPosition> places_;
    ClosureSet closures_;
    std::vector<ClosureSet> shut_;  ///< by which closures each arc is shut now
};

}  // namespace

ReopenAnalysis cheapest_reopening(const RoadsNow& now, std::span<const StreetPosition> depots,
                                  std::span<const StreetPosition> places) {
    return ReopenSearch(now, depots, places).run();
}

}  // namespace relief
