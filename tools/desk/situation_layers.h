// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/report_book.h"
#include "core/store/database.h"
#include "tools/desk/desk.h"
#include "tools/desk/situation.h"

#include <filesystem>
#include <vector>

namespace relief {

/// The books as they were known, and what is read beside them.
struct SituationBooks {
    Database& database;
    const Desk& desk;  ///< rules, places, baseline and roads; not its stock
    std::filesystem::path data;
    Instant at;
};

/// An event that had not ended, with the reports that stand and the tree they roll up to.
struct SituationIncident {
    BookIncident incident;
    std::vector<FieldReport> reports;
};
[[nodiscard]] std::vector<SituationIncident> open_events(const SituationBooks& books);

/// depots: id, name, kind (province, consignment, city, county), owner, keeper, stock_share (of the
/// standard, mean over its items, each at most 1), quarters (0 to 4), people (standard), short
/// (items below it), doubtful, stopped, because[], phone, vehicles[{class, count}].
[[nodiscard]] SituationLayer depots_layer(const SituationBooks& books);
/// suppliers: id, name, item, item_zh, on_hand, daily_capacity, unit, from, to, in_force.
[[nodiscard]] SituationLayer suppliers_layer(const SituationBooks& books);
/// closures: id, state (full, part, unconfirmed), words, cause, place, from, to, confidence,
/// source. Those lifted, opened again or not begun are not in it.
[[nodiscard]] SituationLayer closures_layer(const SituationBooks& books);
/// convoys: order, number, event, from, to, departed, expected, late, late_minutes, last_signal,
/// no_signal, where, position_from (checkpoint, depot), heading (degrees clockwise from north,
/// along `route`), route (positions of the way on, empty where the roads tell none), destination,
/// because.
[[nodiscard]] SituationLayer convoys_layer(const SituationBooks& books);
/// needs: event, county, name, people, collective, report, as_of, covered_share (received, mean
/// over items), sent_share (received or on the way), items[{item, zh, unit, need, received,
/// in_transit}].
[[nodiscard]] SituationLayer needs_layer(const SituationBooks& books,
                                         const std::vector<SituationIncident>& events);
/// warnings: chain, headline, event, colour (blue … red), level (1 red to 4 blue; both null where
/// the message tells none), severity, sender, sent, from, to, own, areas[], circles[{centre,
/// radius_km}], which GeoJSON has no form for.
[[nodiscard]] SituationLayer warnings_layer(const SituationBooks& books);
/// reports: event, label, unit, name, kind, stat_time, received_at, reporter, flag,
/// figures[{metric, value, bound, exactness}].
[[nodiscard]] SituationLayer reports_layer(const SituationBooks& books,
                                           const std::vector<SituationIncident>& events);
/// silent: event, unit, name, county, place_known: units from which nothing came though their
/// neighbours reported.
[[nodiscard]] SituationLayer silent_layer(const SituationBooks& books,
                                          const std::vector<SituationIncident>& events);

}  // namespace relief
