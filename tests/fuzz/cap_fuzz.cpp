// SPDX-License-Identifier: Apache-2.0
// Any bytes are read to an end; a message that is accepted is written so that it reads back equal
// and writes the same bytes. Seeds: tests/data/alerts, its certificate trusted.
#include "alerts/cap/reader.h"
#include "alerts/cap/writer.h"
#include "alerts/cn12379.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

const relief::cap::Reader& reader() {
    static const relief::cap::Reader made{relief::FolderSource(RELIEF_SOURCE_DIR "/data")};
    return made;
}

const relief::cap::ReadOptions& options() {
    static const relief::cap::ReadOptions made{
        .trust = relief::cap::Trust(
            relief::read_file(RELIEF_SOURCE_DIR "/tests/data/alerts/certs/test_root.pem"), "")};
    return made;
}

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void check_round_trip(const relief::cap::Alert& alert) {
    using relief::cap::write;
    for (const relief::cap::Info& info : alert.infos) {
        if (info.categories.empty()) {
            return;  // CAP 1.0 may leave it out, 1.2 may not
        }
    }
    const std::string once = write(alert);
    const relief::cap::Reading again = reader().read(once);
    // Older versions allow what 1.2 does not; what is accepted must be the same.
    require(!again.alert || write(*again.alert) == once);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const relief::cap::Reading reading = reader().read(bytes, options());
    require((reading.verdict == relief::cap::Verdict::reject) == !reading.alert ||
            !reading.messages.empty() || reading.form >= relief::cap::Form::atom);
    if (reading.alert) {
        check_round_trip(*reading.alert);
    }
    if (reading.national) {
        const std::string once = relief::cn12379::write(*reading.national);
        const relief::cap::Reading again = reader().read(once);
        require(!again.national || relief::cn12379::write(*again.national) == once);
    }
    return 0;
}
