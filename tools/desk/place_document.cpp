// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/place_document.h"

#include "core/error.h"
#include "core/text.h"
#include "tools/desk/document.h"
#include "tools/desk/text_table.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

/// How many characters two UTF-8 texts have in common at their beginning.
std::size_t common_prefix_chars(std::string_view a, std::string_view b) {
    const auto [end_a, end_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    const auto is_start = [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
    };
    auto chars = static_cast<std::size_t>(std::count_if(a.begin(), end_a, is_start));
    const bool cut_a = end_a != a.end() && !is_start(*end_a);
    const bool cut_b = end_b != b.end() && !is_start(*end_b);
    return cut_a || cut_b ? chars - 1 : chars;
}

/// The places whose names begin most like what was typed, by sign or by sound: a slip of the
/// keyboard (永及县) is a sound away from the right name.
std::string nearest_names(const Places& places, const std::string& query) {
    constexpr std::size_t shown = 5;
    constexpr std::size_t letters_min = 4;
    const std::string sound = pinyin(query);
    std::vector<std::pair<std::size_t, const Place*>> near;
    for (const Place& place : places.all()) {
        const std::size_t signs = common_prefix_chars(query, place.name);
        const std::size_t letters = common_prefix_chars(sound, pinyin(place.name));
        if (signs >= 2 || letters >= letters_min) {
            near.emplace_back(signs * letters_min + letters, &place);
        }
    }
    std::stable_sort(near.begin(), near.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::string names;
    for (std::size_t index = 0; index < std::min(shown, near.size()); ++index) {
        const Place& place = *near[index].second;
        names += fmt::format("{}{} {}", index == 0 ? "" : ", ", place.name, place.code);
    }
    return names;
}

std::string_view kind_words(std::string_view kind, std::string_view language) {
    constexpr std::array<std::array<std::string_view, 2>, 6> words{{{"province", "省"},
                                                                    {"prefecture", "市（州）"},
                                                                    {"county", "县（市、区）"},
                                                                    {"zone", "开发区"},
                                                                    {"committee", "管委会"},
                                                                    {"township", "乡镇街道"}}};
    for (const auto& [english, chinese] : words) {
        if (english == kind) {
            return in_language(language, chinese, english);
        }
    }
    return kind;
}

std::string_view duty_words(std::string_view duty, std::string_view language) {
    return duty == "relief_command" ? in_language(language, "救灾指挥", "relief command")
                                    : in_language(language, "物资储备管理", "keeping the reserve");
}

nlohmann::ordered_json offices_json(const std::vector<OfficeMatch>& offices) {
    const auto day_or_null = [](const std::optional<Date>& day) {
        return day ? nlohmann::ordered_json(format_date(*day)) : nlohmann::ordered_json();
    };
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const OfficeMatch& match : offices) {
        nlohmann::ordered_json successors = nlohmann::ordered_json::array();
        for (const Office* office : match.successors) {
            successors.push_back(
                {{"id", office->id}, {"name", office->name}, {"duty", office->duty}});
        }
        rows.push_back({{"id", match.office->id},
                        {"name", match.office->name},
                        {"duty", match.office->duty},
                        {"valid_from", day_or_null(match.office->valid_from)},
                        {"valid_to", day_or_null(match.office->valid_to)},
                        {"in_force_on_date", match.in_force},
                        {"successors", std::move(successors)}});
    }
    return rows;
}

/// The offices and since when, until when they had their duty; one that had it not names who did.
std::string offices_text(const PlaceAnswer& answer, std::string_view language) {
    const bool zh = language == "zh";
    TextTable table(zh ? std::vector<std::string>{"机构", "名称", "职责", "自", "至（不含）",
                                                  "当日在任", "当日由谁承担"}
                       : std::vector<std::string>{"office", "name", "duty", "from", "until",
                                                  "in force that day", "held that day by"},
                    {false, false, false, false, false, false, false});
    const auto day_or_dash = [](const std::optional<Date>& day) {
        return day ? format_date(*day) : std::string("-");
    };
    for (const OfficeMatch& match : answer.offices) {
        std::string holders = match.in_force ? match.office->name : "";
        for (const Office* office : match.successors) {
            holders += (holders.empty() ? "" : ", ") + office->name;
        }
        table.add({match.office->id, match.office->name,
                   std::string(duty_words(match.office->duty, language)),
                   day_or_dash(match.office->valid_from), day_or_dash(match.office->valid_to),
                   std::string(match.in_force ? in_language(language, "是", "yes")
                                              : in_language(language, "否", "no")),
                   holders.empty() ? "-" : holders});
    }
    return table.text();
}

std::string matches_text(const PlaceAnswer& answer, std::string_view language) {
    const bool zh = language == "zh";
    TextTable table(zh ? std::vector<std::string>{"代码", "当日代码", "名称", "当日名称", "类别",
                                                  "上级", "人口", "匹配"}
                       : std::vector<std::string>{"code", "code that day", "name", "name that day",
                                                  "kind", "parents", "people", "matched by"},
                    {false, false, false, false, false, false, true, false});
    for (const PlaceMatch& match : answer.matches) {
        std::string parents;
        for (const Place* parent : match.parents) {
            parents += (parents.empty() ? "" : " < ") + parent->name;
        }
        table.add({match.place->code, match.code_on_date, match.place->name, match.name_on_date,
                   std::string(kind_words(match.place->kind, language)), parents,
                   match.place->population > 0 ? std::to_string(match.place->population) : "-",
                   match.by});
    }
    return table.text();
}

}  // namespace

PlaceAnswer find_places(const Places& places, const std::string& query, Date on) {
    PlaceAnswer answer{.query = query,
                       .on = on,
                       .matches = places.find(query, on),
                       .offices = places.find_offices(query, on)};
    if (answer.matches.empty() && answer.offices.empty()) {
        const std::string near = nearest_names(places, query);
        throw bad_input({.code = "place.unknown",
                         .message = "there is no such place or office",
                         .file = {},
                         .field = "NAME",
                         .found = query,
                         .expected = near.empty() ? "a name, former name, alias, pinyin or code of "
                                                    "a division of Jilin"
                                                  : near});
    }
    return answer;
}

std::string place_json(const PlaceAnswer& answer) {
    nlohmann::ordered_json matches = nlohmann::ordered_json::array();
    for (const PlaceMatch& match : answer.matches) {
        nlohmann::ordered_json parents = nlohmann::ordered_json::array();
        for (const Place* parent : match.parents) {
            parents.push_back({{"code", parent->code}, {"name", parent->name}});
        }
        matches.push_back({{"code", match.place->code},
                           {"code_on_date", match.code_on_date},
                           {"name", match.place->name},
                           {"name_on_date", match.name_on_date},
                           {"name_en", match.place->name_en},
                           {"kind", match.place->kind},
                           {"by", match.by},
                           {"parents", std::move(parents)},
                           {"population", match.place->population}});
        if (match.place->population == 0) {
            matches.back()["population"] = nullptr;
        }
    }
    return document_text({{"schema", "relief.places/1"},
                          {"query", answer.query},
                          {"on", format_date(answer.on)},
                          {"matches", std::move(matches)},
                          {"offices", offices_json(answer.offices)}});
}

std::string place_text(const PlaceAnswer& answer, std::string_view language) {
    std::string text;
    if (!answer.matches.empty()) {
        text += matches_text(answer, language);
    }
    if (answer.matches.size() > 1) {
        text += in_language(language, "有重名：请用代码，或写明上级。\n",
                            "Homonyms: use the code, or name the parent.\n");
    }
    if (!answer.offices.empty()) {
        text += offices_text(answer, language);
    }
    return text;
}

}  // namespace relief
