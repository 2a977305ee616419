// SPDX-License-Identifier: Apache-2.0
// relief replan and relief edit on the Yongji flood of July 2017.
#include "tests/kit/table.h"
#include "tests/tools/cli_kit.h"
#include "tests/tools/shipped.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

namespace relief::kit {
namespace {

using nlohmann::json;
using testing::HasSubstr;

std::string read(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// Lines of a plan that have not left: from, to, item -> units.
std::map<std::tuple<std::string, std::string, std::string>, long> lines_of(const json& plan) {
    std::map<std::tuple<std::string, std::string, std::string>, long> lines;
    for (const json& shipment : plan.at("shipments")) {
        const std::string stage =
            shipment.at("committed").is_null() ? "" : shipment.at("committed").get<std::string>();
        for (const json& line : shipment.at("lines")) {
            if (stage.empty() || stage == "pinned") {
                lines[{shipment.at("from"), shipment.at("to"), line.at("item")}] +=
                    line.at("quantity").get<long>();
            }
        }
    }
    return lines;
}

/// Units of each item on a shipment.
std::map<std::string, long> items_of(const json& shipment) {
    std::map<std::string, long> items;
    for (const json& line : shipment.at("lines")) {
        items[line.at("item")] += line.at("quantity").get<long>();
    }
    return items;
}

/// Units of each item on the pinned shipments from a depot to a place.
std::map<std::string, long> pinned_items(const json& plan, const json& from, const json& to) {
    std::map<std::string, long> items;
    for (const json& shipment : plan.at("shipments")) {
        if (shipment.at("from") == from && shipment.at("to") == to &&
            shipment.at("committed") == "pinned") {
            for (const auto& [item, units] : items_of(shipment)) {
                items[item] += units;
            }
        }
    }
    return items;
}

/// The first shipment from a depot with just these items.
json shipment_with(const json& plan, const std::string& from, const std::set<std::string>& items) {
    for (const json& shipment : plan.at("shipments")) {
        std::set<std::string> has;
        for (const auto& [item, units] : items_of(shipment)) {
            has.insert(item);
        }
        if (shipment.at("from") == from && has == items) {
            return shipment;
        }
    }
    ADD_FAILURE() << "no shipment from " << from << " with just these";
    return {};
}

/// Of every need what comes and what stays unmet is what is asked for.
void expect_sums(const json& plan) {
    std::map<std::string, long> units;
    for (const json& shipment : plan.at("shipments")) {
        for (const json& line : shipment.at("lines")) {
            units[line.at("for_need").get<std::string>()] += line.at("counts_for").get<long>();
        }
    }
    for (const json& row : plan.at("unmet")) {
        units[row.at("need")] += row.at("quantity").get<long>();
    }
    for (const json& need : plan.at("needs")) {
        EXPECT_EQ(units[need.at("id")], need.at("quantity").get<long>()) << need.at("id");
    }
}

double lacking(const json& plan) {
    return plan.at("objective").at("levels").at(0).at("value");
}

class ReplanCli : public testing::Test {
  protected:
    /// The plan of noon on 14 July, made once.
    static std::string plan_file() {
        static const TempFolder folder;
        static const bool made = [] {
            const Ended ended =
                relief_run({"plan", "--scenario", yongji_flood, "--at", "2017-07-14T12:00", "--out",
                            folder.path().string(), "--quiet"});
            EXPECT_EQ(ended.status, 0) << ended.err;
            return true;
        }();
        EXPECT_TRUE(made);
        return (folder / "plan.json").string();
    }

    static json plan() { return json::parse(read(plan_file())); }

    static json ask(std::vector<std::string> words) {
        words.insert(words.end(), {"--plan", plan_file(), "--json"});
        const Ended ended = relief_run(words);
        EXPECT_EQ(ended.status, 0) << ended.out.substr(0, 2000) << ended.err;
        return json::parse(ended.out, nullptr, false);
    }
};

TEST_F(ReplanCli, ClosingTheG202IsDrivenRoundAndListedLineByLine) {
    const json before = plan();
    const json after = ask({"replan", "--closed", "G202"});
    ASSERT_EQ(after.at("schema"), "relief.plan/1");
    // Nothing drives on an edge that the tables of data/roads call G202.
    std::set<std::string> shut;
    for (const Row& row :
         read_table(std::filesystem::path(RELIEF_SOURCE_DIR) / "data/roads/edge_refs.csv")) {
        if (field(row, "ref") == "G202") {
            shut.insert(field(row, "edge_id"));
        }
    }
    ASSERT_FALSE(shut.empty());
    int before_on_it = 0;
    for (const json& shipment : before.at("shipments")) {
        for (const json& edge : shipment.at("route").at("edges")) {
            before_on_it += shut.contains(edge.get<std::string>()) ? 1 : 0;
        }
    }
    EXPECT_GT(before_on_it, 0) << "else the closure would change nothing";
    for (const json& shipment : after.at("shipments")) {
        for (const json& edge : shipment.at("route").at("edges")) {
            EXPECT_FALSE(shut.contains(edge.get<std::string>())) << shipment.at("id");
        }
    }
    // The list is the difference of the two plans, and each row has its cause.
    auto difference = lines_of(after);
    for (const auto& [line, units] : lines_of(before)) {
        difference[line] -= units;
    }
    std::erase_if(difference, [](const auto& line) { return line.second == 0; });
    const json& changes = after.at("replan").at("changes");
    EXPECT_EQ(changes.size(), difference.size());
    for (const json& change : changes) {
        const std::tuple<std::string, std::string, std::string> line{
            change.at("from"), change.at("to"), change.at("item")};
        EXPECT_EQ(difference[line],
                  change.at("after").get<long>() - change.at("before").get<long>());
        EXPECT_NE(change.at("zh"), "");
    }
    const json& causes = after.at("made_from").at("causes");
    ASSERT_EQ(causes.size(), 1U);
    EXPECT_EQ(causes.at(0).at("id"), "E1");
    EXPECT_EQ(causes.at(0).at("words").at(0), "G202");
    for (const json& detour : after.at("replan").at("detours")) {
        EXPECT_EQ(detour.at("because"), "E1");
    }
    EXPECT_FALSE(after.at("replan").at("detours").empty() && changes.empty());
    EXPECT_GE(lacking(after), lacking(before) * (1 - 1e-9));
    EXPECT_EQ(after.at("objective").at("levels").at(3).at("name"), "fewest_changes");
    EXPECT_EQ(after.at("objective").at("levels").at(3).at("value"), changes.size());
}

TEST_F(ReplanCli, WhatHasLeftStaysAndALaterPlanHonoursWhatHappened) {
    TempFolder folder;
    const Ended first = relief_run({"replan", "--plan", plan_file(), "--at", "2017-07-14T16:00",
                                    "--closed", "G202", "--breakdown", "JL-C-220200:BOX68:1",
                                    "--out", folder.path().string(), "--quiet"});
    ASSERT_EQ(first.status, 0) << first.err;
    const json after = json::parse(read(folder / "plan.json"));
    int departed = 0;
    const json before = plan();
    for (const json& shipment : before.at("shipments")) {
        if (shipment.at("depart").get<std::string>() >= "2017-07-14T16:00") {
            continue;
        }
        ++departed;
        const auto same =
            std::find_if(after.at("shipments").begin(), after.at("shipments").end(),
                         [&](const json& row) { return row.at("id") == shipment.at("id"); });
        ASSERT_NE(same, after.at("shipments").end()) << shipment.at("id");
        EXPECT_EQ(same->at("committed"), "departed");
        for (const char* what : {"from", "to", "depart", "arrive", "vehicles", "lines"}) {
            EXPECT_EQ(same->at(what), shipment.at(what)) << shipment.at("id") << what;
        }
    }
    EXPECT_GT(departed, 0);
    // Once more from the new file: the road is still shut, the lorry still broken.
    const Ended again = relief_run({"replan", "--plan", (folder / "plan.json").string(), "--json"});
    ASSERT_EQ(again.status, 0) << again.err << again.out.substr(0, 500);
    const json second = json::parse(again.out);
    EXPECT_EQ(second.at("made_from").at("causes").size(), 2U);
    EXPECT_EQ(second.at("replan").at("trips_changed"), 0);
    // What can go is kept; what room is left may take a little more.
    auto more = lines_of(second);
    for (const auto& [line, units] : lines_of(after)) {
        EXPECT_GE(more[line], units) << std::get<0>(line) << std::get<2>(line);
    }
    EXPECT_LE(lacking(second), lacking(after) * (1 + 1e-9));
}

TEST_F(ReplanCli, LowerCountFreesWhatHasNotLeft) {
    const json after = ask({"replan", "--relocated", "40000", "--collective", "8000"});
    std::map<std::string, long> needed;
    for (const json& need : after.at("needs")) {
        needed[need.at("id")] = need.at("quantity");
    }
    for (const json& shipment : after.at("shipments")) {
        for (const json& line : shipment.at("lines")) {
            for (const json& id :
                 line.at("for_need").is_array() ? line.at("for_need") : json{line.at("for_need")}) {
                needed[id] -= line.at("counts_for").get<long>();
            }
        }
    }
    for (const auto& [id, left] : needed) {
        EXPECT_GE(left, 0) << id;
    }
    int fell = 0;
    for (const json& change : after.at("replan").at("changes")) {
        fell += change.at("cause") == "need_fell" ? 1 : 0;
    }
    EXPECT_GT(fell, 0);
}

TEST_F(ReplanCli, EditsArePricedAndKept) {
    const json before = plan();
    const std::string from = before.at("shipments").at(0).at("from");
    const std::string to = before.at("shipments").at(0).at("to");
    TempFolder folder;
    const Ended ended = relief_run({"edit", "forbid", from + ":" + to, "--plan", plan_file(),
                                    "--out", folder.path().string(), "--quiet"});
    ASSERT_EQ(ended.status, 0) << ended.err << ended.out;
    EXPECT_THAT(ended.out, HasSubstr("before"));
    const json edited = json::parse(read(folder / "plan.json"));
    for (const json& shipment : edited.at("shipments")) {
        EXPECT_FALSE(shipment.at("from") == from && shipment.at("to") == to);
    }
    EXPECT_GE(lacking(edited), lacking(before) * (1 - 1e-9));
    EXPECT_EQ(edited.at("replan").at("levels_before").at(0).at("value"), lacking(before));
    const Ended later = relief_run(
        {"replan", "--plan", (folder / "plan.json").string(), "--closed", "G202", "--json"});
    for (const json& shipment : json::parse(later.out).at("shipments")) {
        EXPECT_FALSE(shipment.at("from") == from && shipment.at("to") == to);
    }
}

TEST_F(ReplanCli, PinnedShipmentStaysAndNothingChanges) {
    const json before = plan();
    const json& first = before.at("shipments").at(0);
    const json pinned = ask({"edit", "pin", first.at("id").get<std::string>()});
    const auto same = std::find_if(pinned.at("shipments").begin(), pinned.at("shipments").end(),
                                   [&](const json& row) { return row.at("id") == first.at("id"); });
    ASSERT_NE(same, pinned.at("shipments").end());
    EXPECT_EQ(same->at("committed"), "pinned");
    EXPECT_EQ(same->at("lines"), first.at("lines"));
    EXPECT_TRUE(pinned.at("replan").at("changes").empty());
}

// 1,000 quilts of the depot, which had sent 1,536: just so many are pinned, and what the place gets
// in all stays the same.
TEST_F(ReplanCli, PinnedLineIsSentToTheUnit) {
    const json before = plan();
    const json edited = ask({"edit", "pin", "JL-D-10:220221:QUILT:1000"});
    EXPECT_EQ(pinned_items(edited, "JL-D-10", "220221"),
              (std::map<std::string, long>{{"QUILT", 1000}}));
    EXPECT_GE(lines_of(edited).at({"JL-D-10", "220221", "QUILT"}), 1000);
    expect_sums(edited);
    EXPECT_EQ(edited.at("unmet").size(), before.at("unmet").size());
}

// The depot has 2,195 quilts and keeps 659 back, three tenths: 1,536 may be pinned and no more.
TEST_F(ReplanCli, PinnedLineGoesDownToTheFloor) {
    const json edited = ask({"edit", "pin", "JL-D-10:220221:QUILT:1536"});
    EXPECT_EQ(pinned_items(edited, "JL-D-10", "220221").at("QUILT"), 1536);
    const json refused =
        refusal({"edit", "pin", "JL-D-10:220221:QUILT:1537", "--plan", plan_file()}, 4);
    EXPECT_EQ(refused.at("code"), "plan.pin");
    EXPECT_THAT(refused.at("expected").get<std::string>(), HasSubstr("at most 1536: floor"));
}

// Each depot sends what the other's lorry had on it.
TEST_F(ReplanCli, SwappedShipmentsChangeDepots) {
    const json before = plan();
    const json one = shipment_with(before, "JL-X-220221", {"QUILT"});
    const json other = shipment_with(before, "JL-D-10", {"BED", "TORCH"});
    const json edited =
        ask({"edit", "swap", one.at("id").get<std::string>(), other.at("id").get<std::string>()});
    EXPECT_EQ(pinned_items(edited, other.at("from"), one.at("to")), items_of(one));
    EXPECT_EQ(pinned_items(edited, one.at("from"), other.at("to")), items_of(other));
    expect_sums(edited);
    EXPECT_EQ(refusal({"edit", "swap", one.at("id").get<std::string>(),
                       one.at("id").get<std::string>(), "--plan", plan_file()},
                      3)
                  .at("code"),
              "argument.value");
}

// What was pinned stays so from plan to plan until it is let go of; then it goes as it was, but may
// be changed.
TEST_F(ReplanCli, FreedShipmentMayChangeAgain) {
    const json before = plan();
    const json first = shipment_with(before, "JL-D-10", {"MATTRESS"});
    const auto id = first.at("id").get<std::string>();
    const TempFolder folder;
    const Ended pinned = relief_run(
        {"edit", "pin", id, "--plan", plan_file(), "--out", folder.path().string(), "--quiet"});
    ASSERT_EQ(pinned.status, 0) << pinned.err;
    const std::string file = (folder / "plan.json").string();
    const auto stage = [&](const std::vector<std::string>& edit) {
        std::vector<std::string> words{"edit"};
        words.insert(words.end(), edit.begin(), edit.end());
        words.insert(words.end(), {"--plan", file, "--json"});
        const Ended ended = relief_run(words);
        EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
        const json edited = json::parse(ended.out);
        for (const json& shipment : edited.at("shipments")) {
            if (shipment.at("id") == id && shipment.at("lines") == first.at("lines")) {
                return shipment.at("committed");
            }
        }
        return json("gone");
    };
    EXPECT_EQ(stage({"add-truck", "JL-D-10:BOX42:1"}), "pinned");
    EXPECT_EQ(stage({"free", id}), nullptr);
}

TEST_F(ReplanCli, MoreThanNeededIsNotPinned) {
    const json refused =
        refusal({"edit", "pin", "JL-C-220200:220221:QUILT:9999999", "--plan", plan_file()}, 4);
    EXPECT_EQ(refused.at("code"), "plan.surplus");
    EXPECT_THAT(refused.at("expected").get<std::string>(), HasSubstr("still needed"));
}

TEST_F(ReplanCli, SameInputSameBytes) {
    json one = ask({"replan", "--closed", "G202"});
    json two = ask({"replan", "--closed", "G202"});
    EXPECT_EQ(one.at("digest"), two.at("digest"));
    one.erase("seconds");
    two.erase("seconds");
    EXPECT_EQ(one, two);
}

TEST_F(ReplanCli, BadInputIsAnswered) {
    const auto code = [&](std::vector<std::string> words, int status = 3) {
        words.insert(words.end(), {"--plan", plan_file()});
        return refusal(std::move(words), status).value("code", "");
    };
    EXPECT_EQ(code({"replan", "--refused", "S999"}), "shipment.unknown");
    EXPECT_EQ(code({"replan", "--received", "S999=QUILT:1"}), "shipment.unknown");
    EXPECT_EQ(code({"replan", "--closed", "G999"}), "road.unknown");
    EXPECT_EQ(code({"replan", "--lost-depot", "JL-NOWHERE"}), "site.unknown");
    EXPECT_EQ(code({"replan", "--breakdown", "JL-C-220200"}), "argument.value");
    EXPECT_EQ(code({"replan", "--breakdown", "JL-C-220200:BUS:1"}), "vehicle.unknown");
    EXPECT_EQ(code({"replan", "--breakdown", "JL-C-220200:BOX68:9999"}, 4), "plan.vehicles");
    EXPECT_EQ(code({"replan", "--at", "2017-07-14T11:59"}), "argument.range");
    EXPECT_EQ(code({"replan", "--report", "R99"}), "report.unknown");
    EXPECT_EQ(code({"replan", "--scenario", "2018-songyuan-m57"}), "plan.foreign");
    EXPECT_EQ(code({"replan", "--seconds", "-1"}), "argument.range");
    EXPECT_EQ(code({"edit", "paint", "S1"}), "argument.value");
}

TEST_F(ReplanCli, SpoiltFilesAreRefusedByName) {
    TempFolder folder;
    const auto spoilt = [&](const std::string& text) {
        write_text(folder / "plan.json", text);
        return refusal({"replan", "--plan", (folder / "plan.json").string()}, 3);
    };
    EXPECT_EQ(refusal({"replan", "--plan", (folder / "none.json").string()}, 3).at("code"),
              "file.missing");
    EXPECT_EQ(spoilt("{").at("code"), "json.syntax");
    EXPECT_EQ(spoilt("[]").at("code"), "json.field");
    const std::string deep = std::string(200'000, '[') + std::string(200'000, ']');
    EXPECT_EQ(spoilt(deep).at("code"), "json.syntax");
    EXPECT_EQ(spoilt(R"({"schema": "relief.plan/1", "digest": ")" + deep + "}").at("code"),
              "json.syntax");
    json changed = plan();
    changed["shipments"][0]["vehicles"] = 99;
    EXPECT_EQ(spoilt(changed.dump()).at("code"), "plan.changed");
    json unknown = plan();
    unknown["colour"] = "red";
    const json named = spoilt(unknown.dump());
    EXPECT_EQ(named.at("code"), "json.field");
    EXPECT_EQ(named.at("found"), "colour");
}

TEST_F(ReplanCli, PlanOfOtherTablesIsForeign) {
    const Copy data = Copy::of_data();
    data.replace("baseline/fleet.csv", "JL-C-220100,BOX42,2,", "JL-C-220100,BOX42,3,");
    EXPECT_EQ(
        refusal({"replan", "--plan", plan_file(), "--data", data.path().string()}, 3).at("code"),
        "plan.foreign");
}

}  // namespace
}  // namespace relief::kit
