// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/people/grants.h"
#include "tools/desk/opened_books.h"
#include "tools/server/api/operation.h"

#include <string>

namespace relief {

/// What a request is about, for the question whether its sender's grants reach so far: the depot or
/// the division its parameters name, or those of the document they name; else the whole province,
/// since such an answer tells of all of it.
[[nodiscard]] AccessSubject subject_of(const Operation& operation, const Given& given,
                                       OpenedBooks& books, Instant now);

/// The division a depot or a place lies in, as a subject. bad_input place.unknown.
[[nodiscard]] AccessSubject subject_of_site(const BookTables& tables, const std::string& site,
                                            Instant now);

}  // namespace relief
