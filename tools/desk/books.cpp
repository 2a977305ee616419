// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/books.h"

#include "reserves/ledger/ledger.h"

#include <utility>

namespace relief {
namespace {

Desk read_desk(const std::filesystem::path& data, const DataSource& source) {
    Rules rules = load_rules(source);
    Places places(source);
    Baseline baseline = load_baseline(source, rules, places);
    RoadNetwork network = load_road_network(source, places);
    return {.data = data,
            .rules = std::move(rules),
            .places = std::move(places),
            .baseline = std::move(baseline),
            .stock = {},
            .network = std::move(network)};
}

}  // namespace

AskedBooks::AskedBooks(const std::filesystem::path& data, const std::optional<Books>& db)
    : tables_(data, db) {
    const std::shared_ptr<OpenedBooks> kept = db ? db->kept : nullptr;
    desk_ = kept ? kept->desk : nullptr;
    if (desk_ == nullptr) {
        desk_ = std::make_shared<const Desk>(read_desk(data, tables_.source()));
    }
    if (kept) {
        kept->desk = desk_;
    }
    if (tables_.database() == nullptr) {
        memory_ = std::make_unique<Database>(Database::in_memory());
        open_books(*memory_, tables_.source(), desk_->rules, desk_->baseline,
                   beijing_midnight(desk_->baseline.picture_on));
    }
}

Database& AskedBooks::database() noexcept {
    return memory_ ? *memory_ : *tables_.database();
}

Instant AskedBooks::moment(Instant now) const {
    return memory_ ? beijing_midnight(desk_->baseline.picture_on) + std::chrono::hours{12} : now;
}

}  // namespace relief
