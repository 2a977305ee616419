// SPDX-License-Identifier: Apache-2.0
// Who may do what. The expected cells of tests/data/access/matrix.csv were written role by role
// from what each one is there for, the rules operation by operation: neither was made from the
// other.
#include "core/error.h"
#include "core/people/grants.h"
#include "core/table/csv.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace relief {
namespace {

const Instant access_noon = instant_of(1'500'000'000);

AccessRules access_rules() {
    return load_access_rules(FolderSource(RELIEF_SOURCE_DIR "/data"));
}

/// A place of each kind, and what lies elsewhere.
struct StatedPlace {
    std::string granted;
    AccessSubject own;
    AccessSubject other;
};

StatedPlace place_of(const std::string& kind) {
    if (kind == "site") {
        return {.granted = "JL-C-220200",
                .own = {.division = "220200", .unit = "220200", .site = "JL-C-220200"},
                .other = {.division = "222400", .unit = "222400", .site = "JL-C-222400"}};
    }
    if (kind == "department") {
        return {.granted = "water",
                .own = {.division = "220200", .unit = "water", .site = ""},
                .other = {.division = "220200", .unit = "land", .site = ""}};
    }
    return {.granted = kind == "none" ? "" : "220200",
            .own = {.division = "220200", .unit = "220200", .site = "JL-C-220200"},
            .other = {.division = "222400", .unit = "222400", .site = "JL-C-222400"}};
}

Grant grant_of(const AccessRole& role) {
    return {.id = 1,
            .person = {.id = 1, .code = "P1"},
            .role = role.id,
            .unit = place_of(role.place).granted,
            .from = access_noon};
}

TEST(AccessMatrix, EveryCellIsAsStated) {
    const AccessRules all = access_rules();
    const CsvTable table(read_file(RELIEF_SOURCE_DIR "/tests/data/access/matrix.csv"), "matrix.csv",
                         {"operation"});
    ASSERT_EQ(table.columns().size(), all.roles.size() + 1);
    int cells = 0;
    for (std::size_t at = 0; at < table.size(); ++at) {
        const std::string operation = table.row(at).text("operation");
        for (const AccessRole& role : all.roles) {
            const std::string stated = table.row(at).text(role.id);
            const StatedPlace place = place_of(role.place);
            const std::vector<Grant> grants{grant_of(role)};
            SCOPED_TRACE(operation + " by " + role.id);
            EXPECT_TRUE(stated == "a" || stated == "o" || stated == "-") << stated;
            EXPECT_EQ(may(all, grants, operation, place.own, access_noon).allowed, stated != "-");
            EXPECT_EQ(may(all, grants, operation, place.other, access_noon).allowed, stated == "a");
            EXPECT_EQ(may(all, grants, operation, {}, access_noon).allowed, stated == "a");
            cells += 3;
        }
    }
    EXPECT_GE(cells, 190 * 13 * 3);
}

TEST(AccessMatrix, HoldsEveryOperationOfTheRules) {
    const CsvTable table(read_file(RELIEF_SOURCE_DIR "/tests/data/access/matrix.csv"), "matrix.csv",
                         {"operation"});
    std::set<std::string> stated;
    for (std::size_t at = 0; at < table.size(); ++at) {
        stated.insert(table.row(at).text("operation"));
    }
    std::set<std::string> ruled;
    for (const AccessRule& rule : access_rules().rules) {
        ruled.insert(rule.operation);
    }
    EXPECT_EQ(stated, ruled);
}

// P20 in words, whatever the table says.
TEST(AccessMatrix, AdministratorsDoNothingOfTheOffice) {
    const AccessRules all = access_rules();
    const std::set<std::string> own_matters{"init", "serve", "backup", "restore",
                                            "office account password"};
    for (const AccessRule& rule : all.rules) {
        const std::string& administers = all.role(rule.role).administers;
        SCOPED_TRACE(rule.operation + " by " + rule.role);
        const bool is_of_people = rule.operation.starts_with("office ") ||
                                  rule.operation == "alert officer" ||
                                  rule.operation == "alert delegate";
        if (!administers.empty() && rule.changes) {
            EXPECT_TRUE(own_matters.contains(rule.operation) || is_of_people);
        }
        if (rule.operation.starts_with("audit ")) {
            EXPECT_EQ(administers, "audit");
        }
        if (rule.operation.starts_with("office grant ")) {
            EXPECT_NE(administers, "system");
            EXPECT_NE(administers, "audit");
        }
        if (administers == "audit" && rule.changes) {
            EXPECT_TRUE(own_matters.contains(rule.operation));
        }
    }
}

TEST(LiesIn, FollowsTheDigitsOfTheDivisions) {
    EXPECT_TRUE(lies_in("220221", "220200"));
    EXPECT_TRUE(lies_in("220221103", "220200"));
    EXPECT_TRUE(lies_in("220221103", "220221"));
    EXPECT_TRUE(lies_in("220200", "220200"));
    EXPECT_TRUE(lies_in("220200", "220000"));
    EXPECT_TRUE(lies_in("222401", "220000"));
    EXPECT_FALSE(lies_in("220000", "220200"));
    EXPECT_FALSE(lies_in("220200", "220221"));
    EXPECT_FALSE(lies_in("220281", "220221"));
    EXPECT_FALSE(lies_in("222400", "220200"));
    EXPECT_FALSE(lies_in("210000", "220000"));
    EXPECT_FALSE(lies_in("", "220000"));
    EXPECT_FALSE(lies_in("220200", ""));
    EXPECT_FALSE(lies_in("220200", "22"));
    EXPECT_TRUE(lies_in("220221103", "220221103"));
    EXPECT_FALSE(lies_in("220221", "220221103"));
}

TEST(May, SaysWhyNotAndWhoCould) {
    const AccessRules all = access_rules();
    const AccessSubject here{.division = "220221", .unit = "220221", .site = "JL-X"};
    const Grant keeper{.id = 1, .role = "depot_keeper", .unit = "JL-Y", .from = access_noon};
    EXPECT_EQ(may(all, {}, "no such thing", here, access_noon).refused, "operation");
    EXPECT_EQ(may(all, {}, "order sign", here, access_noon).refused, "role");
    EXPECT_EQ(may(all, std::vector{keeper}, "order pick", here, access_noon).refused, "scope");
    const MayAnswer refused = may(all, std::vector{keeper}, "order sign", here, access_noon);
    std::set<std::string> could;
    for (const AccessRule& rule : refused.who_could) {
        could.insert(rule.role);
    }
    EXPECT_EQ(could, (std::set<std::string>{"signer_county", "signer_city", "signer_province"}));
}

TEST(May, KeepsToTheDaysOfAGrant) {
    const AccessRules all = access_rules();
    const AccessSubject here{.division = "220200"};
    const Grant grant{.id = 7,
                      .role = "officer",
                      .unit = "220000",
                      .from = access_noon,
                      .until = access_noon + std::chrono::hours{1}};
    const auto at = [&](Instant time) {
        return may(all, std::vector{grant}, "duty log", here, time);
    };
    EXPECT_EQ(at(access_noon - std::chrono::seconds{1}).refused, "term");
    EXPECT_TRUE(at(access_noon).allowed);
    EXPECT_EQ(at(access_noon).grant, 7);
    EXPECT_TRUE(at(access_noon).changes);
    EXPECT_TRUE(at(access_noon + std::chrono::seconds{3599}).allowed);
    EXPECT_EQ(at(access_noon + std::chrono::hours{1}).refused, "term");
}

TEST(May, WaitsForTheSecondPerson) {
    const AccessRules all = access_rules();
    const AccessSubject here{.division = "220200"};
    Grant grant{.id = 1,
                .role = "signer_city",
                .unit = "220200",
                .from = access_noon,
                .granted_by = 2,
                .needs_second = true};
    EXPECT_EQ(may(all, std::vector{grant}, "order sign", here, access_noon).refused, "term");
    grant.confirmed_by = 3;
    grant.confirmed_at = access_noon + std::chrono::minutes{5};
    EXPECT_FALSE(may(all, std::vector{grant}, "order sign", here, access_noon).allowed);
    EXPECT_TRUE(
        may(all, std::vector{grant}, "order sign", here, access_noon + std::chrono::minutes{5})
            .allowed);
}

TEST(Separation, ThreeAdministratorsAreThreePeople) {
    const AccessRules all = access_rules();
    const std::vector<std::string> administrators{"system_admin", "security_admin", "audit_admin"};
    for (const std::string& has : administrators) {
        for (const std::string& gets : administrators) {
            const std::vector<Grant> grants{
                {.id = 1, .role = has, .unit = "", .from = access_noon}};
            SCOPED_TRACE(has + " and " + gets);
            if (has == gets) {
                EXPECT_NO_THROW(check_separation(all, grants, all.role(gets), access_noon, {}));
                continue;
            }
            try {
                check_separation(all, grants, all.role(gets), access_noon, {});
                ADD_FAILURE();
            } catch (const Error& error) {
                EXPECT_EQ(error.detail().code, "access.separation");
                EXPECT_EQ(error.kind(), ErrorKind::refused);
            }
        }
    }
}

TEST(Separation, AuditStandsAloneAndTimeParts) {
    const AccessRules all = access_rules();
    const auto go_together = [&](const std::string& has, const std::string& gets) {
        const std::vector<Grant> grants{{.id = 1,
                                         .role = has,
                                         .unit = "",
                                         .from = access_noon,
                                         .until = access_noon + std::chrono::hours{24}}};
        try {
            check_separation(all, grants, all.role(gets), access_noon, {});
            return true;
        } catch (const Error&) {
            return false;
        }
    };
    EXPECT_FALSE(go_together("officer", "audit_admin"));
    EXPECT_FALSE(go_together("audit_admin", "reporter"));
    EXPECT_TRUE(go_together("officer", "system_admin"));
    EXPECT_TRUE(go_together("officer", "signer_city"));
    // One after the other is no matter.
    const std::vector<Grant> before{{.id = 1,
                                     .role = "audit_admin",
                                     .unit = "",
                                     .from = access_noon,
                                     .until = access_noon + std::chrono::hours{24}}};
    EXPECT_NO_THROW(check_separation(all, before, all.role("system_admin"),
                                     access_noon + std::chrono::hours{24}, {}));
}

TEST(AccessRules, ATableThatIsWrongIsNamed) {
    class Spoilt final : public DataSource {
      public:
        explicit Spoilt(std::string rules) : rules_(std::move(rules)) {}
        std::string read(std::string_view name) const override {
            return name == "rules/access_rules.csv" ? rules_ : folder_.read(name);
        }
        std::string shown_name(std::string_view name) const override { return std::string(name); }

      private:
        std::string rules_;
        FolderSource folder_{RELIEF_SOURCE_DIR "/data"};
    };
    const std::string head = "rule_id,operation,mode,roles,scope,source,flag,note\n";
    const std::vector<std::pair<std::string, std::string>> cases{
        {"A1,stock,reads,king,all,ours,assumption,\n", "csv.reference"},
        {"A1,stock,reads,officer,everywhere,ours,assumption,\n", "csv.value"},
        {"A1,stock,does,officer,all,ours,assumption,\n", "csv.value"},
        {"A1,stock,reads,officer,all,ours,assumption,\nA2,stock,reads,officer,all,ours,assumption,"
         "\n",
         "csv.key"},
        {"A1,,reads,officer,all,ours,assumption,\n", "csv.empty"}};
    for (const auto& [rows, code] : cases) {
        try {
            static_cast<void>(load_access_rules(Spoilt(head + rows)));
            ADD_FAILURE() << rows;
        } catch (const Error& error) {
            EXPECT_EQ(error.detail().code, code) << error.what();
        }
    }
}

}  // namespace
}  // namespace relief
