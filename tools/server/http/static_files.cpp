// SPDX-License-Identifier: Apache-2.0
#include "tools/server/http/static_files.h"

#include "core/error.h"
#include "tools/server/http/blanks.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>
#include <memory>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

namespace relief::http {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view gzip_ending = ".gz";

struct Type {
    std::string_view ending;
    std::string_view type;
};

constexpr std::array<Type, 16> types{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".geojson", "application/geo+json"},
    {".webmanifest", "application/manifest+json"},
    {".map", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".pdf", "application/pdf"},
    {".txt", "text/plain; charset=utf-8"},
}};

std::string type_of(std::string_view path) {
    const auto found = std::find_if(types.begin(), types.end(), [path](const Type& type) {
        return path.ends_with(type.ending);
    });
    return std::string(found == types.end() ? "application/octet-stream" : found->type);
}

bool is_plain_name(std::string_view name) {
    return !name.empty() && name.front() != '.' &&
           std::all_of(name.begin(), name.end(), [](unsigned char c) {
               return c < 0x80 && (std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_');
           });
}

Error unreadable(const fs::path& path, std::string_view found) {
    return bad_input({.code = "http.files",
                      .message = "the folder of pages cannot be read",
                      .file = path.string(),
                      .found = std::string(found),
                      .expected = "a folder of plain files, 64 MiB at most"});
}

/// The bytes of a regular file; a link that took its place since it was listed is not followed.
std::string read_whole(const fs::path& path, std::uint64_t bytes_max) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0) {
        throw unreadable(path, "a file that cannot be opened");
    }
    const std::unique_ptr<const int, void (*)(const int*)> closing(
        &file, [](const int* open_file) { ::close(*open_file); });
    struct stat status {};
    if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
        throw unreadable(path, "no regular file");
    }
    std::string bytes;
    std::array<char, 65536> piece{};
    while (true) {
        const ssize_t count = ::read(file, piece.data(), piece.size());
        if (count < 0) {
            throw unreadable(path, "a file that cannot be read");
        }
        if (count == 0) {
            return bytes;
        }
        bytes.append(piece.data(), static_cast<std::size_t>(count));
        if (bytes.size() > bytes_max) {
            throw unreadable(path, "a file that is too large");
        }
    }
}

/// An ETag: half of the content's SHA-256.
std::string tag_of(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) !=
        1) {
        throw fault({.code = "internal", .message = "no SHA-256"});
    }
    std::string tag = "\"";
    for (unsigned int i = 0; i < length / 2; ++i) {
        tag += fmt::format("{:02x}", digest.at(i));
    }
    return tag + "\"";
}

/// Calls `each` with the trimmed parts of a list, until it answers true.
bool any_part(std::string_view list, char separator,
              const std::function<bool(std::string_view)>& each) {
    while (true) {
        const std::size_t end = std::min(list.find(separator), list.size());
        if (each(trimmed(list.substr(0, end)))) {
            return true;
        }
        if (end == list.size()) {
            return false;
        }
        list.remove_prefix(end + 1);
    }
}

bool is_same_word(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
        return std::tolower(x) == std::tolower(y);
    });
}

/// "q=0", "q=0.0": never wanted.
bool is_zero_weight(std::string_view parameter) {
    return (parameter.starts_with("q=0") || parameter.starts_with("Q=0")) &&
           parameter.find_first_not_of("0.", 2) == std::string_view::npos;
}

}  // namespace

bool takes_gzip(std::string_view accept_encoding) {
    bool any = false;  // "*" stands for codings that are not named
    bool named = false;
    bool wanted = false;
    any_part(accept_encoding, ',', [&](std::string_view part) {
        const std::size_t end = std::min(part.find(';'), part.size());
        const std::string_view coding = trimmed(part.substr(0, end));
        const bool zero = end < part.size() && any_part(part.substr(end + 1), ';', is_zero_weight);
        if (is_same_word(coding, "gzip") || is_same_word(coding, "x-gzip")) {
            named = true;
            wanted = !zero;
        } else if (coding == "*") {
            any = !zero;
        }
        return false;
    });
    return named ? wanted : any;
}

bool names_tag(std::string_view if_none_match, std::string_view tag) {
    return any_part(if_none_match, ',', [tag](std::string_view part) {
        if (part.starts_with("W/")) {
            part.remove_prefix(2);
        }
        return part == "*" || part == tag;
    });
}

StaticFiles::StaticFiles(const fs::path& folder) : StaticFiles(folder, Limits{}) {}

StaticFiles::StaticFiles(const fs::path& folder, const Limits& limits) {
    std::map<std::string, std::string> found;  // path -> bytes
    std::uint64_t bytes_left = limits.bytes_max;
    const std::function<void(const fs::path&, const std::string&)> read_folder =
        [&](const fs::path& from, const std::string& base) {
            for (const fs::directory_entry& entry : fs::directory_iterator(from)) {
                const std::string name = entry.path().filename().string();
                const std::string path = base + name;
                const fs::file_status status = entry.symlink_status();
                if (!is_plain_name(name) ||
                    !(fs::is_regular_file(status) || fs::is_directory(status))) {
                    left_out_.push_back(path);
                } else if (fs::is_directory(status)) {
                    read_folder(entry.path(), path + "/");
                } else {
                    std::string bytes = read_whole(entry.path(), bytes_left);
                    bytes_left -= bytes.size();
                    if (found.size() == limits.files_max) {
                        throw unreadable(folder, "too many files");
                    }
                    found.emplace(path, std::move(bytes));
                }
            }
        };
    try {
        read_folder(folder, "/");
    } catch (const fs::filesystem_error& error) {
        throw unreadable(folder, error.code().message());
    }
    std::sort(left_out_.begin(), left_out_.end());
    const auto form_of = [](std::string bytes) {
        std::string tag = tag_of(bytes);
        return Form{std::make_shared<const std::string>(std::move(bytes)), std::move(tag)};
    };
    for (auto& [path, bytes] : found) {  // "X" comes before "X.gz"
        const std::string_view name = path;
        if (name.ends_with(gzip_ending)) {
            const auto plain = files_.find(name.substr(0, name.size() - gzip_ending.size()));
            if (plain != files_.end()) {
                plain->second.gzip = form_of(std::move(bytes));
                continue;
            }
        }
        files_.emplace(path,
                       File{.type = type_of(path), .plain = form_of(std::move(bytes)), .gzip = {}});
    }
}

Response StaticFiles::answer(const Request& request, std::string_view path) const {
    const File& file = files_.find(path)->second;
    const std::string* accepted = request.header("accept-encoding");
    const bool gzip = file.gzip.bytes && accepted != nullptr && takes_gzip(*accepted);
    const Form& form = gzip ? file.gzip : file.plain;
    Response response{.content_type = file.type, .shared_body = form.bytes};
    response.headers.emplace_back("ETag", form.tag);
    response.headers.emplace_back("Cache-Control", path.starts_with("/assets/")
                                                       ? "public, max-age=31536000, immutable"
                                                       : "no-cache");
    if (file.gzip.bytes) {
        response.headers.emplace_back("Vary", "Accept-Encoding");
    }
    if (gzip) {
        response.headers.emplace_back("Content-Encoding", "gzip");
    }
    const std::string* known = request.header("if-none-match");
    if (known != nullptr && names_tag(*known, form.tag)) {
        response.status = 304;
        response.content_type.clear();
        response.shared_body.reset();
    }
    return response;
}

}  // namespace relief::http
