// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "core/store/database.h"
#include "core/time.h"
#include "reserves/document/document.h"
#include "reserves/document/paper.h"

#include <cstdint>
#include <optional>
#include <string>

namespace relief {

inline constexpr int scrap_experts = 5;  ///< at least, where there is no test report

/// The checker looks at the goods; they are set aside (await_scrap) until somebody signs. refused
/// doc.people where the checker is who made it (I19); doc.evidence without the opinion of
/// scrap_experts people or a test report, or without the owner's answer.
std::string check_scrap_paper(Change& change, const PaperTables& tables, std::int64_t document);

/// True for the papers that write goods off: scrap, a count with losses, a loan's return with lost
/// goods.
[[nodiscard]] bool is_write_off(const Document& document);

/// refused doc.people where the signer of a write-off made or checked it (I19).
void require_three_people(const Document& document, const std::string& signer);

/// The day the yearly note on what is to be scrapped is due: 31 October (中央, 甘肃).
[[nodiscard]] Date scrap_note_due(int year);

/// I19: of every write-off made, checked and signed by three people; a paper without a check step
/// by two.
[[nodiscard]] std::optional<WrongRow> check_write_offs(Database& database, std::int64_t& checked);

}  // namespace relief
