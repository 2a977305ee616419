// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/document/paper.h"

#include <cstdint>
#include <string>

namespace relief {

/// Signs a paper, or a count with losses, as the holder of the post that may (check_signature):
/// what leaves for people or another keeper by the owner's table row at the response level of the
/// head's word "response" (0 = none), loans and write-offs by theirs, depot papers by the keeper.
/// A write-off is signed by a third person (I19). Answers the post.
std::string sign_paper(Change& change, const PaperTables& tables, std::int64_t document);

}  // namespace relief
