// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace relief {

/// Loads a part of the program that stands in a library of its own, NAME.so, since what it needs is
/// slow to load and rarely wanted: from the program's own folder (as built) or from ../lib/relief
/// beside it (as installed), nowhere else. Answers the address of its door, the symbol
/// `relief_part`; the part stays loaded. Fault (program.part) where it is missing or broken.
[[nodiscard]] const void* program_part(const std::string& name);

/// The same for a part whose door is known to be a `Door`.
template <typename Door>
[[nodiscard]] const Door& program_part_as(const std::string& name) {
    return *static_cast<const Door*>(program_part(name));
}

}  // namespace relief
