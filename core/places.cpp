// SPDX-License-Identifier: Apache-2.0
#include "core/places.h"

#include "core/error.h"
#include "core/table/csv.h"
#include "core/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <mutex>
#include <numbers>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::string_view divisions_table = "rules/jilin_divisions.csv";
constexpr std::string_view townships_table = "reference/jilin/places/jilin_townships.csv";
constexpr std::string_view history_table = "reference/jilin/places/division_code_history.csv";
constexpr std::string_view aliases_table = "places/place_aliases.csv";
constexpr std::string_view offices_table = "places/offices.csv";

constexpr std::size_t division_code_length = 6;
constexpr std::size_t township_code_length = 9;
constexpr std::size_t bytes_of_two_characters = 6;  // Chinese characters of these names take three

// Why a name matched, the surest first: where one place matches twice, the first counts.
enum class By { code, name, former_code, former_name, short_name, alias, pinyin };

std::string by_name(By by) {
    constexpr std::array<std::string_view, 7> names{
        "code", "name", "former_code", "former_name", "short_name", "alias", "pinyin"};
    return std::string(names.at(static_cast<std::size_t>(by)));
}

bool code_before(const Place& place, std::string_view code) {
    return place.code < code;
}

bool take_suffix(std::string& text, std::string_view suffix) {
    if (!text.ends_with(suffix) || text.size() < suffix.size() + bytes_of_two_characters) {
        return false;
    }
    text.resize(text.size() - suffix.size());
    return true;
}

/// The word for its kind that a name may be written without. Longer words stand first.
std::vector<std::string_view> kind_words(const Place& place) {
    if (place.kind == "province") {
        return {"省"};
    }
    if (place.kind == "prefecture") {
        return {"自治州", "州", "市"};
    }
    if (place.kind == "county") {
        return {"自治县", "县", "市", "区"};
    }
    if (place.kind == "township") {
        return {"特殊乡镇", "街道", "镇", "乡"};
    }
    return {};
}

/// 永吉 of 永吉县; 伊通满族 and 伊通 of 伊通满族自治县.
std::vector<std::string> short_names(const Place& place) {
    std::string name = place.name;
    const auto words = kind_words(place);
    if (std::ranges::none_of(words, [&](auto word) { return take_suffix(name, word); })) {
        return {};
    }
    std::vector<std::string> names{name};
    constexpr std::array<std::string_view, 5> nationalities{"满族", "朝鲜族", "蒙古族", "回族",
                                                            "锡伯族"};
    bool shorter = false;
    while (std::ranges::any_of(nationalities, [&](auto word) { return take_suffix(name, word); })) {
        shorter = true;
    }
    if (shorter) {
        names.push_back(name);
    }
    return names;
}

/// The letters a person may type for a Latin name: no case, marks or spaces, ü as u or v.
/// nullopt where the text holds anything but letters, spaces, hyphens and apostrophes.
std::optional<std::string> latin_key(std::string_view text) {
    std::string key;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view rest = text.substr(i);
        const char c = text[i];
        if (rest.starts_with("ü") || rest.starts_with("Ü")) {
            key += 'u';
            ++i;
        } else if (rest.starts_with("’")) {
            i += 2;
        } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            const char lower = static_cast<char>(c | 0x20);
            key += lower == 'v' ? 'u' : lower;
        } else if (c != ' ' && c != '\'' && c != '-') {
            return std::nullopt;
        }
    }
    return key.empty() ? std::nullopt : std::optional(key);
}

/// What may follow the Latin name of a division, by the last word of its Chinese name.
std::vector<std::string_view> latin_words(std::string_view name) {
    if (name.ends_with("省")) {
        return {"province", "sheng"};
    }
    if (name.ends_with("市")) {
        return {"city", "shi"};
    }
    if (name.ends_with("区")) {
        return {"district", "qu"};
    }
    if (name.ends_with("县")) {
        return {"autonomouscounty", "county", "xian"};
    }
    if (name.ends_with("州")) {
        return {"autonomousprefecture", "prefecture", "zhou"};
    }
    return {};
}

/// "yongji", "yongjicounty", "yongjixian"; of "Yitong Manchu" the same without the nationality.
std::vector<std::string> latin_names(const Place& place) {
    const auto full = latin_key(place.name_en);
    if (!full) {
        return {};
    }
    const auto words = latin_words(place.name);
    std::vector<std::string> stems{*full};
    for (const std::string_view word : words) {
        if (full->ends_with(word)) {
            stems.front().resize(full->size() - word.size());
            break;
        }
    }
    for (const std::string_view nationality : {"manchu", "korean", "mongol"}) {
        if (stems.front().ends_with(nationality)) {
            stems.push_back(stems.front().substr(0, stems.front().size() - nationality.size()));
            break;
        }
    }
    std::vector<std::string> names{*full};
    for (const std::string& stem : stems) {
        names.push_back(stem);
        for (const std::string_view word : words) {
            names.push_back(stem + std::string(word));
        }
    }
    return names;
}

/// In degrees of WGS84.
struct Point {
    double longitude = 0;
    double latitude = 0;
};

Point point_of(const Place& place) {
    return {*place.longitude, *place.latitude};
}

double great_circle_km(const Point& a, const Point& b) {
    constexpr double earth_radius_km = 6371.0088;
    constexpr double radian = std::numbers::pi / 180;
    const double sin_lat = std::sin((b.latitude - a.latitude) * radian / 2);
    const double sin_lon = std::sin((b.longitude - a.longitude) * radian / 2);
    const double h = sin_lat * sin_lat + std::cos(a.latitude * radian) *
                                             std::cos(b.latitude * radian) * sin_lon * sin_lon;
    return 2 * earth_radius_km * std::asin(std::min(1.0, std::sqrt(h)));
}

/// The place nearest to a point among those `taken`, the first by code of two as near.
template <typename Taken>
const Place* nearest(const std::vector<Place>& places, const Point& from, const Taken& taken) {
    const Place* found = nullptr;
    double found_km = 0;
    for (const Place& place : places) {
        if (!taken(place)) {
            continue;
        }
        const double km = great_circle_km(from, point_of(place));
        if (found == nullptr || km < found_km) {
            found = &place;
            found_km = km;
        }
    }
    return found;
}

Error no_seat(std::string_view code) {
    return bad_input({.code = "csv.reference",
                      .message = "no county seat lies in this division",
                      .field = "code",
                      .found = std::string(code),
                      .expected = "a division with counties"});
}

void read_point(const CsvRow& row, Place& place) {
    place.longitude = row.optional_number("lon_wgs84", -180, 180);
    place.latitude = row.optional_number("lat_wgs84", -90, 90);
    if (place.longitude.has_value() != place.latitude.has_value()) {
        throw row.error("csv.empty", place.longitude ? "lat_wgs84" : "lon_wgs84",
                        "half of a point is missing", "both coordinates or none");
    }
}

std::string read_code(const CsvRow& row, std::string_view column, std::size_t length) {
    std::string code = row.required(column);
    if (code.size() != length) {
        throw row.error("csv.value", column, "a division code has another length",
                        fmt::format("{} signs", length));
    }
    return code;
}

std::string shown(const PlaceMatch& match) {
    std::string text = match.place->name + " " + match.place->code;
    std::string parents;
    for (const Place* parent : match.parents) {
        if (parent->kind != "province" || match.parents.size() == 1) {
            parents += (parents.empty() ? "" : ", ") + parent->name;
        }
    }
    return parents.empty() ? text : text + " (" + parents + ")";
}

bool is_in_force(const Office& office, Date on) {
    return (!office.valid_from || *office.valid_from <= on) &&
           (!office.valid_to || on < *office.valid_to);
}

/// 吉林省民政厅 is called 民政厅 too.
std::string office_key(std::string_view name) {
    constexpr std::string_view province = "吉林省";
    std::string key = fold(name);
    return key.starts_with(province) ? key.substr(province.size()) : key;
}

}  // namespace

struct Places::Names {
    using Index = std::unordered_multimap<std::string, std::pair<std::size_t, By>>;

    void read_names(const Places& places);
    void read_pinyin(const Places& places);

    std::once_flag names_read;
    std::once_flag pinyin_read;
    Index names;   ///< folded name -> place by its place in places_
    Index pinyin;  ///< latin_key
};

void Places::Names::read_names(const Places& places) {
    for (std::size_t i = 0; i < places.places_.size(); ++i) {
        const Place& place = places.places_[i];
        names.emplace(fold(place.name), std::pair{i, By::name});
        for (const std::string& name : short_names(place)) {
            names.emplace(fold(name), std::pair{i, By::short_name});
        }
    }
    for (const PlaceAlias& alias : places.aliases_) {
        const auto index =
            static_cast<std::size_t>(places.present(alias.code) - places.places_.data());
        names.emplace(fold(alias.name),
                      std::pair{index, alias.former ? By::former_name : By::alias});
    }
}

void Places::Names::read_pinyin(const Places& places) {
    // A handful of words ends a thousand names, and a transliteration is slow.
    std::map<std::string, std::string> words;
    const auto pinyin_of_word = [&](const std::string& word) -> const std::string& {
        const auto [entry, fresh] = words.try_emplace(word);
        if (fresh) {
            entry->second = relief::pinyin(word);
        }
        return entry->second;
    };
    const auto add = [&](std::size_t index, const std::string& latin) {
        if (const auto key = latin_key(latin)) {
            pinyin.emplace(*key, std::pair{index, By::pinyin});
        }
    };
    for (std::size_t i = 0; i < places.places_.size(); ++i) {
        const Place& place = places.places_[i];
        for (const std::string& name : latin_names(place)) {
            add(i, name);
        }
        const std::string whole = relief::pinyin(place.name);
        add(i, whole);
        for (const std::string& name : short_names(place)) {
            const std::string& word = pinyin_of_word(place.name.substr(name.size()));
            add(i, whole.ends_with(word) ? whole.substr(0, whole.size() - word.size())
                                         : relief::pinyin(name));
        }
    }
    for (const PlaceAlias& alias : places.aliases_) {
        add(static_cast<std::size_t>(places.present(alias.code) - places.places_.data()),
            relief::pinyin(alias.name));
    }
}

Places::Places(const DataSource& source) : names_(std::make_shared<Names>()) {
    read_divisions(source);
    read_townships(source);
    read_history(source);
    read_aliases(source);
    read_offices(source);
}

void Places::read_divisions(const DataSource& source) {
    const CsvTable table(source.read(divisions_table), source.shown_name(divisions_table),
                         {"code", "name", "en", "kind", "parent_code", "lon_wgs84", "lat_wgs84",
                          "population_2020_with_zones", "relief_host_code"});
    table.check_key("code");
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        Place place;
        place.code = read_code(row, "code", division_code_length);
        place.name = row.required("name");
        place.name_en = row.text("en");
        place.kind = row.one_of("kind", {"province", "prefecture", "county", "zone", "committee"});
        place.parent = place.kind == "province" ? "" : row.required("parent_code");
        read_point(row, place);
        if (place.kind != "zone" && place.kind != "committee" && !place.longitude) {
            throw row.error("csv.empty", "lon_wgs84", "the unit has no seat", "a longitude");
        }
        constexpr std::int64_t people_max = 2'000'000'000;
        place.population =
            row.optional_integer("population_2020_with_zones", 0, people_max).value_or(0);
        place.relief_host =
            place.kind == "zone" ? row.required("relief_host_code") : row.text("relief_host_code");
        places_.push_back(std::move(place));
    }
    std::ranges::sort(places_, {}, &Place::code);
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        for (const std::string_view column : {"parent_code", "relief_host_code"}) {
            const std::string code = row.text(column);
            if (!code.empty() && present(code) == nullptr) {
                throw row.error("csv.reference", column, "there is no such division",
                                "a code of this table");
            }
        }
    }
}

void Places::read_townships(const DataSource& source) {
    const CsvTable table(source.read(townships_table), source.shown_name(townships_table),
                         {"code", "name", "county_code", "lon_wgs84", "lat_wgs84"});
    table.check_key("code");
    std::vector<Place> townships;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        Place place;
        place.code = read_code(row, "code", township_code_length);
        place.name = row.required("name");
        place.kind = "township";
        place.parent = row.required("county_code");
        const Place* county = present(place.parent);
        if (county == nullptr || county->kind != "county") {
            throw row.error("csv.reference", "county_code", "there is no such county",
                            "the code of a county in jilin_divisions.csv");
        }
        read_point(row, place);
        townships.push_back(std::move(place));
    }
    std::ranges::move(townships, std::back_inserter(places_));
    std::ranges::sort(places_, {}, &Place::code);
}

void Places::read_history(const DataSource& source) {
    const CsvTable table(source.read(history_table), source.shown_name(history_table),
                         {"old_code", "new_code", "changed_on"});
    table.check_key("old_code");
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        FormerCode former;
        former.old_code = read_code(row, "old_code", division_code_length);
        former.code = row.required("new_code");
        former.changed_on = row.date("changed_on");
        if (present(former.old_code) != nullptr) {
            throw row.error("csv.key", "old_code", "the code is in use today",
                            "a code that was given up");
        }
        if (present(former.code) == nullptr) {
            throw row.error("csv.reference", "new_code", "there is no such division",
                            "a code of jilin_divisions.csv");
        }
        former_.push_back(std::move(former));
    }
}

void Places::read_aliases(const DataSource& source) {
    const CsvTable table(source.read(aliases_table), source.shown_name(aliases_table),
                         {"alias", "code", "kind", "former_code", "former_parent", "flag"});
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        PlaceAlias alias{row.required("alias"), row.required("code"),
                         row.one_of("kind", {"former_name", "alias"}) == "former_name"};
        if (present(alias.code) == nullptr) {
            throw row.error("csv.reference", "code", "there is no such place", "a present code");
        }
        const std::string old_code = row.text("former_code");
        const std::string old_parent = row.text("former_parent");
        if (!old_code.empty()) {
            const auto former = std::ranges::find(former_, old_code, &FormerCode::old_code);
            if (former == former_.end() || former->code != alias.code) {
                throw row.error("csv.reference", "former_code", "the place never had this code",
                                "an old_code of division_code_history.csv");
            }
            former->former_name = alias.name;
            former->former_parent = old_parent;
        }
        if (!old_parent.empty() && (old_code.empty() || present(old_parent) == nullptr)) {
            throw row.error("csv.reference", "former_parent", "there is no such unit",
                            "a present code, beside a former code");
        }
        aliases_.push_back(std::move(alias));
    }
}

void Places::read_offices(const DataSource& source) {
    const CsvTable table(source.read(offices_table), source.shown_name(offices_table),
                         {"office_id", "name", "duty", "valid_from", "valid_to", "source", "flag"});
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        Office office;
        office.id = row.required("office_id");
        office.name = row.required("name");
        office.duty = row.one_of("duty", {"relief_command", "reserve_keeper"});
        office.valid_from = row.optional_date("valid_from");
        office.valid_to = row.optional_date("valid_to");
        office.source = row.text("source");
        office.flag =
            row.one_of("flag", {"read", "read-secondary", "recalled", "derived", "assumption"});
        if (office.valid_from && office.valid_to && *office.valid_to <= *office.valid_from) {
            throw row.error("csv.range", "valid_to", "the office ends before it begins",
                            "a day after " + format_date(*office.valid_from));
        }
        offices_.push_back(std::move(office));
    }
}

const Place* Places::present(std::string_view code) const {
    const auto place = std::lower_bound(places_.begin(), places_.end(), code, code_before);
    return place != places_.end() && place->code == code ? &*place : nullptr;
}

const Place* Places::find_code(std::string_view code) const {
    if (const Place* place = present(code)) {
        return place;
    }
    if (code.size() != division_code_length && code.size() != township_code_length) {
        return nullptr;
    }
    const std::string_view division = code.substr(0, division_code_length);
    const auto former = std::ranges::find(former_, division, &FormerCode::old_code);
    return former == former_.end()
               ? nullptr
               : present(former->code + std::string(code.substr(division_code_length)));
}

std::string Places::present_code(std::string_view code) const {
    const Place* place = find_code(code);
    if (place == nullptr) {
        throw bad_input({.code = "place.unknown",
                         .message = "there is no division with this code",
                         .found = std::string(code),
                         .expected = "a present or former code of a division or township"});
    }
    return place->code;
}

/// The code that a division bore on a day and has given up since; nullptr where it bears it still.
const FormerCode* Places::former_on(std::string_view code, Date on) const {
    const FormerCode* found = nullptr;
    for (const FormerCode& former : former_) {
        if (former.code == code && on < former.changed_on &&
            (found == nullptr || former.changed_on < found->changed_on)) {
            found = &former;
        }
    }
    return found;
}

std::string Places::code_on(const Place& place, Date on) const {
    const std::string_view code = place.code;
    const FormerCode* former = former_on(code.substr(0, division_code_length), on);
    return former == nullptr ? place.code
                             : former->old_code + std::string(code.substr(division_code_length));
}

PlaceMatch Places::match(const Place& place, std::string by, Date on) const {
    PlaceMatch row{&place, std::move(by), code_on(place, on), place.name, {}};
    const Place* unit = &place;
    while (unit != nullptr) {
        const FormerCode* former = former_on(unit->code, on);
        std::string_view parent = unit->parent;
        if (former != nullptr) {
            if (unit == &place && !former->former_name.empty()) {
                row.name_on_date = former->former_name;
            }
            if (!former->former_parent.empty()) {
                parent = former->former_parent;
            }
        }
        unit = parent.empty() ? nullptr : present(parent);
        if (unit != nullptr) {
            row.parents.push_back(unit);
        }
    }
    return row;
}

std::vector<PlaceMatch> Places::find_name(const std::string& folded, Date on) const {
    std::map<std::size_t, By> found;
    const auto note = [&](std::size_t index, By by) {
        const auto [entry, fresh] = found.emplace(index, by);
        if (!fresh) {
            entry->second = std::min(entry->second, by);
        }
    };
    std::string code = folded;  // the private codes of committees hold capital letters
    std::ranges::transform(code, code.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    if (const Place* place = find_code(code)) {
        note(static_cast<std::size_t>(place - places_.data()),
             place->code == code || code_on(*place, on) == code ? By::code : By::former_code);
    }
    const auto note_all = [&](const Names::Index& index, const std::string& key) {
        const auto [first, last] = index.equal_range(key);
        std::for_each(first, last,
                      [&](const auto& entry) { note(entry.second.first, entry.second.second); });
    };
    std::call_once(names_->names_read, [&] { names_->read_names(*this); });
    note_all(names_->names, folded);
    if (const auto key = latin_key(folded)) {
        std::call_once(names_->pinyin_read, [&] { names_->read_pinyin(*this); });
        note_all(names_->pinyin, *key);
    }
    std::vector<PlaceMatch> matches;
    matches.reserve(found.size());
    for (const auto& [index, by] : found) {
        matches.push_back(match(places_[index], by_name(by), on));
    }
    std::stable_partition(matches.begin(), matches.end(),
                          [](const auto& row) { return row.place->kind != "township"; });
    return matches;
}

std::vector<PlaceMatch> Places::find_qualified(const std::string& folded, Date on) const {
    constexpr std::size_t longest_name = 120;  // bytes; nobody types more
    if (folded.size() > longest_name) {
        return {};
    }
    for (std::size_t split = folded.size(); split-- > 1;) {
        const bool inside_character = (static_cast<unsigned char>(folded[split]) & 0xC0U) == 0x80U;
        if (inside_character) {
            continue;
        }
        auto matches = find_name(fold(std::string_view(folded).substr(split)), on);
        if (matches.empty()) {
            continue;
        }
        const auto above = find(std::string_view(folded).substr(0, split), on);
        std::erase_if(matches, [&](const PlaceMatch& row) {
            return std::ranges::none_of(above, [&](const PlaceMatch& unit) {
                return row.place != unit.place &&
                       (std::ranges::count(row.parents, unit.place) > 0 ||
                        is_within(row.place->code, unit.place->code));
            });
        });
        if (!matches.empty()) {
            return matches;
        }
    }
    return {};
}

std::vector<PlaceMatch> Places::find(std::string_view text, Date on) const {
    const std::string folded = fold(text);
    if (folded.empty()) {
        return {};
    }
    auto matches = find_name(folded, on);
    // Latin letters have no marks where one name ends and the next begins.
    return matches.empty() && !latin_key(folded) ? find_qualified(folded, on) : matches;
}

const Place& Places::resolve(std::string_view text, Date on) const {
    const auto matches = find(text, on);
    if (matches.empty()) {
        throw bad_input({.code = "place.unknown",
                         .message = "there is no such place",
                         .found = text.empty() ? "nothing" : std::string(text),
                         .expected = "a name, former name, pinyin or code of a division or "
                                     "township of the province"});
    }
    const auto is_exact = [](const PlaceMatch& row) {
        return row.by == "code" || row.by == "former_code" || row.by == "name";
    };
    if (matches.size() == 1) {
        return *matches.front().place;
    }
    if (std::ranges::count_if(matches, is_exact) == 1) {
        return *std::ranges::find_if(matches, is_exact)->place;
    }
    std::string homonyms;
    for (const PlaceMatch& row : matches) {
        homonyms += (homonyms.empty() ? "" : "; ") + shown(row);
    }
    throw bad_input({.code = "place.ambiguous",
                     .message = fmt::format("{} places are called {}", matches.size(), text),
                     .found = homonyms,
                     .expected = "one of these codes, or the name after that of its parent"});
}

std::string Places::parent_of(std::string_view code) const {
    const Place* place = find_code(code);
    return place == nullptr ? "" : place->parent;
}

bool Places::is_within(std::string_view code, std::string_view ancestor) const {
    const Place* wanted = find_code(ancestor);
    const Place* unit = find_code(code);
    while (unit != nullptr && unit != wanted) {
        unit = present(unit->parent);
    }
    return unit != nullptr;
}

const Place* Places::nearest_seat(const Place& from, std::string_view within) const {
    const auto is_district = [](const Place& place) { return place.name.ends_with("区"); };
    const bool has_districts = std::ranges::any_of(places_, [&](const Place& place) {
        return place.kind == "county" && place.parent == within && is_district(place);
    });
    return nearest(places_, point_of(from), [&](const Place& place) {
        return place.kind == "county" && is_within(place.code, within) &&
               (!has_districts || is_district(place));
    });
}

const Place* Places::capital(const Place& province) const {
    return nearest(places_, point_of(province), [&](const Place& place) {
        return place.kind == "prefecture" && place.parent == province.code;
    });
}

std::string Places::seat_county(std::string_view code) const {
    const Place* unit = present(present_code(code));
    if (unit->kind == "county") {
        return unit->code;
    }
    if (unit->kind == "township") {
        return unit->parent;
    }
    if (!unit->relief_host.empty()) {
        return unit->relief_host;
    }
    if (unit->kind == "committee" && !unit->longitude) {
        return seat_county(unit->parent);
    }
    if (unit->kind == "province") {
        unit = capital(*unit);
    }
    const Place* seat = unit == nullptr             ? nullptr
                        : unit->kind == "committee" ? nearest_seat(*unit, unit->parent)
                                                    : nearest_seat(*unit, unit->code);
    if (seat == nullptr) {
        throw no_seat(code);
    }
    return seat->code;
}

std::string Places::county_near(std::string_view code, double longitude, double latitude) const {
    const Place* unit = present(present_code(code));
    if (unit->kind != "prefecture" && unit->kind != "province") {
        return seat_county(code);
    }
    const Place* county = nearest(places_, {longitude, latitude}, [&](const Place& place) {
        return place.kind == "county" && is_within(place.code, unit->code);
    });
    if (county == nullptr) {
        throw no_seat(code);
    }
    return county->code;
}

std::vector<const Office*> Places::offices_on(std::string_view duty, Date on) const {
    std::vector<const Office*> found;
    for (const Office& office : offices_) {
        if (office.duty == duty && is_in_force(office, on)) {
            found.push_back(&office);
        }
    }
    return found;
}

std::vector<OfficeMatch> Places::find_offices(std::string_view text, Date on) const {
    const std::string key = office_key(text);
    std::vector<OfficeMatch> found;
    for (const Office& office : offices_) {
        if (office_key(office.name) != key) {
            continue;
        }
        OfficeMatch match{&office, is_in_force(office, on), {}};
        if (!match.in_force) {
            match.successors = offices_on(office.duty, on);
        }
        found.push_back(std::move(match));
    }
    return found;
}

}  // namespace relief
