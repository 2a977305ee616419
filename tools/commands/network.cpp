// SPDX-License-Identifier: Apache-2.0
#include "tools/commands/command.h"
#include "tools/desk/network_desk.h"

namespace relief {
namespace {

int run_network_read(const Session& session, const Given& given) {
    const auto out = given.text("--out");
    const NetworkReadAnswer answer = read_network_file(
        given.required("FILE"), out ? std::optional<std::filesystem::path>(*out) : std::nullopt);
    session.print(session.global.json ? network_json(answer)
                                      : network_text(answer, session.language()));
    return 0;
}

int run_network_show(const Session& session, const Given& given) {
    const NetworkFigures figures = show_network_file(given.required("FILE"));
    session.print(session.global.json ? network_json(figures)
                                      : network_text(figures, session.language()));
    return 0;
}

}  // namespace

std::vector<CommandSpec> network_commands() {
    return {
        {.path = "network read",
         .zh = "读 OpenStreetMap PBF 文件成路网，列出采用、略去和存疑的各有多少；可存成文件",
         .en = "read an OpenStreetMap PBF file as a road network; says what was kept, left out and "
               "doubtful; saves it where asked",
         .example = "relief network read jilin-latest.osm.pbf --out jilin.network",
         .options = {{.name = "FILE",
                      .type = "",
                      .zh = "PBF 文件",
                      .en = "PBF file",
                      .form = OptionSpec::Form::positional,
                      .required = true},
                     {"--out", "FILE", "存成这个路网文件", "save the network as this file"}},
         .run = run_network_read},
        {.path = "network show",
         .zh = "看存好的路网：来源、范围、各级公里数、已知的限高限重",
         .en = "show a saved road network: source, bounds, kilometres by class, limits known",
         .example = "relief network show jilin.network --json",
         .options = {{.name = "FILE",
                      .type = "",
                      .zh = "路网文件",
                      .en = "network file",
                      .form = OptionSpec::Form::positional,
                      .required = true}},
         .run = run_network_show},
    };
}

}  // namespace relief
