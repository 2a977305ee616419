// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "core/store/database.h"
#include "core/store/journal.h"
#include "core/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// A shift at the duty desk of a unit.
struct Shift {
    std::int64_t id = 0;
    std::string unit;  ///< division code
    Instant at;        ///< when it began
    std::string officer;
    std::string leader;                    ///< the leader on duty
    std::optional<std::int64_t> handover;  ///< the one it took over; none where nobody handed over
    std::string note;
};

/// A shift handed to the next officer. It is signed by both: by the one who gives it when it is
/// written, by the one who takes it when the next shift opens on it.
struct Handover {
    std::int64_t id = 0;
    std::int64_t shift = 0;
    Instant at;
    std::string from;
    std::string to;
    Instant verified_at;     ///< when the books were proven
    JournalHead head;        ///< what was proven then
    std::string open_items;  ///< JSON array of what was open
    std::string note;
    std::optional<std::int64_t> taken_by;  ///< the shift that took it over
};

/// The shift of a unit that runs: the last one opened.
[[nodiscard]] std::optional<Shift> current_shift(Database& database, std::string_view unit);

/// The last handover of a unit's desk, taken over or not.
[[nodiscard]] std::optional<Handover> last_handover(Database& database, std::string_view unit);

struct NewShift {
    std::string unit;
    std::string leader;
    std::string note;  ///< why, where it is opened without a handover
};

/// Opens a shift for the change's actor and takes over the handover made out to them; answers its
/// id. refused duty.handover where a shift runs that was not handed over (unless `note` says why),
/// or was handed to somebody else.
std::int64_t open_shift(Change& change, const NewShift& shift);

struct NewHandover {
    std::string unit;
    std::string to;
    Instant verified_at;
    JournalHead head;
    std::string open_items = "[]";
    std::string note;
};

/// Hands over the running shift; answers the id. refused duty.shift where none runs or the actor
/// is not its officer, where it was handed over already, or to oneself.
std::int64_t hand_over(Change& change, const NewHandover& handover);

[[nodiscard]] std::vector<Shift> read_shifts(Database& database, std::string_view unit);
[[nodiscard]] std::vector<Handover> read_handovers(Database& database, std::string_view unit);

}  // namespace relief
