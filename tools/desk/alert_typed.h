// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/release/draft.h"
#include "tools/desk/alert_desk.h"

namespace relief {

/// A first draft of what was typed. bad_input: argument.value naming the option, place.unknown,
/// json.* of its file.
[[nodiscard]] WarningDraft typed_draft(const TypedWarning& typed, const WarningRules& rules,
                                       const Places& places, Instant at);

/// A draft with what was typed in the place of what it says; its words are written anew unless a
/// file gives them. `before` is the colour of the warning it follows.
[[nodiscard]] WarningDraft changed_draft(WarningDraft draft, const TypedWarning& typed,
                                         Colour before, const WarningRules& rules,
                                         const Places& places, Instant at);

/// The words of a draft from its facts, in Chinese and English.
[[nodiscard]] std::vector<WarningText> written_texts(const WarningDraft& draft, Colour before,
                                                     const std::vector<CriterionMet>& because,
                                                     const WarningRules& rules,
                                                     const Places& places, Instant issued);

}  // namespace relief
