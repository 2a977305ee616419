// SPDX-License-Identifier: Apache-2.0
// Inertial flow (Schild, Sommer 2015) with vertex cuts: the nodes at both ends of a line are made
// source and sink, and a maximum flow that may pass every node once shows a smallest separator
// between them.
#include "routing/path/index_order_cell.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace relief {
namespace {

using Part = Separator::Part;

/// A flow of node-disjoint paths from the nodes of side `source` to those of side `sink`.
class NodeFlow {
  public:
    explicit NodeFlow(const Cell& cell)
        : cell_(cell),
          side_(cell.size()),
          before_(cell.size()),
          after_(cell.size()),
          came_from_(2 * std::size_t{cell.size()}),
          seen_(2 * std::size_t{cell.size()}, 0) {
        queue_.reserve(2 * std::size_t{cell.size()});
    }

    /// The first and last `end_count` nodes of `along` become the ends. False where they touch or
    /// where more than `most` paths fit.
    bool run(const std::vector<std::uint32_t>& along, std::uint32_t end_count, std::uint32_t most) {
        std::fill(side_.begin(), side_.end(), Side::middle);
        std::fill(before_.begin(), before_.end(), nothing);
        std::fill(after_.begin(), after_.end(), nothing);
        for (std::uint32_t i = 0; i < end_count; ++i) {
            side_[along[i]] = Side::source;
            side_[along[along.size() - 1 - i]] = Side::sink;
        }
        source_.assign(along.begin(), along.begin() + end_count);
        sink_.assign(along.end() - end_count, along.end());
        for (std::uint32_t paths = 0; search(); ++paths) {
            if (direct_ || paths == most) {
                return false;
            }
            augment();
        }
        return true;
    }

    /// The cut nearest to the source, after a run that was true.
    [[nodiscard]] Separator near_cut() const {
        Separator cut;
        cut.part.assign(cell_.size(), Part::right);
        for (std::uint32_t node = 0; node < cell_.size(); ++node) {
            if (side_[node] == Side::source || seen(leaving(node))) {
                cut.part[node] = Part::left;
                ++cut.left_count;
            } else if (seen(entering(node)) && side_[node] != Side::sink) {
                cut.part[node] = Part::between;
                ++cut.between_count;
            }
        }
        return cut;
    }

    /// The cut nearest to the sink: the same flow looked at from the other end.
    [[nodiscard]] Separator far_cut() {
        std::swap(before_, after_);
        std::swap(source_, sink_);
        for (Side& side : side_) {
            side = side == Side::source ? Side::sink
                                        : (side == Side::sink ? Side::source : Side::middle);
        }
        search();
        return near_cut();
    }

  private:
    enum class Side : std::uint8_t { middle, source, sink };

    // Every node is two states, as it is entered and as it is left; between them one path fits.
    static std::uint32_t entering(std::uint32_t node) { return 2 * node; }
    static std::uint32_t leaving(std::uint32_t node) { return 2 * node + 1; }
    [[nodiscard]] bool seen(std::uint32_t state) const { return seen_[state] == round_; }

    void visit(std::uint32_t state, std::uint32_t from) {
        if (seen_[state] != round_) {
            seen_[state] = round_;
            came_from_[state] = from;
            queue_.push_back(state);
        }
    }

    /// Breadth first over what the flow leaves open; true where the sink is reached.
    bool search() {
        ++round_;
        queue_.clear();
        for (const std::uint32_t node : source_) {
            visit(leaving(node), nothing);
        }
        for (std::size_t at = 0; at < queue_.size(); ++at) {
            const std::uint32_t state = queue_[at];
            if (state % 2 == 1 ? leave(state) : enter(state)) {
                return true;
            }
        }
        return false;
    }

    bool leave(std::uint32_t state) {
        const std::uint32_t node = state / 2;
        for (const std::uint32_t next : cell_.neighbours(node)) {
            if (side_[next] == Side::sink && after_[node] != next) {
                direct_ = side_[node] == Side::source;
                last_ = state;
                reached_ = next;
                return true;
            }
            if (side_[next] == Side::middle && after_[node] != next) {
                visit(entering(next), state);
            }
        }
        if (before_[node] != nothing) {
            visit(entering(node), state);
        }
        return false;
    }

    bool enter(std::uint32_t state) {
        const std::uint32_t node = state / 2;
        if (before_[node] == nothing) {
            visit(leaving(node), state);
        } else if (side_[before_[node]] != Side::source) {
            visit(leaving(before_[node]), state);
        }
        return false;
    }

    /// Lays a path along the states found: what goes back along a path undoes it.
    void augment() {
        added_.clear();
        added_.push_back({last_ / 2, reached_});
        for (std::uint32_t state = last_; came_from_[state] != nothing; state = came_from_[state]) {
            const std::uint32_t from = came_from_[state];
            if (state / 2 == from / 2) {
                continue;
            }
            if (state % 2 == 0) {
                added_.push_back({from / 2, state / 2});
            } else {
                after_[state / 2] = nothing;
                before_[from / 2] = nothing;
            }
        }
        for (const auto& [from, to] : added_) {
            if (side_[from] == Side::middle) {
                after_[from] = to;
            }
            if (side_[to] == Side::middle) {
                before_[to] = from;
            }
        }
    }

    const Cell& cell_;
    std::vector<Side> side_;
    std::vector<std::uint32_t> before_, after_;  ///< along the path through each node
    std::vector<std::uint32_t> came_from_, seen_, queue_;
    std::vector<std::uint32_t> source_, sink_;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> added_;
    std::uint32_t round_ = 0;
    std::uint32_t last_ = 0;
    std::uint32_t reached_ = 0;
    bool direct_ = false;
};

/// What a cut costs, smaller is better: its nodes, and how uneven its sides are. The square root
/// was tried against other powers on road graphs; all between 0.3 and 1 come out alike.
double cut_cost(const Separator& cut, std::uint32_t size) {
    const std::uint32_t right = size - cut.left_count - cut.between_count;
    const double smaller = std::min(cut.left_count, right);
    return cut.between_count / std::sqrt(smaller / size);
}

/// The nodes of the cell in their order on the line.
std::vector<std::uint32_t> sorted_along(const std::vector<float>& line) {
    std::vector<std::uint32_t> along(line.size());
    std::iota(along.begin(), along.end(), 0U);
    std::sort(along.begin(), along.end(), [&line](std::uint32_t a, std::uint32_t b) {
        return line[a] != line[b] ? line[a] < line[b] : a < b;
    });
    return along;
}

/// Keeps the cheaper of two cuts.
class BestCut {
  public:
    explicit BestCut(std::uint32_t size) : size_(size) {}

    void consider(Separator cut) {
        const double cost = cut_cost(cut, size_);
        if (cost < cost_) {
            cost_ = cost;
            cut_ = std::move(cut);
        }
    }
    /// More nodes than that are dearer whatever their balance.
    [[nodiscard]] std::uint32_t most_nodes() const {
        return cut_.part.empty() ? nothing : static_cast<std::uint32_t>(cost_ * std::sqrt(0.5));
    }
    [[nodiscard]] bool found() const { return !cut_.part.empty(); }
    [[nodiscard]] Separator take() { return std::move(cut_); }

  private:
    std::uint32_t size_;
    double cost_ = std::numeric_limits<double>::infinity();
    Separator cut_;
};

}  // namespace

Separator find_separator(const Cell& cell, std::span<const std::vector<float>> lines) {
    // Where the ends of a quarter touch each other (not a road graph), smaller ones may not.
    constexpr std::array shares{0.25, 0.1, 0.02};
    BestCut best(cell.size());
    NodeFlow flow(cell);
    std::vector<std::vector<std::uint32_t>> alongs;
    for (const std::vector<float>& line : lines) {
        alongs.push_back(sorted_along(line));
    }
    for (const double share : shares) {
        const auto ends = static_cast<std::uint32_t>(std::max(1.0, share * cell.size()));
        for (const auto& along : alongs) {
            if (flow.run(along, ends, best.most_nodes())) {
                best.consider(flow.near_cut());
                best.consider(flow.far_cut());
            }
        }
        if (best.found()) {
            break;
        }
    }
    return best.take();
}

}  // namespace relief
