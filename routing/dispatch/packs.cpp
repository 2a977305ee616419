// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/packs.h"

#include "routing/dispatch/look_up.h"

#include <algorithm>

#include <fmt/format.h>

namespace relief {
namespace {

/// What the smallest pack of any way of a need covers of it.
Units smallest_pack(const DispatchProblem& problem, int need) {
    Units smallest = 0;
    for (const Way& way : problem.ways) {
        if (std::find(way.serves.begin(), way.serves.end(), need) != way.serves.end()) {
            const Units covers = Units{item_of(problem, way.item).pack} * way.rate;
            smallest = smallest == 0 ? covers : std::min(smallest, covers);
        }
    }
    return smallest;
}

}  // namespace

void explain_packs(const DispatchProblem& problem, std::vector<Unmet>& unmet) {
    for (Unmet& row : unmet) {
        const auto need =
            std::find_if(problem.needs.begin(), problem.needs.end(),
                         [&](const DispatchNeed& each) { return each.id == row.need; });
        const Units pack = smallest_pack(problem, static_cast<int>(need - problem.needs.begin()));
        if (row.cause == "vehicles" && pack > 1 && row.quantity < pack) {
            row.cause = "package";
            row.detail = fmt::format("less than a whole pack of {}, which is not opened", pack);
            row.detail_zh = fmt::format("不足一整件（每件 {}，不拆零）", pack);
        }
    }
}

}  // namespace relief
