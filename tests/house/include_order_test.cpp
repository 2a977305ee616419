// SPDX-License-Identifier: Apache-2.0
#include "tests/house/house_rules.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace relief::house {
namespace {

namespace fs = std::filesystem;

const fs::path root = RELIEF_SOURCE_DIR;

std::string read(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// A file holding this one line breaks a rule of the house.
bool breaks(const std::string& file, const std::string& line) {
    return !check_includes(file, line + "\n").empty();
}

TEST(House, KeepsTheOrderOfRooms) {
    std::vector<Breach> breaches;
    for (const std::string& file : source_files(root)) {
        const auto more = check_includes(file, read(root / file));
        breaches.insert(breaches.end(), more.begin(), more.end());
    }
    EXPECT_TRUE(breaches.empty()) << to_text(breaches);
}

TEST(House, KeepsTheFormOfSources) {
    std::vector<Breach> breaches;
    for (const std::string& file : source_files(root)) {
        const auto more = check_form(file, read(root / file));
        breaches.insert(breaches.end(), more.begin(), more.end());
    }
    EXPECT_TRUE(breaches.empty()) << to_text(breaches);
}

TEST(House, NoTwoHeadersDefineOneType) {
    std::vector<Header> headers;
    for (const std::string& file : source_files(root)) {
        // Tests link in parts: two of their kits never meet.
        if (file.ends_with(".h") && !file.starts_with("tests/")) {
            headers.push_back({file, read(root / file)});
        }
    }
    const std::vector<Breach> breaches = check_type_names(headers);
    EXPECT_TRUE(breaches.empty()) << to_text(breaches);
}

TEST(House, SeesATypeDefinedTwice) {
    const Header one{"gis/a.h", "namespace relief {\nstruct Seen {\n};\n}\n"};
    const Header again{"alerts/b.h", "namespace relief {\nclass Seen final : public X {\n};\n}\n"};
    const Header elsewhere{"alerts/c.h", "namespace relief::cap {\nstruct Seen {\n};\n}\n"};
    const Header declared{"alerts/d.h", "namespace relief {\nstruct Seen;\n}\n"};
    EXPECT_EQ(check_type_names({one, again}).size(), 1U);
    EXPECT_TRUE(check_type_names({one, elsewhere, declared}).empty());
}

TEST(House, LooksAtTheWholeHouse) {
    const auto files = source_files(root);
    const auto has = [&files](const char* file) {
        return std::find(files.begin(), files.end(), file) != files.end();
    };
    EXPECT_TRUE(has("core/error.cpp"));
    EXPECT_TRUE(has("reserves/ledger/ledger.h"));
    EXPECT_TRUE(has("routing/solver/lp.cpp"));
    EXPECT_TRUE(has("tools/cli/main.cpp"));
    EXPECT_TRUE(has("tests/house/include_order_test.cpp"));
}

TEST(House, EveryRoomSaysWhatItIsFor) {
    for (const char* room : {"core", "gis", "reserves", "routing", "alerts", "tools"}) {
        const std::string text = read(root / room / "README.md");
        EXPECT_FALSE(text.empty()) << room << "/README.md is missing";
        // One screen.
        EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 80) << room;
    }
}

TEST(IncludeOrder, RefusesUpward) {
    EXPECT_TRUE(breaks("core/x.cpp", "#include \"gis/crs.h\""));
    EXPECT_TRUE(breaks("core/x.cpp", "#include \"reserves/needs.h\""));
    EXPECT_TRUE(breaks("core/store/x.h", "#include \"tools/desk/desk.h\""));
    EXPECT_TRUE(breaks("gis/x.cpp", "#include \"routing/path/travel.h\""));
    EXPECT_TRUE(breaks("reserves/x.cpp", "#include \"routing/dispatch/plan.h\""));
    EXPECT_TRUE(breaks("routing/x.cpp", "#include \"alerts/release.h\""));
    EXPECT_TRUE(breaks("routing/x.cpp", "#include \"tools/desk/plan.h\""));
    EXPECT_TRUE(breaks("alerts/x.cpp", "#include \"tools/desk/plan.h\""));
    EXPECT_TRUE(breaks("tools/desk/x.cpp", "#include \"tools/commands/session.h\""));
}

TEST(IncludeOrder, RefusesSideways) {
    EXPECT_TRUE(breaks("gis/x.cpp", "#include \"reserves/depot.h\""));
    EXPECT_TRUE(breaks("reserves/x.cpp", "#include \"gis/crs.h\""));
    EXPECT_TRUE(breaks("alerts/x.cpp", "#include \"reserves/depot.h\""));
    EXPECT_TRUE(breaks("alerts/x.cpp", "#include \"routing/dispatch/plan.h\""));
    EXPECT_TRUE(breaks("tools/cli/x.cpp", "#include \"tools/benchmarks/row.h\""));
}

TEST(IncludeOrder, AllowsDownwardAndOneself) {
    EXPECT_FALSE(breaks("core/store/x.cpp", "#include \"core/error.h\""));
    EXPECT_FALSE(breaks("gis/x.cpp", "#include \"core/error.h\""));
    EXPECT_FALSE(breaks("routing/x.cpp", "#include \"gis/crs.h\""));
    EXPECT_FALSE(breaks("routing/x.cpp", "#include \"reserves/needs.h\""));
    EXPECT_FALSE(breaks("tools/desk/x.cpp", "#include \"routing/dispatch/plan.h\""));
    EXPECT_FALSE(breaks("tools/cli/x.cpp", "#include \"tools/desk/plan.h\""));
    EXPECT_FALSE(breaks("core/x.cpp", "#include <vector>"));
    EXPECT_FALSE(breaks("core/x.cpp", "// #include \"gis/crs.h\""));
}

TEST(IncludeOrder, IsNotFooledByBlanksAndBrackets) {
    EXPECT_TRUE(breaks("core/x.cpp", "  #  include   \"gis/crs.h\""));
    EXPECT_TRUE(breaks("core/x.cpp", "#include\t<gis/crs.h>"));
    EXPECT_TRUE(breaks("core/x.cpp", "#include \"../gis/crs.h\""));
    EXPECT_TRUE(breaks("core/x.cpp", "#include \"error.h\""));
    EXPECT_TRUE(breaks("core/x.cpp", "#include \"tests/kit/plan_checker.h\""));
}

TEST(IncludeOrder, FencesHeavyHeaders) {
    EXPECT_TRUE(breaks("core/x.cpp", "#include <sqlite3.h>"));
    EXPECT_TRUE(breaks("reserves/ledger/x.cpp", "#include <sqlite3.h>"));
    EXPECT_FALSE(breaks("core/store/x.cpp", "#include <sqlite3.h>"));
    EXPECT_TRUE(breaks("routing/x.cpp", "#include <gdal_priv.h>"));
    EXPECT_TRUE(breaks("tools/desk/x.cpp", "#include <ogrsf_frmts.h>"));
    EXPECT_TRUE(breaks("tools/desk/x.cpp", "#include <proj.h>"));
    EXPECT_TRUE(breaks("gis/x.cpp", "#include <proj.h>"));
    EXPECT_FALSE(breaks("gis/maps/x.cpp", "#include <proj.h>"));
    EXPECT_TRUE(breaks("tools/desk/x.cpp", "#include <CLI/CLI.hpp>"));
    EXPECT_FALSE(breaks("tools/cli/x.cpp", "#include <CLI/CLI.hpp>"));
    EXPECT_TRUE(breaks("routing/dispatch/x.cpp", "#include <ClpSimplex.hpp>"));
    EXPECT_TRUE(breaks("routing/dispatch/x.cpp", "#include <coin/CoinPackedMatrix.hpp>"));
    EXPECT_FALSE(breaks("routing/solver/x.cpp", "#include <coin/ClpSimplex.hpp>"));
    EXPECT_TRUE(breaks("core/x.h", "#include <nlohmann/json.hpp>"));
    EXPECT_FALSE(breaks("core/x.cpp", "#include <nlohmann/json.hpp>"));
    EXPECT_FALSE(breaks("core/x.h", "#include <nlohmann/json_fwd.hpp>"));
}

// What loads slowly stays in the parts that are loaded when they are wanted.
TEST(IncludeOrder, FencesPartsOfTheProgram) {
    EXPECT_TRUE(breaks("reserves/print/x.cpp", "#include <pango/pangocairo.h>"));
    EXPECT_FALSE(breaks("reserves/print/pdf/x.h", "#include <pango/pangocairo.h>"));
    EXPECT_TRUE(breaks("alerts/channel/x.cpp", "#include <curl/curl.h>"));
    EXPECT_FALSE(breaks("alerts/channel/web/x.cpp", "#include <curl/curl.h>"));
    EXPECT_TRUE(breaks("tools/cli/x.cpp", "#include <curl/curl.h>"));
    EXPECT_FALSE(breaks("tools/cli/web/x.cpp", "#include <curl/curl.h>"));
}

TEST(IncludeOrder, FencesHttp) {
    EXPECT_FALSE(breaks("tools/server/http/x.cpp", "#include <boost/beast/http/parser.hpp>"));
    EXPECT_TRUE(breaks("tools/server/http/x.h", "#include <boost/beast/http/parser.hpp>"));
    EXPECT_TRUE(breaks("tools/server/http/x.h", "#include <boost/asio.hpp>"));
    EXPECT_TRUE(breaks("tools/server/x.cpp", "#include <boost/asio.hpp>"));
    EXPECT_TRUE(breaks("tools/desk/x.cpp", "#include <openssl/ssl.h>"));
    EXPECT_TRUE(breaks("tools/server/http/x.cpp", "#include \"tools/desk/desk.h\""));
    EXPECT_FALSE(breaks("tools/server/x.cpp", "#include \"tools/desk/desk.h\""));
    EXPECT_FALSE(breaks("tools/server/x.cpp", "#include \"tools/server/http/message.h\""));
    EXPECT_TRUE(breaks("tools/desk/x.cpp", "#include \"tools/server/http/message.h\""));
}

TEST(Form, WantsTheLicenceFirst) {
    const std::string licence = "// SPDX-License-Identifier: Apache-2.0\n";
    EXPECT_TRUE(check_form("core/x.cpp", licence + "int x;\n").empty());
    EXPECT_FALSE(check_form("core/x.cpp", "\n" + licence).empty());
    EXPECT_FALSE(check_form("core/x.cpp", "// SPDX-License-Identifier: MIT\n").empty());
    EXPECT_FALSE(check_form("core/x.cpp", "").empty());
}

TEST(Form, WantsFilesThatCanBeRead) {
    std::string text = "// SPDX-License-Identifier: Apache-2.0\n";
    while (std::count(text.begin(), text.end(), '\n') < 800) {
        text += "\n";
    }
    EXPECT_TRUE(check_form("core/x.cpp", text).empty());
    EXPECT_FALSE(check_form("core/x.cpp", text + "\n").empty());
}

}  // namespace
}  // namespace relief::house
