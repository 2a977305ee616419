// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/places.h"
#include "core/rules.h"
#include "reserves/care/agreement.h"
#include "reserves/care/rules.h"
#include "reserves/depot.h"
#include "reserves/document/document.h"
#include "reserves/ledger/as_of.h"
#include "reserves/ledger/hold.h"
#include "reserves/print/forms.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// The words behind the codes of the books, for one language.
struct FormNames {
    const Rules& rules;
    const Places& places;
    const Baseline& baseline;
    std::map<std::string, std::string, std::less<>> specs;   ///< item -> standard or specification
    std::map<std::string, std::string, std::less<>> people;  ///< code -> name
    std::string language = "zh";

    [[nodiscard]] std::string item(std::string_view id) const;
    [[nodiscard]] std::string unit(std::string_view item) const;
    [[nodiscard]] std::string spec(std::string_view item) const;
    /// A depot, a supplier or a division; what it is called where none of them, "" for "".
    [[nodiscard]] std::string site(std::string_view id) const;
    [[nodiscard]] std::string person(std::string_view code) const;
    /// A class of lorries: its Chinese name, in English its id.
    [[nodiscard]] std::string vehicle(std::string_view id) const;
    /// "8000", "12.500" in the item's unit.
    [[nodiscard]] std::string quantity(std::string_view item, std::int64_t amount) const;
};

[[nodiscard]] inline bool is_english(const FormNames& names) {
    return names.language == "en";
}

/// rules/item_catalog.csv: the standard an item is made to, its description where there is none.
[[nodiscard]] std::map<std::string, std::string, std::less<>> item_specs(const DataSource& source);

/// {"示例数据"} where any depot of the books is made up, so that no paper passes for real.
[[nodiscard]] std::vector<std::string> marks_of(const Baseline& baseline,
                                                std::string_view language);

/// A document as its form says it. Whatever of its head the form has a box for is there, and who
/// took the steps it has a box for; from, to, owner and site come from the lines where they are the
/// same on all of them. The kinds of document and the forms have the same ids.
[[nodiscard]] FormContent document_content(const Document& document, const FormNames& names);

/// stock_ledger: what lay at a site. `available` may be empty: for a past moment nobody can say
/// what could be drawn.
[[nodiscard]] FormContent stock_ledger_content(const std::vector<StockRow>& stock,
                                               const std::vector<AvailableLot>& available,
                                               const FormNames& names);

/// count (with the book quantity) and count_blind (without): a row for each lot and condition.
[[nodiscard]] FormContent count_content(const std::vector<StockRow>& stock, bool with_book,
                                        const FormNames& names);

/// lot_card: one for each lot and condition that lies on the shelf.
[[nodiscard]] std::vector<FormContent> lot_card_contents(const std::vector<StockRow>& stock,
                                                         const FormNames& names);

/// supplier_phone_book: the agreements in force on a day, by place and item, with what their terms
/// say of telephones and the last call test; where they say nothing the box is there to be filled.
[[nodiscard]] FormContent phone_book_content(const std::vector<Agreement>& agreements, Date on,
                                             const FormNames& names);

/// safety_checklist: rules/depot_safety_checklist.csv with empty boxes for the findings.
[[nodiscard]] FormContent safety_checklist_content(const CareRules& care, const FormNames& names);

}  // namespace relief
