// SPDX-License-Identifier: Apache-2.0
#include "gis/layer.h"

#include "core/error.h"

#include <algorithm>

namespace relief {

std::size_t Layer::field(std::string_view wanted) const {
    const auto found = std::find(fields.begin(), fields.end(), wanted);
    if (found == fields.end()) {
        throw bad_input({.code = "json.field",
                         .message = "the map layer lacks a property",
                         .file = name,
                         .field = std::string(wanted),
                         .found = {},
                         .expected = {}});
    }
    return static_cast<std::size_t>(found - fields.begin());
}

}  // namespace relief
