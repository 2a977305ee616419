// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_changes.h"

#include "routing/dispatch/plan_in_hand.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include <fmt/format.h>

namespace relief {
namespace {

struct CauseWords {
    std::string_view cause;
    std::string_view zh;
    std::string_view en;
};

constexpr std::array cause_words{
    CauseWords{"road", "原路不通", "its road is closed"},
    CauseWords{"late", "过了发车时间未走", "it did not leave at its hour"},
    CauseWords{"time", "计划期内到不了", "it would come after the end of the plan"},
    CauseWords{"vehicles", "车辆不够", "there are fewer lorries"},
    CauseWords{"stock", "货不在了", "the goods are gone"},
    CauseWords{"expiry", "到达时已过期", "the lot would expire on the way"},
    CauseWords{"supplier", "协议方供不上", "the supplier has not so many"},
    CauseWords{"forbidden", "人工禁止", "forbidden by hand"},
    CauseWords{"swap", "人工对调", "swapped by hand"},
    CauseWords{"pin", "人工指定", "pinned by hand"},
    CauseWords{"need_fell", "需求减少", "less is needed"},
    CauseWords{"need_rose", "需求增加", "more is needed"},
    CauseWords{"instead", "顶替", "in place of what cannot go"},
    CauseWords{"better", "整体更好", "better on the whole"},
};

const CauseWords& words_of(std::string_view cause) {
    const auto found = std::find_if(cause_words.begin(), cause_words.end(),
                                    [&](const CauseWords& row) { return row.cause == cause; });
    return found == cause_words.end() ? cause_words.back() : *found;
}

/// Finds out why lines changed.
class ChangeList {
  public:
    explicit ChangeList(const ChangeFacts& facts)
        : facts_(facts),
          before_(lines_of(facts.in_hand)),
          after_(lines_of(facts.replan.plan.shipments)) {
        for (const DispatchNeed& need : facts.problem.needs) {
            needed_now_[{need.place, need.item}] += need.quantity;
        }
    }

    PlanChanges list() {
        PlanChanges changes;
        for (const auto& [key, units] : before_) {
            add(key, changes);
        }
        for (const auto& [key, units] : after_) {
            if (!before_.contains(key)) {
                add(key, changes);
            }
        }
        // What goes in place of something else is known once all else is.
        for (PlanChange& change : changes.lines) {
            if (change.cause.empty()) {
                explain_gain(changes, change);
            }
            tell(change);
        }
        for (const RepairedShipment& row : facts_.replan.repaired) {
            add_detour(row, changes);
        }
        return changes;
    }

  private:
    static Units units_in(const std::map<LineKey, Units>& lines, const LineKey& key) {
        const auto found = lines.find(key);
        return found == lines.end() ? 0 : found->second;
    }

    void add(const LineKey& key, PlanChanges& changes) {
        const auto& [from, to, item] = key;
        PlanChange change{.from = from,
                          .to = to,
                          .item = item,
                          .before = units_in(before_, key),
                          .after = units_in(after_, key)};
        if (change.before == change.after) {
            return;
        }
        change.shipments_before = shipments_with(key, facts_.in_hand);
        change.shipments_after = shipments_with(key, facts_.replan.plan.shipments);
        for (const RepairedShipment& row : facts_.replan.repaired) {
            const bool same =
                row.before.from == from && row.before.to == to && has(row.before, item);
            if (same && !row.cause.empty() && change.after < change.before) {
                change.cause = row.cause == "need" ? "need_fell" : row.cause;
                change.because = because(row.cause, row.before);
            }
        }
        for (const PlanCause& cause : facts_.causes) {
            const bool by_hand = cause.kind == "pin" || cause.kind == "swap";
            if (by_hand && std::find(cause.words.begin(), cause.words.end(), from + ">" + to) !=
                               cause.words.end()) {
                change.cause = cause.kind;
                change.because = cause.id;
            }
        }
        changes.lines.push_back(std::move(change));
    }

    static bool has(const Shipment& shipment, const std::string& item) {
        return std::any_of(shipment.lines.begin(), shipment.lines.end(),
                           [&](const ShipmentLine& line) { return line.item == item; });
    }

    static std::vector<std::string> shipments_with(const LineKey& key,
                                                   const std::vector<Shipment>& shipments) {
        const auto& [from, to, item] = key;
        std::vector<std::string> ids;
        for (const Shipment& shipment : shipments) {
            const bool same = shipment.from == from && shipment.to == to && has(shipment, item);
            if (same && !stands(shipment)) {
                ids.push_back(shipment.id);
            }
        }
        return ids;
    }

    [[nodiscard]] std::string last_of(std::initializer_list<std::string_view> kinds,
                                      const std::string& site = "") const {
        std::string id;
        for (const PlanCause& cause : facts_.causes) {
            const bool is_kind = std::find(kinds.begin(), kinds.end(), cause.kind) != kinds.end();
            const bool of_site = site.empty() || (!cause.words.empty() && cause.words[0] == site);
            id = is_kind && of_site ? cause.id : id;
        }
        return id;
    }

    [[nodiscard]] std::string because(const std::string& cause, const Shipment& shipment) const {
        if (cause == "road") {
            for (const std::string& edge : shipment.edges) {
                if (const auto by = facts_.closed_by.find(edge); by != facts_.closed_by.end()) {
                    return by->second;
                }
            }
        } else if (cause == "vehicles") {
            const std::string own = last_of({"breakdown", "lost_depot"}, shipment.from);
            return own.empty() ? last_of({"breakdown", "lost_depot"}, shipment.fleet) : own;
        } else if (cause == "stock" || cause == "supplier") {
            return last_of({"refused", "lost_depot"}, shipment.from);
        } else if (cause == "forbidden") {
            return last_of({"forbid"}, shipment.from);
        } else if (cause == "need") {
            return last_of({"report", "hand"});
        }
        return "";
    }

    void explain_gain(const PlanChanges& changes, PlanChange& change) const {
        const auto before = facts_.needed_before.find({change.to, change.item});
        const auto now = needed_now_.find({change.to, change.item});
        const Units needed_before = before == facts_.needed_before.end() ? 0 : before->second;
        const Units needed_now = now == needed_now_.end() ? 0 : now->second;
        const bool more = change.after > change.before;
        if (needed_now != needed_before && more == (needed_now > needed_before)) {
            change.cause = more ? "need_rose" : "need_fell";
            change.because = last_of({"report", "hand", "received"});
            return;
        }
        for (const PlanChange& other : changes.lines) {
            const bool lost = other.to == change.to && other.after < other.before;
            if (more && lost && !other.cause.empty() && other.cause != "instead" &&
                (other.item == change.item || change.cause.empty())) {
                change.cause = "instead";
                change.because = other.because;
            }
        }
        if (change.cause.empty()) {
            change.cause = "better";
        }
    }

    void tell(PlanChange& change) const {
        const CauseWords& cause = words_of(change.cause);
        change.zh = cause.zh;
        change.en = cause.en;
        for (const PlanCause& known : facts_.causes) {
            if (known.id == change.because) {
                change.zh += "：" + known.zh;
                change.en += ": " + known.en;
                return;
            }
        }
        if (!change.because.empty()) {
            change.zh += "：" + change.because;
            change.en += ": " + change.because;
        }
    }

    void add_detour(const RepairedShipment& row, PlanChanges& changes) const {
        for (const Shipment& after : facts_.replan.plan.shipments) {
            const bool moved =
                after.id == row.before.id && after.committed.empty() &&
                (after.arrive != row.before.arrive || after.edges != row.before.edges);
            if (moved) {
                changes.detours.push_back({.shipment = after.id,
                                           .cause = row.cause,
                                           .because = because(row.cause, row.before),
                                           .arrive_before = row.before.arrive,
                                           .arrive_after = after.arrive,
                                           .km_before = row.before.km,
                                           .km_after = after.km});
            }
        }
    }

    const ChangeFacts& facts_;
    std::map<LineKey, Units> before_;
    std::map<LineKey, Units> after_;
    std::map<std::pair<std::string, std::string>, Units> needed_now_;
};

}  // namespace

PlanChanges list_changes(const ChangeFacts& facts) {
    PlanChanges changes = ChangeList(facts).list();
    changes.made_anew = facts.replan.made_anew;
    changes.kept_lacking = facts.replan.kept_lacking;
    changes.anew_lacking = facts.replan.anew_lacking;
    changes.trips_in_hand = facts.replan.trips_in_hand;
    changes.trips_possible = facts.replan.trips_possible;
    changes.trips_changed = facts.replan.trips_changed;
    return changes;
}

}  // namespace relief
