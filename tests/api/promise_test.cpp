// SPDX-License-Identifier: Apache-2.0
// Promises of design/operations.md 6a through the running server, with counts that suit every
// build; the library's own trials run them by the thousand (tests/slow). P1, P4, P5: serve_test.cpp
// and api_test.cpp.
#include "core/store/database.h"
#include "core/store/journal.h"
#include "reserves/ledger/anchor.h"
#include "tests/api/api_kit.h"
#include "tests/api/bad_line.h"
#include "tests/api/plain_client.h"
#include "tests/api/server_process.h"
#include "tests/kit/made_books.h"
#include "tests/kit/power_cut.h"
#include "tests/kit/program.h"
#include "tests/server/raw_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/mount.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace relief::kit {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class Promise : public testing::Test {
  protected:
    Promise() : db_(folder_ / "desk.db") {
        EXPECT_EQ(make_books("served", {RELIEF_PROGRAM, "init", "--db", db_.string()}, db_).status,
                  0);
    }

    static json call(const std::string& caller, const std::string& note = "") {
        json body{{"caller", caller}};
        if (!note.empty()) {
            body["words"] = note;
        }
        return body;
    }
    static PlainClient::Fields key(const std::string& name) {
        return {{"Idempotency-Key", name}, {"Relief-Actor", "desk"}};
    }
    static std::multiset<std::string> callers(const std::filesystem::path& db) {
        const Ended log = run({RELIEF_PROGRAM, "duty", "log", "--db", db.string(), "--json"});
        std::multiset<std::string> names;
        const json document = json::parse(log.out, nullptr, false);
        EXPECT_TRUE(document.is_object()) << log.out << log.err;
        for (const json& each : document.at("calls")) {
            names.insert(each.at("caller").get<std::string>());
        }
        return names;
    }
    static void expect_each_once(const std::set<std::string>& acked,
                                 const std::filesystem::path& db) {
        const Ended proof = run({RELIEF_PROGRAM, "verify", "--db", db.string(), "--json"});
        EXPECT_EQ(proof.status, 0) << proof.out;
        const std::multiset<std::string> kept = callers(db);
        for (const std::string& each : acked) {
            EXPECT_EQ(kept.count(each), 1U) << each;
        }
        EXPECT_EQ(std::set<std::string>(kept.begin(), kept.end()).size(), kept.size());
    }

    TempFolder folder_;
    std::filesystem::path db_;
};

/// P2: changes asked of the whole server until the power goes; what was answered is found after it
/// comes back. A disk that lies about fsync must be caught by the same trial.
int lost_by_cuts(bool lies, int cuts) {
    int lost = 0;
    for (int cut = 0; cut < cuts; ++cut) {
        const TempFolder folder;
        std::set<std::string> acked;
        std::optional<PowerCut> disk;
        DemoApi desk(DemoApi::Door::log_in);  // made on a good disk, opened below
        desk.close();
        disk.emplace(static_cast<unsigned>(cut));
        if (lies) {
            disk->lie();
        }
        {
            FixedClock clock(desk.now());
            Api api({.program = RELIEF_PROGRAM,
                     .data = RELIEF_SOURCE_DIR "/data",
                     .db = desk.db(),
                     .demo = true},
                    clock);
            disk->cut_at(20 + cut * 37);
            for (int number = 0; number < 400 && !disk->is_cut(); ++number) {
                const std::string name = "c" + std::to_string(number);
                const http::Response answer =
                    ask_api(api, change_of("/api/v1/duty/call", {{"caller", name}}, name));
                if (answer.status == 200) {
                    acked.insert(name);
                }
            }
            EXPECT_TRUE(disk->is_cut());
        }
        const std::filesystem::path found = folder / "found.db";
        disk->survivors(desk.db(), found, PowerCut::Sectors::reordered);
        disk->survivors(desk.db().string() + "-wal", found.string() + "-wal",
                        PowerCut::Sectors::reordered);
        disk.reset();
        const Ended log = run({RELIEF_PROGRAM, "duty", "log", "--db", found.string(), "--json"});
        const json document = json::parse(log.out, nullptr, false);
        std::set<std::string> kept;
        if (log.status == 0 && document.is_object()) {
            for (const json& each : document.at("calls")) {
                kept.insert(each.at("caller").get<std::string>());
            }
        }
        lost += std::includes(kept.begin(), kept.end(), acked.begin(), acked.end()) ? 0 : 1;
    }
    return lost;
}

TEST(PromisePowerCut, P2NothingAnsweredIsLostUnlessTheDiskLies) {
    EXPECT_EQ(lost_by_cuts(false, 6), 0);
    EXPECT_GT(lost_by_cuts(true, 3), 0) << "the trial itself must bite";
}

/// A small disk of its own.
class SmallDisk {
  public:
    SmallDisk(std::filesystem::path folder, std::size_t bytes) : folder_(std::move(folder)) {
        std::filesystem::create_directory(folder_);
        mounted_ = ::mount("tmpfs", folder_.c_str(), "tmpfs", 0,
                           ("size=" + std::to_string(bytes)).c_str()) == 0;
    }
    ~SmallDisk() {
        if (mounted_) {
            ::umount2(folder_.c_str(), MNT_DETACH);
        }
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    [[nodiscard]] bool mounted() const { return mounted_; }

  private:
    std::filesystem::path folder_;
    bool mounted_ = false;
};

TEST_F(Promise, P6AFullDiskIsSaidNothingIsLostAndWritesComeBack) {
    const std::filesystem::path small = folder_ / "small";
    const SmallDisk disk(small, std::filesystem::file_size(db_) + (3U << 20U));
    if (!disk.mounted()) {
        GTEST_SKIP() << "nothing can be mounted here: A FULL DISK WAS NOT TRIED";
    }
    const std::filesystem::path db = small / "desk.db";
    std::filesystem::copy_file(db_, db);
    std::ofstream(small / "ballast") << std::string(1U << 20U, 'x');
    std::set<std::string> acked;
    {
        ServerProcess server(db);
        const PlainClient desk(server.port());
        Told told;
        for (int number = 0; number < 400; ++number) {
            const std::string name = "c" + std::to_string(number);
            told = desk.post("/api/v1/duty/call", call(name, std::string(30'000, 'x')), key(name));
            if (told.status != 200) {
                break;
            }
            acked.insert(name);
        }
        EXPECT_EQ(told.status, 507) << told.head << told.body;
        EXPECT_EQ(told.code(), "db.full");
        EXPECT_GT(acked.size(), 3U);
        EXPECT_EQ(desk.get("/api/v1/stock?site=JL-D-01").status, 200) << "reading goes on";
        EXPECT_EQ(desk.get("/healthz").status, 200);
        std::filesystem::remove(small / "ballast");
        const Told back = desk.post("/api/v1/duty/call", call("back"), key("back"));
        EXPECT_EQ(back.status, 200) << "space is back: " << back.body;
        acked.insert("back");
        EXPECT_EQ(server.end_with(SIGTERM), 0);
    }
    expect_each_once(acked, db);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_F(Promise, P7AFailedSyncOrWriteEndsTheServerWithFiveAndNothingIsLost) {
    const std::filesystem::path flag = folder_ / "disk";
    for (const char* failure : {"sync", "write"}) {
        std::set<std::string> acked;
        const std::string kind(failure);
        ::setenv("LD_PRELOAD", RELIEF_FAILING_DISK_LIBRARY, 1);
        ::setenv("RELIEF_FAILING_DISK", flag.c_str(), 1);
        ServerProcess server(db_);
        ::unsetenv("LD_PRELOAD");
        ::unsetenv("RELIEF_FAILING_DISK");
        const PlainClient desk(server.port());
        for (int number = 0; number < 10; ++number) {
            const std::string name = kind + std::to_string(number);
            ASSERT_EQ(desk.post("/api/v1/duty/call", call(name), key(name)).status, 200);
            acked.insert(name);
        }
        write_text(flag, kind);
        EXPECT_EQ(
            desk.post("/api/v1/duty/call", call(kind + "-unknown"), key(kind + "-unknown")).status,
            500)
            << "nobody knows what the disk kept";
        EXPECT_EQ(server.wait(), 5) << "it ends by itself";
        std::filesystem::remove(flag);
        expect_each_once(acked, db_);
        // Asked again under its key it is there once, whatever the disk had kept.
        ServerProcess again(db_);
        const Told told =
            PlainClient(again.port())
                .post("/api/v1/duty/call", call(kind + "-unknown"), key(kind + "-unknown"));
        EXPECT_EQ(told.status, 200) << told.body;
        EXPECT_EQ(again.end_with(SIGTERM), 0);
        acked.insert(kind + "-unknown");
        expect_each_once(acked, db_);
    }
}
#endif

/// P9, and what the server does by itself: the anchor is kept, a backup under eight writers comes
/// back to the row it names, /healthz tells its age.
TEST_F(Promise, P9ABackupUnderEightWritersComesBackToTheRowItNames) {
    const std::filesystem::path anchor = folder_ / "desk.anchor";
    const std::filesystem::path backups = folder_ / "backups";
    std::filesystem::create_directory(backups);
    json taken;
    {
        ServerProcess server(
            db_, {"--open-demo", "--anchor", anchor.string(), "--backups", backups.string()});
        EXPECT_TRUE(PlainClient(server.port()).get("/healthz").json().at("backup").is_null());
        std::atomic<bool> enough = false;
        std::vector<std::thread> writers;
        for (int writer = 0; writer < 8; ++writer) {
            writers.emplace_back([&, writer] {
                const PlainClient desk(server.port());
                for (int number = 0; !enough && number < 2000; ++number) {
                    const std::string name = std::to_string(writer) + "-" + std::to_string(number);
                    EXPECT_EQ(desk.post("/api/v1/duty/call", call(name), key(name)).status, 200);
                }
            });
        }
        const Ended made =
            run({RELIEF_PROGRAM, "backup", backups.string(), "--db", db_.string(), "--json"});
        enough = true;
        for (std::thread& writer : writers) {
            writer.join();
        }
        ASSERT_EQ(made.status, 0) << made.out << made.err;
        taken = json::parse(made.out);
        EXPECT_EQ(server.end_with(SIGTERM), 0);
    }
    std::filesystem::path file;
    for (const auto& entry : std::filesystem::directory_iterator(backups)) {
        file = entry.path().extension() == ".db" ? entry.path() : file;
    }
    const Ended checked = run({RELIEF_PROGRAM, "restore", file.string(), "--check", "--anchor",
                               anchor.string(), "--json"});
    EXPECT_EQ(checked.status, 0) << checked.out;
    const std::filesystem::path restored = folder_ / "restored.db";
    ASSERT_EQ(run({RELIEF_PROGRAM, "restore", file.string(), "--db", restored.string(), "--anchor",
                   anchor.string()})
                  .status,
              0);
    Database whole = Database::open_read_only(db_);
    Database part = Database::open_read_only(restored);
    const JournalHead head = journal_head(part);
    EXPECT_GT(journal_head(whole).seq, head.seq) << "they went on writing";
    Statement same = whole.prepare("SELECT hash FROM journal WHERE seq = ?");
    same.bind(1, head.seq);
    ASSERT_TRUE(same.step());
    EXPECT_EQ(same.text(0), head.hash) << "it is the journal up to that row";
    // The anchor knows the last row of all, so a cut tail would be seen.
    const std::vector<JournalHead> heads = read_anchor(anchor);
    ASSERT_FALSE(heads.empty());
    EXPECT_EQ(heads.back().seq, journal_head(whole).seq);
    EXPECT_EQ(heads.back().hash, journal_head(whole).hash);
    EXPECT_EQ(
        run({RELIEF_PROGRAM, "verify", "--db", db_.string(), "--anchor", anchor.string()}).status,
        0);
    EXPECT_EQ(
        run({RELIEF_PROGRAM, "verify", "--db", restored.string(), "--anchor", anchor.string()})
            .status,
        1)
        << "older books than the anchor knows";
    ServerProcess server(db_, {"--open-demo", "--backups", backups.string()});
    const json health = PlainClient(server.port()).get("/healthz").json();
    EXPECT_EQ(health.at("backup").at("seq"), head.seq);
    EXPECT_GE(health.at("backup").at("age_seconds").get<std::int64_t>(), 0);
}

/// Whole events of a stream that may be cut anywhere.
std::vector<std::int64_t> whole_events(const std::string& text) {
    std::vector<std::int64_t> seen;
    std::size_t begin = 0;
    for (std::size_t end = text.find("\n\n"); end != std::string::npos;
         begin = end + 2, end = text.find("\n\n", begin)) {
        const std::string event = text.substr(begin, end - begin);
        const std::size_t id = event.find("id: ");
        if (id != std::string::npos && event.find("event: journal") != std::string::npos) {
            seen.push_back(std::stoll(event.substr(id + 4)));
        }
    }
    return seen;
}

TEST_F(Promise, P11CutWhereverTheStreamIsTheListIsTheJournal) {
    std::optional<ServerProcess> server(std::in_place, db_);
    std::optional<PlainClient> desk(PlainClient(server->port()));
    const std::int64_t first = desk->get("/healthz").json().at("head");
    constexpr int rows = 150;
    for (int number = 0; number < rows; ++number) {
        const std::string name = "c" + std::to_string(number);
        ASSERT_EQ(desk->post("/api/v1/duty/call", call(name), key(name)).status, 200);
    }
    const std::int64_t last = desk->get("/healthz").json().at("head");
    std::mt19937 random(11);
    std::vector<std::int64_t> seen;
    int cuts = 0;
    while (seen.empty() || seen.back() < last) {
        test::RawClient stream(static_cast<std::uint16_t>(server->port()));
        stream.send("GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nLast-Event-ID: " +
                    std::to_string(seen.empty() ? first : seen.back()) + "\r\n\r\n");
        stream.read_until("retry: 2000\n\n");
        std::string text;
        const std::size_t wanted = 1 + random() % 700;
        const std::string end = "id: " + std::to_string(last) + "\n";
        while (text.size() < wanted && text.find(end) == std::string::npos) {
            text += stream.read_bytes(1);
        }
        if (text.find(end) != std::string::npos) {
            text += stream.read_until("\n\n");
        }
        for (const std::int64_t seq : whole_events(text)) {
            seen.push_back(seq);
        }
        if (++cuts == 40) {  // the server goes away in the middle, and comes back
            EXPECT_EQ(server->end_with(SIGKILL), 128 + SIGKILL);
            server.emplace(db_);
        }
    }
    EXPECT_GT(cuts, 40);
    std::vector<std::int64_t> journal;
    for (std::int64_t seq = first + 1; seq <= last; ++seq) {
        journal.push_back(seq);
    }
    EXPECT_EQ(seen, journal);
}

TEST_F(Promise, P12AStalledConsoleAmongTwoHundredHarmsNobody) {
    ServerProcess server(db_, {"--open-demo", "--per-address", "300"});
    const PlainClient desk(server.port());
    const std::int64_t first = desk.get("/healthz").json().at("head");
    const std::string subscription = "GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    test::RawClient stalled(static_cast<std::uint16_t>(server.port()), 1024);
    stalled.send(subscription);
    stalled.read_until("retry: 2000\n\n");
    std::vector<std::unique_ptr<test::RawClient>> consoles;
    for (int each = 0; each < 199; ++each) {
        consoles.push_back(
            std::make_unique<test::RawClient>(static_cast<std::uint16_t>(server.port())));
        consoles.back()->send(subscription);
        consoles.back()->read_until("retry: 2000\n\n");
    }
    constexpr int rows = 300;  // more than the 256 that are kept for all
    for (int number = 0; number < rows; ++number) {
        const std::string name = "c" + std::to_string(number);
        ASSERT_EQ(desk.post("/api/v1/duty/call", call(name), key(name)).status, 200);
        if (number % 50 == 49) {
            const std::string mark =
                "id: " +
                std::to_string(desk.get("/healthz").json().at("head").get<std::int64_t>()) + "\n";
            for (const auto& console : consoles) {
                console->read_until(mark);
                console->read_until("\n\n");
            }
        }
    }
    EXPECT_GE(desk.get("/healthz").json().at("head").get<std::int64_t>(), first + rows);
    const std::string metrics = desk.get("/metrics").body;
    const std::size_t at = metrics.find("\nrelief_resident_bytes ");
    ASSERT_NE(at, std::string::npos);
    EXPECT_LT(std::stod(metrics.substr(at + 23)), 512.0 * 1024 * 1024);
}

TEST_F(Promise, P15ABadLineMakesNoOrderTwice) {
    std::set<std::string> acked;
    {
        ServerProcess server(db_);
        using Fate = BadLine::Fate;
        constexpr std::array fates{Fate::request_lost, Fate::reply_lost,  Fate::reply_cut,
                                   Fate::reset,        Fate::half_closed, Fate::whole};
        const BadLine line(server.port(), [&](int number) {
            return fates[static_cast<std::size_t>(number * 7 + number / 6) % fates.size()];
        });
        const auto order = [](const std::string& name) {
            return json{
                {"from", "JL-D-01"}, {"to", "220221"}, {"line", {"QUILT=1"}}, {"use", name}};
        };
        std::set<std::string> numbers;
        for (int number = 0; number < 30; ++number) {
            const std::string name = "o" + std::to_string(number);
            Told told;
            // As a console does it: the same key until an answer comes whole.
            for (int attempt = 0; attempt < 30; ++attempt) {
                told = {};
                try {
                    told = PlainClient(line.port(), {{"Host-Line", "bad"}})
                               .post("/api/v1/order/new", order(name), key(name));
                } catch (const std::exception&) {
                    continue;  // reset
                }
                if (told.status == 200 && told.json().is_object()) {
                    break;
                }
            }
            ASSERT_EQ(told.status, 200) << told.body;
            EXPECT_TRUE(numbers.insert(told.json().at("number")).second) << name;
        }
        const json orders = PlainClient(server.port()).get("/api/v1/order/list").json();
        EXPECT_EQ(orders.at("orders").size(), numbers.size()) << "each once";
        EXPECT_EQ(server.end_with(SIGTERM), 0);
    }
    EXPECT_EQ(run({RELIEF_PROGRAM, "verify", "--db", db_.string()}).status, 0);
}

}  // namespace
}  // namespace relief::kit
