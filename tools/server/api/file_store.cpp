// SPDX-License-Identifier: Apache-2.0
#include "tools/server/api/file_store.h"

#include "core/data_source.h"
#include "core/error.h"
#include "core/store/digest.h"
#include "tools/desk/output_file.h"
#include "tools/server/api/jobs.h"

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <stdlib.h>

namespace relief {
namespace {

namespace fs = std::filesystem;

Error wrong_name(const std::string& name) {
    return bad_input({.code = "upload.name",
                      .message = "the name of the file is none of a plain file",
                      .field = "name",
                      .found = name,
                      .expected = "letters, digits, Chinese, dots, hyphens; at most 100 bytes"});
}

bool is_plain(unsigned char byte) {
    constexpr std::string_view marks = "._- ()";
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z') || marks.find(static_cast<char>(byte)) != marks.npos;
}

fs::path make_private_folder() {
    std::string pattern = (fs::temp_directory_path() / "relief-serve-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        throw fault({.code = "file.write",
                     .message = "no folder could be made for files that are sent",
                     .file = pattern});
    }
    return pattern;
}

std::string type_of(const fs::path& file) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> types{{
        {".pdf", "application/pdf"},
        {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
        {".csv", "text/csv; charset=utf-8"},
        {".json", "application/json"},
        {".geojson", "application/geo+json"},
        {".html", "text/html; charset=utf-8"},
        {".xml", "application/xml"},
        {".mps", "text/plain; charset=utf-8"},
    }};
    const std::string end = file.extension().string();
    const auto* found = std::find_if(types.begin(), types.end(),
                                     [&](const auto& type) { return type.first == end; });
    return std::string(found == types.end() ? "application/octet-stream" : found->second);
}

}  // namespace

std::string plain_file_name(const std::string& name) {
    const std::size_t slash = name.find_last_of("/\\");
    std::string plain = slash == std::string::npos ? name : name.substr(slash + 1);
    const bool fits = !plain.empty() && plain.size() <= 100 && plain.front() != '.' &&
                      std::all_of(plain.begin(), plain.end(), [](char letter) {
                          return is_plain(static_cast<unsigned char>(letter));
                      });
    if (!fits) {
        throw wrong_name(name);
    }
    return plain;
}

RequestFiles::RequestFiles(fs::path folder, std::string id)
    : folder_(std::move(folder)), id_(std::move(id)) {}

fs::path RequestFiles::place_for(const std::string& name) {
    fs::create_directories(folder_);
    return folder_ / plain_file_name(name);
}

std::vector<std::string> RequestFiles::written() const {
    std::vector<std::string> addresses;
    std::error_code none;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder_, none)) {
        if (entry.is_regular_file()) {
            addresses.push_back(fmt::format("/api/v1/files/{}/{}", id_,
                                            fs::relative(entry.path(), folder_).generic_string()));
        }
    }
    std::sort(addresses.begin(), addresses.end());
    return addresses;
}

FileStore::FileStore(const Clock& clock, Limits limits)
    : clock_(clock), limits_(limits), root_(make_private_folder()) {}

FileStore::~FileStore() {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
}

fs::path FileStore::enter(const std::string& owner, const std::string& id, std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    forget_old();
    std::uint64_t all = bytes;
    for (const auto& [other, kept] : kept_) {
        all += kept.bytes;
    }
    if (all > limits_.bytes_max) {
        throw bad_input({.code = "request.large",
                         .message = "there is no room for the file among those that were sent",
                         .found = fmt::format("{} bytes with this one", all),
                         .expected = fmt::format("at most {} bytes", limits_.bytes_max)});
    }
    fs::path folder = root_ / id;
    kept_[id] = {.owner = owner, .path = folder, .sha256 = {}, .bytes = bytes, .at = clock_.now()};
    return folder;
}

std::string FileStore::keep(const std::string& owner, const std::string& name,
                            std::string_view bytes) {
    const std::string plain = plain_file_name(name);
    const std::string id = random_id();
    const fs::path folder = enter(owner, id, bytes.size());
    fs::create_directories(folder);
    write_output_file(folder / plain, bytes);
    std::string sha256 = sha256_hex(bytes);
    const std::lock_guard lock(mutex_);
    kept_[id].path = folder / plain;
    kept_[id].sha256 = std::move(sha256);
    return id;
}

UploadedFile FileStore::upload(const std::string& owner, const std::string& id) {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(id);
    if (found == kept_.end() || found->second.owner != owner) {
        throw bad_input({.code = "upload.unknown",
                         .message = "no file was sent under this id, or it was forgotten",
                         .found = id,
                         .expected = "the id that POST /api/v1/uploads answered within the hour"});
    }
    return {.name = found->second.path.filename().string(),
            .sha256 = found->second.sha256,
            .path = found->second.path};
}

RequestFiles FileStore::for_request(const std::string& owner) {
    const std::string id = random_id();
    return {enter(owner, id, 0), id};
}

std::optional<http::Response> FileStore::read(const std::string& owner, const std::string& id,
                                              const std::string& name) {
    fs::path folder;
    {
        const std::lock_guard lock(mutex_);
        const auto found = kept_.find(id);
        if (found == kept_.end() || found->second.owner != owner) {
            return std::nullopt;
        }
        folder = found->second.path;
    }
    const fs::path file = (folder / name).lexically_normal();
    const bool inside = file.string().starts_with(folder.string() + "/");
    std::error_code none;
    if (!inside || !fs::is_regular_file(file, none)) {
        return std::nullopt;
    }
    return http::Response{.content_type = type_of(file), .body = read_file(file)};
}

std::string FileStore::without_folders(std::string text) const {
    constexpr std::size_t id_bytes = 32;
    const std::string root = root_.string() + "/";
    for (std::size_t at = text.find(root); at != std::string::npos; at = text.find(root, at)) {
        text.erase(at, root.size() + id_bytes + 1);
    }
    return text;
}

/// Called under the lock.
void FileStore::forget_old() {
    const Instant limit = clock_.now() - limits_.kept;
    for (auto kept = kept_.begin(); kept != kept_.end();) {
        if (kept->second.at < limit) {
            std::error_code ignored;
            fs::remove_all(root_ / kept->first, ignored);
            kept = kept_.erase(kept);
        } else {
            ++kept;
        }
    }
}

}  // namespace relief
