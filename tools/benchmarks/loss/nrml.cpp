// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/loss/nrml.h"

#include "core/error.h"
#include "core/table/xml_stream.h"
#include "tools/benchmarks/loss/case_words.h"

#include <functional>

namespace relief::bench {
namespace {

using Start = std::function<void(std::string_view name, const XmlAttributes& attributes)>;
using End = std::function<void(std::string_view name, const std::string& text)>;

/// Elements with the text between their tags.
void read(const std::filesystem::path& file, const Start& start, const End& end) {
    constexpr std::size_t bytes_max = std::size_t{16} << 20U;
    std::string text;
    read_xml_file(file, bytes_max,
                  {.start =
                       [&](std::string_view name, const XmlAttributes& attributes) {
                           text.clear();
                           start(name, attributes);
                       },
                   .end =
                       [&](std::string_view name) {
                           end(name, text);
                           text.clear();
                       },
                   .text = [&](std::string_view piece) { text += piece; }});
}

void no_text(std::string_view /*name*/, const std::string& /*text*/) {}

double number(const XmlAttributes& attributes, std::string_view name) {
    const std::vector<double> numbers = numbers_in(attributes.get(name));
    return numbers.empty() ? 0 : numbers.front();
}

template <typename List>
List filled(List list, const std::filesystem::path& file, const char* what) {
    if (list.empty()) {
        throw bad_input({.code = "loss.case",
                         .message = "the model of a loss case is not in its file",
                         .file = file.string(),
                         .expected = what});
    }
    return list;
}

}  // namespace

std::vector<NrmlAsset> nrml_assets(const std::filesystem::path& file) {
    std::vector<NrmlAsset> assets;
    read(
        file,
        [&](std::string_view name, const XmlAttributes& attributes) {
            if (name == "asset") {
                assets.push_back({.id = std::string(attributes.get("id")),
                                  .taxonomy = std::string(attributes.get("taxonomy")),
                                  .number = number(attributes, "number")});
            } else if (name == "cost" && attributes.get("type") == "structural" &&
                       !assets.empty()) {
                assets.back().value = number(attributes, "value");
                assets.back().deductible = number(attributes, "deductible");
                assets.back().limit = number(attributes, "insuranceLimit");
            }
        },
        no_text);
    return filled(std::move(assets), file, "assets");
}

std::map<std::string, DiscreteFragility> nrml_discrete(const std::filesystem::path& file) {
    std::map<std::string, DiscreteFragility> functions;
    std::string taxonomy;
    read(
        file,
        [&](std::string_view name, const XmlAttributes& attributes) {
            if (name == "fragilityFunction") {
                taxonomy = attributes.get("id");
            } else if (name == "imls") {
                functions[taxonomy].no_damage_below = number(attributes, "noDamageLimit");
            }
        },
        [&](std::string_view name, const std::string& text) {
            if (name == "imls") {
                functions[taxonomy].imls = numbers_in(text);
            } else if (name == "poes") {
                functions[taxonomy].poes.push_back(numbers_in(text));
            }
        });
    return filled(std::move(functions), file, "discrete fragility functions");
}

std::map<std::string, LognormalFragility> nrml_lognormal(const std::filesystem::path& file) {
    std::map<std::string, LognormalFragility> functions;
    std::string taxonomy;
    read(
        file,
        [&](std::string_view name, const XmlAttributes& attributes) {
            if (name == "fragilityFunction") {
                taxonomy = attributes.get("id");
            } else if (name == "imls") {
                functions[taxonomy].min_iml = number(attributes, "minIML");
                functions[taxonomy].max_iml = number(attributes, "maxIML");
            } else if (name == "params") {
                functions[taxonomy].limits.push_back(
                    {.mean = number(attributes, "mean"), .sd = number(attributes, "stddev")});
            }
        },
        no_text);
    return filled(std::move(functions), file, "lognormal fragility functions");
}

std::map<std::string, VulnerabilityCurve> nrml_vulnerability(const std::filesystem::path& file) {
    std::map<std::string, VulnerabilityCurve> functions;
    std::string taxonomy;
    read(
        file,
        [&](std::string_view name, const XmlAttributes& attributes) {
            if (name == "vulnerabilityFunction") {
                taxonomy = attributes.get("id");
            }
        },
        [&](std::string_view name, const std::string& text) {
            if (name == "imls") {
                functions[taxonomy].imls = numbers_in(text);
            } else if (name == "meanLRs") {
                functions[taxonomy].mean_ratios = numbers_in(text);
            } else if (name == "covLRs") {
                functions[taxonomy].covs = numbers_in(text);
            }
        });
    return filled(std::move(functions), file, "vulnerability functions");
}

std::vector<double> nrml_consequences(const std::filesystem::path& file) {
    std::vector<double> ratios;
    read(
        file,
        [&](std::string_view name, const XmlAttributes& attributes) {
            if (name == "params") {
                ratios.push_back(number(attributes, "mean"));
            }
        },
        no_text);
    return filled(std::move(ratios), file, "a consequence function");
}

std::vector<double> nrml_motions(const std::filesystem::path& file) {
    std::vector<double> motions;
    read(
        file,
        [&](std::string_view name, const XmlAttributes& attributes) {
            if (name == "node") {
                motions.push_back(number(attributes, "gmv"));
            }
        },
        no_text);
    return filled(std::move(motions), file, "ground motions");
}

}  // namespace relief::bench
