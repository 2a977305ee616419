// SPDX-License-Identifier: Apache-2.0
#include "core/people.h"

#include "core/error.h"
#include "core/table/csv.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::array all_posts{
    Post{"county_bureau_deputy", "county", "县级主管部门分管负责人",
         "deputy head of a county bureau"},
    Post{"county_bureau_head", "county", "县级主管部门主要负责人", "head of a county bureau"},
    Post{"county_headquarters", "county", "县级指挥部负责人", "county headquarters"},
    Post{"county_finance", "county", "县级财政部门负责人", "county finance"},
    Post{"city_bureau_deputy", "city", "市级主管部门分管负责人", "deputy head of a city bureau"},
    Post{"city_bureau_head", "city", "市级主管部门主要负责人", "head of a city bureau"},
    Post{"city_committee_vice_chair", "city", "市减灾委副主任", "vice chair of a city committee"},
    Post{"city_finance", "city", "市级财政部门负责人", "city finance"},
    Post{"provincial_division", "province", "省级主管部门处室负责人",
         "division head of the provincial department"},
    Post{"provincial_deputy_head", "province", "省级主管部门分管负责人",
         "deputy head of the provincial department"},
    Post{"provincial_head", "province", "省级主管部门主要负责人",
         "head of the provincial department"},
    Post{"provincial_committee_vice_chair", "province", "省减灾委副主任",
         "vice chair of the provincial committee"},
    Post{"provincial_committee_chair", "province", "省减灾委主任",
         "chair of the provincial committee"},
    Post{"provincial_finance", "province", "省级财政部门负责人", "provincial finance"},
    Post{"ministry", "central", "国家主管部门", "the ministry"},
    Post{"county_committee_office", "county", "县减灾委办公室主任",
         "head of the office of a county committee"},
    Post{"county_committee_vice_chair", "county", "县减灾委副主任",
         "vice chair of a county committee"},
    Post{"county_committee_chair", "county", "县减灾委主任", "chair of a county committee"},
    Post{"city_committee_office", "city", "市减灾委办公室主任",
         "head of the office of a city committee"},
    Post{"city_committee_chair", "city", "市减灾委主任", "chair of a city committee"},
    Post{"provincial_committee_office", "province", "省减灾委办公室主任",
         "head of the office of the provincial committee"},
    Post{"depot_keeper", "depot", "库点保管负责人", "keeper of a depot"},
    Post{"duty_officer", "any", "值班员", "duty officer"},
};

std::string_view division_level(std::string_view division) {
    const bool digits =
        division.size() >= 6 && std::all_of(division.begin(), division.begin() + 6,
                                            [](char sign) { return sign >= '0' && sign <= '9'; });
    if (!digits) {
        return "depot";
    }
    return division.starts_with("000000")    ? "central"
           : division.substr(2, 4) == "0000" ? "province"
           : division.substr(4, 2) == "00"   ? "city"
                                             : "county";
}

void check_unit(const Post& post, std::string_view unit) {
    if (fits_unit(post, unit)) {
        return;
    }
    throw bad_input({.code = "office.unit",
                     .message = "the post is not one of such a unit",
                     .field = "unit",
                     .found = fmt::format("{} at {}", post.id, unit),
                     .expected = post.level == "depot"
                                     ? "the id of a depot"
                                     : fmt::format("the code of a division ({})", post.level)});
}

Error wrong_term(std::string message, std::string found, std::string expected) {
    return refused({.code = "office.term",
                    .message = std::move(message),
                    .field = "time",
                    .found = std::move(found),
                    .expected = std::move(expected)});
}

Person read_person(const Statement& select, int column) {
    return {.id = select.integer(column),
            .code = select.text(column + 1),
            .name = select.text(column + 2),
            .unit = select.text(column + 3),
            .phone = select.text(column + 4),
            .flag = select.text(column + 5)};
}

std::optional<Instant> read_optional(const Statement& select, int column) {
    return select.is_null(column) ? std::nullopt
                                  : std::optional(instant_of(select.integer(column)));
}

constexpr std::string_view holding_columns =
    "holding.id, person.id, person.code, person.name, person.unit, person.phone, person.flag, "
    "holding.post, holding.unit, holding.from_at, "
    "coalesce((SELECT at FROM holding_end WHERE holding_id = holding.id), holding.until_at)";

Holding read_holding(const Statement& select) {
    return {.id = select.integer(0),
            .person = read_person(select, 1),
            .post = select.text(7),
            .unit = select.text(8),
            .from = instant_of(select.integer(9)),
            .until = read_optional(select, 10)};
}

/// The last moment something was signed in a term, nothing where nothing was.
std::optional<Instant> last_signature(Database& database, const Holding& holding) {
    Statement select = database.prepare(
        "SELECT max(occurred_at) FROM document_step WHERE post = ?1 AND "
        "json_extract(content, '$.holding') = ?2");
    select.bind(1, holding.post).bind(2, holding.id);
    return select.step() ? read_optional(select, 0) : std::nullopt;
}

}  // namespace

std::vector<Organisation> load_organisations(const DataSource& source) {
    constexpr std::string_view name = "baseline/organisations.csv";
    const CsvTable table(source.read(name), source.shown_name(name),
                         {"org_id", "name", "level", "code", "parent_org_id"});
    table.check_key("org_id");
    std::vector<Organisation> organisations;
    for (std::size_t at = 0; at < table.size(); ++at) {
        const CsvRow row = table.row(at);
        organisations.push_back({.id = row.required("org_id"),
                                 .name = row.required("name"),
                                 .level = row.one_of("level", {"province", "city", "county"}),
                                 .division = row.required("code"),
                                 .parent = row.text("parent_org_id")});
    }
    return organisations;
}

std::span<const Post> posts() {
    return all_posts;
}

const Post& post_of(std::string_view id) {
    const auto* const found = std::find_if(std::begin(all_posts), std::end(all_posts),
                                           [&](const Post& post) { return post.id == id; });
    if (found != std::end(all_posts)) {
        return *found;
    }
    std::string known;
    for (const Post& post : all_posts) {
        known += (known.empty() ? "" : ", ") + std::string(post.id);
    }
    throw bad_input({.code = "office.post",
                     .message = "there is no such post",
                     .field = "post",
                     .found = std::string(id),
                     .expected = known});
}

bool fits_unit(const Post& post, std::string_view unit) {
    const std::string_view level = division_level(unit);
    return post.level == level || (post.level == "any" && level != "depot");
}

std::int64_t add_person(Change& change, const Person& person) {
    if (person.code.empty() || person.name.empty() || person.unit.empty()) {
        throw bad_input({.code = "office.person",
                         .message = "a person has a code, a name and an office",
                         .field = person.code.empty()   ? "code"
                                  : person.name.empty() ? "name"
                                                        : "unit",
                         .found = "nothing",
                         .expected = "a text"});
    }
    Statement select = change.database().prepare("SELECT name FROM person WHERE code = ?1");
    select.bind(1, person.code);
    if (select.step()) {
        throw refused({.code = "office.person_twice",
                       .message = "the code is another's",
                       .field = "code",
                       .found = fmt::format("{} {}", person.code, select.text(0)),
                       .expected = "a code nobody has"});
    }
    change.tell_subject(person.code);
    return change.insert("person", {{"code", person.code},
                                    {"name", person.name},
                                    {"unit", person.unit},
                                    {"phone", person.phone},
                                    {"flag", person.flag}});
}

std::int64_t add_holding(Change& change, const Person& person, std::string_view post,
                         std::string_view unit, Instant from, std::optional<Instant> until) {
    check_unit(post_of(post), unit);
    if (until && *until <= from) {
        throw wrong_term("a term ends after it begins", format_instant(*until),
                         "after " + format_instant(from));
    }
    for (const Holding& other : read_holdings(
             change.database(),
             {.person = person.id, .post = std::string(post), .unit = std::string(unit)})) {
        if ((!other.until || from < *other.until) && (!until || other.from < *until)) {
            throw wrong_term("the person holds the post at that time already",
                             fmt::format("term {} from {}", other.id, format_instant(other.from)),
                             "a time outside of it");
        }
    }
    change.tell_subject(person.code);
    return change.insert("holding", {{"person_id", person.id},
                                     {"post", std::string(post)},
                                     {"unit", std::string(unit)},
                                     {"from_at", seconds_of(from)},
                                     {"until_at", until ? Cell(seconds_of(*until)) : Cell()}});
}

void end_holding(Change& change, std::int64_t id, Instant at, std::string_view reason) {
    const Holding holding = holding_of(change.database(), id);
    if (holding.until && *holding.until <= at) {
        throw wrong_term("the term has ended already", format_instant(at),
                         "before " + format_instant(*holding.until));
    }
    if (at < holding.from) {
        throw wrong_term("a term ends after it begins", format_instant(at),
                         "at least " + format_instant(holding.from));
    }
    if (const auto signed_at = last_signature(change.database(), holding);
        signed_at && at <= *signed_at) {
        throw wrong_term("the holder signed after that", format_instant(at),
                         "after the last signature, " + format_instant(*signed_at));
    }
    change.tell_subject(holding.person.code);
    change.insert("holding_end",
                  {{"holding_id", id}, {"at", seconds_of(at)}, {"reason", std::string(reason)}});
}

std::int64_t add_delegation(Change& change, const Holding& holding, std::string_view verb,
                            const Person& to, Instant from, Instant until,
                            std::string_view reason) {
    if (until <= from || from < holding.from || (holding.until && until > *holding.until)) {
        throw wrong_term(
            "a delegation lies inside the term of the one who delegates",
            fmt::format("{} to {}", format_instant(from), format_instant(until)),
            fmt::format("{} to {}", format_instant(holding.from),
                        holding.until ? format_instant(*holding.until) : "the end of the term"));
    }
    change.tell_subject(to.code);
    return change.insert("delegation", {{"holding_id", holding.id},
                                        {"verb", std::string(verb)},
                                        {"person_id", to.id},
                                        {"from_at", seconds_of(from)},
                                        {"until_at", seconds_of(until)},
                                        {"reason", std::string(reason)}});
}

void end_delegation(Change& change, std::int64_t id, Instant at, std::string_view reason) {
    for (const Delegation& delegation : read_delegations(change.database())) {
        if (delegation.id != id) {
            continue;
        }
        Statement select = change.database().prepare(
            "SELECT max(occurred_at) FROM document_step WHERE "
            "json_extract(content, '$.delegation') = ?1");
        select.bind(1, id);
        const auto signed_at = select.step() ? read_optional(select, 0) : std::nullopt;
        if (at >= delegation.until || at < delegation.from || (signed_at && at <= *signed_at)) {
            throw wrong_term("a delegation ends inside its time and after what was signed by it",
                             format_instant(at),
                             fmt::format("between {} and {}",
                                         format_instant(signed_at.value_or(delegation.from)),
                                         format_instant(delegation.until)));
        }
        change.tell_subject(delegation.person.code);
        change.insert(
            "delegation_end",
            {{"delegation_id", id}, {"at", seconds_of(at)}, {"reason", std::string(reason)}});
        return;
    }
    throw bad_input({.code = "office.holding",
                     .message = "there is no such delegation",
                     .field = "delegation",
                     .found = fmt::format("{}", id),
                     .expected = "a number of relief office list"});
}

std::optional<Person> find_person(Database& database, std::string_view name) {
    constexpr std::string_view columns = "SELECT id, code, name, unit, phone, flag FROM person ";
    Statement by_code = database.prepare(fmt::format("{}WHERE code = ?1", columns));
    by_code.bind(1, name);
    if (by_code.step()) {
        return read_person(by_code, 0);
    }
    Statement by_name = database.prepare(fmt::format("{}WHERE name = ?1 ORDER BY id", columns));
    by_name.bind(1, name);
    if (!by_name.step()) {
        return std::nullopt;
    }
    Person person = read_person(by_name, 0);
    std::string codes = person.code;
    while (by_name.step()) {
        codes += ", " + by_name.text(1);
    }
    if (codes != person.code) {
        throw bad_input({.code = "office.person",
                         .message = "several people have this name",
                         .field = "person",
                         .found = std::string(name),
                         .expected = "a code: " + codes});
    }
    return person;
}

Person person_of(Database& database, std::string_view name) {
    if (auto person = find_person(database, name)) {
        return *person;
    }
    throw bad_input({.code = "office.person",
                     .message = "the desk does not know this person",
                     .field = "person",
                     .found = std::string(name),
                     .expected = "a code or a name of relief office list"});
}

std::vector<Person> read_people(Database& database) {
    Statement select =
        database.prepare("SELECT id, code, name, unit, phone, flag FROM person ORDER BY id");
    std::vector<Person> people;
    while (select.step()) {
        people.push_back(read_person(select, 0));
    }
    return people;
}

std::vector<Holding> read_holdings(Database& database, const HoldingFilter& filter) {
    Statement select = database.prepare(
        fmt::format("SELECT {} FROM holding JOIN person ON person.id = holding.person_id WHERE "
                    "(?1 IS NULL OR person.id = ?1) AND (?2 IS NULL OR holding.post = ?2) AND "
                    "(?3 IS NULL OR holding.unit = ?3) ORDER BY holding.id",
                    holding_columns));
    if (filter.person) {
        select.bind(1, *filter.person);
    }
    if (filter.post) {
        select.bind(2, *filter.post);
    }
    if (filter.unit) {
        select.bind(3, *filter.unit);
    }
    std::vector<Holding> holdings;
    while (select.step()) {
        Holding holding = read_holding(select);
        if (!filter.at || holding.holds(*filter.at)) {
            holdings.push_back(std::move(holding));
        }
    }
    return holdings;
}

std::string posts_held(Database& database, const Person& person, Instant at) {
    std::string text;
    for (const Holding& holding : read_holdings(database, {.person = person.id, .at = at})) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", post_of(holding.post).zh,
                            holding.unit);
    }
    return fmt::format("{}（{}）", person.name, text.empty() ? "无职务" : text);
}

Holding holding_of(Database& database, std::int64_t id) {
    Statement select = database.prepare(fmt::format(
        "SELECT {} FROM holding JOIN person ON person.id = holding.person_id WHERE holding.id = ?1",
        holding_columns));
    select.bind(1, id);
    if (!select.step()) {
        throw bad_input({.code = "office.holding",
                         .message = "there is no such term",
                         .field = "holding",
                         .found = fmt::format("{}", id),
                         .expected = "a number of relief office list"});
    }
    return read_holding(select);
}

std::vector<Delegation> read_delegations(Database& database, std::optional<std::int64_t> person,
                                         std::optional<Instant> at) {
    Statement select = database.prepare(
        fmt::format("SELECT {}, d.id, d.verb, p.id, p.code, p.name, p.unit, p.phone, p.flag, "
                    "d.from_at, coalesce((SELECT at FROM delegation_end WHERE delegation_id = "
                    "d.id), d.until_at), d.reason FROM delegation AS d "
                    "JOIN holding ON holding.id = d.holding_id "
                    "JOIN person ON person.id = holding.person_id "
                    "JOIN person AS p ON p.id = d.person_id WHERE ?1 IS NULL OR p.id = ?1 "
                    "ORDER BY d.id",
                    holding_columns));
    if (person) {
        select.bind(1, *person);
    }
    std::vector<Delegation> delegations;
    while (select.step()) {
        Delegation delegation{.id = select.integer(11),
                              .holding = read_holding(select),
                              .verb = select.text(12),
                              .person = read_person(select, 13),
                              .from = instant_of(select.integer(19)),
                              .until = instant_of(select.integer(20)),
                              .reason = select.text(21)};
        const bool runs = !at || (delegation.from <= *at && *at < delegation.until &&
                                  delegation.holding.holds(*at));
        if (runs) {
            delegations.push_back(std::move(delegation));
        }
    }
    return delegations;
}

}  // namespace relief
