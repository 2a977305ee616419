// SPDX-License-Identifier: Apache-2.0
#include "routing/path/turn_graph.h"

#include <cstddef>
#include <map>
#include <span>
#include <utility>

namespace relief {
namespace {

/// Recognises banned sequences while arcs go by (Aho and Corasick 1975): a state is the longest
/// begun ban that the last arcs are the beginning of; 0 is none.
class BanStates {
  public:
    static constexpr std::uint32_t none = 0;

    void add(std::span<const ArcIndex> ban) {
        std::uint32_t state = none;
        for (const ArcIndex arc : ban) {
            const auto fresh = static_cast<std::uint32_t>(states_.size());
            const auto [entry, is_new] = next_.try_emplace({state, arc}, fresh);
            if (is_new) {
                states_.push_back({.before = state, .arc = arc});
            }
            state = entry->second;
        }
        states_[state].is_banned = true;
    }

    /// Links each state to the one for the same arcs without the first. A state's number is above
    /// that of the state it extends, but not above its link's; so level by level.
    void link() {
        std::vector<std::uint32_t> level{none};
        std::vector<std::vector<std::uint32_t>> children(states_.size());
        for (std::uint32_t state = 1; state < states_.size(); ++state) {
            children[states_[state].before].push_back(state);
        }
        while (!level.empty()) {
            std::vector<std::uint32_t> deeper;
            for (const std::uint32_t parent : level) {
                for (const std::uint32_t state : children[parent]) {
                    State& at = states_[state];
                    at.link = parent == none ? none : after(states_[parent].link, at.arc);
                    // Behind a banned state nothing is ever reached: it counts as banned too.
                    at.is_banned =
                        at.is_banned || states_[at.link].is_banned || states_[parent].is_banned;
                    deeper.push_back(state);
                }
            }
            level = std::move(deeper);
        }
    }

    /// The state behind an arc driven in a state.
    [[nodiscard]] std::uint32_t after(std::uint32_t state, ArcIndex arc) const {
        for (;; state = states_[state].link) {
            if (const auto found = next_.find({state, arc}); found != next_.end()) {
                return found->second;
            }
            if (state == none) {
                return none;
            }
        }
    }
    [[nodiscard]] bool is_banned(std::uint32_t state) const { return states_[state].is_banned; }
    [[nodiscard]] ArcIndex last_arc(std::uint32_t state) const { return states_[state].arc; }
    [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(states_.size()); }

  private:
    struct State {
        std::uint32_t before = none;  ///< the state one arc earlier
        ArcIndex arc = no_index;      ///< the arc that led here
        std::uint32_t link = none;
        bool is_banned = false;
    };
    std::vector<State> states_{State{}};
    std::map<std::pair<std::uint32_t, ArcIndex>, std::uint32_t> next_;
};

BanStates states_of(const StreetNetwork& network, StreetVehicle vehicle) {
    const unsigned bit = vehicle == StreetVehicle::lorry ? 2U : 1U;
    BanStates states;
    for (std::size_t ban = 0; ban < network.bans.size(); ++ban) {
        const TurnBan& turn = network.bans[ban];
        if ((turn.vehicles & bit) != 0 && turn.is_conditional == 0) {
            states.add(network.arcs_of_ban(ban));
        }
    }
    states.link();
    return states;
}

/// Marks the arcs of bans, so that the others need not be looked up.
std::vector<bool> arcs_in_bans(const StreetNetwork& network, const BanStates& states) {
    std::vector<bool> begins(network.arcs.size(), false);
    for (std::uint32_t state = 1; state < states.count(); ++state) {
        begins[states.last_arc(state)] = true;
    }
    return begins;
}

}  // namespace

StreetGraph turn_street_graph(const StreetNetwork& network, StreetVehicle vehicle) {
    const BanStates states = states_of(network, vehicle);
    const std::vector<bool> is_in_ban = arcs_in_bans(network, states);
    StreetGraph result;
    DirectedGraph& graph = result.graph;
    graph.first_out.clear();
    const auto add_node = [&](NodeIndex node) {
        graph.first_out.push_back(graph.arc_count());
        result.street_node.push_back(node);
        graph.longitude.push_back(static_cast<float>(network.nodes[node].longitude()));
        graph.latitude.push_back(static_cast<float>(network.nodes[node].latitude()));
    };
    // The nodes of states stand behind those of the network, in the order of the states; a state
    // that is banned has none.
    std::vector<NodeId> node_of_state(states.count(), nothing);
    auto next_node = static_cast<NodeId>(network.nodes.size());
    for (std::uint32_t state = 1; state < states.count(); ++state) {
        if (!states.is_banned(state)) {
            node_of_state[state] = next_node++;
        }
    }
    const auto add_arcs = [&](NodeIndex node, std::uint32_t state) {
        for (ArcIndex arc = network.first_arc[node]; arc < network.first_arc[node + 1]; ++arc) {
            const std::uint32_t after = is_in_ban[arc] ? states.after(state, arc) : BanStates::none;
            if (!states.is_banned(after)) {
                graph.head.push_back(after == BanStates::none ? network.arcs[arc].head
                                                              : node_of_state[after]);
                result.street_arc.push_back(arc);
            }
        }
    };
    for (NodeIndex node = 0; node < network.nodes.size(); ++node) {
        add_node(node);
        add_arcs(node, BanStates::none);
    }
    for (std::uint32_t state = 1; state < states.count(); ++state) {
        if (node_of_state[state] != nothing) {
            const NodeIndex node = network.arcs[states.last_arc(state)].head;
            add_node(node);
            add_arcs(node, state);
        }
    }
    graph.first_out.push_back(graph.arc_count());
    complete_street_graph(result, network);
    return result;
}

}  // namespace relief
