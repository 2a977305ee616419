// SPDX-License-Identifier: Apache-2.0
#include "routing/network/osm_limits.h"

#include "routing/network/osm_units.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace relief {
namespace {

/// A key, where its figure goes, and the largest figure that can be meant.
struct LimitKey {
    std::string_view key;
    Limit StreetLimits::*limit;
    std::int32_t value_max;
    bool is_weight;
};

constexpr std::array keys{
    LimitKey{"maxheight", &StreetLimits::height_cm, 2'000, false},
    LimitKey{"maxwidth", &StreetLimits::width_cm, 5'000, false},
    LimitKey{"maxlength", &StreetLimits::length_cm, 10'000, false},
    LimitKey{"maxweight", &StreetLimits::weight_kg, 500'000, true},
    LimitKey{"maxweightrating", &StreetLimits::weight_kg, 500'000, true},
    LimitKey{"maxaxleload", &StreetLimits::axle_load_kg, 50'000, true},
};

constexpr std::array<std::string_view, 5> suffixes{"", ":physical", ":hgv", ":forward",
                                                   ":backward"};

const LimitKey* limit_key(std::string_view key) {
    if (!key.starts_with("max")) {
        return nullptr;
    }
    const std::string_view stem = key.substr(0, key.find(':'));
    const auto* const found = std::ranges::find(keys, stem, &LimitKey::key);
    const bool is_known = found != keys.end() &&
                          std::ranges::find(suffixes, key.substr(stem.size())) != suffixes.end();
    return is_known ? found : nullptr;
}

/// A figure beats "none", "none" beats unknown, the smaller figure the larger.
Limit stricter(Limit a, Limit b) {
    if (a.value() && b.value()) {
        return *a.value() <= *b.value() ? a : b;
    }
    if (a.value() || b.value()) {
        return a.value() ? a : b;
    }
    return a.is_none() ? a : b;
}

}  // namespace

bool is_limit_key(std::string_view key) {
    return limit_key(key) != nullptr;
}

OsmLimits read_limits(const OsmTags& tags) {
    OsmLimits answer;
    for (const OsmTag& tag : tags) {
        const LimitKey* const key = limit_key(tag.key);
        if (key == nullptr || tag.value.empty()) {
            continue;
        }
        const std::optional<Limit> read = key->is_weight
                                              ? read_weight_kg(tag.value, key->value_max)
                                              : read_length_cm(tag.value, key->value_max);
        if (read) {
            Limit& limit = answer.limits.*(key->limit);
            limit = stricter(limit, *read);
        } else {
            answer.unreadable.push_back(tag);
        }
    }
    return answer;
}

}  // namespace relief
