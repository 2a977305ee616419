// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/experts.h"
#include "core/places.h"
#include "core/rules.h"
#include "tools/desk/opened_books.h"
#include "tools/desk/writing_desk.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// The committee's roster, and the calls of an event where one is asked about.
struct ExpertDesk {
    Rules rules;
    Places places;
    std::vector<ExpertField> fields;
    std::vector<Expert> experts;
    std::optional<BookIncident> incident;
    std::vector<ExpertCall> calls;
    Instant at;
    std::optional<ProvenFully> proven_from;
};

/// bad_input incident.unknown where an event is named that the books do not know.
[[nodiscard]] ExpertDesk open_experts(const std::filesystem::path& data, const Books& db,
                                      const std::string& event, Instant at);

/// What is changed: `work` gets the change, the event (where one is named) and the tables.
struct ExpertChange {
    std::string operation;  ///< "expert.call"
    std::string content;    ///< as JSON
    std::string event;      ///< "" for the roster alone
};
[[nodiscard]] ExpertDesk change_experts(
    const Books& db, const Asked& asked, const ExpertChange& what,
    const std::function<void(Change&, const ExpertDesk&)>& work);

/// relief.experts/1.
[[nodiscard]] std::string experts_json(const ExpertDesk& desk);
/// The roster as of the desk's moment (terms that run, with `field` those of it), then the calls.
[[nodiscard]] std::string experts_text(const ExpertDesk& desk, std::string_view language,
                                       const std::string& field);

}  // namespace relief
