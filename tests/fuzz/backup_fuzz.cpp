// SPDX-License-Identifier: Apache-2.0
// What is given to `relief restore`. M: the text of a manifest; what is read is written so that it
// reads back. D: any bytes as the backup, their sum put right in the manifest, as a forger would.
// Else: a good backup with some bytes changed (three for the place, one for what is put there), the
// sum put right: proven or refused by name, and where it is proven it is the books the manifest
// names.
#include "core/data_source.h"
#include "core/store/digest.h"
#include "tests/fuzz/kit.h"
#include "tests/kit/books.h"
#include "tools/desk/backup.h"

#include <optional>
#include <string>
#include <string_view>

namespace {

using relief::BackupManifest;
using relief::fuzz::require;

/// Small books and a backup of them.
struct World {
    relief::fuzz::TempFolder folder;
    BackupManifest manifest;
    std::string good;

    World() {
        using namespace relief;
        const auto db = folder.path() / "books.db";
        static_cast<void>(Database::create(db, [&](Database& made) {
            kit::open_small_books(made);
            Movement receipt =
                kit::carry("receipt", "stock", 2, kit::account("P", "N1", "purchased"),
                           kit::account("P", "N1", "on_hand"), 40);
            receipt.lots = {{"TENT", "N1", kit::book_date(2), kit::book_date(30)}};
            post_movement(made, receipt, kit::noon_of(2));
        }));
        const BackupResult backup = make_backup({.db = db,
                                                 .folder = folder.path(),
                                                 .now = kit::noon_of(10),
                                                 .program = "relief fuzz",
                                                 .keep = std::nullopt});
        manifest = backup.manifest;
        good = read_file(backup.file);
    }
};

void try_manifest(const World& world, std::string_view bytes) {
    const auto backup = world.folder.path() / world.manifest.file;
    world.folder.write(relief::manifest_of(world.manifest.file).string(), bytes);
    (void)relief::fuzz::answered([&] {
        const BackupManifest read = relief::read_manifest(backup);
        require(read.file == world.manifest.file);
        const std::string written = relief::manifest_json(read);
        world.folder.write(relief::manifest_of(world.manifest.file).string(), written);
        require(relief::manifest_json(relief::read_manifest(backup)) == written);
    });
    (void)relief::list_backups(world.folder.path());
}

void try_backup(const World& world, const std::string& bytes) {
    BackupManifest manifest = world.manifest;
    manifest.bytes = static_cast<std::int64_t>(bytes.size());
    manifest.sha256 = relief::sha256_hex(bytes);
    const auto backup = world.folder.write(manifest.file, bytes);
    world.folder.write(relief::manifest_of(manifest.file).string(),
                       relief::manifest_json(manifest));
    (void)relief::fuzz::answered([&] {
        const relief::RestoreResult result =
            relief::restore_backup({.backup = backup, .db = {}, .anchor = {}});
        require(result.proof.ok && result.proof.head.seq == manifest.head.seq &&
                result.proof.head.hash == manifest.head.hash);
    });
    require(relief::read_file(backup) == bytes);  // which a restore only reads
}

std::string changed(const World& world, std::string_view edits) {
    constexpr std::size_t edit_bytes = 4;
    std::string bytes = world.good;
    for (; edits.size() >= edit_bytes; edits.remove_prefix(edit_bytes)) {
        const auto byte = [&](std::size_t at) {
            return static_cast<std::size_t>(static_cast<unsigned char>(edits[at]));
        };
        bytes[(byte(0) << 16U | byte(1) << 8U | byte(2)) % bytes.size()] = edits[3];
    }
    return bytes;
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
    if (bytes.starts_with('M')) {
        try_manifest(world(), bytes.substr(1));
    } else if (bytes.starts_with('D')) {
        try_backup(world(), std::string(bytes.substr(1)));
    } else {
        try_backup(world(), changed(world(), bytes));
    }
    return 0;
}
