// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/desk/alert_desk.h"
#include "tools/desk/alert_outbox.h"

#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// `relief.alerts/1`: cases with their state at a moment.
[[nodiscard]] std::string cases_json(const std::vector<CaseAnswer>& cases);
[[nodiscard]] std::string cases_text(const std::vector<CaseAnswer>& cases,
                                     std::string_view language);
/// `relief.alert/1`: one case whole: terms, draft, signatures, steps, findings on its words.
[[nodiscard]] std::string case_json(const CaseAnswer& answer);
[[nodiscard]] std::string case_text(const CaseAnswer& answer, std::string_view language);
/// `relief.alert_roster/1`.
[[nodiscard]] std::string roster_json(const RosterAnswer& answer);
[[nodiscard]] std::string roster_text(const RosterAnswer& answer, std::string_view language);
/// `relief.alert_proposals/1`; each with its draft as relief.alert_draft/1.
[[nodiscard]] std::string proposals_json(const std::vector<ProposalAnswer>& answers);
[[nodiscard]] std::string proposals_text(const std::vector<ProposalAnswer>& answers,
                                         std::string_view language);
/// The draft of a proposal as a file for `relief alert draft --file`.
[[nodiscard]] std::string draft_document(const WarningDraft& draft);
/// `relief.alerts_active/1`.
[[nodiscard]] std::string active_json(const std::vector<ActiveRow>& rows, Instant at);
[[nodiscard]] std::string active_text(const std::vector<ActiveRow>& rows, Instant at,
                                      std::string_view language);
/// Atom of what holds, the messages within.
[[nodiscard]] std::string active_feed(const std::vector<ActiveRow>& rows, Instant at, bool rss);
/// `relief.alert_receipts/1`.
[[nodiscard]] std::string receipts_json(const ReceiptsAnswer& answer);
[[nodiscard]] std::string receipts_text(const ReceiptsAnswer& answer, std::string_view language);
/// `relief.alert_send/1`.
[[nodiscard]] std::string send_json(const SendCounts& counts);
[[nodiscard]] std::string send_text(const SendCounts& counts, std::string_view language);
/// `relief.alert_audience/1`.
[[nodiscard]] std::string audience_json(const AudienceAnswer& answer);
[[nodiscard]] std::string audience_text(const AudienceAnswer& answer, std::string_view language);

}  // namespace relief
