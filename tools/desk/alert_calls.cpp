// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/alert_calls.h"

#include "alerts/audience.h"
#include "core/data_source.h"
#include "core/table/csv.h"
#include "gis/line.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

struct KindWords {
    std::string_view id;
    std::string_view zh;
    std::string_view en;
};

/// In the order they are called: those who cannot leave by themselves come first.
constexpr std::array<KindWords, 6> kinds{{{"care_home", "养老机构", "care home"},
                                          {"welfare_home", "福利机构", "welfare home"},
                                          {"rescue_station", "救助站", "rescue station"},
                                          {"school", "学校", "school"},
                                          {"shelter", "避难场所", "shelter"},
                                          {"village", "村", "village"}}};

std::size_t rank_of(std::string_view kind) {
    return static_cast<std::size_t>(std::ranges::find(kinds, kind, &KindWords::id) - kinds.begin());
}

std::string county_at(const Layer& counties, LonLat at) {
    const std::size_t code = counties.field("district_adcode");
    const auto county = std::ranges::find_if(
        counties.features, [&](const Feature& outline) { return contains(outline, at); });
    return county == counties.features.end() ? "" : county->values.at(code);
}

std::string division_of(const CsvRow& row, const Layer& counties, LonLat at) {
    const std::string told = row.text("division");
    if (told.empty()) {
        return county_at(counties, at);
    }
    const bool digits =
        std::ranges::all_of(told, [](char sign) { return sign >= '0' && sign <= '9'; });
    if (!digits || (told.size() != 6 && told.size() != 9 && told.size() != 12)) {
        throw row.error("csv.value", "division", "a division has 6, 9 or 12 figures", "220221");
    }
    return told;
}

}  // namespace

std::vector<CallSite> read_call_sites(const std::filesystem::path& file, const Layer& counties) {
    constexpr double people_max = 1e6;
    const CsvTable table(read_file(file), file.string(),
                         {"id", "name", "kind", "lon", "lat", "people", "division", "head",
                          "head_phone", "duty", "duty_phone"});
    table.check_key({"id"});
    std::vector<CallSite> sites;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        CallSite site{.id = row.required("id"),
                      .name = row.required("name"),
                      .kind = row.one_of("kind", {"care_home", "welfare_home", "rescue_station",
                                                  "school", "shelter", "village"}),
                      .at = {row.number("lon", -180, 180), row.number("lat", -90, 90)},
                      .head = row.text("head"),
                      .head_phone = row.text("head_phone"),
                      .duty = row.text("duty"),
                      .duty_phone = row.text("duty_phone")};
        if (site.head.empty() && site.duty.empty()) {
            throw row.error("csv.empty", "duty", "nobody is named who could be called",
                            "who is on duty, or the head");
        }
        site.people = row.optional_number("people", 0, people_max).value_or(0);
        site.division = division_of(row, counties, site.at);
        sites.push_back(std::move(site));
    }
    return sites;
}

std::vector<CallSite> sites_to_call(const cap::Alert& alert, std::vector<CallSite> sites) {
    const WarnedArea area(alert);
    std::erase_if(sites,
                  [&](const CallSite& site) { return !area.contains(site.at, site.division); });
    std::ranges::sort(sites, {}, [](const CallSite& site) {
        return std::tuple(rank_of(site.kind), -site.people, site.id);
    });
    return sites;
}

std::string call_words(const CallSite& site) {
    std::string words = site.name;
    const auto add = [&](std::string_view post, const std::string& name, const std::string& phone) {
        if (!name.empty()) {
            words += fmt::format("{}{} {}{}{}", words == site.name ? " " : "，", post, name,
                                 phone.empty() ? "" : " ", phone);
        }
    };
    add("值班", site.duty, site.duty_phone);
    add("负责人", site.head, site.head_phone);
    return words;
}

std::vector<Delivery> calls_of(const std::string& channel, std::string_view identifier,
                               const std::vector<CallSite>& sites) {
    std::vector<Delivery> rows;
    for (const CallSite& site : sites) {
        rows.push_back({.key = fmt::format("{}/{}/{}", identifier, channel, site.id),
                        .channel = channel,
                        .county = site.division.substr(0, 6),
                        .target = call_words(site)});
    }
    return rows;
}

std::string_view site_kind_words(std::string_view kind, std::string_view language) {
    const auto found = std::ranges::find(kinds, kind, &KindWords::id);
    if (found == kinds.end()) {
        return kind;
    }
    return language == "zh" ? found->zh : found->en;
}

}  // namespace relief
