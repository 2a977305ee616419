// SPDX-License-Identifier: Apache-2.0
#include "core/incident/event_reader.h"

#include "core/data_source.h"
#include "core/error.h"
#include "core/json_depth.h"
#include "core/text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, 4> hazards{"flood", "earthquake", "snow_ice", "drought"};
constexpr std::array<std::string_view, 4> plan_levels{"country", "province", "city", "county"};

int line_at(std::string_view text, std::size_t offset) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size()));
    return 1 + static_cast<int>(std::count(text.begin(), end, '\n'));
}

/// Calls `visit` with the depth, the offset and the bytes of each key in the order of the text,
/// until it answers true.
void visit_keys(std::string_view text, const auto& visit) {
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '{' || text[i] == '[') {
            ++depth;
        } else if (text[i] == '}' || text[i] == ']') {
            --depth;
        } else if (text[i] == '"') {
            const std::size_t begin = i + 1;
            for (++i; i < text.size() && text[i] != '"'; ++i) {
                i += text[i] == '\\' ? 1 : 0;
            }
            std::size_t after = i + 1;
            while (after < text.size() && std::isspace(static_cast<unsigned char>(text[after]))) {
                ++after;
            }
            if (after < text.size() && text[after] == ':' &&
                visit(depth, begin, text.substr(begin, i - begin))) {
                return;
            }
        }
    }
}

/// The line of a key of the outermost object; 0 where it is not there.
int line_of_key(std::string_view text, std::string_view key) {
    int line = 0;
    visit_keys(text, [&](int depth, std::size_t begin, std::string_view found) {
        line = depth == 1 && found == key ? line_at(text, begin) : 0;
        return line > 0;
    });
    return line;
}

/// The line of the key that is number `number` of all keys, counted from 1.
int line_of_key_number(std::string_view text, int number) {
    int line = 0;
    visit_keys(text, [&](int /*depth*/, std::size_t begin, std::string_view /*found*/) {
        line = --number == 0 ? line_at(text, begin) : 0;
        return line > 0;
    });
    return line;
}

/// Finds a key that one object gives twice, where the parser would keep the last value in silence.
class KeyCheck {
  public:
    struct Twice {
        std::string key;
        int first = 0;  ///< numbers among all keys of the text
        int second = 0;
    };
    /// To be told each event of the parser; nothing as long as no key comes twice.
    std::optional<Twice> see(Json::parse_event_t event, const Json& value) {
        if (event == Json::parse_event_t::object_start) {
            objects_.emplace_back();
        } else if (event == Json::parse_event_t::object_end) {
            objects_.pop_back();
        } else if (event == Json::parse_event_t::key) {
            const auto& key = value.get_ref<const std::string&>();
            const auto [known, added] = objects_.back().emplace(key, ++keys_);
            if (!added) {
                return Twice{key, known->second, keys_};
            }
        }
        return std::nullopt;
    }

  private:
    std::vector<std::map<std::string, int>> objects_;  ///< key and number, by open object
    int keys_ = 0;
};

std::string shown(const Json& value) {
    constexpr std::size_t longest = 60;
    std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
    return text.size() <= longest ? text : fmt::format("a JSON {}", value.type_name());
}

std::string joined(const auto& words) {
    return fmt::format("{}", fmt::join(words, ", "));
}

class EventReader {
  public:
    EventReader(const std::filesystem::path& file, const Rules& rules, const Places& places)
        : file_(file.string()),
          text_(decode_text(read_file(file), file_)),
          rules_(rules),
          places_(places) {}

    Incident read();

  private:
    void parse();
    void read_times(Incident& incident) const;
    void read_places(Incident& incident) const;
    void check_townships() const;
    void read_plans(Incident& incident) const;
    void read_magnitude(Incident& incident) const;
    void read_focus(Incident& incident) const;
    void read_rain(Incident& incident) const;

    [[nodiscard]] Error error(std::string code, const std::string& field, std::string message,
                              std::string found, std::string expected) const;
    [[nodiscard]] const Json* member(const std::string& field) const;
    [[nodiscard]] std::string text(const std::string& field) const;
    [[nodiscard]] std::optional<Instant> instant(const std::string& field) const;
    [[nodiscard]] const Place& place(const std::string& field, const Json& value) const;
    [[nodiscard]] std::vector<std::string> counties(const std::string& field, bool only) const;
    [[nodiscard]] const ResponsePlan& plan(const std::string& field, const Json& value) const;

    std::string file_;
    std::string text_;
    const Rules& rules_;
    const Places& places_;
    Json root_;
};

Error EventReader::error(std::string code, const std::string& field, std::string message,
                         std::string found, std::string expected) const {
    const std::string top = field.substr(0, field.find_first_of(".["));
    return bad_input({.code = std::move(code),
                      .message = std::move(message),
                      .file = file_,
                      .line = line_of_key(text_, top),
                      .field = field,
                      .found = std::move(found),
                      .expected = std::move(expected)});
}

void EventReader::parse() {
    check_json_depth(text_, file_);
    KeyCheck keys;
    try {
        root_ =
            Json::parse(text_, [&](int /*depth*/, Json::parse_event_t event, const Json& value) {
                if (const auto twice = keys.see(event, value)) {
                    const int line = line_of_key_number(text_, twice->second);
                    throw bad_input(
                        {.code = "json.field",
                         .message = "the field is given twice",
                         .file = file_,
                         .line = line,
                         .field = twice->key,
                         .found = fmt::format("\"{}\" on line {} and again on line {}", twice->key,
                                              line_of_key_number(text_, twice->first), line),
                         .expected = "each field of an object once"});
                }
                return true;
            });
    } catch (const Json::parse_error& broken) {
        // The byte is counted from 1 and is the first one that does not fit.
        const std::size_t offset = broken.byte > 0 ? broken.byte - 1 : 0;
        const bool at_end = offset >= text_.size();
        throw bad_input(
            {.code = "json.syntax",
             .message = "the JSON is broken here",
             .file = file_,
             .line = line_at(text_, offset),
             .found = at_end ? "the end of the file" : fmt::format("'{}'", text_.substr(offset, 1)),
             .expected = "well-formed JSON"});
    } catch (const Json::exception& broken) {  // a number too large for any type
        throw bad_input({.code = "json.syntax",
                         .message = "the JSON holds a value no program can keep",
                         .file = file_,
                         .found = broken.what(),
                         .expected = "well-formed JSON"});
    }
    if (!root_.is_object()) {
        throw bad_input({.code = "json.field",
                         .message = "an event is one JSON object",
                         .file = file_,
                         .line = 1,
                         .found = shown(root_),
                         .expected = "{ \"id\": …, \"start\": … }"});
    }
}

const Json* EventReader::member(const std::string& field) const {
    const auto found = root_.find(field);
    return found == root_.end() || found->is_null() ? nullptr : &*found;
}

std::string EventReader::text(const std::string& field) const {
    const Json* value = member(field);
    if (value == nullptr) {
        throw error("json.field", field, "the field is missing", "nothing", "a text");
    }
    if (!value->is_string() || value->get_ref<const std::string&>().empty()) {
        throw error("json.field", field, "the field is not a text", shown(*value), "a text");
    }
    return value->get<std::string>();
}

std::optional<Instant> EventReader::instant(const std::string& field) const {
    if (member(field) == nullptr) {
        return std::nullopt;
    }
    const std::string value = text(field);
    const auto at = parse_instant(value);
    if (!at) {
        throw error("json.field", field, "the field is not a time", value,
                    "a time such as 2017-07-13T08:00");
    }
    return at;
}

void EventReader::read_times(Incident& incident) const {
    const auto start = instant("start");
    if (!start) {
        throw error("json.field", "start", "the event has no start", "nothing",
                    "a time such as 2017-07-13T08:00");
    }
    incident.start = *start;
    incident.main_shock = instant("main_shock");
    incident.end = instant("end");
    if (incident.end && *incident.end < incident.start) {
        throw error("json.field", "end", "the event ends before it starts", text("end"),
                    "a time after " + format_instant(incident.start));
    }
    const Json* month = member("month");
    if (month == nullptr || !month->is_number_integer() || *month < 1 || *month > 12) {
        throw error("json.field", "month", "the field is not a month",
                    month == nullptr ? "nothing" : shown(*month), "a whole number from 1 to 12");
    }
    incident.month = month->get<int>();
}

const Place& EventReader::place(const std::string& field, const Json& value) const {
    const Place* found =
        value.is_string() ? places_.find_code(value.get_ref<const std::string&>()) : nullptr;
    if (found == nullptr) {
        throw error("place.unknown", field, "there is no division with this code", shown(value),
                    "a present or former code such as \"220221\"");
    }
    return *found;
}

std::vector<std::string> EventReader::counties(const std::string& field, bool only) const {
    std::vector<std::string> codes;
    const Json* list = member(field);
    if (list == nullptr) {
        return codes;
    }
    if (!list->is_array()) {
        throw error("json.field", field, "the field is not a list", shown(*list),
                    "a list of division codes");
    }
    for (std::size_t i = 0; i < list->size(); ++i) {
        const std::string path = fmt::format("{}[{}]", field, i);
        const Place& unit = place(path, (*list)[i]);
        if (only && unit.kind != "county") {
            throw error("json.field", path, "the division is not a county", shown((*list)[i]),
                        "the code of a county, district or county-level city");
        }
        if (std::ranges::find(codes, unit.code) == codes.end()) {
            codes.push_back(unit.code);
        }
    }
    return codes;
}

void EventReader::read_places(Incident& incident) const {
    const Place& province = place("province", text("province"));
    if (province.kind != "province") {
        throw error("json.field", "province", "the division is not a province", text("province"),
                    "the code of a province");
    }
    incident.province = province.code;
    incident.core_county = place("core_county", text("core_county")).code;
    incident.affected_counties = counties("affected_counties", false);
    incident.share_counties = counties("share_counties", true);
    check_townships();
}

void EventReader::check_townships() const {
    const Json* townships = member("affected_townships");
    if (townships == nullptr) {
        return;
    }
    if (!townships->is_array()) {
        throw error("json.field", "affected_townships", "the field is not a list",
                    shown(*townships), "a list of objects with a code");
    }
    for (std::size_t i = 0; i < townships->size(); ++i) {
        const std::string path = fmt::format("affected_townships[{}].code", i);
        const Json& row = (*townships)[i];
        if (!row.is_object() || !row.contains("code")) {
            throw error("json.field", path, "the field is missing", shown(row), "a township code");
        }
        static_cast<void>(place(path, row["code"]));
    }
}

const ResponsePlan& EventReader::plan(const std::string& field, const Json& value) const {
    const ResponsePlan* found =
        value.is_string() ? rules_.plan(value.get_ref<const std::string&>()) : nullptr;
    if (found == nullptr) {
        throw error("plan.unknown", field, "there is no such response plan", shown(value),
                    "a plan_id of response_plans.csv");
    }
    if (found->status == PlanStatus::comparator || found->status == PlanStatus::not_read) {
        throw error("json.field", field, "this plan has no thresholds that bind here", found->id,
                    "a plan whose status is official or default_unverified");
    }
    return *found;
}

void EventReader::read_plans(Incident& incident) const {
    const Json* plans = member("plans");
    if (plans == nullptr) {
        return;
    }
    if (!plans->is_object()) {
        throw error("json.field", "plans", "the field is not an object", shown(*plans),
                    "an object of plans by level");
    }
    for (const auto& [level, value] : plans->items()) {
        const std::string path = "plans." + level;
        if (level == "compare") {
            if (!value.is_array()) {
                throw error("json.field", path, "the field is not a list", shown(value),
                            "a list of plans");
            }
            for (std::size_t i = 0; i < value.size(); ++i) {
                incident.compare.push_back(plan(fmt::format("{}[{}]", path, i), value[i]).id);
            }
            continue;
        }
        if (std::ranges::find(plan_levels, level) == plan_levels.end()) {
            throw error("json.field", path, "there is no such jurisdiction level", level,
                        joined(plan_levels) + " or compare");
        }
        const ResponsePlan& in_force = plan(path, value);
        if (in_force.jurisdiction_level != level) {
            throw error("json.field", path, "the plan is for another level",
                        in_force.id + " for " + in_force.jurisdiction_level, "a plan for " + level);
        }
        incident.plans.emplace_back(level, in_force.id);
    }
}

void EventReader::read_magnitude(Incident& incident) const {
    const Json* magnitude = member("magnitude");
    if (magnitude == nullptr) {
        return;
    }
    if (!magnitude->is_number() || *magnitude < 0.0 || *magnitude > 10.0) {
        throw error("json.field", "magnitude", "the field is not a magnitude", shown(*magnitude),
                    "a number from 0 to 10");
    }
    incident.magnitude = magnitude->get<double>();
}

void EventReader::read_focus(Incident& incident) const {
    if (const Json* depth = member("depth_km"); depth != nullptr) {
        if (!depth->is_number() || *depth < 0.0 || *depth > 700.0) {
            throw error("json.field", "depth_km", "the field is not a depth of a focus",
                        shown(*depth), "kilometres from 0 to 700");
        }
        incident.depth_km = depth->get<double>();
    }
    const Json* epicentre = member("epicentre_wgs84");
    if (epicentre == nullptr) {
        return;
    }
    const bool pair = epicentre->is_array() && epicentre->size() == 2 &&
                      (*epicentre)[0].is_number() && (*epicentre)[1].is_number();
    if (!pair || std::abs((*epicentre)[0].get<double>()) > 180 ||
        std::abs((*epicentre)[1].get<double>()) > 90) {
        throw error("json.field", "epicentre_wgs84", "the field is not a position",
                    shown(*epicentre), "[longitude, latitude] in degrees, WGS84");
    }
    incident.epicentre_longitude = (*epicentre)[0].get<double>();
    incident.epicentre_latitude = (*epicentre)[1].get<double>();
}

void EventReader::read_rain(Incident& incident) const {
    const Json* rain = member("rain");
    if (rain == nullptr) {
        return;
    }
    if (!rain->is_array()) {
        throw error("json.field", "rain", "the field is not a list", shown(*rain),
                    "a list of objects with place, mm and kind");
    }
    const Date on = beijing_date(incident.start);
    for (std::size_t i = 0; i < rain->size(); ++i) {
        const std::string path = fmt::format("rain[{}]", i);
        const Json& row = (*rain)[i];
        if (!row.is_object() || !row.contains("mm") || !row["mm"].is_number() || row["mm"] < 0.0 ||
            row["mm"] > 3000.0) {
            throw error("json.field", path + ".mm", "the rain is not told", shown(row),
                        "millimetres from 0 to 3000");
        }
        const auto text_of = [&](const char* field) {
            const auto found = row.find(field);
            if (found == row.end()) {
                return std::string();
            }
            if (!found->is_string()) {
                throw error("json.field", path + "." + field, "the field is not a text",
                            shown(*found), "a text");
            }
            return found->get<std::string>();
        };
        if (!text_of("kind").starts_with("mean")) {
            continue;
        }
        const Place& where = places_.resolve(text_of("place"), on);
        incident.rain.push_back(
            {.code = where.code,
             .mm = row["mm"].get<double>(),
             .flag = text_of("flag") == "read" ? Flag::read : Flag::read_secondary});
    }
}

Incident EventReader::read() {
    parse();
    Incident incident;
    incident.id = text("id");
    incident.name_zh = text("name_cn");
    incident.hazard = text("hazard");
    if (std::ranges::find(hazards, incident.hazard) == hazards.end()) {
        throw error("json.field", "hazard", "there is no such hazard", incident.hazard,
                    joined(hazards));
    }
    read_times(incident);
    read_places(incident);
    read_plans(incident);
    read_magnitude(incident);
    read_focus(incident);
    read_rain(incident);
    return incident;
}

}  // namespace

Incident read_event(const std::filesystem::path& file, const Rules& rules, const Places& places) {
    return EventReader(file, rules, places).read();
}

}  // namespace relief
