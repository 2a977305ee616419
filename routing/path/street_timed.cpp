// SPDX-License-Identifier: Apache-2.0
#include "routing/path/street_timed.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <queue>
#include <utility>

namespace relief {
namespace {

/// A way begins on roads for ends only, goes on over open roads and may end on roads for ends only:
/// three layers of the graph.
enum class Layer : std::uint8_t { beginning, open, ending };
constexpr std::size_t layer_count = 3;

struct Step {
    Distance ms = unreachable;             ///< since departure
    ArcId arc = nothing;                   ///< of the graph; `nothing` at the beginning
    std::uint32_t before = nothing;        ///< state
    std::optional<RoadStretch> beginning;  ///< the part of the first arc, where it begins here
};

/// An arc on which a way may end, entered at a node.
struct LastArc {
    std::size_t end = 0;
    std::optional<RoadStretch> stretch;  ///< none: it ends at the node itself
};

struct Arrival {
    Distance ms = unreachable;
    std::uint32_t state = nothing;  ///< `nothing`: it ends on the arc it begins on
    std::optional<RoadStretch> stretch;
};

class TimedSearch {
  public:
    TimedSearch(const StreetRoads& roads, const ArcJudge& judge, const StreetWeights& calm,
                Instant depart, Instant horizon)
        : roads_(roads),
          network_(*roads.network),
          judge_(judge),
          calm_(calm),
          depart_(depart),
          horizon_(horizon),
          nodes_(roads.graph.graph.node_count()),
          steps_(layer_count * std::size_t{nodes_}) {}

    std::vector<TimedPath> run(const StreetPosition& start, std::span<const StreetPosition> ends) {
        arrivals_.resize(ends.size());
        for (std::size_t i = 0; i < ends.size(); ++i) {
            list_last_arcs(i, ends[i]);
            end_on_first_arc(i, start, ends[i]);
        }
        begin(start);
        while (!queue_.empty()) {
            const auto [ms, state] = queue_.top();
            queue_.pop();
            if (ms >= latest_arrival()) {
                break;
            }
            if (ms == steps_[state].ms) {
                finish_at(state);
                spread(state);
            }
        }
        std::vector<TimedPath> paths;
        for (const Arrival& arrival : arrivals_) {
            paths.push_back(path_of(arrival));
        }
        return paths;
    }

  private:
    /// The first moment (ms since departure) from `at` on at which the arc can be entered and left
    /// before it shuts; unreachable where there is none within the horizon. `wait` gets the halt.
    Distance enter(ArcIndex arc, Distance at, Weight ms, std::optional<RoadWait>* wait = nullptr) {
        Distance entry = at;
        for (const ShutWindow& window : windows_of(arc)) {
            const std::int64_t from_ms = since_departure(window.from);
            const auto leaves = static_cast<std::int64_t>(entry + ms);
            if (from_ms >= leaves) {
                break;
            }
            if (window.until == Instant::max()) {
                return unreachable;
            }
            const std::int64_t until_ms = since_departure(window.until);
            if (until_ms <= static_cast<std::int64_t>(entry)) {
                continue;
            }
            entry = static_cast<Distance>(until_ms);
            if (wait != nullptr) {
                *wait = {.arc = arc,
                         .from = instant_of(at),
                         .until = window.until,
                         .cause = window.cause,
                         .closure = window.closure};
            }
        }
        return instant_of(entry) > horizon_ ? unreachable : entry;
    }

    [[nodiscard]] std::int64_t since_departure(Instant at) const {
        return std::chrono::milliseconds(at - depart_).count();
    }
    /// Whole seconds, rounded down.
    [[nodiscard]] Instant instant_of(Distance ms) const {
        return depart_ + std::chrono::seconds(static_cast<std::int64_t>(ms / 1000));
    }

    const std::vector<ShutWindow>& windows_of(ArcIndex arc) {
        static const std::vector<ShutWindow> none;
        const auto& timed = judge_.timed_arcs();
        if (!std::binary_search(timed.begin(), timed.end(), arc)) {
            return none;
        }
        const auto [place, is_new] = windows_.try_emplace(arc);
        if (is_new) {
            place->second = judge_.windows(arc, depart_, horizon_);
        }
        return place->second;
    }

    [[nodiscard]] std::uint32_t along(ArcIndex arc, const StreetPosition& position) const {
        const std::uint32_t length_cm = network_.length_cm(arc);
        const std::uint32_t offset_cm = std::min(position.offset_cm, length_cm);
        return network_.arcs[arc].is_backward() ? length_cm - offset_cm : offset_cm;
    }

    [[nodiscard]] RoadStretch part(ArcIndex arc, std::uint32_t from_cm, std::uint32_t to_cm) const {
        const std::uint32_t length_cm = network_.length_cm(arc);
        const Weight ms = calm_.ends[arc];
        return {.arc = arc,
                .from_cm = from_cm,
                .to_cm = to_cm,
                .ms = part_ms(ms, to_cm, length_cm) - part_ms(ms, from_cm, length_cm)};
    }

    template <typename Use>
    void for_arcs(const StreetPosition& position, Use use) const {
        const StreetPiece& piece = network_.pieces[position.piece];
        for (const ArcIndex arc : {piece.forward, piece.backward}) {
            if (arc != no_index && calm_.ends[arc] != closed_weight) {
                use(arc, along(arc, position));
            }
        }
    }

    void list_last_arcs(std::size_t end, const StreetPosition& position) {
        const StreetPiece& piece = network_.pieces[position.piece];
        for (const NodeIndex node : {piece.from, piece.to}) {
            const std::uint32_t at_cm = node == piece.from ? 0 : piece.length_cm;
            if (position.offset_cm == at_cm) {
                for (const NodeId each : roads_.graph.nodes_of(node)) {
                    last_arcs_[each].push_back({.end = end, .stretch = {}});
                }
            }
        }
        for_arcs(position, [&](ArcIndex arc, std::uint32_t at_cm) {
            for (const ArcId copy : roads_.graph.copies_of(arc)) {
                last_arcs_[roads_.graph.tail[copy]].push_back(
                    {.end = end, .stretch = part(arc, 0, at_cm)});
            }
        });
    }

    void end_on_first_arc(std::size_t end, const StreetPosition& start,
                          const StreetPosition& position) {
        if (start.piece != position.piece) {
            return;
        }
        for_arcs(start, [&](ArcIndex arc, std::uint32_t from_cm) {
            const std::uint32_t to_cm = along(arc, position);
            if (from_cm <= to_cm) {
                arrive(end, 0, nothing, part(arc, from_cm, to_cm));
            }
        });
    }

    void arrive(std::size_t end, Distance ms, std::uint32_t state,
                const std::optional<RoadStretch>& stretch) {
        Distance arrival = ms;
        if (stretch && stretch->from_cm != stretch->to_cm) {
            const Distance entry = enter(stretch->arc, ms, stretch->ms);
            if (entry == unreachable) {
                return;
            }
            arrival = entry + stretch->ms;
        }
        if (arrival < arrivals_[end].ms) {
            arrivals_[end] = {.ms = arrival, .state = state, .stretch = stretch};
        }
    }

    [[nodiscard]] Distance latest_arrival() const {
        Distance latest = 0;
        for (const Arrival& arrival : arrivals_) {
            latest = std::max(latest, arrival.ms);
        }
        return latest;
    }

    void begin(const StreetPosition& start) {
        const StreetPiece& piece = network_.pieces[start.piece];
        for (const NodeIndex node : {piece.from, piece.to}) {
            if (start.offset_cm == (node == piece.from ? 0 : piece.length_cm)) {
                for (const NodeId each : roads_.graph.nodes_of(node)) {
                    offer(state_of(Layer::beginning, each), {.ms = 0});
                }
            }
        }
        for_arcs(start, [&](ArcIndex arc, std::uint32_t at_cm) {
            if (calm_.blocked_head[arc]) {
                return;
            }
            const RoadStretch stretch = part(arc, at_cm, network_.length_cm(arc));
            const Distance entry = stretch.from_cm == stretch.to_cm ? 0 : enter(arc, 0, stretch.ms);
            if (entry == unreachable) {
                return;
            }
            for (const ArcId copy : roads_.graph.copies_of(arc)) {
                const Layer layer = calm_.is_for_ends(arc) ? Layer::beginning : Layer::open;
                offer(state_of(layer, roads_.graph.graph.head[copy]),
                      {.ms = entry + stretch.ms, .beginning = stretch});
            }
        });
    }

    [[nodiscard]] std::uint32_t state_of(Layer layer, NodeId node) const {
        return static_cast<std::uint32_t>(layer) * nodes_ + node;
    }

    void offer(std::uint32_t state, const Step& step) {
        if (step.ms < steps_[state].ms) {
            steps_[state] = step;
            queue_.emplace(step.ms, state);
        }
    }

    void finish_at(std::uint32_t state) {
        const auto last = last_arcs_.find(state % nodes_);
        if (last == last_arcs_.end()) {
            return;
        }
        const bool in_yard = static_cast<Layer>(state / nodes_) == Layer::ending;
        for (const LastArc& each : last->second) {
            if (!in_yard || !each.stretch || calm_.is_for_ends(each.stretch->arc)) {
                arrive(each.end, steps_[state].ms, state, each.stretch);
            }
        }
    }

    void spread(std::uint32_t state) {
        const NodeId node = state % nodes_;
        const auto layer = static_cast<Layer>(state / nodes_);
        for (ArcId arc = roads_.graph.graph.first_out[node];
             arc < roads_.graph.graph.first_out[node + 1]; ++arc) {
            const ArcIndex street = roads_.graph.street_arc[arc];
            const bool is_open = calm_.through[street] != closed_weight;
            if (is_open ? layer == Layer::ending : !calm_.is_for_ends(street)) {
                continue;
            }
            const Distance entry = enter(street, steps_[state].ms, calm_.ends[street]);
            if (entry == unreachable) {
                continue;
            }
            const Layer next = is_open                     ? Layer::open
                               : layer == Layer::beginning ? Layer::beginning
                                                           : Layer::ending;
            offer(state_of(next, roads_.graph.graph.head[arc]),
                  {.ms = entry + calm_.ends[street], .arc = arc, .before = state});
        }
    }

    [[nodiscard]] std::vector<RoadStretch> stretches_to(const Arrival& arrival) const {
        std::vector<RoadStretch> stretches;
        if (arrival.stretch) {
            stretches.push_back(*arrival.stretch);
        }
        for (std::uint32_t state = arrival.state; state != nothing; state = steps_[state].before) {
            const Step& step = steps_[state];
            if (step.arc != nothing) {
                const ArcIndex street = roads_.graph.street_arc[step.arc];
                stretches.push_back(part(street, 0, network_.length_cm(street)));
            } else if (step.beginning) {
                stretches.push_back(*step.beginning);
            }
        }
        std::reverse(stretches.begin(), stretches.end());
        std::erase_if(stretches,
                      [](const RoadStretch& each) { return each.from_cm == each.to_cm; });
        return stretches;
    }

    TimedPath path_of(const Arrival& arrival) {
        TimedPath timed;
        timed.path.ms = arrival.ms;
        if (arrival.ms == unreachable) {
            return timed;
        }
        timed.path.stretches = stretches_to(arrival);
        Distance ms = 0;
        for (const RoadStretch& stretch : timed.path.stretches) {
            std::optional<RoadWait> wait;
            ms = enter(stretch.arc, ms, stretch.ms, &wait) + stretch.ms;
            if (wait) {
                timed.waits.push_back(*wait);
            }
        }
        return timed;
    }

    using Entry = std::pair<Distance, std::uint32_t>;
    const StreetRoads& roads_;
    const StreetNetwork& network_;
    const ArcJudge& judge_;
    const StreetWeights& calm_;
    Instant depart_;
    Instant horizon_;
    NodeId nodes_;
    std::vector<Step> steps_;
    std::vector<Arrival> arrivals_;
    std::map<NodeId, std::vector<LastArc>> last_arcs_;
    std::map<ArcIndex, std::vector<ShutWindow>> windows_;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue_;
};

}  // namespace

std::vector<TimedPath> timed_ways(const StreetRoads& roads, const ArcJudge& judge,
                                  const StreetWeights& calm, const StreetPosition& start,
                                  std::span<const StreetPosition> ends, Instant depart,
                                  Instant horizon) {
    return TimedSearch(roads, judge, calm, depart, horizon).run(start, ends);
}

}  // namespace relief
