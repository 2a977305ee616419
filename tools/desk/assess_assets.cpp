// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/assess_assets.h"

#include "core/data_source.h"
#include "core/table/csv.h"
#include "gis/line.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

namespace relief {
namespace {

JudgedAsset judged(std::string id, std::string name, std::string kind, LonLat at,
                   std::string county, const HazardMap& map, const LossRules& rules) {
    JudgedAsset asset{.id = std::move(id),
                      .name = std::move(name),
                      .kind = std::move(kind),
                      .at = at,
                      .county = std::move(county)};
    asset.value = map.at(asset.at, asset.county);
    asset.rule = rules.asset_threshold(asset.kind, map.context.driver);
    if (asset.value && asset.rule) {
        asset.state = *asset.value >= asset.rule->out_from        ? AssetState::out
                      : *asset.value >= asset.rule->doubtful_from ? AssetState::doubtful
                                                                  : AssetState::usable;
    }
    return asset;
}

}  // namespace

std::string_view asset_state_name(AssetState state) {
    switch (state) {
        case AssetState::out: return "out";
        case AssetState::doubtful: return "doubtful";
        case AssetState::unknown: return "unknown";
        case AssetState::usable: return "usable";
    }
    return "";
}

std::string_view asset_state_words(AssetState state, std::string_view language) {
    if (language != "zh") {
        return asset_state_name(state);
    }
    switch (state) {
        case AssetState::out: return "估计不可用";
        case AssetState::doubtful: return "存疑";
        case AssetState::unknown: return "不明";
        case AssetState::usable: return "可用";
    }
    return "";
}

std::vector<HeldSite> read_held_sites(const std::filesystem::path& file, const Layer& counties) {
    constexpr double people_max = 1e6;
    const CsvTable table(read_file(file), file.string(),
                         {"id", "name", "kind", "lon", "lat", "people"});
    table.check_key({"id"});
    const std::size_t code = counties.field("district_adcode");
    std::vector<HeldSite> sites;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        HeldSite site{.id = row.required("id"),
                      .name = row.required("name"),
                      .kind = row.one_of("kind", {"bridge", "shelter", "care_home", "welfare_home",
                                                  "rescue_station", "school"}),
                      .at = {row.number("lon", -180, 180), row.number("lat", -90, 90)}};
        if (!row.text("people").empty()) {
            site.people = row.number("people", 0, people_max);
        }
        const auto county =
            std::find_if(counties.features.begin(), counties.features.end(),
                         [&](const Feature& outline) { return contains(outline, site.at); });
        site.county = county == counties.features.end() ? "" : county->values.at(code);
        sites.push_back(std::move(site));
    }
    return sites;
}

std::vector<JudgedAsset> judge_assets(const Baseline& baseline, const std::vector<HeldSite>& sites,
                                      const HazardMap& map, const LossRules& rules) {
    std::vector<JudgedAsset> assets;
    for (const Depot& depot : baseline.depots) {
        assets.push_back(judged(depot.id, depot.name, "depot", {depot.longitude, depot.latitude},
                                depot.node, map, rules));
    }
    for (const Supplier& supplier : baseline.suppliers) {
        assets.push_back(judged(supplier.id, supplier.name, "supplier",
                                {supplier.longitude, supplier.latitude}, supplier.node, map,
                                rules));
    }
    for (const HeldSite& site : sites) {
        JudgedAsset& asset = assets.emplace_back(
            judged(site.id, site.name, site.kind, site.at, site.county, map, rules));
        asset.people = site.people;
    }
    std::sort(assets.begin(), assets.end(), [](const JudgedAsset& a, const JudgedAsset& b) {
        const auto order = [](const JudgedAsset& asset) {
            return std::tuple(asset.state, -asset.people, -asset.value.value_or(0), asset.id);
        };
        return order(a) < order(b);
    });
    return assets;
}

std::string stop_words(const JudgedAsset& asset, const HazardMap& map) {
    return fmt::format("灾害评估：{} {} = {:.2f}，{}，待现场查看（{}；{} 起存疑、{} 起不可用）",
                       asset.name, driver_name(map.context.driver), asset.value.value_or(0),
                       asset_state_words(asset.state, "zh"), map.source_zh,
                       asset.rule ? asset.rule->doubtful_from : 0,
                       asset.rule ? asset.rule->out_from : 0);
}

}  // namespace relief
