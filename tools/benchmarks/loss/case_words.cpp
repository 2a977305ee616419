// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/loss/case_words.h"

#include "core/data_source.h"
#include "core/error.h"
#include "core/table/csv.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <limits>
#include <sstream>
#include <system_error>

namespace relief::bench {
namespace {

Error unclear(const LossCase& row, std::string expected) {
    return bad_input({.code = "loss.case",
                      .message = "the input of a loss case cannot be understood",
                      .line = row.line,
                      .field = row.id,
                      .found = row.input.substr(0, 80),
                      .expected = std::move(expected)});
}

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// A number at the beginning; how long it is, 0 where there is none.
std::size_t read_number(std::string_view text, double& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} ? static_cast<std::size_t>(end - text.data()) : 0;
}

}  // namespace

std::vector<double> numbers_in(std::string_view text) {
    std::vector<double> numbers;
    for (std::size_t i = 0; i < text.size();) {
        double value = 0;
        const bool starts = std::isdigit(static_cast<unsigned char>(text[i])) != 0 ||
                            text[i] == '-' || text[i] == '.';
        const std::size_t size =
            starts && (i == 0 || !is_word(text[i - 1])) ? read_number(text.substr(i), value) : 0;
        if (size > 0) {
            numbers.push_back(value);
            i += size;
        } else {
            ++i;
        }
    }
    return numbers;
}

std::string_view text_after(const LossCase& row, std::string_view sign) {
    const std::string_view input = row.input;
    const std::size_t at = input.find(sign);
    if (at == std::string_view::npos) {
        throw unclear(row, std::string(sign));
    }
    return input.substr(at + sign.size());
}

double number_after(const LossCase& row, std::string_view word) {
    std::string_view rest = text_after(row, word);
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    double value = 0;
    if (read_number(rest, value) == 0) {
        throw unclear(row, std::string(word) + " and a number");
    }
    return value;
}

ByClass<double> classes_from_one(std::span<const double> amounts) {
    ByClass<double> by_class{};
    for (std::size_t i = 0; i < amounts.size() && i + 1 < by_class.size(); ++i) {
        by_class[i + 1] = amounts[i];
    }
    return by_class;
}

std::vector<std::vector<double>> number_lines(const std::filesystem::path& file, std::size_t skip) {
    std::istringstream stream(read_file(file));
    std::vector<std::vector<double>> lines;
    std::string line;
    for (std::size_t i = 0; std::getline(stream, line); ++i) {
        if (i >= skip && line.find_first_not_of(" \r") != std::string::npos) {
            lines.push_back(numbers_in(line));
        }
    }
    return lines;
}

PagerModel pager_model(const std::filesystem::path& folder, std::string_view country) {
    constexpr double most = std::numeric_limits<double>::max();
    const std::filesystem::path file = folder / "pager/pager_models.csv";
    const CsvTable table(read_file(file), file.string(),
                         {"ccode", "fat_theta", "fat_beta", "eco_theta", "eco_beta"});
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        if (row.text("ccode") == country) {
            return {.deaths = {row.number("fat_theta", 0, most), row.number("fat_beta", 0, most)},
                    .economy = {row.number("eco_theta", 0, most), row.number("eco_beta", 0, most)}};
        }
    }
    throw bad_input({.code = "loss.case",
                     .message = "there is no such country among the models",
                     .file = file.string(),
                     .field = "ccode",
                     .found = std::string(country)});
}

}  // namespace relief::bench
