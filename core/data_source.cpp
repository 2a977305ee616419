// SPDX-License-Identifier: Apache-2.0
#include "core/data_source.h"

#include "core/error.h"

#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

namespace relief {
namespace {

Error unreadable(const std::filesystem::path& path, std::string found) {
    return bad_input({.code = "file.read",
                      .message = "the file cannot be read",
                      .file = path.string(),
                      .found = std::move(found),
                      .expected = "a file this user may read"});
}

}  // namespace

FolderSource::FolderSource(std::filesystem::path folder) : folder_(std::move(folder)) {}

std::string FolderSource::read(std::string_view name) const {
    return read_file(folder_ / std::filesystem::path(name));
}

std::string FolderSource::shown_name(std::string_view name) const {
    return (folder_ / std::filesystem::path(name)).string();
}

std::string read_file(const std::filesystem::path& path) {
    std::error_code ignored;
    const auto status = std::filesystem::status(path, ignored);
    if (status.type() == std::filesystem::file_type::not_found) {
        throw bad_input({.code = "file.missing",
                         .message = "the file does not exist",
                         .file = path.string(),
                         .expected = "the path of a file"});
    }
    // A folder opens like a file and only fails when read.
    if (status.type() == std::filesystem::file_type::directory) {
        throw unreadable(path, "a folder");
    }
    // A pipe or a device would be waited for, or read, for ever.
    if (status.type() != std::filesystem::file_type::regular) {
        throw unreadable(path, "not a plain file");
    }
    std::ifstream stream(path, std::ios::binary);
    if (!stream) {
        throw unreadable(path, "no permission, or a broken path");
    }
    std::ostringstream bytes;
    // An empty file makes operator<< fail although nothing is wrong.
    if (stream.peek() != std::ifstream::traits_type::eof()) {
        bytes << stream.rdbuf();
    }
    if (stream.bad() || bytes.bad()) {
        throw unreadable(path, "a read error");
    }
    return std::move(bytes).str();
}

const std::vector<std::string_view>& table_names() {
    static const std::vector<std::string_view> names{
        "rules/metrics.csv",
        "rules/response_plans.csv",
        "rules/response_levels.csv",
        "rules/item_catalog.csv",
        "rules/needs_quota.csv",
        "rules/needs_parameters.csv",
        "rules/substitutes.csv",
        "rules/need_deadlines.csv",
        "rules/deprivation_growth.csv",
        "rules/reserve_floors.csv",
        "rules/equip_basket.csv",
        "rules/order_stages.csv",
        "rules/supply_tiers.csv",
        "rules/vehicle_classes.csv",
        "rules/vehicle_limits.csv",
        "rules/depot_handling.csv",
        "rules/street_speeds.csv",
        "rules/season_speeds.csv",
        "rules/street_vehicles.csv",
        "rules/convoy_rules.csv",
        "rules/depot_capacity.csv",
        "rules/signature_rules.csv",
        "rules/handling_rules.csv",
        "rules/access_roles.csv",
        "rules/access_rules.csv",
        "rules/common_passwords.csv",
        "rules/depot_safety_checklist.csv",
        "rules/safety_check_names.csv",
        "rules/safety_grades.csv",
        "rules/site_safety_grade.csv",
        "rules/inspection_seasons.csv",
        "rules/inspection_departments.csv",
        "rules/safety_posts.csv",
        "rules/care_terms.csv",
        "rules/recovery_rules.csv",
        "rules/kits.csv",
        "rules/need_kits.csv",
        "rules/place_reception.csv",
        "rules/air_and_boat.csv",
        "rules/cut_off_rules.csv",
        "rules/life_on_arrival.csv",
        "rules/work_days.csv",
        "rules/warning_words.csv",
        "rules/warning_colours.csv",
        "rules/warning_approval.csv",
        "rules/warning_departments.csv",
        "rules/warning_levels.csv",
        "rules/warning_needs.csv",
        "rules/report_limits.csv",
        "rules/report_deadlines.csv",
        "rules/info_scoring.csv",
        "rules/response_procedure.csv",
        "rules/response_deciders.csv",
        "rules/response_modifiers.csv",
        "rules/response_actions.csv",
        "rules/response_action_use.csv",
        "rules/expert_fields.csv",
        "rules/report_forms.csv",
        "rules/report_table_fields.csv",
        "rules/aid_money.csv",
        "rules/aid_money_basis.csv",
        "rules/isoseismal_attenuation.csv",
        "rules/isoseismal_regions.csv",
        "rules/import_columns.csv",
        "rules/import_units.csv",
        "rules/item_packs.csv",
        "rules/jilin_divisions.csv",
        "reference/jilin/census2020/jilin_county_population_total.csv",
        "rules/damage_shares.csv",
        "rules/people_effects.csv",
        "rules/observed_ratios.csv",
        "rules/loss_parameters.csv",
        "rules/report_reliability.csv",
        "rules/building_classes.csv",
        "rules/asset_thresholds.csv",
        "reference/jilin/exposure/jilin_township_pop_approx.csv",
        "reference/jilin/exposure/jilin_rooms_2020.csv",
        "reference/jilin/places/jilin_county_seats.csv",
        "reference/jilin/places/jilin_townships.csv",
        "reference/jilin/places/division_code_history.csv",
        "places/place_aliases.csv",
        "places/offices.csv",
        "baseline/settings.csv",
        "baseline/organisations.csv",
        "rules/lead_time_calibration.csv",
        "baseline/depots.csv",
        "baseline/fleet.csv",
        "baseline/suppliers.csv",
        "baseline/consignment_contracts.csv",
        "baseline/stock_lots.csv",
        "roads/speeds.csv",
        "roads/seats.csv",
        "roads/routes.csv",
        "roads/edges.csv",
        "roads/edge_refs.csv",
    };
    return names;
}

}  // namespace relief
