// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/people/grants.h"
#include "tools/desk/opened_books.h"
#include "tools/server/api/operation.h"

#include <string>
#include <vector>

namespace relief {

/// What a request is about.
struct AskedAbout {
    /// Grants must reach each of them: a sheet of several units' reports. Never empty.
    std::vector<AccessSubject> subjects;
    /// Or one of these: a warning is the matter of each department that signs it.
    std::vector<AccessSubject> or_one_of = {};
    /// A matter of warnings that names neither warning nor department: whoever acts for a
    /// department acts for their own.
    bool or_own_department = false;
    /// It tells of no place (the periods that are closed): whoever may do it at their own place
    /// may.
    bool or_own_place = false;
    /// A list that names no place and can be cut down to places: the option that does it, "" where
    /// there is none. It takes divisions too, and several places with commas between.
    std::string cut_by = {};
};

/// What a request is about, for the question whether its sender's grants reach so far: the depot or
/// the division its parameters name, or that of the document, attachment, lot, inspection, hazard,
/// contract, agreement, letter or delivery they name; the departments of a warning; the units of a
/// sheet of reports. Else the whole province, since such an answer tells of all of it. bad_input
/// where what is named is not there.
[[nodiscard]] AskedAbout asked_about(const Operation& operation, const Given& given,
                                     OpenedBooks& books, Instant now);

/// The place a grant of this role names, as a subject.
[[nodiscard]] AccessSubject subject_of_grant(const BookTables& tables, const AccessRole& role,
                                             const std::string& unit, Instant now);

/// An office or a department of the province.
[[nodiscard]] AccessSubject subject_of_unit(std::string unit);

/// The division a depot or a place lies in, as a subject; what is neither is a unit of the province
/// (an office, a department), which only a grant for it or for the whole province reaches.
[[nodiscard]] AccessSubject subject_of_site(const BookTables& tables, const std::string& site,
                                            Instant now);

}  // namespace relief
