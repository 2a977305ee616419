// SPDX-License-Identifier: Apache-2.0
// A file of field reports, as sheet or as JSON: every row is a report or a fault that names it, a
// figure is one of its metric's unit, and no report was received later than the file was.
#include "core/data_source.h"
#include "core/incident/report_file.h"
#include "tests/fuzz/kit.h"

#include <string>
#include <string_view>

namespace {

using relief::fuzz::require;

struct World {
    relief::FolderSource data{RELIEF_SOURCE_DIR "/data"};
    relief::Rules rules = relief::load_rules(data);
    relief::Places places{data};
    relief::ReportDefaults defaults{.received_at = *relief::parse_instant("2017-07-20T08:00"),
                                    .event_start = *relief::parse_instant("2017-07-13T08:00"),
                                    .reporter = "fuzz"};
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
    const std::string_view bytes = relief::fuzz::text_of(data, size);
    if (bytes.starts_with("\xD0\xCF\x11\xE0")) {
        return 0;  // .xls: a child process, xls_fuzz
    }
    (void)relief::fuzz::answered([&] {
        const relief::ReportFile file = relief::read_report_file(bytes, "fuzz.csv", world().rules,
                                                                 world().places, world().defaults);
        for (const relief::LineFault& fault : file.faults) {
            require(fault.line > 0 && !fault.expected.empty());
        }
        for (const relief::FieldReport& report : file.reports) {
            require(report.received_at <= world().defaults.received_at);
        }
        const bool whole = relief::fuzz::answered([&] { relief::require_whole(file, "fuzz.csv"); });
        require(whole == (file.faults.empty() && !file.reports.empty()));
    });
    return 0;
}
