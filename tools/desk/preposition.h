// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/release/release_book.h"
#include "core/data_source.h"
#include "core/rules.h"
#include "tools/desk/opened_books.h"
#include "tools/desk/plan.h"
#include "tools/desk/writing_desk.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// Goods on the road before the loss: a released warning drafts a plan through the same dispatcher
/// that answers reports, with what it costs if nothing comes beside what it gains if it does.
namespace relief {

/// rules/warning_needs.csv: whom a warning of a hazard and colour is taken to make leave. People of
/// its area x affected_share x relocated_ratio is P50; P10 and P90 lie ln_sd x 1.2816 around it.
struct WarningNeedsRule {
    std::string hazard;
    Colour colour = Colour::red;
    std::string need_hazard;  ///< whose quotas and season apply
    double affected_share = 0;
    double relocated_ratio = 0;
    double ln_sd = 0;
    double report_h = 0;  ///< from the loss to the first figures an ordinary plan could be made of
    int days = 1;         ///< goods of so many days go ahead
    int line = 0;         ///< of the table
    Source source;
};

/// bad_input with file, line and column.
[[nodiscard]] std::vector<WarningNeedsRule> load_warning_needs(const DataSource& source);

/// People of a county in the warning's area, and how many of them it may make leave.
struct ExpectedCounty {
    std::string code;
    std::string name;
    double people = 0;
    double p10 = 0;
    double p50 = 0;
    double p90 = 0;
};

/// What the goods gain at a place if it comes. Without them the first lorry is ordered when the
/// first report is in, `report_h` after the onset, and drives as long.
struct PlaceGain {
    std::string place;
    std::string name;
    double persons = 0;            ///< P50 x the share of its needs that is brought
    double persons_by_onset = 0;   ///< of them by what is there when it begins
    double hours = 0;              ///< mean over what is brought, by persons and weight of the need
    std::optional<Instant> first;  ///< arrival
};
struct IfItComes {
    double persons = 0;
    double persons_by_onset = 0;
    double hours = 0;
    std::vector<PlaceGain> places;  ///< by code
};

/// Goods that stand in the warning's area instead of at home, until they are driven back.
struct GoodsAway {
    std::string item;
    std::string unit;
    Units quantity = 0;
    double kg = 0;
};
/// A depot at or below what it keeps back, of an item that the plan takes of it.
struct DepotLeft {
    std::string depot;
    std::string name;
    std::string county;  ///< or the prefecture, the province, whose depot it is
    std::string item;
    Units before = 0;
    Units left = 0;
    Units floor = 0;  ///< of rules/reserve_floors.csv while no response stands
};
struct IfItDoesNot {
    double lorry_km = 0;  ///< there and back
    int lorries = 0;      ///< vehicles x trips
    double kg = 0;
    std::vector<GoodsAway> away;              ///< by item
    std::vector<DepotLeft> at_floor;          ///< nothing more can be taken of these
    std::vector<std::string> counties_bare;   ///< below a floor, by code
    std::vector<std::string> depots_exposed;  ///< that send, and lie in the area themselves
};

/// A shipment of the plan before that stands, or is called back.
struct StandingShipment {
    std::string shipment;
    std::string from;
    std::string to;
    std::string stage;  ///< departed, received, signed, drafted; "" where nobody ordered it
    std::string order;  ///< numbers, "" for none
    Instant depart;
    std::vector<ShipmentLine> lines;
};

enum class PrepositionKind { draft, replan, recall };
[[nodiscard]] std::string_view to_word(PrepositionKind kind);

struct Preposition {
    std::int64_t id = 0;  ///< of its row in the books
    std::optional<std::int64_t> replaces;
    PrepositionKind kind = PrepositionKind::draft;
    std::string warning;  ///< code of the case
    std::string message;  ///< identifier of what was released
    std::string event;    ///< code of the first of its chain: the plan's scenario
    std::string hazard;
    Colour colour = Colour::red;
    Instant at;
    Instant onset;
    Instant expires;
    std::optional<WarningNeedsRule> rule;  ///< none of a recall
    double people = 0;                     ///< in the area
    std::vector<ExpectedCounty> counties;
    std::optional<PlanRun> run;
    IfItComes comes;
    IfItDoesNot does_not;
    std::vector<StandingShipment> kept;
    std::vector<StandingShipment> recalled;
    double seconds = 0;  ///< from the question to the draft
};

struct PrepositionRequest {
    std::string warning;
    /// Shipments of the plan before that have left, over what its orders say: "S3,S7", "none".
    std::optional<std::string> departed;
    std::optional<std::filesystem::path> out;  ///< plan.json, report.html … go there
    std::uint64_t seed = 1;
};

/// `relief alert preposition`: a first draft, a newer one where the chain has one already (what has
/// left stands), or the recall where the warning was lifted or lowered below orange. The draft and
/// its plan are kept in the books. bad_input alert.unknown; refused alert.state where it is not the
/// message that stands, alert.preposition where its colour or hazard moves nobody and nothing is to
/// be called back; and everything of make_plan and make_replan.
[[nodiscard]] Preposition preposition_warning(const std::filesystem::path& data, const Books& db,
                                              const Asked& asked, const PrepositionRequest& request,
                                              const Progress& progress);

/// The two sides of a plan's price. Pure.
[[nodiscard]] IfItComes price_if_it_comes(const Desk& desk, const PlanRun& run,
                                          const WarningNeedsRule& rule, Instant onset);
[[nodiscard]] IfItDoesNot price_if_it_does_not(const Desk& desk, const PlanRun& run,
                                               const std::vector<std::string>& depots_inside);

/// `relief.preposition/1`.
[[nodiscard]] std::string preposition_json(const Preposition& answer);
[[nodiscard]] std::string preposition_text(const Preposition& answer, std::string_view language);

}  // namespace relief
