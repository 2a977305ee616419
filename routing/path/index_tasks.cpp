// SPDX-License-Identifier: Apache-2.0
#include "routing/path/index_build.h"

#include <algorithm>

namespace relief {
namespace {

/// So many pieces of about one size: enough that two threads end together.
constexpr std::uint64_t pieces = 64;

/// Subtrees of less than a piece are laid together, several to a task. What lies above them is
/// split where the tree forks: a chain without a fork is one task.
class Splitter {
  public:
    explicit Splitter(RoutingIndex& index)
        : index_(index),
          nodes_(index.node_count()),
          grain_(index.work / pieces + 1),
          work_(nodes_, 0),
          size_(nodes_, 1),
          large_children_(nodes_, 0),
          chain_(nodes_, nothing) {}

    void split() {
        measure();
        for (std::uint32_t x = 0; x < nodes_; ++x) {
            if (large(x)) {
                add_to_chain(x);
            }
        }
        open_batch_.assign(index_.tasks.size() + 1, nothing);
        batch_work_.assign(index_.tasks.size() + 1, 0);
        for (std::uint32_t x = 0; x < nodes_; ++x) {
            const std::uint32_t parent = index_.parent[x];
            if (!large(x) && (parent == nothing || large(parent))) {
                add_to_batch(x, parent == nothing ? nothing : chain_[parent]);
            }
        }
        for (const RoutingIndex::Task& task : index_.tasks) {
            if (task.next != nothing) {
                ++index_.tasks[task.next].feeders;
            }
        }
    }

  private:
    [[nodiscard]] bool large(std::uint32_t x) const { return work_[x] > grain_; }

    void measure() {
        for (std::uint32_t x = 0; x < nodes_; ++x) {
            work_[x] += index_.row_work[x];
            const std::uint32_t parent = index_.parent[x];
            if (parent != nothing) {
                work_[parent] += work_[x];
                size_[parent] += size_[x];
                large_children_[parent] += large(x) ? 1U : 0U;
            }
        }
    }

    std::uint32_t new_task(std::uint32_t next) {
        index_.tasks.push_back({.ranks = {}, .next = next, .feeders = 0});
        return static_cast<std::uint32_t>(index_.tasks.size() - 1);
    }

    static void add(RoutingIndex::Task& task, RoutingIndex::Ranks ranks) {
        if (!task.ranks.empty() && task.ranks.back().last + 1 == ranks.first) {
            task.ranks.back().last = ranks.last;
        } else {
            task.ranks.push_back(ranks);
        }
    }

    void add_to_chain(std::uint32_t x) {
        if (chain_[x] == nothing) {
            chain_[x] = new_task(nothing);
        }
        add(index_.tasks[chain_[x]], {x, x});
        const std::uint32_t parent = index_.parent[x];
        if (parent == nothing) {
            return;
        }
        if (large_children_[parent] > 1 && chain_[parent] == nothing) {
            chain_[parent] = new_task(nothing);
        }
        if (large_children_[parent] == 1) {
            chain_[parent] = chain_[x];
        } else {
            index_.tasks[chain_[x]].next = chain_[parent];
        }
    }

    void add_to_batch(std::uint32_t x, std::uint32_t next) {
        const std::size_t place = next == nothing ? open_batch_.size() - 1 : next;
        if (open_batch_[place] == nothing || batch_work_[place] > grain_) {
            open_batch_[place] = new_task(next);
            batch_work_[place] = 0;
        }
        add(index_.tasks[open_batch_[place]], {x - size_[x] + 1, x});
        batch_work_[place] += work_[x];
    }

    RoutingIndex& index_;
    std::uint32_t nodes_;
    std::uint64_t grain_;
    std::vector<std::uint64_t> work_;
    std::vector<std::uint32_t> size_, large_children_, chain_, open_batch_;
    std::vector<std::uint64_t> batch_work_;
};

}  // namespace

void split_work(RoutingIndex& index) {
    index.tasks.clear();
    Splitter(index).split();
}

}  // namespace relief
