// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/life_cycle.h"

#include "core/error.h"

#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::array cycles{
    // Documents that are drawn up, signed and posted at once.
    Transition{"*", "draft", "sign", "signed"},       Transition{"*", "draft", "void", "void"},
    Transition{"*", "signed", "void", "void"},        Transition{"*", "signed", "post", "posted"},
    Transition{"*", "posted", "reverse", "reversed"},
};

bool has_own(std::string_view kind) {
    return std::any_of(cycles.begin(), cycles.end(),
                       [&](const Transition& step) { return step.kind == kind; });
}

}  // namespace

std::span<const Transition> life_cycles() {
    return cycles;
}

std::string_view state_after(std::string_view kind, std::string_view state, std::string_view verb) {
    const std::string_view row_kind = has_own(kind) ? kind : "*";
    std::string possible;
    for (const Transition& step : cycles) {
        if (step.kind != row_kind || step.from != state) {
            continue;
        }
        if (step.verb == verb) {
            return step.to;
        }
        possible += (possible.empty() ? "" : ", ") + std::string(step.verb);
    }
    throw refused({.code = "doc.state",
                   .message = "the document cannot take this step now",
                   .field = "state",
                   .found = fmt::format("{} of a document that is {}", verb, state),
                   .expected = possible.empty() ? "no further step" : possible});
}

}  // namespace relief
