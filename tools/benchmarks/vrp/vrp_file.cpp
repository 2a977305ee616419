// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/vrp/vrp_file.h"

#include "core/error.h"
#include "tools/benchmarks/vrp/vrp_text.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace relief::bench {
namespace {

constexpr std::array format_names{std::pair{VrpFormat::vrplib, std::string_view("vrplib")},
                                  std::pair{VrpFormat::solomon, std::string_view("solomon")},
                                  std::pair{VrpFormat::cordeau, std::string_view("cordeau")},
                                  std::pair{VrpFormat::hvrp, std::string_view("hvrp")},
                                  std::pair{VrpFormat::split, std::string_view("split")}};
constexpr std::array rounding_names{std::pair{VrpRounding::none, std::string_view("none")},
                                    std::pair{VrpRounding::nearest, std::string_view("nearest")},
                                    std::pair{VrpRounding::exact, std::string_view("exact")},
                                    std::pair{VrpRounding::dimacs, std::string_view("dimacs")}};
constexpr std::string_view solved_kinds =
    "CVRP, VRPTW, MDVRP, MDVRPTW, SDVRPTW, HFVRP, MTVRPTWR, split delivery";

std::string read_text(const std::string& path) {
    std::error_code ignored;
    std::ifstream stream(path, std::ios::binary);
    if (!stream || std::filesystem::is_directory(path, ignored)) {
        throw bad_input({.code = "file.missing",
                         .message = "the routing case is not there or cannot be opened",
                         .file = path});
    }
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

bool is_number(const std::string& word) {
    return !word.empty() && word.find_first_not_of("0123456789.+-eE") == std::string::npos;
}

/// By what stands in the first lines; each format has its own.
VrpFormat judge(const VrpText& text) {
    const VrpLine& first = text.line(0, "first line");
    const auto holds = [&](std::string_view word) {
        return std::any_of(text.lines().begin(), text.lines().end(), [&](const VrpLine& line) {
            return line.words.front() == word || line.words.front() == std::string(word) + ":";
        });
    };
    if (holds("DIMENSION") || holds("NODE_COORD_SECTION")) {
        return VrpFormat::vrplib;
    }
    if (holds("VEHICLE") && holds("CUSTOMER")) {
        return VrpFormat::solomon;
    }
    if (first.words.front().starts_with("//")) {
        return VrpFormat::hvrp;
    }
    const bool numbers = std::all_of(first.words.begin(), first.words.end(), is_number);
    if (numbers && first.words.size() == 4) {
        return VrpFormat::cordeau;
    }
    if (numbers && first.words.size() == 3 && text.line(1, "row").words.size() == 9) {
        text.not_solved(first.number, "format", "Li and Lim pickup and delivery (PDPTW)",
                        std::string(solved_kinds));
    }
    if (numbers && first.words.size() == 2) {
        return VrpFormat::split;
    }
    throw bad_input({.code = "vrp.format",
                     .message = "the file is no routing case known here",
                     .file = text.file(),
                     .line = first.number,
                     .field = "first line",
                     .found = first.words.front(),
                     .expected = "vrplib, solomon, cordeau, hvrp or split"});
}

template <typename Names, typename Value>
std::optional<Value> by_name(const Names& names, std::string_view name) {
    for (const auto& [value, each] : names) {
        if (each == name) {
            return value;
        }
    }
    return std::nullopt;
}

VrpFile read_as(VrpFormat format, const VrpText& text, const VrpReading& reading) {
    switch (format) {
        case VrpFormat::vrplib: return read_vrplib(text, reading);
        case VrpFormat::solomon: return read_solomon(text);
        case VrpFormat::cordeau: return read_cordeau(text);
        case VrpFormat::hvrp: return read_hvrp(text);
        case VrpFormat::split: return read_split(text);
    }
    throw fault({.code = "vrp.format", .message = "a format without a reader"});
}

}  // namespace

VrpFile read_vrp(const std::string& path, const VrpReading& reading) {
    const VrpText text(path, read_text(path));
    VrpFile file = read_as(reading.format ? *reading.format : judge(text), text, reading);
    if (file.name.empty()) {
        file.name = std::filesystem::path(path).stem().string();
    }
    return file;
}

std::string_view name_of(VrpFormat format) {
    return std::find_if(format_names.begin(), format_names.end(),
                        [&](const auto& each) { return each.first == format; })
        ->second;
}

std::optional<VrpFormat> vrp_format(std::string_view name) {
    return by_name<decltype(format_names), VrpFormat>(format_names, name);
}

std::optional<VrpRounding> vrp_rounding(std::string_view name) {
    return by_name<decltype(rounding_names), VrpRounding>(rounding_names, name);
}

}  // namespace relief::bench
