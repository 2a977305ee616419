// SPDX-License-Identifier: Apache-2.0
// Lines of goods as they are typed for papers and orders, or come as a csv of lines: fields that
// are known, each once; an amount that is the number that stands there, held against a plain reader
// that carries digits; no amount beyond what the books hold, with packs too. The first byte
// chooses: L a csv of lines, A an amount, else a line.
#include "core/data_source.h"
#include "core/rules.h"
#include "reserves/exchange/import_rules.h"
#include "tests/fuzz/kit.h"
#include "tools/desk/paper_lines.h"

#include <string>
#include <string_view>
#include <vector>

namespace {

using relief::fuzz::require;

constexpr std::int64_t amount_max = 1'000'000'000'000'000;

struct World {
    relief::FolderSource data{RELIEF_SOURCE_DIR "/data"};
    relief::Rules rules = relief::load_rules(data);
    std::vector<relief::ItemPack> packs = relief::load_packs(data);
    relief::fuzz::TempFolder folder;

    World() {
        for (const relief::Item& item : rules.items) {
            // The largest pack anybody may agree on.
            packs.push_back({.id = "fuzz", .item = item.id, .name = "P", .units = 1'000'000});
        }
    }
};

/// digits[.digits] in 10^-decimals, digit by digit; -1 for what is none or too large.
std::int64_t read_plainly(std::string_view text, int decimals) {
    __int128 amount = 0;
    int places = -1;
    if (text.empty() || text.front() == '.' || text.back() == '.') {
        return -1;
    }
    for (const char letter : text) {
        if (letter == '.' && places < 0) {
            places = 0;
        } else if (letter >= '0' && letter <= '9') {
            amount = amount * 10 + (letter - '0');
            places += places >= 0 ? 1 : 0;
        } else {
            return -1;
        }
        if (amount > amount_max || places > decimals) {
            return -1;
        }
    }
    for (int at = places < 0 ? 0 : places; at < decimals; ++at) {
        amount *= 10;
    }
    return amount > amount_max ? -1 : static_cast<std::int64_t>(amount);
}

void try_amount(std::string_view text) {
    if (text.size() > 15) {
        return;  // more digits than are read, though zeros in front
    }
    for (const int decimals : {0, 3}) {
        relief::Item item;
        item.decimals = decimals;
        item.unit = "kg";
        const std::int64_t plain = read_plainly(text, decimals);
        std::int64_t amount = -1;
        (void)relief::fuzz::answered(
            [&] { amount = relief::parse_amount(item, std::string(text), 1); });
        require(amount == plain);
    }
}

void try_fields(const World& world, const relief::LineFields& fields, int line) {
    for (const bool incoming : {true, false}) {
        (void)relief::fuzz::answered([&] {
            const relief::PaperLine made =
                relief::paper_line(world.rules, world.packs, fields, incoming, line);
            require(world.rules.item(made.goods.item) != nullptr);
            require(made.goods.amount >= 0 && made.goods.amount <= amount_max);
        });
    }
}

void try_line(const World& world, std::string_view text) {
    (void)relief::fuzz::answered([&] {
        const relief::LineFields fields = relief::parse_line(text, 1);
        std::string again;
        for (const auto& [name, value] : fields) {
            if (name != "note") {
                again += name + "=" + value + ",";
            }
        }
        if (const auto note = fields.find("note"); note != fields.end()) {
            again += "note=" + note->second;
        }
        require(relief::parse_line(again, 1) == fields);
        try_fields(world, fields, 1);
    });
}

void try_lines(const World& world, std::string_view bytes) {
    const auto file = world.folder.write("lines.csv", bytes);
    (void)relief::fuzz::answered([&] {
        int line = 1;
        for (const relief::LineFields& fields : relief::read_lines_file(file)) {
            try_fields(world, fields, ++line);
        }
    });
}

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
    if (bytes.starts_with('L')) {
        try_lines(world(), bytes.substr(1));
    } else if (bytes.starts_with('A')) {
        try_amount(bytes.substr(1));
    } else {
        try_line(world(), bytes);
    }
    return 0;
}
