// SPDX-License-Identifier: Apache-2.0
#include "routing/network/osm_barrier.h"

#include "routing/network/osm_access.h"
#include "routing/network/osm_limits.h"

#include <algorithm>
#include <array>

namespace relief {
namespace {

struct Barrier {
    std::string_view word;
    BarrierKind kind;
    StreetAccess unsaid;  ///< where no tag says who may pass
};

constexpr std::array kinds{
    Barrier{"gate", BarrierKind::gate, StreetAccess::unknown_closed},
    Barrier{"swing_gate", BarrierKind::gate, StreetAccess::unknown_closed},
    Barrier{"sliding_gate", BarrierKind::gate, StreetAccess::unknown_closed},
    Barrier{"wicket_gate", BarrierKind::gate, StreetAccess::no},
    Barrier{"hampshire_gate", BarrierKind::gate, StreetAccess::unknown_closed},
    Barrier{"chain", BarrierKind::gate, StreetAccess::unknown_closed},
    Barrier{"rope", BarrierKind::gate, StreetAccess::unknown_closed},
    Barrier{"lift_gate", BarrierKind::lift_gate, StreetAccess::unknown_closed},
    Barrier{"bollard", BarrierKind::bollard, StreetAccess::no},
    Barrier{"bollards", BarrierKind::bollard, StreetAccess::no},
    Barrier{"post", BarrierKind::bollard, StreetAccess::no},
    Barrier{"block", BarrierKind::block, StreetAccess::no},
    Barrier{"jersey_barrier", BarrierKind::block, StreetAccess::no},
    Barrier{"debris", BarrierKind::block, StreetAccess::no},
    Barrier{"log", BarrierKind::block, StreetAccess::no},
    Barrier{"planter", BarrierKind::block, StreetAccess::no},
    Barrier{"bus_trap", BarrierKind::block, StreetAccess::no},
    Barrier{"sump_buster", BarrierKind::block, StreetAccess::no},
    Barrier{"spikes", BarrierKind::block, StreetAccess::no},
    Barrier{"stile", BarrierKind::block, StreetAccess::no},
    Barrier{"turnstile", BarrierKind::block, StreetAccess::no},
    Barrier{"full-height_turnstile", BarrierKind::block, StreetAccess::no},
    Barrier{"kissing_gate", BarrierKind::block, StreetAccess::no},
    Barrier{"cycle_barrier", BarrierKind::block, StreetAccess::no},
    Barrier{"motorcycle_barrier", BarrierKind::block, StreetAccess::no},
    Barrier{"height_restrictor", BarrierKind::height_restrictor, StreetAccess::yes},
    Barrier{"toll_booth", BarrierKind::toll_booth, StreetAccess::yes},
    Barrier{"border_control", BarrierKind::border_control, StreetAccess::yes},
    Barrier{"cattle_grid", BarrierKind::cattle_grid, StreetAccess::yes},
};

/// Barrier words that stop no vehicle on a road.
bool stops_nobody(std::string_view word) {
    return word == "kerb" || word == "entrance" || word == "no" || word == "sally_port" ||
           word == "tollgate_gantry";
}

bool says_something(const StreetLimits& limits) {
    return limits != StreetLimits{};
}

}  // namespace

bool is_barrier_key(std::string_view key) {
    return key == "barrier" || key == "ford" || is_limit_key(key);
}

std::optional<OsmBarrier> read_barrier(const OsmTags& tags) {
    const std::string_view word = tags["barrier"];
    OsmLimits limits = read_limits(tags);
    const bool is_ford = !tags["ford"].empty() && tags["ford"] != "no";
    const bool has_limits = says_something(limits.limits) || !limits.unreadable.empty();
    OsmBarrier answer{.barrier = {}, .limits = limits.limits, .unreadable = limits.unreadable};
    if (word.empty() || stops_nobody(word)) {
        if (!is_ford && !has_limits) {
            return std::nullopt;
        }
        answer.barrier.kind = is_ford ? BarrierKind::ford : BarrierKind::limit;
        return answer;
    }
    const auto* const known = std::ranges::find(kinds, word, &Barrier::word);
    const bool is_known = known != kinds.end();
    StreetAccess unsaid = is_known ? known->unsaid : StreetAccess::unknown_closed;
    if (unsaid == StreetAccess::unknown_closed && tags["locked"] == "yes") {
        unsaid = StreetAccess::private_;
    }
    answer.barrier.kind = is_known ? known->kind : BarrierKind::other;
    answer.barrier.car_access = access_of(tags, StreetVehicle::car).value_or(unsaid);
    answer.barrier.lorry_access = access_of(tags, StreetVehicle::lorry).value_or(unsaid);
    return answer;
}

}  // namespace relief
