// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/rules.h"
#include "core/store/journal.h"
#include "reserves/depot.h"
#include "reserves/duty/call.h"
#include "reserves/duty/due.h"
#include "reserves/duty/question.h"
#include "reserves/duty/shift.h"
#include "tools/desk/opened_books.h"
#include "tools/desk/writing_desk.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// The desk at one moment: who is on duty, what is open, and that the books are right.
struct DutyPage {
    std::string unit;
    Instant at;
    std::optional<Shift> shift;
    std::optional<Handover> handover;  ///< the last one of the unit
    JournalHead head;                  ///< proven
    std::vector<DueItem> due;          ///< sorted
};

/// Everything due, from every part of the work, sorted.
[[nodiscard]] std::vector<DueItem> everything_due(Database& database, const Rules& rules,
                                                  const Baseline& baseline, Instant now);

/// The page of proven books.
[[nodiscard]] DutyPage read_duty_page(Database& database, const Rules& rules,
                                      const Baseline& baseline, std::string_view unit, Instant now);

/// `relief duty open`: the shift begins, its handover is taken over.
[[nodiscard]] DutyPage open_duty(const Books& db, const Asked& asked, const NewShift& shift);

/// `relief duty handover`: what is open is kept with the head that was proven.
[[nodiscard]] DutyPage hand_over_duty(const Books& db, const Asked& asked, const std::string& unit,
                                      const std::string& to, const std::string& note);

/// A call as typed: places by name or code, items with their amounts in whole units.
struct TypedCall {
    PhoneCall call;                  ///< without place, unit and lines
    std::string place;               ///< name or code, "" where not said
    std::string unit;                ///< name or code of the caller's office's division
    std::vector<std::string> wants;  ///< "QUILT=2000" or "QUILT=2000,2500,700,500"
};

/// `relief duty call`: notes the call. bad_input argument.value, item.unknown, place.unknown;
/// refused call.line.
[[nodiscard]] PhoneCall note_call(const Books& db, const Asked& asked, const TypedCall& typed);

/// The duty book of some days: shifts, handovers and calls whose time lies in it.
struct DutyLog {
    std::vector<Shift> shifts;
    std::vector<Handover> handovers;
    std::vector<PhoneCall> calls;
    std::vector<LeaderQuestion> questions;
};

[[nodiscard]] DutyLog read_duty_log(Database& database, std::string_view unit,
                                    std::optional<Instant> from, std::optional<Instant> to);

}  // namespace relief
