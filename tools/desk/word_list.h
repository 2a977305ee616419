// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/desk/document.h"

#include <span>
#include <string>
#include <string_view>

namespace relief {

/// What an id of the books is called on paper and on screen.
struct WordOfId {
    std::string_view id;
    std::string_view zh;
    std::string_view en;
};

/// The words for an id; an id that is not in the list is shown as it is.
[[nodiscard]] inline std::string word_of(std::span<const WordOfId> list, std::string_view id,
                                         std::string_view language) {
    for (const WordOfId& known : list) {
        if (known.id == id) {
            return std::string(in_language(language, known.zh, known.en));
        }
    }
    return std::string(id);
}

}  // namespace relief
