// SPDX-License-Identifier: Apache-2.0
#include "gis/road_lines.h"

#include "core/data_source.h"
#include "core/error.h"
#include "core/table/csv.h"
#include "gis/layer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

/// What a row of a mapping may speak of, and the words of its column `means`.
struct Meaning {
    std::string_view what;
    std::vector<std::string_view> means;
    bool is_translated = false;  ///< one row a value
};

std::vector<Meaning> meanings(std::span<const std::string_view> classes) {
    const std::vector<std::string_view> yes_no{"yes", "no"};
    std::vector<std::string_view> class_words(classes.begin(), classes.end());
    class_words.emplace_back("skip");
    return {{"id", {""}},
            {"name", {""}},
            {"ref", {""}},
            {"from_node", {""}},
            {"to_node", {""}},
            {"level", {""}},
            {"length", {"km", "m"}},
            {"speed", {"km/h", "mph"}},
            {"height", {"m", "cm"}},
            {"width", {"m", "cm"}},
            {"vehicle_length", {"m", "cm"}},
            {"weight", {"t", "kg"}},
            {"axle_load", {"t", "kg"}},
            {"class", std::move(class_words), true},
            {"ramp", yes_no, true},
            {"bridge", yes_no, true},
            {"tunnel", yes_no, true},
            {"toll", yes_no, true},
            {"one_way", {"both", "forward", "backward"}, true}};
}

void read_noding(const CsvRow& row, RoadMapping& mapping) {
    constexpr double tolerance_m_max = 1000;
    mapping.noding = row.one_of("value", {"fields", "coordinates"}) == "fields"
                         ? LineNoding::fields
                         : LineNoding::coordinates;
    if (mapping.noding == LineNoding::coordinates) {
        mapping.tolerance_m = row.number("means", 0, tolerance_m_max);
    }
}

void read_datum(const CsvRow& row, RoadMapping& mapping) {
    const auto datum = datum_of(row.text("value"));
    if (!datum) {
        throw row.error("crs.datum", "value", "the datum is not one that is known",
                        "WGS84, CGCS2000 or GCJ-02");
    }
    mapping.datum = *datum;
}

/// Whether the row speaks of the layer as a whole.
bool read_whole(const CsvRow& row, const std::string& what, RoadMapping& mapping) {
    if (what == "datum") {
        read_datum(row, mapping);
    } else if (what == "noding") {
        read_noding(row, mapping);
    } else if (what == "source") {
        mapping.source = row.required("value");
    } else if (what == "layer") {
        mapping.layer = row.required("value");
    } else {
        return false;
    }
    return true;
}

void read_rule(const CsvRow& row, const std::string& what, const std::vector<Meaning>& known,
               RoadMapping& mapping) {
    const auto meaning = std::find_if(known.begin(), known.end(),
                                      [&](const Meaning& each) { return each.what == what; });
    if (meaning == known.end()) {
        throw row.error("csv.value", "what", "a mapping knows no such thing",
                        "datum, source, layer, noding, class, id, from_node …");
    }
    const std::string means = row.one_of("means", meaning->means);
    RoadMapping::Rule& rule = mapping.rules[what];
    const std::string property = row.required("property");
    const bool is_new = rule.property.empty();
    if (!is_new && (!meaning->is_translated || rule.property != property)) {
        throw row.error("csv.key", "what", "the mapping says this twice", "one property for each");
    }
    rule.property = property;
    if (!meaning->is_translated) {
        rule.unit = means;
    } else if (!rule.values.emplace(row.text("value"), means).second) {
        throw row.error("csv.key", "value", "the mapping translates the value twice", "once");
    }
}

void check_whole(const RoadMapping& mapping, bool has_datum) {
    const auto missing = [&](std::string code, std::string message, std::string what) {
        throw bad_input({.code = std::move(code),
                         .message = std::move(message),
                         .file = mapping.file,
                         .field = std::move(what),
                         .found = {},
                         .expected = "a row of it"});
    };
    if (!has_datum) {
        missing("crs.datum", "the mapping does not declare the datum of the layer", "datum");
    }
    if (mapping.rule("class") == nullptr) {
        missing("csv.reference", "the mapping does not say what the class of a road is", "class");
    }
    if (mapping.noding == LineNoding::fields &&
        (mapping.rule("from_node") == nullptr || mapping.rule("to_node") == nullptr)) {
        missing("csv.reference", "the mapping does not say where the nodes of a road are named",
                "from_node, to_node");
    }
}

/// Reads the values of one feature and refuses with its place.
class FeatureValues {
  public:
    FeatureValues(const Layer& layer, const RoadMapping& mapping, std::size_t index)
        : layer_(layer), mapping_(mapping), index_(index) {}

    [[nodiscard]] std::string text(std::string_view what) const {
        const RoadMapping::Rule* rule = mapping_.rule(what);
        return rule == nullptr ? std::string{} : layer_.features[index_].values[column(*rule)];
    }

    [[nodiscard]] std::string required(std::string_view what) const {
        std::string value = text(what);
        if (value.empty()) {
            throw error(mapping_.rule(what)->property, "a road names no node", value,
                        "the id of a node");
        }
        return value;
    }

    /// A number times the factor of its unit; nullopt where the file has none.
    [[nodiscard]] std::optional<double> number(std::string_view what, double low,
                                               double high) const {
        const std::string found = text(what);
        if (found.empty()) {
            return std::nullopt;
        }
        const RoadMapping::Rule& rule = *mapping_.rule(what);
        double value = 0;
        const char* const end = found.data() + found.size();
        const auto [rest, failure] = std::from_chars(found.data(), end, value);
        value *= factor(rule.unit);
        if (failure != std::errc{} || rest != end || !(value >= low && value <= high)) {
            throw error(rule.property, "a road has a figure that cannot be", found,
                        fmt::format("a number from {} to {}", low / factor(rule.unit),
                                    high / factor(rule.unit)));
        }
        return value;
    }

    /// What the mapping makes of the value; `unknown` where it does not speak of the property.
    [[nodiscard]] std::string word(std::string_view what, std::string unknown) const {
        const RoadMapping::Rule* rule = mapping_.rule(what);
        if (rule == nullptr) {
            return unknown;
        }
        const std::string found = text(what);
        auto means = rule->values.find(found);
        if (means == rule->values.end()) {
            means = rule->values.find("*");
        }
        if (means == rule->values.end()) {
            throw error(rule->property, "the mapping does not say what this value means", found,
                        fmt::format("a value of the rows \"{}\" of {}", what, mapping_.file));
        }
        return means->second;
    }

    [[nodiscard]] Error error(std::string field, std::string_view message, std::string found,
                              std::string expected) const {
        return bad_input({.code = "road.value",
                          .message = fmt::format("feature {}: {}", index_ + 1, message),
                          .file = layer_.name,
                          .field = std::move(field),
                          .found = std::move(found),
                          .expected = std::move(expected)});
    }

  private:
    [[nodiscard]] std::size_t column(const RoadMapping::Rule& rule) const {
        return layer_.field(rule.property);
    }

    [[nodiscard]] static double factor(std::string_view unit) {
        constexpr double mile_km = 1.609344;
        if (unit == "mph") {
            return mile_km;
        }
        if (unit == "cm") {
            return 0.01;
        }
        return unit == "kg" ? 0.001 : 1;
    }

    const Layer& layer_;
    const RoadMapping& mapping_;
    std::size_t index_;
};

void read_figures(const FeatureValues& values, const RoadMapping& mapping, RoadLine& road) {
    constexpr double longest_km = 2000;
    constexpr double metres = 1000;
    const bool in_metres = mapping.rule("length") != nullptr && mapping.rule("length")->unit == "m";
    road.length_km = values.number("length", 0, in_metres ? longest_km * metres : longest_km);
    if (road.length_km && in_metres) {
        *road.length_km /= metres;
    }
    road.speed_kmh = values.number("speed", 1, 200);
    road.height_m = values.number("height", 0.5, 100);
    road.width_m = values.number("width", 0.5, 100);
    road.vehicle_length_m = values.number("vehicle_length", 1, 200);
    road.weight_t = values.number("weight", 0.1, 1000);
    road.axle_load_t = values.number("axle_load", 0.1, 1000);
    road.level = static_cast<int>(values.number("level", -10, 10).value_or(0));
}

void read_words(const FeatureValues& values, RoadLine& road) {
    const std::string directions = values.word("one_way", "both");
    if (directions != "both") {
        road.directions =
            directions == "forward" ? LineDirections::forward : LineDirections::backward;
    }
    road.ramp = values.word("ramp", "no") == "yes";
    road.bridge = values.word("bridge", "no") == "yes";
    road.tunnel = values.word("tunnel", "no") == "yes";
    road.toll = values.word("toll", "no") == "yes";
}

void check_geometry(const FeatureValues& values, const Feature& feature, LineNoding noding) {
    const bool short_part = std::any_of(feature.parts.begin(), feature.parts.end(),
                                        [](const auto& part) { return part.size() < 2; });
    if (feature.kind != GeometryKind::line || short_part) {
        throw values.error("geometry", "the geometry is no line", {}, "a line of two points");
    }
    if (noding == LineNoding::fields && feature.parts.size() != 1) {
        throw values.error("geometry", "a line between two named nodes is of one piece",
                           std::to_string(feature.parts.size()) + " parts", "one LineString");
    }
}

}  // namespace

const RoadMapping::Rule* RoadMapping::rule(std::string_view what) const {
    const auto found = rules.find(what);
    return found == rules.end() ? nullptr : &found->second;
}

RoadMapping read_road_mapping(const std::filesystem::path& file,
                              std::span<const std::string_view> classes) {
    const CsvTable table(read_file(file), file.string(), {"what", "property", "value", "means"});
    const std::vector<Meaning> known = meanings(classes);
    RoadMapping mapping{.file = file.string()};
    bool has_datum = false;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        const std::string what = row.required("what");
        has_datum = has_datum || what == "datum";
        if (!read_whole(row, what, mapping)) {
            read_rule(row, what, known, mapping);
        }
    }
    check_whole(mapping, has_datum);
    return mapping;
}

std::vector<RoadLine> read_road_lines(const std::filesystem::path& file,
                                      const RoadMapping& mapping) {
    const Layer layer = read_vector_layer(file, {.datum = mapping.datum, .layer = mapping.layer});
    std::vector<RoadLine> roads;
    roads.reserve(layer.features.size());
    for (std::size_t i = 0; i < layer.features.size(); ++i) {
        const FeatureValues values(layer, mapping, i);
        RoadLine road{.feature = i + 1, .road_class = values.word("class", "")};
        if (road.road_class == "skip") {
            continue;
        }
        check_geometry(values, layer.features[i], mapping.noding);
        road.id = values.text("id");
        road.name = values.text("name");
        road.ref = values.text("ref");
        if (mapping.noding == LineNoding::fields) {
            road.from_node = values.required("from_node");
            road.to_node = values.required("to_node");
        }
        read_figures(values, mapping, road);
        read_words(values, road);
        for (const std::vector<LonLat>& part : layer.features[i].parts) {
            roads.push_back(road);
            roads.back().line = part;
        }
    }
    return roads;
}

}  // namespace relief
