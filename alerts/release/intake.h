// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/reader.h"

#include <set>
#include <string>
#include <vector>

namespace relief {

/// What becomes of a message of another office beside what the books hold already.
enum class Intake {
    keep,         ///< it is new and counts from now on
    known,        ///< the books have this very message: nothing changes
    other_books,  ///< a drill's, a test's or a draft's, where the books are of the other kind
    refuse,       ///< its reading says why
};
[[nodiscard]] std::string_view to_word(Intake intake);

/// A reading judged by what only the books can tell, too.
struct JudgedReading {
    cap::Reading reading;
    Intake intake = Intake::keep;
};

/// Adds the findings that need the store: STATUS_CROSS_CHAIN where it refers to a message of
/// another status (a drill lifts no warning), SENDER_OURS where it bears the name of one of our
/// offices and is not what we released, IDENTIFIER_REUSED where its name stands for other content,
/// and REFERENCE_UNKNOWN where nobody here has seen what it refers to. `known` are the messages of
/// the books, ours and others'; `drill` tells what books these are. Pure.
[[nodiscard]] JudgedReading judge_beside(cap::Reading reading, const std::vector<cap::Alert>& known,
                                         const std::set<std::string>& own_senders, bool drill);

}  // namespace relief
