// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/row.h"

#include <fmt/format.h>
#include <sys/utsname.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

namespace relief::bench {
namespace {

using Json = nlohmann::ordered_json;

/// The text behind "key … :" in a /proc file, "" where it is not there.
std::string proc_field(const char* file, const std::string& key) {
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
        const std::size_t colon = line.find(':');
        if (line.starts_with(key) && colon != std::string::npos) {
            const std::size_t first = line.find_first_not_of(" \t", colon + 1);
            return first == std::string::npos ? "" : line.substr(first);
        }
    }
    return "";
}

std::optional<double> load_average() {
    double load = 0;
    if (getloadavg(&load, 1) != 1) {
        return std::nullopt;
    }
    return load;
}

template <typename T>
Json or_null(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

/// What a figure depends on: without it nobody can compare two runs.
Json machine() {
    utsname system{};
    uname(&system);
    return {{"cpu", proc_field("/proc/cpuinfo", "model name")},
            {"threads", std::thread::hardware_concurrency()},
            {"memory", proc_field("/proc/meminfo", "MemTotal")},
            {"kernel", fmt::format("{} {}", system.sysname, system.release)},
            {"compiler", "g++ " __VERSION__},
            {"load_average", or_null(load_average())}};
}

std::optional<double> ratio(const Row& row) {
    if (!row.value || !row.baseline_value || *row.baseline_value == 0) {
        return std::nullopt;
    }
    return *row.value / *row.baseline_value;
}

Json row_json(const Row& row) {
    Json json{{"name", row.name},
              {"value", or_null(row.value)},
              {"unit", row.unit},
              {"baseline", row.baseline.empty() ? Json(nullptr) : Json(row.baseline)},
              {"baseline_value", or_null(row.baseline_value)},
              {"ratio", or_null(ratio(row))},
              {"goal", row.goal},
              {"met", row.met},
              {"note", row.note}};
    if (row.gap) {
        json["gap"] = *row.gap;
    }
    if (row.peak_memory_mb) {
        json["peak_memory_mb"] = *row.peak_memory_mb;
    }
    return json;
}

}  // namespace

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values.at(half) : (values.at(half - 1) + values.at(half)) / 2;
}

std::string rows_json(const std::string& room, const std::vector<Row>& rows) {
    Json list = Json::array();
    for (const Row& row : rows) {
        list.push_back(row_json(row));
    }
    const Json document{
        {"schema", "relief.bench/1"}, {"room", room}, {"machine", machine()}, {"rows", list}};
    return document.dump(2) + "\n";
}

std::string rows_text(const std::string& room, const std::vector<Row>& rows) {
    std::string text = fmt::format("{}\n{:<24}{:>12} {:<10}{:>10}{:>10}  {:<24}{}\n", room, "row",
                                   "value", "unit", "gap", "peak MB", "goal", "met");
    for (const Row& row : rows) {
        text += fmt::format("{:<24}{:>12} {:<10}{:>10}{:>10}  {:<24}{}\n", row.name,
                            row.value ? fmt::format("{:.4f}", *row.value) : "-", row.unit,
                            row.gap ? fmt::format("{:.6f}", *row.gap) : "-",
                            row.peak_memory_mb ? fmt::format("{:.0f}", *row.peak_memory_mb) : "-",
                            row.goal, row.met ? "yes" : "NO");
        if (!row.note.empty()) {
            text += fmt::format("    {}\n", row.note);
        }
    }
    return text;
}

}  // namespace relief::bench
