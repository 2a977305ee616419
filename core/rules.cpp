// SPDX-License-Identifier: Apache-2.0
#include "core/rules.h"

#include "core/error.h"
#include "core/table/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <set>
#include <utility>

namespace relief {
namespace {

constexpr std::array<std::string_view, 6> flag_names{"read",    "read-secondary", "recalled",
                                                     "derived", "assumption",     "synthetic"};
constexpr double most = 1e12;  // no figure of a table is larger; a larger one is a slip of the pen

int small(const CsvRow& row, std::string_view column, int low, int high) {
    return static_cast<int>(row.integer(column, low, high));
}

/// A number above zero.
double positive(const CsvRow& row, std::string_view column) {
    const double value = row.number(column, 0, most);
    if (value <= 0) {
        throw row.error("csv.range", column, "the number is out of range", "a number above 0");
    }
    return value;
}

std::array<bool, 12> months_of(const CsvRow& row) {
    const std::string mask = row.required("month_mask");
    std::array<bool, 12> months{};
    if (mask.size() != months.size() || mask.find_first_not_of("01") != std::string::npos) {
        throw row.error("csv.value", "month_mask", "the months are not told",
                        "12 signs of 0 or 1, January first");
    }
    std::transform(mask.begin(), mask.end(), months.begin(), [](char c) { return c == '1'; });
    return months;
}

std::vector<std::string> split(std::string_view text, std::string_view separator) {
    std::vector<std::string> parts;
    while (true) {
        const std::size_t at = text.find(separator);
        parts.emplace_back(text.substr(0, at));
        if (at == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(at + separator.size());
    }
}

template <typename Rows>
auto* find_id(Rows& rows, std::string_view id) {
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.id == id; });
    return found == rows.end() ? nullptr : &*found;
}

/// The field names a row of another table; refused where there is none.
template <typename Rows>
void check_reference(const CsvRow& row, std::string_view column, const Rows& rows,
                     std::string_view id, std::string_view table) {
    if (find_id(rows, id) == nullptr) {
        throw row.error("csv.reference", column, fmt::format("\"{}\" does not exist", id),
                        fmt::format("a row of {}", table));
    }
}

/// Reads the tables in such an order that a row can be checked against those it names, while its
/// line is still known.
class RulesReader {
  public:
    explicit RulesReader(const DataSource& source) : source_(source) {}

    Rules read() {
        read_metrics();
        read_plans();
        read_thresholds();
        read_items();
        read_parameters();
        read_census();
        read_deadlines();
        read_quotas();
        read_substitutes();
        read_growth();
        read_floors();
        read_tiers();
        read_vehicles();
        read_vehicle_limits();
        read_handling();
        return std::move(rules_);
    }

  private:
    CsvTable open(std::string_view name, std::initializer_list<std::string_view> columns) const {
        return {source_.read(name), source_.shown_name(name), columns};
    }
    /// A table must have a row for each of `wanted`.
    static void check_there(const CsvTable& table, std::string_view column,
                            const std::set<std::string, std::less<>>& there,
                            std::initializer_list<std::string_view> wanted);

    void read_metrics();
    void read_plans();
    void read_thresholds();
    void check_threshold(const CsvRow& row, const ThresholdRule& rule) const;
    void read_items();
    void read_parameters();
    void read_census();
    void read_deadlines();
    void read_quotas();
    QuotaRule read_quota(const CsvRow& row) const;
    void read_quota_share(const CsvRow& row, QuotaRule& rule) const;
    void read_substitutes();
    void read_growth();
    void read_floors();
    void read_tiers();
    void read_vehicles();
    void read_vehicle_limits();
    void read_handling();

    const DataSource& source_;
    Rules rules_;
};

void RulesReader::check_there(const CsvTable& table, std::string_view column,
                              const std::set<std::string, std::less<>>& there,
                              std::initializer_list<std::string_view> wanted) {
    for (const std::string_view name : wanted) {
        if (!there.contains(name)) {
            throw bad_input({.code = "csv.reference",
                             .message = "the table has no row for what the program asks for",
                             .file = table.file(),
                             .line = 1,
                             .field = std::string(column),
                             .found = "no such row",
                             .expected = fmt::format("a row for {}", name)});
        }
    }
}

/// "relocated + needing_urgent_aid" is a sum, "a / b" a ratio, "relocated" the metric itself.
Metric read_metric(const CsvRow& row) {
    Metric metric{
        .id = row.required("metric"),
        .name_zh = row.required("cn_name"),
        .unit = row.required("unit"),
        .aggregate = row.one_of("aggregate_over_units", {"sum", "max_per_unit_then_sum", "ratio"})};
    const std::string formula = row.required("formula");
    const bool is_ratio = formula.find('/') != std::string::npos;
    metric.parts = split(formula, is_ratio ? " / " : " + ");
    if (is_ratio != (metric.aggregate == "ratio") || (is_ratio && metric.parts.size() != 2)) {
        throw row.error("csv.value", "formula", "formula and aggregate_over_units disagree",
                        "\"a / b\" for a ratio, \"a\" or \"a + b\" for the others");
    }
    return metric;
}

void RulesReader::read_metrics() {
    constexpr std::string_view name = "rules/metrics.csv";
    const CsvTable table =
        open(name, {"metric", "cn_name", "unit", "aggregate_over_units", "formula"});
    table.check_key("metric");
    for (std::size_t i = 0; i < table.size(); ++i) {
        rules_.metrics.push_back(read_metric(table.row(i)));
    }
    for (std::size_t i = 0; i < table.size(); ++i) {
        const Metric& metric = rules_.metrics[i];
        for (const std::string& part : metric.parts) {
            // What a ratio is divided by need not be a loss (agricultural population).
            if (metric.aggregate != "ratio" || &part == &metric.parts.front()) {
                check_reference(table.row(i), "formula", rules_.metrics, part, name);
            }
        }
    }
}

ResponsePlan read_plan(const CsvRow& row) {
    constexpr std::array<std::string_view, 4> statuses{"official", "default_unverified", "not_read",
                                                       "comparator"};
    ResponsePlan plan{.id = row.required("plan_id"),
                      .title = row.required("title"),
                      .jurisdiction_code = row.text("jurisdiction_code"),
                      .jurisdiction_level = row.one_of("jurisdiction_level",
                                                       {"country", "province", "city", "county"}),
                      .valid_from = row.optional_date("valid_from"),
                      .valid_to = row.optional_date("valid_to_excl"),
                      .counts_missing_as_dead = row.boolean("counts_missing_as_dead")};
    const std::string status = row.one_of("status", statuses);
    plan.status = static_cast<PlanStatus>(std::find(statuses.begin(), statuses.end(), status) -
                                          statuses.begin());
    if (plan.status == PlanStatus::comparator) {
        return plan;
    }
    const std::string code = row.required("jurisdiction_code");
    if (code.size() != 6 || code.find_first_not_of("0123456789x") != std::string::npos) {
        throw row.error("csv.value", "jurisdiction_code", "this is no code of a division",
                        "6 digits, x for any");
    }
    const Date from = row.date("valid_from");
    if (plan.valid_to && *plan.valid_to <= from) {
        throw row.error("csv.value", "valid_to_excl", "the plan ends before it begins",
                        "a day after " + format_date(from));
    }
    return plan;
}

void RulesReader::read_plans() {
    const CsvTable table =
        open("rules/response_plans.csv",
             {"plan_id", "title", "jurisdiction_code", "jurisdiction_level", "valid_from",
              "valid_to_excl", "counts_missing_as_dead", "status"});
    table.check_key("plan_id");
    for (std::size_t i = 0; i < table.size(); ++i) {
        rules_.plans.push_back(read_plan(table.row(i)));
    }
}

void RulesReader::read_thresholds() {
    const CsvTable table =
        open("rules/response_levels.csv",
             {"rule_id", "plan_id", "level", "metric", "lower_comparator", "lower",
              "upper_comparator", "upper", "unit", "scope", "condition", "source", "flag"});
    table.check_key("rule_id");
    rules_.thresholds.reserve(table.size());
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        ThresholdRule rule{
            .id = row.required("rule_id"),
            .plan = row.required("plan_id"),
            .level = small(row, "level", 0, 4),
            .metric = row.required("metric"),
            .lower = row.number("lower", 0, most),
            .upper = row.optional_number("upper", 0, most),
            .unit = row.required("unit"),
            .scope = row.one_of("scope", {"jurisdiction", "one_prefecture", "neighbour_province"}),
            .condition = row.one_of("condition", {"any", "drought", "earthquake_M_ge_5"}),
            .source = source_of(row)};
        check_threshold(row, rule);
        rules_.thresholds.push_back(std::move(rule));
    }
}

void RulesReader::check_threshold(const CsvRow& row, const ThresholdRule& rule) const {
    check_reference(row, "plan_id", rules_.plans, rule.plan, "rules/response_plans.csv");
    check_reference(row, "metric", rules_.metrics, rule.metric, "rules/metrics.csv");
    // A comparator may tell when a response starts without telling its level.
    if (rule.level == 0 && rules_.plan(rule.plan)->status != PlanStatus::comparator) {
        throw row.error("csv.range", "level", "the number is out of range",
                        "a whole number from 1 to 4");
    }
    const std::string& unit = rules_.metric(rule.metric)->unit;
    if (rule.unit != unit) {
        throw row.error("csv.value", "unit", "the unit is not that of the metric", unit);
    }
    (void)row.one_of("lower_comparator", {"ge"});
    if (row.text("upper_comparator") != (rule.upper ? "lt" : "")) {
        throw row.error("csv.value", "upper_comparator", "comparator and upper bound disagree",
                        "lt beside an upper bound, nothing without one");
    }
    if (rule.upper && *rule.upper <= rule.lower) {
        throw row.error("csv.range", "upper", "the upper bound is not above the lower one",
                        fmt::format("a number above {}", rule.lower));
    }
}

void RulesReader::read_items() {
    const CsvTable table = open("rules/item_catalog.csv",
                                {"item_id", "cn_name", "en_name", "class", "unit", "weight_kg",
                                 "weight_flag", "volume_m3", "volume_flag", "shelf_life_days"});
    table.check_key("item_id");
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        Item item{.id = row.required("item_id"),
                  .name_zh = row.required("cn_name"),
                  .name_en = row.required("en_name"),
                  .item_class = row.required("class"),
                  .unit = row.required("unit"),
                  .weight_kg = positive(row, "weight_kg"),
                  .volume_m3 = positive(row, "volume_m3"),
                  .shelf_life_days = small(row, "shelf_life_days", 0, 36500),
                  .weight_flag = flag_of(row, "weight_flag"),
                  .volume_flag = flag_of(row, "volume_flag")};
        item.decimals = item.unit == "kg" || item.unit == "L" || item.unit == "m2" ? 3 : 0;
        rules_.items.push_back(std::move(item));
    }
}

void RulesReader::read_parameters() {
    const CsvTable table =
        open("rules/needs_parameters.csv", {"param", "value", "applies_to", "source", "flag"});
    table.check_key({"param", "applies_to"});
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        rules_.parameters.push_back({.id = row.required("param"),
                                     .value = row.number("value", 0, most),
                                     .applies_to = row.required("applies_to"),
                                     .source = source_of(row)});
    }
}

void RulesReader::read_census() {
    const CsvTable divisions = open("rules/jilin_divisions.csv", {"code", "kind"});
    std::set<std::string> counties;
    for (std::size_t i = 0; i < divisions.size(); ++i) {
        if (divisions.row(i).text("kind") == "county") {
            counties.insert(divisions.row(i).required("code"));
        }
    }
    const CsvTable table =
        open("reference/jilin/census2020/jilin_county_population_total.csv",
             {"code", "pop2020_total", "share_age0", "share_age65p", "share_women15_49"});
    table.check_key("code");
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        CensusRow census{.code = row.required("code"),
                         .population = row.integer("pop2020_total", 1, 100'000'000)};
        if (!counties.contains(census.code)) {
            throw row.error("csv.reference", "code", "this is no code of a county",
                            "a county of rules/jilin_divisions.csv");
        }
        for (const std::string& column : table.columns()) {
            if (column.starts_with("share_")) {
                census.shares[column] = row.number(column, 0, 1);
            }
        }
        rules_.census.push_back(std::move(census));
    }
}

void RulesReader::read_deadlines() {
    const CsvTable table =
        open("rules/need_deadlines.csv", {"need", "due_h", "weight", "source", "flag"});
    table.check_key("need");
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        rules_.deadlines.push_back({.need = row.required("need"),
                                    .due_h = small(row, "due_h", 1, 24 * 365),
                                    .weight = positive(row, "weight"),
                                    .source = source_of(row)});
    }
}

void RulesReader::read_quotas() {
    const CsvTable table =
        open("rules/needs_quota.csv",
             {"quota_id", "item_id", "need", "basis", "share", "share_kind", "qty", "per",
              "time_basis", "day_from", "day_to", "month_mask", "temp_below_c", "alt_group",
              "alt_rank", "combine", "default_on", "source", "flag"});
    table.check_key("quota_id");
    for (std::size_t i = 0; i < table.size(); ++i) {
        rules_.quotas.push_back(read_quota(table.row(i)));
    }
}

QuotaRule RulesReader::read_quota(const CsvRow& row) const {
    QuotaRule rule{
        .id = row.required("quota_id"),
        .item = row.required("item_id"),
        .need = row.required("need"),
        .basis = row.one_of("basis", {"relocated", "relocated_collective", "tents12", "stoves"}),
        .quantity = positive(row, "qty"),
        .per = positive(row, "per"),
        .per_day = row.one_of("time_basis", {"once", "per_day"}) == "per_day",
        .months = months_of(row),
        .temp_below_c = row.optional_number("temp_below_c", -60, 60),
        .alternative_group = row.text("alt_group"),
        .alternative_rank = small(row, "alt_rank", 1, 9),
        .combine = row.one_of("combine", {"sum", "max", "sum_cap_basis"}),
        .default_on = row.boolean("default_on"),
        .source = source_of(row)};
    check_reference(row, "item_id", rules_.items, rule.item, "rules/item_catalog.csv");
    if (rules_.deadline(rule.need) == nullptr) {
        throw row.error("csv.reference", "need", "this class of need has no deadline",
                        "a need of rules/need_deadlines.csv");
    }
    if (const auto day = row.optional_integer("day_from", 1, 366)) {
        rule.day_from = static_cast<int>(*day);
    }
    if (const auto day = row.optional_integer("day_to", rule.day_from.value_or(1), 366)) {
        rule.day_to = static_cast<int>(*day);
    }
    read_quota_share(row, rule);
    return rule;
}

void RulesReader::read_quota_share(const CsvRow& row, QuotaRule& rule) const {
    rule.share_kind = row.one_of("share_kind", {"fixed", "param", "census"});
    rule.share = row.required("share");
    if (rule.share_kind == "fixed") {
        (void)row.number("share", 0, 1);
    } else if (rule.share_kind == "param") {
        check_reference(row, "share", rules_.parameters, rule.share, "rules/needs_parameters.csv");
    } else if (rules_.census.empty() || !rules_.census.front().shares.contains(rule.share)) {
        throw row.error("csv.reference", "share", "the census table has no such share",
                        "a share_… column of jilin_county_population_total.csv");
    }
}

void RulesReader::read_substitutes() {
    constexpr std::string_view catalog = "rules/item_catalog.csv";
    const CsvTable table =
        open("rules/substitutes.csv", {"substitute_id", "item_id", "stands_for", "rate", "rank",
                                       "month_mask", "penalty", "source", "flag"});
    table.check_key("substitute_id");
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        Substitute substitute{.id = row.required("substitute_id"),
                              .item = row.required("item_id"),
                              .needs = split(row.required("stands_for"), "+"),
                              .rate = small(row, "rate", 1, 1000),
                              .rank = small(row, "rank", 2, 9),
                              .months = months_of(row),
                              .penalty = row.number("penalty", 0, 1),
                              .source = source_of(row)};
        check_reference(row, "item_id", rules_.items, substitute.item, catalog);
        for (const std::string& need : substitute.needs) {
            check_reference(row, "stands_for", rules_.items, need, catalog);
            if (need == substitute.item) {
                throw row.error("csv.value", "stands_for", "an item cannot stand for itself",
                                "another item");
            }
        }
        rules_.substitutes.push_back(std::move(substitute));
    }
}

void RulesReader::read_growth() {
    const CsvTable table =
        open("rules/deprivation_growth.csv", {"from_h", "factor", "source", "flag"});
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        const DeprivationStep step{.from_h = small(row, "from_h", 0, 24 * 365),
                                   .factor = positive(row, "factor"),
                                   .source = source_of(row)};
        if (i == 0 && step.from_h != 0) {
            throw row.error("csv.value", "from_h", "the first step does not start at once", "0");
        }
        if (i > 0 && step.from_h <= rules_.growth.back().from_h) {
            throw row.error("csv.value", "from_h", "the steps do not rise",
                            fmt::format("more than {}", rules_.growth.back().from_h));
        }
        // A factor that fell would make it right to leave the longest waiting for last.
        if (i > 0 && step.factor < rules_.growth.back().factor) {
            throw row.error("csv.value", "factor", "the factors fall",
                            fmt::format("{} or more", rules_.growth.back().factor));
        }
        rules_.growth.push_back(step);
    }
    if (rules_.growth.empty()) {
        check_there(table, "from_h", {}, {"0"});
    }
}

void RulesReader::read_floors() {
    const CsvTable table = open("rules/reserve_floors.csv",
                                {"depot_level", "response_level", "share", "source", "flag"});
    table.check_key({"depot_level", "response_level"});
    std::set<std::string, std::less<>> there;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        rules_.floors.push_back(
            {.depot_level = row.one_of("depot_level", {"province", "city", "county"}),
             .response_level = small(row, "response_level", 0, 4),
             .share = row.number("share", 0, 1),
             .source = source_of(row)});
        const ReserveFloor& floor = rules_.floors.back();
        there.insert(fmt::format("{} {}", floor.depot_level, floor.response_level));
    }
    check_there(
        table, "depot_level, response_level", there,
        {"province 0", "province 1", "province 2", "province 3", "province 4", "city 0", "city 1",
         "city 2", "city 3", "city 4", "county 0", "county 1", "county 2", "county 3", "county 4"});
}

void RulesReader::read_tiers() {
    const CsvTable table = open("rules/supply_tiers.csv", {"tier", "rank", "name_zh", "name_en",
                                                           "signature_h", "source", "flag"});
    table.check_key("tier");
    table.check_key("rank");
    std::set<std::string, std::less<>> there;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        rules_.tiers.push_back({.id = row.required("tier"),
                                .rank = small(row, "rank", 1, 99),
                                .name_zh = row.required("name_zh"),
                                .name_en = row.required("name_en"),
                                .signature_h = row.number("signature_h", 0, 240),
                                .source = source_of(row)});
        there.insert(rules_.tiers.back().id);
    }
    check_there(table, "tier", there,
                {"own_county", "city", "consignment", "province", "consignment_afar", "agreement"});
}

void RulesReader::read_vehicles() {
    const CsvTable table =
        open("rules/vehicle_classes.csv", {"vehicle_class", "cn", "volume_m3", "payload_kg",
                                           "usable_volume_fraction", "source", "flag"});
    table.check_key("vehicle_class");
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        rules_.vehicles.push_back(
            {.id = row.required("vehicle_class"),
             .name_zh = row.required("cn"),
             .volume_m3 = positive(row, "volume_m3"),
             .payload_kg = positive(row, "payload_kg"),
             .usable_volume_fraction = row.number("usable_volume_fraction", 0.01, 1),
             .source = source_of(row)});
    }
}

void read_limits(const CsvRow& row, VehicleClass& vehicle) {
    vehicle.height_m = positive(row, "height_m");
    vehicle.axle_load_t = positive(row, "axle_load_t");
    vehicle.gross_t = positive(row, "gross_t");
    vehicle.load_minutes = small(row, "load_minutes", 1, 24 * 60);
    vehicle.unload_minutes = small(row, "unload_minutes", 1, 24 * 60);
    if (vehicle.payload_kg >= vehicle.gross_t * 1000) {
        throw row.error("csv.range", "gross_t", "the lorry weighs less than what it carries",
                        fmt::format("more than {} t", vehicle.payload_kg / 1000));
    }
    if (const std::string barred = row.text("barred_road_classes"); !barred.empty()) {
        vehicle.barred_road_classes = split(barred, "|");
        for (const std::string& road : vehicle.barred_road_classes) {
            if (road != "expressway" && road != "national" && road != "provincial" &&
                road != "local") {
                throw row.error("csv.value", "barred_road_classes", "there is no such road class",
                                "expressway, national, provincial, local, joined by |");
            }
        }
    }
    const Source limits = source_of(row);
    vehicle.source.text += "; " + limits.text;
    vehicle.source.flag = std::max(vehicle.source.flag, limits.flag);  // the weaker one
}

void RulesReader::read_vehicle_limits() {
    constexpr std::string_view classes = "rules/vehicle_classes.csv";
    const CsvTable table =
        open("rules/vehicle_limits.csv",
             {"vehicle_class", "height_m", "axle_load_t", "gross_t", "barred_road_classes",
              "load_minutes", "unload_minutes", "source", "flag"});
    table.check_key("vehicle_class");
    std::set<std::string, std::less<>> there;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        const std::string id = row.required("vehicle_class");
        check_reference(row, "vehicle_class", rules_.vehicles, id, classes);
        read_limits(row, *find_id(rules_.vehicles, id));
        there.insert(id);
    }
    for (const VehicleClass& vehicle : rules_.vehicles) {
        check_there(table, "vehicle_class", there, {vehicle.id});
    }
}

void RulesReader::read_handling() {
    const CsvTable table =
        open("rules/depot_handling.csv", {"depot_type", "docks", "source", "flag"});
    table.check_key("depot_type");
    std::set<std::string, std::less<>> there;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        rules_.handling.push_back(
            {.depot_type =
                 row.one_of("depot_type", {"provincial_depot", "city_depot", "county_depot"}),
             .docks = small(row, "docks", 1, 1000),
             .source = source_of(row)});
        there.insert(rules_.handling.back().depot_type);
    }
    check_there(table, "depot_type", there, {"provincial_depot", "city_depot", "county_depot"});
}

}  // namespace

Flag flag_of(const CsvRow& row, std::string_view column) {
    const std::string name = row.one_of(column, flag_names);
    const auto found = std::find(flag_names.begin(), flag_names.end(), name);
    return static_cast<Flag>(found - flag_names.begin());
}

Source source_of(const CsvRow& row) {
    return {.text = row.required("source"), .flag = flag_of(row, "flag")};
}

std::string_view flag_name(Flag flag) {
    return flag_names.at(static_cast<std::size_t>(flag));
}

bool is_verified(Flag flag) {
    return flag == Flag::read || flag == Flag::read_secondary;
}

const Metric* Rules::metric(std::string_view id) const {
    return find_id(metrics, id);
}
const ResponsePlan* Rules::plan(std::string_view id) const {
    return find_id(plans, id);
}
const Item* Rules::item(std::string_view id) const {
    return find_id(items, id);
}
const VehicleClass* Rules::vehicle(std::string_view id) const {
    return find_id(vehicles, id);
}
const SupplyTier* Rules::tier(std::string_view id) const {
    return find_id(tiers, id);
}

const NeedDeadline* Rules::deadline(std::string_view need) const {
    const auto found = std::find_if(deadlines.begin(), deadlines.end(),
                                    [&](const NeedDeadline& row) { return row.need == need; });
    return found == deadlines.end() ? nullptr : &*found;
}

Rules load_rules(const DataSource& source) {
    return RulesReader(source).read();
}

}  // namespace relief
