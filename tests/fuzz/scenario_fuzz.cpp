// SPDX-License-Identifier: Apache-2.0
// The files of a scenario: event.json, and behind a byte 1 each reports.csv and
// actual_response.csv, where a part left out is a sound one. A scenario that is read is one of this
// province and of our calendar, its reports in the order they became known.
#include "core/data_source.h"
#include "core/incident/incident.h"
#include "core/places.h"
#include "core/rules.h"
#include "tests/fuzz/kit.h"

#include <string>
#include <string_view>

namespace {

using relief::fuzz::require;

struct World {
    relief::FolderSource data{RELIEF_SOURCE_DIR "/data"};
    relief::Rules rules = relief::load_rules(data);
    relief::Places places{data};
    std::filesystem::path sound{RELIEF_SOURCE_DIR "/data/scenarios/2017-07-yongji-flood"};
    std::string event = relief::read_file(sound / "event.json");
    std::string reports = relief::read_file(sound / "reports.csv");
    relief::fuzz::TempFolder folder;
};

const World& world() {
    static const World made;
    return made;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*arguments*/) {
    static_cast<void>(world());  // what is read once does not count as an input's time
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes = relief::fuzz::text_of(data, size);
    constexpr char next = '\x01';
    const std::string_view event = relief::fuzz::cut(bytes, next);
    const std::string_view reports = relief::fuzz::cut(bytes, next);
    world().folder.write("event.json", event.empty() ? std::string_view(world().event) : event);
    world().folder.write("reports.csv",
                         reports.empty() ? std::string_view(world().reports) : reports);
    const auto actual = world().folder.write("actual_response.csv", bytes);
    if (bytes.empty()) {
        std::filesystem::remove(actual);
    }
    (void)relief::fuzz::answered([&] {
        const relief::Scenario scenario =
            relief::load_scenario(world().folder.path(), world().rules, world().places);
        require(!scenario.incident.id.empty());
        for (std::size_t at = 0; at < scenario.reports.size(); ++at) {
            const relief::Report& report = scenario.reports[at];
            require(report.known_at >= report.stat_time && !report.figures.empty());
            require(at == 0 || scenario.reports[at - 1].known_at <= report.known_at);
        }
        (void)relief::contradictions(relief::known_reports(scenario, last_publication(scenario)));
    });
    return 0;
}
