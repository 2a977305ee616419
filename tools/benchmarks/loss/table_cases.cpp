// SPDX-License-Identifier: Apache-2.0
#include "core/data_source.h"
#include "core/table/csv.h"
#include "tools/benchmarks/loss/families.h"

namespace relief::bench {
namespace {

constexpr double most_cells = 1e12;

/// Homes of every settlement; the label "Total" is a third kind of them, not a sum.
LossValues jilin_homes(const LossInputs& inputs) {
    const std::filesystem::path file = inputs.folder / "gem/exposure_jilin_adm1.csv";
    const CsvTable table(read_file(file), file.string(),
                         {"SETTLEMENT", "OCCUPANCY", "BUILDINGS", "OCCUPANTS_PER_ASSET"});
    double occupants = 0;
    double buildings = 0;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        if (row.text("OCCUPANCY") == "Res") {
            occupants += row.number("OCCUPANTS_PER_ASSET", 0, most_cells);
            buildings += row.number("BUILDINGS", 0, most_cells);
        }
    }
    return {occupants, buildings};
}

LossValues township_people(const LossInputs& inputs) {
    const std::filesystem::path file = inputs.folder / "exposure/jilin_township_pop_approx.csv";
    const CsvTable table(read_file(file), file.string(), {"code", "pop2020_approx"});
    double people = 0;
    for (std::size_t i = 0; i < table.size(); ++i) {
        people += static_cast<double>(table.row(i).integer("pop2020_approx", 0, 1'000'000'000));
    }
    return {people};
}

}  // namespace

std::optional<LossValues> table_case(const LossCase& row, const LossInputs& inputs) {
    if (row.id == "G01") {
        return jilin_homes(inputs);
    }
    return row.id == "X01" ? std::optional(township_people(inputs)) : std::nullopt;
}

}  // namespace relief::bench
