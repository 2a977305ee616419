// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/desk/closures.h"

#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// relief.closures/1: closures with their candidates, as they stand at a moment.
[[nodiscard]] std::string closures_json(const std::vector<BookClosure>& closures, Instant at);
/// A line a closure; what is on no road, and what nobody has confirmed, comes first, in red where
/// the terminal shows colour.
[[nodiscard]] std::string closures_text(const std::vector<BookClosure>& closures, Instant at,
                                        std::string_view language, bool colour);

/// relief.closures/1 of one closure that was told, confirmed or lifted.
[[nodiscard]] std::string closure_answer_json(const ClosureAnswer& answer, Instant at);
[[nodiscard]] std::string closure_answer_text(const ClosureAnswer& answer, Instant at,
                                              std::string_view language);

/// relief.closures/1 of an import.
[[nodiscard]] std::string closure_import_json(const ClosureImport& import);
[[nodiscard]] std::string closure_import_text(const ClosureImport& import,
                                              std::string_view language);

/// RFC 7946 GeoJSON of a closure: where it is placed, else every candidate, to be drawn for a yes.
[[nodiscard]] std::string closure_geojson(const BookClosure& closure, const StreetPieces& pieces,
                                          Instant at);

}  // namespace relief
