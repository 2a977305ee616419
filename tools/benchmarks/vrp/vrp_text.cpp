// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/vrp/vrp_text.h"

#include "core/error.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <utility>

namespace relief::bench {
namespace {

constexpr std::int64_t whole_max = 1'000'000'000'000;

std::vector<std::string> words_of(std::string_view line) {
    std::vector<std::string> words;
    std::string word;
    for (const char letter : line) {
        if (letter == ' ' || letter == '\t' || letter == '\r' || letter == ',') {
            if (!word.empty()) {
                words.push_back(std::move(word));
                word.clear();
            }
        } else {
            word += letter;
        }
    }
    if (!word.empty()) {
        words.push_back(std::move(word));
    }
    return words;
}

}  // namespace

VrpText::VrpText(std::string file, std::string_view text) : file_(std::move(file)) {
    int number = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        ++number;
        VrpLine line{number, words_of(text.substr(begin, end - begin))};
        if (!line.words.empty()) {
            lines_.push_back(std::move(line));
        }
        begin = end + 1;
    }
    last_line_ = number;
}

const VrpLine& VrpText::line(std::size_t index, const std::string& field) const {
    if (index >= lines_.size()) {
        wrong(last_line_, field, "the end of the file", "another line");
    }
    return lines_[index];
}

const std::string& VrpText::word_at(const VrpLine& line, std::size_t word,
                                    const std::string& field) const {
    if (word >= line.words.size()) {
        wrong(line.number, field, fmt::format("{} fields", line.words.size()),
              fmt::format("at least {}", word + 1));
    }
    return line.words[word];
}

double VrpText::number(const VrpLine& line, std::size_t word, const std::string& field) const {
    std::string_view text = word_at(line, word, field);
    if (text.starts_with('+')) {
        text.remove_prefix(1);
    }
    double value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
        wrong(line.number, field, std::string(text), "a number");
    }
    return value;
}

double VrpText::amount(const VrpLine& line, std::size_t word, const std::string& field) const {
    const double value = number(line, word, field);
    if (value < 0) {
        wrong(line.number, field, line.words[word], "a number of at least 0");
    }
    return value;
}

std::int64_t VrpText::whole(const VrpLine& line, std::size_t word, const std::string& field,
                            std::int64_t least) const {
    const double value = number(line, word, field);
    if (value != std::floor(value) || value < static_cast<double>(least) ||
        value > static_cast<double>(whole_max)) {
        wrong(line.number, field, line.words[word],
              fmt::format("a whole number, {} to {}", least, whole_max));
    }
    return static_cast<std::int64_t>(value);
}

void VrpText::wrong(int line, const std::string& field, const std::string& found,
                    const std::string& expected) const {
    throw bad_input({.code = "vrp.file",
                     .message = "the routing case cannot be read",
                     .file = file_,
                     .line = line,
                     .field = field,
                     .found = found,
                     .expected = expected});
}

void VrpText::not_solved(int line, const std::string& field, const std::string& found,
                         const std::string& solved) const {
    throw refused({.code = "vrp.kind",
                   .message = "this kind of routing problem is not solved here",
                   .file = file_,
                   .line = line,
                   .field = field,
                   .found = found,
                   .expected = solved});
}

double rounded(double value, VrpRounding rounding) {
    switch (rounding) {
        case VrpRounding::nearest: return std::floor(value + 0.5);
        case VrpRounding::exact: return std::floor(value * 1000 + 0.5);
        case VrpRounding::dimacs: return std::floor(value * 10);
        case VrpRounding::none: break;
    }
    return value;
}

std::vector<double> euclidean(const std::vector<VrpPoint>& points, VrpRounding rounding) {
    std::vector<double> rows;
    rows.reserve(points.size() * points.size());
    for (const VrpPoint& from : points) {
        for (const VrpPoint& to : points) {
            const double x = from.x - to.x;
            const double y = from.y - to.y;
            rows.push_back(rounded(std::sqrt(x * x + y * y), rounding));
        }
    }
    return rows;
}

}  // namespace relief::bench
