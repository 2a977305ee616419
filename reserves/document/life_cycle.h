// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace relief {

/// One step a document of a kind may take: in state `from`, `verb` leads to `to`.
struct Transition {
    std::string_view kind;  ///< "*" = every kind that has no rows of its own
    std::string_view from;
    std::string_view verb;
    std::string_view to;
};

/// The life cycles of all kinds (reserves.md 2.4).
[[nodiscard]] std::span<const Transition> life_cycles();

/// The state after a step. refused (doc.state) where the document cannot take it, naming the verbs
/// it can.
[[nodiscard]] std::string_view state_after(std::string_view kind, std::string_view state,
                                           std::string_view verb);

}  // namespace relief
