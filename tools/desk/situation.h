// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"
#include "tools/desk/opened_books.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// One layer of the map. Features are GeoJSON (RFC 7946); a thing whose place nobody knows has a
/// null geometry and is in the list all the same.
struct SituationLayer {
    std::string id;  ///< depots, suppliers, closures, convoys, needs, warnings, reports, silent
    std::string zh;
    std::string en;
    std::optional<Instant> data_time;  ///< of the newest thing in it; nothing where it is empty
    /// Where it is empty: when something of its kind was last recorded by then.
    std::optional<Instant> last_before;
    std::string source;
    std::string flag;  ///< read, derived, assumption, synthetic …
    std::size_t count = 0;
    std::string features = "[]";  ///< JSON: an array of GeoJSON features
};

/// A moment of the slider: something that was recorded.
struct SituationEvent {
    Instant at;
    std::int64_t seq = 0;
    std::string kind;  ///< the operation: report.add, closure.add, order.sign, alert.release …
    std::string zh;
    std::string en;
};

/// What the map shows: the situation as it was known at a moment.
struct Situation {
    Instant at;
    bool looks_back = false;  ///< asked about an earlier moment
    std::int64_t seq = 0;     ///< the last row of the journal that was known
    std::vector<SituationLayer> layers;
    std::vector<SituationEvent> events;  ///< all of the books, also those after `at`
};

/// `at`: only what was recorded by then, as the books were then; else now. bad_input
/// argument.value where `at` lies after `now`.
[[nodiscard]] Situation read_situation(const std::filesystem::path& data, const Books& db,
                                       std::optional<Instant> at, Instant now);

/// relief.situation/1.
[[nodiscard]] std::string situation_json(const Situation& situation);
[[nodiscard]] std::string situation_text(const Situation& situation, std::string_view language);

/// The ground of the map, which no moment changes: counties, rivers and lakes, and the roads of
/// each class as one line of many parts, thinned for the screen.
[[nodiscard]] std::vector<SituationLayer> read_situation_base(const std::filesystem::path& data);

/// relief.situation_base/1, without blanks: it is the largest document there is.
[[nodiscard]] std::string situation_base_json(const std::vector<SituationLayer>& base);
[[nodiscard]] std::string situation_base_text(const std::vector<SituationLayer>& base,
                                              std::string_view language);

/// The borders of the counties by code, thinned to `tolerance_m`, as GeoJSON geometries.
[[nodiscard]] std::map<std::string, std::string> county_outlines(const std::filesystem::path& data,
                                                                 double tolerance_m);

}  // namespace relief
