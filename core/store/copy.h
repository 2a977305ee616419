// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace relief {

/// Copies what is committed in `db` at one moment into the new file `to`, beside whoever writes:
/// one snapshot in one step, the log included, by a reader that never checkpoints. The copy needs
/// no log beside it and can be read where nothing can be written. It is not on disk yet
/// (NewFile::publish). Errors of opening: db.missing, db.foreign, db.newer, db.damaged; db.full.
void copy_database(const std::filesystem::path& db, const std::filesystem::path& to);

/// A file that is to be trusted as a whole database by itself, before anything of it is used.
/// db.missing, db.foreign, db.newer, db.damaged (shorter than its header says); backup.log where a
/// log lies beside it, which SQLite would fold into it, whosever it is.
void check_stands_alone(const std::filesystem::path& file);

/// PRAGMA user_version of a file that stands alone.
[[nodiscard]] std::int64_t schema_version_of(const std::filesystem::path& file);

/// Copies a file byte for byte to a name that is free. bad_input file.read, file.write, db.full.
void copy_bytes(const std::filesystem::path& from, const std::filesystem::path& to);

/// SHA-256 of a file as lower-case hex. bad_input file.read.
[[nodiscard]] std::string sha256_of_file(const std::filesystem::path& file);

}  // namespace relief
