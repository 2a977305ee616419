// SPDX-License-Identifier: Apache-2.0
// Spoilt tables, spoilt databases and full disks: refused with their place, and nothing is lost.
#include "tests/kit/table.h"
#include "tests/tools/cli_kit.h"
#include "tests/tools/shipped.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include <sqlite3.h>
#include <sys/mount.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

namespace relief::kit {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

struct DataDamage {
    std::string name;
    std::string file;
    std::string from;
    std::string to;
    std::string code;
    std::string field;
};

const std::vector<DataDamage>& data_damages() {
    static const std::vector<DataDamage> all{
        {"item that is in no catalogue", "baseline/stock_lots.csv", "220100,BED,JL-C-220100-BED-1",
         "220100,BEDX,JL-C-220100-BED-1", "item.unknown", "item_id"},
        {"lot without a number", "baseline/stock_lots.csv", "2020-05-31,1680,张", "2020-05-31,,张",
         "csv.empty", "quantity"},
        {"lot with less than nothing", "baseline/stock_lots.csv", "2020-05-31,1680,张",
         "2020-05-31,-1680,张", "csv.range", "quantity"},
        {"lot twice", "baseline/stock_lots.csv", "JL-C-220100-BED-2", "JL-C-220100-BED-1",
         "csv.key", "lot_id"},
        {"lot with no last day", "baseline/stock_lots.csv", "2012-06-02,2020-05-31,1680",
         "2012-06-02,,1680", "csv.empty", "expires_on"},
        {"lot at no depot", "baseline/stock_lots.csv", "JL-C-220100,220100,BED,JL-C-220100-BED-1",
         "JL-C-229999,220100,BED,JL-C-220100-BED-1", "csv.reference", "depot_id"},
        {"depot in no division", "baseline/depots.csv", "city_depot,city,220100,",
         "city_depot,city,229900,", "place.unknown", "owner_or_seat_code"},
        {"lorry of no class", "baseline/fleet.csv", "JL-C-220100,BOX42,2", "JL-C-220100,CART,2",
         "csv.reference", "vehicle_class"},
        {"supplier of no item", "baseline/suppliers.csv", "126.5530,43.8436,WATERB",
         "126.5530,43.8436,VODKA", "item.unknown", "item_id"},
        {"street from nowhere", "roads/edges.csv", "0.131,0.131,220102,", "0.131,0.131,229999,",
         "place.unknown", "from_node"},
        {"road with no length", "roads/edges.csv", ",street,0,0.090,220102", ",street,0,,220102",
         "csv.empty", "km"},
        {"road at no speed", "roads/speeds.csv", "motorway,0,expressway,100,",
         "motorway,0,expressway,0,", "csv.range", "speed_kmh"},
        {"road twice", "roads/edges.csv", "A220103,", "A220102,", "csv.key", "edge_id"},
        {"quota of no item", "rules/needs_quota.csv", "NQ001,TENT12S", "NQ001,TENT99", "",
         "item_id"},
        {"threshold of no plan", "rules/response_levels.csv", "RL001,CN-2024", "RL001,CN-3024",
         "csv.reference", "plan_id"},
        {"item of no weight", "rules/item_catalog.csv", ",6,65,recalled", ",6,,recalled",
         "csv.empty", "weight_kg"},
        {"item twice", "rules/item_catalog.csv", "TENT12C,", "TENT12S,", "csv.key", "item_id"},
        {"substitute for no item", "rules/substitutes.csv", "SBAG,QUILT+MATTRESS",
         "SBAG,QUILT+PILLOW", "", "stands_for"},
    };
    return all;
}

TEST(SpoiltTable, IsRefusedWithItsPlace) {
    for (const DataDamage& damage : data_damages()) {
        SCOPED_TRACE(damage.name);
        const Copy data = Copy::of_data();
        const int line = data.replace(damage.file, damage.from, damage.to);
        const json error = refusal({"plan", "--scenario", yongji_flood, "--data", data.path()}, 3);
        ASSERT_TRUE(error.is_object());
        EXPECT_EQ(error.value("file", ""), (data.path() / damage.file).string());
        EXPECT_EQ(error.at("line"), line);
        EXPECT_EQ(error.value("field", ""), damage.field);
        if (!damage.code.empty()) {
            EXPECT_EQ(error.value("code", ""), damage.code);
        }
        EXPECT_NE(error.value("expected", ""), "");
    }
}

TEST(SpoiltTable, IsRefusedByInitAndLeavesNoDatabase) {
    const Copy data = Copy::of_data();
    const DataDamage& damage = data_damages().front();
    data.replace(damage.file, damage.from, damage.to);
    const TempFolder folder;
    const json error = refusal({"init", "--db", folder / "jilin.db", "--data", data.path()}, 3);
    ASSERT_TRUE(error.is_object());
    EXPECT_EQ(error.value("code", ""), damage.code);
    EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(SpoiltTable, ThatIsMissing) {
    const Copy data = Copy::of_data();
    fs::remove(data.path() / "rules/needs_quota.csv");
    const json error = refusal({"plan", "--scenario", yongji_flood, "--data", data.path()}, 3);
    ASSERT_TRUE(error.is_object());
    EXPECT_EQ(error.value("code", ""), "file.missing");
    EXPECT_EQ(error.value("file", ""), (data.path() / "rules/needs_quota.csv").string());
}

/// A database in a folder of its own, made from data/.
class DatabaseTest : public testing::Test {
  protected:
    void SetUp() override {
        db_ = folder_ / "jilin.db";
        const Ended ended = relief_run({"init", "--db", db_});
        ASSERT_EQ(ended.status, 0) << ended.out << ended.err;
    }
    [[nodiscard]] std::string bytes() const { return read_text(db_); }
    [[nodiscard]] json refused_plan() const {
        return refusal({"plan", "--scenario", yongji_flood, "--db", db_}, 3);
    }

    TempFolder folder_;
    std::string db_;
};

TEST_F(DatabaseTest, PlansAndIsProven) {
    const std::string before = bytes();
    EXPECT_EQ(relief_run({"plan", "--scenario", yongji_flood, "--db", db_, "--json"}).status, 0);
    const Ended verified = relief_run({"verify", "--db", db_, "--json"});
    EXPECT_EQ(verified.status, 0) << verified.out;
    EXPECT_EQ(json::parse(verified.out).at("ok"), true);
    EXPECT_EQ(bytes(), before);
}

TEST_F(DatabaseTest, IsNotMadeTwice) {
    const std::string before = bytes();
    const json error = refusal({"init", "--db", db_}, 4);
    ASSERT_TRUE(error.is_object());
    EXPECT_EQ(error.value("code", ""), "db.exists");
    EXPECT_EQ(bytes(), before);
}

TEST_F(DatabaseTest, OfAnotherProgramIsRefusedAndKept) {
    const std::string other = folder_ / "other.db";
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(other.c_str(), &handle), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(handle, "CREATE TABLE recipe(name TEXT)", nullptr, nullptr, nullptr),
              SQLITE_OK);
    sqlite3_close(handle);
    const std::string before = read_text(other);
    for (const char* command : {"plan", "level"}) {
        const json error = refusal({command, "--scenario", yongji_flood, "--db", other}, 3);
        ASSERT_TRUE(error.is_object());
        EXPECT_EQ(error.value("code", ""), "db.foreign");
    }
    EXPECT_EQ(refusal({"verify", "--db", other}, 3).value("code", ""), "db.foreign");
    EXPECT_EQ(refusal({"init", "--db", other}, 4).value("code", ""), "db.exists");
    EXPECT_EQ(read_text(other), before);
}

TEST_F(DatabaseTest, ThatIsAnyFileIsRefusedAndKept) {
    const std::string other = folder_ / "letter.txt";
    for (const std::string& text :
         {std::string(), std::string("Dear sir,\n"), std::string(100'000, 'x')}) {
        SCOPED_TRACE(text.size());
        write_text(other, text);
        const json error = refusal({"plan", "--scenario", yongji_flood, "--db", other}, 3);
        ASSERT_TRUE(error.is_object());
        EXPECT_EQ(error.value("code", ""), "db.foreign");
        EXPECT_EQ(refusal({"init", "--db", other}, 4).value("code", ""), "db.exists");
        EXPECT_EQ(read_text(other), text);
    }
}

TEST_F(DatabaseTest, ThatIsMissingIsNotMade) {
    const std::string missing = folder_ / "missing.db";
    for (const char* command : {"plan", "verify"}) {
        std::vector<std::string> arguments{command, "--db", missing};
        if (std::string(command) == "plan") {
            arguments.insert(arguments.end(), {"--scenario", yongji_flood});
        }
        EXPECT_EQ(refusal(arguments, 3).value("code", ""), "db.missing");
    }
    EXPECT_FALSE(fs::exists(missing));
}

TEST_F(DatabaseTest, MadeByANewerProgramIsRefused) {
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(db_.c_str(), &handle), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(handle, "PRAGMA user_version = 9999", nullptr, nullptr, nullptr),
              SQLITE_OK);
    sqlite3_close(handle);
    const std::string before = bytes();
    EXPECT_EQ(refused_plan().value("code", ""), "db.newer");
    EXPECT_EQ(bytes(), before);
}

TEST_F(DatabaseTest, DamagedAnywhereIsNeverPlannedFrom) {
    const std::string whole = bytes();
    ASSERT_GT(whole.size(), 100'000U);
    // A block of the disk came back as zeros: at the begin, and at five places behind it.
    for (std::size_t part = 0; part < 6; ++part) {
        SCOPED_TRACE(part);
        std::string spoilt = whole;
        const std::size_t at = part == 0 ? 100 : whole.size() * part / 6;
        spoilt.replace(at, 8192, std::string(8192, '\0'));
        write_text(db_, spoilt.substr(0, whole.size()));
        const Ended verified = relief_run({"verify", "--db", db_, "--json"});
        EXPECT_TRUE(verified.status == 1 || verified.status == 3)
            << verified.status << verified.out << verified.err;
        const Ended planned =
            relief_run({"plan", "--scenario", yongji_flood, "--db", db_, "--json"});
        EXPECT_EQ(planned.status, 3) << planned.out << planned.err;
        EXPECT_EQ(bytes(), spoilt.substr(0, whole.size()));
    }
}

TEST_F(DatabaseTest, CutShortIsRefused) {
    const std::string whole = bytes();
    write_text(db_, whole.substr(0, whole.size() / 2));
    EXPECT_EQ(refused_plan().value("code", ""), "db.damaged");
    const Ended verified = relief_run({"verify", "--db", db_});
    EXPECT_TRUE(verified.status == 1 || verified.status == 3) << verified.status;
}

/// A disk of so many kilobytes; needs root.
class SmallDisk {
  public:
    explicit SmallDisk(int kilobytes) {
        const std::string size = "size=" + std::to_string(kilobytes) + "k";
        mounted_ =
            geteuid() == 0 && mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, size.c_str()) == 0;
    }
    ~SmallDisk() {
        if (mounted_) {
            umount2(folder_.path().c_str(), MNT_DETACH);
        }
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    [[nodiscard]] bool mounted() const { return mounted_; }
    [[nodiscard]] const fs::path& path() const { return folder_.path(); }

  private:
    TempFolder folder_;
    bool mounted_ = false;
};

constexpr const char* no_disk = "no root, or no mount allowed here: A FULL DISK IS NOT TESTED";

TEST(FullDisk, OfAPlanLeavesTheOldPlan) {
    const SmallDisk disk(128);
    if (!disk.mounted()) {
        GTEST_SKIP() << no_disk;
    }
    const fs::path out = disk.path() / "plan";
    fs::create_directory(out);
    write_text(out / "plan.json", "{\"old\": true}");
    write_text(out / "report.html", "old");
    const json error = refusal({"plan", "--scenario", yongji_flood, "--out", out}, 3);
    ASSERT_TRUE(error.is_object());
    const std::string code = error.value("code", "");
    EXPECT_TRUE(code == "file.write" || code == "db.full") << code;
    EXPECT_EQ(error.value("file", "").rfind(disk.path().string(), 0), 0U) << error.dump();
    // All or none: what was there is there, nothing half stands beside it.
    EXPECT_EQ(read_text(out / "plan.json"), "{\"old\": true}");
    EXPECT_EQ(read_text(out / "report.html"), "old");
    EXPECT_EQ(std::distance(fs::directory_iterator(out), fs::directory_iterator()), 2);
    EXPECT_EQ(std::distance(fs::directory_iterator(disk.path()), fs::directory_iterator()), 1);
}

TEST(FullDisk, OfADatabaseLeavesNone) {
    const SmallDisk disk(256);
    if (!disk.mounted()) {
        GTEST_SKIP() << no_disk;
    }
    const json error = refusal({"init", "--db", disk.path() / "jilin.db"}, 3);
    ASSERT_TRUE(error.is_object());
    EXPECT_EQ(error.value("code", ""), "db.full");
    EXPECT_TRUE(fs::is_empty(disk.path()));
}

TEST(FullDisk, DoesNotTouchTheBooksAPlanIsMadeFrom) {
    const SmallDisk disk(128);
    if (!disk.mounted()) {
        GTEST_SKIP() << no_disk;
    }
    const TempFolder folder;
    const std::string db = folder / "jilin.db";
    ASSERT_EQ(relief_run({"init", "--db", db}).status, 0);
    const std::string before = read_text(db);
    EXPECT_TRUE(
        refusal({"plan", "--scenario", yongji_flood, "--db", db, "--out", disk.path() / "plan"}, 3)
            .is_object());
    EXPECT_EQ(read_text(db), before);
}

}  // namespace
}  // namespace relief::kit
