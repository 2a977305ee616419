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
    Transition{"*", "draft", "sign", "signed"},
    Transition{"*", "draft", "void", "void"},
    Transition{"*", "signed", "void", "void"},
    Transition{"*", "signed", "post", "posted"},
    Transition{"*", "posted", "reverse", "reversed"},
    // Goods given out: when they are due back can be put off or brought forward.
    Transition{"issue", "draft", "sign", "signed"},
    Transition{"issue", "draft", "void", "void"},
    Transition{"issue", "signed", "void", "void"},
    Transition{"issue", "signed", "post", "posted"},
    Transition{"issue", "posted", "due", "posted"},
    Transition{"issue", "posted", "reverse", "reversed"},
    // Goods that travel to another keeper: between departing and posting they are on the road.
    Transition{"pre_placement", "draft", "sign", "signed"},
    Transition{"pre_placement", "draft", "void", "void"},
    Transition{"pre_placement", "signed", "void", "void"},
    Transition{"pre_placement", "signed", "depart", "departed"},
    Transition{"pre_placement", "signed", "post", "posted"},
    Transition{"pre_placement", "departed", "post", "posted"},
    Transition{"pre_placement", "departed", "reverse", "reversed"},
    Transition{"pre_placement", "posted", "reverse", "reversed"},
    // Scrapping: made, checked and signed by three people.
    Transition{"scrap", "draft", "check", "checked"},
    Transition{"scrap", "draft", "void", "void"},
    Transition{"scrap", "checked", "sign", "signed"},
    Transition{"scrap", "checked", "void", "void"},
    Transition{"scrap", "signed", "void", "void"},
    Transition{"scrap", "signed", "post", "posted"},
    Transition{"scrap", "posted", "reverse", "reversed"},
    // A count: lines while it is open; closed it is posted, with losses only when signed.
    Transition{"count", "open", "line", "open"},
    Transition{"count", "open", "void", "void"},
    Transition{"count", "open", "close", "closed"},
    Transition{"count", "closed", "sign", "signed"},
    Transition{"count", "closed", "void", "void"},
    Transition{"count", "closed", "post", "posted"},
    Transition{"count", "signed", "post", "posted"},
    Transition{"count", "signed", "void", "void"},
    Transition{"count", "posted", "reverse", "reversed"},
    // A recall can be lifted.
    Transition{"recall", "draft", "sign", "signed"},
    Transition{"recall", "draft", "void", "void"},
    Transition{"recall", "signed", "void", "void"},
    Transition{"recall", "signed", "post", "posted"},
    Transition{"recall", "posted", "lift", "lifted"},
    // A reversal is posted as it is made.
    Transition{"reversal", "draft", "post", "posted"},
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
