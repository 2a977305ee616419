// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace relief {

/// A kind of document the desk keeps (reserves.md 2.1).
struct DocumentKind {
    std::string_view id;      ///< "allotment_order"
    std::string_view prefix;  ///< in its number: "DB"
    std::string_view zh;      ///< 调拨令
    std::string_view en;
};

[[nodiscard]] std::span<const DocumentKind> document_kinds();

/// bad_input (doc.kind) where there is none of this id; names those there are.
[[nodiscard]] const DocumentKind& document_kind(std::string_view id);

}  // namespace relief
