// SPDX-License-Identifier: Apache-2.0
// Every operation of the server asked by every role, about their own place and about another's,
// through the handler that serves them, against tests/data/access/matrix.csv, which was written by
// hand. A request that comes through the gate is recognised by a fault that is found only behind
// it: its seed is no number. So nothing is done, and the books stay as they were.
#include "core/data_source.h"
#include "core/people/audit.h"
#include "core/store/change.h"
#include "core/store/journal.h"
#include "core/table/csv.h"
#include "tests/api/api_kit.h"
#include "tests/api/seats.h"
#include "tests/api/server_process.h"
#include "tests/kit/program.h"
#include "tools/server/api/operation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace relief::kit {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* matrix_noon = "2017-07-14T12:00+08:00";

/// What requests are about: one of the own place, one of another's.
struct Things {
    std::string depot;
    std::string division;
    std::string order_from;  ///< an order that leaves it
    std::string order_to;    ///< an order that arrives there
    std::string inspection;
    std::string hazard;
    std::string contract;
    std::string agreement;
    std::string lot;         ///< that lies there alone
    std::string taker;       ///< an office of the division, that signs a letter below
    std::string attachment;  ///< of its order
    std::string delivery;    ///< of a warning to it
    std::string report;
    std::string sheet;  ///< of reports
    std::string department;
};

std::string line_of(const std::string& division) {
    return division + ",2017-07-14T08:00,2017-07-14,relocated,10\n";
}

/// Books with a thing of each kind in Jilin city and in Yanbian, and people of every role.
class AccessMatrix : public testing::Test {
  protected:
    AccessMatrix() : desk_(DemoApi::Door::log_in) {
        make("P0", {"office", "person", "P0", "install", "--unit", "JL-CAD"});
        own_ = {.depot = "JL-D-02",
                .division = "220200",
                .order_from = order("JL-D-02", "JL-D-09"),
                .order_to = "",
                .inspection = inspection("JL-D-02"),
                .hazard = hazard("JL-D-02"),
                .contract = "DC-2017-02",
                .agreement = "SU-220200-WATERB",
                .lot = "JL-D-02-BED-1",
                .taker = "220200-CAB",
                .attachment = "",
                .delivery = "",
                .report = "",
                .sheet = line_of("220200"),
                .department = "water"};
        other_ = {.depot = "JL-D-09",
                  .division = "222400",
                  .order_from = order("JL-D-09", "JL-D-02"),
                  .order_to = own_.order_from,
                  .inspection = inspection("JL-D-09"),
                  .hazard = hazard("JL-D-09"),
                  .contract = "DC-2017-09",
                  .agreement = "SU-222400-WATERB",
                  .lot = "JL-D-09-BED-1",
                  .taker = "222400-CAB",
                  .attachment = "",
                  .delivery = "",
                  .report = "",
                  .sheet = line_of("222400"),
                  .department = "fire"};
        own_.order_to = other_.order_from;
        elsewhere_ = order("JL-D-09", "JL-D-05");
        own_.attachment = attachment(own_.order_from);
        other_.attachment = attachment(other_.order_from);
        make("P0", {"incident", "open", "--event", "E1", "--name", "flood", "--hazard", "flood",
                    "--start", "2017-07-13T08:00", "--unit", "220000"});
        own_.report = report(own_);
        other_.report = report(other_);
        warn();
        deliver();
        for (const CsvTable table(read_file(RELIEF_SOURCE_DIR "/data/rules/access_roles.csv"),
                                  "access_roles.csv", {"role"});
             std::size_t at : indices(table.size())) {
            roles_[table.row(at).text("role")] = table.row(at).text("place");
        }
        std::vector<Seat> seats;
        for (const auto& [role, place] : roles_) {
            seats.push_back({own_code(role), role, own_unit(place)});
            seats.push_back(
                {wide_code(role), role, place == "division" ? "220000" : other_unit(place)});
        }
        tokens_ = seat_people(desk_.db(), desk_.now(), seats);
        desk_.open();
    }

    static std::vector<std::size_t> indices(std::size_t count) {
        std::vector<std::size_t> all(count);
        for (std::size_t at = 0; at < count; ++at) {
            all[at] = at;
        }
        return all;
    }

    static std::string own_code(const std::string& role) { return "own." + role; }
    /// Somebody of the role with the whole province, or (depot, department) with another place.
    static std::string wide_code(const std::string& role) { return "wide." + role; }
    [[nodiscard]] std::string own_unit(const std::string& place) const {
        return place == "site"         ? own_.depot
               : place == "department" ? own_.department
               : place == "division"   ? own_.division
                                       : "";
    }
    [[nodiscard]] std::string other_unit(const std::string& place) const {
        return place == "site" ? other_.depot : place == "department" ? other_.department : "";
    }

    json make(const std::string& who, std::vector<std::string> words) {
        words.insert(words.begin(), RELIEF_PROGRAM);
        words.insert(words.end(), {"--db", desk_.db().string(), "--actor", who, "--clock",
                                   "2017-07-14T10:00+08:00", "--json"});
        const Ended ended = run(words);
        EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
        return json::parse(ended.out, nullptr, false);
    }
    std::string order(const std::string& from, const std::string& to) {
        return make("P0", {"order", "new", "--from", from, "--to", to, "--line", "TENT12S=1"})
            .at("number");
    }
    std::string inspection(const std::string& site) {
        make("P0", {"inspect", "open", site, "--season", "flood"});
        return std::to_string(++inspections_);
    }
    std::string hazard(const std::string& site) {
        make("P0", {"inspect", "hazard", "open", site, "--grade", "3", "--note", "门锁坏了"});
        return std::to_string(++hazards_);
    }
    std::string report(const Things& things) {
        const std::filesystem::path sheet = folder_ / (things.division + ".csv");
        write_text(sheet, "scope_code,stat_time,published,metric,value\n" + things.sheet);
        const json added = make("P0", {"report", "add", "--event", "E1", "--file", sheet.string(),
                                       "--reporter", "市减灾办"});
        return added.at("added").at(0).at("report");
    }
    void warn() {
        make("P0", {"office", "person", "M1", "forecaster", "--unit", "JL-CAD"});
        make("P0",
             {"alert", "officer", "M1", "--department", "meteorology", "--role", "forecaster"});
        warning_ = make("M1", {"alert", "draft", "--hazard", "rainstorm", "--colour", "orange",
                               "--place", "220200", "--onset", "2017-07-14T12:00", "--expires",
                               "2017-07-14T20:00", "--reason", "50 mm"})
                       .at("warning");
    }

    std::string attachment(const std::string& document) {
        const std::filesystem::path file = folder_ / "scan.txt";
        write_text(file, "scan");
        make("P0", {"doc", "attach", document, file.string()});
        return std::to_string(++attachments_);
    }
    /// A message of the warning on its way to either place.
    void deliver() {
        Database books = Database::open(desk_.db());
        const Request request{.key = "deliver",
                              .content = "{}",
                              .actor = "M1",
                              .operation = "alert.release",
                              .occurred_at = desk_.now(),
                              .recorded_at = desk_.now()};
        make_change(books, request, [&](Change& change) {
            const std::int64_t message =
                change.insert("alert_message", {{"case_id", std::int64_t{1}},
                                                {"identifier", std::string("m1")},
                                                {"play", std::string("Actual")},
                                                {"type", std::string("Alert")},
                                                {"sent_at", seconds_of(desk_.now())},
                                                {"xml", std::string("<alert/>")}});
            for (Things* things : {&own_, &other_}) {
                things->delivery = std::to_string(
                    change.insert("alert_delivery", {{"message_id", message},
                                                     {"key", things->division},
                                                     {"channel", std::string("call")},
                                                     {"kind", std::string("call")},
                                                     {"county", things->division},
                                                     {"target", std::string("0432")},
                                                     {"at", seconds_of(desk_.now())},
                                                     {"escalates_id", std::monostate{}}}));
            }
            return std::string("{}");
        });
    }

    /// How an operation names what it is about.
    enum class Naming {
        document,
        place,
        department,
        warning,
        delivery,
        sheet,
        report,
        number,
        nothing
    };

    static const OptionSpec* option_of(const Operation& operation, std::string_view name) {
        const auto& options = operation.command->options;
        const auto found = std::find_if(options.begin(), options.end(),
                                        [&](const OptionSpec& one) { return one.name == name; });
        return found == options.end() ? nullptr : &*found;
    }
    static bool is_document(const OptionSpec& option) {
        const std::set<std::string_view> words{"DOC", "ORDER"};
        return words.contains(option.type) || words.contains(option.name);
    }
    static bool is_place(const OptionSpec& option) {
        const std::set<std::string_view> types{"SITE", "DEPOT", "PLACE", "UNIT"};
        return types.contains(option.type) || option.name == "--unit" || option.name == "--place";
    }
    static Naming naming_of(const Operation& operation) {
        const std::string_view path = operation.command->path;
        const auto& options = operation.command->options;
        const bool warns = path.starts_with("alert ");
        if (path.starts_with("office ")) {
            return Naming::nothing;
        }
        if (std::any_of(options.begin(), options.end(),
                        [](const OptionSpec& option) { return is_document(option); })) {
            return Naming::document;
        }
        if (std::any_of(options.begin(), options.end(), is_place)) {
            return Naming::place;
        }
        if (warns && option_of(operation, "--department") != nullptr) {
            return Naming::department;
        }
        if (warns && option_of(operation, "WARNING") != nullptr) {
            return Naming::warning;
        }
        if (path == "report add") {
            return Naming::sheet;
        }
        if (option_of(operation, "REPORT") != nullptr) {
            return Naming::report;
        }
        if (option_of(operation, "DELIVERY") != nullptr) {
            return Naming::delivery;
        }
        for (const std::string_view number :
             {"INSPECTION", "HAZARD", "CONTRACT", "AGREEMENT", "LOT", "TAKER", "ATTACHMENT"}) {
            if (option_of(operation, number) != nullptr) {
                return Naming::number;
            }
        }
        return Naming::nothing;
    }

    /// The value of an option in a request about `things`; "" where it is left out.
    std::string value_of(const Operation& operation, const OptionSpec& option, const Things& things,
                         const std::string& place, const std::string& upload) {
        const std::string_view path = operation.command->path;
        const bool at_receiver = path == "order arrive" || path == "order receive";
        const bool warns = path.starts_with("alert ");
        if (file_use(option) == FileUse::door) {
            return "";
        }
        if (file_use(option) == FileUse::reads) {
            return option.required ? upload : "";
        }
        if (is_document(option)) {
            return at_receiver ? things.order_to : things.order_from;
        }
        if (is_place(option) && !path.starts_with("office ")) {
            return place == "site" ? things.depot : things.division;
        }
        if (option.name == "--department" && warns) {
            return things.department;
        }
        const std::map<std::string_view, std::string> numbers{
            {"WARNING", warning_},
            {"INSPECTION", things.inspection},
            {"HAZARD", things.hazard},
            {"CONTRACT", things.contract},
            {"AGREEMENT", things.agreement},
            {"LOT", things.lot},
            {"ATTACHMENT", things.attachment},
            {"DELIVERY", things.delivery},
            {"TAKER", place == "site" ? things.depot : things.taker},
            {"--item", operation.command->path.starts_with("lot ") ? "BED" : "x"},
            {"REPORT", things.report},
            {"--event", "E1"}};
        if (const auto found = numbers.find(option.name); found != numbers.end()) {
            const bool is_optional = option.name == "--event" || option.name == "--item";
            return option.required || !is_optional || option_of(operation, "REPORT") != nullptr
                       ? found->second
                       : "";
        }
        return option.required && option.form != OptionSpec::Form::flag ? "x" : "";
    }

    http::Response ask(const Operation& operation, const std::string& who, const std::string& place,
                       const Things& things) {
        json body = json::object();
        const std::string upload = sheet_of(who, things);
        for (const OptionSpec& option : operation.command->options) {
            const std::string value = value_of(operation, option, things, place, upload);
            if (!value.empty()) {
                body[parameter_name(option)] = value;
            }
        }
        body["seed"] = "x";
        Question question{.method = std::string(operation.method()),
                          .path = operation.path,
                          .headers = {{"authorization", "Bearer " + tokens_.at(who)}}};
        if (question.method == "GET") {
            for (const auto& [name, value] : body.items()) {
                question.query.emplace_back(name, value.get<std::string>());
            }
        } else {
            question.body = body.dump();
            question.headers.emplace_back("content-type", "application/json");
            question.headers.emplace_back("idempotency-key", "k");
        }
        return desk_.ask(question);
    }

    std::string sheet_of(const std::string& who, const Things& things) {
        std::string& id = sheets_[{who, things.division}];
        if (id.empty()) {
            id = desk_
                     .ask_json(
                         {.method = "POST",
                          .path = "/api/v1/uploads",
                          .query = {{"name", "reports.csv"}},
                          .body = "scope_code,stat_time,published,metric,value\n" + things.sheet,
                          .headers = {{"authorization", "Bearer " + tokens_.at(who)}}},
                         201)
                     .at("id");
        }
        return id;
    }

    enum class Outcome { through, refused, neither };
    Outcome outcome_of(const http::Response& response, const std::string& who) {
        json answer = json::parse(response.content(), nullptr, false);
        if (response.status == 202) {
            const std::string job = "/api/v1/jobs/" + answer.at("id").get<std::string>();
            const http::Pairs headers{{"authorization", "Bearer " + tokens_.at(who)}};
            while (answer.at("result").is_null()) {
                answer = desk_.ask_json({.path = job, .headers = headers});
            }
            answer = desk_.ask_json({.path = answer.at("result"), .headers = headers}, 400);
        }
        const std::string code = answer.value("code", "");
        // Both come behind the gate: the wrong seed, and what this server was started without.
        if ((code == "request.parameter" && answer.value("field", "") == "seed") ||
            code == "server.unset") {
            return Outcome::through;
        }
        refusals_ += response.status == 403 && code == "access.refused" ? 1 : 0;
        return response.status == 403 && code == "access.refused" ? Outcome::refused
                                                                  : Outcome::neither;
    }

    void expect(const Operation& operation, const std::string& who, const std::string& place,
                const Things& things, bool allowed) {
        const http::Response response = ask(operation, who, place, things);
        EXPECT_EQ(static_cast<int>(outcome_of(response, who)),
                  static_cast<int>(allowed ? Outcome::through : Outcome::refused))
            << operation.command->path << " by " << who << " about " << things.division << ": "
            << response.status << " " << response.content();
        ++cells_;
    }

    DemoApi desk_;
    TempFolder folder_;
    Things own_;
    Things other_;
    std::string elsewhere_;  ///< an order that neither leaves nor reaches the own place
    std::string warning_;
    std::map<std::string, std::string> roles_;   ///< with the kind of place of each
    std::map<std::string, std::string> tokens_;  ///< by person
    std::map<std::pair<std::string, std::string>, std::string> sheets_;
    int inspections_ = 0;
    int hazards_ = 0;
    int attachments_ = 0;
    int cells_ = 0;
    std::size_t refusals_ = 0;
};

TEST_F(AccessMatrix, NoCellIsWrongThroughTheServer) {
    const CsvTable matrix(read_file(RELIEF_SOURCE_DIR "/tests/data/access/matrix.csv"),
                          "matrix.csv", {"operation"});
    std::map<std::string, std::size_t> rows;
    for (const std::size_t at : indices(matrix.size())) {
        rows[matrix.row(at).text("operation")] = at;
    }
    const std::int64_t head = desk_.ask_json({.path = "/healthz"}).at("head");
    std::set<std::string>
        of_all_depots;  // what a keeper could ask of their depot but cannot name it
    for (const Operation& operation : make_operations(command_specs())) {
        const std::string path(operation.command->path);
        ASSERT_TRUE(rows.contains(path)) << path;
        const Naming naming = naming_of(operation);
        for (const auto& [role, place] : roles_) {
            const std::string cell = matrix.row(rows.at(path)).text(role);
            const bool anywhere = cell == "a";
            const bool at_home = cell != "-";
            const std::string own = own_code(role);
            const std::string wide = wide_code(role);
            if (place == "none") {
                expect(operation, own, place, own_, at_home);
            } else if (place == "department") {
                const bool names = naming == Naming::department || naming == Naming::warning ||
                                   naming == Naming::delivery;
                const bool own_matter = names || path.starts_with("alert ");
                const bool about_place = naming == Naming::place && !own_matter;
                expect(operation, own, place, own_,
                       (at_home && own_matter && !about_place) || anywhere);
                if (names) {
                    // A department that has nothing to do with the warning.
                    expect(operation, naming == Naming::department ? own : wide, place, other_,
                           anywhere);
                }
            } else if (naming == Naming::nothing || naming == Naming::warning ||
                       naming == Naming::department) {
                // It tells of all: the province's own people alone.
                const bool of_none = path == "period list";  // days alone
                expect(operation, own, place, own_, anywhere || (of_none && at_home));
                expect(operation, wide, place, own_,
                       place == "division" || of_none ? at_home : anywhere);
                if (place == "site" && at_home && !anywhere && !of_none) {
                    of_all_depots.insert(path);
                }
            } else {
                expect(operation, own, place, own_, at_home);
                expect(operation, own, place, other_, anywhere);
            }
        }
    }
    EXPECT_GE(cells_, 3900);
    EXPECT_EQ(desk_.ask_json({.path = "/healthz"}).at("head"), head) << "nothing was done";
    EXPECT_THAT(of_all_depots, IsEmpty()) << "a keeper can ask all of it about their own depot";
    desk_.close();  // what was taken up is done first
    Database books = Database::open_read_only(desk_.db());
    EXPECT_EQ(read_audit(books, {.event = "access.refused"}).size(), refusals_)
        << "each refusal has its line";
}

/// Issue 10 and GB/T 22239 as design/operations.md section 2 sums it up, in words of their own and
/// not from a table.
TEST_F(AccessMatrix, WhatIsKeptApartIsKeptApart) {
    const auto may = [&](const std::string& role, const std::string& path,
                         bool about_other = false) {
        const auto operations = make_operations(command_specs());
        const auto found =
            std::find_if(operations.begin(), operations.end(),
                         [&](const Operation& one) { return one.command->path == path; });
        EXPECT_NE(found, operations.end()) << path;
        const std::string who = own_code(role);
        const Outcome outcome =
            outcome_of(ask(*found, who, roles_.at(role), about_other ? other_ : own_), who);
        EXPECT_NE(static_cast<int>(outcome), static_cast<int>(Outcome::neither)) << path;
        return outcome == Outcome::through;
    };
    // The system administrator grants no role and reads no audit.
    for (const char* path : {"office grant add", "office grant confirm", "office account add",
                             "audit list", "audit export", "audit verify"}) {
        EXPECT_FALSE(may("system_admin", path)) << path;
    }
    // The security administrator has roles and accounts, never the audit, never the goods.
    EXPECT_TRUE(may("security_admin", "office grant add"));
    EXPECT_TRUE(may("security_admin", "office account add"));
    for (const char* path : {"audit list", "audit export", "order new", "order sign", "doc post",
                             "alert sign", "alert release", "stock"}) {
        EXPECT_FALSE(may("security_admin", path)) << path;
    }
    // The audit administrator reads the audit and writes nothing.
    EXPECT_TRUE(may("audit_admin", "audit list"));
    for (const Operation& operation : make_operations(command_specs())) {
        if (operation.kind == OperationKind::change) {
            EXPECT_FALSE(may("audit_admin", std::string(operation.command->path)))
                << operation.command->path;
        }
    }
    // A keeper works in their own depot alone, and signs no order.
    for (const char* path : {"stock", "order pick", "order load", "doc post", "count open"}) {
        EXPECT_TRUE(may("depot_keeper", path)) << path;
        EXPECT_FALSE(may("depot_keeper", path, true)) << path;
    }
    EXPECT_FALSE(may("depot_keeper", "order sign"));
    // A reporter reports for their own unit alone.
    EXPECT_TRUE(may("reporter", "report add"));
    EXPECT_FALSE(may("reporter", "report add", true));
    EXPECT_FALSE(may("reporter", "order new"));
    // Who drafts is not who signs: an officer drafts, a signer signs, neither does both.
    EXPECT_TRUE(may("officer", "order new"));
    EXPECT_FALSE(may("officer", "order sign"));
    EXPECT_TRUE(may("signer_city", "order sign"));
    EXPECT_FALSE(may("signer_city", "order new"));
    EXPECT_FALSE(may("signer_city", "order sign", true));
    // Departments sign warnings for themselves.
    EXPECT_TRUE(may("department_signer", "alert sign"));
    EXPECT_FALSE(may("department_signer", "alert sign", true));
    EXPECT_FALSE(may("officer", "alert sign"));
    // A drill's controller changes no real books.
    for (const Operation& operation : make_operations(command_specs())) {
        if (operation.kind == OperationKind::change) {
            EXPECT_FALSE(may("drill_controller", std::string(operation.command->path)))
                << operation.command->path;
        }
    }
}

/// A list that names no place is cut down to one's own, and says so: own rows, none of others'.
TEST_F(AccessMatrix, AListWithoutAPlaceIsCutDownToOnesOwn) {
    struct List {
        std::string path;
        std::vector<std::pair<std::string, std::string>> query;
        std::string rows;   ///< the field with them
        std::string place;  ///< the field of a row that says where it is, or what it is
    };
    const std::vector<List> lists{{"order/list", {}, "orders", "number"},
                                  {"inspect/plan", {{"season", "flood"}}, "sites", "site"},
                                  {"inspect/letters", {}, "letters", "taker"},
                                  {"inspect/hazard/list", {}, "hazards", "site"},
                                  {"inspect/training/list", {}, "posts", "site"},
                                  {"stock", {{"item", "BED"}}, "rows", "site"},
                                  {"doc/rotation", {{"months", "60"}}, "lots", "site"},
                                  {"consignment/list", {}, "contracts", "contract"},
                                  {"consignment/overdue", {}, "duties", "contract"}};
    const auto ask_as = [&](const std::string& who, const List& list) {
        return desk_.ask({.path = "/api/v1/" + list.path,
                          .query = list.query,
                          .headers = {{"authorization", "Bearer " + tokens_.at(who)}}});
    };
    const auto rows_of = [&](const http::Response& response, const List& list) {
        std::set<std::string> rows;
        const json document = json::parse(response.content(), nullptr, false);
        EXPECT_TRUE(document.contains(list.rows)) << list.path << response.content();
        for (const json& row : document.value(list.rows, json::array())) {
            rows.insert(row.value(list.place, "?"));
        }
        return rows;
    };
    const std::map<std::string, std::set<std::string>> of_own{
        {"order/list", {own_.order_from, other_.order_from}},
        {"inspect/plan", {own_.depot}},
        {"inspect/letters", {own_.depot}},
        {"inspect/hazard/list", {own_.depot}},
        {"inspect/training/list", {own_.depot}},
        {"stock", {own_.depot}},
        {"doc/rotation", {own_.depot}},
        {"consignment/list", {own_.contract}},
        {"consignment/overdue", {own_.contract}}};
    const std::set<std::string> of_others{elsewhere_, other_.depot, other_.contract, other_.taker};
    for (const List& list : lists) {
        const std::set<std::string> all = rows_of(ask_as("wide.officer", list), list);
        for (const auto& [who, scope] : std::map<std::string, std::string>{
                 {"own.depot_keeper", own_.depot}, {"own.officer", own_.division}}) {
            const http::Response response = ask_as(who, list);
            ASSERT_EQ(response.status, 200) << list.path << who << response.content();
            const json document = json::parse(response.content(), nullptr, false);
            EXPECT_EQ(document.value("cut_to", json()), json::array({scope})) << list.path;
            EXPECT_THAT(response.headers, testing::Contains(std::pair<std::string, std::string>(
                                              "Relief-Scope", scope)));
            const std::set<std::string> rows = rows_of(response, list);
            for (const std::string& row : rows) {
                EXPECT_FALSE(of_others.contains(row)) << list.path << who << row;
            }
            if (who == "own.depot_keeper") {
                for (const std::string& row : rows) {
                    EXPECT_TRUE(of_own.at(list.path).contains(row)) << list.path << " " << row;
                }
            }
            std::set<std::string> own;
            std::set_intersection(all.begin(), all.end(), of_own.at(list.path).begin(),
                                  of_own.at(list.path).end(), std::inserter(own, own.end()));
            EXPECT_TRUE(std::includes(rows.begin(), rows.end(), own.begin(), own.end()))
                << list.path << who << " lacks a row of its own";
        }
        const bool has_others = std::any_of(all.begin(), all.end(), [&](const std::string& row) {
            return of_others.contains(row);
        });
        // Nothing is late on that day, and a point in another's house has no posts of its own.
        const bool has_none =
            list.path == "consignment/overdue" || list.path == "inspect/training/list";
        EXPECT_TRUE(has_others || has_none)
            << list.path << ": the whole list holds what is kept from others";
    }
    // Nor does a place of others get in beside one's own.
    for (const std::string& site :
         {own_.depot + "," + other_.depot, other_.depot, std::string(",")}) {
        EXPECT_EQ(ask_as("own.depot_keeper", {"order/list", {{"site", site}}, "", ""}).status, 403)
            << site;
    }
    const http::Response text =
        desk_.ask({.path = "/api/v1/order/list",
                   .headers = {{"authorization", "Bearer " + tokens_.at("own.depot_keeper")},
                               {"accept", "text/plain"}}});
    EXPECT_THAT(text.content(), testing::StartsWith("只含 " + own_.depot));
}

/// The same gate by the command line: a sample of cells.
TEST_F(AccessMatrix, TheCommandLineIsToldTheSame) {
    desk_.close();
    const ServerProcess server(desk_.db(), {"--clock", matrix_noon});
    const auto ask_by = [&](const std::string& role, std::vector<std::string> words) {
        words.insert(words.begin(), RELIEF_PROGRAM);
        words.insert(words.end(), {"--server", server.url(), "--json"});
        return run(words, {.folder = {}, .env = {{"RELIEF_TOKEN", tokens_.at(own_code(role))}}});
    };
    struct Cell {
        std::string role;
        std::vector<std::string> words;
        bool allowed;
    };
    const std::vector<Cell> cells{
        {"officer", {"stock", "--site", own_.depot}, true},
        {"officer", {"stock", "--site", other_.depot}, false},
        {"depot_keeper", {"stock", "--site", own_.depot}, true},
        {"depot_keeper", {"stock", "--site", other_.depot}, false},
        {"depot_keeper", {"order", "list"}, true},
        {"depot_keeper", {"period", "list"}, true},
        {"depot_keeper", {"inspect", "plan", "--season", "flood"}, true},
        {"depot_keeper", {"inspect", "plan", "--season", "flood", "--site", other_.depot}, false},
        {"depot_keeper", {"lot", "trace", own_.lot}, true},
        {"depot_keeper", {"lot", "trace", other_.lot}, false},
        {"reporter", {"order", "list"}, false},
        {"depot_keeper", {"order", "show", own_.order_from}, true},
        {"depot_keeper", {"order", "show", other_.order_from}, false},
        {"signer_city", {"order", "show", own_.order_from}, true},
        {"signer_city", {"order", "sign", other_.order_from, "--key", "k1"}, false},
        {"officer", {"order", "sign", own_.order_from, "--key", "k2"}, false},
        {"loss_analyst", {"stock"}, true},
        {"reporter", {"report", "list", "--event", "E1", "--unit", own_.division}, true},
        {"reporter", {"stock", "--site", own_.depot}, false},
        {"system_admin", {"audit", "list"}, false},
        {"security_admin", {"audit", "list"}, false},
        {"audit_admin", {"audit", "list"}, true},
        {"audit_admin", {"stock"}, false},
        {"security_admin", {"office", "grants"}, true},
        {"system_admin",
         {"office", "grant", "add", own_code("officer"), "desk_leader", "--unit", "220200"},
         false}};
    for (const Cell& cell : cells) {
        const Ended ended = ask_by(cell.role, cell.words);
        const json answer = json::parse(ended.out, nullptr, false);
        EXPECT_EQ(ended.status, cell.allowed ? 0 : 4)
            << cell.role << " " << testing::PrintToString(cell.words) << ended.out << ended.err;
        if (!cell.allowed) {
            EXPECT_EQ(answer.value("code", ""), "access.refused") << ended.out;
        }
    }
}

/// Two people, and three administrators, by requests.
TEST_F(AccessMatrix, NobodyGrantsThemselvesNorHoldsTwoAdministrations) {
    const auto grant = [&](const std::string& person, const std::string& role,
                           const std::string& unit) {
        json body{{"person", person}, {"role", role}};
        if (!unit.empty()) {
            body["unit"] = unit;
        }
        return json::parse(
            desk_
                .ask({.method = "POST",
                      .path = "/api/v1/office/grant/add",
                      .body = body.dump(),
                      .headers = {{"authorization", "Bearer " + tokens_.at("own.security_admin")},
                                  {"content-type", "application/json"},
                                  {"idempotency-key", body.dump()}}})
                .content());
    };
    EXPECT_EQ(grant("own.security_admin", "officer", "220200").value("code", ""),
              "access.two_people");
    EXPECT_EQ(grant("own.system_admin", "audit_admin", "").value("code", ""), "access.separation");
    EXPECT_EQ(grant("own.audit_admin", "officer", "220200").value("code", ""), "access.separation");
    EXPECT_EQ(grant("own.system_admin", "security_admin", "").value("code", ""),
              "access.separation");
    // A department is no place of the map, and is granted all the same.
    EXPECT_EQ(grant("own.officer", "department_signer", "land").value("code", ""), "");
    // A signer counts once a second person has confirmed it.
    const json made = grant("own.officer", "signer_city", "220200");
    ASSERT_TRUE(made.contains("schema")) << made;
    const auto operations = make_operations(command_specs());
    const auto sign = std::find_if(operations.begin(), operations.end(), [](const Operation& one) {
        return one.command->path == "order sign";
    });
    EXPECT_EQ(ask(*sign, "own.officer", "division", own_).status, 403);
}

}  // namespace
}  // namespace relief::kit
