// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/reasons.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

/// What a limit does, where nothing more is known about it than that it binds.
struct Sentence {
    std::string_view en;
    std::string_view zh;
};

Sentence sentence_of(DispatchLimit limit) {
    switch (limit) {
        case DispatchLimit::package:
            return {"goods go in whole units, and what is open is less than one",
                    "整件不拆，所缺不足一件"};
        case DispatchLimit::kit_part:
            return {"it counts only in a kit, and another part of that is missing",
                    "须成套使用，缺另一件配套物资"};
        case DispatchLimit::reception:
            return {"the place cannot take in more in time", "当地接收能力不够"};
        case DispatchLimit::vehicles:
            return {"goods are there, but no vehicle has room for them in time",
                    "有货，但没有车辆能按时装运"};
        case DispatchLimit::payload:
            return {"the lorries there cannot bear the weight", "库点车辆载重不够"};
        case DispatchLimit::volume:
            return {"the lorries there have not the space", "库点车辆容积不够"};
        case DispatchLimit::road:
            return {"no open road leads there in time", "没有能按时到达的通行道路"};
        case DispatchLimit::signature:
            return {"waiting for the signature it comes after the end of the plan",
                    "等签批就赶不上计划期"};
        case DispatchLimit::time:
            return {"it would come after the end of the plan", "要在计划期之后才能到达"};
        case DispatchLimit::expiry:
            return {"lots are past their last day of use before they arrive",
                    "有批次到达时已过有效期"};
        case DispatchLimit::floor:
            return {"the rest is kept back as reserve at this response level",
                    "其余按当前响应级别留作底数"};
        case DispatchLimit::stock: return {"everything that may be sent is sent", "能调的都已调出"};
    }
    return {};
}

/// Units short by need index.
using Short = std::map<int, Units>;

int index_of(const DispatchProblem& problem, const std::string& need) {
    const auto found = std::find_if(problem.needs.begin(), problem.needs.end(),
                                    [&](const DispatchNeed& row) { return row.id == need; });
    return static_cast<int>(found - problem.needs.begin());
}

Short short_of(const DispatchProblem& problem, const DispatchPlan& plan) {
    Short all;
    for (const Unmet& unmet : plan.unmet) {
        all[index_of(problem, unmet.need)] = unmet.quantity;
    }
    return all;
}

Units units_of(const Short& all, int need) {
    const auto found = all.find(need);
    return found == all.end() ? 0 : found->second;
}

/// Tests limits by planning without them; remembers what it has planned.
class LimitTest {
  public:
    LimitTest(const DispatchProblem& problem, const DispatchSolver& solve, const DispatchPlan& plan)
        : problem_(problem), solve_(solve), short_(short_of(problem, plan)) {}

    /// What stays short of a need without the limits; nothing where that is no less, or less only
    /// because others who need the same item are shorter by as much.
    std::optional<Units> lessened(const std::vector<DispatchLimit>& limits, int need) {
        const Short& after = without(limits, need);
        const Units left = units_of(after, need);
        const bool less = left < units_of(short_, need) && total(after, need) < total(short_, need);
        return less ? std::optional(left) : std::nullopt;
    }

  private:
    using Key = std::pair<std::vector<DispatchLimit>, std::set<std::string>>;

    /// Planned again without limits. Those of goods are lifted for the goods of the need, so needs
    /// of the same goods share an answer; the others for everybody, so all needs do.
    const Short& without(const std::vector<DispatchLimit>& limits, int need) {
        const bool by_goods = std::any_of(limits.begin(), limits.end(), concerns_goods);
        const Key key{limits, by_goods ? goods_that_serve(need) : std::set<std::string>{}};
        auto known = planned_.find(key);
        if (known == planned_.end()) {
            const DispatchPlan plan = solve_(lift(problem_, limits, std::span(&need, 1)));
            known = planned_.emplace(key, short_of(problem_, plan)).first;
        }
        return known->second;
    }

    [[nodiscard]] std::set<std::string> goods_that_serve(int need) const {
        std::set<std::string> items;
        for (const Way& way : problem_.ways) {
            if (std::find(way.serves.begin(), way.serves.end(), need) != way.serves.end()) {
                items.insert(way.item);
            }
        }
        return items;
    }

    [[nodiscard]] Units total(const Short& all, int need) const {
        const std::string& item = problem_.needs[static_cast<std::size_t>(need)].item;
        Units sum = 0;
        for (const auto& [other, units] : all) {
            sum += problem_.needs[static_cast<std::size_t>(other)].item == item ? units : 0;
        }
        return sum;
    }

    const DispatchProblem& problem_;
    const DispatchSolver& solve_;
    Short short_;
    std::map<Key, Short> planned_;
};

/// The limits that bind a need and what stays short without them; none where nobody asked on.
struct Named {
    std::vector<DispatchLimit> limits;
    Units left = 0;
};

/// Lifts everything and puts limits back as long as that changes nothing for the need.
Named name_together(LimitTest& test, int need, const std::function<bool()>& keep_going) {
    std::vector<DispatchLimit> lifted(all_limits.begin(), all_limits.end());
    std::optional<Units> left = keep_going() ? test.lessened(lifted, need) : std::nullopt;
    if (!left) {
        return {};
    }
    // The ones asked about first are put back last.
    for (auto limit = all_limits.rbegin(); limit != all_limits.rend(); ++limit) {
        std::vector<DispatchLimit> fewer = lifted;
        std::erase(fewer, *limit);
        if (!keep_going()) {
            break;
        }
        if (const auto still = test.lessened(fewer, need)) {
            lifted = std::move(fewer);
            left = still;
        }
    }
    return {.limits = std::move(lifted), .left = *left};
}

Named name_one(const DispatchProblem& problem, const DispatchPlan& plan, LimitTest& test, int need,
               const std::function<bool()>& keep_going) {
    for (const DispatchLimit limit : all_limits) {
        if (!may_bind(problem, plan, limit, need)) {
            continue;
        }
        if (!keep_going()) {
            return {};
        }
        if (const auto left = test.lessened({limit}, need)) {
            return {.limits = {limit}, .left = *left};
        }
    }
    return name_together(test, need, keep_going);
}

/// The sentence of the first look stays where the test agrees with it: it has the numbers.
void tell(const Named& named, Unmet& unmet) {
    const bool agrees = named.limits.size() == 1 && unmet.cause == limit_name(named.limits.front());
    if (!agrees) {
        unmet.detail.clear();
        unmet.detail_zh.clear();
        for (const DispatchLimit limit : named.limits) {
            const auto [en, zh] = sentence_of(limit);
            unmet.detail += fmt::format("{}{}", unmet.detail.empty() ? "" : "; ", en);
            unmet.detail_zh += fmt::format("{}{}", unmet.detail_zh.empty() ? "" : "；", zh);
        }
    }
}

}  // namespace

void name_limits(const DispatchProblem& problem, const DispatchSolver& solve,
                 const std::function<bool()>& keep_going, DispatchPlan& plan) {
    LimitTest test(problem, solve, plan);
    for (Unmet& unmet : plan.unmet) {
        const Named named =
            name_one(problem, plan, test, index_of(problem, unmet.need), keep_going);
        if (named.limits.empty()) {
            continue;
        }
        tell(named, unmet);
        for (const DispatchLimit limit : named.limits) {
            unmet.limits.emplace_back(limit_name(limit));
        }
        unmet.cause = unmet.limits.front();
        unmet.left_when_lifted = named.left;
    }
}

}  // namespace relief
