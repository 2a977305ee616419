// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/reader.h"
#include "alerts/cap/signature.h"
#include "alerts/release/chain.h"
#include "alerts/release/proposal.h"
#include "alerts/release/release_book.h"
#include "alerts/release/wording.h"
#include "core/places.h"
#include "tools/desk/opened_books.h"
#include "tools/desk/writing_desk.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// A warning as typed; what is not told stays as it was, or is worked out.
struct TypedWarning {
    std::optional<std::filesystem::path> file;  ///< relief.alert_draft/1, over all below
    std::string hazard;
    std::string colour;
    std::vector<std::string> places;                ///< names or codes of divisions
    std::vector<std::string> circles;               ///< "longitude,latitude,km"
    std::optional<std::filesystem::path> polygons;  ///< GeoJSON
    std::optional<Instant> onset;                   ///< default: when it happens
    std::optional<Instant> expires;                 ///< default: six hours later
    std::string reason;
    Play play = Play::actual;
};

/// A case with what belongs to showing it.
struct CaseAnswer {
    BookCase of;
    WarningRules rules;
    std::map<std::string, std::string> people;  ///< names by code
    std::vector<WordingFinding> findings;
    Instant now;
    std::string xml;  ///< of the message, where it is released
};

/// `relief alert draft`, `edit`: words that nobody gave are written from the facts. refused
/// alert.words where what was given does not agree; and everything of `decide`.
[[nodiscard]] CaseAnswer draft_warning(const Books& db, const Asked& asked,
                                       const TypedWarning& typed);
[[nodiscard]] CaseAnswer edit_warning(const Books& db, const Asked& asked, const std::string& code,
                                      const TypedWarning& typed);
/// `relief alert update`, `cancel`: a case of its own that follows one that was released.
[[nodiscard]] CaseAnswer follow_warning(const Books& db, const Asked& asked,
                                        const std::string& code, const TypedWarning& typed,
                                        bool cancel);

/// Any other step somebody takes; `ask` lacks only who and when. What time has done comes first.
[[nodiscard]] CaseAnswer act_on_warning(const Books& db, const Asked& asked,
                                        const std::string& code, Ask ask);

/// `relief alert release`: the message, what it replaces, and the outbox, in one transaction.
/// Without `channels` the outbox stays empty; with `signing` the message carries that signature.
[[nodiscard]] CaseAnswer release_warning(const Books& db, const Asked& asked,
                                         const std::string& code,
                                         const std::optional<std::filesystem::path>& channels,
                                         const std::optional<cap::SigningKey>& signing);

/// `relief alert tick`: what time has done to every open case; those that changed.
[[nodiscard]] std::vector<CaseAnswer> pass_warning_time(const Books& db, const Asked& asked);

/// `relief alert officer`, `delegate`.
[[nodiscard]] std::vector<BookOfficer> add_warning_officer(const Books& db, const Asked& asked,
                                                           const std::string& person,
                                                           const std::string& department,
                                                           const std::string& role,
                                                           std::optional<Instant> until);
struct RosterAnswer {
    std::vector<BookOfficer> officers;
    std::vector<AlertDelegation> delegations;
    Instant now;
};
[[nodiscard]] RosterAnswer delegate_signature(const Books& db, const Asked& asked,
                                              AlertDelegation delegation,
                                              const std::string& reason);
[[nodiscard]] RosterAnswer read_warning_roster(const std::filesystem::path& data, const Books& db,
                                               Instant now);

/// `relief alert list`, `show`.
[[nodiscard]] std::vector<CaseAnswer> list_warnings(const std::filesystem::path& data,
                                                    const Books& db, Instant now);
[[nodiscard]] CaseAnswer show_warning(const std::filesystem::path& data, const Books& db,
                                      const std::string& code, Instant now);

/// `relief alert propose`: what the criteria ask for, each with a draft.
struct ProposalAnswer {
    Proposal proposal;
    std::optional<WarningDraft> draft;  ///< none without a colour
    std::vector<std::string> place_names;
};
struct ProposeQuestion {
    std::optional<std::filesystem::path> scenario;
    std::optional<std::filesystem::path>
        file;                           ///< csv: place, metric, value, unit, window_h, basis
    std::vector<std::string> observed;  ///< "永吉县 rain_accum 126 mm 3"
    Instant at;
    int hours = 6;  ///< the warning holds
    Play play = Play::actual;
};
[[nodiscard]] std::vector<ProposalAnswer> propose_warnings(const std::filesystem::path& data,
                                                           const std::optional<Books>& db,
                                                           const ProposeQuestion& question);

/// `relief alert active`: what holds at a moment, for a division or anywhere.
struct ActiveRow {
    std::string chain;  ///< identifier of the first
    cap::Alert message;
    std::string xml;
    bool own = true;  ///< released here; false: taken in from another office
};
/// The same of books that are open; `covers` asks about a place.
[[nodiscard]] std::vector<ActiveRow> active_in_books(Database& database, const cap::Reader& reader,
                                                     Instant at,
                                                     const AreaPredicate& covers = nullptr);
[[nodiscard]] std::vector<ActiveRow> active_warnings(const std::filesystem::path& data,
                                                     const Books& db, Instant at,
                                                     const std::optional<std::string>& place);

}  // namespace relief
