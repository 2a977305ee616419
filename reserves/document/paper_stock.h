// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "core/store/database.h"
#include "reserves/document/paper.h"
#include "reserves/ledger/ledger.h"

#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// The office that keeps what lies at a site: of a depot the organisation of its house, elsewhere
/// the place's own code. bad_input doc.site where there is neither.
[[nodiscard]] std::string keeper_of(const PaperTables& tables, const std::string& site);

/// Whose goods a depot's are where nobody says: its division's, the province's at a consignment
/// point.
[[nodiscard]] std::string owner_of(const PaperTables& tables, const std::string& site);

/// The account a line of goods lies in at a site and stage. Its keeper is the one who has some
/// there; where nobody has, the site's.
[[nodiscard]] Account account_of(Database& database, const PaperTables& tables,
                                 const DocumentLine& line, const std::string& site,
                                 const std::string& stage);

/// Takes `amount` from one account and puts it into another.
void carry(std::vector<Entry>& entries, const Account& from, const Account& to,
           std::int64_t amount);

/// A refusal or a complaint that names a line of a paper.
[[nodiscard]] Error wrong_line(const PaperLine& line, std::string field, std::string found,
                               std::string expected);
[[nodiscard]] std::string name_of_line(const DocumentLine& line);

/// Puts in the owner of a line that takes goods at `site` from `stage`: the only one who has that
/// lot there. refused doc.owner where there are several.
void find_owner(Database& database, DocumentLine& line, const std::string& site,
                const std::string& stage);

/// A word of the head that has to be there, bad_input doc.words else.
std::string required_word(const NewPaper& paper, std::string_view name, std::string_view expected);
Date required_date(const NewPaper& paper, std::string_view name);

/// The lots the lines bring in, each once.
[[nodiscard]] std::vector<Lot> new_lots(const Document& document);

/// Every line with an owner in `from_site`, a good lot's use kept; what all papers that take good
/// goods from the shelf check.
void check_taking(Database& database, const PaperTables& tables, NewPaper& paper, Instant at);

/// The same for one line; `use` is what the paper says the goods are for.
void check_taking_line(Database& database, PaperLine& line, const std::string& use);

/// The word of a paper's head, "" where it is not there.
[[nodiscard]] std::string word_of(const NewPaper& paper, std::string_view name);

/// True where the books know the lot; its last day of use.
[[nodiscard]] std::optional<Date> last_day_of(Database& database, const std::string& item,
                                              const std::string& lot);

/// I14: goods of one division are taken by the paper of another only on the owner's order.
void require_owners_order(Database& database, const NewPaper& paper);

}  // namespace relief
