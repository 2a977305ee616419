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

    Transition{"application", "draft", "send", "sent"},
    Transition{"application", "draft", "void", "void"},
    Transition{"application", "sent", "check", "checked"},
    Transition{"application", "sent", "refuse", "refused"},
    Transition{"application", "sent", "withdraw", "withdrawn"},
    Transition{"application", "checked", "approve", "approved"},
    Transition{"application", "checked", "refuse", "refused"},
    Transition{"application", "checked", "withdraw", "withdrawn"},

    // reserves.md 2.4. A cosignature is one of several owners'; papers may come at any time after
    // a telephone order, whatever the goods do meanwhile.
    Transition{"allotment_order", "draft", "check", "checked"},
    Transition{"allotment_order", "draft", "sign", "signed"},
    Transition{"allotment_order", "draft", "cosign", "draft"},
    Transition{"allotment_order", "draft", "cancel", "cancelled"},
    Transition{"allotment_order", "checked", "sign", "signed"},
    Transition{"allotment_order", "checked", "cosign", "checked"},
    Transition{"allotment_order", "checked", "cancel", "cancelled"},
    Transition{"allotment_order", "signed", "accept", "accepted"},
    Transition{"allotment_order", "signed", "refuse", "refused"},
    Transition{"allotment_order", "signed", "cancel", "cancelled"},
    Transition{"allotment_order", "signed", "papers", "signed"},
    Transition{"allotment_order", "accepted", "pick", "picked"},
    Transition{"allotment_order", "accepted", "refuse", "refused"},
    Transition{"allotment_order", "accepted", "cancel", "cancelled"},
    Transition{"allotment_order", "accepted", "papers", "accepted"},
    Transition{"allotment_order", "picked", "load_part", "picked"},
    Transition{"allotment_order", "picked", "load", "loaded"},
    Transition{"allotment_order", "picked", "cancel", "cancelled"},
    Transition{"allotment_order", "picked", "papers", "picked"},
    Transition{"allotment_order", "loaded", "depart", "departed"},
    Transition{"allotment_order", "loaded", "cancel", "cancelled"},
    Transition{"allotment_order", "loaded", "papers", "loaded"},
    Transition{"allotment_order", "departed", "checkpoint", "departed"},
    Transition{"allotment_order", "departed", "divert", "departed"},
    Transition{"allotment_order", "departed", "recall", "returning"},
    Transition{"allotment_order", "departed", "arrive", "arrived"},
    Transition{"allotment_order", "departed", "papers", "departed"},
    Transition{"allotment_order", "arrived", "receive", "received"},
    Transition{"allotment_order", "arrived", "receive_part", "part_received"},
    Transition{"allotment_order", "arrived", "divert", "arrived"},
    Transition{"allotment_order", "arrived", "recall", "returning"},
    Transition{"allotment_order", "arrived", "papers", "arrived"},
    Transition{"allotment_order", "part_received", "receive", "received"},
    Transition{"allotment_order", "part_received", "receive_part", "part_received"},
    Transition{"allotment_order", "part_received", "divert", "part_received"},
    Transition{"allotment_order", "part_received", "recall", "returning"},
    Transition{"allotment_order", "part_received", "papers", "part_received"},
    Transition{"allotment_order", "received", "receive", "received"},
    Transition{"allotment_order", "received", "decide", "decided"},
    Transition{"allotment_order", "received", "close", "closed"},
    Transition{"allotment_order", "received", "papers", "received"},
    Transition{"allotment_order", "decided", "close", "closed"},
    Transition{"allotment_order", "decided", "papers", "decided"},
    Transition{"allotment_order", "returning", "checkpoint", "returning"},
    Transition{"allotment_order", "returning", "return", "returned"},
    Transition{"allotment_order", "returning", "return_part", "returning"},
    Transition{"allotment_order", "returning", "papers", "returning"},
    Transition{"allotment_order", "returned", "return", "returned"},
    Transition{"allotment_order", "returned", "decide", "decided"},
    Transition{"allotment_order", "returned", "close", "closed"},
    Transition{"allotment_order", "returned", "papers", "returned"},

    // Food under an agreement: the supplier sends it, the receiver counts it.
    Transition{"call_off", "draft", "sign", "signed"},
    Transition{"call_off", "draft", "void", "void"},
    Transition{"call_off", "signed", "void", "void"},
    Transition{"call_off", "signed", "papers", "signed"},
    Transition{"call_off", "signed", "receive", "received"},
    Transition{"call_off", "signed", "receive_part", "part_received"},
    Transition{"call_off", "part_received", "receive", "received"},
    Transition{"call_off", "part_received", "receive_part", "part_received"},
    Transition{"call_off", "part_received", "papers", "part_received"},
    Transition{"call_off", "part_received", "close", "closed"},
    Transition{"call_off", "part_received", "reverse", "reversed"},
    Transition{"call_off", "received", "papers", "received"},
    Transition{"call_off", "received", "close", "closed"},
    Transition{"call_off", "received", "reverse", "reversed"},
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
