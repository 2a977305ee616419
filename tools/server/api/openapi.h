// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/server/api/operation.h"

#include <map>
#include <string>

namespace relief {

/// The OpenAPI 3.0 document of the server: every operation with its parameters, and the fixed
/// addresses (jobs, uploads, files, events).
[[nodiscard]] std::string openapi_json(
    const std::map<std::string, Operation, std::less<>>& operations);

}  // namespace relief
