// SPDX-License-Identifier: Apache-2.0
// What a vehicle may drive, how fast, and when: the rules of street_metric.h.
#include "routing/path/street_metric.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace relief {
namespace {

constexpr std::array<std::string_view, 16> cause_words{
    "none",   "one_way", "access",    "ends",    "permit", "barred",  "height",     "width",
    "length", "weight",  "axle_load", "barrier", "hours",  "closure", "restricted", "season"};

/// Daylight for a road that may be passed by day only.
constexpr int day_begins_minute = 6 * 60;
constexpr int day_ends_minute = 18 * 60;

int month_of(Instant at) {
    const std::chrono::year_month_day day{beijing_date(at)};
    return static_cast<int>(static_cast<unsigned>(day.month()));
}

std::vector<int> percent_by_class(const StreetRules& rules, const StreetSituation& situation) {
    const auto month = static_cast<std::size_t>(month_of(situation.at)) - 1;
    std::vector<int> percent(street_class_count, 100);
    for (const SeasonRule& rule : rules.seasons) {
        const bool asked = std::find(situation.conditions.begin(), situation.conditions.end(),
                                     rule.condition) != situation.conditions.end();
        if ((rule.condition != "winter" && !asked) || !rule.months.at(month)) {
            continue;
        }
        for (std::size_t place = 0; place < percent.size(); ++place) {
            if (rule.classes.test(place)) {
                percent[place] = std::min(percent[place], rule.percent);
            }
        }
    }
    return percent;
}

/// The hours [from, to) of the days of a condition between two moments; a `to` not after `from`
/// runs through midnight.
std::vector<std::pair<Instant, Instant>> hours_between(int from_minute, int to_minute,
                                                       unsigned weekdays, Instant from,
                                                       Instant until) {
    std::vector<std::pair<Instant, Instant>> hours;
    const int end_minute = to_minute <= from_minute ? to_minute + 24 * 60 : to_minute;
    for (Date day = beijing_date(from) - std::chrono::days(1); beijing_midnight(day) < until;
         day += std::chrono::days(1)) {
        const unsigned weekday = std::chrono::weekday(day).iso_encoding() - 1;
        const Instant begin = beijing_midnight(day) + std::chrono::minutes(from_minute);
        const Instant end = beijing_midnight(day) + std::chrono::minutes(end_minute);
        if ((weekdays >> weekday & 1U) != 0 && end > from && begin < until) {
            hours.emplace_back(begin, end);
        }
    }
    return hours;
}

/// What of [from, until) the hours leave.
std::vector<std::pair<Instant, Instant>> gaps_of(std::vector<std::pair<Instant, Instant>> hours,
                                                 Instant from, Instant until) {
    std::sort(hours.begin(), hours.end());
    std::vector<std::pair<Instant, Instant>> gaps;
    Instant at = from;
    for (const auto& [begin, end] : hours) {
        if (begin > at) {
            gaps.emplace_back(at, begin);
        }
        at = std::max(at, end);
    }
    if (at < until) {
        gaps.emplace_back(at, until);
    }
    return gaps;
}

Weight saturated(std::uint64_t ms) {
    return static_cast<Weight>(std::clamp<std::uint64_t>(ms, 1, std::uint64_t{closed_weight} - 1));
}

bool is_conditional_opening(const StreetCondition& condition) {
    return condition.is_plain != 0 && (condition.vehicles & 2U) != 0 &&
           condition.access == StreetAccess::yes;
}

}  // namespace

std::string_view to_word(ArcCause cause) {
    return cause_words.at(static_cast<std::size_t>(cause));
}

ArcJudge::ArcJudge(const StreetNetwork& network, const StreetRules& rules,
                   const RoadVehicle& vehicle, const StreetSituation& situation)
    : network_(network),
      rules_(rules),
      vehicle_(vehicle),
      situation_(situation),
      percent_(percent_by_class(rules, situation)) {
    for (std::uint32_t i = 0; i < situation.closures.size(); ++i) {
        const PlacedClosure& placed = situation.closures[i];
        std::vector<PieceIndex> pieces;
        for (const ArcIndex arc : placed.arcs) {
            on_arc_.push_back({.arc = arc, .closure = i});
            pieces.push_back(network.arcs[arc].piece());
        }
        std::sort(pieces.begin(), pieces.end());
        pieces.erase(std::unique(pieces.begin(), pieces.end()), pieces.end());
        std::uint64_t length_cm = 0;
        for (const PieceIndex piece : pieces) {
            length_cm += network.pieces[piece].length_cm;
        }
        length_m_.push_back(std::max<std::uint64_t>(1, length_cm / 100));
    }
    std::sort(on_arc_.begin(), on_arc_.end());
    list_timed_arcs();
}

void ArcJudge::list_timed_arcs() {
    for (const ArcClosure& each : on_arc_) {
        timed_.push_back(each.arc);
    }
    for (const StreetCondition& condition : network_.conditions) {
        if (!bans(condition) && !is_conditional_opening(condition)) {
            continue;
        }
        for (const StreetPiece& piece : network_.pieces_of(condition.way)) {
            for (const ArcIndex arc : {piece.forward, piece.backward}) {
                if (arc != no_index) {
                    timed_.push_back(arc);
                }
            }
        }
    }
    std::sort(timed_.begin(), timed_.end());
    timed_.erase(std::unique(timed_.begin(), timed_.end()), timed_.end());
}

bool ArcJudge::is_lifted(PieceIndex piece) const {
    const auto& lifted = situation_.lifted_pieces;
    return std::binary_search(lifted.begin(), lifted.end(), piece);
}

bool ArcJudge::is_lifted_closure(std::uint32_t closure) const {
    const auto& lifted = situation_.lifted_closures;
    return std::find(lifted.begin(), lifted.end(), closure) != lifted.end();
}

ArcCause ArcJudge::limit_cause(const StreetLimits& limits, bool& by_permit) const {
    if (limits.height_cm.forbids(vehicle_.height_cm)) {
        return ArcCause::height;
    }
    if (limits.width_cm.forbids(vehicle_.width_cm)) {
        return ArcCause::width;
    }
    ArcCause cause = ArcCause::none;
    if (limits.length_cm.forbids(vehicle_.length_cm)) {
        cause = ArcCause::length;
    } else if (limits.weight_kg.forbids(vehicle_.weight_kg)) {
        cause = ArcCause::weight;
    } else if (limits.axle_load_kg.forbids(vehicle_.axle_load_kg)) {
        cause = ArcCause::axle_load;
    }
    if (cause != ArcCause::none && !situation_.permit.empty()) {
        by_permit = true;
        return ArcCause::none;
    }
    return cause;
}

ArcUse ArcJudge::access_use(StreetAccess access, bool& by_permit) const {
    switch (access) {
        case StreetAccess::yes: return ArcUse::open;
        case StreetAccess::destination:
        case StreetAccess::delivery:
        case StreetAccess::customers: return ArcUse::ends_only;
        case StreetAccess::permit:
        case StreetAccess::private_:
        case StreetAccess::agricultural:
        case StreetAccess::forestry:
        case StreetAccess::no:
            by_permit = by_permit || !situation_.permit.empty();
            return situation_.permit.empty() ? ArcUse::shut : ArcUse::open;
        case StreetAccess::other_word:
        case StreetAccess::unknown_closed: break;
    }
    return ArcUse::shut;
}

bool ArcJudge::is_barrier(NodeIndex node, bool& by_permit) const {
    const StreetBarrier* barrier = network_.barrier_at(node);
    if (barrier == nullptr) {
        return false;
    }
    return access_use(barrier->access(vehicle_.kind), by_permit) == ArcUse::shut ||
           limit_cause(network_.limit_sets[barrier->limits], by_permit) != ArcCause::none;
}

ArcVerdict ArcJudge::verdict(ArcIndex arc) const {
    const StreetWay& way = network_.way_of(arc);
    ArcVerdict verdict;
    const auto shut = [&](ArcCause cause) {
        verdict.use = ArcUse::shut;
        verdict.cause = cause;
        return verdict;
    };
    if (!network_.open_to(arc, vehicle_.kind)) {
        return shut(ArcCause::one_way);
    }
    verdict.ms = drive_ms(arc);
    if (is_lifted(network_.arcs[arc].piece())) {
        return verdict;
    }
    bool by_permit = false;
    if (vehicle_.barred.test(static_cast<std::size_t>(way.street_class))) {
        if (situation_.permit.empty()) {
            return shut(ArcCause::barred);
        }
        by_permit = true;
    }
    if (const ArcCause cause = limit_cause(network_.limits_of(arc), by_permit);
        cause != ArcCause::none) {
        return shut(cause);
    }
    verdict.use = access_use(way.access(vehicle_.kind), by_permit);
    const auto conditions = network_.conditions_of(network_.pieces[network_.arcs[arc].piece()].way);
    if (verdict.use != ArcUse::open &&
        std::any_of(conditions.begin(), conditions.end(), is_conditional_opening)) {
        verdict.use = ArcUse::open;  // at its hours: windows() shuts it outside them
    }
    if (verdict.use == ArcUse::shut) {
        return shut(ArcCause::access);
    }
    if (is_barrier(network_.arcs[arc].head, by_permit)) {
        verdict.use = ArcUse::into_only;
        verdict.cause = ArcCause::barrier;
    } else if (verdict.use == ArcUse::ends_only) {
        verdict.cause = ArcCause::ends;
    } else if (by_permit) {
        verdict.cause = ArcCause::permit;
    }
    verdict.by_permit = by_permit;
    return verdict;
}

Weight ArcJudge::drive_ms(ArcIndex arc) const {
    const StreetWay& way = network_.way_of(arc);
    const std::uint64_t length_cm = network_.length_cm(arc);
    if (way.street_class == StreetClass::ferry && way.duration_seconds > 0 && way.length_cm > 0) {
        return saturated(static_cast<std::uint64_t>(way.duration_seconds) * 1000 * length_cm /
                         way.length_cm);
    }
    const std::uint64_t speed = static_cast<std::uint64_t>(speed_kmh_x100(arc));
    return saturated((3600 * length_cm + speed / 2) / speed);
}

int ArcJudge::speed_kmh_x100(ArcIndex arc) const {
    const StreetWay& way = network_.way_of(arc);
    const auto place = static_cast<std::size_t>(way.street_class);
    int speed = std::min(rules_.speed_kmh.at(place), vehicle_.top_speed_kmh);
    const int posted =
        network_.arcs[arc].is_backward() ? way.speed_backward_kmh : way.speed_forward_kmh;
    if (posted > 0 && posted != StreetWay::no_speed_limit) {
        speed = std::min(speed, posted);
    }
    return std::max(1, speed * percent_[place]);
}

std::vector<std::uint32_t> ArcJudge::closures_on(ArcIndex arc) const {
    std::vector<std::uint32_t> closures;
    for (auto each = std::lower_bound(on_arc_.begin(), on_arc_.end(), ArcClosure{.arc = arc});
         each != on_arc_.end() && each->arc == arc; ++each) {
        closures.push_back(each->closure);
    }
    return closures;
}

/// Why the closure keeps this vehicle off by day; nullopt where it may pass.
std::optional<ArcCause> ArcJudge::closure_cause(const PlacedClosure& placed) const {
    const ClosureLimits& limits = placed.closure.limits;
    if (!limits.any()) {
        return ArcCause::closure;
    }
    const bool passes = !situation_.without_restricted &&
                        (!limits.weight_kg || vehicle_.weight_kg <= *limits.weight_kg) &&
                        (!limits.height_cm || vehicle_.height_cm <= *limits.height_cm) &&
                        (!limits.convoy_only || situation_.convoy_vehicles > 1) &&
                        (!limits.permit_only || !situation_.permit.empty());
    return passes ? std::nullopt : std::optional(ArcCause::restricted);
}

void ArcJudge::add_closure_windows(std::uint32_t closure, Instant from, Instant until,
                                   std::vector<ShutWindow>& windows) const {
    const PlacedClosure& placed = situation_.closures[closure];
    const bool ends =
        placed.closure.to.has_value() &&
        (placed.closure.reopening == ReopeningKind::known ||
         (situation_.trust_planned && placed.closure.reopening == ReopeningKind::planned));
    const Instant end = ends ? *placed.closure.to : Instant::max();
    if (is_lifted_closure(closure) || placed.closure.from >= until || end <= from) {
        return;
    }
    const auto cause = closure_cause(placed);
    if (cause) {
        windows.push_back(
            {.from = placed.closure.from, .until = end, .cause = *cause, .closure = closure});
    } else if (placed.closure.limits.daylight_only) {
        for (const auto& [night, morning] :
             hours_between(day_ends_minute, day_begins_minute, 0x7F, from, until)) {
            if (night < end && morning > placed.closure.from) {
                windows.push_back({.from = std::max(night, placed.closure.from),
                                   .until = std::min(morning, end),
                                   .cause = ArcCause::restricted,
                                   .closure = closure});
            }
        }
    }
}

bool ArcJudge::bans(const StreetCondition& condition) const {
    bool ignored = false;
    return condition.is_plain != 0 && (condition.vehicles & 2U) != 0 &&
           access_use(condition.access, ignored) == ArcUse::shut;
}

void ArcJudge::add_ban_windows(const StreetCondition& condition, Instant from, Instant until,
                               std::vector<ShutWindow>& windows) const {
    for (const auto& [begin, end] : hours_between(condition.from_minute, condition.to_minute,
                                                  condition.weekdays, from, until)) {
        windows.push_back({.from = begin, .until = end, .cause = ArcCause::hours});
    }
}

std::vector<ShutWindow> ArcJudge::windows(ArcIndex arc, Instant from, Instant until) const {
    std::vector<ShutWindow> windows;
    for (const std::uint32_t closure : closures_on(arc)) {
        add_closure_windows(closure, from, until, windows);
    }
    const PieceIndex piece = network_.arcs[arc].piece();
    const WayIndex way = network_.pieces[piece].way;
    bool ignored = false;
    const bool opens_at_hours =
        access_use(network_.ways[way].access(vehicle_.kind), ignored) != ArcUse::open;
    std::vector<std::pair<Instant, Instant>> openings;
    bool has_opening = false;
    for (const StreetCondition& condition : network_.conditions_of(way)) {
        if (is_lifted(piece)) {
            break;
        }
        if (bans(condition)) {
            add_ban_windows(condition, from, until, windows);
        } else if (opens_at_hours && is_conditional_opening(condition)) {
            has_opening = true;
            const auto hours = hours_between(condition.from_minute, condition.to_minute,
                                             condition.weekdays, from, until);
            openings.insert(openings.end(), hours.begin(), hours.end());
        }
    }
    if (has_opening) {
        for (const auto& [begin, end] : gaps_of(std::move(openings), from, until)) {
            windows.push_back({.from = begin, .until = end, .cause = ArcCause::hours});
        }
    }
    std::stable_sort(windows.begin(), windows.end(), [](const ShutWindow& a, const ShutWindow& b) {
        return std::pair(a.from, a.until) < std::pair(b.from, b.until);
    });
    return windows;
}

std::optional<ShutWindow> ArcJudge::shut_at(ArcIndex arc, Instant at) const {
    for (const ShutWindow& window : windows(arc, at, at + std::chrono::seconds(1))) {
        if (window.from <= at && at < window.until) {
            return window;
        }
    }
    return std::nullopt;
}

Weight ArcJudge::waiting_ms(ArcIndex arc) const {
    std::uint64_t ms = 0;
    for (const std::uint32_t closure : closures_on(arc)) {
        const StreetClosure& each = situation_.closures[closure].closure;
        if (each.limits.one_lane_wait_minutes && in_force(each, situation_.at) &&
            !is_lifted_closure(closure)) {
            // The wait of the whole closure, shared out over its length.
            ms += static_cast<std::uint64_t>(std::max(0, *each.limits.one_lane_wait_minutes)) *
                  60'000 * (network_.length_cm(arc) / 100) / length_m_[closure];
        }
    }
    return static_cast<Weight>(std::min<std::uint64_t>(ms, closed_weight - 1));
}

std::optional<Instant> ArcJudge::next_change(Instant after, Instant until) const {
    std::vector<ShutWindow> windows;
    for (std::uint32_t i = 0; i < situation_.closures.size(); ++i) {
        add_closure_windows(i, after, until, windows);
    }
    for (const StreetCondition& condition : network_.conditions) {
        if (bans(condition) || is_conditional_opening(condition)) {
            add_ban_windows(condition, after, until, windows);
        }
    }
    std::optional<Instant> first;
    for (const ShutWindow& window : windows) {
        for (const Instant edge : {window.from, window.until}) {
            if (edge > after && edge <= until && (!first || edge < *first)) {
                first = edge;
            }
        }
    }
    return first;
}

}  // namespace relief
