// SPDX-License-Identifier: Apache-2.0
#include "gis/assessment/fragility.h"

#include "core/error.h"
#include "tools/benchmarks/loss/case_words.h"
#include "tools/benchmarks/loss/families.h"
#include "tools/benchmarks/loss/nrml.h"

#include <algorithm>
#include <functional>

namespace relief::bench {
namespace {

namespace fs = std::filesystem;

/// Shaking by event, an asset each in the order of the assets.
using Fields = std::vector<std::vector<double>>;

/// A table of motions whose first line names the sites: "15.48 38.09, 15.48 38.25, 15.56 38.17".
/// The columns are put in the order of the assets a1 (south), a2 (east), a3 (north).
Fields fields_of(const fs::path& file) {
    const Fields lines = number_lines(file, 0);
    const std::vector<double>& sites = lines.front();
    constexpr std::size_t assets = 3;
    std::vector<std::size_t> order(assets);
    for (std::size_t column = 0; column < assets && 2 * column + 1 < sites.size(); ++column) {
        const double latitude = sites[2 * column + 1];
        order[latitude < 38.1 ? 0 : latitude < 38.2 ? 1 : 2] = column;
    }
    Fields fields;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        // The last three numbers of a line; words and indices may stand before them.
        std::vector<double>& motions = fields.emplace_back();
        for (std::size_t asset = 0; asset < assets; ++asset) {
            if (lines[i].size() < assets) {
                throw bad_input({.code = "loss.case",
                                 .message = "a ground motion field is cut short",
                                 .file = file.string(),
                                 .line = static_cast<int>(i + 1)});
            }
            motions.push_back(lines[i][lines[i].size() - assets + order[asset]]);
        }
    }
    return fields;
}

/// Buildings by damage state, event by event, of one asset or of all together.
using Exceed = std::function<std::vector<double>(const NrmlAsset& asset, double motion)>;

LossValues damage_statistics(const std::vector<NrmlAsset>& assets, const Fields& fields,
                             const Exceed& exceed, std::optional<std::size_t> only, bool with_sd) {
    std::vector<std::vector<double>> states;  // by state, then by event
    for (const std::vector<double>& motions : fields) {
        std::vector<double> buildings;
        for (std::size_t a = 0; a < assets.size(); ++a) {
            if (only && *only != a) {
                continue;
            }
            const std::vector<double> shares = damage_shares(exceed(assets[a], motions[a]));
            buildings.resize(shares.size());
            for (std::size_t s = 0; s < shares.size(); ++s) {
                buildings[s] += shares[s] * assets[a].number;
            }
        }
        states.resize(buildings.size());
        for (std::size_t s = 0; s < buildings.size(); ++s) {
            states[s].push_back(buildings[s]);
        }
    }
    LossValues values;
    for (const auto& state : states) {
        values.emplace_back(mean_sd(state).mean);
    }
    for (const auto& state : states) {
        if (with_sd) {
            values.emplace_back(mean_sd(state).sd);
        }
    }
    return values;
}

LossValues discrete_damage(const LossInputs& inputs, std::optional<std::size_t> only) {
    const fs::path folder = inputs.folder / "openquake/scenario_damage";
    const auto functions = nrml_discrete(folder / "case_1/fragility_discrete.xml");
    return damage_statistics(
        nrml_assets(folder / "case_1/exposure_model.xml"), fields_of(folder / "gmfs.txt"),
        [&](const NrmlAsset& asset, double motion) {
            return exceedance(functions.at(asset.taxonomy), motion);
        },
        only, true);
}

LossValues lognormal_damage(const LossInputs& inputs, std::size_t only) {
    const fs::path folder = inputs.folder / "openquake/scenario_damage";
    const auto functions = nrml_lognormal(folder / "case_2/fragility_continuous.xml");
    return damage_statistics(
        nrml_assets(folder / "case_2/exposure_model.xml"), fields_of(folder / "gmfs.txt"),
        [&](const NrmlAsset& asset, double motion) {
            return exceedance(functions.at(asset.taxonomy), motion);
        },
        only, false);
}

LossValues both(const MeanSd& statistics) {
    return {statistics.mean, statistics.sd};
}

LossValues consequences(const LossInputs& inputs) {
    const fs::path folder = inputs.folder / "openquake/scenario_damage/case_1h";
    const NrmlAsset asset = nrml_assets(folder / "exposure_model.xml").front();
    const auto functions = nrml_lognormal(folder / "fragility_model.xml");
    const std::vector<double> ratios = nrml_consequences(folder / "consequence_model.xml");
    std::vector<double> losses;
    for (const double motion : nrml_motions(folder / "gmf.xml")) {
        losses.push_back(
            consequence(damage_shares(exceedance(functions.at(asset.taxonomy), motion)), ratios,
                        asset.value * asset.number));
    }
    return both(mean_sd(losses));
}

using AssetLoss = std::function<double(const NrmlAsset& asset, double motion)>;

/// Losses by event of the assets the region keeps.
MeanSd scenario_losses(const std::vector<NrmlAsset>& assets, const Fields& fields,
                       const AssetLoss& loss_of, std::optional<std::string> only) {
    std::vector<double> losses;
    for (const std::vector<double>& motions : fields) {
        double sum = 0;
        for (std::size_t a = 0; a < assets.size(); ++a) {
            if (!only || assets[a].id == *only) {
                sum += loss_of(assets[a], motions[a]);
            }
        }
        losses.push_back(sum);
    }
    return mean_sd(losses);
}

/// The part of a ratio's lognormal spread above and below its mean, taken at the middles of equal
/// shares of probability: a draw without chance.
double sampled_ratio(const VulnerabilityCurve& curve, double motion) {
    constexpr int shares = 64;
    const double mean = mean_loss_ratio(curve, motion);
    const double cov = loss_ratio_cov(curve, motion);
    double sum = 0;
    for (int i = 0; i < shares; ++i) {
        sum += lognormal_ratio(mean, cov, (i + 0.5) / shares);
    }
    return sum / shares;
}

std::optional<LossValues> risk_case(const LossCase& row, const LossInputs& inputs) {
    const fs::path folder =
        inputs.folder / "openquake/scenario_risk" / (row.id == "Q11" ? "case_2" : "case_1");
    const std::vector<NrmlAsset> assets = nrml_assets(folder / "exposure_model.xml");
    const auto functions = nrml_vulnerability(folder / "vulnerability.xml");
    const Fields fields = fields_of(folder / "gmf_scenario.csv");
    const AssetLoss mean_loss = [&](const NrmlAsset& asset, double motion) {
        return asset.value * mean_loss_ratio(functions.at(asset.taxonomy), motion);
    };
    if (row.id == "Q08") {
        return both(scenario_losses(assets, fields, mean_loss, "a2"));
    }
    if (row.id == "Q09") {
        return both(scenario_losses(
            assets, fields,
            [&](const NrmlAsset& asset, double motion) {
                return insured_loss(mean_loss(asset, motion), asset.deductible, asset.limit);
            },
            "a2"));
    }
    if (row.id == "Q10") {
        return both(scenario_losses(assets, fields, mean_loss, std::nullopt));
    }
    const MeanSd sampled = scenario_losses(
        assets, fields,
        [&](const NrmlAsset& asset, double motion) {
            return asset.value * sampled_ratio(functions.at(asset.taxonomy), motion);
        },
        "a2");
    return LossValues{sampled.mean};
}

}  // namespace

std::optional<LossValues> fragility_case(const LossCase& row, const LossInputs& inputs) {
    if (row.id == "Q01" || row.id == "Q02" || row.id == "Q03") {
        return discrete_damage(inputs, static_cast<std::size_t>(row.id[2] - '1'));
    }
    if (row.id == "Q04") {
        return discrete_damage(inputs, std::nullopt);
    }
    if (row.id == "Q05") {
        return lognormal_damage(inputs, 0);
    }
    if (row.id == "Q06") {
        LossValues values = lognormal_damage(inputs, 1);
        const LossValues third = lognormal_damage(inputs, 2);
        values.insert(values.end(), third.begin(), third.end());
        return values;
    }
    if (row.id == "Q07") {
        return consequences(inputs);
    }
    const bool is_risk = row.id == "Q08" || row.id == "Q09" || row.id == "Q10" || row.id == "Q11";
    return is_risk ? risk_case(row, inputs) : std::nullopt;
}

}  // namespace relief::bench
