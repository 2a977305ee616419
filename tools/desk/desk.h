// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/places.h"
#include "core/rules.h"
#include "reserves/care/agreement.h"
#include "reserves/care/hazard.h"
#include "reserves/depot.h"
#include "reserves/exchange/import_rules.h"
#include "reserves/stock_view.h"
#include "routing/dispatch/rules.h"
#include "routing/network/road_network.h"
#include "tools/desk/closure_book.h"
#include "tools/desk/opened_books.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace relief {

/// Everything the operations read: tables, books, roads. Loaded once, then const.
struct Desk {
    std::filesystem::path data;  ///< the folder data/ (scenarios and map layers are read from it)
    Rules rules;
    Places places;
    Baseline baseline;
    StockView stock;  ///< from the books, not from the csv
    RoadNetwork network;
    std::vector<ItemPack> packs;
    DispatchRules dispatch;  ///< as shipped in `data`, also for books made before a table of it
    /// Of the books alone; empty where there are none.
    std::vector<OpenHazard> stops;        ///< open hazards of grade 1: their sites give nothing
    std::vector<LotStock> stopped_stock;  ///< good goods at those sites, not in `stock`
    std::vector<Agreement> agreements;    ///< whose newest terms and figures are in `baseline`
    CareRules care;
    /// The use that goods of an item and lot were given for.
    std::map<std::pair<std::string, std::string>, std::string> designated;
    std::vector<BookClosure> closures;  ///< told to the desk; plan_closures puts them on `network`
};

/// data/ as found from the program's own place: beside it, in share/relief beside its bin, or up
/// the source tree from build/PRESET. bad_input (file.missing) where there is none.
[[nodiscard]] std::filesystem::path find_data_folder(const std::filesystem::path& program);

/// Opens the books of `db` read-only, or, without one, a fresh in-memory copy of data/. Goods that
/// are held at `now` are not in its stock; by default those of every hold that has not ended. The
/// contracts and agreements of the books stand in the place of the baseline's.
[[nodiscard]] Desk open_desk(const std::filesystem::path& data, const std::optional<Books>& db,
                             Instant now = {});

}  // namespace relief
