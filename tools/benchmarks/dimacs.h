// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/solver/flow.h"

#include <string>
#include <string_view>

namespace relief::bench {

/// A file as it is, or unpacked where it begins with gzip's mark. bad_input file.missing,
/// file.read (also where it unpacks to more than 2 GiB, or is cut).
[[nodiscard]] std::string read_packed(const std::string& path);

/// A minimum-cost flow in the form of the first DIMACS challenge (1991): "p min NODES ARCS", "n ID
/// SUPPLY", "a FROM TO LOW CAP COST", "c …"; nodes count from 1. bad_input flow.file with line and
/// field: an unknown line, a number that is none, a node beyond NODES or given twice, an arc whose
/// capacity is below its lower bound, a count that is not as announced.
[[nodiscard]] FlowProblem parse_dimacs(const std::string& file, std::string_view text);

}  // namespace relief::bench
