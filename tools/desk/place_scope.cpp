// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/place_scope.h"

#include "core/people/grants.h"

#include <algorithm>

namespace relief {

std::vector<std::string> scope_words(std::string_view text) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(',', at), text.size());
        if (end > at) {
            words.emplace_back(text.substr(at, end - at));
        }
        at = end + 1;
    }
    return words;
}

PlaceScope PlaceScope::read(const std::optional<std::string>& text, const Baseline& baseline,
                            const Places& places, Date on) {
    PlaceScope scope;
    if (!text) {
        return scope;
    }
    std::vector<std::string> words = scope_words(*text);
    if (words.empty()) {
        words.emplace_back();  // nothing is no place, and never stands for all
    }
    for (const std::string& word : words) {
        if (baseline.depot(word) != nullptr) {
            scope.sites_.insert(word);
        } else {
            scope.divisions_.push_back(places.resolve(word, on).code);
        }
    }
    for (const Depot& depot : baseline.depots) {
        if (scope.has(depot.seat_code)) {
            scope.sites_.insert(depot.id);
        }
    }
    return scope;
}

bool PlaceScope::has(const std::string& place) const {
    return is_all() || sites_.contains(place) ||
           std::any_of(divisions_.begin(), divisions_.end(),
                       [&](const std::string& division) { return lies_in(place, division); });
}

}  // namespace relief
