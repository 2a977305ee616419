// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/time.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// A division: province, prefecture, county, zone or committee (rules/jilin_divisions.csv) or
/// township (reference/jilin/places/jilin_townships.csv, 9 digits).
struct Place {
    std::string code;
    std::string name;
    std::string name_en;              ///< "" for townships
    std::string kind;                 ///< province, prefecture, county, zone, committee, township
    std::string parent;               ///< code; "" for the province
    std::optional<double> longitude;  ///< WGS84
    std::optional<double> latitude;
    std::int64_t population = 0;  ///< with its zones; 0 = not known
    std::string relief_host;      ///< county that serves a zone; "" elsewhere
};

/// An earlier code of a division (reference/jilin/places/division_code_history.csv) with the name
/// and parent that went with it (places/place_aliases.csv).
struct FormerCode {
    std::string old_code;
    std::string code;
    Date changed_on;            ///< the old code was right before this day
    std::string former_name;    ///< 九台市; "" where it is not known
    std::string former_parent;  ///< code of the parent before; "" where it did not change
};

/// A name that does not follow from the place's own (places/place_aliases.csv).
struct PlaceAlias {
    std::string name;
    std::string code;
    bool former = false;  ///< an earlier name, else another name in use
};

struct PlaceMatch {
    const Place* place = nullptr;
    /// Why it matched: code, former_code, name, former_name, short_name, alias, pinyin. A code that
    /// was in force on the day is a code, though it is a former one now.
    std::string by;
    /// The code in force on the day asked for: the old code of a county before its change, and of
    /// a township the same three figures after that.
    std::string code_on_date;
    std::string name_on_date;           ///< 扶余县 before 2013-01-18; of a township its own
    std::vector<const Place*> parents;  ///< nearest first, as of that day
};

/// An office by name with the dates it bore it (data/places/offices.csv): 民政厅 until 2018-10,
/// then 应急管理厅 (command) and 粮食和物资储备局 (stock).
struct Office {
    std::string id;
    std::string name;
    std::string duty;  ///< relief_command, reserve_keeper
    std::optional<Date> valid_from;
    std::optional<Date> valid_to;  ///< exclusive
    std::string source;
    std::string flag;
};

/// An office that a text names, and whether it held its duty on a day.
struct OfficeMatch {
    const Office* office = nullptr;
    bool in_force = false;
    std::vector<const Office*> successors;  ///< where not in force: who held its duty that day
};

/// Divisions with their history. Immutable once loaded.
class Places {
  public:
    explicit Places(const DataSource& source);

    /// The place of a present or former code, nullptr where there is none.
    /// A township answers to its three figures after a former code of its county too.
    [[nodiscard]] const Place* find_code(std::string_view code) const;

    /// The present code of a present or former one; bad_input (place.unknown) where there is none.
    /// Reports of an event may carry either, and totals come out the same.
    [[nodiscard]] std::string present_code(std::string_view code) const;

    /// Everything `text` can mean on a day: name with or without 省 市 县 区 州 镇 乡 街道, former
    /// name, alias, pinyin, code; a name may stand after those of its parents (辉南县朝阳镇).
    /// Homonyms all come back, counties before townships, by code.
    [[nodiscard]] std::vector<PlaceMatch> find(std::string_view text, Date on) const;

    /// The one place `text` means: the only match, or the only one by code or by its full name.
    /// bad_input: place.unknown, or place.ambiguous with the homonyms and their parents in `found`.
    [[nodiscard]] const Place& resolve(std::string_view text, Date on) const;

    /// The unit above: county of a township, prefecture of a county, the province; "" above that.
    [[nodiscard]] std::string parent_of(std::string_view code) const;

    /// True where `code` is `ancestor` or lies below it.
    [[nodiscard]] bool is_within(std::string_view code, std::string_view ancestor) const;

    /// The county where a division has its seat: itself for a county, the host for a zone, the
    /// county for a township; for a prefecture (and the province, by its capital) the nearest seat
    /// among its districts, or among its counties where it has no district. Road nodes are county
    /// seats, so this is where a figure of that unit is placed.
    [[nodiscard]] std::string seat_county(std::string_view code) const;

    /// The county whose seat a house of that division stands nearest to, by the house's own point:
    /// of a prefecture (and the province) any of its counties, elsewhere that of seat_county.
    [[nodiscard]] std::string county_near(std::string_view code, double longitude,
                                          double latitude) const;

    [[nodiscard]] const std::vector<Place>& all() const noexcept { return places_; }
    [[nodiscard]] const std::vector<Office>& offices() const noexcept { return offices_; }
    /// The offices with a duty on a day.
    [[nodiscard]] std::vector<const Office*> offices_on(std::string_view duty, Date on) const;

    /// The offices, of any time, called `text` with or without 吉林省: a row for each duty.
    [[nodiscard]] std::vector<OfficeMatch> find_offices(std::string_view text, Date on) const;

    [[nodiscard]] const std::vector<FormerCode>& former_codes() const noexcept { return former_; }

  private:
    struct Names;

    void read_divisions(const DataSource& source);
    void read_townships(const DataSource& source);
    void read_history(const DataSource& source);
    void read_aliases(const DataSource& source);
    void read_offices(const DataSource& source);
    [[nodiscard]] const Place* present(std::string_view code) const;
    [[nodiscard]] const FormerCode* former_on(std::string_view code, Date on) const;
    [[nodiscard]] std::string code_on(const Place& place, Date on) const;
    [[nodiscard]] PlaceMatch match(const Place& place, std::string by, Date on) const;
    [[nodiscard]] std::vector<PlaceMatch> find_name(const std::string& folded, Date on) const;
    [[nodiscard]] std::vector<PlaceMatch> find_qualified(const std::string& folded, Date on) const;
    [[nodiscard]] const Place* nearest_seat(const Place& from, std::string_view within) const;
    [[nodiscard]] const Place* capital(const Place& province) const;

    std::vector<Place> places_;  ///< by code
    std::vector<FormerCode> former_;
    std::vector<PlaceAlias> aliases_;
    std::vector<Office> offices_;
    std::shared_ptr<Names> names_;  ///< made at the first search; most runs ask for codes only
};

}  // namespace relief
