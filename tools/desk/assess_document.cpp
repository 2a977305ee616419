// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/assess.h"
#include "tools/desk/document.h"
#include "tools/desk/text_table.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <set>

namespace relief {
namespace {

using Json = nlohmann::ordered_json;

/// Counts as whole numbers, areas and money to one decimal.
double shown(LossMetric metric, double value) {
    const bool counted = metric != LossMetric::crop_area && metric != LossMetric::direct_loss;
    return counted ? std::round(value) : std::round(value * 10) / 10;
}

Json band_json(LossMetric metric, const Band& band) {
    return {{"p10", number_json(shown(metric, band.p10))},
            {"p50", number_json(shown(metric, band.p50))},
            {"p90", number_json(shown(metric, band.p90))}};
}

Json figure_json(const AssessedFigure& figure, const Places& places, bool is_unit) {
    Json json{{"code", figure.code},
              {"name", place_name(places, figure.code)},
              {"metric", loss_metric_ids.at(place_of(figure.metric))}};
    json.update(band_json(figure.metric, figure.band));
    json["prior"] = band_json(figure.metric, figure.prior);
    json["evidence"] = figure.evidence;
    if (is_unit) {
        json["hazard"] = number_json(std::round(figure.hazard * 100) / 100);
    }
    return json;
}

bool is_nothing(const AssessedFigure& figure) {
    return shown(figure.metric, figure.band.p90) == 0 && figure.evidence.empty();
}

Json figures_json(const std::vector<AssessedFigure>& figures, const Places& places, bool is_unit) {
    Json list = Json::array();
    for (const AssessedFigure& figure : figures) {
        if (!is_nothing(figure)) {
            list.push_back(figure_json(figure, places, is_unit));
        }
    }
    return list;
}

/// A row of a rule table with what it says of itself.
Json rule_json(std::string_view table, const std::string& row, double value, const Source& source) {
    return {{"table", table},
            {"row", row},
            {"value", number_json(value)},
            {"source", source.text},
            {"flag", flag_name(source.flag)},
            {"verified", is_verified(source.flag)}};
}

/// The rows of the tables that this driver and hazard read.
Json rules_json(const LossContext& context, const LossRules& rules) {
    Json list = Json::array();
    const std::string_view driver = driver_name(context.driver);
    for (const LossParameter& row : rules.parameters) {
        if (row.applies_to == driver || row.applies_to == context.hazard ||
            row.applies_to == "any" || row.id == "vulnerability" ||
            row.id.starts_with("relocate_")) {
            list.push_back(
                rule_json("loss_parameters", row.id + " " + row.applies_to, row.value, row.source));
        }
    }
    for (const ObservedRatio& row : rules.ratios) {
        if (row.hazard == context.hazard) {
            list.push_back(rule_json("observed_ratios", row.metric, row.ratio, row.source));
        }
    }
    if (const auto curves = rules.damage.find(context.driver); curves != rules.damage.end()) {
        for (const DamageCurve& curve : curves->second) {
            list.push_back(rule_json("damage_shares", curve.building_class,
                                     static_cast<double>(curve.points.size()), curve.source));
        }
    }
    if (const auto people = rules.people.find(context.driver); people != rules.people.end()) {
        list.push_back(rule_json("people_effects", std::string(driver),
                                 static_cast<double>(people->second.points.size()),
                                 people->second.source));
    }
    return list;
}

Json wave_json(const std::vector<ItemNeed>& items) {
    Json list = Json::array();
    for (const ItemNeed& need : items) {
        Json rules = Json::array();
        for (const QuotaStep& step : need.steps) {
            rules.push_back(step.rule);
        }
        Json alternatives = Json::array();
        for (const Alternative& other : need.alternatives) {
            alternatives.push_back({{"item", other.item}, {"rate", other.rate}});
        }
        list.push_back({{"item", need.item},
                        {"quantity", need.quantity},
                        {"unit", need.unit},
                        {"rules", std::move(rules)},
                        {"alternatives", std::move(alternatives)}});
    }
    return list;
}

Json needs_json(const std::vector<AssessedNeeds>& needs, const Places& places) {
    Json list = Json::array();
    for (const AssessedNeeds& county : needs) {
        Json townships = Json::array();
        for (const TownshipShare& share : county.townships) {
            townships.push_back({{"code", share.code},
                                 {"item", share.item},
                                 {"first", share.first},
                                 {"standby", share.standby}});
        }
        list.push_back({{"county", county.county},
                        {"name", place_name(places, county.county)},
                        {"relocated_p50", number_json(county.heads_p50)},
                        {"relocated_p90", number_json(county.heads_p90)},
                        {"first_wave", wave_json(county.first)},
                        {"standby", wave_json(county.standby)},
                        {"townships", std::move(townships)}});
    }
    return list;
}

Json assets_json(const AssessRun& run) {
    Json list = Json::array();
    for (const JudgedAsset& asset : run.assets) {
        Json json{{"id", asset.id},
                  {"name", asset.name},
                  {"kind", asset.kind},
                  {"county", asset.county},
                  {"people", number_json(asset.people)},
                  {"value", nullptr},
                  {"state", asset_state_name(asset.state)},
                  {"rule", nullptr}};
        if (asset.value) {
            json["value"] = number_json(std::round(*asset.value * 100) / 100);
        }
        if (asset.rule) {
            json["rule"] = {{"doubtful_from", number_json(asset.rule->doubtful_from)},
                            {"out_from", number_json(asset.rule->out_from)},
                            {"source", asset.rule->source.text},
                            {"flag", flag_name(asset.rule->source.flag)}};
        }
        list.push_back(std::move(json));
    }
    return list;
}

/// Those to look at, in the order to look; how many are left is told.
std::string assets_text(const AssessRun& run, std::string_view language) {
    if (run.assets.empty()) {
        return {};
    }
    const bool zh = language == "zh";
    TextTable table(zh ? std::vector<std::string>{"查看次序", "设施", "编号", "强度", "判断"}
                       : std::vector<std::string>{"order", "place", "id", "hazard", "state"},
                    {true, false, false, true, false});
    std::size_t usable = 0;
    std::size_t unknown = 0;
    for (const JudgedAsset& asset : run.assets) {
        usable += asset.state == AssetState::usable ? 1 : 0;
        unknown += asset.state == AssetState::unknown ? 1 : 0;
        if (asset.state == AssetState::out || asset.state == AssetState::doubtful) {
            table.add({std::to_string(&asset - run.assets.data() + 1), asset.name, asset.id,
                       fmt::format("{:.2f}", asset.value.value_or(0)),
                       std::string(asset_state_words(asset.state, language))});
        }
    }
    return fmt::format(
               fmt::runtime(
                   zh ? "\n自家设施：可用 {}，不明 {}（库点、供应商，及 --sites 所列；未列的桥"
                        "梁、安置点、福利院未判断）\n"
                      : "\nOur own places: {} usable, {} not known (depots, "
                        "suppliers and those of --sites; no other bridge, shelter or home "
                        "was judged)\n"),
               usable, unknown) +
           (table.empty() ? "" : table.text());
}

Json land_use_json(const LandUseDamage& damage) {
    Json classes = Json::array();
    for (const auto& [code, money] : damage.by_land_use) {
        classes.push_back({{"land_use", code}, {"damage", money}});
    }
    Json without = Json::array();
    for (const auto& [code, cells] : damage.wet_without_rule) {
        without.push_back({{"land_use", code}, {"cells", cells}});
    }
    return {{"damage", damage.total},
            {"wet_cells", damage.wet_cells},
            {"wet_km2", damage.wet_km2},
            {"by_land_use", std::move(classes)},
            {"without_rule", std::move(without)}};
}

std::string land_use_text(const LandUseDamage& damage, bool zh) {
    std::string text = fmt::format(
        fmt::runtime(zh ? "按土地利用的损失：{:.2f}（值表的货币）；水淹 {} 格，{:.3f} km2\n"
                        : "Damage by land use: {:.2f} (money of the table); {} wet cells, {:.3f} "
                          "km2\n"),
        damage.total, damage.wet_cells, damage.wet_km2);
    for (const auto& [code, cells] : damage.wet_without_rule) {
        text += fmt::format(fmt::runtime(zh ? "  类别 {} 无曲线：{} 格未计\n"
                                            : "  class {} has no curve: {} cells not counted\n"),
                            code, cells);
    }
    return text;
}

std::string_view metric_words(LossMetric metric, bool zh) {
    switch (metric) {
        case LossMetric::affected: return zh ? "受灾人口" : "affected";
        case LossMetric::relocated: return zh ? "需转移安置" : "to relocate";
        case LossMetric::collapsed_rooms: return zh ? "倒塌房屋(间)" : "collapsed rooms";
        case LossMetric::serious_rooms: return zh ? "严重损坏(间)" : "serious rooms";
        case LossMetric::general_rooms: return zh ? "一般损坏(间)" : "general rooms";
        case LossMetric::dead: return zh ? "死亡" : "dead";
        case LossMetric::crop_area: return zh ? "农作物受灾(公顷)" : "crops (ha)";
        case LossMetric::direct_loss: return zh ? "直接损失(万元)" : "loss (10k CNY)";
    }
    return "";
}

std::string band_text(LossMetric metric, const Band& band) {
    return fmt::format("{} ({} ~ {})", number_text(shown(metric, band.p50)),
                       number_text(shown(metric, band.p10)), number_text(shown(metric, band.p90)));
}

std::string totals_text(const AssessRun& run, const Places& places, bool zh) {
    std::vector<std::string> header{zh ? "地区" : "place"};
    std::vector<bool> right{false};
    for (std::size_t m = 0; m < loss_metric_count; ++m) {
        header.emplace_back(metric_words(static_cast<LossMetric>(m), zh));
        right.push_back(true);
    }
    TextTable table(header, right);
    const std::vector<AssessedFigure>& totals = run.assessment.totals;
    for (std::size_t i = 0; i + loss_metric_count <= totals.size(); i += loss_metric_count) {
        std::vector<std::string> row{
            fmt::format("{} {}", totals[i].code, place_name(places, totals[i].code))};
        bool nothing = true;
        for (std::size_t m = 0; m < loss_metric_count; ++m) {
            row.push_back(band_text(totals[i + m].metric, totals[i + m].band));
            nothing = nothing && is_nothing(totals[i + m]);
        }
        if (!nothing) {
            table.add(std::move(row));
        }
    }
    return table.text();
}

std::string explained(const AssessRun& run, const AssessDesk& desk, bool zh) {
    std::string text = zh ? "\n报告如何改变估计（先验 -> 证据 -> 后验，P50 (P10 ~ P90)）\n"
                          : "\nHow reports changed the estimate (prior -> evidence -> posterior, "
                            "P50 (P10 ~ P90))\n";
    for (const ReportedLoss& report : run.assessment.evidence) {
        const AssessedFigure* figure = run.assessment.figure(report.code, report.metric);
        if (figure == nullptr) {
            continue;
        }
        const ReportReliability how = reliability_of(report, desk.losses);
        text += fmt::format("  {} {} {}: {} -> {} {} {} (ln {} ± {}{}) -> {}\n", report.code,
                            place_name(desk.places, report.code), metric_words(report.metric, zh),
                            band_text(report.metric, figure->prior), report.report,
                            number_text(report.value), report.kind, how.ln_bias, how.ln_sd,
                            report.floor ? (zh ? "，下限" : ", floor") : "",
                            band_text(report.metric, figure->band));
    }
    for (const std::string& unused : run.assessment.unused) {
        text += fmt::format(fmt::runtime(zh ? "  未用：{}（范围内无乡镇受该灾害影响）\n"
                                            : "  not used: {} (no township there is reached)\n"),
                            unused);
    }
    text += zh ? "\n所用规则行\n" : "\nRows of the rule tables\n";
    for (const Json& rule : rules_json(run.assessment.context, desk.losses)) {
        text += fmt::format("  {} {} = {} [{}] {}\n", rule["table"].get<std::string>(),
                            rule["row"].get<std::string>(), rule["value"].dump(),
                            rule["flag"].get<std::string>(), rule["source"].get<std::string>());
    }
    return text;
}

std::string item_name(const Rules& rules, const std::string& id, bool zh) {
    const Item* item = rules.item(id);
    return item == nullptr ? id : zh ? item->name_zh : item->name_en;
}

std::string needs_text(const AssessRun& run, const AssessDesk& desk, bool zh) {
    std::string text;
    for (const AssessedNeeds& county : run.needs) {
        text += fmt::format(fmt::runtime(zh ? "\n{} {}：转移安置 P50 {}、P90 {}\n"
                                            : "\n{} {}: to relocate P50 {}, P90 {}\n"),
                            county.county, place_name(desk.places, county.county),
                            number_text(county.heads_p50), number_text(county.heads_p90));
        TextTable table(zh ? std::vector<std::string>{"物资", "首批", "待命", "单位"}
                           : std::vector<std::string>{"item", "first wave", "stand-by", "unit"},
                        {false, true, true, false});
        const auto quantity = [](const std::vector<ItemNeed>& items, const std::string& id) {
            for (const ItemNeed& need : items) {
                if (need.item == id) {
                    return need.quantity;
                }
            }
            return Units{0};
        };
        std::vector<const ItemNeed*> rows;
        std::set<std::string> seen;
        for (const std::vector<ItemNeed>* wave : {&county.first, &county.standby}) {
            for (const ItemNeed& need : *wave) {
                if (seen.insert(need.item).second) {
                    rows.push_back(&need);
                }
            }
        }
        for (const ItemNeed* need : rows) {
            table.add({item_name(desk.rules, need->item, zh),
                       std::to_string(quantity(county.first, need->item)),
                       std::to_string(quantity(county.standby, need->item)), need->unit});
        }
        text += table.text();
    }
    return text;
}

std::string head_text(const AssessRun& run, const AssessDesk& desk, bool zh) {
    const Assessment& made = run.assessment;
    std::string text = fmt::format(
        fmt::runtime(zh ? "灾害：{}\n暴露：{}（{:.0f} 人{}）\n抽样：种子 {}，{} 次；数字为 P50 "
                          "(P10 ~ P90)，合计按每次抽样相加\n"
                        : "Hazard: {}\nExposure: {} ({:.0f} people{})\nDraws: seed {}, {}; figures "
                          "are P50 (P10 ~ P90), totals are added draw by draw\n"),
        zh ? made.hazard_zh : made.hazard_en, zh ? made.exposure_zh : made.exposure_en, made.people,
        made.exposure_approximate ? (zh ? "，近似" : ", approximate") : "", made.seed, made.draws);
    for (const std::string& note : zh ? run.notes_zh : run.notes_en) {
        text += "  " + note + '\n';
    }
    if (!made.assumed.empty()) {
        text +=
            zh ? "  无实测、取假定值的县：" : "  counties with an assumed value, nothing measured:";
        for (const std::string& code : made.assumed) {
            text += ' ' + place_name(desk.places, code);
        }
        text += '\n';
    }
    if (!made.not_placed.empty()) {
        text += fmt::format(fmt::runtime(zh ? "  {} 个乡镇无位置，只计入总人口\n"
                                            : "  {} townships have no place: in the sum of people "
                                              "alone\n"),
                            made.not_placed.size());
    }
    if (made.context.hazard == "earthquake") {
        text += fmt::format(
            fmt::runtime(
                zh ? "  死亡两模型（未修正）：PAGER 中国 {:.1f}，ITB {:.1f}；无人死亡的可能 "
                     "{:.0f}%\n"
                   : "  deaths by two models, as they are: PAGER China {:.1f}, ITB {:.1f}; "
                     "chance of none {:.0f}%\n"),
            made.pager_dead, made.itb_dead, made.chance_of_no_death * 100);
    }
    return text + '\n';
}

}  // namespace

std::string assess_json(const AssessDesk& desk, const AssessRun& run) {
    const Assessment& made = run.assessment;
    Json hazard{{"kind", made.context.hazard}, {"driver", driver_name(made.context.driver)},
                {"month", made.context.month}, {"shocks", made.context.shocks},
                {"source", made.hazard_zh},    {"source_en", made.hazard_en},
                {"notes", run.notes_zh},       {"assumed", made.assumed}};
    Json exposure{{"id", made.exposure_id},
                  {"source", made.exposure_zh},
                  {"source_en", made.exposure_en},
                  {"approximate", made.exposure_approximate},
                  {"people", number_json(made.people)},
                  {"outside", number_json(made.outside)}};
    Json document{{"schema", "relief.assessment/1"},
                  {"scenario", nullptr},
                  {"as_of", format_instant(run.as_of)},
                  {"seed", made.seed},
                  {"draws", made.draws},
                  {"hazard", std::move(hazard)},
                  {"exposure", std::move(exposure)},
                  {"units", figures_json(made.units, desk.places, true)},
                  {"totals", figures_json(made.totals, desk.places, false)},
                  {"not_placed", made.not_placed},
                  {"unused_reports", made.unused},
                  {"deaths",
                   {{"pager_china", number_json(std::round(made.pager_dead * 1000) / 1000)},
                    {"itb", number_json(std::round(made.itb_dead * 1000) / 1000)},
                    {"chance_of_none", number_json(made.chance_of_no_death)}}},
                  {"needs", needs_json(run.needs, desk.places)},
                  {"rules", rules_json(made.context, desk.losses)}};
    if (!run.assets.empty()) {
        document["assets"] = assets_json(run);
    }
    if (run.land_use) {
        document["land_use"] = land_use_json(*run.land_use);
    }
    if (run.scenario) {
        document["scenario"] = run.scenario->incident.id;
    }
    return document_text(document);
}

std::string assess_head_text(const AssessDesk& desk, const AssessRun& run,
                             std::string_view language) {
    return head_text(run, desk, language == "zh");
}

std::string assess_text(const AssessDesk& desk, const AssessRun& run, std::string_view language,
                        bool explain) {
    const bool zh = language == "zh";
    return head_text(run, desk, zh) + (run.land_use ? land_use_text(*run.land_use, zh) : "") +
           totals_text(run, desk.places, zh) + needs_text(run, desk, zh) +
           assets_text(run, language) + (explain ? explained(run, desk, zh) : "");
}

}  // namespace relief
