// SPDX-License-Identifier: Apache-2.0
#include "core/data_source.h"
#include "core/error.h"
#include "core/table/csv.h"
#include "core/table/xml_stream.h"
#include "gis/assessment/day_population.h"
#include "tools/benchmarks/loss/case_words.h"
#include "tools/benchmarks/loss/families.h"

#include <array>
#include <charconv>
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

namespace relief::bench {
namespace {

constexpr double percent = 100;

/// people or money by class of a country of a PAGER product.
ByClass<double> product_exposure(const LossInputs& inputs, std::string_view country,
                                 std::string_view element) {
    constexpr std::size_t bytes_max = std::size_t{16} << 20U;
    ByClass<double> amounts{};
    bool in_country = false;
    const XmlHandlers handlers{
        .start =
            [&](std::string_view name, const XmlAttributes& attributes) {
                if (name == "exposures") {
                    in_country = attributes.get("countrycode") == country;
                }
                const auto least = numbers_in(attributes.get("dmin"));
                const auto amount = numbers_in(attributes.get("exposure"));
                if (in_country && name == element && least.size() == 1 && amount.size() == 1) {
                    amounts[static_cast<std::size_t>(std::lround(least[0] + 0.5))] = amount[0];
                }
            },
        .end = [&](std::string_view name) { in_country = in_country && name != "exposures"; },
        .text = [](std::string_view) {}};
    read_xml_file(inputs.folder / "pager/kumamoto_us20005iis_pager.xml", bytes_max, handlers);
    return amounts;
}

LossValues list_of(std::span<const double> numbers, double factor = 1) {
    LossValues values;
    for (const double number : numbers) {
        values.emplace_back(number * factor);
    }
    return values;
}

LossValues rates(const LossCase& row) {
    const LognormalRate rate{.theta = number_after(row, "theta"),
                             .beta = number_after(row, "beta")};
    LossValues values;
    for (int k = pager_class_first; k <= pager_class_last; ++k) {
        values.emplace_back(lognormal_rate(rate, k));
    }
    return values;
}

/// "MMI [7 8 8/8 9 8/…], pop 1e7 each, ISO 4 rows 1-2 + first 2 cells of row 3, rest 156".
LossValues binned(const LossCase& row) {
    std::string_view grid = text_after(row, "[");
    grid = grid.substr(0, grid.find(']'));
    const double people = number_after(row, "pop");
    constexpr std::size_t columns = 5;
    constexpr std::size_t first_country = 2 * columns + 2;
    const std::vector<double> intensities = numbers_in(grid);
    const std::vector<double> amounts(intensities.size(), people);
    const auto sums = [&](std::size_t begin, std::size_t end) {
        return class_sums(std::span(intensities).subspan(begin, end - begin),
                          std::span(amounts).subspan(begin, end - begin), ClassEdge::half_goes_up);
    };
    const ByClass<double> first = sums(0, first_country);
    const ByClass<double> second = sums(first_country, intensities.size());
    LossValues values{first[7], first[8], first[9]};
    for (std::size_t k = 5; k <= 10; ++k) {
        values.emplace_back(second[k]);
    }
    return values;
}

LossValues alerts(const LossCase& row) {
    LossValues values;
    for (const double deaths : numbers_in(row.input)) {
        values.emplace_back(std::string(alert_colour_name(pager_alert(deaths))));
    }
    return values;
}

/// "2016-06-03T16:39Z, 19:39Z, … at lon -117.6981"; a time alone is of the day before it.
LossValues sun_times(const LossCase& row) {
    const double longitude = number_after(row, "at lon");
    std::istringstream words(row.input.substr(0, row.input.find(" at lon")));
    std::string word;
    std::string day;
    LossValues values;
    while (words >> word) {
        word.erase(word.find_last_not_of(',') + 1);
        const std::size_t t = word.find('T');
        day = t == std::string::npos ? day : word.substr(0, t + 1);
        const auto at = parse_instant(t == std::string::npos ? day + word : word);
        if (!at) {
            throw bad_input({.code = "loss.case",
                             .message = "a time of the case cannot be read",
                             .line = row.line,
                             .field = row.id,
                             .found = word});
        }
        const SolarTime time = solar_time(*at, longitude);
        values.emplace_back(std::string(day_time_name(time.time)));
        values.emplace_back(static_cast<double>(time.year));
        values.emplace_back(static_cast<double>(time.hour));
    }
    return values;
}

/// "urban day 2000 people, workforce 0.5 (agri .5 ind .25 serv .25)".
LossValues day_split(const LossCase& row) {
    const Workforce workforce{.share = number_after(row, "workforce"),
                              .agriculture = number_after(row, "agri"),
                              .industry = number_after(row, "ind"),
                              .services = number_after(row, "serv")};
    const PeopleByPlace people =
        people_by_place(number_after(row, "day"), workforce, DayTime::day, Settlement::urban);
    return {people.residential, people.non_residential, people.outdoor};
}

/// An event of the catalogue: what PAGER expects and what was seen.
struct CatalogueEvent {
    std::string id;
    std::string country;
    double predicted = 0;
    double observed = 0;
};

std::vector<CatalogueEvent> chinese_catalogue(const LossInputs& inputs) {
    constexpr double most = 1e12;
    const std::filesystem::path file = inputs.folder / "pager/expocat.csv";
    const CsvTable table(read_file(file), file.string(),
                         {"EventID", "CountryCode", "MMI1", "MMI9+", "ShakingDeaths"});
    const LognormalRate rate = pager_model(inputs.folder, "CN").deaths;
    std::vector<CatalogueEvent> events;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        if (row.text("CountryCode") != "CN") {
            continue;
        }
        ByClass<double> people{};
        for (std::size_t k = 1; k <= 9; ++k) {
            const std::string column = "MMI" + std::to_string(k) + (k == 9 ? "+" : "");
            people[k] = row.optional_number(column, 0, most).value_or(0);
        }
        events.push_back({.id = row.text("EventID"),
                          .country = "CN",
                          .predicted = pager_deaths(rate, people),
                          .observed = row.optional_number("ShakingDeaths", 0, most).value_or(0)});
    }
    return events;
}

LossValues catalogue_errors(const LossInputs& inputs) {
    constexpr double floor = 0.5;
    double squares = 0;
    double with_deaths = 0;
    double within_ten = 0;
    double false_alarms = 0;
    for (const CatalogueEvent& event : chinese_catalogue(inputs)) {
        if (event.observed < 1) {
            false_alarms += event.predicted >= 1 ? 1 : 0;
            continue;
        }
        const double error = std::log(std::max(event.predicted, floor) / event.observed);
        squares += error * error;
        with_deaths += 1;
        within_ten += std::abs(error) <= std::log(10.0) ? 1 : 0;
    }
    return {std::sqrt(squares / with_deaths), within_ten, false_alarms};
}

LossValues two_events(const LossCase& row, const LossInputs& inputs) {
    LossValues values;
    const std::vector<CatalogueEvent> events = chinese_catalogue(inputs);
    for (const double id : numbers_in(row.input)) {
        for (const CatalogueEvent& event : events) {
            if (event.id == std::to_string(static_cast<long long>(id))) {
                values.emplace_back(event.predicted);
                values.emplace_back(event.observed);
            }
        }
    }
    return values;
}

LossValues probabilities(const LossCase& row, double factor) {
    return list_of(pager_probabilities(number_after(row, "expected"), number_after(row, "G=")),
                   factor);
}

ByClass<double> told_exposure(const LossCase& row) {
    return classes_from_one(numbers_in(text_after(row, "=")));
}

}  // namespace

std::optional<LossValues> pager_case(const LossCase& row, const LossInputs& inputs) {
    const auto deaths = [&](std::string_view country, const ByClass<double>& people) {
        return LossValues{pager_deaths(pager_model(inputs.folder, country).deaths, people)};
    };
    const auto money = [&](std::string_view country, const ByClass<double>& exposed) {
        // The amounts of these cases are exposed value: alpha is in them.
        return LossValues{
            pager_economic_loss(pager_model(inputs.folder, country).economy, 1, exposed)};
    };
    if (row.id == "P01" || row.id == "P02") {
        return deaths("XF", told_exposure(row));
    }
    if (row.id == "P03") {
        return money("XF", told_exposure(row));
    }
    if (row.id == "P04") {
        return deaths("JP", product_exposure(inputs, "JP", "exposure"));
    }
    if (row.id == "P05") {
        return money("JP", product_exposure(inputs, "JP", "econexposure"));
    }
    if (row.id == "P06" || row.id == "P07") {
        return probabilities(row, percent);
    }
    if (row.id == "P08") {
        return probabilities(row, 1);
    }
    if (row.id == "P09") {
        return LossValues{pager_below(number_after(row, "e="), number_after(row, "G="),
                                      number_after(row, "value="))};
    }
    if (row.id == "P10" || row.id == "P11") {
        return rates(row);
    }
    if (row.id == "P12") {
        return binned(row);
    }
    if (row.id == "P13") {
        return alerts(row);
    }
    if (row.id == "P14") {
        return sun_times(row);
    }
    if (row.id == "P15") {
        return day_split(row);
    }
    if (row.id == "P16") {
        return catalogue_errors(inputs);
    }
    return row.id == "P17" ? std::optional(two_events(row, inputs)) : std::nullopt;
}

}  // namespace relief::bench
