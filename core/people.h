// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/store/change.h"
#include "core/store/database.h"
#include "core/time.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// baseline/organisations.csv: an office of a division. It keeps what is sent to its division.
struct Organisation {
    std::string id;
    std::string name;
    std::string level;  ///< province, city, county
    std::string division;
    std::string parent;
};

[[nodiscard]] std::vector<Organisation> load_organisations(const DataSource& source);

/// A post that people hold: whose signature counts as what.
struct Post {
    std::string_view id;     ///< "city_bureau_head"
    std::string_view level;  ///< central, province, city, county; depot; any = of any division
    std::string_view zh;
    std::string_view en;
};

[[nodiscard]] std::span<const Post> posts();
/// bad_input (office.post) where there is none of this id; names those there are.
[[nodiscard]] const Post& post_of(std::string_view id);
/// True where the post is one of such a unit: a depot's keeper of a depot, a city's head of a city.
[[nodiscard]] bool fits_unit(const Post& post, std::string_view unit);

/// Somebody the desk knows. `unit` is the office they work at.
struct Person {
    std::int64_t id = 0;
    std::string code;
    std::string name;
    std::string unit;
    std::string phone;
    std::string flag;  ///< "" or "synthetic"

    friend bool operator==(const Person&, const Person&) = default;
};

/// One term of a person in a post. `unit` is a division (220400) or, for a keeper, the depot.
struct Holding {
    std::int64_t id = 0;
    Person person;
    std::string post;
    std::string unit;
    Instant from;
    std::optional<Instant> until;  ///< the first moment they do not hold it any more

    [[nodiscard]] bool holds(Instant at) const { return from <= at && (!until || at < *until); }
};

/// 代签: from `from` to `until` another person may do `verb` in the place of a holder.
struct Delegation {
    std::int64_t id = 0;
    Holding holding;
    std::string verb;  ///< "sign"
    Person person;
    Instant from;
    Instant until;
    std::string reason;
};

/// Writes a person. bad_input: office.person where code, name or unit is empty; refused
/// office.person_twice where the code is another's.
std::int64_t add_person(Change& change, const Person& person);

/// A term from `from` on. bad_input office.unit where the post is not one of such a unit; refused
/// office.term where the person holds the post at that time already, or `until` is not after it.
std::int64_t add_holding(Change& change, const Person& person, std::string_view post,
                         std::string_view unit, Instant from, std::optional<Instant> until = {});

/// Ends a term. What was signed in it stands: refused (office.term) where it ended already, or
/// where `at` lies before its begin or not after something signed in it.
void end_holding(Change& change, std::int64_t holding, Instant at, std::string_view reason);

/// Lets `to` do `verb` for a holder. refused office.term where it does not lie inside the term.
std::int64_t add_delegation(Change& change, const Holding& holding, std::string_view verb,
                            const Person& to, Instant from, Instant until, std::string_view reason);

/// Takes a delegation back. refused office.term as for end_holding.
void end_delegation(Change& change, std::int64_t delegation, Instant at, std::string_view reason);

/// By code, else by a name that only one has. nullopt where there is none; bad_input
/// (office.person) where several have the name.
[[nodiscard]] std::optional<Person> find_person(Database& database, std::string_view name);
/// The same; bad_input (office.person) where there is none.
[[nodiscard]] Person person_of(Database& database, std::string_view name);
[[nodiscard]] std::vector<Person> read_people(Database& database);

/// Terms, in order of entry; at a moment only those that run then.
struct HoldingFilter {
    std::optional<std::int64_t> person;
    std::optional<std::string> post;
    std::optional<std::string> unit;
    std::optional<Instant> at;
};
[[nodiscard]] std::vector<Holding> read_holdings(Database& database, const HoldingFilter& filter);
/// "张三（库点保管负责人 JL-D-04）", for a refusal that says who somebody is.
[[nodiscard]] std::string posts_held(Database& database, const Person& person, Instant at);
/// bad_input (office.holding) where there is no such term.
[[nodiscard]] Holding holding_of(Database& database, std::int64_t id);

/// Delegations, in order of entry: of one person, and only those that run at `at`.
[[nodiscard]] std::vector<Delegation> read_delegations(Database& database,
                                                       std::optional<std::int64_t> person = {},
                                                       std::optional<Instant> at = {});

}  // namespace relief
