// SPDX-License-Identifier: Apache-2.0
#include "reserves/ledger/ledger.h"

#include "core/error.h"
#include "reserves/ledger/posting.h"
#include "reserves/ledger/stage.h"

#include <algorithm>
#include <array>
#include <utility>

namespace relief {
namespace {

constexpr std::array<std::string_view, 8> real_stages{"on_hand",    "picked",      "loaded",
                                                      "in_transit", "at_receiver", "on_loan",
                                                      "quarantine", "await_scrap"};

constexpr std::array<std::string_view, 14> counter_stages{
    "opening",  "purchased",    "from_upper",  "donated", "issued_to_people",
    "scrapped", "found",        "lost",        "kit_in",  "kit_out",
    "replaced", "owner_change", "compensated", "borrowed"};

/// "in_transit(o17)" -> "in_transit".
std::string_view base_of(std::string_view stage) {
    const std::size_t open = stage.find('(');
    return open != std::string_view::npos && stage.back() == ')' ? stage.substr(0, open) : stage;
}

}  // namespace

bool is_real_stage(std::string_view stage) {
    return std::find(real_stages.begin(), real_stages.end(), base_of(stage)) != real_stages.end();
}

bool is_known_stage(std::string_view stage) {
    return is_real_stage(stage) || std::find(counter_stages.begin(), counter_stages.end(),
                                             base_of(stage)) != counter_stages.end();
}

bool is_use(std::string_view stage) {
    constexpr std::array<std::string_view, 4> uses{"picked", "loaded", "on_loan",
                                                   "issued_to_people"};
    return std::find(uses.begin(), uses.end(), base_of(stage)) != uses.end();
}

std::int64_t post_movement(Database& database, const Movement& movement, Instant recorded_at) {
    std::int64_t id = 0;
    database.transaction([&] {
        Posting posting(database);
        id = posting.post(movement, recorded_at, "movement.post", movement.idempotency_key);
    });
    return id;
}

}  // namespace relief
