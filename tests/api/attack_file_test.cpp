// SPDX-License-Identifier: Apache-2.0
// Rows 42 to 56 of the attack table (design/operations.md 3.3) against the running server: the
// file is sent, then read by the operation that reads such files. The readers' own trials are far
// more (tests/alerts/cap, tests/core/table, tests/gis, tests/tools/backup_test.cpp); here it is
// that the server answers rightly, stays small and alive, and keeps an audit line. Road networks
// (row 54) are read by the command line alone: tests/routing/osm_pbf_test.cpp.
#include "core/people/audit.h"
#include "core/store/database.h"
#include "core/store/digest.h"
#include "tests/api/plain_client.h"
#include "tests/api/seats.h"
#include "tests/api/server_process.h"
#include "tests/core/table/archive_kit.h"
#include "tests/kit/program.h"
#include "tools/server/api/desk_threads.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace relief::kit {
namespace {

using nlohmann::json;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* file_noon = "2017-07-14T12:00+08:00";

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string case_bytes(const std::string& name) {
    return bytes_of(RELIEF_SOURCE_DIR "/tests/data/alerts/" + name);
}

class FileAttack : public testing::Test {
  protected:
    FileAttack() : db_(folder_ / "desk.db") {
        EXPECT_EQ(run({RELIEF_PROGRAM, "init", "--db", db_.string()}).status, 0);
        make("P0", {"office", "person", "M1", "forecaster", "--unit", "JL-CAD"});
        token_ = seat_people(db_, parse_instant(file_noon).value(),
                             {{"OFF", "officer", "220000"}})["OFF"];
        server_.emplace(db_, std::vector<std::string>{"--clock", file_noon});
    }

    void make(const std::string& who, std::vector<std::string> words) {
        words.insert(words.begin(), RELIEF_PROGRAM);
        words.insert(words.end(), {"--db", db_.string(), "--actor", who, "--json"});
        const Ended ended = run(words);
        EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
    }
    [[nodiscard]] PlainClient officer() const {
        return PlainClient(server_->port(), {{"Authorization", "Bearer " + token_}});
    }
    /// Bytes the server holds now.
    [[nodiscard]] double resident() const {
        const std::string text = officer().get("/metrics").body;
        const std::size_t at = text.find("\nrelief_resident_bytes ");
        return at == std::string::npos ? 0 : std::stod(text.substr(at + 23));
    }
    /// `alert check` of one message.
    [[nodiscard]] Told check(const std::string& bytes) const {
        return officer().get("/api/v1/alert/check?file=" + officer().upload("w.xml", bytes));
    }
    [[nodiscard]] static std::string verdict(const Told& told) {
        return told.json().at("files").at(0).at("verdict");
    }
    [[nodiscard]] Told import(const std::string& name, const std::string& bytes) const {
        return officer().job("/api/v1/import",
                             {{"file", officer().upload(name, bytes)}, {"as", "receipt"}});
    }
    [[nodiscard]] Told assess(const std::string& option, const std::string& name,
                              const std::string& bytes) const {
        return officer().job("/api/v1/assess", {{option, officer().upload(name, bytes)},
                                                {"driver", "depth"},
                                                {"hazard", "flood"},
                                                {"month", "7"}});
    }
    Database ended_books() {
        if (server_) {
            EXPECT_EQ(server_->end_with(SIGTERM), 0) << "it lives to the end";
            server_.reset();
        }
        return Database::open_read_only(db_);
    }
    std::vector<AuditLine> audit(const std::string& event) {
        Database books = ended_books();
        return read_audit(books, {.event = event});
    }
    /// The lines of files that were refused: each says who, the file's name and sum, and a code.
    std::vector<AuditLine> refused_uploads() {
        std::vector<AuditLine> lines = audit("upload.refused");
        for (const AuditLine& line : lines) {
            EXPECT_EQ(line.told.account, "off");
            EXPECT_EQ(line.told.source, "127.0.0.1");
            EXPECT_THAT(line.told.subject, testing::ContainsRegex(" sha256 [0-9a-f]{64}$"));
            EXPECT_THAT(line.told.result, testing::ContainsRegex("[A-Za-z]{3}"));
            EXPECT_NE(line.told.result, "internal");
        }
        return lines;
    }
    /// The codes of a file's lines, by its bytes.
    static std::vector<std::string> codes_of(const std::vector<AuditLine>& lines,
                                             const std::string& bytes) {
        std::vector<std::string> codes;
        for (const AuditLine& line : lines) {
            if (line.told.subject.ends_with(sha256_hex(bytes))) {
                codes.push_back(line.told.result);
            }
        }
        return codes;
    }
    /// Who wrote the rows of an operation into the journal.
    std::vector<std::string> journal(const std::string& operation) {
        Database books = ended_books();
        std::vector<std::string> actors;
        for (const JournalLine& line : read_journal_lines(books, 0, 1'000'000)) {
            if (line.operation == operation) {
                actors.push_back(line.actor);
            }
        }
        return actors;
    }

    static void expect_bad(const Told& told, const std::string& what) {
        EXPECT_TRUE(told.status == 400 || told.status == 413 || told.status == 422)
            << what << ": " << told.status << told.body.substr(0, 600);
        EXPECT_THAT(told.body, Not(HasSubstr("root:"))) << what;
        EXPECT_FALSE(told.code().empty()) << what;
    }

    TempFolder folder_;
    std::filesystem::path db_;
    std::string token_;
    std::optional<ServerProcess> server_;
};

constexpr double mib = 1024.0 * 1024.0;

TEST_F(FileAttack, Row42And43AWarningWithADoctypeOrABombIsRefused) {
    EXPECT_NE(verdict(check(case_bytes("made/base_ok.xml"))), "reject");
    const double before = resident();
    for (const char* name :
         {"attack/billion_laughs.xml", "attack/quadratic_blowup.xml", "attack/external_dtd.xml",
          "attack/external_file.xml", "attack/harmless_doctype.xml", "attack/deep_nesting.xml",
          "attack/nul_tail.xml", "attack/two_alerts.xml", "attack/truncated.xml", "xxe/xee.cap",
          "xxe/xee.atom"}) {
        const Told told = check(case_bytes(name));
        ASSERT_EQ(told.status, 200) << name << told.body;
        EXPECT_EQ(field_of(told.head, "Relief-Status"), "1") << name << ": the answer is no";
        EXPECT_EQ(verdict(told), "reject") << name;
        EXPECT_THAT(told.body, Not(HasSubstr("root:"))) << name;
    }
    std::string deep = "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">";
    for (int depth = 0; depth < 100'000; ++depth) {
        deep += "<a>";
    }
    const std::string other = "<?xml version=\"1.0\" encoding=\"UTF-7\"?>+ADw-alert+AD4-";
    const std::string large = "<alert>" + std::string(12U << 20U, 'x') + "</alert>";
    for (const std::string& bytes : {deep, other, large}) {
        EXPECT_EQ(verdict(check(bytes)), "reject");
    }
    EXPECT_LT(resident() - before, 64 * mib);
    const std::vector<AuditLine> lines = refused_uploads();
    EXPECT_EQ(lines.size(), 14U) << "each that was refused, and no good one";
    EXPECT_THAT(codes_of(lines, case_bytes("made/base_ok.xml")), testing::IsEmpty());
    EXPECT_THAT(codes_of(lines, case_bytes("attack/billion_laughs.xml")),
                testing::ElementsAre("DTD_FORBIDDEN"));
    for (const std::string& bytes : {deep, other, large}) {
        EXPECT_EQ(codes_of(lines, bytes).size(), 1U);
    }
}

/// Row 44: what other offices send is sorted by its status, and never mixes with what holds.
TEST_F(FileAttack, Row44StatusDecidesWhereAWarningGoes) {
    const std::string good = case_bytes("made/base_ok.xml");
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string changed = good;
        const std::size_t at = changed.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        return changed.replace(at, from.size(), to);
    };
    const auto receive = [&](const std::string& bytes) {
        return officer().post(
            "/api/v1/alert/receive",
            {{"file", {officer().upload("m.xml", bytes)}}, {"replies", "replies"}});
    };
    for (const char* status : {"Exercise", "Test", "Draft", "System"}) {
        const Told told = receive(
            with("<status>Actual</status>", std::string("<status>") + status + "</status>"));
        EXPECT_TRUE(told.status == 200 || told.status == 422) << status << told.body;
        EXPECT_THAT(officer().get("/api/v1/alert/active").json().at("active"), testing::IsEmpty())
            << status;
    }
    const Told unknown = receive(with("<msgType>Alert</msgType>", "<msgType>Cancel</msgType>"));
    EXPECT_TRUE(unknown.status == 200 || unknown.status == 422) << unknown.body;
    EXPECT_THAT(officer().get("/api/v1/alert/active").json().at("active"), testing::IsEmpty());
    // Twenty years ahead.
    const std::size_t sent = good.find("<sent>");
    ASSERT_NE(sent, std::string::npos);
    std::string future = good;
    future.replace(sent + 6, 4, "2037");
    const Told late = receive(future);
    EXPECT_TRUE(late.status == 200 || late.status == 422) << late.body;
    EXPECT_THAT(officer().get("/api/v1/alert/active").json().at("active"), testing::IsEmpty());
    const std::vector<AuditLine> lines = refused_uploads();
    EXPECT_EQ(lines.size(), 6U) << "none of the six was taken, and each has its line";
    EXPECT_THAT(codes_of(lines, with("<status>Actual</status>", "<status>Exercise</status>")),
                testing::ElementsAre("other_books"));
    EXPECT_EQ(codes_of(lines, future).size(), 1U);
}

TEST_F(FileAttack, Row45And46AWorkbookThatLiesIsRefusedAndStaysSmall) {
    const auto book = [](const std::string& sheet, const std::string& strings = "") {
        return archive_of(workbook_parts({.sheet = sheet, .shared_strings = strings}));
    };
    const std::string open =
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/"
        "2006/main\">";
    const double before = resident();
    auto parts = workbook_parts({.sheet = open + "<sheetData/></worksheet>"});
    std::vector<std::pair<std::string, std::string>> files;
    auto changed = parts;
    changed.push_back({.name = "../../../tmp/relief-was-here", .content = "x"});
    files.emplace_back("a path out of the archive", archive_of(changed));
    changed = parts;
    changed.front().wrong_check_sum = true;
    files.emplace_back("a wrong check sum", archive_of(changed));
    changed = parts;
    changed.back().told_size = 1U << 30U;
    files.emplace_back("a size that lies", archive_of(changed));
    changed = parts;
    for (int each = 0; each < 20'000; ++each) {
        changed.push_back({.name = "xl/media/" + std::to_string(each), .content = ""});
    }
    files.emplace_back("more entries than any book has", archive_of(changed));
    files.emplace_back(
        "a text that is not there",
        book(open + "<sheetData><row><c t=\"s\"><v>-1</v></c></row></sheetData></worksheet>",
             "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"/>"));
    files.emplace_back("an entity", "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>");
    files.back().second = book(files.back().second + open +
                               "<sheetData><row><c t=\"inlineStr\"><is><t>&a;</t></is></c></row>"
                               "</sheetData></worksheet>");
    files.emplace_back("no archive", "PK\x03\x04garbage");
    for (const auto& [what, bytes] : files) {
        expect_bad(import("book.xlsx", bytes), what);
    }
    // A dimension that lies about one cell is one cell.
    const Told one =
        import("dimension.xlsx",
               book(open + "<dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c "
                           "r=\"A1\" t=\"inlineStr\"><is><t>物资</t></is></c></row></sheetData>"
                           "</worksheet>"));
    expect_bad(one, "one cell is no list of goods");
    EXPECT_LT(resident() - before, 64 * mib);
    EXPECT_FALSE(std::filesystem::exists("/tmp/relief-was-here"));
    EXPECT_EQ(refused_uploads().size(), files.size() + 1) << "each has its audit line";
}

/// Row 47: a book of honest styles is taken though it packs a hundredfold.
TEST_F(FileAttack, Row47AnHonestWorkbookThatPacksWellIsTaken) {
    std::string styles =
        "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/"
        "main\"><cellXfs>";
    for (int each = 0; each < 20'000; ++each) {
        styles += "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>";
    }
    styles += "</cellXfs></styleSheet>";
    const auto cell = [](const std::string& text) {
        return "<c t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
    };
    const std::string sheet =
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"
        "<row>" +
        cell("物资名称") + cell("数量") + cell("批号") + cell("库点") + "</row><row>" +
        cell("棉被") + "<c><v>300</v></c>" + cell("NEW-1") + cell("JL-D-01") +
        "</row></sheetData></worksheet>";
    const Told told =
        import("styles.xlsx", archive_of(workbook_parts({.sheet = sheet, .styles = styles})));
    EXPECT_EQ(told.status, 200) << told.body;
    EXPECT_EQ(told.json().at("schema"), "relief.import/1");
}

/// Row 48: a formula goes out as text, a number as a number.
TEST_F(FileAttack, Row48NothingThatGoesOutIsAFormula) {
    const Told order = officer().post("/api/v1/order/new", {{"from", "JL-D-05"},
                                                            {"to", "220502"},
                                                            {"line", {"QUILT=1"}},
                                                            {"reason", "=cmd|' /C calc'!A0"}});
    ASSERT_EQ(order.status, 200) << order.body;
    const Told printed =
        officer().post("/api/v1/print", {{"doc", order.json().at("number")}, {"out", "order.csv"}});
    const std::string file = field_of(printed.head, "Relief-File");
    ASSERT_FALSE(file.empty()) << printed.head << printed.body;
    const std::string sheet = officer().get(file).body;
    EXPECT_THAT(sheet, HasSubstr("'=cmd"));
    for (const char* bare : {"\n=cmd", ",=cmd", ",\"=cmd"}) {
        EXPECT_THAT(sheet, Not(HasSubstr(bare))) << sheet;
    }
    // Both were done, so both stand in the journal and neither in the audit of refusals.
    EXPECT_THAT(journal("order.new"), testing::ElementsAre("OFF"));
    EXPECT_THAT(journal("document.print"), testing::ElementsAre("OFF"));
}

/// Row 49: a name never reaches GDAL; it is an upload of ours or nothing.
TEST_F(FileAttack, Row49NamesThatAreAddressesAreNoFiles) {
    for (const char* name :
         {"/vsicurl/http://127.0.0.1/a.tif", "http://127.0.0.1/a.geojson", "/vsizip/a.zip", "PG:x",
          "WFS:http://127.0.0.1/", "vrt:///etc/passwd", "<VRTDataset/>", "/etc/passwd",
          R"({"type":"FeatureCollection","features":[]})"}) {
        for (const char* option : {"raster", "polygons", "shakemap"}) {
            const Told told = officer().post(
                "/api/v1/assess",
                {{option, name}, {"driver", "depth"}, {"hazard", "flood"}, {"month", "7"}});
            EXPECT_EQ(told.status, 404) << name << told.body;
            EXPECT_EQ(told.code(), "upload.unknown") << name;
        }
    }
    int bad_names = 0;
    for (const char* name :
         {"%2Fvsicurl%2Fhttp:a.tif", "PG:a", "..%2Fa.csv", "a%00.csv", "%3CVRT%3E"}) {
        const Told told =
            officer().send("POST", std::string("/api/v1/uploads?name=") + name, {}, "x");
        EXPECT_TRUE(told.status == 400 || told.status == 201) << name << told.body;
        bad_names += told.code() == "upload.name" ? 1 : 0;
    }
    EXPECT_GE(bad_names, 3);
    // Row 55: nobody tells the server where to send to.
    const Told channels = officer().post(
        "/api/v1/alert/release", {{"warning", "1"}, {"channels", "http://169.254.169.254/"}});
    EXPECT_EQ(channels.status, 400) << channels.body;
    EXPECT_EQ(channels.json().at("field"), "channels");
    std::map<std::string, int> lines;
    for (const AuditLine& line : audit("request.refused")) {
        EXPECT_EQ(line.told.account, line.told.subject == "gate" ? "" : "off");
        ++lines[line.told.subject + "|" + line.told.result];
    }
    EXPECT_EQ(lines["assess|upload.unknown"], 9 * 3);
    EXPECT_EQ(lines["uploads|upload.name"], bad_names);
    EXPECT_EQ(lines["alert release|request.parameter"], 1);
}

TEST_F(FileAttack, Row50To53MapsThatAreSomethingElseAreRefused) {
    const std::string raster_vrt =
        "<VRTDataset rasterXSize=\"1\" rasterYSize=\"1\"><VRTRasterBand dataType=\"Byte\" "
        "band=\"1\">"
        "<SimpleSource><SourceFilename>/etc/passwd</SourceFilename></SimpleSource></VRTRasterBand>"
        "</VRTDataset>";
    const std::string layer_vrt =
        "<OGRVRTDataSource><OGRVRTLayer name=\"a\"><SrcDataSource>/etc/passwd</SrcDataSource>"
        "</OGRVRTLayer></OGRVRTDataSource>";
    std::size_t refused = 0;
    const double before = resident();
    const auto bad = [&](const std::string& option, const std::string& name,
                         const std::string& bytes) {
        expect_bad(assess(option, name, bytes), name);
        ++refused;
    };
    bad("raster", "evil.tif", raster_vrt);
    bad("raster", "evil.asc", raster_vrt);
    bad("polygons", "evil.geojson", layer_vrt);
    bad("polygons", "evil.gpkg", layer_vrt);
    // Row 51: sizes are judged by the header.
    bad("raster", "wide.asc",
        "ncols 1000000000\nnrows 1000000000\nxllcorner 126\nyllcorner 43\ncellsize 0.001\n1 2\n");
    std::string tiff("II*\0\x08\0\0\0\x02\0", 10);
    tiff += std::string("\x00\x01\x04\x00\x01\x00\x00\x00\x00\x00\x00\x80", 12);
    tiff += std::string("\x01\x01\x04\x00\x01\x00\x00\x00\x00\x00\x00\x80", 12);
    bad("raster", "huge.tif", tiff + std::string(4, '\0'));
    // Row 52: a shape whose record says it is longer than the file, and one alone without its
    // parts.
    std::string shape("\0\0\x27\x0a", 4);
    shape += std::string(20, '\0') + std::string("\0\0\0\x32\xe8\x03\0\0\x05\0\0\0", 12) +
             std::string(64, '\0') + std::string("\0\0\0\x01\x7f\xff\xff\xff", 8);
    bad("polygons", "lie.shp", shape);
    const auto polygon = [](const std::string& ring) {
        return R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"value":1},)"
               R"("geometry":{"type":"Polygon","coordinates":[[)" +
               ring + "]]}}]}";
    };
    bad("polygons", "nan.geojson", polygon("[NaN,43],[127,43],[127,44],[126,43]"));
    bad("polygons", "infinite.geojson", polygon("[1e999,43],[127,43],[127,44],[126,43]"));
    bad("polygons", "swapped.geojson", polygon("[43,126],[43,127],[44,127],[43,126]"));
    // Row 53: a package of geometries with a trigger that would write.
    const std::filesystem::path package = folder_ / "trap.gpkg";
    sqlite3* made = nullptr;
    ASSERT_EQ(sqlite3_open(package.c_str(), &made), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(made,
                           "PRAGMA application_id=1196444487; CREATE TABLE t(a); CREATE VIEW "
                           "gpkg_contents AS SELECT load_extension('/tmp/evil') AS table_name;",
                           nullptr, nullptr, nullptr),
              SQLITE_OK);
    sqlite3_close(made);
    bad("polygons", "trap.gpkg", bytes_of(package));
    EXPECT_LT(resident() - before, 256 * mib);
    EXPECT_EQ(officer().get("/healthz").status, 200);
    EXPECT_EQ(refused_uploads().size(), refused) << "each has its audit line";
}

/// Row 56: books that serve are never restored over, whatever is given as a backup.
TEST_F(FileAttack, Row56AsRestoreNothingBadIsTakenAndNothingLiveIsTouched) {
    const std::filesystem::path folder = folder_ / "backups";
    std::filesystem::create_directory(folder);
    const auto relief = [](std::vector<std::string> words) {
        words.insert(words.begin(), RELIEF_PROGRAM);
        words.emplace_back("--json");
        return run(words);
    };
    const Ended made = relief({"backup", folder.string(), "--db", db_.string()});
    ASSERT_EQ(made.status, 0) << made.out;
    const std::string file = json::parse(made.out).at("file");
    const std::filesystem::path backup =
        std::filesystem::path(file).is_absolute() ? std::filesystem::path(file) : folder / file;
    EXPECT_EQ(relief({"restore", backup.string(), "--check"}).status, 0);
    const std::string whole = bytes_of(backup);
    const auto spoilt = [&](std::string bytes) {
        std::ofstream(backup, std::ios::binary | std::ios::trunc) << bytes;
        return relief({"restore", backup.string(), "--db", (folder_ / "new.db").string()});
    };
    std::string flipped = whole;
    flipped[whole.size() / 2] = static_cast<char>(flipped[whole.size() / 2] ^ 1);
    EXPECT_EQ(spoilt(flipped).status, 3);
    EXPECT_EQ(spoilt(whole.substr(0, whole.size() - 4096)).status, 3);
    std::string foreign = whole;
    foreign[68] = static_cast<char>(foreign[68] ^ 0x55);  // application_id
    EXPECT_EQ(spoilt(foreign).status, 3);
    std::string newer = whole;
    newer[60] = 0x7f;  // user_version
    EXPECT_EQ(spoilt(newer).status, 3);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "new.db"));
    std::ofstream(backup, std::ios::binary | std::ios::trunc) << whole;
    EXPECT_EQ(relief({"restore", backup.string(), "--db", db_.string()}).status, 4)
        << "the books that serve";
    EXPECT_EQ(officer().get("/api/v1/stock?site=JL-D-01").status, 200);
    EXPECT_EQ(server_->end_with(SIGTERM), 0);
    server_.reset();
    EXPECT_EQ(relief({"verify", "--db", db_.string()}).status, 0);
}

}  // namespace
}  // namespace relief::kit
