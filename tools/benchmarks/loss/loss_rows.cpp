// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/loss/loss_rows.h"

#include "core/data_source.h"
#include "core/error.h"
#include "core/table/csv.h"
#include "gis/assessment/depth_curve.h"
#include "gis/assessment/fatality_model.h"
#include "gis/assessment/fragility.h"
#include "tools/benchmarks/loss/families.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

namespace relief::bench {
namespace {

namespace fs = std::filesystem;

/// Cases whose words ask for a known mistake. What is right is worked out in its place.
struct Trap {
    std::string_view id;
    std::string_view note;
};
constexpr std::array<Trap, 3> traps{
    {{"I05", "a trap: half values stay in the class below, as this model counts them"},
     {"I06", "a trap: cells without data are not summed"},
     {"I07", "a trap: the distribution function in place of the density"}}};

fs::path loss_folder(const fs::path& folder) {
    std::error_code ignored;
    const fs::path within = folder / "loss";
    return fs::exists(within / "expected.csv", ignored) ? within : folder;
}

std::vector<LossCase> read_cases(const fs::path& file) {
    // The other columns hold the answers: they are not asked for.
    const CsvTable table(read_file(file), file.string(),
                         {"id", "input", "model_or_rule", "quantity"});
    table.check_key("id");
    std::vector<LossCase> cases;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        cases.push_back({.id = row.text("id"),
                         .input = row.text("input"),
                         .model = row.text("model_or_rule"),
                         .quantity = row.text("quantity"),
                         .line = row.line()});
    }
    return cases;
}

LossRow worked_out(const LossCase& row, const LossInputs& inputs, const fs::path& file) {
    using Family = std::optional<LossValues> (*)(const LossCase&, const LossInputs&);
    constexpr std::array<std::pair<std::string_view, Family>, 6> families{{{"P", pager_case},
                                                                           {"SE", shaking_case},
                                                                           {"I", itb_case},
                                                                           {"Q", fragility_case},
                                                                           {"DFHJ", flood_case},
                                                                           {"GX", table_case}}};
    for (const auto& [letters, family] : families) {
        if (row.id.empty() || letters.find(row.id.front()) == std::string_view::npos) {
            continue;
        }
        if (auto values = family(row, inputs)) {
            const auto trap = std::find_if(traps.begin(), traps.end(),
                                           [&](const Trap& each) { return each.id == row.id; });
            return {.id = row.id,
                    .values = std::move(*values),
                    .note = trap == traps.end() ? "" : std::string(trap->note)};
        }
    }
    throw bad_input({.code = "loss.case",
                     .message = "nobody here knows how to work out this case",
                     .file = file.string(),
                     .line = row.line,
                     .field = "id",
                     .found = row.id});
}

std::string shown(const LossValue& value) {
    return std::holds_alternative<double>(value) ? fmt::format("{:.12g}", std::get<double>(value))
                                                 : std::get<std::string>(value);
}

}  // namespace

std::vector<LossRow> loss_rows(const fs::path& folder, const IsoseismalRules& isoseismals) {
    return loss_rows(folder, isoseismals, {});
}

std::vector<LossRow> loss_rows(const fs::path& folder, const IsoseismalRules& isoseismals,
                               const std::vector<std::string>& ids) {
    const LossInputs inputs{.folder = loss_folder(folder), .isoseismals = isoseismals};
    const fs::path file = inputs.folder / "expected.csv";
    std::vector<LossRow> rows;
    for (const LossCase& each : read_cases(file)) {
        if (ids.empty() || std::find(ids.begin(), ids.end(), each.id) != ids.end()) {
            rows.push_back(worked_out(each, inputs, file));
        }
    }
    return rows;
}

std::string loss_json(const std::vector<LossRow>& rows) {
    nlohmann::ordered_json document{{"schema", "relief.loss_cases/1"}};
    auto& list = document["rows"] = nlohmann::ordered_json::array();
    for (const LossRow& row : rows) {
        nlohmann::ordered_json values = nlohmann::ordered_json::array();
        for (const LossValue& value : row.values) {
            std::visit([&](const auto& each) { values.push_back(each); }, value);
        }
        nlohmann::ordered_json entry{{"id", row.id}, {"values", std::move(values)}};
        if (!row.note.empty()) {
            entry["note"] = row.note;
        }
        list.push_back(std::move(entry));
    }
    auto& models = document["conventions"] = nlohmann::ordered_json::array();
    for (const ModelConventions& each :
         {pager_conventions, itb_conventions, itb_bayesian_conventions, fragility_conventions,
          depth_conventions}) {
        models.push_back(
            {{"model", each.model},
             {"class_edge", each.class_edge ? class_edge_name(*each.class_edge) : "none"},
             {"nodata", each.nodata},
             {"centre", centre_name(each.centre)},
             {"spread", each.spread}});
    }
    return document.dump(2) + "\n";
}

std::string loss_text(const std::vector<LossRow>& rows) {
    std::string text;
    for (const LossRow& row : rows) {
        text += fmt::format("{:<4}", row.id);
        for (const LossValue& value : row.values) {
            text += " " + shown(value);
        }
        text += row.note.empty() ? "\n" : "  (" + row.note + ")\n";
    }
    return text;
}

}  // namespace relief::bench
