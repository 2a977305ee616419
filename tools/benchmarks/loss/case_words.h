// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/assessment/class_edges.h"
#include "gis/assessment/fatality_model.h"
#include "tools/benchmarks/loss/loss_rows.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace relief::bench {

/// The numbers of a text in their order; digits of a word ("MMI8", "R11N") are none.
[[nodiscard]] std::vector<double> numbers_in(std::string_view text);

/// The number behind a word: number_after("G=2.5 e=1e6", "e="). loss.case where there is none.
[[nodiscard]] double number_after(const LossCase& row, std::string_view word);

/// The text behind a sign. loss.case where it is not there.
[[nodiscard]] std::string_view text_after(const LossCase& row, std::string_view sign);

/// People (or money) by class from a list that begins with class I.
[[nodiscard]] ByClass<double> classes_from_one(std::span<const double> amounts);

/// A line of numbers each, without a header; separated by commas. `skip` lines are passed over.
[[nodiscard]] std::vector<std::vector<double>> number_lines(const std::filesystem::path& file,
                                                            std::size_t skip);

/// A country's row of pager/pager_models.csv.
struct PagerModel {
    LognormalRate deaths;
    LognormalRate economy;
};
[[nodiscard]] PagerModel pager_model(const std::filesystem::path& folder, std::string_view country);

}  // namespace relief::bench
