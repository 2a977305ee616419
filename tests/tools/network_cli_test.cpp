// SPDX-License-Identifier: Apache-2.0
#include "tests/tools/cli_kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include <nlohmann/json.hpp>

namespace relief {
namespace {

using kit::Ended;
using kit::refusal;
using kit::relief_run;
using nlohmann::json;
using testing::HasSubstr;

const std::string andorra = RELIEF_SOURCE_DIR "/tests/data/osm/andorra.osm.pbf";

TEST(NetworkCommand, ReadsAPbfFileAndShowsWhatItSaved) {
    const kit::TempFolder folder;
    const std::string saved = (folder.path() / "andorra.network").string();
    const Ended read = relief_run({"network", "read", andorra, "--out", saved, "--json"});
    ASSERT_EQ(read.status, 0) << read.err;
    const json answer = json::parse(read.out);
    EXPECT_EQ(answer.at("schema"), "relief.network/1");
    // Counted by `osmium fileinfo -e`.
    EXPECT_EQ(answer.at("read").at("nodes"), 69'644);
    EXPECT_EQ(answer.at("read").at("ways"), 2'725);
    EXPECT_EQ(answer.at("read").at("relations"), 74);
    EXPECT_FALSE(answer.at("findings").empty());
    EXPECT_THAT(answer.at("source").get<std::string>(), HasSubstr("ODbL"));
    EXPECT_GT(answer.at("largest_part_share").get<double>(), 0.9);

    const Ended show = relief_run({"network", "show", saved, "--json"});
    ASSERT_EQ(show.status, 0) << show.err;
    const json shown = json::parse(show.out);
    for (const char* field : {"nodes", "arcs", "ways", "km", "classes", "bounds", "parts"}) {
        EXPECT_EQ(shown.at(field), answer.at(field)) << field;
    }
    EXPECT_THAT(relief_run({"network", "show", saved, "--lang", "zh"}).out, HasSubstr("限高"));
    EXPECT_THAT(relief_run({"network", "read", andorra, "--lang", "en"}).out,
                HasSubstr("footway or the like, left out"));
}

TEST(NetworkCommand, FilesThatAreNoneAreRefused) {
    const kit::TempFolder folder;
    const std::string text = (folder.path() / "text.pbf").string();
    std::ofstream(text) << "this is no map";
    const json error = refusal({"network", "read", text}, 3);
    EXPECT_EQ(error.at("code"), "network.pbf");
    EXPECT_EQ(error.at("file"), text);
    EXPECT_EQ(error.at("field"), "blob 1, byte 0");
    EXPECT_EQ(refusal({"network", "show", text}, 3).at("code"), "network.foreign");
    EXPECT_EQ(refusal({"network", "show", andorra}, 3).at("code"), "network.foreign");
    EXPECT_EQ(refusal({"network", "read", text + ".not"}, 3).at("code"), "file.missing");
    EXPECT_EQ(refusal({"network", "read", andorra, "--out", "/no/such/folder/a"}, 3).at("code"),
              "file.write");
}

}  // namespace
}  // namespace relief
