// SPDX-License-Identifier: Apache-2.0
// A warning as a draft's JSON: read, or refused by field; what is read is written so that it reads
// back the same, and is what its signers sign. Behind c: the office's list of channels.
#include "alerts/channel/config.h"
#include "alerts/release/step_json.h"
#include "tests/fuzz/kit.h"

#include <string_view>

#include <nlohmann/json.hpp>

namespace {

using relief::fuzz::require;

void try_draft(std::string_view bytes) {
    const auto document = nlohmann::ordered_json::parse(bytes, nullptr, false);
    if (document.is_discarded()) {
        return;
    }
    (void)relief::fuzz::answered([&] {
        const relief::WarningDraft draft = relief::read_draft(document);
        const auto written = relief::draft_json(draft);
        const relief::WarningDraft again =
            relief::read_draft(nlohmann::ordered_json::parse(written.dump()));
        require(again == draft && relief::draft_hash(again) == relief::draft_hash(draft));
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const relief::fuzz::TempFolder folder;
    const std::string_view bytes = relief::fuzz::text_of(data, size);
    if (!bytes.starts_with('c')) {
        try_draft(bytes);
        return 0;
    }
    const auto file = folder.write("channels.json", bytes.substr(1));
    (void)relief::fuzz::answered([&] { (void)relief::read_channels<relief::Actual>(file); });
    (void)relief::fuzz::answered([&] { (void)relief::read_channels<relief::Exercise>(file); });
    return 0;
}
