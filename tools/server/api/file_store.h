// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"
#include "tools/commands/command.h"
#include "tools/server/http/message.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// A file that was sent, as it is told: never what is in it.
struct UploadedFile {
    std::string name;  ///< plain_file_name()
    std::string sha256;
    std::filesystem::path path;  ///< where it lies; for reading it, never told
};

/// The files of one request: those it names, and those its operation writes.
class RequestFiles {
  public:
    RequestFiles(std::filesystem::path folder, std::string id);

    /// Where an operation writes the file called `name` by who asked.
    [[nodiscard]] std::filesystem::path place_for(const std::string& name);
    /// Addresses of what was written, in order of name.
    [[nodiscard]] std::vector<std::string> written() const;

  private:
    std::filesystem::path folder_;
    std::string id_;
};

/// Files that go in and out of the server: sheets and layers that were sent to be read, papers and
/// pages that an operation wrote. All lie in one folder of the server's own, behind ids of its own
/// choosing. What is an hour old is forgotten.
class FileStore {
  public:
    struct Limits {
        std::uint64_t bytes_max = 256ULL << 20U;  ///< all files together
        std::chrono::seconds kept = std::chrono::hours{1};
    };

    explicit FileStore(const Clock& clock) : FileStore(clock, Limits{}) {}
    /// Makes a folder only this user can enter, below the system's for temporary files.
    FileStore(const Clock& clock, Limits limits);
    /// Takes the folder away with all in it.
    ~FileStore();
    FileStore(const FileStore&) = delete;
    FileStore& operator=(const FileStore&) = delete;

    /// Keeps bytes that were sent and answers their id. bad_input request.large where there is no
    /// room for them, upload.name where the name is none of a plain file.
    [[nodiscard]] std::string keep(const std::string& owner, const std::string& name,
                                   std::string_view bytes);
    /// An upload. bad_input upload.unknown where there is none of this id, or it is
    /// somebody else's.
    [[nodiscard]] UploadedFile upload(const std::string& owner, const std::string& id);
    /// A folder for what one request writes.
    [[nodiscard]] RequestFiles for_request(const std::string& owner);
    /// A text without the folders of the server: a file in it is called by its own name.
    [[nodiscard]] std::string without_folders(std::string text) const;
    /// The bytes of a written file by its address below /api/v1/files/: ID/NAME, or nullopt.
    [[nodiscard]] std::optional<http::Response> read(const std::string& owner,
                                                     const std::string& id,
                                                     const std::string& name);

  private:
    struct Kept {
        std::string owner;
        std::filesystem::path path;  ///< a file, or the folder of a request
        std::string sha256;          ///< of a file
        std::uint64_t bytes = 0;
        Instant at;
    };

    std::filesystem::path enter(const std::string& owner, const std::string& id,
                                std::uint64_t bytes);
    void forget_old();

    const Clock& clock_;
    Limits limits_;
    std::filesystem::path root_;
    std::mutex mutex_;
    std::map<std::string, Kept> kept_;
};

/// The last part of a name, for a file of ours: letters, digits, Chinese, "._-" and blanks, at most
/// 100 bytes, not beginning with a dot. bad_input upload.name otherwise.
[[nodiscard]] std::string plain_file_name(const std::string& name);

}  // namespace relief
