// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_file.h"

#include "core/data_source.h"
#include "core/error.h"
#include "core/json_depth.h"
#include "core/store/digest.h"
#include "routing/dispatch/committed.h"
#include "tools/desk/plan.h"

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using Json = nlohmann::ordered_json;

Error broken(const std::string& file, std::string field, std::string found, std::string expected) {
    return bad_input({.code = "json.field",
                      .message = "a field of the plan is missing, of another type or unknown",
                      .file = file,
                      .field = std::move(field),
                      .found = std::move(found),
                      .expected = std::move(expected)});
}

/// One JSON object of the file, read strictly.
class Fields {
  public:
    Fields(const Json& object, std::string where, std::string file)
        : object_(object), where_(std::move(where)), file_(std::move(file)) {
        if (!object.is_object()) {
            throw broken(file_, where_, object.type_name(), "an object");
        }
    }

    /// No field but these.
    const Fields& only(std::initializer_list<std::string_view> known) const {
        for (const auto& [key, value] : object_.items()) {
            if (std::find(known.begin(), known.end(), key) == known.end()) {
                throw broken(file_, place(key), key,
                             fmt::format("one of {}", fmt::join(known, ", ")));
            }
        }
        return *this;
    }

    [[nodiscard]] bool has(const std::string& key) const {
        return object_.contains(key) && !object_.at(key).is_null();
    }

    [[nodiscard]] const Json& any(const std::string& key) const {
        if (!object_.contains(key)) {
            throw broken(file_, place(key), "nothing", "a value");
        }
        return object_.at(key);
    }

    [[nodiscard]] std::string text(const std::string& key) const {
        const Json& value = any(key);
        if (!value.is_string()) {
            throw broken(file_, place(key), value.type_name(), "text");
        }
        return value.get<std::string>();
    }

    [[nodiscard]] std::string text_or(const std::string& key) const {
        return has(key) ? text(key) : "";
    }

    [[nodiscard]] std::int64_t whole(const std::string& key) const {
        const Json& value = any(key);
        const bool fits =
            value.is_number_integer() &&
            (!value.is_number_unsigned() ||
             value.get<std::uint64_t>() <= std::uint64_t{std::numeric_limits<std::int64_t>::max()});
        if (!fits) {
            throw broken(file_, place(key), value.dump().substr(0, 40), "a whole number");
        }
        return value.get<std::int64_t>();
    }

    [[nodiscard]] int small(const std::string& key, int low = 0) const {
        const std::int64_t value = whole(key);
        constexpr int high = std::numeric_limits<int>::max();
        if (value < low || value > high) {
            throw broken(file_, place(key), fmt::format("{}", value),
                         fmt::format("a whole number from {} to {}", low, high));
        }
        return static_cast<int>(value);
    }

    [[nodiscard]] std::uint64_t seed(const std::string& key) const {
        const Json& value = any(key);
        if (!value.is_number_unsigned()) {
            throw broken(file_, place(key), value.dump().substr(0, 40), "a whole number from 0 on");
        }
        return value.get<std::uint64_t>();
    }

    [[nodiscard]] Units count(const std::string& key) const {
        const std::int64_t value = whole(key);
        if (value < 0) {
            throw broken(file_, place(key), fmt::format("{}", value), "0 or more");
        }
        return value;
    }

    [[nodiscard]] double number(const std::string& key) const {
        const Json& value = any(key);
        if (!value.is_number()) {
            throw broken(file_, place(key), value.type_name(), "a number");
        }
        return value.get<double>();
    }

    [[nodiscard]] Instant time(const std::string& key) const {
        const std::string told = text(key);
        const auto at = parse_instant(told);
        if (!at) {
            throw broken(file_, place(key), told, "a time such as 2017-07-15T12:00+08:00");
        }
        return *at;
    }

    [[nodiscard]] Fields inner(const std::string& key) const {
        return {any(key), place(key), file_};
    }

    [[nodiscard]] std::vector<Fields> rows(const std::string& key) const {
        const Json& value = any(key);
        if (!value.is_array()) {
            throw broken(file_, place(key), value.type_name(), "a list");
        }
        std::vector<Fields> rows;
        for (std::size_t i = 0; i < value.size(); ++i) {
            rows.emplace_back(value[i], fmt::format("{}[{}]", place(key), i), file_);
        }
        return rows;
    }

    [[nodiscard]] std::vector<std::string> texts(const std::string& key) const {
        const Json& value = any(key);
        std::vector<std::string> texts;
        for (const Json& one : value.is_array() ? value : Json::array({value})) {
            if (!one.is_string()) {
                throw broken(file_, place(key), one.type_name(), "texts");
            }
            texts.push_back(one.get<std::string>());
        }
        return texts;
    }

  private:
    [[nodiscard]] std::string place(std::string_view key) const {
        return where_.empty() ? std::string(key) : fmt::format("{}.{}", where_, key);
    }

    const Json& object_;
    std::string where_;
    std::string file_;
};

ShipmentLine read_line(const Fields& row, const Rules& rules, const std::string& file) {
    row.only({"item", "lot", "quantity", "for_need", "counts_for"});
    ShipmentLine line{.item = row.text("item"),
                      .lot = row.text_or("lot"),
                      .quantity = row.count("quantity"),
                      .for_need = row.texts("for_need"),
                      .counts_for = row.count("counts_for")};
    if (rules.item(line.item) == nullptr) {
        throw broken(file, "item", line.item, "an item of rules/item_catalog.csv");
    }
    return line;
}

Shipment read_shipment(const Fields& row, const Rules& rules, const std::string& file) {
    row.only({"id",
              "from",
              "to",
              "depart",
              "arrive",
              "vehicle_class",
              "vehicles",
              "trips",
              "load_kg",
              "load_m3",
              "route",
              "lines",
              "fleet",
              "mode",
              "back",
              "tier",
              "open_point",
              "gap_km",
              "carry_minutes",
              "rest_minutes",
              "drivers",
              "ordered_at",
              "committed",
              "order"});
    const Fields route = row.inner("route");
    Shipment shipment{.id = row.text("id"),
                      .from = row.text("from"),
                      .to = row.text("to"),
                      .fleet = row.text("fleet"),
                      .depart = row.time("depart"),
                      .arrive = row.time("arrive"),
                      .back = row.time("back"),
                      .vehicle_class = row.text("vehicle_class"),
                      .vehicles = row.small("vehicles"),
                      .trips = row.small("trips"),
                      .load_kg = row.number("load_kg"),
                      .load_m3 = row.number("load_m3"),
                      .km = route.number("km"),
                      .minutes = route.small("minutes"),
                      .mode = row.text("mode"),
                      .open_point = row.text_or("open_point"),
                      .gap_km = row.number("gap_km"),
                      .carry_minutes = row.small("carry_minutes"),
                      .rest_minutes = row.small("rest_minutes"),
                      .drivers = row.small("drivers"),
                      .edges = route.texts("edges"),
                      .tier = row.text("tier"),
                      .committed = row.text_or("committed"),
                      .ordered_at = row.time("ordered_at"),
                      .order = row.text_or("order")};
    for (const Fields& line : row.rows("lines")) {
        shipment.lines.push_back(read_line(line, rules, file));
    }
    return shipment;
}

HandFigures read_hand_json(const Fields& hand) {
    hand.only({"place", "relocated", "collective", "days", "temp_c", "hazard", "month"});
    HandFigures figures;
    const auto number = [&](const char* key) {
        return hand.has(key) ? std::optional(hand.number(key)) : std::nullopt;
    };
    const auto whole = [&](const char* key) {
        return hand.has(key) ? std::optional(hand.small(key, std::numeric_limits<int>::min()))
                             : std::nullopt;
    };
    const auto text = [&](const char* key) {
        return hand.has(key) ? std::optional(hand.text(key)) : std::nullopt;
    };
    figures.place = text("place");
    figures.relocated = number("relocated");
    figures.collective = number("collective");
    figures.days = whole("days");
    figures.temp_c = number("temp_c");
    figures.hazard = text("hazard");
    figures.month = whole("month");
    return figures;
}

void read_origin(const Fields& origin, PlanFile& plan) {
    origin.only({"scenario", "at", "seed", "hand", "books", "causes"});
    plan.scenario = origin.text("scenario");
    plan.as_of = origin.time("at");
    plan.seed = origin.seed("seed");
    plan.hand = read_hand_json(origin.inner("hand"));
    const Fields books = origin.inner("books");
    books.only({"tables", "seq", "head"});
    plan.books = {
        .tables = books.text("tables"), .seq = books.whole("seq"), .head = books.text_or("head")};
    for (const Fields& row : origin.rows("causes")) {
        row.only({"id", "kind", "words", "zh", "en"});
        plan.causes.push_back({.id = row.text("id"),
                               .kind = row.text("kind"),
                               .words = row.texts("words"),
                               .zh = row.text("zh"),
                               .en = row.text("en")});
    }
}

void read_needs(const Fields& document, PlanFile& plan) {
    for (const Fields& row : document.rows("needs")) {
        plan.needs.push_back({.id = row.text("id"),
                              .place = row.text("place"),
                              .item = row.text("item"),
                              .unit = row.text("unit"),
                              .quantity = row.count("quantity"),
                              .by = row.time("by"),
                              .persons = row.number("persons"),
                              .weight = row.number("weight"),
                              .rule = row.text("rule"),
                              .report = row.text_or("report")});
    }
}

void read_unmet(const Fields& document, PlanFile& plan) {
    for (const Fields& row : document.rows("unmet")) {
        row.only(
            {"need", "quantity", "cause", "detail", "detail_zh", "limits", "left_when_lifted"});
        Unmet unmet{.need = row.text("need"),
                    .quantity = row.count("quantity"),
                    .cause = row.text("cause"),
                    .detail = row.text("detail"),
                    .detail_zh = row.text("detail_zh"),
                    .limits = row.texts("limits")};
        if (row.has("left_when_lifted")) {
            unmet.left_when_lifted = row.count("left_when_lifted");
        }
        plan.unmet.push_back(std::move(unmet));
    }
}

void read_levels(const Fields& document, PlanFile& plan) {
    for (const Fields& row : document.inner("objective").rows("levels")) {
        plan.levels.push_back({.name = row.text("name"),
                               .unit = row.text("unit"),
                               .value = row.number("value"),
                               .bound = row.number("bound"),
                               .maximise = row.text("sense") == "max",
                               .keeps = row.text("keeps")});
    }
}

Json parse(const std::string& text, const std::string& file) {
    check_json_depth(text, file);
    try {
        return Json::parse(text);
    } catch (const nlohmann::json::exception& error) {
        throw bad_input({.code = "json.syntax",
                         .message = "the plan's file is no JSON",
                         .file = file,
                         .found = std::string(error.what()).substr(0, 200),
                         .expected = "plan.json as relief plan --out writes it"});
    }
}

void check_schema(const Json& document, const std::string& file) {
    const std::string schema =
        document.is_object() && document.contains("schema") && document["schema"].is_string()
            ? document["schema"].get<std::string>()
            : "nothing";
    if (schema != "relief.plan/1") {
        throw broken(file, "schema", schema, "relief.plan/1");
    }
}

Json levels_json_of(const std::vector<ObjectiveLevel>& levels) {
    Json rows = Json::array();
    for (const ObjectiveLevel& level : levels) {
        rows.push_back({{"name", level.name},
                        {"unit", level.unit},
                        {"value", level.value},
                        {"sense", level.maximise ? "max" : "min"}});
    }
    return rows;
}

}  // namespace

const Shipment& PlanFile::shipment(std::string_view name, std::string_view option) const {
    const bool is_number =
        !name.empty() && std::all_of(name.begin() + (name.front() == 'S' || name.front() == 's'),
                                     name.end(), [](char c) { return c >= '0' && c <= '9'; });
    for (const Shipment& shipment : shipments) {
        if (shipment.id == name ||
            (is_number && shipment_number(shipment.id) == shipment_number(std::string(name)))) {
            return shipment;
        }
    }
    throw bad_input({.code = "shipment.unknown",
                     .message = "the plan has no such shipment",
                     .file = file.string(),
                     .field = std::string(option),
                     .found = std::string(name),
                     .expected = shipments.empty() ? "a plan that sends something"
                                                   : fmt::format("{} to {}", shipments.front().id,
                                                                 shipments.back().id)});
}

PlanFile read_plan_file(const std::filesystem::path& file, const Rules& rules) {
    return read_plan_text(read_file(file), file, rules);
}

PlanFile read_plan_text(const std::string& text, const std::filesystem::path& file,
                        const Rules& rules) {
    const std::string name = file.string();
    const Json document = parse(text, name);
    check_schema(document, name);
    const Fields fields(document, "", name);
    fields.only({"schema",       "scenario",       "as_of",     "seed",
                 "shifted_days", "levels",         "needs",     "shipments",
                 "unmet",        "objective",      "gap",       "warnings",
                 "notices",      "contradictions", "heads",     "closures_in_force",
                 "until",        "made_from",      "replan",    "digest",
                 "kits",         "fairness",       "scenarios", "reasons",
                 "what_if",      "seconds"});
    PlanFile plan{.file = file, .digest = fields.text("digest")};
    if (plan_digest(document) != plan.digest) {
        throw bad_input({.code = "plan.changed",
                         .message = "the plan's file is not as it was written; change a plan by "
                                    "relief edit, never by hand",
                         .file = name,
                         .field = "digest",
                         .found = plan_digest(document),
                         .expected = plan.digest});
    }
    read_origin(fields.inner("made_from"), plan);
    read_needs(fields, plan);
    for (const Fields& row : fields.rows("shipments")) {
        plan.shipments.push_back(read_shipment(row, rules, name));
    }
    read_unmet(fields, plan);
    read_levels(fields, plan);
    plan.gap = fields.number("gap");
    plan.is_replan = fields.has("replan");
    return plan;
}

Json made_from_json(const PlanRun& run) {
    const auto value = [](const auto& figure) { return figure ? Json(*figure) : Json(nullptr); };
    const HandFigures& hand = run.hand;
    Json causes = Json::array();
    for (const PlanCause& cause : run.causes) {
        causes.push_back({{"id", cause.id},
                          {"kind", cause.kind},
                          {"words", cause.words},
                          {"zh", cause.zh},
                          {"en", cause.en}});
    }
    return {{"scenario", run.scenario.incident.id},
            {"at", format_instant(run.as_of)},
            {"seed", run.seed},
            {"hand",
             {{"place", value(hand.place)},
              {"relocated", value(hand.relocated)},
              {"collective", value(hand.collective)},
              {"days", value(hand.days)},
              {"temp_c", value(hand.temp_c)},
              {"hazard", value(hand.hazard)},
              {"month", value(hand.month)}}},
            {"books",
             {{"tables", run.books.tables},
              {"seq", run.books.seq},
              {"head", run.books.head.empty() ? Json(nullptr) : Json(run.books.head)}}},
            {"causes", std::move(causes)}};
}

std::string plan_digest(const Json& document) {
    Json bare = document;
    bare.erase("seconds");
    bare.erase("digest");
    return sha256_hex(bare.dump());
}

Json plan_changes_json(const PlanChanges& changes) {
    Json lines = Json::array();
    for (const PlanChange& change : changes.lines) {
        lines.push_back({{"from", change.from},
                         {"to", change.to},
                         {"item", change.item},
                         {"before", change.before},
                         {"after", change.after},
                         {"shipments_before", change.shipments_before},
                         {"shipments_after", change.shipments_after},
                         {"cause", change.cause},
                         {"because", change.because.empty() ? Json(nullptr) : Json(change.because)},
                         {"zh", change.zh},
                         {"en", change.en}});
    }
    Json detours = Json::array();
    for (const PlanDetour& detour : changes.detours) {
        detours.push_back(
            {{"shipment", detour.shipment},
             {"cause", detour.cause},
             {"because", detour.because.empty() ? Json(nullptr) : Json(detour.because)},
             {"arrive_before", format_instant(detour.arrive_before)},
             {"arrive_after", format_instant(detour.arrive_after)},
             {"km_before", detour.km_before},
             {"km_after", detour.km_after}});
    }
    Json proposals = Json::array();
    for (const PlanProposal& proposal : changes.proposals) {
        proposals.push_back(
            {{"kind", proposal.kind},
             {"order", proposal.order.empty() ? Json(nullptr) : Json(proposal.order)},
             {"shipment", proposal.shipment},
             {"from", proposal.from},
             {"to", proposal.to.empty() ? Json(nullptr) : Json(proposal.to)},
             {"item", proposal.item},
             {"quantity", proposal.quantity},
             {"zh", proposal.zh},
             {"en", proposal.en}});
    }
    return {{"plan_before", changes.plan_before},
            {"as_of_before", format_instant(changes.as_of_before)},
            {"made_anew", changes.made_anew},
            {"kept_lacking", changes.kept_lacking},
            {"anew_lacking", changes.anew_lacking},
            {"trips_in_hand", changes.trips_in_hand},
            {"trips_possible", changes.trips_possible},
            {"trips_changed", changes.trips_changed},
            {"levels_before", levels_json_of(changes.levels_before)},
            {"changes", std::move(lines)},
            {"detours", std::move(detours)},
            {"proposals", std::move(proposals)}};
}

}  // namespace relief
