// SPDX-License-Identifier: Apache-2.0
#include "gis/assessment/grid_damage.h"
#include "gis/assessment/rounding.h"
#include "tools/benchmarks/loss/case_words.h"
#include "tools/benchmarks/loss/families.h"

#include <cmath>

namespace relief::bench {
namespace {

constexpr LognormalRate pager_indonesia{.theta = 13.249, .beta = 0.151};

struct Grids {
    Raster intensity;
    Raster people;
};

Grids itb_grids(const LossInputs& inputs) {
    return {read_raster(inputs.folder / "inasafe/itb_test_mmi.asc"),
            read_raster(inputs.folder / "inasafe/itb_test_pop.asc")};
}

ByClass<double> itb_people(const LossInputs& inputs) {
    const Grids grids = itb_grids(inputs);
    return exposed_people(grids.intensity, grids.people, *itb_conventions.class_edge).by_class;
}

ByClass<double> itb_deaths(const ByClass<double>& people) {
    return deaths_by_class(people, itb_rate);
}

LossValues five_to_nine(const ByClass<double>& by_class) {
    LossValues values;
    for (std::size_t k = 5; k <= 9; ++k) {
        values.emplace_back(by_class[k]);
    }
    return values;
}

/// People x distribution function of the intensity as it stands, not of its class.
LossValues unrounded_deaths(const LossInputs& inputs) {
    constexpr LognormalRate rate{.theta = 11.067, .beta = 0.106};
    const Grids grids = itb_grids(inputs);
    double deaths = 0;
    for (int row = 0; row < grids.people.rows(); ++row) {
        for (int column = 0; column < grids.people.columns(); ++column) {
            const double people = grids.people.at(column, row);
            const double intensity = grids.intensity.at(column, row);
            if (!std::isnan(people) && !std::isnan(intensity)) {
                deaths += people * lognormal_rate(rate, intensity);
            }
        }
    }
    return {deaths};
}

ByClass<double> jakarta_people(const LossInputs& inputs) {
    return exposed_people(read_raster(inputs.folder / "inasafe/earthquake.tif"),
                          read_raster(inputs.folder / "inasafe/pop_binary_raster_20_20.asc"),
                          ClassEdge::half_goes_down)
        .by_class;
}

LossValues whole(const std::vector<std::int64_t>& numbers) {
    LossValues values;
    for (const std::int64_t number : numbers) {
        values.emplace_back(static_cast<double>(number));
    }
    return values;
}

LossValues magnitude_bins(const LossCase& row) {
    LossValues values;
    for (const int percent :
         magnitude_bin_percents(number_after(row, "expected deaths"), number_after(row, "zeta"))) {
        values.emplace_back(static_cast<double>(percent));
    }
    return values;
}

}  // namespace

std::optional<LossValues> itb_case(const LossCase& row, const LossInputs& inputs) {
    if (row.id == "I01" || row.id == "I06") {
        return LossValues{raster_sum(itb_grids(inputs).people)};
    }
    if (row.id == "I02") {
        return five_to_nine(itb_people(inputs));
    }
    if (row.id == "I03") {
        return five_to_nine(itb_deaths(itb_people(inputs)));
    }
    if (row.id == "I04" || row.id == "I05") {
        return LossValues{total(itb_deaths(itb_people(inputs)))};
    }
    if (row.id == "I07") {
        return unrounded_deaths(inputs);
    }
    if (row.id == "I08") {
        return LossValues{pager_deaths(pager_indonesia, itb_people(inputs))};
    }
    if (row.id == "I09") {
        return LossValues{total(deaths_by_class(itb_people(inputs), itb_bayesian_rate))};
    }
    if (row.id == "I10") {
        const ByClass<double> people = itb_people(inputs);
        return LossValues{displaced_from_six(people, itb_deaths(people))};
    }
    if (row.id == "I11") {
        const ByClass<double> people = jakarta_people(inputs);
        const ByClass<double> deaths = itb_deaths(people);
        return LossValues{people[8], total(deaths), displaced_from_six(people, deaths)};
    }
    if (row.id == "I12") {
        return LossValues{pager_deaths(pager_indonesia, jakarta_people(inputs))};
    }
    if (row.id == "I13") {
        const ByClass<double> people = jakarta_people(inputs);
        return LossValues{displaced_from_six(people, deaths_by_class(people, itb_bayesian_rate))};
    }
    if (row.id == "I14") {
        return magnitude_bins(row);
    }
    if (row.id == "I15" || row.id == "I16") {
        return whole(round_to_sum(numbers_in(row.input)));
    }
    if (row.id == "I17") {
        return LossValues{raster_sum(read_raster(inputs.folder / "inasafe/gisv4_population.asc"))};
    }
    return std::nullopt;
}

}  // namespace relief::bench
